"""The forms of bonds: terms, review, every movement of proceeds, the report, and the link to a credit project."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from flask import request
from flask_babel import gettext, lazy_gettext

from registry.areas.finance.queries.bonds import expected_lines, find_bond, next_bond_number
from registry.areas.finance.queries.catalogues import catalogue_in_force
from registry.areas.finance.rules.bonds.registering import CURRENCY
from registry.areas.finance.rules.changes import beijing_day
from registry.areas.finance.views.pages import blueprint
from registry.catalog import CATALOGUE
from registry.ledger.errors import LedgerError
from registry.ledger.text import normalise
from registry.store.preview import SqlView
from registry.web import own
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.offices import OfficeForm, offered
from registry.web.seam import now, registry
from registry.web.words import zone_choices

FORMS: Final = {
    "finance.receive_proceeds": "receive_proceeds",
    "finance.allocate_proceeds": "allocate_proceeds",
    "finance.reallocate_proceeds": "reallocate_proceeds",
    "finance.place_idle": "place_idle",
    "finance.recall_idle": "recall_idle",
    "finance.return_proceeds": "return_proceeds",
    "finance.report_bond": "report_bond",
    "finance.review_bond": "review_bond",
}
_PARTS: Final = 3
_HALF: Final = "H1"


def forms_of_bond(bond: str, issuer: str) -> tuple[OfficeForm, ...]:
    """Return the forms about a bond that the person at hand may open: the issuer's own, and the reviewer's."""
    mine = own.participant() == issuer
    chosen = {kind: f"finance.{name}" for kind, name in FORMS.items() if mine != (name == "review_bond")}
    return offered(chosen, bond=bond)


def _next_number(_body: Mapping[str, Any]) -> str:
    with registry().engine.connect() as connection:
        return next_bond_number(connection)


def _own(_body: Mapping[str, Any]) -> str:
    return own.participant() or ""


def _catalogue(body: Mapping[str, Any]) -> str:
    with registry().engine.connect() as connection:
        return catalogue_in_force(connection, str(body.get("issued_on", ""))) or ""


def _today() -> str:
    return beijing_day(now())


def _last_year() -> str:
    return request.values.get("period") or f"{int(_today()[:4]) - 1}"


def _expected() -> str:
    """Return a line for each indicator of each financed project, with the effect that was expected of it."""
    bond, period = request.values.get("bond", ""), _last_year()
    if period.endswith(_HALF) or not period.isdecimal():
        return ""
    instant = now()
    try:
        with registry().engine.connect() as connection:
            find_bond(connection, bond)
            lines = expected_lines(connection, SqlView(connection, CATALOGUE, instant), bond, int(period))
    except LedgerError:
        return ""
    return "\n".join(f"{one.project}; {one.metric}; {one.value}" for one in lines)


def _read_lines(text: str) -> list[dict[str, Any]]:
    """Return the lines of the report for measured effects: credits taken off and the share computed here.

    Raises:
        ValueError: a line is not of the form, or names what the bond does not finance.
    """
    values: dict[tuple[str, str], int] = {}
    for line in filter(None, (normalise(one) for one in text.splitlines())):
        parts = [part.strip() for part in line.split(";")]
        if len(parts) != _PARTS or not parts[2].isdecimal():
            raise ValueError(gettext("“%(line)s”应为三项，以分号分开：项目; 指标; 实测数值。", line=line[:60]))
        if (parts[0], parts[1]) in values:
            raise ValueError(gettext("“%(line)s”重复。同一项目的同一指标只填写一次。", line=line[:60]))
        values[parts[0], parts[1]] = int(parts[2])
    bond, period = request.values.get("bond", ""), request.values.get("period", "")
    if not values or not period.isdecimal():
        return []
    instant = now()
    with registry().engine.connect() as connection:
        found = expected_lines(connection, SqlView(connection, CATALOGUE, instant), bond, int(period), values)
    missing = values.keys() - {(one.project, one.metric) for one in found}
    if missing:
        project, metric = min(missing)
        raise ValueError(
            gettext("本债券没有资金在 %(project)s 中，或该项目没有指标 %(metric)s。", project=project, metric=metric)
        )
    return [asdict(one) for one in found]


MONEY: Final = Ask(kind="money", unit=lazy_gettext("元"))
_BOND: Final = {"bond": Ask(start=lambda: request.args.get("bond", ""), help=lazy_gettext("例如 B-00000001。"))}
_MOVE: Final = _BOND | {"fen": MONEY, "happened_on": Ask(start=_today)}
_CODES: Final = {
    "unknown_bond": "bond", "unknown_project": "project", "day_in_future": "happened_on", "before_issue": "happened_on",
    "more_than_idle": "fen", "more_than_planned": "fen", "more_than_placed": "fen", "more_than_allocated": "fen",
    "more_than_invested": "fen", "project_not_eligible": "project", "catalogue_differs": "project",
    "lookback_exceeded": "happened_on", "same_project": "target",
}  # fmt: skip
entry_page(
    blueprint, "/bonds/new", kind="finance.register_bond", endpoint="register_bond",
    asks={
        "bond": Ask(given=_next_number),
        "issuer": Ask(given=_own),
        "currency": Ask(given=lambda _body: CURRENCY),
        "catalogue": Ask(given=_catalogue),
        "zone": Ask(choices=zone_choices),
        "planned_fen": MONEY,
        "isin": Ask(help=lazy_gettext("证券须填写；贷款、基金与权益投资留空。")),
    },
    intro=lazy_gettext("框架的四项核心要素与所填事实公开且永久保存。适用发行日施行的目录。"),
    codes={
        "isin_missing": "isin", "isin_unexpected": "isin", "isin_check": "isin", "isin_taken": "isin",
        "issued_in_future": "issued_on", "matures_too_early": "matures_on", "unknown_catalogue": "issued_on",
        "catalogue_not_in_force": "issued_on",
    },
)  # fmt: skip
entry_page(
    blueprint, "/bonds/review", kind="finance.review_bond", endpoint="review_bond",
    asks=_BOND | {"reviewer": Ask(given=_own)},
    intro=lazy_gettext("评估意见公开。有效期届满后，资金不能再分配，直到取得新的意见。"),
    codes=_CODES | {"review_expired": "until", "reviewer_not_independent": "bond"},
)  # fmt: skip
entry_page(
    blueprint, "/bonds/receive", kind="finance.receive_proceeds", endpoint="receive_proceeds", asks=_MOVE, codes=_CODES,
    intro=lazy_gettext("登记监管账户收到的募集资金，附到账凭证。"),
)  # fmt: skip
entry_page(
    blueprint, "/bonds/allocate", kind="finance.allocate_proceeds", endpoint="allocate_proceeds",
    asks=_MOVE | {"project": Ask(help=lazy_gettext("例如 G-00000012。项目今日须合格，且与债券适用同一目录。"))},
    codes=_CODES | {"review_expired": "bond"},
    intro=lazy_gettext("日期为项目支出的日期；早于发行日的为置换，须在回溯期内。"),
)  # fmt: skip
entry_page(
    blueprint, "/bonds/reallocate", kind="finance.reallocate_proceeds", endpoint="reallocate_proceeds",
    asks=_MOVE | {"target": Ask(help=lazy_gettext("留空则转为闲置资金。"))},
    codes=_CODES | {"review_expired": "bond"},
    intro=lazy_gettext("项目不再合格或资金有余时，调整到其他合格项目，或转为闲置。"),
)  # fmt: skip
entry_page(
    blueprint, "/bonds/place", kind="finance.place_idle", endpoint="place_idle", asks=_MOVE, codes=_CODES,
    intro=lazy_gettext("闲置资金可临时投资于安全、流动性好的品种。"),
)  # fmt: skip
entry_page(
    blueprint, "/bonds/recall", kind="finance.recall_idle", endpoint="recall_idle", asks=_MOVE, codes=_CODES,
    intro=lazy_gettext("收回的资金可再分配或退还。"),
)  # fmt: skip
entry_page(
    blueprint, "/bonds/return", kind="finance.return_proceeds", endpoint="return_proceeds", asks=_MOVE, codes=_CODES,
    intro=lazy_gettext("退还投资者的资金不再分配。"),
)  # fmt: skip
entry_page(
    blueprint, "/bonds/report", kind="finance.report_bond", endpoint="report_bond",
    asks=_BOND
    | {
        "period": Ask(start=_last_year, help=lazy_gettext("年度填写四位年份，半年报告填写如 2026H1。")),
        "lines": Ask(
            start=_expected, read=_read_lines,
            help=lazy_gettext(
                "每行一项，以分号分开：项目; 指标; 实测数值。份额与已签发减排量的扣除由登记簿计算。半年报告留空。"
            ),
        ),
    },
    codes={
        "unknown_bond": "bond", "period_not_over": "period", "before_issue": "period", "impacts_yearly": "lines",
        "line_twice": "lines", "claim_hidden": "lines", "share_differs": "lines", "factor_differs": "lines",
        "project_not_funded": "lines", "unit_differs": "lines", "unknown_metric": "lines",
    },
    intro=lazy_gettext("资金使用以登记簿为准；效益按本债券资金占项目总投资的比例计算，先扣除已签发为减排量的部分。更正时再报一次。"),
)  # fmt: skip
entry_page(
    blueprint, "/projects/link-credits", kind="finance.link_credits", endpoint="link_credits",
    asks={"project": Ask(start=lambda: request.args.get("project", ""), help=lazy_gettext("例如 G-00000012。"))},
    codes={
        "unknown_project": "project", "unknown_credit_project": "credit_project", "owner_differs": "credit_project",
        "already_linked": "credit_project",
    },
    intro=lazy_gettext("同一项目同时开发减排量的，须声明一次；已签发的减排量不再计入债券的环境效益。"),
)  # fmt: skip
