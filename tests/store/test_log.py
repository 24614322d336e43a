import pytest

from registry.ledger.checkpoint import parse_checkpoint
from registry.ledger.errors import Malformed
from registry.ledger.leaf import parse
from registry.ledger.merkle import Frontier, consistency_proof, inclusion_proof, leaf_hash, root_at
from registry.ledger.tiles import ENTRIES, WIDTH, Tile, parse_bundle, subtree_root, tile_at
from registry.store.growth import Growth
from registry.store.log import SqlHashes, bundle, consistency, index_of, read_head, read_leaf, receipt
from tests.hashes import MemoryHashes
from tests.store.checks import leaves_of
from tests.store.filled import Filled
from tests.world import ORIGIN


@pytest.fixture
def long(begun: Filled) -> Filled:
    """Return a journal of more than two tiles."""
    for _ in range(5):
        begun.submit([begun.world.transfer(11, 12, units=1) for _ in range(110)], batch=110)
    return begun


def test_proofs_are_those_of_a_tree_in_memory(long: Filled) -> None:
    leaves = leaves_of(long.engine)
    memory = MemoryHashes(map(leaf_hash, leaves))
    size = len(leaves)
    assert size > 2 * WIDTH
    with long.engine.connect() as connection:
        for index in (0, 1, 255, 256, 300, 511, 512, size - 1):
            reader = SqlHashes(connection, size)
            assert inclusion_proof(reader, index, size) == inclusion_proof(memory, index, size)
        for old in (0, 1, 255, 256, 257, 512, size - 1, size):
            assert consistency(connection, old, size) == (consistency_proof(memory, old, size) if old else ())
        for smaller in (1, 200, 256, 400, 512):
            reader = SqlHashes(connection, smaller)
            assert inclusion_proof(reader, 0, smaller) == inclusion_proof(memory, 0, smaller)


def test_tiles_of_any_width_are_made_on_reading(long: Filled) -> None:
    hashes = [leaf_hash(leaf) for leaf in leaves_of(long.engine)]
    size = len(hashes)
    with long.engine.connect() as connection:
        reader = SqlHashes(connection, size)
        for index, width in ((0, 256), (0, 3), (1, 256), (2, size - 512), (2, 1)):
            start = index * WIDTH
            assert reader.tile(Tile(0, index, width)) == hashes[start : start + width]
        assert len(reader.tile(Tile(1, 0, 2))) == 2
        for tile in (Tile(0, 2, size - 511), Tile(0, 3, 1), Tile(1, 0, 3), Tile(2, 0, 1)):
            with pytest.raises(Malformed) as refused:
                reader.tile(tile)
            assert refused.value.code == "tile_range"


def test_bundles_hold_the_leaves(long: Filled) -> None:
    leaves = leaves_of(long.engine)
    with long.engine.connect() as connection:
        assert parse_bundle(bundle(connection, Tile(ENTRIES, 1), len(leaves)), WIDTH) == leaves[256:512]
        part = tile_at(len(leaves), ENTRIES, index=2)
        assert parse_bundle(bundle(connection, part, len(leaves)), part.width) == leaves[512:]
        with pytest.raises(Malformed):
            bundle(connection, Tile(ENTRIES, 2), len(leaves))


def test_open_tiles_go_on_where_a_writer_stopped(long: Filled) -> None:
    leaves = leaves_of(long.engine)
    growth = Growth(Frontier(), [])
    rows = [row for leaf in leaves for row in growth.append(leaf)]
    with long.engine.connect() as connection:
        assert SqlHashes(connection, len(leaves)).open_tiles() == growth._open_tiles
        assert [(row.level, row.index) for row in rows] == [(0, 0), (0, 1)]
        for row in rows:
            assert b"".join(SqlHashes(connection, len(leaves)).tile(Tile(row.level, row.index))) == row.data


def test_growth_fills_tiles_of_every_level() -> None:
    growth, memory = Growth(Frontier(), []), MemoryHashes()
    filled = []
    for n in range(WIDTH * WIDTH + 3):
        data = n.to_bytes(4, "big")
        filled += growth.append(data)
        memory.extend([leaf_hash(data)])
    assert [(row.level, row.index) for row in filled[-2:]] == [(0, 255), (1, 0)]
    assert len(filled) == WIDTH + 1
    assert filled[-1].root == root_at(memory, WIDTH * WIDTH) == subtree_root([row.root for row in filled[:-1]])
    assert [len(tile) for tile in growth._open_tiles] == [3, 0, 1]


def test_a_leaf_is_found_by_its_entrys_id(begun: Filled) -> None:
    (answer,) = begun.submit([begun.world.transfer(11, 12, units=4)])
    assert answer.index is not None
    with begun.engine.connect() as connection:
        found = read_leaf(connection, answer.index, ORIGIN)
        assert found is not None
        entry_id = found.envelope.split(b'"id":"')[1][:36].decode()
        assert index_of(connection, entry_id) == answer.index
        assert index_of(connection, entry_id[:-1] + "0") in (None, answer.index)
        for unknown in ("", "x", "../etc", "0" * 36):
            assert index_of(connection, unknown) is None
        assert read_leaf(connection, begun.writer.size, ORIGIN) is None


def test_a_receipt_carries_its_leaf(begun: Filled) -> None:
    with begun.engine.connect() as connection:
        proof = receipt(connection, 2, begun.signed)
        assert read_head(connection) is not None
        with pytest.raises(Malformed) as refused:
            receipt(connection, begun.writer.size, begun.signed)
    assert refused.value.code == "proof_range"
    assert parse_checkpoint(begun.signed)[0].size == begun.writer.size
    assert b"index 2\n" in proof
    assert parse(leaves_of(begun.engine)[2], ORIGIN).index == 2
