"""What pledges keep: one record for each pledge with what it secures, and one for each sale out of it.

Money is in fen. The pledged units lie in the owner's pledge account, in ranges that the pledge names, so nothing else
can use them. No rules here.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

from registry.areas.participants.rules.holdings import NamedRange
from registry.ledger.book import RANGES_MAX
from registry.ledger.codec import (
    AccountNo,
    Asset,
    Code,
    Count,
    Day,
    Digest,
    EntryId,
    Items,
    ParticipantNo,
    Units,
    Whole,
)
from registry.ledger.rules import Index, record

MONEY: Final = "CNY"

Fen = Annotated[int, Whole(minimum=1, unit="fen")]
Ranges = Annotated[tuple[NamedRange, ...], Items(0, RANGES_MAX)]


class PledgeStatus(StrEnum):
    """Where a pledge stands; `enforced`, `released`, `declined` and `withdrawn` are ends, and each comes once."""

    OFFERED = "offered"
    ACTIVE = "active"
    CALLED = "called"
    ENFORCING = "enforcing"
    RELEASED = "released"
    ENFORCED = "enforced"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"


STANDING: Final = frozenset({PledgeStatus.ACTIVE, PledgeStatus.CALLED, PledgeStatus.ENFORCING})


class Ground(StrEnum):
    """Why a lender enforces: a margin call was not met in time, or the loan is past its day."""

    MARGIN = "margin"
    DEFAULT = "default"


class Way(StrEnum):
    """How pledged units were turned into money: in the market, to a buyer who agreed, or to a public reserve."""

    MARKET = "market"
    BUYER = "buyer"
    RESERVE = "reserve"


@record(
    "pledge",
    key=("id",),
    indexes=(
        Index("offered", (), ("offered_index",)),
        Index("owner", ("owner",), ("offered_index",)),
        Index("lender", ("lender",), ("offered_index",)),
        Index("waiting_owner", ("owner", "status"), ("offered_index",)),
        Index("waiting_lender", ("lender", "status"), ("offered_index",)),
    ),
)
@dataclass(frozen=True, slots=True)
class Pledge:
    """Units of one asset that secure one loan. ``id`` is that of the offer.

    While it is offered the ``ranges`` lie in ``escrow``, once it is accepted in ``account``, both the owner's; what is
    given back goes to ``source``. ``outstanding_fen`` is what the lender says is still owed. ``price_fen`` and
    ``price_day`` are those of the last valuation, 0 and None before. ``call_until`` is the instant at which an open
    margin call runs out, in microseconds UTC.
    """

    id: EntryId
    owner: ParticipantNo
    lender: ParticipantNo
    source: AccountNo
    escrow: AccountNo
    account: AccountNo
    lender_cash: AccountNo | None
    asset: Asset
    units: Count
    ranges: Ranges
    loan_fen: Fen
    outstanding_fen: Count
    due_on: Day
    contract: Digest
    registration: Code | None
    status: PledgeStatus
    price_fen: Count
    price_day: Day | None
    call_until: Count | None
    calls: Count
    ground: Ground | None
    offered_index: Count
    accepted_index: Count | None
    ended_index: Count | None


@record("pledge_sale", key=("id",), indexes=(Index("pledge", ("pledge",), ("sold_index",)),))
@dataclass(frozen=True, slots=True)
class PledgeSale:
    """Pledged units turned into money by the entry of this id: what the lender and what the owner received of it.

    ``buyer`` is None for a sale in the market, which may have several. ``is_paid_here`` is false where a reserve paid
    outside this registry.
    """

    id: EntryId
    pledge: EntryId
    way: Way
    buyer: ParticipantNo | None
    units: Units
    price_fen: Fen
    proceeds_fen: Count
    lender_fen: Count
    owner_fen: Count
    is_paid_here: bool
    sold_index: Count


RECORDS = (Pledge, PledgeSale)
