from typing import Any

import pytest

from registry.areas.finance.rules.choices import (
    Eligibility,
    FlagKind,
    ReviewReason,
    ReviewState,
)
from registry.areas.finance.rules.records import ProjectFlag, ProjectReview
from registry.areas.finance.rules.reviews import LiftFlag
from registry.areas.participants.rules.conflicts import DeclareRelation
from registry.ledger.decide import ACCEPTED, Unrecorded
from tests.areas.finance.factories import (
    OTHER,
    PROJECT,
    REVIEWER,
    Finance,
    denial,
    flag,
    participant,
    registration,
    representative,
    review,
    update,
)
from tests.world import AUTHORITY, DOCUMENT, OPERATORS

REGISTER, UPDATE = "finance.register_project", "finance.update_project"
REVIEW, FLAG, LIFT = "finance.review_project", "finance.flag_project", "finance.lift_flag"
RESCREEN = "finance.rescreen_project"


@pytest.fixture
def finance() -> Finance:
    return Finance()


def test_a_confirmed_project_is_eligible(finance: Finance) -> None:
    finance.register()

    finance.accept(REVIEW, review())

    project = finance.project()
    assert (project.eligibility, project.reason, project.reasons) == (Eligibility.ELIGIBLE, "", ())
    assert (project.review, project.grade, project.reviews) == (ReviewState.CONFIRMED, "G1", 1)
    found = finance.journal.replay.state.get(ProjectReview, PROJECT, 1)
    assert found is not None
    assert (found.reviewer, found.project_version) == (participant(REVIEWER), 1)


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"version": 2}, "version_differs"),
        ({"project": "G-00000009"}, "unknown_project"),
        ({"reviewer": participant(OTHER)}, "not_a_reviewer"),
        ({"confirmed": False}, "review_reason_missing"),
        ({"confirmed": False, "reason": ReviewReason.EVIDENCE_MISSING}, ACCEPTED),
        ({"reason": ReviewReason.EVIDENCE_MISSING}, "review_reason_unexpected"),
        ({"grade": None}, ACCEPTED),
        ({"reviewer": "P-00000002"}, ACCEPTED),
    ],
)
def test_checks_a_review(finance: Finance, changes: dict[str, Any], result: str) -> None:
    finance.register()
    body = review(**changes)
    signer = AUTHORITY if body.reviewer == "P-00000002" else f"R{body.reviewer[1:]}"

    assert finance.result(REVIEW, body, signer) == result


def test_refuses_a_review_by_a_related_participant_and_takes_it_once_the_relation_has_ended(finance: Finance) -> None:
    finance.register()
    related = DeclareRelation(participant(REVIEWER), registration().owner, "control", DOCUMENT)
    finance.accept("participants.declare_relation", related, representative(REVIEWER))

    assert finance.result(REVIEW, review()) == "reviewer_not_independent"

    finance.accept("participants.end_relation", related, AUTHORITY, OPERATORS[0])
    assert finance.result(REVIEW, review()) == ACCEPTED


def test_refuses_a_review_of_an_own_project(finance: Finance) -> None:
    body = registration(owner=participant(REVIEWER))
    finance.accept(REGISTER, body, representative(REVIEWER))

    assert finance.result(REVIEW, review()) == "reviewer_not_independent"
    assert finance.result(REVIEW, review(reviewer="P-00000002"), AUTHORITY) == ACCEPTED


@pytest.mark.parametrize(
    ("reason", "eligibility"),
    [
        (ReviewReason.CONDITIONS_NOT_MET, Eligibility.NOT_ELIGIBLE),
        (ReviewReason.SIGNIFICANT_HARM, Eligibility.NOT_ELIGIBLE),
        (ReviewReason.CATEGORY_DIFFERS, Eligibility.NOT_ELIGIBLE),
        (ReviewReason.EVIDENCE_MISSING, Eligibility.NOT_YET),
        (ReviewReason.IMPACT_NOT_SUPPORTED, Eligibility.NOT_YET),
    ],
)
def test_a_denied_review_gives_its_reason(finance: Finance, reason: ReviewReason, eligibility: Eligibility) -> None:
    finance.register()

    finance.accept(REVIEW, denial(reason))

    assert (finance.project().eligibility, finance.reasons()) == (eligibility, [reason.value])


def test_a_review_is_outdated_once_what_it_spoke_of_changes(finance: Finance) -> None:
    finance.register()
    finance.accept(REVIEW, review())

    finance.accept(UPDATE, update(zone="13"))
    assert finance.project().review is ReviewState.CONFIRMED
    finance.accept(UPDATE, update(2, category="3.2.2.2", zone="13"))
    assert finance.reasons() == ["review_outdated"]
    finance.accept(REVIEW, review(3))
    assert finance.project().eligibility is Eligibility.ELIGIBLE


def test_a_flag_bars_a_project_until_it_is_lifted(finance: Finance) -> None:
    finance.register()
    finance.accept(REVIEW, review())

    finance.accept(FLAG, flag())
    assert (finance.project().eligibility, finance.reasons()) == (Eligibility.NOT_ELIGIBLE, ["penalty"])
    finance.accept(LIFT, LiftFlag(PROJECT, 1, "示例复函〔2026〕8号"), AUTHORITY)

    assert finance.project().eligibility is Eligibility.ELIGIBLE
    found = finance.journal.replay.state.get(ProjectFlag, PROJECT, 1)
    assert found is not None
    assert (found.is_active, found.lifted_reference) == (False, "示例复函〔2026〕8号")


def test_flags_stand_side_by_side(finance: Finance) -> None:
    finance.register()
    for kind in FlagKind:
        finance.accept(FLAG, flag(kind))

    assert finance.reasons()[:-1] == [kind.value for kind in FlagKind]
    finance.accept(LIFT, LiftFlag(PROJECT, 1, "复函"), AUTHORITY)
    assert finance.project().reason == FlagKind.PENALTY


def test_refuses_a_flag_that_stands_already(finance: Finance) -> None:
    finance.register()
    finance.accept(FLAG, flag())

    assert finance.result(FLAG, flag()) == "flag_standing"
    assert finance.result(FLAG, flag(reference="示例环罚〔2026〕9号")) == ACCEPTED


def test_refuses_to_lift_what_does_not_stand(finance: Finance) -> None:
    finance.register()
    finance.accept(FLAG, flag())

    assert finance.result(LIFT, LiftFlag(PROJECT, 2, "复函"), AUTHORITY) == "unknown_flag"
    assert finance.result(LIFT, LiftFlag("G-00000009", 1, "复函"), AUTHORITY) == "unknown_project"
    assert finance.result(LIFT, LiftFlag(PROJECT, 1, "复函"), AUTHORITY) == ACCEPTED
    assert finance.result(LIFT, LiftFlag(PROJECT, 1, "复函"), AUTHORITY) == "flag_lifted"


def test_only_an_authority_flags(finance: Finance) -> None:
    finance.register()

    with pytest.raises(Unrecorded) as caught:
        finance.result(FLAG, flag(), representative(REVIEWER))
    assert caught.value.reason.code == "not_enough_signatures"
