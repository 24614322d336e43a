"""The way of a bond's money as a drawing: from what was received to projects, placements, idle money and investors.

Integers only; colours come from the stylesheet. The same sums stand in the tables of the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from registry.web.formats import money

WIDTH: Final = 960
HEIGHT: Final = 300
GAP: Final = 14
BAR: Final = 14
LEFT: Final = 190
RIGHT: Final = 560
LEAST: Final = 3
SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Flow:
    """Where money went: a name, a sum in fen, and its class in the stylesheet."""

    name: str
    fen: int
    tone: str


def draw(title: str, source: str, flows: Sequence[Flow]) -> Markup:
    """Return the drawing, the largest flows first as they are given; nothing for no money."""
    whole = sum(flow.fen for flow in flows)
    if not whole:
        return Markup()
    high = HEIGHT - GAP * (len(flows) - 1)
    parts, here, there = [], GAP * (len(flows) - 1) // 2, 0
    top = here
    for flow in flows:
        size = max(flow.fen * high // whole, LEAST)
        parts.append(_flow(flow, here, there, size))
        here, there = here + size, there + size + GAP
    bar = Markup('<rect class="source" x="{}" y="{}" width="{}" height="{}"/>').format(LEFT, top, BAR, here - top)
    middle = (top + here) // 2
    named = Markup(
        '<text class="tick end" x="{}" y="{}">{}</text><text class="tick end" x="{}" y="{}">{}</text>'
    ).format(LEFT - 10, middle - 4, source, LEFT - 10, middle + 14, money(whole))
    return Markup('<svg class="sankey" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>').format(
        WIDTH, max(here, there) + 4, title, bar, named, Markup().join(parts)
    )


def _flow(flow: Flow, here: int, there: int, size: int) -> Markup:
    first, last = LEFT + BAR, RIGHT
    middle = (first + last) // 2
    path = (
        f"M{first} {here}C{middle} {here} {middle} {there} {last} {there}V{there + size}"
        f"C{middle} {there + size} {middle} {here + size} {first} {here + size}Z"
    )
    return Markup(
        '<path class="flow {}" d="{}"><title>{}</title></path>'
        '<rect class="end {}" x="{}" y="{}" width="{}" height="{}"/>'
        '<text class="tick" x="{}" y="{}">{}</text>'
    ).format(
        flow.tone, path, f"{flow.name} {money(flow.fen)}", flow.tone, last, there, BAR, size,
        last + BAR + 8, there + size // 2 + 4, f"{flow.name} · {money(flow.fen)}",
    )  # fmt: skip


def fewer(flows: Sequence[Flow], others: str) -> list[Flow]:
    """Return the flows that have money, those beyond the first dozen put together."""
    found = [flow for flow in flows if flow.fen]
    if len(found) <= SHOWN:
        return found
    rest = sum(flow.fen for flow in found[SHOWN - 1 :])
    return [*found[: SHOWN - 1], Flow(others, rest, found[SHOWN - 1].tone)]
