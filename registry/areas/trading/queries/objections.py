"""Objections to days' clearings, as their authors and whoever answers them see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from registry.areas.trading.queries.paging import PAGE, before
from registry.areas.trading.rules.objections import Objection, ObjectionStatus
from registry.store.projection import mapper_of
from registry.store.tables import leaf

_objections = mapper_of(Objection)


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """An objection; ``trade`` is None for the product's whole day, ``due_at`` None where no calendar says it yet."""

    id: str
    filed_at: int
    participant: str
    day: str
    product: str
    trade: int | None
    reason: str
    status: str
    due_at: int | None
    answer: str | None
    answer_document: str | None
    answered_at: int | None
    filed_index: int


@dataclass(frozen=True, slots=True)
class ObjectionPage:
    """Objections and the key from which the next page goes on."""

    rows: tuple[ObjectionLine, ...]
    next_after: str | None


def objections_of(
    connection: sa.Connection, participant: str | None, *, after: str | None = None, limit: int = PAGE
) -> ObjectionPage:
    """Return a participant's objections, or everybody's, the newest first, past the position ``after``.

    Raises:
        Malformed: ``after`` if it is no number.
    """
    table = _objections.table.c
    query = _query().where(*before(table.filed_index, after))
    if participant is not None:
        query = query.where(table.participant == participant)
    found = connection.execute(query.order_by(table.filed_index.desc()).limit(limit + 1)).all()
    rows = tuple(_line(row) for row in found[:limit])
    return ObjectionPage(rows, str(rows[-1].filed_index) if len(found) > limit else None)


def is_objector(connection: sa.Connection, objection: str, participant: str) -> bool:
    """Return whether an objection is a participant's. Index: the primary key."""
    table = _objections.table.c
    return connection.scalar(sa.select(table.participant).where(table.id == objection)) == participant


def open_objections(connection: sa.Connection, *, limit: int) -> tuple[ObjectionLine, ...]:
    """Return the objections that wait for an answer, the oldest first."""
    table = _objections.table.c
    query = _query().where(table.status == ObjectionStatus.OPEN).order_by(table.filed_index).limit(limit)
    return tuple(_line(row) for row in connection.execute(query))


def _query() -> sa.Select[Any]:
    filed, answered = leaf.alias("filed"), leaf.alias("answered")
    table = _objections.table
    joined = table.join(filed, filed.c.index == table.c.filed_index)
    joined = joined.outerjoin(answered, answered.c.index == table.c.answered_index)
    return sa.select(table, filed.c.recorded_at, answered.c.recorded_at).select_from(joined)


def _line(row: Sequence[Any]) -> ObjectionLine:
    one: Objection = _objections.from_row(row[:-2])
    return ObjectionLine(
        id=one.id,
        filed_at=row[-2],
        participant=one.participant,
        day=one.day,
        product=one.product,
        trade=one.trade or None,
        reason=one.reason,
        status=one.status.value,
        due_at=one.due_at or None,
        answer=one.answer,
        answer_document=one.answer_document,
        answered_at=row[-1],
        filed_index=one.filed_index,
    )
