"""Credit grades, the newest first, and those of one participant."""

from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from registry.areas.participants.queries.places import behind, key_of
from registry.areas.supervision.rules.records import CreditGrade, Grade, GradeState
from registry.ledger.parties import Participant
from registry.store.projection import table_of

PAGE: Final = 50
EXPORT_MAX: Final = 1_000


@dataclass(frozen=True, slots=True)
class GradeLine:
    """A grade with the name of whom it is of."""

    participant: str
    participant_name: str | None
    number: int
    year: int
    zone: str
    grade: Grade
    state: GradeState
    article: str
    reason: str
    objection: str | None
    decision: str | None
    objections_until: str
    graded_at: int
    graded_index: int


@dataclass(frozen=True, slots=True)
class GradeLines:
    """A page of grades, and the key from which the next one goes on."""

    rows: tuple[GradeLine, ...]
    next_after: str | None


def grades(
    connection: sa.Connection,
    *,
    year: int | None = None,
    participant: str | None = None,
    after: str | None = None,
    limit: int = PAGE,
) -> GradeLines:
    """Return grades by participant and number, the newest of each first. Index: the primary key.

    Raises:
        Malformed: ``after`` if the key is not one of this order.
    """
    table, parties = table_of(CreditGrade), table_of(Participant)
    names = [field for field in GradeLine.__slots__ if field != "participant_name"]
    columns = [table.c[name] for name in names]
    statement: sa.Select[Any] = sa.select(*columns, parties.c.name.label("participant_name")).outerjoin(
        parties, parties.c.number == table.c.participant
    )
    if year is not None:
        statement = statement.where(table.c.year == year)
    if participant is not None:
        statement = statement.where(table.c.participant == participant)
    place = [table.c.participant, table.c.number]
    if after is not None:
        statement = statement.where(behind(after, place, descending=True))
    found = connection.execute(statement.order_by(*(one.desc() for one in place)).limit(limit + 1)).all()
    rows = tuple(_line(one) for one in found[:limit])
    return GradeLines(rows, key_of(found[limit - 1], place) if len(found) > limit else None)


def _line(row: sa.Row[Any]) -> GradeLine:
    given = dict(row._mapping)  # noqa: SLF001  a row's public view of itself
    return GradeLine(**given | {"grade": Grade(given["grade"]), "state": GradeState(given["state"])})
