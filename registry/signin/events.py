"""What happened to a person's account, for that person's eyes: new device, password, factors, tokens, suspension."""

from dataclasses import dataclass, replace
from typing import Final

import sqlalchemy as sa

from registry.signin.tables import events

KINDS: Final = frozenset(
    {
        "factor_added", "factor_removed", "factors_reset", "invitation_accepted", "invited", "new_device",
        "password_changed", "password_reset", "recovery_code_used", "recovery_codes_renewed", "reinstated",
        "reset_agreed", "reset_asked", "sessions_ended", "suspended", "token_made", "token_revoked",
    }
)  # fmt: skip
SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; `done_by` is the login of whoever did it, if it was somebody else."""

    id: int
    person_id: int
    at: int
    kind: str
    source: str
    agent: str
    done_by: str | None
    detail: str


def note(
    connection: sa.Connection, person_id: int, kind: str, *, at: int, source: str, agent: str, done_by: str | None,
    detail: str,
) -> Event:  # fmt: skip
    """Keep an event and return it."""
    assert kind in KINDS, kind  # noqa: S101  a kind without a sentence is a bug
    event = Event(0, person_id, at, kind, source[:64], agent[:200], done_by, detail[:120])
    row = {name: getattr(event, name) for name in Event.__slots__ if name != "id"}
    number = connection.execute(events.insert().values(row).returning(events.c.id)).scalar_one()
    return replace(event, id=int(number))


def of_person(connection: sa.Connection, person_id: int) -> tuple[Event, ...]:
    """Return a person's newest events, newest first."""
    query = (
        sa.select(*(events.c[name] for name in Event.__slots__))
        .where(events.c.person_id == person_id)
        .order_by(events.c.id.desc())
        .limit(SHOWN)
    )
    return tuple(Event(*row) for row in connection.execute(query))
