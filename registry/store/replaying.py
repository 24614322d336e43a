"""The log in SQL replayed from its leaves, with every row that follows: what a rebuild writes and an audit compares."""

from collections.abc import Callable, Iterator

import sqlalchemy as sa

from registry.ledger.merkle import leaf_hash
from registry.ledger.parties import Representative
from registry.ledger.replay import Prepared, Replay
from registry.ledger.state import Changes
from registry.ledger.tiles import WIDTH
from registry.store.growth import Growth
from registry.store.log import entry_key, leaf_data
from registry.store.posting import LeafRow, TileRow, post
from registry.verify.tree import Bundle


class Projector:
    """A replay that keeps the rows of what it has stepped through since they were last taken."""

    def __init__(self, replay: Replay, open_tiles: list[list[bytes]], step: Callable[[Prepared], None]) -> None:
        """Take the replay, the hashes behind the last full tile of each level, and what steps the replay."""
        replay.state.changes = Changes()
        self.replay = replay
        self.leaves: list[LeafRow] = []
        self.tiles: list[TileRow] = []
        self._growth = Growth(replay.frontier.copy(), open_tiles)
        self._step = step

    @property
    def changes(self) -> Changes:
        """What has changed since the rows were last taken."""
        changes = self.replay.state.changes
        if changes is None:
            raise RuntimeError
        return changes

    def step(self, prepared: Prepared, data: bytes) -> None:
        """Replay one leaf and keep its rows.

        Raises:
            Tampering: of the step.
        """
        self._step(prepared)
        self.leaves.append(leaf_row(self.replay, prepared, data))
        self.tiles += self._growth.append(data)

    def write(self, connection: sa.Connection) -> None:
        """Post the rows and forget them; the caller commits."""
        head = {"frontier": self.replay.frontier.to_bytes(), "recorded_at": self.replay.recorded_at}
        post(connection, self.leaves, self.changes, tiles=self.tiles, head=head)
        self.forget()

    def forget(self) -> None:
        """Drop the rows kept so far."""
        self.leaves, self.tiles = [], []
        self.replay.state.changes = Changes()


def leaf_row(replay: Replay, prepared: Prepared, data: bytes) -> LeafRow:
    """Return the row of a leaf that the replay has just stepped through."""
    leaf, checked = prepared.leaf, prepared.checked
    author = replay.state.get(Representative, checked.signers[0].representative)
    participant = author.participant if author else ""
    entry = checked.entry
    key = entry_key(entry.id)
    return LeafRow(leaf.index, key, entry.kind, participant, leaf.recorded_at, entry.expires, leaf.result, data)


def sql_bundles(connection: sa.Connection, start: int, end: int) -> Iterator[Bundle]:
    """Yield the leaves of a range, 256 at a time."""
    while start < end:
        stop = min((start // WIDTH + 1) * WIDTH, end)
        data = leaf_data(connection, start, stop)
        yield Bundle("leaf", start, data, [leaf_hash(one) for one in data])
        start = stop
