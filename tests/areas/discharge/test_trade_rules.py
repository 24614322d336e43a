"""R1 to R11 of trade in rights, each from both sides of its edge."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from registry.areas.discharge.rules.records import Limit, Medium, SourceSort
from registry.areas.discharge.rules.trade_records import TradeUse
from registry.areas.discharge.rules.trade_rules import AIR_OPEN, KEY_METALS, SAME_UNIT
from registry.ledger.decide import ACCEPTED
from tests.areas.allowances.factories import ALICE, BOB
from tests.areas.discharge.factories import CANCELLATION, COD
from tests.areas.discharge.trading import (
    BY_BOTH,
    HG,
    JIANGSU_OFFICE,
    ROUTE,
    SO2,
    UNITS,
    Trading,
    trading,
)

TANGSHAN: dict[str, Any] = {"area": "130200"}
SUZHOU: dict[str, Any] = {"area": "320500"}
POWER: dict[str, Any] = {"source": SourceSort.THERMAL_POWER}


def refused(made: Trading, **changes: Any) -> tuple[str, object]:
    """Return the code and the rule of a trade's answer."""
    result, facts = made.trade(**changes)
    return result, facts.get("rule")


def of_air(made: Trading) -> dict[str, Any]:
    """Let Alice have rights of the air to sell, and return what a trade of them names."""
    made.allotted(ALICE, 4_000, pollutant="SO2", medium=Medium.AIR)
    return {"asset": SO2, "surplus": made.attest("SO2", Medium.AIR)}


def test_r1_a_permit_without_the_pollutant_buys_none() -> None:
    made = trading(buyer={"limits": (Limit("DW001", "NH3N", 5_000, 1_200), Limit("DA001", "SO2", 35_000, 8_000))})

    assert refused(made) == ("pollutant_not_permitted", "R1")


@pytest.mark.parametrize(
    ("unit", "is_strict", "answer"),
    [
        ("HAI01", False, (ACCEPTED, None)),
        ("HAI02", False, (ACCEPTED, None)),
        ("TAI01", False, ("water_differs", "R2")),
        ("HAI01", True, (ACCEPTED, None)),
        ("HAI02", True, ("water_differs", "R2")),
    ],
)
def test_r2_water_stays_in_its_basin_or_unit(unit: str, answer: tuple[str, object], *, is_strict: bool) -> None:
    made = trading(buyer={"water_unit": unit})
    if is_strict:
        made.switch(SAME_UNIT, "12")

    assert refused(made) == answer


@pytest.mark.parametrize(
    ("seller", "buyer", "answer"),
    [
        (POWER, POWER, (ACCEPTED, None)),
        ({}, POWER, ("power_apart", "R3")),
        (POWER, {}, ("power_apart", "R3")),
        ({"source": SourceSort.CHP_HEAT}, {}, (ACCEPTED, None)),
    ],
)
def test_r3_power_trades_the_air_with_power_alone(
    seller: dict[str, Any], buyer: dict[str, Any], answer: tuple[str, object]
) -> None:
    made = trading(seller=seller, buyer=buyer)

    assert refused(made, **of_air(made)) == answer


def test_r3_leaves_water_alone() -> None:
    assert refused(trading(seller=POWER)) == (ACCEPTED, None)


@pytest.mark.parametrize(
    ("area", "pollutant", "answer"),
    [
        ("130200", "COD", ("quality_missed", "R4")),
        ("130000", "COD", ("quality_missed", "R4")),
        ("120000", "COD", (ACCEPTED, None)),
        ("130200", "NH3N", (ACCEPTED, None)),
    ],
)
def test_r4_nothing_comes_into_an_area_that_missed_its_target(
    area: str, pollutant: str, answer: tuple[str, object]
) -> None:
    made = trading(buyer=TANGSHAN)
    assert made.agree() == ACCEPTED
    made.missed(area, pollutant)

    assert refused(made) == answer


def test_r4_lets_an_area_trade_inside_itself() -> None:
    made = trading()
    made.missed("120000", "COD")

    assert refused(made) == (ACCEPTED, None)


@pytest.mark.parametrize(
    ("seller", "buyer", "answer"),
    [
        ("agricultural", "agricultural", (ACCEPTED, None)),
        ("agricultural", "industrial", ("farms_apart", "R5")),
        ("industrial", "agricultural", ("farms_apart", "R5")),
    ],
)
def test_r5_farms_and_works_do_not_trade(seller: str, buyer: str, answer: tuple[str, object]) -> None:
    made = trading(seller={"source": SourceSort(seller)}, buyer={"source": SourceSort(buyer)})

    assert refused(made) == answer


@pytest.mark.parametrize(
    ("first", "last", "answer"),
    [
        ("2026-01-01", "2026-06-01", (ACCEPTED, None)),
        ("2026-06-01", "2027-12-31", (ACCEPTED, None)),
        ("2026-01-01", "2026-05-31", ("no_agreement", "R6")),
        ("2026-06-02", "2027-12-31", ("no_agreement", "R6")),
    ],
)
def test_r6_across_provinces_an_agreement_is_in_force(first: str, last: str, answer: tuple[str, object]) -> None:
    made = trading(buyer=TANGSHAN)
    assert refused(made) == ("no_agreement", "R6")
    assert made.agree(first_day=first, last_day=last) == ACCEPTED

    assert refused(made) == answer


@pytest.mark.parametrize(("limit", "answer"), [(1_000, (ACCEPTED, None)), (999, ("over_indicator", "R7"))])
def test_r7_a_smaller_area_inside_a_province_has_its_own_ceiling(limit: int, answer: tuple[str, object]) -> None:
    made = trading(buyer={"area": "120100"})
    made.limit(limit, "120100")

    assert refused(made) == answer


@pytest.mark.parametrize(("units", "answer"), [(1_000, (ACCEPTED, None)), (999, ("over_surplus", "R8"))])
def test_r8_only_a_verified_surplus_is_sold_and_once(units: int, answer: tuple[str, object]) -> None:
    made = trading()
    made.attest(units=units)

    assert refused(made) == answer
    if answer[0] == ACCEPTED:
        assert refused(made, units=1, receives=1) == ("over_surplus", "R8")


def test_r8_asks_for_a_surplus_of_this_permit_and_pollutant() -> None:
    made = trading()
    unknown = "00000000-0000-7000-8000-000000000000"

    assert refused(made, surplus=unknown) == ("no_surplus", "R8")
    assert refused(made, surplus=made.attest("NH3N", units=1_000)) == ("no_surplus", "R8")


@pytest.mark.parametrize(("area", "answer"), [("130200", ("area_suspended", "R9")), ("120000", (ACCEPTED, None))])
def test_r9_nothing_new_under_suspension(area: str, answer: tuple[str, object]) -> None:
    made = trading(buyer=TANGSHAN)
    assert made.agree() == ACCEPTED
    made.suspend(area)

    assert refused(made) == answer


Prepare = Callable[[Trading], dict[str, Any]]


def target_met(_made: Trading) -> dict[str, Any]:
    return {}


def target_missed(made: Trading) -> dict[str, Any]:
    made.missed("120000", "COD")
    return {}


def dust_missed(made: Trading) -> dict[str, Any]:
    made.missed("120000", "PM25")
    return {}


def dust_missed_for_the_air(made: Trading) -> dict[str, Any]:
    return dust_missed(made) | of_air(made)


def metal(made: Trading) -> dict[str, Any]:
    made.allotted(ALICE, 4_000, pollutant="HG")
    return {"asset": HG, "surplus": made.attest("HG")}


def metal_in_a_key_area(made: Trading) -> dict[str, Any]:
    made.switch(KEY_METALS, "12")
    return metal(made)


@pytest.mark.parametrize(
    ("prepare", "factor", "receives"),
    [
        (target_met, 1_000, 1_000),
        (target_missed, 2_000, 500),
        (dust_missed_for_the_air, 2_000, 500),
        (dust_missed, 1_000, 1_000),
        (metal_in_a_key_area, 1_200, 833),
        (metal, 1_000, 1_000),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_r10_a_new_project_replaces_by_a_factor(prepare: Prepare, factor: int, receives: int) -> None:
    made = trading()
    wanted = prepare(made) | {"use": TradeUse.NEW_PROJECT}
    right, wrong = wanted | {"receives": receives}, wanted | {"receives": receives + 1}

    assert made.trade(**wrong)[0] == "received_differs"
    assert made.trade(**right)[0] == ACCEPTED
    assert (made.last().factor, made.last().received) == (factor, receives)
    asset = wanted.get("asset", COD)
    assert made.units(CANCELLATION, asset) == UNITS - receives
    assert made.held(ALICE, asset) + made.held(BOB, asset) + UNITS - receives == 4_000


def test_r10_a_purchase_too_small_to_arrive_is_refused() -> None:
    made = trading()
    made.missed("120000", "COD")

    small = {"units": 1, "receives": 1, "use": TradeUse.NEW_PROJECT}
    assert refused(made, **small) == ("nothing_received", "R10")
    assert made.trade(**small | {"units": 2})[0] == ACCEPTED


@pytest.mark.parametrize(("is_open", "answer"), [(False, ("region_closed", "R11")), (True, (ACCEPTED, None))])
def test_r11_a_key_region_of_the_air_is_closed_unless_its_province_opens_it(
    answer: tuple[str, object], *, is_open: bool
) -> None:
    made = trading(buyer=SUZHOU)
    route = replace(ROUTE, buyer_zone="32", buyer_authority=f"P-{JIANGSU_OFFICE:08}")
    both = (BY_BOTH[0], f"R-{JIANGSU_OFFICE:08}")
    assert made.result("discharge.agree_route", route, *both) == ACCEPTED
    if is_open:
        made.loosen(AIR_OPEN, "32", "2026-06-20 09:30:00")

    assert refused(made, **of_air(made)) == answer
