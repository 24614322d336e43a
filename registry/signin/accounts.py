"""Signing in and out, and what a person may do with the own account. Callers pass the time.

`SigninError.code` is one of ``wrong_credentials`` (also for unknown and suspended accounts), ``slow_down`` (with
`wait_seconds`), ``weak_password``, ``wrong_code``, ``login_taken``.
"""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from registry.signin import factors, sessions, throttle
from registry.signin.passwords import PASSWORD_MAX, PASSWORD_MIN, Passwords, Sealer
from registry.signin.sessions import Session
from registry.signin.tables import people


class SigninError(Exception):
    """An answer that the person at the browser gets as a sentence."""

    def __init__(self, code: str, *, wait_seconds: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.wait_seconds = wait_seconds


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


class People:
    """The accounts of one registry. `roles` maps a representative's number to the roles that the ledger gives."""

    def __init__(
        self, engine: sa.Engine, *, secret: str, passwords: Passwords, roles: Callable[[str | None], Iterable[str]]
    ) -> None:
        self.engine = engine
        self._passwords = passwords
        self._sealer = Sealer(secret)
        self._roles = roles
        self._nobody = factors.new_secret()

    def create_person(
        self, login: str, *, name: str, password: str, now: int, representative: str | None = None,
        totp_secret: str | None = None,
    ) -> int:  # fmt: skip
        """Return the number of a new account; without a second factor its first session can only enrol one.

        Raises:
            SigninError: ``weak_password``, ``login_taken``.
        """
        _require_strong(password, login)
        row = {
            "login": _plain(login), "name": name, "representative": representative, "created_at": now, "totp_step": 0,
            "password_hash": self._passwords.hash(password),
            "totp_sealed": None if totp_secret is None else self._sealer.seal(totp_secret),
        }  # fmt: skip
        try:
            with self.engine.begin() as connection:
                return int(connection.execute(people.insert().values(row).returning(people.c.id)).scalar_one())
        except sa.exc.IntegrityError:
            raise SigninError("login_taken") from None

    def sign_in(self, login: str, password: str, *, code: str, origin: Origin, now: int) -> str:
        """Return the token of a new session.

        Raises:
            SigninError: ``slow_down``, ``wrong_credentials``.
        """
        keys = self._take(login, origin, now)
        row = self._row(people.c.login == _plain(login))
        right = self._passwords.matches(None if row is None else row.password_hash, password)
        with self.engine.begin() as connection:
            # The code is computed for unknown accounts too, and used up only when the password is right.
            second = self._second_factor(connection, row, code=code, now=now, use=right)
            if row is None or not right or not second or row.suspended_at is not None:
                raise SigninError("wrong_credentials")
            for key in keys:
                throttle.forget(connection, key)
            if self._passwords.outdated(row.password_hash):
                self._set_password(connection, row.id, password)
            return sessions.start(connection, row.id, source=origin.source, agent=origin.agent, now=now)

    def start_session(self, login: str, *, origin: Origin, now: int) -> str:
        """Return the token of a session without any proof: for the demo's change of person, and for nothing else."""
        row = self._row(people.c.login == _plain(login))
        if row is None or row.suspended_at is not None:
            raise SigninError("wrong_credentials")
        with self.engine.begin() as connection:
            return sessions.start(connection, row.id, source=origin.source, agent=origin.agent, now=now)

    def present(self, token: str, now: int) -> tuple[Person, Session] | None:
        """Return who is signed in with this token, or None."""
        with self.engine.connect() as connection:
            session = sessions.alive(connection, token, now)
        row = None if session is None else self._row(people.c.id == session.person_id)
        if session is None or row is None or row.suspended_at is not None:
            return None
        if now - session.seen_at > sessions.SEEN_INTERVAL:
            with self.engine.begin() as connection:
                sessions.touch(connection, session, now)
        enrolled = row.totp_sealed is not None
        roles = frozenset(self._roles(row.representative)) if enrolled else frozenset[str]()
        return Person(row.id, row.login, row.representative, row.name, enrolled=enrolled, roles=roles), session

    def list_sessions(self, person: Person, now: int) -> tuple[Session, ...]:
        """Return the person's living sessions."""
        with self.engine.connect() as connection:
            return sessions.of_person(connection, person.id, now)

    def end_sessions(self, person_id: int, session_id: int | None = None) -> int:
        """End one session, or all; return how many ended."""
        with self.engine.begin() as connection:
            return sessions.end(connection, person_id, session_id)

    def suspend(self, login: str, now: int) -> None:
        """Shut an account and end its sessions."""
        with self.engine.begin() as connection:
            found = people.c.login == _plain(login)
            connection.execute(people.update().where(found).values(suspended_at=now))
            for person_id in connection.scalars(sa.select(people.c.id).where(found)):
                sessions.end(connection, person_id)

    def change_password(self, person: Person, *, old: str, new: str, origin: Origin, now: int) -> None:
        """Set a new password and end all sessions, the present one too.

        Raises:
            SigninError: ``slow_down``, ``wrong_credentials``, ``weak_password``.
        """
        _require_strong(new, person.login)
        keys = self._take(person.login, origin, now)
        row = self._row(people.c.id == person.id)
        if not self._passwords.matches(None if row is None else row.password_hash, old):
            raise SigninError("wrong_credentials")
        with self.engine.begin() as connection:
            for key in keys:
                throttle.forget(connection, key)
            self._set_password(connection, person.id, new)
            sessions.end(connection, person.id)

    def enrol(self, person: Person, *, secret: str, code: str, now: int) -> tuple[str, ...]:
        """Set the first second factor of an account and return its recovery codes.

        Raises:
            SigninError: ``wrong_code``; ``wrong_credentials`` if the account has a second factor already.
        """
        step = factors.matching_step(secret, code, now)
        if step is None:
            raise SigninError("wrong_code")
        with self.engine.begin() as connection:
            enrolled = connection.execute(
                people.update()
                .where(people.c.id == person.id, people.c.totp_sealed.is_(None))
                .values(totp_sealed=self._sealer.seal(secret), totp_step=step)
            )
            if enrolled.rowcount != 1:
                raise SigninError("wrong_credentials")
            return factors.new_recovery_codes(connection, person.id, self._sealer)

    def step_up(self, person: Person, session: Session, *, digest: str, code: str, now: int) -> None:
        """Note that the person is present for the entry that the digest names.

        Raises:
            SigninError: ``slow_down``, ``wrong_code``.
        """
        keys = self._take(person.login, Origin(session.source), now)
        row = self._row(people.c.id == person.id)
        with self.engine.begin() as connection:
            if (
                row is None
                or not person.enrolled
                or not self._second_factor(connection, row, code=code, now=now, use=True)
            ):
                raise SigninError("wrong_code")
            for key in keys:
                throttle.forget(connection, key)
            sessions.note_step_up(connection, session, digest=digest, now=now)

    def use_step_up(self, session: Session, digest: str, now: int) -> bool:
        """Return if the session holds a fresh step-up for this digest, and use it up."""
        with self.engine.begin() as connection:
            return sessions.use_step_up(connection, session, digest=digest, now=now)

    def device_cookie(self, login: str) -> str:
        """Return a value that lets this browser's attempts on this account be counted apart from others'."""
        nonce = secrets.token_hex(16)
        return f"{nonce}.{self._sealer.tag('device', _plain(login), nonce)}"

    def _take(self, login: str, origin: Origin, now: int) -> tuple[str, ...]:
        nonce, _, tag = origin.device.partition(".")
        known = secrets.compare_digest(tag.encode(), self._sealer.tag("device", _plain(login), nonce).encode())
        account = throttle.bucket("account", _plain(login), f"device {nonce}" if known else f"source {origin.source}")
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

    def _second_factor(
        self, connection: sa.Connection, row: sa.Row[tuple[object, ...]] | None, *, code: str, now: int, use: bool
    ) -> bool:
        if row is not None and row.totp_sealed is None:
            return True
        plain = code.replace(" ", "")
        secret = None if row is None else self._sealer.open(row.totp_sealed)
        if row is None or secret is None or not use:
            factors.matching_step(secret or self._nobody, plain, now)
            return False
        accepted = factors.accept_code(connection, row.id, secret=secret, code=plain, now=now)
        return accepted or factors.accept_recovery_code(connection, row.id, code=plain, sealer=self._sealer)

    def _set_password(self, connection: sa.Connection, person_id: int, password: str) -> None:
        hashed = self._passwords.hash(password)
        connection.execute(people.update().where(people.c.id == person_id).values(password_hash=hashed))

    def _row(self, condition: sa.ColumnElement[bool]) -> sa.Row[tuple[object, ...]] | None:
        with self.engine.connect() as connection:
            return connection.execute(sa.select(people).where(condition)).one_or_none()


def _plain(login: str) -> str:
    return login.strip().casefold()


def _require_strong(password: str, login: str) -> None:
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX or _plain(login) in password.casefold():
        raise SigninError("weak_password")
