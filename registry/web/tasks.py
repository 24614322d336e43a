"""Tasks: drafts that wait for signatures, and the one place where a signed envelope from the browser arrives.

With all its signatures an envelope goes to the journal; with too few it is kept as a draft, and shows up as a task for
everybody whose signature would help. Whether it is enough is the journal's answer, not a guess made here.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from registry.areas.participants import queries
from registry.catalog import CATALOGUE
from registry.ledger.entry import Checked, parse
from registry.ledger.errors import Malformed, Refusal
from registry.signin import Person
from registry.store import drafts
from registry.store.drafts import Waiting
from registry.store.preview import Preview, foresee, read_envelope
from registry.web.entryform import body_of, draft_of
from registry.web.foreseen import facts_of
from registry.web.navigation import Item
from registry.web.permissions import SIGNED_IN, Access, related
from registry.web.seam import now, person, registry, require_person
from registry.web.signing import RECEIPT, sign_page
from registry.web.views import json_response
from registry.web.words import Said, kind_title, marked_sentence

blueprint = Blueprint("tasks", __name__)
PERMISSIONS: Final[dict[str, Access]] = {
    "tasks.sign": SIGNED_IN,
    "tasks.upload": SIGNED_IN,
    "tasks.index": SIGNED_IN,
    "tasks.show": related("own_task"),
    "tasks.withdraw": related("own_task"),
}
ENVELOPE_MAX: Final = 20 * 1024
ACCEPTED: Final = "accepted"
# Unrecorded answers that more signatures resolve.
INCOMPLETE: Final = frozenset({"not_enough_signatures", "possession_not_shown", "offline_key_required"})


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an envelope: its receipt, or the draft that it became."""

    id: str
    index: int | None
    next: str


@dataclass(frozen=True, slots=True)
class Task:
    """A draft in a list."""

    id: str
    title: Said
    sentence: object
    author: str
    created_at: int
    expires_at: int
    missing: int


def take(envelope: bytes) -> Taken:
    """Submit an envelope, or keep it as a draft if signatures are missing.

    Raises:
        Malformed, Refusal: what the journal answers; ``envelope_unsigned``, ``draft_withdrawn``, ``draft_expired``,
            ``signer_not_concerned``.
    """
    if not envelope:
        raise Malformed("envelope_missing")
    if len(envelope) > ENVELOPE_MAX:
        raise Malformed("envelope_long", limit=ENVELOPE_MAX)
    if b"\n\n" not in envelope:  # the entry as it was downloaded, chosen in place of what `registry sign` wrote
        raise Malformed("envelope_unsigned")
    checked = _read(envelope)
    known = drafts.find(registry().engine, checked.entry.id)
    if known is not None and known.state != drafts.SENT:
        drafts.check_open(known, now())
        if known.text == _text_of(checked):
            envelope = drafts.merge(known.envelope, envelope)
            checked = _read(envelope)
    _check_helpful(checked)
    try:
        answer = registry().submit(envelope)
    except Refusal as refusal:
        if refusal.code not in INCOMPLETE:
            raise
        return _kept(checked)
    drafts.close(registry().engine, answer.id)
    if answer.result != ACCEPTED:
        raise Refusal(answer.result, id=answer.id, index=answer.index, receipt=RECEIPT.format(id=answer.id))
    return Taken(answer.id, answer.index, RECEIPT.format(id=answer.id))


@blueprint.post("/tasks/sign")
def sign() -> Response:
    """Take what the signing page sends, and say where the browser should go."""
    taken = take(request.get_data(cache=False))
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


@blueprint.get("/tasks")
def index() -> Response:
    """Show what waits for the person, and what the person's own entries wait for."""
    who = require_person()[0].representative or ""
    engine = registry().engine
    page = render_template(
        "tasks/index.html",
        mine=_tasks(drafts.waiting_for(engine, who, now())),
        begun=_tasks(drafts.begun_by(engine, who, now())),
    )
    return make_response(page)


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
    preview = _foreseen(_read(found.envelope), author=who)
    with registry().engine.connect() as connection:
        facts = facts_of(connection, entry, kind, body, preview)
    signed = ((gettext("已签名"), gettext("、").join(found.signers)),)
    if preview.is_concerned:
        return sign_page(draft_of(entry, body, preview, facts=(*facts, *signed), envelope=found.envelope))
    candidates = tuple(dict.fromkeys(name for one in preview.missing for name in one.candidates))
    return _shown(found, body, facts=(*facts[:-2], *signed, facts[-1]), is_open=True, candidates=candidates)


@blueprint.post("/tasks/<uuid:task>/withdraw")
def withdraw(task: UUID) -> BaseResponse:
    """Take back an own draft."""
    drafts.withdraw(registry().engine, str(task), require_person()[0].representative or "")
    flash(gettext("已撤回。此条目不会再出现在任何人的待办中。"), "good")
    return redirect(url_for("tasks.index"))


def count() -> int:
    """Return how many drafts wait for the present person."""
    who = person()
    return drafts.count_for(registry().engine, who.representative, now()) if who and who.representative else 0


def is_concerned(who: Person, *, task: UUID) -> bool:
    """Return whether a person may see a draft: its author, those who can sign or have signed, and its participant."""
    found = drafts.find(registry().engine, str(task))
    if found is None or who.representative is None:
        return False
    if who.representative in found.signers or drafts.is_candidate(registry().engine, found.id, who.representative):
        return True
    with registry().engine.connect() as connection:
        return queries.participant_of(connection, who.representative) == found.participant


def _shown(
    found: Waiting,
    body: object,
    *,
    facts: Sequence[tuple[object, object]],
    is_open: bool,
    candidates: Sequence[str],
) -> Response:
    who = require_person()[0].representative
    page = render_template(
        "tasks/show.html",
        task=found,
        title=kind_title(found.kind),
        sentence=marked_sentence(found.kind, body),
        facts=facts,
        is_open=is_open,
        is_author=found.author == who,
        candidates=candidates,
        digest=hashlib.sha256(found.text).hexdigest(),
        receipt=RECEIPT.format(id=found.id),
    )
    return make_response(page)


def _tasks(found: Sequence[Waiting]) -> tuple[Task, ...]:
    return tuple(
        Task(
            id=one.id,
            title=kind_title(one.kind),
            sentence=marked_sentence(one.kind, body_of(parse(one.text))[1]),
            author=one.author,
            created_at=one.created_at,
            expires_at=one.expires_at,
            missing=one.missing,
        )
        for one in found
    )


def _read(envelope: bytes) -> Checked:
    with registry().engine.connect() as connection:
        return read_envelope(connection, envelope, origin=registry().origin, catalogue=CATALOGUE)


def _text_of(checked: Checked) -> bytes:
    return checked.envelope[: checked.envelope.index(b"\n\n") + 1]


def _foreseen(checked: Checked, *, signed: int | None = None, author: str | None = None) -> Preview:
    kind, body = body_of(checked.entry)
    signers = checked.signers[:signed]
    with registry().engine.connect() as connection:
        return foresee(
            connection, CATALOGUE, kind, body=body, signers=signers, now=now(), author=author,
            entry_id=checked.entry.id,
        )  # fmt: skip


def _check_helpful(checked: Checked) -> None:
    """Refuse a signature that the entry does not ask for: kept, it would spoil the envelope for all the others."""
    for position, signer in enumerate(checked.signers):
        if not _foreseen(checked, signed=position, author=signer.representative).is_concerned:
            raise Refusal("signer_not_concerned", signer=signer.representative)


def _kept(checked: Checked) -> Taken:
    preview = _foreseen(checked)
    author = checked.signers[0].representative
    with registry().engine.connect() as connection:
        participant = queries.participant_of(connection, author) or ""
    kept = drafts.keep(
        registry().engine, checked.entry, checked.envelope,
        participant=participant,
        missing=sum(one.count for one in preview.missing),
        candidates=[name for one in preview.missing for name in one.candidates],
        now=now(),
    )  # fmt: skip
    return Taken(kept.id, None, url_for("tasks.show", task=kept.id))


NAVIGATION: Final = {"overview": (Item("tasks.index", lazy_gettext("待办"), "list-checks", ("tasks.",), count=count),)}
RELATIONS: Final = {"own_task": is_concerned}
