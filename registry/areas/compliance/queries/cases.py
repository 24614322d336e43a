"""The list of covered enterprises, and one enterprise's year with its reports and opinions."""

from dataclasses import dataclass, fields
from typing import Any, Final

import sqlalchemy as sa

from registry.areas.compliance.rules.calculations import Allocation, PreAllocation
from registry.areas.compliance.rules.records import (
    CoveredEnterprise,
    Deadline,
    EmissionsReport,
    Step,
    VerificationOpinion,
    VerifiedEmissions,
)
from registry.areas.compliance.rules.status import Obligation, Stands, stands
from registry.areas.compliance.rules.surrender import Surrender
from registry.areas.participants.queries.places import behind, key_of
from registry.areas.participants.rules.holdings import Pending
from registry.ledger.book import Batch
from registry.ledger.parties import Participant
from registry.store.projection import mapper_of, table_of

LastDays = dict[tuple[int, str], str]
PAGE: Final = 50
# A download is read in parts of so many rows.
EXPORT_MAX: Final = 1_000

_covered, _reports, _opinions = (table_of(cls) for cls in (CoveredEnterprise, EmissionsReport, VerificationOpinion))
_verified, _deadlines, _participants = (table_of(cls) for cls in (VerifiedEmissions, Deadline, Participant))
_batches, _obligations, _surrendered, _pending = (table_of(cls) for cls in (Batch, Obligation, Surrender, Pending))


@dataclass(frozen=True, slots=True)
class CoveredLine:
    """An enterprise on the list of a year. ``verified_tco2e`` is None before the authority has accepted a report."""

    year: int
    participant: str
    name: str
    sector: str
    zone: str
    basis_tco2e: int
    state: str
    version: int
    verifier: str | None
    verified_tco2e: int | None
    surrendered_units: int | None
    standing: str


@dataclass(frozen=True, slots=True)
class CoveredPage:
    """Enterprises in an order, and the key from which the next page goes on."""

    rows: tuple[CoveredLine, ...]
    next_after: str | None


@dataclass(frozen=True, slots=True)
class Used:
    """One use of units against a year, with where it stands and the national register's number."""

    surrender: Surrender
    status: str
    reference: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """One enterprise's year: the newest version of its report first, opinions by version."""

    covered: CoveredEnterprise
    name: str
    verifier_name: str | None
    reports: tuple[EmissionsReport, ...]
    opinions: tuple[VerificationOpinion, ...]
    verified: VerifiedEmissions | None
    ahead: PreAllocation | None
    allocation: Allocation | None
    obligation: Obligation | None
    surrenders: tuple[Used, ...]
    # Allowances whose booking cites the allocation's document.
    booked_units: int


def listed_years(connection: sa.Connection) -> tuple[int, ...]:
    """Return the years from the newest that has a list to the oldest."""
    newest = connection.scalar(sa.select(sa.func.max(_covered.c.year)))
    oldest = connection.scalar(sa.select(sa.func.min(_covered.c.year)))
    return () if newest is None or oldest is None else tuple(range(newest, oldest - 1, -1))


def covered_in(
    connection: sa.Connection, year: int, *, now: int, sector: str | None = None, after: str | None = None,
    limit: int = PAGE,
) -> CoveredPage:  # fmt: skip
    """Return the list of a year past a participant's number. Index: the primary key, which begins with the year."""
    query = _lines().where(_covered.c.year == year).order_by(_covered.c.participant).limit(limit + 1)
    if sector is not None:
        query = query.where(_covered.c.sector == sector)
    if after is not None:
        query = query.where(_covered.c.participant > after)
    days = _last_days(connection)
    rows = tuple(_line(row, days, now) for row in connection.execute(query))
    return CoveredPage(rows[:limit], rows[limit - 1].participant if len(rows) > limit else None)


def cases_of(
    connection: sa.Connection, participant: str, *, now: int, after: str | None = None, limit: int = PAGE
) -> CoveredPage:
    """Return the years of an enterprise, and of a verifier those that it reviews, the newest first, past a key.

    Raises:
        Malformed: ``after`` if the key is not one of this order.
    """
    place = (_covered.c.year, _covered.c.participant)
    concerned = sa.or_(_covered.c.participant == participant, _covered.c.verifier == participant)
    query = _lines().where(concerned).order_by(*(one.desc() for one in place)).limit(limit + 1)
    if after is not None:
        query = query.where(behind(after, place, descending=True))
    found = connection.execute(query).all()
    next_after = key_of(found[limit - 1], place) if len(found) > limit else None
    days = _last_days(connection)
    return CoveredPage(tuple(_line(row, days, now) for row in found[:limit]), next_after)


def is_concerned(connection: sa.Connection, year: int, participant: str, by: str) -> bool:
    """Return whether a participant is the enterprise of a case or reviews it."""
    verifier = sa.select(_covered.c.verifier).where(_covered.c.year == year, _covered.c.participant == participant)
    return by == participant or connection.scalar(verifier) == by


def case_of(connection: sa.Connection, year: int, participant: str) -> Case | None:
    """Return an enterprise's year, None if it was never listed for it."""
    row = connection.execute(
        sa.select(_covered).where(_covered.c.year == year, _covered.c.participant == participant)
    ).one_or_none()
    if row is None:
        return None
    covered = mapper_of(CoveredEnterprise).from_row(row)
    names = _names(connection, participant, covered.verifier)
    allocation = _one(connection, Allocation, year, participant)
    return Case(
        covered=covered,
        name=names.get(participant, participant),
        verifier_name=names.get(covered.verifier),
        reports=_versions(connection, EmissionsReport, _reports, year, participant),
        opinions=_versions(connection, VerificationOpinion, _opinions, year, participant),
        verified=_one(connection, VerifiedEmissions, year, participant),
        ahead=_one(connection, PreAllocation, year, participant),
        allocation=allocation,
        obligation=_one(connection, Obligation, year, participant),
        surrenders=_surrenders(connection, year, participant),
        booked_units=_booked(connection, year, allocation.document) if allocation else 0,
    )


def deadlines_of(connection: sa.Connection, year: int | None = None) -> tuple[Deadline, ...]:
    """Return the deadlines of a year, or all, the soonest first. There are few in each year."""
    query = sa.select(_deadlines).order_by(_deadlines.c.day, _deadlines.c.step, _deadlines.c.sector)
    return _all(connection, Deadline, query if year is None else query.where(_deadlines.c.year == year))


def _lines() -> sa.Select[Any]:
    return (
        sa.select(
            _covered,
            _participants.c.name,
            _verified.c.tco2e.label("verified_tco2e"),
            *(column for column in _obligations.c if column.name not in ("year", "participant")),
        )
        .join(_participants, _participants.c.number == _covered.c.participant)
        .outerjoin(
            _verified,
            sa.and_(_verified.c.year == _covered.c.year, _verified.c.participant == _covered.c.participant),
        )
        .outerjoin(
            _obligations,
            sa.and_(_obligations.c.year == _covered.c.year, _obligations.c.participant == _covered.c.participant),
        )
    )


def _line(row: Any, days: LastDays, now: int) -> CoveredLine:  # noqa: ANN401  a row of the statement above
    done = None
    if row.asked_at is not None:
        done = Obligation(**{spec.name: getattr(row, spec.name) for spec in fields(Obligation)})
    found = stands(row.verified_tco2e, done, last_day(days, row.year, row.sector), now)
    return CoveredLine(
        year=row.year,
        participant=row.participant,
        name=row.name,
        sector=row.sector,
        zone=row.zone,
        basis_tco2e=row.basis_tco2e,
        state="listed" if row.is_listed else row.removed,
        version=row.version,
        verifier=row.verifier,
        verified_tco2e=row.verified_tco2e,
        surrendered_units=done.final if done else None,
        standing=found.standing.value,
    )


def _last_days(connection: sa.Connection) -> LastDays:
    """Return the last day of surrender by year and sector. There are few."""
    query = sa.select(_deadlines.c.year, _deadlines.c.sector, _deadlines.c.day)
    found = connection.execute(query.where(_deadlines.c.step == Step.SURRENDER.value))
    return {(row.year, row.sector): row.day for row in found}


def last_day(days: LastDays, year: int, sector: str) -> str | None:
    """Return the last day of surrender of a sector, else of all, or None."""
    return days.get((year, sector)) or days.get((year, ""))


def standing_of(connection: sa.Connection, case: Case, now: int) -> tuple[Stands, str | None]:
    """Return where a case stands at an instant, and the last day of its surrender."""
    day = last_day(_last_days(connection), case.covered.year, case.covered.sector)
    return stands(case.verified.tco2e if case.verified else None, case.obligation, day, now), day


def _names(connection: sa.Connection, *numbers: str | None) -> dict[str | None, str]:
    wanted = [number for number in numbers if number is not None]
    found = connection.execute(
        sa.select(_participants.c.number, _participants.c.name).where(_participants.c.number.in_(wanted))
    )
    return {row.number: row.name for row in found}


def _at(table: sa.Table, year: int, participant: str) -> sa.Select[Any]:
    return sa.select(table).where(table.c.year == year, table.c.participant == participant)


def _one(connection: sa.Connection, cls: type, year: int, participant: str) -> Any:  # noqa: ANN401  the record
    return next(iter(_all(connection, cls, _at(table_of(cls), year, participant))), None)


def _surrenders(connection: sa.Connection, year: int, participant: str) -> tuple[Used, ...]:
    """Return the uses of units against a year, the newest first. Index: `ix_surrender_year`."""
    mine = sa.and_(_surrendered.c.year == year, _surrendered.c.participant == participant)
    query = sa.select(_surrendered, _pending.c.status, _pending.c.reference).join(
        _pending, _pending.c.id == _surrendered.c.id
    )
    found = connection.execute(query.where(mine).order_by(_surrendered.c.asked_at.desc()).limit(EXPORT_MAX))
    return tuple(Used(mapper_of(Surrender).from_row(row[:-2]), row.status, row.reference) for row in found)


def _booked(connection: sa.Connection, year: int, document: str) -> int:
    """Return the units of the year's batches that cite a document. Index: the batches of an asset."""
    units = sa.func.sum(_batches.c.last - _batches.c.first + 1)
    cites = sa.and_(_batches.c.asset == f"CEA-{year}", _batches.c.document == document)
    return int(connection.scalar(sa.select(units).where(cites)) or 0)


def _versions(connection: sa.Connection, cls: type, table: sa.Table, year: int, participant: str) -> tuple[Any, ...]:
    return _all(connection, cls, _at(table, year, participant).order_by(table.c.version.desc()))


def _all(connection: sa.Connection, cls: type, query: sa.Select[Any]) -> tuple[Any, ...]:
    return tuple(mapper_of(cls).from_row(row) for row in connection.execute(query))
