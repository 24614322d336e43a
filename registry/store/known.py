"""Which ids the journal may hold: the newest ones in memory, so that a fresh id costs no question to the database.

Ids sort by the time that they carry, so all of them beyond some point fit in memory; an older one is asked for.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from registry.ledger.entry import Entry
from registry.store import tables

KEPT = 16_384


def not_again(_entry: Entry) -> bool:
    """Answer `decide` for an entry whose id was looked up before."""
    return False


class RecentIds:
    """The newest ids of a journal that only its owner adds to."""

    def __init__(self, connection: sa.Connection) -> None:
        """Read them."""
        column = tables.leaf.c.id
        newest = [bytes(key) for key in connection.scalars(sa.select(column).order_by(column.desc()).limit(KEPT))]
        self._ids = set(newest)
        # Of what lies at or before this one, only some are in memory.
        self._before = newest[-1] if len(newest) == KEPT else b""

    def may_hold(self, key: bytes) -> bool:
        """Return whether the journal holds this id, or may hold it."""
        return key in self._ids or key <= self._before

    def add(self, keys: Iterable[bytes]) -> None:
        """Take in what has been written."""
        self._ids.update(keys)
        if len(self._ids) > 2 * KEPT:
            ordered = sorted(self._ids)
            self._before, self._ids = ordered[-KEPT], set(ordered[-KEPT:])
