"""Instants and identifiers: one text for one value, and nothing read that would not be written."""

import uuid
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.ledger.errors import Malformed
from registry.ledger.instants import format_instant, parse_instant, uuid7, uuid7_ms

FIRST = parse_instant("2000-01-01T00:00:00.000000Z")
LAST = parse_instant("2199-12-31T23:59:59.999999Z")


def code_of(text: str) -> str:
    with pytest.raises(Malformed) as caught:
        parse_instant(text)
    return caught.value.code


@given(st.integers(FIRST, LAST), st.sampled_from([0, 3, 6]))
def test_an_instant_survives_its_text(instant: int, digits: int) -> None:
    instant -= instant % 10 ** (6 - digits)
    assert parse_instant(format_instant(instant, digits)) == instant


@given(st.datetimes(datetime(2000, 1, 1), datetime(2199, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001  hypothesis asks for naive bounds
def test_agrees_with_the_library(moment: datetime) -> None:
    text = moment.isoformat(timespec="microseconds").replace("+00:00", "Z")
    seconds = int(moment.replace(microsecond=0).timestamp())
    assert parse_instant(text) == seconds * 1_000_000 + moment.microsecond


def test_reads_each_of_the_three_forms() -> None:
    assert parse_instant("2026-11-22T08:00:00Z") == 1_795_334_400_000_000
    assert parse_instant("2026-11-22T08:00:00.123Z") == 1_795_334_400_123_000
    assert parse_instant("2026-11-22T08:00:00.123456Z") == 1_795_334_400_123_456


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-22",
        "2026-11-22T08:00Z",
        "2026-11-22T08:00:00",
        "2026-11-22t08:00:00Z",
        "2026-11-22 08:00:00Z",
        "2026-11-22T08:00:00z",
        "2026-11-22T08:00:00,123Z",
        "2026-11-22T08:00:00.12Z",
        "2026-11-22T08:00:00.1234567Z",
        "2026-11-22T08:00:60Z",
        "2026-11-22T24:00:00Z",
        "2026-02-29T08:00:00Z",
        "2026-11-22T08:00:00+00:00",
        "2026-11-22T08:00+08:00Z",
        "2026-11-22T08:00:00+08:0Z",
        "2026-W47-7T08:00:00Z",
        "20261122T080000.1234567Z",
        "2026-11-22T０8:00:00Z",
        "2026-11-22T08:00:00Z\n",
        "+026-11-22T08:00:00Z",
    ],
)
def test_refuses_every_other_form(text: str) -> None:
    assert code_of(text) == "instant_syntax"


def test_refuses_years_outside_two_centuries() -> None:
    assert code_of("1999-12-31T23:59:59.999999Z") == "instant_range"
    assert code_of("2200-01-01T00:00:00Z") == "instant_range"
    for instant in (FIRST - 1, LAST + 1):
        with pytest.raises(Malformed) as caught:
            format_instant(instant, 6)
        assert caught.value.code == "instant_range"


def test_refuses_to_write_fewer_digits_than_there_are() -> None:
    for instant, digits in ((FIRST + 1, 3), (FIRST + 1000, 0)):
        with pytest.raises(Malformed) as caught:
            format_instant(instant, digits)
        assert caught.value.code == "instant_precision"
    assert format_instant(FIRST + 1000, 3) == "2000-01-01T00:00:00.001Z"


@given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_an_identifier_is_a_uuid_of_version_seven_and_carries_its_time(ms: int, chance: bytes) -> None:
    text = uuid7(ms, chance)
    parsed = uuid.UUID(text)
    assert (str(parsed), parsed.version, parsed.variant) == (text, 7, uuid.RFC_4122)
    assert uuid7_ms(text) == ms


def test_agrees_with_the_example_of_rfc_9562() -> None:
    assert uuid7_ms("017f22e2-79b0-7cc3-98c4-dc0c0c07398f") == 0x017F22E279B0
    chance = (0xCC3 << 62 | 0x18C4DC0C0C07398F).to_bytes(10, "big")
    assert uuid7(0x017F22E279B0, chance) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
        "017f22e279b07cc398c4dc0c0c07398f",
        "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
        "017f22e2-79b0-4cc3-98c4-dc0c0c07398f",
        "017f22e2-79b0-7cc3-c8c4-dc0c0c07398f",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f\n",
        "０17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
    ],
)
def test_refuses_every_other_identifier(text: str) -> None:
    with pytest.raises(Malformed) as caught:
        uuid7_ms(text)
    assert caught.value.code == "uuid7_syntax"


@pytest.mark.parametrize(("ms", "chance"), [(-1, bytes(10)), (2**48, bytes(10)), (0, bytes(9))])
def test_an_impossible_identifier_is_a_bug(ms: int, chance: bytes) -> None:
    with pytest.raises(ValueError, match=str(len(chance))):
        uuid7(ms, chance)
