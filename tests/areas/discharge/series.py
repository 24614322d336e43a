"""Hourly documents for tests and benchmarks: readings that move a little, with what a test changes in them."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from registry.areas.discharge.series.hourly import HOURS, RUN, UNITS, Column, HourlyDay, render
from registry.areas.discharge.series.judging import Judging, Range

PERMIT = "91110000802100433B001P"
OUTLET = f"{PERMIT}DA001"
WATER_OUTLET = f"{PERMIT}DW001"
JUDGING = Judging(stuck_hours=12, gap_short_hours=24, gap_window_hours=180, valid_share_percent=75, flow_max=10_000_000)
RANGES = {
    code: Range(code, "mg/m3", highest=200_000, smallest=100, drift=2_000)
    for code in ("SO2", "NOX", "PM", "VOCS", "HG", "PB")
}
AIR = tuple(Column(code, "mg/m3", UNITS["A"]["mg/m3"]) for code in RANGES)
Change = Callable[[int, str, int], tuple[str, int | None]]


def day_of(
    day: str,
    *,
    outlet: str = OUTLET,
    columns: tuple[Column, ...] = AIR[:2],
    reading: Callable[[int], int | None] = lambda hour: 30_000 + hour,
    flow: int = 100_000_000,
    state: Callable[[int], str] = lambda _hour: RUN,
) -> HourlyDay:
    """Return a day whose readings are what `reading` says of each hour; an hour of `stop` has none."""
    states = tuple(state(hour) for hour in range(HOURS))
    readings = tuple(None if one == "stop" else reading(hour) for hour, one in enumerate(states))
    made = HourlyDay(
        outlet=outlet,
        day=day,
        columns=columns,
        states=states,
        flow=tuple(None if one == "stop" else flow for one in states),
        readings=(readings,) * len(columns),
        data=b"",
    )
    return replace(made, data=render(made))


def days_in(first: str, last: str) -> Iterator[str]:
    """Yield the days from one to another, both included."""
    start = date.fromisoformat(first)
    for number in range((date.fromisoformat(last) - start).days + 1):
        yield (start + timedelta(days=number)).isoformat()


def year_file(year: int, *, pollutants: int = 6, seed: int = 7, outlet: str = OUTLET) -> bytes:
    """Return a file of a whole year: 8 760 lines in most years, each with flow and so many pollutants."""
    chance = random.Random(seed)
    heading = "outlet,day,hour,state,flow[m3]," + ",".join(f"{code}[mg/m3]" for code in list(RANGES)[:pollutants])
    lines = [heading]
    for day in days_in(f"{year}-01-01", f"{year}-12-31"):
        for hour in range(HOURS):
            figures = [
                chance.randint(300_000_000, 400_000_000),
                *(chance.randint(5_000, 90_000) for _ in range(pollutants)),
            ]
            cells = ",".join(f"{one // 1000}.{one % 1000:03}" for one in figures)
            lines.append(f"{outlet},{day},{hour:02},{RUN},{cells}")
    return ("\n".join(lines) + "\n").encode()
