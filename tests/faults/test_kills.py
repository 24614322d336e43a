"""The server, its sequencer or PostgreSQL are killed at random points while eight clients post."""

import os
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from registry.store.database import connect, metadata
from registry.store.migrate import load_tables
from tests.databases import PostgresServer
from tests.faults.service import Service, service

CLIENTS = 8
EACH = 25
KILLS = 5
SECONDS_MAX = 300

pytestmark = pytest.mark.faults


@dataclass
class Clients:
    """Eight clients that post transfers one after another and send again whatever was not answered."""

    running: Service
    acknowledged: list[tuple[str, int]] = field(default_factory=list)
    retries: int = 0
    count: int = 0

    def run(self, disturb: Callable[[], None]) -> None:
        world = self.running.world
        shares = [[world.transfer(11, 12, units=1) for _ in range(EACH)] for _ in range(CLIENTS)]
        with ThreadPoolExecutor(CLIENTS) as pool:
            futures = [pool.submit(self._post, share) for share in shares]
            disturb()
            for future in futures:
                future.result(SECONDS_MAX)

    def _post(self, envelopes: list[bytes]) -> None:
        end = time.monotonic() + SECONDS_MAX
        for envelope in envelopes:
            while True:
                status, value = self.running.send(envelope)
                if status == 201:
                    break
                assert status in {0, 500, 502, 503}, value
                assert time.monotonic() < end
                self.retries += 1
                time.sleep(0.05)
            self.acknowledged.append((str(value["id"]), int(str(value["index"]))))

    def assert_whole(self) -> None:
        assert len(self.acknowledged) == CLIENTS * EACH
        assert len(set(self.acknowledged)) == len({index for _, index in self.acknowledged}) == CLIENTS * EACH
        self.running.kill()
        self.running.audit(self.acknowledged)


def seeded() -> random.Random:
    seed = int(os.environ.get("FAULTS_SEED", random.SystemRandom().randrange(10**6)))
    print(f"FAULTS_SEED={seed}")  # noqa: T201  pytest shows it when the test fails
    return random.Random(seed)


def test_no_acknowledged_entry_is_lost_when_the_server_is_killed(prepared_url: str) -> None:
    chance = seeded()
    with service(prepared_url, units=10_000) as running:
        clients = Clients(running)

        def disturb() -> None:
            for _ in range(KILLS):
                time.sleep(chance.uniform(0.05, 0.8))
                running.kill()
                running.start()

        clients.run(disturb)
        clients.assert_whole()


@contextmanager
def own_server() -> Iterator[tuple[PostgresServer, str]]:
    load_tables()
    server = PostgresServer()
    server.start()
    try:
        url = server.url(server.create_database())
        engine = connect(url)
        metadata.create_all(engine)
        engine.dispose()
        yield server, url
    finally:
        server.remove()


@pytest.mark.postgresql
def test_no_acknowledged_entry_is_lost_when_postgresql_is_killed() -> None:
    chance = seeded()
    with own_server() as (server, url), service(url, units=10_000) as running:
        clients = Clients(running)

        def disturb() -> None:
            for _ in range(KILLS):
                time.sleep(chance.uniform(0.05, 0.8))
                server.kill()
                server.start()

        clients.run(disturb)
        clients.assert_whole()


def test_readers_are_served_while_the_sequencer_is_away(prepared_url: str) -> None:
    with service(prepared_url, units=100) as running:
        first = running.world.transfer(11, 12, units=1)
        assert running.send(first)[0] == 201
        running.kill_sequencer()
        assert running.ask("GET", "/healthz")[0] == 200
        status, text = running.ask("GET", "/readyz")
        assert (status, text) == (503, "NotWritten\n")
        assert running.send(running.world.transfer(11, 12, units=1))[0] == 503
