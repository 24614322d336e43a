"""Money of the market: what the settlement bank pays in, and what a participant draws out.

The bank's issuance account owes what the cash accounts hold, so conservation of money is the same table as that of
units. A withdrawal has two steps: its owner sets the money aside, and the bank confirms the payment or returns it.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from registry.areas.participants.rules.holdings import require_own, require_purpose
from registry.areas.trading.rules.records import MONEY, Fen
from registry.ledger.book import ISSUANCE, Account
from registry.ledger.codec import AccountNo, Code, Count, Digest, EntryId, ParticipantNo
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function, Participant, by_owner
from registry.ledger.rules import Context, Demand, Index, Outcome, Requirement, Transfer, View, record, require
from registry.ledger.serials import Purpose

_CASH = frozenset({Purpose.CASH.value})
_ISSUED = frozenset({ISSUANCE})


class WithdrawalStatus(StrEnum):
    """Where a withdrawal stands."""

    OPEN = "open"
    PAID = "paid"
    RETURNED = "returned"


@record(
    "cash_withdrawal",
    key=("id",),
    indexes=(
        Index("participant", ("participant", "status"), ("asked_index",)),
        Index("status", ("status",), ("asked_index",)),
    ),
)
@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Money set aside until the bank has paid it out. ``reference`` is the bank's number of the payment."""

    id: EntryId
    participant: ParticipantNo
    cash: AccountNo
    pending: AccountNo
    fen: Fen
    status: WithdrawalStatus
    reference: Code | None
    asked_index: Count
    closed_index: Count | None


@record("cash_deposit", key=("reference",))
@dataclass(frozen=True, slots=True)
class Deposit:
    """One payment that the bank received; its number is used once."""

    reference: Code
    account: AccountNo
    fen: Fen
    recorded_index: Count


@dataclass(frozen=True, slots=True)
class DepositCash:
    """The body of `trading.deposit`. ``reference`` is the bank's number of the payment, ``document`` its advice."""

    issuer: AccountNo
    account: AccountNo
    fen: Fen
    reference: Code
    document: Digest


def issuer_signers(body: "DepositCash | PayOut", view: View) -> Requirement:
    """Return who must sign for the bank whose issuance account owes the money."""
    issuer = require(view, Account, body.issuer, "unknown_account")
    return by_owner(view, participant=issuer.holder, kind="trading.deposit")


def deposit(body: DepositCash, context: Context, view: View) -> Outcome:
    """Credit money that the bank received for a participant.

    Raises:
        Refusal: ``unknown_account``, ``purpose_not_credited``, ``not_a_bank``, ``payment_known``.
    """
    _require_bank(view, body.issuer)
    require_purpose(view, body.account, _CASH)
    if view.get(Deposit, body.reference) is not None:
        raise Refusal("payment_known", reference=body.reference)
    kept = Deposit(body.reference, body.account, body.fen, context.index)
    return Outcome(records=(kept,), transfers=(Transfer(body.issuer, body.account, MONEY, body.fen),))


def _require_bank(view: View, number: str) -> None:
    issuer = require_purpose(view, number, _ISSUED)
    if require(view, Participant, issuer.holder, "unknown_participant").function is not Function.BANK:
        raise Refusal("not_a_bank", participant=issuer.holder)


@dataclass(frozen=True, slots=True)
class WithdrawCash:
    """The body of `trading.withdraw`: which money to set aside until the bank has paid it out."""

    cash: AccountNo
    pending: AccountNo
    fen: Fen


def withdraw_signers(body: WithdrawCash, view: View) -> Requirement:
    """Return who must sign for the holder of the cash account."""
    account = require(view, Account, body.cash, "unknown_account")
    return by_owner(view, participant=account.holder, kind="trading.withdraw")


def withdraw(body: WithdrawCash, context: Context, view: View) -> Outcome:
    """Set money aside for a payment to the participant's own bank account.

    Raises:
        Refusal: ``unknown_account``, ``purpose_not_credited``, ``holder_differs``, ``units_not_held``.
    """
    holder = require_purpose(view, body.cash, _CASH).holder
    require_own(view, body.pending, purpose=Purpose.PENDING, source=body.cash)
    asked = Withdrawal(
        id=context.entry_id,
        participant=holder,
        cash=body.cash,
        pending=body.pending,
        fen=body.fen,
        status=WithdrawalStatus.OPEN,
        reference=None,
        asked_index=context.index,
        closed_index=None,
    )
    return Outcome(records=(asked,), transfers=(Transfer(body.cash, body.pending, MONEY, body.fen),))


@dataclass(frozen=True, slots=True)
class PayOut:
    """The body of `trading.pay_out`: the bank paid. ``reference`` is its number of the payment."""

    issuer: AccountNo
    withdrawal: EntryId
    reference: Code
    document: Digest


def pay_out(body: PayOut, context: Context, view: View) -> Outcome:
    """Take money that the bank has paid out off the books.

    Raises:
        Refusal: ``not_a_bank``, and those of `_require_open`.
    """
    _require_bank(view, body.issuer)
    asked = _require_open(view, body.withdrawal)
    paid = replace(asked, status=WithdrawalStatus.PAID, reference=body.reference, closed_index=context.index)
    return Outcome(records=(paid,), transfers=(Transfer(asked.pending, body.issuer, MONEY, asked.fen),))


@dataclass(frozen=True, slots=True)
class ReturnWithdrawal:
    """The body of `trading.return_withdrawal`: the bank could not pay."""

    withdrawal: EntryId
    reason: Code


def return_signers(_body: ReturnWithdrawal, _view: View) -> Requirement:
    """Return one representative of a settlement bank."""
    return (Demand(function=Function.BANK),)


def return_withdrawal(body: ReturnWithdrawal, context: Context, view: View) -> Outcome:
    """Put money that could not be paid out back into the cash account.

    Raises:
        Refusal: those of `_require_open`.
    """
    asked = _require_open(view, body.withdrawal)
    returned = replace(asked, status=WithdrawalStatus.RETURNED, closed_index=context.index)
    return Outcome(records=(returned,), transfers=(Transfer(asked.pending, asked.cash, MONEY, asked.fen),))


def _require_open(view: View, withdrawal: str) -> Withdrawal:
    """Return a withdrawal that still waits.

    Raises:
        Refusal: ``unknown_withdrawal``, ``withdrawal_closed``.
    """
    found = require(view, Withdrawal, withdrawal, "unknown_withdrawal")
    if found.status is not WithdrawalStatus.OPEN:
        raise Refusal("withdrawal_closed", withdrawal=withdrawal, status=found.status.value)
    return found


RECORDS = (Withdrawal, Deposit)
