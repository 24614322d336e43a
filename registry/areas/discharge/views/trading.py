"""Trade in rights: what I hold and may sell, who may buy it and why others may not, and what was traded."""

from dataclasses import dataclass
from typing import Final

import marshmallow as ma
from flask import abort, request
from flask_babel import lazy_gettext

from registry.areas.discharge.queries import trading as queries
from registry.areas.discharge.queries.permits import EXPORT_MAX, PAGE, permit_of
from registry.areas.discharge.queries.trading import Candidate, OwnRight
from registry.areas.discharge.rules.rights import Series
from registry.areas.discharge.rules.trade_records import PERMILLE, RightsTrade, TradeUse
from registry.areas.discharge.trade_wording import SOURCES
from registry.areas.discharge.views.base import (
    blueprint,
    label,
    pollutant_choices,
    pollutant_name,
    unit_of,
    writer,
)
from registry.catalog import CATALOGUE
from registry.store.preview import SqlView
from registry.web import own
from registry.web.downloads import WRITERS
from registry.web.language import language
from registry.web.messages import sentence
from registry.web.seam import now, registry
from registry.web.tables import Column, Filter, Table
from registry.web.views import view


class TradesQuery(ma.Schema):
    """The pollutant that is wanted."""

    pollutant = ma.fields.String(load_default=None, validate=ma.validate.Length(max=6))


class BuyersQuery(ma.Schema):
    """What would be sold."""

    permit = ma.fields.String(required=True, validate=ma.validate.Length(max=22))
    asset = ma.fields.String(required=True, validate=ma.validate.Length(max=24))
    units = ma.fields.Integer(load_default=1, validate=ma.validate.Range(1, 2**53 - 1))
    use = ma.fields.Enum(TradeUse, by_value=True, load_default=TradeUse.EXISTING)
    surplus = ma.fields.String(load_default="", validate=ma.validate.Length(max=36))
    after = ma.fields.String(load_default=None, validate=ma.validate.Length(max=22))


@dataclass(frozen=True, slots=True)
class TradeLine:
    """A trade as the list shows it; the price a unit is what left the seller, in fen, floored."""

    id: str
    traded_at: int
    pollutant: str
    asset: str
    seller: str
    buyer: str
    units: int
    received: int
    price_fen: int
    unit_price_fen: int
    factor: str
    ratio: str
    agreement: str | None
    index: int


@dataclass(frozen=True, slots=True)
class TradesPage:
    """A page of the list."""

    rows: tuple[TradeLine, ...]
    next_after: str | None


@dataclass(frozen=True, slots=True)
class RightsPage:
    """What the own permits hold."""

    rights: tuple[OwnRight, ...]


@dataclass(frozen=True, slots=True)
class BuyerLine:
    """A permit that might buy, what would arrive, and the first rule that stands against it with what it says."""

    permit: str
    holder: str
    holder_name: str
    area: str
    arrives: int
    rule: str | None
    source: str | None
    code: str | None
    says: str | None


@dataclass(frozen=True, slots=True)
class BuyersPage:
    """Who may buy, and what stands against the others."""

    permit: str
    series: Series
    units: int
    use: TradeUse
    surplus: str
    rows: tuple[BuyerLine, ...]
    next_after: str | None


TRADES: Final = Table(
    name="discharge-trades",
    caption=lazy_gettext("排污权成交"),
    paged=True,
    columns=(
        Column(
            name="traded_at", label=lazy_gettext("成交时间"), kind="time", sortable=False,
            link=lambda row: f"/journal/{row.index}",
        ),
        Column(name="pollutant", label=label("pollutant"), write=pollutant_name, sortable=False),
        Column(name="units", label=lazy_gettext("转让数量"), kind="figure", sortable=False),
        Column(name="received", label=label("receives"), kind="figure", sortable=False),
        Column(name="unit_price_fen", label=lazy_gettext("每单位价格"), kind="money", sortable=False),
        Column(name="price_fen", label=label("price_fen"), kind="money", sortable=False),
        Column(name="seller", label=label("seller"), kind="identifier", sortable=False),
        Column(name="buyer", label=label("buyer"), kind="identifier", sortable=False),
        Column(name="factor", label=lazy_gettext("替代系数"), sortable=False),
        Column(name="ratio", label=lazy_gettext("跨省比例"), sortable=False),
        Column(name="agreement", label=label("agreement"), sortable=False),
    ),
    filters=(Filter(name="pollutant", label=label("pollutant"), choices=pollutant_choices),),
    empty=lazy_gettext("还没有成交。持证单位在“我的排污权”中可以查找受让方。"),
)  # fmt: skip


@view(blueprint, "/trades", template="discharge/trades.html", table=TRADES, query=TradesQuery)
def trades(*, sort: str | None, after: str | None, pollutant: str | None) -> TradesPage:
    """Return all trades, the newest first; a download holds all that the filter leaves."""
    del sort
    limit = EXPORT_MAX if request.args.get("format") in WRITERS else PAGE
    with registry().engine.connect() as connection:
        found = queries.trades(connection, pollutant=pollutant, after=after, limit=limit)
    return TradesPage(tuple(_line(one) for one in found.rows), found.next_after)


@view(blueprint, "/rights", template="discharge/rights.html")
def rights() -> RightsPage:
    """Return what the own permits hold, and what of it may be sold."""
    number = own.participant()
    if number is None:
        return RightsPage(())
    with registry().engine.connect() as connection:
        return RightsPage(queries.own_rights(connection, number))


@view(blueprint, "/rights/buyers", template="discharge/buyers.html", query=BuyersQuery)
def buyers(*, permit: str, asset: str, units: int, use: TradeUse, surplus: str, after: str | None) -> BuyersPage:
    """Return which permits may buy this, and which rule stands against each of the others."""
    instant = now()
    with registry().engine.connect() as connection:
        seller = permit_of(connection, permit)
        state = SqlView(connection, CATALOGUE, instant)
        series = state.get(Series, asset)
        if seller is None or series is None or (seller.holder != own.participant() and not own.oversees()):
            abort(404)
        body = queries.sale(permit, asset, units, use, surplus)
        rows, next_after = queries.candidates(connection, state, body, now=instant, after=after)
    return BuyersPage(permit, series, units, use, surplus, tuple(_buyer(one) for one in rows), next_after)


def _line(one: RightsTrade) -> TradeLine:
    return TradeLine(
        id=one.id,
        traded_at=one.traded_at,
        pollutant=one.pollutant,
        asset=one.asset,
        seller=one.seller,
        buyer=one.buyer,
        units=one.units,
        received=one.received,
        price_fen=one.price_fen,
        unit_price_fen=one.price_fen // one.units,
        factor=ratio_text(one.factor),
        ratio=ratio_text(one.ratio),
        agreement=one.agreement,
        index=one.index,
    )


def ratio_text(permille: int) -> str:
    """Return a factor as so much to one."""
    whole, rest = divmod(permille, PERMILLE)
    return f"{whole}{f'.{rest:03}'.rstrip('0') if rest else ''} : 1"


def _source(code: str) -> str:
    chinese, english = SOURCES[code]
    return english if language() == "en" else chinese


def _buyer(one: Candidate) -> BuyerLine:
    found = one.refusal
    error = found.refusal if found else None
    return BuyerLine(
        permit=one.permit,
        holder=one.holder,
        holder_name=one.holder_name,
        area=one.area,
        arrives=one.arrives,
        rule=found.rule if found else None,
        source=_source(found.source) if found else None,
        code=error.code if error else None,
        says=sentence(error.code, error.facts, language()) if error else None,
    )


blueprint.context_processor(
    lambda: {
        "ratio_text": ratio_text,
        "unit_of": unit_of,
        "use_name": writer(TradeUse),
    }
)
