"""Bids in an auction: open ones, sealed ones, and the reveal of what was sealed.

What a bid would cost or deliver is locked when its price is known: at once for an open bid, at the reveal for a sealed
one, which has a deposit in escrow until then.
"""

from dataclasses import dataclass, replace

from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.holdings import NamedRange, NamedRanges, ranges_of, require_own
from registry.areas.trading.rules.auctions import (
    Auction,
    AuctionStatus,
    Bid,
    BidStatus,
    Form,
    Salt,
    bidder_of,
    check_steps,
    commitment_of,
    require_bidding,
)
from registry.areas.trading.rules.gates import Gates, Intent, Stage, ask
from registry.areas.trading.rules.prices import fee_of, turnover_of
from registry.areas.trading.rules.products import require_open
from registry.areas.trading.rules.records import MONEY, Fen, Side
from registry.areas.trading.rules.traders import Trader, check_holding, check_resale
from registry.ledger.book import Account
from registry.ledger.codec import AccountNo, Digest, EntryId, Units
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_owner
from registry.ledger.rules import Context, Outcome, Requirement, Transfer, View, require
from registry.ledger.serials import Purpose


@dataclass(frozen=True, slots=True)
class PlaceBid:
    """The body of `trading.bid`: an open bid, or a better one in place of the own one."""

    auction: EntryId
    account: AccountNo
    escrow: AccountNo
    cash: AccountNo
    price_fen: Fen
    units: Units
    ranges: NamedRanges


def place_bid(body: PlaceBid, context: Context, view: View, *, gates: Gates) -> Outcome:
    """Bid for all to see. A second bid replaces the first and must be better: a better price, and not fewer units.

    Raises:
        Refusal: ``bid_not_better``, those of `require_bidding`, `bidder_of` and `_locked`.
    """
    now = context.recorded_at
    auction = require_bidding(view, body.auction, Form.OPEN, now)
    trader = bidder_of(body.account, body.cash, auction, view, now)
    require_own(view, body.escrow, purpose=Purpose.ESCROW, source=body.account)
    before = next(iter(view.find(Bid, "bidder", auction.id, trader.participant, limit=1)), None)
    rank = rank_of(auction, body.price_fen)
    if before is not None and (rank >= before.rank or body.units < before.units):
        raise Refusal("bid_not_better", price_fen=before.price_fen, units=before.units)
    if before is not None and (before.account, before.escrow, before.cash) != (body.account, body.escrow, body.cash):
        raise Refusal("bid_accounts_differ", account=before.account)
    bid = before or _new(context, auction, trader, body.escrow)
    bid = replace(bid, price_fen=body.price_fen, units=body.units, rank=rank, bid_index=context.index)
    locked = _locked(bid, body.ranges, auction, context, view, gates=gates)
    counted = () if before is not None else (replace(auction, bids=auction.bids + 1),)
    return replace(locked, records=(*locked.records, *counted))


def rank_of(auction: Auction, price_fen: int) -> int:
    """Return where a price stands: the highest first where units are sold, the lowest first where they are bought."""
    return -price_fen if auction.side is Side.SELL else price_fen


def _new(context: Context, auction: Auction, trader: Trader, escrow: str) -> Bid:
    return Bid(
        id=context.entry_id,
        auction=auction.id,
        participant=trader.participant,
        account=trader.account,
        escrow=escrow,
        cash=trader.cash,
        commitment=None,
        price_fen=0,
        units=0,
        rank=0,
        deposit_fen=0,
        locked_fen=0,
        ranges=(),
        won_units=0,
        status=BidStatus.STANDING,
        bid_index=context.index,
    )


def _locked(
    bid: Bid, named: tuple[NamedRange, ...], auction: Auction, context: Context, view: View, *, gates: Gates
) -> Outcome:
    """Return the bid with what it needs in escrow beyond what lies there already.

    Raises:
        Refusal: ``below_reserve``, ``bid_too_large``, ``off_tick``, ``off_lot``, ``ranges_of_purchase``, those of
            `turnover_of`, `check_resale`, `check_holding`, of the class's gate, and of `View.pick`.
    """
    now = context.recorded_at
    product = require_open(view, auction.product, now)
    check_steps(view, product, price_fen=bid.price_fen, units=bid.units, now=now)
    if rank_of(auction, bid.price_fen) > rank_of(auction, auction.reserve_fen):
        raise Refusal("below_reserve", reserve_fen=auction.reserve_fen)
    if bid.units > auction.units:
        raise Refusal("bid_too_large", units=auction.units)
    side = auction.side.other
    turnover = turnover_of(bid.price_fen, bid.units)
    more = bid.units - sum(item.last - item.first + 1 for item in bid.ranges)
    ask(gates, Intent(Stage.ORDER, side, bid.participant, bid.account, product.asset, bid.units), context, view)
    if side is Side.SELL:
        if not more:
            return Outcome(records=(bid,))
        check_resale(view, product, bid.account, day_of(now), side=side, units=more, now=now)
        chosen = tuple((item.batch, item.first, item.last) for item in named)
        moved = view.pick(bid.account, product.asset, more, into=bid.escrow, named=chosen)
        return Outcome(records=(replace(bid, ranges=(*bid.ranges, *ranges_of(moved))),), transfers=moved)
    if named:
        raise Refusal("ranges_of_purchase")
    check_resale(view, product, bid.account, day_of(now), side=side, units=bid.units, now=now)
    check_holding(view, product, bid.participant, units=bid.units, now=now)
    fen = turnover + fee_of(view, product, turnover, now)
    moved = (Transfer(bid.cash, bid.escrow, MONEY, fen - bid.locked_fen),)
    return Outcome(records=(replace(bid, locked_fen=fen),), transfers=moved)


@dataclass(frozen=True, slots=True)
class SealBid:
    """The body of `trading.seal_bid`; see `commitment_of` for the hash."""

    auction: EntryId
    account: AccountNo
    escrow: AccountNo
    cash: AccountNo
    commitment: Digest


def seal_bid(body: SealBid, context: Context, view: View) -> Outcome:
    """Commit to a bid without showing it, with the deposit in escrow.

    Raises:
        Refusal: ``bid_made`` (one sealed bid a participant), ``units_not_held`` for the deposit, those of
            `require_bidding` and `bidder_of`.
    """
    now = context.recorded_at
    auction = require_bidding(view, body.auction, Form.SEALED, now)
    trader = bidder_of(body.account, body.cash, auction, view, now)
    require_own(view, body.escrow, purpose=Purpose.ESCROW, source=body.account)
    if view.find(Bid, "bidder", auction.id, trader.participant, limit=1):
        raise Refusal("bid_made", auction=auction.id)
    bid = replace(
        _new(context, auction, trader, body.escrow),
        commitment=body.commitment,
        deposit_fen=auction.deposit_fen,
        status=BidStatus.SEALED,
    )
    moved = (Transfer(body.cash, body.escrow, MONEY, auction.deposit_fen),)
    return Outcome(records=(bid, replace(auction, bids=auction.bids + 1)), transfers=moved)


@dataclass(frozen=True, slots=True)
class RevealBid:
    """The body of `trading.reveal_bid`."""

    bid: EntryId
    price_fen: Fen
    units: Units
    salt: Salt
    ranges: NamedRanges


def reveal_signers(body: RevealBid, view: View) -> Requirement:
    """Return who must sign for the bidder."""
    bid = require(view, Bid, body.bid, "unknown_bid")
    account = require(view, Account, bid.account, "unknown_account")
    return by_owner(view, participant=account.holder, kind="trading.reveal_bid")


def reveal_bid(body: RevealBid, context: Context, view: View, *, gates: Gates) -> Outcome:
    """Show what a sealed bid was, between the close and the end of the auction.

    Raises:
        Refusal: ``unknown_bid``, ``bid_revealed``, ``auction_ended``, ``reveal_too_early``, ``reveal_too_late``,
            ``commitment_differs``, and those of `_locked`.
    """
    now = context.recorded_at
    bid = require(view, Bid, body.bid, "unknown_bid")
    auction = require(view, Auction, bid.auction, "unknown_auction")
    if auction.status is not AuctionStatus.ANNOUNCED:
        raise Refusal("auction_ended", auction=auction.id, status=auction.status.value)
    if bid.status is not BidStatus.SEALED:
        raise Refusal("bid_revealed", bid=bid.id)
    if now < auction.closes_at:
        raise Refusal("reveal_too_early", closes_at=auction.closes_at)
    if now >= auction.ends_at:
        raise Refusal("reveal_too_late", ends_at=auction.ends_at)
    said = commitment_of(auction.id, bid.account, price_fen=body.price_fen, units=body.units, salt=body.salt)
    if said != bid.commitment:
        raise Refusal("commitment_differs", bid=bid.id)
    shown = replace(
        bid,
        price_fen=body.price_fen,
        units=body.units,
        rank=rank_of(auction, body.price_fen),
        status=BidStatus.STANDING,
    )
    return _locked(shown, body.ranges, auction, context, view, gates=gates)
