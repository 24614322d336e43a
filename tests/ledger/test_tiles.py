"""Tiles: names, widths, bundles, and a reader that believes no tile before it fits the root."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.ledger import merkle, tiles
from registry.ledger.errors import Malformed, Tampering
from registry.ledger.tiles import ENTRIES, Tile, TileReader
from tests.ledger.logs import Log, log_of

some_tiles = st.builds(Tile, st.integers(-1, 63), st.integers(0, 10**20), st.integers(1, 256))


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(0, 1000), "tile/0/x001/000"),
        (Tile(63, 999, 1), "tile/63/999.p/1"),
        (Tile(ENTRIES, 273, 112), "tile/entries/273.p/112"),
        (Tile(ENTRIES, 1000000), "tile/entries/x001/x000/000"),
    ],
)
def test_prints_and_reads_the_paths_of_the_specification(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert tiles.parse_path(path) == tile


@given(some_tiles)
def test_reads_back_every_path(tile: Tile) -> None:
    assert tiles.parse_path(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/x000/001",
        "tile/0/001/001",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/257",
        "tile/0/000.p/",
        "tile/0/000/",
        "/tile/0/000",
        "tile/0/000\n",
        "tile/0/٠٠٠",
        "tile/entrie/000",
        "tile/8/0/000",
        "tile/0/" + "x001/" * 7 + "000",
    ],
)
def test_refuses_a_path_that_it_would_not_print(path: str) -> None:
    with pytest.raises(Malformed) as refused:
        tiles.parse_path(path)
    assert refused.value.code == "tile_path"


def test_names_the_tiles_of_the_specifications_example() -> None:
    found = list(tiles.tiles_of(70_000))
    assert sum(tile.level == 0 and tile.width == 256 for tile in found) == 273
    assert [tile.path for tile in found[273:]] == [
        "tile/0/273.p/112",
        "tile/1/000",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
    ]
    assert [tile.path for tile in tiles.tiles_of(256)] == ["tile/0/000", "tile/1/000.p/1"]
    assert list(tiles.tiles_of(0)) == list(tiles.bundles_of(0)) == []
    assert [tile.path for tile in tiles.bundles_of(257)] == ["tile/entries/000", "tile/entries/001.p/1"]


@given(old=st.integers(0, 70_000), grown=st.integers(0, 600))
def test_names_only_the_tiles_that_are_new(old: int, grown: int) -> None:
    size = old + grown
    new = list(tiles.tiles_of(size, since=old)) + list(tiles.bundles_of(size, since=old))
    before = {*tiles.tiles_of(old), *tiles.bundles_of(old)}
    after = [*tiles.tiles_of(size), *tiles.bundles_of(size)]
    assert set(new) == set(after) - before
    assert len(new) == len(set(new))


@pytest.mark.parametrize(("size", "level", "index"), [(0, 0, 0), (256, 0, 1), (255, 1, 0), (9, 0, -1), (9, ENTRIES, 1)])
def test_knows_no_tile_beyond_the_tree(size: int, level: int, index: int) -> None:
    with pytest.raises(Malformed) as refused:
        tiles.tile_at(size, level, index=index)
    assert refused.value.code == "tile_range"
    assert tiles.tile_at(257, 0, index=1) == Tile(0, 1, 1)


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=256))
def test_reads_back_a_bundle(entries: list[bytes]) -> None:
    assert tiles.parse_bundle(tiles.render_bundle(entries), len(entries)) == entries


def test_a_bundle_is_lengths_and_entries() -> None:
    assert tiles.render_bundle([b"abc", b""]) == b"\x00\x03abc\x00\x00"


@pytest.mark.parametrize(
    ("data", "width"),
    [(b"", 1), (b"\x00", 1), (b"\x00\x02a", 1), (b"\x00\x01ab", 1), (b"\x00\x01a", 2), (b"\x00\x01a\x00\x00", 1)],
)
def test_refuses_a_bundle_of_another_width(data: bytes, width: int) -> None:
    with pytest.raises(Malformed) as refused:
        tiles.parse_bundle(data, width)
    assert refused.value.code == "bundle"


@pytest.mark.parametrize("count", [0, 257])
def test_writes_no_bundle_of_none_or_too_many(count: int) -> None:
    with pytest.raises(Malformed) as refused:
        tiles.render_bundle([b"a"] * count)
    assert refused.value.code == "bundle"


def test_an_entry_of_65535_bytes_is_the_longest() -> None:
    longest = bytes(0xFFFF)
    assert tiles.parse_bundle(tiles.render_bundle([longest]), 1) == [longest]
    with pytest.raises(Malformed) as refused:
        tiles.render_bundle([longest + b"x"])
    assert refused.value.code == "entry_length"


def reader_of(log: Log, files: dict[str, bytes], cached_max: int = 4) -> TileReader:
    return TileReader(files.__getitem__, log.size, root=log.root, cached_max=cached_max)


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 66_000])
def test_reads_the_same_proofs_from_tiles_as_from_memory(size: int) -> None:
    log = log_of(size)
    reader = reader_of(log, log.files())
    chance = random.Random(size)
    for index in [0, size - 1, *(chance.randrange(size) for _ in range(8))]:
        assert merkle.inclusion_proof(reader, index, size) == merkle.inclusion_proof(log.nodes, index, size)
        assert merkle.consistency_proof(reader, index, size) == merkle.consistency_proof(log.nodes, index, size)
        assert merkle.root_at(reader, index) == merkle.root_at(log.nodes, index)


def test_reads_nothing_for_an_empty_log() -> None:
    files: dict[str, bytes] = {}
    reader = TileReader(files.__getitem__, 0, root=merkle.EMPTY_ROOT)
    assert merkle.root_at(reader, 0) == merkle.EMPTY_ROOT
    with pytest.raises(Malformed) as refused:
        reader.hashes([(0, 0)])
    assert refused.value.code == "tile_range"


@pytest.mark.parametrize("node", [(0, 600), (1, 300), (8, 2), (9, 1), (20, 0)])
def test_refuses_a_node_beyond_the_tree(node: tuple[int, int]) -> None:
    log = log_of(600)
    with pytest.raises(Malformed) as refused:
        reader_of(log, log.files()).hashes([node])
    assert refused.value.code == "tile_range"


@pytest.mark.parametrize("cut", [-32, -1, 1, 32])
def test_refuses_a_tile_of_another_length(cut: int) -> None:
    log = log_of(600)
    for path in ("tile/0/000", "tile/0/002.p/88"):
        files = log.files()
        files[path] = (files[path] * 2)[: len(files[path]) + cut]
        with pytest.raises(Malformed) as refused:
            reader_of(log, files).hashes([(0, 0)])
        assert refused.value.code == "tile_length"
        assert refused.value.facts["path"] == path


@given(data=st.data())
def test_names_the_tile_in_which_any_bit_was_changed(data: st.DataObject) -> None:
    log = log_of(600)
    files = log.files()
    path = data.draw(st.sampled_from([tile.path for tile in tiles.tiles_of(600)]))
    at, bit = data.draw(st.integers(0, len(files[path]) - 1)), data.draw(st.integers(0, 7))
    files[path] = files[path][:at] + bytes([files[path][at] ^ 1 << bit]) + files[path][at + 1 :]
    reader = reader_of(log, files)
    with pytest.raises(Tampering) as refused:
        reader.hashes([(0, index) for index in range(0, 600, 100)])
    assert refused.value.code == "tile_hash"
    if ".p/" not in path:
        assert refused.value.facts["path"] == path


def test_keeps_no_more_tiles_than_it_may() -> None:
    log = log_of(2000)
    fetched: list[str] = []
    files = log.files()

    def fetch(path: str) -> bytes:
        fetched.append(path)
        return files[path]

    reader = TileReader(fetch, log.size, root=log.root, cached_max=2)
    for _ in range(2):
        for index in range(3):
            reader.tile(0, index)
    assert fetched.count("tile/0/000") == 2
    assert fetched.count("tile/1/000.p/7") == 1
