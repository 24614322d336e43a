"""The hourly document (小时监测数据): what one outlet discharged in each hour of one day, as canonical text.

    outlet,day,hour,state,flow[m3],SO2[mg/m3],NOX[mg/m3]
    91110000802100433B001PDA001,2026-03-01,00,run,350000.000,35.200,50.100
    …

A line for each of 24 hours. ``state`` is `run`, `stop` (the source stood still, all cells empty) or `check`
(calibration or upkeep: nothing that it reads counts). Figures have three decimals; an empty cell is a reading that is
missing. A file of many days has one heading and the days in order; a document is the heading and the lines of one day.
`parse` accepts only what `render` would write; `loose.tidied` brings what a spreadsheet saves into that form.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Final, NoReturn

from registry.ledger.errors import Malformed

HOURS: Final = 24
FILE_MAX: Final = 3 * 1024 * 1024
COLUMNS_MAX: Final = 20
RUN, STOP, CHECK = "run", "stop", "check"
FLOW: Final = "flow[m3]"
# By the medium of an outlet, the units of concentration and how many picograms a thousandth of one holds in a litre.
UNITS: Final = {"A": {"mg/m3": 1_000, "ug/m3": 1}, "W": {"mg/L": 1_000_000, "ug/L": 1_000}}
FIXED: Final = ("outlet", "day", "hour", "state")
_OUTLET: Final = re.compile("[0-9A-Z]{18}[0-9]{3}[A-Z]D[AW][0-9]{3}")
_COLUMN: Final = re.compile(r"([A-Z][A-Z0-9]{0,5})\[([A-Za-z0-9/]{1,8})\]")
_FIGURE: Final = r"(?:(?:0|[1-9][0-9]{0,8})\.[0-9]{3}|-(?!0\.000)(?:0|[1-9][0-9]{0,8})\.[0-9]{3})"
Readings = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A pollutant's column: its code, the unit of its concentrations, and picograms in a thousandth by a litre."""

    code: str
    unit: str
    picograms: int


@dataclass(frozen=True, slots=True)
class HourlyDay:
    """One document: 24 hours of an outlet. Readings are whole thousandths of their unit, None where there is none."""

    outlet: str
    day: str
    columns: tuple[Column, ...]
    states: tuple[str, ...]
    flow: Readings
    readings: tuple[Readings, ...]
    data: bytes = field(repr=False)


def parse_day(data: bytes) -> HourlyDay:
    """Return the one day that a document holds.

    Raises:
        Malformed: those of `parse`, and ``hourly_one_day`` for a file of several.
    """
    days = list(parse(data))
    if len(days) != 1:
        raise Malformed("hourly_one_day", days=len(days))
    return days[0]


def parse(data: bytes) -> Iterator[HourlyDay]:
    """Yield the days of a file, of which every byte is as `render` would write it.

    Raises:
        Malformed: ``hourly_empty``, ``hourly_long``, ``hourly_encoding``, ``hourly_end``, those of `read_heading`, and
            for a line ``hourly_cells``, ``hourly_outlet``, ``hourly_day``, ``hourly_hour``, ``hourly_state``,
            ``hourly_stopped``, ``hourly_figure``, each with ``line`` and what stands there; ``hourly_order`` and
            ``hourly_other_outlet`` between days; ``unit_of_medium`` for a unit that the outlet's medium has not.
    """
    text = _text_of(data)
    heading, _, _ = text.partition("\n")
    columns = read_heading(heading)
    pattern = _day_pattern(len(columns) + 1)
    place = len(heading) + 1
    before: re.Match[str] | None = None
    while place < len(text):
        match = pattern.match(text, place)
        if match is None:
            _explain(text, place, columns)
        _check_day(match, before, columns)
        yield _day_of(heading, match, columns)
        place, before = match.end(), match
    if before is None:
        raise Malformed("hourly_empty")


def _text_of(data: bytes) -> str:
    if not data:
        raise Malformed("hourly_empty")
    if len(data) > FILE_MAX:
        raise Malformed("hourly_long", limit=FILE_MAX)
    if not data.isascii() or b"\r" in data:
        raise Malformed("hourly_encoding")
    if not data.endswith(b"\n"):
        raise Malformed("hourly_end")
    return data.decode("ascii")


@cache
def read_heading(heading: str) -> tuple[Column, ...]:
    """Return the pollutants' columns of a heading.

    Raises:
        Malformed: ``hourly_heading``, ``hourly_column`` for one that is not `CODE[unit]` with a known unit,
            ``hourly_column_twice``, ``hourly_columns`` for none or too many.
    """
    cells = heading.split(",")
    if tuple(cells[: len(FIXED) + 1]) != (*FIXED, FLOW):
        raise Malformed("hourly_heading", expected=",".join((*FIXED, FLOW)))
    rest = cells[len(FIXED) + 1 :]
    if not 1 <= len(rest) <= COLUMNS_MAX:
        raise Malformed("hourly_columns", limit=COLUMNS_MAX)
    columns = tuple(_column_of(cell) for cell in rest)
    codes = [one.code for one in columns]
    for code in codes:
        if codes.count(code) > 1:
            raise Malformed("hourly_column_twice", column=code)
    return columns


def _column_of(cell: str) -> Column:
    match = _COLUMN.fullmatch(cell)
    factors = {unit: factor for units in UNITS.values() for unit, factor in units.items()}
    if match is None or match[2] not in factors:
        raise Malformed("hourly_column", column=cell[:40], units=" ".join(factors))
    return Column(match[1], match[2], factors[match[2]])


@cache
def _day_pattern(figures: int) -> re.Pattern[str]:
    """Return what the 24 lines of a day with so many figures a line match, outlet and day alike in all of them."""
    cells = f"(?:,{_FIGURE}?){{{figures}}}"
    rest = f"(?:(?:{RUN}|{CHECK}){cells}|{STOP}{',' * figures})\n"
    first = f"({_OUTLET.pattern}),([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}),00,{rest}"
    return re.compile(first + "".join(rf"\1,\2,{hour:02},{rest}" for hour in range(1, HOURS)))


def _check_day(match: re.Match[str], before: re.Match[str] | None, columns: tuple[Column, ...]) -> None:
    """Return if a day exists, comes after the one before at the same outlet, and has its medium's units."""
    outlet, day = match[1], match[2]
    if not _is_day(day):
        raise Malformed("hourly_day", line=_line_of(match), found=day)
    if before is None:
        check_medium(outlet, columns)
    elif before[1] != outlet:
        raise Malformed("hourly_other_outlet", line=_line_of(match), expected=before[1], found=outlet)
    elif before[2] >= day:
        raise Malformed("hourly_order", line=_line_of(match), found=day, before=before[2])


def _line_of(match: re.Match[str]) -> int:
    return match.string.count("\n", 0, match.start()) + 1


def check_medium(outlet: str, columns: Iterable[Column]) -> None:
    """Return if all units are those of an outlet's medium: milligrams in a litre are a thousand times another's.

    Raises:
        Malformed: ``unit_of_medium``.
    """
    units = UNITS[outlet[-4]]
    for one in columns:
        if one.unit not in units:
            raise Malformed("unit_of_medium", column=one.code, found=one.unit, outlet=outlet, units=" ".join(units))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _day_of(heading: str, match: re.Match[str], columns: tuple[Column, ...]) -> HourlyDay:
    cells = match[0].replace(".", "").replace("\n", ",").split(",")
    width = len(FIXED) + 1 + len(columns)
    made = [_readings(cells[place:-1:width]) for place in range(len(FIXED), width)]
    return HourlyDay(
        outlet=match[1],
        day=match[2],
        columns=columns,
        states=tuple(cells[len(FIXED) - 1 : -1 : width]),
        flow=made[0],
        readings=tuple(made[1:]),
        data=f"{heading}\n{match[0]}".encode("ascii"),
    )


def _readings(cells: list[str]) -> Readings:
    try:
        return tuple(map(int, cells))
    except ValueError:
        return tuple(int(cell) if cell else None for cell in cells)


def _explain(text: str, place: int, columns: tuple[Column, ...]) -> NoReturn:
    """Say which line of a day that did not match is not as it has to be, and how.

    Raises:
        Malformed: always.
    """
    number = text.count("\n", 0, place) + 1
    lines = text[place:].split("\n", HOURS)[:HOURS]
    first = lines[0].split(",")
    for hour, line in enumerate(lines):
        _check_line(line, hour, number=number + hour, first=first, columns=columns)
    raise Malformed("hourly_hour", line=number + len(lines), expected=f"{len(lines) - 1:02}", found="")


def _check_line(line: str, hour: int, *, number: int, first: list[str], columns: tuple[Column, ...]) -> None:
    cells = line.split(",")
    width = len(FIXED) + 1 + len(columns)
    if not line:
        raise Malformed("hourly_hour", line=number, expected=f"{hour:02}", found="")
    if len(cells) != width:
        raise Malformed("hourly_cells", line=number, expected=width, found=len(cells))
    outlet, day, at, state = cells[: len(FIXED)]
    if not _OUTLET.fullmatch(outlet):
        raise Malformed("hourly_outlet", line=number, found=outlet[:40])
    if not _is_day(day):
        raise Malformed("hourly_day", line=number, found=day[:20])
    if at != f"{hour:02}" or [outlet, day] != first[:2]:
        raise Malformed("hourly_hour", line=number, expected=f"{hour:02}", found=f"{day} {at}"[:30])
    if state not in {RUN, STOP, CHECK}:
        raise Malformed("hourly_state", line=number, found=state[:20])
    names = (FLOW, *(one.code for one in columns))
    for name, cell in zip(names, cells[len(FIXED) :], strict=True):
        if cell and not re.fullmatch(_FIGURE, cell):
            raise Malformed("hourly_figure", line=number, column=name, found=cell[:20])
        if cell and state == STOP:
            raise Malformed("hourly_stopped", line=number, column=name)


def render(day: HourlyDay) -> bytes:
    """Return the canonical bytes of a day; `parse_day` of them gives the day again."""
    heading = ",".join((*FIXED, FLOW, *(f"{one.code}[{one.unit}]" for one in day.columns)))
    lines = [heading]
    for hour, state in enumerate(day.states):
        figures = (day.flow[hour], *(one[hour] for one in day.readings))
        lines.append(",".join((day.outlet, day.day, f"{hour:02}", state, *map(_figure, figures))))
    return ("\n".join(lines) + "\n").encode("ascii")


def _figure(thousandths: int | None) -> str:
    if thousandths is None:
        return ""
    whole, rest = divmod(abs(thousandths), 1000)
    return f"{'-' if thousandths < 0 else ''}{whole}.{rest:03}"
