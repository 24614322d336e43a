"""Applications for registration: what an organisation sends in by the public form, and what operators answer.

They are no entries and may be erased. An application becomes a participant only by the entry `participants.register`,
which two operators sign; it carries the number that was set aside here, and the salted hash of the dossier: everything
that was sent in, with the documents by their own hashes.
"""

import json
import secrets
from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa

from registry.ledger.errors import Refusal
from registry.ledger.parties import Function, Participant, Representative, Status
from registry.store import documents
from registry.store.applications import (
    ACCEPTED,
    ASKED,
    OPEN,
    REJECTED,
    SENT,
    WITHDRAWN,
    Applicant,
    Application,
    documents_of,
    events_of,
    find_by_token,
    get,
    hash_token,
    require,
)
from registry.store.documents import Upload
from registry.store.notices import Recipient, notify
from registry.store.projection import table_of
from registry.store.tables_applications import application, application_document, application_event

DAY: Final = 86_400_000_000
PER_SOURCE_MAX: Final = 5
PER_DAY_MAX: Final = 500
DOCUMENTS_MAX: Final = 8
_NUMBER_FIRST: Final = 101


def new_token() -> str:
    """Return a secret for a link; whoever has it may follow the application."""
    return secrets.token_urlsafe(32)


def apply(
    engine: sa.Engine, applicant: Applicant, uploads: Sequence[Upload], *, token: str, source: str, now: int
) -> Application:
    """Keep an application and return it; the same token again returns the first one. ``now`` in microseconds UTC.

    Raises:
        Refusal: ``too_many_applications`` from one source or in all within a day, ``too_many_documents``.
    """
    with engine.begin() as connection:
        known = find_by_token(connection, token)
        if known is not None:
            return known
        _check_pace(connection, source, now)
        number = f"A-{secrets.randbelow(90_000_000) + 10_000_000}"
        row = {name: getattr(applicant, name) for name in Applicant.__slots__}
        row |= {"number": number, "token_hash": hash_token(token), "state": SENT, "source": source[:64]}
        connection.execute(sa.insert(application).values(row | {"created_at": now, "changed_at": now}))
        _attach(connection, number, uploads, now=now)
        _note(connection, number, SENT, by="", words="", now=now)
        _announce(connection, number, applicant, token=token, now=now)
        return get(connection, number)


def reply(engine: sa.Engine, token: str, *, words: str, uploads: Sequence[Upload], now: int) -> Application:
    """Answer what an operator has asked.

    Raises:
        Refusal: ``unknown_record``, ``application_not_asked``, ``too_many_documents``.
    """
    with engine.begin() as connection:
        found = _locked(connection, require(find_by_token(connection, token)).number)
        if found.state != ASKED:
            raise Refusal("application_not_asked", number=found.number)
        _attach(connection, found.number, uploads, now=now)
        return _step(connection, found, "replied", state=SENT, by="", words=words, now=now)


def withdraw(engine: sa.Engine, token: str, *, now: int) -> Application:
    """Take an application back.

    Raises:
        Refusal: ``unknown_record``, ``application_closed``.
    """
    with engine.begin() as connection:
        found = _locked(connection, require(find_by_token(connection, token)).number)
        _check_undecided(found)
        return _step(connection, found, WITHDRAWN, state=WITHDRAWN, by="", words="", now=now)


def ask(engine: sa.Engine, number: str, *, by: str, words: str, now: int) -> Application:
    """Ask the applicant for something.

    Raises:
        Refusal: ``unknown_record``, ``application_closed``.
    """
    with engine.begin() as connection:
        found = _locked(connection, number)
        _check_undecided(found)
        _answer(connection, found, words, now=now)
        return _step(connection, found, ASKED, state=ASKED, by=by, words=words, now=now)


def reject(engine: sa.Engine, number: str, *, by: str, words: str, now: int) -> Application:
    """Turn an application down, for a reason that the applicant reads.

    Raises:
        Refusal: ``unknown_record``, ``application_closed``.
    """
    with engine.begin() as connection:
        found = _locked(connection, number)
        _check_undecided(found)
        _answer(connection, found, words, now=now)
        return _step(connection, found, REJECTED, state=REJECTED, by=by, words=words, now=now)


def accept(engine: sa.Engine, number: str, *, by: str, now: int) -> Application:
    """Set a participant's number aside for an application and close its dossier, for the entry that two will sign.

    Doing it again returns what was set aside. A question that is still open stays open for the applicant.

    Raises:
        Refusal: ``unknown_record``, ``application_closed``.
    """
    with engine.begin() as connection:
        found = _locked(connection, number)
        _check_undecided(found)
        participant = found.participant
        # Somebody may have registered another organisation under the number meanwhile.
        if participant is None or _is_taken(connection, participant):
            participant = _next_participant(connection)
        elif found.state == ACCEPTED:
            return found
        dossier = _close_dossier(connection, found, now=now)
        values = {"participant": participant, "dossier": dossier}
        connection.execute(sa.update(application).where(application.c.number == number).values(values))
        return _step(connection, found, ACCEPTED, state=ACCEPTED, by=by, words="", now=now)


def _announce(connection: sa.Connection, number: str, applicant: Applicant, *, token: str, now: int) -> None:
    """Tell the operators that somebody waits, and send the applicant the secret link."""
    facts: dict[str, str | int] = {"participant": applicant.name, "number": number}
    one, its = table_of(Representative), table_of(Participant)
    query = sa.select(one.c.number).join(its, its.c.number == one.c.participant)
    operators = connection.scalars(query.where(its.c.function == Function.OPERATOR, one.c.status == Status.ACTIVE))
    for to, link in (
        ([Recipient(representative=operator) for operator in operators], f"/office/applications/{number}"),
        ([Recipient(address=applicant.email, language=applicant.language)], f"/apply/{token}"),
    ):
        notify(connection, event="application_received", to=to, facts=facts, now=now, link=link)


def _answer(connection: sa.Connection, found: Application, words: str, *, now: int) -> None:
    to = [Recipient(address=found.email, language=found.language)]
    facts: dict[str, str | int] = {"participant": found.name, "number": found.number, "decision": words}
    notify(connection, event="application_decided", to=to, facts=facts, now=now)


def _check_pace(connection: sa.Connection, source: str, now: int) -> None:
    recent = sa.select(application.c.number).where(application.c.created_at > now - DAY)
    own = recent.where(application.c.source == source[:64]).limit(PER_SOURCE_MAX)
    if len(connection.execute(own).all()) >= PER_SOURCE_MAX:
        raise Refusal("too_many_applications", limit=PER_SOURCE_MAX)
    if len(connection.execute(recent.limit(PER_DAY_MAX)).all()) >= PER_DAY_MAX:
        raise Refusal("too_many_applications", limit=PER_DAY_MAX)


def _attach(connection: sa.Connection, number: str, uploads: Sequence[Upload], *, now: int) -> None:
    known = len(documents_of(connection, number))
    if known + len(uploads) > DOCUMENTS_MAX:
        raise Refusal("too_many_documents", limit=DOCUMENTS_MAX)
    for one in uploads:
        salt = secrets.token_bytes(documents.SALT_BYTES)
        digest = documents.keep(connection, salt=salt, data=one.data, media_type=one.kind, now=now)
        row = {"application": number, "digest": digest, "name": one.name, "size": len(one.data), "at": now}
        connection.execute(sa.insert(application_document).values(row))


def _close_dossier(connection: sa.Connection, found: Application, *, now: int) -> str:
    """Store all that was sent in as one document, and return its salted hash."""
    sent_in = documents_of(connection, found.number)
    papers: list[dict[str, Any]] = [{"digest": one.digest, "name": one.name} for one in sent_in]
    sent: dict[str, Any] = {name: getattr(found, name) for name in ("number", *Applicant.__slots__)}
    data = json.dumps(sent | {"documents": papers}, ensure_ascii=False, sort_keys=True).encode()
    salt = secrets.token_bytes(documents.SALT_BYTES)
    return documents.keep(connection, salt=salt, data=data, media_type="application/json", now=now)


def _is_taken(connection: sa.Connection, participant: str) -> bool:
    table = table_of(Participant)
    return connection.scalar(sa.select(table.c.number).where(table.c.number == participant)) is not None


def _next_participant(connection: sa.Connection) -> str:
    newest = [
        connection.scalar(sa.select(sa.func.max(table_of(Participant).c.number))),
        connection.scalar(sa.select(sa.func.max(application.c.participant))),
    ]
    taken = [int(one[2:]) for one in newest if one]
    return f"P-{max([_NUMBER_FIRST - 1, *taken]) + 1:08}"


def _check_undecided(found: Application) -> None:
    if found.state not in OPEN:
        raise Refusal("application_closed", number=found.number)


def _step(
    connection: sa.Connection, found: Application, what: str, *, state: str, by: str, words: str, now: int
) -> Application:
    mine = application.c.number == found.number
    connection.execute(sa.update(application).where(mine).values(state=state, changed_at=now))
    _note(connection, found.number, what, by=by, words=words, now=now)
    return get(connection, found.number)


def _note(connection: sa.Connection, number: str, what: str, *, by: str, words: str, now: int) -> None:
    row = {"application": number, "what": what, "by": by, "words": words, "at": now}
    n = len(events_of(connection, number))
    connection.execute(sa.insert(application_event).values(row | {"n": n}))


def _locked(connection: sa.Connection, number: str) -> Application:
    """Return an application that nobody else changes before this transaction ends: writing first takes the lock."""
    connection.execute(sa.update(application).where(application.c.number == number).values(number=number))
    return get(connection, number)
