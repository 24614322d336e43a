"""The beginning of a pledge: the owner offers units to a lender, who accepts or declines; until then it may end.

The offered units wait in the owner's escrow account; acceptance brings exactly these into the pledge account. Both
sides so sign the same loan, and nothing can be pledged twice. Sources: Civil Code arts. 440, 443-445 (a pledge of
rights is established by registration), recalled; where the parameter of the class wants one, the number in the national
registry or in the register of movable-property financing is named (green-finance §7, recalled).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Protocol

from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.conflicts import check_may_trade
from registry.areas.participants.rules.holdings import (
    NamedRanges,
    class_of,
    picked,
    ranges_of,
    require_own,
    require_purpose,
)
from registry.areas.participants.rules.parameters import parameter
from registry.areas.participants.rules.ranges import moved
from registry.areas.pledges.rules.gates import Intent, Seams, Stage, ask
from registry.areas.pledges.rules.records import Fen, Pledge, PledgeStatus
from registry.areas.pledges.rules.valuation import check_shown, lendable, price_of, worth
from registry.ledger.book import Account, asset_class_of
from registry.ledger.codec import AccountNo, Asset, Code, Day, Digest, EntryId, ParticipantNo, Units
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function, Participant, Status, by_owner
from registry.ledger.rules import Context, Demand, Outcome, Requirement, View, require
from registry.ledger.serials import Purpose

OFFER, ACCEPT = "pledges.offer", "pledges.accept"
REGISTRATION: Final = "pledge_registration_required"
LENDERS: Final = frozenset({Function.BANK, Function.LENDER})
_CASH: Final = frozenset({Purpose.CASH.value})


@dataclass(frozen=True, slots=True)
class OfferPledge:
    """The body of `pledges.offer`: which units secure which loan of which lender. ``contract`` is its salted hash."""

    source: AccountNo
    escrow: AccountNo
    pledge_account: AccountNo
    lender: ParticipantNo
    asset: Asset
    units: Units
    ranges: NamedRanges
    loan_fen: Fen
    due_on: Day
    contract: Digest


def offer(body: OfferPledge, context: Context, view: View, *, seams: Seams) -> Outcome:
    """Set units aside for a lender to accept as the security of a loan.

    Raises:
        Refusal: ``unknown_account``, ``already_pledged`` for units of a pledge account, ``unknown_class``,
            ``class_without_serials``, ``not_a_lender``, ``own_pledge``, ``due_in_past``, ``conflict_of_interest``,
            ``purpose_not_credited``, ``holder_differs``, those of the class's gate and of `View.pick`.
    """
    source = require(view, Account, body.source, "unknown_account")
    if source.purpose == Purpose.PLEDGE.value:
        raise Refusal("already_pledged", account=source.number)
    class_of(view, body.asset)
    check_may_trade(require(view, Participant, source.holder, "unknown_participant"))
    _check_lender(view, body.lender, owner=source.holder)
    _check_due(body.due_on, context.recorded_at)
    require_own(view, body.escrow, purpose=Purpose.ESCROW, source=body.source)
    require_own(view, body.pledge_account, purpose=Purpose.PLEDGE, source=body.source)
    taken = picked(view, body, into=body.escrow)
    made = _offered(body, context, owner=source.holder)
    ask(seams, intent_of(made, Stage.OFFER, source=body.source, units=body.units), context, view)
    return Outcome(records=(replace(made, ranges=ranges_of(taken)),), transfers=taken)


def _check_lender(view: View, number: str, *, owner: str) -> None:
    lender = require(view, Participant, number, "unknown_participant")
    if lender.function not in LENDERS or lender.status is Status.CLOSED:
        raise Refusal("not_a_lender", participant=number)
    if number == owner:
        raise Refusal("own_pledge", participant=number)


def _check_due(day: str, now: int) -> None:
    if day <= day_of(now).isoformat():
        raise Refusal("due_in_past", day=day)


def intent_of(pledge: Pledge, stage: Stage, *, source: str, units: int) -> Intent:
    """Return what a gate is asked about units of a pledge."""
    return Intent(
        stage=stage,
        owner=pledge.owner,
        lender=pledge.lender,
        source=source,
        asset=pledge.asset,
        units=units,
        loan_fen=pledge.loan_fen,
        due_on=pledge.due_on,
    )


def _offered(body: OfferPledge, context: Context, *, owner: str) -> Pledge:
    return Pledge(
        id=context.entry_id,
        owner=owner,
        lender=body.lender,
        source=body.source,
        escrow=body.escrow,
        account=body.pledge_account,
        lender_cash=None,
        asset=body.asset,
        units=body.units,
        ranges=(),
        loan_fen=body.loan_fen,
        outstanding_fen=0,
        due_on=body.due_on,
        contract=body.contract,
        registration=None,
        status=PledgeStatus.OFFERED,
        price_fen=0,
        price_day=None,
        call_until=None,
        calls=0,
        ground=None,
        offered_index=context.index,
        accepted_index=None,
        ended_index=None,
    )


@dataclass(frozen=True, slots=True)
class AcceptPledge:
    """The body of `pledges.accept`. It repeats the loan, and the price that the lender was shown.

    ``cash`` is the lender's account for the proceeds of an enforcement, ``registration`` the number of the pledge in
    the register that establishes it.
    """

    pledge: EntryId
    loan_fen: Fen
    price_fen: Fen
    price_day: Day
    cash: AccountNo
    registration: Code | None


@dataclass(frozen=True, slots=True)
class EndOffer:
    """The body of `pledges.decline` and `pledges.withdraw`."""

    pledge: EntryId


class OfPledge(Protocol):
    """What every body says that concerns a pledge which was offered before."""

    @property
    def pledge(self) -> str:
        """The pledge's id."""


def by_lender(kind: str) -> Callable[[OfPledge, View], Requirement]:
    """Return the function that says who must sign for a pledge's lender, by its policy for a kind.

    That function refuses ``unknown_pledge``.
    """

    def signers(body: OfPledge, view: View) -> Requirement:
        return by_owner(view, participant=require(view, Pledge, body.pledge, "unknown_pledge").lender, kind=kind)

    return signers


def withdraw_signers(body: EndOffer, view: View) -> Requirement:
    """Return any one representative of the owner that may do more than look on: taking back protects."""
    return (Demand(participant=require(view, Pledge, body.pledge, "unknown_pledge").owner),)


def require_status(view: View, number: str, admitted: frozenset[PledgeStatus]) -> Pledge:
    """Return a pledge that stands where a kind needs it.

    Raises:
        Refusal: ``unknown_pledge``, ``pledge_status`` with where it stands.
    """
    found = require(view, Pledge, number, "unknown_pledge")
    if found.status not in admitted:
        raise Refusal("pledge_status", pledge=number, status=found.status.value)
    return found


def accept(body: AcceptPledge, context: Context, view: View, *, seams: Seams) -> Outcome:
    """Take offered units as security, at what the market says that they are worth.

    Raises:
        Refusal: ``unknown_pledge``, ``pledge_status``, ``loan_differs``, ``due_in_past``, ``purpose_not_credited``,
            ``holder_differs``, ``registration_missing`` where the class wants a number, ``loan_over_value`` with what
            may be lent, those of `price_of` and `check_shown`, and of the class's gate.
    """
    now = context.recorded_at
    pledge = require_status(view, body.pledge, frozenset({PledgeStatus.OFFERED}))
    if body.loan_fen != pledge.loan_fen:
        raise Refusal("loan_differs", loan_fen=pledge.loan_fen)
    _check_due(pledge.due_on, now)
    if require_purpose(view, body.cash, _CASH).holder != pledge.lender:
        raise Refusal("holder_differs", account=body.cash)
    if body.registration is None and parameter(view, REGISTRATION, now, scope=asset_class_of(pledge.asset)):
        raise Refusal("registration_missing", asset=pledge.asset)
    price = price_of(view, seams.closes, pledge.asset, now)
    check_shown(price, body.price_fen, body.price_day)
    value = worth(price.price_fen, pledge.units)
    most = lendable(view, pledge.asset, value, now)
    if pledge.loan_fen > most:
        raise Refusal("loan_over_value", limit_fen=most)
    intent = intent_of(pledge, Stage.ACCEPT, source=pledge.source, units=pledge.units)
    ask(seams, replace(intent, value_fen=value), context, view)
    taken = replace(
        pledge,
        lender_cash=body.cash,
        outstanding_fen=pledge.loan_fen,
        registration=body.registration,
        status=PledgeStatus.ACTIVE,
        price_fen=price.price_fen,
        price_day=price.day,
        accepted_index=context.index,
    )
    return Outcome(
        records=(taken,), transfers=moved(pledge.ranges, pledge.asset, source=pledge.escrow, target=pledge.account)
    )


def withdraw(body: EndOffer, context: Context, view: View) -> Outcome:
    """Give an offer that nobody has accepted back to its owner, on the owner's word.

    Raises:
        Refusal: ``unknown_pledge``, ``pledge_status``.
    """
    return _given_up(body, context, view, status=PledgeStatus.WITHDRAWN)


def decline(body: EndOffer, context: Context, view: View) -> Outcome:
    """Give an offer that nobody has accepted back to its owner, on the lender's word.

    Raises:
        Refusal: ``unknown_pledge``, ``pledge_status``.
    """
    return _given_up(body, context, view, status=PledgeStatus.DECLINED)


def _given_up(body: EndOffer, context: Context, view: View, *, status: PledgeStatus) -> Outcome:
    pledge = require_status(view, body.pledge, frozenset({PledgeStatus.OFFERED}))
    ended = replace(pledge, units=0, ranges=(), status=status, ended_index=context.index)
    return Outcome(
        records=(ended,), transfers=moved(pledge.ranges, pledge.asset, source=pledge.escrow, target=pledge.source)
    )
