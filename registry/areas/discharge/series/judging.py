"""From hourly readings to masses: which hours count, what stands in for those that do not, and the sum of each day.

The rules, for each pollutant of an outlet in a calendar month, whose documents alone are looked at:

1. An hour of `stop` has no discharge and asks for no reading.
2. A reading is not valid if it is missing, if the state is `check`, if concentration or flow is negative or above its
   range, or if it is *stuck*: the same figure, zero too, in ``stuck_hours`` running hours on end or more. A negative
   concentration no further from zero than ``drift`` is the instrument's drift and counts as zero.
3. For an hour without a valid reading stands the greatest valid hourly mass: in a gap of up to ``gap_short_hours`` that
   of the ``gap_window_hours`` valid hours before it, in a longer gap (or with none before it) that of the month.
4. With fewer valid hours than ``valid_share_percent`` of those that are not `stop`, the month is not measured: it is
   reported by another method.

A mass is exact in picograms, rounded once for each day to the nearest milligram (half up); a month is the sum of its
days. How far these figures are the law's is said where the parameters are set.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from operator import eq, mul
from typing import Final

from registry.areas.discharge.series.hourly import CHECK, HOURS, RUN, STOP, UNITS, HourlyDay
from registry.ledger.errors import Malformed, Refusal

VERSION: Final = "hourly-1"
_PICOGRAMS: Final = 10**9
_TIMES: Final = 1_000


class Verdict(StrEnum):
    """What an hour's reading counts as."""

    VALID = "valid"
    STOPPED = "stopped"
    MISSING = "missing"
    CHECK = "check"
    NEGATIVE = "negative"
    ABOVE_RANGE = "above_range"
    STUCK = "stuck"


@dataclass(frozen=True, slots=True)
class Range:
    """What an instrument can read of a pollutant, in thousandths of the unit of its column.

    ``smallest`` is what it can tell from nothing: a day on which all that is read lies below is in another unit.
    """

    code: str
    unit: str
    highest: int
    smallest: int
    drift: int


@dataclass(frozen=True, slots=True)
class Judging:
    """The figures of the rules above; ``flow_max`` in cubic metres an hour."""

    stuck_hours: int
    gap_short_hours: int
    gap_window_hours: int
    valid_share_percent: int
    flow_max: int


@dataclass(frozen=True, slots=True)
class PollutantMonth:
    """One pollutant's month: milligrams of each day, and what each hour counted as, from the month's first on."""

    code: str
    unit: str
    days_mg: tuple[int, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def mass_mg(self) -> int:
        """The month's mass: the sum of its days."""
        return sum(self.days_mg)

    @property
    def hours_valid(self) -> int:
        """How many hours were measured."""
        return self.verdicts.count(Verdict.VALID)

    @property
    def hours_stopped(self) -> int:
        """How many hours the source stood still."""
        return self.verdicts.count(Verdict.STOPPED)

    @property
    def hours_stood_in(self) -> int:
        """How many hours another one stands in for."""
        return len(self.verdicts) - self.hours_valid - self.hours_stopped


def days_of(month: str) -> int:
    """Return how many days a month `YYYY-MM` has."""
    return monthrange(int(month[:4]), int(month[5:]))[1]


def judge_month(
    days: Iterable[HourlyDay], month: str, *, judging: Judging, ranges: Mapping[str, Range]
) -> tuple[PollutantMonth, ...]:
    """Return what the documents of an outlet come to in a month, for each pollutant that has a range, by code.

    Raises:
        Malformed: ``day_outside_month``, ``day_twice``, ``unit_changed`` for a pollutant in another unit than its
            range.
        Refusal: ``too_few_valid_hours`` as rule 4 says.
    """
    found: dict[int, HourlyDay] = {}
    for one in days:
        if one.day[:7] != month:
            raise Malformed("day_outside_month", day=one.day, month=month)
        if found.setdefault(int(one.day[8:]) - 1, one) is not one:
            raise Malformed("day_twice", day=one.day)
    ordered = [found.get(place) for place in range(days_of(month))]
    states = [state for one in ordered for state in (one.states if one else _NO_STATES)]
    flow = [reading for one in ordered for reading in (one.flow if one else _NONE)]
    return tuple(_judge(code, ordered, (states, flow), judging, ranges[code]) for code in sorted(ranges))


_NO_STATES: Final = ("",) * HOURS
_NONE: Final[tuple[int | None, ...]] = (None,) * HOURS
_Series = Sequence[int | None]


def _judge(
    code: str,
    days: Sequence[HourlyDay | None],
    shared: tuple[Sequence[str], _Series],
    judging: Judging,
    limits: Range,
) -> PollutantMonth:
    states, flow = shared
    readings, picograms = _readings(code, days, limits)
    if any(one is not None and one < 0 for one in readings):
        readings = [0 if one is not None and -limits.drift <= one < 0 else one for one in readings]
    verdicts = _verdicts(readings, states, flow, judging=judging, highest=limits.highest)
    _check_share(code, verdicts, judging)
    products = _products(readings, flow, verdicts, judging)
    sums = (sum(products[start : start + HOURS]) * picograms for start in range(0, len(products), HOURS))
    days_mg = tuple((2 * one + _PICOGRAMS) // (2 * _PICOGRAMS) for one in sums)
    return PollutantMonth(code, limits.unit, days_mg, tuple(verdicts))


def _readings(code: str, days: Sequence[HourlyDay | None], limits: Range) -> tuple[list[int | None], int]:
    """Return a pollutant's readings of a month, and picograms in the product of thousandths."""
    made: list[int | None] = []
    for day in days:
        place = next((n for n, one in enumerate(day.columns) if one.code == code), None) if day else None
        if day is None or place is None:
            made += _NONE
            continue
        if day.columns[place].unit != limits.unit:
            raise Malformed(
                "unit_changed", column=code, day=day.day, found=day.columns[place].unit, expected=limits.unit
            )
        made += day.readings[place]
    return made, next(units[limits.unit] for units in UNITS.values() if limits.unit in units)


def _verdicts(
    readings: _Series, states: Sequence[str], flow: _Series, *, judging: Judging, highest: int
) -> list[Verdict]:
    flow_max = judging.flow_max * _TIMES
    made = [
        _verdict(reading, state, volume, highest=highest, flow_max=flow_max)
        for reading, state, volume in zip(readings, states, flow, strict=True)
    ]
    hours = judging.stuck_hours
    # No figure stands so long unless it stands at both ends of so many hours.
    if any(map(eq, readings, readings[hours - 1 :])):
        for first, last in _stuck(readings, states, hours):
            made[first:last] = [Verdict.STUCK if one is Verdict.VALID else one for one in made[first:last]]
    return made


def _verdict(reading: int | None, state: str, flow: int | None, *, highest: int, flow_max: int) -> Verdict:
    if state == RUN:
        if reading is None or flow is None:
            return Verdict.MISSING
        if 0 <= reading <= highest and 0 <= flow <= flow_max:
            return Verdict.VALID
        return Verdict.NEGATIVE if reading < 0 or flow < 0 else Verdict.ABOVE_RANGE
    return Verdict.STOPPED if state == STOP else Verdict.CHECK if state == CHECK else Verdict.MISSING


def _stuck(readings: _Series, states: Sequence[str], hours: int) -> Iterator[tuple[int, int]]:
    """Yield where the same figure stands in so many running hours on end, as first and past-the-last place."""
    place = 0
    for (figure, state), group in groupby(zip(readings, states, strict=True)):
        length = sum(1 for _ in group)
        if figure is not None and state == RUN and length >= hours:
            yield place, place + length
        place += length


def _check_share(code: str, verdicts: Sequence[Verdict], judging: Judging) -> None:
    valid = verdicts.count(Verdict.VALID)
    wanted = len(verdicts) - verdicts.count(Verdict.STOPPED)
    if valid * 100 < wanted * judging.valid_share_percent:
        raise Refusal(
            "too_few_valid_hours", pollutant=code, valid=valid, hours=wanted, percent=judging.valid_share_percent
        )


def _products(readings: _Series, flow: _Series, verdicts: Sequence[Verdict], judging: Judging) -> list[int]:
    """Return each hour's mass in thousandths by thousandths, with what stands in for hours that are not valid."""
    if verdicts.count(Verdict.VALID) == len(verdicts):
        return list(map(mul, readings, flow))
    made: list[int] = []
    valid: list[int] = []
    gaps: list[tuple[int, int, int]] = []
    for is_gap, group in groupby(zip(readings, flow, verdicts, strict=True), _is_gap):
        hours = list(group)
        if is_gap:
            gaps.append((len(made), len(hours), len(valid)))
            made += [0] * len(hours)
            continue
        for reading, volume, verdict in hours:
            mass = reading * volume if verdict is Verdict.VALID else 0  # type: ignore[operator]
            made.append(mass)
            if verdict is Verdict.VALID:
                valid.append(mass)
    greatest = max(valid, default=0)
    for place, length, before in gaps:
        window = valid[max(0, before - judging.gap_window_hours) : before]
        stands_in = max(window) if window and length <= judging.gap_short_hours else greatest
        made[place : place + length] = [stands_in] * length
    return made


def _is_gap(hour: tuple[int | None, int | None, Verdict]) -> bool:
    return hour[2] is not Verdict.VALID and hour[2] is not Verdict.STOPPED


def check_units(day: HourlyDay, ranges: Mapping[str, Range]) -> None:
    """Return if no column of a day looks as if its figures were in a unit a thousand times larger or smaller.

    They do if more than half of what running hours read lies above the range and all of it fits into it divided by a
    thousand, or if all of it lies below what the instrument can tell from nothing and fits multiplied by a thousand.

    Raises:
        Malformed: ``units_mixed`` with the ``column`` and the unit that it says; ``unit_changed``.
        Refusal: ``range_not_set``.
    """
    for column, readings in zip(day.columns, day.readings, strict=True):
        limits = ranges.get(column.code)
        if limits is None:
            raise Refusal("range_not_set", pollutant=column.code)
        if column.unit != limits.unit:
            raise Malformed("unit_changed", column=column.code, day=day.day, found=column.unit, expected=limits.unit)
        figures = [one for one, state in zip(readings, day.states, strict=True) if state == RUN and one and one > 0]
        if not figures:
            continue
        above = sum(1 for one in figures if one > limits.highest)
        is_large = 2 * above > len(figures) and max(figures) <= limits.highest * _TIMES
        is_small = max(figures) < limits.smallest and max(figures) * _TIMES <= limits.highest
        if is_large or is_small:
            raise Malformed("units_mixed", column=column.code, found=column.unit, day=day.day)
