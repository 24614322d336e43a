"""Who is late in a year, and with what, for the authority."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from registry.areas.compliance.queries.cases import EXPORT_MAX, CoveredLine, covered_in, deadlines_of
from registry.areas.compliance.rules.deadlines import end_of
from registry.areas.compliance.rules.records import Deadline, Step
from registry.areas.compliance.rules.status import Standing

_LATE: Final = (Step.REPORT, Step.VERIFY, Step.SURRENDER)


@dataclass(frozen=True, slots=True)
class Late:
    """An enterprise that has not done a step by its last day; ``short`` is what is still owed, for a surrender."""

    participant: str
    name: str
    sector: str
    zone: str
    step: str
    day: str
    short: int | None


@dataclass(frozen=True, slots=True)
class Watch:
    """A year at a glance: how many are listed and how many stand where, who is late, and how many of them by zone."""

    year: int
    listed: int
    standings: dict[str, int]
    rows: tuple[Late, ...]
    zones: dict[str, int]


def watch(connection: sa.Connection, year: int, now: int) -> Watch:
    """Return the whole list of a year, judged at an instant. Read in pages by the list's primary key."""
    deadlines = deadlines_of(connection, year)
    lines = [one for one in _whole(connection, year, now) if one.state == "listed"]
    rows = tuple(late for line in lines for late in _late(line, deadlines, now))
    zones = Counter(zone for zone, _ in {(row.zone, row.participant) for row in rows})
    standings = Counter(line.standing for line in lines)
    return Watch(year, len(lines), dict(sorted(standings.items())), rows, dict(sorted(zones.items())))


def _whole(connection: sa.Connection, year: int, now: int) -> Iterator[CoveredLine]:
    after: str | None = None
    while True:
        page = covered_in(connection, year, now=now, after=after, limit=EXPORT_MAX)
        yield from page.rows
        after = page.next_after
        if after is None:
            return


def _late(line: CoveredLine, deadlines: tuple[Deadline, ...], now: int) -> Iterator[Late]:
    days = {one.step: one.day for one in deadlines if not one.sector}
    days |= {one.step: one.day for one in deadlines if one.sector == line.sector}
    missing = {
        Step.REPORT: line.version == 0,
        Step.VERIFY: line.verified_tco2e is None,
        Step.SURRENDER: line.standing == Standing.OVERDUE,
    }
    for step in _LATE:
        if missing[step] and step in days and now >= end_of(days[step]):
            short = None
            if step is Step.SURRENDER:
                short = (line.verified_tco2e or 0) - (line.surrendered_units or 0)
            yield Late(line.participant, line.name, line.sector, line.zone, step.value, days[step], short)
