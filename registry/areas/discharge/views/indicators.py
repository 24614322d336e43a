"""The areas' indicators: what each may hold of a pollutant, holds, and has left."""

from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext

from registry.areas.discharge.queries import trading as queries
from registry.areas.discharge.rules.indicators import IndicatorState
from registry.areas.discharge.views.base import (
    area_name,
    blueprint,
    known_areas,
    label,
    pollutant_choices,
    pollutant_name,
)
from registry.areas.discharge.views.trading import TradesQuery
from registry.web.seam import registry
from registry.web.tables import Column, Filter, Table, Tone
from registry.web.tiles import tile_grid
from registry.web.views import view

STATES: Final[dict[str, tuple[Tone, object]]] = {
    IndicatorState.OPEN: ("good", lazy_gettext("有余量")),
    IndicatorState.FULL: ("wait", lazy_gettext("已用完")),
    IndicatorState.OVER: ("bad", lazy_gettext("超指标")),
}


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """What an area may hold of a pollutant in a period, holds, and has left; ``state``: whether more may come in."""

    area: str
    area_code: str
    pollutant: str
    period: str
    limit_units: int | None
    held_units: int
    left_units: int | None
    state: str


@dataclass(frozen=True, slots=True)
class IndicatorsPage:
    """All indicators."""

    rows: tuple[IndicatorLine, ...]
    pollutant: str | None


INDICATORS: Final = Table(
    name="discharge-indicators",
    caption=lazy_gettext("总量控制指标"),
    columns=(
        Column(name="area", label=label("area"), sortable=False),
        Column(name="pollutant", label=label("pollutant"), write=pollutant_name, sortable=False),
        Column(name="period", label=lazy_gettext("期间"), sortable=False),
        Column(name="limit_units", label=lazy_gettext("指标"), kind="figure", sortable=False),
        Column(name="held_units", label=lazy_gettext("已核定"), kind="figure", sortable=False),
        Column(name="left_units", label=lazy_gettext("余量"), kind="figure", sortable=False),
        Column(name="state", label=lazy_gettext("状态"), kind="badge", badges=STATES, sortable=False),
    ),
    filters=(Filter(name="pollutant", label=label("pollutant"), choices=pollutant_choices),),
    empty=lazy_gettext("还没有下达总量控制指标。主管部门下达后显示于此。"),
)  # fmt: skip


@view(blueprint, "/indicators", template="discharge/indicators.html", table=INDICATORS, query=TradesQuery)
def indicators(*, pollutant: str | None) -> IndicatorsPage:
    """Return what each area may hold, holds, and has left."""
    with registry().engine.connect() as connection:
        found = queries.indicators(connection, pollutant=pollutant)
    rows = tuple(
        IndicatorLine(
            area=area_name(one.area),
            area_code=one.area,
            pollutant=one.pollutant,
            period=f"{one.first_year}–{one.last_year}",
            limit_units=one.limit_units,
            held_units=one.held_units,
            left_units=None if one.limit_units is None else one.limit_units - one.held_units,
            state=one.state.value,
        )
        for one in found
    )
    return IndicatorsPage(rows, pollutant)


def held_by_zone(page: IndicatorsPage) -> dict[str, int]:
    """Return what provinces hold of the pollutant on the page."""
    areas = known_areas()
    found: dict[str, int] = {}
    for row in page.rows:
        zone = areas[row.area_code].zone if row.area_code in areas else None
        if zone and row.area_code.endswith("0000"):
            found[zone] = found.get(zone, 0) + row.held_units
    return found


blueprint.context_processor(lambda: {"held_by_zone": held_by_zone, "tile_grid": tile_grid})
