"""The hourly document: what is read is what would be written, and every fault is named with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.areas.discharge.series import hourly
from registry.areas.discharge.series.hourly import HourlyDay, parse, parse_day, render
from registry.areas.discharge.series.loose import gaps_between, tidied
from registry.ledger.errors import Malformed
from tests.areas.discharge.series import AIR, OUTLET, WATER_OUTLET, day_of

GOOD = day_of("2026-03-01").data
HEADING, *LINES = GOOD.decode().splitlines()


def file_of(*lines: str, heading: str = HEADING) -> bytes:
    return ("\n".join((heading, *lines)) + "\n").encode()


def changed(number: int, old: str, new: str) -> bytes:
    """Return the day with one text changed in its n-th hour."""
    lines = list(LINES)
    assert old in lines[number]
    lines[number] = lines[number].replace(old, new, 1)
    return file_of(*lines)


def code_of(data: bytes) -> tuple[str, object]:
    with pytest.raises(Malformed) as caught:
        list(parse(data))
    return caught.value.code, caught.value.facts.get("line")


def test_reads_what_stands_there() -> None:
    day = parse_day(GOOD)

    assert (day.outlet, day.day, day.columns) == (OUTLET, "2026-03-01", AIR[:2])
    assert (day.flow[0], day.readings[1][23], day.states[5]) == (100_000_000, 30_023, "run")
    assert day.data == GOOD == render(day)


@st.composite
def days(draw: st.DrawFn) -> HourlyDay:
    columns = AIR[: draw(st.integers(1, 4))]
    states = draw(st.lists(st.sampled_from(["run", "stop", "check"]), min_size=24, max_size=24))
    figure = st.none() | st.integers(-999_999_999_999, 999_999_999_999)
    made = [tuple(None if state == "stop" else draw(figure) for state in states) for _ in range(len(columns) + 1)]
    return HourlyDay(OUTLET, "2026-02-28", columns, tuple(states), made[0], tuple(made[1:]), b"")


@given(days())
def test_writing_and_reading_gives_the_same(day: HourlyDay) -> None:
    data = render(day)

    read = parse_day(data)

    assert (read.states, read.flow, read.readings, read.data) == (day.states, day.flow, day.readings, data)
    assert tidied(data) == data


@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255))
def test_whatever_is_accepted_is_what_would_be_written(place: int, byte: int) -> None:
    data = GOOD[:place] + bytes([byte]) + GOOD[place + 1 :]
    try:
        day = parse_day(data)
    except Malformed:
        return
    assert render(day) == data


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", ("hourly_empty", None)),
        (f"{HEADING}\n".encode(), ("hourly_empty", None)),
        (GOOD[:-1], ("hourly_end", None)),
        (GOOD.replace(b"\n", b"\r\n"), ("hourly_encoding", None)),
        (GOOD.replace(b"run", "运".encode(), 1), ("hourly_encoding", None)),
        (file_of(*LINES, heading=HEADING.replace("flow[m3]", "flow")), ("hourly_heading", None)),
        (file_of(*LINES, heading=HEADING.replace("SO2[mg/m3]", "SO2")), ("hourly_column", None)),
        (file_of(*LINES, heading=HEADING.replace("SO2[mg/m3]", "SO2[ppm]")), ("hourly_column", None)),
        (file_of(*LINES, heading=HEADING.replace("SO2", "NOX")), ("hourly_column_twice", None)),
        (file_of(heading=HEADING.partition(",SO2")[0]), ("hourly_columns", None)),
        (changed(3, ",30.003", ""), ("hourly_cells", 5)),
        (changed(0, OUTLET, f"{OUTLET}9"), ("hourly_outlet", 2)),
        (changed(4, "2026-03-01", "2026-02-30"), ("hourly_day", 6)),
        (changed(4, ",04,", ",05,"), ("hourly_hour", 6)),
        (changed(4, "2026-03-01", "2026-03-02"), ("hourly_hour", 6)),
        (file_of(*LINES[:-1]), ("hourly_hour", 25)),
        (changed(7, "run", "ran"), ("hourly_state", 9)),
        (changed(7, "run", "stop"), ("hourly_stopped", 9)),
        (changed(7, "30.007", "30.07"), ("hourly_figure", 9)),
        (changed(7, "30.007", "030.007"), ("hourly_figure", 9)),
        (changed(7, "30.007", "-0.000"), ("hourly_figure", 9)),
        (changed(7, "30.007", "1234567890.000"), ("hourly_figure", 9)),
        (changed(7, "30.007", "3e1"), ("hourly_figure", 9)),
    ],
)
def test_names_what_is_wrong_and_where(data: bytes, code: tuple[str, object]) -> None:
    assert code_of(data) == code


def test_a_day_that_no_month_has_is_told_even_if_all_lines_agree() -> None:
    assert code_of(GOOD.replace(b"2026-03-01", b"2026-02-30")) == ("hourly_day", 2)


def test_days_stand_in_order_and_are_of_one_outlet() -> None:
    first, second = ("\n".join(day_of(day).data.decode().splitlines()[1:]) for day in ("2026-03-01", "2026-03-02"))
    other = second.replace(OUTLET, f"{OUTLET[:-1]}2")

    assert [one.day for one in parse(file_of(first, second))] == ["2026-03-01", "2026-03-02"]
    assert code_of(file_of(second, first)) == ("hourly_order", 26)
    assert code_of(file_of(first, first)) == ("hourly_order", 26)
    assert code_of(file_of(first, other)) == ("hourly_other_outlet", 26)
    with pytest.raises(Malformed, match="hourly_one_day"):
        parse_day(file_of(first, second))


def test_a_unit_belongs_to_the_medium_of_the_outlet() -> None:
    litre = GOOD.replace(b"mg/m3", b"mg/L")

    assert code_of(litre)[0] == "unit_of_medium"
    assert parse_day(litre.replace(OUTLET.encode(), WATER_OUTLET.encode())).columns[0].unit == "mg/L"
    assert code_of(GOOD.replace(OUTLET.encode(), WATER_OUTLET.encode()))[0] == "unit_of_medium"


def test_a_file_has_a_size_it_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hourly, "FILE_MAX", len(GOOD))
    assert parse_day(GOOD).day == "2026-03-01"

    monkeypatch.setattr(hourly, "FILE_MAX", len(GOOD) - 1)
    assert code_of(GOOD) == ("hourly_long", None)


def test_what_a_spreadsheet_saves_is_brought_into_form() -> None:
    text = GOOD.decode().replace("\n", "\r\n").replace("100000.000", "100000").replace(",00,", ",0,")
    text = text.replace("2026-03-01", "2026/3/1").replace("30.010", "30.01") + ",,,,,,\r\n"

    assert tidied(b"\xef\xbb\xbf" + text.encode()) == GOOD


@pytest.mark.parametrize("figure", ["1,234.5", "1.2345", "1e3", "３", "1 2"])
def test_what_could_be_read_in_two_ways_is_left_to_be_refused(figure: str) -> None:
    with pytest.raises(Malformed):
        parse_day(tidied(changed(7, "30.007", figure)))


def test_missing_days_are_named_from_to() -> None:
    days = ["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-09", "2026-03-11"]

    assert list(gaps_between(days)) == [("2026-03-02", "2026-03-08"), ("2026-03-10", "2026-03-10")]
