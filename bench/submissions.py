"""Signed transfers accepted durably, against bare single-row commits over as many connections to the same database."""

import random
import sqlite3
from collections.abc import Iterator

import psycopg
import sqlalchemy as sa

from bench.harness import Call, Figure, Make, Scale, cpu_of, crowd
from bench.registries import Bench, databases, founded, sequencer

ROW = b"x" * 700
AIMS = {("postgresql", 8): "≥ 0.25", ("postgresql", 64): "≥ 0.35", ("sqlite", 8): "≥ 1.0"}
CPU_AIMS = {64: "≤ 250"}


def run(scale: Scale) -> Iterator[Figure]:
    """Yield the figures of both databases."""
    with databases(("postgresql", "sqlite")) as found:
        for kind, place in found.items():
            with founded(place.url, enterprises=20) as bench:
                make_bare_table(bench.url)
                with sequencer(bench) as writer:
                    for clients in scale.clients:
                        yield from measure(kind, bench, (writer, place.process_id), clients=clients, scale=scale)
                    yield from hot(kind, bench, clients=8, scale=scale)


def measure(kind: str, bench: Bench, servers: tuple[int, ...], *, clients: int, scale: Scale) -> Iterator[Figure]:
    """Yield accepted transfers against bare commits, and the CPU of all processes an entry."""
    against = f"single-row commits, {clients} connections"
    rate = Figure(f"{kind}, {clients} clients: transfers", aim=AIMS.get((kind, clients), ""), against=against)
    cpu = Figure(f"{kind}, {clients} clients: CPU an entry, all processes", unit="µs", aim=CPU_AIMS.get(clients, ""))
    for _ in range(scale.rounds):
        peer = crowd(clients, scale.seconds, bare(bench.url)).rate
        before = sum(map(cpu_of, servers))
        outcome = crowd(clients, scale.seconds, transferring(bench, "uniform"))
        used = sum(map(cpu_of, servers)) - before + outcome.cpu
        rate.add(outcome.rate, peer)
        cpu.add(used / outcome.done * 1e6)
    yield from (rate, cpu)


def hot(kind: str, bench: Bench, *, clients: int, scale: Scale) -> Iterator[Figure]:
    """Yield one account as everybody's source, or target, against random pairs."""
    names = {side: f"{kind}, {clients} clients: one hot {side}" for side in ("source", "target")}
    figures = {side: Figure(name, aim="≥ 0.95", against="random pairs") for side, name in names.items()}
    for _ in range(scale.rounds):
        uniform = crowd(clients, scale.seconds, transferring(bench, "uniform")).rate
        for side, figure in figures.items():
            figure.add(crowd(clients, scale.seconds, transferring(bench, side)).rate, uniform)
    yield from figures.values()


def transferring(bench: Bench, shape: str) -> Make:
    """Return what makes a client that signs, checks and submits one transfer at a time."""

    def make(n: int) -> Call:
        chance = random.Random(n)
        journal = bench.journal()
        for number in range(bench.enterprises):  # a client that has been running knows the keys
            journal.check(bench.transfer(number, (number + 1) % bench.enterprises))
        journal.line.signed()

        def call() -> int:
            source, target = chance.sample(range(bench.enterprises), 2)
            source = 0 if shape == "source" else source
            target = 0 if shape == "target" else target
            if source == target:
                source, target = (0, 1) if shape == "source" else (1, 0)
            answer = journal.submit(bench.transfer(source, target))
            if not answer.is_accepted:
                raise RuntimeError(answer.result)
            return 1

        return call

    return make


def make_bare_table(url: str) -> None:
    """Make the table of the bare commits."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        blob = "BYTEA" if engine.dialect.name == "postgresql" else "BLOB"
        serial = "BIGSERIAL PRIMARY KEY" if engine.dialect.name == "postgresql" else "INTEGER PRIMARY KEY"
        connection.execute(sa.text(f"CREATE TABLE IF NOT EXISTS bare (id {serial}, data {blob} NOT NULL)"))
    engine.dispose()


def bare(url: str) -> Make:
    """Return what makes a client that commits one row at a time, with the same durability."""
    parsed = sa.make_url(url)

    def make(_n: int) -> Call:
        if parsed.get_backend_name() == "postgresql":
            connection = psycopg.connect(host=str(parsed.query["host"]), user=parsed.username, dbname=parsed.database)

            def call() -> int:
                connection.execute("INSERT INTO bare (data) VALUES (%s)", (ROW,))
                connection.commit()
                return 1

            return call
        lite = sqlite3.connect(str(parsed.database), timeout=60, isolation_level=None)
        lite.execute("PRAGMA journal_mode=WAL")
        lite.execute("PRAGMA synchronous=FULL")

        def call_lite() -> int:
            lite.execute("BEGIN IMMEDIATE")
            lite.execute("INSERT INTO bare (data) VALUES (?)", (ROW,))
            lite.execute("COMMIT")
            return 1

        return call_lite

    return make
