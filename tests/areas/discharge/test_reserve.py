"""The reserve: what is taken back, bought back and released, with both areas' totals and the money."""

from dataclasses import replace
from typing import Any

import pytest

from registry.areas.discharge.rules.allotting import Acquired
from registry.areas.discharge.rules.reserve import (
    ReleaseReserve,
    Repurchase,
    ReserveMove,
    ReserveMoveKind,
    TakeBack,
    TakeBackGround,
)
from registry.ledger.decide import ACCEPTED, Unrecorded
from tests.areas.allowances.factories import ALICE, BOB, account
from tests.areas.discharge.factories import BY_OFFICE, COD, COD_FREE, RESERVE, TREASURY, permit_number
from tests.areas.discharge.trading import Trading, trading
from tests.world import DOCUMENT

TAKE = TakeBack(permit_number(ALICE), COD, 500, TakeBackGround.UNLAWFUL, DOCUMENT)
BUY = Repurchase(permit_number(ALICE), COD, 500, 80_000, account("CA", ALICE), DOCUMENT)
RELEASE = ReleaseReserve(permit_number(BOB), COD, 500, 60_000, account("CA", BOB), "示例重点项目", DOCUMENT)
BY_ALICE_TOO, BY_BOB_TOO = (*BY_OFFICE, f"R-{ALICE:08}"), (*BY_OFFICE, f"R-{BOB:08}")


def moves(made: Trading) -> list[ReserveMoveKind]:
    """Return what happened to the reserve, in order."""
    found: tuple[ReserveMove, ...] = made.state.find(ReserveMove, "all")
    return [one.kind for one in found]


def took(made: Trading, **changes: Any) -> str:
    return made.result("discharge.take_back", replace(TAKE, **changes), *BY_OFFICE)


def bought(made: Trading, **changes: Any) -> str:
    return made.result("discharge.repurchase", replace(BUY, **changes), *BY_ALICE_TOO)


def released(made: Trading, **changes: Any) -> str:
    return made.result("discharge.release_reserve", replace(RELEASE, **changes), *BY_BOB_TOO)


def test_rights_go_into_the_reserve_and_out_again_and_the_totals_follow() -> None:
    made = trading()
    treasury = made.units(TREASURY, "CNY")

    assert took(made) == ACCEPTED
    assert (made.held(ALICE), made.units(RESERVE, COD), made.indicator().held_units) == (3_500, 500, 3_500)
    assert bought(made) == ACCEPTED
    assert made.units(TREASURY, "CNY") == treasury - 80_000
    assert released(made, units=700) == ACCEPTED

    assert (made.held(BOB), made.units(RESERVE, COD), made.indicator().held_units) == (700, 300, 3_700)
    assert made.units(TREASURY, "CNY") == treasury - 20_000
    assert moves(made) == [ReserveMoveKind.UNLAWFUL, ReserveMoveKind.REPURCHASED, ReserveMoveKind.RELEASED]


def test_only_what_was_free_is_taken_back_as_surplus_and_only_what_was_paid_for_is_bought() -> None:
    made = trading()
    made.allotted(ALICE, 100, acquired=Acquired.FREE, instalments=())

    assert took(made, ground=TakeBackGround.FREE_SURPLUS) == "paid_right"
    assert took(made, ground=TakeBackGround.FREE_SURPLUS, asset=COD_FREE, units=101) == "units_not_held"
    assert took(made, ground=TakeBackGround.FREE_SURPLUS, asset=COD_FREE, units=100) == ACCEPTED
    assert bought(made, asset=COD_FREE) == "free_right"


def test_what_is_unpaid_or_expired_is_not_bought_back() -> None:
    made = trading()
    made.allotted(ALICE, 100, settled=False)
    assert bought(made) == "fee_unpaid"
    late = trading()
    late.at("2031-01-01 10:00:00")

    assert bought(late) == "right_expired"


def test_nothing_is_bought_or_released_over_the_holders_head() -> None:
    made = trading()
    assert took(made) == ACCEPTED

    for kind, body in (("discharge.repurchase", BUY), ("discharge.release_reserve", RELEASE)):
        with pytest.raises(Unrecorded, match="not_enough_signatures"):
            made.result(kind, body, *BY_OFFICE)


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({}, ACCEPTED),
        ({"price_fen": 0, "cash": None}, ACCEPTED),
        ({"cash": None}, "cash_missing"),
        ({"cash": account("CA", ALICE)}, "holder_differs"),
        ({"price_fen": 1_000_000_001}, "cash_short"),
        ({"units": 501}, "units_not_held"),
    ],
)
def test_a_release_is_paid_for_and_lies_there(changes: dict[str, Any], result: str) -> None:
    made = trading()
    assert took(made) == ACCEPTED

    assert released(made, **changes) == result


@pytest.mark.parametrize(
    ("buyer", "result"),
    [({"area": "130200"}, "zone_differs"), ({"water_unit": "TAI01"}, "water_differs"), ({}, ACCEPTED)],
)
def test_released_rights_stay_in_their_province_and_water(buyer: dict[str, Any], result: str) -> None:
    made = trading(buyer=buyer)
    assert took(made) == ACCEPTED

    assert released(made) == result


@pytest.mark.parametrize(("limit", "result"), [(4_000, ACCEPTED), (3_999, "over_indicator")])
def test_a_release_keeps_to_the_areas_indicator(limit: int, result: str) -> None:
    made = trading()
    assert took(made) == ACCEPTED
    made.limit(limit, "120000")

    assert released(made) == result


@pytest.mark.parametrize(("pollutant", "result"), [("COD", "quality_missed"), ("NH3N", ACCEPTED)])
def test_nothing_is_released_into_an_area_that_missed_its_target(pollutant: str, result: str) -> None:
    made = trading()
    assert took(made) == ACCEPTED
    made.missed("120000", pollutant)

    assert released(made) == result


def test_a_release_keeps_to_the_permit_and_to_the_last_day() -> None:
    made = trading()
    assert took(made, units=4_000) == ACCEPTED
    made.at("2030-12-31 10:00:00")
    assert released(made) == ACCEPTED
    made.at("2031-01-01 10:00:00")

    assert released(made) == "right_expired"


def test_a_treasury_without_money_buys_nothing() -> None:
    made = trading()
    held = made.units(TREASURY, "CNY")

    assert bought(made, price_fen=held + 1) == "cash_short"
    assert bought(made, price_fen=held) == ACCEPTED
