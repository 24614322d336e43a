"""Actual discharge: devices of an outlet, what was reported of its months, and what its hourly documents come to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import sqlalchemy as sa

from registry.areas.discharge.queries.permits import permit_of
from registry.areas.discharge.rules.measuring import MeasuredLine, ReportMonth, judging_of, measured_pollutant, range_of
from registry.areas.discharge.rules.measuring_records import (
    DeviceStatus,
    MonitoringDevice,
    MonthlyDischarge,
    OutletMonth,
    OutletYear,
)
from registry.areas.discharge.rules.records import Permit, medium_of
from registry.areas.discharge.series.hourly import HourlyDay
from registry.areas.discharge.series.judging import (
    VERSION,
    Judging,
    PollutantMonth,
    Range,
    days_of,
    judge_month,
)
from registry.areas.discharge.series.signed import read_document
from registry.ledger.errors import LedgerError, Refusal
from registry.ledger.rules import View
from registry.store.projection import mapper_of
from registry.store.series import Kept, between, texts

_devices, _months, _monthly, _years = (
    mapper_of(cls) for cls in (MonitoringDevice, OutletMonth, MonthlyDischarge, OutletYear)
)
_PERMIT_LENGTH: Final = 22
# Twelve months of as many outlets and pollutants as a permit can have.
_ROWS_MAX: Final = 20_000


@dataclass(frozen=True, slots=True)
class Judged:
    """One pollutant of a month as its documents give it, or why it is not measured by them."""

    code: str
    found: PollutantMonth | None
    problem: LedgerError | None


@dataclass(frozen=True, slots=True)
class ComputedMonth:
    """An outlet's month computed from its newest documents: what can be reported, and the body that would report it."""

    days: tuple[Kept, ...]
    judged: tuple[Judged, ...]
    body: ReportMonth | None


def split_outlet(outlet: str) -> tuple[str, str]:
    """Return permit and outlet of a national outlet number."""
    return outlet[:_PERMIT_LENGTH], outlet[_PERMIT_LENGTH:]


def permit_with(connection: sa.Connection, outlet: str) -> Permit:
    """Return the permit that has an outlet, by its national number.

    Raises:
        Refusal: ``unknown_permit``, ``outlet_not_in_permit``.
    """
    number, code = split_outlet(outlet)
    permit = permit_of(connection, number)
    if permit is None:
        raise Refusal("unknown_permit", key=number)
    if code not in {one.code for one in permit.outlets}:
        raise Refusal("outlet_not_in_permit", outlet=code)
    return permit


def devices_at(connection: sa.Connection, permit: str, outlet: str | None = None) -> tuple[MonitoringDevice, ...]:
    """Return the devices of a permit or of one outlet, the first registered first. Index: `outlet`."""
    table = _devices.table
    query = sa.select(table).where(table.c.permit == permit)
    if outlet is not None:
        query = query.where(table.c.outlet == outlet)
    rows = connection.execute(query.order_by(table.c.outlet, table.c.registered_index))
    return tuple(_devices.from_row(row) for row in rows)


def device_of(connection: sa.Connection, public_key: str) -> MonitoringDevice | None:
    """Return a device by its key."""
    row = connection.execute(sa.select(_devices.table).where(_devices.table.c.public_key == public_key)).first()
    return None if row is None else _devices.from_row(row)


def monthly(connection: sa.Connection, permit: str, year: int) -> tuple[MonthlyDischarge, ...]:
    """Return a permit's months of a year, by outlet, pollutant and month. Index: primary key."""
    table = _monthly.table
    query = sa.select(table).where(table.c.permit == permit, table.c.month.between(f"{year}-01", f"{year}-12"))
    rows = connection.execute(query.order_by(table.c.outlet, table.c.pollutant, table.c.month).limit(_ROWS_MAX))
    return tuple(_monthly.from_row(row) for row in rows)


def years_of(connection: sa.Connection, permit: str) -> tuple[int, ...]:
    """Return the years of which a permit has any discharge, the newest first. Index: primary key."""
    table = _years.table
    return tuple(
        connection.scalars(
            sa.select(table.c.year).distinct().where(table.c.permit == permit).order_by(table.c.year.desc())
        )
    )


def reported(connection: sa.Connection, permit: str, outlet: str, month: str) -> OutletMonth | None:
    """Return how a month was reported from continuous measurement, if it was."""
    table = _months.table
    query = sa.select(table).where(table.c.permit == permit, table.c.outlet == outlet, table.c.month == month)
    row = connection.execute(query).first()
    return None if row is None else _months.from_row(row)


def ranges_for(view: View, permit: Permit, outlet: str, codes: Iterable[str], now: int) -> dict[str, Range]:
    """Return what instruments at an outlet (its code in the permit) can read of these pollutants.

    Raises:
        Refusal: ``range_not_set``, and those of `measured_pollutant`.
    """
    made = {}
    for code in codes:
        pollutant = measured_pollutant(view, permit, outlet, code)
        try:
            made[code] = range_of(view, pollutant, medium_of(outlet), now)
        except Refusal:
            raise Refusal("range_not_set", pollutant=code) from None
    return made


def judged_months(
    view: View, permit: Permit, outlet: str, days: Sequence[HourlyDay], now: int
) -> dict[str, tuple[Judged, ...]]:
    """Return what days of an outlet come to, by month and pollutant.

    Raises:
        Refusal: those of `judging_of` and `ranges_for`.
    """
    judging = judging_of(view, now)
    ranges = ranges_for(view, permit, outlet, sorted({one.code for day in days for one in day.columns}), now)
    return {
        month: _judged(tuple(group), month, judging, ranges) for month, group in groupby(days, lambda day: day.day[:7])
    }


def _judged(
    days: tuple[HourlyDay, ...], month: str, judging: Judging, ranges: Mapping[str, Range]
) -> tuple[Judged, ...]:
    made = []
    for code in sorted({one.code for day in days for one in day.columns}):
        try:
            found = judge_month(days, month, judging=judging, ranges={code: ranges[code]})[0]
            made.append(Judged(code, found, None))
        except LedgerError as error:
            made.append(Judged(code, None, error))
    return tuple(made)


def computed_month(
    connection: sa.Connection, view: View, permit: Permit, outlet: str, month: str, *, now: int
) -> ComputedMonth:
    """Return an outlet's month (the outlet by its code in the permit) as its newest documents give it.

    Raises:
        Refusal: those of `judged_months`.
    """
    kept = between(connection, permit.number + outlet, f"{month}-01", f"{month}-{days_of(month):02}")
    keys = [one.public_key for one in devices_at(connection, permit.number, outlet)]
    read = [read_document(data, keys) for data in texts(connection, kept)]
    if not read or len(read) != len(kept):  # one that was erased is no document any more
        return ComputedMonth(kept, (), None)
    judged = judged_months(view, permit, outlet, [day for day, _ in read], now)[month]
    good = tuple(one.found for one in judged if one.found is not None)
    if not good:
        return ComputedMonth(kept, judged, None)
    known = reported(connection, permit.number, outlet, month)
    judging = judging_of(view, now)
    ranges = ranges_for(view, permit, outlet, [one.code for one in good], now)
    body = ReportMonth(
        permit=permit.number,
        outlet=outlet,
        month=month,
        version=known.version if known is not None else 0,
        calculator=VERSION,
        stuck_hours=judging.stuck_hours,
        gap_short_hours=judging.gap_short_hours,
        gap_window_hours=judging.gap_window_hours,
        valid_share_percent=judging.valid_share_percent,
        flow_max=judging.flow_max,
        lines=tuple(_line(one, ranges[one.code]) for one in good),
        devices=tuple(sorted({key for _, key in read if key})),
        days_signed=sum(1 for _, key in read if key),
        days=tuple(one.digest for one in kept),
    )
    return ComputedMonth(kept, judged, body)


def _line(found: PollutantMonth, limits: Range) -> MeasuredLine:
    return MeasuredLine(
        pollutant=found.code,
        unit=found.unit,
        highest=limits.highest,
        drift=limits.drift,
        hours_valid=found.hours_valid,
        hours_stopped=found.hours_stopped,
        hours_stood_in=found.hours_stood_in,
        mass_mg=found.mass_mg,
    )


def active_keys(devices: Iterable[MonitoringDevice]) -> list[str]:
    """Return the keys that count now."""
    return [one.public_key for one in devices if one.status is DeviceStatus.ACTIVE]
