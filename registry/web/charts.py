"""Charts as inline SVG made on the server: classes instead of styles, integers instead of floats, a table beside each.

The drawing is for the eye; the same figures stand in a table in `<details>`, which is what screen readers and printers
get. Colours come from the stylesheet (`.chart …`), so the dark scheme and print are not this module's concern.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext
from markupsafe import Markup

from registry.web import formats

WIDTH: Final = 1040
HEIGHT: Final = 220
LEFT: Final = 64
RIGHT: Final = 16
TOP: Final = 14
BOTTOM: Final = 28
TICKS: Final = 4
LABELS_MAX: Final = 6
BAR_LABELS_MAX: Final = 12


@dataclass(frozen=True, slots=True)
class Point:
    """One labelled figure."""

    label: str
    value: int


@dataclass(frozen=True, slots=True)
class Station:
    """One stop of a unit's path: what happened, when, to whom, and where the log says so. `end` marks the last one."""

    title: str
    time: int
    detail: str
    index: int
    href: str
    end: bool = False


Writer = Callable[[int], str]


def line(
    title: str, points: Sequence[Point], *, write: Writer = formats.figure, unit: str = "", area: bool = False
) -> Markup:
    """Return a line, or with `area` the same with the ground filled."""
    return _chart(title, points, _draw_area if area else _draw_line, write=write, unit=unit, from_zero=False)


def bars(title: str, points: Sequence[Point], *, write: Writer = formats.figure, unit: str = "") -> Markup:
    """Return upright bars on a common zero."""
    return _chart(title, points, _draw_bars, write=write, unit=unit, from_zero=True)


def provenance(title: str, stations: Sequence[Station]) -> Markup:
    """Return the path of a unit as stations on a line: a list for every reader, drawn by the stylesheet."""
    items = [
        Markup(
            '<li class="{}"><b>{}</b><time datetime="{}">{}</time><span>{}</span>'
            '<a href="{}">{} <code>#{}</code></a></li>'
        ).format(
            "station end" if one.end else "station", one.title, formats.rfc3339(one.time), formats.beijing(one.time),
            one.detail, one.href, gettext("日志"), formats.figure(one.index),
        )
        for one in stations
    ]  # fmt: skip
    return Markup('<ol class="stations" aria-label="{}">{}</ol>').format(title, Markup("").join(items))


def progress(title: str, parts: Sequence[Point], whole: int) -> Markup:
    """Return one bar that the parts fill from the left, each in its own tone."""
    rects, start = [], 0
    for number, part in enumerate(parts):
        width = 1000 * part.value // whole if whole else 0
        rects.append(Markup('<rect class="part-{}" x="{}" y="0" width="{}" height="8"/>').format(number, start, width))
        start += width
    svg = '<svg class="progress" viewBox="0 0 1000 8" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>'
    return Markup(svg).format(title, Markup("").join(rects))  # noqa: S704  the template stands above


@dataclass(frozen=True, slots=True)
class Scale:
    """Where values and positions lie in a drawing, between the heights `top` and `bottom`."""

    low: int
    high: int
    count: int
    # Bars stand in the middle of equal slots; a line runs from edge to edge.
    slots: bool
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM

    def x(self, position: int) -> int:
        """Return how far from the left a position lies."""
        inner = WIDTH - LEFT - RIGHT
        if self.slots:
            return LEFT + inner * (2 * position + 1) // (2 * self.count)
        return LEFT + inner * position // max(self.count - 1, 1)

    def y(self, value: int) -> int:
        """Return how far from the top a value lies."""
        inner = self.bottom - self.top
        return self.bottom - inner * (value - self.low) // max(self.high - self.low, 1)


def _chart(
    title: str, points: Sequence[Point], draw: Callable[[Sequence[Point], Scale], Markup], *, write: Writer, unit: str,
    from_zero: bool,
) -> Markup:  # fmt: skip
    if not points:
        return Markup('<p class="empty">{}</p>').format(gettext("还没有数据。"))
    scale = scale_of([point.value for point in points], from_zero=from_zero)
    inside = (
        grid(scale, write)
        + draw(points, scale)
        + labels(points, scale, most=BAR_LABELS_MAX if from_zero else LABELS_MAX)
    )
    summary = _summary(title, points, write, unit)
    svg = Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(WIDTH, HEIGHT, summary, inside)
    rows = Markup("").join(
        Markup('<tr><th scope="row">{}</th><td class="figure">{}</td></tr>').format(one.label, write(one.value))
        for one in points
    )
    table = Markup(
        "<details><summary>{}</summary><table><caption>{}</caption><thead><tr><th scope=col>{}</th>"
        '<th scope=col class="figure">{}</th></tr></thead><tbody>{}</tbody></table></details>'
    ).format(gettext("数据表"), title, gettext("项"), unit or gettext("数值"), rows)
    return Markup('<figure class="chart">{}{}</figure>').format(svg, table)


def scale_of(values: list[int], *, from_zero: bool) -> Scale:
    """Return a scale on which the values fit between round figures; with `from_zero` it starts there, in slots."""
    low, high = min(values), max(values)
    if from_zero:
        low, high = min(low, 0), max(high, 0)
    step = _nice_step(max(high - low, 1))
    return Scale(low // step * step, -(-max(high, low + 1) // step) * step, len(values), slots=from_zero)


def _nice_step(span: int) -> int:
    """Return 1, 2 or 5 times a power of ten that divides the span into about four."""
    rough = max(span // TICKS, 1)
    power = int("1" + "0" * (len(str(rough)) - 1))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)


def grid(scale: Scale, write: Writer) -> Markup:
    """Return the horizontal lines of a scale with their figures."""
    step = _nice_step(scale.high - scale.low)
    lines = [
        Markup('<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(
            LEFT, WIDTH - RIGHT, scale.y(value), scale.y(value)
        )
        + Markup('<text class="tick end" x="{}" y="{}">{}</text>').format(LEFT - 10, scale.y(value) + 4, write(value))
        for value in range(scale.low, scale.high + 1, step)
    ]
    return Markup("").join(lines)


def labels(points: Sequence[Point], scale: Scale, *, most: int, bottom: int = HEIGHT) -> Markup:
    """Return at most so many of the points' labels, at the bottom of a drawing."""
    count = len(points)
    wanted = range(count) if count <= most else [i * (count - 1) // (most - 1) for i in range(most)]
    texts = []
    for position in wanted:
        edge = "start" if position == 0 else "end" if position == count - 1 else "middle"
        anchor = "middle" if scale.slots or count == 1 else edge
        text = Markup('<text class="tick {}" x="{}" y="{}">{}</text>')
        texts.append(text.format(anchor, scale.x(position), bottom - 8, points[position].label))
    return Markup("").join(texts)


def _path(points: Sequence[Point], scale: Scale) -> str:
    return " ".join(f"{scale.x(position)},{scale.y(point.value)}" for position, point in enumerate(points))


def _draw_line(points: Sequence[Point], scale: Scale) -> Markup:
    return Markup('<polyline class="line" points="{}"/>').format(_path(points, scale))


def _draw_area(points: Sequence[Point], scale: Scale) -> Markup:
    base = HEIGHT - BOTTOM
    ground = f"{scale.x(0)},{base} {_path(points, scale)} {scale.x(len(points) - 1)},{base}"
    return Markup('<polygon class="area" points="{}"/>').format(ground) + _draw_line(points, scale)


def _draw_bars(points: Sequence[Point], scale: Scale) -> Markup:
    slot = (WIDTH - LEFT - RIGHT) // len(points)
    zero = scale.y(0)
    rects = []
    for position, point in enumerate(points):
        top = scale.y(point.value)
        rect = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>')
        kind = "bar" if point.value >= 0 else "bar below"
        left = scale.x(position) - slot // 3
        rects.append(rect.format(kind, left, min(top, zero), max(slot * 2 // 3, 1), abs(zero - top)))
    return Markup("").join(rects)


def _summary(title: str, points: Sequence[Point], write: Writer, unit: str) -> str:
    """Return the drawing in one sentence, for those who do not see it."""
    first, last = points[0], points[-1]
    return f"{title}: {first.label} {write(first.value)} → {last.label} {write(last.value)} {unit}".rstrip()
