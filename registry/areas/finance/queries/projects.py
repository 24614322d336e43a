"""The list of projects, page by page and by key, and one project with its history.

Eligibility is a column, written by the rules; what time
alone has changed since shows as `is_due`, until somebody has the project screened again.
"""

from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from registry.areas.finance.queries.catalogues import below, catalogue_in_force, category_path
from registry.areas.finance.rules.choices import Eligibility, Instrument, PermitScheme, Stage
from registry.areas.finance.rules.records import (
    FinanceCatalogue,
    FinanceCategory,
    Project,
    ProjectEvent,
    ProjectFlag,
    ProjectReview,
)
from registry.areas.finance.tables import (
    SORTS,
    catalogues,
    categories,
    events,
    flags,
    participants,
    projects,
    reviews,
)
from registry.areas.participants.queries.places import behind, key_of
from registry.ledger.errors import Refusal
from registry.store.projection import mapper_of

PAGE: Final = 50
# A download is read in parts of so many rows.
EXPORT_MAX: Final = 1_000
SORT: Final = "-changed_at"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFilter:
    """What the list is narrowed to; None leaves out nothing. ``category`` takes the entry and all below it."""

    catalogue: str | None = None
    category: str | None = None
    zone: str | None = None
    owner: str | None = None
    stage: Stage | None = None
    instrument: Instrument | None = None
    eligibility: Eligibility | None = None
    reason: str | None = None
    finance_min_fen: int | None = None
    finance_max_fen: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One line of the list. ``reason`` is the first one's code; ``is_due``: time may have changed the answer."""

    number: str
    name_zh: str
    name_en: str
    owner: str
    owner_name: str | None
    zone: str
    catalogue: str
    category: str
    category_title_zh: str | None
    category_title_en: str | None
    instrument: Instrument
    stage: Stage
    total_investment_fen: int
    green_finance_fen: int
    grade: str | None
    eligibility: Eligibility
    reason: str
    changed_at: int
    is_due: bool


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """A page of the list, and the key from which the next one goes on, or None at the end."""

    rows: tuple[ProjectRow, ...]
    next_after: str | None


@dataclass(frozen=True, slots=True)
class ProjectHistory:
    """A project as it stands, with its entry of the catalogue and everything that happened to it, newest first."""

    project: Project
    owner_name: str | None
    catalogue: FinanceCatalogue
    category: FinanceCategory
    path: tuple[FinanceCategory, ...]
    reviews: tuple[ProjectReview, ...]
    flags: tuple[ProjectFlag, ...]
    events: tuple[ProjectEvent, ...]
    is_due: bool


def list_projects(
    connection: sa.Connection,
    wanted: ProjectFilter,
    *,
    today: str,
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
    statement = _rows(connection, today).where(*_conditions(wanted)).limit(min(limit, EXPORT_MAX) + 1)
    place = [SORTS[name]] if name == "number" else [SORTS[name], projects.c.number]
    statement = statement.order_by(*(column.desc() if descending else column.asc() for column in place))
    if after is not None:
        statement = statement.where(behind(after, place, descending=descending))
    found = connection.execute(statement).all()
    rows = tuple(_row(one) for one in found[:limit])
    return ProjectPage(rows, key_of(found[limit - 1], place) if len(found) > limit else None)


def get_project(connection: sa.Connection, number: str, *, today: str) -> ProjectHistory:
    """Return a project with its history.

    Raises:
        Refusal: ``unknown_project``.
    """
    found = connection.execute(sa.select(projects).where(projects.c.number == number)).first()
    if found is None:
        raise Refusal("unknown_project", key=number)
    project: Project = mapper_of(Project).from_row(found)
    path = category_path(connection, project.catalogue, project.category)
    catalogue = sa.select(catalogues).where(catalogues.c.version == project.catalogue)
    due = sa.select(sa.exists().where(projects.c.number == number, _is_due(connection, today)))
    return ProjectHistory(
        project=project,
        owner_name=connection.scalar(sa.select(participants.c.name).where(participants.c.number == project.owner)),
        catalogue=mapper_of(FinanceCatalogue).from_row(connection.execute(catalogue).one()),
        category=path[-1],
        path=path,
        reviews=_history(connection, ProjectReview, reviews, number=number),
        flags=_history(connection, ProjectFlag, flags, number=number),
        events=_history(connection, ProjectEvent, events, number=number),
        is_due=bool(connection.scalar(due)),
    )


def due_projects(connection: sa.Connection, *, today: str, limit: int = PAGE) -> tuple[str, ...]:
    """Return numbers of projects whose answer time may have changed since their last screening."""
    statement = sa.select(projects.c.number).where(_is_due(connection, today)).order_by(projects.c.number).limit(limit)
    return tuple(connection.scalars(statement))


def next_project_number(connection: sa.Connection) -> str:
    """Return the number to suggest for a new project; whoever comes second is told that it is taken."""
    last = connection.scalar(sa.select(sa.func.max(projects.c.number)))
    return f"G-{int(last[2:]) + 1 if last else 1:08}"


def _history(connection: sa.Connection, cls: type, table: sa.Table, *, number: str) -> tuple[Any, ...]:
    statement = sa.select(table).where(table.c.project == number).order_by(table.c.number.desc())
    return tuple(mapper_of(cls).from_row(row) for row in connection.execute(statement))


def _rows(connection: sa.Connection, today: str) -> sa.Select[Any]:
    same = sa.and_(categories.c.version == projects.c.catalogue, categories.c.code == projects.c.category)
    joined = projects.outerjoin(categories, same).outerjoin(participants, participants.c.number == projects.c.owner)
    return sa.select(
        projects,
        categories.c.title_zh.label("category_title_zh"),
        categories.c.title_en.label("category_title_en"),
        participants.c.name.label("owner_name"),
        _is_due(connection, today).label("is_due"),
    ).select_from(joined)


def _row(found: sa.Row[Any]) -> ProjectRow:
    return ProjectRow(
        number=found.number,
        name_zh=found.name_zh,
        name_en=found.name_en,
        owner=found.owner,
        owner_name=found.owner_name,
        zone=found.zone,
        catalogue=found.catalogue,
        category=found.category,
        category_title_zh=found.category_title_zh,
        category_title_en=found.category_title_en,
        instrument=Instrument(found.instrument),
        stage=Stage(found.stage),
        total_investment_fen=found.total_investment_fen,
        green_finance_fen=found.green_finance_fen,
        grade=found.grade,
        eligibility=Eligibility(found.eligibility),
        reason=found.reason,
        changed_at=found.changed_at,
        is_due=bool(found.is_due),
    )


def _conditions(wanted: ProjectFilter) -> list[sa.ColumnElement[bool]]:
    equal = ("catalogue", "zone", "owner", "stage", "instrument", "eligibility", "reason")
    given = [(name, getattr(wanted, name)) for name in equal]
    found: list[sa.ColumnElement[bool]] = [projects.c[name] == str(value) for name, value in given if value is not None]
    if wanted.category is not None:
        found.append(below(projects.c.category_key, wanted.category))
    if wanted.finance_min_fen is not None:
        found.append(projects.c.green_finance_fen >= wanted.finance_min_fen)
    if wanted.finance_max_fen is not None:
        found.append(projects.c.green_finance_fen <= wanted.finance_max_fen)
    if wanted.text is not None:
        columns = (projects.c.number, projects.c.name_zh, projects.c.name_en)
        found.append(sa.or_(*(column.icontains(wanted.text, autoescape=True) for column in columns)))
    return found


def _is_due(connection: sa.Connection, today: str) -> sa.ColumnElement[bool]:
    """Return that a permit has run out, or the catalogue has been replaced, since the project was last screened."""
    in_force = catalogue_in_force(connection, today)
    since = connection.scalar(sa.select(catalogues.c.effective_from).where(catalogues.c.version == in_force))
    expired = sa.and_(
        projects.c.permit_scheme == PermitScheme.PERMIT.value,
        projects.c.stage.in_([Stage.OPERATING.value, Stage.COMPLETED.value]),
        projects.c.permit_expires_on < today,
        projects.c.screened_on <= projects.c.permit_expires_on,
    )
    replaced = sa.and_(
        projects.c.financing_approved_on.is_(None),
        projects.c.catalogue != (in_force or ""),
        projects.c.screened_on < (since or ""),
    )
    return sa.or_(sa.func.coalesce(expired, sa.false()), replaced)
