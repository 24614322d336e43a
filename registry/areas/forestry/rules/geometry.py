"""Polygons on integers: whether one crosses itself, whether two overlap, and about how large one is.

Points are pairs of integers in 1e-7 degree, longitude first; edges are straight in longitude and latitude. Everything
but the size is exact, in integers and fractions. A polygon is one ring without its closing point.
"""

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from typing import Final

Point = tuple[int, int]
At = tuple[Fraction, Fraction] | Point
Edge = tuple[Point, Point]
Box = tuple[int, int, int, int]

_DIGITS: Final = Context(prec=50, rounding=ROUND_HALF_EVEN)
# Mean radius of the Earth in metres, and pi to more digits than are used.
_RADIUS: Final = Decimal("6371008.8")
_PI: Final = Decimal("3.14159265358979323846264338327950288419716939937511")
_DEGREE: Final = 10**7
_HALF: Final = Fraction(1, 2)
_HALVED: Final = Decimal("0.5")


def edges(ring: tuple[Point, ...]) -> Iterator[Edge]:
    """Yield the edges of a ring."""
    yield from pairwise((*ring, ring[0]))


def box_of(points: tuple[Point, ...]) -> Box:
    """Return west, south, east and north of points."""
    longitudes, latitudes = zip(*points, strict=True)
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def twice_area(ring: tuple[Point, ...]) -> int:
    """Return twice the area of a ring in units of 1e-14 square degree, negative if it runs clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in edges(ring))


def crosses_itself(ring: tuple[Point, ...]) -> bool:
    """Return whether two edges of a ring meet anywhere but where they follow each other, or a point stands twice."""
    if len(set(ring)) != len(ring):
        return True
    all_edges = list(edges(ring))
    order = sorted(range(len(all_edges)), key=lambda n: min(all_edges[n][0][0], all_edges[n][1][0]))
    for place, n in enumerate(order):
        reach = max(all_edges[n][0][0], all_edges[n][1][0])
        for m in order[place + 1 :]:
            if min(all_edges[m][0][0], all_edges[m][1][0]) > reach:
                break
            if _meet_wrongly(all_edges[n], all_edges[m]):
                return True
    return False


def _meet_wrongly(one: Edge, other: Edge) -> bool:
    shared = set(one) & set(other)
    if not shared:
        return bool(_meeting(one, other))
    # Neighbours share their corner; they must not run back over each other.
    corner = shared.pop()
    ends = [next(point for point in edge if point != corner) for edge in (one, other)]
    return _side(corner, ends[0], ends[1]) == 0 and _along(corner, ends[0], ends[1]) > 0


def overlap(one: tuple[Point, ...], other: tuple[Point, ...]) -> bool:
    """Return whether two simple polygons have any area in common; touching along an edge is none."""
    if not _boxes_meet(box_of(one), box_of(other)):
        return False
    first, is_bounded = _places(one, other)
    if first:
        return True
    # Where each edge of one lies on the other's boundary, they are the same.
    return is_bounded or _places(other, one)[0]


def _places(one: tuple[Point, ...], other: tuple[Point, ...]) -> tuple[bool, bool]:
    """Return whether an edge of one runs inside the other, and whether all of one's edges lie on its boundary."""
    box, around = box_of(other), list(edges(other))
    is_bounded = True
    for edge in edges(one):
        if not _boxes_meet(box_of(edge), box):
            is_bounded = False
            continue
        cuts = {Fraction(0), Fraction(1)}
        for met in around:
            cuts.update(_meeting(edge, met))
        for start, end in pairwise(sorted(cuts)):
            where = _where(_at(edge, (start + end) * _HALF), around)
            if where > 0:
                return True, False
            is_bounded = is_bounded and where == 0
    return False, is_bounded


def _meeting(edge: Edge, other: Edge) -> tuple[Fraction, ...]:
    """Return where an edge meets another, as shares of its length from its start; none if they do not."""
    if not _boxes_meet(box_of(edge), box_of(other)):
        return ()
    a, b = edge
    c, d = other
    from_c, from_d = _side(a, b, c), _side(a, b, d)
    if from_c == from_d == 0:
        found = [Fraction(_along(a, b, point), _along(a, b, b)) for point in (c, d)]
        low, high = max(min(found), Fraction(0)), min(max(found), Fraction(1))
        return (low, high) if low <= high else ()
    from_a, from_b = _side(c, d, a), _side(c, d, b)
    if from_c * from_d > 0 or from_a * from_b > 0 or from_a == from_b:
        return ()
    return (Fraction(from_a, from_a - from_b),)


def _where(point: At, around: list[Edge]) -> int:
    """Return 1 for a point inside of a ring's edges, 0 for one on them, -1 for one outside."""
    is_inside = False
    for a, b in around:
        side = (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])
        if side == 0 and _between(point[0], a[0], b[0]) and _between(point[1], a[1], b[1]):
            return 0
        if (a[1] > point[1]) != (b[1] > point[1]) and (side > 0) == (b[1] > a[1]):
            is_inside = not is_inside
    return 1 if is_inside else -1


def _between(value: Fraction | int, one: int, other: int) -> bool:
    return min(one, other) <= value <= max(one, other)


def _side(a: Point, b: Point, c: Point) -> int:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _along(a: Point, b: Point, c: Point) -> int:
    return (b[0] - a[0]) * (c[0] - a[0]) + (b[1] - a[1]) * (c[1] - a[1])


def _at(edge: Edge, share: Fraction) -> At:
    (x, y), (to_x, to_y) = edge
    return x + share * (to_x - x), y + share * (to_y - y)


def _boxes_meet(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def square_metres(ring: tuple[Point, ...]) -> int:
    """Return about how large a polygon of some kilometres is, on a sphere, to the nearest square metre.

    The ellipsoid differs by less than one part in a hundred.
    """
    _, south, _, north = box_of(ring)
    with localcontext(_DIGITS):
        radians = _DIGITS.divide(_PI, Decimal(180 * _DEGREE))
        middle = (south + north) * radians * _HALVED
        scale = _RADIUS * radians
        return int((abs(twice_area(ring)) * scale * scale * _HALVED * _cosine(middle)).to_integral_value())


def _cosine(angle: Decimal) -> Decimal:
    """Return the cosine by its series; 30 terms are exact to 50 digits for angles below two."""
    term = total = Decimal(1)
    for n in range(1, 31):
        term = _DIGITS.divide(-term * angle * angle, Decimal((2 * n - 1) * (2 * n)))
        total += term
    return total
