"""Suspension and reinstatement of representatives, participants and accounts, and the end of an empty account.

Who suspends lifts: a participant's own suspension, the operators' and the authority's stand side by side, and a thing
is active again when none is left. So operators cannot bring back whom a participant has dismissed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any, TypeVar

from registry.areas.participants.rules.delays import DelayedTransfer, DelayStatus
from registry.areas.participants.rules.freezes import Thaw
from registry.areas.participants.rules.holdings import Pending, PendingStatus
from registry.areas.participants.rules.mandates import (
    OFFICES,
    Mandate,
    by_administration,
    signers_by,
    standing_keys,
)
from registry.areas.participants.rules.parties import standing_participant
from registry.ledger.book import Account
from registry.ledger.codec import AccountNo, Code, Count, ParticipantNo, Pattern, RepresentativeNo
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function, KeyStatus, Participant, Representative, SigningKey, Status
from registry.ledger.rules import FIND_MAX, Context, Kind, Outcome, Requirement, View, record, require

Subject = Annotated[str, Pattern("[A-Z0-9-]{10,17}")]
Subjected = TypeVar("Subjected", Representative, Participant, Account)

_FROM_OUTSIDE = (Mandate.OPERATORS, Mandate.AUTHORITY)
_ALL = frozenset({Mandate.PARTICIPANT, *_FROM_OUTSIDE})


@record("suspension", key=("subject", "by"), resident=True)
@dataclass(frozen=True, slots=True)
class Suspension:
    """A suspension of a representative, participant or account by one side; ``is_active`` until that side lifts it."""

    subject: Subject
    by: Mandate
    ground: Code
    is_active: bool
    since_index: Count


@dataclass(frozen=True, slots=True)
class ChangeRepresentative:
    """The body of `participants.suspend_representative` and `reinstate_representative`; ``by`` any but `registrar`."""

    representative: RepresentativeNo
    ground: Code
    by: Mandate


@dataclass(frozen=True, slots=True)
class ChangeParticipant:
    """The body of `participants.suspend_participant` and `reinstate_participant`; ``by`` operators or authority."""

    participant: ParticipantNo
    ground: Code
    by: Mandate


@dataclass(frozen=True, slots=True)
class ChangeAccount:
    """The body of `participants.suspend_account` and `reinstate_account`; ``by`` as for representatives."""

    account: AccountNo
    ground: Code
    by: Mandate


def representative_signers(body: ChangeRepresentative, view: View) -> Requirement:
    """Return an administrator, two operators or the authority, as the body says."""
    owner = require(view, Representative, body.representative, "unknown_representative")
    return signers_by(body.by, view, participant=owner.participant, admitted=_ALL)


def reinstate_representative_signers(body: ChangeRepresentative, view: View) -> Requirement:
    """Return the same, but for a participant its whole administration: a key comes back into use."""
    owner = require(view, Representative, body.representative, "unknown_representative")
    if body.by is Mandate.PARTICIPANT:
        return by_administration(view, owner.participant)
    return signers_by(body.by, view, participant=owner.participant, admitted=_ALL)


def participant_signers(body: ChangeParticipant, view: View) -> Requirement:
    """Return two operators or the authority."""
    return signers_by(body.by, view, participant=body.participant, admitted=frozenset(_FROM_OUTSIDE))


def account_signers(body: ChangeAccount, view: View) -> Requirement:
    """Return an administrator of the holder, two operators or the authority."""
    account = require(view, Account, body.account, "unknown_account")
    return signers_by(body.by, view, participant=account.holder, admitted=_ALL)


def suspend_representative(body: ChangeRepresentative, context: Context, view: View) -> Outcome:
    """Suspend a representative: no signature of its keys counts.

    Raises:
        Refusal: ``unknown_representative``, ``representative_closed``, ``office_protected``, ``recovery_pending``,
            ``already_suspended``.
    """
    found = require(view, Representative, body.representative, "unknown_representative")
    if found.status is Status.CLOSED:
        raise Refusal("representative_closed", representative=found.number)
    _check_not_silencing(view, found.participant, by=body.by, now=context.recorded_at)
    return _suspend(found, found.number, body, context, view)


def suspend_participant(body: ChangeParticipant, context: Context, view: View) -> Outcome:
    """Suspend a participant with all its representatives.

    Raises:
        Refusal: ``unknown_participant``, ``participant_closed``, ``office_protected``, ``recovery_pending``,
            ``already_suspended``.
    """
    found = standing_participant(view, body.participant)
    _check_not_silencing(view, found.number, by=body.by, now=context.recorded_at)
    return _suspend(found, found.number, body, context, view)


def suspend_account(body: ChangeAccount, context: Context, view: View) -> Outcome:
    """Suspend an account: nothing enters or leaves it.

    Raises:
        Refusal: ``unknown_account``, ``account_closed``, ``already_suspended``.
    """
    found = require(view, Account, body.account, "unknown_account")
    if found.status is Status.CLOSED:
        raise Refusal("account_closed", account=found.number)
    return _suspend(found, found.number, body, context, view)


def _check_not_silencing(view: View, participant: str, *, by: Mandate, now: int) -> None:
    """Refuse to suspend those who could stop a recovery, an office by the operators, and the authority by anybody."""
    function = require(view, Participant, participant, "unknown_participant").function
    if by is not Mandate.PARTICIPANT and function is Function.AUTHORITY:
        raise Refusal("office_protected", function=function)
    if by is not Mandate.OPERATORS:
        return
    if function in OFFICES:
        raise Refusal("office_protected", function=function)
    keys = view.find(SigningKey, "standing", participant, KeyStatus.RECOVERY)
    if any(now < key.active_from for key in keys):
        raise Refusal("recovery_pending", participant=participant)


Change = ChangeRepresentative | ChangeParticipant | ChangeAccount


def _suspend(found: Subjected, number: str, body: Change, context: Context, view: View) -> Outcome:
    known = view.get(Suspension, number, body.by)
    if known is not None and known.is_active:
        raise Refusal("already_suspended", subject=number)
    new = Suspension(number, body.by, body.ground, is_active=True, since_index=context.index)
    return Outcome(records=(new, replace(found, status=Status.SUSPENDED)))


def _reinstating(name: str, cls: type[Any], code: str) -> Callable[[Any, Context, View], Outcome]:
    """Return the rule that lifts a suspension of one sort of thing, named by this field of its body."""

    def reinstate(body: Change, context: Context, view: View) -> Outcome:
        """Lift a suspension by the side that made it; another side's keeps standing.

        Raises:
            Refusal: ``not_suspended`` by this side.
        """
        found = require(view, cls, getattr(body, name), code)
        known = view.get(Suspension, found.number, body.by)
        if known is None or not known.is_active:
            raise Refusal("not_suspended", subject=found.number, by=body.by)
        lifted = replace(known, is_active=False, ground=body.ground, since_index=context.index)
        is_held = any(is_suspended(view, found.number, by=other) for other in _ALL - {body.by})
        if is_held or found.status is Status.CLOSED:
            return Outcome(records=(lifted,))
        back = replace(found, status=Status.ACTIVE)
        thawed = () if cls is Representative else (Thaw(found.number, context.recorded_at),)
        return Outcome(records=(lifted, back, *thawed))

    return reinstate


def is_suspended(view: View, subject: str, *, by: Mandate) -> bool:
    """Return whether this side's suspension of a representative, participant or account stands."""
    known = view.get(Suspension, subject, by)
    return known is not None and known.is_active


def is_silenced(view: View, participant: str) -> bool:
    """Return whether somebody outside has suspended the participant, or a representative that has a key."""
    subjects = {participant, *(key.representative for key in standing_keys(view, participant))}
    return any(is_suspended(view, subject, by=side) for subject in subjects for side in _FROM_OUTSIDE)


@dataclass(frozen=True, slots=True)
class CloseAccount:
    """The body of `participants.close_account`; ``by`` is `participant` or `operators`."""

    account: AccountNo
    by: Mandate


def close_account_signers(body: CloseAccount, view: View) -> Requirement:
    """Return the holder's administration or two operators."""
    account = require(view, Account, body.account, "unknown_account")
    if body.by is Mandate.PARTICIPANT:
        return by_administration(view, account.holder)
    admitted = frozenset({Mandate.OPERATORS})
    return signers_by(body.by, view, participant=account.holder, admitted=admitted)


def close_account(body: CloseAccount, _context: Context, view: View) -> Outcome:
    """Close an account that holds nothing and that nothing can come to; its number is never given again.

    Raises:
        Refusal: ``account_closed``, ``account_suspended``, ``account_not_empty`` with one ``asset`` that it holds, or
            that waits for another register's word, or in escrow, and would then come here.
    """
    account = require(view, Account, body.account, "unknown_account")
    if account.status is Status.CLOSED:
        raise Refusal("account_closed", account=body.account)
    if account.status is Status.SUSPENDED:
        raise Refusal("account_suspended", account=body.account)
    held = view.assets(body.account) or _awaited(account, view)
    if held:
        raise Refusal("account_not_empty", account=body.account, asset=held[0])
    return Outcome(records=(replace(account, status=Status.CLOSED),))


def _awaited(account: Account, view: View) -> tuple[str, ...]:
    opened = view.find(Pending, "participant", account.holder, PendingStatus.OPEN)
    # With more of them than may be looked at, any could be this account's.
    coming = [one.asset for one in opened if account.number in (one.source, one.target) or len(opened) == FIND_MAX]
    for index in ("participant", "receiver"):
        delayed = view.find(DelayedTransfer, index, account.holder, DelayStatus.WAITING)
        is_cut = len(delayed) == FIND_MAX
        coming += [one.asset for one in delayed if is_cut or account.number in (one.source, one.target, one.escrow)]
    return tuple(coming)


_REINSTATE = {
    "representative": _reinstating("representative", Representative, "unknown_representative"),
    "participant": _reinstating("participant", Participant, "unknown_participant"),
    "account": _reinstating("account", Account, "unknown_account"),
}

KINDS = (
    Kind(
        "participants.suspend_representative",
        ChangeRepresentative,
        representative_signers,
        suspend_representative,
        overtakes=True,
    ),
    Kind(
        "participants.reinstate_representative",
        ChangeRepresentative,
        reinstate_representative_signers,
        _REINSTATE["representative"],
    ),
    Kind(
        "participants.suspend_participant",
        ChangeParticipant,
        participant_signers,
        suspend_participant,
        overtakes=True,
    ),
    Kind("participants.reinstate_participant", ChangeParticipant, participant_signers, _REINSTATE["participant"]),
    Kind("participants.suspend_account", ChangeAccount, account_signers, suspend_account, overtakes=True),
    Kind("participants.reinstate_account", ChangeAccount, account_signers, _REINSTATE["account"]),
    Kind("participants.close_account", CloseAccount, close_account_signers, close_account),
)
RECORDS = (Suspension,)
