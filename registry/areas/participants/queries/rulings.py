"""What the office has ruled: parameters with their history, calendars, classes open or closed, suspensions that stand.

All of them are few (hundreds, not millions), so each list is read whole; the switches of a class come from the journal.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from registry.areas.participants.rules.calendars import Calendar
from registry.areas.participants.rules.parameters import Parameter, ParameterDefinition
from registry.areas.participants.rules.standing import Suspension
from registry.ledger.book import AssetClass
from registry.store import tables
from registry.store.projection import mapper_of

SWITCHES_MAX = 50
_SWITCHES = ("participants.close_class", "participants.reopen_class")


@dataclass(frozen=True, slots=True)
class ParameterLine:
    """A value of a parameter: ``state`` is `in_force`, `coming`, or `past`; instants in microseconds UTC."""

    name: str
    scope: str
    value: str
    unit: str
    nature: str
    stricter: str
    minimum: int
    maximum: int
    effective_at: int
    article: str
    evidence: str
    state: str
    set_index: int


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """A year that has a calendar: its weekdays off, and its days of a weekend that are worked."""

    year: int
    holidays: tuple[str, ...]
    workdays: tuple[str, ...]
    article: str
    set_index: int

    @property
    def holidays_text(self) -> str:
        """The days off as a table shows them, without the year."""
        return " ".join(day[5:] for day in self.holidays)

    @property
    def workdays_text(self) -> str:
        """The worked days of weekends as a table shows them, without the year."""
        return " ".join(day[5:] for day in self.workdays)


@dataclass(frozen=True, slots=True)
class ClassLine:
    """An asset class as it stands."""

    code: str
    name: str
    unit: str
    title: str
    title_register: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Switch:
    """An entry that closed or reopened a class, or asked for it."""

    index: int
    id: str
    kind: str
    recorded_at: int
    result: str


@dataclass(frozen=True, slots=True)
class SuspensionLine:
    """A suspension that stands: of whom or what, by which side, on what ground."""

    subject: str
    by: str
    ground: str
    since_index: int


def parameter_lines(connection: sa.Connection, *, now: int, name: str = "") -> tuple[ParameterLine, ...]:
    """Return every value ever set, of one parameter or of all, by name and scope, the newest first."""
    known = {one.name: one for one in _all(connection, ParameterDefinition)}
    values = sorted(_all(connection, Parameter), key=lambda one: (one.name, one.scope, one.age))
    found, seen = [], set()
    for one in values:
        if name not in ("", one.name):
            continue
        place = (one.name, one.scope)
        state = "coming" if one.effective_from > now else "past" if place in seen else "in_force"
        if state == "in_force":
            seen.add(place)
        found.append(_parameter_line(one, known[one.name], state))
    return tuple(found)


def parameter_names(connection: sa.Connection) -> tuple[str, ...]:
    """Return the names of the parameters that are defined."""
    return tuple(sorted(one.name for one in _all(connection, ParameterDefinition)))


def calendar_lines(connection: sa.Connection) -> tuple[CalendarLine, ...]:
    """Return the years that have a calendar, the latest first."""
    found = sorted(_all(connection, Calendar), key=lambda one: -one.year)
    return tuple(CalendarLine(one.year, one.holidays, one.workdays, one.article, one.set_index) for one in found)


def class_lines(connection: sa.Connection) -> tuple[ClassLine, ...]:
    """Return every asset class, by code."""
    found = sorted(_all(connection, AssetClass), key=lambda one: one.code)
    return tuple(
        ClassLine(one.code, one.name, one.unit, one.title.value, one.title_register, one.is_open) for one in found
    )


def switches(connection: sa.Connection) -> tuple[Switch, ...]:
    """Return the newest entries that closed or reopened classes. Index: `ix_leaf_kind`."""
    leaf = tables.leaf.c
    position = leaf.index.label("position")
    found: list[Any] = []
    for kind in _SWITCHES:
        query = sa.select(position, leaf.id, leaf.kind, leaf.recorded_at, leaf.result)
        query = query.where(leaf.kind == kind).order_by(leaf.index.desc()).limit(SWITCHES_MAX)
        found += connection.execute(query).all()
    newest = sorted(found, key=lambda row: -row.position)[:SWITCHES_MAX]
    return tuple(Switch(row.position, str(UUID(bytes=row.id)), row.kind, row.recorded_at, row.result) for row in newest)


def suspension_lines(connection: sa.Connection) -> tuple[SuspensionLine, ...]:
    """Return the suspensions that stand, the newest first."""
    found = sorted((one for one in _all(connection, Suspension) if one.is_active), key=lambda one: -one.since_index)
    return tuple(SuspensionLine(one.subject, one.by.value, one.ground, one.since_index) for one in found)


def closed_classes(connection: sa.Connection) -> tuple[str, ...]:
    """Return the codes of the classes that are closed now."""
    return tuple(one.code for one in class_lines(connection) if not one.is_open)


def _all(connection: sa.Connection, cls: type) -> list:  # type: ignore[type-arg]  # records of the class asked for
    mapper = mapper_of(cls)
    return [mapper.from_row(row) for row in connection.execute(sa.select(mapper.table))]


def _parameter_line(one: Parameter, definition: ParameterDefinition, state: str) -> ParameterLine:
    return ParameterLine(
        name=one.name,
        scope=one.scope,
        value=one.text if one.text is not None else f"{one.integer or 0:,}",
        unit=definition.unit,
        nature=definition.nature.value,
        stricter=definition.stricter.value,
        minimum=definition.minimum,
        maximum=definition.maximum,
        effective_at=one.effective_from,
        article=one.article,
        evidence=one.evidence.value,
        state=state,
        set_index=one.set_index,
    )
