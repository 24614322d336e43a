"""Targets of zones with the newest measure of each, and how far it has come."""

from dataclasses import dataclass

import sqlalchemy as sa

from registry.areas.participants.queries.attested import EXPORT_MAX, entries_of
from registry.areas.participants.rules.attested import RecordState
from registry.areas.supervision.rules.records import SupervisionRecord


@dataclass(frozen=True, slots=True)
class Progress:
    """A zone's target in thousandths of its unit, its newest measure, and the part of the way in thousandths."""

    number: str
    zone: str
    intensity: str
    base_year: str
    base_milli: int
    target_year: str
    target_milli: int
    measured_milli: int | None
    progress_permille: int | None


def progress(connection: sa.Connection, intensity: str) -> tuple[Progress, ...]:
    """Return the standing targets of one intensity, the newest of each zone first. Index: `…_book`."""
    found = entries_of(connection, SupervisionRecord, "target", state=RecordState.STANDING.value, limit=EXPORT_MAX).rows
    lines = []
    for one in found:
        record = one.record
        if record.fact("intensity") != intensity:
            continue
        base, target = record.figure("base_milli"), record.figure("target_milli")
        measured = record.total("intensity") if record.measures else None
        way = base - target
        done = None if measured is None or way <= 0 else (base - measured) * 1000 // way
        lines.append(
            Progress(
                record.number, record.zone, intensity, record.fact("base_year"), base, record.fact("target_year"),
                target, measured, done,
            )
        )  # fmt: skip
    return tuple(lines)
