"""Plots of projects: where they may lie, how large they are, and that no land counts twice."""

from typing import Any

import pytest

from registry.areas.forestry.geojson import read_polygon
from registry.areas.forestry.rules.geometry import Point, square_metres
from registry.areas.forestry.rules.plots import CELL, PLOTS_MAX, POINTS_MAX, AddPlot, Cell, Corner, Plot, Site
from registry.ledger.decide import ACCEPTED
from registry.ledger.errors import Malformed
from tests.areas.allowances.factories import ALICE, BOB
from tests.areas.credits.projects import APPLY, CANCEL, DESIGN, PROJECT, VALIDATE, Projects, changed
from tests.world import DOCUMENT

WEST, SOUTH = 1_182_000_000, 262_000_000
OTHER = "C-00000002"
SECOND = changed(DESIGN, project=OTHER, scheme="CCER", claims=("LQ-9",))


def square(x: int, y: int, side: int) -> tuple[Point, ...]:
    return tuple((WEST + x + a, SOUTH + y + b) for a, b in ((0, 0), (side, 0), (side, side), (0, side)))


def plot(ring: tuple[Point, ...], area: int | None = None, project: str = PROJECT) -> AddPlot:
    corners = tuple(Corner(*point) for point in ring)
    return AddPlot(project, corners, square_metres(ring) if area is None else area, DOCUMENT)


@pytest.fixture
def projects() -> Projects:
    return Projects().take(DESIGN)


def result(projects: Projects, body: AddPlot, number: int = ALICE) -> str:
    projects.made.author.now_ms += 1000
    return projects.made.result("forestry.add_plot", body, f"R-{number:08}")


def test_plots_are_numbered_and_add_up(projects: Projects) -> None:
    first, second = plot(square(0, 0, 20_000)), plot(square(20_000, 0, 20_000))
    assert [result(projects, one) for one in (first, second)] == [ACCEPTED, ACCEPTED]

    state = projects.made.state
    assert state.get(Site, PROJECT) == Site(PROJECT, 2, first.area_m2 + second.area_m2)
    assert state.get(Plot, PROJECT, 2).corners == second.corners


def test_a_sliver_of_overlap_is_refused_under_every_scheme(projects: Projects) -> None:
    projects.take(SECOND)
    assert result(projects, plot(square(0, 0, 20_000))) == ACCEPTED

    assert result(projects, plot(square(19_999, 0, 20_000), project=OTHER)) == "plot_overlaps"
    assert result(projects, plot(square(20_000, 0, 20_000), project=OTHER)) == ACCEPTED
    assert result(projects, plot(square(0, 0, 20_000))) == "plot_overlaps"


@pytest.mark.parametrize(("steps", "expected"), [((), ACCEPTED), ((VALIDATE, APPLY), "plot_overlaps")])
def test_land_is_free_again_when_its_design_was_given_up_before_its_registration_was_applied_for(
    projects: Projects, steps: tuple[object, ...], expected: str
) -> None:
    assert result(projects, plot(square(0, 0, 20_000))) == ACCEPTED
    projects.take(*steps, CANCEL, SECOND)

    assert result(projects, plot(square(0, 0, 20_000), project=OTHER)) == expected


def test_overlap_is_found_across_the_edges_of_cells(projects: Projects) -> None:
    large = plot(square(0, 0, 5 * CELL))
    assert result(projects, large) == ACCEPTED
    assert len(projects.made.state.find(Cell, "place", WEST // CELL + 2, SOUTH // CELL + 2)) == 1

    assert result(projects, plot(square(2 * CELL + 7, 2 * CELL + 7, 9_000))) == "plot_overlaps"
    assert result(projects, plot(square(5 * CELL, 0, 9_000))) == ACCEPTED


@pytest.mark.parametrize(
    ("ring", "expected"),
    [
        (square(0, 0, 20_000)[::-1], ACCEPTED),
        (tuple((lat, lon) for lon, lat in square(0, 0, 20_000)), "coordinates_swapped"),
        (tuple((lon - 900_000_000, lat) for lon, lat in square(0, 0, 20_000)), "outside_territory"),
        ((*square(0, 0, 20_000)[:2], square(0, 0, 20_000)[3], square(0, 0, 20_000)[2]), "ring_crosses_itself"),
        (square(0, 0, 20_000)[:1] + square(0, 0, 20_000)[:2], "ring_crosses_itself"),
        (((WEST, SOUTH), (WEST + 5, SOUTH), (WEST + 10, SOUTH)), "ring_crosses_itself"),
        (square(0, 0, 15 * CELL), ACCEPTED),
        (square(0, 0, 16 * CELL), "plot_too_large"),
    ],
)
def test_a_plot_is_one_simple_polygon_in_the_country(
    projects: Projects, ring: tuple[Point, ...], expected: str
) -> None:
    assert result(projects, plot(ring, max(square_metres(ring), 1))) == expected


@pytest.mark.parametrize(
    ("started_on", "area", "expected"),
    [
        ("2020-01-01", 399, "plot_too_small"),
        ("2020-01-01", 400, ACCEPTED),
        ("2019-12-31", 666, "plot_too_small"),
        ("2019-12-31", 667, ACCEPTED),
    ],
)
def test_the_smallest_plot_depends_on_when_the_project_started(started_on: str, area: int, expected: str) -> None:
    made = Projects().take(changed(DESIGN, started_on=started_on))
    ring = next(ring for side in range(1_500, 4_000) if square_metres(ring := square(0, 0, side)) >= area)

    assert abs(square_metres(ring) - area) < 5
    assert result(made, plot(ring, area)) == expected


def test_the_attested_area_lies_near_what_the_corners_come_to(projects: Projects) -> None:
    ring = square(0, 0, 20_000)
    found = square_metres(ring)
    most = found // 50
    for off, expected in ((most + 1, "area_differs"), (-most - 1, "area_differs"), (most, ACCEPTED)):
        assert result(projects, plot(ring, found + off)) == expected


def test_plots_are_added_by_the_owner_while_the_design_is_before_the_public(projects: Projects) -> None:
    body = plot(square(0, 0, 20_000))
    assert projects.made.unrecorded("forestry.add_plot", body, f"R-{BOB:08}") == "not_enough_signatures"
    assert result(projects, body) == ACCEPTED
    projects.take(VALIDATE)

    assert result(projects, plot(square(40_000, 0, 20_000))) == "plots_closed"


def test_a_project_has_so_many_plots_and_no_more(projects: Projects) -> None:
    for n in range(PLOTS_MAX):
        assert result(projects, plot(square(5_000 * n, 0, 5_000))) == ACCEPTED

    assert result(projects, plot(square(0, 90_000, 5_000))) == "too_many_plots"


def test_an_entry_holds_a_plot_of_the_largest_number_of_corners(projects: Projects) -> None:
    half = POINTS_MAX // 2
    low = [(WEST + 100 * n, SOUTH - n % 2) for n in range(half)]
    high = [(WEST + 100 * n, SOUTH + 20_000 + n % 2) for n in reversed(range(half))]

    assert result(projects, plot((*low, *high))) == ACCEPTED


GEOMETRY = '{"type":"Polygon","coordinates":[[[118.2,26.2],[118.2000001,26.2],[118.2,26.21,5],[118.2,26.2]]]}'


@pytest.mark.parametrize(
    "text",
    [
        GEOMETRY,
        f'{{"type":"Feature","properties":{{}},"geometry":{GEOMETRY}}}',
        f'{{"type":"FeatureCollection","features":[{{"type":"Feature","geometry":{GEOMETRY}}}]}}',
    ],
)
def test_reads_geojson_to_the_last_digit(text: str) -> None:
    assert read_polygon(text) == [
        {"lon": 1_182_000_000, "lat": 262_000_000},
        {"lon": 1_182_000_001, "lat": 262_000_000},
        {"lon": 1_182_000_000, "lat": 262_100_000},
    ]


def polygon(*rings: Any) -> str:
    import json

    return json.dumps({"type": "Polygon", "coordinates": rings})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "geojson_syntax"),
        ("{", "geojson_syntax"),
        ("[" * 100_000, "geojson_syntax"),
        ("5", "geojson_not_one_polygon"),
        ('{"type":"Point","coordinates":[1,2]}', "geojson_not_one_polygon"),
        ('{"type":"FeatureCollection","features":[]}', "geojson_not_one_polygon"),
        (polygon(), "geojson_not_one_polygon"),
        (polygon([[1, 2], [2, 2], [2, 3], [1, 2]], [[1, 2], [2, 2], [2, 3], [1, 2]]), "geojson_hole"),
        (polygon([[1, 2], [2, 2], [2, 3]]), "geojson_open"),
        (polygon([[1, 2], [2, 2], [2, 3], [1, 1]]), "geojson_open"),
        (polygon([[1, 2], [2, 2], [1, 2]]), "geojson_open"),
        (polygon([[1, 2], [2], [2, 3], [1, 2]]), "geojson_syntax"),
        (polygon([[1, 2], ["2", 2], [2, 3], [1, 2]]), "geojson_syntax"),
        (polygon([[1, 2], [True, 2], [2, 3], [1, 2]]), "geojson_syntax"),
        (polygon([[181, 2], [2, 2], [2, 3], [181, 2]]), "geojson_syntax"),
        ('{"type":"Polygon","coordinates":[[[NaN,2],[2,2],[2,3],[1,2]]]}', "geojson_syntax"),
        ('{"type":"Polygon","coordinates":[[[1e999999999,2],[2,2],[2,3],[1,2]]]}', "geojson_syntax"),
        (polygon([[1.12345678, 2], [2, 2], [2, 3], [1.12345678, 2]]), "geojson_decimals"),
    ],
)
def test_refuses_what_is_no_single_closed_polygon(text: str, code: str) -> None:
    with pytest.raises(Malformed) as caught:
        read_polygon(text)
    assert caught.value.code == code
