"""Public text: what shows nothing or turns the line around is refused, by our own table and under any Python."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.ledger.errors import Malformed
from registry.ledger.text import ADMITTED, check_text, normalise

CATEGORIES_REFUSED = {"Cc", "Cf", "Cs", "Co", "Mn", "Mc", "Me", "Zl", "Zp"}


def refusal_of(text: str) -> tuple[str, object]:
    with pytest.raises(Malformed) as caught:
        check_text(text)
    return caught.value.code, caught.value.facts["code_point"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hebei Steel Co., Ltd. (No. 2)",
        "河北钢铁集团有限公司（第二厂）",
        "苏州·吴江，「一期」——2026年",
        "𠮷野家",
        "Ängström & Søn – “Ünïted” Žilina",
        "Ελλάς Россия",
        "CO₂ 1 m² 5 % ≤ ½ € ¥ ℃ → Ⅷ",
        "カーボン ひらがな",
    ],
)
def test_admits_what_names_and_remarks_are_written_with(text: str) -> None:
    check_text(text)


@pytest.mark.parametrize(
    "code_point",
    [
        *(0x0000, 0x0009, 0x000A, 0x000D, 0x001F, 0x007F, 0x0085, 0x009F),  # controls
        *(0x061C, 0x200E, 0x200F, 0x202A, 0x202E, 0x2066, 0x2069),  # bidi controls
        *(0x00AD, 0x034F, 0x115F, 0x180E, 0x200B, 0x200C, 0x200D, 0x2060, 0x2063),  # show nothing
        *(0x2800, 0x3164, 0xFE0F, 0xFEFF, 0xFFA0),
        *(0x00A0, 0x2002, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000),  # spaces and separators
        *(0x0301, 0x0483, 0x20E3, 0x302A, 0x3099),  # combining marks
        *(0xD800, 0xDFFF, 0xE000, 0xF8FF, 0xFDD0, 0xFFFD, 0xFFFE, 0xFFFF, 0x1FFFE, 0xE0001, 0xE0100, 0xF0000, 0x10FFFF),
        *(0x05D0, 0x0627, 0x0661, 0x1F600),  # scripts written from the right, their digits, pictures
    ],
)
def test_refuses_what_deceives_the_eye(code_point: int) -> None:
    assert refusal_of(f"a{chr(code_point)}b") == ("text_character", f"U+{code_point:04X}")


@pytest.mark.parametrize("text", [" a", "a ", "a  b", " "])
def test_refuses_spaces_that_cannot_be_seen(text: str) -> None:
    assert refusal_of(text) == ("text_space", "U+0020")


def test_the_table_admits_nothing_that_unicode_calls_invisible_or_combining() -> None:
    admitted = [code_point for first, last in ADMITTED for code_point in range(first, last + 1)]
    assert admitted == sorted(set(admitted))
    wrong = [hex(point) for point in admitted if unicodedata.category(chr(point)) in CATEGORIES_REFUSED]
    assert wrong == []
    assert [point for point in admitted if unicodedata.category(chr(point)) == "Zs"] == [0x20]


def test_the_check_is_exactly_the_table() -> None:
    admitted = {code_point for first, last in ADMITTED for code_point in range(first, last + 1)}
    for code_point in range(sys.maxunicode + 1):
        try:
            check_text(f"a{chr(code_point)}b")
        except Malformed:
            assert code_point not in admitted
        else:
            assert code_point in admitted


def test_full_width_digits_and_letters_are_understood() -> None:
    assert normalise("　１３－ＨＯ　 ００１２　") == "13-HO 0012"


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
