"""While a pledge stands: margin call and top-up, repayment, and release, which only the lender can sign.

When all of the loan is repaid the pledge ends with it, in the same entry: what was pledged goes back. Sources: Civil
Code art. 393 (the security ends with the claim), art. 433 (more security if its value falls), art. 436; recalled.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from registry.areas.participants.rules.calendars import day_of, nth_day_after, start_of
from registry.areas.participants.rules.holdings import NamedRanges, picked, ranges_of, require_purpose
from registry.areas.participants.rules.parameters import parameter
from registry.areas.participants.rules.ranges import cut, moved
from registry.areas.pledges.rules.gates import Seams, Stage, ask
from registry.areas.pledges.rules.offering import intent_of, require_status
from registry.areas.pledges.rules.records import STANDING, Fen, Pledge, PledgeStatus
from registry.areas.pledges.rules.valuation import check_shown, is_covered, margin_needed, price_of, worth
from registry.ledger.book import OPEN_PURPOSES, RANGES_MAX, Account, asset_class_of
from registry.ledger.codec import AccountNo, Asset, Code, Day, EntryId, Units
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_owner
from registry.ledger.rules import Context, Outcome, Requirement, View, require

CALL, TOP_UP, REPAYMENT, RELEASE = "pledges.call", "pledges.top_up", "pledges.note_repayment", "pledges.release"
CALL_DAYS: Final = "pledge_call_working_days"
_UNCALLED: Final = frozenset({PledgeStatus.ACTIVE})
_HELD: Final = frozenset({PledgeStatus.ACTIVE, PledgeStatus.CALLED})


@dataclass(frozen=True, slots=True)
class CallMargin:
    """The body of `pledges.call`: the price that the lender was shown, and the last day to put more in or repay."""

    pledge: EntryId
    price_fen: Fen
    price_day: Day
    until: Day


def call(body: CallMargin, context: Context, view: View, *, seams: Seams) -> Outcome:
    """Ask the owner for more security, because what is pledged is worth less than the margin of what is owed.

    Raises:
        Refusal: ``unknown_pledge``, ``pledge_status``, ``margin_kept`` with worth and margin, ``call_too_short`` with
            the earliest day, ``calendar_missing``, and those of `price_of` and `check_shown`.
    """
    now = context.recorded_at
    pledge = require_status(view, body.pledge, _UNCALLED)
    price = price_of(view, seams.closes, pledge.asset, now)
    check_shown(price, body.price_fen, body.price_day)
    value = worth(price.price_fen, pledge.units)
    needed = margin_needed(view, pledge.asset, pledge.outstanding_fen, now)
    if value >= needed:
        raise Refusal("margin_kept", value_fen=value, needed_fen=needed)
    earliest = first_call_day(view, pledge, now)
    if body.until < earliest:
        raise Refusal("call_too_short", earliest=earliest)
    called = replace(
        pledge,
        status=PledgeStatus.CALLED,
        price_fen=price.price_fen,
        price_day=price.day,
        call_until=_end_of(body.until),
        calls=pledge.calls + 1,
    )
    return Outcome(records=(called,))


def first_call_day(view: View, pledge: Pledge, now: int) -> str:
    """Return the earliest last day that a margin call made now may name.

    Raises:
        Refusal: ``parameter_not_set``, ``calendar_missing``.
    """
    days = parameter(view, CALL_DAYS, now, scope=asset_class_of(pledge.asset))
    return nth_day_after(view, day_of(now), days).isoformat()


def _end_of(day: str) -> int:
    return start_of(date.fromisoformat(day) + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class TopUp:
    """The body of `pledges.top_up`: more units of the pledge's asset."""

    pledge: EntryId
    source: AccountNo
    asset: Asset
    units: Units
    ranges: NamedRanges


def top_up_signers(body: TopUp, view: View) -> Requirement:
    """Return who must sign for the holder of the account that the units leave."""
    source = require(view, Account, body.source, "unknown_account")
    return by_owner(view, participant=source.holder, kind=TOP_UP, account=body.source)


def top_up(body: TopUp, context: Context, view: View, *, seams: Seams) -> Outcome:
    """Put more units into a pledge. If they are worth the margin then, an open call is met.

    Raises:
        Refusal: ``unknown_pledge``, ``pledge_status``, ``asset_differs``, ``holder_differs`` for units of somebody
            else, ``too_fragmented``, those of the class's gate and of `View.pick`.
    """
    pledge = require_status(view, body.pledge, _HELD)
    if body.asset != pledge.asset:
        raise Refusal("asset_differs", asset=pledge.asset)
    if require(view, Account, body.source, "unknown_account").holder != pledge.owner:
        raise Refusal("holder_differs", account=body.source)
    taken = picked(view, body, into=pledge.account)
    ranges = (*pledge.ranges, *ranges_of(taken))
    if len(ranges) > RANGES_MAX:
        raise Refusal("too_fragmented", limit=RANGES_MAX, units=pledge.units)
    ask(seams, intent_of(pledge, Stage.TOP_UP, source=body.source, units=body.units), context, view)
    more = replace(pledge, units=pledge.units + body.units, ranges=ranges)
    return Outcome(records=(uncalled(more, view, seams, context.recorded_at),), transfers=taken)


def uncalled(pledge: Pledge, view: View, seams: Seams, now: int) -> Pledge:
    """Return the pledge without its margin call if it is worth the margin again, else as it is."""
    if pledge.status is not PledgeStatus.CALLED or not is_covered(view, seams.closes, pledge, now):
        return pledge
    return replace(pledge, status=PledgeStatus.ACTIVE, call_until=None)


@dataclass(frozen=True, slots=True)
class NoteRepayment:
    """The body of `pledges.note_repayment`: what the lender received. ``reference`` is its number of the payment."""

    pledge: EntryId
    fen: Fen
    reference: Code


def note_repayment(body: NoteRepayment, context: Context, view: View, *, seams: Seams) -> Outcome:
    """Take what was repaid off what is owed; with the last fen the pledge ends and the units go back.

    Raises:
        Refusal: ``unknown_pledge``, ``pledge_status``, ``more_than_outstanding`` with what is owed.
    """
    pledge = require_status(view, body.pledge, STANDING)
    if body.fen > pledge.outstanding_fen:
        raise Refusal("more_than_outstanding", outstanding_fen=pledge.outstanding_fen)
    left = replace(pledge, outstanding_fen=pledge.outstanding_fen - body.fen)
    if left.outstanding_fen:
        return Outcome(records=(uncalled(left, view, seams, context.recorded_at),))
    return released(left, context, units=left.units, target=left.source)


@dataclass(frozen=True, slots=True)
class ReleaseUnits:
    """The body of `pledges.release`. ``target`` is another account of the owner if the units' own is closed."""

    pledge: EntryId
    units: Units
    target: AccountNo | None


def release(body: ReleaseUnits, context: Context, view: View) -> Outcome:
    """Give pledged units back, all or some, whatever is still owed: the lender gives up its security.

    Raises:
        Refusal: ``unknown_pledge``, ``pledge_status``, ``more_than_pledged`` with what is, ``unknown_account``,
            ``purpose_not_credited``, ``holder_differs``.
    """
    pledge = require_status(view, body.pledge, STANDING)
    if body.units > pledge.units:
        raise Refusal("more_than_pledged", units=pledge.units)
    target = body.target or pledge.source
    if require_purpose(view, target, OPEN_PURPOSES).holder != pledge.owner:
        raise Refusal("holder_differs", account=target)
    return released(pledge, context, units=body.units, target=target)


def released(pledge: Pledge, context: Context, *, units: int, target: str) -> Outcome:
    """Return what gives these units back; with the last of them the pledge is released."""
    freed, rest = cut(pledge.ranges, units)
    is_last = units == pledge.units
    left = replace(
        pledge,
        units=pledge.units - units,
        ranges=rest,
        status=PledgeStatus.RELEASED if is_last else pledge.status,
        call_until=None if is_last else pledge.call_until,
        ended_index=context.index if is_last else None,
    )
    return Outcome(records=(left,), transfers=moved(freed, pledge.asset, source=pledge.account, target=target))
