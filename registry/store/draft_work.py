"""Work on drafts: taking one on, passing it to another, sending it back with a reason, talking about it.

None of it signs anything or keeps anybody from signing; only sending back ends a draft. Whoever is concerned by an act
is told of it in the same transaction.
"""

from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa

from registry.ledger.errors import Malformed, Refusal
from registry.store.draft_history import note_event
from registry.store.drafts import Waiting, check_open, end_rejected, locked
from registry.store.log import entry_key
from registry.store.notices import Recipient, notify
from registry.store.tables_drafts import draft, draft_event, draft_signer

SAID_MAX: Final = 1000
LINK: Final = "/tasks/{id}"


def claim(engine: sa.Engine, entry_id: str, who: str, *, once: str, now: int) -> None:
    """Take a draft on, or let go of an own one; others see it and may sign all the same.

    Raises:
        Refusal: ``unknown_draft``, ``not_a_candidate``, ``task_taken``, or that the draft is not open.
    """
    with engine.begin() as connection:
        found = _open(connection, entry_id, now)
        _check_candidate(connection, entry_id, who)
        if found.assignee not in ("", who):
            raise Refusal("task_taken", by=found.assignee)
        action = "released" if found.assignee == who else "claimed"
        if note_event(connection, entry_id, once=once, who=who, action=action, at=now):
            _assign(connection, entry_id, "" if found.assignee == who else who)


def assign(engine: sa.Engine, entry_id: str, who: str, *, to: str, once: str, now: int) -> None:
    """Pass a draft to somebody whose signature would help, and tell them.

    Raises:
        Refusal: ``unknown_draft``, ``not_a_candidate`` for either, or that the draft is not open.
    """
    with engine.begin() as connection:
        found = _open(connection, entry_id, now)
        if who != found.author:
            _check_candidate(connection, entry_id, who)
        _check_candidate(connection, entry_id, to)
        if note_event(connection, entry_id, once=once, who=who, action="assigned", said=to, at=now):
            _assign(connection, entry_id, to)
            _tell(connection, found, "task_assigned", {to}, by=who, now=now)


def reject(engine: sa.Engine, entry_id: str, who: str, *, reason: str, once: str, now: int) -> None:
    """Send a draft back to its author with a reason; nobody can sign it any more. The author and signers are told.

    Raises:
        Malformed: ``reason_missing``, ``said_too_long``. Refusal: ``unknown_draft``, ``not_a_candidate``, or that the
        draft is not open.
    """
    said = _checked(reason)
    with engine.begin() as connection:
        found = _open(connection, entry_id, now)
        _check_candidate(connection, entry_id, who)
        note_event(connection, entry_id, once=once, who=who, action="rejected", said=said, at=now)
        end_rejected(connection, entry_id)
        _tell(connection, found, "task_rejected", {found.author, *found.signers} - {who}, by=who, reason=said, now=now)


def comment(engine: sa.Engine, entry_id: str, who: str, *, said: str, once: str, now: int) -> None:
    """Say something about a draft to everybody who has signed it, works on it, or has spoken before.

    Raises:
        Malformed: ``reason_missing``, ``said_too_long``. Refusal: ``unknown_draft``.
    """
    text = _checked(said)
    with engine.begin() as connection:
        found = locked(connection, entry_id)
        if not note_event(connection, entry_id, once=once, who=who, action="commented", said=text, at=now):
            return
        speakers = connection.scalars(
            sa.select(draft_event.c.who).where(draft_event.c.draft_id == entry_key(entry_id)).distinct()
        )
        to = {found.author, found.assignee, *found.signers, *speakers} - {"", who}
        _tell(connection, found, "task_commented", to, by=who, comment=text, now=now)


def _open(connection: sa.Connection, entry_id: str, now: int) -> Waiting:
    found = locked(connection, entry_id)
    check_open(found, now)
    return found


def _check_candidate(connection: sa.Connection, entry_id: str, who: str) -> None:
    own = sa.and_(draft_signer.c.id == entry_key(entry_id), draft_signer.c.representative == who)
    if connection.execute(sa.select(draft_signer.c.id).where(own)).first() is None:
        raise Refusal("not_a_candidate", representative=who)


def _assign(connection: sa.Connection, entry_id: str, to: str) -> None:
    connection.execute(sa.update(draft).where(draft.c.id == entry_key(entry_id)).values(assignee=to))


def _checked(said: str) -> str:
    text = said.strip()
    if not text:
        raise Malformed("reason_missing")
    if len(text) > SAID_MAX:
        raise Malformed("said_too_long", limit=SAID_MAX)
    return text


def _tell(connection: sa.Connection, found: Waiting, event: str, to: Iterable[str], *, now: int, **facts: str) -> None:
    recipients = [Recipient(representative=one) for one in sorted(to)]
    known: dict[str, str | int] = {"kind": found.kind, "expires_at": found.expires_at, **facts}
    notify(connection, event=event, to=recipients, facts=known, now=now, link=LINK.format(id=found.id))
