"""Freezes: orders that forbid debits of a participant, an account, or a range of a batch wherever it lies.

Several may queue on the same thing; the one with the lowest priority number goes first. What a freeze does stands in
`decide`; here it is placed and lifted, by the authority and an operator.
"""

from dataclasses import dataclass, replace
from typing import Annotated

from registry.ledger.book import Account, Batch, Freeze
from registry.ledger.codec import AccountNo, Code, Count, Digest, EntryId, Instant, ParticipantNo, Units, Whole
from registry.ledger.errors import Refusal
from registry.ledger.parties import Participant, by_authority_and_operator
from registry.ledger.rules import Context, Kind, Outcome, View, require

# Every debit of a thing reads all its freezes.
FREEZES_MAX = 200


@dataclass(frozen=True, slots=True)
class PlaceFreeze:
    """The body of `participants.place_freeze`: a participant, an account, or a batch with first and last serial.

    ``order`` is the number of the order, ``document`` its salted hash; without ``ends_at`` it stands until lifted.
    """

    participant: ParticipantNo | None
    account: AccountNo | None
    batch: Units | None
    first: Count
    last: Count
    order: Code
    purpose: Code
    priority: Annotated[int, Whole(0, 99)]
    ends_at: Instant | None
    document: Digest


def place_freeze(body: PlaceFreeze, context: Context, view: View) -> Outcome:
    """Place a freeze under the entry's id; freezes of the same thing whose end has come are marked as over.

    Raises:
        Refusal: ``freeze_target`` unless exactly one thing is named, ``unknown_participant``, ``unknown_account``,
            ``unknown_batch``, ``freeze_range`` (not within the batch), ``ends_in_past``, ``too_many_freezes``.
    """
    standing = _standing(body, view)
    now = context.recorded_at
    if body.ends_at is not None and body.ends_at <= now:
        raise Refusal("ends_in_past", ends_at=body.ends_at)
    over = tuple(replace(freeze, is_active=False) for freeze in standing if not freeze.holds(now))
    if len(standing) - len(over) >= FREEZES_MAX:
        raise Refusal("too_many_freezes", limit=FREEZES_MAX)
    new = Freeze(
        id=context.entry_id,
        participant=body.participant or "",
        account=body.account or "",
        batch=body.batch or 0,
        first=body.first,
        last=body.last,
        order=body.order,
        purpose=body.purpose,
        priority=body.priority,
        ends_at=body.ends_at or 0,
        is_active=True,
        placed_index=context.index,
    )
    return Outcome(records=(new, *over))


def _standing(body: PlaceFreeze, view: View) -> tuple[Freeze, ...]:
    named = [value for value in (body.participant, body.account, body.batch) if value is not None]
    if len(named) != 1 or (body.batch is None and (body.first or body.last)):
        raise Refusal("freeze_target")
    if body.participant is not None:
        require(view, Participant, body.participant, "unknown_participant")
        return view.find(Freeze, "participant", body.participant, True)
    if body.account is not None:
        require(view, Account, body.account, "unknown_account")
        return view.find(Freeze, "account", body.account, True)
    batch = require(view, Batch, body.batch, "unknown_batch")
    if not batch.first <= body.first <= body.last <= batch.last:
        raise Refusal("freeze_range", first=batch.first, last=batch.last)
    return view.find(Freeze, "batch", body.batch, True)


@dataclass(frozen=True, slots=True)
class LiftFreeze:
    """The body of `participants.lift_freeze`: the freeze's id, and the order that lifts it."""

    freeze: EntryId
    order: Code
    document: Digest


def lift_freeze(body: LiftFreeze, context: Context, view: View) -> Outcome:
    """Lift a freeze before its end; others on the same thing keep standing.

    Raises:
        Refusal: ``unknown_freeze``, ``freeze_over``.
    """
    freeze = require(view, Freeze, body.freeze, "unknown_freeze")
    if not freeze.holds(context.recorded_at):
        raise Refusal("freeze_over", freeze=body.freeze)
    return Outcome(records=(replace(freeze, is_active=False),))


KINDS = (
    Kind("participants.place_freeze", PlaceFreeze, lambda _body, _view: by_authority_and_operator(), place_freeze),
    Kind("participants.lift_freeze", LiftFreeze, lambda _body, _view: by_authority_and_operator(), lift_freeze),
)
