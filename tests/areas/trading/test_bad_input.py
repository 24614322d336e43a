"""What cannot be an order or a bid, one step to either side of each edge that the tests of the modes leave open."""

from dataclasses import replace
from typing import Any

import pytest

from registry.areas.trading.rules.auctions import Form, require_bidding
from registry.areas.trading.rules.bids import SealBid
from registry.areas.trading.rules.orders import CancelOrder, ListOrder
from registry.areas.trading.rules.records import Order, OrderStatus, Side
from registry.ledger.canonical import INTEGER_MAX
from registry.ledger.codec import decode, encode
from registry.ledger.decide import ACCEPTED
from registry.ledger.errors import Malformed, Refusal
from tests.areas.allowances.factories import ALICE, BOB, BY_ALICE, BY_AUTHORITY, account
from tests.areas.trading.factories import BASE, CAROL, OPEN_PRODUCT, PRODUCT, SIGNERS, Market, listing, market, taking
from tests.areas.trading.test_auctions import (
    CLOSES,
    DAY,
    OPENS,
    REVEALS,
    announced,
    auction,
    bid,
    bid_of,
    bidding,
    revealing,
    sealed,
)
from tests.areas.trading.test_blocks import afternoon, offering
from tests.areas.trading.test_why import SELLER, SIGNER, offered
from tests.site import Site
from tests.world import OPERATORS


def reading(**changes: Any) -> ListOrder:
    return decode(ListOrder, encode(listing(ALICE)) | changes)


@pytest.mark.parametrize("name", ["units", "price_fen"])
def test_nothing_is_no_quantity_and_no_price(name: str) -> None:
    assert getattr(reading(**{name: 1}), name) == 1
    for value in (0, -1):
        with pytest.raises(Malformed):
            reading(**{name: value})


@pytest.mark.parametrize("name", ["units", "price_fen"])
def test_figures_stay_below_two_to_the_fifty_third(name: str) -> None:
    assert getattr(reading(**{name: INTEGER_MAX}), name) == 2**53 - 1
    with pytest.raises(Malformed):
        reading(**{name: 2**53})


def test_half_a_unit_is_no_unit() -> None:
    for value in (1.5, "100", True, None):
        with pytest.raises(Malformed):
            reading(units=value)


def test_pledged_units_are_not_offered() -> None:
    """What lies in a pledge account is no longer in the trading account, and no order reaches into it."""
    made = market()
    made.open(ALICE, "PL")
    assert made.listed(ALICE, account=account("PL", ALICE)) == "purpose_not_credited"
    assert made.listed(ALICE) == ACCEPTED


@pytest.mark.parametrize(("units", "result"), [(999, ACCEPTED), (1_000, "units_not_held")])
def test_what_another_order_locks_is_not_offered_again(units: int, result: str) -> None:
    made = market()
    made.offer(ALICE, units=1)
    assert made.listed(ALICE, units=units) == result


@pytest.mark.parametrize(("units", "result"), [(500, ACCEPTED), (501, "units_not_held")])
def test_a_block_locks_what_a_listing_then_lacks(units: int, result: str) -> None:
    made = afternoon()
    assert offering(made, ALICE) == ACCEPTED
    assert made.listed(ALICE, units=units) == result


def test_a_replayed_order_is_the_order_that_stands_already(site: Site) -> None:
    envelope = site.world.author.envelope("trading.list", listing(SELLER), SIGNER[SELLER])
    first = site.registry.submit(envelope)
    size = site.head()
    assert first.result == ACCEPTED
    again = site.registry.submit(envelope)
    assert (again.result, again.index, site.head()) == (ACCEPTED, first.index, size)
    found = site.client().get(f"/api/v1/market/{PRODUCT}").json
    assert found is not None
    assert found["asks"] == [{"price_fen": BASE, "units": 100, "orders": 1}]


def test_two_orders_that_say_the_same_are_two(site: Site) -> None:
    assert offered(site) != offered(site)


def test_an_order_for_another_product_is_not_met_by_this_one() -> None:
    made = market()
    other = replace(OPEN_PRODUCT, code="CEA25B")
    made.accept(made.author.envelope("trading.open_product", other, *BY_AUTHORITY))
    order = made.offer(ALICE)
    named = taking(BOB, product="CEA25B", orders=(order,))
    assert made.result("trading.take", named, *SIGNERS[BOB]) != ACCEPTED
    assert made.order(order).left_units == 100
    assert made.taken(BOB) == ACCEPTED


def test_a_cancelled_order_is_not_dealt_in_and_not_cancelled_again() -> None:
    made = market()
    order = made.offer(ALICE)
    assert made.cancelled(ALICE, order) == ACCEPTED
    assert made.cancelled(ALICE, order) == "order_ended"
    assert made.taken(BOB) != ACCEPTED
    found = made.state.get(Order, order)
    assert (found.status, found.left_units) == (OrderStatus.CANCELLED, 100)


def test_what_is_left_after_a_part_fill_can_be_cancelled_once() -> None:
    made = market()
    order = made.offer(ALICE)
    assert made.taken(BOB, units=99) == ACCEPTED
    assert made.cancelled(ALICE, order) == ACCEPTED
    assert made.stock(ALICE) == 901
    assert made.cancelled(ALICE, order) == "order_ended"


def test_nobody_else_cancels() -> None:
    made = market()
    order = made.offer(ALICE)
    assert made.unrecorded("trading.cancel_order", CancelOrder(PRODUCT, order), *SIGNERS[BOB])
    assert made.result("trading.cancel_order", CancelOrder(PRODUCT, order), *BY_ALICE) == ACCEPTED


def bidding_at(made: Market, sale: str, form: Form, instant: int) -> str:
    try:
        require_bidding(made.state, sale, form, instant)
    except Refusal as refusal:
        return refusal.code
    return ACCEPTED


@pytest.mark.parametrize("form", list(Form))
def test_a_bid_one_microsecond_late_is_late(form: Form) -> None:
    made = market()
    sale = announced(made, opens_at=OPENS + 1_000_000, reveals_until=REVEALS if form is Form.SEALED else None)
    edges = {
        OPENS + 999_999: "auction_not_open", OPENS + 1_000_000: ACCEPTED, CLOSES - 1: ACCEPTED,
        CLOSES: "auction_closed", CLOSES + 1: "auction_closed",
    }  # fmt: skip
    assert {instant: bidding_at(made, sale, form, instant) for instant in edges} == edges


@pytest.mark.parametrize(
    ("changes", "result"),
    [({}, ACCEPTED), ({"price_fen": BASE + 1}, "commitment_differs"), ({"units": 199}, "commitment_differs")],
)
def test_a_reveal_that_differs_by_one_does_not_match(changes: dict[str, int], result: str) -> None:
    made = market()
    sale = announced(made, reveals_until=REVEALS)
    hidden = sealed(made, BOB, sale)
    made.at(DAY, "11:00")
    assert revealing(made, BOB, hidden, **changes) == result


def test_a_commitment_of_another_account_does_not_match() -> None:
    """Else a rival could copy the hash and reveal what its author reveals."""
    made = market()
    sale = announced(made, reveals_until=REVEALS)
    sealed(made, BOB, sale)
    own = bid_of(made, BOB, sale)
    assert own.commitment is not None
    copied = SealBid(sale, account("TR", CAROL), account("ES", CAROL), account("CA", CAROL), own.commitment)
    theirs = made.entry_id("trading.seal_bid", copied, *SIGNERS[CAROL])
    made.at(DAY, "11:00")
    assert revealing(made, CAROL, theirs) == "commitment_differs"
    assert revealing(made, BOB, own.id) == ACCEPTED


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"price_fen": 2**52, "units": 1}, "units_not_held"),
        ({"price_fen": 2**52, "units": 2}, "turnover_overflow"),
    ],
)
def test_price_times_units_of_a_bid_stays_an_integer(changes: dict[str, int], result: str) -> None:
    made = market()
    sale = announced(made)
    assert bidding(made, BOB, sale, **changes) == result


@pytest.mark.parametrize(("reserve", "result"), [(2**53 - 1, ACCEPTED), (2**52, "turnover_overflow")])
def test_and_that_of_a_notice(reserve: int, result: str) -> None:
    made = market()
    units = 1 if result == ACCEPTED else 2
    notice = auction(ALICE, units=units, reserve_fen=reserve)
    assert made.result("trading.announce_auction", notice, *BY_ALICE, OPERATORS[0]) == result


@pytest.mark.parametrize(("money", "result"), [(0, ACCEPTED), (1, "units_not_held")])
def test_a_bid_has_its_money_with_the_fee(money: int, result: str) -> None:
    """A million yuan pay 200 units at 4 985 yuan 4 fen with the fee; one fen more a unit they do not."""
    made = market()
    sale = announced(made)
    most = 100_000_000 * 10_000 // 10_030 // 200
    assert bidding(made, BOB, sale, price_fen=most + money) == result
    assert bid(BOB, sale).units == 200


@pytest.mark.parametrize(
    ("lot", "tick", "changes", "result"),
    [
        (10, 1, {"units": 200}, ACCEPTED),
        (10, 1, {"units": 201}, "off_lot"),
        (1, 5, {"price_fen": BASE + 5}, ACCEPTED),
        (1, 5, {"price_fen": BASE + 4}, "off_tick"),
    ],
)
def test_bids_keep_to_lot_and_tick(lot: int, tick: int, changes: dict[str, int], result: str) -> None:
    made = market(trading_lot_units=lot, trading_tick_fen=tick)
    sale = announced(made)
    assert bidding(made, BOB, sale, **changes) == result


@pytest.mark.parametrize(
    ("lot", "tick", "changes", "result"),
    [
        (10, 1, {"units": 500}, ACCEPTED),
        (10, 1, {"units": 505}, "off_lot"),
        (1, 5, {"price_fen": BASE + 5}, ACCEPTED),
        (1, 5, {"price_fen": BASE + 4}, "off_tick"),
    ],
)
def test_blocks_keep_to_lot_and_tick(lot: int, tick: int, changes: dict[str, Any], result: str) -> None:
    assert offering(afternoon(trading_lot_units=lot, trading_tick_fen=tick), ALICE, **changes) == result


def test_own_orders_are_not_taken_on_either_side() -> None:
    made = market()
    made.offer(ALICE)
    assert made.taken(ALICE) == "own_order"
    made.offer(BOB, Side.BUY, price_fen=BASE - 10)
    assert made.taken(BOB, Side.SELL, price_fen=BASE - 10) == "own_order"
    assert made.taken(ALICE, Side.SELL, price_fen=BASE - 10) == ACCEPTED
