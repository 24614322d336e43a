"""Writing one decided batch: leaves, tiles, records, ranges, balances, moves and the head, in one transaction.

Plain statements with many rows each, straight to the driver. In PostgreSQL every table takes arrays through `unnest`,
which costs a tenth of one statement a row, and the whole transaction travels in one pipeline: one round trip from BEGIN
to the head that is read back. `COPY` cannot upsert.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import sqlalchemy as sa

from registry.ledger.merkle import Frontier
from registry.ledger.state import Changes
from registry.store import tables
from registry.store.finding import name_rows, touched_rows
from registry.store.projection import mapper_of
from registry.store.tables import account_key, fork_of

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class LeafRow:
    """A leaf with the columns that pages look for."""

    index: int
    id: bytes
    kind: str
    participant: str
    recorded_at: int
    expires: int
    result: str
    data: bytes


@dataclass(frozen=True, slots=True)
class TileRow:
    """A full hash tile and the root of its 256 hashes."""

    level: int
    index: int
    root: bytes
    data: bytes


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement in both databases' forms: SQLite is given rows, PostgreSQL an array a column."""

    sqlite: str
    postgresql: str


@dataclass(frozen=True, slots=True)
class Posting:
    """What one batch writes: its leaves, what they changed, the tiles they filled, and the head after them."""

    leaves: Sequence[LeafRow]
    changes: Changes
    tiles: Sequence[TileRow]
    head: dict[str, Any]


def post(
    connection: sa.Connection,
    leaves: Sequence[LeafRow],
    changes: Changes,
    *,
    tiles: Sequence[TileRow],
    head: dict[str, Any],
) -> None:
    """Write everything that a batch changed; the caller commits."""
    if not connection.in_transaction():
        connection.begin()
    _run(connection, connection.connection.cursor(), Posting(leaves, changes, tiles, head))


def commit(connection: sa.Connection, posting: Posting) -> bytes:
    """Write a batch in a transaction of its own and return the head's frontier as read back after the COMMIT.

    The connection is in autocommit, so that the transaction begins and ends here alone.
    """
    if connection.dialect.name == "postgresql":
        raw: Any = connection.connection.dbapi_connection
        try:
            with raw.pipeline():
                raw.execute("BEGIN")
                _run(connection, raw, posting)
                raw.execute("COMMIT")
                found = raw.execute(_READ_FRONTIER)
        except BaseException:
            with suppress(Exception):  # a lost session has nothing to roll back
                raw.rollback()
            raise
        return cast("bytes", found.fetchone()[0])
    cursor = connection.connection.cursor()
    cursor.execute("BEGIN IMMEDIATE")
    try:
        _run(connection, cursor, posting)
        cursor.execute("COMMIT")
    except BaseException:
        # Some errors, a full disk among them, have ended the transaction already.
        if cast("Any", connection.connection.dbapi_connection).in_transaction:
            cursor.execute("ROLLBACK")
        raise
    return cast("bytes", cursor.execute(_READ_FRONTIER).fetchone()[0])


def _run(connection: sa.Connection, cursor: Any, posting: Posting) -> None:  # noqa: ANN401  a driver's cursor
    if connection.dialect.name == "postgresql":
        for statement, rows in _statements(posting):
            cursor.execute(statement.postgresql, [_array(column) for column in zip(*rows, strict=True)])
        cursor.execute(_PUT_HEAD.postgresql, (posting.head["frontier"], posting.head["recorded_at"]))
        return
    for statement, rows in _statements(posting):
        cursor.executemany(statement.sqlite, rows)
    cursor.execute(_PUT_HEAD.sqlite, (posting.head["frontier"], posting.head["recorded_at"]))


def _array(column: tuple[Any, ...]) -> Any:  # noqa: ANN401  a driver's parameter
    """Return a column as PostgreSQL's driver takes an array; integers as its text, which costs a sixth of a list."""
    if all(type(item) is int for item in column):
        return f"{{{','.join(map(str, column))}}}"
    return list(column)


def _statements(posting: Posting) -> Iterator[tuple[Statement, list[Row]]]:
    """Yield what has rows, in the order in which it is written."""
    changes = posting.changes
    held = [(key, at) for key, at in changes.ranges.items() if at is not None]
    parts = (
        (_INSERT_LEAF, [_tuple(row) for row in posting.leaves]),
        (_INSERT_TILE, [_tuple(row) for row in posting.tiles]),
        *_record_rows(changes),
        (_INSERT_TOUCHED, touched_rows(changes)),
        (_PUT_NAME, name_rows(changes)),
        # A range that grew or shrank has a new last serial; the old ones go first, so no moment shows an overlap.
        (_DELETE_RANGE, list(changes.ranges)),
        (_INSERT_RANGE, [(*key, first, account_key(account)) for key, (account, first) in held]),
        (_PUT_BALANCE, [(account_key(at), asset, units) for (at, asset), units in changes.balances.items()]),
        (_INSERT_MOVE, [_move_row(move) for move in changes.moves]),
    )
    return ((statement, rows) for statement, rows in parts if rows)


def _tuple(row: LeafRow | TileRow) -> Row:
    return tuple(getattr(row, name) for name in row.__slots__)


def _move_row(move: Any) -> Row:  # noqa: ANN401
    transfer = move.transfer
    return (
        move.index,
        move.n,
        account_key(transfer.source),
        account_key(transfer.target),
        transfer.asset,
        transfer.batch,
        transfer.first,
        transfer.units,
        move.source_balance,
        move.target_balance,
        fork_of(transfer.first, transfer.last) if transfer.batch else 0,
    )


def _record_rows(changes: Changes) -> Iterator[tuple[Statement, list[Row]]]:
    by_class: dict[type, list[object]] = {}
    for (cls, _), item in changes.records.items():
        by_class.setdefault(cls, []).append(item)
    for cls, items in by_class.items():
        to_row = mapper_of(cls).to_row
        yield _put_record(cls), [tuple(to_row(item).values()) for item in items]


@cache
def _put_record(cls: type) -> Statement:
    table = mapper_of(cls).table
    kinds = {sa.BigInteger: "bigint", sa.Boolean: "boolean"}
    types = " ".join(kinds.get(type(column.type), "text") for column in table.columns)
    others = ", ".join(f'"{c.name}" = excluded."{c.name}"' for c in table.columns if not c.primary_key)
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key)
    conflict = f" ON CONFLICT ({keys}) DO " + (f"UPDATE SET {others}" if others else "NOTHING")
    return _insert(table.name, " ".join(column.name for column in table.columns), types, conflict)


def _insert(table: str, columns: str, types: str, conflict: str = "") -> Statement:
    names = ", ".join(f'"{name}"' for name in columns.split())
    kinds = types.split()
    marks = ", ".join("?" for _ in kinds)
    # Bytes travel as they are; psycopg would write them out as hexadecimal digits.
    arrays = ", ".join(f"%{'b' if kind == 'bytea' else 's'}::{kind}[]" for kind in kinds)
    return Statement(
        f'INSERT INTO "{table}" ({names}) VALUES ({marks}){conflict}',  # noqa: S608  names of our own tables
        f'INSERT INTO "{table}" ({names}) SELECT * FROM unnest({arrays}){conflict}',  # noqa: S608
    )


_READ_FRONTIER = "SELECT frontier FROM head"
_PUT_HEAD = Statement(
    "UPDATE head SET frontier = ?, recorded_at = ?",
    "UPDATE head SET frontier = %b, recorded_at = %s",
)
_INSERT_LEAF = _insert(
    "leaf",
    "index id kind participant recorded_at expires result data",
    "bigint bytea text text bigint bigint text bytea",
)
_INSERT_TILE = _insert("tile", "level index root data", "int bigint bytea bytea")
_INSERT_RANGE = _insert("unit_range", "batch last first account", "bigint bigint bigint bigint")
_DELETE_RANGE = Statement(
    "DELETE FROM unit_range WHERE batch = ? AND last = ?",
    "DELETE FROM unit_range r USING unnest(%s::bigint[], %s::bigint[]) AS g(batch, last)"
    " WHERE r.batch = g.batch AND r.last = g.last",
)
_PUT_BALANCE = _insert(
    "balance",
    "account asset units",
    "bigint text bigint",
    " ON CONFLICT (account, asset) DO UPDATE SET units = excluded.units",
)
_INSERT_TOUCHED = _insert("record_history", "record key index", "text text bigint", " ON CONFLICT DO NOTHING")
_PUT_NAME = _insert(
    "name_key",
    "record key name initials pinyin",
    "text text text text text",
    " ON CONFLICT (record, key) DO UPDATE SET"
    " name = excluded.name, initials = excluded.initials, pinyin = excluded.pinyin",
)
_INSERT_MOVE = _insert(
    "move",
    "index n source target asset batch first units source_balance target_balance fork",
    "bigint int bigint bigint text bigint bigint bigint bigint bigint bigint",
)


def found(connection: sa.Connection, origin: str, log_key: str) -> None:
    """Write the empty head that genesis follows; done once, by `registry init`."""
    empty = {"one": 1, "origin": origin, "log_key": log_key, "frontier": Frontier().to_bytes(), "recorded_at": 0}
    connection.execute(sa.insert(tables.head).values(empty))
