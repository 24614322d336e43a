"""What holds in every book: the article, the days, whose word counts; and what each book asks beside."""

from dataclasses import replace
from typing import Any

import pytest

from registry.areas.participants.rules.attested import RecordState
from registry.areas.participants.rules.conflicts import DeclareRelation
from registry.areas.supervision.rules import bodies
from registry.areas.supervision.rules.bodies import Measurable
from registry.areas.supervision.rules.records import SupervisionMeasure
from registry.ledger.decide import ACCEPTED, Unrecorded
from tests.areas.supervision.factories import (
    BASE,
    OFFICE,
    OTHER,
    OWNER,
    REVIEWER,
    Supervision,
    certificate,
    ending,
    measure,
    participant,
    renewal,
    representative,
)
from tests.world import AUTHORITY, DOCUMENT

ME, THEM, JUDGE = participant(OWNER), participant(OTHER), participant(REVIEWER)
HAND, JUDGES = representative(OWNER), representative(REVIEWER)


@pytest.fixture
def made() -> Supervision:
    return Supervision()


def opened(made: Supervision, kind: str, body: object, *signers: str) -> str:
    return made.result(f"supervision.{kind}", body, *(signers or (AUTHORITY,)))


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({}, ACCEPTED),
        ({"article": None}, "article_missing"),
        ({"until_on": "2025-12-31"}, "term_reversed"),
        ({"until_on": "2026-01-01"}, ACCEPTED),
        ({"participant": "P-00009999"}, "unknown_participant"),
        ({"participant": JUDGE}, "attester_not_independent"),
        ({"by": THEM}, "not_an_attester"),
    ],
)
def test_a_record_names_its_article_its_days_and_who_attests_it(
    made: Supervision, changes: dict[str, Any], result: str
) -> None:
    body = certificate(**changes)
    assert opened(made, "certify", body, f"R{body.by[1:]}") == result


def test_a_number_is_used_once_in_all_books(made: Supervision) -> None:
    assert opened(made, "certify", certificate(), JUDGES) == ACCEPTED
    unit = bodies.DrawUnit(**BASE, unit_class=bodies.UnitClass.KEY, barred=())
    assert opened(made, "draw_unit", unit) == "number_taken"
    assert opened(made, "draw_unit", replace(unit, number="X-2")) == ACCEPTED


def test_nobody_attests_for_whom_it_is_related_to(made: Supervision) -> None:
    made.accept("participants.declare_relation", DeclareRelation(JUDGE, ME, "shares", DOCUMENT), JUDGES)
    assert opened(made, "certify", certificate(), JUDGES) == "attester_not_independent"
    assert opened(made, "certify", certificate(participant=THEM), JUDGES) == ACCEPTED


def test_a_certificate_is_renewed_until_it_is_revoked(made: Supervision) -> None:
    opened(made, "certify", certificate(), JUDGES)
    for changes, result in (
        ({"until_on": "2026-12-31"}, "until_not_later"),
        ({"article": None}, "article_missing"),
        ({"number": "X-9"}, "unknown_record"),
        ({"until_on": "2027-01-01"}, ACCEPTED),
    ):
        assert made.office("supervision.renew", renewal(**changes)) == result
    assert made.office("supervision.end", ending(on="2026-07-02")) == "in_future"
    assert made.office("supervision.end", ending(on="2025-12-31")) == "ends_before_it_begins"
    assert made.office("supervision.end", ending(article=None)) == "article_missing"
    assert made.office("supervision.end", ending(on="2026-07-01")) == ACCEPTED

    assert made.record().state is RecordState.ENDED
    assert made.office("supervision.renew", renewal()) == "renewed_after_end"
    assert made.office("supervision.end", ending()) == "record_ended"
    assert made.office("supervision.measure", measure(Measurable.PAID, 1)) == "record_ended"


def test_both_sides_of_a_supply_chain_sign(made: Supervision) -> None:
    link = bodies.LinkSupply(**BASE | {"by": THEM}, participant=ME, product="示例产品")
    with pytest.raises(Unrecorded):
        opened(made, "link_supply", link, representative(OTHER))
    assert opened(made, "link_supply", link, representative(OTHER), HAND) == ACCEPTED


@pytest.mark.parametrize(("day", "late"), [("2026-07-31", False), ("2026-08-01", True)])
def test_a_report_after_its_last_day_is_late(made: Supervision, day: str, *, late: bool) -> None:
    duty = bodies.ObligeDisclosure(**BASE, participant=ME, year=2025, due_on="2026-07-31")
    assert opened(made, "oblige_disclosure", duty) == ACCEPTED
    made.go_to(day)
    report = measure(Measurable.REPORT, 1, by=ME, on="2026-07-01")
    assert made.result("supervision.measure", report, HAND) == ACCEPTED

    noted = made.journal.replay.state.get(SupervisionMeasure, "X-1", 1)
    assert noted is not None
    assert noted.is_late is late


def test_no_more_is_paid_than_is_due(made: Supervision) -> None:
    case = bodies.OpenDamage(**BASE, participant=ME, damage="示例损害", due_fen=1_000, due_on="2026-12-31")
    assert opened(made, "open_damage", case) == ACCEPTED
    for value, result in ((1_001, "more_than_due"), (400, ACCEPTED), (601, "more_than_due"), (600, ACCEPTED)):
        assert made.office("supervision.measure", measure(Measurable.PAID, value)) == result
    assert made.record().total("paid") == 1_000
    assert made.office("supervision.measure", measure(Measurable.REPORT, 1)) == "not_measured"
    assert made.result("supervision.measure", measure(Measurable.PAID, 0, by=ME), HAND) == "not_an_attester"


def test_a_policy_has_an_end(made: Supervision) -> None:
    policy = bodies.Insure(**BASE | {"by": ME}, participant=ME, insurer="示例保险", policy="B-1", cover_fen=1)
    assert opened(made, "insure", policy, HAND) == "term_missing"
    assert opened(made, "insure", replace(policy, until_on="2026-12-31"), HAND) == ACCEPTED
    assert opened(made, "insure", replace(policy, number="X-2", by=THEM), representative(OTHER)) == "not_an_attester"


def test_a_site_lies_in_a_unit_in_force_of_its_zone(made: Supervision) -> None:
    unit = bodies.DrawUnit(**BASE | {"number": "U-1", "until_on": "2026-07-01"}, unit_class=bodies.UnitClass.KEY,
                           barred=())  # fmt: skip
    opened(made, "draw_unit", unit)
    site = bodies.PlaceSite(**BASE, participant=ME, about=None, unit="U-1")
    assert opened(made, "place_site", replace(site, unit="U-2")) == "unknown_unit"
    assert opened(made, "place_site", replace(site, zone="32")) == "unit_of_other_zone"
    assert opened(made, "place_site", replace(site, about="G-00000009")) == "unknown_project"
    assert opened(made, "place_site", site) == ACCEPTED
    made.go_to("2026-07-02")
    assert opened(made, "place_site", replace(site, number="X-2")) == "unknown_unit"


def test_a_target_lies_after_its_base_and_a_level_replaces_the_one_before(made: Supervision) -> None:
    target = bodies.SetTarget(
        **BASE, intensity=bodies.Intensity.CO2, base_year=2020, base_milli=900, target_year=2025, target_milli=700
    )
    assert opened(made, "set_target", replace(target, target_year=2020)) == "target_before_base"
    assert opened(made, "set_target", target) == ACCEPTED
    assert made.office("supervision.measure", measure(Measurable.INTENSITY, 850)) == "part_missing"
    for value in (850, 800):
        assert made.office("supervision.measure", measure(Measurable.INTENSITY, value, of="2023")) == ACCEPTED
    assert made.record().total("intensity") == 800


def test_a_green_island_counts_what_its_members_discharge(made: Supervision) -> None:
    island = bodies.OpenIsland(**BASE, participant=ME, members=(ME, THEM), limit_kg=100)
    assert opened(made, "open_island", replace(island, members=(ME, ME))) == "member_twice"
    assert opened(made, "open_island", island) == ACCEPTED
    assert made.office("supervision.measure", measure(Measurable.DISCHARGED, 5, of=OFFICE)) == "not_a_member"
    for of, value in ((ME, 5), (THEM, 7)):
        body = measure(Measurable.DISCHARGED, value, of=of, by=ME)
        assert made.result("supervision.measure", body, HAND) == ACCEPTED
    assert made.record().total("discharged") == 12
