"""For overseers: who holds more of a product or a class than the threshold, which is a parameter of the house."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import marshmallow as ma
from flask import abort, url_for
from flask_babel import lazy_gettext

from registry.areas.trading import queries
from registry.areas.trading.queries import ParameterLine, oversight
from registry.areas.trading.queries.oversight import HolderGroup
from registry.areas.trading.queries.standing import integer_of
from registry.areas.trading.views.base import blueprint
from registry.catalog import CATALOGUE
from registry.store.preview import SqlView
from registry.web import formats
from registry.web.seam import now, registry
from registry.web.tables import Column, Table
from registry.web.views import view

_TONNES: Final = lazy_gettext("吨")
_LARGE: Final = ("large_holder_units", "holding_units_max")


class OfQuery(ma.Schema):
    """The product, or the class, whose holders are wanted; the first product if none is named."""

    of = ma.fields.String(load_default="", validate=ma.validate.Length(max=32))


@dataclass(frozen=True, slots=True)
class HolderLine:
    """A member of a group that holds more than the threshold; ``share`` is the group's of all that is held."""

    group: int
    participant: str
    name: str
    units: int
    group_units: int
    share: str


@dataclass(frozen=True, slots=True)
class HoldersPage:
    """Who holds more of a product or a class than the threshold, which itself is not more."""

    of: str
    choices: tuple[str, ...]
    asset: str
    threshold: int | None
    groups: int
    parameters: tuple[ParameterLine, ...]
    rows: tuple[HolderLine, ...]


HOLDERS: Final = Table(
    name="large-holders",
    caption=lazy_gettext("大户"),
    columns=(
        Column(name="group", label=lazy_gettext("组"), kind="figure"),
        Column(
            name="participant", label=lazy_gettext("参与方"), kind="identifier",
            link=lambda row: url_for("participants.party", number=row.participant),
        ),
        Column(name="name", label=lazy_gettext("名称")),
        Column(name="units", label=lazy_gettext("持有"), kind="figure", unit=_TONNES),
        Column(name="group_units", label=lazy_gettext("全组持有"), kind="figure", unit=_TONNES),
        Column(name="share", label=lazy_gettext("全组占比")),
    ),
    empty=lazy_gettext("没有持有量超过报告标准的参与方。"),
)  # fmt: skip


@view(blueprint, "/oversight/holders", template="trading/holders.html", table=HOLDERS, query=OfQuery)
def large_holders(*, of: str) -> HoldersPage:
    """Return who holds more of a product or class than the threshold, over own accounts and with declared relations."""
    with registry().engine.connect() as connection:
        products = {one.code: one.asset for one in queries.products(connection, now=now())}
        choices = (*products, *oversight.classes(connection))
        wanted = of or next(iter(choices), "")
        if of and of not in choices:
            abort(404)
        asset = products.get(wanted, wanted)
        threshold = integer_of(SqlView(connection, CATALOGUE, now()), _LARGE[0], wanted, now())
        groups = oversight.holder_groups(connection, asset) if wanted else ()
        parameters = queries.parameters(connection, CATALOGUE, wanted, now=now(), names=_LARGE)
    large = [one for one in groups if threshold is not None and one.units > threshold]
    total = sum(one.units for one in groups)
    rows = tuple(_holder_lines(large, total))
    return HoldersPage(wanted, choices, asset, threshold, len(large), parameters, rows)


def _holder_lines(groups: Sequence[HolderGroup], total: int) -> Iterator[HolderLine]:
    for n, group in enumerate(groups, 1):
        for one in group.members:
            share = formats.share(group.units, total)
            yield HolderLine(n, one.number, one.name, one.units, group.units, share)
