"""Polygons on integers: crossing, overlap by the smallest sliver, and size against a known one."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.areas.forestry.rules.geometry import Point, crosses_itself, overlap, square_metres, twice_area

SQUARE: tuple[Point, ...] = ((0, 0), (10, 0), (10, 10), (0, 10))


def moved(ring: tuple[Point, ...], x: int, y: int) -> tuple[Point, ...]:
    return tuple((a + x, b + y) for a, b in ring)


@pytest.mark.parametrize(
    ("other", "result"),
    [
        (SQUARE, True),  # the same
        (SQUARE[::-1], True),  # the same the other way round
        ((*SQUARE[2:], *SQUARE[:2]), True),  # the same from another corner
        (moved(SQUARE, 10, 0), False),  # an edge in common
        (moved(SQUARE, 10, 5), False),  # part of an edge
        (moved(SQUARE, 10, 10), False),  # a corner
        (moved(SQUARE, 11, 0), False),
        (moved(SQUARE, 9, 0), True),  # a sliver
        (moved(SQUARE, 9, 9), True),
        (((2, 2), (4, 2), (4, 4)), True),  # inside
        (((-5, -5), (20, -5), (20, 20), (-5, 20)), True),  # around
        (((0, 0), (10, 0), (5, 5)), True),  # inside, along an edge
        (((0, 0), (10, 10), (0, 10)), True),  # half of it, corners on corners
        (((0, 0), (10, 0), (5, -5)), False),  # outside, along an edge
        (((5, -5), (5, 15), (6, 15), (6, -5)), True),  # across, no corner inside
        (((0, 5), (-5, 0), (-5, 10)), False),  # a corner on an edge
        (((1, 5), (-5, 0), (-5, 10)), True),
    ],
)
def test_overlap_is_area_in_common(other: tuple[Point, ...], *, result: bool) -> None:
    assert overlap(SQUARE, other) is result
    assert overlap(other, SQUARE) is result


def test_a_plot_in_the_bay_of_another_overlaps_nothing() -> None:
    bay = ((0, 0), (10, 0), (10, 10), (7, 10), (7, 3), (3, 3), (3, 10), (0, 10))

    assert not overlap(bay, ((3, 3), (7, 3), (7, 10), (3, 10)))
    assert overlap(bay, ((3, 2), (7, 2), (7, 10), (3, 10)))


@pytest.mark.parametrize(
    ("ring", "result"),
    [
        (SQUARE, False),
        (((0, 0), (10, 0), (5, 8)), False),
        (((0, 0), (10, 10), (10, 0), (0, 10)), True),  # a bow
        (((0, 0), (10, 0), (10, 10), (10, 0), (0, 10)), True),  # a point twice
        (((0, 0), (10, 0), (4, 0), (4, 5)), True),  # runs back over itself
        (((0, 0), (5, 0), (10, 0), (10, 10)), False),  # a corner on a straight line
        (((0, 0), (10, 0), (10, 10), (5, 0), (0, 10)), True),  # touches itself
    ],
)
def test_a_ring_crosses_itself_where_edges_meet_that_do_not_follow(ring: tuple[Point, ...], *, result: bool) -> None:
    assert crosses_itself(ring) is result


@given(
    st.tuples(st.integers(-20, 20), st.integers(-20, 20)),
    st.tuples(st.integers(1, 20), st.integers(1, 20)),
    st.tuples(st.integers(1, 20), st.integers(1, 20)),
)
def test_two_boxes_overlap_as_their_sides_say(
    at: tuple[int, int], one: tuple[int, int], other: tuple[int, int]
) -> None:
    def box(x: int, y: int, width: int, height: int) -> tuple[Point, ...]:
        return ((x, y), (x + width, y), (x + width, y + height), (x, y + height))

    expected = -other[0] < at[0] < one[0] and -other[1] < at[1] < one[1]

    assert overlap(box(0, 0, *one), box(*at, *other)) is expected


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=3, max_size=3, unique=True))
def test_a_triangle_overlaps_the_square_as_clipping_says(points: list[Point]) -> None:
    ring = tuple(points)
    if twice_area(ring):
        assert overlap(ring, SQUARE) is (clipped(ring, SQUARE) > 0)


def clipped(ring: tuple[Point, ...], box: tuple[Point, ...]) -> Fraction:
    """Return twice the area of a ring within a convex one that runs counter-clockwise (Sutherland and Hodgman)."""
    found: list[tuple[Fraction, Fraction]] = [(Fraction(x), Fraction(y)) for x, y in ring]
    for (ax, ay), (bx, by) in zip(box, (*box[1:], box[0]), strict=True):
        kept = []
        for n, point in enumerate(found):
            before = found[n - 1]
            sides = [(bx - ax) * (y - ay) - (by - ay) * (x - ax) for x, y in (before, point)]
            if sides[0] * sides[1] < 0:
                share = sides[0] / (sides[0] - sides[1])
                kept.append(tuple(a + share * (b - a) for a, b in zip(before, point, strict=True)))
            if sides[1] >= 0:
                kept.append(point)
        found = kept  # type: ignore[assignment]
    return abs(
        sum((a[0] * b[1] - b[0] * a[1] for a, b in zip(found, (*found[1:], *found[:1]), strict=True)), Fraction())
    )


def test_the_size_is_that_of_a_square_of_a_hundredth_of_a_degree_on_the_sphere() -> None:
    ring = moved(((0, 0), (100_000, 0), (100_000, 100_000), (0, 100_000)), 1_180_000_000, 299_950_000)

    # (111194.9266 m)^2 / 100^2 * cos 30 degrees
    assert square_metres(ring) == 1_070_784
