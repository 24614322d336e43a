"""GEP accounts: the list with constant prices, an account with every step and a drawing, and the authority's forms."""

import re
from dataclasses import dataclass
from typing import Final

from flask import abort, url_for
from flask_babel import gettext, lazy_gettext
from markupsafe import Markup

from registry.areas.ecology import queries
from registry.areas.ecology.queries import AccountLine
from registry.areas.ecology.rules.accounts import GepAccount, Line
from registry.areas.ecology.rules.calculators import CALCULATORS, Service
from registry.areas.ecology.views.base import blueprint
from registry.ledger.text import normalise
from registry.web import charts
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.formats import figure
from registry.web.seam import registry
from registry.web.tables import Column, Filter, Table
from registry.web.views import view
from registry.web.words import Said, choice_of, label_of, zone_choices, zone_name

_KIND: Final = "ecology.publish_account"
_ROW: Final = re.compile(r"([a-z_]+)((?:[ ,:：]+[0-9]{1,12})+)", re.ASCII)
FEN_IN_10000_YUAN: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """All accounts."""

    rows: tuple[AccountLine, ...]


ACCOUNTS: Final = Table(
    name="gep-accounts",
    caption=lazy_gettext("生态产品总值核算"),
    columns=(
        Column(name="number", label=label_of("number", _KIND), kind="identifier",
               link=lambda row: url_for("ecology.account", number=row.number)),
        Column(name="area", label=label_of("area", _KIND)),
        Column(name="zone", label=label_of("zone", _KIND), write=zone_name),
        Column(name="year", label=label_of("year", _KIND)),
        Column(name="total_fen", label=lazy_gettext("总值"), kind="money"),
        Column(name="net_fen", label=lazy_gettext("扣除重复计算后"), kind="money"),
        Column(name="constant_fen", label=lazy_gettext("按基年价格"), kind="money"),
        Column(name="base_year", label=lazy_gettext("基年")),
        Column(name="material_fen", label=lazy_gettext("物质供给"), kind="money"),
        Column(name="regulating_fen", label=lazy_gettext("调节服务"), kind="money"),
        Column(name="cultural_fen", label=lazy_gettext("文化服务"), kind="money"),
        Column(name="double_fen", label=lazy_gettext("与碳信用重复"), kind="money"),
        Column(name="table", label=label_of("table", _KIND)),
    ),
    filters=(Filter(name="zone", label=label_of("zone", _KIND), choices=zone_choices),),
    empty=lazy_gettext("还没有核算。主管部门公布后显示于此。"),
)  # fmt: skip


@view(blueprint, "/accounts", template="ecology/accounts.html", table=ACCOUNTS)
def accounts() -> AccountsPage:
    """Return GEP accounts at their own prices, without what was issued as credits, and at constant prices."""
    with registry().engine.connect() as connection:
        return AccountsPage(queries.accounts(connection))


@view(blueprint, "/accounts/<number>", template="ecology/account.html")
def account(*, number: str) -> GepAccount:
    """Return an account with inputs, steps, price and value of every service."""
    with registry().engine.connect() as connection:
        found = queries.account_of(connection, number)
    if found is None:
        abort(404)
    return found


@blueprint.app_template_global("gep_chart")
def gep_chart(page: GepAccount) -> Markup:
    """Return the services' values as bars, in units of ten thousand yuan; the table beside says the same."""
    points = [
        charts.Point(str(choice_of(one.service, _KIND)), one.value_fen // FEN_IN_10000_YUAN) for one in page.lines
    ]
    return charts.bars(str(gettext("各项服务的价值")), points, unit=str(gettext("万元")))


def _milli(value: int) -> str:
    return f"{value // 1000:,}.{value % 1000:03}"


def _steps(line: Line) -> str:
    return ", ".join(figure(step) for step in line.steps[:-1])


def _service(one: Service) -> Said:
    return choice_of(one, _KIND)


blueprint.context_processor(
    lambda: {"service_name": _service, "calculator_of": CALCULATORS.__getitem__, "milli": _milli, "steps_of": _steps}
)


def _rows(text: str) -> list[tuple[str, list[int]]]:
    found = []
    for line in filter(None, (normalise(one) for one in text.splitlines())):
        match = _ROW.fullmatch(line)
        if match is None or match[1] not in set(Service):
            raise ValueError(gettext("“%(line)s”应为“服务代码 整数…”，例如 water 1200 900 300 400。", line=line[:60]))
        found.append((match[1], [int(one) for one in re.findall("[0-9]+", match[2])]))
    return found


def _inputs(text: str) -> list[dict[str, object]]:
    return [{"service": service, "values": values} for service, values in _rows(text)]


def _prices(text: str) -> list[dict[str, object]]:
    return [{"service": service, "milli": values[0]} for service, values in _rows(text)]


_CODES: Final = {
    "article_missing": "article", "number_taken": "number", "service_twice": "inputs", "unknown_table": "table",
    "price_table_of_other_year": "table", "price_table_of_other_zone": "table", "price_missing": "inputs",
    "inputs_differ": "inputs", "negative_amount": "inputs", "credited_exceeds_sequestered": "credited_tco2",
}  # fmt: skip
_ZONE: Final = Ask(choices=zone_choices)
entry_page(
    blueprint, "/prices/new", kind="ecology.set_prices", endpoint="set_prices",
    codes=_CODES | {"service_twice": "prices"},
    asks={
        "zone": _ZONE,
        "prices": Ask(
            read=_prices, help=lazy_gettext("每行一项：服务代码 价格（千分之一元），例如 water 8500。")
        ),
    },
)  # fmt: skip
entry_page(
    blueprint, "/accounts/new", kind=_KIND, endpoint="publish_account", codes=_CODES,
    asks={
        "zone": _ZONE,
        "inputs": Ask(
            read=_inputs, help=lazy_gettext("每行一项：服务代码与公式的投入，均为整数，例如 water 1200 900 300 400。")
        ),
    },
    intro=lazy_gettext("实物量与价值按 GEP-1 公式计算，逐步列出；价格须附证明文件。公式凭记忆录入，须与规范核对。"),
)  # fmt: skip
