"""A year's discharge, added up month by month, under the levels that it must not pass: bars, lines, and a table."""

from collections.abc import Sequence

from flask_babel import gettext
from markupsafe import Markup

from registry.web.charts import BAR_LABELS_MAX, HEIGHT, LEFT, RIGHT, WIDTH, Point, grid, labels, scale_of
from registry.web.formats import figure


def against(
    title: str, points: Sequence[tuple[int, int | None]], levels: Sequence[tuple[str, int]], *, unit: str
) -> Markup:
    """Return the chart. A point is a month and the units so far, None where none is known; levels have names."""
    known = [units for _, units in points if units is not None]
    scale = scale_of([*known, *(units for _, units in levels), 0], from_zero=True)
    scale = type(scale)(scale.low, scale.high, len(points), slots=True)
    slot = (WIDTH - LEFT - RIGHT) // len(points)
    shapes = [
        Markup('<rect class="bar" x="{}" y="{}" width="{}" height="{}"/>').format(
            scale.x(place) - slot // 3, scale.y(units), max(slot * 2 // 3, 1), max(scale.y(0) - scale.y(units), 0)
        )
        for place, (_, units) in enumerate(points)
        if units is not None
    ]
    for number, (name, units) in enumerate(_apart(levels)):
        shapes.append(
            Markup('<line class="level level-{}" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(
                number, LEFT, WIDTH - RIGHT, scale.y(units), scale.y(units)
            )
        )
        shapes.append(
            Markup('<text class="tick {}" x="{}" y="{}">{} {}</text>').format(
                "" if number else "end", LEFT + 6 if number else WIDTH - RIGHT, scale.y(units) - 5, name, figure(units)
            )
        )
    months = [Point(gettext("%(month)s月", month=month), units or 0) for month, units in points]
    inside = grid(scale, figure) + Markup("").join(shapes) + labels(months, scale, most=BAR_LABELS_MAX)
    said = "; ".join(
        [f"{title}: {figure(known[-1])} {unit}" if known else title, *(f"{n} {figure(u)}" for n, u in levels)]
    )
    svg = Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(WIDTH, HEIGHT, said, inside)
    return Markup('<figure class="chart">{}{}</figure>').format(svg, _table(title, points, unit))


def _apart(levels: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return the levels, two of one height named together so that their names do not lie upon each other."""
    if len({units for _, units in levels}) < len(levels):
        return [(" · ".join(name for name, _ in levels), levels[0][1])]
    return list(levels)


def _table(title: str, points: Sequence[tuple[int, int | None]], unit: str) -> Markup:
    rows = Markup("").join(
        Markup('<tr><th scope="row">{}</th><td class="figure">{}</td></tr>').format(
            gettext("%(month)s月", month=month), "—" if units is None else figure(units)
        )
        for month, units in points
    )
    return Markup(
        "<details><summary>{}</summary><table><caption>{}</caption><thead><tr><th scope=col>{}</th>"
        '<th scope=col class="figure">{}</th></tr></thead><tbody>{}</tbody></table></details>'
    ).format(gettext("数据表"), title, gettext("月份"), unit, rows)
