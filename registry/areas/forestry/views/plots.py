"""The plots of a project: drawn, listed, as GeoJSON to take away; and the form that adds one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext, lazy_gettext
from markupsafe import Markup

from registry.areas.credits.queries import get_project
from registry.areas.forestry.geojson import DEGREE, read_polygon
from registry.areas.forestry.queries import plots_of
from registry.areas.forestry.rules.geometry import box_of, square_metres
from registry.areas.forestry.rules.plots import Plot, ring_of
from registry.areas.forestry.views.base import blueprint
from registry.ledger.errors import Malformed
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.language import language
from registry.web.messages import sentence
from registry.web.seam import registry
from registry.web.views import view

SIDE: Final = 600
MARGIN: Final = 12
_SHAPES: Final = frozenset({
    "area_differs", "cell_full", "coordinates_swapped", "outside_territory", "plot_overlaps", "plot_too_large",
    "plot_too_small", "ring_crosses_itself",
})  # fmt: skip


def _corners(text: str) -> list[dict[str, int]]:
    try:
        return read_polygon(text)
    except Malformed as error:
        raise ValueError(sentence(error.code, error.facts, language())) from None


def _area(body: Mapping[str, Any]) -> int:
    ring = tuple((one["lon"], one["lat"]) for one in body["corners"])
    return max(square_metres(ring), 1)


entry_page(
    blueprint, "/plots/new", kind="forestry.add_plot", endpoint="add_plot",
    asks={
        "corners": Ask(
            read=_corners,
            kind="long",
            help=lazy_gettext("一个 Polygon，经度在前，至多七位小数，首尾点相同；面积由界址算出，与界址一同签名。"),
        ),
        "area_m2": Ask(given=_area),
    },
    intro=lazy_gettext("地块与任何项目的地块都不得重叠，相邻可以共边。"),
    codes=dict.fromkeys(_SHAPES, "corners"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlotsPage:
    """A project's plots and their whole area."""

    project: str
    name_zh: str
    name_en: str
    stage: str
    area_m2: int
    plots: tuple[Plot, ...]


@view(blueprint, "/projects/<number>/plots", template="forestry/plots.html")
def plots(*, number: str) -> PlotsPage:
    """Return the plots of a project."""
    with registry().engine.connect() as connection:
        project = get_project(connection, number).project
        found = plots_of(connection, number)
    return PlotsPage(
        project=project.number,
        name_zh=project.name_zh,
        name_en=project.name_en,
        stage=project.stage.value,
        area_m2=sum(one.area_m2 for one in found),
        plots=found,
    )


def drawing(found: tuple[Plot, ...]) -> Markup:
    """Return the plots as a drawing, north above, each with its number; the list beside it says the same."""
    rings = [ring_of(one.corners) for one in found]
    west, south, east, north = box_of(tuple(point for ring in rings for point in ring))
    # Degrees of longitude are shorter in the north; a drawing need not know by how much to the last digit.
    span = max(east - west, north - south, 1)

    def place(lon: int, lat: int) -> tuple[int, int]:
        return MARGIN + (lon - west) * SIDE // span, MARGIN + (north - lat) * SIDE // span

    drawn = Markup("").join(
        _drawn(one.number, [place(*point) for point in ring]) for one, ring in zip(found, rings, strict=True)
    )
    width, height = (east - west) * SIDE // span + 2 * MARGIN, (north - south) * SIDE // span + 2 * MARGIN
    return Markup('<svg class="plots" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        width, height, gettext("地块示意图，上北下南"), drawn
    )


def _drawn(number: int, points: list[tuple[int, int]]) -> Markup:
    middle = tuple(sum(axis) // len(points) for axis in zip(*points, strict=True))
    return Markup('<polygon points="{}"/><text x="{}" y="{}">{}</text>').format(
        " ".join(f"{x},{y}" for x, y in points), *middle, number
    )


def degrees(value: int) -> str:
    """Return a coordinate in degrees, exactly."""
    whole, rest = divmod(abs(value), DEGREE)
    return f"{'-' if value < 0 else ''}{whole}.{rest:07d}"


blueprint.context_processor(lambda: {"plots_drawing": drawing, "degrees": degrees})
