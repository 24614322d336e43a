"""The Merkle tree of RFC 6962 with SHA-256: roots, inclusion and consistency proofs, made and checked.

A *node* is the root of a complete subtree, named `(level, index)`: it covers the leaves from `index << level` on,
`1 << level` of them. Complete subtrees never change when the log grows, so every algorithm here stands on nodes alone,
read through `HashReader`; whether they come from memory, from SQL or from tiles is the reader's business.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Final, Protocol, TypeAlias

from registry.ledger.errors import Malformed, Tampering

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = sha256(b"").digest()
_SIZE_BYTES: Final = 8

Node: TypeAlias = tuple[int, int]
CompletedNode: TypeAlias = tuple[int, int, bytes]


class HashReader(Protocol):
    """Where the hashes of complete subtrees come from."""

    def hashes(self, nodes: Sequence[Node]) -> Sequence[bytes]:
        """Return the hash of each node `(level, index)`, in the order asked for."""


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of one leaf's bytes."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two neighbouring subtrees."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: its size and the largest complete subtrees, from left to right.

    All that a writer needs in order to append. It changes in place; take a `copy` where a change may be given up.
    """

    __slots__ = ("_hashes", "size")

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        """Take a size and the hashes of its complete subtrees, the largest first.

        Raises:
            Malformed: ``frontier`` if the hashes do not fit the size.
        """
        self.size = size
        self._hashes = list(hashes)
        if size < 0 or len(self._hashes) != size.bit_count() or any(len(one) != HASH_BYTES for one in self._hashes):
            raise Malformed("frontier", size=size)

    @property
    def hashes(self) -> tuple[bytes, ...]:
        """Return the hashes of the complete subtrees, the largest first."""
        return tuple(self._hashes)

    def copy(self) -> "Frontier":
        """Return a frontier that changes by itself."""
        return Frontier(self.size, self._hashes)

    def append(self, leaf: bytes) -> list[CompletedNode]:
        """Add the hash of one leaf; return the nodes `(level, index, hash)` that it completes, its own first."""
        index, stack = self.size, self._hashes
        completed = [(0, index, leaf)]
        level = 0
        while index & 1:
            leaf = sha256(b"\x01" + stack.pop() + leaf).digest()
            index >>= 1
            level += 1
            completed.append((level, index, leaf))
        stack.append(leaf)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """Return the root of the tree at its present size."""
        return _fold(self._hashes) if self._hashes else EMPTY_ROOT

    def to_bytes(self) -> bytes:
        """Return size (8 bytes, big-endian) and hashes as bytes."""
        return self.size.to_bytes(_SIZE_BYTES, "big") + b"".join(self._hashes)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Frontier":
        """Return the frontier that `to_bytes` wrote.

        Raises:
            Malformed: ``frontier``.
        """
        size = int.from_bytes(data[:_SIZE_BYTES], "big")
        if len(data) != _SIZE_BYTES + HASH_BYTES * size.bit_count():
            raise Malformed("frontier", size=size)
        return cls(size, [data[at : at + HASH_BYTES] for at in range(_SIZE_BYTES, len(data), HASH_BYTES)])


def root_at(reader: HashReader, size: int) -> bytes:
    """Return the root of the tree when it had this size."""
    return _range_hashes(reader, [(0, size)])[0] if size else EMPTY_ROOT


def inclusion_proof(reader: HashReader, index: int, size: int) -> tuple[bytes, ...]:
    """Return the hashes from the leaf's sibling up to a child of the root (RFC 6962, 2.1.1).

    Raises:
        Malformed: ``proof_range`` if the tree of that size has no such leaf.
    """
    if not 0 <= index < size:
        raise Malformed("proof_range", index=index, size=size)
    start, end = 0, size
    siblings = []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((start, middle))
            start = middle
    return tuple(_range_hashes(reader, siblings[::-1]))


def consistency_proof(reader: HashReader, old: int, size: int) -> tuple[bytes, ...]:
    """Return the proof that the tree of `size` begins with the tree of `old` (RFC 6962, 2.1.2); empty from size 0.

    Raises:
        Malformed: ``proof_range`` if the old size is the larger.
    """
    if not 0 <= old <= size:
        raise Malformed("proof_range", old=old, size=size)
    start, end = 0, size
    parts = []
    while 0 < old < end:
        middle = start + _split(end - start)
        if old <= middle:
            parts.append((middle, end))
            end = middle
        else:
            parts.append((start, middle))
            start = middle
    if start:
        parts.append((start, end))
    return tuple(_range_hashes(reader, parts[::-1]))


def root_from_inclusion(leaf: bytes, proof: Sequence[bytes], *, index: int, size: int) -> bytes:
    """Return the root that an inclusion proof leads to from a leaf's hash.

    Raises:
        Tampering: ``inclusion_proof`` if the proof's length does not fit index and size.
    """
    if not 0 <= index < size or any(len(one) != HASH_BYTES for one in proof):
        raise Tampering("inclusion_proof", index=index, size=size)
    at, last, root = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise Tampering("inclusion_proof", index=index, size=size)
        if at & 1 or at == last:
            root = node_hash(sibling, root)
            at, last = _skip(at, last)
        else:
            root = node_hash(root, sibling)
        at, last = at >> 1, last >> 1
    if last:
        raise Tampering("inclusion_proof", index=index, size=size)
    return root


def verify_inclusion(leaf: bytes, proof: Sequence[bytes], *, index: int, size: int, root: bytes) -> None:
    """Check that the leaf with this hash stands at an index of the tree with this size and root.

    Raises:
        Tampering: ``inclusion_proof``.
    """
    if root_from_inclusion(leaf, proof, index=index, size=size) != root:
        raise Tampering("inclusion_proof", index=index, size=size)


def verify_consistency(proof: Sequence[bytes], *, old: int, old_root: bytes, size: int, root: bytes) -> None:
    """Check that the tree of `size` and `root` begins with the tree of `old` and `old_root`.

    Raises:
        Tampering: ``consistency_proof``.
    """
    if not 0 <= old <= size or any(len(one) != HASH_BYTES for one in proof):
        raise Tampering("consistency_proof", old=old, size=size)
    if old in {0, size}:
        holds = not proof and old_root == (root if old == size else EMPTY_ROOT)
    else:
        holds = _roots_from_consistency(proof, old=old, old_root=old_root, size=size) == (old_root, root)
    if not holds:
        raise Tampering("consistency_proof", old=old, size=size)


def nodes_of(start: int, end: int) -> Iterator[Node]:
    """Yield the nodes, the largest first, that cover the leaves of a range which a proof can ask for."""
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def _roots_from_consistency(
    proof: Sequence[bytes], *, old: int, old_root: bytes, size: int
) -> tuple[bytes, bytes] | None:
    """Return the two roots that a proof leads to (RFC 9162, 2.1.4.2), or None if its length does not fit."""
    at, last = old - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        return None
    old_seen = seen = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            old_seen, seen = node_hash(sibling, old_seen), node_hash(sibling, seen)
            at, last = _skip(at, last)
        else:
            seen = node_hash(seen, sibling)
        at, last = at >> 1, last >> 1
    return None if last else (old_seen, seen)


def _skip(at: int, last: int) -> tuple[int, int]:
    """Climb while the node is its parent's only child there."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _split(width: int) -> int:
    """Return the largest power of two below a width of at least two."""
    return 1 << (width - 1).bit_length() - 1


def _fold(hashes: Sequence[bytes]) -> bytes:
    root = hashes[-1]
    for left in hashes[-2::-1]:
        root = node_hash(left, root)
    return root


def _range_hashes(reader: HashReader, ranges: Sequence[tuple[int, int]]) -> list[bytes]:
    """Return the hash of each range of leaves, from one reading."""
    nodes = [list(nodes_of(start, end)) for start, end in ranges]
    hashes = iter(reader.hashes([node for group in nodes for node in group]))
    return [_fold([next(hashes) for _ in group]) for group in nodes]
