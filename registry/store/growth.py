"""The growing edge of the tree as the writer holds it: the frontier, and the hash tiles that are not full yet."""

from registry.ledger.merkle import Frontier, leaf_hash
from registry.ledger.tiles import HEIGHT, WIDTH
from registry.store.posting import TileRow


class Growth:
    """A frontier with its open tiles; it changes in place and is thrown away after an error."""

    def __init__(self, frontier: Frontier, open_tiles: list[list[bytes]]) -> None:
        self.frontier = frontier
        self._open_tiles = open_tiles

    @property
    def size(self) -> int:
        """The number of leaves."""
        return self.frontier.size

    def append(self, data: bytes) -> list[TileRow]:
        """Add a leaf's bytes; return the tiles that it fills."""
        completed = self.frontier.append(leaf_hash(data))
        self._tile(0).append(completed[0][2])
        if len(completed) <= HEIGHT:
            return []
        filled = []
        by_level = {level: (index, node) for level, index, node in completed}
        for row in range(len(completed) // HEIGHT + 1):
            level = row * HEIGHT
            if row and level in by_level:
                self._tile(row).append(by_level[level][1])
            if len(self._tile(row)) == WIDTH:
                index, root = by_level[level + HEIGHT]
                filled.append(TileRow(row, index, root, b"".join(self._open_tiles[row])))
                self._open_tiles[row] = []
        return filled

    def _tile(self, row: int) -> list[bytes]:
        while len(self._open_tiles) <= row:
            self._open_tiles.append([])
        return self._open_tiles[row]
