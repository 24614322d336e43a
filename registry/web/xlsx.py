"""A workbook of one sheet, sent while its rows are still being read.

XlsxWriter makes the workbook around an empty sheet: parts, styles, widths. It keeps all rows before it writes one, so
the rows are put into its sheet here, between what stands before and after them.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Final, cast
from xml.sax.saxutils import escape

import xlsxwriter

Cell = str | int | Decimal | None
_SHEET: Final = "xl/worksheets/sheet1.xml"
_END: Final = b"</sheetData>"
# XML 1.0 has no place for these, not even escaped.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_STYLE: Final = re.compile(rb'<c r="[A-Z]+2" s="([0-9]+)"')
_SAMPLE_ROW: Final = re.compile(rb'<row r="2".*?</row>', re.DOTALL)
_EXTENT: Final = re.compile(rb"<dimension [^>]*/>")


@dataclass(frozen=True, slots=True)
class Head:
    """A column: what stands at its head, how wide it is, and how its numbers are written, empty for texts."""

    label: str
    width: int
    number_format: str


class _Sink:
    """What a zip file writes into: nothing but the bytes that nobody has taken yet. It cannot be sought in."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: whoever reads takes the bytes."""

    def take(self) -> bytes:
        """Return what was written since the last time."""
        data, self._parts = b"".join(self._parts), []
        return data


def workbook(heads: Sequence[Head], parts: Iterable[Sequence[Sequence[Cell]]]) -> Iterator[bytes]:
    """Yield the bytes of a workbook whose rows come in parts; no more than one part is held at a time."""
    around = zipfile.ZipFile(io.BytesIO(_empty(heads)))
    before, _, after = around.read(_SHEET).partition(_END)
    styles = [f' s="{found.decode()}"' for found in _STYLE.findall(before)]
    before = _EXTENT.sub(b"", _SAMPLE_ROW.sub(b"", before))
    sink = _Sink()
    with zipfile.ZipFile(cast("IO[bytes]", sink), "w", zipfile.ZIP_DEFLATED) as file:  # it asks no more of a file
        for name in around.namelist():
            if name != _SHEET:
                file.writestr(name, around.read(name))
        with file.open(_SHEET, "w", force_zip64=True) as sheet:
            sheet.write(before)
            line = 2
            for rows in parts:
                sheet.write("".join(_row(row, line + place, styles) for place, row in enumerate(rows)).encode())
                line += len(rows)
                yield sink.take()
            sheet.write(_END + after)
    yield sink.take()


def _empty(heads: Sequence[Head]) -> bytes:
    """Return a workbook with the heads, and one row from which the styles of numbers can be read."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "bottom": 1})
        for position, head in enumerate(heads):
            style = book.add_format({"num_format": head.number_format or "General"})
            sheet.set_column(position, position, head.width, style)
            sheet.write_string(0, position, head.label, bold)
            sheet.write_blank(1, position, None, style)
        sheet.freeze_panes(1, 0)
    return file.getvalue()


def _row(values: Sequence[Cell], line: int, styles: Sequence[str]) -> str:
    cells = "".join(_cell(value, style) for value, style in zip(values, styles, strict=True))
    return f'<row r="{line}">{cells}</row>'


def _cell(value: Cell, style: str) -> str:
    if value is None or value == "":
        return f"<c{style}/>"
    if isinstance(value, str):
        return f'<c{style} t="inlineStr"><is><t xml:space="preserve">{escape(_FORBIDDEN.sub("", value))}</t></is></c>'
    return f"<c{style}><v>{value}</v></c>"
