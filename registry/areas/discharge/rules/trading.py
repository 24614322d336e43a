"""Trade in rights by agreement: verified surplus, and the trade that asks R1 to R11.

Rights, money and both areas' totals move in one outcome. What a factor or a ratio takes is cancelled. Seller, buyer and
an authority sign (it confirms: document 38 of 2014 of the State Council Office).
"""

from dataclasses import dataclass, replace
from typing import Final

from registry.areas.discharge.rules.allotting import MONEY, Allotment, Fen, check_permitted
from registry.areas.discharge.rules.permits import by_an_authority
from registry.areas.discharge.rules.pollutants import pollutant_in
from registry.areas.discharge.rules.records import Medium, Permit, PermitNo, PollutantCode
from registry.areas.discharge.rules.rights import (
    CANCELLATION,
    HOLDING,
    Series,
    account_of,
    official_account,
    permit_in_force,
    series_of,
)
from registry.areas.discharge.rules.trade_records import (
    RECORDS,
    RightsTrade,
    Route,
    Surplus,
    SurplusGround,
    TradeUse,
)
from registry.areas.discharge.rules.trade_rules import Deal, check, factor, moved, ratio, received
from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.holdings import require_purpose
from registry.ledger.codec import AccountNo, Asset, Digest, EntryId, Units
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function, Participant, by_owner
from registry.ledger.rules import (
    DAY_SECONDS,
    Context,
    Demand,
    Kind,
    Outcome,
    Requirement,
    Transfer,
    View,
    require,
)
from registry.ledger.serials import Purpose

TRADE, SURPLUS = "discharge.trade", "discharge.attest_surplus"
_CASH: Final = frozenset({Purpose.CASH.value})


@dataclass(frozen=True, slots=True)
class AttestSurplus:
    """The body of `discharge.attest_surplus`: what an authority has verified to be discharged no more, units a year."""

    permit: PermitNo
    pollutant: PollutantCode
    medium: Medium
    ground: SurplusGround
    units: Units
    document: Digest


@dataclass(frozen=True, slots=True)
class TradeRights:
    """The body of `discharge.trade`: ``units`` leave the seller, ``receives`` is what the buyer was shown to get."""

    seller: PermitNo
    buyer: PermitNo
    asset: Asset
    units: Units
    receives: Units
    use: TradeUse
    surplus: EntryId
    price_fen: Fen
    buyer_cash: AccountNo
    seller_cash: AccountNo
    document: Digest


def attest_surplus(body: AttestSurplus, context: Context, view: View) -> Outcome:
    """Record a verified surplus of a permit.

    Raises:
        Refusal: those of `permit_in_force` and `pollutant_in`; ``authority_elsewhere``; ``pollutant_not_permitted``;
            ``surplus_known`` for a paper that attested one already; ``over_permit`` if all that is attested and not
            sold would be more than the permit's limit.
    """
    permit = permit_in_force(view, body.permit, context.recorded_at)
    pollutant_in(view, body.pollutant, permit.zone)
    _check_local(context, view, permit.zone)
    limit = permit.limit_of(body.pollutant)
    if not limit:
        raise Refusal("pollutant_not_permitted", pollutant=body.pollutant, permit=body.permit)
    known = view.find(Surplus, "permit", body.permit)
    same = [one for one in known if (one.pollutant, one.medium) == (body.pollutant, body.medium)]
    if any(one.document == body.document for one in same):
        raise Refusal("surplus_known", permit=body.permit)
    units = body.units + sum(one.left_units for one in same)
    if units > limit:
        raise Refusal("over_permit", limit=limit, units=units)
    made = Surplus(
        id=context.entry_id,
        permit=body.permit,
        pollutant=body.pollutant,
        medium=body.medium,
        ground=body.ground,
        units=body.units,
        left_units=body.units,
        document=body.document,
        attested_index=context.index,
    )
    return Outcome(records=(made,))


def _check_local(context: Context, view: View, *zones: str) -> None:
    """Return if an authority of one of these provinces has signed.

    Raises:
        Refusal: ``authority_elsewhere``.
    """
    signed = (one.participant for one in context.signatories if one.function == Function.AUTHORITY)
    found = (view.get(Participant, one) for one in signed)
    if not any(one is not None and one.zone in zones for one in found):
        raise Refusal("authority_elsewhere", zones=", ".join(sorted(set(zones))))


def trade_signers(body: TradeRights, view: View) -> Requirement:
    """Return who must sign: for the seller, for the buyer, and an authority that confirms."""
    permits = (require(view, Permit, one, "unknown_permit") for one in (body.seller, body.buyer))
    holders = dict.fromkeys(one.holder for one in permits)  # one once, if both are its own
    sides = tuple(demand for one in holders for demand in by_owner(view, participant=one, kind=TRADE))
    return (*sides, Demand(function=Function.AUTHORITY))


def trade(body: TradeRights, context: Context, view: View) -> Outcome:
    """Sell rights by agreement, under R1 to R11.

    Raises:
        Refusal: those of `deal_of`, `check_sellable` and `trade_rules.check`; ``authority_elsewhere`` unless one of
            either province confirms; ``received_differs`` with what would reach the buyer; ``over_permit``;
            ``holder_differs`` for a cash account of another; ``cash_short``; those of `official_account` and
            `View.pick`.
    """
    now = context.recorded_at
    deal = deal_of(view, body, now)
    check_sellable(view, deal.seller.number, deal.series, deal.today)
    _check_local(context, view, deal.seller.zone, deal.buyer.zone)
    check(deal, view)
    arrives = received(deal, view)
    if arrives != body.receives:
        raise Refusal("received_differs", receives=arrives)
    source, target = account_of(view, body.seller), account_of(view, body.buyer)
    check_permitted(view, deal.buyer, deal.series, arrives, account=target)
    made = RightsTrade(
        id=context.entry_id,
        seller=body.seller,
        buyer=body.buyer,
        pollutant=deal.series.pollutant,
        asset=body.asset,
        last_year=deal.series.last_year,
        use=body.use,
        units=body.units,
        received=arrives,
        factor=factor(deal, view),
        ratio=ratio(deal),
        agreement=deal.route.agreement if deal.is_cross and deal.route else None,
        price_fen=body.price_fen,
        surplus=body.surplus,
        traded_at=now,
        index=context.index,
    )
    surplus = require(view, Surplus, body.surplus, "no_surplus")
    used = replace(surplus, left_units=surplus.left_units - body.units)
    paid = _payment(body, deal, view)
    gone = _cancelled(view, deal, now=now, source=source, target=target)
    return Outcome(records=(made, used, *moved(deal, view)), transfers=(*gone, *paid))


def deal_of(view: View, body: TradeRights, now: int) -> Deal:
    """Return what the rules are asked about.

    Raises:
        Refusal: those of `permit_in_force`, `series_of` and `pollutant_in`; ``same_permit``.
    """
    if body.seller == body.buyer:
        raise Refusal("same_permit", permit=body.seller)
    seller, buyer = (permit_in_force(view, one, now) for one in (body.seller, body.buyer))
    series = series_of(view, body.asset)
    return Deal(
        seller=seller,
        buyer=buyer,
        series=series,
        pollutant=pollutant_in(view, series.pollutant, buyer.zone),
        use=body.use,
        units=body.units,
        surplus=view.get(Surplus, body.surplus),
        route=view.get(Route, seller.zone, buyer.zone),
        today=day_of(now).isoformat(),
        now=now,
    )


def check_sellable(view: View, permit: str, series: Series, today: str) -> None:
    """Return if such rights of a permit can be sold at all; what is pledged lies in no permit's account.

    Raises:
        Refusal: ``free_right``, ``right_expired``, ``fee_unpaid`` while an instalment for them is open.
    """
    if not series.is_paid:
        raise Refusal("free_right", asset=series.asset)
    if series.last_day < today:
        raise Refusal("right_expired", asset=series.asset, last=series.last_day)
    if view.find(Allotment, "unpaid", permit, series.asset, False, limit=1):
        raise Refusal("fee_unpaid", asset=series.asset)


def _payment(body: TradeRights, deal: Deal, view: View) -> tuple[Transfer, ...]:
    """Return the payment; between two permits of one holder with one account nothing moves."""
    for number, permit in ((body.buyer_cash, deal.buyer), (body.seller_cash, deal.seller)):
        if require_purpose(view, number, _CASH).holder != permit.holder:
            raise Refusal("holder_differs", account=number)
    held = view.balance(body.buyer_cash, MONEY)
    if held < body.price_fen:
        raise Refusal("cash_short", held_fen=held, wanted_fen=body.price_fen)
    if body.buyer_cash == body.seller_cash:
        return ()
    return (Transfer(body.buyer_cash, body.seller_cash, MONEY, body.price_fen),)


def _cancelled(view: View, deal: Deal, *, now: int, source: str, target: str) -> tuple[Transfer, ...]:
    """Return the transfers of what reaches the buyer, and of what the factor and the ratio take out of circulation."""
    arrives, asset = received(deal, view), deal.series.asset
    taken = view.pick(source, asset, deal.units, into=target)
    if arrives == deal.units:
        return taken
    out = official_account(view, CANCELLATION, now, zone=deal.seller.zone).number
    made: list[Transfer] = []
    left = arrives
    for one in taken:
        first = min(left, one.units)
        if first:
            made.append(replace(one, units=first))
        if one.units > first:
            made.append(replace(one, target=out, units=one.units - first, first=one.first + first))
        left -= first
    return tuple(made)


KINDS = (
    Kind(SURPLUS, AttestSurplus, by_an_authority, attest_surplus),
    Kind(TRADE, TradeRights, trade_signers, trade, debits=HOLDING | _CASH, lifetime_max=DAY_SECONDS),
)

__all__ = ["KINDS", "RECORDS"]
