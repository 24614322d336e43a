"""What the law threatens for allowances not surrendered in time, by the law of the event's day, with its article.

Sources: MEAS-2020 art. 40 until 2024-04-30; REG-2024 art. 24 until 2026-08-14; CODE-2026 art. 1226(2) from 2026-08-15,
under which no new cut of allowances is decided. Money in fen. Nothing here is decided or collected: an authority does.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

PRICE: Final = "average_price_fen"
_TIMES: Final = (5, 10)


@dataclass(frozen=True, slots=True)
class Law:
    """One rule set: from which day it holds, its source, a fixed fine in fen, and what multiplies the shortfall."""

    since: str
    code: str
    fixed_fen: tuple[int, int] | None
    times: tuple[int, int] | None
    # The multiple comes at once, or only if the shortfall is not cured in the time set.
    is_second: bool
    cuts_next_year: bool


LAWS: Final = (
    Law("2021-02-01", "meas_2020_40", (2_000_000, 3_000_000), None, is_second=False, cuts_next_year=True),
    Law("2024-05-01", "reg_2024_24", None, _TIMES, is_second=False, cuts_next_year=True),
    Law("2026-08-15", "code_2026_1226", (100_000_000, 500_000_000), _TIMES, is_second=True, cuts_next_year=False),
)


@dataclass(frozen=True, slots=True)
class Penalty:
    """What a shortfall may cost; ``multiple_fen`` is None where the law has none or the price is not known."""

    law: Law
    shortfall: int
    price_fen: int | None
    fixed_fen: tuple[int, int] | None
    multiple_fen: tuple[int, int] | None


def law_of(day: str) -> Law | None:
    """Return the rule set of a day, None before the first."""
    return next((law for law in reversed(LAWS) if law.since <= day), None)


def event_day(deadline: str) -> str:
    """Return the day on which a shortfall becomes an event: the one after the deadline."""
    return (date.fromisoformat(deadline) + timedelta(days=1)).isoformat()


def month_before(deadline: str) -> str:
    """Return the month before a deadline's, `YYYY-MM`: its average price is what counts."""
    return (date.fromisoformat(deadline).replace(day=1) - timedelta(days=1)).isoformat()[:7]


def penalty(deadline: str, shortfall: int, price_fen: int | None) -> Penalty | None:
    """Return what a shortfall at a deadline may cost; ``price_fen`` is the average of the month before."""
    law = law_of(event_day(deadline))
    if law is None or shortfall <= 0:
        return None
    multiple = None
    if law.times is not None and price_fen is not None:
        multiple = (shortfall * price_fen * law.times[0], shortfall * price_fen * law.times[1])
    return Penalty(law, shortfall, price_fen, law.fixed_fen, multiple)
