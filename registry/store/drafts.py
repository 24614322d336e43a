"""Drafts: entries that some have signed and others still have to. They live outside the ledger and expire.

A draft holds the exact text and the envelope so far. Nothing here decides who must sign: the caller asks the rules
(`preview.foresee`) and hands over who could. Withdrawing takes a draft off everybody's list; it cannot take back a
signature that somebody copied, which is why an entry expires.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from registry.ledger import note
from registry.ledger.entry import SIGNATURES_MAX, Entry
from registry.ledger.errors import Refusal
from registry.store.draft_history import note_event
from registry.store.log import entry_key
from registry.store.notices import Recipient, notify
from registry.store.tables_drafts import draft, draft_signer

OPEN = "open"
SENT = "sent"
WITHDRAWN = "withdrawn"
REJECTED = "rejected"
# What is answered about a draft that is not open any more.
_ENDED = {SENT: "draft_sent", WITHDRAWN: "draft_withdrawn", REJECTED: "draft_rejected"}
LISTED_MAX = 100
# What was never signed stays to be seen as overdue; and every draft with its history for a year after its end.
KEPT = 366 * 24 * 3600 * 1_000_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft as it stands; ``missing`` is the number of signatures that it still needs."""

    id: str
    kind: str
    author: str
    participant: str
    text: bytes
    envelope: bytes
    state: str
    created_at: int
    expires_at: int
    missing: int
    assignee: str = ""

    @property
    def signers(self) -> tuple[str, ...]:
        """The representatives who have signed, in order."""
        return tuple(one.name for one in note.parse(self.envelope, signatures_max=SIGNATURES_MAX).signatures)


def keep(
    engine: sa.Engine, entry: Entry, envelope: bytes, *, participant: str, missing: int, candidates: Iterable[str],
    now: int,
) -> Waiting:  # fmt: skip
    """Keep an envelope that needs more signatures, or put it in the place of one with fewer. Returns the draft.

    The first signer is the author. The same envelope again changes nothing.

    Raises:
        Refusal: ``draft_differs`` if the id has another text, ``draft_withdrawn``, ``draft_rejected``, ``draft_sent``.
    """
    parsed = note.parse(envelope, signatures_max=SIGNATURES_MAX)
    row = {
        "id": entry_key(entry.id), "kind": entry.kind, "author": parsed.signatures[0].name, "participant": participant,
        "text": parsed.text, "envelope": envelope, "state": OPEN, "created_at": now, "expires_at": entry.expires,
        "missing": missing, "assignee": "",
    }  # fmt: skip
    make = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
    with engine.begin() as connection:
        connection.execute(make(draft).values(row).on_conflict_do_nothing())
        known = locked(connection, entry.id)
        _check_same(known, parsed.text)
        merged = merge(known.envelope, envelope)
        signers = [one.name for one in note.parse(merged, signatures_max=SIGNATURES_MAX).signatures]
        assignee = "" if known.assignee in signers else known.assignee
        changed = {"envelope": merged, "missing": missing, "assignee": assignee}
        connection.execute(sa.update(draft).where(draft.c.id == entry_key(entry.id)).values(changed))
        for name in signers:
            note_event(connection, known.id, once=f"signed {name}", who=name, action="signed", at=now)
        new = _name_candidates(connection, entry, candidates)
        facts: dict[str, str | int] = {"kind": entry.kind, "author": known.author, "expires_at": entry.expires}
        to = [Recipient(representative=one) for one in new]
        notify(connection, event="task_waiting", to=to, facts=facts, now=now, link=f"/tasks/{known.id}")
    return get(engine, entry.id)


def merge(first: bytes, second: bytes) -> bytes:
    """Return the envelope of one text with the signatures of both, those of the first in front."""
    before = note.parse(first, signatures_max=SIGNATURES_MAX)
    added = note.parse(second, signatures_max=SIGNATURES_MAX)
    others = tuple(one for one in added.signatures if one not in before.signatures)
    return note.render(note.Note(before.text, (*before.signatures, *others)))


def get(engine: sa.Engine, entry_id: str) -> Waiting:
    """Return a draft.

    Raises:
        Refusal: ``unknown_draft``.
    """
    with engine.connect() as connection:
        found = _find(connection, entry_id)
    if found is None:
        raise Refusal("unknown_draft", id=entry_id)
    return found


def find(engine: sa.Engine, entry_id: str) -> Waiting | None:
    """Return a draft, or None."""
    with engine.connect() as connection:
        return _find(connection, entry_id)


def waiting_for(engine: sa.Engine, representative: str, now: int) -> tuple[Waiting, ...]:
    """Return the drafts that this representative's signature would help, the soonest to expire first.

    What somebody else has taken on is not among them.
    """
    rows = sa.select(draft).join(draft_signer, draft_signer.c.id == draft.c.id).where(_mine(representative, now))
    with engine.connect() as connection:
        found = connection.execute(rows.order_by(draft_signer.c.expires_at).limit(LISTED_MAX))
        return tuple(_waiting(row) for row in found)


def count_for(engine: sa.Engine, representative: str, now: int) -> int:
    """Return how many drafts wait for this representative, at most a hundred."""
    rows = sa.select(draft.c.id).join(draft_signer, draft_signer.c.id == draft.c.id).where(_mine(representative, now))
    with engine.connect() as connection:
        return len(connection.execute(rows.limit(LISTED_MAX)).all())


def open_of(engine: sa.Engine, participant: str, now: int) -> tuple[Waiting, ...]:
    """Return the open drafts of a participant, whoever has begun them, the soonest to expire first."""
    own = sa.and_(draft.c.participant == participant, draft.c.state == OPEN, draft.c.expires_at > now)
    return _listed(engine, own, draft.c.expires_at)


def overdue_of(engine: sa.Engine, participant: str, now: int) -> tuple[Waiting, ...]:
    """Return the drafts of a participant that expired before enough had signed, the last to expire first."""
    own = sa.and_(draft.c.participant == participant, draft.c.state == OPEN, draft.c.expires_at <= now)
    return _listed(engine, own, draft.c.expires_at.desc())


def begun_by(engine: sa.Engine, representative: str, now: int) -> tuple[Waiting, ...]:
    """Return the open drafts of an author that wait for others, the soonest to expire first."""
    mine = sa.and_(draft.c.author == representative, draft.c.state == OPEN, draft.c.expires_at > now)
    return _listed(engine, mine, draft.c.expires_at)


def is_candidate(engine: sa.Engine, entry_id: str, representative: str) -> bool:
    """Return whether this representative's signature would help a draft."""
    own = sa.and_(draft_signer.c.id == entry_key(entry_id), draft_signer.c.representative == representative)
    with engine.connect() as connection:
        return connection.execute(sa.select(draft_signer.c.id).where(own)).first() is not None


def candidates_of(engine: sa.Engine, entry_id: str) -> tuple[str, ...]:
    """Return the representatives whose signatures would help a draft."""
    rows = sa.select(draft_signer.c.representative).where(draft_signer.c.id == entry_key(entry_id))
    with engine.connect() as connection:
        return tuple(connection.scalars(rows.order_by(draft_signer.c.representative)))


def close(
    engine: sa.Engine, entry_id: str, *, who: str, result: str, now: int, facts: Mapping[str, str | int] | None = None
) -> Waiting | None:
    """Take a draft off all lists because its entry stands in the journal; return it, or None where there is none.

    ``who`` signed last, ``result`` is the journal's, and ``facts`` are what its author is told of a refusal beside it.
    """
    with engine.begin() as connection:
        found = _find(connection, entry_id)
        if found is None or found.state == SENT:
            return None
        note_event(connection, entry_id, once=f"signed {who}", who=who, action="signed", at=now)
        note_event(connection, entry_id, once="sent", who=who, action="sent", said=result, at=now)
        _end(connection, entry_id, SENT)
        if who != found.author:
            to = [Recipient(representative=found.author)]
            known = {"kind": found.kind, "result": result, **(facts or {})}
            notify(connection, event="task_done", to=to, facts=known, now=now, link=f"/tasks/{found.id}")
    return found


def withdraw(engine: sa.Engine, entry_id: str, representative: str, *, now: int) -> None:
    """Take back an own draft; twice changes nothing.

    Raises:
        Refusal: ``unknown_draft``, ``not_the_author``, ``draft_sent``, ``draft_rejected``.
    """
    with engine.begin() as connection:
        found = locked(connection, entry_id)
        if found.author != representative:
            raise Refusal("not_the_author", author=found.author)
        if found.state in (SENT, REJECTED):
            raise Refusal(_ENDED[found.state], id=entry_id)
        note_event(connection, entry_id, once="withdrawn", who=representative, action="withdrawn", at=now)
        _end(connection, entry_id, WITHDRAWN)


def end_rejected(connection: sa.Connection, entry_id: str) -> None:
    """Take a draft off all lists because somebody has sent it back."""
    _end(connection, entry_id, REJECTED)


def forget_expired(engine: sa.Engine, now: int) -> int:
    """Take expired drafts off the lists of those who could sign; delete those kept long enough, and return how many."""
    before = now - KEPT
    with engine.begin() as connection:
        connection.execute(sa.delete(draft_signer).where(draft_signer.c.expires_at < now))
        # Their signers and events go with them, by the keys.
        return connection.execute(sa.delete(draft).where(draft.c.expires_at < before)).rowcount


def check_open(found: Waiting, now: int) -> None:
    """Return if a draft still takes signatures.

    Raises:
        Refusal: ``draft_withdrawn``, ``draft_rejected``, ``draft_sent``, ``draft_expired``.
    """
    if found.state != OPEN:
        raise Refusal(_ENDED[found.state], id=found.id)
    if found.expires_at <= now:
        raise Refusal("draft_expired", id=found.id)


def _mine(representative: str, now: int) -> sa.ColumnElement[bool]:
    return sa.and_(
        draft_signer.c.representative == representative,
        draft_signer.c.expires_at > now,
        draft.c.assignee.in_(("", representative)),
    )


def _listed(
    engine: sa.Engine, condition: sa.ColumnElement[bool], order: sa.ColumnElement[object]
) -> tuple[Waiting, ...]:
    with engine.connect() as connection:
        found = connection.execute(sa.select(draft).where(condition).order_by(order).limit(LISTED_MAX))
        return tuple(_waiting(row) for row in found)


def _end(connection: sa.Connection, entry_id: str, state: str) -> None:
    key = entry_key(entry_id)
    connection.execute(sa.update(draft).where(draft.c.id == key).values(state=state, missing=0))
    connection.execute(sa.delete(draft_signer).where(draft_signer.c.id == key))


def _check_same(known: Waiting, text: bytes) -> None:
    if known.text != text:
        raise Refusal("draft_differs", id=known.id)
    if known.state != OPEN:
        raise Refusal(_ENDED[known.state], id=known.id)


def _name_candidates(connection: sa.Connection, entry: Entry, candidates: Iterable[str]) -> list[str]:
    """Write down who could sign now; return those who could not before."""
    key = entry_key(entry.id)
    before = set(connection.scalars(sa.select(draft_signer.c.representative).where(draft_signer.c.id == key)))
    connection.execute(sa.delete(draft_signer).where(draft_signer.c.id == key))
    rows = [{"representative": one, "expires_at": entry.expires, "id": key} for one in sorted(set(candidates))]
    if rows:
        connection.execute(sa.insert(draft_signer), rows)
    return sorted(set(candidates) - before)


def locked(connection: sa.Connection, entry_id: str) -> Waiting:
    """Return a draft that nobody else changes before this transaction ends: writing first takes the lock."""
    connection.execute(sa.update(draft).where(draft.c.id == entry_key(entry_id)).values(missing=draft.c.missing))
    found = _find(connection, entry_id)
    if found is None:
        raise Refusal("unknown_draft", id=entry_id)
    return found


def _find(connection: sa.Connection, entry_id: str) -> Waiting | None:
    row = connection.execute(sa.select(draft).where(draft.c.id == entry_key(entry_id))).first()
    return None if row is None else _waiting(row)


def _waiting(row: sa.Row[tuple[object, ...]]) -> Waiting:
    return Waiting(str(UUID(bytes=row.id)), *[getattr(row, name) for name in Waiting.__slots__[1:]])
