"""Which hours count, what stands in for the others, and the mass: both sides of each edge of the stated rules."""

import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.areas.discharge.series.hourly import UNITS, Column, HourlyDay
from registry.areas.discharge.series.judging import PollutantMonth, Range, Verdict, check_units, days_of, judge_month
from registry.areas.discharge.series.methods import by_balance, by_factor, by_samples
from registry.ledger.errors import LedgerError, Malformed, Refusal
from tests.areas.discharge.series import AIR, JUDGING, WATER_OUTLET, day_of, days_in
from tests.areas.discharge.series import RANGES as ALL_RANGES

MARCH = list(days_in("2026-03-01", "2026-03-31"))
SO2 = AIR[:1]
RANGES = {"SO2": ALL_RANGES["SO2"]}


def month(
    reading: Callable[[int], int | None] = lambda hour: 30_000 + hour,
    *,
    without: tuple[str, ...] = (),
    **one_day: object,
) -> PollutantMonth:
    """Return March of SO2 whose 15th day reads so; other days read the hour above 30 mg/m³."""
    days = [day_of(day, columns=SO2) for day in MARCH if day != "2026-03-15" and day not in without]
    if "2026-03-15" not in without:
        days.append(day_of("2026-03-15", columns=SO2, reading=reading, **one_day))  # type: ignore[arg-type]
    return judge_month(days, "2026-03", judging=JUDGING, ranges=RANGES)[0]


def fifteenth(made: PollutantMonth) -> tuple[Verdict, ...]:
    return made.verdicts[14 * 24 : 15 * 24]


def test_a_full_month_is_concentration_by_flow() -> None:
    made = month()
    # 30.000 to 30.023 mg/m³ by 100 000 m³ in each hour.
    assert made.days_mg == (sum(range(30_000, 30_024)) * 100,) * 31
    assert (made.mass_mg, made.hours_valid, made.hours_stood_in) == (31 * 24 * 100 * 30_011 + 31 * 1200, 744, 0)


@pytest.mark.parametrize(
    ("code", "unit", "outlet", "mass"),
    [
        ("COD", "mg/L", WATER_OUTLET, 24 * 50_000 * 1000),
        ("HG", "ug/L", WATER_OUTLET, 24 * 50 * 1000),
    ],
)
def test_a_litre_and_a_cubic_metre_differ_by_a_thousand(code: str, unit: str, outlet: str, mass: int) -> None:
    columns = (Column(code, unit, UNITS["W"][unit]),)
    days = [
        day_of(day, outlet=outlet, columns=columns, reading=lambda hour: 50_000 + (hour % 2) * 0, flow=1_000_000)
        for day in MARCH
    ]
    limits = {code: Range(code, unit, highest=500_000, smallest=1, drift=0)}

    made = judge_month(days, "2026-03", judging=replace(JUDGING, stuck_hours=1000), ranges=limits)[0]

    assert made.days_mg[0] == mass


@pytest.mark.parametrize(
    ("figure", "verdict"),
    [
        (200_000, Verdict.VALID),
        (200_001, Verdict.ABOVE_RANGE),
        (0, Verdict.VALID),
        (-2_000, Verdict.VALID),
        (-2_001, Verdict.NEGATIVE),
        (None, Verdict.MISSING),
    ],
)
def test_a_reading_counts_within_its_range_and_drift(figure: int | None, verdict: Verdict) -> None:
    made = month(lambda hour: figure if hour == 5 else 30_000 + hour)

    assert fifteenth(made)[5] is verdict
    assert set(fifteenth(made)[:5]) == {Verdict.VALID}


@pytest.mark.parametrize(
    ("flow", "verdict"),
    [(10_000_000_000, Verdict.VALID), (10_000_000_001, Verdict.ABOVE_RANGE), (-1, Verdict.NEGATIVE)],
)
def test_a_flow_counts_within_its_range(flow: int, verdict: Verdict) -> None:
    assert fifteenth(month(flow=flow))[5] is verdict


def test_drift_below_zero_adds_nothing_and_takes_nothing() -> None:
    assert month(lambda hour: -1 if hour == 5 else 30_000 + hour).mass_mg == month().mass_mg - 30_005 * 100


@pytest.mark.parametrize(("hours", "verdict"), [(11, Verdict.VALID), (12, Verdict.STUCK)])
@pytest.mark.parametrize("figure", [30_500, 0])
def test_the_same_figure_is_stuck_after_so_many_hours(figure: int, hours: int, verdict: Verdict) -> None:
    made = month(lambda hour: figure if hour < hours else 30_000 + hour)

    assert fifteenth(made)[:hours] == (verdict,) * hours
    assert set(fifteenth(made)[hours:]) == {Verdict.VALID}


def test_a_stop_between_begins_the_count_anew() -> None:
    made = month(lambda _hour: 30_500, state=lambda hour: "stop" if hour == 11 else "run")

    assert fifteenth(made)[:12] == (Verdict.VALID,) * 11 + (Verdict.STOPPED,)
    assert set(fifteenth(made)[12:]) == {Verdict.STUCK}


def test_a_stopped_hour_weighs_nothing_and_a_checked_one_is_stood_in_for() -> None:
    stopped = month(state=lambda hour: "stop" if hour == 23 else "run")
    checked = month(state=lambda hour: "check" if hour == 23 else "run")

    assert stopped.mass_mg == month().mass_mg - 30_023 * 100
    assert (stopped.hours_stopped, stopped.hours_stood_in) == (1, 0)
    assert checked.mass_mg == month().mass_mg  # the greatest before it is another day's last hour
    assert (checked.hours_stopped, checked.hours_stood_in) == (0, 1)


def test_a_short_gap_takes_the_greatest_of_the_hours_before_it_and_a_longer_one_of_the_month() -> None:
    days = {day: day_of(day, columns=SO2, reading=lambda hour: 10_000 + hour) for day in MARCH}
    days["2026-03-31"] = day_of("2026-03-31", columns=SO2, reading=lambda hour: 90_000 + hour)
    del days["2026-03-15"]
    short = judge_month(days.values(), "2026-03", judging=JUDGING, ranges=RANGES)[0]
    longer = replace(days["2026-03-16"], readings=((None, *days["2026-03-16"].readings[0][1:]),))
    long = judge_month([*({**days, "2026-03-16": longer}).values()], "2026-03", judging=JUDGING, ranges=RANGES)[0]

    assert short.days_mg[14] == 24 * 10_023 * 100
    assert long.days_mg[14] == 24 * 90_023 * 100


def test_the_window_before_a_gap_reaches_so_many_valid_hours_back() -> None:
    days = [day_of(day, columns=SO2, reading=lambda hour: 10_000 + hour) for day in MARCH if day != "2026-03-15"]
    days[5] = day_of("2026-03-06", columns=SO2, reading=lambda hour: 50_000 if hour == 23 else 10_000 + hour)

    masses = [
        judge_month(days, "2026-03", judging=replace(JUDGING, gap_window_hours=hours), ranges=RANGES)[0].days_mg[14]
        for hours in (192, 193)
    ]

    assert masses == [24 * 10_023 * 100, 24 * 50_000 * 100]


def test_a_gap_without_hours_before_it_takes_the_months_greatest() -> None:
    made = month(without=("2026-03-01",))

    assert made.days_mg[0] == 24 * 30_023 * 100


def test_a_missing_week_is_stood_in_for_and_a_missing_quarter_is_not() -> None:
    week = tuple(MARCH[6:13])
    made = month(without=week)
    assert made.days_mg[6:13] == (24 * 30_023 * 100,) * 7
    assert (made.hours_valid, made.hours_stood_in) == (744 - 168, 168)

    assert month(without=tuple(MARCH[:7]), reading=lambda hour: None if hour < 18 else 30_000 + hour).hours_valid == 558
    with pytest.raises(Refusal) as caught:
        month(without=tuple(MARCH[:7]), reading=lambda hour: None if hour < 19 else 30_000 + hour)
    assert (caught.value.code, caught.value.facts["valid"]) == ("too_few_valid_hours", 557)


def test_a_month_at_rest_is_measured_and_weighs_nothing() -> None:
    days = [day_of(day, columns=SO2, state=lambda _hour: "stop") for day in MARCH]

    made = judge_month(days, "2026-03", judging=JUDGING, ranges=RANGES)[0]

    assert (made.mass_mg, made.hours_stopped) == (0, 744)


def test_days_of_another_month_doubled_days_and_other_units_are_refused() -> None:
    first = day_of("2026-03-01", columns=SO2)
    micro = day_of("2026-03-02", columns=(Column("SO2", "ug/m3", 1),))
    for days, code in (
        ([first, day_of("2026-04-01", columns=SO2)], "day_outside_month"),
        ([first, day_of("2026-03-01", columns=SO2)], "day_twice"),
        ([first, micro], "unit_changed"),
    ):
        with pytest.raises(LedgerError) as caught:
            judge_month(days, "2026-03", judging=JUDGING, ranges=RANGES)
        assert caught.value.code == code
    with pytest.raises(Refusal, match="range_not_set"):
        check_units(day_of("2026-03-01", columns=(Column("CO", "mg/m3", 1000),)), RANGES)


@pytest.mark.parametrize(
    ("hours", "figure", "is_mixed"),
    [
        (13, 30_000_000, True),  # micrograms under a heading of milligrams, in more than half of the hours
        (12, 30_000_000, False),
        (24, 200_000_001, False),  # a thousandth of it would not fit either: out of range, not another unit
        (24, 99, True),  # milligrams in a litre under a heading of milligrams in a cubic metre
        (24, 100, False),
        (23, 99, False),
    ],
)
def test_figures_a_thousand_times_off_are_another_unit(hours: int, figure: int, *, is_mixed: bool) -> None:
    day = day_of("2026-03-01", columns=SO2, reading=lambda hour: figure if hour < hours else 30_000)
    if not is_mixed:
        check_units(day, RANGES)
        return
    with pytest.raises(Malformed) as caught:
        check_units(day, RANGES)
    assert (caught.value.code, caught.value.facts["column"]) == ("units_mixed", "SO2")


FIGURE = st.none() | st.integers(-5_000, 250_000)


@settings(max_examples=30)
@given(st.lists(st.lists(FIGURE, min_size=24, max_size=24), min_size=23, max_size=28), st.integers(0, 10**9))
def test_days_sum_to_the_month_and_each_is_its_hours_rounded_once(series: list[list[int | None]], flow: int) -> None:
    judging = replace(JUDGING, valid_share_percent=0)
    days = [
        day_of(f"2026-02-{number:02}", columns=SO2, reading=lambda hour, hours=hours: hours[hour], flow=flow)  # type: ignore[misc]
        for number, hours in enumerate(series, 1)
    ]

    made = judge_month(days, "2026-02", judging=judging, ranges=RANGES)[0]

    assert made.mass_mg == sum(made.days_mg)
    assert len(made.days_mg) == days_of("2026-02") == 28
    valid = [
        Fraction(max(figure, 0) * flow, 10**6)
        for figure, verdict in zip([one for day in series for one in day], made.verdicts, strict=False)
        if verdict is Verdict.VALID and figure is not None
    ]
    greatest = max(valid, default=Fraction(0))
    # Never less than what was measured, never more than the greatest hour in every hour that does not count.
    slack = Fraction(len(made.days_mg), 2)
    assert sum(valid) - slack <= made.mass_mg <= sum(valid) + made.hours_stood_in * greatest + slack


@given(st.lists(st.sampled_from(MARCH), unique=True, min_size=25), st.randoms(use_true_random=False))
def test_the_order_in_which_documents_come_does_not_matter(days: list[str], chance: random.Random) -> None:
    made: list[HourlyDay] = [day_of(day, columns=SO2) for day in days]
    first = judge_month(made, "2026-03", judging=JUDGING, ranges=RANGES)
    chance.shuffle(made)

    assert judge_month(made, "2026-03", judging=JUDGING, ranges=RANGES) == first


def test_the_lower_methods_round_once() -> None:
    assert by_samples([(1_500, 1_000), (1, 500)]) == 2  # 1 500 000 µg·L/m³ and 500, of a million a milligram
    assert by_samples([(1_499_999, 1)]) == 1
    assert by_samples([(499_999, 1)]) == 0
    assert by_factor(activity=3, factor_mg=5, removal_permyriad=9_000) == 2  # 1.5 rounds up
    assert by_factor(activity=3, factor_mg=5, removal_permyriad=10_000) == 0
    with pytest.raises(Refusal, match="removal_above_all"):
        by_factor(activity=3, factor_mg=5, removal_permyriad=10_001)


def test_a_balance_leaves_what_went_nowhere_else() -> None:
    assert by_balance(brought_in_mg=100, in_product_mg=60, in_waste_mg=30, removed_mg=10) == 0
    with pytest.raises(Refusal) as caught:
        by_balance(brought_in_mg=100, in_product_mg=60, in_waste_mg=30, removed_mg=11)
    assert caught.value.facts["missing"] == 1
