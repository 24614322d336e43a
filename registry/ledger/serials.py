"""Account numbers and serial ranges as text, with check digits (ISO 7064 MOD 97-10). No accounts and no units here.

An account number is `<zone>-<purpose>-<number>-<check>`, `13-HO-00001234-24`. A serial range is
`<class>-<zone>-<origin>-<vintage>-<batch>:<first>-<last>-<check>`, both ends included. The check is computed over the
letters and digits in front of it. Parsing accepts only what rendering writes.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from registry.ledger.canonical import INTEGER_MAX
from registry.ledger.errors import Malformed


class Purpose(StrEnum):
    """What an account is for. Units leave the final ones only by a reversal that the law names."""

    ISSUANCE = "IS"
    HOLDING = "HO"
    TRADING = "TR"
    ESCROW = "ES"
    PLEDGE = "PL"
    PENDING = "PE"
    SURRENDER = "SU"
    RETIREMENT = "RT"
    CANCELLATION = "CX"
    RESERVE = "RS"
    BUFFER = "BF"
    CASH = "CA"


FINAL = frozenset({Purpose.SURRENDER, Purpose.RETIREMENT, Purpose.CANCELLATION})

_PURPOSES = {purpose.value: purpose for purpose in Purpose}
_parts_of_account = re.compile(r"([0-9]{2})-([A-Z]{2})-([0-9]{8})-([0-9]{2})").fullmatch
_NUMBER = "([1-9][0-9]{0,15})"
_CLASS, _ZONE, _ORIGIN = "([A-Z][A-Z0-9]{1,7})", "([0-9]{2})", "([A-Z0-9]+(?:[.][A-Z0-9]+)*)"
_VINTAGE = "([0-9]{4,8}(?:[.][0-9]{4,8})?)"
_parts_of_serial = re.compile(
    f"{_CLASS}-{_ZONE}-{_ORIGIN}-{_VINTAGE}-{_NUMBER}:{_NUMBER}-{_NUMBER}-([0-9]{{2}})", re.ASCII
).fullmatch
SERIAL_LENGTH_MAX = 160
_SEPARATORS = str.maketrans("", "", "-.:")


@dataclass(frozen=True, slots=True)
class AccountNumber:
    """The parts of an account number; ``zone`` is the first two digits of the area code GB/T 2260."""

    zone: str
    purpose: Purpose
    number: int

    def __str__(self) -> str:
        """Return the account number as text."""
        return account_number(self.zone, self.purpose, self.number)


@dataclass(frozen=True, slots=True)
class Serial:
    """A range of serials of one batch, both ends included.

    ``origin`` names the project and monitoring period, the allocation plan or the permit, in capitals, digits and
    single full stops. ``vintage`` is a year, a month or a day, `2026`, or two of them, `2026.2030`.
    """

    asset_class: str
    zone: str
    origin: str
    vintage: str
    batch: int
    first: int
    last: int

    @property
    def units(self) -> int:
        """How many serials the range holds."""
        return self.last - self.first + 1

    def render(self) -> str:
        """Return the text of the range.

        Raises:
            Malformed: the codes of `parse_serial`, for parts that no text can carry.
        """
        body = f"{self.asset_class}-{self.zone}-{self.origin}-{self.vintage}-{self.batch}:{self.first}-{self.last}"
        text = f"{body}-{check_digits(body.translate(_SEPARATORS))}" if body.isascii() else body
        if parse_serial(text) != self:
            raise Malformed("serial_syntax", text=text[:SERIAL_LENGTH_MAX])
        return text


def account_number(zone: str, purpose: str, number: int) -> str:
    """Return the account number with its check digits.

    Raises:
        Malformed: the codes of `parse_account`, for parts that no account number can carry.
    """
    body = f"{zone}-{purpose}-{number:08d}"
    text = f"{body}-{check_digits(body.translate(_SEPARATORS))}" if body.isascii() else body
    parse_account(text)
    return text


def parse_account(text: str) -> AccountNumber:
    """Return the parts of an account number.

    Raises:
        Malformed: ``account_syntax``, ``account_purpose``, ``account_check``.
    """
    parts = _parts_of_account(text)
    if parts is None:
        raise Malformed("account_syntax", text=text[:40])
    zone, purpose, number, check = parts.groups()
    if purpose not in _PURPOSES:
        raise Malformed("account_purpose", text=text, purposes=sorted(_PURPOSES))
    if check != check_digits(zone + purpose + number):
        raise Malformed("account_check", text=text)
    return AccountNumber(zone, _PURPOSES[purpose], int(number))


def parse_serial(text: str) -> Serial:
    """Return the range of serials that a text names.

    Raises:
        Malformed: ``serial_syntax``, ``serial_check``, ``serial_range`` if it ends before it begins or beyond 2^53.
    """
    parts = _parts_of_serial(text) if len(text) <= SERIAL_LENGTH_MAX else None
    if parts is None:
        raise Malformed("serial_syntax", text=text[:SERIAL_LENGTH_MAX])
    body, check = text[:-3], parts[8]
    if check != check_digits(body.translate(_SEPARATORS)):
        raise Malformed("serial_check", text=text)
    batch, first, last = int(parts[5]), int(parts[6]), int(parts[7])
    if first > last or max(batch, last) > INTEGER_MAX:
        raise Malformed("serial_range", text=text)
    return Serial(parts[1], parts[2], parts[3], parts[4], batch, first, last)


def check_digits(text: str) -> str:
    """Return the two check digits (ISO 7064 MOD 97-10) of capital letters and digits; A counts 10, Z counts 35."""
    return f"{98 - remainder_97(text + '00'):02d}"


def remainder_97(text: str) -> int:
    """Return the remainder that ISO 7064 MOD 97-10 compares with one."""
    return int("".join([str(int(character, 36)) for character in text])) % 97
