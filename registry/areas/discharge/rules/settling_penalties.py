"""What the law threatens for discharge above the permit, and for a shortfall of rights that was not made up.

By the law of the event's day: the last of the year for the permit, the day after the deadline for rights. Sources:
PERMIT-REG 34 until 2026-08-14 (recalled), CODE-2026 1103 and 1107 from 2026-08-15. That a lack of rights is discharge
above the total-quantity indicator (157, 1107) is how this registry reads the Code. Money in fen. Nothing is decided or
collected here: an authority does.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from registry.areas.discharge.rules.settling import Settled, Settlement
from registry.areas.participants.rules.parameters import Evidence


class Breach(StrEnum):
    """What was exceeded."""

    PERMIT = "permit"
    RIGHTS = "rights"


@dataclass(frozen=True, slots=True)
class Law:
    """One rule set: what it punishes, from which day, the name of its article, and the fine in fen."""

    breach: Breach
    since: str
    code: str
    evidence: Evidence
    fine_fen: tuple[int, int]


LAWS: Final = (
    Law(
        Breach.PERMIT, "2021-03-01", "permit_reg_34", Evidence.RECALLED,
        (20_000_000, 100_000_000),
    ),
    Law(
        Breach.PERMIT, "2026-08-15", "code_2026_1103", Evidence.SOURCE,
        (10_000_000, 100_000_000),
    ),
    Law(
        Breach.RIGHTS, "2026-08-15", "code_2026_1107", Evidence.SOURCE,
        (10_000_000, 100_000_000),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Penalty:
    """What a breach of so many units may cost; without a ``law`` none is known for its day."""

    breach: Breach
    units: int
    event_day: str
    law: Law | None


def law_of(breach: Breach, day: str) -> Law | None:
    """Return the rule set of a breach on a day, None before the first."""
    return next((one for one in reversed(LAWS) if one.breach is breach and one.since <= day), None)


def penalties(settled: Settlement, now: int) -> tuple[Penalty, ...]:
    """Return what a settled year may cost as it stands at an instant (microseconds UTC)."""
    made = []
    if settled.excess_units:
        day = f"{settled.year}-12-31"
        made.append(Penalty(Breach.PERMIT, settled.excess_units, day, law_of(Breach.PERMIT, day)))
    if settled.deadline is not None and settled.state(now) in (Settled.OVERDUE, Settled.MADE_UP_LATE):
        day = (date.fromisoformat(settled.deadline) + timedelta(days=1)).isoformat()
        made.append(Penalty(Breach.RIGHTS, settled.shortfall_units, day, law_of(Breach.RIGHTS, day)))
    return tuple(made)
