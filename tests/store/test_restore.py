"""Entries that a database has lost come back from a mirror, and from nothing else."""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from registry.catalog import CATALOGUE
from registry.ledger.checkpoint import Checkpoint, parse_checkpoint, sign_checkpoint
from registry.ledger.errors import Tampering
from registry.store.answers import RolledBack
from registry.store.dump import dump_sql
from registry.store.export import export
from registry.store.rebuild import rebuild
from registry.store.restore import restore, still_missing
from registry.verify.source import Folder
from tests.store.filled import LOG, Filled, filled


def dumped(engine: sa.Engine) -> list[bytes]:
    with engine.connect() as connection:
        return list(dump_sql(connection, CATALOGUE))


def test_a_restored_backup_gets_its_lost_entries_and_the_writer_starts(
    prepared_engine: sa.Engine, second: sa.Engine, tmp_path: Path
) -> None:
    journal = filled(prepared_engine, tmp_path, trades=240)
    rebuild(prepared_engine, second, CATALOGUE)
    journal.trade(60)
    export(prepared_engine, journal.signed, tmp_path / "mirror")
    journal.close()
    with pytest.raises(RolledBack):
        Filled(second, tmp_path, world=journal.world, is_founded=True)
    before, after = restore(second, Folder(tmp_path / "mirror"), CATALOGUE)
    assert after - before == 60
    assert dumped(second) == dumped(prepared_engine)
    Filled(second, tmp_path, world=journal.world, is_founded=True).trade(5)


def test_a_lost_database_comes_back_whole(prepared_engine: sa.Engine, second: sa.Engine, tmp_path: Path) -> None:
    journal = filled(prepared_engine, tmp_path, trades=20)
    export(prepared_engine, journal.signed, tmp_path / "mirror")
    assert restore(second, Folder(tmp_path / "mirror"), CATALOGUE)[0] == 0
    assert dumped(second) == dumped(prepared_engine)
    assert restore(second, Folder(tmp_path / "mirror"), CATALOGUE) == (
        journal.writer.size,
        journal.writer.size,
    )


def test_refuses_a_mirror_of_another_history(prepared_engine: sa.Engine, second: sa.Engine, tmp_path: Path) -> None:
    journal = filled(prepared_engine, tmp_path, trades=10)
    rebuild(prepared_engine, second, CATALOGUE)
    (tmp_path / "second").mkdir()
    shutil.copyfile(tmp_path / "heads", tmp_path / "second" / "heads")
    other = Filled(second, tmp_path / "second", world=journal.world, is_founded=True)
    journal.trade(2)
    other.trade(1)
    export(prepared_engine, journal.signed, tmp_path / "mirror")
    with pytest.raises(Tampering) as found:
        restore(second, Folder(tmp_path / "mirror"), CATALOGUE)
    assert found.value.code == "not_continued"


def test_writes_nothing_from_a_mirror_whose_root_does_not_hold(
    prepared_engine: sa.Engine, second: sa.Engine, tmp_path: Path
) -> None:
    journal = filled(prepared_engine, tmp_path, trades=10)
    rebuild(prepared_engine, second, CATALOGUE)
    journal.trade(4)
    export(prepared_engine, journal.signed, tmp_path / "mirror")
    head, _ = parse_checkpoint(journal.signed)
    (tmp_path / "mirror" / "checkpoint").write_bytes(
        sign_checkpoint(Checkpoint(head.origin, head.size, bytes(32)), LOG)
    )
    before = dumped(second)
    with pytest.raises(Tampering) as found:
        restore(second, Folder(tmp_path / "mirror"), CATALOGUE)
    assert found.value.code == "root_differs"
    assert dumped(second) == before


def test_says_how_many_signed_leaves_are_missing_still() -> None:
    signed = sign_checkpoint(Checkpoint("log.test", 12, bytes(32)), LOG.__class__("log.test", bytes(32)))
    assert still_missing(signed, 10) == 2
    assert still_missing(signed, 12) == 0
    assert still_missing(None, 0) == 0
