"""Trade in rights: who signs, what moves, and what is lost to factor and ratio; the rules have their own file."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.areas.discharge.rules.allotting import Acquired
from registry.areas.discharge.rules.records import Limit, Medium, SourceSort
from registry.areas.discharge.rules.rights import LinkAccount
from registry.areas.discharge.rules.trade_records import SurplusGround, TradeUse
from registry.areas.discharge.rules.trade_rules import RULES, verdicts
from registry.areas.discharge.rules.trading import AttestSurplus, deal_of
from registry.ledger.decide import ACCEPTED, Unrecorded
from tests.areas.allowances.factories import ALICE, BOB, account
from tests.areas.discharge.factories import (
    BY_ALICE,
    BY_AUTHORITY,
    CANCELLATION,
    COD,
    COD_FREE,
    ISSUE,
    permit_number,
)
from tests.areas.discharge.trading import (
    BY_BOTH,
    JIANGSU_OFFICE,
    LOCAL,
    PRICE,
    ROUTE,
    SIGNERS,
    SO2,
    UNITS,
    Trading,
    trading,
)
from tests.world import DOCUMENT

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


def test_rights_money_and_surplus_move_together() -> None:
    made = trading()
    cash = made.units(account("CA", ALICE), "CNY")

    assert made.trade()[0] == ACCEPTED

    assert (made.held(ALICE), made.held(BOB), made.left()) == (3_000, UNITS, 4_000)
    assert made.units(account("CA", ALICE), "CNY") == cash + PRICE
    assert (made.last().received, made.last().factor, made.last().ratio) == (UNITS, 1_000, 1_000)
    assert made.indicator("120000").held_units == 4_000


def test_seller_buyer_and_an_authority_sign() -> None:
    made = trading()

    for without in SIGNERS:
        with pytest.raises(Unrecorded):
            made.result("discharge.trade", made.body(), *(one for one in SIGNERS if one != without))


def test_between_provinces_the_ratio_takes_its_part_and_the_indicators_move() -> None:
    made = trading(buyer=TANGSHAN)
    assert made.agree(ratio=1_500) == ACCEPTED

    assert made.trade(receives=667)[0] == "received_differs"
    assert made.trade(receives=666)[0] == ACCEPTED

    assert (made.held(ALICE), made.held(BOB), made.units(CANCELLATION, COD)) == (3_000, 666, 334)
    assert [made.indicator(one).limit_units for one in ("120000", "130000", "130200")] == [39_000, 40_666, 40_666]
    assert [made.indicator(one).held_units for one in ("120000", "130000", "130200")] == [3_000, 666, 666]
    assert (made.indicator("HAI").limit_units, made.indicator("HAI").held_units) == (80_000 - 334, 3_666)
    assert made.last().agreement == ROUTE.agreement


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({}, ACCEPTED),
        ({"buyer_zone": "12", "buyer_authority": ROUTE.seller_authority}, "same_zone"),
        ({"last_day": "2025-12-31"}, "dates_reversed"),
        ({"last_day": "2026-01-01"}, ACCEPTED),
        ({"buyer_zone": "32"}, "not_an_authority"),
    ],
)
def test_an_agreement_is_between_the_authorities_of_two_provinces(changes: dict[str, Any], result: str) -> None:
    made = trading()
    body = replace(ROUTE, **changes)
    signers = BY_BOTH if body.seller_authority != body.buyer_authority else BY_BOTH[:1]

    assert made.result("discharge.agree_route", body, *signers) == result


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"units": 4_001, "receives": 4_001}, "units_not_held"),
        ({"units": 4_000, "receives": 4_000}, ACCEPTED),
        ({"buyer_cash": account("CA", ALICE)}, "holder_differs"),
        ({"price_fen": 1_000_000_001}, "cash_short"),
        ({"price_fen": 1_000_000_000}, ACCEPTED),
        ({"asset": "PDR-COD12HAI31P"}, "unknown_right"),
    ],
)
def test_what_is_sold_is_held_and_paid_for(changes: dict[str, Any], result: str) -> None:
    assert trading().trade(**changes)[0] == result


def test_free_and_unpaid_rights_are_not_sold() -> None:
    made = trading()
    made.allotted(ALICE, 100, acquired=Acquired.FREE, instalments=())
    assert made.trade(asset=COD_FREE, units=10, receives=10)[0] == "free_right"
    made.allotted(ALICE, 100, settled=False)

    assert made.trade()[0] == "fee_unpaid"


@pytest.mark.parametrize(("day", "result"), [("2030-12-31", ACCEPTED), ("2031-01-01", "right_expired")])
def test_rights_are_sold_until_their_last_day(day: str, result: str) -> None:
    made = trading()
    made.at(f"{day} 10:00:00")

    assert made.trade()[0] == result


def test_the_buyer_holds_no_more_than_its_permit_allows() -> None:
    made = trading(buyer={"limits": (Limit("DW001", "COD", 50_000, 999), Limit("DA001", "SO2", 35_000, 8_000))})

    assert made.trade(units=999, receives=999)[0] == ACCEPTED
    assert made.trade(units=1, receives=1)[0] == "over_permit"


def test_a_permit_does_not_sell_to_itself() -> None:
    made = trading()

    assert made.answer("discharge.trade", made.body(buyer=permit_number(ALICE)), *SIGNERS[::2])[0] == "same_permit"


def attesting(units: int, paper: str = DOCUMENT) -> AttestSurplus:
    return AttestSurplus(permit_number(ALICE), "COD", Medium.WATER, SurplusGround.CLOSURE, units, paper)


def test_all_that_is_attested_and_not_sold_is_no_more_than_the_permit() -> None:
    made = trading()

    assert made.result("discharge.attest_surplus", attesting(7_001), LOCAL) == "over_permit"
    assert made.result("discharge.attest_surplus", attesting(7_000), LOCAL) == ACCEPTED
    assert made.result("discharge.attest_surplus", attesting(1, "f" * 64), LOCAL) == "over_permit"


def test_one_paper_attests_one_surplus() -> None:
    made = trading()

    assert made.result("discharge.attest_surplus", attesting(10), LOCAL) == ACCEPTED
    assert made.result("discharge.attest_surplus", attesting(10), LOCAL) == "surplus_known"


def test_an_authority_of_either_province_confirms() -> None:
    made = trading(buyer={"area": "130200"})
    assert made.agree() == ACCEPTED
    elsewhere = f"R-{JIANGSU_OFFICE:08}"

    assert made.result("discharge.attest_surplus", attesting(10), elsewhere) == "authority_elsewhere"
    for signer, result in ((elsewhere, "authority_elsewhere"), (BY_BOTH[1], ACCEPTED)):
        assert made.result("discharge.trade", made.body(), *SIGNERS[:2], signer) == result


@pytest.mark.parametrize(("limit", "result"), [(1_000, ACCEPTED), (999, "indicator_short")])
def test_no_indicator_is_made_out_of_an_area_that_is_over(limit: int, result: str) -> None:
    made = trading(buyer={"area": "130200"})
    assert made.agree() == ACCEPTED
    made.limit(limit, "120000")
    before = made.indicator("130200").limit_units

    assert made.trade()[0] == result
    assert before == 40_000
    assert made.indicator("130200").limit_units == before + (UNITS if result == ACCEPTED else 0)


def test_the_table_says_beforehand_what_it_will_refuse() -> None:
    made = trading(buyer=TANGSHAN)
    deal = deal_of(made.state, made.body(), made.world.author.now_ms * 1000)

    found = {one.rule: one.refusal.code if one.refusal else None for one in verdicts(deal, made.state)}

    assert list(found) == [name for name, _, _ in RULES]
    assert sorted(found) == sorted(f"R{n}" for n in range(1, 12))
    assert found["R6"] == "no_agreement"
    assert found["R2"] is None


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(1, 2_500), st.sampled_from(TradeUse)), min_size=1, max_size=5))
def test_no_gram_is_lost_and_no_area_ends_over(steps: list[tuple[int, TradeUse]]) -> None:
    made = trading()
    made.limit(4_000, "120000")
    made.missed("HAI", "COD")
    for units, use in steps:
        receives = max(units // (2 if use is TradeUse.NEW_PROJECT else 1), 1)
        made.trade(units=units, receives=receives, use=use)

        everywhere = made.held(ALICE) + made.held(BOB) + made.units(CANCELLATION, COD)
        assert everywhere == 4_000
        assert made.indicator("120000").held_units == made.held(ALICE) + made.held(BOB) <= 4_000
        assert made.left() >= 0


def test_an_authority_alone_attests() -> None:
    made = trading()
    body = made.body()

    with pytest.raises(Unrecorded):
        made.result("discharge.trade", body, *BY_AUTHORITY)


def test_between_two_sites_of_one_holder_rights_move_and_money_stays() -> None:
    made = trading()
    second = replace(ISSUE, number=permit_number(ALICE, 2), site="二厂")
    made.must("discharge.issue_permit", second, *BY_AUTHORITY)
    made.accept(made.world.open_account(ALICE, "HO", 1_011))
    linked = LinkAccount(permit_number(ALICE, 2), account("HO", 1_011))
    made.must("discharge.link_account", linked, *BY_ALICE)
    cash = made.units(account("CA", ALICE), "CNY")
    body = made.body(buyer=permit_number(ALICE, 2), buyer_cash=account("CA", ALICE))

    assert made.result("discharge.trade", body, SIGNERS[0], SIGNERS[2]) == ACCEPTED

    assert (made.held(ALICE), made.units(account("HO", 1_011), COD)) == (3_000, UNITS)
    assert made.units(account("CA", ALICE), "CNY") == cash
