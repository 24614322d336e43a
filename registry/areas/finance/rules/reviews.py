"""What others say of a project: reviewers and authorities confirm it or not, authorities raise and lift flags."""

from dataclasses import dataclass, replace
from functools import partial

from registry.areas.finance.rules.changes import Screens, active_flags, changed, known_project
from registry.areas.finance.rules.choices import EventKind, FlagKind, ReviewReason, ReviewState
from registry.areas.finance.rules.records import Grade, Project, ProjectFlag, ProjectNo, ProjectReview
from registry.areas.participants.rules.conflicts import are_related
from registry.ledger.codec import Digest, Name, ParticipantNo, Units
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function, Participant, by_owner
from registry.ledger.rules import Context, Demand, Kind, Outcome, Requirement, View, require

REVIEWERS = frozenset({Function.VERIFIER, Function.AUTHORITY})


@dataclass(frozen=True, slots=True)
class ReviewProject:
    """The body of `finance.review_project`. ``version`` is the one reviewed; ``reason`` stands if not confirmed."""

    project: ProjectNo
    version: Units
    reviewer: ParticipantNo
    confirmed: bool
    reason: ReviewReason | None
    grade: Grade | None
    document: Digest


@dataclass(frozen=True, slots=True)
class FlagProject:
    """The body of `finance.flag_project`; ``reference`` is the number of the authority's decision."""

    project: ProjectNo
    kind: FlagKind
    reference: Name
    document: Digest


@dataclass(frozen=True, slots=True)
class LiftFlag:
    """The body of `finance.lift_flag`; ``reference`` is the number of the decision that lifts the flag."""

    project: ProjectNo
    flag: Units
    reference: Name


def review_project(body: ReviewProject, context: Context, view: View, *, screens: Screens) -> Outcome:
    """Record a review of the project's present version.

    Raises:
        Refusal: ``unknown_project``, ``version_differs``, ``project_withdrawn``, ``not_a_reviewer``,
            ``reviewer_not_independent``, ``review_reason_missing``, ``review_reason_unexpected``.
    """
    project = known_project(view, body.project, body.version)
    reviewer = require(view, Participant, body.reviewer, "not_a_reviewer")
    if reviewer.function not in REVIEWERS:
        raise Refusal("not_a_reviewer", function=reviewer.function)
    if body.reviewer == project.owner or are_related(view, body.reviewer, project.owner):
        raise Refusal("reviewer_not_independent", participant=body.reviewer)
    if not body.confirmed and body.reason is None:
        raise Refusal("review_reason_missing")
    if body.confirmed and body.reason is not None:
        raise Refusal("review_reason_unexpected", reason=body.reason)
    review = ProjectReview(
        project=project.number,
        number=project.reviews + 1,
        project_version=project.version,
        reviewer=body.reviewer,
        confirmed=body.confirmed,
        reason=body.reason,
        grade=body.grade,
        document=body.document,
        index=context.index,
        reviewed_at=context.recorded_at,
    )
    new = replace(
        project,
        reviews=review.number,
        review=ReviewState.CONFIRMED if body.confirmed else ReviewState.NOT_CONFIRMED,
        review_reason=body.reason,
        grade=body.grade,
    )
    flags = active_flags(view, project.number)
    outcome = changed(
        new, EventKind.REVIEWED, context=context, view=view, flags=flags, screens=screens, participant=body.reviewer
    )
    return Outcome(records=(*outcome.records, review))


def flag_project(body: FlagProject, context: Context, view: View, *, screens: Screens) -> Outcome:
    """Raise a flag that bars the project while it stands.

    Raises:
        Refusal: ``unknown_project``, ``flag_standing`` if one of its kind stands under the same reference.
    """
    project = require(view, Project, body.project, "unknown_project")
    standing = active_flags(view, project.number)
    if any(flag.kind is body.kind and flag.reference == body.reference for flag in standing):
        raise Refusal("flag_standing", reference=body.reference)
    flag = ProjectFlag(
        project=project.number,
        number=project.flags + 1,
        kind=body.kind,
        reference=body.reference,
        document=body.document,
        authority=context.participant,
        is_active=True,
        raised_index=context.index,
        raised_at=context.recorded_at,
        lifted_reference=None,
        lifted_index=None,
        lifted_at=None,
    )
    new = replace(project, flags=flag.number)
    outcome = changed(new, EventKind.FLAGGED, context=context, view=view, flags=(*standing, flag), screens=screens)
    return Outcome(records=(*outcome.records, flag))


def lift_flag(body: LiftFlag, context: Context, view: View, *, screens: Screens) -> Outcome:
    """Lift a flag; the project is screened again without it.

    Raises:
        Refusal: ``unknown_project``, ``unknown_flag``, ``flag_lifted`` if it was lifted before.
    """
    project = require(view, Project, body.project, "unknown_project")
    flag = view.get(ProjectFlag, body.project, body.flag)
    if flag is None:
        raise Refusal("unknown_flag", flag=body.flag)
    if not flag.is_active:
        raise Refusal("flag_lifted", flag=body.flag)
    lifted = replace(
        flag,
        is_active=False,
        lifted_reference=body.reference,
        lifted_index=context.index,
        lifted_at=context.recorded_at,
    )
    left = tuple(other for other in active_flags(view, project.number) if other.number != flag.number)
    outcome = changed(project, EventKind.FLAG_LIFTED, context=context, view=view, flags=left, screens=screens)
    return Outcome(records=(*outcome.records, lifted))


def by_an_authority(_body: object, _view: View) -> Requirement:
    """Return the requirement of one representative of an authority."""
    return (Demand(function=Function.AUTHORITY),)


def kinds(screens: Screens) -> tuple[Kind, ...]:
    """Return the kinds of reviews and flags, after which a project is screened with what higher areas answer, too."""
    return (
        Kind(
            "finance.review_project",
            ReviewProject,
            lambda body, view: by_owner(view, participant=body.reviewer, kind="finance.review_project"),
            partial(review_project, screens=screens),
        ),
        Kind("finance.flag_project", FlagProject, by_an_authority, partial(flag_project, screens=screens)),
        Kind("finance.lift_flag", LiftFlag, by_an_authority, partial(lift_flag, screens=screens)),
    )
