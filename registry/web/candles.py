"""Candles: open, high, low and close of each day, with what was dealt in below, as inline SVG made on the server.

A day that rose is hollow and one that fell is filled, so colour alone says nothing; which colour is which is the
stylesheet's, by language (`.rises`, `.falls`). A day without listed trades is a dash at its close. The same figures
stand in a table beside the drawing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask_babel import gettext
from markupsafe import Markup

from registry.web.charts import LABELS_MAX, LEFT, RIGHT, TOP, WIDTH, Point, Scale, grid, labels, scale_of
from registry.web.formats import figure, yuan

HEIGHT: Final = 340
# Where the prices end, and where the volumes begin and end.
_PRICES_END: Final = 208
_VOLUMES: Final = (252, 310)


@dataclass(frozen=True, slots=True)
class Candle:
    """A day. Prices in fen, all but the close 0 where nothing was listed and dealt in; `units` of all trades."""

    label: str
    open_fen: int
    high_fen: int
    low_fen: int
    close_fen: int
    last_fen: int
    units: int

    @property
    def tone(self) -> str:
        """How the last price stands to the first one."""
        if not self.open_fen or self.last_fen == self.open_fen:
            return "level"
        return "rises" if self.last_fen > self.open_fen else "falls"


def candles(title: str, days: Sequence[Candle], *, unit: str) -> Markup:
    """Return the drawing of days, the oldest first, with its table; `unit` is that of the volumes."""
    if not days:
        return Markup('<p class="empty">{}</p>').format(gettext("还没有数据。"))
    spread = [fen for one in days for fen in (one.high_fen or one.close_fen, one.low_fen or one.close_fen)]
    prices = scale_of(spread, from_zero=False)
    prices = replace(prices, count=len(days), slots=True, bottom=_PRICES_END)
    volumes = scale_of([one.units for one in days], from_zero=True)
    volumes = replace(volumes, top=_VOLUMES[0], bottom=_VOLUMES[1])
    points = [Point(one.label, one.close_fen) for one in days]
    half = max((WIDTH - LEFT - RIGHT) // len(days) // 3, 1)
    inside = Markup("").join(
        (
            grid(prices, yuan),
            _top_line(volumes),
            *(_drawn(one, prices, prices.x(at), half) for at, one in enumerate(days)),
            *(_volume(one, volumes, volumes.x(at), half) for at, one in enumerate(days)),
            labels(points, prices, most=LABELS_MAX, bottom=HEIGHT),
        )
    )
    first, last = days[0], days[-1]
    summary = f"{title}: {first.label} {yuan(first.close_fen)} → {last.label} {yuan(last.close_fen)}"
    svg = Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(WIDTH, HEIGHT, summary, inside)
    return Markup('<figure class="chart">{}{}{}</figure>').format(svg, _legend(), _table(title, days, unit))


def _drawn(one: Candle, scale: Scale, x: int, half: int) -> Markup:
    if not one.open_fen:
        y = scale.y(one.close_fen)
        return Markup('<line class="candle level" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(x - half, x + half, y, y)
    top, bottom = scale.y(max(one.open_fen, one.last_fen)), scale.y(min(one.open_fen, one.last_fen))
    drawing = (
        '<g class="candle {}"><line x1="{}" x2="{}" y1="{}" y2="{}"/><line x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<rect x="{}" y="{}" width="{}" height="{}"/></g>'
    )
    return Markup(drawing).format(  # noqa: S704  the template stands above
        one.tone, x, x, scale.y(one.high_fen), top, x, x, bottom, scale.y(one.low_fen),
        x - half, top, 2 * half, max(bottom - top, 1),
    )  # fmt: skip


def _volume(one: Candle, scale: Scale, x: int, half: int) -> Markup:
    y = scale.y(one.units)
    rect = Markup('<rect class="volume {}" x="{}" y="{}" width="{}" height="{}"/>')
    return rect.format(one.tone, x - half, y, 2 * half, scale.bottom - y)


def _top_line(scale: Scale) -> Markup:
    """Return the one line over the volumes, with the figure that it stands for."""
    return Markup(
        '<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/><text class="tick end" x="{}" y="{}">{}</text>'
    ).format(LEFT, WIDTH - RIGHT, scale.top, scale.top, LEFT - 10, scale.top + TOP // 3, figure(scale.high))


def _legend() -> Markup:
    items = (("rises", gettext("上涨（空心）")), ("falls", gettext("下跌（实心）")))
    drawn = (
        '<svg viewBox="0 0 12 12" aria-hidden="true"><rect class="candle {}" x="2" y="1" width="8" height="10"/></svg>'
    )
    entry = f"<li>{drawn}{{}}</li>"
    parts = [Markup(entry).format(tone, label) for tone, label in items]  # noqa: S704  the template stands above
    return Markup('<ul class="legend">{}</ul>').format(Markup("").join(parts))


def _table(title: str, days: Sequence[Candle], unit: str) -> Markup:
    heads = (
        gettext("日期"),
        gettext("开盘"),
        gettext("最高"),
        gettext("最低"),
        gettext("收盘"),
        f"{gettext('成交量')} {unit}",
    )
    row = '<tr><th scope="row">{}</th>' + '<td class="figure">{}</td>' * 5 + "</tr>"
    rows = [
        Markup(row).format(  # noqa: S704  the template stands above
            one.label, *(yuan(fen or None) for fen in (one.open_fen, one.high_fen, one.low_fen, one.close_fen)),
            figure(one.units),
        )
        for one in days
    ]  # fmt: skip
    head = Markup("").join(
        Markup('<th scope="col"{}>{}</th>').format(Markup(' class="figure"') if at else "", text)
        for at, text in enumerate(heads)
    )
    return Markup(
        "<details><summary>{}</summary><table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>"
        "</details>"
    ).format(gettext("数据表"), title, head, Markup("").join(rows))
