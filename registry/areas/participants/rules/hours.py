"""Opening hours and waiting times: when a transfer may execute, counted on the working calendar in Beijing time.

The hours and the waiting times are parameters; what they are called stands here once. No kinds here.
"""

from typing import Final

from registry.areas.participants.rules.calendars import (
    day_of,
    is_working_day,
    nth_day_after,
    start_of,
    working_days_after,
)
from registry.areas.participants.rules.parameters import parameter
from registry.ledger.instants import SECOND
from registry.ledger.rules import View

MINUTE: Final = 60 * SECOND

OPENING: Final = "transfer_opening_minute"
CLOSING: Final = "transfer_closing_minute"


def is_open(view: View, now: int) -> bool:
    """Return whether an instant (microseconds UTC) lies in the opening hours of a working day.

    Raises:
        Refusal: ``parameter_not_set``, ``calendar_missing``.
    """
    return next_opening(view, now, now=now) == now


def next_opening(view: View, instant: int, *, now: int) -> int:
    """Return the instant itself if it lies in opening hours, else the next at which they begin.

    The hours are those in force at ``now``.

    Raises:
        Refusal: ``parameter_not_set``, ``calendar_missing``.
    """
    opening, closing = parameter(view, OPENING, now) * MINUTE, parameter(view, CLOSING, now) * MINUTE
    day = day_of(instant)
    if is_working_day(view, day) and instant < start_of(day) + closing:
        return max(instant, start_of(day) + opening)
    return start_of(nth_day_after(view, day, 1)) + opening


def after_working_days(view: View, now: int, n: int) -> int:
    """Return the first opening after n working days have passed whole; the day of ``now`` never counts.

    Raises:
        Refusal: ``parameter_not_set``, ``calendar_missing``.
    """
    return next_opening(view, working_days_after(view, now, n) if n else now, now=now)


def on_working_day(view: View, now: int, n: int) -> int:
    """Return the instant at which the n-th working day after today begins; ``now`` if n is 0.

    Raises:
        Refusal: ``calendar_missing``.
    """
    return start_of(nth_day_after(view, day_of(now), n)) if n else now
