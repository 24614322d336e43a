"""The outbox: mail that waits to be sent. A claim is one statement, so no two workers send the same mail at once.

A worker that dies between sending and noting it leaves its claim to lapse, and the mail is sent again under the same
number: a file of that name is there already, and a mail program knows the Message-ID. Nothing is lost, and a repeated
mail is recognisable as one.
"""

import json
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from registry.store.tables_notices import outbox

SECOND: Final = 1_000_000
# Longer than a round of this many mails can take with a server that lets each of them time out.
CLAIM: Final = 15 * 60 * SECOND
CLAIMED_MAX: Final = 20
BACKOFF_FIRST: Final = 30 * SECOND
BACKOFF_MAX: Final = 6 * 3600 * SECOND
# About five days of trying.
TRIES_MAX: Final = 30
KEPT: Final = 30 * 24 * 3600 * SECOND
ERROR_MAX: Final = 300


@dataclass(frozen=True, slots=True)
class Mail:
    """A claimed mail, to be rendered and sent."""

    id: int
    address: str
    language: str
    event: str
    facts: dict[str, object]
    link: str
    at: int
    tries: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much waits, since when, and how many were given up."""

    waiting: int
    oldest_at: int | None
    given_up: int


def claim(engine: sa.Engine, now: int) -> tuple[Mail, ...]:
    """Return mail that is due, the longest waiting first, and have it for a quarter of an hour."""
    due = sa.select(outbox.c.id).where(outbox.c.due_at <= now).order_by(outbox.c.due_at).limit(CLAIMED_MAX)
    if engine.dialect.name == "postgresql":
        due = due.with_for_update(skip_locked=True)
    taken = (
        sa.update(outbox)
        .where(outbox.c.id.in_(due), outbox.c.due_at <= now)
        .values(due_at=now + CLAIM, tries=outbox.c.tries + 1)
        .returning(*(outbox.c[name] for name in Mail.__slots__))
    )
    with engine.begin() as connection:
        rows = connection.execute(taken).all()
    return tuple(
        Mail(row.id, row.address, row.language, row.event, json.loads(row.facts), row.link, row.at, row.tries)
        for row in sorted(rows, key=lambda row: row.id)
    )


def note_sent(engine: sa.Engine, mail: Mail, now: int) -> None:
    """Note that a mail is out. Its facts and link go; that it was sent stays for thirty days."""
    done = {"due_at": None, "sent_at": now, "facts": "{}", "link": "", "error": ""}
    with engine.begin() as connection:
        connection.execute(sa.update(outbox).where(outbox.c.id == mail.id).values(done))


def note_failed(engine: sa.Engine, mail: Mail, error: str, now: int) -> None:
    """Note why a mail could not be sent, and when to try again: after twice the last wait, up to six hours."""
    wait = min(BACKOFF_FIRST << (mail.tries - 1), BACKOFF_MAX)
    due_at = None if mail.tries >= TRIES_MAX else now + wait
    with engine.begin() as connection:
        connection.execute(
            sa.update(outbox).where(outbox.c.id == mail.id).values(due_at=due_at, error=error[:ERROR_MAX])
        )


def backlog(engine: sa.Engine) -> Backlog:
    """Return what the operator should know of the outbox; counts end at a thousand."""
    given_up = sa.and_(outbox.c.due_at.is_(None), outbox.c.sent_at.is_(None))
    with engine.connect() as connection:
        waiting = connection.execute(sa.select(outbox.c.id).where(outbox.c.due_at.is_not(None)).limit(1000)).all()
        oldest = connection.scalar(sa.select(sa.func.min(outbox.c.at)).where(outbox.c.due_at.is_not(None)))
        failed = connection.execute(sa.select(outbox.c.id).where(given_up).limit(1000)).all()
    return Backlog(len(waiting), oldest, len(failed))


def forget_sent(engine: sa.Engine, now: int) -> int:
    """Delete what is older than thirty days and waits for nothing; return how many."""
    old = sa.and_(outbox.c.at < now - KEPT, outbox.c.due_at.is_(None))
    with engine.begin() as connection:
        return connection.execute(sa.delete(outbox).where(old)).rowcount
