"""The files of uploads on disk: the rows as they came, what is wrong with them, and files made from either."""

import csv
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from flask import abort, send_file
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from registry.imports.sheets import read_rows
from registry.imports.written import TYPES, csv_lines, write_xlsx
from registry.store import uploads
from registry.store.uploads import Upload
from registry.web.seam import config, registry
from registry.web.uploading import Adapter, heading

# A slice of the check: as many rows, or as long as somebody should wait for a page.
SLICE_ROWS: Final = 5_000
SLICE_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a row."""

    line: int
    column: str
    value: str
    reason: str


def uploads_folder() -> Path:
    """Return where the files lie, which nobody else on the machine may read."""
    folder = config().directory / "uploads"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def rows_of(key: str) -> Path:
    """Return where the rows of an upload lie."""
    return uploads_folder() / f"{key}.csv"


def check_slice(adapter: Adapter, found: Upload) -> None:
    """Check the next rows and write what is wrong beside them; whoever else does the same writes the same."""
    until = time.monotonic() + SLICE_SECONDS
    checked, wrong = 0, set()
    path = uploads_folder() / f"{found.id}.{found.checked:08d}.faults"
    with tempfile.NamedTemporaryFile("w", dir=uploads_folder(), delete=False, encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for line, cells in islice(read_rows(rows_of(found.id), adapter.names, skip=found.checked), SLICE_ROWS):
            for column, reason in adapter.check(cells).items():
                wrong.add(line)
                writer.writerow([line, column, cells.get(column, ""), reason])
            checked += 1
            if time.monotonic() > until:
                break
    if uploads.note_checked(registry().engine, found, checked=checked, wrong=len(wrong)):
        Path(file.name).replace(path)
    else:
        Path(file.name).unlink()


def faults_of(found: Upload) -> Iterator[Fault]:
    """Yield what is wrong with an upload's rows, in their order."""
    for path in sorted(uploads_folder().glob(f"{found.id}.*.faults")):
        with path.open(encoding="utf-8", newline="") as file:
            for line, column, value, reason in csv.reader(file):
                yield Fault(int(line), column, value, reason)


def with_reasons(adapter: Adapter, found: Upload) -> Iterator[list[str]]:
    """Yield the rows of the file that gives the wrong ones back, with a last column that says why."""
    labels = dict(zip(adapter.names, adapter.labels(), strict=True))
    yield [*heading(adapter, gettext("原因"))]
    faults = faults_of(found)
    fault = next(faults, None)
    for line, cells in read_rows(rows_of(found.id), adapter.names):
        reasons = []
        while fault is not None and fault.line == line:
            reasons.append(f"{labels.get(fault.column, fault.column)}: {fault.reason}")
            fault = next(faults, None)
        if reasons:
            yield [*cells.values(), "; ".join(reasons)]
        if fault is None:
            return


def file_of(rows: Iterator[list[str]] | Iterator[object], kind: str, *, name: str, columns: int) -> BaseResponse:
    """Answer with a file of these rows."""
    if kind not in TYPES:
        abort(404)
    # Written to disk first: the language of its words is this request's, and memory stays flat.
    file = tempfile.NamedTemporaryFile(dir=uploads_folder(), suffix=f".{kind}")  # noqa: SIM115  closed by the answer
    if kind == "csv":
        for text in csv_lines(rows):  # type: ignore[arg-type]
            file.write(text.encode())
    else:
        write_xlsx(Path(file.name), rows, columns=columns)  # type: ignore[arg-type]
    file.flush()
    file.seek(0)
    return send_file(file, mimetype=TYPES[kind], as_attachment=True, download_name=f"{name}.{kind}")
