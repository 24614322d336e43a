"""Listing an order and taking it back. What an order may cost or sell is locked in the owner's escrow account.

An order is good for the trading day on which it was listed. After it nobody can deal in it, whether or not its lapse
has been recorded; the lapse only gives back what was locked. Source: ets-rules §11 (day orders: recalled).
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Protocol

from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.holdings import NamedRange, NamedRanges, ranges_of, require_own
from registry.areas.participants.rules.parameters import parameter
from registry.areas.trading.rules.gates import Gates, Intent, Stage, ask
from registry.areas.trading.rules.prices import base_price, check_price, fee_of, turnover_of
from registry.areas.trading.rules.products import require_open
from registry.areas.trading.rules.records import MONEY, Fen, Mode, Order, OrderStatus, Product, ProductCode, Side
from registry.areas.trading.rules.sessions import require_session
from registry.areas.trading.rules.traders import Trader, check_holding, check_resale, require_trader
from registry.ledger.codec import AccountNo, EntryId, Items, ParticipantNo, Units
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function, by_owner
from registry.ledger.rules import Context, Demand, Outcome, Requirement, Transfer, View, require
from registry.ledger.serials import Purpose

LISTED_SESSIONS = "listed_sessions"
LAPSES_MAX = 50


@dataclass(frozen=True, slots=True)
class ListOrder:
    """The body of `trading.list`. ``base_fen`` is the base price that the author was shown; None if there was none."""

    product: ProductCode
    side: Side
    account: AccountNo
    escrow: AccountNo
    cash: AccountNo
    price_fen: Fen
    units: Units
    base_fen: Fen | None
    ranges: NamedRanges


class Placing(Protocol):
    """What every body says that places an order, whatever the mode."""

    @property
    def product(self) -> str: ...  # noqa: D102
    @property
    def side(self) -> Side: ...  # noqa: D102
    @property
    def account(self) -> str: ...  # noqa: D102
    @property
    def escrow(self) -> str: ...  # noqa: D102
    @property
    def cash(self) -> str: ...  # noqa: D102
    @property
    def price_fen(self) -> int: ...  # noqa: D102
    @property
    def units(self) -> int: ...  # noqa: D102
    @property
    def base_fen(self) -> int | None: ...  # noqa: D102
    @property
    def ranges(self) -> tuple[NamedRange, ...]: ...  # noqa: D102


def list_order(body: ListOrder, context: Context, view: View, *, gates: Gates) -> Outcome:
    """List an order for the rest of the trading day, with its units or its money locked.

    Raises:
        Refusal: `require_session`'s, `check_size`'s, and those of `placed`.
    """
    now = context.recorded_at
    product = require_open(view, body.product, now)
    day = require_session(view, LISTED_SESSIONS, product.code, now)
    check_size(view, product, body.units, now)
    limit = parameter(view, "listed_limit_permyriad", now, scope=product.code)
    return placed(body, product, context, view, day=day, limit=limit, gates=gates, mode=Mode.LISTED)


def placed(
    body: Placing,
    product: Product,
    context: Context,
    view: View,
    *,
    day: date,
    limit: int,
    gates: Gates,
    mode: Mode,
) -> Outcome:
    """Return the order that a body asks for, with its units or its money locked. `limit` is in ten-thousandths.

    Raises:
        Refusal: ``stale_price`` if the base is not what the author was shown, ``no_base_price`` for anything but a
            listed sale before the first one, ``ranges_of_purchase``, those of `require_trader`, `check_price`,
            `turnover_of`, `check_resale`, `check_holding`, of the class's gate, and of `View.pick`.
    """
    now = context.recorded_at
    trader = require_trader(view, body.account, body.cash, now)
    require_own(view, body.escrow, purpose=Purpose.ESCROW, source=body.account)
    tick = parameter(view, "trading_tick_fen", now, scope=product.code)
    base = base_price(view, product, day, tick=tick)
    if base != body.base_fen:
        raise Refusal("stale_price", base_fen=base or 0)
    if base is None and (body.side is Side.BUY or mode is not Mode.LISTED):
        raise Refusal("no_base_price", product=product.code)
    check_price(body.price_fen, base or body.price_fen, tick=tick, limit=limit)
    turnover = turnover_of(body.price_fen, body.units)
    check_resale(view, product, body.account, day, side=body.side, units=body.units, now=now)
    intent = Intent(Stage.ORDER, body.side, trader.participant, body.account, product.asset, body.units)
    ask(gates, intent, context, view)
    order = _order(body, context, trader, day=day.isoformat(), mode=mode)
    if body.side is Side.SELL:
        return _sale(body, order, product, view, is_first=base is None)
    return _purchase(body, order, product, view, fen=turnover + fee_of(view, product, turnover, now), now=now)


def _sale(body: Placing, order: Order, product: Product, view: View, *, is_first: bool) -> Outcome:
    named = tuple((item.batch, item.first, item.last) for item in body.ranges)
    moved = view.pick(body.account, product.asset, body.units, into=body.escrow, named=named)
    sold = replace(order, ranges=ranges_of(moved))
    # The first price is the first seller's: CCER-TRADE 17.
    first = (replace(product, base_fen=body.price_fen),) if is_first else ()
    return Outcome(records=(sold, *first), transfers=moved)


def _purchase(body: Placing, order: Order, product: Product, view: View, *, fen: int, now: int) -> Outcome:
    if body.ranges:
        raise Refusal("ranges_of_purchase")
    check_holding(view, product, order.participant, units=body.units, now=now)
    locked = Transfer(body.cash, body.escrow, MONEY, fen)
    return Outcome(records=(replace(order, locked_fen=fen),), transfers=(locked,))


def check_size(view: View, product: Product, units: int, now: int) -> None:
    """Return if a listed order or deal has an allowed size: whole lots, up to the listed maximum.

    Raises:
        Refusal: ``off_lot``, ``units_over_listed_max`` with the maximum; more is dealt in as a block.
    """
    lot = parameter(view, "trading_lot_units", now, scope=product.code)
    if units % lot:
        raise Refusal("off_lot", lot=lot)
    most = parameter(view, "listed_units_max", now, scope=product.code)
    if units > most:
        raise Refusal("units_over_listed_max", limit=most)


def _order(body: Placing, context: Context, trader: Trader, *, day: str, mode: Mode) -> Order:
    return Order(
        id=context.entry_id,
        product=body.product,
        mode=mode,
        side=body.side,
        participant=trader.participant,
        account=body.account,
        escrow=body.escrow,
        cash=body.cash,
        price_fen=body.price_fen,
        units=body.units,
        left_units=body.units,
        locked_fen=0,
        ranges=(),
        counterparties=(),
        answers=None,
        day=day,
        rank=body.price_fen if body.side is Side.SELL else -body.price_fen,
        status=OrderStatus.OPEN,
        placed_index=context.index,
        ended_index=None,
    )


@dataclass(frozen=True, slots=True)
class CancelOrder:
    """The body of `trading.cancel_order`."""

    product: ProductCode
    order: EntryId


def cancel_signers(body: CancelOrder, view: View) -> Requirement:
    """Return who must sign for the order's owner."""
    order = require(view, Order, body.order, "unknown_order")
    return by_owner(view, participant=order.participant, kind="trading.cancel_order")


def cancel_order(body: CancelOrder, context: Context, view: View) -> Outcome:
    """Take back what is left of an order; at any time, in session or not.

    Raises:
        Refusal: ``unknown_order``, ``order_differs`` if it is one of another product, ``order_ended``.
    """
    order = require(view, Order, body.order, "unknown_order")
    if order.product != body.product:
        raise Refusal("order_differs", product=order.product)
    if order.status is not OrderStatus.OPEN:
        raise Refusal("order_ended", order=order.id, status=order.status.value)
    return given_back((order,), context, view, status=OrderStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class LapseOrders:
    """The body of `trading.lapse`: orders whose day is over. ``by`` is who records it, None for the system key."""

    by: ParticipantNo | None
    orders: Annotated[tuple[EntryId, ...], Items(1, LAPSES_MAX)]


class Recording(Protocol):
    """What every body says that records what time has decided."""

    @property
    def by(self) -> str | None:
        """The participant that records it; None for the registry's system key."""


def recorder(body: Recording, _view: View) -> Requirement:
    """Return the system key, or one representative of whoever records it: time has decided, nothing can be gained."""
    return (Demand(function=Function.SYSTEM) if body.by is None else Demand(participant=body.by),)


def lapse(body: LapseOrders, context: Context, view: View) -> Outcome:
    """Give back what orders of past days still lock.

    Raises:
        Refusal: ``orders_doubled``, ``unknown_order``, ``order_ended``, ``order_still_good``.
    """
    if len(set(body.orders)) != len(body.orders):
        raise Refusal("orders_doubled")
    today = day_of(context.recorded_at).isoformat()
    found = tuple(require(view, Order, one, "unknown_order") for one in body.orders)
    for order in found:
        if order.status is not OrderStatus.OPEN:
            raise Refusal("order_ended", order=order.id, status=order.status.value)
        if order.day >= today:
            raise Refusal("order_still_good", order=order.id, day=order.day)
    return given_back(found, context, view, status=OrderStatus.LAPSED)


def given_back(orders: tuple[Order, ...], context: Context, view: View, *, status: OrderStatus) -> Outcome:
    """Return what ends these orders: their locked units and money go back to where they came from."""
    moved: list[Transfer] = []
    for order in orders:
        asset = require(view, Product, order.product, "unknown_product").asset
        moved += [
            Transfer(order.escrow, order.account, asset, item.last - item.first + 1, item.batch, item.first)
            for item in order.ranges
        ]
        if order.locked_fen:
            moved.append(Transfer(order.escrow, order.cash, MONEY, order.locked_fen))
    ended = tuple(replace(order, locked_fen=0, ranges=(), status=status, ended_index=context.index) for order in orders)
    return Outcome(records=ended, transfers=tuple(moved))
