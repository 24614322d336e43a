"""What authors say they were shown, held against this log: two roots of one size are a split view, or a false word.

An entry whose `seen` this log does not reproduce is answered `other_view` and not recorded. If a registered key has
signed it, the envelope is kept beside this log's own checkpoint: the evidence that somebody was shown another log.
"""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects import postgresql, sqlite

from registry.ledger.entry import Checked, Seen, Signer
from registry.ledger.errors import Refusal
from registry.ledger.merkle import root_at
from registry.store.log import SqlHashes
from registry.store.tables_alarms import alarm

# Authors have mostly seen one of the newest heads; the root of an older one is read from its tiles.
ROOTS_KEPT = 4096

log = structlog.get_logger("alarms")


class Views:
    """The sizes that this log has signed, with their roots as far as they are at hand."""

    def __init__(self) -> None:
        self._roots: dict[int, bytes] = {}
        self._size = 0
        self._signed = b""

    def add(self, size: int, root: bytes, signed: bytes) -> None:
        """Take in the newest signed head."""
        self._size, self._signed = size, signed
        self._keep(size, root)

    def others(
        self,
        connection: sa.Connection,
        waiting: Sequence[Checked],
        *,
        is_registered: Callable[[Signer], bool],
        now: int,
    ) -> dict[bytes, Refusal]:
        """Return the answer to each envelope, by the hash of its text, that was written before another log.

        ``connection`` is in autocommit: an alarm is kept before the answer leaves.
        """
        found: dict[bytes, Refusal] = {}
        for checked in waiting:
            seen = checked.entry.seen
            if seen is None or self._root(connection, seen) == seen.root:
                continue
            found[checked.text_hash] = Refusal("other_view", size=seen.size)
            if any(map(is_registered, checked.signers)):
                self._alarm(connection, checked, seen, now=now)
        return found

    def _root(self, connection: sa.Connection, seen: Seen) -> bytes | None:
        if seen.size > self._size:
            return None
        root = self._roots.get(seen.size)
        if root is None:
            root = root_at(SqlHashes(connection, self._size), seen.size)
            self._keep(seen.size, root)
        return root

    def _keep(self, size: int, root: bytes) -> None:
        self._roots[size] = root
        if len(self._roots) > ROOTS_KEPT:
            del self._roots[next(iter(self._roots))]

    def _alarm(self, connection: sa.Connection, checked: Checked, seen: Seen, *, now: int) -> None:
        log.error("other view", id=checked.entry.id, size=seen.size, root=seen.root.hex())
        make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        row = make(alarm).values(
            text_hash=checked.text_hash,
            envelope=checked.envelope,
            seen_size=seen.size,
            seen_root=seen.root,
            own_root=self._root(connection, seen),
            checkpoint=self._signed,
            noticed_at=now,
        )
        connection.execute(row.on_conflict_do_nothing(index_elements=["text_hash"]))
