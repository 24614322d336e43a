"""The list of credits' projects, page by page and by key, and one project with its cases and everything that happened.

Names of participants are read beside the rows; a participant has a page of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from registry.areas.credits.queries.supervision import Standing, standing_of
from registry.areas.credits.rules.records import (
    Accreditation,
    Case,
    Comment,
    CreditEvent,
    CreditProject,
    Methodology,
    Stage,
)
from registry.areas.credits.tables import SORTS, accredited, cases, comments, events, methods, participants, projects
from registry.areas.participants.queries.places import behind, key_of
from registry.ledger.book import Batch
from registry.ledger.errors import Refusal
from registry.store.projection import mapper_of

PAGE: Final = 50
# A download is read in parts of so many rows.
EXPORT_MAX: Final = 1_000
SORT: Final = "-changed_at"
_batches = mapper_of(Batch)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFilter:
    """What the list is narrowed to; None leaves out nothing."""

    text: str | None = None
    scheme: str | None = None
    stage: Stage | None = None
    zone: str | None = None
    methodology: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One line of the list; units in tCO2e."""

    number: str
    name_zh: str
    name_en: str
    scheme: str
    methodology: str
    owner: str
    owner_name: str | None
    zone: str
    stage: Stage
    units_expected: int
    issued_units: int
    periods: int
    changed_at: int


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """A page of the list, and the key from which the next one goes on, or None at the end."""

    rows: tuple[ProjectRow, ...]
    next_after: str | None


@dataclass(frozen=True, slots=True)
class BatchLine:
    """What was issued of one year; ``text`` leads to where its units are now."""

    text: str
    asset: str
    units: int


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case with its comments, the body's name and what was issued of it."""

    case: Case
    body_name: str | None
    comments: tuple[Comment, ...]
    batches: tuple[BatchLine, ...]


@dataclass(frozen=True, slots=True)
class ProjectHistory:
    """A project as it stands, its methodology, its cases by number, and what happened to it, the newest first."""

    project: CreditProject
    owner_name: str | None
    methodology: Methodology
    cases: tuple[CaseLine, ...]
    events: tuple[CreditEvent, ...]
    standing: Standing
    names: dict[str, str]


def list_projects(
    connection: sa.Connection,
    wanted: ProjectFilter,
    *,
    sort: str | None = None,
    after: str | None = None,
    limit: int = PAGE,
) -> ProjectPage:
    """Return projects in the order ``sort`` (a name of `SORTS`, with a minus for descending), past the key ``after``.

    Raises:
        Malformed: ``after`` if the key is not one of this order.
    """
    sort = sort if sort and sort.removeprefix("-") in SORTS else SORT
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    place = [SORTS[name]] if name == "number" else [SORTS[name], projects.c.number]
    joined = projects.outerjoin(participants, participants.c.number == projects.c.owner)
    statement = sa.select(projects, participants.c.name.label("owner_name")).select_from(joined)
    statement = statement.where(*_conditions(wanted)).limit(min(limit, EXPORT_MAX) + 1)
    statement = statement.order_by(*(column.desc() if descending else column.asc() for column in place))
    if after is not None:
        statement = statement.where(behind(after, place, descending=descending))
    found = connection.execute(statement).all()
    rows = tuple(_row(one) for one in found[:limit])
    return ProjectPage(rows, key_of(found[limit - 1], place) if len(found) > limit else None)


def get_project(connection: sa.Connection, number: str) -> ProjectHistory:
    """Return a project with its history.

    Raises:
        Refusal: ``unknown_credit_project``.
    """
    found = connection.execute(sa.select(projects).where(projects.c.number == number)).first()
    if found is None:
        raise Refusal("unknown_credit_project", key=number)
    project: CreditProject = mapper_of(CreditProject).from_row(found)
    of_cases: tuple[Case, ...] = _all(connection, Case, cases, number, cases.c.number)
    said: tuple[Comment, ...] = _all(connection, Comment, comments, number, comments.c.case, comments.c.number)
    happened: tuple[CreditEvent, ...] = _all(connection, CreditEvent, events, number, events.c.number.desc())
    names = _names(
        connection,
        [project.owner, *(one.body for one in of_cases), *(one.participant for one in happened)]
        + [one.author for one in said],
    )
    issued = _issued(connection, of_cases)
    return ProjectHistory(
        project=project,
        owner_name=names.get(project.owner),
        methodology=_methodology(connection, project),
        cases=tuple(
            CaseLine(
                case=one,
                body_name=names.get(one.body),
                comments=tuple(comment for comment in said if comment.case == one.number),
                batches=tuple(issued[number] for number in one.batches if number in issued),
            )
            for one in of_cases
        ),
        events=happened,
        standing=standing_of(connection, number),
        names=names,
    )


def methodologies(connection: sa.Connection) -> tuple[Methodology, ...]:
    """Return what all schemes admit."""
    found = connection.execute(sa.select(methods).order_by(methods.c.scheme, methods.c.methodology))
    return tuple(mapper_of(Methodology).from_row(row) for row in found)


def accreditations(connection: sa.Connection, *, today: str) -> tuple[tuple[Accreditation, str], ...]:
    """Return the accreditations that hold today, each with the body's name."""
    joined = accredited.join(participants, participants.c.number == accredited.c.participant)
    statement = sa.select(accredited, participants.c.name).select_from(joined)
    statement = statement.where(accredited.c.is_active, accredited.c.until >= today)
    found = connection.execute(statement.order_by(accredited.c.field, accredited.c.participant))
    return tuple((mapper_of(Accreditation).from_row(row[:-1]), row.name) for row in found)


def next_project_number(connection: sa.Connection) -> str:
    """Return the number to suggest for a new project; whoever comes second is told that it is taken."""
    last = connection.scalar(sa.select(sa.func.max(projects.c.number)))
    return f"C-{int(last[2:]) + 1 if last else 1:08}"


def _conditions(wanted: ProjectFilter) -> list[sa.ColumnElement[bool]]:
    equal = ("scheme", "stage", "zone", "methodology", "owner")
    given = [(name, getattr(wanted, name)) for name in equal]
    found: list[sa.ColumnElement[bool]] = [projects.c[name] == str(value) for name, value in given if value is not None]
    if wanted.text is not None:
        columns = (projects.c.number, projects.c.name_zh, projects.c.name_en, projects.c.national_number)
        found.append(sa.or_(*(column.icontains(wanted.text, autoescape=True) for column in columns)))
    return found


def _row(found: sa.Row[Any]) -> ProjectRow:
    return ProjectRow(
        number=found.number,
        name_zh=found.name_zh,
        name_en=found.name_en,
        scheme=found.scheme,
        methodology=found.methodology,
        owner=found.owner,
        owner_name=found.owner_name,
        zone=found.zone,
        stage=Stage(found.stage),
        units_expected=found.units_expected,
        issued_units=found.issued_units,
        periods=found.periods,
        changed_at=found.changed_at,
    )


def _all(
    connection: sa.Connection, cls: type, table: sa.Table, number: str, *order: sa.ColumnElement[Any]
) -> tuple[Any, ...]:
    statement = sa.select(table).where(table.c.project == number).order_by(*order)
    return tuple(mapper_of(cls).from_row(row) for row in connection.execute(statement))


def _names(connection: sa.Connection, numbers: Iterable[str]) -> dict[str, str]:
    wanted = sorted(set(numbers))
    statement = sa.select(participants.c.number, participants.c.name).where(participants.c.number.in_(wanted))
    return {row.number: row.name for row in connection.execute(statement)}


def _methodology(connection: sa.Connection, project: CreditProject) -> Methodology:
    statement = sa.select(methods).where(
        methods.c.scheme == project.scheme, methods.c.methodology == project.methodology
    )
    found: Methodology = mapper_of(Methodology).from_row(connection.execute(statement).one())
    return found


def _issued(connection: sa.Connection, of_cases: Iterable[Case]) -> dict[int, BatchLine]:
    wanted = [number for one in of_cases for number in one.batches]
    if not wanted:
        return {}
    found = connection.execute(sa.select(_batches.table).where(_batches.table.c.number.in_(wanted)))
    batches: list[Batch] = [_batches.from_row(row) for row in found]
    return {one.number: BatchLine(one.text, one.asset, one.last - one.first + 1) for one in batches}
