"""Tokens of the API: what a program presents in a person's name. Shown once, kept as a hash, of no use for pages.

A token opens what its person may open now and its scopes name, and nothing else: ``read`` the JSON pages, ``submit``
the arrival of entries, ``log`` the entry bundles for auditors.
"""

import secrets
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from registry.signin.errors import SigninError
from registry.signin.sessions import SECOND, hash_token
from registry.signin.shared import Origin, Person, Shared
from registry.signin.tables import people, tokens

SCOPES: Final = ("read", "submit", "log")
PREFIX: Final = "rgs_"  # lets those who search for leaked secrets find ours
DAY: Final = 86_400 * SECOND
DAYS_MAX: Final = 366
TOKENS_MAX: Final = 20
NAME_MAX: Final = 80
# A token's last use is written at most this often.
USED_INTERVAL: Final = 60 * SECOND


@dataclass(frozen=True, slots=True)
class Token:
    """A token as lists show it; what was shown once stands nowhere."""

    id: int
    person_id: int
    name: str
    scopes: tuple[str, ...]
    created_at: int
    expires_at: int
    used_at: int | None
    used_source: str | None


class Tokens:
    """The tokens of all people."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared

    def make(self, person: Person, *, name: str, scopes: tuple[str, ...], days: int, origin: Origin, now: int) -> str:
        """Return a new token, which is shown this once. Sent twice, the same name is refused: so a double click is too.

        Raises:
            SigninError: ``token_name``, ``token_scopes``, ``token_days``, ``token_name_taken``, ``too_many_tokens``.
        """
        name = name.strip()
        if not name or len(name) > NAME_MAX:
            raise SigninError("token_name")
        if not scopes or not set(scopes) <= set(SCOPES):
            raise SigninError("token_scopes")
        if not 1 <= days <= DAYS_MAX:
            raise SigninError("token_days")
        secret = PREFIX + secrets.token_urlsafe(32)
        row = {
            "token_hash": hash_token(secret), "person_id": person.id, "name": name, "created_at": now,
            "scopes": " ".join(one for one in SCOPES if one in scopes), "expires_at": now + days * DAY,
        }  # fmt: skip
        try:
            with self._shared.engine.begin() as connection:
                connection.execute(tokens.delete().where(tokens.c.person_id == person.id, tokens.c.expires_at < now))
                if len(_of_person(connection, person.id)) >= TOKENS_MAX:
                    raise SigninError("too_many_tokens")
                connection.execute(tokens.insert().values(row))
                self._shared.note(connection, person.id, "token_made", now=now, origin=origin, detail=name)
        except sa.exc.IntegrityError:
            raise SigninError("token_name_taken") from None
        return secret

    def present(self, secret: str, *, source: str, now: int) -> tuple[Person, Token] | None:
        """Return whose token this is, or None if it was revoked, has expired, or its person is suspended."""
        query = (
            sa.select(*(tokens.c[name] for name in Token.__slots__))
            .join(people, people.c.id == tokens.c.person_id)
            .where(tokens.c.token_hash == hash_token(secret), tokens.c.expires_at > now)
            .where(people.c.suspended_at.is_(None), people.c.password_hash != "")
        )
        with self._shared.engine.connect() as connection:
            found = connection.execute(query).one_or_none()
        row = None if found is None else self._shared.row(people.c.id == found.person_id)
        if found is None or row is None:
            return None
        token = _token(found)
        if token.used_at is None or now - token.used_at > USED_INTERVAL:
            with self._shared.engine.begin() as connection:
                connection.execute(
                    tokens.update().where(tokens.c.id == token.id).values(used_at=now, used_source=source[:64])
                )
        return self._shared.person(row), token

    def of_person(self, person_id: int) -> tuple[Token, ...]:
        """Return a person's tokens, the newest first; those that have expired too, so that they are missed by name."""
        with self._shared.engine.connect() as connection:
            return _of_person(connection, person_id)

    def revoke(
        self, person_id: int, token_id: int, *, now: int, origin: Origin | None = None, by: str | None = None
    ) -> bool:
        """End a token at once; return if there was one. `by` is the login of whoever did it for the owner."""
        with self._shared.engine.begin() as connection:
            gone = connection.execute(
                tokens.delete().where(tokens.c.id == token_id, tokens.c.person_id == person_id).returning(tokens.c.name)
            ).scalar_one_or_none()
            if gone is None:
                return False
            self._shared.note(connection, person_id, "token_revoked", now=now, origin=origin, by=by, detail=gone)
            return True


def _of_person(connection: sa.Connection, person_id: int) -> tuple[Token, ...]:
    query = (
        sa.select(*(tokens.c[name] for name in Token.__slots__))
        .where(tokens.c.person_id == person_id)
        .order_by(tokens.c.id.desc())
    )
    return tuple(_token(row) for row in connection.execute(query))


def _token(row: sa.Row[tuple[object, ...]]) -> Token:
    values = row._asdict()
    return Token(**values | {"scopes": tuple(str(row.scopes).split())})
