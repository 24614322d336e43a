"""What a participant sees of its own dealing: orders, trades, withdrawals; the bank sees all withdrawals."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from registry.areas.trading.queries.paging import PAGE, before
from registry.areas.trading.rules.cash import Withdrawal, WithdrawalStatus
from registry.areas.trading.rules.records import Order, OrderStatus, Side, Trade
from registry.store.projection import mapper_of
from registry.store.tables import leaf

_orders, _trades, _withdrawals = mapper_of(Order), mapper_of(Trade), mapper_of(Withdrawal)


@dataclass(frozen=True, slots=True)
class OwnTrade:
    """A trade as one of its sides sees it; ``entry`` is the one that dealt."""

    number: int
    entry: str
    at: int
    product: str
    mode: str
    side: str
    counterparty: str
    price_fen: int
    units: int
    turnover_fen: int
    fee_fen: int


@dataclass(frozen=True, slots=True)
class OrderLine:
    """An own order."""

    id: str
    placed_at: int | None
    product: str
    mode: str
    side: str
    price_fen: int
    units: int
    left_units: int
    day: str
    status: str


@dataclass(frozen=True, slots=True)
class WithdrawalLine:
    """A withdrawal and where it stands."""

    id: str
    asked_at: int | None
    participant: str
    cash: str
    fen: int
    status: str
    reference: str | None


@dataclass(frozen=True, slots=True)
class OwnTradePage:
    """Own trades and the key from which the next page goes on."""

    rows: tuple[OwnTrade, ...]
    next_after: str | None


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Own orders and the key from which the next page goes on."""

    rows: tuple[OrderLine, ...]
    next_after: str | None


def own_trades(
    connection: sa.Connection, participant: str, *, after: str | None = None, limit: int = PAGE
) -> OwnTradePage:
    """Return the trades of a participant, on either side, the newest first.

    Raises:
        Malformed: ``after`` if it is no number.
    """
    table = _trades.table
    sides: list[Any] = []
    for column in (table.c.buyer, table.c.seller):
        query = sa.select(table).where(column == participant, *before(table.c.number, after))
        sides.append(sa.select(query.order_by(table.c.number.desc()).limit(limit + 1).subquery()))
    both = sa.union_all(*sides).subquery()
    found = connection.execute(sa.select(both).order_by(both.c.number.desc()).limit(limit + 1)).all()
    rows = tuple(_own_trade(_trades.from_row(row), participant) for row in found[:limit])
    return OwnTradePage(rows, str(rows[-1].number) if len(found) > limit else None)


def _own_trade(one: Trade, participant: str) -> OwnTrade:
    is_buyer = one.buyer == participant
    return OwnTrade(
        number=one.number,
        entry=one.taking,
        at=one.at,
        product=one.product,
        mode=one.mode.value,
        side=(Side.BUY if is_buyer else Side.SELL).value,
        counterparty=one.seller if is_buyer else one.buyer,
        price_fen=one.price_fen,
        units=one.units,
        turnover_fen=one.turnover_fen,
        fee_fen=one.buyer_fee_fen if is_buyer else one.seller_fee_fen,
    )


def own_orders(
    connection: sa.Connection, participant: str, status: OrderStatus, *, after: str | None = None, limit: int = PAGE
) -> OrderPage:
    """Return a participant's orders in one state, the newest first, past the placing's index ``after``.

    Raises:
        Malformed: ``after`` if it is no number.
    """
    table = _orders.table
    query = sa.select(table, leaf.c.recorded_at).outerjoin(leaf, leaf.c.index == table.c.placed_index)
    query = query.where(table.c.participant == participant, table.c.status == status)
    query = query.where(*before(table.c.placed_index, after))
    found = connection.execute(query.order_by(table.c.placed_index.desc()).limit(limit + 1)).all()
    read = [(_orders.from_row(row[:-1]), row.recorded_at) for row in found[:limit]]
    rows = tuple(_order_line(one, recorded_at) for one, recorded_at in read)
    return OrderPage(rows, str(read[-1][0].placed_index) if len(found) > limit else None)


def _order_line(one: Order, recorded_at: int | None) -> OrderLine:
    return OrderLine(
        id=one.id,
        placed_at=recorded_at,
        product=one.product,
        mode=one.mode.value,
        side=one.side.value,
        price_fen=one.price_fen,
        units=one.units,
        left_units=one.left_units,
        day=one.day,
        status=one.status.value,
    )


def withdrawals(
    connection: sa.Connection, *, status: WithdrawalStatus, participant: str | None = None, limit: int = PAGE
) -> tuple[WithdrawalLine, ...]:
    """Return withdrawals in one state, of one participant or of all, the oldest first."""
    table = _withdrawals.table
    query = sa.select(table, leaf.c.recorded_at).outerjoin(leaf, leaf.c.index == table.c.asked_index)
    query = query.where(table.c.status == status)
    if participant is not None:
        query = query.where(table.c.participant == participant)
    found = connection.execute(query.order_by(table.c.asked_index).limit(limit)).all()
    return tuple(_withdrawal_line(_withdrawals.from_row(row[:-1]), row.recorded_at) for row in found)


def _withdrawal_line(one: Withdrawal, recorded_at: int | None) -> WithdrawalLine:
    return WithdrawalLine(
        id=one.id,
        asked_at=recorded_at,
        participant=one.participant,
        cash=one.cash,
        fen=one.fen,
        status=one.status.value,
        reference=one.reference,
    )
