"""The rows of a table as CSV and as XLSX: exactly what the page shows, as values that a spreadsheet can add up."""

import csv
import io
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final

import xlsxwriter
from flask import Response
from flask_babel import gettext

from registry.web import formats
from registry.web.tables import Column, Table

_BOM: Final = "\ufeff"  # without it Excel reads UTF-8 as something else
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_WIDTH: Final = {"text": 24, "identifier": 30, "figure": 16, "money": 16, "time": 20, "date": 12, "badge": 12}


def response(table: Table, rows: Sequence[Any], wanted: str) -> Response:
    """Return the rows as a file; `wanted` is ``csv`` or ``xlsx``."""
    mimetype, write = WRITERS[wanted]
    answer = Response(write(table, rows), mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{table.name}.{wanted}"'
    return answer


def to_csv(table: Table, rows: Sequence[Any]) -> bytes:
    """Return the rows as CSV with a byte order mark; cells that a spreadsheet would run begin with an apostrophe."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([neutral(head) for head in _heads(table)])
    for row in rows:
        writer.writerow([neutral(value) if isinstance(value, str) else value for value in _values(table, row)])
    return (_BOM + file.getvalue()).encode()


def to_xlsx(table: Table, rows: Sequence[Any]) -> bytes:
    """Return the rows as a workbook with one sheet; texts stay texts, so nothing in them is run."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True, "bottom": 1})
        figures = {"figure": "#,##0", "money": "#,##0.00"}
        styles = {kind: book.add_format({"num_format": form}) for kind, form in figures.items()}
        for position, (column, width) in enumerate(_widths(table)):
            sheet.set_column(position, position, width, styles.get(column.kind))
        for position, label in enumerate(_heads(table)):
            sheet.write_string(0, position, label, head)
        for line, row in enumerate(rows, start=1):
            for position, value in enumerate(_values(table, row)):
                if isinstance(value, str):
                    sheet.write_string(line, position, value)
                elif value is not None:
                    sheet.write_number(line, position, value)
        sheet.freeze_panes(1, 0)
    return file.getvalue()


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text.startswith(_FORMULA) else text


def _widths(table: Table) -> list[tuple[Column, int]]:
    found = []
    for column in table.columns:
        found.append((column, _WIDTH[column.kind]))
        if column.unit_from:
            found.append((Column(name="", label=""), 8))
    return found


def _heads(table: Table) -> list[str]:
    heads = []
    for column in table.columns:
        unit = formats.unit("fen") if column.kind == "money" else str(column.unit)
        zone = gettext("北京时间") if column.kind == "time" else unit
        heads.append(f"{column.label} ({zone})" if zone else str(column.label))
        if column.unit_from:
            heads.append(gettext("单位"))
    return heads


def _values(table: Table, row: object) -> list[str | int | Decimal | None]:
    values: list[str | int | Decimal | None] = []
    for column in table.columns:
        values.append(_value(column, getattr(row, column.name)))
        if column.unit_from:
            values.append(formats.unit(str(getattr(row, column.unit_from))))
    return values


def _value(column: Column, value: Any) -> str | int | Decimal | None:  # noqa: ANN401  any column's value
    writers: dict[str, Callable[[Any], str | int | Decimal]] = {
        "money": lambda fen: Decimal(fen).scaleb(-2),
        "figure": int,
        "time": formats.beijing,
        "date": formats.beijing_date,
        "badge": lambda code: str(column.badges.get(str(code), ("quiet", code))[1]),
    }
    return None if value is None else writers.get(column.kind, str)(value)


WRITERS: Final[dict[str, tuple[str, Callable[[Table, Sequence[Any]], bytes]]]] = {
    "csv": ("text/csv", to_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_xlsx),
}
