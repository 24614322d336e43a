"""Account numbers and serial ranges: check digits against another implementation, and one text for one value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_97_10

from registry.ledger.errors import Malformed
from registry.ledger.serials import (
    AccountNumber,
    Purpose,
    Serial,
    account_number,
    check_digits,
    parse_account,
    parse_serial,
)

ZONES = st.from_regex("[0-9]{2}", fullmatch=True)
SERIALS = st.builds(
    Serial,
    asset_class=st.sampled_from(["CEA", "CCER", "PDR", "FCS", "BLC"]),
    zone=ZONES,
    origin=st.from_regex("[A-Z0-9]{1,22}([.][A-Z0-9]{1,8})?", fullmatch=True),
    vintage=st.sampled_from(["2026", "202601", "20260131", "2026.2030", "20260101.20301231"]),
    batch=st.integers(1, 2**53 - 1),
    first=st.integers(1, 2**52),
    last=st.integers(2**52, 2**53 - 1),
)
SAMPLE = Serial("CEA", "13", "2024.A", "2024", batch=7, first=1, last=500)


def code_of_account(text: str) -> str:
    with pytest.raises(Malformed) as caught:
        parse_account(text)
    return caught.value.code


def code_of_serial(text: str) -> str:
    with pytest.raises(Malformed) as caught:
        parse_serial(text)
    return caught.value.code


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=40))
def test_check_digits_agree_with_another_implementation(text: str) -> None:
    assert check_digits(text) == mod_97_10.calc_check_digits(text)


def test_check_digits_agree_with_the_published_example() -> None:
    assert check_digits("13OP00001234") == "72"


@given(ZONES, st.sampled_from(Purpose), st.integers(0, 99_999_999))
def test_an_account_number_survives_its_text(zone: str, purpose: Purpose, number: int) -> None:
    text = account_number(zone, purpose, number)
    assert parse_account(text) == AccountNumber(zone, purpose, number)
    assert str(parse_account(text)) == text


@given(st.integers(0, 99_999_999), st.data())
def test_one_wrong_digit_or_two_swapped_ones_are_found(number: int, data: st.DataObject) -> None:
    text = account_number("13", Purpose.HOLDING, number)
    place = data.draw(st.sampled_from([0, 1, *range(6, 14), 15, 16]))
    wrong = text[:place] + data.draw(st.sampled_from("0123456789".replace(text[place], ""))) + text[place + 1 :]
    assert code_of_account(wrong) == "account_check"
    left = data.draw(st.integers(6, 12))
    swapped = text[:left] + text[left + 1] + text[left] + text[left + 2 :]
    if swapped != text:
        assert code_of_account(swapped) == "account_check"


@pytest.mark.parametrize(
    "text",
    ["", "13HO0000123424", "13-ho-00001234-24", "13-HO-0001234-24", "１3-HO-00001234-24", "13-HO-00001234-24\n"],
)
def test_refuses_what_is_no_account_number(text: str) -> None:
    assert code_of_account(text) == "account_syntax"


def test_refuses_a_purpose_that_does_not_exist() -> None:
    assert code_of_account("13-OP-00001234-72") == "account_purpose"


def test_refuses_the_second_text_that_the_remainder_alone_would_allow() -> None:
    numbers = [account_number("13", Purpose.CASH, number) for number in range(500)]
    low = next(text for text in numbers if text.endswith("-02"))
    high = next(text for text in numbers if text.endswith("-98"))
    assert code_of_account(low[:-2] + "99") == "account_check"
    assert code_of_account(high[:-2] + "01") == "account_check"


@pytest.mark.parametrize(
    ("zone", "purpose", "number"),
    [("1", "HO", 1), ("133", "HO", 1), ("13", "XX", 1), ("13", "HO", 100_000_000), ("13", "HO", -1), ("一三", "HO", 1)],
)
def test_writes_no_account_number_that_it_would_not_read(zone: str, purpose: str, number: int) -> None:
    with pytest.raises(Malformed):
        account_number(zone, purpose, number)


@given(SERIALS)
def test_a_serial_range_survives_its_text(serial: Serial) -> None:
    assert parse_serial(serial.render()) == serial
    assert serial.units == serial.last - serial.first + 1


def test_a_serial_range_reads_as_designed() -> None:
    text = "CEA-13-2024.A-2024-7:1-500-" + mod_97_10.calc_check_digits("CEA132024A202471500")
    assert SAMPLE.render() == text


def test_refuses_a_serial_range_with_one_wrong_digit() -> None:
    text = SAMPLE.render()
    assert code_of_serial(text.replace(":1-500", ":1-501")) == "serial_check"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("CEA", "cea"),
        ("CEA", "C"),
        ("-13-", "-1-"),
        ("2024.A", "2024..A"),
        ("2024.A", ".A"),
        ("7:", "07:"),
        ("7:", "7-"),
        (":1-", ":01-"),
        (":1-", ":0-"),
        (":1-", ":１-"),
        ("500-", "500-1"),
        ("2024.A", "A" * 160),
    ],
)
def test_refuses_what_is_no_serial_range(old: str, new: str) -> None:
    assert code_of_serial(SAMPLE.render().replace(old, new, 1)) == "serial_syntax"


@pytest.mark.parametrize(("batch", "first", "last"), [(7, 2, 1), (7, 1, 2**53), (2**53, 1, 1)])
def test_refuses_a_range_without_serials_or_beyond_the_integers(batch: int, first: int, last: int) -> None:
    with pytest.raises(Malformed) as caught:
        Serial("CEA", "13", "2024.A", "2024", batch=batch, first=first, last=last).render()
    assert caught.value.code == "serial_range"
    assert Serial("CEA", "13", "2024.A", "2024", batch=2**53 - 1, first=1, last=1).render()


@pytest.mark.parametrize("origin", ["", "a", "A-B", "碳", "A."])
def test_writes_no_serial_range_that_it_would_not_read(origin: str) -> None:
    with pytest.raises(Malformed) as caught:
        Serial("CEA", "13", origin, "2024", batch=1, first=1, last=1).render()
    assert caught.value.code == "serial_syntax"
