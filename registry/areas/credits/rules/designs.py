"""A project's design before the public: published by its owner with the body that is to validate it; cancelled.

Sources: CCER-MEAS art. 10 (eligibility), 12 (publication), 16 (cancellation), 48 (uniqueness).
"""

from dataclasses import dataclass, replace

from registry.areas.credits.rules.bans import require_unbanned
from registry.areas.credits.rules.cases import (
    STARTED_AFTER,
    anniversary,
    case_of,
    check_body,
    day_parameter,
    live_project,
    methodology_of,
    notice_end,
    ordinal_of,
    stepped,
    today_of,
)
from registry.areas.credits.rules.outside import Nature, check_outside
from registry.areas.credits.rules.records import (
    DESIGN,
    Case,
    Claim,
    Claims,
    CreditProject,
    Methodology,
    MethodologyNo,
    ProjectNo,
    Scheme,
    Stage,
    Step,
)
from registry.areas.credits.rules.titles import credit_class
from registry.ledger.codec import Day, Digest, Name, ParticipantNo, Units, Zone
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_authority_and_operator, by_owner
from registry.ledger.rules import Context, Kind, Outcome, View, require

AGAIN = frozenset({Stage.REJECTED, Stage.DECLINED})


@dataclass(frozen=True, slots=True)
class PublishDesign:
    """The body of `credits.publish_design`; ``claims`` are the official numbers of titles or meters it reduces by.

    ``units_expected`` are those of a mean year.
    """

    project: ProjectNo
    scheme: Scheme
    owner: ParticipantNo
    zone: Zone
    name_zh: Name
    name_en: Name
    methodology: MethodologyNo
    started_on: Day
    crediting_first: Day
    crediting_last: Day
    units_expected: Units
    claims: Claims
    validator: ParticipantNo
    document: Digest


def publish_design(body: PublishDesign, context: Context, view: View) -> Outcome:
    """Lay a design before the public; one that was rejected or declined may be published anew by the same owner.

    Raises:
        Refusal: ``credit_project_cancelled``, ``number_taken``; ``started_too_early``, ``crediting_reversed``,
            ``crediting_length``; ``claim_twice``, ``claimed_elsewhere``; and those of `credit_class`,
            `methodology_of`, `require_unbanned`, `check_outside`, `check_body` and `notice_end`.
    """
    credit_class(view, body.scheme)
    require_unbanned(view, context, body.owner, body.validator)
    known = _known(body, view)
    methodology = methodology_of(view, body.scheme, body.methodology)
    _check_days(body, methodology, context, view)
    claims = _claims(body, view)
    projects = frozenset({Nature.PROJECT})
    check_outside(view, body.claims, first=body.crediting_first, last=body.crediting_last, natures=projects)
    check_body(view, body.validator, owner=body.owner, field=methodology.field, today=today_of(context))
    project = CreditProject(
        number=body.project,
        scheme=body.scheme,
        owner=body.owner,
        zone=body.zone,
        name_zh=body.name_zh,
        name_en=body.name_en,
        methodology=body.methodology,
        started_on=body.started_on,
        crediting_first=body.crediting_first,
        crediting_last=body.crediting_last,
        units_expected=body.units_expected,
        claims=body.claims,
        validator=body.validator,
        stage=Stage.PUBLISHED,
        national_number="",
        periods=0,
        issued_units=0,
        events=0 if known is None else known[0].events,
        published_at=context.recorded_at if known is None else known[0].published_at,
        changed_at=context.recorded_at,
        changed_index=context.index,
    )
    case = _case(body, context, ends_at=notice_end(view, context.recorded_at, body.scheme))
    if known is not None:
        case = replace(case, comments=known[1].comments)
    kept = stepped(project, case, Step.PUBLISHED, context, document=body.document)
    return replace(kept, records=(*kept.records, *claims))


def _known(body: PublishDesign, view: View) -> tuple[CreditProject, Case] | None:
    if view.get(CreditProject, body.project) is None:
        return None
    project = live_project(view, body.project)
    if (project.owner, project.scheme) != (body.owner, body.scheme) or project.stage not in AGAIN:
        raise Refusal("number_taken", number=body.project)
    return project, case_of(view, body.project, DESIGN)


def _check_days(body: PublishDesign, methodology: Methodology, context: Context, view: View) -> None:
    after = day_parameter(view, STARTED_AFTER, context.recorded_at, scope=body.scheme)
    if body.started_on <= after:
        raise Refusal("started_too_early", after=after)
    if not body.started_on <= body.crediting_first < body.crediting_last:
        raise Refusal("crediting_reversed", started_on=body.started_on)
    # The last day belongs to the period.
    ends = ordinal_of(body.crediting_last) + 1
    shortest = anniversary(body.crediting_first, methodology.crediting_years_min)
    longest = anniversary(body.crediting_first, methodology.crediting_years_max)
    if not shortest <= ends <= longest:
        raise Refusal(
            "crediting_length", minimum=methodology.crediting_years_min, maximum=methodology.crediting_years_max
        )


def _claims(body: PublishDesign, view: View) -> tuple[Claim, ...]:
    if len(set(body.claims)) != len(body.claims):
        raise Refusal("claim_twice")
    for code in body.claims:
        known = view.get(Claim, code)
        if known is not None and known.project != body.project and not was_a_mere_word(view, known.project):
            raise Refusal("claimed_elsewhere", claim=code, project=known.project)
    return tuple(Claim(code, body.project) for code in body.claims)


def was_a_mere_word(view: View, number: str) -> bool:
    """Return whether a project was cancelled before its registration was even applied for.

    A design is published on its owner's word alone: were its claims kept, anybody could bar the title's true holder.
    """
    project = require(view, CreditProject, number, "unknown_credit_project")
    return project.stage is Stage.CANCELLED and case_of(view, number, DESIGN).due_at is None


def _case(body: PublishDesign, context: Context, *, ends_at: int) -> Case:
    return Case(
        project=body.project,
        number=DESIGN,
        stage=Stage.PUBLISHED,
        body=body.validator,
        document=body.document,
        report=None,
        calculator=None,
        period_first=None,
        period_last=None,
        years=(),
        claimed_units=0,
        verified_units=None,
        notice_ends_at=ends_at,
        due_at=None,
        comments=0,
        comments_open=0,
        national_number="",
        batches=(),
        published_at=context.recorded_at,
        changed_index=context.index,
    )


@dataclass(frozen=True, slots=True)
class CancelProject:
    """The body of `credits.cancel_project`; ``document`` is the owner's wish, or what was found."""

    project: ProjectNo
    ground: Name
    document: Digest


def cancel_project(body: CancelProject, context: Context, view: View) -> Outcome:
    """Cancel a project; its number never returns, nor its claims once it was applied for (CCER-MEAS art. 16).

    Raises:
        Refusal: those of `live_project`.
    """
    project = live_project(view, body.project)
    case = replace(case_of(view, body.project, DESIGN), stage=Stage.CANCELLED)
    return stepped(project, case, Step.CANCELLED, context, document=body.document)


KINDS = (
    Kind(
        "credits.publish_design",
        PublishDesign,
        lambda body, view: by_owner(view, participant=body.owner, kind="credits.publish_design"),
        publish_design,
    ),
    Kind("credits.cancel_project", CancelProject, lambda _body, _view: by_authority_and_operator(), cancel_project),
)
