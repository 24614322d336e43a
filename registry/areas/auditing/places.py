"""From what people type or paste to the serials that they mean. No SQL and no web here.

A full serial range carries check digits, and they are checked. A batch with one serial, with a range, or alone is
understood as well, with spaces, thousands separators and long dashes, because people copy what a page shows them.
"""

import re
from dataclasses import dataclass
from typing import Final

from registry.ledger.canonical import INTEGER_MAX
from registry.ledger.errors import Malformed
from registry.ledger.serials import SERIAL_LENGTH_MAX, check_digits, parse_serial
from registry.ledger.text import normalise

_CHECKED_PARTS: Final = 3
_noise = re.compile(r"[ ,]")
_dashes = re.compile("[‐-―−]")
_batch = re.compile(r"[A-Z0-9]+-[0-9]{2}-[A-Z0-9.]+-[A-Z0-9.]+-[A-Z0-9]+", re.ASCII).fullmatch
_serials = re.compile(r"([0-9]{1,16})(?:-([0-9]{1,16}))?", re.ASCII).fullmatch


@dataclass(frozen=True, slots=True)
class Wanted:
    """Serials of a batch, both ends included; `first` 0 stands for the whole batch."""

    batch: str
    first: int
    last: int


def read_wanted(text: str) -> Wanted:
    """Return the serials that a text names.

    Raises:
        Malformed: ``serial_syntax``; ``serial_range`` if it ends before it begins; ``serial_check`` if it carries check
            digits and they are wrong.
    """
    plain = _noise.sub("", _dashes.sub("-", normalise(text))).upper()
    batch, colon, serials = plain.partition(":")
    if len(plain) > SERIAL_LENGTH_MAX or not _batch(batch):
        raise Malformed("serial_syntax", text=text[:SERIAL_LENGTH_MAX])
    if not colon:
        return Wanted(batch, 0, 0)
    if serials.count("-") == _CHECKED_PARTS - 1:
        found = parse_serial(plain)
        return Wanted(batch, found.first, found.last)
    parts = _serials(serials)
    if parts is None:
        raise Malformed("serial_syntax", text=text[:SERIAL_LENGTH_MAX])
    first = int(parts[1])
    last = int(parts[2]) if parts[2] else first
    if not 1 <= first <= last <= INTEGER_MAX:
        raise Malformed("serial_range", text=plain)
    return Wanted(batch, first, last)


def range_text(batch: str, first: int, last: int) -> str:
    """Return the text of a range: with check digits where the batch's text can carry them, else without."""
    body = f"{batch}:{first}-{last}"
    text = f"{body}-{check_digits(re.sub('[-.:]', '', body))}"
    try:
        parse_serial(text)
    except Malformed:
        return body
    return text
