"""Statement, trace, journal and project list of a large log against a small one: medians of one page's time each."""

import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from statistics import median

import sqlalchemy as sa

from bench.harness import Figure, Scale
from bench.registries import databases
from bench.synthetic import ACCOUNTS, BATCH_TEXT, FIRST_ACCOUNT, SERIALS_AN_ENTRY, ZONES, fill
from registry.areas.auditing.places import Wanted
from registry.areas.auditing.queries.journal import Sought, read_lines
from registry.areas.auditing.queries.trace import read_trace
from registry.areas.finance.queries import ProjectFilter, list_projects
from registry.areas.participants.queries.statements import statement
from registry.store.tables import account_text

SMALL = 10_000
CALLS = 60
TODAY = "2026-07-01"

Read = Callable[[sa.Connection, int, random.Random], object]


def run(scale: Scale) -> Iterator[Figure]:
    """Yield one figure for each read and database."""
    for kind in ("postgresql", "sqlite"):
        with ExitStack() as stack:
            small, large = (
                stack.enter_context(fill(stack.enter_context(databases((kind,)))[kind].url, entries).connect())
                for entries in (SMALL, scale.entries)
            )
            for name, read in READS.items():
                figure = Figure(
                    f"{kind}: {name}, {scale.entries:,} entries", unit="ms", aim="≤ 1.2", against=f"{SMALL:,} entries"
                )
                for turn in range(scale.rounds + 1):
                    chance = random.Random(turn)
                    here, there = timed(
                        partial(read, large, scale.entries, chance),
                        partial(read, small, SMALL, chance),
                    )
                    if turn:  # the first fills the caches of both
                        figure.add(here, there)
                yield figure


def timed(*reads: Callable[[], object], calls: int = CALLS) -> tuple[float, ...]:
    """Return the median of many calls of each, one after the other in turns, in milliseconds."""
    times: tuple[list[float], ...] = tuple([] for _ in reads)
    for _ in range(calls):
        for read, own in zip(reads, times, strict=True):
            began = time.perf_counter()
            read()
            own.append((time.perf_counter() - began) * 1000)
    return tuple(map(median, times))


def _account(chance: random.Random) -> str:
    return account_text(FIRST_ACCOUNT + chance.randrange(ACCOUNTS))


def _statement(connection: sa.Connection, entries: int, chance: random.Random) -> object:
    since = chance.randrange(entries // 4) * 1000
    return statement(connection, _account(chance), since=since, until=since + entries * 500)


def _trace(connection: sa.Connection, entries: int, chance: random.Random) -> object:
    first = chance.randrange(1, entries * SERIALS_AN_ENTRY - 100)
    return read_trace(connection, Wanted(BATCH_TEXT, first, first))


def _newest(connection: sa.Connection, _entries: int, _chance: random.Random) -> object:
    return read_lines(connection, Sought())


def _of_kind(connection: sa.Connection, entries: int, chance: random.Random) -> object:
    below = entries - chance.randrange(entries // 4)
    return read_lines(connection, Sought(kind="participants.register"), below=below)


def _of_account(connection: sa.Connection, _entries: int, chance: random.Random) -> object:
    return read_lines(connection, Sought(account=_account(chance)))


def _projects(connection: sa.Connection, _entries: int, _chance: random.Random) -> object:
    return list_projects(connection, ProjectFilter(), today=TODAY)


def _projects_of_zone(connection: sa.Connection, _entries: int, chance: random.Random) -> object:
    return list_projects(connection, ProjectFilter(zone=chance.choice(ZONES)), today=TODAY, sort="-green_finance_fen")


READS: Mapping[str, Read] = {
    "statement of an account over half the time": _statement,
    "trace of one unit": _trace,
    "journal, newest": _newest,
    "journal, of a kind, further back": _of_kind,
    "journal, of an account": _of_account,
    "projects, newest": _projects,
    "projects of a zone by amount": _projects_of_zone,
}
