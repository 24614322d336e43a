"""A person's second factors: an authenticator's codes, passkeys, and recovery codes for the day when both are lost.

An account that has one never is without one again, except by a reset to which two others agree (`links`, `office`).
"""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from registry.signin import factors, passkeys
from registry.signin.errors import SigninError
from registry.signin.passkeys import Passkey, Site
from registry.signin.shared import Origin, Person, Row, Shared
from registry.signin.tables import people, recovery_codes

# What an answer of a passkey to a challenge counts for; see `passkeys`.
SIGN_IN: Final = "sign-in"


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody shows as second factor: a code, or a passkey's answer as JSON with the site that asked for it."""

    code: str = ""
    answer: str = ""
    site: Site | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What a person has, for its own eyes."""

    totp: bool
    passkeys: tuple[Passkey, ...]
    codes_left: int

    @property
    def count(self) -> int:
        """Return how many factors there are; recovery codes are none."""
        return len(self.passkeys) + self.totp


class SecondFactors:
    """The second factors of all people."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._nobody = factors.new_secret()

    def held(self, person_id: int) -> Held:
        """Return what a person has."""
        with self._shared.engine.connect() as connection:
            return _held(connection, person_id)

    def shown(
        self, connection: sa.Connection, row: Row | None, proof: Proof, *, purpose: str, now: int, use: bool
    ) -> bool:
        """Return if the proof is right, and use it up; without `use` do the same work for nothing."""
        code = proof.code.replace(" ", "")
        secret = None if row is None or row.totp_sealed is None else self._shared.sealer.open(row.totp_sealed)
        if row is None or not use:
            factors.matching_step(secret or self._nobody, code, now)
            return False
        if proof.answer and proof.site is not None:
            return passkeys.accept(connection, row.id, proof.answer, site=proof.site, purpose=purpose, now=now)
        if secret is not None and factors.accept_code(connection, row.id, secret=secret, code=code, now=now):
            return True
        if factors.accept_recovery_code(connection, row.id, code=code, sealer=self._shared.sealer):
            self._shared.note(connection, row.id, "recovery_code_used", now=now)
            return True
        return False

    def ask(self, site: Site, *, purpose: str, now: int) -> str:
        """Return as JSON what a browser needs to answer with a passkey, for this purpose only."""
        with self._shared.engine.begin() as connection:
            return passkeys.options_to_answer(connection, site, purpose=purpose, now=now)

    def ask_to_enrol(self, person: Person, site: Site, *, session_id: int, now: int) -> str:
        """Return as JSON what a browser needs to make a passkey."""
        with self._shared.engine.begin() as connection:
            return passkeys.options_to_enrol(connection, person, site, purpose=_enrolment(session_id), now=now)

    def enrol_totp(self, person: Person, *, secret: str, code: str, origin: Origin, now: int) -> tuple[str, ...]:
        """Set the authenticator of an account that has none, and return recovery codes if it is the first factor.

        Raises:
            SigninError: ``wrong_code``; ``wrong_credentials`` if the account has an authenticator already.
        """
        step = factors.matching_step(secret, code.replace(" ", ""), now)
        if step is None:
            raise SigninError("wrong_code")
        with self._shared.engine.begin() as connection:
            enrolled = connection.execute(
                people.update()
                .where(people.c.id == person.id, people.c.totp_sealed.is_(None))
                .values(totp_sealed=self._shared.sealer.seal(secret), totp_step=step)
            )
            if enrolled.rowcount != 1:
                raise SigninError("wrong_credentials")
            return self._added(connection, person, "TOTP", origin, now)

    def enrol_passkey(
        self, person: Person, *, answer: str, name: str, site: Site, session_id: int, origin: Origin, now: int
    ) -> tuple[str, ...]:
        """Keep a passkey, and return recovery codes if it is the first factor.

        Raises:
            SigninError: ``wrong_passkey``, ``passkey_name``, ``too_many_passkeys``.
        """
        purpose = _enrolment(session_id)
        with self._shared.engine.begin() as connection:
            passkeys.enrol(connection, person, answer, name=name, site=site, purpose=purpose, now=now)
            return self._added(connection, person, name.strip(), origin, now)

    def remove(self, person: Person, passkey_id: int | None, *, origin: Origin, now: int) -> None:
        """Take a passkey away, or with None the authenticator; nothing happens if it is gone already.

        Raises:
            SigninError: ``last_factor``.
        """
        with self._shared.engine.begin() as connection:
            # Two removals at once would each see the other's factor: this write makes them wait for one another.
            connection.execute(people.update().where(people.c.id == person.id).values(name=people.c.name))
            held = _held(connection, person.id)
            if not (held.totp if passkey_id is None else any(one.id == passkey_id for one in held.passkeys)):
                return
            if held.count == 1:
                raise SigninError("last_factor")
            if passkey_id is None:
                connection.execute(people.update().where(people.c.id == person.id).values(totp_sealed=None))
            name = "TOTP" if passkey_id is None else passkeys.remove(connection, person.id, passkey_id)
            self._shared.note(connection, person.id, "factor_removed", now=now, origin=origin, detail=name or "")

    def renew_codes(self, person: Person, *, origin: Origin, now: int) -> tuple[str, ...]:
        """Return new recovery codes; the old ones are void."""
        with self._shared.engine.begin() as connection:
            self._shared.note(connection, person.id, "recovery_codes_renewed", now=now, origin=origin)
            return factors.new_recovery_codes(connection, person.id, self._shared.sealer)

    def _added(self, connection: sa.Connection, person: Person, name: str, origin: Origin, now: int) -> tuple[str, ...]:
        self._shared.note(connection, person.id, "factor_added", now=now, origin=origin, detail=name)
        if _held(connection, person.id).count > 1:
            return ()
        return factors.new_recovery_codes(connection, person.id, self._shared.sealer)


def _held(connection: sa.Connection, person_id: int) -> Held:
    sealed = connection.scalar(sa.select(people.c.totp_sealed).where(people.c.id == person_id))
    left = sa.select(sa.func.count()).select_from(recovery_codes).where(recovery_codes.c.person_id == person_id)
    return Held(sealed is not None, passkeys.of_person(connection, person_id), connection.scalar(left) or 0)


def _enrolment(session_id: int) -> str:
    return f"enrol {session_id}"
