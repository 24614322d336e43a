"""Tasks: what waits for people, drafts first, and where a signed envelope from the browser arrives.

Whether an envelope has all its signatures is the journal's answer (`registry.web.taking`), not a guess made here.
Taking a task on, passing it on, sending it back and comments stay outside the ledger (`registry.store.draft_work`).
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import marshmallow as ma
from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from registry.areas.participants import queries
from registry.ledger.entry import parse
from registry.ledger.errors import Refusal
from registry.signin import Person
from registry.store import draft_work, drafts, saved_forms
from registry.store.draft_history import history
from registry.store.drafts import Waiting
from registry.store.saved_forms import SavedForm
from registry.web import own, worklist
from registry.web.entryform import body_of, draft_of
from registry.web.foreseen import facts_of
from registry.web.navigation import Item
from registry.web.permissions import SIGNED_IN, Access, related
from registry.web.presence import is_grave, require_presence
from registry.web.seam import now, person, registry, require_person
from registry.web.signing import RECEIPT, sign_page
from registry.web.taking import ACCEPTED, ENVELOPE_MAX, foreseen, read_checked, take
from registry.web.views import json_response, view
from registry.web.words import kind_title, marked_sentence
from registry.web.worklist import SCOPES, Scope, Source, Work

blueprint = Blueprint("tasks", __name__)
PERMISSIONS: Final[dict[str, Access]] = {
    "tasks.sign": SIGNED_IN,
    "tasks.upload": SIGNED_IN,
    "tasks.index": SIGNED_IN,
    "tasks.forget": SIGNED_IN,
    "tasks.show": related("own_task"),
    "tasks.withdraw": related("own_task"),
    "tasks.claim": related("own_task"),
    "tasks.assign": related("own_task"),
    "tasks.reject": related("own_task"),
    "tasks.comment": related("own_task"),
}


class InboxQuery(ma.Schema):
    """Whose work, or what was not done in time."""

    scope = ma.fields.String(load_default="mine", validate=ma.validate.OneOf(SCOPES))


@dataclass(frozen=True, slots=True)
class Inbox:
    """What there is to do, what the person's own entries wait for, and the forms that the person left half-way."""

    scope: Scope
    tasks: tuple[Work, ...]
    begun: tuple[Work, ...]
    forms: tuple[SavedForm, ...]
    waiting: int


@view(blueprint, "/tasks", template="tasks/index.html", query=InboxQuery)
def index(*, scope: Scope) -> Inbox:
    """Show what waits for the person, the person's organisation, or is overdue."""
    who = require_person()[0]
    engine = registry().engine
    begun: tuple[Work, ...] = ()
    if scope == "mine" and who.representative:
        begun = tuple(_work(one, gettext("查看")) for one in drafts.begun_by(engine, who.representative, now()))
    forms = saved_forms.of_person(engine, who.id) if scope == "mine" else ()
    return Inbox(scope, worklist.listed(who, scope, now()), begun, forms, worklist.count(who, now()))


@blueprint.post("/tasks/sign")
def sign() -> Response:
    """Take what the signing page sends, and say where the browser should go.

    Raises:
        Refusal: ``presence_needed``, ``other_person``, and what `take` raises.
    """
    envelope = request.get_data(cache=False)
    if len(envelope) <= ENVELOPE_MAX and b"\n\n" in envelope:  # of anything else `take` says what is wrong
        checked = read_checked(envelope)
        # In another tab somebody else may have signed in since: the page would show one person and send for another.
        if _who() not in {one.representative for one in checked.signers}:
            raise Refusal("other_person", representative=_who() or "—")
        if is_grave(body_of(checked.entry)[0]):
            require_presence(envelope[: envelope.index(b"\n\n") + 1])
    taken = take(envelope)
    saved = request.args.get("saved")
    if saved:  # the form has served its purpose
        saved_forms.forget(registry().engine, require_person()[0].id, saved)
    body = {"id": taken.id, "index": taken.index, "result": ACCEPTED if taken.index is not None else "kept"}
    return json_response(body | {"next": taken.next}, 201 if taken.index is not None else 202)


@blueprint.post("/tasks/upload")
def upload() -> BaseResponse:
    """Take a file that was signed elsewhere and lead to its receipt, or to the task if others must sign too."""
    file = request.files.get("envelope")
    taken = take(file.read(ENVELOPE_MAX + 1) if file else b"")
    if taken.index is None:
        flash(gettext("签名已保存，此条目还需要其他人签名。"), "wait")
    else:
        flash(gettext("登记簿已接受此条目。"), "good")
    return redirect(taken.next)


@blueprint.post("/tasks/forms/forget")
def forget() -> BaseResponse:
    """Delete a form that was left half-way."""
    saved_forms.forget(registry().engine, require_person()[0].id, request.form.get("saved", ""))
    return redirect(url_for("tasks.index"))


@blueprint.get("/tasks/<uuid:task>")
def show(task: UUID) -> BaseResponse:
    """Show one draft: to be signed by those who can, and else how far it is."""
    found = drafts.get(registry().engine, str(task))
    who = require_person()[0].representative or ""
    entry = parse(found.text)
    kind, body = body_of(entry)
    is_open = found.state == drafts.OPEN and found.expires_at > now()
    if not is_open:
        return _shown(found, body, facts=(), is_open=False, candidates=())
    preview = foreseen(read_checked(found.envelope), author=who)
    with registry().engine.connect() as connection:
        facts = facts_of(connection, entry, kind, body, preview)
    signed = ((gettext("已签名"), gettext("、").join(found.signers)),)
    if preview.is_concerned:
        facts = (*facts, *signed)
        return sign_page(draft_of(entry, body, preview, facts=facts, envelope=found.envelope, after=_work_on(found)))
    candidates = tuple(dict.fromkeys(name for one in preview.missing for name in one.candidates))
    return _shown(found, body, facts=(*facts[:-2], *signed, facts[-1]), is_open=True, candidates=candidates)


@blueprint.post("/tasks/<uuid:task>/withdraw")
def withdraw(task: UUID) -> BaseResponse:
    """Take back an own draft."""
    drafts.withdraw(registry().engine, str(task), require_person()[0].representative or "", now=now())
    flash(gettext("已撤回。此条目不会再出现在任何人的待办中。"), "good")
    return redirect(url_for("tasks.index"))


@blueprint.post("/tasks/<uuid:task>/claim")
def claim(task: UUID) -> BaseResponse:
    """Take a task on, or let go of it."""
    draft_work.claim(registry().engine, str(task), _who(), once=_once(), now=now())
    return redirect(url_for("tasks.show", task=task))


@blueprint.post("/tasks/<uuid:task>/assign")
def assign(task: UUID) -> BaseResponse:
    """Pass a task to somebody else who can sign."""
    to = request.form.get("to", "")
    draft_work.assign(registry().engine, str(task), _who(), to=to, once=_once(), now=now())
    flash(gettext("已转交给 %(who)s，并已通知。", who=to), "good")
    return redirect(url_for("tasks.show", task=task))


@blueprint.post("/tasks/<uuid:task>/reject")
def reject(task: UUID) -> BaseResponse:
    """Send a task back with a reason."""
    reason = request.form.get("reason", "")
    draft_work.reject(registry().engine, str(task), _who(), reason=reason, once=_once(), now=now())
    flash(gettext("已退回，并已把原因通知发起人。"), "good")
    return redirect(url_for("tasks.show", task=task))


@blueprint.post("/tasks/<uuid:task>/comment")
def comment(task: UUID) -> BaseResponse:
    """Say something about a task to all who are concerned."""
    said = request.form.get("said", "")
    draft_work.comment(registry().engine, str(task), _who(), said=said, once=_once(), now=now())
    return redirect(url_for("tasks.show", task=task))


def count() -> int:
    """Return how much waits for the present person, at most a hundred."""
    who = person()
    return worklist.count(who, now()) if who else 0


def is_concerned(who: Person, *, task: UUID) -> bool:
    """Return whether a person may see a draft: its participant, and who can sign, has signed or has worked on it."""
    engine = registry().engine
    found = drafts.find(engine, str(task))
    if found is None or who.representative is None:
        return False
    with engine.connect() as connection:
        participant = queries.participant_of(connection, who.representative)
    if participant is not None and own.participant() is None:  # the ledger has suspended the representative
        return False
    if who.representative in found.signers or drafts.is_candidate(engine, found.id, who.representative):
        return True
    if any(one.who == who.representative for one in history(engine, found.id)):
        return True
    return participant == found.participant


def _who() -> str:
    return require_person()[0].representative or ""


def _once() -> str:
    """Return what makes the same form, sent twice, count once."""
    return request.form.get("once", "")[:64] or secrets.token_hex(8)


def _shown(
    found: Waiting,
    body: object,
    *,
    facts: Sequence[tuple[object, object]],
    is_open: bool,
    candidates: Sequence[str],
) -> Response:
    page = render_template(
        "tasks/show.html",
        task=found,
        title=kind_title(found.kind),
        sentence=marked_sentence(found.kind, body),
        facts=facts,
        is_open=is_open,
        is_author=found.author == _who(),
        candidates=candidates,
        digest=hashlib.sha256(found.text).hexdigest(),
        receipt=RECEIPT.format(id=found.id),
        after=_work_on(found),
    )
    return make_response(page)


def _work_on(found: Waiting) -> Markup:
    """Return what may be done with a draft beside signing it, what people said of it, and its history."""
    engine, who = registry().engine, _who()
    is_open = found.state == drafts.OPEN and found.expires_at > now()
    candidates = drafts.candidates_of(engine, found.id) if is_open else ()
    page = render_template(
        "tasks/work.html",
        task=found,
        history=history(engine, found.id),
        is_candidate=who in candidates,
        may_assign=is_open and (who in candidates or who == found.author),
        others=tuple(one for one in candidates if one != found.assignee),
        who=who,
        once=secrets.token_hex(8),
    )
    return Markup(page)  # noqa: S704  our own template, which escapes


def _drafts(who: Person, scope: Scope, now_us: int) -> tuple[Work, ...]:
    engine, name = registry().engine, who.representative or ""
    if scope == "mine":
        return tuple(_work(one, gettext("核对并签名")) for one in drafts.waiting_for(engine, name, now_us))
    participant = own.participant()
    if participant is None:
        return ()
    of_all = drafts.open_of if scope == "organisation" else drafts.overdue_of
    return tuple(_work(one, gettext("查看")) for one in of_all(engine, participant, now_us))


def _work(one: Waiting, action: object) -> Work:
    missing = gettext("还缺 %(count)s 个签名", count=one.missing)
    return Work(
        id=one.id,
        href=url_for("tasks.show", task=one.id),
        title=kind_title(one.kind),
        sentence=marked_sentence(one.kind, body_of(parse(one.text))[1]),
        author=one.author,
        created_at=one.created_at,
        due_at=one.expires_at,
        state=missing,
        action=action,
        assignee=one.assignee,
    )


def _count_drafts(who: Person, now_us: int) -> int:
    return drafts.count_for(registry().engine, who.representative, now_us) if who.representative else 0


NAVIGATION: Final = {"overview": (Item("tasks.index", lazy_gettext("待办"), "list-checks", ("tasks.",), count=count),)}
RELATIONS: Final = {"own_task": is_concerned}
SOURCES: Final = (Source("drafts", _drafts, _count_drafts),)
