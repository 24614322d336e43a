"""What time has decided in the market and nobody has recorded yet."""

from collections.abc import Iterator

import sqlalchemy as sa

from registry.areas.participants.rules.calendars import day_of, start_of
from registry.areas.participants.rules.parameters import Parameter
from registry.areas.trading.rules.auctions import Auction, AuctionStatus
from registry.areas.trading.rules.records import Order, OrderStatus
from registry.areas.trading.rules.sessions import minutes_of
from registry.ledger.instants import SECOND
from registry.store.projection import table_of

_orders, _auctions, _parameters = table_of(Order), table_of(Auction), table_of(Parameter)
_SESSIONS = ("listed_sessions", "block_sessions")


def due_orders(connection: sa.Connection, now: int, *, limit: int) -> tuple[str, ...]:
    """Return open orders of past days, the oldest first."""
    query = sa.select(_orders.c.id).where(_orders.c.status == OrderStatus.OPEN, _orders.c.day < day_of(now).isoformat())
    return tuple(connection.scalars(query.order_by(_orders.c.day, _orders.c.placed_index).limit(limit)))


def due_auctions(connection: sa.Connection, now: int, *, limit: int) -> tuple[str, ...]:
    """Return auctions that have ended, the earliest first."""
    query = sa.select(_auctions.c.id).where(_auctions.c.status == AuctionStatus.ANNOUNCED, _auctions.c.ends_at <= now)
    return tuple(connection.scalars(query.order_by(_auctions.c.ends_at).limit(limit)))


def auction_edges(connection: sa.Connection, begin: int, end: int) -> Iterator[int]:
    """Yield when running auctions open, close and end, after one instant and up to another; microseconds UTC."""
    table = _auctions.c
    query = sa.select(table.opens_at, table.closes_at, table.ends_at)
    rows = connection.execute(query.where(table.status == AuctionStatus.ANNOUNCED, table.ends_at > begin))
    yield from (at for row in rows for at in row if begin < at <= end)


def session_edges(connection: sa.Connection, begin: int, end: int) -> Iterator[int]:
    """Yield where sessions begin and end, after one instant and up to another, by any value that was ever set."""
    table = _parameters.c
    query = sa.select(table.text).where(table.name.in_(_SESSIONS), table.text.is_not(None))
    texts = connection.scalars(query.distinct())
    edges = {minute for text in texts for session in minutes_of(text) for minute in session}
    days = {start_of(day_of(begin)), start_of(day_of(end))}
    yield from (at for at in (day + minute * 60 * SECOND for day in days for minute in edges) if begin < at <= end)
