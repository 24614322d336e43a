"""The hashes of a log against its files: bundles, leaf hashes, the lowest tiles, their parents, the root.

`TreeCheck` walks upward once, as the entries are read. Where something differs, `locate` finds the file and the offset:
the signed root decides whether the bundle or the tile was changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from registry.ledger.errors import LedgerError, Malformed, Tampering
from registry.ledger.merkle import HashReader, Node, leaf_hash, root_at
from registry.ledger.tiles import (
    HEIGHT,
    WIDTH,
    Tile,
    TileReader,
    bundles_of,
    parse_bundle,
    split_hashes,
    subtree_root,
    tile_at,
    tiles_of,
)
from registry.verify.source import Source, read


@dataclass(frozen=True, slots=True)
class Bundle:
    """The entries of one bundle file from index ``start`` on, which begin at ``offset``, and the hash of each."""

    path: str
    start: int
    entries: list[bytes]
    hashes: list[bytes]
    offset: int = 0

    def offset_of(self, index: int) -> int:
        """Return where the entry of an index begins in the file, its length's two bytes included."""
        return self.offset + sum(2 + len(entry) for entry in self.entries[: index - self.start])

    def since(self, start: int) -> "Bundle":
        """Return the bundle without the entries below an index."""
        if start <= self.start:
            return self
        cut = start - self.start
        return Bundle(self.path, start, self.entries[cut:], self.hashes[cut:], self.offset_of(start))


class TreeCheck:
    """Reads the bundles of a log in order and holds every hash tile that they give against the log's own."""

    def __init__(self, source: Source, size: int, root: bytes, *, since: int = 0) -> None:
        """Take the signed head, and how many leaves were verified before; their tiles are taken as they stand."""
        self._source = source
        self._size = size
        self._root = root
        self._since = since
        self._rows: list[list[bytes]] = []

    def start(self, root: bytes) -> None:
        """Read the right edge of the tree that was verified before, and see that this log continues it.

        Raises:
            Tampering: ``not_continued`` if the log's tree of that size has another root; ``file_missing``.
        """
        if self._since > self._size:
            raise Tampering("not_continued", verified=self._since, size=self._size)
        for level in range(64):
            count = self._since >> HEIGHT * level
            if not count:
                break
            self._rows.append(self._edge(level, count))
        try:
            found = root_at(_Rows(self._rows, self._since), self._since)
        except IndexError:
            found = b""
        if found != root:
            raise Tampering("not_continued", verified=self._since, size=self._size)

    def bundles(self) -> Iterator[Bundle]:
        """Yield the bundles that hold leaves not verified before, each after its hashes have been compared.

        Raises:
            Tampering: ``entry_changed``, ``tile_changed``, ``root_differs``, ``file_missing``, each with its path.
        """
        for tile in bundles_of(self._size, since=self._since):
            data = read(self._source, tile.path)
            hashes = self._compare(tile, data)
            bundle = Bundle(tile.path, tile.index * WIDTH, parse_bundle(data, tile.width), hashes)
            yield bundle.since(self._since)
        self._finish()

    def _edge(self, level: int, count: int) -> list[bytes]:
        index, width = divmod(count, WIDTH)
        if not width:
            return []
        tile = tile_at(self._size, level, index=index)
        try:
            return split_hashes(read(self._source, tile.path), tile)[:width]
        except Malformed:
            raise Tampering("tile_changed", path=tile.path, offset=0) from None

    def _compare(self, bundle: Tile, data: bytes) -> list[bytes]:
        try:
            entries = parse_bundle(data, bundle.width)
        except Malformed:
            raise locate(self._source, self._size, self._root) from None
        hashes = [leaf_hash(entry) for entry in entries]
        self._check_tile(Tile(0, bundle.index, bundle.width), hashes)
        if bundle.width == WIDTH:
            self._rise(1, bundle.index, subtree_root(hashes))
        return hashes

    def _rise(self, level: int, index: int, node: bytes) -> None:
        while len(self._rows) <= level:
            self._rows.append([])
        row = self._rows[level]
        row.append(node)
        if len(row) == WIDTH:
            self._check_tile(Tile(level, index // WIDTH), row)
            self._rows[level] = []
            self._rise(level + 1, index // WIDTH, subtree_root(row))

    def _check_tile(self, tile: Tile, hashes: list[bytes]) -> None:
        if read(self._source, tile.path) != b"".join(hashes):
            raise locate(self._source, self._size, self._root)
        if tile.level == 0:
            while len(self._rows) < 1:
                self._rows.append([])
            self._rows[0] = hashes if tile.width < WIDTH else []

    def _finish(self) -> None:
        for tile in tiles_of(self._size):
            if tile.level and tile.width < WIDTH:
                self._check_tile(tile, self._rows[tile.level])
        if self._size and root_at(_Rows(self._rows, self._size), self._size) != self._root:
            raise locate(self._source, self._size, self._root)


class _Rows(HashReader):
    """Reads the nodes that make a root from the hashes behind the last full tile of each level."""

    def __init__(self, rows: list[list[bytes]], size: int) -> None:
        self._rows = rows
        self._size = size

    def hashes(self, nodes: "list[Node] | tuple[Node, ...]") -> list[bytes]:  # type: ignore[override]
        found = []
        for level, index in nodes:
            row, step = divmod(level, HEIGHT)
            start = (self._size >> HEIGHT * row) // WIDTH * WIDTH
            at = (index << step) - start
            hashes = self._rows[row][at : at + (1 << step)]
            if at < 0 or len(hashes) < 1 << step:
                raise IndexError(level)
            found.append(subtree_root(hashes))
        return found


def leaf_hashes(entries: list[bytes]) -> list[bytes]:
    """Return the hash of each leaf."""
    return [leaf_hash(entry) for entry in entries]


def first_difference(one: bytes, other: bytes) -> int:
    """Return the offset of the first byte in which two texts differ."""
    for offset, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return offset
    return min(len(one), len(other))


def locate(source: Source, size: int, root: bytes) -> Tampering:
    """Return the finding that names the first changed file and where in it.

    If the bundles lead to the signed root, the first tile that differs from what they give was changed, and the byte is
    known. Else a tile that leads to the root says which entry of its bundle was changed.
    """
    difference = _changed_tile(source, size, root)
    if difference is not None:
        return difference
    reader = TileReader(lambda path: read(source, path), size, root=root)
    for bundle in bundles_of(size):
        try:
            hashes = reader.tile(0, bundle.index)[: bundle.width]
        except LedgerError as error:
            return Tampering("root_differs", path=error.facts.get("path", bundle.path), size=size)
        found = _changed_entry(read(source, bundle.path), bundle, hashes)
        if found is not None:
            return found
    return Tampering("root_differs", path="checkpoint", size=size)


def _changed_tile(source: Source, size: int, root: bytes) -> Tampering | None:
    rows: list[list[bytes]] = []
    first: Tampering | None = None
    row: list[bytes] = []
    try:
        for bundle in bundles_of(size):
            row += [leaf_hash(entry) for entry in parse_bundle(read(source, bundle.path), bundle.width)]
    except Malformed:
        return None
    level = 0
    while row:
        for at in range(0, len(row), WIDTH):
            tile = tile_at(size, level, index=at // WIDTH)
            first = first or _differs(read(source, tile.path), b"".join(row[at : at + WIDTH]), tile)
        full = len(row) // WIDTH
        rows.append(row[full * WIDTH :])
        row = [subtree_root(row[at * WIDTH : (at + 1) * WIDTH]) for at in range(full)]
        level += 1
    return first if root_at(_Rows(rows, size), size) == root else None


def _differs(stored: bytes, made: bytes, tile: Tile) -> Tampering | None:
    if stored == made:
        return None
    return Tampering("tile_changed", path=tile.path, offset=first_difference(stored, made), length=1)


def _changed_entry(data: bytes, bundle: Tile, hashes: list[bytes]) -> Tampering | None:
    at = 0
    for number, expected in enumerate(hashes):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if at + 2 > len(data) or end > len(data) or leaf_hash(data[at + 2 : end]) != expected:
            facts = {"path": bundle.path, "offset": at, "length": max(min(end, len(data)) - at, 2)}
            return Tampering("entry_changed", index=bundle.index * WIDTH + number, **facts)
        at = end
    if at != len(data):
        return Tampering("entry_changed", path=bundle.path, offset=at, length=len(data) - at)
    return None
