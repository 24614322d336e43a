"""Listing an order and taking it back: every refusal on both sides of its edge."""

from dataclasses import replace
from typing import Any

import pytest

from registry.areas.participants.rules.freezes import PlaceFreeze
from registry.areas.participants.rules.parties import OpenAccount
from registry.areas.trading.rules.orders import CancelOrder, LapseOrders
from registry.areas.trading.rules.products import CloseProduct, OrderHalt
from registry.areas.trading.rules.records import OrderStatus, Product, Side, Venue
from registry.ledger.decide import ACCEPTED
from tests.areas.allowances.factories import ALICE, BOB, BY_AUTHORITY, BY_BOB, account
from tests.areas.trading.factories import (
    BASE,
    BY_BANK,
    CAROL,
    OPEN_PRODUCT,
    PRODUCT,
    deposit,
    market,
)
from tests.world import DOCUMENT, OPERATORS


def test_a_sale_locks_its_units() -> None:
    made = market()
    order = made.order(made.offer(ALICE, units=300))
    assert (made.stock(ALICE), made.stock(ALICE, "ES")) == (700, 300)
    assert sum(item.last - item.first + 1 for item in order.ranges) == order.left_units == 300
    assert (order.status, order.day, order.locked_fen) == (OrderStatus.OPEN, "2026-03-02", 0)


def test_a_purchase_locks_its_money_with_the_fee() -> None:
    made = market()
    order = made.order(made.offer(ALICE, Side.BUY, units=100))
    assert order.locked_fen == 100 * BASE + 100 * BASE * 30 // 10_000
    assert (made.money(ALICE), made.money(ALICE, "ES")) == (100_000_000 - order.locked_fen, order.locked_fen)


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"price_fen": 7_700}, ACCEPTED),
        ({"price_fen": 7_701}, "price_over_limit"),
        ({"price_fen": 6_300}, ACCEPTED),
        ({"price_fen": 6_299}, "price_over_limit"),
        ({"base_fen": BASE + 1}, "stale_price"),
        ({"base_fen": None}, "stale_price"),
        ({"units": 1_000}, ACCEPTED),
        ({"units": 1_001}, "units_not_held"),
        ({"product": "CEA24"}, "unknown_product"),
        ({"escrow": account("ES", BOB)}, "holder_differs"),
        ({"escrow": account("PE", ALICE)}, "purpose_not_credited"),
        ({"cash": account("CA", BOB)}, "holder_differs"),
        ({"account": account("HO", ALICE)}, "purpose_not_credited"),
    ],
)
def test_a_sale_keeps_within_what_is_allowed(changes: dict[str, Any], result: str) -> None:
    assert market().listed(ALICE, **changes) == result


@pytest.mark.parametrize(("lot", "units", "result"), [(10, 100, ACCEPTED), (10, 101, "off_lot")])
def test_orders_come_in_whole_lots(lot: int, units: int, result: str) -> None:
    assert market(trading_lot_units=lot).listed(ALICE, units=units) == result


@pytest.mark.parametrize(("tick", "price", "result"), [(5, 7_005, ACCEPTED), (5, 7_004, "off_tick")])
def test_prices_lie_on_the_tick(tick: int, price: int, result: str) -> None:
    assert market(trading_tick_fen=tick).listed(ALICE, price_fen=price) == result


@pytest.mark.parametrize(("most", "result"), [(100, ACCEPTED), (99, "units_over_listed_max")])
def test_what_is_larger_is_no_listed_order(most: int, result: str) -> None:
    assert market(listed_units_max=most).listed(ALICE) == result


@pytest.mark.parametrize(
    ("day", "clock", "result"),
    [
        ("2026-03-02", "09:29:59.999", "session_closed"),
        ("2026-03-02", "09:30:00", ACCEPTED),
        ("2026-03-02", "11:29:59.999", ACCEPTED),
        ("2026-03-02", "11:30:00", "session_closed"),
        ("2026-03-02", "13:00:00", ACCEPTED),
        ("2026-03-02", "15:00:00", "session_closed"),
        ("2026-03-07", "10:00:00", "no_trading_day"),
        ("2026-10-10", "10:00:00", "no_trading_day"),
        ("2026-10-05", "10:00:00", "no_trading_day"),
        ("2026-10-08", "10:00:00", ACCEPTED),
        ("2027-03-01", "10:00:00", "calendar_missing"),
    ],
)
def test_time_alone_opens_and_closes_the_market(day: str, clock: str, result: str) -> None:
    made = market()
    assert made.at(day, clock).listed(ALICE) == result


def test_money_must_be_there() -> None:
    made = market()
    most = 100_000_000 * 10_000 // (BASE * 10_030)
    assert made.listed(ALICE, Side.BUY, units=most + 1) == "units_not_held"
    assert made.listed(ALICE, Side.BUY, units=most) == ACCEPTED


def test_price_times_units_stays_an_integer_of_the_ledger() -> None:
    made = market()
    assert made.result("trading.open_product", replace(OPEN_PRODUCT, code="CEA25B", base_fen=None), *BY_AUTHORITY)
    asked: Any = {"product": "CEA25B", "base_fen": None, "price_fen": 2**53 - 1}
    assert made.listed(ALICE, **asked, units=2) == "turnover_overflow"
    assert made.listed(ALICE, **asked, units=1) == ACCEPTED


def test_a_purchase_names_no_ranges() -> None:
    made = market()
    ranges = made.order(made.offer(ALICE, units=10)).ranges
    assert made.listed(BOB, Side.BUY, ranges=ranges) == "ranges_of_purchase"
    assert made.listed(BOB, Side.BUY) == ACCEPTED


def test_the_first_price_is_the_first_sellers() -> None:
    made = market()
    other = replace(OPEN_PRODUCT, code="CEA25B", base_fen=None)
    assert made.result("trading.open_product", other, *BY_AUTHORITY) == ACCEPTED
    asked: Any = {"product": "CEA25B", "base_fen": None, "price_fen": 9_000}
    assert made.listed(BOB, Side.BUY, **asked) == "no_base_price"
    assert made.listed(ALICE, **asked) == ACCEPTED
    assert made.state.get(Product, "CEA25B").base_fen == 9_000
    assert made.listed(BOB, Side.BUY, **asked | {"base_fen": 9_000}) == ACCEPTED


def test_bodies_that_supervise_or_run_the_market_have_no_trading_account() -> None:
    made = market()
    body = OpenAccount(account("TR", 1), "P-00000001", "Trading")
    assert made.result("participants.open_account", body, *OPERATORS) == "conflict_of_interest"
    assert made.result("participants.open_account", replace(body, account=account("CA", 1)), *OPERATORS) == ACCEPTED


def test_a_closed_product_takes_no_order_but_lets_one_go() -> None:
    made = market()
    order = made.offer(ALICE)
    close = CloseProduct(PRODUCT, "art. 1")
    assert made.result("trading.close_product", close, *BY_AUTHORITY) == ACCEPTED
    assert made.result("trading.close_product", close, *BY_AUTHORITY) == "product_closed"
    assert made.listed(ALICE) == "product_closed"
    assert made.cancelled(ALICE, order) == ACCEPTED


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"opens_on": "2026-03-02"}, ACCEPTED),
        ({"opens_on": "2026-03-03"}, "product_closed"),
        ({"closes_on": "2026-03-02"}, ACCEPTED),
        ({"closes_on": "2026-03-01"}, "product_closed"),
        ({"venue": Venue.NATIONAL}, "engine_closed"),
    ],
)
def test_a_product_is_open_under_its_approval(changes: dict[str, Any], result: str) -> None:
    made = market()
    assert made.result("trading.open_product", replace(OPEN_PRODUCT, **changes), *BY_AUTHORITY) == ACCEPTED
    assert made.listed(ALICE) == result


@pytest.mark.parametrize(
    ("product", "by", "result"), [(PRODUCT, None, "product_halted"), (None, ALICE, "account_halted")]
)
def test_a_halt_stops_until_it_ends(product: str | None, by: int | None, result: str) -> None:
    made = market()
    end = (made.author.now_ms + 60_000) * 1000
    halt = OrderHalt(product, account("TR", by) if by else None, "abnormal", "art. 1", end)
    made.entry_id("trading.halt", halt, OPERATORS[0])
    assert made.listed(ALICE) == result
    made.author.now_ms += 59_999
    assert made.listed(ALICE) == result
    made.author.now_ms += 1
    assert made.listed(ALICE) == ACCEPTED


def test_cancelling_gives_back_what_is_left() -> None:
    made = market()
    sale, purchase = made.offer(ALICE, units=300), made.offer(BOB, Side.BUY, price_fen=6_900)
    assert made.taken(CAROL, units=100) == ACCEPTED
    assert made.cancelled(ALICE, sale) == ACCEPTED
    assert (made.stock(ALICE), made.stock(ALICE, "ES")) == (900, 0)
    assert made.cancelled(BOB, purchase) == ACCEPTED
    assert (made.money(BOB), made.money(BOB, "ES")) == (100_000_000, 0)
    assert made.order(sale).status is OrderStatus.CANCELLED


def test_cancelling_is_its_owners_and_happens_once() -> None:
    made = market()
    order = made.offer(ALICE)
    other = replace(OPEN_PRODUCT, code="CEA25B")
    assert made.result("trading.open_product", other, *BY_AUTHORITY) == ACCEPTED
    assert made.cancelled(ALICE, order, product="CEA25B") == "order_differs"
    assert made.unrecorded("trading.cancel_order", CancelOrder(PRODUCT, order), *BY_BOB) == "not_enough_signatures"
    assert made.cancelled(ALICE, order) == ACCEPTED
    assert made.cancelled(ALICE, order) == "order_ended"


def test_an_order_that_is_filled_cannot_be_cancelled() -> None:
    made = market()
    order = made.offer(ALICE)
    assert made.taken(BOB, units=99) == ACCEPTED
    assert made.taken(BOB, units=1) == ACCEPTED
    assert made.cancelled(ALICE, order) == "order_ended"


def test_an_order_lapses_with_its_day_and_not_before() -> None:
    made = market()
    orders = (made.offer(ALICE, units=300), made.offer(BOB, Side.BUY))
    lapse = LapseOrders(f"P-{BOB:08}", orders)
    made.at("2026-03-02", "23:59:59")
    assert made.result("trading.lapse", lapse, *BY_BOB) == "order_still_good"
    made.at("2026-03-03", "00:00:00")
    assert made.result("trading.lapse", LapseOrders(f"P-{BOB:08}", (orders[0], orders[0])), *BY_BOB) == "orders_doubled"
    assert made.result("trading.lapse", lapse, *BY_BOB) == ACCEPTED
    assert (made.stock(ALICE), made.money(BOB)) == (1_000, 100_000_000)
    assert made.result("trading.lapse", lapse, *BY_BOB) == "order_ended"


def test_what_is_frozen_is_not_offered() -> None:
    made = market()
    batch = made.order(made.offer(ALICE, units=1)).ranges[0].batch
    freeze = PlaceFreeze(None, None, batch, 1, 500, "O", "P", 5, None, DOCUMENT)
    made.entry_id("participants.place_freeze", freeze, *BY_AUTHORITY)
    assert made.listed(ALICE, units=501) == "units_frozen"
    assert made.listed(ALICE, units=500) == ACCEPTED


def test_money_comes_in_once_a_payment_and_from_a_bank() -> None:
    made = market()
    again = deposit(ALICE)
    assert made.result("trading.deposit", again, *BY_BANK) == "payment_known"
    assert made.result("trading.deposit", replace(again, reference="BANK-X"), *BY_BANK) == ACCEPTED
    state_issue = replace(again, reference="BANK-Y", issuer=account("IS", 1))
    assert made.result("trading.deposit", state_issue, *BY_AUTHORITY[:1]) == "not_a_bank"
    assert made.units(account("CA", ALICE), "CNY") == 200_000_000
