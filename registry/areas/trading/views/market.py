"""The market for all to see: what every product costs, and one product with its book, days and trades."""

from dataclasses import dataclass
from typing import Final

from flask import abort, url_for
from flask_babel import lazy_gettext

from registry.areas.trading import queries
from registry.areas.trading.queries import DayLine, Level, ParameterLine, ProductLine, TradeLine
from registry.areas.trading.rules.records import Mode, Side, Venue
from registry.areas.trading.views.base import blueprint, clock
from registry.catalog import CATALOGUE
from registry.web.seam import now, registry
from registry.web.tables import Column, Table
from registry.web.views import view
from registry.web.words import choice_of

_KIND: Final = "trading.list"
_TONNES: Final = lazy_gettext("吨")


@dataclass(frozen=True, slots=True)
class MarketPage:
    """All products today."""

    rows: tuple[ProductLine, ...]


PRODUCTS: Final = Table(
    name="market",
    caption=lazy_gettext("交易产品"),
    columns=(
        Column(
            name="code", label=lazy_gettext("代码"), kind="identifier",
            link=lambda row: url_for("trading.product", code=row.code),
        ),
        Column(name="name", label=lazy_gettext("名称")),
        Column(name="last_fen", label=lazy_gettext("最新价"), kind="money"),
        Column(name="change_fen", label=lazy_gettext("涨跌"), kind="money"),
        Column(name="high_fen", label=lazy_gettext("最高"), kind="money"),
        Column(name="low_fen", label=lazy_gettext("最低"), kind="money"),
        Column(name="units", label=lazy_gettext("成交量"), kind="figure", unit=_TONNES, total=True),
        Column(name="turnover_fen", label=lazy_gettext("成交额"), kind="money", total=True),
        Column(
            name="venue", label=lazy_gettext("交易场所"), kind="badge",
            badges={
                "own": ("good", choice_of(Venue.OWN, _KIND)),
                "national": ("quiet", choice_of(Venue.NATIONAL, _KIND)),
            },
        ),
    ),
    empty=lazy_gettext("还没有开放的交易产品。产品须由主管部门与运营机构依批准文件开放。"),
)  # fmt: skip


@view(blueprint, "", template="trading/market.html", table=PRODUCTS)
def market() -> MarketPage:
    """Return all products as they stand today."""
    with registry().engine.connect() as connection:
        return MarketPage(queries.products(connection, now=now()))


@dataclass(frozen=True, slots=True)
class ProductPage:
    """One product: figures, book, limits, when it is dealt in, and its last trades. Prices in fen."""

    code: str
    name: str
    asset: str
    venue: str
    is_open: bool
    approval: str
    opens_on: str
    closes_on: str | None
    today: ProductLine
    base_fen: int | None
    is_trading_day: bool | None
    sessions: tuple[str, ...]
    asks: tuple[Level, ...]
    bids: tuple[Level, ...]
    days: tuple[DayLine, ...]
    parameters: tuple[ParameterLine, ...]
    rows: tuple[TradeLine, ...]
    next_after: str | None


TRADES: Final = Table(
    name="trades",
    caption=lazy_gettext("成交"),
    paged=True,
    columns=(
        Column(name="at", label=lazy_gettext("时间"), kind="time", sortable=False),
        Column(
            name="mode", label=lazy_gettext("方式"), kind="badge", sortable=False,
            badges={mode.value: ("quiet", choice_of(mode, _KIND)) for mode in Mode},
        ),
        Column(name="price_fen", label=lazy_gettext("成交价"), kind="money", sortable=False),
        Column(name="units", label=lazy_gettext("数量"), kind="figure", unit=_TONNES, sortable=False),
        Column(name="turnover_fen", label=lazy_gettext("成交额"), kind="money", sortable=False),
        Column(
            name="index", label=lazy_gettext("日志"), kind="figure", sortable=False,
            link=lambda row: url_for("auditing.entry", index=row.index),
        ),
    ),
    empty=lazy_gettext("还没有成交。"),
)  # fmt: skip


@view(blueprint, "/<code>", template="trading/product.html", table=TRADES)
def product(*, code: str, sort: str | None, after: str | None) -> ProductPage:
    """Return one product with its book."""
    del sort
    instant = now()
    with registry().engine.connect() as connection:
        found = queries.product_of(connection, code)
        if found is None:
            abort(404)
        stands = queries.standing(connection, CATALOGUE, found, now=instant)
        trades = queries.trades(connection, code, after=after)
        return ProductPage(
            code=found.code,
            name=found.name,
            asset=found.asset,
            venue=found.venue.value,
            is_open=found.is_open,
            approval=found.approval,
            opens_on=found.opens_on,
            closes_on=found.closes_on,
            today=next(one for one in queries.products(connection, now=instant) if one.code == code),
            base_fen=stands.base_fen,
            is_trading_day=stands.is_trading_day,
            sessions=tuple(f"{clock(begin)}–{clock(end)}" for begin, end in stands.sessions),
            asks=queries.book(connection, code, Side.SELL, now=instant),
            bids=queries.book(connection, code, Side.BUY, now=instant),
            days=queries.days(connection, code),
            parameters=queries.parameters(connection, CATALOGUE, code, now=instant),
            rows=trades.rows,
            next_after=trades.next_after,
        )


@dataclass(frozen=True, slots=True)
class BookPage:
    """The best five levels of both sides of a product now."""

    code: str
    asks: tuple[Level, ...]
    bids: tuple[Level, ...]


@view(blueprint, "/<code>/book", template="trading/book.html")
def book(*, code: str) -> BookPage:
    """Return the book of a product; its page asks for it every few seconds."""
    instant = now()
    with registry().engine.connect() as connection:
        if queries.product_of(connection, code) is None:
            abort(404)
        sides = (queries.book(connection, code, side, now=instant) for side in (Side.SELL, Side.BUY))
        return BookPage(code, *sides)


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A product's days, the newest first."""

    code: str
    rows: tuple[DayLine, ...]


HISTORY: Final = Table(
    name="history",
    caption=lazy_gettext("每日行情"),
    columns=(
        Column(name="day", label=lazy_gettext("日期")),
        Column(name="base_fen", label=lazy_gettext("基准价"), kind="money"),
        Column(name="open_fen", label=lazy_gettext("开盘"), kind="money"),
        Column(name="high_fen", label=lazy_gettext("最高"), kind="money"),
        Column(name="low_fen", label=lazy_gettext("最低"), kind="money"),
        Column(name="close_fen", label=lazy_gettext("收盘"), kind="money"),
        Column(name="listed_units", label=lazy_gettext("挂牌成交量"), kind="figure", unit=_TONNES, total=True),
        Column(name="other_units", label=lazy_gettext("大宗与竞价"), kind="figure", unit=_TONNES, total=True),
        Column(name="turnover_fen", label=lazy_gettext("成交额"), kind="money", total=True),
        Column(name="trades", label=lazy_gettext("笔数"), kind="figure", total=True),
    ),
    empty=lazy_gettext("还没有成交日。"),
)


@view(blueprint, "/<code>/history", template="trading/history.html", table=HISTORY)
def history(*, code: str) -> HistoryPage:
    """Return a product's days."""
    with registry().engine.connect() as connection:
        if queries.product_of(connection, code) is None:
            abort(404)
        return HistoryPage(code, queries.days(connection, code))
