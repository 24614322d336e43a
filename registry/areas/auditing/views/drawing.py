"""Bands: what became of a range of serials, drawn over the entries that moved parts of it.

From left to right the entries in order, from top to bottom the serials. Each entry paints what it moved from its own
place to the right edge, so the right edge shows where everything lies now. Integers only; the table beside it says all
of it in words.
"""

from collections.abc import Mapping
from typing import Final

from flask_babel import gettext
from markupsafe import Markup

from registry.areas.auditing.queries.trace import Hop, Trace
from registry.ledger.serials import FINAL, Purpose
from registry.web.formats import figure

WIDTH: Final = 1040
HEIGHT: Final = 260
LEFT: Final = 96
TOP: Final = 12
BOTTOM: Final = 26
TONES: Final = 4
LABELS_MAX: Final = 9
_ASIDE: Final = frozenset({Purpose.ESCROW, Purpose.PLEDGE, Purpose.PENDING})


def bands(found: Trace) -> Markup:
    """Return the drawing of a range whose parts have gone different ways."""
    tones = _tones(found)
    rects = [_rect(found, hop, column, tones) for column, hop in enumerate(found.hops)]
    marks = [_mark(found, serial) for serial in sorted({found.first, (found.first + found.last) // 2, found.last})]
    summary = gettext("%(serial)s 的去向，共 %(count)s 环", serial=found.serial, count=figure(len(found.hops)))
    svg = Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>').format(
        WIDTH, HEIGHT, summary, Markup("").join(marks), Markup("").join(rects), _positions(found)
    )
    return Markup('<figure class="chart bands">{}{}</figure>').format(svg, _legend())


def _tones(found: Trace) -> Mapping[str, int]:
    accounts = dict.fromkeys(hop.target.account for hop in found.hops)
    return {account: number % TONES for number, account in enumerate(accounts)}


def _x(found: Trace, column: int) -> int:
    return LEFT + (WIDTH - LEFT) * column // len(found.hops)


def _y(found: Trace, serial: int) -> int:
    return TOP + (HEIGHT - TOP - BOTTOM) * (serial - found.first) // found.units


def _rect(found: Trace, hop: Hop, column: int, tones: Mapping[str, int]) -> Markup:
    left, top = _x(found, column), _y(found, hop.first)
    height = max(_y(found, hop.last + 1) - top, 2)
    title = f"#{figure(hop.index)} {figure(hop.first)}-{figure(hop.last)} → {hop.target.name or hop.target.account}"
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>').format(
        _class(hop, tones), left, top, WIDTH - left, height, title
    )


def _class(hop: Hop, tones: Mapping[str, int]) -> str:
    purpose = hop.target.purpose
    if purpose == Purpose.ISSUANCE:
        return "band issued"
    if purpose in FINAL:
        return "band final"
    return "band aside" if purpose in _ASIDE else f"band held-{tones[hop.target.account]}"


def _mark(found: Trace, serial: int) -> Markup:
    y = _y(found, serial + 1 if serial == found.last else serial)
    return Markup(
        '<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/><text class="tick end" x="{}" y="{}">{}</text>'
    ).format(LEFT - 6, WIDTH, y, y, LEFT - 10, y + 4, figure(serial))


def _positions(found: Trace) -> Markup:
    count = len(found.hops)
    shown = range(count) if count <= LABELS_MAX else [i * (count - 1) // (LABELS_MAX - 1) for i in range(LABELS_MAX)]
    texts = [
        Markup('<text class="{}" x="{}" y="{}">#{}</text>').format(
            "tick end" if at and at == count - 1 else "tick",
            WIDTH if at and at == count - 1 else _x(found, at),
            HEIGHT - 8,
            figure(found.hops[at].index),
        )
        for at in shown
    ]
    return Markup("").join(texts)


def _legend() -> Markup:
    labels = (
        ("issued", gettext("未分配")),
        ("held-1", gettext("持有（深浅区分账户）")),
        ("aside", gettext("在途、质押或待确认")),
        ("final", gettext("已到终点")),
    )
    items = [Markup('<li><i class="swatch {}"></i>{}</li>').format(name, label) for name, label in labels]
    return Markup('<ul class="legend">{}</ul>').format(Markup("").join(items))
