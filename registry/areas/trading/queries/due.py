"""What time has decided in the market and nobody has recorded yet."""

import sqlalchemy as sa

from registry.areas.participants.rules.calendars import day_of
from registry.areas.trading.rules.auctions import Auction, AuctionStatus
from registry.areas.trading.rules.records import Order, OrderStatus
from registry.store.projection import table_of

_orders, _auctions = table_of(Order), table_of(Auction)


def due_orders(connection: sa.Connection, now: int, *, limit: int) -> tuple[str, ...]:
    """Return open orders of past days, the oldest first."""
    query = sa.select(_orders.c.id).where(_orders.c.status == OrderStatus.OPEN, _orders.c.day < day_of(now).isoformat())
    return tuple(connection.scalars(query.order_by(_orders.c.day, _orders.c.placed_index).limit(limit)))


def due_auctions(connection: sa.Connection, now: int, *, limit: int) -> tuple[str, ...]:
    """Return auctions that have ended, the earliest first."""
    query = sa.select(_auctions.c.id).where(_auctions.c.status == AuctionStatus.ANNOUNCED, _auctions.c.ends_at <= now)
    return tuple(connection.scalars(query.order_by(_auctions.c.ends_at).limit(limit)))
