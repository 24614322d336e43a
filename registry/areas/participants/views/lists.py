"""The tables of participants' pages: columns, links, words. What fills them stands in `pages`."""

from typing import Final

from flask import url_for
from flask_babel import lazy_gettext

from registry.areas.participants.queries import KeyLine
from registry.ledger.parties import KeyStatus
from registry.web.seam import person
from registry.web.signing import RECEIPT
from registry.web.tables import Column, Filter, Table, Tone
from registry.web.words import choice_of

_KIND: Final = "participants.register"
PURPOSES: Final[dict[str, tuple[Tone, object]]] = {
    "IS": ("quiet", lazy_gettext("签发")),
    "HO": ("good", lazy_gettext("持有")),
    "TR": ("good", lazy_gettext("交易")),
    "ES": ("wait", lazy_gettext("托管")),
    "PL": ("wait", lazy_gettext("质押")),
    "PE": ("wait", lazy_gettext("待确认")),
    "SU": ("bad", lazy_gettext("清缴")),
    "RT": ("bad", lazy_gettext("自愿使用")),
    "CX": ("bad", lazy_gettext("自愿注销")),
    "RS": ("quiet", lazy_gettext("储备")),
    "BF": ("quiet", lazy_gettext("缓冲")),
    "CA": ("quiet", lazy_gettext("资金")),
}


def _revocation(row: KeyLine) -> str | None:
    """Return where the reader's own key can be revoked, None for everybody else's and for what has ended."""
    who = person()
    is_own = who is not None and row.representative == who.representative and row.status == KeyStatus.ACTIVE.value
    return url_for("participants.revoke_key", public_key=row.public_key) if is_own else None


MOVES: Final = Table(
    name="recent-moves",
    caption=lazy_gettext("最近变动"),
    columns=(
        Column(name="recorded_at", label=lazy_gettext("时间"), kind="time", sortable=False),
        Column(name="title", label=lazy_gettext("事项"), link=lambda row: RECEIPT.format(id=row.entry), sortable=False),
        Column(name="account", label=lazy_gettext("账户"), kind="identifier", sortable=False),
        Column(name="counterpart", label=lazy_gettext("对方账户"), kind="identifier", sortable=False),
        Column(name="asset", label=lazy_gettext("标的"), sortable=False),
        Column(name="units", label=lazy_gettext("数量"), kind="quantity", sortable=False),
    ),
    empty=lazy_gettext("还没有变动。配额由主管部门登记到账户后，会显示在这里。"),
)
HOLDINGS: Final = Table(
    name="holdings",
    caption=lazy_gettext("按账户"),
    columns=(
        Column(
            name="account", label=lazy_gettext("账户"), kind="identifier",
            link=lambda row: url_for("participants.account", number=row.account),
        ),
        Column(name="purpose", label=lazy_gettext("用途"), kind="badge", badges=PURPOSES),
        Column(name="asset_class", label=lazy_gettext("类别")),
        Column(name="vintage", label=lazy_gettext("年度")),
        Column(
            name="units", label=lazy_gettext("持有"), kind="quantity", unit_from="unit",
            link=lambda row: url_for("participants.serials", number=row.account, asset=row.asset),
        ),
        Column(name="available", label=lazy_gettext("其中可用"), kind="quantity"),
        Column(name="frozen", label=lazy_gettext("其中冻结"), kind="quantity"),
    ),
    filters=(Filter(name="asset", label=lazy_gettext("标的")),),
    empty=lazy_gettext("账户中还没有单位。主管部门按全国登记系统登记后，会显示在这里。"),
)  # fmt: skip
STATEMENT: Final = Table(
    name="statement",
    caption=lazy_gettext("对账单"),
    paged=True,
    columns=(
        Column(name="recorded_at", label=lazy_gettext("时间"), kind="time"),
        Column(
            name="index", label=lazy_gettext("日志编号"), kind="figure", sortable=False,
            link=lambda row: RECEIPT.format(id=row.entry),
        ),
        Column(name="title", label=lazy_gettext("事项"), sortable=False),
        Column(name="counterpart", label=lazy_gettext("对方账户"), kind="identifier", sortable=False),
        Column(name="asset", label=lazy_gettext("标的"), sortable=False),
        Column(name="units", label=lazy_gettext("数量"), kind="quantity", sortable=False),
        Column(name="balance", label=lazy_gettext("余额"), kind="quantity", sortable=False),
        Column(name="serial", label=lazy_gettext("序列区间"), kind="identifier", sortable=False),
    ),
    empty=lazy_gettext("这段时间没有变动。可以换一个期间再查。"),
)  # fmt: skip
SERIALS: Final = Table(
    name="serials",
    caption=lazy_gettext("序列区间"),
    paged=True,
    columns=(
        Column(name="serial", label=lazy_gettext("序列区间"), kind="identifier", sortable=False),
        Column(name="asset", label=lazy_gettext("标的"), sortable=False),
        Column(name="units", label=lazy_gettext("数量"), kind="quantity", sortable=False),
    ),
    empty=lazy_gettext("此账户中没有这种单位。"),
)
KEYS: Final = Table(
    name="keys",
    caption=lazy_gettext("曾有与现有的密钥"),
    columns=(
        Column(name="representative", label=lazy_gettext("代表"), kind="identifier"),
        Column(name="public_key", label=lazy_gettext("公钥"), kind="identifier", sortable=False, link=_revocation),
        Column(
            name="custody", label=lazy_gettext("保管方式"), kind="badge",
            badges={"browser": ("quiet", lazy_gettext("浏览器")), "offline": ("info", lazy_gettext("离线设备"))},
        ),
        Column(
            name="status", label=lazy_gettext("状态"), kind="badge",
            badges={
                "active": ("good", choice_of(KeyStatus.ACTIVE, _KIND)),
                "recovery": ("wait", choice_of(KeyStatus.RECOVERY, _KIND)),
                "stopped": ("bad", choice_of(KeyStatus.STOPPED, _KIND)),
                "revoked": ("bad", choice_of(KeyStatus.REVOKED, _KIND)),
            },
        ),
        Column(name="vouched_by", label=lazy_gettext("作保方"), kind="identifier"),
        Column(name="registered_at", label=lazy_gettext("登记时间"), kind="time"),
        Column(name="registered_index", label=lazy_gettext("日志编号"), kind="figure"),
    ),
    empty=lazy_gettext("本单位还没有登记密钥。首个密钥须由登记机构两人与身份核验机构共同登记。"),
)  # fmt: skip
