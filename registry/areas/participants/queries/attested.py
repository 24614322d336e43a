"""What pages read of books of attested records: lists by key, one record with its measures. Any area's tables."""

from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from registry.areas.participants.queries.places import behind, key_of
from registry.areas.participants.rules.attested import Attested, Measured
from registry.ledger.parties import Participant
from registry.store.projection import mapper_of, table_of

PAGE: Final = 50
EXPORT_MAX: Final = 1_000
MEASURES_MAX: Final = 400


@dataclass(frozen=True, slots=True)
class Entry:
    """A record with the name of its participant."""

    record: Attested
    participant_name: str | None


@dataclass(frozen=True, slots=True)
class Entries:
    """A page of records, the newest first, and the key from which the next one goes on."""

    rows: tuple[Entry, ...]
    next_after: str | None


def entries_of(
    connection: sa.Connection,
    cls: type,
    book: str,
    *,
    zone: str | None = None,
    state: str | None = None,
    participant: str | None = None,
    after: str | None = None,
    limit: int = PAGE,
) -> Entries:
    """Return the records of a book, narrowed to a zone, a state or a participant. Index: `…_book`, `…_participant`.

    Raises:
        Malformed: ``after`` if the key is not one of this order.
    """
    table, parties = table_of(cls), table_of(Participant)
    statement = (
        sa.select(table, parties.c.name.label("participant_name"))
        .outerjoin(parties, parties.c.number == table.c.participant)
        .where(table.c.book == book)
    )
    for name, value in (("zone", zone), ("state", state), ("participant", participant)):
        if value is not None:
            statement = statement.where(table.c[name] == value)
    place = [table.c.opened_index, table.c.number]
    if after is not None:
        statement = statement.where(behind(after, place, descending=True))
    statement = statement.order_by(*(column.desc() for column in place)).limit(limit + 1)
    found = connection.execute(statement).all()
    rows = tuple(_entry(cls, one) for one in found[:limit])
    return Entries(rows, key_of(found[limit - 1], place) if len(found) > limit else None)


def entry_of(connection: sa.Connection, cls: type, number: str) -> Entry | None:
    """Return one record, or None."""
    table, parties = table_of(cls), table_of(Participant)
    statement = (
        sa.select(table, parties.c.name.label("participant_name"))
        .outerjoin(parties, parties.c.number == table.c.participant)
        .where(table.c.number == number)
    )
    found = connection.execute(statement).first()
    return None if found is None else _entry(cls, found)


def measures_of(connection: sa.Connection, cls: type, number: str) -> tuple[Measured, ...]:
    """Return what was measured under a record, the newest first. Index: the primary key."""
    table = table_of(cls)
    statement = sa.select(table).where(table.c.number == number).order_by(table.c.n.desc()).limit(MEASURES_MAX)
    return tuple(mapper_of(cls).from_row(row) for row in connection.execute(statement))


def _entry(cls: type, row: sa.Row[Any]) -> Entry:
    return Entry(mapper_of(cls).from_row(tuple(row)[:-1]), row.participant_name)
