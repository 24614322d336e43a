"""The published calendars: weekdays off and weekend days worked, by year, each with the notice that it rests on.

A registry takes them in by `participants.set_calendar`; nothing here decides. Tests hold them against a public oracle.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class PublishedYear:
    """A year's exceptions as the State Council's notice names them. ``article`` is the notice's number."""

    holidays: tuple[str, ...]
    workdays: tuple[str, ...]
    article: str


# The numbers of the notices are recalled, not checked; the days agree with the oracle.
PUBLISHED: Final = {
    2025: PublishedYear(
        (
            "2025-01-01", "2025-01-28", "2025-01-29", "2025-01-30", "2025-01-31", "2025-02-03", "2025-02-04",
            "2025-04-04", "2025-05-01", "2025-05-02", "2025-05-05", "2025-06-02", "2025-10-01", "2025-10-02",
            "2025-10-03", "2025-10-06", "2025-10-07", "2025-10-08",
        ),
        ("2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"),
        "GBFMD-2024-12",
    ),
    2026: PublishedYear(
        (
            "2026-01-01", "2026-01-02", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20",
            "2026-02-23", "2026-04-06", "2026-05-01", "2026-05-04", "2026-05-05", "2026-06-19", "2026-09-25",
            "2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07",
        ),
        ("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"),
        "GBFMD-2025-7",
    ),
}  # fmt: skip
