"""Uploaded tables: a CSV or XLSX of whatever origin becomes one clean CSV on disk, row by row, in flat memory.

What a file is, its bytes say and not its name. CSV may be UTF-8 (with a byte order mark or without) or GB18030. Of an
XLSX the values count, a formula's last one too; nothing in it is run. What would blow up when unpacked is refused by
what its own directory says, and reading stops there as well.
"""

import codecs
import csv
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

import openpyxl

from registry.imports.csvfile import CELL_MAX, LINE_MAX, clean
from registry.ledger.errors import Malformed

SIZE_MAX: Final = 32 * 1024 * 1024
UNPACKED_MAX: Final = 512 * 1024 * 1024
STRINGS_MAX: Final = 64 * 1024 * 1024  # of texts in a workbook, which alone are held in memory
PARTS_MAX: Final = 2_000
COLUMNS_MAX: Final = 64
ROWS_MAX: Final = 200_000
CHUNK: Final = 1 << 16
# What a spreadsheet would run when somebody opens our file.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_FOREIGN: Final = (
    b"\xd0\xcf\x11\xe0",
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)


def normalise(source: Path, target: Path, *, columns: Sequence[str], labels: Sequence[str]) -> int:
    """Write the rows of a file as UTF-8 CSV of the named columns; return how many there are.

    The first cell of each row written is the line where it stands in the file. A heading may be a column's name or its
    label, in any order; other columns are passed over, but must be few. Rows without any text are left out.

    Raises:
        Malformed: ``file_kind``, ``file_large``, ``file_unpacks``, ``file_empty``, ``csv_syntax``, ``line_too_long``,
            ``column_missing``, ``column_twice``, ``too_many_columns``, ``too_many_rows``, ``encoding``.
    """
    if source.stat().st_size > SIZE_MAX:
        raise Malformed("file_large", limit=SIZE_MAX // 1024 // 1024)
    rows = _xlsx_rows(source) if _is_zip(source) else _csv_rows(source)
    try:
        return _write(rows, target, columns=columns, labels=labels)
    except csv.Error as error:
        raise Malformed("csv_syntax", reason=str(error)) from None
    except UnicodeDecodeError:
        raise Malformed("encoding") from None


def read_rows(path: Path, columns: Sequence[str], *, skip: int = 0) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line number and cells by column of a file that `normalise` has written."""
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file)):
            if number >= skip:
                yield int(row[0]), dict(zip(columns, row[1:], strict=True))


def harmless(cell: str) -> str:
    """Return a cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _write(
    rows: Iterable[tuple[int, Sequence[str]]], target: Path, *, columns: Sequence[str], labels: Sequence[str]
) -> int:
    found = iter(rows)
    heading = next((cells for _, cells in found), None)
    if heading is None:
        raise Malformed("file_empty")
    places = _places([clean(cell) for cell in heading], columns, labels)
    count = 0
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for line, cells in found:
            picked = [cells[place] if place < len(cells) else "" for place in places]
            if not any(cell.strip() for cell in picked):
                continue
            count += 1
            if count > ROWS_MAX:
                raise Malformed("too_many_rows", limit=ROWS_MAX)
            writer.writerow([line, *(_unquoted(cell)[:CELL_MAX] for cell in picked)])
    if count == 0:
        raise Malformed("file_empty")
    return count


def _unquoted(cell: str) -> str:
    """Return a cell without the mark that `harmless` put before it, so that our own file comes back as it was."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _places(heading: list[str], columns: Sequence[str], labels: Sequence[str]) -> list[int]:
    places = []
    for name, label in zip(columns, labels, strict=True):
        at = [place for place, cell in enumerate(heading) if cell in (name, clean(label))]
        if not at:
            raise Malformed("column_missing", column=label)
        if len(at) > 1:
            raise Malformed("column_twice", column=label)
        places.append(at[0])
    return places


def _is_zip(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(CHUNK)
    if start.startswith(_FOREIGN) or (not start.startswith(b"PK") and b"\0" in start):
        raise Malformed("file_kind")
    if not start.strip():
        raise Malformed("file_empty")
    return start.startswith(b"PK\x03\x04")


def _csv_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding=_encoding(path), newline="") as file:
        reader = csv.reader(_lines(file), strict=True)
        line = 1
        for cells in reader:
            if len(cells) > COLUMNS_MAX:
                raise Malformed("too_many_columns", limit=COLUMNS_MAX)
            yield line, cells
            line = reader.line_num + 1


def _lines(file: Iterable[str]) -> Iterator[str]:
    read = file.readline  # type: ignore[attr-defined]  # a text file
    while line := read(LINE_MAX):
        if len(line) == LINE_MAX and not line.endswith(("\n", "\r")):
            raise Malformed("line_too_long", limit=LINE_MAX)
        yield line


def _encoding(path: Path) -> str:
    """Return the encoding in which every byte of the file makes sense: UTF-8, else GB18030."""
    for name in ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(name)()
        try:
            with path.open("rb") as file:
                while chunk := file.read(CHUNK):
                    decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return name
    raise Malformed("encoding")


def _xlsx_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    _check_parts(path)
    try:
        with path.open("rb") as file:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what a sheet says of its size may be wrong
            for line, cells in enumerate(sheet.iter_rows(values_only=True, max_col=COLUMNS_MAX + 1), 1):
                if len(cells) > COLUMNS_MAX and cells[COLUMNS_MAX] is not None:
                    raise Malformed("too_many_columns", limit=COLUMNS_MAX)
                yield line, [_text(cell) for cell in cells]
    except Malformed:
        raise
    except Exception:  # noqa: BLE001  whatever a broken workbook makes of a library of others is one answer
        raise Malformed("file_kind") from None


def _check_parts(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Malformed("file_kind") from None
    # zipfile reads no more of a part than its directory says, so these sums hold for what is read.
    strings = sum(one.file_size for one in parts if one.filename.endswith("sharedStrings.xml"))
    if len(parts) > PARTS_MAX or sum(one.file_size for one in parts) > UNPACKED_MAX or strings > STRINGS_MAX:
        raise Malformed("file_unpacks")
    if not any(one.filename == "xl/workbook.xml" for one in parts):
        raise Malformed("file_kind")


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M") if (cell.hour or cell.minute) else cell.strftime("%Y-%m-%d")
    if isinstance(cell, date):
        return cell.isoformat()
    # A spreadsheet keeps whole numbers as fractions.
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
