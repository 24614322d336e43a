"""What pages read of forestry: the plots of a project, and losses."""

from typing import Final

import sqlalchemy as sa

from registry.areas.forestry.rules.losses import Loss
from registry.areas.forestry.rules.plots import Plot
from registry.store.projection import mapper_of

LOSSES_MAX: Final = 500
_plots = mapper_of(Plot)
_losses = mapper_of(Loss)


def plots_of(connection: sa.Connection, project: str) -> tuple[Plot, ...]:
    """Return a project's plots by number; at most `plots.PLOTS_MAX`."""
    table = _plots.table
    found = connection.execute(sa.select(table).where(table.c.project == project).order_by(table.c.number))
    return tuple(_plots.from_row(row) for row in found)


def losses(connection: sa.Connection, project: str | None = None) -> tuple[Loss, ...]:
    """Return the losses of a project or of all, the newest first."""
    table = _losses.table
    statement = sa.select(table).order_by(table.c.reported_index.desc()).limit(LOSSES_MAX)
    if project is not None:
        statement = statement.where(table.c.project == project)
    return tuple(_losses.from_row(row) for row in connection.execute(statement))
