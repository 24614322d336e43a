"""Whom a holder trusts, and whose account asks first: what decides whether a transfer executes at once.

A holder's own accounts need no listing. An addition takes effect after some working days, so that whoever stole a key
today cannot use it today; a removal acts at once. No units move here.
"""

from dataclasses import dataclass, replace
from typing import Final

from registry.areas.participants.rules.hours import on_working_day
from registry.areas.participants.rules.parameters import parameter
from registry.ledger.book import OPEN_PURPOSES, Account
from registry.ledger.codec import AccountNo, Count, ParticipantNo
from registry.ledger.errors import Refusal
from registry.ledger.parties import Participant, Status, by_owner
from registry.ledger.rules import Context, Demand, Index, Kind, Outcome, Requirement, View, record, require

TRUST_DELAY: Final = "trust_delay_working_days"
TRUSTED_MAX = 500
TRUST = "participants.trust_account"
ASK_FIRST = "participants.ask_first"


@record(
    "trusted_account",
    key=("participant", "account"),
    indexes=(Index("participant", ("participant", "is_active"), ("added_index",)),),
    resident=True,
)
@dataclass(frozen=True, slots=True)
class TrustedAccount:
    """Another holder's account that a participant trusts, from ``effective_from`` (microseconds UTC) on."""

    participant: ParticipantNo
    account: AccountNo
    effective_from: Count
    is_active: bool
    added_index: Count
    removed_index: Count | None


@dataclass(frozen=True, slots=True)
class TrustAccount:
    """The body of `participants.trust_account` and `participants.distrust_account`."""

    participant: ParticipantNo
    account: AccountNo


def trust_signers(body: TrustAccount, view: View) -> Requirement:
    """Return who must sign under the participant's policy."""
    return by_owner(view, participant=body.participant, kind=TRUST)


def distrust_signers(body: TrustAccount, _view: View) -> Requirement:
    """Return any one representative that may do more than look on: a removal protects."""
    return (Demand(participant=body.participant),)


def trust_account(body: TrustAccount, context: Context, view: View) -> Outcome:
    """Put an account on the list; it counts from the working day on that `TRUST_DELAY` names.

    Raises:
        Refusal: ``unknown_participant``, ``unknown_account``, ``account_closed``, ``not_an_open_account`` if its
            purpose receives no transfers, ``own_account``, ``already_trusted``, ``too_many_trusted``,
            ``parameter_not_set``, ``calendar_missing``.
    """
    require(view, Participant, body.participant, "unknown_participant")
    account = require(view, Account, body.account, "unknown_account")
    if account.status is Status.CLOSED:
        raise Refusal("account_closed", account=body.account)
    if account.purpose not in OPEN_PURPOSES:
        raise Refusal("not_an_open_account", account=body.account)
    if account.holder == body.participant:
        raise Refusal("own_account", account=body.account)
    known = view.get(TrustedAccount, body.participant, body.account)
    if known is not None and known.is_active:
        raise Refusal("already_trusted", account=body.account, effective_from=known.effective_from)
    if len(view.find(TrustedAccount, "participant", body.participant, True)) >= TRUSTED_MAX:
        raise Refusal("too_many_trusted", limit=TRUSTED_MAX)
    now = context.recorded_at
    start = on_working_day(view, now, parameter(view, TRUST_DELAY, now))
    new = TrustedAccount(body.participant, body.account, start, True, context.index, None)
    return Outcome(records=(new,))


def distrust_account(body: TrustAccount, context: Context, view: View) -> Outcome:
    """Take an account off the list, at once.

    Raises:
        Refusal: ``not_trusted``.
    """
    known = view.get(TrustedAccount, body.participant, body.account)
    if known is None or not known.is_active:
        raise Refusal("not_trusted", account=body.account)
    return Outcome(records=(replace(known, is_active=False, removed_index=context.index),))


def is_trusted(view: View, participant: str, account: str, *, now: int) -> bool:
    """Return whether a participant's list names an account now (microseconds UTC)."""
    known = view.get(TrustedAccount, participant, account)
    return known is not None and known.is_active and known.effective_from <= now


@record("receiving", key=("account",), resident=True)
@dataclass(frozen=True, slots=True)
class Receiving:
    """Whether an account asks first: then whatever others send waits in escrow for its holder's word."""

    account: AccountNo
    asks_first: bool
    set_index: Count


@dataclass(frozen=True, slots=True)
class AskFirst:
    """The body of `participants.ask_first`."""

    account: AccountNo
    asks_first: bool


def ask_first_signers(body: AskFirst, view: View) -> Requirement:
    """Return one representative of the holder to be asked from now on; under its policy, to be asked no more."""
    holder = require(view, Account, body.account, "unknown_account").holder
    if body.asks_first:
        return (Demand(participant=holder),)
    return by_owner(view, participant=holder, kind=ASK_FIRST)


def ask_first(body: AskFirst, context: Context, view: View) -> Outcome:
    """Say whether an account asks first. What already waits stays as it was opened.

    Raises:
        Refusal: ``unknown_account``, ``not_an_open_account``, ``nothing_changes``.
    """
    account = require(view, Account, body.account, "unknown_account")
    if account.purpose not in OPEN_PURPOSES:
        raise Refusal("not_an_open_account", account=body.account)
    if asks_first(view, body.account) == body.asks_first:
        raise Refusal("nothing_changes", account=body.account)
    return Outcome(records=(Receiving(body.account, body.asks_first, context.index),))


def asks_first(view: View, account: str) -> bool:
    """Return whether an account asks first."""
    known = view.get(Receiving, account)
    return known is not None and known.asks_first


KINDS = (
    Kind(TRUST, TrustAccount, trust_signers, trust_account),
    Kind("participants.distrust_account", TrustAccount, distrust_signers, distrust_account, overtakes=True),
    Kind(ASK_FIRST, AskFirst, ask_first_signers, ask_first),
)
RECORDS = (TrustedAccount, Receiving)
