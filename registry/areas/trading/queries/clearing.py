"""The end of a trading day: what it came to for a participant, and for the settlement bank by participant.

A day is the positions of the log that were recorded on it. What a participant could still sell, spend or get back
counts as its own: holding, trading, escrow, pledge, pending and cash accounts. Balances at both ends are read off the
moves, deals off the trades; what neither deals nor the bank explain is `other`, so each line adds up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from registry.areas.participants.queries import accounts_of, class_units, edges_of, get_participant, size_at
from registry.areas.participants.rules.calendars import DAY, is_trading_day, start_of
from registry.areas.trading.queries.market import DAYS
from registry.areas.trading.rules.objections import next_opening
from registry.areas.trading.rules.records import MONEY, AccountDay, MarketDay, Product, Trade
from registry.areas.trading.rules.sessions import edges_of as session_edges
from registry.areas.trading.rules.settlement import TRADES_PER_ENTRY
from registry.ledger.book import asset_class_of
from registry.ledger.errors import Refusal
from registry.ledger.parties import Participant
from registry.ledger.rules import Catalogue
from registry.store.preview import SqlView
from registry.store.projection import mapper_of, table_of
from registry.store.tables import account_key, leaf, move

COUNTED: Final = frozenset({"HO", "TR", "ES", "PL", "PE", "CA"})
_trades, _product = mapper_of(Trade), table_of(Product).c


@dataclass(frozen=True, slots=True)
class ClearedTrade:
    """A trade as one side's statement books it; ``at`` in microseconds UTC. Of each pair one is 0."""

    number: int
    at: int
    product: str
    mode: str
    counterparty: str
    price_fen: int
    units_in: int
    units_out: int
    received_fen: int
    paid_fen: int
    fee_fen: int


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A participant's units of an asset over a day: ``closing`` is ``opening + bought - sold + other``."""

    asset: str
    unit: str
    opening: int
    bought: int
    sold: int
    other: int
    closing: int


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """A participant's money over a day, in fen.

    ``closing_fen`` is ``opening_fen + received_fen - paid_fen - fee_fen + deposited_fen - withdrawn_fen + other_fen``.
    """

    participant: str
    name: str
    cash: str
    opening_fen: int
    received_fen: int
    paid_fen: int
    fee_fen: int
    deposited_fen: int
    withdrawn_fen: int
    other_fen: int
    closing_fen: int


@dataclass(frozen=True, slots=True)
class Cleared:
    """A participant's day."""

    trades: tuple[ClearedTrade, ...]
    units: tuple[UnitLine, ...]
    money: MoneyLine


@dataclass(frozen=True, slots=True)
class DealtDay:
    """A day on which a participant dealt, in units over all products."""

    day: str
    bought_units: int
    sold_units: int


@dataclass(frozen=True, slots=True)
class Span:
    """The positions of the log that were recorded on a day: from ``start`` to before ``end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Window:
    """When a product's trading day is over and its next one opens, in microseconds UTC: objections are heard between.

    ``opens_at`` is None while no calendar has a day after it.
    """

    product: str
    closes_at: int
    opens_at: int | None

    def holds(self, now: int) -> bool:
        """Return whether objections are heard at an instant."""
        return self.closes_at <= now and (self.opens_at is None or now < self.opens_at)


def windows_of(
    connection: sa.Connection, catalogue: Catalogue, day: date, products: Iterable[str], *, now: int
) -> tuple[Window, ...]:
    """Return the windows of products on a trading day, as the rules see them; none for a day without trading."""
    view = SqlView(connection, catalogue, now)
    try:
        if not is_trading_day(view, day):
            return ()
        return tuple(
            Window(one, session_edges(view, one, day, now)[1], next_opening(view, one, day, now)) for one in products
        )
    except Refusal:
        return ()


def span_of(connection: sa.Connection, day: date) -> Span:
    """Return the positions of a Beijing day."""
    return Span(size_at(connection, start_of(day)), size_at(connection, start_of(day) + DAY))


def cleared(connection: sa.Connection, participant: str, span: Span) -> Cleared:
    """Return what a day came to for a participant.

    Raises:
        Refusal: ``unknown_participant``.
    """
    party = get_participant(connection, participant)
    assets = {row.code: row.asset for row in connection.execute(sa.select(_product.code, _product.asset))}
    trades = _cleared_trades(connection, participant, span)
    edges = _edges(connection, participant, span)
    units = class_units(connection)
    lines = [
        _unit_line(asset, ends, [one for one in trades if assets[one.product] == asset], units)
        for asset, ends in sorted(edges.items())
        if asset != MONEY
    ]
    money = _money(connection, party, span, trades, edges.get(MONEY, (0, 0)))
    return Cleared(trades, tuple(lines), money)


def _cleared_trades(connection: sa.Connection, participant: str, span: Span) -> tuple[ClearedTrade, ...]:
    """Return a day's trades of a participant in order. Indexes: `buyer` and `seller` of trades."""
    table = _trades.table
    bounds = (table.c.number >= span.start * TRADES_PER_ENTRY, table.c.number < span.end * TRADES_PER_ENTRY)
    sides = [sa.select(table).where(column == participant, *bounds) for column in (table.c.buyer, table.c.seller)]
    both = sa.union_all(*sides).subquery()
    found = connection.execute(sa.select(both).order_by(both.c.number)).all()
    return tuple(_cleared_trade(_trades.from_row(row), participant) for row in found)


def _cleared_trade(one: Trade, participant: str) -> ClearedTrade:
    is_buyer = one.buyer == participant
    return ClearedTrade(
        number=one.number,
        at=one.at,
        product=one.product,
        mode=one.mode.value,
        counterparty=one.seller if is_buyer else one.buyer,
        price_fen=one.price_fen,
        units_in=one.units if is_buyer else 0,
        units_out=0 if is_buyer else one.units,
        received_fen=0 if is_buyer else one.turnover_fen,
        paid_fen=one.turnover_fen if is_buyer else 0,
        fee_fen=one.buyer_fee_fen if is_buyer else one.seller_fee_fen,
    )


def _edges(connection: sa.Connection, participant: str, span: Span) -> dict[str, tuple[int, int]]:
    """Return what the counted accounts of a participant held of each asset at both ends of the day."""
    found: dict[str, tuple[int, int]] = {}
    for account in accounts_of(connection, participant):
        if account.purpose in COUNTED:
            for edge in edges_of(connection, account.number, start=span.start, end=span.end):
                opening, closing = found.get(edge.asset, (0, 0))
                found[edge.asset] = (opening + edge.opening, closing + edge.closing)
    return found


def _unit_line(
    asset: str, ends: tuple[int, int], trades: list[ClearedTrade], units: dict[str, tuple[str, str]]
) -> UnitLine:
    bought, sold = sum(one.units_in for one in trades), sum(one.units_out for one in trades)
    opening, closing = ends
    unit = units.get(asset_class_of(asset), ("", ""))[1]
    return UnitLine(asset, unit, opening, bought, sold, closing - opening - bought + sold, closing)


def _money(
    connection: sa.Connection, party: Participant, span: Span, trades: tuple[ClearedTrade, ...], ends: tuple[int, int]
) -> MoneyLine:
    accounts = accounts_of(connection, party.number)
    opening, closing = ends
    received, paid = sum(one.received_fen for one in trades), sum(one.paid_fen for one in trades)
    fee = sum(one.fee_fen for one in trades)
    cash = [one.number for one in accounts if one.purpose == "CA"]
    pending = [one.number for one in accounts if one.purpose == "PE"]
    deposited = _moved(connection, move.c.target, cash, kind="trading.deposit", span=span)
    withdrawn = _moved(connection, move.c.source, pending, kind="trading.pay_out", span=span)
    return MoneyLine(
        participant=party.number,
        name=party.name,
        cash=next(iter(cash), ""),
        opening_fen=opening,
        received_fen=received,
        paid_fen=paid,
        fee_fen=fee,
        deposited_fen=deposited,
        withdrawn_fen=withdrawn,
        other_fen=closing - opening - received + paid + fee - deposited + withdrawn,
        closing_fen=closing,
    )


def _moved(connection: sa.Connection, column: sa.Column[Any], accounts: list[str], *, kind: str, span: Span) -> int:
    """Return the money that entries of a kind moved into or out of accounts on a day."""
    query = (
        sa.select(sa.func.coalesce(sa.func.sum(move.c.units), 0))
        .join(leaf, leaf.c.index == move.c.index)
        .where(column.in_([account_key(one) for one in accounts]), move.c.asset == MONEY, leaf.c.kind == kind)
        .where(move.c.index >= span.start, move.c.index < span.end)
    )
    return int(connection.scalar(query) or 0) if accounts else 0


def dealt_days(connection: sa.Connection, participant: str) -> tuple[DealtDay, ...]:
    """Return the days on which a participant dealt, the newest first. Index: the key of `account_day`."""
    table = table_of(AccountDay).c
    trading = [one.number for one in accounts_of(connection, participant) if one.purpose == "TR"]
    query = (
        sa.select(table.day, sa.func.sum(table.bought_units), sa.func.sum(table.sold_units))
        .where(table.account.in_(trading))
        .group_by(table.day)
        .order_by(table.day.desc())
        .limit(DAYS)
    )
    return tuple(DealtDay(day, int(bought), int(sold)) for day, bought, sold in connection.execute(query))


def market_days(connection: sa.Connection, *, limit: int) -> tuple[str, ...]:
    """Return the newest days on which anything was dealt in. Index: `newest` of days, a few rows a product."""
    table = table_of(MarketDay).c
    found: set[str] = set()
    for code in connection.scalars(sa.select(_product.code)).all():
        query = sa.select(table.day).where(table.product == code).order_by(table.age).limit(limit)
        found |= set(connection.scalars(query))
    return tuple(sorted(found, reverse=True)[:limit])
