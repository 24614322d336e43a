"""Claims in other registers: the same meter or title, and the same time."""

from typing import Any

import pytest

from registry.areas.credits.rules.outside import Nature, OutsideClaim, RecordOutside, SettleOutside
from registry.ledger.decide import ACCEPTED
from tests.areas.credits.projects import (
    CANCEL,
    DESIGN,
    DESIGN_STEPS,
    PERIOD,
    PERIOD_STEPS,
    PROJECT,
    Projects,
    changed,
)
from tests.world import DOCUMENT

CODE = DESIGN.claims[0]
GREEN = RecordOutside(CODE, "GEC", "G-1", Nature.CERTIFICATES, "2024-01-01", "2024-03-31", 900, DOCUMENT)
ABROAD = changed(GREEN, register="VCS", reference="901", nature=Nature.PROJECT)
SETTLE = SettleOutside(CODE, "GEC", "G-1", "绿证已注销", DOCUMENT)


def kept(projects: Projects, reference: str = "G-1", register: str = "GEC") -> OutsideClaim:
    found: OutsideClaim = projects.made.state.get(OutsideClaim, CODE, register, reference)
    return found


def test_a_title_credited_abroad_in_the_crediting_period_is_refused_from_the_start() -> None:
    projects = Projects().take(ABROAD)
    assert projects.result(DESIGN) == "claimed_outside"
    assert projects.result(changed(DESIGN, claims=("LQ-7",))) == ACCEPTED
    projects.take(changed(SETTLE, register="VCS", reference="901"))
    assert projects.result(changed(DESIGN, project="C-00000002")) == ACCEPTED


def test_certificates_bar_their_period_and_not_the_project() -> None:
    projects = Projects().take(GREEN, *DESIGN_STEPS)
    assert not kept(projects).is_met
    assert projects.result(PERIOD) == "claimed_outside"
    later = changed(PERIOD, period_first="2024-04-01", years=PERIOD.years[1:])
    assert projects.result(changed(later, period_first="2024-03-31")) == "claimed_outside"
    assert projects.result(later) == ACCEPTED


def test_a_claim_recorded_later_stops_what_is_on_its_way_until_it_is_settled() -> None:
    projects = Projects().take(*DESIGN_STEPS, *PERIOD_STEPS[:4], GREEN)
    assert (kept(projects).is_met, kept(projects).project) == (True, PROJECT)
    assert projects.result(PERIOD_STEPS[4]) == "claimed_outside"
    projects.take(SETTLE)
    assert projects.result(SETTLE) == "outside_claim_settled"
    assert projects.result(PERIOD_STEPS[4]) == ACCEPTED


def test_reductions_are_not_applied_for_while_certificates_stand() -> None:
    projects = Projects().take(*DESIGN_STEPS, *PERIOD_STEPS[:2], GREEN)
    assert projects.result(PERIOD_STEPS[2]) == "claimed_outside"


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({}, "outside_claim_known"),
        ({"reference": "G-2"}, ACCEPTED),
        ({"reference": "G-2", "period_last": "2023-12-31"}, "period_reversed"),
        ({"reference": "G-2", "period_last": "2024-01-01"}, ACCEPTED),
    ],
)
def test_a_claim_is_kept_once_and_runs_forward(changes: dict[str, Any], result: str) -> None:
    assert Projects().take(GREEN).result(changed(GREEN, **changes)) == result


def test_a_cancelled_project_is_met_by_nothing_and_an_unknown_claim_settles_nothing() -> None:
    projects = Projects().take(DESIGN, CANCEL, GREEN)
    assert not kept(projects).is_met
    assert projects.result(changed(SETTLE, reference="G-9")) == "unknown_outside_claim"
