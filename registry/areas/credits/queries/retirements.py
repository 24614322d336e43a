"""What pages read of credits: a participant's retirements. SQL lives here only."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from registry.areas.credits.rules.retirement import Beneficiary, Retirement
from registry.areas.participants.queries import batch_texts, serial_text
from registry.ledger.errors import Malformed
from registry.store.projection import mapper_of
from registry.store.tables import leaf

PAGE: Final = 50
_retirements = mapper_of(Retirement)


@dataclass(frozen=True, slots=True)
class RetirementLine:
    """A retirement as lists show it. ``beneficiary`` is a name, a participant's number, or a salted hash."""

    id: str
    asset: str
    units: int
    account: str
    beneficiary: str
    purpose: str
    note: str | None
    status: str
    serials: tuple[str, ...]
    opened_index: int
    opened_at: int | None


@dataclass(frozen=True, slots=True)
class RetirementPage:
    """Retirements, the newest first, and the key from which the next page goes on."""

    rows: tuple[RetirementLine, ...]
    next_after: str | None


def retirements_of(
    connection: sa.Connection, participant: str, *, after: str | None = None, limit: int = PAGE
) -> RetirementPage:
    """Return a participant's retirements, past the key ``after`` (`<opened index>~<id>`).

    Raises:
        Malformed: ``after`` if the key is none.
    """
    table = _retirements.table
    query = sa.select(table, leaf.c.recorded_at).outerjoin(leaf, leaf.c.index == table.c.opened_index)
    query = query.where(table.c.participant == participant)
    if after is not None:
        query = query.where(sa.tuple_(table.c.opened_index, table.c.id) < sa.tuple_(*_place(after)))
    found = connection.execute(query.order_by(table.c.opened_index.desc(), table.c.id.desc()).limit(limit + 1)).all()
    read = [(_retirements.from_row(row[:-1]), row.recorded_at) for row in found[:limit]]
    texts = batch_texts(connection, (item.batch for one, _ in read for item in one.ranges))
    rows = tuple(_line(one, recorded_at, texts) for one, recorded_at in read)
    return RetirementPage(rows, f"{rows[-1].opened_index}~{rows[-1].id}" if len(found) > limit else None)


def _line(one: Retirement, recorded_at: int | None, texts: dict[int, str]) -> RetirementLine:
    return RetirementLine(
        id=one.id,
        asset=one.asset,
        units=one.units,
        account=one.account,
        beneficiary=_said(one.beneficiary),
        purpose=one.purpose.value,
        note=one.note,
        status=one.status.value,
        serials=tuple(
            serial_text(texts[item.batch], item.first, item.last) for item in one.ranges if item.batch in texts
        ),
        opened_index=one.opened_index,
        opened_at=recorded_at,
    )


def _said(beneficiary: Beneficiary) -> str:
    return beneficiary.name or beneficiary.participant or beneficiary.commitment or ""


def _place(after: str) -> tuple[int, str]:
    index, _, entry_id = after.partition("~")
    if not index.isdecimal():
        raise Malformed("after", after=after[:80])
    return int(index), entry_id
