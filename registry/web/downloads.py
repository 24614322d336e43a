"""The rows of a table as CSV and as XLSX: exactly what the page shows, as values that a spreadsheet can add up.

Both are written while they are sent, part by part, so a hundred thousand rows take no more memory than a thousand.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from flask import Response, stream_with_context
from flask_babel import gettext

from registry.web import formats
from registry.web.tables import Column, Kind, asset_of
from registry.web.xlsx import Cell, Head, workbook

_BOM: Final = "\ufeff"  # without it Excel reads UTF-8 as something else
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_WIDTH: Final = {
    "text": 24,
    "identifier": 30,
    "figure": 16,
    "quantity": 16,
    "money": 16,
    "time": 20,
    "date": 12,
    "badge": 12,
}
_FORMAT: Final = {"figure": "#,##0", "money": "#,##0.00"}

Columns = Sequence[Column]
Parts = Iterable[Sequence[Any]]


def response(name: str, columns: Columns, parts: Parts, wanted: str) -> Response:
    """Return the rows as a file, as they come in parts; `wanted` is ``csv`` or ``xlsx``."""
    mimetype, write = WRITERS[wanted]
    answer = Response(stream_with_context(write(columns, parts)), mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{wanted}"'
    return answer


def to_csv(columns: Columns, parts: Parts) -> Iterator[bytes]:
    """Yield the rows as CSV with a byte order mark; cells that a spreadsheet would run begin with an apostrophe."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    file.write(_BOM)
    writer.writerow([neutral(head) for head in _heads(columns)])
    for rows in parts:
        for row in rows:
            writer.writerow([neutral(one) if isinstance(one, str) else one for one in _values(columns, row)])
        yield file.getvalue().encode()
        file.seek(0)
        file.truncate()


def to_xlsx(columns: Columns, parts: Parts) -> Iterator[bytes]:
    """Yield the rows as a workbook with one sheet; texts stay texts, so nothing in them is run."""
    labels = iter(_heads(columns))
    heads = []
    for column in columns:
        heads.append(Head(next(labels), _WIDTH[column.kind], _FORMAT.get(column.kind, "")))
        if column.unit_from:
            heads.append(Head(next(labels), 8, ""))
    yield from workbook(heads, ([_values(columns, row) for row in rows] for rows in parts))


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text.startswith(_FORMULA) else text


def _heads(columns: Columns) -> list[str]:
    heads = []
    for column in columns:
        unit = formats.unit("fen") if column.kind == "money" else str(column.unit)
        zone = gettext("北京时间") if column.kind == "time" else unit
        heads.append(f"{column.label} ({zone})" if zone else str(column.label))
        if column.unit_from:
            heads.append(gettext("单位"))
    return heads


def _values(columns: Columns, row: object) -> list[Cell]:
    values: list[Cell] = []
    for column in columns:
        is_money = column.kind == "quantity" and formats.is_money(asset_of(row))
        values.append(_value(column, getattr(row, column.name), kind="money" if is_money else column.kind))
        if column.unit_from:
            values.append(formats.unit(str(getattr(row, column.unit_from))))
    return values


def _value(column: Column, value: Any, *, kind: Kind) -> Cell:  # noqa: ANN401  any column's value
    writers: dict[str, Callable[[Any], Cell]] = {
        "money": lambda fen: Decimal(fen).scaleb(-2),
        "figure": int,
        "quantity": int,
        "time": formats.beijing,
        "date": formats.beijing_date,
        "badge": lambda code: str(column.badges.get(str(code), ("quiet", code))[1]),
    }
    return None if value is None else (column.write or writers.get(kind, str))(value)


WRITERS: Final[dict[str, tuple[str, Callable[[Columns, Parts], Iterator[bytes]]]]] = {
    "csv": ("text/csv", to_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_xlsx),
}
