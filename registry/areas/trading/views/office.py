"""The operator's and the authority's pages of the market: products and halts."""

from dataclasses import dataclass
from typing import Final

from flask import url_for
from flask_babel import lazy_gettext

from registry.areas.trading import queries
from registry.areas.trading.queries import HaltLine, Run
from registry.areas.trading.views.base import MONEY, blueprint, sessions_text
from registry.catalog import CATALOGUE
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.offices import OfficeForm, offered
from registry.web.seam import now, registry
from registry.web.tables import Column, Table, Tone
from registry.web.views import view

_ASKS: Final[dict[str, dict[str, Ask]]] = {
    "trading.open_product": {
        "base_fen": Ask(
            kind="money",
            unit=lazy_gettext("元"),
            help=lazy_gettext("首个交易日涨跌幅的基准。留空时由首个卖方挂牌确定。"),
        ),
        "fee_account": Ask(help=lazy_gettext("收取手续费的资金账户，例如 31-CA-00000001-29。")),
        "closes_on": Ask(help=lazy_gettext("批准的截止日；没有则留空。")),
    },
    "trading.close_product": {},
    "trading.halt": {
        "product": Ask(help=lazy_gettext("产品与账户二者只填一项。")),
        "ends_at": Ask(help=lazy_gettext("北京时间，例如 2026-03-02 09:30；留空时直到恢复为止。")),
    },
    "trading.end_halt": {},
    "trading.withdraw_auction": {},
    "trading.settle_auction": {},
    "trading.release_bid": {},
    "trading.lapse": {},
}
_NAMES: Final = {kind: "office_" + kind.partition(".")[2] for kind in _ASKS}
ENDPOINTS: Final = tuple(f"trading.{name}" for name in _NAMES.values())
for _kind, _asks in _ASKS.items():
    entry_page(
        blueprint, f"/office/{_kind.partition('.')[2].replace('_', '-')}", kind=_kind, endpoint=_NAMES[_kind],
        asks=_asks,
    )  # fmt: skip
entry_page(
    blueprint, "/auction/announce", kind="trading.announce_auction", endpoint="announce_auction",
    asks={"reserve_fen": MONEY, "deposit_fen": MONEY, "ranges": Ask(given=lambda _body: [])},
    intro=lazy_gettext("由发起方与运营机构共同签名。不填揭示截止即为公开出价。"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OfficePage:
    """How the market is run now, and the office's forms."""

    products: tuple[Run, ...]
    halts: tuple[HaltLine, ...]
    forms: tuple[OfficeForm, ...]


_STATES: Final[dict[str, tuple[Tone, object]]] = {
    "open": ("good", lazy_gettext("交易中")),
    "closed": ("quiet", lazy_gettext("已关闭")),
    "national": ("info", lazy_gettext("在全国系统交易")),
    "halted": ("bad", lazy_gettext("已暂停")),
    "no_calendar": ("bad", lazy_gettext("缺日历")),
    "no_trading_day": ("quiet", lazy_gettext("非交易日")),
    "out_of_session": ("quiet", lazy_gettext("非交易时段")),
}
PRODUCTS: Final = Table(
    name="market-products",
    caption=lazy_gettext("交易产品"),
    rows="products",
    empty=lazy_gettext("还没有开放任何产品。"),
    columns=(
        Column(
            name="code", label=lazy_gettext("代码"), kind="identifier",
            link=lambda row: url_for("trading.product", code=row.code),
        ),
        Column(name="name", label=lazy_gettext("名称")),
        Column(name="state", label=lazy_gettext("状态"), kind="badge", badges=_STATES),
        Column(name="sessions", label=lazy_gettext("交易时段"), write=sessions_text, sortable=False),
        Column(name="base_fen", label=lazy_gettext("基准价"), kind="money"),
        Column(name="orders", label=lazy_gettext("有效申报"), kind="figure"),
        Column(name="approval", label=lazy_gettext("批准文号")),
        Column(
            name="opened_index", label=lazy_gettext("日志位置"), kind="figure",
            link=lambda row: url_for("auditing.entry", index=row.opened_index),
        ),
    ),
)  # fmt: skip


@view(blueprint, "/office", template="trading/office.html", table=PRODUCTS)
def office() -> OfficePage:
    """Return how the market is run now, and the forms with which it is run."""
    with registry().engine.connect() as connection:
        products = queries.runs(connection, CATALOGUE, now=now())
        halts = queries.halts(connection, now=now())
    return OfficePage(products, halts, offered({kind: f"trading.{name}" for kind, name in _NAMES.items()}))
