"""What permits discharged in a year against their rights and limits: a line for each pollutant and medium."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from registry.areas.discharge.queries.measuring import monthly
from registry.areas.discharge.rules.measuring_records import MonthlyDischarge
from registry.areas.discharge.rules.records import Medium, Permit, Pollutant, medium_of
from registry.areas.discharge.rules.settling import MILLIGRAMS, Settlement, held_units, permitted_units
from registry.ledger.rules import View
from registry.store.projection import mapper_of

_settlements = mapper_of(Settlement)
MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class DischargeLine:
    """One pollutant into one medium of a permit in a year: what was discharged beside what is held and allowed.

    ``months_mg`` has a sum over outlets for each month, None where none has reported it. Units are the pollutant's.
    """

    permit: str
    pollutant: str
    medium: str
    unit: str
    year: int
    mass_mg: int
    units: int
    held_units: int
    permitted_units: int
    months_reported: int
    months_mg: tuple[int | None, ...]
    settlement: Settlement | None
    state: str

    @property
    def short_units(self) -> int:
        """How many units more than the rights were discharged so far."""
        return max(self.units - self.held_units, 0)


@dataclass(frozen=True, slots=True)
class PermitYear:
    """A permit's year: its lines, and its months by outlet."""

    lines: tuple[DischargeLine, ...]
    months: tuple[MonthlyDischarge, ...]


def permit_year(
    connection: sa.Connection, view: View, permit: Permit, year: int, *, pollutants: dict[str, Pollutant], now: int
) -> PermitYear:
    """Return what a permit discharged in a year of all that it names or reported."""
    months = monthly(connection, permit.number, year)
    settled = {(one.pollutant, one.medium): one for one in _settled(connection, permit.number, year)}
    named = [(one.pollutant, medium_of(one.outlet)) for one in permit.limits]
    seen = [(one.pollutant, medium_of(one.outlet)) for one in months]
    lines = tuple(
        _line(view, permit, year, pollutants[code], medium, months=months, settled=settled.get((code, medium)), now=now)
        for code, medium in dict.fromkeys((*named, *seen))
        if code in pollutants
    )
    return PermitYear(lines, months)


def _line(
    view: View,
    permit: Permit,
    year: int,
    pollutant: Pollutant,
    medium: Medium,
    *,
    months: Iterable[MonthlyDischarge],
    settled: Settlement | None,
    now: int,
) -> DischargeLine:
    by_month: list[int | None] = [None] * MONTHS
    for one in months:
        if one.pollutant == pollutant.code and medium_of(one.outlet) is medium:
            place = int(one.month[5:]) - 1
            by_month[place] = (by_month[place] or 0) + one.mass_mg
    mass = sum(one for one in by_month if one is not None)
    units = -(-mass // MILLIGRAMS[pollutant.unit])
    held = held_units(view, permit.number, pollutant.code, medium, year)
    permitted = permitted_units(permit, pollutant.code, medium)
    return DischargeLine(
        permit=permit.number,
        pollutant=pollutant.code,
        medium=medium.value,
        unit=pollutant.unit.value,
        year=year,
        mass_mg=mass,
        units=units,
        held_units=held,
        permitted_units=permitted,
        months_reported=sum(1 for one in by_month if one is not None),
        months_mg=tuple(by_month),
        settlement=settled,
        state=_state(settled, units, held=held, permitted=permitted, now=now),
    )


def _state(settled: Settlement | None, units: int, *, held: int, permitted: int, now: int) -> str:
    """Return where a line stands: as settled, or, before that, whether it is above a limit already."""
    if settled is not None:
        return settled.state(now).value
    if units > permitted:
        return "above_permit"
    return "above_rights" if units > held else "within"


def _settled(connection: sa.Connection, permit: str, year: int) -> tuple[Settlement, ...]:
    """Return a permit's settled lines of a year. Index: primary key."""
    table = _settlements.table
    rows = connection.execute(sa.select(table).where(table.c.permit == permit, table.c.year == year))
    return tuple(_settlements.from_row(row) for row in rows)
