"""The state in SQL as canonical lines: the same bytes that a replay of the log dumps, streamed in the same order."""

from collections.abc import Iterator
from itertools import chain, groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from registry.ledger.book import Batch
from registry.ledger.errors import Malformed
from registry.ledger.merkle import Frontier
from registry.ledger.replay import Position, Replay, dump, load_replay, oldest_live_id
from registry.ledger.rules import Catalogue
from registry.ledger.serials import Purpose
from registry.store import tables
from registry.store.log import read_head
from registry.store.projection import mapper_of
from registry.store.tables import account_key, account_text

_ROWS = 1000
_PURPOSE = 100_000_000
_ZONE = 100 * _PURPOSE


def dump_sql(connection: sa.Connection, catalogue: Catalogue) -> Iterator[bytes]:
    """Yield the canonical lines of the database's state.

    Raises:
        Malformed: ``no_head`` if no registry was founded here.
    """
    head = read_head(connection)
    if head is None:
        raise Malformed("no_head")
    position = Position(head.origin, head.size, head.root, head.recorded_at)
    return dump(
        position,
        records=_records(connection, catalogue),
        holdings=_holdings(connection),
        ids=_live_ids(connection, head.recorded_at),
    )


def load_state(connection: sa.Connection, catalogue: Catalogue) -> Replay:
    """Return a replay that stands where the database stands.

    Raises:
        Malformed: ``no_head``.
    """
    frontier = connection.scalar(sa.select(tables.head.c.frontier))
    if frontier is None:
        raise Malformed("no_head")
    return load_replay(dump_sql(connection, catalogue), frontier=Frontier.from_bytes(frontier), catalogue=catalogue)


def streamed(connection: sa.Connection, query: sa.Select[Any]) -> Any:  # noqa: ANN401  rows of any shape
    """Return the rows of a query without holding all of them."""
    return connection.execute(query, execution_options={"yield_per": _ROWS})


def bytewise(connection: sa.Connection, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Return what orders a text column by its bytes, as Python does, on both databases."""
    return sa.collate(column, "C") if connection.dialect.name == "postgresql" else column


def _records(connection: sa.Connection, catalogue: Catalogue) -> Iterator[tuple[str, object]]:
    for of in sorted(catalogue.record_types, key=lambda one: one.name):
        mapper = mapper_of(of.cls)
        order = [mapper.table.c[name] for name in of.key]
        for row in streamed(connection, sa.select(mapper.table).order_by(*order)):
            yield of.name, mapper.from_row(row)


def _holdings(connection: sa.Connection) -> Iterator[tuple[str, str, int, list[list[int]]]]:
    """Merge balances with ranges, both in the order of account and asset."""
    rows = _merged(_balances(connection), _ranges(connection))
    for (_, account, asset), group in groupby(rows, key=itemgetter(0)):
        parts = list(group)
        balance = sum(units for _, units, _ in parts)
        ranges = [held for _, _, held in parts if held]
        if balance or ranges:
            yield account_text(account), asset, balance, ranges


Part = tuple[tuple[str, int, str], int, list[int]]


def _merged(left: Iterator[Part], right: Iterator[Part]) -> Iterator[Part]:
    one, other = next(left, None), next(right, None)
    while one is not None and other is not None:
        if one[0] <= other[0]:
            yield one
            one = next(left, None)
        else:
            yield other
            other = next(right, None)
    rest = (item for item in (one, other) if item is not None)
    yield from chain(rest, left, right)


def _place(account: int, asset: str) -> tuple[str, int, str]:
    return account_text(account)[:14], account, asset


def _account_order(column: sa.ColumnElement[int]) -> list[sa.ColumnElement[Any]]:
    """Return the order of account numbers as text, from the integers that stand for them."""
    by_letters = sorted(purpose.value for purpose in Purpose)
    numbers = {account_key(f"00-{letters}-00000000-00") // _PURPOSE: n for n, letters in enumerate(by_letters)}
    rank = sa.case(numbers, value=column // _PURPOSE % 100)
    return [column // _ZONE, rank, column % _PURPOSE]


def _balances(connection: sa.Connection) -> Iterator[Part]:
    table = tables.balance.c
    query = sa.select(table.account, table.asset, table.units).where(table.units != 0)
    order = (*_account_order(table.account), bytewise(connection, table.asset))
    for account, asset, units in streamed(connection, query.order_by(*order)):
        yield _place(account, asset), units, []


def _ranges(connection: sa.Connection) -> Iterator[Part]:
    held, batch = tables.unit_range.c, mapper_of(Batch).table.c
    query = sa.select(held.account, batch.asset, held.batch, held.first, held.last).join_from(
        tables.unit_range, mapper_of(Batch).table, batch.number == held.batch
    )
    order = (*_account_order(held.account), bytewise(connection, batch.asset), held.batch, held.first)
    for account, asset, number, first, last in streamed(connection, query.order_by(*order)):
        yield _place(account, asset), 0, [number, first, last]


def _live_ids(connection: sa.Connection, now: int) -> Iterator[str]:
    """Yield the used ids that another entry could still carry; ids sort by their time, so no scan is needed."""
    column = tables.leaf.c.id
    query = sa.select(column).where(column >= UUID(oldest_live_id(now)).bytes).order_by(column)
    for (key,) in streamed(connection, query):
        yield str(UUID(bytes=key))
