"""Where a year stands over sequences of events, and what a shortfall may cost under the law of its day."""

from dataclasses import replace

import pytest

from registry.areas.compliance.rules import penalties
from registry.areas.compliance.rules.calculations import Allocation
from registry.areas.compliance.rules.deadlines import end_of
from registry.areas.compliance.rules.status import Obligation, Standing, stands
from tests.areas.allowances.factories import ALICE
from tests.areas.compliance.factories import number
from tests.areas.compliance.years import lived_year

DEADLINE = "2026-12-31"
END = end_of(DEADLINE)
NONE = Obligation(2025, "P-00000011", 0, 0, 0, 0, 0, 0)
ASKED = replace(NONE, pending_units=100, newest_at=END - 1)
DONE = replace(NONE, surrendered_units=100, asked_at=END - 1, newest_at=END - 1)


@pytest.mark.parametrize(
    ("owed", "done", "now", "standing", "short"),
    [
        (None, None, END - 1, Standing.UNKNOWN, 0),
        (0, None, END - 1, Standing.MET, 0),
        (100, None, END - 1, Standing.OPEN, 100),
        (100, None, END, Standing.OVERDUE, 100),
        (100, ASKED, END - 1, Standing.WAITING, 100),
        (100, ASKED, END, Standing.WAITING, 100),
        (100, replace(ASKED, newest_at=END), END, Standing.OVERDUE, 100),
        (101, ASKED, END - 1, Standing.OPEN, 101),
        (100, DONE, END, Standing.MET, 0),
        (100, replace(DONE, asked_at=END), END, Standing.MET_LATE, 0),
        (101, DONE, END - 1, Standing.OPEN, 1),
        (101, DONE, END, Standing.OVERDUE, 1),
        (100, replace(DONE, surrendered_units=95, offset_units=5), END, Standing.MET, 0),
    ],
)
def test_where_a_year_stands(
    owed: int | None, done: Obligation | None, now: int, standing: Standing, short: int
) -> None:
    found = stands(owed, done, DEADLINE, now)

    assert (found.standing, found.short) == (standing, short)
    assert found.changes_at == (END if standing is Standing.OPEN else None)


def test_without_a_deadline_nothing_is_said() -> None:
    assert stands(100, DONE, None, END).standing is Standing.UNKNOWN


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2021-01-31", None),
        ("2021-02-01", "meas_2020_40"),
        ("2024-04-30", "meas_2020_40"),
        ("2024-05-01", "reg_2024_24"),
        ("2026-08-14", "reg_2024_24"),
        ("2026-08-15", "code_2026_1226"),
    ],
)
def test_the_law_is_that_of_the_events_day(day: str, code: str | None) -> None:
    law = penalties.law_of(day)

    assert (law.code if law else None) == code


def test_the_worked_example_of_the_multiple() -> None:
    found = penalties.penalty("2025-12-31", 10_000, 6_236)

    assert found is not None
    assert (found.fixed_fen, found.multiple_fen) == (None, (311_800_000, 623_600_000))


def test_under_the_code_a_fine_comes_first_and_no_allowances_are_cut() -> None:
    found = penalties.penalty("2026-12-31", 1, None)

    assert found is not None
    assert (found.fixed_fen, found.multiple_fen) == ((100_000_000, 500_000_000), None)
    assert (found.law.is_second, found.law.cuts_next_year) == (True, False)
    assert penalties.penalty("2026-12-31", 0, 6_236) is None


def test_the_price_is_that_of_the_month_before() -> None:
    assert [penalties.month_before(day) for day in ("2026-12-31", "2026-01-15")] == ["2026-11", "2025-12"]
    assert [penalties.event_day(day) for day in ("2024-04-30", "2026-12-31")] == ["2024-05-01", "2027-01-01"]


def test_a_worked_year_is_met_late() -> None:
    made = lived_year()
    done: Obligation = made.state.get(Obligation, 2025, number(ALICE))
    allocated: Allocation = made.state.get(Allocation, 2025, number(ALICE))

    found = stands(1_100, done, "2026-12-31", made.author.now_ms * 1_000)

    assert (found.standing, found.final, found.pending) == (Standing.MET_LATE, 1_100, 0)
    assert [(line.kind.value, line.figure) for line in allocated.lines][:3] == [
        ("load_factor", "1.126059"),
        ("electricity", str(1_200 * 8_017 * 1_126_059 // 10**10)),
        ("heat", str(900 * 1_027 // 10_000)),
    ]
