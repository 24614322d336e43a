"""Fills of a product that is dealt in on the national exchange: what participants bought and sold there.

They are mirrored for all to see and move nothing: what a participant holds there is stated and reconciled by its own
entries. One entry carries the rows of a file with their total; each row has the exchange's number, once for ever.
"""

from dataclasses import dataclass
from typing import Annotated

from registry.areas.participants.rules.calendars import day_of
from registry.areas.trading.rules.prices import turnover_of
from registry.areas.trading.rules.records import Fen, Product, ProductCode, Side, Venue
from registry.ledger.codec import Count, Day, Items, ParticipantNo, Pattern, Units
from registry.ledger.errors import Refusal
from registry.ledger.parties import Participant
from registry.ledger.rules import Context, Index, Outcome, View, record, require

# So many rows of the greatest width stay within an entry's 16 KiB.
FILLS_MAX = 75
FILLS_PER_ENTRY = 1_000

Reference = Annotated[str, Pattern("[A-Z0-9][A-Z0-9-]{0,31}")]


@dataclass(frozen=True, slots=True)
class Fill:
    """One row: what a participant bought or sold, under the exchange's number."""

    reference: Reference
    day: Day
    participant: ParticipantNo
    side: Side
    price_fen: Fen
    units: Units


@record(
    "national_fill",
    key=("product", "reference"),
    indexes=(Index("product", ("product",), ("place",)), Index("participant", ("participant",), ("place",))),
)
@dataclass(frozen=True, slots=True)
class NationalFill:
    """A fill on the national exchange; its ``place`` is that of its entry times `FILLS_PER_ENTRY`, and its row."""

    product: ProductCode
    reference: Reference
    day: Day
    participant: ParticipantNo
    side: Side
    price_fen: Fen
    units: Units
    turnover_fen: Fen
    place: Count


@dataclass(frozen=True, slots=True)
class ImportFills:
    """The body of `trading.import_fills`. ``total_units`` is what the file says that its rows add up to."""

    product: ProductCode
    total_units: Units
    fills: Annotated[tuple[Fill, ...], Items(1, FILLS_MAX)]


def import_fills(body: ImportFills, context: Context, view: View) -> Outcome:
    """Note what participants dealt in on the national exchange; all rows, or none.

    Raises:
        Refusal: ``unknown_product``, ``venue_own`` for a product that is dealt in here, ``total_differs``,
            ``unknown_participant``, ``fill_in_future``, ``fill_known`` for a number that was imported before or stands
            twice in the file, ``turnover_overflow``.
    """
    product = require(view, Product, body.product, "unknown_product")
    if product.venue is not Venue.NATIONAL:
        raise Refusal("venue_own", product=product.code)
    total = sum(one.units for one in body.fills)
    if total != body.total_units:
        raise Refusal("total_differs", total=total, said=body.total_units)
    today = day_of(context.recorded_at).isoformat()
    found: dict[str, NationalFill] = {}
    for n, one in enumerate(body.fills):
        require(view, Participant, one.participant, "unknown_participant")
        if one.day > today:
            raise Refusal("fill_in_future", reference=one.reference, day=one.day)
        if one.reference in found or view.get(NationalFill, product.code, one.reference) is not None:
            raise Refusal("fill_known", reference=one.reference)
        found[one.reference] = NationalFill(
            product=product.code,
            reference=one.reference,
            day=one.day,
            participant=one.participant,
            side=one.side,
            price_fen=one.price_fen,
            units=one.units,
            turnover_fen=turnover_of(one.price_fen, one.units),
            place=context.index * FILLS_PER_ENTRY + n,
        )
    return Outcome(records=tuple(found.values()))
