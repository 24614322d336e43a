"""Taking a signed envelope from a person: to the journal if it is whole, else to the drafts."""

from dataclasses import dataclass
from typing import Final

from flask import url_for

from registry.areas.participants import queries
from registry.catalog import CATALOGUE
from registry.ledger.entry import Checked
from registry.ledger.errors import Malformed, Refusal
from registry.notice_wording import result_facts
from registry.store import drafts
from registry.store.preview import Preview, foresee, read_envelope
from registry.web.entryform import body_of
from registry.web.seam import now, registry
from registry.web.signing import RECEIPT

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


def take(envelope: bytes) -> Taken:
    """Submit an envelope, or keep it as a draft if signatures are missing.

    Raises:
        Malformed, Refusal: what the journal answers; ``envelope_unsigned``, ``draft_withdrawn``, ``draft_rejected``,
            ``draft_expired``, ``signer_not_concerned``.
    """
    if not envelope:
        raise Malformed("envelope_missing")
    if len(envelope) > ENVELOPE_MAX:
        raise Malformed("envelope_long", limit=ENVELOPE_MAX)
    if b"\n\n" not in envelope:  # the entry as it was downloaded, chosen in place of what `registry sign` wrote
        raise Malformed("envelope_unsigned")
    checked = read_checked(envelope)
    known = drafts.find(registry().engine, checked.entry.id)
    if known is not None and known.state != drafts.SENT:
        drafts.check_open(known, now())
        if known.text == _text_of(checked):
            envelope = drafts.merge(known.envelope, envelope)
            checked = read_checked(envelope)
    _check_helpful(checked)
    try:
        answer = registry().submit(envelope)
    except Refusal as refusal:
        if refusal.code not in INCOMPLETE:
            raise
        return _kept(checked)
    facts = {} if answer.result == ACCEPTED else _facts_of(checked, answer.result)
    drafts.close(
        registry().engine, answer.id, who=checked.signers[-1].representative, result=answer.result, now=now(),
        facts=result_facts(facts),
    )  # fmt: skip
    if answer.result != ACCEPTED:
        own = {"id": answer.id, "index": answer.index, "receipt": RECEIPT.format(id=answer.id)}
        raise Refusal(answer.result, **(facts | own))
    return Taken(answer.id, answer.index, RECEIPT.format(id=answer.id))


def _facts_of(checked: Checked, code: str) -> dict[str, object]:
    """Return the facts of a refusal, which the journal does not keep: what the rules say now, if it is the same."""
    try:
        found = foreseen(checked).refusal
    except Refusal as refusal:
        found = refusal
    return dict(found.facts) if found is not None and found.code == code else {}


def read_checked(envelope: bytes) -> Checked:
    """Return an envelope, read and checked against what the ledger knows of its signers."""
    with registry().engine.connect() as connection:
        return read_envelope(connection, envelope, origin=registry().origin, catalogue=CATALOGUE)


def _text_of(checked: Checked) -> bytes:
    return checked.envelope[: checked.envelope.index(b"\n\n") + 1]


def foreseen(checked: Checked, *, signed: int | None = None, author: str | None = None) -> Preview:
    """Return what the rules say of an entry now, with its first ``signed`` signatures, if ``author`` signs next."""
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
        if not foreseen(checked, signed=position, author=signer.representative).is_concerned:
            raise Refusal("signer_not_concerned", signer=signer.representative)


def _kept(checked: Checked) -> Taken:
    preview = foreseen(checked)
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
