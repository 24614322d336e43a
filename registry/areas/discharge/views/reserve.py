"""The government's reserve of rights: every move of it, in public."""

from dataclasses import dataclass
from typing import Final

from flask import request
from flask_babel import lazy_gettext

from registry.areas.discharge.queries import trading as queries
from registry.areas.discharge.queries.permits import EXPORT_MAX, PAGE
from registry.areas.discharge.rules.reserve import ReserveMove, ReserveMoveKind
from registry.areas.discharge.views.base import blueprint, label, said
from registry.web.downloads import WRITERS
from registry.web.seam import registry
from registry.web.tables import Column, Table, Tone
from registry.web.views import view

KINDS: Final[dict[str, tuple[Tone, object]]] = {
    one.value: ("good" if one is ReserveMoveKind.RELEASED else "quiet", said(one)) for one in ReserveMoveKind
}


@dataclass(frozen=True, slots=True)
class ReserveMoves:
    """A page of the list."""

    rows: tuple[ReserveMove, ...]
    next_after: str | None


RESERVE: Final = Table(
    name="discharge-reserve",
    caption=lazy_gettext("排污权储备"),
    paged=True,
    columns=(
        Column(
            name="moved_at", label=lazy_gettext("时间"), kind="time", sortable=False,
            link=lambda row: f"/journal/{row.index}",
        ),
        Column(name="kind", label=lazy_gettext("事项"), kind="badge", badges=KINDS, sortable=False),
        Column(name="asset", label=label("asset"), kind="identifier", sortable=False),
        Column(name="units", label=lazy_gettext("数量"), kind="figure", sortable=False),
        Column(name="permit", label=label("permit"), kind="identifier", sortable=False),
        Column(name="price_fen", label=label("price_fen"), kind="money", sortable=False),
        Column(name="project", label=label("project"), sortable=False),
    ),
    empty=lazy_gettext("储备还没有变动。收回、回购与投放都显示于此。"),
)  # fmt: skip


@view(blueprint, "/reserve", template="discharge/reserve.html", table=RESERVE)
def reserve(*, sort: str | None, after: str | None) -> ReserveMoves:
    """Return all moves of the reserve, the newest first; a download holds all."""
    del sort
    limit = EXPORT_MAX if request.args.get("format") in WRITERS else PAGE
    with registry().engine.connect() as connection:
        found = queries.reserve_moves(connection, after=after, limit=limit)
    return ReserveMoves(found.rows, found.next_after)
