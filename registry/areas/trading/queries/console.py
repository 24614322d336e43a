"""How the market is run at this moment: every product with what may be dealt in it now, and the halts in force."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from registry.areas.participants.rules.calendars import day_of, start_of
from registry.areas.trading.queries.standing import standing
from registry.areas.trading.rules.records import Halt, Order, OrderStatus, Product, Venue
from registry.ledger.instants import SECOND
from registry.ledger.rules import Catalogue
from registry.store.projection import mapper_of

HALTS_MAX: Final = 200
_products, _halts, _orders = mapper_of(Product), mapper_of(Halt), mapper_of(Order)


@dataclass(frozen=True, slots=True)
class Run:
    """A product as it is run now: ``state`` is `open` or, in the order in which it bars, what keeps it from dealing.

    `closed` by its approval, `national`, `halted`, `no_calendar`, `no_trading_day` or `out_of_session`. ``sessions``
    are minutes of the Beijing day; ``orders`` counts today's open ones.
    """

    code: str
    name: str
    state: str
    sessions: tuple[tuple[int, int], ...]
    base_fen: int | None
    orders: int
    approval: str
    opened_index: int


@dataclass(frozen=True, slots=True)
class HaltLine:
    """A halt in force; ``ends_at`` in microseconds UTC, None until it is ended by an entry."""

    id: str
    subject: str
    reason: str
    article: str
    ends_at: int | None
    ordered_index: int


def _holds(now: int) -> sa.ColumnElement[bool]:
    table = _halts.table.c
    return sa.and_(table.is_active, sa.or_(table.ends_at == 0, table.ends_at > now))


def halts(connection: sa.Connection, *, now: int) -> tuple[HaltLine, ...]:
    """Return the halts in force, the newest first."""
    table = _halts.table
    query = sa.select(table).where(_holds(now)).order_by(table.c.ordered_index.desc()).limit(HALTS_MAX)
    found = [_halts.from_row(row) for row in connection.execute(query)]
    return tuple(
        HaltLine(one.id, one.product or one.account, one.reason, one.article, one.ends_at or None, one.ordered_index)
        for one in found
    )


def runs(connection: sa.Connection, catalogue: Catalogue, *, now: int) -> tuple[Run, ...]:
    """Return all products as they are run now, by code."""
    table, order = _products.table, _orders.table
    halted = set(connection.scalars(sa.select(_halts.table.c.product).where(_holds(now)).distinct()))
    today = (order.c.day == day_of(now).isoformat()) & (order.c.status == OrderStatus.OPEN)
    counts = sa.select(order.c.product, sa.func.count()).where(today).group_by(order.c.product)
    orders = {row[0]: row[1] for row in connection.execute(counts)}
    found = [_products.from_row(row) for row in connection.execute(sa.select(table).order_by(table.c.code))]
    return tuple(
        _run(connection, catalogue, one, now=now, is_halted=one.code in halted, orders=orders.get(one.code, 0))
        for one in found
    )


def _run(
    connection: sa.Connection, catalogue: Catalogue, product: Product, *, now: int, is_halted: bool, orders: int
) -> Run:
    stands = standing(connection, catalogue, product, now=now)
    minute = (now - start_of(day_of(now))) // (60 * SECOND)
    states = (
        ("closed", not product.is_open),
        ("national", product.venue is not Venue.OWN),
        ("halted", is_halted),
        ("no_calendar", stands.is_trading_day is None),
        ("no_trading_day", not stands.is_trading_day),
        ("out_of_session", not any(begin <= minute < end for begin, end in stands.sessions)),
        ("open", True),
    )
    state = next(name for name, holds in states if holds)
    return Run(
        product.code, product.name, state, stands.sessions, stands.base_fen, orders, product.approval,
        product.opened_index,
    )  # fmt: skip
