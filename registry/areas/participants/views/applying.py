"""The public way in: an organisation applies, and follows its application by a secret link. No account is needed.

The link's secret comes with the empty form, so sending the same form twice leads to the one application.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from registry.areas.participants import queries
from registry.areas.participants.identifiers import Scheme, is_identity
from registry.areas.participants.rules.parties import RegisterParticipant
from registry.areas.participants.views.pages import blueprint
from registry.areas.participants.zones import zones
from registry.ledger.codec import decode
from registry.ledger.errors import LedgerError, Malformed, Refusal
from registry.ledger.parties import Function
from registry.ledger.text import normalise
from registry.store import applications, applying
from registry.store.applications import Applicant, Application, Document, Event
from registry.store.documents import BYTES_MAX, Upload, read_upload
from registry.web.errors import status_of
from registry.web.forms import Field, Filled, Form
from registry.web.language import language
from registry.web.messages import sentence
from registry.web.seam import now, registry
from registry.web.words import choice_of

ENDPOINTS: Final = ("participants.apply", "participants.followed", "participants.reply", "participants.withdraw")
_KIND: Final = "participants.register"
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{40,60}")
_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
APPLICANTS: Final = (Function.ENTERPRISE, Function.BANK, Function.LENDER, Function.VERIFIER)
SCHEMES: Final = (
    (Scheme.USCC.value, lazy_gettext("统一社会信用代码")),
    (Scheme.LEI.value, lazy_gettext("法人机构识别编码（LEI）")),
    (Scheme.FOREIGN.value, lazy_gettext("境外登记号")),
)
_APPROVALS: Final = (
    ("2", lazy_gettext("两人：一人发起，另一人复核（建议）")),
    ("1", lazy_gettext("一人即可")),
    ("3", lazy_gettext("三人")),
)


def zone_choices() -> list[tuple[str, object]]:
    """Return the zones by their codes, named in the reader's language."""
    english = language() == "en"
    return [(code, f"{code} {one.name_en if english else one.name_zh}") for code, one in zones().items()]


FORM: Final = Form(
    title=lazy_gettext("申请成为参与方"),
    intro=lazy_gettext("两名登记员核对后，贵单位才写入登记簿。审核通过前，所填内容与文件不进入日志，可以删除。"),
    button=lazy_gettext("提交申请"),
    fields=(
        Field(name="name", label=lazy_gettext("单位名称"), public=True, autocomplete="organization"),
        Field(
            name="function",
            label=lazy_gettext("参与身份"),
            kind="choice",
            choices=lambda: [(one.value, choice_of(one, _KIND)) for one in APPLICANTS],
            help=lazy_gettext("核查机构不得持有或交易单位。"),
        ),
        Field(name="scheme", label=lazy_gettext("标识体系"), kind="choice", choices=lambda: SCHEMES),
        Field(
            name="identity",
            label=lazy_gettext("标识号码"),
            public=True,
            help=lazy_gettext("会核对校验位。境外登记号写作“国家代码-号码”，例如 DE-HRB12345。"),
        ),
        Field(name="zone", label=lazy_gettext("所在自贸试验区"), kind="choice", choices=zone_choices),
        Field(
            name="approvals",
            label=lazy_gettext("转移单位须几人签名"),
            kind="choice",
            choices=lambda: _APPROVALS,
            help=lazy_gettext("以后可以更改；放宽需要原定人数签名。"),
        ),
        Field(name="contact", label=lazy_gettext("联系人"), autocomplete="name"),
        Field(name="email", label=lazy_gettext("邮箱"), autocomplete="email"),
        Field(name="phone", label=lazy_gettext("电话"), required=False, autocomplete="tel"),
    ),
)


@dataclass(frozen=True, slots=True)
class FollowedPage:
    """An application as the applicant follows it."""

    application: Application
    events: tuple[Event, ...]
    documents: tuple[Document, ...]


@blueprint.route("/apply", methods=["GET", "POST"])
def apply() -> BaseResponse:
    """Show the form, or keep what was sent and lead to its secret link."""
    if request.method == "GET":
        started = {"scheme": Scheme.USCC.value, "approvals": "2", "function": Function.ENTERPRISE.value}
        return _form(Filled(FORM, started, {}, {}), applying.new_token())
    filled, token = FORM.read(request.form), request.form.get("token", "")
    if not _TOKEN.fullmatch(token):
        token = applying.new_token()
    errors = dict(filled.errors)
    errors |= _problems(filled.values, errors)
    uploads, problem = _uploads(required=True)
    if problem:
        errors["documents"] = problem
    if errors:
        return _form(Filled(FORM, filled.raw, {}, errors), token, 422)
    applicant = _applicant(filled.values)
    try:
        source = request.remote_addr or ""
        applying.apply(registry().engine, applicant, uploads, token=token, source=source, now=now())
    except Refusal as refusal:
        return _form(Filled(FORM, filled.raw, {}, {}, (_said(refusal),)), token, status_of(refusal))
    flash(gettext("申请已收到。请保存本页地址，它是查询进度的唯一凭据。"), "good")
    return redirect(url_for("participants.followed", token=token))


@blueprint.get("/apply/<token>")
def followed(token: str) -> BaseResponse:
    """Show how far an application is to whoever has its link."""
    return _followed(token)


@blueprint.post("/apply/<token>/reply")
def reply(token: str) -> BaseResponse:
    """Take the answer to what an operator asked."""
    words = normalise(request.form.get("words", "")[:1000].replace("\r", " ").replace("\n", " "))
    uploads, problem = _uploads(required=False)
    if not words and not uploads:
        problem = problem or gettext("请填写说明或附上文件。")
    if problem:
        return _followed(token, problem, 422)
    applying.reply(registry().engine, token, words=words, uploads=uploads, now=now())
    flash(gettext("补充内容已提交。"), "good")
    return redirect(url_for("participants.followed", token=token))


@blueprint.post("/apply/<token>/withdraw")
def withdraw(token: str) -> BaseResponse:
    """Take the application back."""
    applying.withdraw(registry().engine, token, now=now())
    flash(gettext("申请已撤回。"), "good")
    return redirect(url_for("participants.followed", token=token))


def _followed(token: str, problem: str = "", status: int = 200) -> Response:
    with registry().engine.connect() as connection:
        found = applications.by_token(connection, token)
        page = FollowedPage(
            found, applications.events_of(connection, found.number), applications.documents_of(connection, found.number)
        )
    shown = render_template("participants/followed.html", page=page, token=token, problem=problem)
    return make_response(shown, status)


def _form(filled: Filled, token: str, status: int = 200) -> Response:
    page = render_template(
        "participants/apply.html",
        form=FORM,
        filled=filled,
        token=token,
        limit=applying.DOCUMENTS_MAX,
    )
    return make_response(page, status)


def _uploads(*, required: bool) -> tuple[list[Upload], str]:
    """Return the files that were sent, and what is wrong with them."""
    found: list[Upload] = []
    for file in request.files.getlist("documents"):
        data = file.read(BYTES_MAX + 1)
        file.close()
        if not data and not file.filename:
            continue
        try:
            found.append(read_upload(file.filename or "", data))
        except Malformed as error:
            return [], _said(error)
    if len(found) > applying.DOCUMENTS_MAX:
        return [], _said(Refusal("too_many_documents", limit=applying.DOCUMENTS_MAX))
    return found, gettext("请附上营业执照等证明文件。") if required and not found else ""


def _problems(values: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with fields that are filled in: as the entry would be refused, and what mail needs."""
    errors: dict[str, str] = {}
    if "email" not in known and not _EMAIL.fullmatch(values["email"]):
        errors["email"] = gettext("请填写有效的邮箱地址。")
    if {"scheme", "identity"} & known.keys():
        return errors
    scheme, identity = values["scheme"], _identity(values)
    if not is_identity(scheme, identity):
        errors["identity"] = _said(Refusal("identity_check", scheme=scheme, identity=identity))
    else:
        with registry().engine.connect() as connection:
            if queries.is_registered(connection, scheme, identity):
                errors["identity"] = _said(Refusal("identity_taken", scheme=scheme, identity=identity))
    if not known and not errors:
        try:
            decode(RegisterParticipant, body_of(_applicant(values), "P-00000000", "0" * 64))
        except Malformed as error:
            errors[str(error.facts.get("path") or "name")] = gettext("含有不允许的字符，或格式不符。")
    return errors


def _identity(values: Mapping[str, Any]) -> str:
    text = normalise(values["identity"])
    return text if values["scheme"] == Scheme.FOREIGN else text.upper()


def _applicant(values: Mapping[str, Any]) -> Applicant:
    return Applicant(
        function=values["function"],
        scheme=values["scheme"],
        identity=_identity(values),
        name=normalise(values["name"]),
        zone=values["zone"],
        approvals=int(values["approvals"]),
        contact=normalise(values["contact"])[:80],
        email=values["email"],
        phone=(values["phone"] or "")[:40],
        language=language(),
    )


def body_of(found: Applicant | Application, participant: str, dossier: str) -> dict[str, Any]:
    """Return the JSON body of the entry that registers an applicant."""
    return {
        "participant": participant,
        "function": found.function,
        "scheme": found.scheme,
        "identity": found.identity,
        "name": found.name,
        "zone": found.zone,
        "approvals": found.approvals,
        "offline_required": False,
        "document": dossier,
    }


def _said(error: LedgerError) -> str:
    return sentence(error.code, error.facts, language())
