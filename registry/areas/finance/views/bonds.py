"""The pages of bonds that read: the list, and one bond with its money, its reports and what stands against it."""

from dataclasses import dataclass
from typing import Any, Final

import marshmallow as ma
from flask import request, url_for
from flask_babel import gettext, lazy_gettext
from markupsafe import Markup

from registry.areas.finance.queries import EXPORT_MAX, PAGE
from registry.areas.finance.queries.bonds import BondRow, WholeBond, bonds_of_project, list_bonds, whole_bond
from registry.areas.finance.rules.bonds.reporting import TONNES
from registry.areas.finance.rules.changes import beijing_day
from registry.areas.finance.rules.choices import BondKind
from registry.areas.finance.views import sankey, words
from registry.areas.finance.views.bond_forms import forms_of_bond
from registry.areas.finance.views.pages import blueprint
from registry.catalog import CATALOGUE
from registry.store.preview import SqlView
from registry.web import documents, own
from registry.web.documents import Cited
from registry.web.downloads import WRITERS
from registry.web.formats import money
from registry.web.seam import now, registry
from registry.web.tables import Column, Filter, Table
from registry.web.views import view
from registry.web.words import zone_choices, zone_name

PERMILLE: Final = 1_000


class BondsWanted(ma.Schema):
    """The filters of the list."""

    bond_kind = ma.fields.Enum(BondKind, by_value=True, load_default=None)
    zone = ma.fields.String(validate=ma.validate.Regexp(r"[0-9]{2}\Z"), load_default=None)
    issuer = ma.fields.String(validate=ma.validate.Regexp(r"P-[0-9]{8}\Z"), load_default=None)


@dataclass(frozen=True, slots=True)
class ListedBond:
    """A line of the list in the reader's words, with the codes beside them for machines."""

    number: str
    name: str
    issuer: str
    issuer_name: str
    bond_kind: str
    isin: str | None
    zone: str
    zone_code: str
    planned_fen: int
    received_fen: int
    allocated_fen: int
    idle_fen: int
    returned_fen: int
    grade: str | None
    issued_on: str
    matures_on: str
    late: str


@dataclass(frozen=True, slots=True)
class BondsPage:
    """A page of the list."""

    rows: tuple[ListedBond, ...]
    next_after: str | None


@dataclass(frozen=True, slots=True)
class OneBond:
    """One bond, and what the reader may do about it."""

    whole: WholeBond
    is_review_over: bool


BONDS: Final = Table(
    name="green-bonds",
    caption=lazy_gettext("绿色债券"),
    paged=True,
    columns=(
        Column(
            name="number", label=words.label("bond"), kind="identifier", sortable=False,
            link=lambda row: url_for("finance.bond", number=row.number),
        ),
        Column(name="name", label=lazy_gettext("名称"), sortable=False),
        Column(name="issuer_name", label=words.label("issuer"), sortable=False),
        Column(
            name="bond_kind", label=words.label("bond_kind"), kind="badge", badges=words.badges(BondKind),
            sortable=False,
        ),
        Column(name="zone", label=words.label("zone"), sortable=False),
        Column(name="received_fen", label=lazy_gettext("已到账"), kind="money", sortable=False),
        Column(name="allocated_fen", label=lazy_gettext("已分配"), kind="money", sortable=False),
        Column(name="idle_fen", label=lazy_gettext("闲置"), kind="money", sortable=False),
        Column(name="grade", label=words.label("grade"), sortable=False),
        Column(name="issued_on", label=words.label("issued_on"), sortable=False),
        Column(name="matures_on", label=words.label("matures_on"), sortable=False),
        Column(name="late", label=lazy_gettext("逾期未披露"), sortable=False),
    ),
    filters=(
        Filter(name="bond_kind", label=words.label("bond_kind"), choices=words.choices(BondKind)),
        Filter(name="zone", label=words.label("zone"), choices=zone_choices),
    ),
    empty=lazy_gettext("还没有登记的绿色债券。发行人可以登记债券及其框架。"),
)  # fmt: skip


@view(blueprint, "/bonds", template="finance/bonds.html", table=BONDS, query=BondsWanted)
def bonds(
    *, sort: str | None, after: str | None, bond_kind: BondKind | None, zone: str | None, issuer: str | None
) -> BondsPage:
    """Return the list, the newest change first; a download holds all that the filters leave."""
    del sort
    limit = EXPORT_MAX if request.args.get("format") in WRITERS else PAGE
    wanted = {"bond_kind": bond_kind.value if bond_kind else None, "zone": zone, "issuer": issuer}
    instant = now()
    with registry().engine.connect() as connection:
        found = list_bonds(
            connection, SqlView(connection, CATALOGUE, instant), wanted, now=instant, today=beijing_day(instant),
            after=after, limit=limit,
        )  # fmt: skip
    return BondsPage(tuple(_listed(row) for row in found.rows), found.next_after)


@view(blueprint, "/bonds/<number>", template="finance/bond.html")
def bond(*, number: str) -> OneBond:
    """Return a bond with its money, its reports, and what is late."""
    instant = now()
    today = beijing_day(instant)
    with registry().engine.connect() as connection:
        whole = whole_bond(connection, SqlView(connection, CATALOGUE, instant), number, now=instant, today=today)
    until = whole.bond.review_until
    return OneBond(whole, until is not None and until < today)


def _listed(row: BondRow) -> ListedBond:
    one = row.bond
    return ListedBond(
        number=one.number,
        name=words.in_language((one.name_zh, one.name_en)),
        issuer=one.issuer,
        issuer_name=row.issuer_name,
        bond_kind=one.bond_kind.value,
        isin=one.isin,
        zone=zone_name(one.zone),
        zone_code=one.zone,
        planned_fen=one.planned_fen,
        received_fen=one.received_fen,
        allocated_fen=one.allocated_fen,
        idle_fen=one.idle_fen,
        returned_fen=one.returned_fen,
        grade=one.grade,
        issued_on=one.issued_on,
        matures_on=one.matures_on,
        late=", ".join(row.late),
    )


def money_drawn(whole: WholeBond) -> Markup:
    """Return the way of the money as a drawing."""
    one = whole.bond
    flows = [sankey.Flow(words.in_language((use.name_zh, use.name_en)), use.fen, "project") for use in whole.uses]
    rest = (
        (gettext("闲置"), one.free_fen, "idle"),
        (gettext("临时投资"), one.placed_fen, "placed"),
        (gettext("退还投资者"), one.returned_fen, "returned"),
    )
    shown = sankey.fewer(flows, gettext("其他项目"))
    shown += [sankey.Flow(*part) for part in rest if part[1]]
    return sankey.draw(gettext("募集资金去向"), gettext("募集资金"), shown)


def share_of(part: int, whole: int) -> str:
    """Return a share in percent with one digit, floored."""
    permille = part * PERMILLE // whole if whole else 0
    return f"{permille // 10}.{permille % 10} %"


def papers_of(whole: WholeBond) -> dict[str, Cited]:
    """Return the papers that the page names, by digest, asked for once."""
    one = whole.bond
    told = (*(part.document for part in whole.reports), *(part.document for part in whole.moves))
    named = (one.framework, one.review_document, *told)
    return {cited.digest: cited for cited in documents.named(tuple(dict.fromkeys(filter(None, named))))}


def whole_yuan(fen: int) -> str:
    """Return a sum in yuan; without jiao and fen where there are none, since sums of bonds are long."""
    return money(fen).removesuffix(".00")


def bonds_of(project: str) -> tuple[tuple[str, str, int], ...]:
    """Return number, name and money of the bonds that finance a project."""
    with registry().engine.connect() as connection:
        found = bonds_of_project(connection, project)
    return tuple((number, words.in_language((zh, en)), fen) for number, zh, en, fen in found)


def _words() -> dict[str, Any]:
    return {
        "forms_of_bond": forms_of_bond, "money_drawn": money_drawn, "share_of": share_of, "tonnes": TONNES,
        "may_issue": own.is_holder, "bonds_of": bonds_of, "whole_yuan": whole_yuan, "papers_of": papers_of,
    }  # fmt: skip


blueprint.context_processor(_words)
