"""The reasons why an order did or did not trade, in words: read off what the log says of it, and nothing else."""

from collections.abc import Iterator
from typing import Final

from flask_babel import gettext

from registry.areas.participants.rules.calendars import day_of
from registry.areas.trading.queries import Asked, Level, Setting, Since
from registry.areas.trading.rules.records import Order, OrderStatus, Side
from registry.areas.trading.views.base import clock
from registry.ledger.decide import ACCEPTED
from registry.web.formats import figure
from registry.web.language import language
from registry.web.messages import sentence

_GROUP: Final = frozenset({"own_order", "related_parties"})


def causes(one: Asked, found: Setting, after: Since | None, instant: int, *, dealt: int) -> Iterator[tuple[str, str]]:
    """Yield code and words of each reason why an entry dealt in so many units and in no more."""
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
