"""Bulk uploads: a file is taken in, its rows are checked in slices, and what is wrong goes back as a file.

Nothing follows from a file before every row of it is right: then its entries are signed, or its rows carried out.
"""

import csv
import secrets
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from registry.imports.sheets import CHUNK, SIZE_MAX, normalise, read_rows
from registry.imports.written import TYPES, csv_lines, write_xlsx
from registry.ledger.entry import write
from registry.ledger.errors import LedgerError
from registry.store import drafts, uploads
from registry.store.log import index_of
from registry.store.uploads import Upload
from registry.web.errors import status_of
from registry.web.language import language
from registry.web.messages import sentence
from registry.web.navigation import Item
from registry.web.permissions import SIGNED_IN, Access
from registry.web.seam import config, now, registry, require_person
from registry.web.uploading import Adapter, adapters, entry_of, heading
from registry.web.words import marked_sentence

blueprint = Blueprint("uploads", __name__, url_prefix="/uploads")
PERMISSIONS: Final[dict[str, Access]] = {
    "uploads.index": SIGNED_IN,
    "uploads.new": SIGNED_IN,
    "uploads.template": SIGNED_IN,
    "uploads.show": SIGNED_IN,
    "uploads.errors": SIGNED_IN,
    "uploads.sign": SIGNED_IN,
    "uploads.carry_out": SIGNED_IN,
}
# A slice of the check: as many rows, or as long as somebody should wait for a page.
SLICE_ROWS: Final = 5_000
SLICE_SECONDS: Final = 1.0
PROBLEMS_SHOWN: Final = 50
SIGNED_AT_ONCE: Final = 50
CARRIED_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a row."""

    line: int
    column: str
    value: str
    reason: str


@blueprint.url_value_preprocessor
def _allow_files(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Refuse by size before anything is read; what is read goes to disk piece by piece."""
    if endpoint == "uploads.new":
        request.max_content_length = SIZE_MAX + CHUNK


@blueprint.get("")
def index() -> Response:
    """Show what can be uploaded, and the own uploads."""
    who = require_person()[0]
    offered = tuple(one for one in adapters() if one.is_for(who))
    titles = {one.name: one.title for one in adapters()}
    found = uploads.of_person(registry().engine, who.id)
    return make_response(render_template("uploads/index.html", offered=offered, uploads=found, titles=titles))


@blueprint.route("/new/<name>", methods=["GET", "POST"])
def new(name: str) -> BaseResponse:
    """Show the form for a file, or take one in."""
    adapter = _adapter(name)
    if request.method == "GET":
        return _new_page(adapter)
    file = request.files.get("file")
    if file is None or not file.filename:
        return _new_page(adapter, gettext("请选择一个文件。"), 422)
    key = secrets.token_hex(16)
    folder = _folder()
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".part") as part:
        file.save(part)
        part.flush()
        try:
            rows = normalise(Path(part.name), _rows_of(key), columns=adapter.names, labels=adapter.labels())
        except LedgerError as error:
            _rows_of(key).unlink(missing_ok=True)
            return _new_page(adapter, sentence(error.code, error.facts, language()), status_of(error))
    made = Upload(key, require_person()[0].id, adapter.name, file.filename[:120], now(), rows, 0, 0, 0)
    uploads.add(registry().engine, made)
    return redirect(url_for("uploads.show", key=key))


@blueprint.get("/template/<name>.<kind>")
def template(name: str, kind: str) -> BaseResponse:
    """Give a file with the columns and one example, to be filled in."""
    adapter = _adapter(name)
    rows = iter([heading(adapter), [column.example for column in adapter.columns]])
    return _file(rows, kind, name=adapter.name, columns=len(adapter.columns))


@blueprint.get("/<key>")
def show(key: str) -> BaseResponse:
    """Show how far an upload is; while rows are unchecked, each look at this page checks some more."""
    adapter, found = _own(key)
    if found.checked < found.row_count:
        _check_slice(adapter, found)
        adapter, found = _own(key)
    page = render_template(
        "uploads/show.html",
        adapter=adapter,
        upload=found,
        faults=tuple(islice(_faults(found), PROBLEMS_SHOWN)),
        labels=dict(zip(adapter.names, adapter.labels(), strict=True)),
    )
    response = make_response(page)
    if found.checked < found.row_count:
        response.headers["Refresh"] = "0"
    return response


@blueprint.get("/<key>/errors.<kind>")
def errors(key: str, kind: str) -> BaseResponse:
    """Give the wrong rows back as they were, with a last column that says why."""
    adapter, found = _own(key)
    rows = _with_reasons(adapter, found)
    return _file(rows, kind, name=f"{adapter.name}-errors", columns=len(adapter.columns) + 1)


@blueprint.post("/<key>/carry-out")
def carry_out(key: str) -> BaseResponse:
    """Carry out the next rows of an upload in which all are right; sent twice, each row is carried out once."""
    adapter, found = _own(key)
    if adapter.carry_out is None or not found.is_clean:
        abort(409)
    rows = list(islice(read_rows(_rows_of(key), adapter.names, skip=found.done), CARRIED_AT_ONCE))
    if rows and uploads.take_rows(registry().engine, found, len(rows)):
        for _, cells in rows:
            try:
                adapter.carry_out(cells)
            except LedgerError as error:  # what has changed since the check
                flash(sentence(error.code, error.facts, language()), "bad")
    return redirect(url_for("uploads.show", key=key))


@blueprint.get("/<key>/sign")
def sign(key: str) -> BaseResponse:
    """Show the next entries of an upload in which all rows are right, to be signed one after the other."""
    adapter, found = _own(key)
    if adapter.entry is None or not found.is_clean:
        abort(409)
    start = max(request.args.get("from", 0, type=int), 0)
    rows = list(islice(read_rows(_rows_of(key), adapter.names, skip=start), SIGNED_AT_ONCE))
    lines = []
    with registry().engine.connect() as connection:
        for line, cells in rows:
            entry = entry_of(adapter, found, line, cells)
            kind, body = adapter.entry(cells)
            is_done = index_of(connection, entry.id) is not None or drafts.find(registry().engine, entry.id) is not None
            text = write(entry).decode()
            lines.append((line, marked_sentence(kind.name, body), text, is_done, entry.expires < now()))
    following = start + len(rows)
    page = render_template(
        "uploads/sign.html", adapter=adapter, upload=found, lines=lines, start=start,
        following=following if following < found.row_count else None, origin=registry().origin,
        representative=require_person()[0].representative or "",
    )  # fmt: skip
    return make_response(page)


def _adapter(name: str) -> Adapter:
    found = next((one for one in adapters() if one.name == name), None)
    if found is None:
        abort(404)
    if not found.is_for(require_person()[0]):
        abort(403)
    return found


def _own(key: str) -> tuple[Adapter, Upload]:
    found = uploads.find(registry().engine, require_person()[0].id, key)
    if found is None:
        abort(404)
    return _adapter(found.adapter), found


def _folder() -> Path:
    folder = config().directory / "uploads"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _rows_of(key: str) -> Path:
    return _folder() / f"{key}.csv"


def _check_slice(adapter: Adapter, found: Upload) -> None:
    """Check the next rows and write what is wrong beside them; whoever else does the same writes the same."""
    until = time.monotonic() + SLICE_SECONDS
    checked, wrong = 0, set()
    path = _folder() / f"{found.id}.{found.checked:08d}.faults"
    with tempfile.NamedTemporaryFile("w", dir=_folder(), delete=False, encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for line, cells in islice(read_rows(_rows_of(found.id), adapter.names, skip=found.checked), SLICE_ROWS):
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


def _faults(found: Upload) -> Iterator[Fault]:
    for path in sorted(_folder().glob(f"{found.id}.*.faults")):
        with path.open(encoding="utf-8", newline="") as file:
            for line, column, value, reason in csv.reader(file):
                yield Fault(int(line), column, value, reason)


def _with_reasons(adapter: Adapter, found: Upload) -> Iterator[list[str]]:
    labels = dict(zip(adapter.names, adapter.labels(), strict=True))
    yield [*heading(adapter, gettext("原因"))]
    faults = _faults(found)
    fault = next(faults, None)
    for line, cells in read_rows(_rows_of(found.id), adapter.names):
        reasons = []
        while fault is not None and fault.line == line:
            reasons.append(f"{labels.get(fault.column, fault.column)}: {fault.reason}")
            fault = next(faults, None)
        if reasons:
            yield [*cells.values(), "; ".join(reasons)]
        if fault is None:
            return


def _file(rows: Iterator[list[str]] | Iterator[object], kind: str, *, name: str, columns: int) -> BaseResponse:
    if kind not in TYPES:
        abort(404)
    # Written to disk first: the language of its words is this request's, and memory stays flat.
    file = tempfile.NamedTemporaryFile(dir=_folder(), suffix=f".{kind}")  # noqa: SIM115  closed by the answer
    if kind == "csv":
        for text in csv_lines(rows):  # type: ignore[arg-type]
            file.write(text.encode())
    else:
        write_xlsx(Path(file.name), rows, columns=columns)  # type: ignore[arg-type]
    file.flush()
    file.seek(0)
    return send_file(file, mimetype=TYPES[kind], as_attachment=True, download_name=f"{name}.{kind}")


def _new_page(adapter: Adapter, error: str = "", status: int = 200) -> Response:
    page = render_template("uploads/new.html", adapter=adapter, error=error, limit=SIZE_MAX // 1024 // 1024)
    return make_response(page, status)


def has_some() -> bool:
    """Return whether there is anything that the person at hand can upload."""
    who = require_person()[0]
    return any(one.is_for(who) for one in adapters())


NAVIGATION: Final = {
    "overview": (Item("uploads.index", lazy_gettext("批量导入"), "sheet", ("uploads.",), useful=has_some),)
}
