"""A full disk: refused cleanly, readable meanwhile, and it goes on once there is room."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from registry.store.answers import NotWritten
from registry.store.database import connect, metadata
from registry.store.log import receipt
from registry.store.migrate import load_tables
from tests.databases import PostgresServer
from tests.store.checks import audit, leaves_of
from tests.store.filled import Filled

pytestmark = [pytest.mark.faults, pytest.mark.needs("root")]
TRIES = 400
# What is free on SQLite's disk beside the empty schema.
FREE_BYTES = 1_500_000


@contextmanager
def small_disk(size: str) -> Iterator[Path]:
    """Return a folder on a file system of its own."""
    folder = Path(tempfile.mkdtemp(prefix="disk-"))
    folder.chmod(0o755)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=0755", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
        folder.rmdir()


def grow(folder: Path, size: str) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(folder)], check=True)


def fill_until_refused(begun: Filled) -> bytes:
    """Post until not even one entry finds room; return the envelope that was refused."""
    count = 40
    for _ in range(TRIES):
        envelopes = [begun.world.transfer(11, 12, units=1) for _ in range(count)]
        try:
            begun.submit(envelopes, batch=count)
        except NotWritten:
            if count == 1:
                return envelopes[0]
            count = 1
    raise AssertionError("the disk was never full")


def outlast(begun: Filled, *, make_room: Callable[[], None]) -> None:
    """Fill the disk, read, make room, and go on."""
    refused = fill_until_refused(begun)
    signed, leaves = begun.signed, leaves_of(begun.engine)
    with pytest.raises(NotWritten):
        begun.journal.submit(refused)
    assert begun.signed == signed
    assert leaves_of(begun.engine) == leaves
    with begun.engine.connect() as connection:
        assert receipt(connection, 0, signed)
    audit(begun.engine, signed)
    make_room()
    assert begun.journal.submit(refused).is_accepted
    begun.trade(5)
    audit(begun.engine, begun.signed)


def test_sqlite_outlasts_a_full_disk(sqlite_template: Path) -> None:
    with small_disk(str(sqlite_template.stat().st_size + FREE_BYTES)) as folder:
        shutil.copyfile(sqlite_template, folder / "registry.db")
        engine = connect(f"sqlite:///{folder}/registry.db")
        begun = Filled(engine, folder)
        begun.begin()
        outlast(begun, make_room=lambda: grow(folder, "20m"))
        begun.close()
        engine.dispose()


@pytest.mark.postgresql
def test_postgresql_outlasts_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_tables()
    with small_disk("300m") as folder:
        monkeypatch.setattr(tempfile, "tempdir", str(folder))
        server = PostgresServer(wal_keep_size="0", max_wal_size="32MB", min_wal_size="32MB")
        server.start()
        engine = connect(server.url(server.create_database()))
        metadata.create_all(engine)
        begun = Filled(engine, tmp_path)
        begun.begin()
        ballast = folder / "ballast"
        _fill(folder, ballast)

        refused = fill_until_refused(begun)
        ballast.unlink()
        for _ in range(TRIES):
            if server.has_stopped():  # it stops rather than lose its log, at once or when its recovery finds no room
                server.start()
            if _is_accepted(begun, refused):
                break
            time.sleep(0.2)
        else:
            pytest.fail("the server took nothing after there was room again")
        begun.trade(5)
        audit(begun.engine, begun.signed)
        begun.close()
        engine.dispose()
        server.remove()


def _is_accepted(begun: Filled, envelope: bytes) -> bool:
    try:
        return begun.journal.submit(envelope).is_accepted
    except (NotWritten, sa.exc.OperationalError):
        return False


def _fill(folder: Path, ballast: Path) -> None:
    free = shutil.disk_usage(folder).free
    with ballast.open("wb") as file:
        for _ in range(max(free - 3_000_000, 0) // 1_000_000):
            file.write(bytes(1_000_000))


def test_the_statement_that_finds_the_disk_full_is_named(sqlite_template: Path, tmp_path: Path) -> None:
    shutil.copyfile(sqlite_template, tmp_path / "registry.db")
    engine = connect(f"sqlite:///{tmp_path}/registry.db")
    begun = Filled(engine, tmp_path)
    begun.begin()
    with engine.connect() as connection:
        pages = connection.scalar(sa.text("PRAGMA page_count"))

    @sa.event.listens_for(engine, "connect")
    def limit(connection: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
        connection.cursor().execute(f"PRAGMA max_page_count={int(pages or 0) + 20}")

    engine.dispose()
    refused = fill_until_refused(begun)
    with pytest.raises(NotWritten, match="full"):
        begun.journal.submit(refused)
    audit(begun.engine, begun.signed)
    begun.close()
    engine.dispose()
