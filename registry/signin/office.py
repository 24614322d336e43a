"""What the security administrator does with people's accounts, and what a participant's administrator may ask for.

Nobody resets anybody alone: one asks, another agrees, one of the two is the security administrator and neither is the
person concerned. What they agree to is a one-time link, handed over in person; no mail carries it.
"""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from registry.signin import links, sessions
from registry.signin.duties import ADMINISTRATOR, SECURITY
from registry.signin.errors import SigninError
from registry.signin.sessions import SECOND
from registry.signin.shared import Person, Shared
from registry.signin.tables import people, resets

RESET_LIFETIME: Final = 7 * 86_400 * SECOND
PURPOSES: Final = (links.PASSWORD, links.FACTOR)
PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class Account:
    """An account in a list; `invited` has not accepted yet."""

    id: int
    login: str
    name: str
    representative: str | None
    created_at: int
    suspended_at: int | None
    invited: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A reset that waits for a second person."""

    purpose: str
    asked_by: int
    asked_by_login: str
    asked_as: str
    asked_at: int


class Office:
    """Acts on other people's accounts. The permission table says who may; here stands what two are needed for."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared

    def accounts(
        self, *, like: str = "", after: int = 0, representatives: tuple[str, ...] | None = None
    ) -> list[Account]:
        """Return a page of accounts by number; only those of the representatives, if they are given."""
        query = sa.select(people).where(people.c.id > after).order_by(people.c.id).limit(PAGE)
        if like:
            pattern = f"%{like.replace('%', '')}%"
            fields = (people.c.login, people.c.name, people.c.representative)
            query = query.where(sa.or_(*(one.ilike(pattern) for one in fields)))
        if representatives is not None:
            query = query.where(people.c.representative.in_(representatives))
        with self._shared.engine.connect() as connection:
            return [_account(row) for row in connection.execute(query)]

    def account(self, person_id: int) -> Account | None:
        """Return one account."""
        row = self._shared.row(people.c.id == person_id)
        return None if row is None else _account(row)

    def suspend(self, person_id: int, *, by: Person, now: int) -> None:
        """Shut an account: sessions end, tokens and links are dead while it lasts.

        Raises:
            SigninError: ``own_account``.
        """
        _require_other(person_id, by)
        with self._shared.engine.begin() as connection:
            fresh = (people.c.id == person_id, people.c.suspended_at.is_(None))
            if connection.execute(people.update().where(*fresh).values(suspended_at=now)).rowcount == 1:
                self._shared.note(connection, person_id, "suspended", now=now, by=by.login)
            sessions.end(connection, person_id)

    def reinstate(self, person_id: int, *, by: Person, now: int) -> None:
        """Open an account again. Sessions do not come back.

        Raises:
            SigninError: ``own_account``.
        """
        _require_other(person_id, by)
        with self._shared.engine.begin() as connection:
            shut = (people.c.id == person_id, people.c.suspended_at.is_not(None))
            if connection.execute(people.update().where(*shut).values(suspended_at=None)).rowcount == 1:
                self._shared.note(connection, person_id, "reinstated", now=now, by=by.login)

    def end_sessions(self, person_id: int, *, by: Person, now: int) -> int:
        """End all sessions of somebody and return how many there were."""
        with self._shared.engine.begin() as connection:
            ended = sessions.end(connection, person_id)
            if ended:
                self._shared.note(connection, person_id, "sessions_ended", now=now, by=by.login)
            return ended

    def resets(self, person_id: int, now: int) -> tuple[Asked, ...]:
        """Return the resets that wait for a second person."""
        asker = people.alias()
        query = (
            sa.select(resets.c.purpose, resets.c.asked_by, asker.c.login, resets.c.asked_as, resets.c.asked_at)
            .join(asker, asker.c.id == resets.c.asked_by)
            .where(resets.c.person_id == person_id, resets.c.asked_at > now - RESET_LIFETIME)
        )
        with self._shared.engine.connect() as connection:
            return tuple(Asked(*row) for row in connection.execute(query))

    def ask_reset(self, person_id: int, purpose: str, *, by: Person, now: int) -> None:
        """Ask for a reset; asked twice it stays as it was asked first.

        Raises:
            SigninError: ``own_account``, ``not_your_office``.
        """
        _require_other(person_id, by)
        asked_as = _office_of(by)
        row = {
            "person_id": person_id, "purpose": purpose, "asked_by": by.id, "asked_as": asked_as, "asked_at": now
        }  # fmt: skip
        with self._shared.engine.begin() as connection:
            old = (resets.c.person_id == person_id, resets.c.asked_at <= now - RESET_LIFETIME)
            connection.execute(resets.delete().where(*old))
            same = (resets.c.person_id == person_id, resets.c.purpose == purpose)
            if connection.scalar(sa.select(resets.c.asked_by).where(*same)) is not None:
                return
            connection.execute(resets.insert().values(row))
            self._shared.note(connection, person_id, "reset_asked", now=now, by=by.login, detail=purpose)

    def agree_reset(self, person_id: int, purpose: str, *, by: Person, now: int) -> str:
        """Agree to what another asked for, and return the token of the link, shown this once.

        Raises:
            SigninError: ``own_account``, ``not_your_office``, ``no_such_reset``, ``four_eyes`` if the same person
                asked, or neither of the two is the security administrator.
        """
        _require_other(person_id, by)
        offices = {_office_of(by)}
        asked = next((one for one in self.resets(person_id, now) if one.purpose == purpose), None)
        if asked is None:
            raise SigninError("no_such_reset")
        if asked.asked_by == by.id or SECURITY not in offices | {asked.asked_as}:
            raise SigninError("four_eyes")
        with self._shared.engine.begin() as connection:
            same = (resets.c.person_id == person_id, resets.c.purpose == purpose, resets.c.asked_by == asked.asked_by)
            if connection.execute(resets.delete().where(*same)).rowcount != 1:
                raise SigninError("no_such_reset")
            self._shared.note(connection, person_id, "reset_agreed", now=now, by=by.login, detail=purpose)
            return links.make(connection, person_id, purpose, now=now)


def _require_other(person_id: int, by: Person) -> None:
    if person_id == by.id:
        raise SigninError("own_account")


def _office_of(by: Person) -> str:
    """Return in which office somebody acts; the permission table has asked for the right participant."""
    for office in (SECURITY, ADMINISTRATOR):
        if office in by.roles:
            return office
    raise SigninError("not_your_office")


def _account(row: sa.Row[tuple[object, ...]]) -> Account:
    values = {name: getattr(row, name) for name in Account.__slots__ if name != "invited"}
    return Account(**values, invited=not row.password_hash)
