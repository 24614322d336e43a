"""The yearly settlement: what counts, what is short, what is made up in time, and what it may cost."""

from dataclasses import replace
from typing import Any

import pytest

from registry.areas.discharge.rules.allotting import Acquired
from registry.areas.discharge.rules.measuring_otherwise import Sample
from registry.areas.discharge.rules.records import Limit, Medium
from registry.areas.discharge.rules.settling import MakeUp, Settled, Settlement, SettleYear
from registry.areas.discharge.rules.settling_penalties import LAWS, Breach, law_of, penalties
from tests.areas.allowances.factories import ALICE
from tests.areas.discharge.factories import (
    BY_ALICE,
    BY_AUTHORITY,
    BY_BOB,
    LIMITS,
    TIANJIN,
    Rights,
    beijing,
    rights_registry,
)
from tests.areas.discharge.measuring import PERMIT, SAMPLES
from tests.world import DOCUMENT

KG = 10**6
YEAR = SettleYear(PERMIT, "COD", Medium.WATER, 2026, 6, 12, 0, DOCUMENT)
MAKE_UP = MakeUp(PERMIT, "COD", Medium.WATER, 2026)
FREE: dict[str, Any] = {"acquired": Acquired.FREE, "instalments": ()}


def report(
    made: Rights, month: int, mass: int, *, outlet: str = "DW001", pollutant: str = "COD", version: int = 0
) -> None:
    """Report a month's milligrams by one sample."""
    body = replace(
        SAMPLES, outlet=outlet, pollutant=pollutant, month=f"2026-{month:02}", version=version, mass_mg=mass,
        samples=(Sample(mass, 1_000_000),),
    )  # fmt: skip
    made.must("discharge.report_samples", body, *BY_ALICE)


def year_of(mass: int, *, held: int = 10_000) -> Rights:
    """Return a registry in 2027 in which Alice discharged so many milligrams of COD, most of it in June."""
    made = rights_registry()
    made.enter(ALICE)
    made.limit(20_000, TIANJIN, "HAI01", "HAI")
    if held:
        made.allotted(ALICE, held, **FREE)
    made.at("2027-01-05 09:00:00")
    report(made, 6, mass - 6_000)
    for month in range(7, 13):
        report(made, month, 1_000)
    return made


def settled(made: Rights) -> Settlement:
    found: Settlement = made.state.get(Settlement, PERMIT, "COD", Medium.WATER, 2026)
    return found


@pytest.mark.parametrize(
    ("mass", "units", "short", "excess"),
    [
        (10_000 * KG, 10_000, 0, 0),
        (10_000 * KG + 1, 10_001, 1, 0),
        (12_000 * KG, 12_000, 2_000, 0),
        (12_000 * KG + 1, 12_001, 2_001, 1),
    ],
)
def test_any_part_of_a_unit_counts_against_rights_and_permit(mass: int, units: int, short: int, excess: int) -> None:
    made = year_of(mass)

    made.must("discharge.settle_year", YEAR, *BY_AUTHORITY)

    found = settled(made)
    assert (found.units, found.shortfall_units, found.excess_units) == (units, short, excess)
    assert (found.held_units, found.permitted_units, found.mass_mg) == (10_000, 12_000, mass)
    assert found.deadline == ("2027-02-04" if short else None)


def test_a_year_is_settled_when_it_is_over_and_all_its_months_are_there() -> None:
    made = year_of(5_000 * KG)
    early = replace(YEAR, first_month=5)
    assert made.answer("discharge.settle_year", early, *BY_AUTHORITY) == (
        "months_missing",
        {"outlet": "DW001", "months": "2026-05"},
    )
    assert made.result("discharge.settle_year", replace(YEAR, year=2027), *BY_AUTHORITY) == "year_not_over"
    assert made.result("discharge.settle_year", replace(YEAR, first_month=12, last_month=11), *BY_AUTHORITY) == (
        "months_reversed"
    )
    assert made.result("discharge.settle_year", replace(YEAR, version=1), *BY_AUTHORITY) == "version_differs"
    other = replace(YEAR, pollutant="TP")
    assert made.result("discharge.settle_year", other, *BY_AUTHORITY) == "nothing_reported"
    unreported = replace(YEAR, pollutant="NH3N")
    assert made.result("discharge.settle_year", unreported, *BY_AUTHORITY) == "months_missing"
    assert made.unrecorded("discharge.settle_year", YEAR, *BY_ALICE) == "not_enough_signatures"
    made.must("discharge.settle_year", replace(YEAR, first_month=12), *BY_AUTHORITY)


def test_what_no_permit_allows_is_above_it_from_the_first_milligram() -> None:
    made = year_of(5_000 * KG)
    report(made, 7, 1, pollutant="TP")

    made.must("discharge.settle_year", replace(YEAR, pollutant="TP"), *BY_AUTHORITY)

    found = made.state.get(Settlement, PERMIT, "TP", Medium.WATER, 2026)
    assert (found.units, found.permitted_units, found.excess_units, found.shortfall_units) == (1, 0, 1, 1)


def test_outlets_of_one_medium_add_up_and_those_of_the_other_do_not_count() -> None:
    made = rights_registry()
    made.enter(ALICE, limits=(*LIMITS, Limit("DW001", "HG", 10, 500), Limit("DA001", "HG", 10, 700)))
    made.at("2027-01-05 09:00:00")
    report(made, 12, 400_001, outlet="DW001", pollutant="HG")
    report(made, 12, 600_000, outlet="DA001", pollutant="HG")

    body = replace(YEAR, pollutant="HG", first_month=12)
    for medium, units, permitted in ((Medium.WATER, 401, 500), (Medium.AIR, 600, 700)):
        made.must("discharge.settle_year", replace(body, medium=medium), *BY_AUTHORITY)
        found = made.state.get(Settlement, PERMIT, "HG", medium, 2026)
        assert (found.units, found.permitted_units) == (units, permitted)  # counted in grams


@pytest.mark.parametrize(
    ("at", "state"),
    [("2027-02-04 23:59:59", Settled.MADE_UP), ("2027-02-05 00:00:00", Settled.MADE_UP_LATE)],
)
def test_a_shortfall_is_made_up_with_rights_in_time_or_late(at: str, state: Settled) -> None:
    made = year_of(11_000 * KG)
    assert made.result("discharge.make_up", MAKE_UP, *BY_ALICE) == "not_settled"
    made.must("discharge.settle_year", YEAR, *BY_AUTHORITY)
    assert settled(made).state(made.author.now_ms * 1000) is Settled.SHORT
    assert made.answer("discharge.make_up", MAKE_UP, *BY_ALICE) == ("still_short", {"left": 1_000})
    made.allotted(ALICE, 999, **FREE)
    assert made.answer("discharge.make_up", MAKE_UP, *BY_ALICE) == ("still_short", {"left": 1})
    made.allotted(ALICE, 1, **FREE)
    assert made.unrecorded("discharge.make_up", MAKE_UP, *BY_BOB) == "not_enough_signatures"

    made.at(at)
    overdue = settled(made).state(made.author.now_ms * 1000)
    made.must("discharge.make_up", MAKE_UP, *BY_ALICE)

    assert settled(made).state(made.author.now_ms * 1000) is state
    assert overdue is (Settled.SHORT if state is Settled.MADE_UP else Settled.OVERDUE)
    assert made.result("discharge.make_up", MAKE_UP, *BY_ALICE) == "already_made_up"


def test_there_is_nothing_to_make_up_where_rights_were_enough() -> None:
    made = year_of(10_000 * KG)
    made.must("discharge.settle_year", YEAR, *BY_AUTHORITY)

    assert made.result("discharge.make_up", MAKE_UP, *BY_ALICE) == "no_shortfall"


def test_settled_anew_a_smaller_shortfall_keeps_its_day_and_a_larger_one_gets_another() -> None:
    made = year_of(11_000 * KG)
    made.must("discharge.settle_year", YEAR, *BY_AUTHORITY)
    made.at("2027-01-20 09:00:00")

    report(made, 7, 900, version=1)
    made.must("discharge.settle_year", replace(YEAR, version=1), *BY_AUTHORITY)
    assert settled(made).deadline == "2027-02-04"
    report(made, 7, 2_000 * KG, version=2)
    made.must("discharge.settle_year", replace(YEAR, version=2), *BY_AUTHORITY)
    assert settled(made).deadline == "2027-02-19"


def test_a_permit_without_an_account_holds_nothing() -> None:
    made = rights_registry()
    made.issue(ALICE)
    made.at("2027-01-05 09:00:00")
    report(made, 12, 5 * KG)
    made.must("discharge.settle_year", replace(YEAR, first_month=12), *BY_AUTHORITY)

    assert (settled(made).held_units, settled(made).shortfall_units) == (0, 5)


@pytest.mark.parametrize(
    ("breach", "day", "code"),
    [
        (Breach.PERMIT, "2021-02-28", None),
        (Breach.PERMIT, "2021-03-01", "permit_reg_34"),
        (Breach.PERMIT, "2026-08-14", "permit_reg_34"),
        (Breach.PERMIT, "2026-08-15", "code_2026_1103"),
        (Breach.RIGHTS, "2026-08-14", None),
        (Breach.RIGHTS, "2026-08-15", "code_2026_1107"),
    ],
)
def test_the_law_is_that_of_the_day(breach: Breach, day: str, code: str | None) -> None:
    found = law_of(breach, day)
    assert (found.code if found else None) == code
    assert all(one.fine_fen[0] < one.fine_fen[1] for one in LAWS)


def test_what_a_year_may_cost_is_said_with_its_article() -> None:
    made = year_of(12_001 * KG)
    made.must("discharge.settle_year", YEAR, *BY_AUTHORITY)

    in_time = penalties(settled(made), beijing("2027-02-04 23:59:59") * 1000)
    late = penalties(settled(made), beijing("2027-02-05 00:00:00") * 1000)

    assert [(one.breach, one.units, one.event_day) for one in in_time] == [(Breach.PERMIT, 1, "2026-12-31")]
    assert [(one.breach, one.units, one.event_day) for one in late[1:]] == [(Breach.RIGHTS, 2_001, "2027-02-05")]
    assert [one.law.code for one in late if one.law] == ["code_2026_1103", "code_2026_1107"]
