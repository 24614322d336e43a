"""Plots as people bring them: GeoJSON (RFC 7946) in degrees, read into the corners that an entry carries.

Digits are read as they stand, never through a float; what has more than seven decimals is refused rather than rounded.
"""

import json
from decimal import Decimal
from typing import Any, Final

from registry.ledger.errors import Malformed

DEGREE: Final = 10**7
DEGREES_MAX: Final = 180
DIGITS_MAX: Final = 20
TEXT_MAX: Final = 60_000


def read_polygon(text: str) -> list[dict[str, int]]:
    """Return the corners of the one polygon that a GeoJSON text holds: a geometry, a feature, or one in a collection.

    Raises:
        Malformed: ``geojson_syntax``, ``geojson_not_one_polygon``, ``geojson_hole``, ``geojson_open``,
            ``geojson_decimals``.
    """
    try:
        value = json.loads(text[: TEXT_MAX + 1], parse_float=Decimal)
    except (ValueError, RecursionError):
        raise Malformed("geojson_syntax") from None
    rings = _geometry(value)
    if len(rings) != 1:
        raise Malformed("geojson_hole")
    points = [_point(one) for one in rings[0]]
    if len(points) < len("abcd") or points[0] != points[-1]:
        raise Malformed("geojson_open")
    return [{"lon": lon, "lat": lat} for lon, lat in points[:-1]]


def _geometry(value: Any) -> list[list[Any]]:  # noqa: ANN401  a JSON value
    for _ in range(2):
        kind = value.get("type") if isinstance(value, dict) else None
        if kind == "FeatureCollection":
            features = value.get("features")
            value = features[0] if isinstance(features, list) and len(features) == 1 else None
        elif kind == "Feature":
            value = value.get("geometry")
    rings = value.get("coordinates") if isinstance(value, dict) and value.get("type") == "Polygon" else None
    if not isinstance(rings, list) or not rings or not all(isinstance(ring, list) for ring in rings):
        raise Malformed("geojson_not_one_polygon")
    return rings


def _point(value: Any) -> tuple[int, int]:  # noqa: ANN401  a JSON value
    numbers = value[:2] if isinstance(value, list) else []
    if len(numbers) != len(("lon", "lat")) or any(type(one) not in (int, Decimal) for one in numbers):
        raise Malformed("geojson_syntax")
    # The largest longitude; far larger exponents would not even multiply.
    if any(abs(Decimal(one).adjusted()) > DIGITS_MAX or abs(one) > DEGREES_MAX for one in numbers if one):
        raise Malformed("geojson_syntax")
    scaled = [Decimal(one) * DEGREE for one in numbers]
    if any(one != int(one) for one in scaled):
        raise Malformed("geojson_decimals")
    return int(scaled[0]), int(scaled[1])
