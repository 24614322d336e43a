"""Reading the log from SQL: leaves, hash tiles, bundles, proofs and receipts. Nothing is written here.

Full tiles are rows; partial tiles and bundles are made on reading. A proof touches a handful of rows whatever the
size of the log.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from registry.ledger import leaf as leaves
from registry.ledger import note
from registry.ledger.checkpoint import parse_checkpoint
from registry.ledger.entry import SIGNATURES_MAX, Entry, parse
from registry.ledger.errors import Malformed
from registry.ledger.leaf import Leaf
from registry.ledger.merkle import Frontier, Node, consistency_proof, inclusion_proof, leaf_hash
from registry.ledger.proof import LogProof, render_proof
from registry.ledger.tiles import ENTRIES, HEIGHT, WIDTH, Tile, render_bundle, subtree_root, tile_at
from registry.store import tables

_HASH_BYTES = 32
_ID_BYTES = 16


def entry_key(entry_id: str) -> bytes:
    """Return the sixteen bytes of an entry's id, as the database holds it; a `ValueError` if it is no such text."""
    key = bytes.fromhex(entry_id.replace("-", ""))
    if len(key) != _ID_BYTES:
        raise ValueError(entry_id)
    return key


class SqlHashes:
    """A `HashReader` over the tree of one size. It remembers the tiles that it has read, so keep it short-lived."""

    def __init__(self, connection: sa.Connection, size: int) -> None:
        self._connection = connection
        self._size = size
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def hashes(self, nodes: Sequence[Node]) -> Sequence[bytes]:
        """Return the hash of each node `(level, index)`."""
        return [self._node(level, index) for level, index in nodes]

    def tile(self, tile: Tile) -> list[bytes]:
        """Return the hashes of a tile as wide as its name says.

        Raises:
            Malformed: ``tile_range`` if the tree has no such tile.
        """
        widest = tile_at(self._size, tile.level, index=tile.index)
        if tile.width > widest.width:
            raise Malformed("tile_range", level=tile.level, index=tile.index, size=self._size)
        return self._hashes(tile.level, tile.index)[: tile.width]

    def open_tiles(self) -> list[list[bytes]]:
        """Return the hashes behind the last full tile of each level, lowest level first."""
        found = []
        level = 0
        while self._size >> HEIGHT * level:
            count = self._size >> HEIGHT * level
            found.append(self._hashes(level, count // WIDTH) if count % WIDTH else [])
            level += 1
        return found

    def _node(self, level: int, index: int) -> bytes:
        row, step = divmod(level, HEIGHT)
        first = index << step
        hashes = self._hashes(row, first // WIDTH)
        return subtree_root(hashes[first % WIDTH : first % WIDTH + (1 << step)])

    def _hashes(self, level: int, index: int) -> list[bytes]:
        found = self._tiles.get((level, index))
        if found is None:
            found = self._tiles[level, index] = self._read(level, index)
        return found

    def _read(self, level: int, index: int) -> list[bytes]:
        table = tables.tile
        if tile_at(self._size, level, index=index).width == WIDTH:
            data = self._connection.scalar(
                sa.select(table.c.data).where(table.c.level == level, table.c.index == index)
            )
            if data is not None:
                return [data[at : at + _HASH_BYTES] for at in range(0, len(data), _HASH_BYTES)]
        start, end = index * WIDTH, min((index + 1) * WIDTH, self._size >> HEIGHT * level)
        if level == 0:
            return [leaf_hash(data) for data in leaf_data(self._connection, start, end)]
        roots = sa.select(table.c.root).where(table.c.level == level - 1, table.c.index >= start, table.c.index < end)
        return list(self._connection.scalars(roots.order_by(table.c.index)))


def leaf_data(connection: sa.Connection, start: int, end: int) -> list[bytes]:
    """Return the bytes of the leaves from `start` to before `end`."""
    column = tables.leaf.c
    rows = sa.select(column.data).where(column.index >= start, column.index < end).order_by(column.index)
    return list(connection.scalars(rows))


def bundle(connection: sa.Connection, tile: Tile, size: int) -> bytes:
    """Return an entry bundle of a tree of this size.

    Raises:
        Malformed: ``tile_range``.
    """
    if tile.width > tile_at(size, ENTRIES, index=tile.index).width:
        raise Malformed("tile_range", level="entries", index=tile.index, size=size)
    start = tile.index * WIDTH
    return render_bundle(leaf_data(connection, start, start + tile.width))


@dataclass(frozen=True, slots=True)
class Head:
    """The durable head: what the next leaf follows. ``log_key`` is the log's vkey."""

    origin: str
    log_key: str
    size: int
    root: bytes
    recorded_at: int


def read_head(connection: sa.Connection) -> Head | None:
    """Return the durable head, or None before genesis."""
    row = connection.execute(sa.select(tables.head)).first()
    if row is None:
        return None
    frontier = Frontier.from_bytes(row.frontier)
    return Head(row.origin, row.log_key, frontier.size, frontier.root(), row.recorded_at)


def read_leaf(connection: sa.Connection, index: int, origin: str) -> Leaf | None:
    """Return one leaf, or None beyond the end."""
    found = leaf_data(connection, index, index + 1)
    return leaves.parse(found[0], origin) if found else None


def entry_at(connection: sa.Connection, index: int) -> tuple[Entry, str]:
    """Return the entry at a position that is taken, and who signed it first."""
    (data,) = leaf_data(connection, index, index + 1)
    read = note.parse(data.split(b"\n", 2)[2], signatures_max=SIGNATURES_MAX)
    return parse(read.text), read.signatures[0].name


def index_of(connection: sa.Connection, entry_id: str) -> int | None:
    """Return the position of an entry by its id, or None for what is no entry's id."""
    try:
        key = entry_key(entry_id)
    except ValueError:
        return None
    return connection.scalar(sa.select(tables.leaf.c.index).where(tables.leaf.c.id == key))


def receipt(connection: sa.Connection, index: int, checkpoint: bytes) -> bytes:
    """Return the `.tlog-proof` of a leaf under a signed checkpoint that covers it, with the leaf in `extra`.

    Raises:
        Malformed: ``proof_range`` if the checkpoint does not cover it.
    """
    head, _ = parse_checkpoint(checkpoint)
    path = inclusion_proof(SqlHashes(connection, head.size), index, head.size)
    (data,) = leaf_data(connection, index, index + 1)
    return render_proof(LogProof(index=index, path=path, checkpoint=checkpoint, extra=data))


def consistency(connection: sa.Connection, old: int, size: int) -> tuple[bytes, ...]:
    """Return the proof that the tree of `size` continues the tree of `old`."""
    return consistency_proof(SqlHashes(connection, size), old, size) if old else ()


def witnessed_over(connection: sa.Connection, index: int) -> bytes | None:
    """Return the smallest witnessed checkpoint that covers a leaf, or None while there is none."""
    table = tables.checkpoint.c
    rows = sa.select(table.note).where(table.is_witnessed, table.size > index).order_by(table.size).limit(1)
    return connection.scalar(rows)


def first_answers(connection: sa.Connection, keys: Iterable[bytes]) -> dict[bytes, bytes]:
    """Return the recorded leaf of each of these ids that stands in the journal."""
    asked = list(keys)
    if not asked:
        return {}
    rows = connection.execute(sa.select(tables.leaf.c.id, tables.leaf.c.data).where(tables.leaf.c.id.in_(asked)))
    return {bytes(key): bytes(data) for key, data in rows}
