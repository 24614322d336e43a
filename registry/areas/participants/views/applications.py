"""Applications at the operators' desk: who waits, what was sent in, and the three answers.

Accepting writes nothing by itself: it sets a number aside and leads to the entry `participants.register`, which a
second operator signs as a task. Once that stands in the journal, the first representative is invited from here.
"""

from dataclasses import dataclass
from typing import Final

import marshmallow as ma
from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from registry.areas.participants.rules.parties import RegisterParticipant
from registry.areas.participants.views.applying import body_of
from registry.areas.participants.views.pages import blueprint
from registry.catalog import CATALOGUE
from registry.ledger.codec import decode
from registry.ledger.errors import Refusal
from registry.ledger.text import normalise
from registry.store import applications, applying, documents
from registry.store.applications import (
    ACCEPTED,
    ASKED,
    REGISTERED,
    REJECTED,
    SENT,
    WITHDRAWN,
    Application,
    Document,
    Event,
)
from registry.web.documents import document_response
from registry.web.entryform import new_draft
from registry.web.seam import now, registry, require_person
from registry.web.signing import sign_page
from registry.web.tables import Column, Filter, Table, Tone
from registry.web.views import view

ENDPOINTS: Final = (
    "participants.applications_list",
    "participants.application",
    "participants.application_document",
    "participants.ask_applicant",
    "participants.reject_application",
    "participants.accept_application",
    "participants.register_applicant",
)
STATES: Final[dict[str, tuple[Tone, object]]] = {
    SENT: ("wait", lazy_gettext("待审核")),
    ASKED: ("info", lazy_gettext("待申请人补充")),
    ACCEPTED: ("info", lazy_gettext("登记中，待第二人签名")),
    REGISTERED: ("good", lazy_gettext("已登记")),
    REJECTED: ("bad", lazy_gettext("已驳回")),
    WITHDRAWN: ("quiet", lazy_gettext("已撤回")),
}
STEPS: Final[dict[str, object]] = {
    SENT: lazy_gettext("提交申请"),
    "replied": lazy_gettext("补充内容"),
    ASKED: lazy_gettext("要求补充"),
    ACCEPTED: lazy_gettext("核对通过，开始登记"),
    REJECTED: lazy_gettext("驳回"),
    WITHDRAWN: lazy_gettext("申请人撤回"),
}
_WORDS_MAX: Final = 1000

TABLE: Final = Table(
    name="applications",
    caption=lazy_gettext("参与方申请"),
    columns=(
        Column(
            name="number", label=lazy_gettext("申请编号"), kind="identifier",
            link=lambda row: url_for("participants.application", number=row.number),
        ),
        Column(name="name", label=lazy_gettext("单位名称")),
        Column(name="identity", label=lazy_gettext("标识"), kind="identifier"),
        Column(name="state", label=lazy_gettext("状态"), kind="badge", badges=STATES),
        Column(name="created_at", label=lazy_gettext("提交时间"), kind="time"),
        Column(name="changed_at", label=lazy_gettext("最近变动"), kind="time"),
    ),
    filters=(
        Filter(
            name="state", label=lazy_gettext("状态"),
            choices=lambda: [(code, label) for code, (_, label) in STATES.items()],
        ),
    ),
    empty=lazy_gettext("没有申请。企业可在首页的“申请成为参与方”提交。"),
)  # fmt: skip


class StateQuery(ma.Schema):
    """The state that is wanted; without one, all."""

    state = ma.fields.String(load_default=None, validate=ma.validate.OneOf(tuple(STATES)))


@dataclass(frozen=True, slots=True)
class ApplicationsPage:
    """Applications, those that wait first."""

    waiting: int
    rows: tuple[Application, ...]


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """One application with all that belongs to it."""

    application: Application
    events: tuple[Event, ...]
    documents: tuple[Document, ...]
    same_identity: tuple[str, ...]


@view(blueprint, "/office/applications", template="participants/applications.html", table=TABLE, query=StateQuery)
def applications_list(*, state: str | None) -> ApplicationsPage:
    """Return the applications, those that wait first."""
    with registry().engine.connect() as connection:
        rows = applications.listed(connection, (state,) if state else tuple(STATES))
    return ApplicationsPage(sum(one.state == SENT for one in rows), rows)


@view(blueprint, "/office/applications/<number>", template="participants/application.html")
def application(*, number: str) -> ApplicationPage:
    """Return one application."""
    with registry().engine.connect() as connection:
        found = applications.get(connection, number)
        return ApplicationPage(
            application=found,
            events=applications.events_of(connection, number),
            documents=applications.documents_of(connection, number),
            same_identity=applications.same_identity(connection, found),
        )


@blueprint.get("/office/applications/<number>/documents/<digest>")
def application_document(number: str, digest: str) -> Response:
    """Send one document of an application, as a file."""
    with registry().engine.connect() as connection:
        known = {one.digest: one.name for one in applications.documents_of(connection, number)}
        found = documents.read(connection, digest) if digest in known else None
    if found is None:
        abort(404)
    return document_response(known[digest], found[1], found[2])


@blueprint.post("/office/applications/<number>/ask")
def ask_applicant(number: str) -> BaseResponse:
    """Ask the applicant for what is missing."""
    applying.ask(registry().engine, number, by=_operator(), words=_words(), now=now())
    flash(gettext("已请申请人补充。"), "good")
    return redirect(url_for("participants.application", number=number))


@blueprint.post("/office/applications/<number>/reject")
def reject_application(number: str) -> BaseResponse:
    """Turn the application down."""
    applying.reject(registry().engine, number, by=_operator(), words=_words(), now=now())
    flash(gettext("申请已驳回，理由已告知申请人。"), "good")
    return redirect(url_for("participants.application", number=number))


@blueprint.post("/office/applications/<number>/accept")
def accept_application(number: str) -> BaseResponse:
    """Set a number aside and lead to the entry to sign."""
    applying.accept(registry().engine, number, by=_operator(), now=now())
    return redirect(url_for("participants.register_applicant", number=number), 303)


@blueprint.get("/office/applications/<number>/register")
def register_applicant(number: str) -> BaseResponse:
    """Show the entry that registers the applicant, to be signed by this operator and then by another."""
    with registry().engine.connect() as connection:
        found = applications.get(connection, number)
    if found.state != ACCEPTED or found.participant is None or found.dossier is None:
        raise Refusal("application_closed", number=number)
    kind = CATALOGUE.kinds["participants.register"][1]
    body = decode(RegisterParticipant, body_of(found, found.participant, found.dossier))
    return sign_page(new_draft(kind, body))


def count_waiting() -> int:
    """Return how many applications wait for an operator."""
    return applications.count_waiting(registry().engine)


def _operator() -> str:
    return require_person()[0].representative or ""


def _words() -> str:
    text = normalise(request.form.get("words", "")[:_WORDS_MAX].replace("\r", " ").replace("\n", " "))
    if not text:
        raise Refusal("reason_missing")
    return text


@blueprint.app_template_filter("application_state")
def application_state(state: str) -> tuple[Tone, str]:
    """Return the tone and the name of a state."""
    tone, label = STATES[state]
    return tone, str(label)


@blueprint.app_template_filter("application_step")
def application_step(what: str) -> str:
    """Return the name of a step."""
    return str(STEPS.get(what, what))
