"""Tables that we hand out, to be filled in or mended and sent back: CSV and XLSX, written row by row."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import xlsxwriter

from registry.imports.sheets import harmless

TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_BOM: Final = "\ufeff"  # without it Excel reads UTF-8 as something else
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDTH: Final = 24


def csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the rows as CSV; what a spreadsheet would run begins with an apostrophe, which reading takes off again."""
    yield _BOM
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
        yield file.getvalue()
        file.seek(0)
        file.truncate()


def write_xlsx(path: Path, rows: Iterable[Sequence[str]], *, columns: int) -> None:
    """Write the rows, heading first, as a workbook of texts."""
    with xlsxwriter.Workbook(path, _OPTIONS) as book:
        sheet = book.add_worksheet()
        sheet.set_column(0, columns - 1, _WIDTH)
        sheet.freeze_panes(1, 0)
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write_string(line, place, cell)
