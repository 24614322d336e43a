"""Permits: the public list, one permit, a holder's permits; and the small tables of pollutants and areas."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from registry.areas.discharge.rules.records import Area, Permit, Pollutant
from registry.ledger.parties import Participant
from registry.store.projection import mapper_of, table_of

PAGE: Final = 50
# A download is read in parts of so many rows.
EXPORT_MAX: Final = 1_000
# No holder has more sites than its permits' three digits can number.
OWN_MAX: Final = 999

_permits, _pollutants, _areas = (mapper_of(cls) for cls in (Permit, Pollutant, Area))
_participants = table_of(Participant)


@dataclass(frozen=True, slots=True)
class PermitLine:
    """A permit as a list shows it; ``state`` is valid, revoked, not yet or no longer valid on the day asked for."""

    number: str
    holder: str
    holder_name: str
    area: str
    management: str
    industry: str
    pollutants: tuple[str, ...]
    valid_from: str
    valid_until: str
    state: str


@dataclass(frozen=True, slots=True)
class PermitPage:
    """Permits by number, and the number from which the next page goes on."""

    rows: tuple[PermitLine, ...]
    next_after: str | None


def permits_in(
    connection: sa.Connection, *, today: str, area: str | None = None, after: str | None = None, limit: int = PAGE
) -> PermitPage:
    """Return permits past a number. Index: the primary key, or `area` for those of one area."""
    table = _permits.table
    query = sa.select(table, _participants.c.name).join(_participants, _participants.c.number == table.c.holder)
    query = query.order_by(table.c.number).limit(limit + 1)
    if area is not None:
        query = query.where(table.c.area == area)
    if after is not None:
        query = query.where(table.c.number > after)
    rows = tuple(_line(row, today) for row in connection.execute(query))
    return PermitPage(rows[:limit], rows[limit - 1].number if len(rows) > limit else None)


def permit_of(connection: sa.Connection, number: str) -> Permit | None:
    """Return a permit by its number."""
    table = _permits.table
    row = connection.execute(sa.select(table).where(table.c.number == number)).first()
    return None if row is None else _permits.from_row(row)


def permits_of(connection: sa.Connection, holder: str) -> tuple[Permit, ...]:
    """Return a holder's permits by number. Index: `holder`."""
    table = _permits.table
    query = sa.select(table).where(table.c.holder == holder).order_by(table.c.number).limit(OWN_MAX)
    return tuple(_permits.from_row(row) for row in connection.execute(query))


def name_of(connection: sa.Connection, participant: str) -> str:
    """Return a participant's name; its number if it is not known."""
    query = sa.select(_participants.c.name).where(_participants.c.number == participant)
    return connection.scalar(query) or participant


def pollutants(connection: sa.Connection) -> tuple[Pollutant, ...]:
    """Return all pollutants in the order in which they were added."""
    table = _pollutants.table
    query = sa.select(table).order_by(table.c.defined_index, table.c.code)
    return tuple(_pollutants.from_row(row) for row in connection.execute(query))


def areas(connection: sa.Connection) -> tuple[Area, ...]:
    """Return all areas by code."""
    table = _areas.table
    return tuple(_areas.from_row(row) for row in connection.execute(sa.select(table).order_by(table.c.code)))


def state_of(permit: Permit, today: str) -> str:
    """Return where a permit stands on a day: `valid`, `revoked`, `not_yet` or `expired`."""
    if permit.status.value == "revoked" or permit.is_in_force(today):
        return permit.status.value
    return "not_yet" if today < permit.valid_from else "expired"


def _line(row: sa.Row[tuple[object, ...]], today: str) -> PermitLine:
    permit: Permit = _permits.from_row(row[:-1])
    return PermitLine(
        number=permit.number,
        holder=permit.holder,
        holder_name=str(row[-1]),
        area=permit.area,
        management=permit.management.value,
        industry=permit.industry,
        pollutants=tuple(dict.fromkeys(one.pollutant for one in permit.limits)),
        valid_from=permit.valid_from,
        valid_until=permit.valid_until,
        state=state_of(permit, today),
    )
