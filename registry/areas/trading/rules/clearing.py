"""What an auction comes to: who wins how much at what price, and where all that was locked goes.

Bids count from the best price on, earlier ones first; the last accepted one may win in part. Anybody may record the
result once time has decided it. A bid whose owner is halted or frozen at that moment neither wins nor moves; what it
locked is given back when nothing holds it any more.
"""

from dataclasses import dataclass, replace

from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.ranges import cut
from registry.areas.trading.rules.auctions import (
    BIDS_MAX,
    Auction,
    AuctionStatus,
    Bid,
    BidStatus,
    Forfeit,
    Pricing,
)
from registry.areas.trading.rules.deals import booked
from registry.areas.trading.rules.prices import fee_of
from registry.areas.trading.rules.records import MONEY, Mode, Product, Ranges, Side
from registry.areas.trading.rules.settlement import Deal, moves_of
from registry.areas.trading.rules.traders import Trader, is_held
from registry.ledger.codec import EntryId, ParticipantNo
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_operators, by_owner
from registry.ledger.rules import Context, Outcome, Requirement, Transfer, View, require


@dataclass(frozen=True, slots=True)
class SettleAuction:
    """The body of `trading.settle_auction`. ``by`` is who records it, None for the system key."""

    by: ParticipantNo | None
    auction: EntryId


def settle(body: SettleAuction, context: Context, view: View) -> Outcome:
    """Record what an auction came to, once it has ended, and move units, money and deposits.

    Raises:
        Refusal: ``unknown_auction``, ``auction_ended``, ``auction_running`` until `ends_at`.
    """
    auction = require(view, Auction, body.auction, "unknown_auction")
    if auction.status is not AuctionStatus.ANNOUNCED:
        raise Refusal("auction_ended", auction=auction.id, status=auction.status.value)
    if context.recorded_at < auction.ends_at:
        raise Refusal("auction_running", ends_at=auction.ends_at)
    product = require(view, Product, auction.product, "unknown_product")
    bids = view.find(Bid, "auction", auction.id, limit=BIDS_MAX)
    return _cleared(auction, bids, product, context, view)


def _won(auction: Auction, bids: tuple[Bid, ...], view: View, *, now: int) -> dict[str, int]:
    """Return the units that each winning bid gets, by its id, the best bid first."""
    won: dict[str, int] = {}
    left = auction.units
    for bid in bids:
        if not left:
            break
        if bid.status is BidStatus.STANDING and not is_held(view, bid, now):
            won[bid.id] = min(bid.units, left)
            left -= won[bid.id]
    return won


def _cleared(auction: Auction, bids: tuple[Bid, ...], product: Product, context: Context, view: View) -> Outcome:
    now = context.recorded_at
    won = _won(auction, bids, view, now=now)
    last_fen = next((bid.price_fen for bid in reversed(bids) if bid.id in won), 0)
    records: list[object] = []
    transfers: list[Transfer] = []
    deals: list[Deal] = []
    ranges = auction.ranges
    for bid in bids:
        if bid.id not in won:
            ended, back = _not_won(bid, auction, product, is_waiting=is_held(view, bid, now))
        else:
            offered = ranges if auction.side is Side.SELL else bid.ranges
            taken, rest = cut(offered, won[bid.id])
            ranges = rest if auction.side is Side.SELL else ranges
            price = last_fen if auction.pricing is Pricing.UNIFORM else bid.price_fen
            fee = fee_of(view, product, price * won[bid.id], now)
            deal = _deal(auction, bid, taken, price_fen=price, fee_fen=fee)
            deals.append(deal)
            transfers += moves_of(deal, product)
            ended, back = _winner(bid, auction, deal, product)
        records.append(ended)
        transfers += back
    spent = sum(deal.turnover_fen + deal.fee_fen for deal in deals) if auction.side is Side.BUY else 0
    transfers += _returned(auction, product, fen=auction.locked_fen - spent, ranges=ranges)
    settled = replace(
        auction,
        locked_fen=0,
        ranges=(),
        sold_units=sum(won.values()),
        status=AuctionStatus.SETTLED,
        settled_index=context.index,
    )
    sums = booked(tuple(deals), product, context, view, day=day_of(auction.ends_at))
    return Outcome(records=(*records, settled, *sums), transfers=tuple(transfers))


def _deal(auction: Auction, bid: Bid, ranges: Ranges, *, price_fen: int, fee_fen: int) -> Deal:
    initiator = Trader(auction.participant, auction.account, auction.cash)
    bidder = Trader(bid.participant, bid.account, bid.cash)
    is_sale = auction.side is Side.SELL
    return Deal(
        buyer=bidder if is_sale else initiator,
        seller=initiator if is_sale else bidder,
        paying=bid.escrow if is_sale else auction.escrow,
        delivering=auction.escrow if is_sale else bid.escrow,
        ranges=ranges,
        price_fen=price_fen,
        fee_fen=fee_fen,
        resting=bid.id,
        is_buyer_taking=is_sale,
        mode=Mode.AUCTION,
    )


def _winner(bid: Bid, auction: Auction, deal: Deal, product: Product) -> tuple[Bid, tuple[Transfer, ...]]:
    spent = deal.turnover_fen + deal.fee_fen if auction.side is Side.SELL else 0
    rest = cut(bid.ranges, deal.units)[1]
    back = _returned(bid, product, fen=bid.locked_fen - spent + bid.deposit_fen, ranges=rest)
    ended = replace(bid, locked_fen=0, deposit_fen=0, ranges=(), won_units=deal.units, status=BidStatus.WON)
    return ended, back


def _not_won(bid: Bid, auction: Auction, product: Product, *, is_waiting: bool) -> tuple[Bid, tuple[Transfer, ...]]:
    if is_waiting:
        return replace(bid, status=BidStatus.HELD), ()
    is_void = bid.status is BidStatus.SEALED
    if is_void and auction.forfeit is Forfeit.INITIATOR:
        back: tuple[Transfer, ...] = (Transfer(bid.escrow, auction.cash, MONEY, bid.deposit_fen),)
    else:
        back = _returned(bid, product, fen=bid.locked_fen + bid.deposit_fen, ranges=bid.ranges)
    status = BidStatus.VOID if is_void else BidStatus.LOST
    return replace(bid, locked_fen=0, deposit_fen=0, ranges=(), status=status), back


def _returned(of: Auction | Bid, product: Product, *, fen: int, ranges: Ranges) -> tuple[Transfer, ...]:
    moved = [
        Transfer(of.escrow, of.account, product.asset, item.last - item.first + 1, item.batch, item.first)
        for item in ranges
    ]
    if fen:
        moved.append(Transfer(of.escrow, of.cash, MONEY, fen))
    return tuple(moved)


@dataclass(frozen=True, slots=True)
class ReleaseBid:
    """The body of `trading.release_bid`: a bid that was held when its auction was settled; ``by`` as above."""

    by: ParticipantNo | None
    bid: EntryId


def release_bid(body: ReleaseBid, _context: Context, view: View) -> Outcome:
    """Give back what a held bid locked, once nothing holds it.

    Raises:
        Refusal: ``unknown_bid``, ``bid_not_held``; while its owner is frozen, what every debit is refused with.
    """
    bid = require(view, Bid, body.bid, "unknown_bid")
    if bid.status is not BidStatus.HELD:
        raise Refusal("bid_not_held", bid=bid.id, status=bid.status.value)
    auction = require(view, Auction, bid.auction, "unknown_auction")
    product = require(view, Product, auction.product, "unknown_product")
    back = _returned(bid, product, fen=bid.locked_fen + bid.deposit_fen, ranges=bid.ranges)
    ended = replace(bid, locked_fen=0, deposit_fen=0, ranges=(), status=BidStatus.LOST)
    return Outcome(records=(ended,), transfers=back)


@dataclass(frozen=True, slots=True)
class WithdrawAuction:
    """The body of `trading.withdraw_auction`."""

    auction: EntryId


def withdraw_signers(body: WithdrawAuction, view: View) -> Requirement:
    """Return who must sign for the initiator, and one operator, as for the announcement."""
    auction = require(view, Auction, body.auction, "unknown_auction")
    return (*by_owner(view, participant=auction.participant, kind="trading.withdraw_auction"), *by_operators(1))


def withdraw_auction(body: WithdrawAuction, context: Context, view: View) -> Outcome:
    """Take back an auction for which nobody has bid.

    Raises:
        Refusal: ``unknown_auction``, ``auction_ended``, ``bids_made``.
    """
    auction = require(view, Auction, body.auction, "unknown_auction")
    if auction.status is not AuctionStatus.ANNOUNCED:
        raise Refusal("auction_ended", auction=auction.id, status=auction.status.value)
    if auction.bids:
        raise Refusal("bids_made", bids=auction.bids)
    product = require(view, Product, auction.product, "unknown_product")
    ended = replace(auction, locked_fen=0, ranges=(), status=AuctionStatus.WITHDRAWN, settled_index=context.index)
    return Outcome(
        records=(ended,), transfers=_returned(auction, product, fen=auction.locked_fen, ranges=auction.ranges)
    )
