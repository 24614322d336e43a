"""For overseers: units that went round in a circle, and closes that may have been pushed.

What counts is set by parameters of the house, which each page names. A hit is a reason to look, not a finding.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import marshmallow as ma
from flask import url_for
from flask_babel import lazy_gettext

from registry.areas.participants.rules.calendars import DAY, day_of, start_of
from registry.areas.trading import detectors, queries
from registry.areas.trading.detectors import Circle, Push
from registry.areas.trading.queries import ParameterLine, oversight
from registry.areas.trading.queries.standing import integer_of
from registry.areas.trading.rules.orders import LISTED_SESSIONS
from registry.areas.trading.rules.records import Side, Trade
from registry.areas.trading.rules.sessions import sessions_of
from registry.areas.trading.rules.settlement import TRADES_PER_ENTRY
from registry.areas.trading.views.base import blueprint
from registry.catalog import CATALOGUE
from registry.ledger.errors import Refusal
from registry.ledger.instants import SECOND
from registry.ledger.rules import View
from registry.store.preview import SqlView
from registry.web import formats
from registry.web.seam import now, registry
from registry.web.tables import Column, Table
from registry.web.views import view
from registry.web.words import choice_of

_KIND: Final = "trading.list"
_TONNES: Final = lazy_gettext("吨")
_CIRCLE: Final = ("circular_trading_days", "circular_likeness_permyriad")
_CLOSE: Final = ("close_minutes", "close_share_permyriad", "close_shift_permyriad")


class UntilQuery(ma.Schema):
    """The last day to look at; today if none is named."""

    until = ma.fields.Date(load_default=None)


@dataclass(frozen=True, slots=True)
class CircleLine:
    """A circle of three trades; ``first`` to ``third`` are their places in the journal."""

    product: str
    since: str
    until: str
    path: str
    units: int
    first: int
    second: int
    third: int


@dataclass(frozen=True, slots=True)
class PushLine:
    """One trade of a hit: who may have pushed the close of which day, and its place in the journal."""

    product: str
    day: str
    participant: str
    side: str
    share: str
    before_fen: int
    last_fen: int
    at: int
    price_fen: int
    units: int
    index: int


@dataclass(frozen=True, slots=True)
class CirclesPage:
    """Circles within some days; ``is_whole`` is false where more trades or hits were there than are looked at."""

    since: str
    until: str
    is_whole: bool
    unset: tuple[str, ...]
    parameters: tuple[ParameterLine, ...]
    rows: tuple[CircleLine, ...]


@dataclass(frozen=True, slots=True)
class ClosesPage:
    """Closes that may have been pushed within some days."""

    since: str
    until: str
    is_whole: bool
    unset: tuple[str, ...]
    parameters: tuple[ParameterLine, ...]
    rows: tuple[PushLine, ...]


def _figures(view_: View, names: tuple[str, ...], code: str) -> tuple[int, ...] | None:
    """Return parameters in force for a product now, or None if nobody has set one of them."""
    found = tuple(integer_of(view_, name, code, now()) for name in names)
    return tuple(one for one in found if one is not None) if None not in found else None


def _index(trade: Trade) -> int:
    return trade.number // TRADES_PER_ENTRY


def _entry(name: str, label: object) -> Column:
    return Column(
        name=name, label=label, kind="figure", link=lambda row: url_for("auditing.entry", index=getattr(row, name))
    )  # fmt: skip


CIRCLES: Final = Table(
    name="circles",
    caption=lazy_gettext("循环交易"),
    columns=(
        Column(name="product", label=lazy_gettext("产品"), kind="identifier"),
        Column(name="since", label=lazy_gettext("首日")),
        Column(name="until", label=lazy_gettext("末日")),
        Column(name="path", label=lazy_gettext("路径"), kind="identifier", write=str),
        Column(name="units", label=lazy_gettext("数量"), kind="figure", unit=_TONNES),
        _entry("first", lazy_gettext("第一笔")),
        _entry("second", lazy_gettext("第二笔")),
        _entry("third", lazy_gettext("第三笔")),
    ),
    empty=lazy_gettext("这段时间内没有发现循环交易。"),
)
CLOSES: Final = Table(
    name="closes",
    caption=lazy_gettext("尾盘异常"),
    columns=(
        Column(name="product", label=lazy_gettext("产品"), kind="identifier"),
        Column(name="day", label=lazy_gettext("交易日")),
        Column(name="participant", label=lazy_gettext("参与方"), kind="identifier"),
        Column(
            name="side", label=lazy_gettext("方向"), kind="badge",
            badges={side.value: ("quiet", choice_of(side, _KIND)) for side in Side},
        ),
        Column(name="share", label=lazy_gettext("尾盘占比")),
        Column(name="before_fen", label=lazy_gettext("尾盘前价格"), kind="money"),
        Column(name="last_fen", label=lazy_gettext("最后价格"), kind="money"),
        Column(name="at", label=lazy_gettext("成交时间"), kind="time"),
        Column(name="price_fen", label=lazy_gettext("成交价"), kind="money"),
        Column(name="units", label=lazy_gettext("数量"), kind="figure", unit=_TONNES),
        _entry("index", lazy_gettext("日志")),
    ),
    empty=lazy_gettext("这段时间内没有发现尾盘异常。"),
)  # fmt: skip


@view(blueprint, "/oversight/circles", template="trading/oversight.html", table=CIRCLES, query=UntilQuery)
def circles(*, until: date | None) -> CirclesPage:
    """Return the circles in which units of a product came back within some trading days."""
    last = until or day_of(now())
    with registry().engine.connect() as connection:
        view_ = SqlView(connection, CATALOGUE, now())
        looked = oversight.look(connection, view_, last, now=now())
        rows: list[CircleLine] = []
        unset = []
        is_whole = looked.is_whole
        for code, trades in looked.trades.items():
            figures = _figures(view_, _CIRCLE, code)
            if figures is None:
                unset.append(code)
                continue
            found = detectors.circles(trades, looked.days, within=figures[0], likeness=figures[1])
            is_whole &= len(found) < detectors.HITS_MAX
            rows += [_circle_line(code, one) for one in found]
        parameters = queries.parameters(connection, CATALOGUE, "", now=now(), names=_CIRCLE)
    return CirclesPage(*looked.edges(last), is_whole, tuple(unset), parameters, tuple(rows))


def _circle_line(code: str, one: Circle) -> CircleLine:
    first, second, third = one.trades
    path = " → ".join((*one.parties, one.parties[0]))
    return CircleLine(code, first.day, third.day, path, one.units, _index(first), _index(second), _index(third))


@view(blueprint, "/oversight/closes", template="trading/oversight.html", table=CLOSES, query=UntilQuery)
def closes(*, until: date | None) -> ClosesPage:
    """Return who may have pushed the close of a product's day, with the trades of the last minutes."""
    last = until or day_of(now())
    with registry().engine.connect() as connection:
        view_ = SqlView(connection, CATALOGUE, now())
        looked = oversight.look(connection, view_, last, now=now())
        rows: list[PushLine] = []
        unset = []
        for code, trades in looked.trades.items():
            figures = _figures(view_, _CLOSE, code)
            if figures is None:
                unset.append(code)
            elif trades:
                ends = (date.fromisoformat(looked.days[0]), date.fromisoformat(looked.days[-1]))
                bases = oversight.bases_of(connection, code, *ends)
                rows += _push_lines(view_, code, trades, bases, figures)
        parameters = queries.parameters(connection, CATALOGUE, "", now=now(), names=_CLOSE)
    return ClosesPage(*looked.edges(last), looked.is_whole, tuple(unset), parameters, tuple(rows))


def _push_lines(
    view_: View, code: str, trades: tuple[Trade, ...], bases: dict[str, int], figures: tuple[int, ...]
) -> Iterator[PushLine]:
    minutes, share, shift = figures
    of_day: dict[str, list[Trade]] = {}
    for one in trades:
        of_day.setdefault(one.day, []).append(one)
    for day, dealt in of_day.items():
        start = start_of(date.fromisoformat(day))
        try:
            sessions = sessions_of(view_, LISTED_SESSIONS, code, start + DAY - 1)
        except Refusal:  # nobody has said when the product is dealt in
            continue
        since = start + (sessions[-1][1] - minutes) * 60 * SECOND
        for push in detectors.pushes(dealt, since=since, base_fen=bases.get(day, 0), share=share, shift=shift):
            yield from (_push_line(code, day, push, one) for one in push.trades)


def _push_line(code: str, day: str, push: Push, one: Trade) -> PushLine:
    return PushLine(
        product=code,
        day=day,
        participant=push.participant,
        side=push.side.value,
        share=formats.share(push.units, push.all_units),
        before_fen=push.before_fen,
        last_fen=push.last_fen,
        at=one.at,
        price_fen=one.price_fen,
        units=one.units,
        index=_index(one),
    )
