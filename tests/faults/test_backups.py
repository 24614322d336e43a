"""A log restored from an older backup is read, and not written."""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from registry.store.database import connect
from tests.faults.service import Service

pytestmark = pytest.mark.faults


def test_a_server_over_an_older_backup_reads_and_says_why_it_does_not_write(
    sqlite_template: Path, tmp_path: Path
) -> None:
    living, backup = tmp_path / "living.db", tmp_path / "backup.db"
    shutil.copyfile(sqlite_template, living)
    running = Service(f"sqlite:///{living}")
    running.found(units=100)
    _copy(living, backup)
    running.start()
    for _ in range(3):
        assert running.send(running.world.transfer(11, 12, units=1))[0] == 201
    running.kill()

    for rest in tmp_path.glob("living.db*"):
        rest.unlink()
    shutil.copyfile(backup, living)
    running.start()
    try:
        assert running.ask("GET", "/healthz")[0] == 200
        assert running.ask("GET", "/readyz") == (503, "RolledBack\n")
        for _ in range(2):
            status, answer = running.send(running.world.transfer(11, 12, units=1))
            assert (status, answer["code"]) == (503, "rolled_back")
    finally:
        running.kill()
    engine = connect(f"sqlite:///{living}")
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM leaf")) == 10
    engine.dispose()


def _copy(source: Path, target: Path) -> None:
    engine = connect(f"sqlite:///{source}")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"VACUUM INTO '{target}'")
    engine.dispose()
