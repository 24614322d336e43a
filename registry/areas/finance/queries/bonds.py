"""What is read of bonds: the list, one bond with its money, its reports and what is late, and the next number."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa

from registry.areas.finance.founding import IDLE_MONTHS
from registry.areas.finance.queries.projects import EXPORT_MAX, PAGE
from registry.areas.finance.rules.bonds.records import Bond, BondMove, BondReport, ReportLine
from registry.areas.finance.rules.bonds.reporting import (
    credited_units,
    due_on,
    expected_line,
    issued_cases,
)
from registry.areas.finance.rules.choices import MoveKind
from registry.areas.finance.rules.records import Project
from registry.areas.finance.tables import bonds, moves, participants, project_credits, projects, reports, uses
from registry.areas.participants.queries import batch_texts
from registry.areas.participants.queries.places import behind, key_of
from registry.areas.participants.rules.parameters import parameter
from registry.ledger.errors import Refusal
from registry.ledger.rules import View
from registry.store.projection import mapper_of

MOVES_SHOWN: Final = 200
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class BondRow:
    """A bond as the list shows it; ``late`` are the years whose report is overdue."""

    bond: Bond
    issuer_name: str
    late: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BondPage:
    """Bonds, the newest change first, and the key from which the next page goes on."""

    rows: tuple[BondRow, ...]
    next_after: str | None


@dataclass(frozen=True, slots=True)
class UseLine:
    """A project that a bond finances: its money there, its share of the whole, and whether it is eligible now."""

    project: str
    name_zh: str
    name_en: str
    fen: int
    refinanced_fen: int
    total_investment_fen: int
    eligibility: str


@dataclass(frozen=True, slots=True)
class TakenOut:
    """Tonnes of a financed project and year that were issued as credits, under which serial texts."""

    project: str
    credit_project: str
    year: int
    units: int
    batches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WholeBond:
    """A bond with everything about it; ``stale_fen`` is what has lain idle for longer than the parameter allows."""

    bond: Bond
    issuer_name: str
    reviewer_name: str | None
    uses: tuple[UseLine, ...]
    moves: tuple[BondMove, ...]
    reports: tuple[BondReport, ...]
    taken_out: tuple[TakenOut, ...]
    late: tuple[str, ...]
    stale_fen: int
    stale_since: str | None


def list_bonds(
    connection: sa.Connection, view: View, wanted: Mapping[str, str | None], *, now: int, today: str,
    after: str | None = None, limit: int = PAGE,
) -> BondPage:  # fmt: skip
    """Return bonds, the newest change first, past a key; ``wanted`` gives values by column. `ix_green_bond_newest`.

    Raises:
        Malformed: ``after`` if the key is none.
    """
    place = (bonds.c.changed_at, bonds.c.number)
    query = sa.select(bonds, participants.c.name.label("issuer_name")).select_from(
        bonds.outerjoin(participants, participants.c.number == bonds.c.issuer)
    )
    query = query.where(*(bonds.c[name] == value for name, value in wanted.items() if value is not None))
    if after is not None:
        query = query.where(behind(after, place, descending=True))
    limit = min(limit, EXPORT_MAX)
    found = connection.execute(query.order_by(*(one.desc() for one in place)).limit(limit + 1)).all()
    told = _periods(connection, [row.number for row in found[:limit]])
    rows = []
    for *columns, name in found[:limit]:
        bond: Bond = mapper_of(Bond).from_row(columns)
        late = late_periods(view, bond, told.get(bond.number, frozenset()), now=now, today=today)
        rows.append(BondRow(bond, name or bond.issuer, late))
    return BondPage(tuple(rows), key_of(found[limit - 1], place) if len(found) > limit else None)


def _periods(connection: sa.Connection, numbers: Iterable[str]) -> dict[str, frozenset[str]]:
    query = sa.select(reports.c.bond, reports.c.period).where(reports.c.bond.in_(list(numbers)))
    told: dict[str, set[str]] = {}
    for row in connection.execute(query):
        told.setdefault(row.bond, set()).add(row.period)
    return {bond: frozenset(periods) for bond, periods in told.items()}


def late_periods(view: View, bond: Bond, told: frozenset[str], *, now: int, today: str) -> tuple[str, ...]:
    """Return the years of a bond's life whose report was due before today and is not here."""
    try:
        years = range(int(bond.issued_on[:4]), min(int(today[:4]), int(bond.matures_on[:4]) + 1))
        return tuple(f"{year}" for year in years if f"{year}" not in told and due_on(view, f"{year}", now) < today)
    except Refusal:  # no day is set by which a year is reported, so none is late
        return ()


def whole_bond(connection: sa.Connection, view: View, number: str, *, now: int, today: str) -> WholeBond:
    """Return a bond with its money, its reports, and what is late.

    Raises:
        Refusal: ``unknown_bond``.
    """
    bond = find_bond(connection, number)
    of = sa.select(participants.c.number, participants.c.name)
    of = of.where(participants.c.number.in_([bond.issuer, bond.reviewer or ""]))
    names = {row.number: row.name for row in connection.execute(of)}
    lines = _uses(connection, number)
    query = sa.select(reports).where(reports.c.bond == number).order_by(reports.c.number.desc())
    told = tuple(mapper_of(BondReport).from_row(row) for row in connection.execute(query))
    query = sa.select(moves).where(moves.c.bond == number).order_by(moves.c.number.desc()).limit(MOVES_SHOWN)
    stale_fen, since = _stale(connection, view, bond, now=now, today=today)
    return WholeBond(
        bond=bond,
        issuer_name=names.get(bond.issuer, bond.issuer),
        reviewer_name=names.get(bond.reviewer or ""),
        uses=lines,
        moves=tuple(mapper_of(BondMove).from_row(row) for row in connection.execute(query)),
        reports=told,
        taken_out=_taken_out(connection, view, lines, bond),
        late=late_periods(view, bond, frozenset(one.period for one in told), now=now, today=today),
        stale_fen=stale_fen,
        stale_since=since,
    )


def find_bond(connection: sa.Connection, number: str) -> Bond:
    """Return a bond.

    Raises:
        Refusal: ``unknown_bond``.
    """
    row = connection.execute(sa.select(bonds).where(bonds.c.number == number)).one_or_none()
    if row is None:
        raise Refusal("unknown_bond", key=number)
    found: Bond = mapper_of(Bond).from_row(row)
    return found


def next_bond_number(connection: sa.Connection) -> str:
    """Return the number to suggest for a new bond; whoever comes second is told that it is taken."""
    last = connection.scalar(sa.select(sa.func.max(bonds.c.number)))
    return f"B-{int(last[2:]) + 1 if last else 1:08}"


def bonds_of_project(connection: sa.Connection, project: str) -> tuple[tuple[str, str, str, int], ...]:
    """Return number, names and money of the bonds that finance a project. Index: `ix_green_bond_use_project`."""
    query = (
        sa.select(bonds.c.number, bonds.c.name_zh, bonds.c.name_en, uses.c.fen)
        .join(bonds, bonds.c.number == uses.c.bond)
        .where(uses.c.project == project, uses.c.fen > 0)
        .order_by(uses.c.bond)
        .limit(PAGE)
    )
    return tuple((row.number, row.name_zh, row.name_en, row.fen) for row in connection.execute(query))


def expected_lines(
    connection: sa.Connection, view: View, bond: str, year: int, values: dict[tuple[str, str], int] | None = None
) -> tuple[ReportLine, ...]:
    """Return the lines that a bond may report on a year: measured ``values`` by project and indicator.

    Without values each indicator of each financed project stands with the effect that was expected of it.
    """
    found = []
    for use in _uses(connection, bond):
        row = connection.execute(sa.select(projects).where(projects.c.number == use.project)).one()
        project: Project = mapper_of(Project).from_row(row)
        for impact in project.impacts:
            value = impact.value if values is None else values.get((project.number, impact.metric))
            if value is not None:
                found.append(expected_line(view, bond, impact, project=project, year=year, value=value))
    return tuple(found)


def _uses(connection: sa.Connection, number: str) -> tuple[UseLine, ...]:
    names = ("name_zh", "name_en", "total_investment_fen", "eligibility")
    query = (
        sa.select(uses.c.project, uses.c.fen, uses.c.refinanced_fen, *(projects.c[name] for name in names))
        .join(projects, projects.c.number == uses.c.project)
        .where(uses.c.bond == number, uses.c.fen > 0)
        .order_by(uses.c.fen.desc(), uses.c.project)
        .limit(EXPORT_MAX)
    )
    return tuple(UseLine(**row) for row in connection.execute(query).mappings())


def _stale(connection: sa.Connection, view: View, bond: Bond, *, now: int, today: str) -> tuple[int, str | None]:
    """Return what of the oldest receipts is idle for longer than the parameter says, and since when.

    What leaves takes from the oldest receipt first.
    """
    try:
        edge = _months_before(today, parameter(view, IDLE_MONTHS, now))
    except Refusal:
        return 0, None
    query = sa.select(moves.c.fen, moves.c.happened_on).where(
        moves.c.bond == bond.number, moves.c.kind == MoveKind.RECEIVED.value
    )
    gone, stale, since = bond.allocated_fen + bond.returned_fen, 0, None
    for fen, day in connection.execute(query.order_by(moves.c.happened_on, moves.c.number)):
        left = max(fen - gone, 0)
        gone = max(gone - fen, 0)
        if left and day <= edge:
            stale, since = stale + left, since or day
    return stale, since


def _months_before(day: str, months: int) -> str:
    found = date.fromisoformat(day)
    year, month = divmod(found.year * _MONTHS + found.month - 1 - months, _MONTHS)
    return date(year, month + 1, min(found.day, 28)).isoformat()


def _taken_out(connection: sa.Connection, view: View, lines: tuple[UseLine, ...], bond: Bond) -> tuple[TakenOut, ...]:
    linked = set(
        connection.scalars(
            sa.select(project_credits.c.project).where(project_credits.c.project.in_([line.project for line in lines]))
        )
    )
    found: list[TakenOut] = []
    for line in (one for one in lines if one.project in linked):
        cases = issued_cases(view, line.project)
        texts = batch_texts(connection, {number for case in cases for number in case.batches}) if cases else {}
        years = sorted({one.year for case in cases for one in case.years if one.year >= int(bond.issued_on[:4])})
        for year in years:
            of_year = [case for case in cases if any(one.year == year for one in case.years)]
            batches = tuple(texts[number] for case in of_year for number in case.batches if number in texts)
            units = credited_units(view, line.project, year)
            found.append(TakenOut(line.project, of_year[0].project, year, units, batches))
    return tuple(found)


def unreported(connection: sa.Connection, year: str) -> tuple[tuple[str, str], ...]:
    """Return number and issuer of the bonds that were out in a year and have not reported on it. Bonds are few."""
    told = sa.exists().where(reports.c.bond == bonds.c.number, reports.c.period == year)
    lived = (bonds.c.issued_on <= f"{year}-12-31", bonds.c.matures_on >= f"{year}-01-01")
    query = sa.select(bonds.c.number, bonds.c.issuer).where(*lived, ~told).order_by(bonds.c.number).limit(EXPORT_MAX)
    return tuple((row.number, row.issuer) for row in connection.execute(query))
