"""Random transfers of one batch among many accounts, and the verification of the log that they leave.

How many ranges a transfer moves, whether the writer slows down, what a full verification costs against the bare
signature checks, how much memory it takes, and what going on from a saved state costs.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nacl.bindings
import sqlalchemy as sa

from bench.harness import Call, Figure, Make, Scale, cpu_of, crowd
from bench.registries import Bench, databases, founded, send
from registry.catalog import CATALOGUE
from registry.ledger import leaf, note
from registry.ledger.checkpoint import Checkpoint, sign_checkpoint
from registry.ledger.merkle import root_at
from registry.ledger.tiles import bundles_of, parse_bundle
from registry.store import opening, tables
from registry.store.database import connect
from registry.store.export import export
from registry.store.log import SqlHashes, read_head
from tests.world import ORIGIN, public_key_of

ACCOUNTS = 100
AT_ONCE = 100
UNITS_MAX = 1_000_000
JOBS = 2


def run(scale: Scale) -> Iterator[Figure]:
    """Yield the figures of one log on PostgreSQL."""
    with databases(("postgresql",)) as found:
        url = found["postgresql"].url
        with founded(url, enterprises=ACCOUNTS, units=ACCOUNTS * 10**9, holders=1) as bench:
            yield from transfers(bench, scale.random_transfers, found["postgresql"].process_id)
            with tempfile.TemporaryDirectory(prefix="bench-log-") as folder:
                yield from verification(bench, Path(folder), scale)


def transfers(bench: Bench, count: int, server: int) -> Iterator[Figure]:
    """Yield the ranges a transfer moved, and the rate and the CPU of the last tenth against the first."""
    engine = connect(bench.url)
    registry, close = opening.open_here(engine, bench.folder, catalogue=CATALOGUE)
    chance = random.Random(1)
    send(registry.journal, [bench.transfer(0, n, units=10**9) for n in range(1, ACCOUNTS)])
    before = moves(engine)
    seconds: list[float] = []
    used = [time.process_time() + cpu_of(server)]
    for _ in range(count // AT_ONCE):
        pairs = [chance.sample(range(ACCOUNTS), 2) for _ in range(AT_ONCE)]
        envelopes = [bench.transfer(source, target, units=chance.randint(1, UNITS_MAX)) for source, target in pairs]
        began = time.perf_counter()
        send(registry.journal, envelopes)
        seconds.append(time.perf_counter() - began)
        used.append(time.process_time() + cpu_of(server))
    moved = moves(engine) - before
    close()
    engine.dispose()
    ranges = Figure(f"ranges a transfer, {count:,} random ones, {ACCOUNTS} accounts", unit="", aim="≤ 2")
    ranges.add(moved / count)
    tenth = len(seconds) // 10
    rate = Figure(f"rate after {count:,} random transfers, {AT_ONCE} at once", aim="≥ 0.8", against="the first tenth")
    for first, last in zip(seconds[:tenth], seconds[-tenth:], strict=True):
        rate.add(AT_ONCE / last, AT_ONCE / first)
    # Other programs on the machine take time from the rate and nothing from this.
    cpu = Figure("CPU an entry then, author, writer and server", unit="µs", against="the first tenth")
    cpu.add((used[-1] - used[-1 - tenth]) / tenth / AT_ONCE * 1e6, (used[tenth] - used[0]) / tenth / AT_ONCE * 1e6)
    yield from (ranges, rate, cpu)


def moves(engine: sa.Engine) -> int:
    """Return how many ranges have been moved since the beginning."""
    with engine.connect() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(tables.move)).scalar_one())


def verification(bench: Bench, folder: Path, scale: Scale) -> Iterator[Figure]:
    """Yield a full verification against its bare signature checks, its memory, and going on from a state."""
    small, large = scale.verified
    before = large - large // 10
    logs = {size: folder / str(size) for size in (small, before, large)}
    for size, log in logs.items():
        write_log(bench, size, log)
    claims = signatures(logs[large], large)
    against = f"the same {len(claims):,} signatures, PyNaCl, {JOBS} processes"
    full = Figure(f"verification of {large:,} entries, {JOBS} jobs: time", unit="s", aim="≤ 2.0", against=against)
    memory = Figure(f"verification of {large:,} entries: peak memory", unit="MiB", against=f"{small:,} entries")
    for _ in range(min(scale.rounds, 3)):
        bare = crowd(JOBS, 3600, checking(claims)).seconds
        report = verify(logs[large])
        full.add(report["seconds"], bare)
        memory.add(report["memory_mib"], verify(logs[small])["memory_mib"])
    yield from (full, memory)
    state = folder / "state"
    verify(logs[before], save=state)
    name = f"going on from {before:,} to {large:,}: time an entry"
    going_on = Figure(name, unit="µs", aim="1.0", against="in the full verification")
    for _ in range(min(scale.rounds, 3)):
        new = verify(logs[large], state=state)
        going_on.add(new["seconds"] / (large - before) * 1e6, verify(logs[large])["seconds"] / large * 1e6)
    yield going_on


def write_log(bench: Bench, size: int, folder: Path) -> None:
    """Export the log as it was at a size."""
    engine = connect(bench.url)
    with engine.connect() as connection:
        head = read_head(connection)
        root = root_at(SqlHashes(connection, head.size if head else 0), size)
    signer = opening.log_signer(bench.folder, ORIGIN)
    export(engine, sign_checkpoint(Checkpoint(ORIGIN, size, root), signer), folder)
    engine.dispose()


def signatures(folder: Path, size: int) -> list[tuple[bytes, bytes]]:
    """Return every signature over its message, as libsodium takes it, with the public key."""
    import base64

    known: dict[str, bytes] = {}
    claims = []
    for tile in bundles_of(size):
        for data in parse_bundle((folder / tile.path).read_bytes(), tile.width):
            noted = note.parse(leaf.parse(data, ORIGIN).envelope)
            for signature in noted.signatures:
                name = signature.name
                key = known.get(name) or known.setdefault(name, base64.b64decode(public_key_of(name)))
                claims.append((signature.signature + noted.text, key))
    return claims


def checking(claims: list[tuple[bytes, bytes]]) -> Make:
    """Return what makes one of the processes that check these signatures and do nothing else."""

    def make(n: int) -> Call:
        waiting = iter([claims[n::JOBS]])

        def call() -> int:
            own = next(waiting, [])
            for signed, key in own:
                nacl.bindings.crypto_sign_open(signed, key)
            return len(own)

        return call

    return make


def verify(folder: Path, *, state: Path | None = None, save: Path | None = None) -> dict[str, Any]:
    """Return what a verification in a process of its own took; it may begin from a state and save its end."""
    paths = [str(path) if path else "-" for path in (folder, state, save)]
    command = [sys.executable, "-m", "bench.verifying", *paths, str(JOBS)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return found
