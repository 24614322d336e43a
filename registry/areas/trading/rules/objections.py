"""Objections to a day's clearing: from the day's close until the next opening, and their answer by an operator.

Whatever else is true of the day stands all the same: units and money moved with each trade. Source: CCER-TRADE 27-32
(an objection in writing before the next opening); the same for CEA is recalled.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Annotated

from registry.areas.participants.rules.calendars import is_trading_day, nth_day_after
from registry.areas.trading.rules.records import Product, ProductCode, Trade, TradeNo
from registry.areas.trading.rules.sessions import edges_of
from registry.ledger.codec import Code, Count, Day, Digest, EntryId, ParticipantNo, Whole
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_owner
from registry.ledger.rules import Context, Index, Outcome, Requirement, View, record, require

# A participant has one objection open for a day, product and trade: far fewer than this.
STANDING_MAX = 200


class ObjectionStatus(StrEnum):
    """Where an objection stands."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"


class ObjectionOutcome(StrEnum):
    """What an operator found."""

    UPHELD = "upheld"
    REJECTED = "rejected"


@record(
    "objection",
    key=("id",),
    indexes=(
        Index("status", ("status",), ("filed_index",)),
        Index("participant", ("participant",), ("filed_index",)),
        Index("day", ("participant", "day", "status"), ("filed_index",)),
    ),
)
@dataclass(frozen=True, slots=True)
class Objection:
    """What a participant holds against a trading day's clearing of a product, or one trade of it (0 for all of them).

    ``due_at`` is the next opening in microseconds UTC, 0 where no calendar says it yet.
    """

    id: EntryId
    participant: ParticipantNo
    day: Day
    product: ProductCode
    trade: Annotated[int, Whole(minimum=0)]
    reason: Code
    document: Digest
    status: ObjectionStatus
    due_at: Count
    filed_index: Count
    answer: Code | None
    answer_document: Digest | None
    answered_index: Count | None


@dataclass(frozen=True, slots=True)
class ObjectToDay:
    """The body of `trading.object`; ``document`` is the written objection's salted hash."""

    participant: ParticipantNo
    day: Day
    product: ProductCode
    trade: TradeNo | None
    reason: Code
    document: Digest


def object_signers(body: ObjectToDay, view: View) -> Requirement:
    """Return who must sign for the participant that objects."""
    return by_owner(view, participant=body.participant, kind="trading.object")


def object_to_day(body: ObjectToDay, context: Context, view: View) -> Outcome:
    """Note an objection, from the end of the day's last session until the next opening; that instant is too late.

    Raises:
        Refusal: ``unknown_product``, ``unknown_trade``, ``trade_not_yours``, ``no_trading_day``, ``day_not_over``,
            ``objection_too_late`` with the ``opening``, ``objection_standing``, ``calendar_missing`` for the day
            itself, `sessions_of`'s.
    """
    require(view, Product, body.product, "unknown_product")
    _check_trade(body, view)
    day = date.fromisoformat(body.day)
    if not is_trading_day(view, day):
        raise Refusal("no_trading_day", day=body.day)
    now = context.recorded_at
    if now < edges_of(view, body.product, day, now)[1]:
        raise Refusal("day_not_over", day=body.day)
    opening = next_opening(view, body.product, day, now)
    if opening is not None and now >= opening:
        raise Refusal("objection_too_late", day=body.day, opening=opening)
    number = body.trade or 0
    standing = view.find(Objection, "day", body.participant, body.day, ObjectionStatus.OPEN, limit=STANDING_MAX)
    for one in standing:
        if (one.product, one.trade) == (body.product, number):
            raise Refusal("objection_standing", objection=one.id)
    filed = Objection(
        id=context.entry_id,
        participant=body.participant,
        day=body.day,
        product=body.product,
        trade=number,
        reason=body.reason,
        document=body.document,
        status=ObjectionStatus.OPEN,
        due_at=opening or 0,
        filed_index=context.index,
        answer=None,
        answer_document=None,
        answered_index=None,
    )
    return Outcome(records=(filed,))


def next_opening(view: View, product: str, day: date, now: int) -> int | None:
    """Return the instant at which a product's next session after a day begins; None while no calendar says when."""
    try:
        after = nth_day_after(view, day, 1, is_trading_day)
    except Refusal as refusal:
        if refusal.code != "calendar_missing":
            raise
        return None
    return edges_of(view, product, after, now)[0]


def _check_trade(body: ObjectToDay, view: View) -> None:
    if body.trade is None:
        return
    trade = require(view, Trade, body.trade, "unknown_trade")
    is_own = body.participant in {trade.buyer, trade.seller}
    if not is_own or (trade.product, trade.day) != (body.product, body.day):
        raise Refusal("trade_not_yours", trade=body.trade, day=body.day)


@dataclass(frozen=True, slots=True)
class AnswerObjection:
    """The body of `trading.answer_objection`; ``document`` is the written answer's salted hash."""

    objection: EntryId
    outcome: ObjectionOutcome
    reason: Code
    document: Digest


def answer_objection(body: AnswerObjection, context: Context, view: View) -> Outcome:
    """Answer an objection, once. What an upheld one asks for is put right by the kinds that correct bookings.

    Raises:
        Refusal: ``unknown_objection``, ``objection_answered``.
    """
    found = require(view, Objection, body.objection, "unknown_objection")
    if found.status is not ObjectionStatus.OPEN:
        raise Refusal("objection_answered", objection=found.id, status=found.status.value)
    answered = replace(
        found,
        status=ObjectionStatus(body.outcome.value),
        answer=body.reason,
        answer_document=body.document,
        answered_index=context.index,
    )
    return Outcome(records=(answered,))


RECORDS = (Objection,)
