"""Imported fills of a national product: for all without names, and with them for who oversees or whose they are."""

from dataclasses import dataclass

import sqlalchemy as sa

from registry.areas.trading.queries.paging import PAGE, before
from registry.areas.trading.rules.fills import FILLS_PER_ENTRY, NationalFill
from registry.store.projection import mapper_of

_fills = mapper_of(NationalFill)


@dataclass(frozen=True, slots=True)
class FillLine:
    """A fill as its reader may see it; ``index`` is the entry that brought it in."""

    reference: str
    day: str
    participant: str
    side: str
    price_fen: int
    units: int
    turnover_fen: int
    index: int


@dataclass(frozen=True, slots=True)
class FillPage:
    """Fills and the key from which the next page goes on."""

    rows: tuple[FillLine, ...]
    next_after: str | None


def fills(
    connection: sa.Connection, product: str, *, reader: str | None, names: bool, after: str | None = None,
    limit: int = PAGE,
) -> FillPage:  # fmt: skip
    """Return a product's fills, the last imported first; ``reader`` sees its own name, and with ``names`` all.

    The exchange's number says whose a fill is to who knows it, so it goes with the name.

    Raises:
        Malformed: ``after`` if it is no number.
    """
    table = _fills.table
    query = sa.select(table).where(table.c.product == product, *before(table.c.place, after))
    read = [_fills.from_row(row) for row in connection.execute(query.order_by(table.c.place.desc()).limit(limit + 1))]
    rows = tuple(_line(one, is_named=names or one.participant == reader) for one in read[:limit])
    return FillPage(rows, str(read[limit - 1].place) if len(read) > limit else None)


def _line(one: NationalFill, *, is_named: bool) -> FillLine:
    return FillLine(
        reference=one.reference if is_named else "",
        day=one.day,
        participant=one.participant if is_named else "",
        side=one.side.value,
        price_fen=one.price_fen,
        units=one.units,
        turnover_fen=one.turnover_fen,
        index=one.place // FILLS_PER_ENTRY,
    )
