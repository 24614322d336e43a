"""What pages read of forestry: the plots of a project."""

import sqlalchemy as sa

from registry.areas.forestry.rules.plots import Plot
from registry.store.projection import mapper_of

_plots = mapper_of(Plot)


def plots_of(connection: sa.Connection, project: str) -> tuple[Plot, ...]:
    """Return a project's plots by number; at most `plots.PLOTS_MAX`."""
    table = _plots.table
    found = connection.execute(sa.select(table).where(table.c.project == project).order_by(table.c.number))
    return tuple(_plots.from_row(row) for row in found)
