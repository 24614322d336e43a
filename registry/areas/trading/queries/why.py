"""Why an order did or did not trade, from the log alone: what it asked for, what stood there then, what came after.

The book of any position can be told from what is kept: an order stood from its placing to its end, and had its units
less those of the trades before. Takes that were refused are leaves of the journal. Nothing is remembered for this.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa

from registry.areas.participants.rules.calendars import DAY, day_of, start_of
from registry.areas.trading.queries.asked import Asked, body_of
from registry.areas.trading.queries.market import LEVELS, Level
from registry.areas.trading.queries.standing import integer_of, standing
from registry.areas.trading.rules.prices import PERMYRIAD
from registry.areas.trading.rules.records import Halt, Mode, Order, Product, Side, Trade
from registry.areas.trading.rules.settlement import TRADES_PER_ENTRY
from registry.ledger.decide import ACCEPTED
from registry.ledger.rules import Catalogue
from registry.store.preview import SqlView
from registry.store.projection import mapper_of
from registry.store.tables import leaf
from registry.store.tables_finding import record_history

EXAMINED_MAX: Final = 500
_orders, _trades = mapper_of(Order), mapper_of(Trade)


@dataclass(frozen=True, slots=True)
class Fill:
    """A trade of the entry in question."""

    number: int
    index: int
    at: int
    price_fen: int
    units: int


@dataclass(frozen=True, slots=True)
class Try:
    """A take of others that was refused while the order stood; ``is_met`` says that it asked for the order's price."""

    index: int
    at: int
    units: int
    price_fen: int
    code: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class Stop:
    """A halt that touched the order, from an instant on; `end_at` is None while it holds. By entry or by its time."""

    index: int
    at: int
    reason: str
    is_of_product: bool
    end_at: int | None
    end_index: int | None


@dataclass(frozen=True, slots=True)
class Setting:
    """What the market was like at an entry's position. Prices in fen, None where no rule could tell.

    ``opposite`` and ``own`` are the levels of the other and of the entry's own side, without the entry.
    """

    base_fen: int | None
    lowest_fen: int | None
    highest_fen: int | None
    levels: int | None
    is_trading_day: bool | None
    sessions: tuple[tuple[int, int], ...]
    opposite: tuple[Level, ...]
    own: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """What happened to a resting order, or beside it, until its end.

    ``better_units`` went at better prices, ``equal_units`` at its own price to other orders; ``is_whole`` is false
    where more was refused than was looked at.
    """

    order: Order
    fills: tuple[Fill, ...]
    better_units: int
    equal_units: int
    tries: tuple[Try, ...]
    stops: tuple[Stop, ...]
    ended_at: int | None
    is_whole: bool


def setting(connection: sa.Connection, catalogue: Catalogue, one: Asked) -> Setting:
    """Return what the market was like when the entry was recorded: limits, sessions, and both sides of the book."""
    view = SqlView(connection, catalogue, one.recorded_at)
    product = view.get(Product, one.product)
    if product is None:
        return Setting(None, None, None, None, None, (), (), ())
    mode = "listed" if one.is_listed else "block"
    stood = standing(connection, catalogue, product, now=one.recorded_at, mode=mode)
    base, limit = stood.base_fen, integer_of(view, f"{mode}_limit_permyriad", product.code, one.recorded_at)
    span = None if base is None or limit is None else base * limit // PERMYRIAD
    return Setting(
        base_fen=base,
        lowest_fen=None if base is None or span is None else base - span,
        highest_fen=None if base is None or span is None else base + span,
        levels=integer_of(view, "listed_levels", product.code, one.recorded_at) if one.is_listed else None,
        is_trading_day=stood.is_trading_day,
        sessions=stood.sessions,
        opposite=book_at(connection, one, one.side.other) if one.is_listed else (),
        own=book_at(connection, one, one.side) if one.is_listed and one.is_resting else (),
    )


def book_at(connection: sa.Connection, one: Asked, side: Side, *, limit: int = LEVELS) -> tuple[Level, ...]:
    """Return the best levels of a side as they stood before an entry. Indexes: `book` of orders, `resting` of trades.

    It reads the day's orders of the side, and no other.
    """
    order, trade = _orders.table.c, _trades.table.c
    dealt = (
        sa.select(sa.func.coalesce(sa.func.sum(trade.units), 0))
        .where(trade.resting == order.id, trade.number < one.index * TRADES_PER_ENTRY)
        .scalar_subquery()
    )
    query = (
        sa.select(sa.func.max(order.price_fen), sa.func.sum(order.units - dealt), sa.func.count())
        .where(
            order.product == one.product,
            order.mode == Mode.LISTED,
            order.side == side,
            order.day == day_of(one.recorded_at).isoformat(),
            order.placed_index < one.index,
            sa.or_(order.ended_index.is_(None), order.ended_index >= one.index),
        )
        .group_by(order.rank)
        .order_by(order.rank)
        .limit(limit)
    )
    return tuple(Level(int(row[0]), int(row[1]), int(row[2])) for row in connection.execute(query))


def fills_of(connection: sa.Connection, entry: str, *, resting: bool) -> tuple[Fill, ...]:
    """Return the trades of an entry, as the one that waited or as the one that picked, in order."""
    table = _trades.table
    column = table.c.resting if resting else table.c.taking
    query = sa.select(table).where(column == entry).order_by(table.c.number).limit(EXAMINED_MAX)
    return tuple(_fill(_trades.from_row(row)) for row in connection.execute(query))


def _fill(one: Trade) -> Fill:
    return Fill(one.number, one.number // TRADES_PER_ENTRY, one.at, one.price_fen, one.units)


def since(connection: sa.Connection, catalogue: Catalogue, one: Asked, *, origin: str) -> Since | None:
    """Return what happened to an accepted order until its end; None for an entry that left no order."""
    row = connection.execute(sa.select(_orders.table).where(_orders.table.c.id == one.id)).one_or_none()
    if row is None:
        return None
    order = _orders.from_row(row)
    better, equal = _passed(connection, order) if one.is_listed else (0, 0)
    tries, is_whole = _tries(connection, catalogue, order, origin=origin)
    return Since(
        order=order,
        fills=fills_of(connection, one.id, resting=True),
        better_units=better,
        equal_units=equal,
        tries=tries,
        stops=tuple(_stops(connection, order)),
        ended_at=_instant_of(connection, order.ended_index),
        is_whole=is_whole,
    )


def _passed(connection: sa.Connection, order: Order) -> tuple[int, int]:
    """Return the units that were dealt in on the order's side while it stood: at better prices, and at its own."""
    trade = _trades.table.c
    rank = trade.price_fen if order.side is Side.SELL else -trade.price_fen
    query = sa.select(
        sa.func.coalesce(sa.func.sum(sa.case((rank < order.rank, trade.units), else_=0)), 0),
        sa.func.coalesce(sa.func.sum(sa.case((rank == order.rank, trade.units), else_=0)), 0),
    ).where(
        trade.product == order.product,
        trade.number >= order.placed_index * TRADES_PER_ENTRY,
        trade.number < _end(order) * TRADES_PER_ENTRY,
        trade.mode == Mode.LISTED,
        trade.day == order.day,
        trade.is_buyer_taking == (order.side is Side.SELL),
        trade.resting != order.id,
    )
    better, equal = connection.execute(query).one()
    return int(better), int(equal)


def _end(order: Order) -> int:
    """Return the position after the order's last; without an end, one behind every position."""
    return 2**42 if order.ended_index is None else order.ended_index + 1


def _tries(
    connection: sa.Connection, catalogue: Catalogue, order: Order, *, origin: str
) -> tuple[tuple[Try, ...], bool]:
    """Return the refused takes of the day that could have met the order. Index: `ix_leaf_refused`."""
    kind = "trading.take" if order.mode is Mode.LISTED else "trading.accept_block"
    query = sa.select(leaf.c.data).where(
        leaf.c.result != ACCEPTED, leaf.c.kind == kind, leaf.c.index > order.placed_index, leaf.c.index < _end(order)
    )
    found = list(connection.scalars(query.order_by(leaf.c.index).limit(EXAMINED_MAX + 1)))
    tries = []
    for data in found[:EXAMINED_MAX]:
        read, _, body = body_of(catalogue, data, origin=origin)
        is_meant = (body.product, body.side) == (order.product, order.side.other)
        if is_meant and (order.mode is Mode.LISTED or body.order == order.id) and _is_of_day(read.recorded_at, order):
            is_met = body.price_fen == order.price_fen
            tries.append(Try(read.index, read.recorded_at, body.units, body.price_fen, read.result, is_met))
    return tuple(tries), len(found) <= EXAMINED_MAX


def _is_of_day(instant: int, order: Order) -> bool:
    return day_of(instant).isoformat() == order.day


def _stops(connection: sa.Connection, order: Order) -> Iterator[Stop]:
    """Yield the halts of the order's product or account that were ordered on its day while it stood.

    None was in force when it was placed, or it would have been refused. A halt's last entry is the one that ended it.
    """
    mapper = mapper_of(Halt)
    halt, ordered, ended = mapper.table, leaf.alias("ordered"), leaf.alias("ended")
    last = sa.select(sa.func.max(record_history.c.index)).where(
        record_history.c.record == mapper.of.name, record_history.c.key == halt.c.id
    )
    joined = halt.join(ordered, ordered.c.index == halt.c.ordered_index)
    joined = joined.outerjoin(ended, ended.c.index == last.scalar_subquery())
    query = sa.select(halt, ordered.c.recorded_at, ended.c.index, ended.c.recorded_at).select_from(joined)
    query = query.where(
        sa.or_(halt.c.product == order.product, halt.c.account == order.account),
        halt.c.ordered_index > order.placed_index,
        halt.c.ordered_index < _end(order),
        ordered.c.recorded_at < start_of(date.fromisoformat(order.day)) + DAY,
    )
    for row in connection.execute(query.order_by(halt.c.ordered_index).limit(EXAMINED_MAX)):
        one: Halt = mapper.from_row(row[:-3])
        at, end_index, end_at = row[-3:]
        if one.is_active:
            end_index, end_at = None, one.ends_at or None
        yield Stop(one.ordered_index, at, one.reason, bool(one.product), end_at, end_index)


def _instant_of(connection: sa.Connection, index: int | None) -> int | None:
    if index is None:
        return None
    return connection.scalar(sa.select(leaf.c.recorded_at).where(leaf.c.index == index))
