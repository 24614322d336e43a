"""Statements: the moves of one account over a period, each with the balance after it, and the balances at both edges.

A move row carries both running balances, so nothing is summed here. A period is turned into positions of the log,
whose times never go back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from registry.areas.participants.queries.holdings import batch_texts, serial_text
from registry.ledger.errors import Malformed
from registry.store.log import read_head
from registry.store.tables import account_key, account_text, balance, leaf, move

PAGE: Final = 50
# A download is read in parts of so many rows.
EXPORT_MAX: Final = 1_000


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One move as its account sees it: ``units`` are negative where they left; ``balance`` is the one after it."""

    recorded_at: int
    index: int
    kind: str
    entry: str
    counterpart: str
    asset: str
    units: int
    balance: int
    serial: str
    n: int


@dataclass(frozen=True, slots=True)
class Edge:
    """What the account held of an asset when the period began and when it ended."""

    asset: str
    opening: int
    closing: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A page of moves, newest first unless asked otherwise, and the edges of the whole period."""

    rows: tuple[StatementRow, ...]
    edges: tuple[Edge, ...]
    next_after: str | None


def size_at(connection: sa.Connection, instant: int) -> int:
    """Return how many entries had been recorded before an instant; found by halving, since times never go back."""
    head = read_head(connection)
    low, high = 0, head.size if head else 0
    at = sa.select(leaf.c.recorded_at).where(leaf.c.index == sa.bindparam("at"))
    while low < high:
        middle = (low + high) // 2
        recorded_at = connection.scalar(at, {"at": middle})
        if recorded_at is not None and recorded_at < instant:
            low = middle + 1
        else:
            high = middle
    return low


def statement(
    connection: sa.Connection, account: str, *, since: int | None = None, until: int | None = None,
    asset: str | None = None, oldest_first: bool = False, after: str | None = None, limit: int = PAGE,
) -> Statement:  # fmt: skip
    """Return the moves of an account from ``since`` to before ``until`` (microseconds UTC), past the key ``after``.

    Raises:
        Malformed: ``after`` if the key (`<index>-<n>`) is none.
    """
    start = size_at(connection, since) if since is not None else 0
    end = size_at(connection, until) if until is not None else None
    found = _moves(
        connection, account_key(account), start=start, end=end, asset=asset, oldest_first=oldest_first,
        after=_place(after) if after else None, limit=limit + 1,
    )  # fmt: skip
    rows = _rows(connection, account_key(account), found[:limit])
    return Statement(
        rows=rows,
        edges=edges_of(connection, account, start=start, end=end, asset=asset),
        next_after=f"{rows[-1].index}-{rows[-1].n}" if len(found) > limit else None,
    )


def recent_moves(
    connection: sa.Connection, accounts: Sequence[str], limit: int
) -> tuple[tuple[str, StatementRow], ...]:
    """Return the newest moves of several accounts together, each with its account."""
    found: list[tuple[str, sa.Row[Any]]] = []
    for account in accounts:
        key = account_key(account)
        moves = _moves(connection, key, start=0, end=None, asset=None, oldest_first=False, after=None, limit=limit)
        found += [(account, row) for row in moves]
    found.sort(key=lambda one: (one[1].position, one[1].n), reverse=True)
    texts = batch_texts(connection, (row.batch for _, row in found[:limit] if row.batch))
    return tuple((account, _row(row, account_key(account), texts.get(row.batch))) for account, row in found[:limit])


def moves_query(
    account: int, *, start: int, end: int | None, asset: str | None, oldest_first: bool,
    after: tuple[int, int] | None, limit: int,
) -> sa.Select[Any]:  # fmt: skip
    """Return the query of one page: both sides go through their own index, and each reads no more than a page."""
    sides = []
    for column in (move.c.source, move.c.target):
        side = sa.select(move).where(column == account, move.c.index >= start)
        if end is not None:
            side = side.where(move.c.index < end)
        if asset is not None:
            side = side.where(move.c.asset == asset)
        if after is not None:
            here, there = sa.tuple_(move.c.index, move.c.n), sa.tuple_(*after)
            bound = move.c.index >= after[0] if oldest_first else move.c.index <= after[0]
            side = side.where(bound, here > there if oldest_first else here < there)
        order = (move.c.index, move.c.n) if oldest_first else (move.c.index.desc(), move.c.n.desc())
        sides.append(sa.select(side.order_by(*order).limit(limit).subquery()))
    both = sa.union_all(*sides).subquery("both")
    place = (both.c.index, both.c.n) if oldest_first else (both.c.index.desc(), both.c.n.desc())
    return (
        sa.select(
            both.c.index.label("position"),
            *(column for column in both.c if column.name != "index"),
            leaf.c.recorded_at,
            leaf.c.kind,
            leaf.c.id,
        )
        .join(leaf, leaf.c.index == both.c.index)
        .order_by(*place)
        .limit(limit)
    )


def _moves(connection: sa.Connection, account: int, **wanted: Any) -> Sequence[sa.Row[Any]]:  # noqa: ANN401
    return connection.execute(moves_query(account, **wanted)).all()


def _rows(connection: sa.Connection, account: int, found: Sequence[sa.Row[Any]]) -> tuple[StatementRow, ...]:
    texts = batch_texts(connection, (row.batch for row in found if row.batch))
    return tuple(_row(row, account, texts.get(row.batch)) for row in found)


def _row(row: sa.Row[Any], account: int, batch: str | None) -> StatementRow:
    leaves = row.source == account
    return StatementRow(
        recorded_at=row.recorded_at,
        index=row.position,
        kind=row.kind,
        entry=str(UUID(bytes=row.id)),
        counterpart=account_text(row.target if leaves else row.source),
        asset=row.asset,
        units=-row.units if leaves else row.units,
        balance=row.source_balance if leaves else row.target_balance,
        serial=serial_text(batch, row.first, row.first + row.units - 1) if batch else "",
        n=row.n,
    )


def edges_of(
    connection: sa.Connection, account: str, *, start: int, end: int | None, asset: str | None = None
) -> tuple[Edge, ...]:
    """Return what an account held of each asset, or of one, before two positions of the log; now without an `end`."""
    key = account_key(account)
    query = sa.select(balance.c.asset, balance.c.units).where(balance.c.account == key)
    if asset is not None:
        query = query.where(balance.c.asset == asset)
    edges = []
    for row in connection.execute(query.order_by(balance.c.asset)).all():
        opening = _balance_before(connection, key, row.asset, start, now=row.units)
        closing = row.units if end is None else _balance_before(connection, key, row.asset, end, now=row.units)
        edges.append(Edge(row.asset, opening, closing))
    return tuple(edges)


def _balance_before(connection: sa.Connection, account: int, asset: str, index: int, *, now: int) -> int:
    """Return the balance before a position: what stood before the next move, or what stands now if there is none."""
    if index == 0:
        return 0
    query = moves_query(account, start=index, end=None, asset=asset, oldest_first=True, after=None, limit=1)
    row = connection.execute(query).first()
    if row is None:
        return now
    return int(row.source_balance + row.units if row.source == account else row.target_balance - row.units)


def _place(after: str) -> tuple[int, int]:
    index, _, n = after.partition("-")
    if not (index.isdecimal() and n.isdecimal()):
        raise Malformed("after", after=after[:80])
    return int(index), int(n)
