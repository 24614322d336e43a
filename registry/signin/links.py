"""One-time links: an invitation, and a reset that two people agreed to. Handed over in person, never sent by us.

A link sets a password and nothing more. An invitation leads on to the enrolment of a second factor; a reset of the
password leaves the second factor in force, so that a stolen link alone opens nothing; a reset of the second factor
asks for the present password.
"""

import secrets
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from registry.signin.errors import SigninError
from registry.signin.passwords import require_strong
from registry.signin.sessions import SECOND, end, hash_token
from registry.signin.shared import Origin, Shared, plain
from registry.signin.tables import links, passkeys, people, recovery_codes, tokens

INVITATION: Final = "invitation"
PASSWORD: Final = "password"  # noqa: S105  what a reset is for
FACTOR: Final = "factor"
LIFETIME: Final = {INVITATION: 7 * 86_400 * SECOND, PASSWORD: 86_400 * SECOND, FACTOR: 86_400 * SECOND}


@dataclass(frozen=True, slots=True)
class Link:
    """Whom a living link is for, and what for."""

    person_id: int
    login: str
    name: str
    purpose: str
    expires_at: int


class Links:
    """The one-time links of all people."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared

    def invite(self, login: str, *, name: str, representative: str | None, by: str | None, now: int) -> str:
        """Return the token of an invitation; the account has no password until it is accepted.

        Whoever was invited and has not come yet is invited anew, and the earlier link is dead.

        Raises:
            SigninError: ``login_taken``, also for a representative who has an account.
        """
        row = self._shared.row(people.c.login == plain(login))
        if row is not None and (row.password_hash or row.representative != representative):
            raise SigninError("login_taken")
        try:
            with self._shared.engine.begin() as connection:
                if row is None:
                    values = {
                        "login": plain(login), "name": name, "representative": representative, "created_at": now,
                        "password_hash": "", "totp_step": 0,
                    }  # fmt: skip
                    made = connection.execute(people.insert().values(values).returning(people.c.id))
                    person_id = int(made.scalar_one())
                else:
                    person_id = int(row.id)
                self._shared.note(connection, person_id, "invited", now=now, by=by)
                return make(connection, person_id, INVITATION, now=now)
        except sa.exc.IntegrityError:
            raise SigninError("login_taken") from None

    def look(self, token: str, now: int) -> Link | None:
        """Return what a link is for, or None if it was used, replaced, has expired or its person is suspended."""
        query = (
            sa.select(links.c.person_id, people.c.login, people.c.name, links.c.purpose, links.c.expires_at)
            .join(people, people.c.id == links.c.person_id)
            .where(links.c.token_hash == hash_token(token), links.c.expires_at > now, people.c.suspended_at.is_(None))
        )
        with self._shared.engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else Link(*row)

    def accept(self, token: str, password: str, *, origin: Origin, now: int) -> Link:
        """Set the password of an invitation or reset, use the link up, and end whatever was signed in.

        Raises:
            SigninError: ``link_dead``, ``weak_password``, ``common_password``.
        """
        link = self.look(token, now)
        if link is None or link.purpose == FACTOR:
            raise SigninError("link_dead")
        require_strong(password, link.login, link.name)
        hashed = self._shared.passwords.hash(password)
        with self._shared.engine.begin() as connection:
            self._use(connection, token)
            connection.execute(people.update().where(people.c.id == link.person_id).values(password_hash=hashed))
            end(connection, link.person_id)
            kind = "invitation_accepted" if link.purpose == INVITATION else "password_reset"
            self._shared.note(connection, link.person_id, kind, now=now, origin=origin)
        return link

    def clear_factors(self, token: str, password: str, *, origin: Origin, now: int) -> Link:
        """Take all second factors away for the holder of link and password; the next sign-in enrols a new one.

        Tokens go too: whoever made them proved presence with the factors that are gone.

        Raises:
            SigninError: ``link_dead``, ``wrong_credentials``.
        """
        link = self.look(token, now)
        if link is None or link.purpose != FACTOR:
            raise SigninError("link_dead")
        row = self._shared.row(people.c.id == link.person_id)
        if row is None or not self._shared.passwords.matches(row.password_hash, password):
            raise SigninError("wrong_credentials")
        with self._shared.engine.begin() as connection:
            self._use(connection, token)
            connection.execute(
                people.update().where(people.c.id == link.person_id).values(totp_sealed=None, totp_step=0)
            )
            for table in (passkeys, recovery_codes, tokens):
                connection.execute(table.delete().where(table.c.person_id == link.person_id))
            end(connection, link.person_id)
            self._shared.note(connection, link.person_id, "factors_reset", now=now, origin=origin)
        return link

    def _use(self, connection: sa.Connection, token: str) -> None:
        used = connection.execute(links.delete().where(links.c.token_hash == hash_token(token)))
        if used.rowcount != 1:
            raise SigninError("link_dead")


def make(connection: sa.Connection, person_id: int, purpose: str, *, now: int) -> str:
    """Return the token of a new link; an earlier one of the same person and purpose is dead."""
    connection.execute(links.delete().where(links.c.person_id == person_id, links.c.purpose == purpose))
    token = secrets.token_urlsafe(32)
    row = {"person_id": person_id, "purpose": purpose, "created_at": now, "expires_at": now + LIFETIME[purpose]}
    connection.execute(links.insert().values(token_hash=hash_token(token), **row))
    return token
