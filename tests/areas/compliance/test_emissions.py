"""Who is covered, what is reported, who reviews it, and what the authority accepts: both sides of each edge."""

from dataclasses import replace

import pytest

from registry.areas.compliance.rules.emissions import AssignVerifier
from registry.areas.compliance.rules.listing import ListEnterprise, RemoveEnterprise
from registry.areas.compliance.rules.records import (
    CoveredEnterprise,
    EmissionPart,
    EmissionsReport,
    RemovalGround,
    Sector,
    Source,
    VerifiedEmissions,
)
from registry.areas.participants.rules.conflicts import DeclareRelation
from tests.areas.allowances.factories import ALICE, BOB
from tests.areas.compliance.factories import (
    ACCEPT,
    ASSIGN,
    BY_ALICE,
    BY_AUTHORITY,
    BY_BOB,
    BY_VERIFIER,
    LIST,
    OPINION,
    OTHER_VERIFIER,
    REPORT,
    VERIFIER,
    YEAR,
    Compliance,
    compliance_registry,
    listed,
    number,
)
from tests.world import DOCUMENT


@pytest.fixture
def registry() -> Compliance:
    return listed()


def report_of(registry: Compliance, version: int) -> EmissionsReport:
    found: EmissionsReport = registry.state.get(EmissionsReport, YEAR, number(ALICE), version)
    return found


@pytest.mark.parametrize(("basis", "result"), [(26_000, "accepted"), (25_999, "below_threshold")])
def test_the_threshold_is_where_the_parameter_says(basis: int, result: str) -> None:
    body = replace(LIST, basis_tco2e=basis)

    assert compliance_registry().result("compliance.list_enterprise", body, *BY_AUTHORITY) == result


def test_one_year_below_keeps_an_enterprise_on_the_list_and_two_do_not() -> None:
    registry = compliance_registry()
    below = [replace(LIST, year=year, basis_tco2e=20_000) for year in (2025, 2026)]
    registry.must("compliance.list_enterprise", replace(LIST, year=2024), *BY_AUTHORITY)

    results = [registry.result("compliance.list_enterprise", body, *BY_AUTHORITY) for body in below]

    assert results == ["accepted", "below_threshold"]


@pytest.mark.parametrize(
    ("sector", "year", "result"),
    [
        (Sector.STEEL, 2023, "sector_not_covered"),
        (Sector.STEEL, 2024, "accepted"),
        (Sector.POWER, 2020, "sector_not_covered"),
        (Sector.POWER, 2021, "accepted"),
    ],
)
def test_a_sector_is_covered_from_its_first_year(sector: Sector, year: int, result: str) -> None:
    body = ListEnterprise(year, number(ALICE), sector, 30_000, DOCUMENT)

    assert compliance_registry().result("compliance.list_enterprise", body, *BY_AUTHORITY) == result


def test_only_enterprises_are_listed_and_only_once(registry: Compliance) -> None:
    foreign = replace(LIST, participant=number(VERIFIER))

    assert registry.result("compliance.list_enterprise", LIST, *BY_AUTHORITY) == "already_listed"
    assert registry.result("compliance.list_enterprise", foreign, *BY_AUTHORITY) == "not_an_enterprise"


def test_an_enterprise_does_not_list_itself(registry: Compliance) -> None:
    assert registry.unrecorded("compliance.list_enterprise", LIST, *BY_ALICE) == "not_enough_signatures"


def test_an_enterprise_leaves_the_list_only_while_nothing_is_owed(registry: Compliance) -> None:
    remove = RemoveEnterprise(YEAR, number(ALICE), RemovalGround.CLOSED, DOCUMENT)
    registry.must("compliance.remove_enterprise", remove, *BY_AUTHORITY)
    assert not registry.state.get(CoveredEnterprise, YEAR, number(ALICE)).is_listed
    assert registry.result("compliance.report_emissions", REPORT, *BY_ALICE) == "not_listed"

    registry.must("compliance.list_enterprise", LIST, *BY_AUTHORITY)
    registry.verified()

    assert registry.result("compliance.remove_enterprise", remove, *BY_AUTHORITY) == "emissions_accepted"


def test_parts_have_to_sum_to_the_total(registry: Compliance) -> None:
    for total in (999, 1_001):
        body = replace(REPORT, total_tco2e=total)
        assert registry.result("compliance.report_emissions", body, *BY_ALICE) == "parts_do_not_sum"
    registry.must("compliance.report_emissions", REPORT, *BY_ALICE)


def test_a_source_stands_once_and_belongs_to_the_sector(registry: Compliance) -> None:
    twice = replace(REPORT, parts=(EmissionPart(Source.FUEL, 500), EmissionPart(Source.FUEL, 500)))
    foreign = replace(REPORT, parts=(EmissionPart(Source.FUEL, 500), EmissionPart(Source.CF4, 500)))

    assert registry.result("compliance.report_emissions", twice, *BY_ALICE) == "source_twice"
    assert registry.result("compliance.report_emissions", foreign, *BY_ALICE) == "source_not_of_sector"

    smelter = replace(LIST, participant=number(BOB), sector=Sector.ALUMINIUM)
    registry.must("compliance.list_enterprise", smelter, *BY_AUTHORITY)
    registry.must("compliance.report_emissions", replace(foreign, participant=number(BOB)), *BY_BOB)


def test_a_report_waits_for_the_end_of_its_year() -> None:
    registry = compliance_registry()
    registry.deadlines(year=2026)
    registry.must("compliance.list_enterprise", replace(LIST, year=2026), *BY_AUTHORITY)

    registry.at("2026-12-31 23:59:59")
    early = registry.result("compliance.report_emissions", replace(REPORT, year=2026), *BY_ALICE)
    registry.at("2027-01-01 00:00:00")
    then = registry.result("compliance.report_emissions", replace(REPORT, year=2026), *BY_ALICE)

    assert (early, then) == ("year_not_over", "accepted")


@pytest.mark.parametrize(("now", "is_late"), [("2026-07-31 23:59:59", False), ("2026-08-01 00:00:00", True)])
def test_a_report_is_late_from_midnight_and_its_correction_as_late_as_it(
    registry: Compliance, now: str, *, is_late: bool
) -> None:
    registry.at(now)
    registry.must("compliance.report_emissions", REPORT, *BY_ALICE)
    registry.at("2026-09-01 09:00:00")
    registry.must("compliance.report_emissions", replace(REPORT, version=2), *BY_ALICE)

    assert [report_of(registry, version).is_late for version in (1, 2)] == [is_late, is_late]


def test_a_correction_is_the_next_version_and_leaves_the_old_one(registry: Compliance) -> None:
    registry.must("compliance.report_emissions", REPORT, *BY_ALICE)
    for version in (1, 3):
        body = replace(REPORT, version=version)
        assert registry.result("compliance.report_emissions", body, *BY_ALICE) == "version_differs"
    corrected = replace(REPORT, version=2, parts=(EmissionPart(Source.FUEL, 1_100),), total_tco2e=1_100)
    registry.must("compliance.report_emissions", corrected, *BY_ALICE)

    assert [report_of(registry, version).total_tco2e for version in (1, 2)] == [1_000, 1_100]


def test_nobody_reports_for_another(registry: Compliance) -> None:
    assert registry.unrecorded("compliance.report_emissions", REPORT, *BY_BOB) == "not_enough_signatures"


def test_whoever_writes_reports_in_a_province_does_not_review_there(registry: Compliance) -> None:
    registry.must("compliance.report_emissions", replace(REPORT, writer=number(VERIFIER)), *BY_ALICE, *BY_VERIFIER)

    assert registry.result("compliance.assign_verifier", ASSIGN, *BY_AUTHORITY) == "writes_and_reviews"
    registry.must("compliance.assign_verifier", replace(ASSIGN, verifier=number(OTHER_VERIFIER)), *BY_AUTHORITY)
    second = replace(REPORT, version=2, writer=number(OTHER_VERIFIER))
    signers = (*BY_ALICE, f"R-{OTHER_VERIFIER:08}")
    assert registry.result("compliance.report_emissions", second, *signers) == "writes_and_reviews"


def test_nobody_is_named_as_a_writer_who_does_not_sign(registry: Compliance) -> None:
    named = replace(REPORT, writer=number(VERIFIER))

    assert registry.unrecorded("compliance.report_emissions", named, *BY_ALICE) == "not_enough_signatures"
    registry.must("compliance.assign_verifier", ASSIGN, *BY_AUTHORITY)


def test_a_verifier_related_to_a_later_writer_gives_no_opinion(registry: Compliance) -> None:
    relation = DeclareRelation(number(VERIFIER), number(OTHER_VERIFIER), "shares", DOCUMENT)
    registry.must("participants.declare_relation", relation, *BY_VERIFIER)
    registry.must("compliance.assign_verifier", ASSIGN, *BY_AUTHORITY)
    written = replace(REPORT, writer=number(OTHER_VERIFIER))
    registry.must("compliance.report_emissions", written, *BY_ALICE, f"R-{OTHER_VERIFIER:08}")

    assert registry.result("compliance.give_opinion", OPINION, *BY_VERIFIER) == "verifier_not_independent"
    registry.must("compliance.report_emissions", replace(REPORT, version=2), *BY_ALICE)
    registry.must("compliance.give_opinion", replace(OPINION, version=2), *BY_VERIFIER)


def test_a_relation_bars_a_verifier_when_assigned_and_when_it_signs(registry: Compliance) -> None:
    registry.must("compliance.report_emissions", REPORT, *BY_ALICE)
    registry.must("compliance.assign_verifier", ASSIGN, *BY_AUTHORITY)
    relation = DeclareRelation(number(VERIFIER), number(ALICE), "shares", DOCUMENT)
    registry.must("participants.declare_relation", relation, *BY_VERIFIER)

    assert registry.result("compliance.give_opinion", OPINION, *BY_VERIFIER) == "verifier_not_independent"
    assert registry.result("compliance.assign_verifier", ASSIGN, *BY_AUTHORITY) == "verifier_not_independent"


def test_only_a_service_body_reviews(registry: Compliance) -> None:
    body = AssignVerifier(YEAR, number(ALICE), number(BOB), DOCUMENT)

    assert registry.result("compliance.assign_verifier", body, *BY_AUTHORITY) == "not_a_service_body"


def test_an_opinion_is_the_assigned_bodys_on_the_newest_version_and_once(registry: Compliance) -> None:
    registry.must("compliance.report_emissions", REPORT, *BY_ALICE)
    assert registry.result("compliance.give_opinion", OPINION, *BY_VERIFIER) == "not_assigned"
    registry.must("compliance.assign_verifier", ASSIGN, *BY_AUTHORITY)
    negative = replace(OPINION, is_confirmed=False)
    assert registry.result("compliance.give_opinion", negative, *BY_VERIFIER) == "findings_missing"
    registry.must("compliance.give_opinion", replace(negative, findings=("缺少化验报告",)), *BY_VERIFIER)
    assert registry.result("compliance.give_opinion", OPINION, *BY_VERIFIER) == "opinion_given"
    registry.must("compliance.report_emissions", replace(REPORT, version=2), *BY_ALICE)

    assert registry.result("compliance.give_opinion", OPINION, *BY_VERIFIER) == "version_differs"
    registry.must("compliance.give_opinion", replace(OPINION, version=2), *BY_VERIFIER)


def test_the_authority_accepts_what_was_confirmed_and_nothing_else(registry: Compliance) -> None:
    registry.must("compliance.report_emissions", REPORT, *BY_ALICE)
    registry.must("compliance.assign_verifier", ASSIGN, *BY_AUTHORITY)
    assert registry.result("compliance.accept_emissions", ACCEPT, *BY_AUTHORITY) == "opinion_missing"
    registry.must("compliance.give_opinion", OPINION, *BY_VERIFIER)
    assert (
        registry.result("compliance.accept_emissions", replace(ACCEPT, version=2), *BY_AUTHORITY) == "version_differs"
    )
    registry.must("compliance.accept_emissions", ACCEPT, *BY_AUTHORITY)

    assert registry.state.get(VerifiedEmissions, YEAR, number(ALICE)).tco2e == 1_000
    assert registry.result("compliance.accept_emissions", ACCEPT, *BY_AUTHORITY) == "emissions_accepted"


def test_a_correction_takes_the_place_of_what_was_accepted(registry: Compliance) -> None:
    registry.verified()
    registry.verified(units=1_200, version=2)

    assert registry.state.get(VerifiedEmissions, YEAR, number(ALICE)).tco2e == 1_200
