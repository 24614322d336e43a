"""The settlement bank's file: a day's money of all who had any moved, with as many queries for many as for few.

What a line means and how it adds up is said in `clearing`, which gives one participant's day in full.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, TypeVar

import sqlalchemy as sa

from registry.areas.trading.queries.clearing import COUNTED, MoneyLine, Span
from registry.areas.trading.rules.records import MONEY, Trade
from registry.areas.trading.rules.settlement import TRADES_PER_ENTRY
from registry.ledger.book import Account
from registry.ledger.parties import Participant
from registry.store.projection import table_of
from registry.store.tables import account_key, account_text, balance, leaf, move

# Databases bound how many values one statement may carry.
AT_ONCE: Final = 2_000
_FIGURES: Final = (move.c.n, move.c.units, move.c.source_balance, move.c.target_balance)
_account, _party, _trade = table_of(Account).c, table_of(Participant).c, table_of(Trade).c

T = TypeVar("T")


@dataclass(slots=True)
class _Day:
    """What is summed up of a participant's day, in fen."""

    opening: int = 0
    closing: int = 0
    received: int = 0
    paid: int = 0
    fee: int = 0
    deposited: int = 0
    withdrawn: int = 0


def bank_day(connection: sa.Connection, span: Span) -> tuple[MoneyLine, ...]:
    """Return the money of all who had any moved on a day, by participant."""
    holders = _holders(connection, span)
    days: dict[str, _Day] = {one: _Day() for one in holders}
    accounts = _accounts(connection, days)
    keys = {account_key(number): holder for number, holder in accounts.items()}
    for key, opening, closing in _edges(connection, list(keys), span):
        days[keys[key]].opening += opening
        days[keys[key]].closing += closing
    _add_deals(connection, days, span)
    for key, fen in _moved(connection, move.c.target, "trading.deposit", span):
        if account_text(key)[3:5] == "CA" and key in keys:
            days[keys[key]].deposited += fen
    for key, fen in _moved(connection, move.c.source, "trading.pay_out", span):
        if account_text(key)[3:5] == "PE" and key in keys:
            days[keys[key]].withdrawn += fen
    cash: dict[str, str] = {}
    for number, holder in accounts.items():
        if number[3:5] == "CA":
            cash.setdefault(holder, number)
    return tuple(_line(one, name, cash.get(one, ""), days[one]) for one, name in holders.items())


def _holders(connection: sa.Connection, span: Span) -> dict[str, str]:
    """Return who had money moved on the day, with names, in order. It reads the day's moves once a side."""
    moved: set[int] = set()
    for column in (move.c.source, move.c.target):
        query = sa.select(column).where(move.c.index >= span.start, move.c.index < span.end, move.c.asset == MONEY)
        moved |= set(connection.scalars(query.distinct()))
    numbers = sorted(text for text in map(account_text, moved) if text[3:5] in COUNTED)
    found: dict[str, str] = {}
    for part in _parts(numbers):
        query = sa.select(_party.number, _party.name).join(table_of(Account), _account.holder == _party.number)
        found |= {row.number: row.name for row in connection.execute(query.where(_account.number.in_(part)))}
    return dict(sorted(found.items()))


def _accounts(connection: sa.Connection, holders: Iterable[str]) -> dict[str, str]:
    """Return the holders of all counted accounts of some participants, by account and in its order."""
    found: dict[str, str] = {}
    for part in _parts(holders):
        query = sa.select(_account.number, _account.holder).where(_account.holder.in_(part))
        found |= {row.number: row.holder for row in connection.execute(query) if row.number[3:5] in COUNTED}
    return dict(sorted(found.items()))


def _edges(connection: sa.Connection, keys: Sequence[int], span: Span) -> Iterator[tuple[int, int, int]]:
    """Yield accounts with the money in them before the day's first position and after its last."""
    for part in _parts(keys):
        query = sa.select(balance.c.account, balance.c.units).where(
            balance.c.account.in_(part), balance.c.asset == MONEY
        )
        now = {row.account: row.units for row in connection.execute(query)}
        opening, closing = (_before(connection, now, index) for index in (span.start, span.end))
        yield from ((key, opening[key], closing[key]) for key in now)


def _before(connection: sa.Connection, now: dict[int, int], index: int) -> dict[int, int]:
    """Return balances before a position: what stood before each account's next move, or stands now if there is none.

    Both sides of the moves go through their own index, one step an account.
    """
    found = dict.fromkeys(now, 0) if index == 0 else dict(now)
    next_place: dict[int, tuple[int, int]] = {}
    for column in (move.c.source, move.c.target) if index else ():
        for row in connection.execute(_next_moves(column, list(now), index)):
            place = (row.position, row.n)
            if row.account not in next_place or place < next_place[row.account]:
                next_place[row.account] = place
                found[row.account] = (
                    row.source_balance + row.units if column is move.c.source else row.target_balance - row.units
                )
    return found


def _next_moves(column: sa.Column[Any], keys: Sequence[int], index: int) -> sa.Select[Any]:
    """Return the query of each account's first move of money on one side at or after a position."""
    of = move.alias("of")
    first = (
        sa.select(of.c.index)
        .where(of.c[column.name] == balance.c.account, of.c.index >= index, of.c.asset == MONEY)
        .order_by(of.c.index)
        .limit(1)
        .scalar_subquery()
    )
    joined = balance.join(move, sa.and_(column == balance.c.account, move.c.index == first, move.c.asset == MONEY))
    return (
        sa.select(balance.c.account, move.c.index.label("position"), *_FIGURES)
        .select_from(joined)
        .where(balance.c.account.in_(keys), balance.c.asset == MONEY)
    )


def _add_deals(connection: sa.Connection, days: dict[str, _Day], span: Span) -> None:
    """Add what the day's trades came to. It reads them once a side."""
    bounds = (_trade.number >= span.start * TRADES_PER_ENTRY, _trade.number < span.end * TRADES_PER_ENTRY)
    total = sa.func.sum(_trade.turnover_fen)
    query = sa.select(_trade.buyer, total, sa.func.sum(_trade.buyer_fee_fen)).where(*bounds).group_by(_trade.buyer)
    for party, turnover, fee in connection.execute(query):
        if party in days:
            days[party].paid += int(turnover)
            days[party].fee += int(fee)
    query = sa.select(_trade.seller, total, sa.func.sum(_trade.seller_fee_fen)).where(*bounds).group_by(_trade.seller)
    for party, turnover, fee in connection.execute(query):
        if party in days:
            days[party].received += int(turnover)
            days[party].fee += int(fee)


def _moved(connection: sa.Connection, column: sa.Column[Any], kind: str, span: Span) -> Iterator[tuple[int, int]]:
    """Yield accounts with the money that entries of a kind moved into or out of them on the day."""
    query = (
        sa.select(column, sa.func.sum(move.c.units))
        .join(leaf, leaf.c.index == move.c.index)
        .where(move.c.index >= span.start, move.c.index < span.end, move.c.asset == MONEY, leaf.c.kind == kind)
        .group_by(column)
    )
    yield from ((int(key), int(fen)) for key, fen in connection.execute(query))


def _line(participant: str, name: str, cash: str, day: _Day) -> MoneyLine:
    explained = day.opening + day.received - day.paid - day.fee + day.deposited - day.withdrawn
    return MoneyLine(
        participant=participant,
        name=name,
        cash=cash,
        opening_fen=day.opening,
        received_fen=day.received,
        paid_fen=day.paid,
        fee_fen=day.fee,
        deposited_fen=day.deposited,
        withdrawn_fen=day.withdrawn,
        other_fen=day.closing - explained,
        closing_fen=day.closing,
    )


def _parts(items: Iterable[T]) -> Iterator[list[T]]:
    left = iter(items)
    while part := list(islice(left, AT_ONCE)):
        yield part
