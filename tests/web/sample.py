"""An area in small, as `docs/pages.md` describes one: a listing, a form that ends in a signature, a drawing."""

from dataclasses import dataclass

import marshmallow as ma
from flask import Blueprint, url_for
from flask_babel import lazy_gettext

from registry.app import Area
from registry.ledger.errors import Refusal
from registry.web import charts
from registry.web.forms import Field, Form, drafting
from registry.web.navigation import Item
from registry.web.permissions import PUBLIC, SIGNED_IN, Access, related, roles
from registry.web.signing import Draft, marked
from registry.web.tables import Column, Filter, Table
from registry.web.views import view

blueprint = Blueprint("sample", __name__, url_prefix="/sample", template_folder="templates")
MOMENT = 1_764_748_800_000_000  # 2025-12-03T08:00:00Z


@dataclass(frozen=True, slots=True)
class Holding:
    account: str
    owner: str
    vintage: int
    units: int
    value: int | None
    changed_at: int
    state: str


@dataclass(frozen=True, slots=True)
class Holdings:
    holdings: tuple[Holding, ...]
    next_after: str | None = None


ROWS = (
    Holding("31-HO-00001204-57", "示例能源有限公司", 2025, 198_600, 1_612_632_000, MOMENT, "open"),
    Holding("31-HO-00001204-57", "示例能源有限公司", 2026, 43_305, None, MOMENT + 1, "frozen"),
    Holding("33-HO-00000871-20", "=示例化工集团有限公司", 2025, 1_286_400, 104_712_960_055, MOMENT - 1, "closing"),
)
COLUMNS = (
    Column(
        name="account", label=lazy_gettext("账户"), kind="identifier",
        link=lambda row: url_for("sample.account", number=row.account),
    ),
    Column(name="owner", label=lazy_gettext("企业")),
    Column(name="vintage", label=lazy_gettext("年份")),
    Column(name="units", label=lazy_gettext("数量"), kind="figure", unit=lazy_gettext("吨"), total=True),
    Column(name="value", label=lazy_gettext("市值"), kind="money", total=True),
    Column(name="changed_at", label=lazy_gettext("时间"), kind="time"),
    Column(
        name="state", label=lazy_gettext("状态"), kind="badge",
        badges={
            "open": ("good", lazy_gettext("可用")),
            "frozen": ("bad", lazy_gettext("冻结")),
            "closing": ("wait", lazy_gettext("待签名")),
        },
    ),
)  # fmt: skip
HOLDINGS = Table(
    name="holdings", caption=lazy_gettext("持有"), rows="holdings", columns=COLUMNS,
    filters=(
        Filter(name="owner", label=lazy_gettext("企业")),
        Filter(name="vintage", label=lazy_gettext("年份"), choices=lambda: [("2025", "2025"), ("2026", "2026")]),
    ),
)  # fmt: skip
JOURNAL = Table(name="journal", caption=lazy_gettext("日志"), columns=COLUMNS, rows="holdings", paged=True)


class Wanted(ma.Schema):
    limit = ma.fields.Integer(load_default=100, validate=ma.validate.Range(1, 100))


@view(blueprint, "/holdings", template="sample/holdings.html", table=HOLDINGS, query=Wanted)
def holdings(*, limit: int) -> Holdings:
    return Holdings(ROWS[:limit])


@view(blueprint, "/journal", template="sample/holdings.html", table=JOURNAL)
def journal(*, sort: str | None, after: str | None) -> Holdings:
    del sort
    return Holdings(ROWS[2:] if after else ROWS[:2], None if after else "33-HO")


@view(blueprint, "/account/<number>", template="sample/account.html")
def account(*, number: str) -> Holding:
    found = next((row for row in ROWS if row.account == number), None)
    if found is None:
        raise Refusal("unknown_record", number=number)
    return found


@view(blueprint, "/fails", template="sample/account.html")
def fails() -> Holding:
    raise ZeroDivisionError


@view(blueprint, "/not-declared", template="sample/account.html")
def not_declared() -> Holding:
    return ROWS[0]


@view(blueprint, "/mine/<number>", template="sample/account.html")
def mine(*, number: str) -> Holding:
    return next(row for row in ROWS if row.account == number)


@view(blueprint, "/receipt", template="sample/receipt.html")
def receipt() -> Holding:
    return ROWS[0]


@view(blueprint, "/audit", template="sample/account.html")
def audit() -> Holding:
    return ROWS[0]


TRANSFER = Form(
    title=lazy_gettext("转让配额"),
    intro=lazy_gettext("从您的账户转入另一账户。"),
    fields=(
        Field(name="target", label=lazy_gettext("转入账户"), help=lazy_gettext("例如 33-HO-00000871-20")),
        Field(name="units", label=lazy_gettext("数量"), kind="integer", unit=lazy_gettext("吨")),
        Field(name="price", label=lazy_gettext("单价"), kind="money", required=False),
        Field(name="reason", label=lazy_gettext("用途"), kind="long", required=False, public=True),
    ),
    fields_of_codes={"units_not_held": "units"},
)


@drafting(blueprint, "/transfer", form=TRANSFER)
def transfer(values: dict[str, object]) -> Draft:
    units = values["units"]
    if isinstance(units, int) and units > ROWS[0].units:
        raise Refusal("units_not_held", held=ROWS[0].units)
    return Draft(
        text=b"demo.registry.invalid/entry/v1\n{}\n",
        title=lazy_gettext("核对并签名"),
        sentence=marked(
            "我代表{owner}，将账户 {source} 中 {units} {vintage} 年度碳配额，转让给账户 {target}。",
            owner="示例能源有限公司",
            source="31-HO-00001204-57",
            units=f"{units:,} 吨",
            vintage=2025,
            target=values["target"],
        ),
        facts=((lazy_gettext("到账时间"), lazy_gettext("复核人签名后到账")), (lazy_gettext("转让后余额"), "178,600")),
        steps=(lazy_gettext("填写"), lazy_gettext("核对并签名"), lazy_gettext("复核人签名"), lazy_gettext("到账")),
        note=lazy_gettext("签名后由复核人签名；此前可随时撤回。"),
    )


def drawings() -> dict[str, object]:
    points = [charts.Point(f"{day}", 7000 + day * 37 % 300 + day * 20) for day in range(1, 61)]
    stations = [
        charts.Station(title, MOMENT + number, detail, index, "/sample/journal", end=number == 3)
        for number, (title, detail, index) in enumerate(
            (
                ("签发", "示例林业 · 批次 1-48,260", 81_204),
                ("转让", "→ 示例碳资产", 96_377),
                ("成交", "→ 示例能源", 143_902),
                ("注销", "受益人", 158_016),
            )
        )
    ]
    return {
        "line": charts.line("CEA25", points, area=True),
        "bars": charts.bars("CEA", points[:8]),
        "path": charts.provenance("CCER", stations),
        "progress": charts.progress("CEA", [charts.Point("CEA", 80), charts.Point("CCER", 5)], 100),
    }


PERMISSIONS: dict[str, Access] = {
    "sample.holdings": PUBLIC,
    "sample.journal": SIGNED_IN,
    "sample.account": PUBLIC,
    "sample.fails": PUBLIC,
    "sample.receipt": PUBLIC,
    "sample.mine": related("own_account"),
    "sample.audit": roles("auditor"),
    "sample.transfer": SIGNED_IN,
}
AREA = Area(
    blueprint=blueprint,
    permissions=PERMISSIONS,
    sentences={
        "units_not_held": ("账户只有 {held} 吨可用，请减少数量。", "Only {held} t are available. Ask for less."),
        "unknown_record": ("没有这个账户。", "There is no such account."),
    },
    navigation={
        "overview": (
            Item("sample.holdings", lazy_gettext("持有与对账"), "wallet-cards", ("sample.account",)),
            Item("sample.transfer", lazy_gettext("转让"), "arrow-right-left", count=lambda: 5),
        )
    },
    relations={
        "own_account": lambda person, *, number: person.representative == "R-00000318" and number == ROWS[0].account
    },
)
