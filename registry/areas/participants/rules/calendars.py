"""Two calendars from one notice a year: working days and trading days. Days are Beijing days.

Working days count for time limits and delays; made-up days are among them. Trading days are Monday to Friday, no
holidays, and never a made-up day. A year without a calendar is closed: whatever would need it is refused and says so.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from registry.ledger.codec import Code, Count, Day, Digest, Items, Year
from registry.ledger.errors import Refusal
from registry.ledger.instants import SECOND
from registry.ledger.parties import by_authority_and_operator
from registry.ledger.rules import Context, Kind, Outcome, View, record, require

BEIJING_AHEAD = 8 * 3600 * SECOND
DAY = 86_400 * SECOND
_EPOCH = date(1970, 1, 1)
_WEEKDAYS = 5
# Far more than any holiday is long, and an end to the walk.
_WALK_MAX = 800

Days = Annotated[tuple[Day, ...], Items(0, 100)]


@record("calendar", key=("year",), resident=True)
@dataclass(frozen=True, slots=True)
class Calendar:
    """A year's exceptions: weekdays that are holidays, and days of a weekend that are worked."""

    year: Year
    holidays: Days
    workdays: Days
    article: Code
    set_index: Count


@dataclass(frozen=True, slots=True)
class SetCalendar:
    """The body of `participants.set_calendar`. ``article`` names the notice, ``document`` its salted hash."""

    year: Year
    holidays: Days
    workdays: Days
    article: Code
    document: Digest


def set_calendar(body: SetCalendar, context: Context, view: View) -> Outcome:
    """Open a year, or change what has not happened of it.

    Raises:
        Refusal: ``calendar_day`` for a day of another year, in no order, or on the wrong side of the weekend;
            ``calendar_past`` if a day up to today would change.
    """
    for days, is_weekend in ((body.holidays, False), (body.workdays, True)):
        if list(days) != sorted(set(days)):
            raise Refusal("calendar_day", day=next(iter(days), ""))
        for day in days:
            made = date.fromisoformat(day)
            if made.year != body.year or (made.weekday() >= _WEEKDAYS) != is_weekend:
                raise Refusal("calendar_day", day=day)
    known = view.get(Calendar, body.year)
    if known is not None:
        today = day_of(context.recorded_at).isoformat()
        before = {*known.holidays, *known.workdays}
        changed = before.symmetric_difference({*body.holidays, *body.workdays})
        _check_future(changed, today)
    return Outcome(records=(Calendar(body.year, body.holidays, body.workdays, body.article, context.index),))


def _check_future(changed: Iterable[str], today: str) -> None:
    past = sorted(day for day in changed if day <= today)
    if past:
        raise Refusal("calendar_past", day=past[0])


def day_of(instant: int) -> date:
    """Return the Beijing day of an instant in microseconds UTC."""
    return _EPOCH + timedelta(days=(instant + BEIJING_AHEAD) // DAY)


def start_of(day: date) -> int:
    """Return the instant at which a Beijing day begins, in microseconds UTC."""
    return (day - _EPOCH).days * DAY - BEIJING_AHEAD


def is_working_day(view: View, day: date) -> bool:
    """Return whether a day is worked.

    Raises:
        Refusal: ``calendar_missing`` if its year has no calendar.
    """
    calendar = require(view, Calendar, day.year, "calendar_missing")
    text = day.isoformat()
    return text in calendar.workdays or (day.weekday() < _WEEKDAYS and text not in calendar.holidays)


def is_trading_day(view: View, day: date) -> bool:
    """Return whether a day is traded: a weekday that is no holiday. A weekend day that is worked is none.

    Raises:
        Refusal: ``calendar_missing`` if its year has no calendar.
    """
    calendar = require(view, Calendar, day.year, "calendar_missing")
    return day.weekday() < _WEEKDAYS and day.isoformat() not in calendar.holidays


def days_of(view: View, year: int, counts: Callable[[View, date], bool]) -> tuple[date, ...]:
    """Return the days of a year that count: working days by `is_working_day`, trading days by `is_trading_day`.

    Raises:
        Refusal: ``calendar_missing``.
    """
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return tuple(day for day in map(date.fromordinal, range(first, last + 1)) if counts(view, day))


def nth_day_after(view: View, day: date, n: int, counts: Callable[[View, date], bool] = is_working_day) -> date:
    """Return the n-th day after this one that counts; ``n`` is at least 1.

    Raises:
        Refusal: ``calendar_missing`` with the year as ``key``; ``delay_too_long``.
    """
    left = n
    for _ in range(_WALK_MAX):
        day += timedelta(days=1)
        left -= counts(view, day)
        if left <= 0:
            return day
    raise Refusal("delay_too_long", days=n)


def working_days_after(view: View, instant: int, n: int) -> int:
    """Return the instant at which the n-th working day after the day of `instant` ends (24:00 in Beijing).

    The day of the instant itself never counts, so n working days have passed whole. ``n`` is at least 1.

    Raises:
        Refusal: ``calendar_missing`` with the year as ``key``.
    """
    return start_of(nth_day_after(view, day_of(instant), n) + timedelta(days=1))


KINDS = (
    Kind("participants.set_calendar", SetCalendar, lambda _body, _view: by_authority_and_operator(), set_calendar),
)
RECORDS = (Calendar,)
