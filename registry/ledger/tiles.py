"""C2SP tlog-tiles: how the tree is cut into files of 256 hashes, and its leaves into bundles of 256 entries.

A hash tile of level L holds the nodes of level 8·L. Full tiles never change; the right edge of every level is a partial
tile whose width follows from the size of the tree. `TileReader` reads nodes from tiles that anybody serves, and trusts
none of them before it fits the root.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, TypeAlias

from registry.ledger.errors import Malformed, Tampering
from registry.ledger.merkle import HASH_BYTES, Node, root_at

HEIGHT: Final = 8
WIDTH: Final = 1 << HEIGHT
LEVEL_MAX: Final = 63
ENTRY_BYTES_MAX: Final = 0xFFFF
#: Stands in `Tile.level` for a bundle of entries.
ENTRIES: Final = -1
_INDEX_PART: Final = 1000
_PATH: Final = re.compile(r"tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([0-9]{1,3}))?", re.ASCII)

Fetch: TypeAlias = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Tile:
    """The name of a hash tile or (level `ENTRIES`) of an entry bundle; partial if its width is below 256."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Return the path below the log's prefix, such as `tile/0/x001/x234/067.p/8`."""
        rest, last = divmod(self.index, _INDEX_PART)
        parts = [f"{last:03}"]
        while rest:
            rest, part = divmod(rest, _INDEX_PART)
            parts.append(f"x{part:03}")
        level = "entries" if self.level == ENTRIES else self.level
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{'/'.join(reversed(parts))}{partial}"


def parse_path(path: str) -> Tile:
    """Return the tile of a path, if `Tile.path` would print it so.

    Raises:
        Malformed: ``tile_path``.
    """
    match = _PATH.fullmatch(path)
    if not match:
        raise Malformed("tile_path", path=path)
    level, index, width = match.groups()
    tile = Tile(
        ENTRIES if level == "entries" else int(level),
        int(index.replace("x", "").replace("/", "")),
        WIDTH if width is None else int(width),
    )
    if tile.path != path or tile.level > LEVEL_MAX or not 1 <= tile.width <= WIDTH:
        raise Malformed("tile_path", path=path)
    return tile


def tile_at(size: int, level: int, *, index: int) -> Tile:
    """Return the tile as wide as a tree of this size has it.

    Raises:
        Malformed: ``tile_range`` if the tree has no hash there.
    """
    width = min(WIDTH, (size >> HEIGHT * max(level, 0)) - index * WIDTH)
    if index < 0 or width < 1:
        raise Malformed("tile_range", level=level, index=index, size=size)
    return Tile(level, index, width)


def tiles_of(size: int, *, since: int = 0) -> Iterator[Tile]:
    """Yield the hash tiles of a tree, full and partial, level by level; of a later size only those it did not have."""
    level = 0
    while size >> HEIGHT * level:
        yield from _tiles(size, level, since=since)
        level += 1


def bundles_of(size: int, *, since: int = 0) -> Iterator[Tile]:
    """Yield the entry bundles of a log, full and partial; of a later size only those that the earlier did not have."""
    return _tiles(size, ENTRIES, since=since)


def _tiles(size: int, level: int, *, since: int) -> Iterator[Tile]:
    shift = HEIGHT * max(level, 0)
    count, before = size >> shift, since >> shift
    if count > before:
        yield from (tile_at(size, level, index=index) for index in range(before // WIDTH, -(-count // WIDTH)))


def render_bundle(entries: Sequence[bytes]) -> bytes:
    """Return an entry bundle: each entry after its length as two bytes, big-endian.

    Raises:
        Malformed: ``entry_length`` for an entry of more than 65 535 bytes; ``bundle`` for none or more than 256.
    """
    if not 1 <= len(entries) <= WIDTH:
        raise Malformed("bundle", width=len(entries))
    for entry in entries:
        if len(entry) > ENTRY_BYTES_MAX:
            raise Malformed("entry_length", length=len(entry))
    return b"".join([len(entry).to_bytes(2, "big") + entry for entry in entries])


def parse_bundle(data: bytes, width: int) -> list[bytes]:
    """Return the entries of a bundle of this width.

    Raises:
        Malformed: ``bundle`` if the lengths do not add up to exactly the bytes and the width.
    """
    entries: list[bytes] = []
    at, length = 0, len(data)
    while at < length and len(entries) < width:
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if at + 2 > length or end > length:
            raise Malformed("bundle", width=width)
        entries.append(data[at + 2 : end])
        at = end
    if at != length or len(entries) != width:
        raise Malformed("bundle", width=width)
    return entries


def split_hashes(data: bytes, tile: Tile) -> list[bytes]:
    """Return the hashes of a tile's bytes.

    Raises:
        Malformed: ``tile_length`` if they are not as many as the tile is wide.
    """
    if len(data) != tile.width * HASH_BYTES:
        raise Malformed("tile_length", path=tile.path, length=len(data))
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


def subtree_root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over neighbouring nodes of one level, a power of two of them: of a full tile, its parent's hash.

    256 hashes cost 255 hashings.
    """
    row = list(hashes)
    while len(row) > 1:
        row = [sha256(b"\x01" + row[at] + row[at + 1]).digest() for at in range(0, len(row), 2)]
    return row[0]


class TileReader:
    """A `HashReader` over tiles from an untrusted `fetch`; nothing leaves it that does not lead to the root.

    The partial tiles together give the root; every full tile gives one hash of the tile above it. `fetch` takes a path
    and returns the bytes, and raises what it likes when there are none.
    """

    __slots__ = ("_cached_max", "_edge", "_fetch", "_tiles", "root", "size")

    def __init__(self, fetch: Fetch, size: int, *, root: bytes, cached_max: int = 1024) -> None:
        """Take the head that everything must fit; at most `cached_max` tiles (8 KiB each) are kept."""
        self.size = size
        self.root = root
        self._fetch = fetch
        self._cached_max = cached_max
        self._tiles: dict[Tile, list[bytes]] = {}
        self._edge: dict[Tile, list[bytes]] = {}

    def hashes(self, nodes: Sequence[Node]) -> Sequence[bytes]:
        """Return the hash of each node.

        Raises:
            Malformed: ``tile_length``; ``tile_range`` for a node that the tree has not.
            Tampering: ``tile_hash`` with the path of the tile that does not fit.
        """
        if not self._edge and self.size:
            self._load_edge()
        return [self._node(node) for node in nodes]

    def tile(self, level: int, index: int) -> list[bytes]:
        """Return the hashes of one tile, checked up to the root.

        Raises:
            Malformed, Tampering: as `hashes`.
        """
        if not self._edge and self.size:
            self._load_edge()
        tile = tile_at(self.size, level, index=index)
        known = self._edge.get(tile) or self._tiles.get(tile)
        if known:
            return known
        hashes = split_hashes(self._fetch(tile.path), tile)
        if subtree_root(hashes) != self.tile(level + 1, index // WIDTH)[index % WIDTH]:
            raise Tampering("tile_hash", path=tile.path)
        while len(self._tiles) >= self._cached_max:
            del self._tiles[next(iter(self._tiles))]
        self._tiles[tile] = hashes
        return hashes

    def _node(self, node: Node) -> bytes:
        level, height = divmod(node[0], HEIGHT)
        tile, offset = divmod(node[1] << height, WIDTH)
        hashes = self.tile(level, tile)[offset : offset + (1 << height)]
        if len(hashes) < 1 << height:
            raise Malformed("tile_range", level=node[0], index=node[1], size=self.size)
        return subtree_root(hashes)

    def _load_edge(self) -> None:
        partial = [tile for tile in tiles_of(self.size) if tile.width < WIDTH]
        edge = {tile: split_hashes(self._fetch(tile.path), tile) for tile in partial}
        if root_at(_Edge(edge), self.size) != self.root:
            raise Tampering("tile_hash", path=partial[0].path, size=self.size)
        self._edge = edge


class _Edge:
    """Reads the nodes that make the root; every one of them lies in a partial tile."""

    def __init__(self, edge: dict[Tile, list[bytes]]) -> None:
        self._rows = {tile.level: (tile.index * WIDTH, hashes) for tile, hashes in edge.items()}

    def hashes(self, nodes: Sequence[Node]) -> Sequence[bytes]:
        found = []
        for level, index in nodes:
            start, row = self._rows[level // HEIGHT]
            at = (index << level % HEIGHT) - start
            found.append(subtree_root(row[at : at + (1 << level % HEIGHT)]))
        return found
