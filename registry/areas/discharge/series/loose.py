"""What people do to an hourly file before it is one: a spreadsheet's ways put right, and missing days named."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from registry.areas.discharge.series.hourly import FIXED

_FIGURE: Final = re.compile(r"([+-]?)0*([0-9]{1,9})(?:\.([0-9]{0,3})0*)?")
_DAY: Final = re.compile("([0-9]{4})[/-]([0-9]{1,2})[/-]([0-9]{1,2})")
_DAY_PLACE: Final = 1
_HOUR_PLACE: Final = 2


def tidied(data: bytes) -> bytes:
    """Return a file as a spreadsheet saves it, in the form that `parse` accepts, if it says the same.

    A byte order mark, CRLF, blanks and quotes around cells, `2026/3/1`, hours of one digit, figures with other numbers
    of decimals, and empty lines at the end are put right; what could be read in two ways stays for `parse` to refuse.
    """
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape").replace("\r\n", "\n")
    lines = text.split("\n")
    while lines and not lines[-1].strip(", "):
        lines.pop()
    heading = ",".join(cell.strip(' "') for cell in lines[0].split(",")) if lines else ""
    rest = (",".join(_tidied_cells(line.split(","))) for line in lines[1:])
    return ("\n".join((heading, *rest)) + "\n").encode("utf-8", "surrogateescape")


def _tidied_cells(cells: list[str]) -> Iterator[str]:
    for place, cell in enumerate(cells):
        bare = cell.strip(' "')
        figure = _FIGURE.fullmatch(bare) if place >= len(FIXED) else None
        day = _DAY.fullmatch(bare) if place == _DAY_PLACE else None
        if figure is not None:
            decimals = (figure[3] or "").ljust(3, "0")
            is_zero = not int(figure[2] + decimals)
            yield f"{'-' if figure[1] == '-' and not is_zero else ''}{figure[2]}.{decimals}"
        elif day is not None:
            yield f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}"
        elif place == _HOUR_PLACE and bare.isascii() and bare.isdigit():
            yield bare.zfill(2)
        else:
            yield bare


def gaps_between(days: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the first and the last of the days that are missing between those that are there, in order."""
    one = timedelta(days=1)
    for earlier, later in pairwise(map(date.fromisoformat, days)):
        if later - earlier > one:
            yield (earlier + one).isoformat(), (later - one).isoformat()
