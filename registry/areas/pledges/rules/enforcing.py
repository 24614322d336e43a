"""Enforcement: the lender states why it may, and turns pledged units into money, never into its own.

Sold is to a buyer who signs and pays in the same outcome, to a public reserve, or in the market (a kind of the market,
which knows pledges). The lender receives what is owed and no more; the rest of the money and of the units is the
owner's, in the same outcome. Sources: Civil Code arts. 428 (the pledge does not become the lender's), 436-438 (sale by
reference to the market, surplus to the owner), recalled; discharge-rights §6 (sale to an eligible buyer or reserve).
"""

from dataclasses import dataclass, replace
from typing import Final

from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.conflicts import check_may_trade
from registry.areas.participants.rules.holdings import require_purpose
from registry.areas.participants.rules.parameters import parameter
from registry.areas.participants.rules.ranges import cut, moved
from registry.areas.pledges.rules.gates import Seams, Stage, ask
from registry.areas.pledges.rules.offering import intent_of, require_status
from registry.areas.pledges.rules.records import MONEY, Fen, Ground, Pledge, PledgeSale, PledgeStatus, Way
from registry.areas.pledges.rules.valuation import FLOOR, PERMYRIAD, margin_needed, price_of, worth
from registry.ledger.book import OPEN_PURPOSES, Account, asset_class_of
from registry.ledger.codec import AccountNo, Digest, EntryId, Units
from registry.ledger.errors import Refusal
from registry.ledger.parties import Participant, by_owner
from registry.ledger.rules import Context, Outcome, Requirement, Transfer, View, require
from registry.ledger.serials import Purpose

ENFORCE, SELL = "pledges.enforce", "pledges.sell"
_HELD: Final = frozenset({PledgeStatus.ACTIVE, PledgeStatus.CALLED})
_ENFORCING: Final = frozenset({PledgeStatus.ENFORCING})
_CASH: Final = frozenset({Purpose.CASH.value})
_RECEIVING: Final = OPEN_PURPOSES | {Purpose.RESERVE.value}


@dataclass(frozen=True, slots=True)
class EnforcePledge:
    """The body of `pledges.enforce`; ``document`` is the notice to the owner."""

    pledge: EntryId
    ground: Ground
    document: Digest


def enforce(body: EnforcePledge, context: Context, view: View, *, seams: Seams) -> Outcome:
    """Begin to enforce: from now on the lender may sell, and the owner may still repay.

    Raises:
        Refusal: ``unknown_pledge``, ``pledge_status``, ``loan_not_due`` with the day, ``no_open_call``,
            ``call_still_open`` with the instant ``until``, ``margin_kept`` if the market has mended it meanwhile, and
            those of `price_of`.
    """
    pledge = require_status(view, body.pledge, _HELD)
    now = context.recorded_at
    if body.ground is Ground.DEFAULT:
        if day_of(now).isoformat() <= pledge.due_on:
            raise Refusal("loan_not_due", day=pledge.due_on)
    else:
        _check_call_missed(pledge, view, seams, now)
    begun = replace(pledge, status=PledgeStatus.ENFORCING, ground=body.ground, call_until=None)
    return Outcome(records=(begun,))


def _check_call_missed(pledge: Pledge, view: View, seams: Seams, now: int) -> None:
    if pledge.call_until is None:
        raise Refusal("no_open_call", pledge=pledge.id)
    if now < pledge.call_until:
        raise Refusal("call_still_open", until=pledge.call_until)
    value = worth(price_of(view, seams.closes, pledge.asset, now).price_fen, pledge.units)
    needed = margin_needed(view, pledge.asset, pledge.outstanding_fen, now)
    if value >= needed:
        raise Refusal("margin_kept", value_fen=value, needed_fen=needed)


@dataclass(frozen=True, slots=True)
class SellPledged:
    """The body of `pledges.sell`: what a buyer takes at which price, signed by lender and buyer.

    ``cash`` pays, ``owner_cash`` receives what is left over. A reserve may pay outside this registry: then both are
    None and ``payment`` is the paper that shows it.
    """

    pledge: EntryId
    target: AccountNo
    units: Units
    price_fen: Fen
    cash: AccountNo | None
    owner_cash: AccountNo | None
    payment: Digest | None


def sell_signers(body: SellPledged, view: View) -> Requirement:
    """Return who must sign for the lender and for the buyer."""
    lender = require(view, Pledge, body.pledge, "unknown_pledge").lender
    buyer = require(view, Account, body.target, "unknown_account").holder
    both = (by_owner(view, participant=one, kind=SELL) for one in dict.fromkeys((lender, buyer)))
    return tuple(demand for one in both for demand in one)


def sell(body: SellPledged, context: Context, view: View, *, seams: Seams) -> Outcome:
    """Sell pledged units to a buyer who may have them, against payment in the same outcome.

    Raises:
        Refusal: ``unknown_pledge``, ``pledge_status``, ``more_than_pledged``, ``buyer_is_party``,
            ``price_under_floor`` with the lowest price, ``payment_missing``, ``unknown_account``,
            ``purpose_not_credited``, ``holder_differs``, ``conflict_of_interest``, those of `price_of`, of the class's
            gate and of the book.
    """
    pledge = require_status(view, body.pledge, _ENFORCING)
    if body.units > pledge.units:
        raise Refusal("more_than_pledged", units=pledge.units)
    target = require_purpose(view, body.target, _RECEIVING)
    if target.holder in (pledge.owner, pledge.lender):
        raise Refusal("buyer_is_party", participant=target.holder)
    is_reserve = target.purpose == Purpose.RESERVE.value
    if not is_reserve:
        check_may_trade(require(view, Participant, target.holder, "unknown_participant"))
    check_floor(pledge, body.price_fen, view, seams, now=context.recorded_at)
    intent = intent_of(pledge, Stage.ENFORCE, source=pledge.account, units=body.units)
    ask(seams, replace(intent, buyer=target.holder, target=target.number), context, view)
    way = Way.RESERVE if is_reserve else Way.BUYER
    done = sold(pledge, context, way=way, units=body.units, price_fen=body.price_fen, buyer=target.holder)
    taken = cut(pledge.ranges, body.units)[0]
    delivered = moved(taken, pledge.asset, source=pledge.account, target=body.target)
    if body.cash is None and is_reserve and body.payment is not None:
        unpaid = replace(done.sale, is_paid_here=False)
        return Outcome(records=(done.pledge, unpaid), transfers=(*delivered, *done.returned))
    paid = _payments(body, pledge, done.sale, view, buyer=target.holder)
    return Outcome(records=(done.pledge, done.sale), transfers=(*delivered, *paid, *done.returned))


def check_floor(pledge: Pledge, price_fen: int, view: View, seams: Seams, *, now: int) -> None:
    """Return if a price is not below the share of the market's price that the parameter sets.

    Raises:
        Refusal: ``price_under_floor`` with the lowest price; those of `price_of`.
    """
    floor = parameter(view, FLOOR, now, scope=asset_class_of(pledge.asset))
    least = -(-price_of(view, seams.closes, pledge.asset, now).price_fen * floor // PERMYRIAD)
    if price_fen < least:
        raise Refusal("price_under_floor", least_fen=least)


def _payments(body: SellPledged, pledge: Pledge, sale: PledgeSale, view: View, *, buyer: str) -> tuple[Transfer, ...]:
    if body.cash is None or pledge.lender_cash is None:
        raise Refusal("payment_missing")
    if require_purpose(view, body.cash, _CASH).holder != buyer:
        raise Refusal("holder_differs", account=body.cash)
    paid = [Transfer(body.cash, pledge.lender_cash, MONEY, sale.lender_fen)]
    if sale.owner_fen:
        rest = require_cash_of(view, body.owner_cash, pledge.owner)
        paid.append(Transfer(body.cash, rest, MONEY, sale.owner_fen))
    return tuple(paid)


def require_cash_of(view: View, number: str | None, holder: str) -> str:
    """Return a cash account of the pledge's owner, for what is left over.

    Raises:
        Refusal: ``payment_missing``, ``unknown_account``, ``purpose_not_credited``, ``holder_differs``.
    """
    if number is None:
        raise Refusal("payment_missing")
    if require_purpose(view, number, _CASH).holder != holder:
        raise Refusal("holder_differs", account=number)
    return number


@dataclass(frozen=True, slots=True)
class Sold:
    """What a sale leaves: the pledge, the record of the sale, and units that go back because nothing is owed now."""

    pledge: Pledge
    sale: PledgeSale
    returned: tuple[Transfer, ...]


def sold(
    pledge: Pledge, context: Context, *, way: Way, units: int, price_fen: int, buyer: str | None, costs_fen: int = 0
) -> Sold:
    """Return a pledge after so many of its first units were sold at a price, less what the market charged for it."""
    proceeds = worth(price_fen, units) - costs_fen
    lender_fen = min(proceeds, pledge.outstanding_fen)
    rest = cut(pledge.ranges, units)[1]
    owed = pledge.outstanding_fen - lender_fen
    is_over = not owed or not rest
    left = replace(
        pledge,
        units=0 if is_over else pledge.units - units,
        ranges=() if is_over else rest,
        outstanding_fen=owed,
        status=PledgeStatus.ENFORCED if is_over else pledge.status,
        ended_index=context.index if is_over else None,
    )
    sale = PledgeSale(
        id=context.entry_id,
        pledge=pledge.id,
        way=way,
        buyer=buyer,
        units=units,
        price_fen=price_fen,
        proceeds_fen=proceeds,
        lender_fen=lender_fen,
        owner_fen=proceeds - lender_fen,
        is_paid_here=True,
        sold_index=context.index,
    )
    returned = moved(rest, pledge.asset, source=pledge.account, target=pledge.source) if is_over else ()
    return Sold(left, sale, returned)
