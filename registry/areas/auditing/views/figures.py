"""The live figures for everybody: what exists of each class, in which zone it lies, of which year it is."""

from dataclasses import dataclass, fields
from typing import Any, Final

import marshmallow as ma
from flask_babel import lazy_gettext
from markupsafe import Markup

from registry.areas.auditing.figures import Held, asset_parts
from registry.areas.auditing.queries.conservation import Conserved, classes_by_code
from registry.areas.auditing.views.base import blueprint, kept_figures, reading
from registry.ledger.checkpoint import parse_checkpoint
from registry.store.heads import witnessed
from registry.web.formats import is_money
from registry.web.tables import Column, Table
from registry.web.tiles import grid_title, tile_grid
from registry.web.views import view
from registry.web.words import class_name, zone_name


class ClassSchema(ma.Schema):
    """The class whose zones and years are shown."""

    of = ma.fields.String(load_default="", data_key="class", validate=ma.validate.Length(max=8))


@dataclass(frozen=True, slots=True)
class ClassLine:
    """One class over all years and zones; `held` is whatever is neither used nor cancelled."""

    code: str
    name: str
    unit: str
    issued: int
    held: int
    used: int
    cancelled: int


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year of the chosen class."""

    vintage: str
    issued: int
    held: int
    aside: int
    used: int
    cancelled: int


@dataclass(frozen=True, slots=True)
class ZoneLine:
    """What lies in the accounts of one zone, of the chosen class."""

    zone: str
    name: str
    held: int
    used: int


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """The live figures as of a size; `classes` are all, the rest is of the class `chosen`."""

    size: int
    classes: tuple[ClassLine, ...]
    chosen: str
    rows: tuple[YearLine, ...]
    zones: tuple[ZoneLine, ...]
    witnessed_size: int | None
    is_whole: bool

    @property
    def line(self) -> ClassLine | None:
        """The chosen class."""
        return next((one for one in self.classes if one.code == self.chosen), None)


YEARS: Final = Table(
    name="figures",
    caption=lazy_gettext("按年份"),
    empty=lazy_gettext("还没有签发任何单位。"),
    columns=(
        Column(name="vintage", label=lazy_gettext("年份"), kind="identifier"),
        Column(name="issued", label=lazy_gettext("签发"), kind="figure", total=True),
        Column(name="held", label=lazy_gettext("持有"), kind="figure", total=True),
        Column(name="aside", label=lazy_gettext("在途与质押"), kind="figure", total=True),
        Column(name="used", label=lazy_gettext("已清缴与已使用"), kind="figure", total=True),
        Column(name="cancelled", label=lazy_gettext("已注销"), kind="figure", total=True),
    ),
)


@view(blueprint, "/figures", template="auditing/figures.html", table=YEARS, query=ClassSchema)
def figures(*, of: str) -> FiguresPage:
    """Return the live figures by class, zone and year."""
    return public_figures(of)


@blueprint.app_template_global("public_figures")
def public_figures(of: str = "") -> FiguresPage:
    """Return the live figures of a class of rights, of the one with most units if none is named."""
    with reading() as connection:
        found = kept_figures().read(connection)
        classes = classes_by_code(connection)
        cosigned = witnessed(connection)
    lines = _lines(found, classes)
    chosen = of if of in {one.code for one in lines} else max(lines, key=lambda one: one.issued).code if lines else ""
    return FiguresPage(
        size=found.size,
        classes=lines,
        chosen=chosen,
        rows=tuple(_year(vintage, held) for vintage, held in _vintages(found, chosen)),
        zones=_zones(found, chosen),
        witnessed_size=parse_checkpoint(cosigned)[0].size if cosigned else None,
        is_whole=not any(held.difference for held in found.assets.values()),
    )


@blueprint.app_template_global("zone_tiles")
def zone_tiles(page: FiguresPage) -> Markup:
    """Return the drawing of the chosen class by zone."""
    name = page.line.name if page.line else ""
    return tile_grid(grid_title(name), {one.zone: one.held for one in page.zones})


def _aside(held: Held) -> int:
    return held.escrow + held.pledge + held.pending


def _kept(held: Held) -> int:
    return held.holding + held.reserve + held.buffer


def _used(held: Held) -> int:
    return held.surrendered + held.retired


def _total(parts: list[Held]) -> Held:
    sums: dict[str, Any] = {one.name: sum(getattr(part, one.name) for part in parts) for one in fields(Held)}
    return Held(**sums)


def _vintages(found: Conserved, code: str) -> list[tuple[str, Held]]:
    parts = [(asset_parts(asset), held) for asset, held in found.assets.items()]
    return [(vintage, held) for (of, vintage), held in parts if of == code]


def _lines(found: Conserved, classes: dict[str, tuple[str, str]]) -> tuple[ClassLine, ...]:
    codes = sorted({asset_parts(asset)[0] for asset in found.assets})
    lines = []
    for code in filter(lambda code: not is_money(code), codes):
        held = _total([one for _, one in _vintages(found, code)])
        name, unit = classes.get(code, (code, ""))
        shown = (held.issued, _kept(held) + _aside(held), _used(held), held.cancelled)
        lines.append(ClassLine(code, class_name(code, name), unit, *shown))
    return tuple(lines)


def _year(vintage: str, held: Held) -> YearLine:
    return YearLine(vintage or "—", held.issued, _kept(held), _aside(held), _used(held), held.cancelled)


def _zones(found: Conserved, code: str) -> tuple[ZoneLine, ...]:
    lines = []
    for zone, assets in found.zones.items():
        held = _total([one for asset, one in assets.items() if asset_parts(asset)[0] == code])
        line = ZoneLine(zone, zone_name(zone), _kept(held) + _aside(held), _used(held) + held.cancelled)
        if line.held or line.used:
            lines.append(line)
    return tuple(sorted(lines, key=lambda one: (-one.held, one.zone)))
