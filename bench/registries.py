"""A registry to measure: founded, with accounts that hold units, its sequencer in a process of its own."""

import multiprocessing
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from os import urandom
from pathlib import Path

from registry.areas.participants.rules.holdings import TransferUnits
from registry.catalog import CATALOGUE
from registry.ledger import keys, note
from registry.ledger.entry import compose, write
from registry.ledger.serials import account_number
from registry.memory import settle
from registry.store import migrate, opening
from registry.store.database import connect
from registry.store.journal import Journal
from registry.store.sequencer import Sequencer, SequencerLine
from registry.store.writer import BATCH_MAX
from tests.databases import PostgresServer
from tests.world import ORIGIN, World, signer_of

FIRST = 100
SOCKET = "bench.sock"


@dataclass(frozen=True, slots=True)
class Bench:
    """A founded registry: its database, folder and how many enterprises hold units."""

    url: str
    folder: Path
    enterprises: int

    def transfer(self, source: int, target: int, *, units: int = 1) -> bytes:
        """Return a fresh signed transfer of 2025 allowances."""
        number = f"R-{FIRST + source:08}"
        body = TransferUnits(_account(source), _account(target), "CEA-2025", units, ())
        entry = compose("allowances.transfer", body, origin=ORIGIN, at_ms=_now_ms(), seconds=3600, random=urandom(10))
        return note.sign(write(entry), [_signer(number)])

    def journal(self) -> Journal:
        """Return a journal over the sequencer's socket, for one client process."""
        return Journal(connect(self.url), SequencerLine(self.folder / SOCKET), origin=ORIGIN, catalogue=CATALOGUE)


@cache
def _account(n: int) -> str:
    return account_number("31", "HO", FIRST + n)


@cache
def _signer(number: str) -> keys.Ed25519Signer:
    return signer_of(number)  # whoever signs has the key at hand


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


@contextmanager
def founded(url: str, *, enterprises: int, units: int = 1_000_000_000, holders: int | None = None) -> Iterator[Bench]:
    """Give a registry in which each enterprise, or only the first ``holders`` of them, holds units of an own batch.

    Its folder goes afterwards.
    """
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    engine = connect(url)
    migrate.upgrade(engine)
    opening.prepare(engine, folder, ORIGIN)
    registry, close = opening.open_here(engine, folder, catalogue=CATALOGUE)
    vkey = note.render_vkey(note.key_of(opening.log_signer(folder, ORIGIN)))
    world = World(policy=(f"log {vkey}", "quorum none"))
    world.author.now_ms = _now_ms()
    for envelope in world.founding():
        send(registry.journal, [envelope])
    # Together are sent only entries of which none needs another's key.
    for wave in zip(*(world.enterprise(FIRST + n) for n in range(enterprises)), strict=True):
        send(registry.journal, wave)
    held = range(enterprises if holders is None else holders)
    send(registry.journal, [world.mirrored(FIRST + n, units=units, batch=n + 1, first=1 + n * units) for n in held])
    close()
    engine.dispose()
    try:
        yield Bench(url, folder, enterprises)
    finally:
        shutil.rmtree(folder)


def send(journal: Journal, envelopes: Sequence[bytes]) -> None:
    """Submit envelopes that must all be accepted."""
    for start in range(0, len(envelopes), BATCH_MAX):
        for answer in journal.submit_many(envelopes[start : start + BATCH_MAX]):
            if not answer.is_accepted:
                raise RuntimeError(f"{answer.result} {answer.facts}")


@contextmanager
def sequencer(bench: Bench) -> Iterator[int]:
    """Run the sequencer in a process of its own; give its process id."""
    process = multiprocessing.get_context("fork").Process(target=_sequence, args=(bench,))
    process.start()
    line = SequencerLine(bench.folder / SOCKET)
    for _ in range(200):
        try:
            line.signed()
            break
        except RuntimeError:
            time.sleep(0.05)
    try:
        yield process.pid or 0
    finally:
        line.close()
        process.terminate()
        process.join()


def _sequence(bench: Bench) -> None:
    writer, _ = opening.open_writer(connect(bench.url), bench.folder, catalogue=CATALOGUE)
    sequencer = Sequencer(writer, bench.folder / SOCKET)
    settle()
    sequencer.run()


@dataclass(frozen=True, slots=True)
class Place:
    """A database, and the server behind it: SQLite has none, and 0 for its process."""

    url: str
    process_id: int
    server: PostgresServer | None


@contextmanager
def databases(kinds: tuple[str, ...]) -> Iterator[dict[str, Place]]:
    """Give a fresh database of each kind."""
    folder = Path(tempfile.mkdtemp(prefix="bench-db-"))
    found: dict[str, Place] = {}
    server = None
    if "sqlite" in kinds:
        found["sqlite"] = Place(f"sqlite:///{folder / 'bench.sqlite'}", 0, None)
    if "postgresql" in kinds:
        server = PostgresServer(shared_buffers="256MB")
        server.start()
        found["postgresql"] = Place(server.url(server.create_database()), server.process_id, server)
    try:
        yield found
    finally:
        if server is not None:
            server.stop()
            server.remove()
        shutil.rmtree(folder)
