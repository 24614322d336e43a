"""Why an order did or did not trade: the answer in a sentence, its causes, and its life with places in the journal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from flask import abort, url_for
from flask_babel import gettext

from registry import wording
from registry.areas.participants.rules.calendars import start_of
from registry.areas.trading import queries
from registry.areas.trading.queries import Asked, Fill, Level, Setting, Since, Stop, Try
from registry.areas.trading.rules.records import OrderStatus
from registry.areas.trading.views.base import blueprint, clock
from registry.areas.trading.views.causes import causes
from registry.catalog import CATALOGUE
from registry.ledger.decide import ACCEPTED
from registry.ledger.instants import SECOND
from registry.signin import Person
from registry.web import own
from registry.web.language import language
from registry.web.messages import sentence
from registry.web.seam import now, registry
from registry.web.views import view

# What an order's owner may know of takes by others: refused for what the order, its owner or the market was, and not
# for what the other side had or was.
_TOLD: Final = frozenset(
    {"own_order", "related_parties", "order_held", "order_ended", "level_not_offered", "level_short", "product_halted",
     "session_closed", "no_trading_day", "off_lot"}
)  # fmt: skip


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
        causes=tuple(Cause(code, text) for code, text in causes(one, found, after, instant, dealt=dealt)),
        steps=tuple(sorted(steps, key=lambda step: (step.recorded_at, step.index or 0))),
        is_whole=after is None or after.is_whole,
    )


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
