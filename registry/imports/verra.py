"""The public list of issued and retired units (VCU) as Verra's registry exports it, read and checked row by row.

A serial number reads `19385-941467007-941467431-VCS-VCU-1507-VER-ET-14-1340-01012020-31122020-1`: block, first and last
serial, programme, unit, type, register, country, scope, project, vintage from and to, additional certification. It
repeats what other columns say, and a row whose columns contradict each other is reported.
"""

import re
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from sys import intern

from registry.imports.csvfile import CsvFile, Line, Problem, Progress, clean, silent
from registry.ledger.canonical import INTEGER_MAX

LAYOUT = "verra-vcu/v1"

ISSUED, VINTAGE_FIRST, VINTAGE_LAST = "Issuance Date", "Vintage Start", "Vintage End"
PROJECT, QUANTITY, SERIAL = "ID", "Quantity Issued", "Serial Number"
ENDED, BENEFICIARY = "Retirement/Cancellation Date", "Retirement Beneficiary"
REASON, DETAILS = "Retirement Reason", "Retirement Details"
COLUMNS = (
    ISSUED,
    VINTAGE_FIRST,
    VINTAGE_LAST,
    PROJECT,
    QUANTITY,
    SERIAL,
    ENDED,
    BENEFICIARY,
    REASON,
    DETAILS,
)
DECIDING = frozenset({ISSUED, VINTAGE_FIRST, VINTAGE_LAST, PROJECT, QUANTITY, SERIAL, ENDED})
PROBLEMS_KEPT = 1000

_parts_of_serial = re.compile(
    r"([0-9]{1,16})-([0-9]{1,16})-([0-9]{1,16})-[A-Z]{2,6}-[A-Z]{2,6}-[0-9]{1,6}-[A-Z]{2,6}-[A-Z]{2}-[0-9]{1,4}"
    r"-([0-9]{1,10})-([0-9]{8})-([0-9]{8})-[0-9A-Z]{1,4}"
).fullmatch
_is_number = re.compile(r"[0-9]{1,16}|[0-9]{1,3}(?:,[0-9]{3}){1,5}").fullmatch
_is_project = re.compile(r"[0-9]{1,10}").fullmatch
_is_day = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds together. Days are `YYYY-MM-DD`; ``ended_on`` is set for retired units.

    ``texts`` is every cell that decides nothing, by heading, as it stands: it may name a person.
    """

    line: int
    serial: str
    block: int
    first: int
    last: int
    project: int
    issued_on: str
    vintage_first: str
    vintage_last: str
    ended_on: str | None
    reason: str
    texts: dict[str, str]

    @property
    def units(self) -> int:
        """How many units the row names."""
        return self.last - self.first + 1

    @property
    def year(self) -> str:
        """The year in which the vintage begins."""
        return self.vintage_first[:4]


@dataclass(slots=True)
class BlockSpan:
    """What the file shows of one block: its lowest and highest serial, and what all its rows have in common."""

    first: int
    last: int
    project: int
    vintage: tuple[str, str]
    line: int


@dataclass(slots=True)
class Survey:
    """What one reading found: the file's hash, its rows, blocks and totals, and every problem.

    ``totals`` gives `[rows, units]` by `(project, is retired)`. At most `PROBLEMS_KEPT` problems are kept, and all are
    counted.
    """

    file: str = ""
    rows: int = 0
    blocks: dict[int, BlockSpan] = field(default_factory=dict)
    totals: dict[tuple[int, bool], list[int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0

    def report(self, problem: Problem) -> None:
        """Count a problem and keep it while there is room."""
        self.problem_count += 1
        if len(self.problems) < PROBLEMS_KEPT:
            self.problems.append(problem)


@dataclass(slots=True)
class _Spans:
    """Serials and lines of all rows, packed: 24 bytes a row."""

    firsts: "array[int]" = field(default_factory=lambda: array("Q"))
    lasts: "array[int]" = field(default_factory=lambda: array("Q"))
    lines: "array[int]" = field(default_factory=lambda: array("Q"))

    def add(self, row: Row) -> None:
        self.firsts.append(row.first)
        self.lasts.append(row.last)
        self.lines.append(row.line)


def survey(path: Path, *, progress: Progress = silent) -> Survey:
    """Return what a file holds; nothing may be sent if it has problems.

    Codes of problems: those of `CsvFile` and `read_row`; ``serial_twice`` and ``serial_overlap`` with the other
    ``line``, ``block_differs`` if rows of one block differ in project or vintage, ``no_rows``.
    """
    found = Survey()
    spans = _Spans()
    source = open_file(path, name="check", progress=progress)
    for item in read(source):
        if isinstance(item, Problem):
            found.report(item)
            continue
        found.rows += 1
        spans.add(item)
        _count(found, item)
        _place(found, item)
    found.file = source.sha256
    for problem in _overlaps(spans):
        found.report(problem)
    if not found.rows and not found.problem_count:
        found.report(Problem(1, "", "no_rows"))
    found.problems.sort(key=lambda problem: (problem.line, problem.column))
    return found


def read(source: CsvFile) -> Iterator[Row | Problem]:
    """Yield the rows of a file, and for each row that does not hold together its problems."""
    for item in source:
        if isinstance(item, Problem):
            yield item
            continue
        row, problems = read_row(item)
        yield from problems
        if row is not None and not problems:
            yield row


def open_file(path: Path, *, name: str, progress: Progress = silent) -> CsvFile:
    """Return one reading of a file; `name` is what its progress is called."""
    return CsvFile(path, columns=COLUMNS, name=name, progress=progress)


def good_rows(source: CsvFile) -> Iterator[Row]:
    """Yield the rows of a file that a survey found without problems."""
    return (item for item in read(source) if isinstance(item, Row))


def _count(found: Survey, row: Row) -> None:
    total = found.totals.setdefault((row.project, row.ended_on is not None), [0, 0])
    total[0] += 1
    total[1] += row.units


def _place(found: Survey, row: Row) -> None:
    vintage = (intern(row.vintage_first), intern(row.vintage_last))  # few days, many blocks
    block = found.blocks.get(row.block)
    if block is None:
        found.blocks[row.block] = BlockSpan(row.first, row.last, row.project, vintage, row.line)
        return
    if (block.project, block.vintage) != (row.project, vintage):
        found.report(Problem(row.line, SERIAL, "block_differs", {"block": row.block, "line": block.line}))
    block.first = min(block.first, row.first)
    block.last = max(block.last, row.last)


def _overlaps(spans: _Spans) -> Iterator[Problem]:
    order = sorted(range(len(spans.firsts)), key=spans.firsts.__getitem__)
    reach = -1
    for n in order:
        if reach >= 0 and spans.firsts[n] <= spans.lasts[reach]:
            is_same = (spans.firsts[n], spans.lasts[n]) == (spans.firsts[reach], spans.lasts[reach])
            later, earlier = max(spans.lines[n], spans.lines[reach]), min(spans.lines[n], spans.lines[reach])
            yield Problem(later, SERIAL, "serial_twice" if is_same else "serial_overlap", {"line": earlier})
        if reach < 0 or spans.lasts[n] > spans.lasts[reach]:
            reach = n


def read_row(line: Line) -> tuple[Row | None, list[Problem]]:
    """Return the row of a line, or None, and its problems.

    Codes: ``cell_missing``, ``cell_date`` (only `YYYY-MM-DD`), ``cell_number``, ``printed_syntax``, ``printed_range``
    (beyond 2^53, or from zero), ``printed_reversed``, ``printed_quantity``, ``printed_project``, ``printed_vintage``,
    ``vintage_reversed``, ``retired_before_issued``, ``retirement_date_missing``.
    """
    cells = _Cells(line)
    issued = cells.day(ISSUED)
    vintage = cells.day(VINTAGE_FIRST), cells.day(VINTAGE_LAST)
    ended = cells.day(ENDED) if cells.text(ENDED) else None
    project = cells.number(PROJECT, _is_project)
    quantity = cells.number(QUANTITY, _is_number)
    serial = cells.text(SERIAL).upper()
    parts = _parts_of_serial(serial)
    if parts is None:
        cells.report(SERIAL, "printed_syntax" if serial else "cell_missing")
    if not parts or cells.problems:
        return None, cells.problems
    block, first, last = int(parts[1]), int(parts[2]), int(parts[3])
    row = Row(
        line=line.number,
        serial=serial,
        block=block,
        first=first,
        last=last,
        project=project,
        issued_on=issued,
        vintage_first=vintage[0],
        vintage_last=vintage[1],
        ended_on=ended,
        reason=cells.text(REASON),
        texts={heading: cell for heading, cell in line.cells.items() if heading not in DECIDING},
    )
    _compare(row, cells, quantity=quantity, printed=(int(parts[4]), parts[5], parts[6]))
    return row, cells.problems


class _Cells:
    """The cells of a line as values, and the problems met on the way."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.problems: list[Problem] = []

    def report(self, column: str, code: str, **facts: object) -> None:
        self.problems.append(Problem(self._line.number, column, code, facts))

    def text(self, column: str) -> str:
        return clean(self._line.cells[column])

    def day(self, column: str) -> str:
        text = self.text(column)
        try:
            if _is_day(text) is None:
                raise ValueError(text)
            date.fromisoformat(text)
        except ValueError:
            self.report(column, "cell_date" if text else "cell_missing")
        return text

    def number(self, column: str, is_number: Callable[[str], object]) -> int:
        text = self.text(column)
        if not is_number(text):
            self.report(column, "cell_number" if text else "cell_missing")
            return 0
        return int(text.replace(",", ""))


def _compare(row: Row, cells: _Cells, *, quantity: int, printed: tuple[int, str, str]) -> None:
    project, *vintage = printed
    if not row.first or not row.block or max(row.last, row.block) > INTEGER_MAX:
        cells.report(SERIAL, "printed_range")
    if row.last < row.first:
        cells.report(SERIAL, "printed_reversed")
    elif row.units != quantity:
        cells.report(QUANTITY, "printed_quantity", serials=row.units, quantity=quantity)
    if project != row.project:
        cells.report(PROJECT, "printed_project", serial=project, project=row.project)
    if [f"{text[4:]}-{text[2:4]}-{text[:2]}" for text in vintage] != [row.vintage_first, row.vintage_last]:
        cells.report(SERIAL, "printed_vintage")
    if row.vintage_last < row.vintage_first:
        cells.report(VINTAGE_LAST, "vintage_reversed")
    if row.ended_on is not None and row.ended_on < row.issued_on:
        cells.report(ENDED, "retired_before_issued")
    if row.ended_on is None and any(cells.text(column) for column in (BENEFICIARY, REASON, DETAILS)):
        cells.report(ENDED, "retirement_date_missing")
