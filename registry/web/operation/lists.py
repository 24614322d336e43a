"""The tables of the operator's pages: columns, words, links. What fills them stands in `pages`."""

from typing import Final

from flask import url_for
from flask_babel import lazy_gettext

from registry.web.tables import Column, Filter, Table, Tone

STATES: Final[dict[str, tuple[Tone, object]]] = {
    "in_force": ("good", lazy_gettext("现行")),
    "coming": ("info", lazy_gettext("尚未生效")),
    "past": ("quiet", lazy_gettext("已被替代")),
}
_NATURES: Final[dict[str, tuple[Tone, object]]] = {
    "law": ("info", lazy_gettext("法规")),
    "house": ("quiet", lazy_gettext("登记簿")),
}
_EVIDENCE: Final[dict[str, tuple[Tone, object]]] = {
    "source": ("good", lazy_gettext("原文")),
    "excerpt": ("good", lazy_gettext("节录")),
    "recalled": ("wait", lazy_gettext("待核")),
    "computed": ("info", lazy_gettext("推算")),
    "decided": ("info", lazy_gettext("自定")),
    "fictitious": ("wait", lazy_gettext("虚构")),
}
_UNITS: Final[dict[str, object]] = {
    "beijing-time": lazy_gettext("北京时间"),
    "fen": lazy_gettext("分"),
    "flag": "",
    "levels": lazy_gettext("档"),
    "minutes": lazy_gettext("分钟"),
    "percent": "%",
    "permyriad": "‱",
    "text": "",
    "trading-days": lazy_gettext("交易日"),
    "units": lazy_gettext("单位"),
    "years": lazy_gettext("年"),
    "working-days": lazy_gettext("工作日"),
}
_SIDES: Final[dict[str, tuple[Tone, object]]] = {
    "participant": ("quiet", lazy_gettext("本单位")),
    "operators": ("wait", lazy_gettext("运营机构")),
    "authority": ("bad", lazy_gettext("主管部门")),
}


def _entry(index: int) -> str:
    return url_for("auditing.entry", index=index)


PARAMETERS: Final = Table(
    name="parameters",
    caption=lazy_gettext("参数及其历史"),
    rows="parameters",
    empty=lazy_gettext("还没有设定任何参数。没有默认值：凡需要参数的事项，在设定之前一律被拒绝。"),
    columns=(
        Column(
            name="title", label=lazy_gettext("参数"), link=lambda row: url_for("operation.parameters", name=row.name),
        ),
        Column(name="scope", label=lazy_gettext("适用范围")),
        Column(name="value", label=lazy_gettext("值"), sortable=False),
        Column(name="unit", label=lazy_gettext("单位"), write=lambda code: str(_UNITS.get(code, code))),
        Column(name="effective_at", label=lazy_gettext("生效时间"), kind="time"),
        Column(name="state", label=lazy_gettext("状态"), kind="badge", badges=STATES),
        Column(name="article", label=lazy_gettext("依据")),
        Column(name="evidence", label=lazy_gettext("来源"), kind="badge", badges=_EVIDENCE),
        Column(name="nature", label=lazy_gettext("性质"), kind="badge", badges=_NATURES),
        Column(name="name", label=lazy_gettext("代码"), kind="identifier"),
        Column(name="set_index", label=lazy_gettext("日志位置"), kind="figure", link=lambda row: _entry(row.set_index)),
    ),
    filters=(
        Filter(name="name", label=lazy_gettext("参数")),
        Filter(name="state", label=lazy_gettext("状态"), choices=lambda: [(one, STATES[one][1]) for one in STATES]),
    ),
)  # fmt: skip
CALENDARS: Final = Table(
    name="calendars",
    caption=lazy_gettext("工作日历"),
    rows="calendars",
    empty=lazy_gettext("还没有任何一年的日历。没有日历的年份视为关闭。"),
    columns=(
        Column(name="year", label=lazy_gettext("年份")),
        Column(name="holidays_text", label=lazy_gettext("放假的工作日"), sortable=False),
        Column(name="workdays_text", label=lazy_gettext("上班的周末"), sortable=False),
        Column(name="article", label=lazy_gettext("依据")),
        Column(name="set_index", label=lazy_gettext("日志位置"), kind="figure", link=lambda row: _entry(row.set_index)),
    ),
)
CLASSES: Final = Table(
    name="classes",
    caption=lazy_gettext("资产类别"),
    rows="classes",
    columns=(
        Column(name="code", label=lazy_gettext("代码"), kind="identifier"),
        Column(name="name", label=lazy_gettext("名称")),
        Column(name="unit", label=lazy_gettext("单位")),
        Column(
            name="title", label=lazy_gettext("权属登记"), kind="badge",
            badges={"own": ("good", lazy_gettext("本登记簿")), "mirror": ("info", lazy_gettext("国家登记机构"))},
        ),
        Column(name="title_register", label=lazy_gettext("权属登记机构")),
        Column(
            name="is_open", label=lazy_gettext("状态"), kind="badge",
            badges={"True": ("good", lazy_gettext("开放")), "False": ("bad", lazy_gettext("关闭"))},
        ),
    ),
)  # fmt: skip
SUSPENSIONS: Final = Table(
    name="suspensions",
    caption=lazy_gettext("有效的暂停"),
    rows="suspensions",
    empty=lazy_gettext("没有有效的暂停。"),
    columns=(
        Column(name="subject", label=lazy_gettext("暂停对象"), kind="identifier"),
        Column(name="by", label=lazy_gettext("作出方"), kind="badge", badges=_SIDES),
        Column(name="ground", label=lazy_gettext("事由")),
        Column(
            name="since_index", label=lazy_gettext("日志位置"), kind="figure", link=lambda row: _entry(row.since_index)
        ),
    ),
)
