"""The drills of docs/deploy.md on a PostgreSQL of their own: base backup with archive, back to a point, the mirror."""

import os
import pwd
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from registry.catalog import CATALOGUE
from registry.ledger.checkpoint import parse_checkpoint
from registry.store import migrate
from registry.store.answers import RolledBack
from registry.store.database import connect
from registry.store.export import export
from registry.store.log import read_head
from registry.store.restore import restore
from registry.verify.source import open_source
from tests.databases import UNPRIVILEGED, PostgresServer
from tests.store.checks import audit
from tests.store.filled import Filled

pytestmark = [pytest.mark.faults, pytest.mark.postgresql]
POINT = "before_the_mistake"


@pytest.fixture
def archive() -> Iterator[Path]:
    """Give a folder into which the server's own user may write."""
    with tempfile.TemporaryDirectory(prefix="wal-") as name:
        if os.geteuid() == 0:
            account = pwd.getpwnam(UNPRIVILEGED)
            os.chown(name, account.pw_uid, account.pw_gid)
        yield Path(name)


def size_of(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        head = read_head(connection)
    return head.size if head else 0


def finish_segment(engine: sa.Engine, archive: Path) -> None:
    """Have what was written so far archived, as `archive_timeout` would within its minute."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        name = connection.scalar(sa.text("SELECT pg_walfile_name(pg_switch_wal())"))
    limit = time.monotonic() + 60
    while not (archive / str(name)).exists():
        assert time.monotonic() < limit, sorted(path.name for path in archive.iterdir())
        time.sleep(0.05)


def recovered(backup: Path, archive: Path, **settings: str) -> PostgresServer:
    """Return a new server, started from the base backup and the archive."""
    server = PostgresServer(restore_command=f"cp {archive}/%f %p", recovery_target_action="promote", **settings)
    (backup / "recovery.signal").touch()
    server.adopt(backup)
    server.start()
    return server


def promoted(engine: sa.Engine) -> None:
    """Wait until the recovered server takes writes."""
    limit = time.monotonic() + 60
    while True:
        with engine.connect() as connection:
            if not connection.scalar(sa.text("SELECT pg_is_in_recovery()")):
                return
        assert time.monotonic() < limit
        time.sleep(0.1)


@dataclass
class Lost:
    """What is left of a registry whose machine is gone: backup, archive, mirror and second place lie elsewhere."""

    folder: Path
    database: str
    filled: Filled
    at_point: int
    size: int


def lose(server: PostgresServer, archive: Path, folder: Path) -> Lost:
    """Write entries, back up, write more past a named point, and kill the server."""
    server.start()
    database = server.create_database()
    engine = connect(server.url(database))
    migrate.upgrade(engine)
    filled = Filled(engine, folder)
    filled.begin()
    filled.trade(10)
    server.run("pg_basebackup", "-D", str(folder / "base"), "-X", "none", "--checkpoint=fast")
    filled.trade(10)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("SELECT pg_create_restore_point(:name)"), {"name": POINT})
    at_point = size_of(engine)
    filled.trade(10)
    finish_segment(engine, archive)
    export(engine, filled.signed, folder / "mirror")
    lost = Lost(folder, database, filled, at_point, size_of(engine))
    filled.close()
    engine.dispose()
    server.kill()
    return lost


def bring_back(engine: sa.Engine, lost: Lost) -> None:
    """Meet the refusal of a database that lies before the signed head, and post the rest from the mirror."""
    assert size_of(engine) == lost.at_point < lost.size
    with pytest.raises(RolledBack):  # to go on from here would be a second history
        Filled(engine, lost.folder, lost.filled.world, is_founded=True)
    mirror = open_source(str(lost.folder / "mirror"))
    assert restore(engine, mirror, CATALOGUE, jobs=1) == (lost.at_point, lost.size)


@pytest.mark.parametrize("point", ["", POINT], ids=["to the end", "to a point"])
def test_a_base_backup_and_the_archive_bring_the_registry_back(archive: Path, tmp_path: Path, point: str) -> None:
    server = PostgresServer(archive_mode="on", archive_command=f"cp %p {archive}/%f", archive_timeout="60")
    lost = lose(server, archive, tmp_path)

    other = recovered(tmp_path / "base", archive, **({"recovery_target_name": point} if point else {}))
    engine = connect(other.url(lost.database))
    try:
        promoted(engine)
        if point:
            bring_back(engine, lost)
        assert size_of(engine) == parse_checkpoint(lost.filled.signed)[0].size == lost.size
        again = Filled(engine, tmp_path, lost.filled.world, is_founded=True)
        again.trade(5)
        audit(engine, again.signed)
        again.close()
    finally:
        engine.dispose()
        other.remove()
        server.remove()
