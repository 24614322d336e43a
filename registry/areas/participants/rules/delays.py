"""Transfers under controls: at once to whom the holder trusts, in opening hours; to others after a delay, in escrow.

What waits can be withdrawn until shortly before, refused by its receiver, and is stopped by every freeze. Time decides
when it executes, counted from `recorded_at` on the working calendar; the entry that settles it only records that. Which
waiting time applies is in the rule, so an auditor's replay checks it. Limits stand in `limits`, lists in `trusted`.

Withdrawals from the mirror, cancellations and retirements are not under these controls: they reach no other holder, and
of a mirrored title they wait for the word of authority and operator anyway.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Annotated, Final

from registry.areas.participants.rules import limits
from registry.areas.participants.rules.calendars import DAY
from registry.areas.participants.rules.freezes import last_thaw
from registry.areas.participants.rules.holdings import (
    NamedRange,
    NamedRanges,
    picked,
    ranges_of,
    require_own,
    require_purpose,
)
from registry.areas.participants.rules.hours import MINUTE, after_working_days, next_opening
from registry.areas.participants.rules.parameters import parameter
from registry.areas.participants.rules.trusted import asks_first, is_trusted
from registry.ledger.book import OPEN_PURPOSES, RANGES_MAX, Account, Freeze, asset_class_of
from registry.ledger.codec import (
    AccountNo,
    Asset,
    Code,
    Count,
    EntryId,
    Instant,
    Items,
    ParticipantNo,
    PublicKey,
    RepresentativeNo,
    Units,
)
from registry.ledger.errors import Refusal
from registry.ledger.rules import Context, Index, Outcome, Signatory, Transfer, View, record, require
from registry.ledger.serials import Purpose

DELAY: Final = "transfer_delay_working_days"
FIRST_DELAY: Final = "first_transfer_delay_working_days"
CUTOFF: Final = "transfer_withdrawal_cutoff_minutes"
ANSWER_DELAY: Final = "receiver_answer_working_days"
# How far ahead a holder may ask for a day of arrival.
ASKED_DAYS_MAX = 31


class DelayReason(StrEnum):
    """Why a transfer waits: hours, a receiver not on the list, a key that never sent there, the holder's wish."""

    OPENING = "opening"
    NOT_TRUSTED = "not_trusted"
    FIRST_OF_KEY = "first_of_key"
    ASKED = "asked"
    RECEIVER = "receiver"


class DelayStatus(StrEnum):
    """Where a delayed transfer stands."""

    WAITING = "waiting"
    EXECUTED = "executed"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class OrderTransfer:
    """The body of a transfer under controls.

    ``escrow`` is where the units lie if they have to wait. ``not_before`` is the arrival that the author was shown or
    wants; the units never arrive earlier. Without it they arrive as soon as the rules let them.
    """

    source: AccountNo
    target: AccountNo
    asset: Asset
    units: Units
    ranges: NamedRanges
    escrow: AccountNo | None
    not_before: Instant | None


@record(
    "delayed_transfer",
    key=("id",),
    indexes=(
        Index("participant", ("participant", "status"), ("due_at",)),
        Index("receiver", ("receiver", "status"), ("due_at",)),
        Index("status", ("status",), ("due_at",)),
    ),
)
@dataclass(frozen=True, slots=True)
class DelayedTransfer:
    """Units in escrow on their way to another account; times in microseconds UTC.

    ``due_at`` is when it executes if nothing held it up, see `due_of`. With ``needs_word`` it also waits for its
    receiver, at most until ``lapses_at``.
    """

    id: EntryId
    kind: Code
    participant: ParticipantNo
    receiver: ParticipantNo
    source: AccountNo
    escrow: AccountNo
    target: AccountNo
    asset: Asset
    units: Units
    ranges: Annotated[tuple[NamedRange, ...], Items(1, RANGES_MAX)]
    reason: DelayReason
    asked_at: Count
    due_at: Count
    withdrawable_until: Count
    needs_word: bool
    is_accepted: bool
    lapses_at: Count
    status: DelayStatus
    opened_index: Count
    closed_index: Count | None


@record("sending_key", key=("representative", "public_key"), resident=True)
@dataclass(frozen=True, slots=True)
class SendingKey:
    """A key that has sent units outside the trusted list; until ``proven_at`` it counts as one that never did."""

    representative: RepresentativeNo
    public_key: PublicKey
    proven_at: Count


Take = Callable[..., tuple[Transfer, ...]]  # brings a transfer's units `into` an account


@dataclass(frozen=True, slots=True)
class Will:
    """Who asked for a transfer, and when: the signers of its entry, which may be one of many transfers."""

    participant: str
    signatories: tuple[Signatory, ...]
    is_first: bool
    now: int


def order(body: OrderTransfer, context: Context, view: View) -> Outcome:
    """Move units to another account: at once, or into escrow until time has decided.

    Raises:
        Refusal: ``transfer_limit``, ``day_limit``, and those of `send`.
    """
    source = require(view, Account, body.source, "unknown_account")
    target = require_purpose(view, body.target, OPEN_PURPOSES)
    now = context.recorded_at
    will = will_of(view, source.holder, context.signatories, now=now)
    take: Take = partial(picked, view, body)
    if source.holder == target.holder:
        return send(body, will, context, view, take=take)
    count = limits.counted(
        view, participant=source.holder, zone=body.source[:2], asset_class=asset_class_of(body.asset),
        parts=(body.units,), now=now,
    )  # fmt: skip
    sent = send(body, will, context, view, take=take)
    return replace(sent, records=(count, *sent.records))


def will_of(view: View, participant: str, signatories: tuple[Signatory, ...], *, now: int) -> Will:
    """Return whose will signatures express, and whether one of their keys never sent outside a trusted list."""
    return Will(participant, signatories, any(not _is_proven(view, one, now) for one in signatories), now)


def _is_proven(view: View, signatory: Signatory, now: int) -> bool:
    known = view.get(SendingKey, signatory.representative, signatory.public_key)
    return known is not None and known.proven_at <= now


def send(body: OrderTransfer, will: Will, context: Context, view: View, *, take: Take) -> Outcome:
    """Return what a transfer does once its limits are known to hold; ``take`` brings its units into an account.

    Raises:
        Refusal: ``unknown_account``, ``purpose_not_credited``, ``not_before_too_far``, ``escrow_required`` with the
            instant ``due_at`` if it has to wait and names no escrow account, ``holder_differs``, ``parameter_not_set``,
            ``calendar_missing``, and those of ``take``.
    """
    target = require_purpose(view, body.target, OPEN_PURPOSES)
    due, reason = arrival(body, will, view, receiver=target.holder)
    needs_word = target.holder != will.participant and asks_first(view, body.target)
    if due <= will.now and not needs_word:
        return Outcome(transfers=take(into=body.target))
    if body.escrow is None:
        raise Refusal("escrow_required", due_at=due)
    require_own(view, body.escrow, purpose=Purpose.ESCROW, source=body.source)
    moved = take(into=body.escrow)
    now = will.now
    opened = DelayedTransfer(
        id=context.entry_id,
        kind=context.kind,
        participant=will.participant,
        receiver=target.holder,
        source=body.source,
        escrow=body.escrow,
        target=body.target,
        asset=body.asset,
        units=body.units,
        ranges=ranges_of(moved),
        reason=DelayReason.RECEIVER if due <= now else reason,
        asked_at=now,
        due_at=due,
        withdrawable_until=due - parameter(view, CUTOFF, now) * MINUTE,
        needs_word=needs_word,
        is_accepted=False,
        lapses_at=after_working_days(view, due, parameter(view, ANSWER_DELAY, now)) if needs_word else 0,
        status=DelayStatus.WAITING,
        opened_index=context.index,
        closed_index=None,
    )
    return Outcome(records=(opened, *_proving(will, reason, due, view)), transfers=moved)


def arrival(body: OrderTransfer, will: Will, view: View, *, receiver: str) -> tuple[int, DelayReason]:
    """Return when units may arrive at the earliest, in microseconds UTC, and why not sooner.

    Raises:
        Refusal: ``not_before_too_far``, ``parameter_not_set``, ``calendar_missing``.
    """
    now = will.now
    if receiver == will.participant:
        earliest, reason = now, DelayReason.ASKED
    elif is_trusted(view, will.participant, body.target, now=now):
        earliest, reason = next_opening(view, now, now=now), DelayReason.OPENING
    else:
        scope = asset_class_of(body.asset)
        days, reason = parameter(view, DELAY, now, scope=scope), DelayReason.NOT_TRUSTED
        if will.is_first:
            days, reason = max(days, parameter(view, FIRST_DELAY, now, scope=scope)), DelayReason.FIRST_OF_KEY
        earliest = after_working_days(view, now, days)
    if body.not_before is None or body.not_before <= earliest:
        return earliest, reason
    if body.not_before > now + ASKED_DAYS_MAX * DAY:
        raise Refusal("not_before_too_far", limit_days=ASKED_DAYS_MAX)
    wanted = body.not_before if receiver == will.participant else next_opening(view, body.not_before, now=now)
    return wanted, DelayReason.ASKED


def _proving(will: Will, reason: DelayReason, due: int, view: View) -> tuple[SendingKey, ...]:
    if reason not in (DelayReason.NOT_TRUSTED, DelayReason.FIRST_OF_KEY):
        return ()
    known = ((one, view.get(SendingKey, one.representative, one.public_key)) for one in will.signatories)
    return tuple(SendingKey(one.representative, one.public_key, due) for one, key in known if key is None)


def due_of(view: View, delayed: DelayedTransfer, now: int) -> int:
    """Return when a delayed transfer executes, in microseconds UTC, with what held it up counted in.

    Once a freeze or suspension that barred it is lifted, the ordinary waiting time runs again from then.

    Raises:
        Refusal: ``parameter_not_set``, ``calendar_missing``.
    """
    batches = {str(item.batch) for item in delayed.ranges}
    subjects = (delayed.participant, delayed.source, delayed.escrow, delayed.target, *sorted(batches))
    thawed = max(last_thaw(view, *subjects), *(_ended(view, delayed, now)))
    if thawed <= delayed.asked_at:
        return delayed.due_at
    days = parameter(view, DELAY, now, scope=asset_class_of(delayed.asset))
    return max(delayed.due_at, after_working_days(view, thawed, days))


def _ended(view: View, delayed: DelayedTransfer, now: int) -> tuple[int, ...]:
    """Return when freezes ended by themselves; nobody has marked them as over."""
    orders = (
        *view.find(Freeze, "participant", delayed.participant, True),
        *view.find(Freeze, "account", delayed.source, True),
        *view.find(Freeze, "account", delayed.escrow, True),
        *(one for item in delayed.ranges for one in view.find(Freeze, "batch", item.batch, True)),
    )
    return (0, *(order.ends_at for order in orders if 0 < order.ends_at <= now))


def closed(delayed: DelayedTransfer, context: Context, *, status: DelayStatus) -> Outcome:
    """Return what ends a delayed transfer: its units go to the target if it executed, else back to the source."""
    end = delayed.target if status is DelayStatus.EXECUTED else delayed.source
    moved = tuple(
        Transfer(delayed.escrow, end, delayed.asset, item.last - item.first + 1, item.batch, item.first)
        for item in delayed.ranges
    )
    return Outcome(records=(replace(delayed, status=status, closed_index=context.index),), transfers=moved)


RECORDS = (DelayedTransfer, SendingKey)
