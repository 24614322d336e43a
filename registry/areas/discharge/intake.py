"""Hourly documents on their way in: from a device under its key, or a file that somebody brings by hand.

Checked before anything is kept: form, outlet, day, unit and range, and for a device the key. What they come to is
computed when a month is reported.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from registry.areas.discharge.queries.measuring import (
    Judged,
    active_keys,
    devices_at,
    judged_months,
    permit_with,
    ranges_for,
    split_outlet,
)
from registry.areas.discharge.rules.records import Permit
from registry.areas.discharge.series.hourly import HourlyDay, parse
from registry.areas.discharge.series.judging import check_units
from registry.areas.discharge.series.loose import gaps_between, tidied
from registry.areas.discharge.series.signed import is_signed, read_document
from registry.areas.participants.rules.calendars import day_of
from registry.ledger.errors import LedgerError, Refusal
from registry.ledger.rules import Catalogue, View
from registry.store.preview import SqlView
from registry.store.series import Brought, Kept, keep_days, newest


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What a file of hourly data would bring, day by day and month by month, before anything is kept of it."""

    permit: Permit
    outlet: str
    days: tuple[HourlyDay, ...]
    # Stretches of days, first and last, that lie between its days and are not in it.
    missing: tuple[tuple[str, str], ...]
    # Days that are here already: what was brought by hand gets a new version, what a device has signed stays.
    replaced: tuple[str, ...]
    signed: tuple[str, ...]
    months: dict[str, tuple[Judged, ...]]


def take_signed(engine: sa.Engine, catalogue: Catalogue, data: bytes, *, now: int) -> tuple[HourlyDay, Kept]:
    """Keep a device's document and return its day as it is kept; the same again is answered the same.

    Raises:
        Malformed: those of `read_document`, ``units_mixed``, ``unit_changed``.
        Tampering: ``note_signature``.
        Refusal: ``unknown_device`` without a signature by a device of this outlet, ``device_ended`` under a key that
            has ended, and those of `_check_days` and `permit_with`.
    """
    day, _ = read_document(data)
    with engine.connect() as connection:
        permit = permit_with(connection, day.outlet)
        devices = devices_at(connection, *split_outlet(day.outlet))
        key = read_document(data, active_keys(devices))[1]
        if not key:
            ended = read_document(data, [one.public_key for one in devices])[1]
            raise Refusal("device_ended" if ended else "unknown_device")
        view = SqlView(connection, catalogue, now)
        _check_days([day], permit, view, now)
    kept = keep_days(engine, day.outlet, [Brought(day.day, data, signed_by=key)], now=now)
    return day, kept[0]


def _check_days(days: Sequence[HourlyDay], permit: Permit, view: View, now: int) -> None:
    """Return if days of one outlet are over and their figures are in the units that they say.

    Raises:
        Malformed: those of `check_units`. Refusal: ``day_not_over``, and those of `ranges_for`.
    """
    today = day_of(now).isoformat()
    codes = sorted({one.code for day in days for one in day.columns})
    ranges = ranges_for(view, permit, split_outlet(days[0].outlet)[1], codes, now)
    for day in days:
        if day.day >= today:
            raise Refusal("day_not_over", day=day.day)
        check_units(day, ranges)


def read_file(data: bytes) -> tuple[HourlyDay, ...]:
    """Return the days of a file that somebody brings: a spreadsheet's CSV, or a device's own document.

    Raises:
        Malformed: those of `parse` and `read_document`.
    """
    return (read_document(data)[0],) if is_signed(data) else tuple(parse(tidied(data)))


def check_file(engine: sa.Engine, catalogue: Catalogue, data: bytes, *, holder: str, now: int) -> FileCheck:
    """Return what a file would bring; nothing is kept.

    Raises:
        Malformed: those of `read_file` and `_check_days`. Refusal: ``not_permitted`` for another holder's outlet, and
            those of `permit_with` and `_check_days`.
    """
    days = read_file(data)
    with engine.connect() as connection:
        permit = permit_with(connection, days[0].outlet)
        if permit.holder != holder:
            raise Refusal("not_permitted")
        view = SqlView(connection, catalogue, now)
        _check_days(days, permit, view, now)
        months = judged_months(view, permit, split_outlet(days[0].outlet)[1], days, now)
        known = newest(connection, days[0].outlet, [one.day for one in days])
    return FileCheck(
        permit=permit,
        outlet=split_outlet(days[0].outlet)[1],
        days=days,
        missing=tuple(gaps_between(one.day for one in days)),
        replaced=tuple(one.day for one in known if not one.signed_by),
        signed=tuple(one.day for one in known if one.signed_by),
        months=months,
    )


def take_file(
    engine: sa.Engine, catalogue: Catalogue, data: bytes, *, holder: str, by: str, now: int
) -> tuple[Kept, ...]:
    """Keep the days of a file that a representative brings, all or none.

    Days that are here in the same words, or under a device's signature, stay as they are.

    Raises:
        LedgerError: those of `check_file` and, for a device's own document, of `take_signed`.
    """
    if is_signed(data):
        check_file(engine, catalogue, data, holder=holder, now=now)
        return (take_signed(engine, catalogue, data, now=now)[1],)
    found = check_file(engine, catalogue, data, holder=holder, now=now)
    brought = [Brought(one.day, one.data, brought_by=by) for one in found.days if one.day not in found.signed]
    return keep_days(engine, found.days[0].outlet, brought, now=now)


def problems_of(months: dict[str, tuple[Judged, ...]]) -> Iterator[tuple[str, LedgerError]]:
    """Yield the months in which a pollutant is not measured, and why."""
    for month, judged in months.items():
        yield from ((month, one.problem) for one in judged if one.problem is not None)
