"""Instants by which something must be done or is decided: in the minutes before and after each a head is cosigned.

So a log that stands still has a witnessed time on both sides, and no entry can be brought in later with a time before
the deadline. What is listed here may be more than is in force, never less.
"""

from collections.abc import Callable, Iterator
from typing import Final

import sqlalchemy as sa

from registry.areas.participants.queries import due_between
from registry.areas.participants.rules.calendars import DAY, day_of, start_of
from registry.areas.trading.queries import auction_edges, session_edges
from registry.ledger.instants import SECOND

MINUTE: Final = 60 * SECOND

Source = Callable[[sa.Connection, int, int], Iterator[int]]


def day_ends(_connection: sa.Connection, begin: int, end: int) -> Iterator[int]:
    """Yield the midnights of Beijing: periods, and the deadlines of law, end with a day."""
    midnight = start_of(day_of(begin)) + DAY
    return iter([midnight] if midnight <= end else [])


SOURCES: Final[tuple[Source, ...]] = (day_ends, session_edges, auction_edges, due_between)


def cosigned_since(connection: sa.Connection, now: int) -> int:
    """Return from when on the newest head must have been cosigned, 0 without a deadline within a minute.

    In a deadline's last minute that is where this minute begins, and from the deadline on the deadline. Instants are
    microseconds UTC.
    """
    near = (at for source in SOURCES for at in source(connection, now - MINUTE, now + MINUTE))
    return max((at if at <= now else at - MINUTE for at in near), default=0)
