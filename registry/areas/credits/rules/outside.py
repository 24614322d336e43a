"""What other registers let somebody claim by a meter or a title: another scheme's project, or green certificates.

Whoever was certified green for a meter's power, or credited for a title's trees, does not get credits here for the same
time. The office records what other registers publish; a project already on its way is found by its own numbers, and
goes no further until the claim is settled. Sources: CCER-MEAS art. 10 (1), 48.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from registry.areas.credits.rules.cases import case_of, stepped
from registry.areas.credits.rules.records import DESIGN, Claim, CreditProject, Stage, Step
from registry.ledger.codec import Code, Count, Day, Digest, Name, Pattern, Units
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_authority_and_operator, by_operators
from registry.ledger.rules import FIND_MAX, Context, Index, Kind, Outcome, View, record

MaybeProject = Annotated[str, Pattern("C-[0-9]{8}|")]


class Nature(StrEnum):
    """What the other register gives: credits to a project, or certificates of green power."""

    PROJECT = "project"
    CERTIFICATES = "certificates"


@record(
    "outside_claim",
    key=("code", "register", "reference"),
    indexes=(
        Index("code", ("code", "is_active"), ("first",)),
        Index("project", ("project",), ("recorded_index",)),
        Index("met", ("is_met", "is_active"), ("recorded_index",)),
    ),
)
@dataclass(frozen=True, slots=True)
class OutsideClaim:
    """That another register knows a meter or title from one day to another; ``units`` are its own.

    ``project`` is the living one of ours that it met when it was recorded; a later one is refused from the start.
    """

    code: Code
    register: Code
    reference: Code
    nature: Nature
    first: Day
    last: Day
    units: Units
    project: MaybeProject
    is_met: bool
    is_active: bool
    document: Digest
    recorded_at: Count
    recorded_index: Count


@dataclass(frozen=True, slots=True)
class RecordOutside:
    """The body of `credits.record_outside_claim`; ``reference`` is the other register's number of what it gave."""

    claim_code: Code
    register: Code
    reference: Code
    nature: Nature
    period_first: Day
    period_last: Day
    units: Units
    document: Digest


def record_outside(body: RecordOutside, context: Context, view: View) -> Outcome:
    """Keep another register's claim; a living project of ours with the same number gets a line in its history.

    Raises:
        Refusal: ``period_reversed``, ``outside_claim_known``, ``too_many_outside_claims``.
    """
    if body.period_last < body.period_first:
        raise Refusal("period_reversed", first=body.period_first)
    if view.get(OutsideClaim, body.claim_code, body.register, body.reference) is not None:
        raise Refusal("outside_claim_known", register=body.register, reference=body.reference)
    if len(view.find(OutsideClaim, "code", body.claim_code, True)) == FIND_MAX:
        raise Refusal("too_many_outside_claims", limit=FIND_MAX)
    kept = OutsideClaim(
        code=body.claim_code,
        register=body.register,
        reference=body.reference,
        nature=body.nature,
        first=body.period_first,
        last=body.period_last,
        units=body.units,
        project="",
        is_met=False,
        is_active=True,
        document=body.document,
        recorded_at=context.recorded_at,
        recorded_index=context.index,
    )
    return _with_step(kept, Step.DOUBLE_CLAIM, context, view)


def _with_step(kept: OutsideClaim, step: Step, context: Context, view: View) -> Outcome:
    claim = view.get(Claim, kept.code)
    project = None if claim is None else view.get(CreditProject, claim.project)
    if project is None or project.stage is Stage.CANCELLED or not _meet(kept, project):
        return Outcome(records=(kept,))
    kept = replace(kept, project=project.number, is_met=True)
    moved = stepped(project, case_of(view, project.number, DESIGN), step, context, document=kept.document)
    return replace(moved, records=(*moved.records, kept))


def _meet(kept: OutsideClaim, project: CreditProject) -> bool:
    return kept.first <= project.crediting_last and project.crediting_first <= kept.last


@dataclass(frozen=True, slots=True)
class SettleOutside:
    """The body of `credits.settle_outside_claim`: the claim does not stand, or was given up there."""

    claim_code: Code
    register: Code
    reference: Code
    ground: Name
    document: Digest


def settle_outside(body: SettleOutside, context: Context, view: View) -> Outcome:
    """Put an outside claim out of force.

    Raises:
        Refusal: ``unknown_outside_claim``, ``outside_claim_settled``.
    """
    found = view.get(OutsideClaim, body.claim_code, body.register, body.reference)
    if found is None:
        raise Refusal("unknown_outside_claim", reference=body.reference)
    if not found.is_active:
        raise Refusal("outside_claim_settled", reference=body.reference)
    settled = replace(found, is_active=False, document=body.document)
    return _with_step(settled, Step.CLAIM_SETTLED, context, view)


def check_outside(
    view: View, codes: tuple[str, ...], *, first: str, last: str, natures: frozenset[Nature] = frozenset(Nature)
) -> None:
    """Return if no other register gave anything for these numbers between two days, both included.

    Raises:
        Refusal: ``claimed_outside`` with the register, its number, and its days.
    """
    for code in codes:
        for one in view.find(OutsideClaim, "code", code, True):
            if one.nature in natures and one.first <= last and first <= one.last:
                raise Refusal(
                    "claimed_outside",
                    claim=code,
                    register=one.register,
                    reference=one.reference,
                    first=one.first,
                    last=one.last,
                )


KINDS = (
    Kind("credits.record_outside_claim", RecordOutside, lambda _body, _view: by_operators(1), record_outside),
    Kind(
        "credits.settle_outside_claim", SettleOutside, lambda _body, _view: by_authority_and_operator(), settle_outside
    ),
)
RECORDS = (OutsideClaim,)
