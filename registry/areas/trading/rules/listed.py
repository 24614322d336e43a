"""Dealing in listed orders: the taker picks a price among the best levels and deals at it, at once.

Two listed orders never meet by themselves, even if their prices cross: somebody has to pick one. At one price either
time decides, or the taker names orders; which holds is the parameter ``listed_by_time``. Source: ets-rules §11 (best
five levels and price, then time: excerpt).
"""

from dataclasses import dataclass
from typing import Annotated

from registry.areas.participants.rules.holdings import NamedRanges
from registry.areas.participants.rules.parameters import parameter
from registry.areas.trading.rules.book import FILLS_MAX, best_ranks, is_dealable, resting_at
from registry.areas.trading.rules.deals import Fill, Taking, dealt
from registry.areas.trading.rules.gates import Gates, Intent, Stage, ask
from registry.areas.trading.rules.orders import LISTED_SESSIONS, check_size
from registry.areas.trading.rules.prices import turnover_of
from registry.areas.trading.rules.products import require_open
from registry.areas.trading.rules.records import Fen, Mode, Order, OrderStatus, Product, ProductCode, Side
from registry.areas.trading.rules.sessions import require_session
from registry.areas.trading.rules.traders import (
    check_holding,
    check_parties,
    check_resale,
    require_trader,
)
from registry.ledger.codec import AccountNo, EntryId, Items, Units
from registry.ledger.errors import Refusal
from registry.ledger.rules import Context, Outcome, View, require


@dataclass(frozen=True, slots=True)
class TakeListed:
    """The body of `trading.take`: buy or sell so many units at a price that others have listed.

    ``orders`` names the orders to deal with, in this order, where the taker may choose; else it is empty.
    """

    product: ProductCode
    side: Side
    account: AccountNo
    cash: AccountNo
    price_fen: Fen
    units: Units
    orders: Annotated[tuple[EntryId, ...], Items(0, FILLS_MAX)]
    ranges: NamedRanges


def take(body: TakeListed, context: Context, view: View, *, gates: Gates) -> Outcome:
    """Deal with the resting orders at one price for all of the units, or for none.

    Raises:
        Refusal: ``level_not_offered`` if nobody lists at this price or five others are better, ``level_short`` with the
            units that are there, ``ranges_of_purchase``, those of `require_open`, `require_session`, `require_trader`,
            `check_size`, `turnover_of`, `check_resale`, `check_holding`, `check_parties`, `_chosen`, of the class's
            gate, and of `View.pick`; ``units_not_held`` also for money that is not there.
    """
    now = context.recorded_at
    product = require_open(view, body.product, now)
    day = require_session(view, LISTED_SESSIONS, product.code, now)
    taker = require_trader(view, body.account, body.cash, now)
    check_size(view, product, body.units, now)
    turnover_of(body.price_fen, body.units)
    if body.side is Side.BUY and body.ranges:
        raise Refusal("ranges_of_purchase")
    check_level(body, product, view, day=day.isoformat(), now=now)
    check_resale(view, product, body.account, day, side=body.side, units=body.units, now=now)
    if body.side is Side.BUY:
        check_holding(view, product, taker.participant, units=body.units, now=now)
    intent = Intent(Stage.MATCH, body.side, taker.participant, body.account, product.asset, body.units)
    ask(gates, intent, context, view)
    fills = fills_of(body, product, view, day=day.isoformat(), now=now)
    for order, units in fills:
        check_parties(view, taker.participant, order.participant)
        other = Intent(Stage.MATCH, order.side, order.participant, order.account, product.asset, units)
        ask(gates, other, context, view)
    return dealt(Taking(taker, body.side, body.ranges, Mode.LISTED), fills, product, context, view, day=day)


def _rank(body: TakeListed) -> int:
    return body.price_fen if body.side is Side.BUY else -body.price_fen


def check_level(body: TakeListed, product: Product, view: View, *, day: str, now: int) -> None:
    """Return if somebody lists at the price and fewer others than the parameter says are better.

    Raises:
        Refusal: ``level_not_offered``.
    """
    levels = parameter(view, "listed_levels", now, scope=product.code)
    if _rank(body) not in best_ranks(view, product.code, body.side.other, day, levels=levels):
        raise Refusal("level_not_offered", price_fen=body.price_fen, levels=levels)


def fills_of(body: TakeListed, product: Product, view: View, *, day: str, now: int) -> tuple[Fill, ...]:
    """Return which resting orders give how many of the wanted units, all of them together.

    Raises:
        Refusal: ``level_short`` with the units that are there, and those of `_chosen`.
    """
    if body.orders:
        resting = _chosen(body, product, view, day=day, now=now)
    else:
        there = resting_at(view, product.code, body.side.other, day, rank=_rank(body))
        resting = tuple(order for order in there if is_dealable(view, product, order, now))
    fills: list[Fill] = []
    wanted = body.units
    for order in resting[:FILLS_MAX]:
        units = min(order.left_units, wanted)
        fills.append((order, units))
        wanted -= units
        if not wanted:
            return tuple(fills)
    raise Refusal("level_short", available=body.units - wanted, wanted=body.units)


def _chosen(body: TakeListed, product: Product, view: View, *, day: str, now: int) -> tuple[Order, ...]:
    """Return the orders that the taker names.

    Raises:
        Refusal: ``time_decides`` where the taker may not choose, ``orders_doubled``, ``unknown_order``,
            ``order_differs``, ``order_ended``, ``order_held``.
    """
    if parameter(view, "listed_by_time", now, scope=product.code):
        raise Refusal("time_decides", product=product.code)
    if len(set(body.orders)) != len(body.orders):
        raise Refusal("orders_doubled")
    found = tuple(require(view, Order, one, "unknown_order") for one in body.orders)
    for order in found:
        is_meant = order.product == body.product and order.side is body.side.other
        if not is_meant or order.price_fen != body.price_fen:
            raise Refusal("order_differs", product=order.product, price_fen=order.price_fen)
        if order.status is not OrderStatus.OPEN or order.day != day:
            raise Refusal("order_ended", order=order.id, status=order.status.value)
        if not is_dealable(view, product, order, now):
            raise Refusal("order_held", order=order.id)
    return found
