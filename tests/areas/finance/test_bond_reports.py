"""Reports on bonds: when a period is told, what is a bond's own, and what a report may not hide."""

from dataclasses import replace
from typing import Any

import pytest

from registry.areas.credits.rules.records import Case, CreditProject, YearUnits
from registry.areas.credits.rules.records import Stage as CreditStage
from registry.areas.finance.rules.bonds import reporting
from registry.areas.finance.rules.bonds.records import BondReport
from registry.ledger.decide import ACCEPTED
from registry.ledger.rules import record_type
from tests.areas.finance.bond_factories import (
    BOND,
    BY_ISSUER,
    LINK,
    SECOND,
    Funding,
    changed_line,
)
from tests.areas.finance.factories import OWNER, PROJECT, REVIEWER, participant
from tests.store.test_projection import example

TOTAL = 500_000_000_00


@pytest.mark.parametrize(
    ("day", "period", "result"),
    [
        ("2026-01-01", "2025", ACCEPTED),
        ("2025-12-31", "2025", "period_not_over"),
        ("2026-07-01", "2026H1", ACCEPTED),
        ("2026-06-30", "2026H1", "period_not_over"),
        ("2026-07-01", "2024", "before_issue"),
    ],
)
def test_a_period_is_reported_when_it_is_over(day: str, period: str, result: str) -> None:
    made = Funding("2025-10-01").issued()
    made.go_to(day)

    assert made.report(period=period) == result


@pytest.mark.parametrize(("day", "is_late"), [("2026-04-30", False), ("2026-05-01", True)])
def test_a_report_after_its_day_says_that_it_is_late(day: str, *, is_late: bool) -> None:
    made = Funding("2025-10-01").issued()
    made.go_to(day)
    assert made.report() == ACCEPTED

    report = made.journal.replay.state.get(BondReport, BOND, 1)

    assert report is not None
    assert (report.is_late, report.due_on) == (is_late, "2026-04-30")


def _share(value: int, fen: int) -> int:
    return value * fen // TOTAL


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({}, ACCEPTED),
        ({"attributed": _share(118_000, 1_000_000_00) + 1}, "share_differs"),
        ({"attributed": 118_000}, "share_differs"),
        ({"factor_version": "EF-2024"}, "factor_differs"),
        ({"unit": "t/yr"}, "unit_differs"),
        ({"metric": "gen_mwh"}, "unknown_metric"),
        ({"project": SECOND}, "project_not_funded"),
        ({"project": "G-00000009"}, "unknown_project"),
        ({"credited_units": 1}, "claim_hidden"),
    ],
)
def test_a_line_says_what_the_records_say(changes: dict[str, Any], result: str) -> None:
    made = Funding().funded()
    assert made.move("allocate", fen=1_000_000_00) == ACCEPTED
    right = {"attributed": _share(118_000, 1_000_000_00)}

    assert made.report(changed_line(**right | changes)) == result


def test_effects_come_with_the_year_and_once() -> None:
    made = Funding().funded()
    assert made.move("allocate", fen=TOTAL // 5) == ACCEPTED
    line = changed_line(attributed=118_000 // 5)

    assert made.report(line, period="2026H1") == "impacts_yearly"
    assert made.report(line, line) == "line_twice"
    assert made.report(line) == ACCEPTED


def _credits(made: Funding, *, owner: str, units: int) -> None:
    """Put in a credit project with one issued period of 2025, as the rules of credits leave them."""
    state = made.journal.replay.state
    state.records[CreditProject].put(_example(CreditProject, number=LINK.credit_project, owner=owner, periods=1))
    years = (YearUnits(2025, units),)
    state.records[Case].put(
        _example(Case, project=LINK.credit_project, number=1, stage=CreditStage.ISSUED, years=years, batches=(1,))
    )


def _example(cls: type, **changes: Any) -> Any:

    assert record_type(cls).cls is cls
    return replace(example(cls, 1), **changes)


def test_a_report_that_hides_tonnes_issued_as_credits_is_refused() -> None:
    made = Funding().funded()
    assert made.move("allocate", fen=TOTAL // 5) == ACCEPTED
    _credits(made, owner=participant(OWNER), units=18_000)
    assert made.report(changed_line(attributed=118_000 // 5)) == ACCEPTED
    assert made.result("finance.link_credits", LINK, BY_ISSUER) == ACCEPTED

    assert made.report(changed_line(attributed=118_000 // 5)) == "claim_hidden"
    assert made.report(changed_line(credited_units=17_999, attributed=20_000)) == "claim_hidden"
    assert made.report(changed_line(credited_units=18_000, attributed=118_000 // 5)) == "share_differs"
    assert made.report(changed_line(credited_units=18_000, attributed=20_000)) == ACCEPTED
    assert made.report(changed_line(credited_units=18_000, attributed=0, value=17_000)) == ACCEPTED
    assert reporting.credited_units(made.journal.replay.state, PROJECT, 2024) == 0


def test_a_project_is_linked_once_and_to_its_owner_only() -> None:
    made = Funding().funded()
    assert made.result("finance.link_credits", LINK, BY_ISSUER) == "unknown_credit_project"
    _credits(made, owner=participant(REVIEWER), units=1)
    assert made.result("finance.link_credits", LINK, BY_ISSUER) == "owner_differs"
    _credits(made, owner=participant(OWNER), units=1)
    assert made.result("finance.link_credits", LINK, BY_ISSUER) == ACCEPTED

    assert made.result("finance.link_credits", LINK, BY_ISSUER) == "already_linked"
    assert made.result("finance.link_credits", replace(LINK, project=SECOND), BY_ISSUER) == "already_linked"
