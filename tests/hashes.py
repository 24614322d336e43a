"""All hashes of a tree in memory, as tests read them where a server reads tiles."""

from collections.abc import Iterable, Sequence

from registry.ledger.merkle import Frontier, Node


class MemoryHashes:
    """A `HashReader` over all nodes of a tree in memory."""

    __slots__ = ("_frontier", "_nodes")

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        """Take the hashes of the first leaves."""
        self._frontier = Frontier()
        self._nodes: dict[Node, bytes] = {}
        self.extend(leaves)

    @property
    def size(self) -> int:
        """Return the number of leaves."""
        return self._frontier.size

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add the hashes of more leaves."""
        for leaf in leaves:
            self._nodes.update({(level, index): node for level, index, node in self._frontier.append(leaf)})

    def hashes(self, nodes: Sequence[Node]) -> Sequence[bytes]:
        """Return the hash of each node."""
        return [self._nodes[node] for node in nodes]
