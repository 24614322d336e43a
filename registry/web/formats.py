"""How figures, money, times and identifiers are written on pages. Integers in, text out."""

from datetime import datetime, timedelta, timezone
from typing import Final

from flask import Flask
from flask_babel import lazy_gettext
from markupsafe import Markup

from registry.ledger.instants import format_instant
from registry.web.language import language

BEIJING: Final = timezone(timedelta(hours=8), "Beijing")
MICROSECONDS: Final = 1_000_000

UNITS: Final = {
    "tCO2e": lazy_gettext("吨"),
    "t": lazy_gettext("吨"),
    "kg": lazy_gettext("千克"),
    "kg/a": lazy_gettext("千克/年"),
    "g/a": lazy_gettext("克/年"),
    "fen": lazy_gettext("元"),
    "m2": lazy_gettext("平方米"),
}


def figure(value: int | None) -> str:
    """Return an integer with thousands separators, or a dash for none."""
    return "—" if value is None else f"{value:,}"


def compact(value: int) -> str:
    """Return a figure in few characters, in the powers in which its reader counts; cut, not rounded."""
    steps = ((1_000_000, "M"), (1_000, "k")) if language() == "en" else _CHINESE_STEPS
    for size, name in steps:
        if abs(value) >= size:
            tenths = value * 10 // size
            whole, rest = divmod(tenths, 10)
            return f"{whole:,}.{rest}{name}" if rest and abs(whole) < _THREE_DIGITS else f"{whole:,}{name}"
    return figure(value)


_CHINESE_STEPS: Final = ((100_000_000, lazy_gettext("亿")), (10_000, lazy_gettext("万")))
_THREE_DIGITS: Final = 100


def yuan(fen: int | None) -> str:
    """Return fen as yuan with two decimals, without a sign for the currency."""
    if fen is None:
        return "—"
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole:,}.{rest:02d}"


def is_money(asset: str) -> bool:
    """Return whether the ledger counts an asset, or a class, in fen."""
    return asset.partition("-")[0] in _MONEY


def quantity(value: int | None, asset: str) -> str:
    """Return how much of an asset there is, as its reader counts: money in yuan, all else in the ledger's unit."""
    return yuan(value) if is_money(asset) else figure(value)


_MONEY: Final = frozenset({"CNY"})


def money(fen: int | None) -> str:
    """Return fen as ¥ with thousands separators."""
    text = yuan(fen)
    return text if fen is None else f"-¥{text[1:]}" if fen < 0 else f"¥{text}"


def share(numerator: int, denominator: int) -> str:
    """Return a share in percent with one decimal, rounded down; integers only."""
    if denominator == 0:
        return "—"
    tenths = numerator * 1000 // denominator
    return f"{tenths // 10}.{tenths % 10}%"


def unit(code: str) -> str:
    """Return a unit's name in the reader's language."""
    return str(UNITS.get(code, code))


def beijing(instant: int | None) -> str:
    """Return microseconds since the epoch as Beijing time to the second; the page says the zone once."""
    return "—" if instant is None else _local(instant).strftime("%Y-%m-%d %H:%M:%S")


def beijing_minute(instant: int | None) -> str:
    """Return microseconds since the epoch as Beijing time to the minute."""
    return "—" if instant is None else _local(instant).strftime("%Y-%m-%d %H:%M")


def beijing_date(instant: int | None) -> str:
    """Return the day in Beijing."""
    return "—" if instant is None else _local(instant).strftime("%Y-%m-%d")


def rfc3339(instant: int) -> str:
    """Return microseconds since the epoch as RFC 3339 in UTC, with all six digits."""
    return format_instant(instant, 6)


def time_element(instant: int | None) -> Markup | str:
    """Return a `<time>` with the exact instant for machines and Beijing time for people."""
    if instant is None:
        return "—"
    return Markup('<time datetime="{}">{}</time>').format(rfc3339(instant), beijing(instant))


def identifier(text: str | None) -> Markup | str:
    """Return an account number, serial or id in the face for identifiers, breakable only at its hyphens."""
    if not text:
        return "—"
    parts = [Markup("<span>{}</span>").format(part) for part in text.split("-")]
    return Markup('<code class="id">{}</code>').format(Markup("-<wbr>").join(parts))


def fingerprint(digest: str) -> str:
    """Return a hex digest in groups of four, as people compare it."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


def install(app: Flask) -> None:
    """Make the formats filters of the templates."""
    figures = (figure, quantity, compact, yuan, money, unit)
    named = (*figures, beijing, beijing_minute, beijing_date, rfc3339, identifier, fingerprint)
    app.jinja_env.tests["money"] = is_money
    app.jinja_env.filters.update({function.__name__: function for function in named}, time=time_element)


def _local(instant: int) -> datetime:
    return datetime.fromtimestamp(instant // MICROSECONDS, BEIJING)
