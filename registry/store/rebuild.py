"""A second database made from the log of the first: every leaf replayed, every projection written anew, then swapped.

What is not a projection (people's accounts, drafts, documents) is copied as it is. The first database is only read.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from registry.ledger.errors import Malformed, Tampering
from registry.ledger.replay import Replay
from registry.ledger.rules import Catalogue
from registry.store import tables
from registry.store.database import connect, metadata
from registry.store.dump import streamed
from registry.store.log import Head, read_head
from registry.store.migrate import load_tables
from registry.store.posting import found
from registry.store.projection import table_of
from registry.store.replaying import Projector, sql_bundles
from registry.store.tables_finding import hash_key, name_key, record_history
from registry.verify.workers import KeyScan, batches

_COPIED = 500
_PROJECTED = (
    *(tables.leaf, tables.tile, tables.head, tables.unit_range, tables.balance, tables.move),
    *(record_history, name_key, hash_key),
)

Progress = Callable[[int, int], None]


def rebuild(
    source: sa.Engine, target: sa.Engine, catalogue: Catalogue, *, jobs: int = 1, progress: Progress | None = None
) -> int:
    """Fill a database that has tables and no rows from the log of another; return the log's size.

    Nobody may write to the first meanwhile.

    Raises:
        Malformed: ``no_head`` if there is no log, ``target_not_empty``.
        Tampering: whatever a replay finds; ``rebuilt_differs`` if the second log is not the first.
    """
    with source.connect() as reading:
        head = read_head(reading)
        if head is None:
            raise Malformed("no_head")
        with target.begin() as writing:
            if read_head(writing) is not None:
                raise Malformed("target_not_empty")
            found(writing, head.origin, head.log_key)
        _replay(reading, target, head, catalogue=catalogue, jobs=jobs, progress=progress)
        with target.begin() as writing:
            _copy_others(reading, writing, catalogue)
            made = read_head(writing)
    if made != head:
        raise Tampering("rebuilt_differs", size=head.size)
    return head.size


def _replay(
    reading: sa.Connection,
    target: sa.Engine,
    head: Head,
    *,
    catalogue: Catalogue,
    jobs: int,
    progress: Progress | None,
) -> None:
    replay = Replay(head.origin, catalogue)
    projector = Projector(replay, [], replay.step)
    leaves = sql_bundles(reading, 0, head.size)
    with target.connect() as writing:
        for batch in batches(leaves, KeyScan(), origin=head.origin, catalogue=catalogue, jobs=jobs):
            for prepared, data in zip(batch.prepared, batch.bundle.entries, strict=False):
                projector.step(prepared, data)
            if batch.malformed is not None:
                raise Tampering("not_recordable", index=replay.size, reason=batch.malformed.code)
            projector.write(writing)
            writing.commit()
            if progress is not None:
                progress(replay.size, head.size)


def _copy_others(reading: sa.Connection, writing: sa.Connection, catalogue: Catalogue) -> None:
    load_tables()
    projected = {table.name for table in (*_PROJECTED, *(table_of(of.cls) for of in catalogue.record_types))}
    there = set(sa.inspect(reading).get_table_names())
    for table in metadata.sorted_tables:
        if table.name in projected or table.name not in there:
            continue
        for rows in _chunks(reading, table):
            writing.execute(sa.insert(table), rows)
        _advance(writing, table)


def _chunks(reading: sa.Connection, table: sa.Table) -> Iterator[list[dict[str, object]]]:
    for part in streamed(reading, sa.select(table)).mappings().partitions(_COPIED):
        yield [dict(row) for row in part]


def _advance(writing: sa.Connection, table: sa.Table) -> None:
    """Let PostgreSQL number new rows behind the copied ones; SQLite does so by itself."""
    column = table.autoincrement_column
    if column is None or writing.dialect.name != "postgresql":
        return
    sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
    largest = sa.select(sa.func.max(column)).scalar_subquery()
    writing.execute(sa.select(sa.func.setval(sequence, largest)).where(largest.is_not(None)))


def swap_files(living: Path, rebuilt: Path) -> Path:
    """Put a rebuilt SQLite file in the place of the living one, in one step; return where the old one is kept.

    Nobody may have either open.
    """
    for path in (living, rebuilt):
        engine = connect(f"sqlite:///{path}")
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    before = living.with_name(f"{living.name}.before")
    before.unlink(missing_ok=True)
    os.link(living, before)
    rebuilt.replace(living)
    return before


def swap_statements(living: str, rebuilt: str) -> tuple[str, str]:
    """Return the two statements that swap databases in PostgreSQL, for a session in a third database."""
    names = [f'"{name.replace(chr(34), chr(34) * 2)}"' for name in (living, f"{living}_before", rebuilt)]
    return (f"ALTER DATABASE {names[0]} RENAME TO {names[1]}", f"ALTER DATABASE {names[2]} RENAME TO {names[0]}")
