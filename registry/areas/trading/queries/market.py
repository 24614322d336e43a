"""The market for all to see: products today, the book, days, trades."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from registry.areas.participants.rules.calendars import day_of
from registry.areas.trading.queries.paging import PAGE, before
from registry.areas.trading.rules.prices import close_of
from registry.areas.trading.rules.records import MarketDay, Mode, Order, OrderStatus, Product, Side, Trade
from registry.areas.trading.rules.settlement import TRADES_PER_ENTRY
from registry.store.projection import mapper_of

LEVELS: Final = 5
DAYS: Final = 250
_products, _days = mapper_of(Product), mapper_of(MarketDay)
_orders, _trades = mapper_of(Order), mapper_of(Trade)


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A product as the market shows it today; prices in fen, 0 where there is none. ``change_fen`` is from the base."""

    code: str
    name: str
    asset: str
    venue: str
    is_open: bool
    base_fen: int
    last_fen: int
    change_fen: int
    high_fen: int
    low_fen: int
    units: int
    turnover_fen: int
    trades: int


@dataclass(frozen=True, slots=True)
class Level:
    """One price of the book: how many units, in how many orders."""

    price_fen: int
    units: int
    orders: int


@dataclass(frozen=True, slots=True)
class DayLine:
    """A product's day. Open, high, low, last and close are of listed trades; without any, all but the close are 0."""

    day: str
    base_fen: int
    open_fen: int
    high_fen: int
    low_fen: int
    last_fen: int
    close_fen: int
    listed_units: int
    other_units: int
    turnover_fen: int
    trades: int


@dataclass(frozen=True, slots=True)
class TradeLine:
    """A trade as the public sees it."""

    number: int
    index: int
    at: int
    product: str
    mode: str
    price_fen: int
    units: int
    turnover_fen: int


@dataclass(frozen=True, slots=True)
class TradePage:
    """Trades and the key from which the next page goes on."""

    rows: tuple[TradeLine, ...]
    next_after: str | None


def products(connection: sa.Connection, *, now: int) -> tuple[ProductLine, ...]:
    """Return all products as they stand today, by code."""
    product, day = _products.table, _days.table
    every = day.alias()
    newest = sa.select(sa.func.min(every.c.age)).where(every.c.product == product.c.code).scalar_subquery()
    joined = product.outerjoin(day, sa.and_(day.c.product == product.c.code, day.c.age == newest))
    query = sa.select(product, day).select_from(joined)
    width = len(product.columns)
    found = connection.execute(query.order_by(product.c.code)).all()
    today = day_of(now).isoformat()
    return tuple(
        _product_line(
            _products.from_row(row[:width]), None if row[width] is None else _days.from_row(row[width:]), today
        )
        for row in found
    )


def _product_line(product: Product, newest: MarketDay | None, today: str) -> ProductLine:
    is_today = newest is not None and newest.day == today
    close = product.base_fen or 0 if newest is None else close_of(newest, tick=1)
    base = newest.base_fen if newest is not None and is_today else close
    last = newest.last_fen if newest is not None and is_today else 0
    return ProductLine(
        code=product.code,
        name=product.name,
        asset=product.asset,
        venue=product.venue.value,
        is_open=product.is_open,
        base_fen=base,
        last_fen=last or base,
        change_fen=(last - base) if last else 0,
        high_fen=newest.high_fen if newest is not None and is_today else 0,
        low_fen=newest.low_fen if newest is not None and is_today else 0,
        units=newest.listed_units + newest.other_units if newest is not None and is_today else 0,
        turnover_fen=newest.listed_fen + newest.other_fen if newest is not None and is_today else 0,
        trades=newest.trades if newest is not None and is_today else 0,
    )


def product_of(connection: sa.Connection, code: str) -> Product | None:
    """Return a product, or None."""
    row = connection.execute(sa.select(_products.table).where(_products.table.c.code == code)).one_or_none()
    return None if row is None else _products.from_row(row)


def book(connection: sa.Connection, product: str, side: Side, *, now: int) -> tuple[Level, ...]:
    """Return the best price levels of one side today, the best first."""
    order = _orders.table
    where = (
        order.c.product == product,
        order.c.mode == Mode.LISTED,
        order.c.side == side,
        order.c.day == day_of(now).isoformat(),
        order.c.status == OrderStatus.OPEN,
    )
    query = (
        sa.select(sa.func.max(order.c.price_fen), sa.func.sum(order.c.left_units), sa.func.count())
        .where(*where)
        .group_by(order.c.rank)
        .order_by(order.c.rank)
        .limit(LEVELS)
    )
    return tuple(Level(int(row[0]), int(row[1]), int(row[2])) for row in connection.execute(query))


def days(connection: sa.Connection, product: str, *, limit: int = DAYS) -> tuple[DayLine, ...]:
    """Return a product's days, the newest first."""
    table = _days.table
    query = sa.select(table).where(table.c.product == product).order_by(table.c.age).limit(limit)
    return tuple(_day_line(_days.from_row(row)) for row in connection.execute(query))


def _day_line(day: MarketDay) -> DayLine:
    return DayLine(
        day=day.day,
        base_fen=day.base_fen,
        open_fen=day.open_fen,
        high_fen=day.high_fen,
        low_fen=day.low_fen,
        last_fen=day.last_fen,
        close_fen=close_of(day, tick=1),
        listed_units=day.listed_units,
        other_units=day.other_units,
        turnover_fen=day.listed_fen + day.other_fen,
        trades=day.trades,
    )


def trades(connection: sa.Connection, product: str, *, after: str | None = None, limit: int = PAGE) -> TradePage:
    """Return a product's trades, the newest first, past the number ``after``.

    Raises:
        Malformed: ``after`` if it is no number.
    """
    table = _trades.table
    query = sa.select(table).where(table.c.product == product, *before(table.c.number, after))
    found = connection.execute(query.order_by(table.c.number.desc()).limit(limit + 1)).all()
    rows = tuple(trade_line(_trades.from_row(row)) for row in found[:limit])
    return TradePage(rows, str(rows[-1].number) if len(found) > limit else None)


def trade_line(one: Trade) -> TradeLine:
    """Return a trade as the public sees it."""
    return TradeLine(
        number=one.number,
        index=one.number // TRADES_PER_ENTRY,
        at=one.at,
        product=one.product,
        mode=one.mode.value,
        price_fen=one.price_fen,
        units=one.units,
        turnover_fen=one.turnover_fen,
    )
