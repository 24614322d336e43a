"""A year's monthly evidence of one enterprise: each stream's month as it stands, what is due, and what looks wrong."""

from dataclasses import dataclass

import sqlalchemy as sa

from registry.areas.compliance.rules.deadlines import end_of
from registry.areas.compliance.rules.evidence import MonthlyEvidence, evidence_due, month_end
from registry.areas.compliance.rules.suspicions import Finding, findings, limits_at, newest
from registry.areas.participants.rules.calendars import day_of
from registry.ledger.errors import Refusal
from registry.ledger.rules import Catalogue, View
from registry.store.preview import SqlView
from registry.store.projection import mapper_of, table_of

_evidence = table_of(MonthlyEvidence)
MONTHS = 12


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One stream's newest month, or a month without any; ``state`` says how it stands to its last day."""

    month: int
    due: str | None
    state: str
    stream: str | None
    version: int | None
    amount: int | None
    measure: str | None
    ncv_kj: int | None
    carbon_mg: int | None
    basis: str | None
    laboratory: str | None
    finding_count: int
    filed_index: int | None


@dataclass(frozen=True, slots=True)
class YearEvidence:
    """A year's months in order, and the findings about them."""

    rows: tuple[MonthLine, ...]
    findings: tuple[Finding, ...]


def evidence_of(connection: sa.Connection, year: int, participant: str, catalogue: Catalogue, now: int) -> YearEvidence:
    """Return a year's evidence. Index: the primary key, which begins with year and participant."""
    mine = sa.select(_evidence).where(_evidence.c.year == year, _evidence.c.participant == participant)
    read = mapper_of(MonthlyEvidence).from_row
    known = newest(read(row) for row in connection.execute(mine))
    view = SqlView(connection, catalogue, now)
    found = findings(known, limits_at(view, now))
    rows = [line for month in range(1, MONTHS + 1) for line in _month(year, month, known, found, view)]
    return YearEvidence(tuple(rows), found)


def _month(
    year: int, month: int, known: tuple[MonthlyEvidence, ...], found: tuple[Finding, ...], view: View
) -> list[MonthLine]:
    due = _due(view, year, month)
    mine = [one for one in known if one.month == month]
    if not mine:
        return [MonthLine(month, due, _missing(year, month, due, view.now), *(None,) * 8, 0, None)]
    return [
        MonthLine(
            month=month,
            due=due,
            state="late" if one.is_late else "filed",
            stream=one.stream,
            version=one.version,
            amount=one.amount,
            measure=one.measure.value,
            ncv_kj=one.ncv_kj,
            carbon_mg=one.carbon_mg,
            basis=one.basis.value,
            laboratory=one.laboratory,
            finding_count=sum(finding.month == month and finding.stream == one.stream for finding in found),
            filed_index=one.filed_index,
        )
        for one in mine
    ]


def _due(view: View, year: int, month: int) -> str | None:
    try:
        return evidence_due(view, year, month)
    except Refusal:
        return None


def _missing(year: int, month: int, due: str | None, now: int) -> str:
    """Return how a month without evidence stands: it is to come, it runs, or it is overdue."""
    if day_of(now) <= month_end(year, month):
        return "to_come"
    return "overdue" if due is not None and now >= end_of(due) else "open"
