"""Where a compliance year stands: what is owed, final, asked for and short, and when that answer would change.

What was asked for by the deadline counts as in time once it is final; what is only asked for counts for nothing yet.
"""

from dataclasses import dataclass
from enum import StrEnum

from registry.areas.compliance.rules.deadlines import end_of
from registry.ledger.codec import Count, ParticipantNo, Year
from registry.ledger.rules import record


class Standing(StrEnum):
    """How far the surrender of a year is."""

    UNKNOWN = "unknown"
    OPEN = "open"
    WAITING = "waiting"
    MET = "met"
    MET_LATE = "met_late"
    OVERDUE = "overdue"


@record("obligation", key=("year", "participant"))
@dataclass(frozen=True, slots=True)
class Obligation:
    """What was surrendered for a year, and what waits for the national registers' word; credits apart.

    ``asked_at`` is when the newest that is final was asked for, ``newest_at`` when the newest of all was.
    """

    year: Year
    participant: ParticipantNo
    surrendered_units: Count
    offset_units: Count
    pending_units: Count
    pending_offset_units: Count
    asked_at: Count
    newest_at: Count

    @property
    def final(self) -> int:
        """Allowances and credits that are final."""
        return self.surrendered_units + self.offset_units

    @property
    def taken(self) -> int:
        """Allowances and credits that are final or asked for."""
        return self.final + self.pending_units + self.pending_offset_units

    @property
    def offsets(self) -> int:
        """Credits that are final or asked for."""
        return self.offset_units + self.pending_offset_units


@dataclass(frozen=True, slots=True)
class Stands:
    """The answer: ``changes_at`` is the instant at which it changes by time alone, None if it does not."""

    standing: Standing
    owed: int
    final: int
    pending: int
    short: int
    changes_at: int | None


def stands(owed: int | None, done: Obligation | None, deadline: str | None, now: int) -> Stands:
    """Return where a year stands at an instant; ``owed`` and the deadline are None before they are known."""
    final, taken = (done.final, done.taken) if done else (0, 0)
    if owed is None or deadline is None:
        return Stands(Standing.UNKNOWN, owed or 0, final, taken - final, 0, None)
    end = end_of(deadline)
    made = Stands(Standing.OPEN, owed, final, taken - final, max(owed - final, 0), None)
    if final >= owed:
        in_time = done is None or done.asked_at < end
        return _as(made, Standing.MET if in_time else Standing.MET_LATE)
    if done is not None and taken >= owed and done.newest_at < end:
        return _as(made, Standing.WAITING)
    return _as(made, Standing.OPEN, end) if now < end else _as(made, Standing.OVERDUE)


def _as(made: Stands, standing: Standing, changes_at: int | None = None) -> Stands:
    return Stands(standing, made.owed, made.final, made.pending, made.short, changes_at)
