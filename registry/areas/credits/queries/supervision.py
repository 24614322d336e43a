"""What pages read of supervision: suspensions and bans in force, open duties, and claims that met a project."""

from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from registry.areas.credits.rules.bans import Ban
from registry.areas.credits.rules.duties import Duty
from registry.areas.credits.rules.outside import OutsideClaim
from registry.areas.credits.rules.suspensions import Suspension
from registry.areas.credits.tables import participants, projects
from registry.store.projection import mapper_of

# So many lines a list shows; each of them is short by its nature.
LINES_MAX: Final = 1_000
_bans = mapper_of(Ban)
_duties = mapper_of(Duty)
_outside = mapper_of(OutsideClaim)
_suspensions = mapper_of(Suspension)


@dataclass(frozen=True, slots=True)
class ProjectName:
    """What a project is called."""

    number: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds a project now: suspensions, open duties, and outside claims that stand."""

    suspensions: tuple[Suspension, ...]
    duties: tuple[Duty, ...]
    outside: tuple[OutsideClaim, ...]


def suspensions(connection: sa.Connection) -> tuple[Suspension, ...]:
    """Return the suspensions that nobody has lifted, the newest first."""
    return _listed(connection, _suspensions, "is_active", "placed_index")


def bans(connection: sa.Connection) -> tuple[tuple[Ban, str], ...]:
    """Return the bans that nobody has lifted, each with the participant's name; a person has none here."""
    found: tuple[Ban, ...] = _listed(connection, _bans, "is_active", "placed_index")
    wanted = sorted({one.subject for one in found})
    statement = sa.select(participants.c.number, participants.c.name).where(participants.c.number.in_(wanted))
    names = {row.number: row.name for row in connection.execute(statement)}
    return tuple((one, names.get(one.subject, "")) for one in found)


def open_duties(connection: sa.Connection) -> tuple[Duty, ...]:
    """Return the duties that are not met, the newest first."""
    return _listed(connection, _duties, "is_open", "ordered_index")


def double_claims(connection: sa.Connection) -> tuple[OutsideClaim, ...]:
    """Return the outside claims in force that met one of our projects, the newest first."""
    table = _outside.table
    statement = sa.select(table).where(table.c.is_met, table.c.is_active)
    found = connection.execute(statement.order_by(table.c.recorded_index.desc()).limit(LINES_MAX))
    return tuple(_outside.from_row(row) for row in found)


def names_of(connection: sa.Connection, numbers: set[str]) -> dict[str, ProjectName]:
    """Return what projects are called."""
    columns = (projects.c.number, projects.c.name_zh, projects.c.name_en)
    found = connection.execute(sa.select(*columns).where(projects.c.number.in_(sorted(numbers))))
    return {row.number: ProjectName(*row) for row in found}


def standing_of(connection: sa.Connection, project: str) -> Standing:
    """Return what holds a project."""
    return Standing(
        suspensions=_of_project(connection, _suspensions, project, "is_active", "placed_index"),
        duties=_of_project(connection, _duties, project, "is_open", "ordered_index"),
        outside=_of_project(connection, _outside, project, "is_active", "recorded_index"),
    )


def _listed(connection: sa.Connection, mapper: Any, flag: str, order: str) -> tuple[Any, ...]:  # noqa: ANN401
    table = mapper.table
    statement = sa.select(table).where(table.c[flag]).order_by(table.c[order].desc()).limit(LINES_MAX)
    return tuple(mapper.from_row(row) for row in connection.execute(statement))


def _of_project(
    connection: sa.Connection, mapper: Any, project: str, flag: str, order: str  # noqa: ANN401
) -> tuple[Any, ...]:  # fmt: skip
    table = mapper.table
    statement = sa.select(table).where(table.c.project == project, table.c[flag]).order_by(table.c[order])
    return tuple(mapper.from_row(row) for row in connection.execute(statement.limit(LINES_MAX)))
