"""The proceeds of a bond: received, allocated to projects eligible on that day, moved, placed, returned to investors.

Never more is allocated than lies idle, and never more to a project than it costs; each rule leaves the identity
``received = allocated + idle + returned`` as it is. Source: China Green Bond Principles (2022), management of proceeds.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Final

from registry.areas.finance.rules.bonds.records import (
    Bond,
    BondMove,
    BondNo,
    BondUse,
    ProjectMoney,
)
from registry.areas.finance.rules.bonds.registering import by_issuer
from registry.areas.finance.rules.changes import Screens, active_flags, beijing_day, screened
from registry.areas.finance.rules.choices import Eligibility, MoveKind, Placement
from registry.areas.finance.rules.records import Fen, Project, ProjectNo
from registry.ledger.codec import Day, Digest
from registry.ledger.errors import Refusal
from registry.ledger.rules import Context, Kind, Outcome, View, require

_MONTHS: Final = 12

Rule = Callable[[Any, Context, View], Outcome]


@dataclass(frozen=True, slots=True)
class ReceiveProceeds:
    """The body of `finance.receive_proceeds`: money of the issue on the supervised account; ``document`` shows it."""

    bond: BondNo
    fen: Fen
    happened_on: Day
    document: Digest


@dataclass(frozen=True, slots=True)
class AllocateProceeds:
    """The body of `finance.allocate_proceeds`. ``happened_on`` is the day of the project's expenditure."""

    bond: BondNo
    project: ProjectNo
    fen: Fen
    happened_on: Day
    document: Digest


@dataclass(frozen=True, slots=True)
class ReallocateProceeds:
    """The body of `finance.reallocate_proceeds`: out of a project into another, or without one back to what is idle."""

    bond: BondNo
    project: ProjectNo
    target: ProjectNo | None
    fen: Fen
    happened_on: Day
    document: Digest


@dataclass(frozen=True, slots=True)
class PlaceIdle:
    """The body of `finance.place_idle`: idle money lies for a while where it is safe and liquid."""

    bond: BondNo
    placement: Placement
    fen: Fen
    happened_on: Day
    document: Digest


@dataclass(frozen=True, slots=True)
class RecallIdle:
    """The body of `finance.recall_idle`: placed money is back."""

    bond: BondNo
    fen: Fen
    happened_on: Day
    document: Digest


@dataclass(frozen=True, slots=True)
class ReturnProceeds:
    """The body of `finance.return_proceeds`: idle money goes back to investors."""

    bond: BondNo
    fen: Fen
    happened_on: Day
    document: Digest


def receive_proceeds(body: ReceiveProceeds, context: Context, view: View) -> Outcome:
    """Receive money of the issue.

    Raises:
        Refusal: ``unknown_bond``, ``day_in_future``, ``before_issue``, ``more_than_planned`` with what is to come.
    """
    bond = _bond(body, context, view)
    if body.happened_on < bond.issued_on:
        raise Refusal("before_issue", issued_on=bond.issued_on)
    left = bond.planned_fen - bond.received_fen
    if body.fen > left:
        raise Refusal("more_than_planned", left_fen=left)
    new = replace(bond, received_fen=bond.received_fen + body.fen)
    return Outcome(records=_moved(new, MoveKind.RECEIVED, body, context))


def allocate_proceeds(body: AllocateProceeds, context: Context, view: View, *, screens: Screens) -> Outcome:
    """Allocate idle money to a project that is eligible today.

    Raises:
        Refusal: ``unknown_bond``, ``day_in_future``, ``review_expired``, ``more_than_idle`` with what is free,
            ``lookback_exceeded``, and those of `_entering`.
    """
    bond = _bond(body, context, view)
    _check_review(bond, context)
    _check_free(bond, body.fen)
    refinanced = body.fen if body.happened_on < bond.issued_on else 0
    if refinanced and body.happened_on < _earliest(bond):
        raise Refusal("lookback_exceeded", earliest=_earliest(bond))
    money = _entering(bond, body.project, body.fen, context=context, view=view, screens=screens)
    use = _use(view, bond, body.project, context)
    use = replace(use, fen=use.fen + body.fen, refinanced_fen=use.refinanced_fen + refinanced)
    new = replace(bond, allocated_fen=bond.allocated_fen + body.fen)
    return Outcome(records=(*_moved(new, MoveKind.ALLOCATED, body, context), use, money))


def reallocate_proceeds(body: ReallocateProceeds, context: Context, view: View, *, screens: Screens) -> Outcome:
    """Move allocated money out of a project.

    Raises:
        Refusal: ``unknown_bond``, ``day_in_future``, ``same_project``, ``more_than_allocated`` with what lies there;
            with a target ``review_expired`` and those of `_entering`.
    """
    bond = _bond(body, context, view)
    if body.target == body.project:
        raise Refusal("same_project", project=body.project)
    use = _use(view, bond, body.project, context)
    if body.fen > use.fen:
        raise Refusal("more_than_allocated", allocated_fen=use.fen)
    records: list[object] = [replace(use, fen=use.fen - body.fen)]
    money = require(view, ProjectMoney, body.project, "unknown_project")
    records.append(replace(money, allocated_fen=money.allocated_fen - body.fen))
    if body.target is None:
        bond = replace(bond, allocated_fen=bond.allocated_fen - body.fen)
    else:
        _check_review(bond, context)
        records.append(_entering(bond, body.target, body.fen, context=context, view=view, screens=screens))
        other = _use(view, bond, body.target, context)
        records.append(replace(other, fen=other.fen + body.fen))
    return Outcome(records=(*_moved(bond, MoveKind.REALLOCATED, body, context), *records))


def place_idle(body: PlaceIdle, context: Context, view: View) -> Outcome:
    """Place idle money for a while.

    Raises:
        Refusal: ``unknown_bond``, ``day_in_future``, ``more_than_idle`` with what is free.
    """
    bond = _bond(body, context, view)
    _check_free(bond, body.fen)
    new = replace(bond, placed_fen=bond.placed_fen + body.fen)
    return Outcome(records=_moved(new, MoveKind.PLACED, body, context))


def recall_idle(body: RecallIdle, context: Context, view: View) -> Outcome:
    """Take placed money back.

    Raises:
        Refusal: ``unknown_bond``, ``day_in_future``, ``more_than_placed`` with what is.
    """
    bond = _bond(body, context, view)
    if body.fen > bond.placed_fen:
        raise Refusal("more_than_placed", placed_fen=bond.placed_fen)
    new = replace(bond, placed_fen=bond.placed_fen - body.fen)
    return Outcome(records=_moved(new, MoveKind.RECALLED, body, context))


def return_proceeds(body: ReturnProceeds, context: Context, view: View) -> Outcome:
    """Give idle money back to investors.

    Raises:
        Refusal: ``unknown_bond``, ``day_in_future``, ``more_than_idle`` with what is free.
    """
    bond = _bond(body, context, view)
    _check_free(bond, body.fen)
    new = replace(bond, returned_fen=bond.returned_fen + body.fen)
    return Outcome(records=_moved(new, MoveKind.RETURNED, body, context))


def _bond(body: Any, context: Context, view: View) -> Bond:  # noqa: ANN401  any body that moves proceeds
    today = beijing_day(context.recorded_at)
    if body.happened_on > today:
        raise Refusal("day_in_future", today=today)
    return require(view, Bond, body.bond, "unknown_bond")


def _check_review(bond: Bond, context: Context) -> None:
    if bond.review_until is not None and bond.review_until < beijing_day(context.recorded_at):
        raise Refusal("review_expired", until=bond.review_until)


def _check_free(bond: Bond, fen: int) -> None:
    if fen > bond.free_fen:
        raise Refusal("more_than_idle", idle_fen=bond.free_fen)


def _earliest(bond: Bond) -> str:
    """Return the first day whose expenditure may be refinanced; a month that has no such day ends earlier."""
    issued = date.fromisoformat(bond.issued_on)
    year, month = divmod(issued.year * _MONTHS + issued.month - 1 - bond.lookback_months, _MONTHS)
    day = min(issued.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, day).isoformat()


def _entering(bond: Bond, number: str, fen: int, *, context: Context, view: View, screens: Screens) -> ProjectMoney:
    """Return what lies in a project once so much more does.

    Raises:
        Refusal: ``unknown_project``, ``catalogue_differs``, ``project_not_eligible`` with the first reason under
            the law of today, ``more_than_invested`` with what the project still takes.
    """
    project = require(view, Project, number, "unknown_project")
    if project.catalogue != bond.catalogue:
        raise Refusal("catalogue_differs", project=project.catalogue, bond=bond.catalogue)
    flags = active_flags(view, number)
    found = screened(project, flags, today=beijing_day(context.recorded_at), view=view, screens=screens)
    if found.result is not Eligibility.ELIGIBLE:
        raise Refusal("project_not_eligible", project=number, reason=found.reason)
    money = view.get(ProjectMoney, number) or ProjectMoney(number, 0)
    left = project.total_investment_fen - money.allocated_fen
    if fen > left:
        raise Refusal("more_than_invested", left_fen=max(left, 0))
    return replace(money, allocated_fen=money.allocated_fen + fen)


def _use(view: View, bond: Bond, project: str, context: Context) -> BondUse:
    found = view.get(BondUse, bond.number, project) or BondUse(bond.number, project, 0, 0, 0)
    return replace(found, changed_index=context.index)


def _moved(bond: Bond, kind: MoveKind, body: Any, context: Context) -> tuple[Bond, BondMove]:  # noqa: ANN401
    new = replace(bond, moves=bond.moves + 1, changed_at=context.recorded_at, changed_index=context.index)
    move = BondMove(
        bond=bond.number,
        number=new.moves,
        kind=kind,
        fen=body.fen,
        project=getattr(body, "project", None),
        target=getattr(body, "target", None),
        placement=getattr(body, "placement", None),
        happened_on=body.happened_on,
        document=body.document,
        moved_at=context.recorded_at,
        index=context.index,
    )
    return new, move


def kinds(screens: Screens) -> tuple[Kind, ...]:
    """Return the kinds that move proceeds; ``screens`` are asked as at every screening of a project."""
    rules: dict[str, tuple[type, Rule]] = {
        "receive_proceeds": (ReceiveProceeds, receive_proceeds),
        "allocate_proceeds": (AllocateProceeds, partial(allocate_proceeds, screens=screens)),
        "reallocate_proceeds": (ReallocateProceeds, partial(reallocate_proceeds, screens=screens)),
        "place_idle": (PlaceIdle, place_idle),
        "recall_idle": (RecallIdle, recall_idle),
        "return_proceeds": (ReturnProceeds, return_proceeds),
    }
    return tuple(
        Kind(f"finance.{name}", body, partial(by_issuer, kind=f"finance.{name}"), rule)
        for name, (body, rule) in rules.items()
    )
