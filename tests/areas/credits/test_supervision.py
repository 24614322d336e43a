"""Suspensions, bans and duties: what they hold, both sides of each edge."""

from dataclasses import replace
from typing import Any

import pytest

from registry.areas.credits.rules.bans import Ban, LiftBan, PlaceBan
from registry.areas.credits.rules.duties import Duty, ForceCancel, OrderReplacement, ReplaceUnits
from registry.areas.credits.rules.suspensions import LiftSuspension, SuspendProject, Suspension, freeze_id
from registry.areas.participants.rules.freezes import PlaceFreeze
from registry.areas.participants.rules.holdings import NamedRange
from registry.ledger.book import Batch, Freeze
from registry.ledger.decide import ACCEPTED
from tests.areas.allowances.factories import ALICE, BOB, BY_ALICE, BY_AUTHORITY, BY_BOB, account
from tests.areas.credits.factories import RETIRE, TRANSFER
from tests.areas.credits.projects import (
    APPLY,
    CANCEL,
    COMMENT,
    DESIGN,
    DESIGN_STEPS,
    PERIOD,
    PERIOD_STEPS,
    PROJECT,
    STRANGER,
    VALIDATE,
    VALIDATOR,
    VERIFIER,
    Projects,
    changed,
)
from tests.world import DOCUMENT

SUSPEND = SuspendProject(PROJECT, "ORDER-1", "数据存疑", None, DOCUMENT)
ORDER = OrderReplacement(PROJECT, 100, "核查发现不实", DOCUMENT)
BAN = PlaceBan(f"P-{ALICE:08}", "伪造材料", "办法第四十三条", "2029-05-29", DOCUMENT)
HOME = account("HO", ALICE)


@pytest.fixture
def issued() -> Projects:
    projects = Projects().take(*DESIGN_STEPS, *PERIOD_STEPS)
    projects.made.open(ALICE, "CX")
    projects.made.open(BOB, "CX")
    return projects


def moved(projects: Projects, units: int, **changes: Any) -> str:
    return projects.made.result(
        "credits.transfer", replace(TRANSFER, asset="FCS-2024", units=units, **changes), *BY_ALICE
    )


def test_a_suspension_holds_every_unit_wherever_it_was_moved(issued: Projects) -> None:
    assert moved(issued, 30) == moved(issued, 40, target=account("TR", BOB)) == ACCEPTED
    suspension = issued.entry(SUSPEND)
    assert moved(issued, 1) == "units_frozen"
    back = replace(TRANSFER, asset="FCS-2024", source=account("HO", BOB), target=HOME, units=1)
    assert issued.made.result("credits.transfer", back, *BY_BOB) == "units_frozen"
    retire = replace(RETIRE, asset="FCS-2024", source=account("TR", BOB), target=account("RT", BOB), units=1)
    assert issued.made.result("credits.retire", retire, *BY_BOB) == "units_frozen"
    # Units of the same class that another origin gave stay free.
    assert issued.made.result("credits.transfer", TRANSFER, *BY_ALICE) == ACCEPTED

    issued.take(LiftSuspension(suspension, "ORDER-2", DOCUMENT))

    assert moved(issued, 1) == ACCEPTED
    assert issued.result(LiftSuspension(suspension, "ORDER-2", DOCUMENT)) == "suspension_over"


def test_a_suspended_project_goes_no_further_and_may_be_commented(issued: Projects) -> None:
    second = changed(PERIOD, period_first="2025-01-01", period_last="2025-06-30", years=PERIOD.years[1:])
    second = changed(second, years=(replace(PERIOD.years[1], year=2025),))
    suspension = issued.entry(SUSPEND)
    assert issued.result(second) == "credit_project_suspended"
    assert issued.result(SUSPEND) == "project_suspended_already"
    issued.take(changed(SUSPEND, order="ORDER-9"))
    issued.take(LiftSuspension(suspension, "ORDER-2", DOCUMENT))
    assert issued.result(second) == "credit_project_suspended"


def test_a_suspension_ends_at_its_end(issued: Projects) -> None:
    now = issued.made.author.now_ms * 1000
    assert issued.result(changed(SUSPEND, ends_at=now - 1_000_000)) == "ends_in_past"
    end = (now // 1_000_000 + 3_600) * 1_000_000
    issued.take(changed(SUSPEND, ends_at=end))
    assert moved(issued, 1) == "units_frozen"
    issued.made.author.now_ms = end // 1000
    assert moved(issued, 1) == ACCEPTED


def test_a_cancelled_project_never_returns_and_its_units_can_still_be_held(issued: Projects) -> None:
    issued.take(CANCEL)
    assert issued.result(CANCEL) == issued.result(DESIGN) == "credit_project_cancelled"
    assert issued.result(changed(DESIGN, project="C-00000009")) == "claimed_elsewhere"
    assert issued.result(changed(SUSPEND, project="C-00000009")) == "unknown_credit_project"
    issued.take(SUSPEND)
    assert moved(issued, 1) == "units_frozen"
    assert issued.project().stage.value == "cancelled"


def test_freezes_of_a_suspension_cannot_be_named_by_an_entry(issued: Projects) -> None:
    suspension = issued.entry(SUSPEND)
    batches = issued.made.state.get(Suspension, suspension).batches
    held = [issued.made.state.get(Freeze, freeze_id(suspension, one)) for one in batches]
    whole = [issued.made.state.get(Batch, one) for one in batches]
    assert [(one.first, one.last) for one in held] == [(one.first, one.last) for one in whole]
    assert all(one.id.startswith("00000000-0000-7") for one in held)


def test_the_banned_take_no_step_until_their_day(issued: Projects) -> None:
    assert issued.result(changed(BAN, until="2026-01-01")) == "ban_past"
    assert issued.result(changed(BAN, subject="P-00000099")) == "unknown_participant"
    assert issued.result(changed(BAN, subject="R-00000099")) == "unknown_representative"
    ban = issued.entry(BAN)
    assert issued.result(BAN) == "banned_already"
    second = changed(DESIGN, project="C-00000002", claims=("LQ-2",))
    assert issued.result(second) == "banned"

    issued.take(LiftBan(ban, DOCUMENT))

    assert issued.result(second) == ACCEPTED
    assert issued.result(LiftBan(ban, DOCUMENT)) == "ban_over"
    assert issued.result(LiftBan(DOCUMENT[:8] + "-0000-7000-8000-" + DOCUMENT[:12], DOCUMENT)) == "unknown_ban"


@pytest.mark.parametrize("subject", [f"P-{VALIDATOR:08}", f"R-{VALIDATOR:08}", f"P-{STRANGER:08}"])
def test_a_banned_body_or_person_gives_no_opinion(subject: str) -> None:
    projects = Projects().take(DESIGN)
    projects.take(changed(BAN, subject=subject, until=None))
    projects.made.author.now_ms += 40 * 86_400 * 1000
    assert projects.result(VALIDATE) == (ACCEPTED if subject == f"P-{STRANGER:08}" else "banned")


def test_a_ban_ends_after_its_last_day() -> None:
    ban = Ban("", "P-00000011", "g", "a", "2026-05-29", is_active=True, document="", placed_at=0, placed_index=0)
    assert ban.holds("2026-05-29")
    assert not ban.holds("2026-05-30")


def duty_of(projects: Projects, body: object = ORDER) -> str:
    return projects.entry(body)


def replacing(duty: str, units: int, **changes: Any) -> ReplaceUnits:
    return replace(ReplaceUnits(duty, HOME, account("CX", ALICE), "FCS-2025", units, ()), **changes)


def test_the_debtor_replaces_with_any_units_of_the_scheme(issued: Projects) -> None:
    duty = duty_of(issued)
    assert issued.result(replacing(duty, 101)) == "duty_exceeded"
    assert issued.result(replacing(duty, 1, asset="CCER-2025")) == "duty_class_differs"
    assert issued.result(replacing(duty, 1, target=account("CX", BOB))) == "holder_differs"
    issued.take(replacing(duty, 99))
    assert issued.made.state.get(Duty, duty).missing == 1
    issued.take(replacing(duty, 1))
    assert not issued.made.state.get(Duty, duty).is_open
    assert issued.result(replacing(duty, 1)) == "duty_met"
    assert issued.made.units(account("CX", ALICE), "FCS-2025") == 100


def test_no_more_is_owed_than_was_issued(issued: Projects) -> None:
    assert issued.result(changed(ORDER, units=1_501)) == "duty_above_issued"
    issued.take(changed(ORDER, units=1_499))
    assert issued.result(changed(ORDER, units=2)) == "duty_above_issued"
    assert issued.result(changed(ORDER, units=1)) == ACCEPTED


def forced(issued: Projects, duty: str, units: int, **changes: Any) -> ForceCancel:
    batch = issued.made.state.get(Suspension, changes.pop("suspension")).batches[1]
    ranges = (NamedRange(batch, 200, 199 + units),)
    body = ForceCancel(duty, HOME, account("CX", ALICE), "FCS-2024", units, ranges, "ORDER-1", None, DOCUMENT)
    return replace(body, **changes)


def test_what_is_not_replaced_in_time_is_cancelled_by_order_though_suspended(issued: Projects) -> None:
    suspension = issued.entry(SUSPEND)
    duty = duty_of(issued)
    body = forced(issued, duty, 100, suspension=suspension)
    assert issued.result(body) == "duty_running"
    assert issued.result(changed(body, reference="N-1")) == "reference_unexpected"
    issued.made.author.now_ms = issued.made.state.get(Duty, duty).due_at // 1000
    court = PlaceFreeze(None, None, body.ranges[0].batch, 250, 260, "COURT-1", "court", 0, None, DOCUMENT)
    freeze = issued.made.entry_id("participants.place_freeze", court, *BY_AUTHORITY)
    assert issued.result(body) == "units_frozen"
    assert issued.result(changed(body, units=50, ranges=(NamedRange(body.ranges[0].batch, 200, 249),))) == ACCEPTED
    whole = PlaceFreeze(None, HOME, None, 0, 0, "COURT-2", "court", 0, None, DOCUMENT)
    issued.made.accept(issued.made.author.envelope("participants.place_freeze", whole, *BY_AUTHORITY))
    assert freeze
    assert (
        issued.result(changed(body, units=1, ranges=(NamedRange(body.ranges[0].batch, 300, 300),))) == "account_frozen"
    )
    assert issued.made.units(account("CX", ALICE), "FCS-2024") == 50


def test_of_a_mirrored_title_the_cancellation_cites_the_register_of_title() -> None:
    other = {"project": "C-00000002"}
    design = changed(DESIGN, scheme="CCER", claims=("LQ-2",), **other)
    projects = Projects().take(design, *(changed(one, **other) for one in DESIGN_STEPS[1:3]))
    projects.take(changed(DESIGN_STEPS[3], national_number="N-1", **other))
    projects.take(*(changed(one, **other) for one in PERIOD_STEPS[:3]))
    projects.take(changed(PERIOD_STEPS[3], national_number="N-2", **other))
    projects.take(changed(PERIOD_STEPS[4], first_serials=(7, 7), **other))
    projects.made.open(ALICE, "CX")
    suspension, duty = projects.entry(changed(SUSPEND, **other)), projects.entry(changed(ORDER, **other))
    assert projects.result(replacing(duty, 10, asset="CCER-2024")) == "not_an_own_title"
    body = forced(projects, duty, 100, suspension=suspension, asset="CCER-2024")
    assert projects.result(body) == "reference_missing"
    assert projects.result(changed(body, reference="N-3")) == ACCEPTED
    assert not projects.made.state.get(Duty, duty).is_open


def test_while_a_duty_is_open_the_project_is_issued_nothing() -> None:
    projects = Projects().take(*DESIGN_STEPS, *PERIOD_STEPS)
    duty = duty_of(projects)
    later = changed(
        PERIOD, period_first="2025-01-01", period_last="2025-06-30", years=(replace(PERIOD.years[0], year=2025),)
    )
    verify = changed(PERIOD_STEPS[1], case=2, years=later.years)
    apply = changed(APPLY, case=2, units=501)
    grant, issue = changed(PERIOD_STEPS[3], case=2), changed(PERIOD_STEPS[4], case=2)
    projects.take(later, verify, apply, grant)
    assert projects.result(issue) == "duty_open"
    projects.made.open(ALICE, "CX")
    projects.take(replacing(duty, 100))
    assert projects.result(issue) == ACCEPTED


def test_one_author_says_twenty_things_of_a_case_and_no_more() -> None:
    projects = Projects().take(DESIGN)
    for _ in range(20):
        projects.take(COMMENT)
    assert projects.result(COMMENT) == "author_said_enough"
    other = changed(COMMENT, author=f"P-{VERIFIER:08}")
    assert projects.result(other, f"R-{VERIFIER:08}") == ACCEPTED
