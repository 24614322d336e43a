"""Plots: where a project's trees stand. No two plots of any project, scheme or period have any area in common.

Of a project that was cancelled before its registration was applied for they keep nobody out.

A plot is found through the cells of a grid that its box touches. Its area is attested by the owner; the rule holds it
to what the corners come to. Sources: CCER-14-001-V01 c) for the smallest plot (excerpt); the limits of size and of
points were decided here. A hole is drawn by cutting the plot in parts.
"""

from dataclasses import dataclass
from typing import Annotated, Final

from registry.areas.credits.rules.cases import by_project_owner, live_project
from registry.areas.credits.rules.designs import was_a_mere_word
from registry.areas.credits.rules.records import ProjectNo, Stage
from registry.areas.forestry.rules.geometry import Point, box_of, crosses_itself, overlap, square_metres, twice_area
from registry.ledger.codec import Count, Digest, Items, Units, Whole
from registry.ledger.errors import Refusal
from registry.ledger.rules import FIND_MAX, Context, Index, Kind, Outcome, View, record

POINTS_MAX: Final = 400
PLOTS_MAX: Final = 200
CELLS_MAX: Final = 256
# A hundredth of a degree, about a kilometre.
CELL: Final = 100_000
SMALLEST: Final = 400
SMALLEST_EARLY: Final = 667
EARLY_UNTIL: Final = "2019-12-31"
# The attested area lies within two parts in a hundred of what the corners come to on a sphere.
AREA_SHARE: Final = 50
_WEST, _SOUTH, _EAST, _NORTH = 730_000_000, 30_000_000, 1_360_000_000, 540_000_000

Coordinate = Annotated[int, Whole(-1_800_000_000, 1_800_000_000)]


@dataclass(frozen=True, slots=True)
class Corner:
    """A corner: longitude and latitude in 1e-7 degree."""

    lon: Coordinate
    lat: Coordinate


Corners = Annotated[tuple[Corner, ...], Items(3, POINTS_MAX)]


@dataclass(frozen=True, slots=True)
class AddPlot:
    """The body of `forestry.add_plot`; the corners run around without the first one again at the end."""

    project: ProjectNo
    corners: Corners
    area_m2: Units
    document: Digest


@record("forest_plot", key=("project", "number"))
@dataclass(frozen=True, slots=True)
class Plot:
    """A plot of a project; ``area_m2`` is what the owner attests."""

    project: ProjectNo
    number: Units
    corners: Corners
    area_m2: Units
    document: Digest
    added_at: Count
    added_index: Count


@record("forest_site", key=("project",))
@dataclass(frozen=True, slots=True)
class Site:
    """How many plots a project has, and what they come to."""

    project: ProjectNo
    plots: Count
    area_m2: Count


@record("forest_cell", key=("column", "row", "project", "number"), indexes=(Index("place", ("column", "row")),))
@dataclass(frozen=True, slots=True)
class Cell:
    """That a plot's box touches a cell of the grid."""

    column: Count
    row: Count
    project: ProjectNo
    number: Units


def ring_of(corners: tuple[Corner, ...]) -> tuple[Point, ...]:
    """Return the corners as the geometry takes them."""
    return tuple((one.lon, one.lat) for one in corners)


def add_plot(body: AddPlot, context: Context, view: View) -> Outcome:
    """Add a plot to a project that is before the public.

    Raises:
        Refusal: ``plots_closed``, ``too_many_plots``; ``coordinates_swapped``, ``outside_territory``,
            ``ring_crosses_itself``, ``plot_too_small``, ``plot_too_large``, ``area_differs``; ``cell_full``,
            ``plot_overlaps`` with the project and number of the other; and those of `live_project`.
    """
    project = live_project(view, body.project)
    if project.stage is not Stage.PUBLISHED:
        raise Refusal("plots_closed", stage=project.stage.value)
    site = view.get(Site, body.project) or Site(body.project, plots=0, area_m2=0)
    if site.plots >= PLOTS_MAX:
        raise Refusal("too_many_plots", limit=PLOTS_MAX)
    ring = ring_of(body.corners)
    _check_ring(ring)
    _check_area(ring, body.area_m2, smallest=SMALLEST_EARLY if project.started_on <= EARLY_UNTIL else SMALLEST)
    cells = _cells(ring)
    _check_free(ring, cells, view)
    plot = Plot(
        project=body.project,
        number=site.plots + 1,
        corners=body.corners,
        area_m2=body.area_m2,
        document=body.document,
        added_at=context.recorded_at,
        added_index=context.index,
    )
    grown = Site(body.project, plots=plot.number, area_m2=site.area_m2 + plot.area_m2)
    return Outcome(records=(plot, grown, *(Cell(column, row, plot.project, plot.number) for column, row in cells)))


def _check_ring(ring: tuple[Point, ...]) -> None:
    if not _within(ring):
        swapped = tuple((lat, lon) for lon, lat in ring)
        raise Refusal("coordinates_swapped" if _within(swapped) else "outside_territory")
    if crosses_itself(ring) or not twice_area(ring):
        raise Refusal("ring_crosses_itself")


def _within(ring: tuple[Point, ...]) -> bool:
    return all(_WEST <= lon <= _EAST and _SOUTH <= lat <= _NORTH for lon, lat in ring)


def _check_area(ring: tuple[Point, ...], attested: int, *, smallest: int) -> None:
    found = square_metres(ring)
    if abs(attested - found) * AREA_SHARE > found:
        raise Refusal("area_differs", computed=found)
    if attested < smallest:
        raise Refusal("plot_too_small", smallest=smallest)


def _cells(ring: tuple[Point, ...]) -> tuple[tuple[int, int], ...]:
    west, south, east, north = (value // CELL for value in box_of(ring))
    if (east - west + 1) * (north - south + 1) > CELLS_MAX:
        raise Refusal("plot_too_large", limit=CELLS_MAX)
    return tuple((column, row) for column in range(west, east + 1) for row in range(south, north + 1))


def _check_free(ring: tuple[Point, ...], cells: tuple[tuple[int, int], ...], view: View) -> None:
    near: dict[tuple[str, int], None] = {}
    for column, row in cells:
        found = view.find(Cell, "place", column, row)
        if len(found) == FIND_MAX:
            raise Refusal("cell_full", limit=FIND_MAX)
        near.update(dict.fromkeys((one.project, one.number) for one in found))
    for project, number in near:
        if was_a_mere_word(view, project):
            continue
        other = view.get(Plot, project, number)
        if other is not None and overlap(ring, ring_of(other.corners)):
            raise Refusal("plot_overlaps", project=project, number=number)


KINDS = (
    Kind(
        "forestry.add_plot",
        AddPlot,
        lambda body, view: by_project_owner(view, body.project, "forestry.add_plot"),
        add_plot,
    ),
)
RECORDS = (Plot, Site, Cell)
