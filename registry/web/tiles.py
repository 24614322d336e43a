"""The zones as a grid of tiles: darker where more units lie. A chart made of squares; no boundary is drawn."""

from collections.abc import Mapping
from typing import Final

from flask_babel import gettext
from markupsafe import Markup

from registry.areas.participants.zones import tiles
from registry.web import formats
from registry.web.words import zone_name

SIDE: Final = 76
GAP: Final = 5
STEPS: Final = 5


def tile_grid(title: str, units: Mapping[str, int]) -> Markup:
    """Return the drawing of units by zone; the same figures stand in the table beside it."""
    grid = tiles()
    most = max(units.values(), default=0)
    width = (max(column for column, _ in grid.values()) + 1) * (SIDE + GAP) - GAP
    height = (max(row for _, row in grid.values()) + 1) * (SIDE + GAP) - GAP
    drawn = Markup("").join(_tile(code, place, units.get(code, 0), most) for code, place in grid.items())
    return Markup('<svg class="tiles" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        width, height, title, drawn
    )


def _tile(code: str, place: tuple[int, int], held: int, most: int) -> Markup:
    left, top = (part * (SIDE + GAP) for part in place)
    step = -(-held * STEPS // most) if most else 0
    text = formats.compact(held) if held else "—"
    return Markup(
        '<g class="tile step-{}"><title>{}: {}</title><rect x="{}" y="{}" width="{}" height="{}" rx="6"/>'
        '<text x="{}" y="{}">{}</text><text class="value" x="{}" y="{}">{}</text></g>'
    ).format(
        step, zone_name(code), formats.figure(held), left, top, SIDE, SIDE,
        left + SIDE // 2, top + 33, _short(code), left + SIDE // 2, top + 56, text,
    )  # fmt: skip


def _short(code: str) -> str:
    name = zone_name(code)
    return name if len(name) <= _NAME_MAX else f"{name[: _NAME_MAX - 1]}."


_NAME_MAX: Final = 9


def grid_title(name: str) -> str:
    """Return what the drawing shows, in a sentence."""
    return str(gettext("%(name)s在各自贸区账户中的数量", name=name))
