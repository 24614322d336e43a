"""Signed transfers accepted durably, against bare single-row commits over as many connections to the same database."""

import random
import sqlite3
from collections.abc import Callable

import psycopg
import sqlalchemy as sa

from bench.harness import Figure, cpu_of, crowd
from bench.registries import Bench, sequencer

ROW = b"x" * 700
AIMS = {("postgresql", 8): "0.25", ("postgresql", 64): "0.35", ("sqlite", 8): "1.0"}


def measure(kind: str, bench: Bench, server: int, *, clients: tuple[int, ...], rounds: int, seconds: float) -> list[Figure]:
    """Return the figures of one database: uniform at each number of clients, then hot source and hot target."""
    figures = []
    make_bare_table(bench.url)
    with sequencer(bench) as writer:
        for count in clients:
            figure = Figure(f"{kind}, {count} clients, uniform / bare commits", aim=AIMS.get((kind, count), ""))
            cpu = Figure(f"{kind}, {count} clients, CPU of all processes an entry", unit="µs", aim="250" if count > 8 else "")
            for _ in range(rounds):
                figure.peer.append(crowd(count, seconds, bare(bench.url)).rate)
                before = cpu_of(writer) + (cpu_of(server) if server else 0)
                outcome = crowd(count, seconds, transferring(bench, "uniform", count))
                used = cpu_of(writer) + (cpu_of(server) if server else 0) - before + outcome.cpu
                figure.ours.append(outcome.rate)
                cpu.ours.append(used / outcome.done * 1e6)
            figures += [figure, cpu]
        figures += hot(kind, bench, clients=8, rounds=rounds, seconds=seconds)
    return figures


def hot(kind: str, bench: Bench, *, clients: int, rounds: int, seconds: float) -> list[Figure]:
    """Return one account as everybody's source, or target, against random pairs."""
    figures = [Figure(f"{kind}, {clients} clients, hot {side} / uniform", aim="0.95") for side in ("source", "target")]
    for _ in range(rounds):
        uniform = crowd(clients, seconds, transferring(bench, "uniform", clients)).rate
        for figure, side in zip(figures, ("source", "target"), strict=True):
            figure.peer.append(uniform)
            figure.ours.append(crowd(clients, seconds, transferring(bench, side, clients)).rate)
    return figures


def transferring(bench: Bench, shape: str, clients: int) -> Callable[[int], Callable[[], int]]:
    """Return what makes a client that signs, checks and submits one transfer at a time."""
    del clients

    def make(n: int) -> Callable[[], int]:
        chance = random.Random(n)
        journal = bench.journal()

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


def bare(url: str) -> Callable[[int], Callable[[], int]]:
    """Return what makes a client that commits one row at a time, with the same durability."""
    parsed = sa.make_url(url)

    def make(_n: int) -> Callable[[], int]:
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


