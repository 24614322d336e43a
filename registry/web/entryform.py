"""From a form to an entry that waits for its signature, for any kind: fill in, check your answers, sign.

`entry_page` serves it all; a kind's page is one declaration. What the rules would refuse now comes back to the form
before anybody signs. The journal decides again, with whatever has changed until then.
"""

import secrets
from collections.abc import Mapping
from typing import Final

import marshmallow as ma
from flask import Blueprint, request, url_for
from flask_babel import gettext, lazy_gettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from registry.catalog import CATALOGUE
from registry.ledger.checkpoint import parse_checkpoint
from registry.ledger.codec import fields
from registry.ledger.entry import Entry, Seen, compose, read_body, write
from registry.ledger.errors import LedgerError, Refusal
from registry.ledger.instants import UUID7_RANDOM_BYTES
from registry.ledger.rules import DAY_SECONDS, Kind
from registry.store.answers import NotWritten
from registry.store.preview import Preview, foresee, revision_in_force
from registry.web.bodies import Ask, BodyForm, body_form
from registry.web.foreseen import facts_of
from registry.web.forms import Filled, form_page, refused, set_aside
from registry.web.keeping import SAVED, keeps_typed, start_of
from registry.web.presence import is_grave
from registry.web.seam import now, registry, require_person
from registry.web.signing import Draft, sign_page
from registry.web.words import kind_title, marked_sentence

# What moves units expires within a day by its kind; everything else gets a week for the others to sign.
LIFETIME_MAX: Final = 7 * DAY_SECONDS
_FILL_IN: Final = lazy_gettext("填写")
_CHECK: Final = lazy_gettext("核对并签名")
_OTHERS: Final = lazy_gettext("他人签名")
_DONE: Final = lazy_gettext("写入日志")


def entry_page(
    blueprint: Blueprint, rule: str, *, kind: str, endpoint: str, asks: Mapping[str, Ask] | None = None,
    intro: object = "", codes: Mapping[str, str] | None = None, template: str = "form.html",
) -> BodyForm:  # fmt: skip
    """Serve the form of a kind at this rule, and the page to sign behind it; return the form.

    The form is that of the revision in force; ``asks`` may name fields that only some revisions have.
    """
    forms = {
        number: body_form(known, asks=_asks_of(known, asks or {}), intro=intro, codes=codes)
        for number, known in CATALOGUE.kinds[kind].items()
    }

    @keeps_typed
    def serve() -> Response:
        made = forms[_revision_in_force(kind) or max(forms)]
        if request.method == "GET":
            given = start_of(request.args)
            start = given if SAVED in given else made.start(given)
            return form_page(Filled(made.form, start, {}, {}), template)
        filled = made.form.posted()
        aside = set_aside(filled, template)
        if aside is not None:
            return aside
        try:
            body, errors = made.read(filled)
            if errors:
                return form_page(Filled(made.form, filled.raw, {}, errors), template, 422)
            return sign_page(new_draft(made.kind, body), filled.raw)
        except (LedgerError, ma.ValidationError) as error:
            return _refused(filled, error, template)

    serve.of_kind = kind  # type: ignore[attr-defined]  # a mark by which a test knows what has a form
    blueprint.add_url_rule(rule, endpoint, serve, methods=["GET", "POST"])
    return forms[max(forms)]


def _asks_of(kind: Kind, asks: Mapping[str, Ask]) -> dict[str, Ask]:
    known = {spec.name for spec in fields(kind.body)}
    return {path: ask for path, ask in asks.items() if path.partition(".")[0] in known}


def _revision_in_force(kind: str) -> int | None:
    with registry().engine.connect() as connection:
        return revision_in_force(connection, kind)


def new_draft(kind: Kind, body: object) -> Draft:
    """Return a new entry of this body, written now, as the page to sign shows it.

    Raises:
        Refusal: those of `foreseen_draft`.
    """
    instant = now()
    entry = compose(
        kind.name, body, origin=registry().origin, at_ms=instant // 1000,
        seconds=min(kind.lifetime_max, LIFETIME_MAX), random=secrets.token_bytes(UUID7_RANDOM_BYTES), seen=_seen(),
    )  # fmt: skip
    return foreseen_draft(entry, kind, body)


def foreseen_draft(entry: Entry, kind: Kind, body: object) -> Draft:
    """Return the page to sign of an entry that nobody has signed, after the rules have looked at it.

    Raises:
        Refusal: what the rules would answer now; ``signer_not_concerned`` if the person's signature is not asked for.
    """
    instant = now()
    representative = require_person()[0].representative
    with registry().engine.connect() as connection:
        preview = foresee(
            connection, CATALOGUE, kind, body=body, signers=(), now=instant, author=representative, entry_id=entry.id
        )
        if not preview.is_concerned:
            raise Refusal("signer_not_concerned", signer=representative or "—")
        if preview.refusal is not None:
            raise preview.refusal
        facts = facts_of(connection, entry, kind, body, preview)
    return draft_of(entry, body, preview, facts=facts)


def draft_of(
    entry: Entry,
    body: object,
    preview: Preview,
    *,
    facts: tuple[tuple[object, object], ...],
    envelope: bytes = b"",
    after: str | Markup = "",
) -> Draft:
    """Return the page to sign of an entry, with the signatures that it has."""
    others = bool(preview.missing_after) or bool(envelope)
    note = (
        gettext("签名后，其他签名人会在“待办”中看到同一句话；写入日志前您可以随时撤回。")
        if preview.missing_after
        else ""
    )
    return Draft(
        text=write(entry),
        title=kind_title(entry.kind) if envelope else gettext("核对并签名"),
        sentence=marked_sentence(entry.kind, body),
        facts=facts,
        envelope=envelope,
        grave=is_grave(body_of(entry)[0]),
        target=url_for("tasks.sign", saved=request.form.get(SAVED) or None),
        upload=url_for("tasks.upload"),
        note=note,
        steps=(_FILL_IN, _CHECK, _OTHERS, _DONE) if others else (_FILL_IN, _CHECK, _DONE),
        step=3 if envelope else 2,
        after=after,
    )


def body_of(entry: Entry) -> tuple[Kind, object]:
    """Return the kind, in the newest revision that can read it, and the body of an entry.

    Raises:
        Malformed: ``unknown_kind``.
    """
    return read_body(CATALOGUE, entry.kind, entry.body)


def _seen() -> Seen | None:
    """Return the newest signed head, which the author commits to having been shown."""
    try:
        signed = registry().signed()
    except NotWritten:  # the form can be filled in while the writer is away
        return None
    if not signed:
        return None
    head, _ = parse_checkpoint(signed)
    return Seen(head.size, head.root) if head.size else None


def _refused(filled: Filled, error: LedgerError | ma.ValidationError, template: str) -> Response:
    """Return the form with the answer at the field whose value it names, where no code says better."""
    if isinstance(error, LedgerError) and error.code not in filled.form.fields_of_codes:
        named = {str(value) for value in error.facts.values()}
        field = next((name for name, text in filled.raw.items() if text and text in named), None)
        if field is None and error.code in _UNITS and "units" in filled.raw:
            field = "units"
        if field is not None:
            error.facts["field"] = field
    return refused(filled, error, template)


_UNITS: Final = frozenset({"units_not_held", "units_frozen", "too_fragmented", "ranges_differ"})
