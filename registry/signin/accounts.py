"""Signing in and out, and what a person may do with the own account. Callers pass the time.

`SigninError.code` is one of ``wrong_credentials`` (also for unknown and suspended accounts), ``slow_down`` (with
`wait_seconds`), ``weak_password``, ``common_password``, ``wrong_code``, ``login_taken``, and what `links` and `tokens`
name.
"""

import secrets
from collections.abc import Callable, Iterable

import sqlalchemy as sa

from registry.signin import events, sessions, throttle
from registry.signin.errors import SigninError
from registry.signin.events import Event
from registry.signin.links import Link, Links
from registry.signin.office import Office
from registry.signin.passwords import Passwords, Sealer, require_strong
from registry.signin.second import SIGN_IN, Proof, SecondFactors
from registry.signin.sessions import Session
from registry.signin.shared import Origin, Person, Row, Shared, plain
from registry.signin.tables import people
from registry.signin.tokens import Tokens

__all__ = ["Event", "Link", "Origin", "People", "Person", "SigninError"]


class People:
    """The accounts of one registry. `roles` maps a representative's number to the roles that the ledger gives."""

    def __init__(
        self, engine: sa.Engine, *, secret: str, passwords: Passwords, roles: Callable[[str | None], Iterable[str]]
    ) -> None:
        self.engine = engine
        self._passwords = passwords
        self._sealer = Sealer(secret)
        self._shared = Shared(engine, passwords, self._sealer, roles)
        self.listeners = self._shared.listeners
        self.second = SecondFactors(self._shared)
        self.office = Office(self._shared)
        self.tokens = Tokens(self._shared)
        self.links = Links(self._shared)

    def create_person(
        self, login: str, *, name: str, password: str, now: int, representative: str | None = None,
        totp_secret: str | None = None,
    ) -> int:  # fmt: skip
        """Return the number of a new account; without a second factor its first session can only enrol one.

        Raises:
            SigninError: ``weak_password``, ``common_password``, ``login_taken``.
        """
        require_strong(password, plain(login), name)
        row = {
            "login": plain(login), "name": name, "representative": representative, "created_at": now, "totp_step": 0,
            "password_hash": self._passwords.hash(password),
            "totp_sealed": None if totp_secret is None else self._sealer.seal(totp_secret),
        }  # fmt: skip
        try:
            with self.engine.begin() as connection:
                return int(connection.execute(people.insert().values(row).returning(people.c.id)).scalar_one())
        except sa.exc.IntegrityError:
            raise SigninError("login_taken") from None

    def invite(self, login: str, *, name: str, representative: str | None, by: str | None, now: int) -> str:
        """Return the token of a one-time link for a new account; see `Links.invite`."""
        return self.links.invite(login, name=name, representative=representative, by=by, now=now)

    def accept(self, token: str, password: str, *, origin: Origin, now: int) -> Link:
        """Set the password that a one-time link allows to set; see `Links.accept`."""
        return self.links.accept(token, password, origin=origin, now=now)

    def sign_in(self, login: str, password: str, *, proof: Proof, origin: Origin, now: int) -> str:
        """Return the token of a new session.

        Raises:
            SigninError: ``slow_down``, ``wrong_credentials``.
        """
        keys = self._take(login, origin, now)
        row = self._row(people.c.login == plain(login))
        right = self._passwords.matches(None if row is None else row.password_hash, password)
        bare = row is not None and not self._shared.is_enrolled(row)
        with self.engine.begin() as connection:
            # The code is computed for unknown accounts too, and used up only when the password is right.
            second = self.second.shown(connection, row, proof, purpose=SIGN_IN, now=now, use=right and not bare)
            if row is None or not right or not (second or bare) or row.suspended_at is not None:
                raise SigninError("wrong_credentials")
            for key in keys:
                throttle.forget(connection, key)
            if self._passwords.outdated(row.password_hash):
                self._set_password(connection, row.id, password)
        return self._start(row, origin, now)

    def start_session(self, login: str, *, origin: Origin, now: int) -> str:
        """Return the token of a session without any proof: for the demo's change of person, and for nothing else."""
        row = self._row(people.c.login == plain(login))
        if row is None or row.suspended_at is not None:
            raise SigninError("wrong_credentials")
        roles = self._shared.person(row).roles
        with self.engine.begin() as connection:
            return sessions.start(connection, row.id, source=origin.source, agent=origin.agent, roles=roles, now=now)

    def present(self, token: str, now: int) -> tuple[Person, Session] | None:
        """Return who is signed in with this token, or None; a session does not outlive a role that it began with."""
        with self.engine.connect() as connection:
            found = sessions.alive(connection, token, now)
        if found is None or found[0].suspended_at is not None:
            return None
        row, session = found
        who = self._shared.person(row)
        if not set((session.roles or "").split()) <= who.roles:
            self.end_sessions(who.id, session.id)
            return None
        if now - session.seen_at > sessions.SEEN_INTERVAL:
            with self.engine.begin() as connection:
                sessions.touch(connection, session, now)
        return who, session

    def list_sessions(self, person_id: int, now: int) -> tuple[Session, ...]:
        """Return a person's living sessions."""
        with self.engine.connect() as connection:
            return sessions.of_person(connection, person_id, now)

    def end_sessions(self, person_id: int, session_id: int | None = None, *, but: int | None = None) -> int:
        """End one session, or all, or all but one; return how many ended."""
        with self.engine.begin() as connection:
            return sessions.end(connection, person_id, session_id, but=but)

    def change_password(self, person: Person, *, old: str, new: str, origin: Origin, now: int) -> None:
        """Set a new password and end all sessions, the present one too.

        Raises:
            SigninError: ``slow_down``, ``wrong_credentials``, ``weak_password``.
        """
        require_strong(new, person.login, person.name)
        keys = self._take(person.login, origin, now)
        row = self._row(people.c.id == person.id)
        if not self._passwords.matches(None if row is None else row.password_hash, old):
            raise SigninError("wrong_credentials")
        with self.engine.begin() as connection:
            for key in keys:
                throttle.forget(connection, key)
            self._set_password(connection, person.id, new)
            sessions.end(connection, person.id)
            self._shared.note(connection, person.id, "password_changed", now=now, origin=origin)

    def step_up(self, person: Person, session: Session, *, digest: str, proof: Proof, now: int) -> None:
        """Note that the person is present for what the digest names: an entry's text, or the own account.

        Raises:
            SigninError: ``slow_down``, ``wrong_code``.
        """
        keys = self._take(person.login, Origin(session.source), now)
        row = self._row(people.c.id == person.id)
        purpose = step_up_purpose(session, digest)
        with self.engine.begin() as connection:
            if row is None or not self.second.shown(connection, row, proof, purpose=purpose, now=now, use=True):
                raise SigninError("wrong_code")
            for key in keys:
                throttle.forget(connection, key)
            sessions.note_step_up(connection, session, digest=digest, now=now)

    def confirm_for_demo(self, session: Session, *, digest: str, now: int) -> None:
        """Note presence without any proof: for the demo, and for nothing else."""
        with self.engine.begin() as connection:
            sessions.note_step_up(connection, session, digest=digest, now=now)

    def is_present(self, session: Session, digest: str, now: int) -> bool:
        """Return if the session holds a fresh step-up for this digest.

        It holds for its minutes and not for once: an entry that is sent again, because the answer was lost, is the
        same entry, and its digest names no other.
        """
        with self.engine.connect() as connection:
            return sessions.is_present(connection, session, digest=digest, now=now)

    def device_cookie(self, login: str) -> str:
        """Return a value that lets this browser's attempts on this account be counted apart from others'."""
        nonce = secrets.token_hex(16)
        return f"{nonce}.{self._sealer.tag('device', plain(login), nonce)}"

    def list_events(self, person_id: int) -> tuple[Event, ...]:
        """Return what happened to an account lately, newest first."""
        with self.engine.connect() as connection:
            return events.of_person(connection, person_id)

    def _start(self, row: Row, origin: Origin, now: int) -> str:
        roles = self._shared.person(row).roles
        with self.engine.begin() as connection:
            if not self._knows(row.login, origin):
                self._shared.note(connection, row.id, "new_device", now=now, origin=origin)
            return sessions.start(connection, row.id, source=origin.source, agent=origin.agent, roles=roles, now=now)

    def _knows(self, login: str, origin: Origin) -> bool:
        """Return whether the browser signed in to this account before."""
        nonce, _, tag = origin.device.partition(".")
        return secrets.compare_digest(tag.encode(), self._sealer.tag("device", plain(login), nonce).encode())

    def _take(self, login: str, origin: Origin, now: int) -> tuple[str, ...]:
        nonce, known = origin.device.partition(".")[0], self._knows(login, origin)
        account = throttle.bucket("account", plain(login), f"device {nonce}" if known else f"source {origin.source}")
        paces = [(account, throttle.ACCOUNT)]
        if not known:
            paces.append((throttle.bucket("source", origin.source), throttle.SOURCE))
        try:
            with self.engine.begin() as connection:
                waits = [throttle.take(connection, key, pace=pace, now=now) for key, pace in paces]
        except sa.exc.IntegrityError:  # somebody else counted the bucket's first attempt at this very moment
            waits = [throttle.SECOND]
        if any(waits):
            raise SigninError("slow_down", wait_seconds=-(-max(waits) // throttle.SECOND))
        return (account,)

    def _set_password(self, connection: sa.Connection, person_id: int, password: str) -> None:
        hashed = self._passwords.hash(password)
        connection.execute(people.update().where(people.c.id == person_id).values(password_hash=hashed))

    def _row(self, condition: sa.ColumnElement[bool]) -> Row | None:
        return self._shared.row(condition)


def step_up_purpose(session: Session, digest: str) -> str:
    """Return what a passkey's answer counts for when it shows presence for one digest in one session."""
    return f"step-up {session.id} {digest}"
