"""Bulk uploads: a file is taken in, its rows are checked in slices, and what is wrong goes back as a file.

Nothing follows from a file before every row of it is right: then its entries are signed, or its rows carried out.
"""

import secrets
import tempfile
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
    url_for,
)
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from registry.imports.sheets import CHUNK, SIZE_MAX, normalise, read_rows
from registry.ledger.entry import Entry, write
from registry.ledger.errors import LedgerError
from registry.ledger.rules import Kind
from registry.store import drafts, uploads
from registry.store.log import index_of
from registry.store.uploads import Upload
from registry.web.entryform import foreseen_draft
from registry.web.errors import status_of
from registry.web.language import language
from registry.web.messages import sentence
from registry.web.navigation import Item
from registry.web.permissions import SIGNED_IN, Access
from registry.web.seam import now, registry, require_person
from registry.web.signing import RECEIPT, sign_page
from registry.web.upload_files import check_slice, faults_of, file_of, rows_of, uploads_folder, with_reasons
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
PROBLEMS_SHOWN: Final = 50
SIGNED_AT_ONCE: Final = 50
CARRIED_AT_ONCE: Final = 100


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
    folder = uploads_folder()
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".part") as part:
        file.save(part)
        part.flush()
        try:
            rows = normalise(Path(part.name), rows_of(key), columns=adapter.names, labels=adapter.labels())
        except LedgerError as error:
            rows_of(key).unlink(missing_ok=True)
            return _new_page(adapter, sentence(error.code, error.facts, language()), status_of(error))
    if adapter.rows_max is not None and rows > adapter.rows_max:
        rows_of(key).unlink()
        said = gettext("文件有 %(rows)s 行，一次最多 %(limit)s 行。请分成几个文件。", rows=rows, limit=adapter.rows_max)
        return _new_page(adapter, said, 422)
    made = Upload(key, require_person()[0].id, adapter.name, file.filename[:120], now(), rows, 0, 0, 0)
    uploads.add(registry().engine, made)
    return redirect(url_for("uploads.show", key=key))


@blueprint.get("/template/<name>.<kind>")
def template(name: str, kind: str) -> BaseResponse:
    """Give a file with the columns and one example, to be filled in."""
    adapter = _adapter(name)
    rows = iter([heading(adapter), [column.example for column in adapter.columns]])
    return file_of(rows, kind, name=adapter.name, columns=len(adapter.columns))


@blueprint.get("/<key>")
def show(key: str) -> BaseResponse:
    """Show how far an upload is; while rows are unchecked, each look at this page checks some more."""
    adapter, found = _own(key)
    if found.checked < found.row_count:
        check_slice(adapter, found)
        adapter, found = _own(key)
    is_whole = adapter.bundle is not None and found.is_clean
    response = _show_page(adapter, found, _of_whole(adapter, found) if is_whole else "")
    if found.checked < found.row_count:
        response.headers["Refresh"] = "0"
    return response


@blueprint.get("/<key>/errors.<kind>")
def errors(key: str, kind: str) -> BaseResponse:
    """Give the wrong rows back as they were, with a last column that says why."""
    adapter, found = _own(key)
    rows = with_reasons(adapter, found)
    return file_of(rows, kind, name=f"{adapter.name}-errors", columns=len(adapter.columns) + 1)


@blueprint.post("/<key>/carry-out")
def carry_out(key: str) -> BaseResponse:
    """Carry out the next rows of an upload in which all are right; sent twice, each row is carried out once."""
    adapter, found = _own(key)
    if adapter.carry_out is None or not found.is_clean:
        abort(409)
    rows = list(islice(read_rows(rows_of(key), adapter.names, skip=found.done), CARRIED_AT_ONCE))
    if rows and uploads.take_rows(registry().engine, found, len(rows)):
        for _, cells in rows:
            try:
                adapter.carry_out(cells)
            except LedgerError as error:  # what has changed since the check
                flash(sentence(error.code, error.facts, language()), "bad")
    return redirect(url_for("uploads.show", key=key))


@blueprint.get("/<key>/sign")
def sign(key: str) -> BaseResponse:
    """Show what an upload becomes in which all rows are right: one entry, or the next of many, to be signed."""
    adapter, found = _own(key)
    if adapter.bundle is not None and found.is_clean:
        return _sign_bundle(adapter, found)
    if adapter.entry is None or not found.is_clean:
        abort(409)
    start = max(request.args.get("from", 0, type=int), 0)
    rows = list(islice(read_rows(rows_of(key), adapter.names, skip=start), SIGNED_AT_ONCE))
    lines = []
    with registry().engine.connect() as connection:
        for line, cells in rows:
            kind, body = adapter.entry(cells)
            entry = entry_of(found, line, kind, body)
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


def _show_page(adapter: Adapter, found: Upload, whole: str) -> Response:
    faults = tuple(islice(faults_of(found), PROBLEMS_SHOWN))
    labels = dict(zip(adapter.names, adapter.labels(), strict=True))
    page = render_template(
        "uploads/show.html", adapter=adapter, upload=found, faults=faults, labels=labels, whole=whole
    )
    return make_response(page)


def _bundle_of(adapter: Adapter, found: Upload) -> tuple[Entry, Kind, object]:
    """Return the one entry of an upload.

    Raises:
        Refusal: what bars all its rows together, with the fact ``line`` where one of them does.
    """
    if adapter.bundle is None:
        raise LookupError(adapter.name)
    kind, body = adapter.bundle([cells for _, cells in read_rows(rows_of(found.id), adapter.names)])
    return entry_of(found, 0, kind, body), kind, body


def _of_whole(adapter: Adapter, found: Upload) -> str:
    """Return what bars all rows together, or nothing."""
    try:
        foreseen_draft(*_bundle_of(adapter, found))
    except LedgerError as error:
        return sentence(error.code, error.facts, language())
    return ""


def _sign_bundle(adapter: Adapter, found: Upload) -> BaseResponse:
    """Show the one entry of an upload, or what became of it."""
    try:
        entry, kind, body = _bundle_of(adapter, found)
        if entry.expires < now():
            return _new_page(adapter, gettext("已过有效期，请重新上传"), 422)
        with registry().engine.connect() as connection:
            if index_of(connection, entry.id) is not None:
                return redirect(RECEIPT.format(id=entry.id))
        if drafts.find(registry().engine, entry.id) is not None:
            return redirect(url_for("tasks.show", task=entry.id))
        return sign_page(foreseen_draft(entry, kind, body))
    except LedgerError:  # the page of the upload says it
        return redirect(url_for("uploads.show", key=found.id))


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
