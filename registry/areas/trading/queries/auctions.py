"""Auctions as bidders see them: terms and clock, bids as far as they are open to all, results, and the own bids."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from registry.areas.trading.queries.market import TradeLine, trade_line
from registry.areas.trading.queries.paging import PAGE, before
from registry.areas.trading.rules.auctions import BIDS_MAX, Auction, AuctionStatus, Bid, BidStatus, Forfeit, Form
from registry.areas.trading.rules.records import Trade
from registry.store.projection import mapper_of
from registry.store.tables import leaf

_auctions, _bids, _trades = mapper_of(Auction), mapper_of(Bid), mapper_of(Trade)
# Auctions of one status that a list shows; there were eight in all of 2025 (STATS-2025).
AUCTIONS_MAX: Final = 200


class Phase(StrEnum):
    """Where an auction stands by the clock; `ended` until somebody has recorded what it came to."""

    WAITING = "waiting"
    BIDDING = "bidding"
    REVEALING = "revealing"
    ENDED = "ended"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class AuctionLine:
    """An auction in a list. Prices in fen; ``changes_at`` is the next instant at which time changes the phase."""

    id: str
    product: str
    side: str
    form: str
    units: int
    reserve_fen: int
    opens_at: int
    closes_at: int
    ends_at: int
    bids: int
    sold_units: int
    phase: str
    changes_at: int | None


@dataclass(frozen=True, slots=True)
class BidLine:
    """A bid as its reader may see it: a sealed auction shows prices when it has ended, and names only to overseers.

    ``index`` is the journal's place of the bid, or of its last improvement.
    """

    index: int
    recorded_at: int
    participant: str
    price_fen: int | None
    units: int | None
    won_units: int
    status: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class OwnBid:
    """An own bid with what of it lies in escrow; ``deposit_kept_fen`` is a deposit that went to the initiator."""

    id: str
    auction: str
    product: str
    form: str
    account: str
    index: int
    recorded_at: int
    price_fen: int | None
    units: int | None
    won_units: int
    commitment: str | None
    deposit_fen: int
    deposit_kept_fen: int
    locked_fen: int
    locked_units: int
    status: str
    phase: str


@dataclass(frozen=True, slots=True)
class OwnBidPage:
    """Own bids and the key from which the next page goes on."""

    rows: tuple[OwnBid, ...]
    next_after: str | None


@dataclass(frozen=True, slots=True)
class Result:
    """What an auction came to: the entry that recorded it, and its trades."""

    entry: str
    index: int
    recorded_at: int
    trades: tuple[TradeLine, ...]


def phase_of(auction: Auction, now: int) -> Phase:
    """Return where an auction stands at an instant."""
    if auction.status is not AuctionStatus.ANNOUNCED:
        return Phase.SETTLED if auction.status is AuctionStatus.SETTLED else Phase.WITHDRAWN
    if now < auction.opens_at:
        return Phase.WAITING
    if now < auction.closes_at:
        return Phase.BIDDING
    return Phase.REVEALING if now < auction.ends_at else Phase.ENDED


def edge_of(auction: Auction, now: int) -> int | None:
    """Return the next instant at which time changes where an auction stands; None when nothing is left to come."""
    if auction.status is not AuctionStatus.ANNOUNCED:
        return None
    return next((one for one in (auction.opens_at, auction.closes_at, auction.ends_at) if now < one), None)


def auctions(connection: sa.Connection, *, now: int) -> tuple[AuctionLine, ...]:
    """Return the auctions: those that still run or wait, the next to end first, then the newest of the ended."""
    table = _auctions.table
    of = {status: sa.select(table).where(table.c.status == status).limit(AUCTIONS_MAX) for status in AuctionStatus}
    running = connection.execute(of[AuctionStatus.ANNOUNCED].order_by(table.c.ends_at)).all()
    over = [
        row
        for status in (AuctionStatus.SETTLED, AuctionStatus.WITHDRAWN)
        for row in connection.execute(of[status].order_by(table.c.ends_at.desc()))
    ]
    ended = sorted((_auctions.from_row(row) for row in over), key=lambda one: -one.ends_at)
    return tuple(_line(one, now) for one in (*(_auctions.from_row(row) for row in running), *ended))


def _line(one: Auction, now: int) -> AuctionLine:
    return AuctionLine(
        id=one.id,
        product=one.product,
        side=one.side.value,
        form=one.form.value,
        units=one.units,
        reserve_fen=one.reserve_fen,
        opens_at=one.opens_at,
        closes_at=one.closes_at,
        ends_at=one.ends_at,
        bids=one.bids,
        sold_units=one.sold_units,
        phase=phase_of(one, now).value,
        changes_at=edge_of(one, now),
    )


def auction_of(connection: sa.Connection, auction: str) -> Auction | None:
    """Return an auction, or None."""
    row = connection.execute(sa.select(_auctions.table).where(_auctions.table.c.id == auction)).one_or_none()
    return None if row is None else _auctions.from_row(row)


def bids_of(
    connection: sa.Connection, auction: Auction, *, reader: str | None, names: bool, now: int
) -> tuple[BidLine, ...]:
    """Return an auction's bids, the best first; of a sealed one before its end in the order in which they came.

    ``reader`` is the participant who looks, who sees its own; ``names`` says whether the others are named.
    """
    is_shown = auction.form is Form.OPEN or now >= auction.ends_at
    table = _bids.table
    query = sa.select(table, leaf.c.recorded_at).outerjoin(leaf, leaf.c.index == table.c.bid_index)
    order = (table.c.rank, table.c.bid_index) if is_shown else (table.c.bid_index,)
    found = connection.execute(query.where(table.c.auction == auction.id).order_by(*order).limit(BIDS_MAX)).all()
    read = [(_bids.from_row(row[:-1]), int(row.recorded_at or 0)) for row in found]
    # A bid that was never shown has no price, and so would rank before all that have one.
    read.sort(key=lambda one: is_shown and not one[0].price_fen)
    return tuple(
        _bid_line(one, at, is_own=one.participant == reader, is_shown=is_shown, names=names) for one, at in read
    )


def _bid_line(one: Bid, recorded_at: int, *, is_own: bool, is_shown: bool, names: bool) -> BidLine:
    is_read = (is_own or is_shown) and one.price_fen > 0
    return BidLine(
        index=one.bid_index,
        recorded_at=recorded_at,
        participant=one.participant if is_own or names else "",
        price_fen=one.price_fen if is_read else None,
        units=one.units if is_read else None,
        won_units=one.won_units,
        status=one.status.value,
        is_own=is_own,
    )


def own_bids(
    connection: sa.Connection, participant: str, *, now: int, after: str | None = None, limit: int = PAGE
) -> OwnBidPage:
    """Return a participant's bids, the newest first, past the journal's place ``after``.

    Raises:
        Malformed: ``after`` if it is no number.
    """
    query, bid = _own(participant), _bids.table
    found = connection.execute(
        query.where(*before(bid.c.bid_index, after)).order_by(bid.c.bid_index.desc()).limit(limit + 1)
    ).all()
    rows = tuple(_own_bid(row, now) for row in found[:limit])
    return OwnBidPage(rows, str(rows[-1].index) if len(found) > limit else None)


def own_bid(connection: sa.Connection, auction: str, participant: str, *, now: int) -> OwnBid | None:
    """Return a participant's bid in an auction, or None."""
    found = connection.execute(_own(participant).where(_bids.table.c.auction == auction)).one_or_none()
    return None if found is None else _own_bid(found, now)


def _own(participant: str) -> sa.Select[Any]:
    bid, auction = _bids.table, _auctions.table
    joined = bid.join(auction, auction.c.id == bid.c.auction).outerjoin(leaf, leaf.c.index == bid.c.bid_index)
    return sa.select(bid, auction, leaf.c.recorded_at).select_from(joined).where(bid.c.participant == participant)


def _own_bid(row: sa.Row[Any], now: int) -> OwnBid:
    width = len(_bids.table.columns)
    bid, auction = _bids.from_row(row[:width]), _auctions.from_row(row[width:-1])
    is_kept = bid.status is BidStatus.VOID and auction.forfeit is Forfeit.INITIATOR
    return OwnBid(
        id=bid.id,
        auction=auction.id,
        product=auction.product,
        form=auction.form.value,
        account=bid.account,
        index=bid.bid_index,
        recorded_at=int(row[-1] or 0),
        price_fen=bid.price_fen or None,
        units=bid.units or None,
        won_units=bid.won_units,
        commitment=bid.commitment,
        deposit_fen=bid.deposit_fen,
        deposit_kept_fen=auction.deposit_fen if is_kept else 0,
        locked_fen=bid.locked_fen,
        locked_units=sum(item.last - item.first + 1 for item in bid.ranges),
        status=bid.status.value,
        phase=phase_of(auction, now).value,
    )


def result_of(connection: sa.Connection, auction: Auction) -> Result | None:
    """Return what an auction came to, or None while nobody has recorded it."""
    if auction.settled_index is None:
        return None
    row = connection.execute(
        sa.select(leaf.c.id, leaf.c.recorded_at).where(leaf.c.index == auction.settled_index)
    ).one()
    entry = str(UUID(bytes=row.id))
    table = _trades.table
    found = connection.execute(sa.select(table).where(table.c.taking == entry).order_by(table.c.number)).all()
    trades = tuple(trade_line(_trades.from_row(one)) for one in found)
    return Result(entry, auction.settled_index, row.recorded_at, trades)
