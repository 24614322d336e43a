"""The end of the day: a participant's clearing statement, and the settlement bank's file."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import marshmallow as ma
from flask import abort, url_for
from flask_babel import lazy_gettext

from registry.areas.participants.rules.calendars import day_of
from registry.areas.trading import queries
from registry.areas.trading.queries import ClearedTrade, DealtDay, MoneyLine, UnitLine, Window
from registry.areas.trading.rules.records import Mode
from registry.areas.trading.views.base import blueprint
from registry.catalog import CATALOGUE
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function
from registry.web import own
from registry.web.seam import now, person, registry
from registry.web.tables import Column, Table
from registry.web.views import view
from registry.web.words import choice_of

_KIND: Final = "trading.list"
_TONNES: Final = lazy_gettext("吨")


class WhoseQuery(ma.Schema):
    """Whose day it is; who oversees the registry, or is the bank, may ask for anybody's."""

    participant = ma.fields.String(load_default="", validate=ma.validate.Length(max=10))


@dataclass(frozen=True, slots=True)
class DaysPage:
    """The days on which the own participant dealt."""

    rows: tuple[DealtDay, ...]


@dataclass(frozen=True, slots=True)
class StatementPage:
    """A participant's day; ``rows`` are its trades, ``windows`` say of each product dealt in when objections are heard.

    ``is_over`` says that the sessions of all of them have ended, or the day without any. ``objects_to`` names those
    that can be objected to.
    """

    day: str
    participant: str
    name: str
    is_own: bool
    is_over: bool
    objects_to: tuple[str, ...]
    windows: tuple[Window, ...]
    money: MoneyLine
    units: tuple[UnitLine, ...]
    rows: tuple[ClearedTrade, ...]


@dataclass(frozen=True, slots=True)
class UnitsPage:
    """A participant's units over a day."""

    day: str
    participant: str
    rows: tuple[UnitLine, ...]


@dataclass(frozen=True, slots=True)
class MoneyDayPage:
    """Money over a day: one participant's, or that of all who had any moved."""

    day: str
    participant: str
    rows: tuple[MoneyLine, ...]


DEALT_DAYS: Final = Table(
    name="clearing-days",
    caption=lazy_gettext("有成交的交易日"),
    columns=(
        Column(
            name="day", label=lazy_gettext("交易日"),
            link=lambda row: url_for("trading.clearing", day=row.day),
        ),
        Column(name="bought_units", label=lazy_gettext("买入"), kind="figure", unit=_TONNES, total=True),
        Column(name="sold_units", label=lazy_gettext("卖出"), kind="figure", unit=_TONNES, total=True),
    ),
    empty=lazy_gettext("还没有成交。成交当日收市后，这里有当日的清算单。"),
)  # fmt: skip
CLEARED: Final = Table(
    name="clearing",
    caption=lazy_gettext("当日成交"),
    columns=(
        Column(
            name="number", label=lazy_gettext("成交编号"), kind="identifier", write=str,
            link=lambda row: url_for("trading.note", number=row.number),
        ),
        Column(name="at", label=lazy_gettext("时间"), kind="time"),
        Column(name="product", label=lazy_gettext("产品"), kind="identifier"),
        Column(
            name="mode", label=lazy_gettext("方式"), kind="badge",
            badges={mode.value: ("quiet", choice_of(mode, _KIND)) for mode in Mode},
        ),
        Column(name="counterparty", label=lazy_gettext("对手方"), kind="identifier"),
        Column(name="price_fen", label=lazy_gettext("成交价"), kind="money"),
        Column(name="units_in", label=lazy_gettext("买入"), kind="figure", unit=_TONNES, total=True),
        Column(name="units_out", label=lazy_gettext("卖出"), kind="figure", unit=_TONNES, total=True),
        Column(name="received_fen", label=lazy_gettext("应收"), kind="money", total=True),
        Column(name="paid_fen", label=lazy_gettext("应付"), kind="money", total=True),
        Column(name="fee_fen", label=lazy_gettext("手续费"), kind="money", total=True),
    ),
    empty=lazy_gettext("当日没有成交。"),
)  # fmt: skip
UNITS: Final = Table(
    name="clearing-units",
    caption=lazy_gettext("单位清算"),
    columns=(
        Column(name="asset", label=lazy_gettext("标的"), kind="identifier"),
        Column(name="opening", label=lazy_gettext("日初"), kind="figure", unit_from="unit"),
        Column(name="bought", label=lazy_gettext("买入"), kind="figure"),
        Column(name="sold", label=lazy_gettext("卖出"), kind="figure"),
        Column(name="other", label=lazy_gettext("其他变动"), kind="figure"),
        Column(name="closing", label=lazy_gettext("日终"), kind="figure"),
    ),
    empty=lazy_gettext("账户中没有单位。"),
)
_MONEY: Final = (
    Column(name="participant", label=lazy_gettext("参与方"), kind="identifier"),
    Column(name="name", label=lazy_gettext("名称")),
    Column(name="cash", label=lazy_gettext("资金账户"), kind="identifier"),
    *(
        Column(name=f"{name}_fen", label=label, kind="money", total=True)
        for name, label in (
            ("opening", lazy_gettext("日初资金")),
            ("closing", lazy_gettext("日终资金")),
            ("received", lazy_gettext("卖出应收")),
            ("paid", lazy_gettext("买入应付")),
            ("fee", lazy_gettext("手续费")),
            ("deposited", lazy_gettext("入金")),
            ("withdrawn", lazy_gettext("出金")),
            ("other", lazy_gettext("其他变动")),
        )
    ),
)
MONEY_DAY: Final = Table(name="clearing-money", caption=lazy_gettext("资金清算"), columns=_MONEY)
BANK_DAY: Final = Table(
    name="settlement",
    caption=lazy_gettext("各参与方资金清算"),
    columns=_MONEY,
    empty=lazy_gettext("当日没有资金变动。"),
)


@view(blueprint, "/clearing", template="trading/clearing_days.html", table=DEALT_DAYS)
def clearing_days() -> DaysPage:
    """Return the days on which the own participant dealt, the newest first."""
    number = own.participant()
    if number is None:
        return DaysPage(())
    with registry().engine.connect() as connection:
        return DaysPage(queries.dealt_days(connection, number))


@view(blueprint, "/clearing/<day>", template="trading/clearing.html", table=CLEARED, query=WhoseQuery)
def clearing(*, day: str, participant: str) -> StatementPage:
    """Return what a day came to for the own participant; overseers and the bank name any.

    Raises:
        Refusal: ``not_permitted`` for another's, ``unknown_participant``.
    """
    wanted, whose, instant = _day(day), _whose(participant), now()
    with registry().engine.connect() as connection:
        found = queries.cleared(connection, whose, queries.span_of(connection, wanted))
        dealt_in = sorted({one.product for one in found.trades})
        windows = queries.windows_of(connection, CATALOGUE, wanted, dealt_in, now=instant)
    is_own = whose == own.participant()
    return StatementPage(
        day=day,
        participant=whose,
        name=found.money.name,
        is_own=is_own,
        is_over=wanted < day_of(instant) or (bool(windows) and all(one.closes_at <= instant for one in windows)),
        objects_to=tuple(one.product for one in windows if is_own and one.holds(instant)),
        windows=windows,
        money=found.money,
        units=found.units,
        rows=found.trades,
    )


@view(blueprint, "/clearing/<day>/units", template="trading/clearing_part.html", table=UNITS, query=WhoseQuery)
def clearing_units(*, day: str, participant: str) -> UnitsPage:
    """Return the units of a day: balances at both ends, and what moved them.

    Raises:
        Refusal: as `clearing`.
    """
    wanted, whose = _day(day), _whose(participant)
    with registry().engine.connect() as connection:
        found = queries.cleared(connection, whose, queries.span_of(connection, wanted))
    return UnitsPage(day, whose, found.units)


@view(blueprint, "/clearing/<day>/money", template="trading/clearing_part.html", table=MONEY_DAY, query=WhoseQuery)
def clearing_money(*, day: str, participant: str) -> MoneyDayPage:
    """Return the money of a day: balances at both ends, and what moved them.

    Raises:
        Refusal: as `clearing`.
    """
    wanted, whose = _day(day), _whose(participant)
    with registry().engine.connect() as connection:
        found = queries.cleared(connection, whose, queries.span_of(connection, wanted))
    return MoneyDayPage(day, whose, (found.money,))


@view(blueprint, "/bank/days/<day>", template="trading/bank_day.html", table=BANK_DAY)
def bank_day(*, day: str) -> MoneyDayPage:
    """Return the money of a day by participant: the settlement bank's file."""
    wanted = _day(day)
    with registry().engine.connect() as connection:
        return MoneyDayPage(day, "", queries.bank_day(connection, queries.span_of(connection, wanted)))


def _day(text: str) -> date:
    """Return the day that an address names; anything but YYYY-MM-DD is no page."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        abort(404)
    if found.isoformat() != text:
        abort(404)
    return found


def _whose(participant: str) -> str:
    mine = own.participant()
    who = person()
    if not participant and mine is not None:
        return mine
    may_see_all = who is not None and bool({*own.OVERSEERS, Function.BANK} & who.roles)
    if not may_see_all and participant != mine:
        raise Refusal("not_permitted", participant=participant)
    return participant
