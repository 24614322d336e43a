"""One morning and one afternoon of a market, in every mode: what the history `market` is made of."""

from registry.areas.trading.rules.auctions import Forfeit, Pricing
from registry.areas.trading.rules.orders import LapseOrders
from registry.areas.trading.rules.products import EndHalt, OrderHalt
from registry.areas.trading.rules.records import Order, OrderStatus, Side
from registry.ledger.decide import ACCEPTED
from tests.areas.allowances.factories import ALICE, BOB, BY_AUTHORITY
from tests.areas.trading.factories import BASE, CAROL, PRODUCT, SIGNERS, Market, market
from tests.areas.trading.test_auctions import (
    CLOSES,
    DAY,
    OPENS,
    REVEALS,
    announced,
    bidding,
    revealing,
    sealed,
    settled,
)
from tests.areas.trading.test_blocks import accepting, offered
from tests.world import OPERATORS

NEXT_DAY = "2026-03-03"


def dealt_in_every_mode() -> Market:
    """Return a market in which every mode was used, with part fills, refusals, a halt, a void bid and a lapse."""
    made = market()
    listed(made)
    auctions(made)
    block(made)
    made.at(NEXT_DAY, "09:00")
    (left,) = made.state.find(Order, "participant", f"P-{CAROL:08}", OrderStatus.OPEN)
    assert made.result("trading.lapse", LapseOrders(f"P-{CAROL:08}", (left.id,)), *SIGNERS[CAROL]) == ACCEPTED
    return made


def listed(made: Market) -> None:
    """Deal with two orders at two prices, one in part; refuse an own order, a price beyond the limit, a halted one."""
    made.offer(ALICE, units=100)
    second = made.offer(BOB, units=200, price_fen=BASE + 10)
    made.offer(CAROL, Side.BUY, units=50, price_fen=BASE - 20)
    assert made.taken(CAROL, units=100) == ACCEPTED
    assert made.taken(CAROL, units=80, price_fen=BASE + 10) == ACCEPTED
    assert made.taken(BOB, units=10, price_fen=BASE + 10) == "own_order"
    assert made.listed(ALICE, price_fen=BASE + 701) == "price_over_limit"
    halt = made.entry_id("trading.halt", OrderHalt(PRODUCT, None, "test", "article 1", None), OPERATORS[0])
    assert made.taken(ALICE, units=10, price_fen=BASE + 10) == "product_halted"
    assert made.result("trading.end_halt", EndHalt(halt, "over"), *BY_AUTHORITY) == ACCEPTED
    assert made.cancelled(BOB, second) == ACCEPTED


def auctions(made: Market) -> None:
    """Hold an open auction in which each pays its bid, and a sealed one of which a bid is not revealed."""
    later = OPENS + 60_000_000
    made.at(DAY, "10:01")
    first = announced(made, pricing=Pricing.PAY_AS_BID, opens_at=later)
    second = announced(
        made, BOB, opens_at=later, reveals_until=REVEALS, units=100, forfeit=Forfeit.BIDDER, deposit_fen=1_000
    )
    assert bidding(made, CAROL, first, price_fen=BASE + 100) == ACCEPTED
    assert bidding(made, BOB, first, price_fen=BASE + 50) == ACCEPTED
    shown = sealed(made, CAROL, second, price_fen=BASE + 5, units=60)
    sealed(made, ALICE, second, price_fen=BASE + 9, units=60)
    made.at(DAY, "11:00")
    assert made.author.now_ms * 1000 == CLOSES
    assert settled(made, first) == ACCEPTED
    assert revealing(made, CAROL, shown, price_fen=BASE + 6, units=60) == "commitment_differs"
    assert revealing(made, CAROL, shown, price_fen=BASE + 5, units=60) == ACCEPTED
    made.at(DAY, "11:30")
    assert settled(made, second) == ACCEPTED


def block(made: Market) -> None:
    """Offer a block, answer it at another price, take the offer back, and accept the answer."""
    made.at(DAY, "13:00")
    offer = offered(made, ALICE, units=500, price_fen=BASE + 900)
    answer = offered(made, BOB, Side.BUY, units=500, price_fen=BASE + 500, answers=offer, to=(ALICE,))
    assert made.cancelled(ALICE, offer) == ACCEPTED
    assert accepting(made, ALICE, answer, Side.SELL, units=500, price_fen=BASE + 500) == ACCEPTED
