"""Other people's identifiers: published vectors, and another implementation as the judge."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import isin, lei
from stdnum.cn import uscc
from stdnum.iso7064 import mod_97_10

from registry.areas.participants.identifiers import (
    USCC_ALPHABET,
    Scheme,
    is_identity,
    is_isin,
    is_lei,
    is_permit,
    is_uscc,
    uscc_check,
)

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[2] / "vectors" / "identifiers.json").read_text())
CHECKS = {"uscc": is_uscc, "isin": is_isin, "lei": is_lei, "permit": is_permit}
CAPITALS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def cases(verdict: str) -> list[Any]:
    return [(name, text) for name in CHECKS for text in VECTORS.get(f"{name}_{verdict}", ())]


@pytest.mark.parametrize(("name", "text"), cases("valid"))
def test_accepts_published_identifiers(name: str, text: str) -> None:
    assert CHECKS[name](text)


@pytest.mark.parametrize(("name", "text"), cases("invalid"))
def test_refuses_published_counterexamples(name: str, text: str) -> None:
    assert not CHECKS[name](text)


@pytest.mark.parametrize(("name", "text"), cases("valid"))
def test_refuses_any_other_spelling(name: str, text: str) -> None:
    wide = text.replace(text[3], chr(ord(text[3]) + 0xFEE0), 1)
    others = {text.lower(), text + "\n", " " + text, text[:-1], text + "0", wide} - {text}
    assert [other for other in others if CHECKS[name](other)] == []


@pytest.mark.parametrize(("name", "text"), [case for case in cases("valid") if case[0] in {"uscc", "lei", "isin"}])
def test_any_one_wrong_digit_is_found(name: str, text: str) -> None:
    for place, character in enumerate(text):
        for other in "0123456789".replace(character, "") if character.isdigit() else ():
            assert not CHECKS[name](text[:place] + other + text[place + 1 :])


@given(st.from_regex(f"[0-9]{{8}}[{USCC_ALPHABET}]{{9}}", fullmatch=True), st.sampled_from(USCC_ALPHABET))
def test_credit_codes_agree_with_another_implementation(body: str, check: str) -> None:
    assert uscc_check(body) == uscc.calc_check_digit(body)
    assert is_uscc(body + check) == uscc.is_valid(body + check)


def test_a_credit_code_may_begin_with_letters() -> None:
    body = "N2130102MF3456789"
    assert is_uscc(body + uscc_check(body))


@given(st.text(CAPITALS, min_size=18, max_size=18), st.integers(0, 99))
def test_legal_entity_identifiers_agree_with_another_implementation(body: str, check: int) -> None:
    right = mod_97_10.calc_check_digits(body)
    assert is_lei(body + right)
    assert lei.is_valid(body + right)
    assert is_lei(f"{body}{check:02d}") == (f"{check:02d}" == right)


@given(
    st.sampled_from(["CN", "US", "HK", "DE"]), st.text(CAPITALS, min_size=9, max_size=9), st.sampled_from("0123456789")
)
def test_securities_numbers_agree_with_another_implementation(country: str, body: str, check: str) -> None:
    assert is_isin(country + body + check) == isin.is_valid(country + body + check)


@pytest.mark.parametrize(
    ("scheme", "identity"),
    [
        (Scheme.USCC, "91130200699229617X"),
        (Scheme.LEI, "5493001KJTIIGC8Y1R12"),
        (Scheme.FOREIGN, "DE-HRB.12345/B"),
        (Scheme.PERSON, "0123456789abcdef" * 4),
    ],
)
def test_each_scheme_knows_its_own(scheme: Scheme, identity: str) -> None:
    assert [each for each in Scheme if is_identity(each, identity)] == [scheme]


@pytest.mark.parametrize("scheme", ["", "passport", "USCC"])
def test_an_unknown_scheme_identifies_nobody(scheme: str) -> None:
    assert not is_identity(scheme, "91130200699229617X")


@pytest.mark.parametrize("identity", ["DE", "DE-", "de-1", "DE-" + "1" * 61, "1234567890abcdef" * 4 + "0"])
def test_refuses_foreign_numbers_and_commitments_out_of_form(identity: str) -> None:
    assert not is_identity(Scheme.FOREIGN, identity)
    assert not is_identity(Scheme.PERSON, identity)
