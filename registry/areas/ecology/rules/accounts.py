"""GEP accounts: price tables by zone and year, and an area's account of a year, computed here and kept with its steps.

A tonne that is counted as sequestered and was issued as a credit stands in the account as such: the net total leaves it
out. Statute: CODE-2026 arts. 39, 693; the specification's number is recalled.
"""

from dataclasses import dataclass
from typing import Annotated, Final

from registry.areas.ecology.rules.calculators import CULTURAL, MATERIAL, MILLI, VERSION, Service, computed, value_fen
from registry.ledger.canonical import INTEGER_MAX
from registry.ledger.codec import Code, Count, Digest, Items, Name, Units, Whole, Year, Zone
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function
from registry.ledger.rules import Context, Demand, Index, Kind, Outcome, Requirement, View, record, require

Amount = Annotated[int, Whole(0, 10**10)]
Fen = Annotated[int, Whole(unit="fen")]
_SERVICES: Final = len(Service)


@dataclass(frozen=True, slots=True)
class Price:
    """A price in thousandths of a yuan for a unit of a service."""

    service: Service
    milli: Annotated[int, Whole(1, 10**9)]


@record("gep_price_table", key=("number",), indexes=(Index("zone", ("zone",), ("year",)),))
@dataclass(frozen=True, slots=True)
class PriceTable:
    """The prices of a zone and year."""

    number: Code
    zone: Zone
    year: Year
    prices: Annotated[tuple[Price, ...], Items(1, _SERVICES)]
    article: Name
    document: Digest
    set_index: Count


@dataclass(frozen=True, slots=True)
class SetPrices:
    """The body of `ecology.set_prices`."""

    number: Code
    zone: Zone
    year: Year
    prices: Annotated[tuple[Price, ...], Items(1, _SERVICES)]
    article: Name | None
    document: Digest


@dataclass(frozen=True, slots=True)
class Input:
    """What goes into a service's formula, in the order that the calculator names."""

    service: Service
    values: Annotated[tuple[Amount, ...], Items(1, 4)]


@dataclass(frozen=True, slots=True)
class Line:
    """A service with its inputs, every step (the physical amount last, in thousandths), price and value."""

    service: Service
    values: Annotated[tuple[Amount, ...], Items(1, 4)]
    steps: Annotated[tuple[Annotated[int, Whole(-INTEGER_MAX, INTEGER_MAX)], ...], Items(1, 4)]
    price_milli: Units
    value_fen: Fen


@record("gep_account", key=("number",), indexes=(Index("zone", ("zone", "area"), ("year",)),))
@dataclass(frozen=True, slots=True)
class GepAccount:
    """An area's account of a year. ``double_fen`` is the value of tonnes that were issued as credits as well."""

    number: Code
    name: Name
    zone: Zone
    area: Name
    year: Year
    table: Code
    calculator: Code
    lines: Annotated[tuple[Line, ...], Items(1, _SERVICES)]
    credited_tco2: Count
    material_fen: Fen
    regulating_fen: Fen
    cultural_fen: Fen
    total_fen: Fen
    double_fen: Fen
    net_fen: Fen
    article: Name
    document: Digest
    published_at: Count
    published_index: Count


@dataclass(frozen=True, slots=True)
class PublishAccount:
    """The body of `ecology.publish_account`; ``credited_tco2`` are tonnes in it that were issued as credits."""

    number: Code
    name: Name
    zone: Zone
    area: Name
    year: Year
    table: Code
    inputs: Annotated[tuple[Input, ...], Items(1, _SERVICES)]
    credited_tco2: Count
    article: Name | None
    document: Digest


def set_prices(body: SetPrices, context: Context, view: View) -> Outcome:
    """Set the prices of a zone and year, once under a number.

    Raises:
        Refusal: ``article_missing``, ``number_taken``, ``service_twice``.
    """
    if body.article is None:
        raise Refusal("article_missing")
    if view.get(PriceTable, body.number) is not None:
        raise Refusal("number_taken", number=body.number)
    _once([one.service for one in body.prices])
    table = PriceTable(
        body.number, body.zone, body.year, body.prices, body.article, body.document, set_index=context.index
    )
    return Outcome(records=(table,))


def _once(services: list[Service]) -> None:
    if len(set(services)) != len(services):
        raise Refusal("service_twice")


def publish_account(body: PublishAccount, context: Context, view: View) -> Outcome:
    """Compute and publish an area's account of a year.

    Raises:
        Refusal: ``article_missing``, ``number_taken``, ``service_twice``, ``unknown_table``,
            ``price_table_of_other_year``, ``price_table_of_other_zone``, ``price_missing``,
            ``credited_exceeds_sequestered``, and those of `computed`.
    """
    if body.article is None:
        raise Refusal("article_missing")
    if view.get(GepAccount, body.number) is not None:
        raise Refusal("number_taken", number=body.number)
    _once([one.service for one in body.inputs])
    table = require(view, PriceTable, body.table, "unknown_table")
    if table.year != body.year:
        raise Refusal("price_table_of_other_year", year=str(table.year))
    if table.zone != body.zone:
        raise Refusal("price_table_of_other_zone", zone=table.zone)
    prices = {one.service: one.milli for one in table.prices}
    lines = tuple(_line(one, prices) for one in body.inputs)
    return Outcome(records=(_account(body, lines, context),))


def _line(given: Input, prices: dict[Service, int]) -> Line:
    price = prices.get(given.service)
    if price is None:
        raise Refusal("price_missing", service=given.service.value)
    steps = computed(given.service, given.values)
    return Line(given.service, given.values, steps, price, value_fen(steps[-1], price))


def _account(body: PublishAccount, lines: tuple[Line, ...], context: Context) -> GepAccount:
    carbon = next((one for one in lines if one.service is Service.CARBON), None)
    credited_milli = body.credited_tco2 * MILLI
    if credited_milli > (carbon.steps[-1] if carbon else 0):
        raise Refusal("credited_exceeds_sequestered", sequestered=carbon.steps[-1] // MILLI if carbon else 0)
    double = value_fen(credited_milli, carbon.price_milli) if carbon else 0
    material = sum(one.value_fen for one in lines if one.service in MATERIAL)
    cultural = sum(one.value_fen for one in lines if one.service in CULTURAL)
    total = sum(one.value_fen for one in lines)
    return GepAccount(
        number=body.number,
        name=body.name,
        zone=body.zone,
        area=body.area,
        year=body.year,
        table=body.table,
        calculator=VERSION,
        lines=lines,
        credited_tco2=body.credited_tco2,
        material_fen=material,
        regulating_fen=total - material - cultural,
        cultural_fen=cultural,
        total_fen=total,
        double_fen=double,
        net_fen=total - double,
        article=str(body.article),
        document=body.document,
        published_at=context.recorded_at,
        published_index=context.index,
    )


def by_an_authority(_body: object, _view: View) -> Requirement:
    """Return the requirement of one representative of an authority."""
    return (Demand(function=Function.AUTHORITY),)


KINDS = (
    Kind("ecology.set_prices", SetPrices, by_an_authority, set_prices),
    Kind("ecology.publish_account", PublishAccount, by_an_authority, publish_account),
)
RECORDS = (PriceTable, GepAccount)
