"""The authority's page: who is late, with what, and where."""

from typing import Final

from flask_babel import gettext, lazy_gettext
from markupsafe import Markup

from registry.areas.compliance.queries import cases as queries
from registry.areas.compliance.queries.watch import Watch, watch
from registry.areas.compliance.rules.records import Sector, Step
from registry.areas.compliance.views.base import blueprint, choices, writer
from registry.areas.compliance.views.pages import TONNES, ListQuery
from registry.web.seam import now, registry
from registry.web.tables import Column, Filter, Table
from registry.web.tiles import tile_grid
from registry.web.views import view
from registry.web.words import zone_name

LATE: Final = Table(
    name="compliance-late",
    caption=lazy_gettext("谁逾期，逾期何事"),
    columns=(
        Column(name="name", label=lazy_gettext("重点排放单位")),
        Column(name="participant", label=lazy_gettext("编号"), kind="identifier"),
        Column(name="step", label=lazy_gettext("事项"), write=writer(Step)),
        Column(name="day", label=lazy_gettext("截止日")),
        Column(name="short", label=lazy_gettext("还应清缴"), kind="figure", unit=TONNES),
        Column(name="sector", label=lazy_gettext("行业"), write=writer(Sector)),
        Column(name="zone", label=lazy_gettext("地区"), write=zone_name),
    ),
    filters=(
        Filter(name="step", label=lazy_gettext("事项"), choices=choices(Step)),
        Filter(name="sector", label=lazy_gettext("行业"), choices=choices(Sector)),
    ),
    empty=lazy_gettext("没有逾期的事项。"),
)


@view(blueprint, "/watch", template="compliance/watch.html", table=LATE, query=ListQuery)
def watching(*, year: int | None, sector: Sector | None) -> Watch:
    """Return who is late in a year, and how many stand where."""
    del sector  # the table's filter looks at it
    with registry().engine.connect() as connection:
        wanted = year or next(iter(queries.listed_years(connection)), 0)
        return watch(connection, wanted, now())


@blueprint.app_template_global("late_tiles")
def late_tiles(page: Watch) -> Markup:
    """Return the zones as tiles, darker where more enterprises are late."""
    return tile_grid(str(gettext("各地区逾期企业数")), page.zones)
