"""Losses: fire, felling, pests or storms give back to the air what was credited, and somebody answers for it.

A loss is reported within some working days, at first with the owner's estimate. Another body than the one that the
project's owner chose for validation then says how much was lost of what was issued. What nobody willed is covered by
the scheme's buffer; what was felled the owner replaces alone. The duty itself stands in `credits`. The periods are
parameters: no source that was read names them.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, Final

from registry.areas.credits.rules.bans import require_unbanned
from registry.areas.credits.rules.cases import case_of, check_body, methodology_of, ordinal_of, stepped, today_of
from registry.areas.credits.rules.duties import Cause, Duty, due_at, open_duty, opened, settled
from registry.areas.credits.rules.issuing import BufferCount, buffer_account
from registry.areas.credits.rules.records import DESIGN, CreditProject, ProjectNo, Step
from registry.areas.credits.rules.titles import credit_class
from registry.areas.participants.rules.calendars import working_days_after
from registry.areas.participants.rules.holdings import NamedRange, require_own
from registry.areas.participants.rules.parameters import parameter
from registry.ledger.codec import AccountNo, Asset, Count, Day, Digest, EntryId, Items, ParticipantNo, Units
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_authority_and_operator, by_owner
from registry.ledger.rules import DAY_SECONDS, Context, Index, Kind, Outcome, Requirement, View, record, require
from registry.ledger.serials import Purpose

REPORT_DAYS: Final = "forest_loss_report_working_days"


class LossKind(StrEnum):
    """What took the trees; only felling is somebody's will."""

    FIRE = "fire"
    FELLING = "felling"
    PEST = "pest"
    STORM = "storm"
    OTHER = "other"


class Reporter(StrEnum):
    """Who reports: the owner, or the office that heard of it otherwise."""

    OWNER = "owner"
    OFFICE = "office"


@record(
    "forest_loss",
    key=("id",),
    indexes=(Index("project", ("project",), ("reported_index",)),),
)
@dataclass(frozen=True, slots=True)
class Loss:
    """A loss and the duty of the same id that follows from it; ``units`` are estimated until a body assessed them."""

    id: EntryId
    project: ProjectNo
    kind: LossKind
    happened_on: Day
    area_m2: Units
    units_estimated: Units
    units_assessed: Count | None
    assessor: ParticipantNo | None
    is_late: bool
    document: Digest
    report: Digest | None
    reported_at: Count
    reported_index: Count


@dataclass(frozen=True, slots=True)
class ReportLoss:
    """The body of `forestry.report_loss`; ``units_estimated`` are those issued units whose tonnes were lost."""

    project: ProjectNo
    by: Reporter
    loss_kind: LossKind
    happened_on: Day
    area_m2: Units
    units_estimated: Units
    document: Digest


def report_signers(body: ReportLoss, view: View) -> Requirement:
    """Return the owner, or authority and operator."""
    if body.by is Reporter.OFFICE:
        return by_authority_and_operator()
    project = require(view, CreditProject, body.project, "unknown_credit_project")
    return by_owner(view, participant=project.owner, kind="forestry.report_loss")


def report_loss(body: ReportLoss, context: Context, view: View) -> Outcome:
    """Report a loss; until its duty is met the project is issued nothing. A late report counts and is marked.

    Raises:
        Refusal: ``unknown_credit_project``, ``loss_to_come``, ``loss_before_start``, and those of `duties.opened`.
    """
    project = require(view, CreditProject, body.project, "unknown_credit_project")
    if body.happened_on > today_of(context):
        raise Refusal("loss_to_come", day=body.happened_on)
    if body.happened_on < project.crediting_first:
        raise Refusal("loss_before_start", first=project.crediting_first)
    cause = Cause.WILLED_LOSS if body.loss_kind is LossKind.FELLING else Cause.NATURAL_LOSS
    duty = opened(project, cause, body.units_estimated, context, view, document=body.document)
    loss = Loss(
        id=context.entry_id,
        project=project.number,
        kind=body.loss_kind,
        happened_on=body.happened_on,
        area_m2=body.area_m2,
        units_estimated=body.units_estimated,
        units_assessed=None,
        assessor=None,
        is_late=_is_late(body.happened_on, project.scheme, context, view),
        document=body.document,
        report=None,
        reported_at=context.recorded_at,
        reported_index=context.index,
    )
    case = case_of(view, project.number, DESIGN)
    kept = stepped(project, case, Step.LOSS_REPORTED, context, document=body.document)
    return replace(kept, records=(*kept.records, duty, loss))


def _is_late(happened_on: str, scheme: str, context: Context, view: View) -> bool:
    days = parameter(view, REPORT_DAYS, context.recorded_at, scope=scheme)
    since = ordinal_of(today_of(context)) - ordinal_of(happened_on)
    # So far back no calendar needs to be known.
    if since > 4 * days + 30:
        return True
    began = context.recorded_at - since * DAY_SECONDS * 1_000_000
    return context.recorded_at >= working_days_after(view, began, days)


@dataclass(frozen=True, slots=True)
class AssessLoss:
    """The body of `forestry.assess_loss`: what a body found lost of the issued units; 0 if nothing was."""

    loss: EntryId
    assessor: ParticipantNo
    units: Count
    document: Digest


def assess_loss(body: AssessLoss, context: Context, view: View) -> Outcome:
    """Say how many issued units a loss concerns; the time for replacing them runs from now.

    Raises:
        Refusal: ``unknown_loss``, ``loss_assessed``, ``assessor_validated``, ``loss_above_issued``, ``loss_below_met``
            if more was replaced already, and those of `check_body`, `require_unbanned` and `duties.due_at`.
    """
    loss = require(view, Loss, body.loss, "unknown_loss")
    if loss.units_assessed is not None:
        raise Refusal("loss_assessed", loss=body.loss)
    project = require(view, CreditProject, loss.project, "unknown_credit_project")
    if body.assessor == project.validator:
        raise Refusal("assessor_validated", participant=body.assessor)
    require_unbanned(view, context, body.assessor)
    field = methodology_of(view, project.scheme, project.methodology).field
    check_body(view, body.assessor, owner=project.owner, field=field, today=today_of(context))
    duty = require(view, Duty, body.loss, "unknown_duty")
    if body.units > project.issued_units:
        raise Refusal("loss_above_issued", issued=project.issued_units)
    met = duty.units - duty.missing
    if body.units < met:
        raise Refusal("loss_below_met", met=met)
    assessed = replace(loss, units_assessed=body.units, assessor=body.assessor, report=body.document)
    due = due_at(view, project.scheme, context.recorded_at)
    changed = replace(duty, units=body.units, due_at=due, is_open=body.units > met)
    case = case_of(view, project.number, DESIGN)
    kept = stepped(project, case, Step.LOSS_ASSESSED, context, document=body.document)
    return replace(kept, records=(*kept.records, assessed, changed))


@dataclass(frozen=True, slots=True)
class CoverLoss:
    """The body of `forestry.cover_loss`: units of the buffer, cancelled for a loss that nobody willed."""

    loss: EntryId
    target: AccountNo
    asset: Asset
    units: Units
    ranges: Annotated[tuple[NamedRange, ...], Items(0, 100)]
    document: Digest


def cover_loss(body: CoverLoss, context: Context, view: View) -> Outcome:
    """Let the scheme's buffer answer for a loss.

    Raises:
        Refusal: ``unknown_loss``, ``loss_unassessed``, ``loss_willed``, and those of `duties.open_duty`,
            `credit_class`, `issuing.buffer_account`, `holdings.require_own` for the target, and `View.pick`.
    """
    loss = require(view, Loss, body.loss, "unknown_loss")
    if loss.units_assessed is None:
        raise Refusal("loss_unassessed", loss=body.loss)
    duty = open_duty(view, body.loss, body.asset, body.units)
    if duty.cause is not Cause.NATURAL_LOSS:
        raise Refusal("loss_willed", loss=body.loss)
    credit_class(view, body.asset)
    source = buffer_account(view, duty.scheme, context.recorded_at)
    require_own(view, body.target, purpose=Purpose.CANCELLATION, source=source)
    named = tuple((one.batch, one.first, one.last) for one in body.ranges)
    moved = view.pick(source, body.asset, body.units, into=body.target, named=named)
    known = view.get(BufferCount, duty.scheme) or BufferCount(duty.scheme, contributed=0, used=0)
    used = replace(known, used=known.used + body.units)
    done = settled(replace(duty, by_buffer=duty.by_buffer + body.units), context, view, document=body.document)
    return replace(done, records=(*done.records, used), transfers=moved)


KINDS = (
    Kind("forestry.report_loss", ReportLoss, report_signers, report_loss, overtakes=True),
    Kind(
        "forestry.assess_loss",
        AssessLoss,
        lambda body, view: by_owner(view, participant=body.assessor, kind="forestry.assess_loss"),
        assess_loss,
    ),
    Kind(
        "forestry.cover_loss",
        CoverLoss,
        lambda _body, _view: by_authority_and_operator(),
        cover_loss,
        debits=frozenset({Purpose.BUFFER.value}),
        lifetime_max=DAY_SECONDS,
    ),
)
RECORDS = (Loss,)
