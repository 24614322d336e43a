"""Other people's identifiers and their check characters. Our own numbers are in `registry.ledger.serials`.

They decide in replays, so they are written out here and only tested against a library. Whether an identifier was ever
given to anybody is not known here.
"""

import re
from collections.abc import Callable
from enum import StrEnum

from registry.ledger.serials import check_digits

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_VALUES = {character: value for value, character in enumerate(USCC_ALPHABET)}
_USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_has_form_of_uscc = re.compile(f"[{USCC_ALPHABET}]{{2}}[0-9]{{6}}[{USCC_ALPHABET}]{{10}}").fullmatch
_has_form_of_lei = re.compile(r"[0-9A-Z]{18}[0-9]{2}").fullmatch
_has_form_of_isin = re.compile(r"[A-Z]{2}[0-9A-Z]{9}[0-9]").fullmatch
_has_form_of_permit = re.compile(r"[0-9A-Z]{18}[0-9]{3}[A-Z]").fullmatch
_has_form_of_commitment = re.compile(r"[0-9a-f]{64}").fullmatch
_has_form_of_foreign = re.compile(r"[A-Z]{2}-[A-Za-z0-9][A-Za-z0-9._/-]{0,59}").fullmatch


class Scheme(StrEnum):
    """What says who somebody is.

    ``foreign`` is a country's two letters, a hyphen and the number in that country's register; ``person`` is the
    salted hash of a natural person's document, so that no person stands in the ledger.
    """

    USCC = "uscc"
    LEI = "lei"
    FOREIGN = "foreign"
    PERSON = "person"


def is_uscc(text: str) -> bool:
    """Return whether a text is a unified social credit code with its right check character (GB 32100-2015)."""
    return _has_form_of_uscc(text) is not None and uscc_check(text[:17]) == text[17]


def uscc_check(body: str) -> str:
    """Return the 18th character to the first 17 of a unified social credit code."""
    total = sum(_USCC_VALUES[character] * weight for character, weight in zip(body, _USCC_WEIGHTS, strict=True))
    return USCC_ALPHABET[-total % 31]


def is_lei(text: str) -> bool:
    """Return whether a text is a legal entity identifier with its right check digits (ISO 17442)."""
    return _has_form_of_lei(text) is not None and check_digits(text[:18]) == text[18:]


def is_isin(text: str) -> bool:
    """Return whether a text is a security's number with its right check digit (ISO 6166); any two letters lead."""
    return _has_form_of_isin(text) is not None and _isin_check(text[:11]) == text[11]


def _isin_check(body: str) -> str:
    digits = [int(digit) for character in body for digit in str(int(character, 36))]
    doubled = sum(sum(divmod(2 * digit, 10)) for digit in digits[-1::-2])
    return str(-(doubled + sum(digits[-2::-2])) % 10)


def is_permit(text: str) -> bool:
    """Return whether a text is a discharge permit's number: a holder's code, three digits and a letter (HJ 608-2017).

    The last letter is not computed: the standard's own samples fit no check formula.
    """
    return _has_form_of_permit(text) is not None and is_uscc(text[:18])


_IS_OF_SCHEME: dict[Scheme, Callable[[str], bool]] = {
    Scheme.USCC: is_uscc,
    Scheme.LEI: is_lei,
    Scheme.FOREIGN: lambda text: _has_form_of_foreign(text) is not None,
    Scheme.PERSON: lambda text: _has_form_of_commitment(text) is not None,
}


def is_identity(scheme: str, identity: str) -> bool:
    """Return whether a scheme exists and an identity has its form and check characters."""
    return scheme in set(Scheme) and _IS_OF_SCHEME[Scheme(scheme)](identity)
