"""Dealing in listed orders: price and time, part fills, money against units, and who may not deal with whom."""

from dataclasses import replace
from typing import Any

import pytest

from registry.areas.participants.rules.conflicts import DeclareRelation
from registry.areas.participants.rules.freezes import PlaceFreeze
from registry.areas.trading.rules.products import OrderHalt
from registry.areas.trading.rules.records import MarketDay, OrderStatus, Side
from registry.ledger.decide import ACCEPTED
from tests.areas.allowances.factories import ALICE, BOB, BY_AUTHORITY, account
from tests.areas.trading.factories import ASSET, BASE, CAROL, PRODUCT, SIGNERS, Market, market
from tests.world import DOCUMENT, OPERATORS


def fee(fen: int) -> int:
    return fen * 30 // 10_000


def test_units_and_money_change_hands_in_one_entry() -> None:
    made = market()
    order = made.offer(ALICE, price_fen=7_100)
    assert made.taken(BOB, price_fen=7_100, units=40) == ACCEPTED
    (trade,) = made.trades()
    assert (trade.price_fen, trade.units, trade.turnover_fen) == (7_100, 40, 284_000)
    assert (trade.buyer, trade.seller, trade.resting) == (f"P-{BOB:08}", f"P-{ALICE:08}", order)
    assert (made.stock(BOB), made.stock(ALICE, "ES")) == (1_040, 60)
    assert made.money(BOB) == 100_000_000 - 284_000 - fee(284_000)
    assert made.money(ALICE) == 100_000_000 + 284_000 - fee(284_000)
    assert made.units(account("CA", 99), "CNY") == 2 * fee(284_000)
    assert (made.order(order).left_units, made.order(order).status) == (60, OrderStatus.OPEN)


def test_a_purchase_is_sold_into_and_gives_back_what_it_did_not_need() -> None:
    made = market(trading_fee_permyriad=33)
    order = made.offer(ALICE, Side.BUY, price_fen=6_999, units=3)
    for _ in range(3):
        assert made.taken(BOB, Side.SELL, price_fen=6_999, units=1) == ACCEPTED
    ended = made.order(order)
    assert (ended.status, ended.left_units, ended.locked_fen) == (OrderStatus.FILLED, 0, 0)
    assert made.money(ALICE, "ES") == 0
    assert made.money(ALICE) == 100_000_000 - 3 * (6_999 + 6_999 * 33 // 10_000)
    assert made.stock(ALICE) == 1_003


def test_time_decides_at_one_price() -> None:
    made = market()
    first, second = made.offer(ALICE, units=30), made.offer(CAROL, units=30)
    assert made.taken(BOB, units=40) == ACCEPTED
    assert [(trade.resting, trade.units) for trade in made.trades()] == [(first, 30), (second, 10)]
    assert made.taken(BOB, units=20, orders=(second,)) == "time_decides"


def test_the_taker_chooses_where_the_parameter_says_so() -> None:
    made = market(listed_by_time=0)
    first, second = made.offer(ALICE, units=30), made.offer(CAROL, units=30)
    dearer = made.offer(CAROL, price_fen=7_001, units=30)
    assert made.taken(BOB, units=40, orders=(second, second)) == "orders_doubled"
    assert made.taken(BOB, units=40, orders=(second, dearer)) == "order_differs"
    assert made.taken(BOB, units=40, orders=(second,)) == "level_short"
    assert made.taken(BOB, units=40, orders=(second, first)) == ACCEPTED
    assert [(trade.resting, trade.units) for trade in made.trades()] == [(second, 30), (first, 10)]
    assert made.taken(BOB, units=1, orders=(second,)) == "order_ended"


def test_five_levels_can_be_picked_and_no_sixth() -> None:
    made = market()
    for step in range(6):
        made.offer(ALICE, price_fen=BASE + step, units=10)
        made.offer(ALICE, price_fen=BASE + step, units=10)
    assert made.taken(BOB, price_fen=BASE + 5, units=1) == "level_not_offered"
    assert made.taken(BOB, price_fen=BASE + 4, units=1) == ACCEPTED
    assert made.taken(BOB, price_fen=BASE, units=20) == ACCEPTED
    assert made.taken(BOB, price_fen=BASE + 5, units=1) == ACCEPTED
    assert made.taken(BOB, price_fen=BASE - 1, units=1) == "level_not_offered"


def test_the_best_purchase_is_the_highest() -> None:
    made = market()
    for step in range(6):
        made.offer(ALICE, Side.BUY, price_fen=BASE + step, units=10)
    assert made.taken(BOB, Side.SELL, price_fen=BASE, units=1) == "level_not_offered"
    assert made.taken(BOB, Side.SELL, price_fen=BASE + 1, units=1) == ACCEPTED


def test_all_of_the_units_or_none() -> None:
    made = market()
    made.offer(ALICE, units=100)
    assert made.taken(BOB, units=101) == "level_short"
    assert made.trades() == ()
    assert made.taken(BOB, units=100) == ACCEPTED


def test_crossing_orders_wait_until_somebody_picks_one() -> None:
    made = market()
    made.offer(ALICE, price_fen=6_900)
    made.offer(BOB, Side.BUY, price_fen=7_100)
    assert made.trades() == ()


def test_orders_of_yesterday_are_gone() -> None:
    made = market()
    order = made.offer(ALICE)
    made.at("2026-03-03", "10:00")
    assert made.taken(BOB) == "level_not_offered"
    assert made.order(order).status is OrderStatus.OPEN


def test_nobody_deals_with_itself() -> None:
    made = market()
    made.offer(ALICE)
    assert made.taken(ALICE) == "own_order"
    assert made.taken(BOB) == ACCEPTED


def test_no_deal_between_related_parties() -> None:
    made = market()
    made.offer(ALICE)
    relation = DeclareRelation(f"P-{ALICE:08}", f"P-{BOB:08}", "control", DOCUMENT)
    assert made.result("participants.declare_relation", relation, *SIGNERS[ALICE]) == ACCEPTED
    assert made.taken(BOB, units=10) == "related_parties"
    assert made.taken(CAROL, units=10) == ACCEPTED
    assert made.result("participants.end_relation", relation, *BY_AUTHORITY) == ACCEPTED
    assert made.taken(BOB, units=10) == ACCEPTED


def test_what_was_bought_today_is_not_sold_today() -> None:
    made = market()
    made.offer(ALICE, units=100)
    assert made.taken(BOB, units=100) == ACCEPTED
    assert made.listed(BOB, units=1_001) == "resale_waits"
    assert made.listed(BOB, units=1_000) == ACCEPTED
    assert made.listed(BOB, units=1) == "resale_waits"
    made.at("2026-03-03", "10:00")
    assert made.listed(BOB, units=100) == ACCEPTED


def test_a_round_trip_waits_five_trading_days_both_ways() -> None:
    made = market(resale_trading_days=5, round_trip_both_ways=1)
    made.offer(ALICE, units=100)
    assert made.taken(BOB, units=100) == ACCEPTED
    made.at("2026-03-06", "10:00")  # the fifth trading day
    assert made.listed(BOB, units=1_100) == "resale_waits"
    assert made.listed(ALICE, Side.BUY, units=1) == "repurchase_waits"
    made.at("2026-03-09", "10:00")
    assert made.listed(BOB, units=1_100) == ACCEPTED
    assert made.listed(ALICE, Side.BUY, units=1) == ACCEPTED


def test_nobody_comes_to_hold_more_than_the_limit() -> None:
    made = market(holding_units_max=1_050)
    made.offer(ALICE, units=100)
    assert made.taken(BOB, units=51) == "holding_over_limit"
    assert made.listed(BOB, Side.BUY, units=51) == "holding_over_limit"
    assert made.taken(BOB, units=50) == ACCEPTED


@pytest.mark.parametrize("way", ["halt", "freeze of the escrow", "freeze of the participant", "freeze of the units"])
def test_time_passes_over_an_order_that_is_held(way: str) -> None:
    made = market()
    first, second = made.offer(ALICE, units=30), made.offer(CAROL, units=30)
    hold(made, way, made.order(first).ranges[0].batch)
    assert made.taken(BOB, units=31) == "level_short"
    assert made.taken(BOB, units=30) == ACCEPTED
    assert [trade.resting for trade in made.trades()] == [second]


def hold(made: Market, way: str, batch: int) -> None:
    if way == "halt":
        made.entry_id("trading.halt", OrderHalt(None, account("TR", ALICE), "R", "art. 1", None), OPERATORS[0])
        return
    none = PlaceFreeze(None, None, None, 0, 0, "O", "P", 5, None, DOCUMENT)
    body = {
        "freeze of the escrow": replace(none, account=account("ES", ALICE)),
        "freeze of the participant": replace(none, participant=f"P-{ALICE:08}"),
        "freeze of the units": replace(none, batch=batch, first=1, last=1),
    }[way]
    made.entry_id("participants.place_freeze", body, *BY_AUTHORITY)


def test_a_named_order_that_is_held_is_refused() -> None:
    made = market(listed_by_time=0)
    order = made.offer(ALICE)
    hold(made, "halt", 0)
    assert made.taken(BOB, orders=(order,)) == "order_held"


def test_the_day_is_summed_and_closes_at_its_weighted_mean() -> None:
    made = market()
    made.offer(ALICE, price_fen=7_000, units=10)
    made.offer(ALICE, price_fen=7_005, units=30)
    assert made.taken(BOB, price_fen=7_000, units=10) == ACCEPTED
    assert made.taken(BOB, price_fen=7_005, units=10) == ACCEPTED
    day = made.state.get(MarketDay, PRODUCT, "2026-03-02")
    assert (day.open_fen, day.high_fen, day.low_fen, day.last_fen) == (7_000, 7_005, 7_000, 7_005)
    assert (day.listed_units, day.listed_fen, day.trades, day.base_fen) == (20, 140_050, 2, BASE)
    made.at("2026-03-03", "10:00")
    assert made.listed(ALICE, base_fen=7_002) == "stale_price"  # 7 002.5 goes half up
    assert made.listed(ALICE, base_fen=7_003) == ACCEPTED


def test_units_and_fen_are_conserved() -> None:
    made = market()
    made.offer(ALICE, units=77, price_fen=7_013)
    made.offer(CAROL, Side.BUY, units=33, price_fen=6_991)
    assert made.taken(BOB, units=50, price_fen=7_013) == ACCEPTED
    assert made.taken(BOB, Side.SELL, units=20, price_fen=6_991) == ACCEPTED
    everywhere: dict[str, Any] = {
        asset: sum(one.balance for (_, of), one in made.state.holdings.items() if of == asset)
        for asset in (ASSET, "CNY")
    }
    assert everywhere == {ASSET: 0, "CNY": 0}
