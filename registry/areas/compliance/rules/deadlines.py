"""Deadlines of a compliance year, as data: the last day in Beijing, with the notice that sets it.

A deadline that is over stays. One that runs may be put off and never be brought forward: whoever counts on a day keeps
it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from registry.areas.compliance.rules.records import Deadline, Sector, Step
from registry.areas.participants.rules.calendars import day_of, start_of
from registry.areas.participants.rules.parameters import Evidence, Wording
from registry.ledger.codec import Day, Year
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_authority_and_operator
from registry.ledger.rules import Context, Kind, Outcome, View


@dataclass(frozen=True, slots=True)
class SetDeadline:
    """The body of `compliance.set_deadline`; without a ``sector`` it is everybody's who has none of its own."""

    year: Year
    step: Step
    sector: Sector | None
    day: Day
    article: Wording
    evidence: Evidence


def set_deadline(body: SetDeadline, context: Context, view: View) -> Outcome:
    """Set a deadline, or put it off.

    Raises:
        Refusal: ``deadline_past`` for a day before today, ``deadline_over`` if the one that stands has passed,
            ``deadline_shortened`` for a day before the one that stands.
    """
    today = day_of(context.recorded_at).isoformat()
    if body.day < today:
        raise Refusal("deadline_past", day=body.day)
    known = find_deadline(view, body.year, body.step, body.sector)
    if known is not None and known.day < today:
        raise Refusal("deadline_over", day=known.day)
    if known is not None and body.day < known.day:
        raise Refusal("deadline_shortened", day=known.day)
    new = Deadline(
        year=body.year,
        step=body.step,
        sector=body.sector or "",
        day=body.day,
        article=body.article,
        evidence=body.evidence,
        set_index=context.index,
    )
    return Outcome(records=(new,))


def find_deadline(view: View, year: int, step: Step, sector: Sector | None) -> Deadline | None:
    """Return the deadline of a sector, else the one of all, or None."""
    own = view.get(Deadline, year, step, sector) if sector is not None else None
    return own or view.get(Deadline, year, step, "")


def require_deadline(view: View, year: int, step: Step, sector: Sector) -> Deadline:
    """Return the deadline of a sector.

    Raises:
        Refusal: ``deadline_not_set``; nothing that matters in law has a default.
    """
    found = find_deadline(view, year, step, sector)
    if found is None:
        raise Refusal("deadline_not_set", year=str(year), step=step)
    return found


def end_of(day: str) -> int:
    """Return the instant at which a day ends in Beijing, microseconds UTC: the first one that is too late."""
    return start_of(date.fromisoformat(day) + timedelta(days=1))


KINDS = (Kind("compliance.set_deadline", SetDeadline, lambda _body, _view: by_authority_and_operator(), set_deadline),)
