"""An export is a whole tlog-tiles tree, goes on from where it stood, and any changed byte of it is found."""

import random
import secrets
from pathlib import Path

import pytest
import sqlalchemy as sa

from registry.catalog import CATALOGUE
from registry.ledger.checkpoint import Checkpoint, parse_checkpoint, sign_checkpoint
from registry.ledger.errors import Malformed, Tampering
from registry.ledger.merkle import root_at
from registry.ledger.tiles import bundles_of, parse_path, tiles_of
from registry.store.database import connect, metadata
from registry.store.export import export
from registry.store.log import SqlHashes
from registry.store.migrate import load_tables
from registry.verify.source import Folder
from registry.verify.walk import verify
from tests.store.filled import LOG, Filled, filled


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """Return a journal of more than two bundles in a SQLite file, made once for what only reads it."""
    folder = tmp_path_factory.mktemp("journal")
    load_tables()
    engine = connect(f"sqlite:///{folder / 'registry.db'}")
    metadata.create_all(engine)
    made = filled(engine, folder, trades=560)
    made.close()
    return made


def test_holds_exactly_the_files_of_a_log_of_its_size(prepared_engine: sa.Engine, tmp_path: Path) -> None:
    journal = filled(prepared_engine, tmp_path, trades=20)
    head = export(prepared_engine, journal.signed, tmp_path / "out")
    found = files(tmp_path / "out")
    tiles = {tile.path for tile in (*tiles_of(head.size), *bundles_of(head.size))}
    assert {name for name in found if name.startswith("tile/")} == tiles
    assert {name for name in found if not name.startswith("tile/")} == {
        "checkpoint",
        "policy",
        f"checkpoints/{head.size - 13}",
        f"checkpoints/{head.size - 3}",
    }


def test_goes_on_from_an_earlier_export_to_the_same_files(journal: Filled, tmp_path: Path) -> None:
    head, _ = parse_checkpoint(journal.signed)
    for size in (1, 255, 256, 300, head.size):
        with journal.engine.connect() as connection:
            root = root_at(SqlHashes(connection, size), size)
        signed = sign_checkpoint(Checkpoint(head.origin, size, root), LOG)
        export(journal.engine, signed, tmp_path / "grown")
    export(journal.engine, journal.signed, tmp_path / "whole")
    assert files(tmp_path / "grown") == files(tmp_path / "whole")


def test_a_broken_export_is_completed(journal: Filled, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done == total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(journal.engine, journal.signed, tmp_path / "out", progress=stop)
    assert not (tmp_path / "out" / "checkpoint").exists()
    export(journal.engine, journal.signed, tmp_path / "out")
    export(journal.engine, journal.signed, tmp_path / "whole")
    assert files(tmp_path / "out") == files(tmp_path / "whole")


def test_refuses_a_folder_that_holds_another_log(journal: Filled, tmp_path: Path) -> None:
    other = sign_checkpoint(Checkpoint("other.test", 3, bytes(32)), LOG.__class__("other.test", bytes(32)))
    (tmp_path / "checkpoint").write_bytes(other)
    with pytest.raises(Malformed) as refused:
        export(journal.engine, journal.signed, tmp_path)
    assert refused.value.code == "foreign_ledger"


def test_refuses_a_folder_whose_head_this_log_does_not_continue(journal: Filled, tmp_path: Path) -> None:
    head, _ = parse_checkpoint(journal.signed)
    (tmp_path / "checkpoint").write_bytes(sign_checkpoint(Checkpoint(head.origin, 3, bytes(32)), LOG))
    with pytest.raises(Tampering) as found:
        export(journal.engine, journal.signed, tmp_path)
    assert found.value.code == "not_continued"


def test_any_changed_byte_is_found_by_file_and_offset(journal: Filled, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    export(journal.engine, journal.signed, folder)
    verify(Folder(folder), CATALOGUE)
    seed = secrets.randbits(32)
    print("seed", seed)  # noqa: T201  shown when it fails
    chance = random.Random(seed)
    names = list(files(folder))
    for name in [*names, *(chance.choice(names) for _ in range(12))]:
        path = folder / name
        right = path.read_bytes()
        place = chance.randrange(len(right))
        wrong = bytearray(right)
        wrong[place] ^= chance.randrange(1, 256)
        path.write_bytes(wrong)
        with pytest.raises(Tampering) as found:
            verify(Folder(folder), CATALOGUE)
        path.write_bytes(right)
        facts = found.value.facts
        assert facts["path"] == name, (place, found.value)
        offset, length = int(str(facts["offset"])), int(str(facts["length"]))
        assert offset <= place < offset + length, (place, found.value)


@pytest.mark.parametrize("cut", [0, 1, -1])
def test_a_file_cut_short_is_found(journal: Filled, tmp_path: Path, cut: int) -> None:
    folder = tmp_path / "out"
    export(journal.engine, journal.signed, folder)
    for name, data in files(folder).items():
        (folder / name).write_bytes(data[:cut])
        with pytest.raises(Tampering) as found:
            verify(Folder(folder), CATALOGUE)
        (folder / name).write_bytes(data)
        assert found.value.facts["path"] == name


def test_a_missing_file_is_named(journal: Filled, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    export(journal.engine, journal.signed, folder)
    for name, data in files(folder).items():
        if not name.startswith("tile/"):
            continue
        assert parse_path(name)
        (folder / name).unlink()
        with pytest.raises(Tampering) as found:
            verify(Folder(folder), CATALOGUE)
        (folder / name).write_bytes(data)
        assert (found.value.code, found.value.facts["path"]) == ("file_missing", name)
