"""Freezes: orders that forbid debits of a participant, an account, or a range of a batch wherever it lies.

Several may queue on the same thing; the one with the lowest priority number goes first. What a freeze does stands in
`decide`; here it is placed and lifted, by the authority and an operator. In an emergency one signature is enough: an
administrator of the participant, or one operator for some working days, until the authority has decided.
"""

from dataclasses import dataclass, replace
from typing import Annotated, Final

from registry.areas.participants.rules.calendars import working_days_after
from registry.areas.participants.rules.mandates import Mandate, by_administration
from registry.areas.participants.rules.parameters import parameter
from registry.ledger.book import Account, Batch, Freeze
from registry.ledger.codec import AccountNo, Code, Count, Digest, EntryId, Instant, ParticipantNo, Pattern, Units, Whole
from registry.ledger.errors import Refusal
from registry.ledger.parties import Participant, by_administrator, by_authority_and_operator, by_operators
from registry.ledger.rules import Context, Kind, Outcome, Requirement, View, record, require

# Every debit of a thing reads all its freezes.
FREEZES_MAX = 200
EMERGENCY: Final = "emergency"
EMERGENCY_DELAY: Final = "emergency_freeze_working_days"
EMERGENCY_PRIORITY = 10

Subject = Annotated[str, Pattern("[A-Z0-9-]{1,17}")]


@record("thaw", key=("subject",), resident=True)
@dataclass(frozen=True, slots=True)
class Thaw:
    """When the last freeze or suspension of a thing was lifted: a participant, an account, or a batch's number.

    What was waiting behind it waits anew from then on, so that nobody is surprised by an old order.
    """

    subject: Subject
    lifted_at: Count


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
    return _lifted(freeze, context)


def _lifted(freeze: Freeze, context: Context) -> Outcome:
    subject = freeze.participant or freeze.account or str(freeze.batch)
    return Outcome(records=(replace(freeze, is_active=False), Thaw(subject, context.recorded_at)))


@dataclass(frozen=True, slots=True)
class FreezeNow:
    """The body of `participants.freeze_now`: all that a participant holds. ``by`` is `participant` or `operators`."""

    participant: ParticipantNo
    ground: Code
    by: Mandate


def freeze_now_signers(body: FreezeNow, _view: View) -> Requirement:
    """Return one administrator of the participant, or one operator."""
    if body.by is Mandate.PARTICIPANT:
        return by_administrator(body.participant)
    if body.by is not Mandate.OPERATORS:
        raise Refusal("mandate_not_admitted", by=body.by)
    return by_operators(1)


def freeze_now(body: FreezeNow, context: Context, view: View) -> Outcome:
    """Freeze a participant at once: its own until it is lifted, an operator's for `EMERGENCY_DELAY` working days.

    Raises:
        Refusal: ``already_frozen`` if such a freeze of the same side stands, and those of `place_freeze`;
            ``parameter_not_set``, ``calendar_missing`` for an operator's.
    """
    require(view, Participant, body.participant, "unknown_participant")
    now, ends_at = context.recorded_at, None
    is_own = body.by is Mandate.PARTICIPANT
    for known in view.find(Freeze, "participant", body.participant, True):
        if known.purpose == EMERGENCY and known.holds(now) and (known.ends_at == 0) == is_own:
            raise Refusal("already_frozen", participant=body.participant, freeze=known.id)
    if not is_own:
        ends_at = working_days_after(view, now, parameter(view, EMERGENCY_DELAY, now))
    placed = PlaceFreeze(
        participant=body.participant,
        account=None,
        batch=None,
        first=0,
        last=0,
        order=body.ground,
        purpose=EMERGENCY,
        priority=EMERGENCY_PRIORITY,
        ends_at=ends_at,
        document=_NO_DOCUMENT,
    )
    return place_freeze(placed, context, view)


# A freeze keeps no document; the body of an order has to name one.
_NO_DOCUMENT = "0" * 64


@dataclass(frozen=True, slots=True)
class LiftEmergency:
    """The body of `participants.lift_emergency`: the id of an emergency freeze, and why it is over."""

    freeze: EntryId
    ground: Code


def lift_emergency_signers(body: LiftEmergency, view: View) -> Requirement:
    """Return the participant's whole administration and an operator, who has asked by another way who it is."""
    freeze = require(view, Freeze, body.freeze, "unknown_freeze")
    if freeze.purpose != EMERGENCY or not freeze.participant:
        raise Refusal("not_an_emergency", freeze=body.freeze)
    return (*by_administration(view, freeze.participant), *by_operators(1))


def lift_emergency(body: LiftEmergency, context: Context, view: View) -> Outcome:
    """Lift an emergency freeze; what was waiting in escrow waits anew.

    Raises:
        Refusal: ``unknown_freeze``, ``freeze_over``.
    """
    freeze = require(view, Freeze, body.freeze, "unknown_freeze")
    if not freeze.holds(context.recorded_at):
        raise Refusal("freeze_over", freeze=body.freeze)
    return _lifted(freeze, context)


def last_thaw(view: View, *subjects: str) -> int:
    """Return when the last freeze or suspension of any of these was lifted, in microseconds UTC; 0 if never."""
    found = (view.get(Thaw, subject) for subject in subjects)
    return max((thaw.lifted_at for thaw in found if thaw is not None), default=0)


KINDS = (
    Kind(
        "participants.place_freeze",
        PlaceFreeze,
        lambda _body, _view: by_authority_and_operator(),
        place_freeze,
        overtakes=True,
    ),
    Kind("participants.lift_freeze", LiftFreeze, lambda _body, _view: by_authority_and_operator(), lift_freeze),
    Kind("participants.freeze_now", FreezeNow, freeze_now_signers, freeze_now, overtakes=True),
    Kind("participants.lift_emergency", LiftEmergency, lift_emergency_signers, lift_emergency),
)
RECORDS = (Thaw,)
