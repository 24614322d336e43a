"""Documents on pages: taken from a form's file field, shown beside the hash that names them, and who may read them.

A file is kept as soon as it comes in, under a salted hash that the form carries from then on, so that going back and
correcting need no second upload. Whose document it is says the first entry that names it, or, until there is one,
whoever has brought it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal
from uuid import UUID

from flask import Response, current_app, request, url_for
from flask_babel import gettext, lazy_gettext
from markupsafe import Markup

from registry.areas.auditing.queries.entry import is_party
from registry.catalog import CATALOGUE
from registry.ledger.errors import LedgerError, Refusal
from registry.signin import Person
from registry.store import documents, drafts
from registry.store.document_names import bodies_at, first_named, named_by
from registry.store.documents import BYTES_MAX, ENDINGS, Document
from registry.web import own
from registry.web.formats import figure
from registry.web.language import language
from registry.web.messages import sentence
from registry.web.seam import now, person, registry, require_person
from registry.web.words import Said, label_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

# What a browser's dialogue offers; the bytes decide.
ACCEPTS: Final = ".pdf,.png,.jpg,.jpeg,.ofd,.xlsx"
HELP: Final = lazy_gettext("PDF、PNG、JPEG、OFD 或 XLSX，最大 3 MB。文件不进入日志，日志只记其加盐哈希。")
PUBLIC_HELP: Final = lazy_gettext(
    "PDF、PNG、JPEG、OFD 或 XLSX，最大 3 MB。条目记录后，任何人都可以下载此文件；日志只记其加盐哈希。"
)
# Kinds that decide for all: whoever reads what was decided may read why.
PUBLIC_KINDS: Final = frozenset({
    "credits.accredit", "credits.admit_class", "credits.admit_methodology", "credits.ban", "credits.publish_design",
    "credits.publish_period", "credits.validate_project", "credits.verify_reductions",
    "participants.activate", "participants.attest", "participants.set_calendar",
    "trading.open_product",
})  # fmt: skip


# Says of an entry's body, as JSON, whether its documents concern a participant that is no party to it.
Reader = Callable[["Connection", Any, str], bool]
State = Literal["kept", "erased", "absent", "closed"]
_ABSENT: Final[tuple[State, str, int]] = ("absent", "", 0)
_WHY_NOT: Final = {
    "erased": lazy_gettext("文件已删除，哈希留存"),
    "absent": lazy_gettext("未交来文件，只有哈希"),
    "closed": lazy_gettext("仅当事方与监管方可以下载"),
}


@dataclass(frozen=True, slots=True)
class Cited:
    """A document that an entry names, and what the reader may know of it; without `kept` neither name nor size."""

    label: Said
    digest: str
    state: State
    name: str = ""
    size: int = 0


def take(names: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Keep the files that were chosen for these fields; return their digests, and what is wrong, by field."""
    digests, errors = {}, {}
    for name in names:
        file = request.files.get(f"{name}.file")
        if file is None or not file.filename:
            continue
        data = file.read(BYTES_MAX + 1)
        file.close()
        try:
            digests[name] = bring(file.filename, data)
        except LedgerError as error:
            errors[name] = sentence(error.code, error.facts, language())
    return digests, errors


def bring(name: str, data: bytes) -> str:
    """Keep a file of whoever is at hand, and return its digest.

    Raises:
        Refusal: ``not_permitted`` for who signs for nobody. Malformed, Refusal: those of keeping it.
    """
    by = require_person()[0].representative
    if by is None:
        raise Refusal("not_permitted")
    upload = documents.read_upload(name, data, takes_more=True)
    return documents.keep_new(registry().engine, upload, by=by, now=now())


def own_document(digest: str) -> Document | None:
    """Return a document that the person at hand has brought, or None; a form shows it beside its field."""
    who = person()
    if not digest or who is None or who.representative is None:
        return None
    with registry().engine.connect() as connection:
        found = documents.find(connection, digest)
    return found if found is not None and found.brought_by == who.representative else None


def cited_by(connection: "Connection", kind: str, body: Any) -> tuple[Cited, ...]:  # noqa: ANN401  a JSON value
    """Return the documents that an entry's body, as JSON, names."""
    return _cited(connection, {0: (kind, body)}).get(0, ())


def cited_at(connection: "Connection", positions: Sequence[int]) -> dict[int, tuple[Cited, ...]]:
    """Return the documents that entries name, by position."""
    return _cited(connection, bodies_at(connection, positions))


def named(digests: Sequence[str]) -> tuple[Cited, ...]:
    """Return documents that a record names, for its page."""
    with registry().engine.connect() as connection:
        known = documents.find_all(connection, digests)
        return tuple(
            Cited(label_of("document"), one, *(_shown(connection, known[one]) if one in known else _ABSENT))
            for one in digests
        )


def _cited(connection: "Connection", bodies: Mapping[int, tuple[str, Any]]) -> dict[int, tuple[Cited, ...]]:
    named = {at: tuple(dict.fromkeys(named_by(CATALOGUE, *one))) for at, one in bodies.items()}
    known = documents.find_all(connection, {digest for pairs in named.values() for _, digest in pairs})
    shown = {digest: _shown(connection, found) for digest, found in known.items()}
    return {
        at: tuple(Cited(label_of(name, bodies[at][0]), digest, *shown.get(digest, _ABSENT)) for name, digest in pairs)
        for at, pairs in named.items()
    }


def _shown(connection: "Connection", found: Document) -> tuple[State, str, int]:
    if found.erased_at is not None:
        return "erased", "", 0
    return ("kept", file_name(found), found.size) if may_read(connection, found) else ("closed", "", 0)


def document_facts(connection: "Connection", kind: str, body: Any) -> Sequence[tuple[object, object]]:  # noqa: ANN401
    """Return a line for each document that an entry is going to name: what it is, to be read before signing."""
    return [(one.label, link_to(one)) for one in cited_by(connection, kind, body)]


def link_to(cited: Cited) -> Markup:
    """Return a link to a document, or why there is none."""
    if cited.state != "kept":
        return Markup('<code class="id">{}…</code> {}').format(cited.digest[:12], _WHY_NOT[cited.state])
    size = gettext("%(size)s KB", size=figure(cited.size // 1024 + 1))
    text = Markup('<a href="{}" download><bdi>{}</bdi></a> <span class="quiet">{}</span>')
    return text.format(url_for("documents.show", digest=cited.digest), cited.name, size)


def file_name(found: Document) -> str:
    """Return the name under which a document is saved: what it was called, with the ending that its bytes have."""
    ending = ENDINGS.get(found.media_type, ".bin")
    stem = found.name or found.digest[:12]
    return stem if stem.lower().endswith(ending) else f"{stem}{ending}"


def document_response(name: str, data: bytes, media_type: str) -> Response:
    """Return a file to be saved: never shown within these pages, and never taken for another kind."""
    response = Response(data, mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def may_read(connection: "Connection", found: Document) -> bool:
    """Return whether the reader at hand may have a document: whom it concerns, who oversees, or all if it is public."""
    who = person()
    if who is not None and (own.oversees() or (found.brought_by and found.brought_by == who.representative)):
        return True
    named = first_named(connection, found.digest)
    if named is not None and named[1] in PUBLIC_KINDS:
        return True
    if who is None:
        return False
    if named is not None:
        participant = own.participant()
        return participant is not None and (
            is_party(connection, named[0], participant) or _concerns(connection, *named, participant)
        )
    return _is_asked_to_sign(who, found)


def _concerns(connection: "Connection", position: int, kind: str, participant: str) -> bool:
    readers: Mapping[str, Reader] = current_app.extensions["document_readers"]
    return kind in readers and readers[kind](connection, bodies_at(connection, [position])[position][1], participant)


def _is_asked_to_sign(who: Person, found: Document) -> bool:
    """Return whether somebody is concerned in a draft that names a document, by the author who brought it."""
    from registry.web.tasks import is_concerned  # the tasks' pages stand above the forms, which need this module

    waiting = drafts.begun_by(registry().engine, found.brought_by, now()) if found.brought_by else ()
    return any(found.digest.encode() in one.text and is_concerned(who, task=UUID(one.id)) for one in waiting)
