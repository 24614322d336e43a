"""Monitoring periods up to their issue: both sides of every limit."""

from typing import Any

import pytest

from registry.areas.credits.rules.records import YearUnits
from registry.ledger.decide import ACCEPTED
from tests.areas.allowances.factories import ALICE, BOB, account
from tests.areas.credits.projects import (
    APPLY,
    DESIGN,
    DESIGN_STEPS,
    GRANT,
    ISSUE,
    PERIOD,
    PERIOD_STEPS,
    STRANGER,
    VALIDATOR,
    VERIFY,
    Projects,
    changed,
)


@pytest.fixture
def projects() -> Projects:
    return Projects()


@pytest.fixture
def registered(projects: Projects) -> Projects:
    return projects.take(*DESIGN_STEPS)


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"period_last": "2023-06-30"}, "period_reversed"),
        ({"period_first": "2021-02-28"}, "period_outside_crediting"),
        ({"period_last": "2051-03-01"}, "period_outside_crediting"),
        ({"period_last": "2030-01-01"}, "period_not_over"),
        ({"years": (YearUnits(2024, 5), YearUnits(2023, 5))}, "years_outside_period"),
        ({"years": (YearUnits(2023, 5), YearUnits(2023, 5))}, "years_outside_period"),
        ({"years": (YearUnits(2022, 5), YearUnits(2023, 5))}, "years_outside_period"),
        ({"years": (YearUnits(2024, 5), YearUnits(2025, 5))}, "years_outside_period"),
        ({"years": (YearUnits(2024, 5),)}, ACCEPTED),
        ({"verifier": f"P-{VALIDATOR:08}"}, "verifier_validated"),
        ({"verifier": f"P-{STRANGER:08}"}, "body_not_accredited"),
        ({}, ACCEPTED),
    ],
)
def test_a_period_has_to_be_eligible(registered: Projects, changes: dict[str, Any], result: str) -> None:
    assert registered.result(changed(PERIOD, **changes)) == result


def test_a_period_is_over_on_the_day_after_its_last(registered: Projects) -> None:
    registered.go_to("2026-08-31")
    years = (YearUnits(2026, 5),)
    short = changed(PERIOD, period_first="2026-07-01", years=years)
    assert registered.result(changed(short, period_last="2026-08-31")) == "period_not_over"
    assert registered.result(changed(short, period_last="2026-08-30")) == ACCEPTED


def test_reductions_count_if_generated_after_the_day_of_the_law(projects: Projects) -> None:
    early = changed(DESIGN, started_on="2019-01-01", crediting_first="2019-01-01", crediting_last="2048-12-31")
    projects.take(early, *DESIGN_STEPS[1:])
    years = (YearUnits(2021, 5),)

    assert projects.result(changed(PERIOD, period_first="2020-09-22", years=years)) == "generated_too_early"
    assert projects.result(changed(PERIOD, period_first="2020-09-23", years=years)) == ACCEPTED


def test_periods_do_not_overlap_but_a_rejected_one_may_come_again(registered: Projects) -> None:
    registered.take(PERIOD)
    next_one = changed(PERIOD, period_last="2025-06-30", years=(YearUnits(2025, 7),))
    assert registered.result(changed(next_one, period_first="2024-12-31")) == "period_overlaps"
    assert registered.result(changed(next_one, period_first="2025-01-01")) == ACCEPTED
    registered.take(changed(VERIFY, endorsed=False, years=()))

    assert registered.result(PERIOD) == ACCEPTED


def test_no_period_before_the_project_is_registered(projects: Projects) -> None:
    projects.take(*DESIGN_STEPS[:3])
    assert projects.result(PERIOD) == "project_not_registered"
    projects.take(GRANT)
    assert projects.result(PERIOD) == ACCEPTED


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"years": (YearUnits(2023, 502), YearUnits(2024, 999))}, "verified_above_claimed"),
        ({"years": (YearUnits(2023, 501), YearUnits(2024, 1_000))}, ACCEPTED),
        ({"years": (YearUnits(2023, 501),)}, "years_differ"),
        ({"years": ()}, "years_differ"),
        ({"endorsed": False}, "years_differ"),
        ({"endorsed": False, "years": ()}, ACCEPTED),
    ],
)
def test_a_verifier_confirms_at_most_what_is_claimed(
    registered: Projects, changes: dict[str, Any], result: str
) -> None:
    registered.take(PERIOD)
    registered.go_to("2026-10-20")

    assert registered.result(changed(VERIFY, **changes)) == result


def test_what_is_applied_for_equals_what_was_verified(registered: Projects) -> None:
    registered.take(PERIOD, VERIFY)
    for units, result in ((1_501, "units_differ"), (1_499, "units_differ"), (1_500, ACCEPTED)):
        assert registered.result(changed(APPLY, case=1, units=units)) == result


@pytest.mark.parametrize(("day", "result"), [("2026-11-30", ACCEPTED), ("2026-12-01", "period_too_old")])
def test_a_period_is_applied_for_within_five_years(registered: Projects, day: str, result: str) -> None:
    years = (YearUnits(2022, 5),)
    registered.take(changed(PERIOD, period_first="2021-11-30", years=years))
    registered.take(changed(VERIFY, years=years))
    registered.go_to(day)

    assert registered.result(changed(APPLY, case=1, units=5)) == result


def test_units_are_issued_into_an_open_account_of_the_owner(registered: Projects) -> None:
    registered.take(*PERIOD_STEPS[:4])
    for change, result in (
        ({"issuer": account("HO", ALICE)}, "purpose_not_debited"),
        ({"target": account("HO", BOB)}, "holder_differs"),
        ({"target": account("RT", ALICE)}, "purpose_not_credited"),
        ({"first_serials": (1, 1)}, "serials_differ"),
        ({"target": account("TR", ALICE)}, ACCEPTED),
    ):
        assert registered.result(changed(ISSUE, **change)) == result
