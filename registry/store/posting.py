"""Writing one decided batch: leaves, tiles, records, ranges, balances, moves and the head, in one transaction.

Plain statements with many rows each, straight to the driver. In PostgreSQL every table takes arrays through `unnest`,
which costs a tenth of one statement a row, and all of it travels in one `pipeline`: one round trip from the first leaf
to the head that is read back. `COPY` cannot upsert.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any, cast

import sqlalchemy as sa

from registry.ledger.merkle import Frontier
from registry.ledger.state import Changes
from registry.store import pipeline, tables
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
    """One statement in both databases' forms: SQLite is given rows, PostgreSQL an array a column, of these types."""

    sqlite: str
    postgresql: str
    types: tuple[str, ...]


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
    posting = Posting(leaves, changes, tiles, head)
    if connection.dialect.name == "postgresql":
        _write_columns(connection, posting)
    else:
        _write_rows(connection.connection.cursor(), posting)


def commit(connection: sa.Connection, posting: Posting) -> bytes:
    """Write a batch in a transaction of its own and return the head's frontier as read back after the COMMIT.

    The connection is in autocommit, so that the transaction begins and ends here alone.
    """
    if connection.dialect.name == "postgresql":
        results = pipeline.run(connection, [_calls(posting), [(_READ_FRONTIER, (), ())]])
        return cast("bytes", results[-1].get_value(0, 0))
    cursor = connection.connection.cursor()
    cursor.execute("BEGIN IMMEDIATE")
    try:
        _write_rows(cursor, posting)
        cursor.execute("COMMIT")
    except BaseException:
        # Some errors, a full disk among them, have ended the transaction already.
        if cast("Any", connection.connection.dbapi_connection).in_transaction:
            cursor.execute("ROLLBACK")
        raise
    return cast("bytes", cursor.execute(_READ_FRONTIER).fetchone()[0])


def _calls(posting: Posting) -> list[pipeline.Call]:
    calls = []
    for statement, rows in _statements(posting):
        columns = zip(statement.types, zip(*rows, strict=True), strict=True)
        arrays = [pipeline.array(kind, column) for kind, column in columns]
        calls.append((statement.postgresql, arrays, [int(kind == "bytea") for kind in statement.types]))
    frontier, recorded_at = posting.head["frontier"], posting.head["recorded_at"]
    return [*calls, (_PUT_HEAD.postgresql, (frontier, b"%d" % recorded_at), (1, 0))]


def _write_columns(connection: sa.Connection, posting: Posting) -> None:
    driver: Any = connection.dialect.loaded_dbapi
    cursor = driver.RawCursor(connection.connection.dbapi_connection)
    for statement, rows in _statements(posting):
        columns = zip(statement.types, zip(*rows, strict=True), strict=True)
        cursor.execute(
            statement.postgresql,
            [list(column) if kind == "bytea" else pipeline.array(kind, column).decode() for kind, column in columns],
        )
    cursor.execute(_PUT_HEAD.postgresql, (posting.head["frontier"], posting.head["recorded_at"]))


def _write_rows(cursor: Any, posting: Posting) -> None:  # noqa: ANN401  a driver's cursor
    for statement, rows in _statements(posting):
        cursor.executemany(statement.sqlite, rows)
    cursor.execute(_PUT_HEAD.sqlite, (posting.head["frontier"], posting.head["recorded_at"]))


def _statements(posting: Posting) -> Iterator[tuple[Statement, Sequence[Row]]]:
    """Yield what has rows, in the order in which it is written."""
    changes = posting.changes
    held = [(key, at) for key, at in changes.ranges.items() if at is not None]
    parts: tuple[tuple[Statement, Sequence[Row]], ...] = (
        (_INSERT_LEAF, [_leaf_values(row) for row in posting.leaves]),
        (_INSERT_TILE, [_tile_values(row) for row in posting.tiles]),
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


_leaf_values = attrgetter(*LeafRow.__slots__)
_tile_values = attrgetter(*TileRow.__slots__)


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
    kinds = tuple(types.split())
    marks = ", ".join("?" for _ in kinds)
    arrays = ", ".join(f"${n}::{kind}[]" for n, kind in enumerate(kinds, 1))
    return Statement(
        f'INSERT INTO "{table}" ({names}) VALUES ({marks}){conflict}',  # noqa: S608  names of our own tables
        f'INSERT INTO "{table}" ({names}) SELECT * FROM unnest({arrays}){conflict}',  # noqa: S608
        kinds,
    )


_READ_FRONTIER = "SELECT frontier FROM head"
_PUT_HEAD = Statement(
    "UPDATE head SET frontier = ?, recorded_at = ?",
    "UPDATE head SET frontier = $1::bytea, recorded_at = $2::bigint",
    ("bytea", "bigint"),
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
    "DELETE FROM unit_range r USING unnest($1::bigint[], $2::bigint[]) AS g(batch, last)"
    " WHERE r.batch = g.batch AND r.last = g.last",
    ("bigint", "bigint"),
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
