from dataclasses import replace
from datetime import date

import chinese_calendar
import pytest

from registry.areas.participants.calendar_data import PUBLISHED
from registry.areas.participants.rules.calendars import (
    Calendar,
    day_of,
    days_of,
    is_trading_day,
    is_working_day,
    nth_day_after,
    start_of,
    working_days_after,
)
from registry.areas.participants.rules.parameters import Nature, Stricter, in_force, parameter
from registry.ledger.decide import ACCEPTED
from registry.ledger.errors import Refusal
from tests.areas.participants.factories import Scene, calendar, definition, value
from tests.world import AUTHORITY, OPERATORS

LAW = (AUTHORITY, OPERATORS[0])
SECOND_US = 1_000_000


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.open_years()
    return scene


def define(scene: Scene, **changes: object) -> None:
    scene.must("participants.define_parameter", definition("limit", **changes), *LAW)  # type: ignore[arg-type]


def test_a_house_parameter_takes_two_operators_and_acts_at_once(scene: Scene) -> None:
    define(scene)
    assert scene.send("participants.set_parameter", value("limit", 5), *LAW) == "not_enough_signatures"
    scene.must("participants.set_parameter", value("limit", 5), *OPERATORS)
    assert parameter(scene.state, "limit", scene.now) == 5


def test_a_parameter_of_law_takes_the_authority_and_an_operator(scene: Scene) -> None:
    define(scene, nature=Nature.LAW)
    assert scene.send("participants.set_parameter", value("limit", 5), *OPERATORS) == "not_enough_signatures"
    assert scene.send("participants.set_parameter", value("limit", 5), *LAW) == ACCEPTED


def test_what_is_not_set_is_refused_and_never_assumed(scene: Scene) -> None:
    define(scene)
    with pytest.raises(Refusal) as refused:
        parameter(scene.state, "limit", scene.now)
    assert refused.value.code == "parameter_not_set"


def test_refuses_a_parameter_that_nobody_defined(scene: Scene) -> None:
    assert scene.send("participants.set_parameter", value("limit", 5), *LAW) == "parameter_not_defined"


def test_refuses_to_define_twice(scene: Scene) -> None:
    define(scene)
    assert scene.send("participants.define_parameter", definition("limit"), *LAW) == "parameter_defined"


def test_refuses_bounds_that_admit_nothing_and_words_with_an_order(scene: Scene) -> None:
    words = replace(definition("words"), is_text=True, minimum=0, maximum=0)
    for body, answer in (
        (definition("a", maximum=0), "parameter_bounds"),
        (definition("a", maximum=1), ACCEPTED),
        (replace(words, stricter=Stricter.LOWER), "parameter_bounds"),
        (replace(words, maximum=1), "parameter_bounds"),
        (words, ACCEPTED),
    ):
        assert scene.send("participants.define_parameter", body, *LAW) == answer


@pytest.mark.parametrize(
    ("integer", "answer"), [(0, "parameter_value"), (1, ACCEPTED), (100, ACCEPTED), (101, "parameter_value")]
)
def test_bounds_hold(scene: Scene, integer: int, answer: str) -> None:
    define(scene)
    assert scene.send("participants.set_parameter", value("limit", integer), *OPERATORS) == answer


def test_words_and_figures_are_not_mixed_up(scene: Scene) -> None:
    define(scene)
    words = replace(definition("words"), is_text=True, minimum=0, maximum=0)
    scene.must("participants.define_parameter", words, *LAW)
    for body, answer in (
        (replace(value("limit", None), text="five"), "parameter_value"),
        (replace(value("limit", 5), text="five"), "parameter_value"),
        (value("words", 5), "parameter_value"),
        (replace(value("words", None), text="five"), ACCEPTED),
    ):
        assert scene.send("participants.set_parameter", body, *OPERATORS) == answer


def test_a_value_begins_at_its_instant_and_never_in_the_past(scene: Scene) -> None:
    define(scene)
    start = scene.now + SECOND_US
    assert scene.send("participants.set_parameter", value("limit", 5, start=scene.now - SECOND_US), *OPERATORS) == (
        "effective_in_past"
    )
    scene.must("participants.set_parameter", value("limit", 5, start=start), *OPERATORS)
    assert in_force(scene.state, "limit", start - 1) is None
    assert parameter(scene.state, "limit", start) == 5
    assert scene.send("participants.set_parameter", value("limit", 6, start=start), *OPERATORS) == "parameter_taken"


def test_the_newest_value_that_has_begun_is_in_force(scene: Scene) -> None:
    define(scene)
    starts = [scene.now + n * SECOND_US for n in (3, 1, 2)]
    for integer, start in enumerate(starts, 1):
        scene.must("participants.set_parameter", value("limit", integer, start=start), *OPERATORS)
    found = [parameter(scene.state, "limit", scene.now + n * SECOND_US) for n in (1, 2, 3, 4)]
    assert found == [2, 3, 1, 1]


def test_a_scopes_value_goes_before_the_general_one(scene: Scene) -> None:
    define(scene)
    for body in (value("limit", 5), value("limit", 7, scope="CEA")):
        scene.must("participants.set_parameter", body, *OPERATORS)
    assert [parameter(scene.state, "limit", scene.now, scope=scope) for scope in ("CEA", "CCER", "")] == [7, 5, 5]


@pytest.mark.parametrize(("stricter", "looser", "tighter"), [(Stricter.HIGHER, 4, 6), (Stricter.LOWER, 6, 4)])
def test_loosening_waits_five_working_days_and_tightening_does_not(
    scene: Scene, stricter: Stricter, looser: int, tighter: int
) -> None:
    define(scene, stricter=stricter)
    scene.must("participants.set_parameter", value("limit", 5), *OPERATORS)
    scene.wait(ms=1)
    earliest = working_days_after(scene.state, scene.now, 5)
    early = value("limit", looser, start=earliest - SECOND_US)
    assert scene.send("participants.set_parameter", early, *OPERATORS) == "loosening_waits"
    assert scene.send("participants.set_parameter", value("limit", looser), *OPERATORS) == "loosening_waits"
    assert scene.send("participants.set_parameter", value("limit", tighter), *OPERATORS) == ACCEPTED
    assert scene.send("participants.set_parameter", value("limit", looser, start=earliest), *OPERATORS) == ACCEPTED


def test_a_scopes_first_value_cannot_loosen_the_general_one_at_once(scene: Scene) -> None:
    define(scene, stricter=Stricter.HIGHER)
    scene.must("participants.set_parameter", value("limit", 5), *OPERATORS)
    assert scene.send("participants.set_parameter", value("limit", 4, scope="CEA"), *OPERATORS) == "loosening_waits"
    assert scene.send("participants.set_parameter", value("limit", 5, scope="CEA"), *OPERATORS) == ACCEPTED


def test_loosening_into_a_year_without_calendar_is_refused() -> None:
    scene = Scene()
    define(scene, stricter=Stricter.HIGHER)
    scene.must("participants.set_parameter", value("limit", 5), *OPERATORS)
    scene.wait(ms=1)
    assert scene.send("participants.set_parameter", value("limit", 4), *OPERATORS) == "calendar_missing"


@pytest.mark.parametrize(
    ("holidays", "workdays"),
    [(("2028-01-01",), ()), (("2028-01-04", "2028-01-03"), ()), ((), ("2028-01-03",)), (("2027-01-04",), ())],
)
def test_refuses_days_that_are_no_exceptions_of_the_year(
    scene: Scene, holidays: tuple[str, ...], workdays: tuple[str, ...]
) -> None:
    wrong = calendar(2028, holidays=holidays, workdays=workdays)
    assert scene.send("participants.set_calendar", wrong, *LAW) == "calendar_day"
    right = calendar(2028, holidays=("2028-01-03", "2028-01-04"), workdays=("2028-01-01",))
    assert scene.send("participants.set_calendar", right, *LAW) == ACCEPTED


def test_only_days_to_come_can_change(scene: Scene) -> None:
    today = day_of(scene.now)
    working = [day for n in range(1, 8) if (day := date.fromordinal(today.toordinal() + n)).weekday() < 5]
    past = today if today.weekday() < 5 else date.fromordinal(today.toordinal() - 2)
    for day, answer in ((past, "calendar_past"), (working[0], ACCEPTED)):
        body = calendar(today.year, holidays=(day.isoformat(),))
        assert scene.send("participants.set_calendar", body, *LAW) == answer


def test_a_delay_that_never_ends_is_refused(scene: Scene) -> None:
    for year in range(2028, 2032):
        scene.must("participants.set_calendar", calendar(year), *LAW)
    with pytest.raises(Refusal) as refused:
        working_days_after(scene.state, scene.now, 700)
    assert refused.value.code == "delay_too_long"


def test_working_days_agree_with_the_published_calendar() -> None:
    scene = Scene()
    year = 2025
    days = [date.fromordinal(n) for n in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())]
    oracle = {day: chinese_calendar.is_workday(day) for day in days}
    holidays = tuple(d.isoformat() for d in days if d.weekday() < 5 and not oracle[d])
    workdays = tuple(d.isoformat() for d in days if d.weekday() >= 5 and oracle[d])
    scene.must("participants.set_calendar", calendar(year, holidays=holidays, workdays=workdays), *LAW)
    assert scene.state.get(Calendar, year) is not None
    assert {day: is_working_day(scene.state, day) for day in days} == oracle


@pytest.mark.parametrize("year", sorted(PUBLISHED))
def test_both_published_calendars_agree_with_the_oracle(year: int) -> None:
    scene = Scene()
    found = PUBLISHED[year]
    state = scene.state
    state.records[Calendar].put(Calendar(year, found.holidays, found.workdays, found.article, 0))
    days = [date.fromordinal(n) for n in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())]
    working = [day for day in days if chinese_calendar.is_workday(day)]
    assert list(days_of(state, year, is_working_day)) == working
    assert list(days_of(state, year, is_trading_day)) == [day for day in working if day.weekday() < 5]


def test_2025_has_248_working_and_243_trading_days() -> None:
    scene = Scene()
    found = PUBLISHED[2025]
    scene.state.records[Calendar].put(Calendar(2025, found.holidays, found.workdays, found.article, 0))
    assert len(days_of(scene.state, 2025, is_working_day)) == 248
    assert len(days_of(scene.state, 2025, is_trading_day)) == 243
    assert is_working_day(scene.state, date(2025, 1, 26))
    assert not is_trading_day(scene.state, date(2025, 1, 26))
    assert nth_day_after(scene.state, date(2025, 9, 30), 1, is_trading_day) == date(2025, 10, 9)
    with pytest.raises(Refusal) as refused:
        is_trading_day(scene.state, date(2030, 1, 1))
    assert refused.value.code == "calendar_missing"


def test_beijing_days_begin_at_sixteen_hours_utc() -> None:
    midnight = start_of(date(2026, 11, 23))
    assert day_of(midnight) == date(2026, 11, 23)
    assert day_of(midnight - 1) == date(2026, 11, 22)
    assert midnight % (86_400 * SECOND_US) == 16 * 3600 * SECOND_US
