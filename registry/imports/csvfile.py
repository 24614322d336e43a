"""Reading a CSV file of any size, line by line, with a place for every fault and the hash of its bytes.

UTF-8 with or without a byte order mark, any line ends, quoted line breaks. What a cell means is the reader's business.
"""

import csv
import hashlib
import io
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

LINE_MAX = 1 << 20  # characters; a file without line ends must not fill the memory
CELL_MAX = 16_384  # characters

Progress = Callable[[str, int, int], None]
"""Called with the name of the pass, what is done, and what there is to do, in the same unit."""


def silent(_name: str, _done: int, _total: int) -> None:
    """Report nothing."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a file: the line where its row begins (from 1), the column's heading, a code, and facts."""

    line: int
    column: str
    code: str
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file: the line where it begins, and its cells by heading, as they stand."""

    number: int
    cells: dict[str, str]


class _Hashed(io.RawIOBase):
    """A file that hashes what is read from it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = path.open("rb")
        self._sha256 = hashlib.sha256()
        self.done = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview | bytearray", /) -> int:  # type: ignore[override]
        count = self._file.readinto(buffer)
        self._sha256.update(buffer[:count])
        self.done += count
        return count

    def close(self) -> None:
        self._file.close()
        super().close()

    def digest(self) -> str:
        return self._sha256.hexdigest()


class CsvFile:
    """One reading of a file, from the start to its end; then `sha256` is the hash of its bytes.

    Faults are yielded as problems: ``file_empty``, ``csv_syntax``, ``line_too_long``, ``column_missing`` and
    ``column_twice`` end the reading; ``cell_count``, ``cell_too_long`` and ``encoding`` cost one row.
    """

    def __init__(self, path: Path, *, columns: tuple[str, ...], name: str, progress: Progress = silent) -> None:
        self._path = path
        self._columns = columns
        self._name = name
        self._progress = progress
        self._at = 1
        self.sha256 = ""

    def __iter__(self) -> Iterator[Line | Problem]:
        """Yield rows and problems in the order of the file."""
        size = self._path.stat().st_size
        with _Hashed(self._path) as raw:
            text = io.TextIOWrapper(io.BufferedReader(raw), encoding="utf-8-sig", errors="surrogateescape", newline="")
            try:
                for count, item in enumerate(self._rows(text)):
                    yield item
                    if not count % 1000:
                        self._progress(self._name, raw.done, size)
            except csv.Error as error:
                yield Problem(self._at, "", "csv_syntax", {"reason": str(error)})
            except _LineTooLong:
                yield Problem(self._at, "", "line_too_long", {"limit": LINE_MAX})
            while raw.read(1 << 16):  # the hash is over the whole file, whatever was understood of it
                pass
            self.sha256 = raw.digest()
            self._progress(self._name, size, size)

    def _rows(self, text: io.TextIOWrapper) -> Iterator[Line | Problem]:
        reader = csv.reader(_lines(text), strict=True)
        heading = [clean(cell) for cell in next(reader, [])]
        problems = list(_heading_problems(heading, self._columns))
        if problems:
            yield from problems
            return
        self._at = reader.line_num + 1
        for cells in reader:
            if cells:
                yield _line(self._at, heading, cells)
            self._at = reader.line_num + 1


class _LineTooLong(Exception):  # noqa: N818  a signal between two functions of this module
    """A line has no end within the limit."""


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(LINE_MAX):
        if len(line) == LINE_MAX and not line.endswith(("\n", "\r")):
            raise _LineTooLong
        yield line


def _heading_problems(heading: list[str], columns: tuple[str, ...]) -> Iterator[Problem]:
    if not heading:
        yield Problem(1, "", "file_empty")
        return
    for column in columns:
        if column not in heading:
            yield Problem(1, column, "column_missing")
    for column in sorted({cell for cell in heading if heading.count(cell) > 1}):
        yield Problem(1, column, "column_twice")


def _line(number: int, heading: list[str], cells: list[str]) -> Line | Problem:
    if len(cells) != len(heading):
        return Problem(number, "", "cell_count", {"found": len(cells), "expected": len(heading)})
    for column, cell in zip(heading, cells, strict=True):
        if len(cell) > CELL_MAX:
            return Problem(number, column, "cell_too_long", {"limit": CELL_MAX})
        if not _is_utf8(cell):
            return Problem(number, column, "encoding")
    return Line(number, dict(zip(heading, cells, strict=True)))


def _is_utf8(cell: str) -> bool:
    try:
        cell.encode()
    except UnicodeEncodeError:  # a byte that was none of UTF-8 came through as a lone surrogate
        return False
    return True


def clean(cell: str) -> str:
    """Return what a cell was meant to say: NFKC, so full-width digits are digits, without white space around it."""
    return unicodedata.normalize("NFKC", cell).strip()
