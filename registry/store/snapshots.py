"""Signed snapshots of the open data: one a day, kept for good. What stands in them is the caller's business."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from registry.store.tables_snapshots import snapshot

DAY_US: Final = 24 * 3600 * 1_000_000
LISTED_MAX: Final = 60


@dataclass(frozen=True, slots=True)
class Made:
    """A snapshot in the list; ``made_at`` in microseconds UTC."""

    size: int
    made_at: int


def is_due(connection: sa.Connection, now: int) -> bool:
    """Return whether the last snapshot is a day old or there is none. Index: `ix_snapshot_made_at`."""
    last = connection.scalar(sa.select(sa.func.max(snapshot.c.made_at)))
    return last is None or last + DAY_US <= now


def keep(engine: sa.Engine, size: int, *, data: bytes, signed: bytes, now: int) -> bool:
    """Keep a snapshot; return whether there was none of this size."""
    row = {"size": size, "data": data, "note": signed, "made_at": now}
    with engine.begin() as connection:
        if connection.scalar(sa.select(snapshot.c.size).where(snapshot.c.size == size)) is not None:
            return False
        connection.execute(sa.insert(snapshot).values(row))
    return True


def newest(connection: sa.Connection) -> tuple[Made, ...]:
    """Return the newest snapshots, the largest first."""
    query = sa.select(snapshot.c.size, snapshot.c.made_at).order_by(snapshot.c.size.desc()).limit(LISTED_MAX)
    return tuple(Made(*row) for row in connection.execute(query))


def read(connection: sa.Connection, size: int) -> tuple[bytes, bytes] | None:
    """Return the bytes of a snapshot and the signed note over their hash, or None."""
    row = connection.execute(sa.select(snapshot.c.data, snapshot.c.note).where(snapshot.c.size == size)).first()
    return None if row is None else (row.data, row.note)
