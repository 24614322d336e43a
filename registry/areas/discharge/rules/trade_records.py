"""What trade in rights rests on and leaves: verified surplus, agreements of provinces, and trades. No rule here."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from registry.areas.discharge.rules.records import Medium, PermitNo, PollutantCode
from registry.ledger.codec import (
    Asset,
    Code,
    Count,
    Day,
    Digest,
    EntryId,
    ParticipantNo,
    Units,
    Whole,
    Year,
    Zone,
)
from registry.ledger.rules import Index, record

PERMILLE = 1_000
Ratio = Annotated[int, Whole(PERMILLE, 10_000)]  # permille, one to one and above
Fen = Annotated[int, Whole(minimum=1, unit="fen")]


class SurplusGround(StrEnum):
    """By what a holder really discharges less (R8)."""

    CLOSURE = "closure"
    TREATMENT = "treatment"
    CLEAN_PRODUCTION = "clean_production"
    UPGRADE = "upgrade"


class TradeUse(StrEnum):
    """What the buyer needs rights for: a new or changed project has to replace by a factor (R10)."""

    EXISTING = "existing"
    NEW_PROJECT = "new_project"


@record("discharge_surplus", key=("id",), indexes=(Index("permit", ("permit",), ("attested_index",)),))
@dataclass(frozen=True, slots=True)
class Surplus:
    """A reduction that an authority has verified, units a year; what was sold out of it is no longer ``left_units``."""

    id: EntryId
    permit: PermitNo
    pollutant: PollutantCode
    medium: Medium
    ground: SurplusGround
    units: Units
    left_units: Count
    document: Digest
    attested_index: Count


@record("discharge_route", key=("seller_zone", "buyer_zone"))
@dataclass(frozen=True, slots=True)
class Route:
    """An agreement that rights may go from one province to another: so many permille leave for a thousand that arrive.

    The indicators of both move with them.
    """

    seller_zone: Zone
    buyer_zone: Zone
    agreement: Code
    ratio: Ratio
    first_day: Day
    last_day: Day
    seller_authority: ParticipantNo
    buyer_authority: ParticipantNo
    document: Digest
    agreed_index: Count


@record(
    "discharge_trade",
    key=("id",),
    indexes=(
        Index("all", (), ("index",)),
        Index("pollutant", ("pollutant",), ("index",)),
        Index("seller", ("seller",), ("index",)),
        Index("buyer", ("buyer",), ("index",)),
    ),
)
@dataclass(frozen=True, slots=True)
class RightsTrade:
    """Rights sold by agreement: ``units`` left the seller, ``received`` reached the buyer, the rest was cancelled.

    ``factor`` and ``ratio`` are permille; ``agreement`` is that of another province's route.
    """

    id: EntryId
    seller: PermitNo
    buyer: PermitNo
    pollutant: PollutantCode
    asset: Asset
    last_year: Year
    use: TradeUse
    units: Units
    received: Units
    factor: Ratio
    ratio: Ratio
    agreement: Code | None
    price_fen: Fen
    surplus: EntryId
    traded_at: Count
    index: Count


RECORDS = (Surplus, Route, RightsTrade)
