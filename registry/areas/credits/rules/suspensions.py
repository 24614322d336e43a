"""Suspension: all units that a project was ever issued stand still, in whatever account and however often split.

A freeze on a whole batch covers every range of it, so no list of holders is needed and no descendant can be missed. A
suspended project takes no step towards more units. Sources: CCER-MEAS art. 43; CCER-REG art. 14.
"""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Annotated, Final

from registry.areas.credits.rules.cases import case_of, stepped
from registry.areas.credits.rules.records import DESIGN, Case, CreditProject, ProjectNo, Step
from registry.areas.participants.rules.freezes import FREEZES_MAX, Thaw
from registry.ledger.book import Batch, Freeze
from registry.ledger.codec import Code, Count, Digest, EntryId, Instant, Items, Name, Units
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_authority_and_operator
from registry.ledger.rules import Context, Index, Kind, Outcome, View, record, require

PURPOSE: Final = "project"
PRIORITY: Final = 20
BATCHES_MAX: Final = 2_400


@record("credit_suspension", key=("id",), indexes=(Index("project", ("project", "is_active"), ("placed_index",)),))
@dataclass(frozen=True, slots=True)
class Suspension:
    """An order that holds a project's units; ``batches`` are the numbers of those that were issued until then."""

    id: EntryId
    project: ProjectNo
    order: Code
    ground: Name
    ends_at: Count
    batches: Annotated[tuple[Units, ...], Items(0, BATCHES_MAX)]
    is_active: bool
    document: Digest
    placed_at: Count
    placed_index: Count

    def holds(self, now: int) -> bool:
        """Return whether the suspension is in force at this instant."""
        return self.is_active and (self.ends_at == 0 or now < self.ends_at)


@dataclass(frozen=True, slots=True)
class SuspendProject:
    """The body of `credits.suspend_project`; without ``ends_at`` it stands until lifted."""

    project: ProjectNo
    order: Code
    ground: Name
    ends_at: Instant | None
    document: Digest


def suspend_project(body: SuspendProject, context: Context, view: View) -> Outcome:
    """Hold a project and every unit issued to it; a cancelled one too, whose units live on.

    Raises:
        Refusal: ``unknown_credit_project``, ``ends_in_past``, ``project_suspended_already`` under the same order,
            ``too_many_freezes``, and those of `case_of`.
    """
    project = require(view, CreditProject, body.project, "unknown_credit_project")
    if body.ends_at is not None and body.ends_at <= context.recorded_at:
        raise Refusal("ends_in_past", ends_at=body.ends_at)
    for known in view.find(Suspension, "project", body.project, True):
        if known.order == body.order and known.holds(context.recorded_at):
            raise Refusal("project_suspended_already", project=body.project, order=body.order)
    batches = batches_of(view, project)
    placed = Suspension(
        id=context.entry_id,
        project=body.project,
        order=body.order,
        ground=body.ground,
        ends_at=body.ends_at or 0,
        batches=batches,
        is_active=True,
        document=body.document,
        placed_at=context.recorded_at,
        placed_index=context.index,
    )
    frozen = tuple(_frozen(placed, require(view, Batch, number, "unknown_batch"), view) for number in batches)
    kept = stepped(project, case_of(view, body.project, DESIGN), Step.SUSPENDED, context, document=body.document)
    return replace(kept, records=(*kept.records, placed, *frozen))


def batches_of(view: View, project: CreditProject) -> tuple[int, ...]:
    """Return the numbers of all batches that a project was issued, in order."""
    cases = (view.get(Case, project.number, number) for number in range(1, project.periods + 1))
    return tuple(sorted(number for one in cases if one is not None for number in one.batches))


def freeze_id(suspension: str, batch: int) -> str:
    """Return the id of a suspension's freeze of one batch: of the time 0, which no entry's own id can have."""
    text = sha256(f"{suspension}/{batch}".encode()).hexdigest()
    return f"00000000-0000-7{text[:3]}-8{text[3:6]}-{text[6:18]}"


def _frozen(one: Suspension, batch: Batch, view: View) -> Freeze:
    standing = view.find(Freeze, "batch", batch.number, True)
    if sum(freeze.holds(one.placed_at) for freeze in standing) >= FREEZES_MAX:
        raise Refusal("too_many_freezes", limit=FREEZES_MAX)
    return Freeze(
        id=freeze_id(one.id, batch.number),
        participant="",
        account="",
        batch=batch.number,
        first=batch.first,
        last=batch.last,
        order=one.order,
        purpose=PURPOSE,
        priority=PRIORITY,
        ends_at=one.ends_at,
        is_active=True,
        placed_index=one.placed_index,
    )


def require_unsuspended(view: View, project: CreditProject, now: int) -> CreditProject:
    """Return a project that no suspension holds.

    Raises:
        Refusal: ``credit_project_suspended`` with the order.
    """
    for one in view.find(Suspension, "project", project.number, True):
        if one.holds(now):
            raise Refusal("credit_project_suspended", project=project.number, order=one.order)
    return project


@dataclass(frozen=True, slots=True)
class LiftSuspension:
    """The body of `credits.lift_suspension`: the suspension's id, and the order that lifts it."""

    suspension: EntryId
    order: Code
    document: Digest


def lift_suspension(body: LiftSuspension, context: Context, view: View) -> Outcome:
    """Lift a suspension before its end; other freezes of the same units keep standing.

    Raises:
        Refusal: ``unknown_suspension``, ``suspension_over``.
    """
    found = require(view, Suspension, body.suspension, "unknown_suspension")
    if not found.holds(context.recorded_at):
        raise Refusal("suspension_over", suspension=body.suspension)
    project = require(view, CreditProject, found.project, "unknown_credit_project")
    freezes = (view.get(Freeze, freeze_id(found.id, number)) for number in found.batches)
    thawed = tuple(replace(one, is_active=False) for one in freezes if one is not None)
    waits = tuple(Thaw(str(number), context.recorded_at) for number in found.batches)
    kept = stepped(project, case_of(view, found.project, DESIGN), Step.RESUMED, context, document=body.document)
    return replace(kept, records=(*kept.records, replace(found, is_active=False), *thawed, *waits))


KINDS = (
    Kind(
        "credits.suspend_project",
        SuspendProject,
        lambda _body, _view: by_authority_and_operator(),
        suspend_project,
        overtakes=True,
    ),
    Kind("credits.lift_suspension", LiftSuspension, lambda _body, _view: by_authority_and_operator(), lift_suspension),
)
RECORDS = (Suspension,)
