"""What is typed into the long fields of a permit's form: outlets, limits and facilities, one a line."""

import re
from collections.abc import Iterator
from typing import Final

from flask_babel import gettext

from registry.ledger.text import normalise

_DEGREE: Final = 10_000_000
_MICROGRAMS: Final = 1_000
_FEN: Final = 100
_DECIMALS_MAX: Final = 7
_CELLS: Final = re.compile(r"\s*[,，|]\s*|\t")
_NUMBER: Final = re.compile(r"(-?)([0-9]{1,12})(?:[.]([0-9]{1,7}))?", re.ASCII)


def _lines(text: str, cells: int, form: str) -> Iterator[list[str]]:
    for line in filter(None, (normalise(one) for one in text.splitlines())):
        found = [one.strip() for one in _CELLS.split(line)]
        if len(found) != cells:
            raise ValueError(gettext("“%(line)s”应为：%(form)s。", line=line[:60], form=form))
        yield found


def _scaled(text: str, scale: int, line: str) -> int:
    """Return a decimal number as a whole one of so many parts; a `ValueError` if it has finer parts."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise ValueError(gettext("“%(line)s”中的数字无法读取。", line=line[:60]))
    value = (int(match[2]) * 10**_DECIMALS_MAX + int((match[3] or "").ljust(_DECIMALS_MAX, "0"))) * scale
    whole, rest = divmod(value, 10**_DECIMALS_MAX)
    if rest:
        raise ValueError(gettext("“%(line)s”中的数字小数位过多。", line=line[:60]))
    return -whole if match[1] else whole


def outlets(text: str) -> list[dict[str, object]]:
    """Return outlets: code, name, longitude, latitude, mode, destination."""
    form = "DW001, 总排口, 117.2, 39.1, continuous, 海河"
    return [
        {
            "code": code.upper(), "name": name, "lon": _scaled(lon, _DEGREE, code),
            "lat": _scaled(lat, _DEGREE, code), "mode": mode.lower(), "destination": destination,
        }
        for code, name, lon, lat, mode, destination in _lines(text, 6, form)
    ]  # fmt: skip


def limits(text: str) -> list[dict[str, object]]:
    """Return limits: outlet, pollutant, concentration in mg, units a year."""
    form = "DW001, COD, 50, 12000"
    return [
        {
            "outlet": outlet.upper(), "pollutant": pollutant.upper(),
            "concentration_ug": _scaled(concentration, _MICROGRAMS, outlet), "units": _scaled(units, 1, outlet),
        }
        for outlet, pollutant, concentration, units in _lines(text, 4, form)
    ]  # fmt: skip


def instalments(text: str) -> list[dict[str, object]]:
    """Return instalments: day, yuan."""
    return [{"day": day, "fen": _scaled(yuan, _FEN, day)} for day, yuan in _lines(text, 2, "2026-12-31, 40000")]


def facilities(text: str) -> list[dict[str, object]]:
    """Return facilities: code, name."""
    return [{"code": code.upper(), "name": name} for code, name in _lines(text, 2, "TW001, 生化处理")]
