"""The tree against the recursive definitions of RFC 6962, written down a second time as plainly as they stand there."""

from collections.abc import Sequence
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from registry.ledger import merkle
from registry.ledger.errors import Malformed, Tampering
from registry.ledger.merkle import Frontier
from tests.hashes import MemoryHashes

# The leaves and roots with which implementations of Certificate Transparency test themselves.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SIZE_MAX = 90
DATA = [str(number).encode() for number in range(SIZE_MAX)]
TREE = MemoryHashes(map(merkle.leaf_hash, DATA))

sizes = st.integers(1, SIZE_MAX)


def mth(data: Sequence[bytes]) -> bytes:
    if not data:
        return sha256(b"").digest()
    if len(data) == 1:
        return sha256(b"\x00" + data[0]).digest()
    k = split(len(data))
    return sha256(b"\x01" + mth(data[:k]) + mth(data[k:])).digest()


def split(n: int) -> int:
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def path(m: int, data: Sequence[bytes]) -> list[bytes]:
    if len(data) == 1:
        return []
    k = split(len(data))
    return [*path(m, data[:k]), mth(data[k:])] if m < k else [*path(m - k, data[k:]), mth(data[:k])]


def subproof(m: int, data: Sequence[bytes], complete: bool) -> list[bytes]:  # noqa: FBT001  as in RFC 6962
    if m == len(data):
        return [] if complete else [mth(data)]
    k = split(len(data))
    if m <= k:
        return [*subproof(m, data[:k], complete), mth(data[k:])]
    return [*subproof(m - k, data[k:], False), mth(data[:k])]


def test_gives_the_known_roots() -> None:
    tree = MemoryHashes(merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES)
    assert [merkle.root_at(tree, size).hex() for size in range(9)] == ROOTS


def test_has_the_root_of_the_definition_at_every_size() -> None:
    frontier = Frontier()
    for size in range(SIZE_MAX + 1):
        expected = mth(DATA[:size])
        assert frontier.root() == merkle.root_at(TREE, size) == expected
        if size < SIZE_MAX:
            frontier.append(merkle.leaf_hash(DATA[size]))


def grown(frontier: Frontier, data: Sequence[bytes]) -> list[merkle.CompletedNode]:
    return [node for one in data for node in frontier.append(merkle.leaf_hash(one))]


def test_completes_each_node_once_and_in_order() -> None:
    completed = grown(Frontier(), DATA)
    for level in range(7):
        row = [(index, node) for at, index, node in completed if at == level]
        width = 1 << level
        assert row == [(at, mth(DATA[at * width : (at + 1) * width])) for at in range(SIZE_MAX // width)]


@given(cuts=st.lists(st.integers(0, SIZE_MAX), max_size=5))
def test_batches_leave_no_trace(cuts: list[int]) -> None:
    bounds = [0, *sorted(cuts), SIZE_MAX]
    frontier = Frontier()
    completed = []
    for start, end in pairwise(bounds):
        frontier = Frontier.from_bytes(frontier.to_bytes())
        completed += grown(frontier, DATA[start:end])
    whole = Frontier()
    assert completed == grown(whole, DATA)
    assert frontier.to_bytes() == whole.to_bytes()


def test_a_copy_changes_by_itself() -> None:
    frontier = Frontier()
    frontier.append(merkle.leaf_hash(b"a"))
    before = (frontier.size, frontier.hashes)
    copy = frontier.copy()
    copy.append(merkle.leaf_hash(b"b"))
    assert (frontier.size, frontier.hashes) == before
    assert copy.size == 2


@pytest.mark.parametrize("data", [b"", bytes(7), bytes(9), bytes(7) + b"\x01", bytes(7) + b"\x03" + bytes(32)])
def test_refuses_bytes_that_are_no_frontier(data: bytes) -> None:
    with pytest.raises(Malformed) as refused:
        Frontier.from_bytes(data)
    assert refused.value.code == "frontier"


@pytest.mark.parametrize(("size", "hashes"), [(-1, [bytes(32)]), (1, []), (0, [bytes(32)]), (1, [bytes(31)])])
def test_refuses_hashes_that_do_not_fit_the_size(size: int, hashes: list[bytes]) -> None:
    with pytest.raises(Malformed) as refused:
        Frontier(size, hashes)
    assert refused.value.code == "frontier"


@given(size=sizes, data=st.data())
def test_makes_and_accepts_the_inclusion_proof_of_the_definition(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(TREE, index, size)
    assert list(proof) == path(index, DATA[:size])
    merkle.verify_inclusion(merkle.leaf_hash(DATA[index]), proof, index=index, size=size, root=mth(DATA[:size]))


@given(size=sizes, data=st.data())
def test_makes_and_accepts_the_consistency_proof_of_the_definition(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(0, size))
    proof = merkle.consistency_proof(TREE, old, size)
    assert list(proof) == (subproof(old, DATA[:size], True) if old else [])
    merkle.verify_consistency(proof, old=old, old_root=mth(DATA[:old]), size=size, root=mth(DATA[:size]))


def altered(proof: Sequence[bytes], data: st.DataObject) -> list[bytes]:
    changed = list(proof)
    kind = data.draw(st.sampled_from(["flip", "drop", "double", "add", "swap", "short"]))
    assume(changed or kind == "add")
    at = data.draw(st.integers(0, max(0, len(changed) - 1)))
    match kind:
        case "flip":
            changed[at] = bytes([changed[at][0] ^ 1]) + changed[at][1:]
        case "drop":
            del changed[at]
        case "double":
            changed.insert(at, changed[at])
        case "add":
            changed.append(bytes(32))
        case "swap":
            changed.reverse()
        case "short":
            changed[at] = changed[at][:-1]
    assume(changed != list(proof))
    return changed


@given(size=sizes, data=st.data())
def test_refuses_an_altered_inclusion_proof(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = altered(merkle.inclusion_proof(TREE, index, size), data)
    with pytest.raises(Tampering) as refused:
        merkle.verify_inclusion(merkle.leaf_hash(DATA[index]), proof, index=index, size=size, root=mth(DATA[:size]))
    assert refused.value.code == "inclusion_proof"


@given(size=sizes, other=sizes, data=st.data())
def test_refuses_an_inclusion_proof_for_another_place(size: int, other: int, data: st.DataObject) -> None:
    index, elsewhere = data.draw(st.integers(0, size - 1)), data.draw(st.integers(-1, other))
    assume((index, size) != (elsewhere, other))
    proof = merkle.inclusion_proof(TREE, index, size)
    with pytest.raises(Tampering) as refused:
        merkle.verify_inclusion(
            merkle.leaf_hash(DATA[index]), proof, index=elsewhere, size=other, root=mth(DATA[:other])
        )
    assert refused.value.code == "inclusion_proof"


@given(size=sizes, data=st.data())
def test_refuses_an_altered_consistency_proof(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(0, size))
    proof = altered(merkle.consistency_proof(TREE, old, size), data)
    with pytest.raises(Tampering) as refused:
        merkle.verify_consistency(proof, old=old, old_root=mth(DATA[:old]), size=size, root=mth(DATA[:size]))
    assert refused.value.code == "consistency_proof"


@given(size=sizes, data=st.data())
def test_refuses_a_history_that_was_rewritten(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    at = data.draw(st.integers(0, old - 1))
    forged = [*DATA[:at], b"forged", *DATA[at + 1 : size]]
    proof = merkle.consistency_proof(MemoryHashes(map(merkle.leaf_hash, forged)), old, size)
    with pytest.raises(Tampering) as refused:
        merkle.verify_consistency(proof, old=old, old_root=mth(DATA[:old]), size=size, root=mth(forged))
    assert refused.value.code == "consistency_proof"


@pytest.mark.parametrize(("old", "size"), [(-1, 3), (4, 3)])
def test_refuses_a_consistency_proof_backwards(old: int, size: int) -> None:
    with pytest.raises(Tampering) as tampering:
        merkle.verify_consistency([], old=old, old_root=mth(DATA[:4]), size=size, root=mth(DATA[:3]))
    assert tampering.value.code == "consistency_proof"
    with pytest.raises(Malformed) as refused:
        merkle.consistency_proof(TREE, old, size)
    assert refused.value.code == "proof_range"


def test_from_nothing_only_nothing_is_consistent() -> None:
    root = mth(DATA[:3])
    merkle.verify_consistency([], old=0, old_root=merkle.EMPTY_ROOT, size=3, root=root)
    with pytest.raises(Tampering):
        merkle.verify_consistency([], old=0, old_root=root, size=3, root=root)


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_makes_no_inclusion_proof_beyond_the_tree(index: int, size: int) -> None:
    with pytest.raises(Malformed) as refused:
        merkle.inclusion_proof(TREE, index, size)
    assert refused.value.code == "proof_range"
