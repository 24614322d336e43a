"""The order book as a rule sees it: levels, and the resting orders at a price, each through the index and bounded."""

from registry.areas.trading.rules.records import Mode, Order, OrderStatus, Product, Side
from registry.areas.trading.rules.traders import check_holding, has_frozen_units, is_held
from registry.ledger.canonical import INTEGER_MAX
from registry.ledger.errors import Refusal
from registry.ledger.rules import View

FILLS_MAX = 50
# How many resting orders at one price a deal looks at, those that are held back included.
RESTING_MAX = 200


def best_ranks(view: View, product: str, side: Side, day: str, *, levels: int) -> tuple[int, ...]:
    """Return the ranks (see `Order.rank`) of the best price levels of one side today: one index step a level."""
    ranks: list[int] = []
    after: tuple[object, ...] | None = None
    while len(ranks) < levels:
        best = view.find(Order, "book", product, Mode.LISTED, side, day, OrderStatus.OPEN, after=after, limit=1)
        if not best:
            break
        ranks.append(best[0].rank)
        after = (best[0].rank, INTEGER_MAX, "")
    return tuple(ranks)


def resting_at(view: View, product: str, side: Side, day: str, *, rank: int) -> tuple[Order, ...]:
    """Return the orders at one price, the oldest first."""
    start = (rank, -1, "")
    book = (product, Mode.LISTED, side, day, OrderStatus.OPEN)
    found = view.find(Order, "book", *book, after=start, limit=RESTING_MAX)
    return tuple(order for order in found if order.rank == rank)


def is_dealable(view: View, product: Product, order: Order, now: int) -> bool:
    """Return whether a resting order can be dealt in now; time priority passes over one that cannot."""
    if is_held(view, order, now) or has_frozen_units(view, order, now):
        return False
    if order.side is Side.SELL:
        return True
    try:
        check_holding(view, product, order.participant, units=order.left_units, now=now)
    except Refusal:
        return False
    return True
