"""Total-quantity indicators: set, lowered, over; what keeps rights from coming in."""

from dataclasses import replace

import pytest

from registry.areas.discharge.rules.indicators import (
    Attainment,
    Indicator,
    IndicatorState,
    SetAttainment,
    SetIndicator,
    SetSuspension,
)
from registry.ledger.decide import ACCEPTED
from tests.areas.allowances.factories import ALICE
from tests.areas.discharge.factories import (
    ALLOT,
    BY_ALICE,
    BY_AUTHORITY,
    BY_OFFICE,
    INDICATOR,
    SUZHOU,
    TIANJIN,
    Discharge,
    Rights,
    discharge_registry,
    rights_registry,
)
from tests.world import DOCUMENT


@pytest.fixture(scope="module")
def empty() -> Discharge:
    return discharge_registry()


@pytest.fixture
def made() -> Rights:
    found = rights_registry()
    found.enter(ALICE)
    found.limit(10_000, TIANJIN)
    return found


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (replace(INDICATOR, area="990000"), "unknown_area"),
        (replace(INDICATOR, pollutant="XX"), "unknown_pollutant"),
        (replace(INDICATOR, first_year=2031), "period_reversed"),
        (replace(INDICATOR, first_year=2025), "period_too_long"),
        (INDICATOR, ACCEPTED),
        (replace(INDICATOR, first_year=2027), "period_differs"),
        (replace(INDICATOR, first_year=2030, last_year=2030, area=SUZHOU), ACCEPTED),
    ],
)
def test_an_indicator_is_of_a_known_area_and_a_period_of_five_years_at_most(
    empty: Discharge, body: SetIndicator, expected: str
) -> None:
    assert empty.result("discharge.set_indicator", body, *BY_AUTHORITY) == expected


def test_only_an_authority_sets_one(empty: Discharge) -> None:
    assert empty.unrecorded("discharge.set_indicator", INDICATOR, *BY_ALICE) == "not_enough_signatures"


def test_every_area_around_a_permit_counts_what_is_allotted(made: Rights) -> None:
    made.must("discharge.allot", ALLOT, *BY_OFFICE)

    assert [made.indicator(area).held_units for area in (TIANJIN, "HAI01", "HAI")] == [10_000] * 3
    assert made.indicator().state is IndicatorState.FULL
    assert made.indicator("HAI").limit_units is None


def test_nothing_comes_in_above_the_limit_of_any_area_around(made: Rights) -> None:
    made.limit(9_999, "HAI")
    result, facts = made.answer("discharge.allot", ALLOT, *BY_OFFICE)
    assert (result, facts["area"], facts["limit"]) == ("over_indicator", "HAI", 9_999)
    assert made.result("discharge.allot", replace(ALLOT, units=9_999), *BY_OFFICE) == ACCEPTED
    assert made.result("discharge.allot", replace(ALLOT, units=1), *BY_OFFICE) == "over_indicator"


def test_nothing_is_allotted_without_any_limit() -> None:
    found = rights_registry()
    found.enter(ALICE)
    assert found.result("discharge.allot", ALLOT, *BY_OFFICE) == "indicator_not_set"
    found.limit(10_000, "HAI")
    assert found.result("discharge.allot", ALLOT, *BY_OFFICE) == ACCEPTED


def test_a_lowered_indicator_is_accepted_and_leaves_the_area_over(made: Rights) -> None:
    made.must("discharge.allot", replace(ALLOT, units=5_000), *BY_OFFICE)
    made.limit(4_999, TIANJIN)

    assert (made.indicator().state, made.indicator().held_units) == (IndicatorState.OVER, 5_000)
    assert made.result("discharge.allot", replace(ALLOT, units=1), *BY_OFFICE) == "over_indicator"
    made.limit(5_001, TIANJIN)
    assert made.result("discharge.allot", replace(ALLOT, units=1), *BY_OFFICE) == ACCEPTED


def test_nothing_comes_into_an_area_under_suspension(made: Rights) -> None:
    body = SetSuspension("HAI01", True, DOCUMENT)
    made.must("discharge.set_suspension", body, *BY_AUTHORITY)
    assert made.result("discharge.set_suspension", body, *BY_AUTHORITY) == "nothing_changed"
    assert made.result("discharge.allot", ALLOT, *BY_OFFICE) == "area_suspended"
    made.must("discharge.set_suspension", replace(body, is_suspended=False), *BY_AUTHORITY)
    assert made.result("discharge.allot", ALLOT, *BY_OFFICE) == ACCEPTED
    assert made.result("discharge.set_suspension", replace(body, area="990000"), *BY_AUTHORITY) == "unknown_area"


def test_the_newest_year_says_whether_quality_is_met(empty: Discharge) -> None:
    for body, expected in (
        (SetAttainment("990000", "COD", 2025, True, DOCUMENT), "unknown_area"),
        (SetAttainment(TIANJIN, "XX", 2025, True, DOCUMENT), "unknown_pollutant"),
        (SetAttainment(TIANJIN, "PM25", 2025, False, DOCUMENT), ACCEPTED),
        (SetAttainment(TIANJIN, "PM25", 2024, True, DOCUMENT), "year_older"),
        (SetAttainment(TIANJIN, "PM25", 2025, True, DOCUMENT), ACCEPTED),
    ):
        assert empty.result("discharge.set_attainment", body, *BY_AUTHORITY) == expected
        if expected == ACCEPTED:
            assert empty.state.get(Attainment, TIANJIN, "PM25").is_met is body.is_met


def test_an_area_without_a_limit_is_open() -> None:
    assert Indicator(TIANJIN, "COD", 2030, 2030, None, 5, None, 0).state is IndicatorState.OPEN
