"""What a trader's entries wanted to deal in and were refused: a list that leads to the reasons."""

from dataclasses import dataclass
from typing import Final

from flask import url_for
from flask_babel import lazy_gettext

from registry import wording
from registry.areas.trading import queries
from registry.areas.trading.queries import Asked
from registry.areas.trading.rules.records import Side
from registry.areas.trading.views.base import blueprint
from registry.catalog import CATALOGUE
from registry.web import own
from registry.web.language import language
from registry.web.messages import sentence
from registry.web.seam import registry
from registry.web.tables import Column, Table
from registry.web.views import view
from registry.web.words import choice_of

_KIND: Final = "trading.list"


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """An own entry that wanted to deal and was refused; ``said`` is the refusal in words."""

    id: str
    index: int
    recorded_at: int
    kind: str
    product: str
    side: str
    price_fen: int
    units: int
    result: str
    said: str


@dataclass(frozen=True, slots=True)
class RefusedPage:
    """Own entries that wanted to deal and were refused."""

    rows: tuple[RefusedRow, ...]
    next_after: str | None
    status: str = "refused"


REFUSED: Final = Table(
    name="refused-orders",
    caption=lazy_gettext("未被接受的申报"),
    paged=True,
    columns=(
        Column(name="recorded_at", label=lazy_gettext("时间"), kind="time", sortable=False),
        Column(
            name="kind", label=lazy_gettext("事项"), sortable=False,
            write=lambda kind: wording.kind_name(kind, language()),
        ),
        Column(name="product", label=lazy_gettext("产品"), kind="identifier", sortable=False),
        Column(
            name="side", label=lazy_gettext("方向"), kind="badge", sortable=False,
            badges={"buy": ("bad", choice_of(Side.BUY, _KIND)), "sell": ("good", choice_of(Side.SELL, _KIND))},
        ),
        Column(name="price_fen", label=lazy_gettext("单价"), kind="money", sortable=False),
        Column(name="units", label=lazy_gettext("数量"), kind="figure", unit=lazy_gettext("吨"), sortable=False),
        Column(
            name="said", label=lazy_gettext("为什么"), sortable=False,
            link=lambda row: url_for("trading.why", entry=row.id),
        ),
    ),
    empty=lazy_gettext("没有被拒绝的申报。"),
)  # fmt: skip


@view(blueprint, "/orders/refused", template="trading/orders.html", table=REFUSED)
def refused(*, sort: str | None, after: str | None) -> RefusedPage:
    """Return the own entries that wanted to deal and were refused, the newest first."""
    del sort
    number = own.participant()
    if number is None:
        return RefusedPage((), None)
    with registry().engine.connect() as connection:
        found = queries.refused_of(connection, CATALOGUE, number, origin=registry().origin, after=after)
    return RefusedPage(tuple(map(_row, found.rows)), found.next_after)


def _row(one: Asked) -> RefusedRow:
    said = sentence(one.result, {"product": one.product, "order": one.order}, language())
    return RefusedRow(
        id=one.id,
        index=one.index,
        recorded_at=one.recorded_at,
        kind=one.kind,
        product=one.product,
        side=one.side.value,
        price_fen=one.price_fen,
        units=one.units,
        result=one.result,
        said=said,
    )
