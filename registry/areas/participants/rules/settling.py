"""How a delayed transfer ends: it executes when time has decided, its sender withdraws it, or its receiver refuses it.

Anyone concerned may submit the entry that settles a due one; the system key does it as a matter of course. Every one of
these moves units out of escrow, so a freeze stops them all: what is frozen neither executes nor vanishes.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from registry.areas.participants.rules.delays import DelayedTransfer, DelayStatus, closed, due_of
from registry.ledger.book import Account, Freeze
from registry.ledger.codec import EntryId
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function, Participant, Role, Status
from registry.ledger.rules import DAY_SECONDS, Context, Demand, Kind, Outcome, Requirement, View, require
from registry.ledger.serials import Purpose

SETTLE: Final = "participants.settle_transfer"
_ESCROW = frozenset({Purpose.ESCROW.value})


class Concerned(StrEnum):
    """Who submits what time has decided: the registry's system key, either side of the transfer, or an operator."""

    SYSTEM = "system"
    SENDER = "sender"
    RECEIVER = "receiver"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class SettleTransfer:
    """The body of `participants.settle_transfer`: the delayed transfer's id, and who submits this."""

    transfer: EntryId
    by: Concerned


@dataclass(frozen=True, slots=True)
class EndTransfer:
    """The body of `participants.withdraw_transfer`, `refuse_transfer` and `accept_transfer`."""

    transfer: EntryId


def settle_signers(body: SettleTransfer, view: View) -> Requirement:
    """Return one representative of whoever the body names."""
    delayed = require(view, DelayedTransfer, body.transfer, "unknown_transfer")
    if body.by is Concerned.SYSTEM:
        return (Demand(function=Function.SYSTEM),)
    if body.by is Concerned.OPERATOR:
        return (Demand(function=Function.OPERATOR),)
    return (Demand(participant=delayed.participant if body.by is Concerned.SENDER else delayed.receiver),)


def sender_signers(body: EndTransfer, view: View) -> Requirement:
    """Return any one representative of the sender that may do more than look on: stopping protects."""
    return (Demand(participant=require(view, DelayedTransfer, body.transfer, "unknown_transfer").participant),)


def receiver_signers(body: EndTransfer, view: View) -> Requirement:
    """Return one initiator or approver of the receiver."""
    delayed = require(view, DelayedTransfer, body.transfer, "unknown_transfer")
    return (Demand(participant=delayed.receiver, role=Role.INITIATOR),)


def require_waiting(view: View, transfer: str) -> DelayedTransfer:
    """Return a delayed transfer that still waits.

    Raises:
        Refusal: ``unknown_transfer``, ``transfer_ended``.
    """
    delayed = require(view, DelayedTransfer, transfer, "unknown_transfer")
    if delayed.status is not DelayStatus.WAITING:
        raise Refusal("transfer_ended", transfer=transfer, status=delayed.status.value)
    return delayed


def settle_transfer(body: SettleTransfer, context: Context, view: View) -> Outcome:
    """Record what time has decided: the units arrive, or return because the receiver never answered.

    Raises:
        Refusal: ``unknown_transfer``, ``transfer_ended``, ``waits_for_receiver``, ``not_due`` with the instant
            ``due_at``, ``participant_suspended``, ``account_frozen``, ``account_suspended``, and `decide`'s for escrow.
    """
    delayed = require_waiting(view, body.transfer)
    now = context.recorded_at
    if delayed.needs_word and not delayed.is_accepted:
        if now < delayed.lapses_at:
            raise Refusal("waits_for_receiver", lapses_at=delayed.lapses_at)
        return closed(delayed, context, status=DelayStatus.LAPSED)
    _check_not_held(delayed, now, view)
    due = due_of(view, delayed, now)
    if now < due:
        raise Refusal("not_due", due_at=due)
    return closed(delayed, context, status=DelayStatus.EXECUTED)


def _check_not_held(delayed: DelayedTransfer, now: int, view: View) -> None:
    """Refuse what bars the sender or the account that the units came from; `decide` sees to the rest."""
    if require(view, Participant, delayed.participant, "unknown_participant").status is not Status.ACTIVE:
        raise Refusal("participant_suspended", participant=delayed.participant)
    if require(view, Account, delayed.source, "unknown_account").status is Status.SUSPENDED:
        raise Refusal("account_suspended", account=delayed.source)
    for freeze in view.find(Freeze, "account", delayed.source, True):
        if freeze.holds(now):
            raise Refusal("account_frozen", account=delayed.source, order=freeze.order)


def withdraw_transfer(body: EndTransfer, context: Context, view: View) -> Outcome:
    """Return the units to where they came from, until shortly before they would arrive.

    What waits for its receiver's word, or cannot arrive because the target is suspended or closed, can be withdrawn at
    any time.

    Raises:
        Refusal: ``unknown_transfer``, ``transfer_ended``, ``too_late_to_withdraw`` with the instant ``until``.
    """
    delayed = require_waiting(view, body.transfer)
    now = context.recorded_at
    waits = delayed.needs_word and not delayed.is_accepted
    target = require(view, Account, delayed.target, "unknown_account")
    if not waits and target.status is Status.ACTIVE:
        until = delayed.withdrawable_until + due_of(view, delayed, now) - delayed.due_at
        if now > until:
            raise Refusal("too_late_to_withdraw", until=until)
    return closed(delayed, context, status=DelayStatus.WITHDRAWN)


def refuse_transfer(body: EndTransfer, context: Context, view: View) -> Outcome:
    """Return the units to the sender, because the receiver does not want them.

    Raises:
        Refusal: ``unknown_transfer``, ``transfer_ended``.
    """
    return closed(require_waiting(view, body.transfer), context, status=DelayStatus.REFUSED)


def accept_transfer(body: EndTransfer, _context: Context, view: View) -> Outcome:
    """Note that the receiver wants the units; they arrive when they are due.

    Raises:
        Refusal: ``unknown_transfer``, ``transfer_ended``, ``word_not_needed``.
    """
    delayed = require_waiting(view, body.transfer)
    if not delayed.needs_word or delayed.is_accepted:
        raise Refusal("word_not_needed", transfer=body.transfer)
    return Outcome(records=(replace(delayed, is_accepted=True),))


KINDS = (
    Kind(SETTLE, SettleTransfer, settle_signers, settle_transfer, debits=_ESCROW, lifetime_max=DAY_SECONDS),
    Kind(
        "participants.withdraw_transfer",
        EndTransfer,
        sender_signers,
        withdraw_transfer,
        debits=_ESCROW,
        overtakes=True,
        lifetime_max=DAY_SECONDS,
    ),
    Kind(
        "participants.refuse_transfer",
        EndTransfer,
        receiver_signers,
        refuse_transfer,
        debits=_ESCROW,
        lifetime_max=DAY_SECONDS,
    ),
    Kind("participants.accept_transfer", EndTransfer, receiver_signers, accept_transfer, lifetime_max=DAY_SECONDS),
)
