"""Why an order did or did not trade: the answer in a sentence, its causes, and its life with places in the journal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from flask import abort, url_for
from flask_babel import gettext, lazy_gettext

from registry import wording
from registry.areas.participants.rules.calendars import day_of, start_of
from registry.areas.trading import queries
from registry.areas.trading.queries import Asked, Fill, Level, Setting, Since, Stop, Try
from registry.areas.trading.rules.records import Order, OrderStatus, Side
from registry.areas.trading.views.base import blueprint, clock
from registry.catalog import CATALOGUE
from registry.ledger.decide import ACCEPTED
from registry.ledger.instants import SECOND
from registry.signin import Person
from registry.web import own
from registry.web.formats import figure
from registry.web.language import language
from registry.web.messages import sentence
from registry.web.seam import now, registry
from registry.web.tables import Column, Table
from registry.web.views import view
from registry.web.words import choice_of

_KIND: Final = "trading.list"
# What an order's owner may know of takes by others: refused for what the order, its owner or the market was, and not
# for what the other side had or was.
_TOLD: Final = frozenset(
    {"own_order", "related_parties", "order_held", "order_ended", "level_not_offered", "level_short", "product_halted",
     "session_closed", "no_trading_day", "off_lot"}
)  # fmt: skip
_GROUP: Final = frozenset({"own_order", "related_parties"})


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason, by code and in words."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something in an order's life. ``href`` is empty where the reader may not open the entry."""

    event: str
    recorded_at: int
    index: int | None
    text: str
    code: str
    units: int | None
    price_fen: int | None
    href: str


@dataclass(frozen=True, slots=True)
class WhyPage:
    """Why one entry did or did not trade. Prices in fen; levels are those that stood right before it.

    ``outcome`` is `refused`, `filled`, `part`, or `none`; ``result`` is the journal's. `is_whole` is false where more
    refused takes followed than were looked at.
    """

    id: str
    index: int
    recorded_at: int
    kind: str
    result: str
    outcome: str
    status: str
    product: str
    side: str
    price_fen: int
    units: int
    dealt_units: int
    base_fen: int | None
    lowest_fen: int | None
    highest_fen: int | None
    sessions: tuple[str, ...]
    opposite: tuple[Level, ...]
    own: tuple[Level, ...]
    causes: tuple[Cause, ...]
    steps: tuple[Step, ...]
    is_whole: bool


def is_own_dealing(who: Person, *, entry: UUID) -> bool:
    """Return whether an entry wants to deal for the person's participant, or the person oversees the registry."""
    with registry().engine.connect() as connection:
        found = queries.asked(connection, CATALOGUE, str(entry), origin=registry().origin)
    if found is None:
        return False
    return bool(own.OVERSEERS & who.roles) or found.participant == own.participant()


@view(blueprint, "/orders/<uuid:entry>", template="trading/why.html")
def why(*, entry: UUID) -> WhyPage:
    """Return why an entry that wanted to deal did or did not, for its owner and for who oversees the registry."""
    with registry().engine.connect() as connection:
        one = queries.asked(connection, CATALOGUE, str(entry), origin=registry().origin)
        if one is None:
            abort(404)
        found = queries.setting(connection, CATALOGUE, one)
        after = queries.since(connection, CATALOGUE, one, origin=registry().origin)
        fills = after.fills if after else queries.fills_of(connection, one.id, resting=False)
    return _page(one, found, after, fills, now())


def _page(one: Asked, found: Setting, after: Since | None, fills: tuple[Fill, ...], instant: int) -> WhyPage:
    dealt = sum(fill.units for fill in fills)
    outcome = "filled" if dealt == one.units else "part" if dealt else "none"
    steps = (*_begin(one), *map(_fill, fills), *(_rest(found, after, instant) if after else ()))
    return WhyPage(
        id=one.id,
        index=one.index,
        recorded_at=one.recorded_at,
        kind=one.kind,
        result=one.result,
        outcome=outcome if one.result == ACCEPTED else "refused",
        status=after.order.status.value if after else "",
        product=one.product,
        side=one.side.value,
        price_fen=one.price_fen,
        units=one.units,
        dealt_units=dealt,
        base_fen=found.base_fen,
        lowest_fen=found.lowest_fen,
        highest_fen=found.highest_fen,
        sessions=tuple(f"{clock(begin)}–{clock(end)}" for begin, end in found.sessions),
        opposite=found.opposite,
        own=found.own,
        causes=tuple(Cause(code, text) for code, text in _causes(one, found, after, instant, dealt=dealt)),
        steps=tuple(sorted(steps, key=lambda step: (step.recorded_at, step.index or 0))),
        is_whole=after is None or after.is_whole,
    )


def _causes(one: Asked, found: Setting, after: Since | None, instant: int, *, dealt: int) -> Iterator[tuple[str, str]]:
    if one.result != ACCEPTED:
        yield "refused", sentence(one.result, _facts(one, found), language())
        return
    if dealt:
        yield "taken", _said_taken(one, dealt)
    if after is None or dealt == one.units:
        return
    yield from _passed_over(one, found, after)
    yield from _stopped(after)
    if not dealt and not after.tries and not (after.better_units or after.equal_units):
        yield "no_taker", _said_no_taker(one)
    yield _ended(after.order, instant)


def _facts(one: Asked, found: Setting) -> dict[str, object]:
    """Return what a refusal's sentence asks for, as far as the log tells it: a leaf keeps the code alone."""
    at_price = next((level.units for level in found.opposite if level.price_fen == one.price_fen), 0)
    facts: dict[str, object | None] = {
        "product": one.product,
        "lowest_fen": found.lowest_fen,
        "highest_fen": found.highest_fen,
        "base_fen": found.base_fen,
        "levels": found.levels,
        "sessions": "、".join(f"{clock(begin)}–{clock(end)}" for begin, end in found.sessions) or None,
        "day": day_of(one.recorded_at).isoformat(),
        "wanted": one.units,
        "price_fen": one.price_fen,
        "available": at_price,
        "order": one.order or None,
    }
    return {name: value for name, value in facts.items() if value is not None}


def _said_taken(one: Asked, dealt: int) -> str:
    if one.is_resting:
        return str(gettext("他人摘取了其中 %(units)s 单位，按本申报的单价成交。", units=figure(dealt)))
    return str(gettext("按对方的单价当场成交 %(units)s 单位。", units=figure(dealt)))


def _said_no_taker(one: Asked) -> str:
    if one.is_listed:
        return str(gettext("有效期间没有人按此方向摘牌。挂牌之间不会自动撮合，须有人选择这一价格。"))
    return str(gettext("受邀方没有接受。大宗申报须由受邀方之一整笔接受。"))


def _passed_over(one: Asked, found: Setting, after: Since) -> Iterator[tuple[str, str]]:
    if any(_reaches(one, level) for level in found.opposite):
        yield "crossed", gettext("申报时对手方已有同价或更优的挂牌，但两份挂牌不会自动撮合；当时可以直接摘牌。")
    better = sum(1 for level in found.own if _is_better(one, level))
    if found.levels is not None and better >= found.levels:
        yield "beyond_levels", gettext(
            "申报时同方向有 %(better)s 档价格更优，只有最优 %(levels)s 档可以摘牌。",
            better=figure(better), levels=figure(found.levels),
        )  # fmt: skip
    if after.better_units:
        yield "better_prices", gettext("期间有 %(units)s 单位按更优的价格成交。", units=figure(after.better_units))
    if after.equal_units:
        yield "equal_price", gettext(
            "期间有 %(units)s 单位按同一价格与其他申报成交：同价先挂牌者优先，或由摘牌方选择。",
            units=figure(after.equal_units),
        )  # fmt: skip


def _stopped(after: Since) -> Iterator[tuple[str, str]]:
    met = [one for one in after.tries if one.is_met]
    group = sum(1 for one in met if one.code in _GROUP)
    if group:
        yield "own_group", gettext("%(n)s 次摘牌因是本单位或已申报的关联方而被拒绝。", n=figure(group))
    if len(met) > group:
        yield "takes_refused", gettext("%(n)s 次按此价格的摘牌被拒绝，见下。", n=figure(len(met) - group))
    if any(one.is_of_product for one in after.stops):
        yield "product_halted", gettext("期间该产品曾暂停交易。")
    if any(not one.is_of_product for one in after.stops):
        yield "account_halted", gettext("期间本账户曾被暂停交易，他人不能与本申报成交。")


def _ended(order: Order, instant: int) -> tuple[str, str]:
    if order.status is OrderStatus.CANCELLED:
        return "cancelled", gettext("余下的 %(units)s 单位由本单位撤销。", units=figure(order.left_units))
    if order.day < day_of(instant).isoformat():
        return "day_over", gettext(
            "余下的 %(units)s 单位已随交易日 %(day)s 结束而失效。", units=figure(order.left_units), day=order.day
        )
    return "open", gettext("余下的 %(units)s 单位仍有效，可以摘牌。", units=figure(order.left_units))


def _reaches(one: Asked, level: Level) -> bool:
    return level.price_fen <= one.price_fen if one.side is Side.BUY else level.price_fen >= one.price_fen


def _is_better(one: Asked, level: Level) -> bool:
    return level.price_fen > one.price_fen if one.side is Side.BUY else level.price_fen < one.price_fen


def _begin(one: Asked) -> Iterator[Step]:
    name = wording.kind_name(one.kind, language())
    said = name if one.result == ACCEPTED else gettext("%(kind)s，被拒绝", kind=name)
    yield _step("asked", one.recorded_at, one.index, said, code=one.result, units=one.units, price_fen=one.price_fen)


def _fill(fill: Fill) -> Step:
    return _step("dealt", fill.at, fill.index, gettext("成交"), units=fill.units, price_fen=fill.price_fen)


def _rest(found: Setting, after: Since, instant: int) -> Iterator[Step]:
    yield from (step for attempt in after.tries for step in _try(attempt))
    yield from (step for stop in after.stops for step in _stop(stop))
    order = after.order
    if found.sessions:
        close = start_of(date.fromisoformat(order.day)) + found.sessions[-1][1] * 60 * SECOND
        if close <= instant and (after.ended_at is None or close < after.ended_at):
            yield _step("session_end", close, None, gettext("当日交易时段结束"), units=order.left_units)
    if after.ended_at is not None and order.status is not OrderStatus.FILLED:
        said = {
            OrderStatus.CANCELLED: gettext("撤销，退回余下的单位或资金"),
            OrderStatus.LAPSED: gettext("失效，退回余下的单位或资金"),
        }[order.status]
        yield _step(order.status.value, after.ended_at, order.ended_index, said, units=order.left_units)


def _try(one: Try) -> Iterator[Step]:
    """Yield the step of a refused take: all of them for overseers, for the owner those that met its price."""
    sees_all = own.oversees()
    if not one.is_met and not sees_all:
        return
    is_told = sees_all or one.code in _TOLD
    said = sentence(one.code, {}, language()) if is_told else gettext("因摘牌方自身的原因被拒绝。")
    yield _step(
        "take_refused", one.at, one.index, gettext("他人摘牌未成：%(why)s", why=said),
        code=one.code if is_told else "", units=one.units, price_fen=one.price_fen, is_others=True,
    )  # fmt: skip


def _stop(one: Stop) -> Iterator[Step]:
    what = gettext("产品暂停交易") if one.is_of_product else gettext("账户暂停交易")
    yield _step("halted", one.at, one.index, what, code=one.reason, is_others=True)
    if one.end_at is not None and one.end_at <= now():
        yield _step("resumed", one.end_at, one.end_index, gettext("恢复交易"), is_others=True)


def _step(
    event: str, instant: int, index: int | None, text: str, *, code: str = "", units: int | None = None,
    price_fen: int | None = None, is_others: bool = False,
) -> Step:  # fmt: skip
    is_readable = index is not None and (not is_others or own.oversees())
    href = url_for("auditing.entry", index=index) if is_readable else ""
    return Step(event, instant, index, text, code, units, price_fen, href)


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """An own entry that wanted to deal and was refused; ``said`` is the refusal in words."""

    id: str
    index: int
    recorded_at: int
    kind: str
    product: str
    side: str
    price_fen: int
    units: int
    result: str
    said: str


@dataclass(frozen=True, slots=True)
class RefusedPage:
    """Own entries that wanted to deal and were refused."""

    rows: tuple[RefusedRow, ...]
    next_after: str | None
    status: str = "refused"


REFUSED: Final = Table(
    name="refused-orders",
    caption=lazy_gettext("未被接受的申报"),
    paged=True,
    columns=(
        Column(name="recorded_at", label=lazy_gettext("时间"), kind="time", sortable=False),
        Column(
            name="kind", label=lazy_gettext("事项"), sortable=False,
            write=lambda kind: wording.kind_name(kind, language()),
        ),
        Column(name="product", label=lazy_gettext("产品"), kind="identifier", sortable=False),
        Column(
            name="side", label=lazy_gettext("方向"), kind="badge", sortable=False,
            badges={"buy": ("bad", choice_of(Side.BUY, _KIND)), "sell": ("good", choice_of(Side.SELL, _KIND))},
        ),
        Column(name="price_fen", label=lazy_gettext("单价"), kind="money", sortable=False),
        Column(name="units", label=lazy_gettext("数量"), kind="figure", unit=lazy_gettext("吨"), sortable=False),
        Column(
            name="said", label=lazy_gettext("为什么"), sortable=False,
            link=lambda row: url_for("trading.why", entry=row.id),
        ),
    ),
    empty=lazy_gettext("没有被拒绝的申报。"),
)  # fmt: skip


@view(blueprint, "/orders/refused", template="trading/orders.html", table=REFUSED)
def refused(*, sort: str | None, after: str | None) -> RefusedPage:
    """Return the own entries that wanted to deal and were refused, the newest first."""
    del sort
    number = own.participant()
    if number is None:
        return RefusedPage((), None)
    with registry().engine.connect() as connection:
        found = queries.refused_of(connection, CATALOGUE, number, origin=registry().origin, after=after)
    return RefusedPage(tuple(map(_row, found.rows)), found.next_after)


def _row(one: Asked) -> RefusedRow:
    said = sentence(one.result, {"product": one.product, "order": one.order}, language())
    return RefusedRow(
        id=one.id,
        index=one.index,
        recorded_at=one.recorded_at,
        kind=one.kind,
        product=one.product,
        side=one.side.value,
        price_fen=one.price_fen,
        units=one.units,
        result=one.result,
        said=said,
    )
