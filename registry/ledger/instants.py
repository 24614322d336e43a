"""Instants as text and as integers, and the identifiers that carry one. No clock and no source of chance here.

In code an instant is a whole number of microseconds since 1970 in UTC. In entries it is RFC 3339 text in one of three
forms: `2026-11-22T08:00:00Z`, with three digits behind the second, or with six. Identifiers are UUIDv7 (RFC 9562).
"""

import re
from datetime import datetime, timedelta
from functools import lru_cache

from registry.ledger.errors import Malformed

SECOND = 1_000_000
MILLISECOND = 1_000

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  every text here is UTC, and naive arithmetic is the fast one
_MICROSECOND = timedelta(microseconds=1)
_FIRST = (datetime(2000, 1, 1) - _EPOCH) // _MICROSECOND  # noqa: DTZ001
_END = (datetime(2200, 1, 1) - _EPOCH) // _MICROSECOND  # noqa: DTZ001
_UNIT_BY_DIGITS = {0: SECOND, 3: MILLISECOND, 6: 1}
# The library alone reads more forms, and not the same ones in every release.
_is_instant = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{3}(?:[0-9]{3})?)?Z"
).fullmatch
_is_uuid7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}").fullmatch

UUID7_RANDOM_BYTES = 10
_MS_END = 1 << 48


def parse_instant(text: str) -> int:
    """Return the microseconds since the epoch that a text stands for; only what `format_instant` writes is read.

    Raises:
        Malformed: ``instant_syntax``; ``instant_range`` outside the years 2000 to 2199.
    """
    if _is_instant(text) is None:
        raise Malformed("instant_syntax", text=text[:40])
    try:
        instant = _second(text[:19]) * SECOND + int(text[20:-1].ljust(6, "0"))
    except ValueError:
        raise Malformed("instant_syntax", text=text) from None
    if not _FIRST <= instant < _END:
        raise Malformed("instant_range", text=text)
    return instant


# Most instants at hand at one time lie in few different seconds.
@lru_cache(maxsize=4096)
def _second(text: str) -> int:
    return (datetime.fromisoformat(text) - _EPOCH) // timedelta(seconds=1)


@lru_cache(maxsize=4096)
def _second_text(second: int) -> str:
    return (_EPOCH + timedelta(seconds=second)).isoformat()


def format_instant(instant: int, digits: int) -> str:
    """Return the text of an instant with 0, 3 or 6 digits behind the second.

    Raises:
        Malformed: ``instant_range`` outside the years 2000 to 2199; ``instant_precision`` if digits would be lost.
    """
    if not _FIRST <= instant < _END:
        raise Malformed("instant_range", instant=instant)
    second, rest = divmod(instant, SECOND)
    if rest % _UNIT_BY_DIGITS[digits]:
        raise Malformed("instant_precision", instant=instant, digits=digits)
    return f"{_second_text(second)}.{rest:06}"[: 20 + digits if digits else 19] + "Z"


def uuid7(ms: int, random_bytes: bytes) -> str:
    """Return the UUIDv7 of a millisecond since the epoch and ten bytes of chance, of which 74 bits are used."""
    if not 0 <= ms < _MS_END or len(random_bytes) != UUID7_RANDOM_BYTES:
        raise ValueError(ms, len(random_bytes))
    chance = int.from_bytes(random_bytes, "big")
    high, low = chance >> 62 & 0xFFF, chance & (1 << 62) - 1
    text = f"{ms << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def uuid7_ms(text: str) -> int:
    """Return the millisecond since the epoch that a UUIDv7 carries.

    Raises:
        Malformed: ``uuid7_syntax`` for anything but the lower-case canonical text of a UUIDv7.
    """
    if _is_uuid7(text) is None:
        raise Malformed("uuid7_syntax", text=text[:40])
    return int(text[:8] + text[9:13], 16)
