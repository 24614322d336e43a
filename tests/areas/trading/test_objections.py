"""Objections to a day's clearing: from the close to the next opening, and their answers; both sides of each edge."""

from dataclasses import replace
from typing import Any

import pytest

from registry.areas.participants.rules.calendars import SetCalendar
from registry.areas.trading.rules.objections import (
    AnswerObjection,
    Objection,
    ObjectionOutcome,
    ObjectionStatus,
    ObjectToDay,
)
from registry.areas.trading.rules.records import Side
from registry.ledger.decide import ACCEPTED, Unrecorded
from tests.areas.allowances.factories import ALICE, BOB, BY_ALICE, BY_AUTHORITY, BY_BOB
from tests.areas.trading.factories import BY_CAROL, CAROL, HOLIDAYS, PRODUCT, Market, market
from tests.world import DOCUMENT, OPERATORS

MONDAY, FRIDAY = "2026-03-02", "2026-03-06"
PARTY = {ALICE: BY_ALICE, BOB: BY_BOB, CAROL: BY_CAROL}


def objected(made: Market, who: int = ALICE, **changes: Any) -> str:
    body = ObjectToDay(f"P-{who:08}", MONDAY, PRODUCT, None, "fee_wrong", DOCUMENT)
    return made.result("trading.object", replace(body, **changes), *PARTY[who])


def answered(made: Market, objection: str, outcome: ObjectionOutcome = ObjectionOutcome.REJECTED) -> str:
    body = AnswerObjection(objection, outcome, "checked", DOCUMENT)
    return made.result("trading.answer_objection", body, OPERATORS[0])


def dealt() -> Market:
    """Return a market in which Alice sold to Bob on Monday."""
    made = market()
    made.offer(ALICE, Side.SELL, units=100)
    assert made.taken(BOB, units=100) == ACCEPTED
    return made


@pytest.mark.parametrize(
    ("day", "clock", "result"),
    [
        (MONDAY, "14:59:59", "day_not_over"),
        (MONDAY, "15:00:00", ACCEPTED),
        (MONDAY, "23:59:59", ACCEPTED),
        ("2026-03-03", "09:29:59.999", ACCEPTED),
        ("2026-03-03", "09:30:00", "objection_too_late"),
        ("2026-03-04", "08:00:00", "objection_too_late"),
    ],
)
def test_it_is_heard_from_the_close_until_the_next_opening(day: str, clock: str, result: str) -> None:
    assert objected(market().at(day, clock)) == result


@pytest.mark.parametrize(
    ("day", "clock", "result"),
    [
        ("2026-03-08", "12:00", ACCEPTED),
        ("2026-03-09", "09:29:59", ACCEPTED),
        ("2026-03-09", "09:30", "objection_too_late"),
    ],
)
def test_a_weekend_does_not_open(day: str, clock: str, result: str) -> None:
    assert objected(market().at(day, clock), day=FRIDAY) == result


def test_a_holiday_does_not_open() -> None:
    before = "2026-09-30"
    assert objected(market().at("2026-10-08", "09:29:59"), day=before) == ACCEPTED
    assert objected(market().at("2026-10-08", "09:30"), day=before) == "objection_too_late"


@pytest.mark.parametrize("day", ["2026-03-01", "2026-10-01", "2026-10-10"])
def test_a_day_without_trading_has_no_clearing(day: str) -> None:
    assert objected(market().at("2026-10-10", "16:00"), day=day) == "no_trading_day"


def test_a_day_to_come_is_not_over() -> None:
    assert objected(market().at(MONDAY, "16:00"), day="2026-03-03") == "day_not_over"


def test_the_last_day_of_the_calendar_waits_for_the_next_year() -> None:
    made = market().at("2027-01-04", "08:00")
    assert objected(made, day="2026-12-31") == ACCEPTED
    assert made.state.get(Objection, made.last_id()).due_at == 0
    made.accept(
        made.author.envelope("participants.set_calendar", SetCalendar(2027, (), (), "test", DOCUMENT), *BY_AUTHORITY)
    )
    assert objected(made, BOB, day="2026-12-31") == "objection_too_late"
    assert len(HOLIDAYS) == 6


def test_a_products_own_sessions_say_when_its_day_ends_and_opens() -> None:
    made = market().at(MONDAY, "13:00")
    made.set_parameter("listed_sessions", "09:00-11:30,13:00-16:00", scope=PRODUCT)
    assert objected(made.at(MONDAY, "15:59:59")) == "day_not_over"
    assert objected(made.at(MONDAY, "16:00")) == ACCEPTED
    assert objected(made.at("2026-03-03", "08:59:59"), BOB) == ACCEPTED
    assert objected(made.at("2026-03-03", "09:00"), CAROL) == "objection_too_late"


def test_only_a_side_of_the_trade_objects_to_it() -> None:
    made = dealt().at(MONDAY, "15:00")
    (trade,) = made.trades()
    assert objected(made, CAROL, trade=trade.number) == "trade_not_yours"
    assert objected(made, BOB, trade=trade.number) == ACCEPTED
    assert objected(made, ALICE, trade=trade.number) == ACCEPTED
    assert objected(made, ALICE, trade=trade.number + 1) == "unknown_trade"
    assert objected(made, ALICE, product="CEA24") == "unknown_product"
    assert objected(made.at("2026-03-03", "16:00"), ALICE, trade=trade.number, day="2026-03-03") == "trade_not_yours"


def test_one_objection_waits_for_a_day_and_a_trade() -> None:
    made = dealt().at(MONDAY, "15:00")
    (trade,) = made.trades()
    assert [objected(made), objected(made)] == [ACCEPTED, "objection_standing"]
    assert [objected(made, trade=trade.number), objected(made, trade=trade.number)] == [ACCEPTED, "objection_standing"]
    assert objected(made, BOB) == ACCEPTED


def test_nobody_objects_for_another() -> None:
    body = ObjectToDay(f"P-{ALICE:08}", MONDAY, PRODUCT, None, "fee_wrong", DOCUMENT)
    made = market().at(MONDAY, "15:00")
    with pytest.raises(Unrecorded) as caught:
        made.result("trading.object", body, *BY_BOB)
    assert caught.value.reason.code == "not_enough_signatures"


def test_it_is_answered_once_also_after_the_opening() -> None:
    made = market().at(MONDAY, "15:00")
    assert objected(made) == ACCEPTED
    objection = made.last_id()
    opened = made.state.get(Objection, objection)
    assert (opened.status, opened.due_at) == (ObjectionStatus.OPEN, 1_772_501_400_000_000)
    made.at("2026-03-03", "11:00")
    assert answered(made, objection, ObjectionOutcome.UPHELD) == ACCEPTED
    found = made.state.get(Objection, objection)
    assert (found.status, found.answer, found.answer_document) == (ObjectionStatus.UPHELD, "checked", DOCUMENT)
    assert answered(made, objection) == "objection_answered"
    assert answered(made, made.last_id()) == "unknown_objection"


def test_after_its_answer_it_may_be_raised_again() -> None:
    made = market().at(MONDAY, "15:00")
    assert objected(made) == ACCEPTED
    assert answered(made, made.last_id()) == ACCEPTED
    assert objected(made) == ACCEPTED


def test_only_an_operator_answers() -> None:
    made = market().at(MONDAY, "15:00")
    assert objected(made) == ACCEPTED
    body = AnswerObjection(made.last_id(), ObjectionOutcome.REJECTED, "checked", DOCUMENT)
    with pytest.raises(Unrecorded) as caught:
        made.result("trading.answer_objection", body, *BY_ALICE)
    assert caught.value.reason.code == "not_enough_signatures"
