"""What all parts of sign-in share: who a person is, where an attempt comes from, and the rows of people."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import sqlalchemy as sa

from registry.signin import events
from registry.signin.duties import counted
from registry.signin.events import Event
from registry.signin.passwords import Passwords, Sealer
from registry.signin.tables import passkeys, people

Row = sa.Row[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in. `roles` are read from the ledger at each request, never stored with the session."""

    id: int
    login: str
    representative: str | None
    name: str
    enrolled: bool
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an attempt comes from: network source, browser's name, and its device cookie if it kept one."""

    source: str
    agent: str = ""
    device: str = ""


Listener = Callable[[sa.Connection, Event], None]


@dataclass(frozen=True)
class Shared:
    """The accounts' database, secrets and roles. `listeners` hear of each event in the transaction that notes it."""

    engine: sa.Engine
    passwords: Passwords
    sealer: Sealer
    roles: Callable[[str | None], Iterable[str]]
    listeners: list[Listener] = field(default_factory=list)

    def row(self, condition: sa.ColumnElement[bool]) -> Row | None:
        """Return the one row of an account that the condition names, or None."""
        with self.engine.connect() as connection:
            return connection.execute(sa.select(people).where(condition)).one_or_none()

    def person(self, row: Row) -> Person:
        """Return a person as the ledger sees it now; without a second factor there are no roles."""
        enrolled = self.is_enrolled(row)
        roles = counted(frozenset(self.roles(row.representative))) if enrolled else frozenset[str]()
        return Person(row.id, row.login, row.representative, row.name, enrolled=enrolled, roles=roles)

    def is_enrolled(self, row: Row) -> bool:
        """Return whether the account has a second factor."""
        if row.totp_sealed is not None:
            return True
        with self.engine.connect() as connection:
            query = sa.select(passkeys.c.id).where(passkeys.c.person_id == row.id).limit(1)
            return connection.scalar(query) is not None

    def note(
        self, connection: sa.Connection, person_id: int, kind: str, *, now: int, origin: Origin | None = None,
        by: str | None = None, detail: str = "",
    ) -> None:  # fmt: skip
        """Keep an event of a person's account, and tell whoever listens."""
        where = origin or Origin("")
        event = events.note(
            connection, person_id, kind, at=now, source=where.source, agent=where.agent, done_by=by, detail=detail
        )
        for listener in self.listeners:
            listener(connection, event)


def plain(login: str) -> str:
    """Return a login as it is kept and compared."""
    return login.strip().casefold()
