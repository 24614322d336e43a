"""A whole registry as its processes run it: `registry serve` with its sequencer, asked over HTTP, killed at will."""

import fcntl
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from registry.catalog import CATALOGUE
from registry.store.database import connect
from registry.store.opening import open_here, prepare
from registry.store.opening_fence import wall
from tests.store.checks import audit
from tests.world import ORIGIN, Author, World

START_SECONDS = 60
ENTRIES = "/api/v1/entries"


class Service:
    """One registry on one database. Its world's entries are written by the machine's clock."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.folder = Path(tempfile.mkdtemp(prefix="svc-"))  # short, for the socket
        self.world = World(Author(now_ms=wall() // 1000))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    def found(self, *, units: int) -> None:
        """Found the registry with the enterprises 11 and 12; 11 holds these units."""
        engine = connect(self.url)
        prepare(engine, self.folder, ORIGIN)
        registry, close = open_here(engine, self.folder, catalogue=CATALOGUE)
        begun = [*self.world.founding(), *self.world.enterprise(11), *self.world.enterprise(12)]
        assert all(registry.submit(one).result == "accepted" for one in [*begun, self.world.mirrored(11, units=units)])
        close()
        engine.dispose()

    def start(self) -> None:
        """Start the processes and return when entries are taken, or refused for a lasting reason."""
        settings = {
            "REGISTRY_SECRET": "s" * 40,
            "REGISTRY_ORIGIN": ORIGIN,
            "REGISTRY_DIRECTORY": str(self.folder),
            "REGISTRY_DATABASE": self.url,
            "REGISTRY_REQUESTS_PER_MINUTE": "1000000",
        }
        with (self.folder / "output").open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "registry.cli", "serve", "--port", str(self.port)],
                env={**os.environ, **settings},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        end = time.monotonic() + START_SECONDS
        while self.ask("GET", "/healthz") != (200, "ok\n"):
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError((self.folder / "output").read_text()[-4000:])
            time.sleep(0.05)

    def kill(self) -> None:
        """Kill every process of the server at once."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
            with (self.folder / "writer.lock").open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)  # the sequencer, which is not our child, is gone too

    def kill_sequencer(self) -> None:
        """Kill the writer's process alone."""
        assert self._process is not None
        pid = self._process.pid
        children = Path(f"/proc/{pid}/task").glob("*/children")
        (child,) = {int(one) for listing in children for one in listing.read_text().split()}
        os.kill(child, signal.SIGKILL)

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, str]:
        """Return status and text; status 0 if no answer came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, {"Content-Type": "application/octet-stream"})
            response = connection.getresponse()
            return response.status, response.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()

    def send(self, envelope: bytes) -> tuple[int, dict[str, object]]:
        """Post one entry."""
        status, text = self.ask("POST", ENTRIES, envelope)
        value: dict[str, object] = json.loads(text) if text.startswith("{") else {}
        return status, value

    def audit(self, acknowledged: Sequence[tuple[str, int]]) -> None:
        """Assert that the stopped registry replays whole and holds each acknowledged entry where it was said to be."""
        engine = connect(self.url)
        registry, close = open_here(engine, self.folder, catalogue=CATALOGUE)
        try:
            audit(engine, registry.line.signed())
            with engine.connect() as connection:
                rows = connection.execute(sa.text('SELECT "index", data FROM leaf')).all()
            places = {bytes(data).split(b'"id":"')[1][:36].decode(): index for index, data in rows}
            assert len(places) == len(rows)
            assert [(one, places.get(one)) for one, _ in acknowledged] == list(acknowledged)
        finally:
            close()
            engine.dispose()


@contextmanager
def service(url: str, *, units: int) -> Iterator[Service]:
    """Return a registry that serves."""
    made = Service(url)
    made.found(units=units)
    try:
        made.start()
        yield made
    finally:
        made.kill()
