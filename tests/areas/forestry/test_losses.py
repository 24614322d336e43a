"""Losses: reported in time, assessed by another body, replaced by the owner or covered by the buffer."""

from dataclasses import replace
from typing import Any

import pytest

from registry.areas.credits.rules.duties import Duty, ReplaceUnits
from registry.areas.credits.rules.issuing import BufferCount
from registry.areas.forestry.rules.losses import AssessLoss, CoverLoss, Loss, LossKind, Reporter, ReportLoss
from registry.ledger.decide import ACCEPTED
from tests.areas.allowances.factories import ALICE, BOB, BY_AUTHORITY, account
from tests.areas.credits.projects import BUFFER_NO, DESIGN_STEPS, PERIOD_STEPS, PROJECT, VALIDATOR, Projects, changed
from tests.areas.credits.projects import VERIFIER as BODY
from tests.world import DOCUMENT

FIRE = ReportLoss(PROJECT, Reporter.OWNER, LossKind.FIRE, "2026-07-20", 50_000, 120, DOCUMENT)
SPARE = account("CX", 2)


@pytest.fixture
def projects() -> Projects:
    made = Projects().take(*DESIGN_STEPS, *PERIOD_STEPS)
    made.made.open(2, "CX")
    made.made.open(ALICE, "CX")
    made.go_to("2026-09-01")
    return made


def assess(loss: str, units: int, **changes: Any) -> AssessLoss:
    return replace(AssessLoss(loss, f"P-{BODY:08}", units, DOCUMENT), **changes)


def cover(loss: str, units: int, **changes: Any) -> CoverLoss:
    return replace(CoverLoss(loss, SPARE, "FCS-2024", units, (), DOCUMENT), **changes)


def test_a_share_of_every_issue_lies_in_the_buffer(projects: Projects) -> None:
    # A tenth of 501 and of 999, rounded up.
    assert projects.made.units(BUFFER_NO, "FCS-2023") == 51
    assert projects.made.units(BUFFER_NO, "FCS-2024") == 100
    assert projects.made.state.get(BufferCount, "FCS") == BufferCount("FCS", contributed=151, used=0)


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"happened_on": "2026-09-01"}, ACCEPTED),
        ({"happened_on": "2026-09-02"}, "loss_to_come"),
        ({"happened_on": "2021-03-01"}, ACCEPTED),
        ({"happened_on": "2021-02-28"}, "loss_before_start"),
        ({"units_estimated": 1_500}, ACCEPTED),
        ({"units_estimated": 1_501}, "duty_above_issued"),
        ({"project": "C-00000009"}, "unknown_credit_project"),
    ],
)
def test_a_loss_happened_in_the_crediting_period(projects: Projects, changes: dict[str, Any], result: str) -> None:
    body = changed(FIRE, **changes, by=Reporter.OFFICE)
    assert projects.result(body, *BY_AUTHORITY) == result


def test_a_report_is_late_when_the_tenth_working_day_after_has_passed(projects: Projects) -> None:
    # Ten working days after 17 August 2026, a Monday, end with 31 August.
    on_time = projects.entry(changed(FIRE, happened_on="2026-08-18", units_estimated=1))
    late = projects.entry(changed(FIRE, happened_on="2026-08-17", units_estimated=1))
    ages_ago = projects.entry(changed(FIRE, happened_on="2022-08-17", units_estimated=1))
    assert [projects.made.state.get(Loss, one).is_late for one in (on_time, late, ages_ago)] == [False, True, True]


def test_the_owner_or_the_office_reports_and_nobody_else(projects: Projects) -> None:
    assert projects.unrecorded(FIRE, f"R-{BOB:08}") == "not_enough_signatures"
    assert projects.unrecorded(changed(FIRE, by=Reporter.OFFICE), f"R-{ALICE:08}") == "not_enough_signatures"


def test_the_buffer_covers_a_fire_once_a_body_has_assessed_it(projects: Projects) -> None:
    loss = projects.entry(FIRE)
    assert projects.result(cover(loss, 1)) == "loss_unassessed"
    projects.take(assess(loss, 90))
    assert projects.result(assess(loss, 90)) == "loss_assessed"
    assert projects.result(cover(loss, 91)) == "duty_exceeded"
    assert projects.result(cover(loss, 90, target=account("CX", ALICE))) == "holder_differs"
    projects.take(cover(loss, 90))
    assert projects.made.units(SPARE, "FCS-2024") == 90
    assert projects.made.state.get(BufferCount, "FCS").used == 90
    duty = projects.made.state.get(Duty, loss)
    assert (duty.by_buffer, duty.missing, duty.is_open) == (90, 0, False)


def test_felling_is_replaced_by_the_owner_alone(projects: Projects) -> None:
    loss = projects.entry(changed(FIRE, loss_kind=LossKind.FELLING))
    projects.take(assess(loss, 40))
    assert projects.result(cover(loss, 40)) == "loss_willed"
    projects.take(ReplaceUnits(loss, account("HO", ALICE), account("CX", ALICE), "FCS-2025", 40, ()))
    assert not projects.made.state.get(Duty, loss).is_open


def test_a_loss_is_assessed_by_a_body_that_did_not_validate(projects: Projects) -> None:
    loss = projects.entry(FIRE)
    validated = assess(loss, 90, assessor=f"P-{VALIDATOR:08}")
    assert projects.result(validated, f"R-{VALIDATOR:08}") == "assessor_validated"
    assert projects.result(assess("0" * 8 + "-0000-7000-8000-" + "0" * 12, 1)) == "unknown_loss"
    assert projects.result(assess(loss, 1_501)) == "loss_above_issued"
    assert projects.result(assess(loss, 1_500)) == ACCEPTED


def test_what_was_replaced_already_stays_lost(projects: Projects) -> None:
    loss = projects.entry(FIRE)
    projects.take(ReplaceUnits(loss, account("HO", ALICE), account("CX", ALICE), "FCS-2025", 40, ()))
    assert projects.result(assess(loss, 39)) == "loss_below_met"
    projects.take(assess(loss, 40))
    assert not projects.made.state.get(Duty, loss).is_open


def test_nothing_lost_ends_the_duty(projects: Projects) -> None:
    loss = projects.entry(FIRE)
    projects.take(assess(loss, 0))
    assert not projects.made.state.get(Duty, loss).is_open
