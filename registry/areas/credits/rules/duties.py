"""The duty to replace units: those that should not have been issued, and those whose tonne was lost again.

The debtor cancels as many of its own; what it has not replaced in time is cancelled by order, and of a loss that
nobody willed the scheme's buffer answers (in `forestry`). Until a duty is met its project is issued nothing.
Source: CCER-MEAS art. 43, which names no period: the days are a parameter.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, Final

from registry.areas.credits.rules.cases import case_of, stepped
from registry.areas.credits.rules.records import DESIGN, CreditProject, ProjectNo, Scheme, Step
from registry.areas.credits.rules.titles import credit_class
from registry.areas.participants.rules.calendars import working_days_after
from registry.areas.participants.rules.holdings import NamedRange, NamedRanges, picked, require_own
from registry.areas.participants.rules.parameters import parameter
from registry.ledger.book import OPEN_PURPOSES, Account, Freeze, Title, asset_class_of
from registry.ledger.codec import AccountNo, Asset, Code, Count, Digest, EntryId, Items, Name, ParticipantNo, Units
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_authority_and_operator, by_owner
from registry.ledger.rules import DAY_SECONDS, Context, Index, Kind, Outcome, View, record, require
from registry.ledger.serials import Purpose

REPLACEMENT_DAYS: Final = "credit_replacement_working_days"


class Cause(StrEnum):
    """Why units have to be replaced."""

    FALSE_UNITS = "false_units"
    WILLED_LOSS = "willed_loss"
    NATURAL_LOSS = "natural_loss"


@record(
    "credit_duty",
    key=("id",),
    indexes=(
        Index("project", ("project", "is_open"), ("ordered_index",)),
        Index("scheme", ("scheme", "is_open"), ("ordered_index",)),
    ),
)
@dataclass(frozen=True, slots=True)
class Duty:
    """How many units somebody has to replace, until when, and how many were, by whom."""

    id: EntryId
    project: ProjectNo
    scheme: Scheme
    debtor: ParticipantNo
    cause: Cause
    units: Count
    by_debtor: Count
    by_buffer: Count
    by_force: Count
    due_at: Count
    is_open: bool
    document: Digest
    ordered_at: Count
    ordered_index: Count

    @property
    def missing(self) -> int:
        """How many units are still to be replaced."""
        return self.units - self.by_debtor - self.by_buffer - self.by_force


@dataclass(frozen=True, slots=True)
class OrderReplacement:
    """The body of `credits.order_replacement`: so many units of a project were false."""

    project: ProjectNo
    units: Units
    ground: Name
    document: Digest


def order_replacement(body: OrderReplacement, context: Context, view: View) -> Outcome:
    """Order the owner of a project to replace units within some working days.

    Raises:
        Refusal: ``unknown_credit_project``, and those of `opened`.
    """
    project = require(view, CreditProject, body.project, "unknown_credit_project")
    duty = opened(project, Cause.FALSE_UNITS, body.units, context, view, document=body.document)
    case = case_of(view, project.number, DESIGN)
    kept = stepped(project, case, Step.REPLACEMENT_ORDERED, context, document=body.document)
    return replace(kept, records=(*kept.records, duty))


def opened(project: CreditProject, cause: Cause, units: int, context: Context, view: View, *, document: str) -> Duty:
    """Return a new duty of a project's owner.

    Raises:
        Refusal: ``duty_above_issued`` if all duties together would exceed what was issued; ``parameter_not_set``,
            ``calendar_missing``.
    """
    owed = sum(one.units for is_open in (True, False) for one in view.find(Duty, "project", project.number, is_open))
    if owed + units > project.issued_units:
        raise Refusal("duty_above_issued", issued=project.issued_units, owed=owed)
    return Duty(
        id=context.entry_id,
        project=project.number,
        scheme=project.scheme,
        debtor=project.owner,
        cause=cause,
        units=units,
        by_debtor=0,
        by_buffer=0,
        by_force=0,
        due_at=due_at(view, project.scheme, context.recorded_at),
        is_open=True,
        document=document,
        ordered_at=context.recorded_at,
        ordered_index=context.index,
    )


def due_at(view: View, scheme: str, now: int) -> int:
    """Return until when what is ordered now has to be replaced.

    Raises:
        Refusal: ``parameter_not_set``, ``calendar_missing``.
    """
    return working_days_after(view, now, parameter(view, REPLACEMENT_DAYS, now, scope=scheme))


def open_duty(view: View, number: str, asset: str, units: int) -> Duty:
    """Return a duty that so many units of an asset may go towards.

    Raises:
        Refusal: ``unknown_duty``, ``duty_met``, ``duty_class_differs``, ``duty_exceeded``.
    """
    duty = require(view, Duty, number, "unknown_duty")
    if not duty.is_open:
        raise Refusal("duty_met", duty=number)
    if asset_class_of(asset) != duty.scheme:
        raise Refusal("duty_class_differs", asset=asset, scheme=duty.scheme)
    if units > duty.missing:
        raise Refusal("duty_exceeded", missing=duty.missing)
    return duty


def settled(duty: Duty, context: Context, view: View, *, document: str | None) -> Outcome:
    """Return a duty after units went towards it, closed if none are missing, and its line in the project's history."""
    project = require(view, CreditProject, duty.project, "unknown_credit_project")
    kept = stepped(project, case_of(view, duty.project, DESIGN), Step.REPLACED, context, document=document)
    return replace(kept, records=(*kept.records, replace(duty, is_open=duty.missing > 0)))


def require_no_duty(view: View, project: CreditProject) -> CreditProject:
    """Return a project without an open duty.

    Raises:
        Refusal: ``duty_open`` with what is missing.
    """
    for one in view.find(Duty, "project", project.number, True, limit=1):
        raise Refusal("duty_open", duty=one.id, missing=one.missing)
    return project


@dataclass(frozen=True, slots=True)
class ReplaceUnits:
    """The body of `credits.replace_units`: own units, cancelled towards a duty."""

    duty: EntryId
    source: AccountNo
    target: AccountNo
    asset: Asset
    units: Units
    ranges: NamedRanges


def replace_units(body: ReplaceUnits, context: Context, view: View) -> Outcome:
    """Cancel units of the debtor's towards its duty; of a mirrored title the office records what was cancelled.

    Raises:
        Refusal: ``not_an_own_title``, ``holder_differs``, and those of `open_duty`, `credit_class`,
            `holdings.require_own` for the target, and `View.pick`.
    """
    duty = open_duty(view, body.duty, body.asset, body.units)
    if credit_class(view, body.asset).title is not Title.OWN:
        raise Refusal("not_an_own_title", asset=body.asset)
    _require_debtor(view, duty, body.source, body.target)
    moved = picked(view, body, into=body.target)
    done = settled(replace(duty, by_debtor=duty.by_debtor + body.units), context, view, document=None)
    return replace(done, transfers=moved)


def _require_debtor(view: View, duty: Duty, source: str, target: str) -> Account:
    account = require_own(view, target, purpose=Purpose.CANCELLATION, source=source)
    if account.holder != duty.debtor:
        raise Refusal("holder_differs", account=source)
    return require(view, Account, source, "unknown_account")


@dataclass(frozen=True, slots=True)
class ForceCancel:
    """The body of `credits.force_cancel`: the debtor's units, cancelled by order.

    ``order`` is the order's number: what it, or a suspension under it, holds does not stand in its own way.
    ``reference`` is cited where another register holds title.
    """

    duty: EntryId
    source: AccountNo
    target: AccountNo
    asset: Asset
    units: Units
    ranges: Annotated[tuple[NamedRange, ...], Items(1, 100)]
    order: Code
    reference: Code | None
    document: Digest


def force_cancel(body: ForceCancel, context: Context, view: View) -> Outcome:
    """Cancel units of a debtor that let its time pass, or record what the register of title cancelled.

    Raises:
        Refusal: ``reference_missing`` for a mirrored title, ``reference_unexpected`` for an own one,
            ``duty_running`` for an own one before its day, ``account_frozen`` and ``units_frozen`` by another order,
            and those of `open_duty`, `credit_class`, `holdings.require_own` and `View.pick`.
    """
    duty = open_duty(view, body.duty, body.asset, body.units)
    is_own = credit_class(view, body.asset).title is Title.OWN
    if is_own == (body.reference is not None):
        raise Refusal("reference_unexpected" if is_own else "reference_missing")
    if is_own and context.recorded_at < duty.due_at:
        raise Refusal("duty_running", due_at=duty.due_at)
    source = _require_debtor(view, duty, body.source, body.target)
    _check_other_orders(body, source, view)
    named = tuple((one.batch, one.first, one.last) for one in body.ranges)
    moved = view.pick(body.source, body.asset, body.units, into=body.target, named=named)
    done = settled(replace(duty, by_force=duty.by_force + body.units), context, view, document=body.document)
    return replace(done, transfers=moved)


def _check_other_orders(body: ForceCancel, source: Account, view: View) -> None:
    """Refuse what another order keeps: `decide` passes over freezes for this kind."""
    whole = (*view.find(Freeze, "account", source.number, True), *view.find(Freeze, "participant", source.holder, True))
    for one in whole:
        if one.order != body.order and one.holds(view.now):
            raise Refusal("account_frozen", account=source.number, order=one.order)
    for item in body.ranges:
        for one in view.find(Freeze, "batch", item.batch, True):
            overlaps = one.first <= item.last and item.first <= one.last
            if one.order != body.order and overlaps and one.holds(view.now):
                raise Refusal("units_frozen", order=one.order)


KINDS = (
    Kind(
        "credits.order_replacement",
        OrderReplacement,
        lambda _body, _view: by_authority_and_operator(),
        order_replacement,
    ),
    Kind(
        "credits.replace_units",
        ReplaceUnits,
        lambda body, view: by_owner(
            view,
            participant=require(view, Duty, body.duty, "unknown_duty").debtor,
            kind="credits.replace_units",
            account=body.source,
        ),
        replace_units,
        debits=OPEN_PURPOSES,
        lifetime_max=DAY_SECONDS,
    ),
    Kind(
        "credits.force_cancel",
        ForceCancel,
        lambda _body, _view: by_authority_and_operator(),
        force_cancel,
        debits=OPEN_PURPOSES,
        enforces=True,
        lifetime_max=DAY_SECONDS,
    ),
)
RECORDS = (Duty,)
