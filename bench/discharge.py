"""Actual discharge: one outlet-year of hourly values read, judged and summed against parsing its file; and memory.

The peer parses the same bytes with the standard library: `csv`, and each figure as a `Decimal`. The outlets of the
second figure pass one after another, month by month, as a settlement reads them; the peak is that of Python's own
allocations while so many years pass.
"""

import csv
import io
import time
import tracemalloc
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from bench.harness import Figure, Scale
from registry.areas.discharge.series.hourly import HourlyDay, parse
from registry.areas.discharge.series.judging import check_units, judge_month
from tests.areas.discharge.series import JUDGING, RANGES, year_file

YEAR = 2026
OUTLETS = {2: 50, 5: 1_000}
YEARS = (1, 3)
_MIB = 1 << 20


def run(scale: Scale) -> Iterator[Figure]:
    """Yield the ratio to parsing, and how the peak of memory grows with the years."""
    data = year_file(YEAR)
    rounds = max(scale.rounds, 3)
    figure = Figure(
        "an outlet-year (8,760 lines, six pollutants) loaded and settled", unit="s", aim="≤ 4",
        against="csv and Decimal on the same file",
    )  # fmt: skip
    for _ in range(rounds):
        figure.add(_timed(lambda: _settle(parse(data))), _timed(lambda: _parse(data)))
    yield figure
    outlets = OUTLETS.get(scale.rounds, OUTLETS[2])
    memory = Figure(
        f"peak of {outlets:,} outlets over {YEARS[1]} years", unit="MiB", aim="1", against=f"over {YEARS[0]} year"
    )
    memory.add(_peak(data, outlets, YEARS[1]), _peak(data, outlets, YEARS[0]))
    yield memory


def _timed(work: object) -> float:
    assert callable(work)
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _parse(data: bytes) -> int:
    rows = csv.reader(io.StringIO(data.decode()))
    next(rows)
    return len([(row[:4], [Decimal(cell) for cell in row[4:]]) for row in rows])


def _settle(days: Iterator[HourlyDay]) -> dict[str, int]:
    """Return each pollutant's mass of a year in milligrams, holding one month at a time."""
    totals = dict.fromkeys(RANGES, 0)
    for month, group in groupby(days, lambda day: day.day[:7]):
        held = list(group)
        for day in held:
            check_units(day, RANGES)
        for one in judge_month(held, month, judging=JUDGING, ranges=RANGES):
            totals[one.code] += one.mass_mg
    return totals


def _peak(data: bytes, outlets: int, years: int) -> float:
    """Return the peak of memory, MiB, while so many outlets pass through so many years."""
    tracemalloc.start()
    for _ in range(years):
        kept = [sum(_settle(parse(data)).values()) for _ in range(outlets)]
        assert len(set(kept)) == 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / _MIB
