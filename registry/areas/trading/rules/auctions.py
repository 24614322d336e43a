"""Single-direction auctions: one side sells (or buys) a quantity, the others bid, open or sealed.

Time decides everything: bids count from the opening to before the close, reveals from the close to before their end,
and whoever records the result afterwards changes nothing. A sealed bid is a hash with a deposit; what its author
reveals must fit the hash. Source: ets-rules §11 (form: recalled), STATS-2025.
"""

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from registry.areas.participants.rules.calendars import day_of, is_trading_day
from registry.areas.participants.rules.holdings import NamedRanges, ranges_of, require_own
from registry.areas.participants.rules.parameters import parameter
from registry.areas.trading.rules.gates import Gates, Intent, Stage, ask
from registry.areas.trading.rules.prices import fee_of, turnover_of
from registry.areas.trading.rules.products import require_open
from registry.areas.trading.rules.records import MONEY, Fen, Product, ProductCode, Ranges, Side, Signed
from registry.areas.trading.rules.traders import Trader, check_holding, check_parties, check_resale, require_trader
from registry.ledger.book import Account
from registry.ledger.codec import AccountNo, Count, Digest, EntryId, Instant, Name, ParticipantNo, Pattern, Units
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_operators, by_owner
from registry.ledger.rules import Context, Index, Outcome, Requirement, Transfer, View, record, require
from registry.ledger.serials import Purpose

BIDS_MAX = 200
Salt = Annotated[str, Pattern("[0-9a-f]{32}")]


class Form(StrEnum):
    """How bids are made: for all to see, or as a hash until the close."""

    OPEN = "open"
    SEALED = "sealed"


class Pricing(StrEnum):
    """What winners pay: all the price of the last accepted bid, or each its own."""

    UNIFORM = "uniform"
    PAY_AS_BID = "pay_as_bid"


class Forfeit(StrEnum):
    """Whose the deposit of a bid is that was never revealed."""

    INITIATOR = "initiator"
    BIDDER = "bidder"


class AuctionStatus(StrEnum):
    """Where an auction stands; its times say whether bids count."""

    ANNOUNCED = "announced"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


class BidStatus(StrEnum):
    """Where a bid stands."""

    SEALED = "sealed"
    STANDING = "standing"
    WON = "won"
    LOST = "lost"
    VOID = "void"
    HELD = "held"


@record(
    "auction",
    key=("id",),
    indexes=(Index("product", ("product", "status"), ("announced_index",)), Index("status", ("status",), ("ends_at",))),
)
@dataclass(frozen=True, slots=True)
class Auction:
    """An auction as announced, and what it came to. Instants are microseconds UTC; ``ends_at`` is when all is decided.

    A sale locks its ``ranges`` in ``escrow``, a purchase ``locked_fen``. ``bids`` counts them, at most `BIDS_MAX`.
    """

    id: EntryId
    product: ProductCode
    side: Side
    participant: ParticipantNo
    account: AccountNo
    escrow: AccountNo
    cash: AccountNo
    units: Units
    reserve_fen: Fen
    form: Form
    pricing: Pricing
    forfeit: Forfeit
    deposit_fen: Count
    opens_at: Count
    closes_at: Count
    ends_at: Count
    approval: Name
    locked_fen: Count
    ranges: Ranges
    bids: Count
    sold_units: Count
    status: AuctionStatus
    announced_index: Count
    settled_index: Count | None


@record(
    "auction_bid",
    key=("id",),
    indexes=(
        Index("auction", ("auction",), ("rank", "bid_index")),
        Index("bidder", ("auction", "participant")),
        Index("participant", ("participant",), ("bid_index",)),
    ),
)
@dataclass(frozen=True, slots=True)
class Bid:
    """A bid. Sealed, it has a commitment and no price; ``rank`` sorts the best first once there is a price.

    ``deposit_fen`` lies in escrow with ``locked_fen`` or ``ranges``.
    """

    id: EntryId
    auction: EntryId
    participant: ParticipantNo
    account: AccountNo
    escrow: AccountNo
    cash: AccountNo
    commitment: Digest | None
    price_fen: Count
    units: Count
    rank: Signed
    deposit_fen: Count
    locked_fen: Count
    ranges: Ranges
    won_units: Count
    status: BidStatus
    bid_index: Count


@dataclass(frozen=True, slots=True)
class AnnounceAuction:
    """The body of `trading.announce_auction`. Without ``reveals_until`` bids are open, with it they are sealed."""

    product: ProductCode
    side: Side
    account: AccountNo
    escrow: AccountNo
    cash: AccountNo
    units: Units
    reserve_fen: Fen
    pricing: Pricing
    forfeit: Forfeit
    deposit_fen: Count
    opens_at: Instant
    closes_at: Instant
    reveals_until: Instant | None
    approval: Name
    ranges: NamedRanges


def announce_signers(body: AnnounceAuction, view: View) -> Requirement:
    """Return who must sign for the initiator, and one operator for the notice."""
    account = require(view, Account, body.account, "unknown_account")
    return (*by_owner(view, participant=account.holder, kind="trading.announce_auction"), *by_operators(1))


def announce(body: AnnounceAuction, context: Context, view: View, *, gates: Gates) -> Outcome:
    """Announce an auction, with what it sells or would cost at most locked.

    Raises:
        Refusal: ``no_trading_day`` for its end, ``auction_times``, ``deposit_required`` for a sealed one without,
            ``off_lot``, ``off_tick``, ``ranges_of_purchase``, those of `require_open`, `require_trader`,
            `turnover_of`, `check_resale`, `check_holding`, of the class's gate, and of `View.pick`.
    """
    now = context.recorded_at
    product = require_open(view, body.product, now)
    trader = require_trader(view, body.account, body.cash, now)
    require_own(view, body.escrow, purpose=Purpose.ESCROW, source=body.account)
    ends = body.closes_at if body.reveals_until is None else body.reveals_until
    if not is_trading_day(view, day_of(ends)):
        raise Refusal("no_trading_day", day=day_of(ends).isoformat())
    if not now <= body.opens_at < body.closes_at <= ends:
        raise Refusal("auction_times", opens_at=body.opens_at, closes_at=body.closes_at)
    if body.reveals_until is not None and (ends == body.closes_at or not body.deposit_fen):
        raise Refusal("deposit_required")
    check_steps(view, product, price_fen=body.reserve_fen, units=body.units, now=now)
    turnover = turnover_of(body.reserve_fen, body.units)
    check_resale(view, product, body.account, day_of(now), side=body.side, units=body.units, now=now)
    intent = Intent(Stage.ORDER, body.side, trader.participant, body.account, product.asset, body.units)
    ask(gates, intent, context, view)
    announced = _announced(body, context, trader, ends=ends)
    if body.side is Side.SELL:
        named = tuple((item.batch, item.first, item.last) for item in body.ranges)
        moved = view.pick(body.account, product.asset, body.units, into=body.escrow, named=named)
        return Outcome(records=(replace(announced, ranges=ranges_of(moved)),), transfers=moved)
    if body.ranges:
        raise Refusal("ranges_of_purchase")
    check_holding(view, product, trader.participant, units=body.units, now=now)
    fen = turnover + fee_of(view, product, turnover, now)
    locked = Transfer(body.cash, body.escrow, MONEY, fen)
    return Outcome(records=(replace(announced, locked_fen=fen),), transfers=(locked,))


def check_steps(view: View, product: Product, *, price_fen: int, units: int, now: int) -> None:
    """Return if a price lies on the tick and a quantity comes in whole lots.

    Raises:
        Refusal: ``off_tick``, ``off_lot``.
    """
    tick = parameter(view, "trading_tick_fen", now, scope=product.code)
    if price_fen % tick:
        raise Refusal("off_tick", tick_fen=tick)
    lot = parameter(view, "trading_lot_units", now, scope=product.code)
    if units % lot:
        raise Refusal("off_lot", lot=lot)


def _announced(body: AnnounceAuction, context: Context, trader: Trader, *, ends: int) -> Auction:
    return Auction(
        id=context.entry_id,
        product=body.product,
        side=body.side,
        participant=trader.participant,
        account=body.account,
        escrow=body.escrow,
        cash=body.cash,
        units=body.units,
        reserve_fen=body.reserve_fen,
        form=Form.OPEN if body.reveals_until is None else Form.SEALED,
        pricing=body.pricing,
        forfeit=body.forfeit,
        deposit_fen=body.deposit_fen,
        opens_at=body.opens_at,
        closes_at=body.closes_at,
        ends_at=ends,
        approval=body.approval,
        locked_fen=0,
        ranges=(),
        bids=0,
        sold_units=0,
        status=AuctionStatus.ANNOUNCED,
        announced_index=context.index,
        settled_index=None,
    )


def commitment_of(auction: str, account: str, *, price_fen: int, units: int, salt: str) -> str:
    """Return the hash that seals a bid: SHA-256 in hexadecimal of five lines, each ended by a line feed."""
    lines = (auction, account, str(price_fen), str(units), salt)
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def require_bidding(view: View, auction_id: str, form: Form, now: int) -> Auction:
    """Return an auction that takes bids of this form at this instant: from its opening on, before its close.

    Raises:
        Refusal: ``unknown_auction``, ``auction_ended``, ``auction_form``, ``auction_not_open``, ``auction_closed``,
            ``bids_full``.
    """
    found = require(view, Auction, auction_id, "unknown_auction")
    if found.status is not AuctionStatus.ANNOUNCED:
        raise Refusal("auction_ended", auction=found.id, status=found.status.value)
    if found.form is not form:
        raise Refusal("auction_form", form=found.form.value)
    if now < found.opens_at:
        raise Refusal("auction_not_open", opens_at=found.opens_at)
    if now >= found.closes_at:
        raise Refusal("auction_closed", closes_at=found.closes_at)
    if found.bids >= BIDS_MAX:
        raise Refusal("bids_full", limit=BIDS_MAX)
    return found


def bidder_of(body_account: str, cash: str, auction: Auction, view: View, now: int) -> Trader:
    """Return who bids.

    Raises:
        Refusal: those of `require_open`, `require_trader`, `check_parties`.
    """
    require_open(view, auction.product, now)
    trader = require_trader(view, body_account, cash, now)
    check_parties(view, trader.participant, auction.participant)
    return trader
