"""Applications for registration as they stand: reads. How they are sent in and answered stands in `applying`.

An application whose number set aside stands in the ledger under its identity is `registered`: nobody marks it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from registry.ledger.errors import Refusal
from registry.ledger.parties import Participant
from registry.store.projection import table_of
from registry.store.tables_applications import application, application_document, application_event

SENT, ASKED, ACCEPTED, REJECTED, WITHDRAWN, REGISTERED = (
    "sent", "asked", "accepted", "rejected", "withdrawn", "registered",
)  # fmt: skip
OPEN: Final = (SENT, ASKED, ACCEPTED)
PAGE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """What the form asks for."""

    function: str
    scheme: str
    identity: str
    name: str
    zone: str
    approvals: int
    contact: str
    email: str
    phone: str
    language: str


@dataclass(frozen=True, slots=True)
class Application:
    """An application as it stands."""

    number: str
    state: str
    function: str
    scheme: str
    identity: str
    name: str
    zone: str
    approvals: int
    contact: str
    email: str
    phone: str
    language: str
    participant: str | None
    dossier: str | None
    created_at: int
    changed_at: int


@dataclass(frozen=True, slots=True)
class Event:
    """One step of an application; `by` is empty where the applicant took it."""

    what: str
    by: str
    words: str
    at: int


@dataclass(frozen=True, slots=True)
class Document:
    """A document that belongs to an application."""

    digest: str
    name: str
    size: int
    at: int


def get(connection: sa.Connection, number: str) -> Application:
    """Return an application.

    Raises:
        Refusal: ``unknown_record``.
    """
    row = connection.execute(_query().where(application.c.number == number)).first()
    return require(None if row is None else _read(row))


def by_token(connection: sa.Connection, token: str) -> Application:
    """Return the application that a secret link belongs to.

    Raises:
        Refusal: ``unknown_record``.
    """
    return require(find_by_token(connection, token))


def of_participant(connection: sa.Connection, participant: str) -> Application | None:
    """Return the application by which a participant came in, or None."""
    row = connection.execute(_query().where(application.c.participant == participant)).first()
    return None if row is None else _read(row)


def listed(connection: sa.Connection, states: Iterable[str]) -> tuple[Application, ...]:
    """Return applications in these states, those longest unchanged first; at most a page of each."""
    found: list[Application] = []
    for state in states:
        stored = ACCEPTED if state == REGISTERED else state
        rows = _query().where(application.c.state == stored)
        ordered = rows.order_by(application.c.changed_at, application.c.number).limit(PAGE)
        found += [one for one in map(_read, connection.execute(ordered)) if one.state == state]
    return tuple(found)


def count_waiting(engine: sa.Engine) -> int:
    """Return how many applications wait for an operator, at most a page."""
    query = sa.select(application.c.number).where(application.c.state == SENT).limit(PAGE)
    with engine.connect() as connection:
        return len(connection.execute(query).all())


def same_identity(connection: sa.Connection, found: Application) -> tuple[str, ...]:
    """Return the numbers of other applications under the same identity: nobody's claim to it is proved by applying."""
    mine = sa.and_(application.c.identity == found.identity, application.c.scheme == found.scheme)
    query = sa.select(application.c.number).where(mine, application.c.number != found.number)
    return tuple(connection.scalars(query.order_by(application.c.number).limit(PAGE)))


def events_of(connection: sa.Connection, number: str) -> tuple[Event, ...]:
    """Return the steps of an application in order."""
    table = application_event.c
    query = sa.select(table.what, table.by, table.words, table.at).where(table.application == number)
    return tuple(Event(*row) for row in connection.execute(query.order_by(table.n)))


def documents_of(connection: sa.Connection, number: str) -> tuple[Document, ...]:
    """Return the documents of an application, the first sent first."""
    table = application_document.c
    query = sa.select(table.digest, table.name, table.size, table.at).where(table.application == number)
    return tuple(Document(*row) for row in connection.execute(query.order_by(table.at, table.digest)))


def find_by_token(connection: sa.Connection, token: str) -> Application | None:
    """Return the application that a secret link belongs to, or None."""
    row = connection.execute(_query().where(application.c.token_hash == hash_token(token))).first()
    return None if row is None else _read(row)


def _query() -> sa.Select[Any]:
    """Return the applications with the participant that stands under the number set aside, if it is the applicant's."""
    its, participant = application.c, table_of(Participant)
    is_its = sa.and_(
        participant.c.number == its.participant,
        participant.c.scheme == its.scheme,
        participant.c.identity == its.identity,
    )
    columns = [its[name] for name in Application.__slots__]
    return sa.select(*columns, participant.c.number.label("stands")).outerjoin(participant, is_its)


def _read(row: sa.Row[Any]) -> Application:
    values: list[Any]
    *values, stands = row
    found = Application(*values)
    if found.state != ACCEPTED or stands is None:
        return found
    return Application(found.number, REGISTERED, *values[2:])


def require(found: Application | None) -> Application:
    """Return the application, if there is one.

    Raises:
        Refusal: ``unknown_record``.
    """
    if found is None:
        raise Refusal("unknown_record")
    return found


def hash_token(token: str) -> str:
    """Return what is kept of a secret link."""
    return hashlib.sha256(token.encode()).hexdigest()
