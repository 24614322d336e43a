"""Where hourly data comes in: devices under their own keys, files with a dry run, and the month reported from both.

A device's proof is its signature, so its address asks for no session. A person's file is looked at before it is kept.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as BaseResponse

from registry.areas.discharge.intake import FileCheck, check_file, problems_of, take_file, take_signed
from registry.areas.discharge.queries.measuring import computed_month, permit_with, reported, split_outlet
from registry.areas.discharge.rules.measuring_records import MONTH
from registry.areas.discharge.series.hourly import FILE_MAX
from registry.areas.discharge.series.signed import DOCUMENT_MAX
from registry.areas.discharge.views.base import blueprint
from registry.catalog import CATALOGUE
from registry.ledger.errors import LedgerError, Malformed
from registry.store.preview import SqlView
from registry.web import own
from registry.web.entryform import new_draft
from registry.web.errors import status_of
from registry.web.language import language
from registry.web.messages import sentence
from registry.web.seam import now, registry, require_person
from registry.web.signing import sign_page
from registry.web.upload_files import uploads_folder
from registry.web.views import taking_view

_KEPT_SECONDS: Final = 24 * 3600
_KEY: Final = re.compile("[0-9a-f]{64}")
_MONTH: Final = re.compile(MONTH)


@dataclass(frozen=True, slots=True)
class TakenDay:
    """A device's day as it is kept: which outlet's, the day's newest version, and the document's SHA-256."""

    outlet: str
    day: str
    version: int
    document: str
    received_at: int


@taking_view(blueprint, "/hourly", mimetype="text/plain", bytes_max=DOCUMENT_MAX)
def take_hourly(data: bytes) -> TakenDay:
    """Keep a device's signed document of one outlet and day; the same again gets the same answer.

    Raises:
        Malformed: ``hourly_empty``, ``hourly_long``, and those of `take_signed`.
        Refusal: ``unknown_device``, ``device_ended``, ``day_not_over``, ``range_not_set``, ``unknown_permit``.
    """
    if len(data) > DOCUMENT_MAX:
        raise Malformed("hourly_long", limit=DOCUMENT_MAX)
    day, kept = take_signed(registry().engine, CATALOGUE, data, now=now())
    return TakenDay(day.outlet, kept.day, kept.version, kept.digest, kept.received_at)


@blueprint.route("/hourly", methods=["GET", "POST"])
def bring_hourly() -> BaseResponse:
    """Show the form for a file, or what a chosen file would bring; nothing of it is kept yet."""
    if request.method == "GET":
        return _upload_page()
    file = request.files.get("file")
    data = file.read(FILE_MAX + 1) if file else b""
    try:
        found = check_file(registry().engine, CATALOGUE, data, holder=own.participant() or "", now=now())
    except LedgerError as error:
        return _upload_page(sentence(error.code, error.facts, language()), status_of(error))
    key = hashlib.sha256(data).hexdigest()
    _forget_old()
    _path_of(key).write_bytes(data)
    page = render_template("discharge/hourly_check.html", found=found, key=key, said=_said(found))
    return make_response(page)


@blueprint.post("/hourly/keep")
def keep_hourly() -> BaseResponse:
    """Keep the days of a file that was looked at, and lead to the month that it begins with."""
    key = request.form.get("key", "")
    if not _KEY.fullmatch(key) or not _path_of(key).exists():
        return _upload_page(str(gettext("文件已不在，请重新选择。")), 422)
    data = _path_of(key).read_bytes()
    who = require_person()[0].representative or ""
    holder = own.participant() or ""
    try:
        found = check_file(registry().engine, CATALOGUE, data, holder=holder, now=now())
        kept = take_file(registry().engine, CATALOGUE, data, holder=holder, by=who, now=now())
    except LedgerError as error:
        return _upload_page(sentence(error.code, error.facts, language()), status_of(error))
    _path_of(key).unlink(missing_ok=True)
    new = sum(1 for one in kept if one.is_new)
    flash(ngettext("已保存 %(num)s 日，其余此前已有。", "已保存 %(num)s 日，其余此前已有。", new), "good")
    outlet = found.permit.number + found.outlet
    return redirect(url_for("discharge.month", outlet=outlet, month=found.days[0].day[:7]))


@blueprint.route("/month", methods=["GET", "POST"])
def month() -> BaseResponse:
    """Show what an outlet's documents come to in a month, and lead to the signature that reports it."""
    outlet, wanted = request.args.get("outlet", ""), request.args.get("month", "")
    if not _MONTH.fullmatch(wanted):
        abort(404)
    instant = now()
    with registry().engine.connect() as connection:
        permit = permit_with(connection, outlet)
        if permit.holder != own.participant():
            abort(403)
        code = split_outlet(outlet)[1]
        state = SqlView(connection, CATALOGUE, instant)
        found = computed_month(connection, state, permit, code, wanted, now=instant)
        known = reported(connection, permit.number, code, wanted)
    problem, status = "", 200
    if request.method == "POST" and found.body is not None:
        try:
            return sign_page(new_draft(CATALOGUE.kinds["discharge.report_month"][1], found.body))
        except LedgerError as error:
            problem, status = sentence(error.code, error.facts, language()), status_of(error)
    reasons = [sentence(one.problem.code, one.problem.facts, language()) for one in found.judged if one.problem]
    page = render_template(
        "discharge/month.html", permit=permit, outlet=code, month=wanted, found=found, known=known, problem=problem,
        reasons=reasons,
    )  # fmt: skip
    return make_response(page, status)


def _said(found: FileCheck) -> list[str]:
    """Return the sentences about what a file cannot be used for."""
    return [f"{month}: {sentence(error.code, error.facts, language())}" for month, error in problems_of(found.months)]


def _upload_page(error: str = "", status: int = 200) -> Response:
    return make_response(render_template("discharge/hourly.html", error=error), status)


def _path_of(key: str) -> Path:
    return uploads_folder() / f"hourly-{require_person()[0].id}-{key}.csv"


def _forget_old() -> None:
    """Delete files that somebody looked at and never kept."""
    for path in uploads_folder().glob("hourly-*.csv"):
        if path.stat().st_mtime < now() // 1_000_000 - _KEPT_SECONDS:
            path.unlink(missing_ok=True)
