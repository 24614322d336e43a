"""Writing one decided batch: leaves, tiles, records, ranges, balances, moves and the head, in one transaction.

Plain statements with many rows each. In PostgreSQL the hot tables take arrays through `unnest`, which costs a tenth of
one statement a row; `COPY` cannot upsert.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from registry.ledger.state import Changes
from registry.store import tables
from registry.store.projection import mapper_of
from registry.store.tables import account_key, fork_of


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


def post(
    connection: sa.Connection, leaves: Sequence[LeafRow], changes: Changes, *, tiles: Sequence[TileRow], head: dict[str, Any]
) -> None:
    """Write everything that a batch changed; the caller commits."""
    put = _put_arrays if connection.dialect.name == "postgresql" else _put_rows
    put(connection, _INSERT_LEAF, [_tuple(row) for row in leaves])
    if tiles:
        put(connection, _INSERT_TILE, [_tuple(row) for row in tiles])
    _put_records(connection, changes)
    gone = [key for key, held in changes.ranges.items() if held is None]
    kept = [(batch, last, held[1], account_key(held[0])) for (batch, last), held in changes.ranges.items() if held]
    # A range that grew or shrank has a new last serial; the old ones go first, so no moment shows an overlap.
    put(connection, _DELETE_RANGE, [*gone, *((batch, last) for batch, last, _, _ in kept)])
    put(connection, _INSERT_RANGE, kept)
    put(connection, _PUT_BALANCE, [(account_key(a), asset, units) for (a, asset), units in changes.balances.items()])
    put(connection, _INSERT_MOVE, [_move_row(move) for move in changes.moves])
    connection.execute(sa.update(tables.head).values(**head))


def _tuple(row: LeafRow | TileRow) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in row.__slots__)


def _move_row(move: Any) -> tuple[Any, ...]:  # noqa: ANN401
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


def _put_records(connection: sa.Connection, changes: Changes) -> None:
    by_class: dict[type, list[object]] = {}
    for (cls, _), item in changes.records.items():
        by_class.setdefault(cls, []).append(item)
    for cls, items in by_class.items():
        mapper = mapper_of(cls)
        connection.execute(_upsert(mapper.table, connection.dialect.name), [mapper.to_row(item) for item in items])


_UPSERTS: dict[tuple[str, str], sa.Executable] = {}


def _upsert(table: sa.Table, dialect: str) -> sa.Executable:
    made = _UPSERTS.get((table.name, dialect))
    if made is None:
        insert: Any = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
        keys = [column.name for column in table.primary_key]
        others = {c.name: insert.excluded[c.name] for c in table.columns if not c.primary_key}
        made = insert.on_conflict_do_update(index_elements=keys, set_=others) if others else insert.on_conflict_do_nothing()
        _UPSERTS[table.name, dialect] = made
    return made


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement in both databases' forms; the types are those of the arrays that PostgreSQL is given."""

    sqlite: str
    postgresql: str
    types: tuple[str, ...]


def _put_rows(connection: sa.Connection, statement: Statement, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        connection.exec_driver_sql(statement.sqlite, list(rows))


def _put_arrays(connection: sa.Connection, statement: Statement, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        connection.exec_driver_sql(statement.postgresql, tuple(list(column) for column in zip(*rows, strict=True)))


def _insert(table: str, columns: str, types: str, conflict: str = "") -> Statement:
    names = ", ".join(f'"{name}"' for name in columns.split())
    kinds = tuple(types.split())
    marks = ", ".join("?" for _ in kinds)
    arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
    return Statement(
        f"INSERT INTO {table} ({names}) VALUES ({marks}){conflict}",  # noqa: S608  constants of this module
        f"INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays}){conflict}",  # noqa: S608
        kinds,
    )


_INSERT_LEAF = _insert(
    "leaf", "index id kind participant recorded_at expires result data", "bigint bytea text text bigint bigint text bytea"
)
_INSERT_TILE = _insert("tile", "level index root data", "int bigint bytea bytea")
_INSERT_RANGE = _insert("unit_range", "batch last first account", "bigint bigint bigint bigint")
_DELETE_RANGE = Statement(
    "DELETE FROM unit_range WHERE batch = ? AND last = ?",
    "DELETE FROM unit_range r USING unnest(%s::bigint[], %s::bigint[]) AS g(batch, last)"
    " WHERE r.batch = g.batch AND r.last = g.last",
    ("bigint", "bigint"),
)
_PUT_BALANCE = _insert(
    "balance",
    "account asset units",
    "bigint text bigint",
    " ON CONFLICT (account, asset) DO UPDATE SET units = excluded.units",
)
_INSERT_MOVE = _insert(
    "move",
    "index n source target asset batch first units source_balance target_balance fork",
    "bigint int bigint bigint text bigint bigint bigint bigint bigint bigint",
)
