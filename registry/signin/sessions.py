"""Sessions as rows: a random token in the cookie, its hash in the table. What is deleted is over, at once."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from registry.signin.tables import people, sessions, step_ups

SECOND: Final = 1_000_000
IDLE: Final = 30 * 60 * SECOND
LIFETIME: Final = 12 * 3600 * SECOND
STEP_UP_LIFETIME: Final = 5 * 60 * SECOND
# A session's `seen_at` is written at most this often: reading pages should not write rows.
SEEN_INTERVAL: Final = 60 * SECOND


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in browser, as its owner sees it in the list."""

    id: int
    person_id: int
    source: str
    agent: str
    created_at: int
    seen_at: int
    expires_at: int
    roles: str | None


def start(connection: sa.Connection, person_id: int, *, source: str, agent: str, roles: Iterable[str], now: int) -> str:
    """Return the token of a new session; only its hash is kept, and the roles that it must not outlive."""
    token = secrets.token_urlsafe(32)
    connection.execute(sessions.delete().where(sessions.c.person_id == person_id, sessions.c.expires_at < now))
    row = {
        "source": source[:64], "agent": agent[:200], "created_at": now, "seen_at": now, "expires_at": now + LIFETIME,
        "roles": " ".join(sorted(roles)),
    }  # fmt: skip
    connection.execute(sessions.insert().values(token_hash=hash_token(token), person_id=person_id, **row))
    return token


def alive(connection: sa.Connection, token: str, now: int) -> tuple[sa.Row[tuple[object, ...]], Session] | None:
    """Return the account and the session of a token unless it has ended, expired or been idle for too long."""
    names = Session.__slots__
    query = (
        sa.select(people, *(sessions.c[name].label(f"session_{name}") for name in names))
        .join(sessions, sessions.c.person_id == people.c.id)
        .where(sessions.c.token_hash == hash_token(token), sessions.c.expires_at > now, sessions.c.seen_at > now - IDLE)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else (row, Session(*row[-len(names) :]))


def touch(connection: sa.Connection, session: Session, now: int) -> None:
    """Note that the session was used."""
    connection.execute(sessions.update().where(sessions.c.id == session.id).values(seen_at=now))


def of_person(connection: sa.Connection, person_id: int, now: int) -> tuple[Session, ...]:
    """Return a person's living sessions, the most recently used first."""
    query = (
        sa.select(*(sessions.c[name] for name in Session.__slots__))
        .where(sessions.c.person_id == person_id, sessions.c.expires_at > now, sessions.c.seen_at > now - IDLE)
        .order_by(sessions.c.seen_at.desc(), sessions.c.id.desc())
    )
    return tuple(Session(*row) for row in connection.execute(query))


def end(connection: sa.Connection, person_id: int, session_id: int | None = None, *, but: int | None = None) -> int:
    """End one session of a person, or all of them, or all but one; return how many."""
    query = sessions.delete().where(sessions.c.person_id == person_id)
    if but is not None:
        query = query.where(sessions.c.id != but)
    if session_id is not None:
        query = query.where(sessions.c.id == session_id)
    return connection.execute(query).rowcount


def note_step_up(connection: sa.Connection, session: Session, *, digest: str, now: int) -> None:
    """Note that the person proved to be present for what the digest names, and for nothing else."""
    key = (step_ups.c.session_id == session.id, step_ups.c.digest == digest)
    connection.execute(step_ups.delete().where(*key))
    connection.execute(step_ups.insert().values(session_id=session.id, digest=digest, at=now))


def is_present(connection: sa.Connection, session: Session, *, digest: str, now: int) -> bool:
    """Return if there is a fresh step-up for this digest."""
    query = sa.select(step_ups.c.at).where(
        step_ups.c.session_id == session.id, step_ups.c.digest == digest, step_ups.c.at > now - STEP_UP_LIFETIME
    )
    return connection.scalar(query) is not None


def hash_token(token: str) -> str:
    """Return what the table keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
