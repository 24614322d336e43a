"""A trader's pages: list, deal, cancel, blocks; own orders and trades."""

from dataclasses import dataclass
from typing import Final

import marshmallow as ma
from flask import url_for
from flask_babel import lazy_gettext

from registry.areas.trading import queries
from registry.areas.trading.queries import OrderLine, OwnTrade
from registry.areas.trading.rules.records import Mode, OrderStatus, Side
from registry.areas.trading.views.base import DEALING, MONEY, PLACING, blueprint, product_choices
from registry.web import own
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.seam import registry
from registry.web.tables import Column, Table, Tone
from registry.web.views import view
from registry.web.words import choice_of

_KIND: Final = "trading.list"
_TONNES: Final = lazy_gettext("吨")
_SIDES: Final[dict[str, tuple[Tone, object]]] = {
    "buy": ("bad", choice_of(Side.BUY, _KIND)),
    "sell": ("good", choice_of(Side.SELL, _KIND)),
}
_MODES: Final[dict[str, tuple[Tone, object]]] = {mode.value: ("quiet", choice_of(mode, _KIND)) for mode in Mode}

LISTING: Final = entry_page(
    blueprint, "/list", kind="trading.list", endpoint="list_order", asks=PLACING,
    intro=lazy_gettext("挂牌后当日有效，等待他人摘牌。卖出时锁定单位，买入时锁定资金与手续费，撤销后立即退回。"),
)  # fmt: skip
entry_page(
    blueprint, "/take", kind="trading.take", endpoint="take", asks=DEALING | {"orders": Ask(given=lambda _body: [])},
    intro=lazy_gettext("按他人挂牌的价格成交，单位与资金同时交割，不能撤销。"),
)  # fmt: skip
entry_page(
    blueprint, "/sell-pledged", kind="trading.sell_pledged", endpoint="sell_pledged",
    asks={"product": Ask(choices=product_choices), "price_fen": MONEY, "units": Ask(unit=_TONNES)},
    intro=lazy_gettext("按他人挂牌买入的价格卖出处置中的质押物。所得先还贷款，其余归出质人。"),
    codes={"pledge_status": "pledge", "more_than_pledged": "units", "asset_differs": "product"},
)  # fmt: skip
entry_page(
    blueprint, "/cancel", kind="trading.cancel_order", endpoint="cancel_order",
    intro=lazy_gettext("撤销未成交的部分，锁定的单位或资金立即退回。"),
)  # fmt: skip
entry_page(
    blueprint, "/block", kind="trading.offer_block", endpoint="offer_block",
    asks=PLACING
    | {
        "counterparties": Ask(help=lazy_gettext("每行一个参与方编号，例如 P-00000011。")),
        "answers": Ask(help=lazy_gettext("还价时填写对方申报的编号，否则留空。")),
    },
    intro=lazy_gettext("向指定的一家或几家申报大宗交易，当日有效，由其中一家整笔接受。"),
)  # fmt: skip
entry_page(
    blueprint, "/accept", kind="trading.accept_block", endpoint="accept_block", asks=DEALING,
    intro=lazy_gettext("整笔接受一份向您发出的大宗申报。单价与数量须与申报一致。"),
)  # fmt: skip


class StatusQuery(ma.Schema):
    """The state of the orders that are wanted."""

    status = ma.fields.Enum(OrderStatus, by_value=True, load_default=OrderStatus.OPEN)


@dataclass(frozen=True, slots=True)
class OrdersPage:
    """Own orders in one state."""

    rows: tuple[OrderLine, ...]
    next_after: str | None
    status: str


@dataclass(frozen=True, slots=True)
class TradesPage:
    """Own trades."""

    rows: tuple[OwnTrade, ...]
    next_after: str | None


ORDERS: Final = Table(
    name="orders",
    caption=lazy_gettext("我的申报"),
    paged=True,
    columns=(
        Column(name="placed_at", label=lazy_gettext("时间"), kind="time", sortable=False),
        Column(
            name="product", label=lazy_gettext("产品"), kind="identifier", sortable=False,
            link=lambda row: url_for("trading.product", code=row.product),
        ),
        Column(name="mode", label=lazy_gettext("方式"), kind="badge", sortable=False, badges=_MODES),
        Column(name="side", label=lazy_gettext("方向"), kind="badge", sortable=False, badges=_SIDES),
        Column(name="price_fen", label=lazy_gettext("单价"), kind="money", sortable=False),
        Column(name="units", label=lazy_gettext("申报"), kind="figure", unit=_TONNES, sortable=False),
        Column(name="left_units", label=lazy_gettext("未成交"), kind="figure", unit=_TONNES, sortable=False),
        Column(
            name="status", label=lazy_gettext("状态"), kind="badge", sortable=False,
            badges={
                "open": ("wait", choice_of(OrderStatus.OPEN, _KIND)),
                "filled": ("good", choice_of(OrderStatus.FILLED, _KIND)),
                "cancelled": ("quiet", choice_of(OrderStatus.CANCELLED, _KIND)),
                "lapsed": ("quiet", choice_of(OrderStatus.LAPSED, _KIND)),
            },
        ),
        Column(
            name="id", label=lazy_gettext("为什么"), kind="identifier", sortable=False,
            link=lambda row: url_for("trading.why", entry=row.id),
        ),
    ),
    empty=lazy_gettext("没有申报。在“行情”中选择产品即可挂牌或摘牌。"),
)  # fmt: skip
OWN_TRADES: Final = Table(
    name="own-trades",
    caption=lazy_gettext("我的成交"),
    paged=True,
    columns=(
        Column(name="at", label=lazy_gettext("时间"), kind="time", sortable=False),
        Column(
            name="number", label=lazy_gettext("成交单"), kind="identifier", sortable=False, write=str,
            link=lambda row: url_for("trading.note", number=row.number),
        ),
        Column(name="product", label=lazy_gettext("产品"), kind="identifier", sortable=False),
        Column(name="mode", label=lazy_gettext("方式"), kind="badge", sortable=False, badges=_MODES),
        Column(name="side", label=lazy_gettext("方向"), kind="badge", sortable=False, badges=_SIDES),
        Column(name="counterparty", label=lazy_gettext("对手方"), kind="identifier", sortable=False),
        Column(name="price_fen", label=lazy_gettext("成交价"), kind="money", sortable=False),
        Column(name="units", label=lazy_gettext("数量"), kind="figure", unit=_TONNES, sortable=False),
        Column(name="turnover_fen", label=lazy_gettext("成交额"), kind="money", sortable=False),
        Column(name="fee_fen", label=lazy_gettext("手续费"), kind="money", sortable=False),
    ),
    empty=lazy_gettext("还没有成交。"),
)  # fmt: skip


@view(blueprint, "/orders", template="trading/orders.html", table=ORDERS, query=StatusQuery)
def orders(*, status: OrderStatus, sort: str | None, after: str | None) -> OrdersPage:
    """Return the own orders in one state, the newest first."""
    del sort
    number = own.participant()
    if number is None:
        return OrdersPage((), None, status.value)
    with registry().engine.connect() as connection:
        found = queries.own_orders(connection, number, status, after=after)
    return OrdersPage(found.rows, found.next_after, status.value)


@view(blueprint, "/trades", template="trading/trades.html", table=OWN_TRADES)
def own_trades(*, sort: str | None, after: str | None) -> TradesPage:
    """Return the own trades, the newest first."""
    del sort
    number = own.participant()
    if number is None:
        return TradesPage((), None)
    with registry().engine.connect() as connection:
        found = queries.own_trades(connection, number, after=after)
    return TradesPage(found.rows, found.next_after)
