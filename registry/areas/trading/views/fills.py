"""Products that are dealt in on the national exchange: the fills that were imported, and the upload that brings them.

A file's rows become one entry, which authority and operator sign; nothing of it moves units.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask import abort, url_for
from flask_babel import lazy_gettext

from registry.areas.trading import queries
from registry.areas.trading.queries import fills as reads
from registry.areas.trading.queries.fills import FillLine
from registry.areas.trading.rules.fills import FILLS_MAX, Fill, ImportFills
from registry.areas.trading.rules.records import Side
from registry.areas.trading.views.base import MONEY, blueprint
from registry.catalog import CATALOGUE
from registry.ledger.errors import Refusal
from registry.ledger.rules import Kind
from registry.web import own
from registry.web.bodies import body_form
from registry.web.language import language
from registry.web.messages import sentence
from registry.web.seam import registry
from registry.web.tables import Column, Table
from registry.web.uploading import Adapter, Cells, UploadColumn
from registry.web.views import view
from registry.web.words import choice_of, kind_title, label_of

_KIND: Final = "trading.import_fills"
_TONNES: Final = lazy_gettext("吨")
_IMPORT: Final = CATALOGUE.kinds[_KIND][1]
# A row is asked for and checked as a form would: the fields are those of a fill.
_ROW: Final = body_form(replace(_IMPORT, body=Fill), asks={"price_fen": MONEY})
_PRODUCT: Final = "product"
_EXAMPLES: Final = {
    "reference": "NAT-20260302-000001", "day": "2026-03-02", "participant": "P-00000011",
    "side": "buy", "price_fen": "73.20", "units": "500",
}  # fmt: skip


def _read(cells: Cells) -> tuple[Fill | None, dict[str, str]]:
    """Return the fill of a row, or what is wrong with it by column."""
    fill, errors = _ROW.read(_ROW.form.read(cells))
    with registry().engine.connect() as connection:
        if queries.product_of(connection, cells[_PRODUCT]) is None:
            errors |= {_PRODUCT: sentence("unknown_product", {"key": cells[_PRODUCT]}, language())}
    return (None, errors) if errors else (fill, {})


def _bundle(rows: Sequence[Cells]) -> tuple[Kind, ImportFills]:
    """Return the one entry of a file.

    Raises:
        Refusal: ``products_differ`` if its rows are of more than one product, ``row_changed`` if one was right and is
            not any more.
    """
    product = rows[0][_PRODUCT]
    found = []
    for number, cells in enumerate(rows, 1):
        fill, _ = _read(cells)
        if fill is None:
            raise Refusal("row_changed", line=number)
        if cells[_PRODUCT] != product:
            raise Refusal("products_differ", line=number, product=cells[_PRODUCT])
        found.append(fill)
    return _IMPORT, ImportFills(product, sum(one.units for one in found), tuple(found))


UPLOADS: Final = (
    Adapter(
        name="national-fills",
        title=kind_title(_KIND),
        intro=lazy_gettext(
            "全国交易系统的成交，每行一笔，一个文件一个产品。整份文件写成一个条目，由主管部门与运营机构签名。"
        ),
        columns=(
            UploadColumn(_PRODUCT, label_of(_PRODUCT, _KIND), "CEA23"),
            *(UploadColumn(one.name, one.label, _EXAMPLES[one.name]) for one in _ROW.form.fields),
        ),
        check=lambda cells: _read(cells)[1],
        bundle=_bundle,
        roles=frozenset({"authority", "operator"}),
        rows_max=FILLS_MAX,
    ),
)


@dataclass(frozen=True, slots=True)
class FillsPage:
    """The imported fills of a national product."""

    code: str
    name: str
    rows: tuple[FillLine, ...]
    next_after: str | None


FILLS: Final = Table(
    name="national-fills",
    caption=lazy_gettext("全国交易系统的成交"),
    paged=True,
    columns=(
        Column(name="day", label=lazy_gettext("交易日"), sortable=False),
        Column(
            name="side", label=lazy_gettext("方向"), kind="badge", sortable=False,
            badges={side.value: ("quiet", choice_of(side, _KIND)) for side in Side},
        ),
        Column(name="price_fen", label=lazy_gettext("成交价"), kind="money", sortable=False),
        Column(name="units", label=lazy_gettext("数量"), kind="figure", unit=_TONNES, sortable=False),
        Column(name="turnover_fen", label=lazy_gettext("成交额"), kind="money", sortable=False),
        Column(name="participant", label=lazy_gettext("参与方"), kind="identifier", sortable=False),
        Column(name="reference", label=lazy_gettext("交易系统编号"), kind="identifier", sortable=False),
        Column(
            name="index", label=lazy_gettext("日志"), kind="figure", sortable=False,
            link=lambda row: url_for("auditing.entry", index=row.index),
        ),
    ),
    empty=lazy_gettext("还没有导入成交。"),
)  # fmt: skip


@view(blueprint, "/<code>/fills", template="trading/fills.html", table=FILLS)
def fills(*, code: str, sort: str | None, after: str | None) -> FillsPage:
    """Return the fills of a product that participants dealt in on the national exchange, the last imported first."""
    del sort
    with registry().engine.connect() as connection:
        product = queries.product_of(connection, code)
        if product is None:
            abort(404)
        found = reads.fills(connection, code, reader=own.participant(), names=own.oversees(), after=after)
    return FillsPage(code, product.name, found.rows, found.next_after)
