"""What the market remembers: products, orders, trades, days, what an account bought and sold, halts.

Prices are fen per unit. A resting order's units or money lie in its owner's escrow account, in ranges that the order
names, so nothing else can use them. No rules here.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from registry.areas.participants.rules.holdings import NamedRange
from registry.ledger.book import RANGES_MAX
from registry.ledger.canonical import INTEGER_MAX
from registry.ledger.codec import (
    AccountNo,
    Asset,
    Code,
    Count,
    Day,
    Digest,
    EntryId,
    Items,
    Name,
    ParticipantNo,
    Pattern,
    Units,
    Whole,
)
from registry.ledger.rules import Index, record

MONEY = "CNY"
COUNTERPARTIES_MAX = 20

ProductCode = Annotated[str, Pattern("[A-Z][A-Z0-9]{1,15}(-[A-Z0-9]{1,15})?")]
Fen = Annotated[int, Whole(minimum=1, unit="fen")]
FenOrNone = Annotated[int, Whole(minimum=0, unit="fen")]
Signed = Annotated[int, Whole(-INTEGER_MAX, INTEGER_MAX)]
Ranges = Annotated[tuple[NamedRange, ...], Items(0, RANGES_MAX)]
TradeNo = Annotated[int, Whole(minimum=1)]


class Venue(StrEnum):
    """Where a product is dealt in: here, or on the national exchange whose fills are imported."""

    OWN = "own"
    NATIONAL = "national"


class Side(StrEnum):
    """Which way an order goes."""

    BUY = "buy"
    SELL = "sell"

    @property
    def other(self) -> "Side":
        """The side that it deals with."""
        return Side.SELL if self is Side.BUY else Side.BUY


class Mode(StrEnum):
    """How a trade came about."""

    LISTED = "listed"
    BLOCK = "block"
    AUCTION = "auction"


class OrderStatus(StrEnum):
    """Where an order stands. One whose day is over is `open` until its lock was given back, and cannot be dealt in."""

    OPEN = "open"
    FILLED = "filled"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


@record("product", key=("code",), indexes=(Index("asset", ("asset",)),), resident=True)
@dataclass(frozen=True, slots=True)
class Product:
    """Fungible units under one code: an asset, and the approval under which it is dealt in.

    ``base_fen`` is the price from which the first day's limits are counted; None until the first seller names one.
    ``fee_account`` receives both sides' fees.
    """

    code: ProductCode
    name: Name
    asset: Asset
    venue: Venue
    approval: Name
    approval_document: Digest
    opens_on: Day
    closes_on: Day | None
    base_fen: Fen | None
    fee_account: AccountNo
    is_open: bool
    opened_index: Count


@record(
    "market_order",
    key=("id",),
    indexes=(
        Index("book", ("product", "mode", "side", "day", "status"), ("rank", "placed_index")),
        Index("participant", ("participant", "status"), ("placed_index",)),
        Index("open", ("status",), ("day", "placed_index")),
    ),
)
@dataclass(frozen=True, slots=True)
class Order:
    """An order, listed for all or offered to some as a block: what its owner signed, and what is left of it.

    ``rank`` sorts the best price first: the price for a sale, its negative for a purchase. ``locked_fen`` is the money
    in escrow (purchases), ``ranges`` the units (sales). It is good for one trading day. A block names its
    ``counterparties``, and the offer that it ``answers`` if it is a counter-offer.
    """

    id: EntryId
    product: ProductCode
    mode: Mode
    side: Side
    participant: ParticipantNo
    account: AccountNo
    escrow: AccountNo
    cash: AccountNo
    price_fen: Fen
    units: Units
    left_units: Count
    locked_fen: Count
    ranges: Ranges
    counterparties: Annotated[tuple[ParticipantNo, ...], Items(0, COUNTERPARTIES_MAX)]
    answers: EntryId | None
    day: Day
    rank: Signed
    status: OrderStatus
    placed_index: Count
    ended_index: Count | None


@record("block_invitation", key=("order", "participant"), indexes=(Index("participant", ("participant",), ("order",)),))
@dataclass(frozen=True, slots=True)
class Invitation:
    """That a block was offered to a participant; ids carry their time, so the newest stand last."""

    order: EntryId
    participant: ParticipantNo


@record(
    "trade",
    key=("number",),
    indexes=(
        Index("product", ("product",), ("number",)),
        Index("buyer", ("buyer",), ("number",)),
        Index("seller", ("seller",), ("number",)),
        Index("resting", ("resting",), ("number",)),
        Index("taking", ("taking",), ("number",)),
    ),
)
@dataclass(frozen=True, slots=True)
class Trade:
    """One deal: units against money, both moved by the entry ``taking`` at `number // TRADES_PER_ENTRY`.

    ``resting`` is the order, offer or bid that was there before. Fees are each side's own.
    """

    number: TradeNo
    product: ProductCode
    mode: Mode
    buyer: ParticipantNo
    seller: ParticipantNo
    buyer_account: AccountNo
    seller_account: AccountNo
    price_fen: Fen
    units: Units
    turnover_fen: Fen
    buyer_fee_fen: Count
    seller_fee_fen: Count
    resting: EntryId
    taking: EntryId
    is_buyer_taking: bool
    day: Day
    at: Count


@record("market_day", key=("product", "day"), indexes=(Index("newest", ("product",), ("age",)),))
@dataclass(frozen=True, slots=True)
class MarketDay:
    """What a product's day amounts to so far; made by its first trade. ``age`` is the negative of the day's ordinal.

    Open, high, low and last are of listed trades, 0 before the first; ``base_fen`` is what the day's limits count from.
    """

    product: ProductCode
    day: Day
    base_fen: Fen
    open_fen: Count
    high_fen: Count
    low_fen: Count
    last_fen: Count
    listed_units: Count
    listed_fen: Count
    other_units: Count
    other_fen: Count
    trades: Count
    age: Signed


@record("account_day", key=("account", "product", "day"))
@dataclass(frozen=True, slots=True)
class AccountDay:
    """What a trading account bought and sold of a product on a day, in units."""

    account: AccountNo
    product: ProductCode
    day: Day
    bought_units: Count
    sold_units: Count


@record(
    "halt",
    key=("id",),
    indexes=(Index("product", ("product", "is_active")), Index("account", ("account", "is_active"))),
    resident=True,
)
@dataclass(frozen=True, slots=True)
class Halt:
    """An order that stops dealing in a product or by an account; ``ends_at`` in microseconds UTC, 0 for no end."""

    id: EntryId
    product: Annotated[str, Pattern("[A-Z][A-Z0-9]{1,15}(-[A-Z0-9]{1,15})?|")]
    account: Annotated[str, Pattern("[0-9]{2}-[A-Z]{2}-[0-9]{8}-[0-9]{2}|")]
    reason: Code
    article: Name
    ends_at: Count
    is_active: bool
    ordered_index: Count

    def holds(self, now: int) -> bool:
        """Return whether the halt is in force at this instant."""
        return self.is_active and (self.ends_at == 0 or now < self.ends_at)


RECORDS = (Product, Order, Invitation, Trade, MarketDay, AccountDay, Halt)
