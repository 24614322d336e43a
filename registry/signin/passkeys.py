"""Passkeys (WebAuthn): a second factor that answers for this site only, so that nobody can be lured out of it.

Challenges are kept as rows, each answered once and not for long, and each for one purpose: a browser that was asked for
a sign-in cannot hand the answer in for a signature. Discoverable credentials with user verification are asked for, so
the challenge for a sign-in names no account and tells strangers nothing.
"""

import json
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
import webauthn
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from registry.signin.errors import SigninError
from registry.signin.sessions import SECOND, hash_token
from registry.signin.shared import Person
from registry.signin.tables import challenges, passkeys

LIFETIME: Final = 5 * 60 * SECOND
PASSKEYS_MAX: Final = 10
NAME_MAX: Final = 80
_VERIFIED: Final = UserVerificationRequirement.REQUIRED


@dataclass(frozen=True, slots=True)
class Site:
    """For which address passkeys are: its host without the port, and the whole origin as browsers report it."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as its owner sees it in the list."""

    id: int
    name: str
    created_at: int
    used_at: int | None


def options_to_enrol(connection: sa.Connection, person: Person, site: Site, *, purpose: str, now: int) -> str:
    """Return as JSON what a browser needs to make a passkey for this person."""
    known = connection.scalars(sa.select(passkeys.c.credential_id).where(passkeys.c.person_id == person.id))
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=site.host,
        user_id=b"person %d" % person.id,
        user_name=person.login,
        user_display_name=person.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    _keep(connection, options.challenge, purpose, now)
    return webauthn.options_to_json(options)


def options_to_answer(connection: sa.Connection, site: Site, *, purpose: str, now: int) -> str:
    """Return as JSON what a browser needs to answer with any passkey that it has for this site."""
    options = webauthn.generate_authentication_options(rp_id=site.host, user_verification=_VERIFIED)
    _keep(connection, options.challenge, purpose, now)
    return webauthn.options_to_json(options)


def enrol(
    connection: sa.Connection, person: Person, answer: str, *, name: str, site: Site, purpose: str, now: int
) -> None:
    """Keep the passkey that a browser made.

    Raises:
        SigninError: ``wrong_passkey``, ``passkey_name``, ``too_many_passkeys``.
    """
    name = name.strip()
    if not name or len(name) > NAME_MAX:
        raise SigninError("passkey_name")
    if len(of_person(connection, person.id)) >= PASSKEYS_MAX:
        raise SigninError("too_many_passkeys")
    challenge = _used(connection, answer, purpose, now)
    try:
        made = webauthn.verify_registration_response(
            credential=answer, expected_challenge=challenge, expected_rp_id=site.host, expected_origin=site.origin,
            require_user_verification=True,
        )  # fmt: skip
    except WebAuthnException:
        raise SigninError("wrong_passkey") from None
    row = {
        "person_id": person.id, "name": name, "credential_id": made.credential_id, "created_at": now,
        "public_key": made.credential_public_key, "sign_count": made.sign_count,
    }  # fmt: skip
    try:
        with connection.begin_nested():
            connection.execute(passkeys.insert().values(row))
    except sa.exc.IntegrityError:
        raise SigninError("wrong_passkey") from None


def accept(connection: sa.Connection, person_id: int, answer: str, *, site: Site, purpose: str, now: int) -> bool:
    """Return if the answer to the challenge of this purpose is by a passkey of the person; it counts once."""
    try:
        challenge = _used(connection, answer, purpose, now)
        credential_id = base64url_to_bytes(json.loads(answer)["rawId"])
    except (SigninError, KeyError, TypeError, ValueError):
        return False
    mine = (passkeys.c.person_id == person_id, passkeys.c.credential_id == credential_id)
    row = connection.execute(sa.select(passkeys).where(*mine)).one_or_none()
    if row is None:
        return False
    try:
        # A count that did not grow, where the passkey counts at all, is a copy: the library refuses it.
        answered = webauthn.verify_authentication_response(
            credential=answer, expected_challenge=challenge, expected_rp_id=site.host, expected_origin=site.origin,
            credential_public_key=row.public_key, credential_current_sign_count=row.sign_count,
            require_user_verification=True,
        )  # fmt: skip
    except WebAuthnException:
        return False
    connection.execute(
        passkeys.update().where(passkeys.c.id == row.id).values(sign_count=answered.new_sign_count, used_at=now)
    )
    return True


def of_person(connection: sa.Connection, person_id: int) -> tuple[Passkey, ...]:
    """Return a person's passkeys, the oldest first."""
    query = sa.select(*(passkeys.c[name] for name in Passkey.__slots__)).where(passkeys.c.person_id == person_id)
    return tuple(Passkey(*row) for row in connection.execute(query.order_by(passkeys.c.id)))


def remove(connection: sa.Connection, person_id: int, passkey_id: int) -> str | None:
    """Take a passkey away and return its name, or None if the person has no such."""
    mine = (passkeys.c.person_id == person_id, passkeys.c.id == passkey_id)
    return connection.execute(passkeys.delete().where(*mine).returning(passkeys.c.name)).scalar_one_or_none()


def sweep(connection: sa.Connection, now: int) -> None:
    """Drop challenges that nobody answered in time."""
    connection.execute(challenges.delete().where(challenges.c.created_at < now - LIFETIME))


def _keep(connection: sa.Connection, challenge: bytes, purpose: str, now: int) -> None:
    sweep(connection, now)
    row = {"challenge_hash": hash_token(challenge.hex()), "purpose": purpose, "created_at": now}
    connection.execute(challenges.insert().values(row))


def _used(connection: sa.Connection, answer: str, purpose: str, now: int) -> bytes:
    """Return the challenge that an answer names, if it was asked for this purpose; it is used up."""
    try:
        sent: Any = json.loads(answer)
        client: Any = json.loads(base64url_to_bytes(sent["response"]["clientDataJSON"]))
        challenge = base64url_to_bytes(client["challenge"])
    except (KeyError, TypeError, ValueError):
        raise SigninError("wrong_passkey") from None
    asked = (
        challenges.c.challenge_hash == hash_token(challenge.hex()), challenges.c.purpose == purpose,
        challenges.c.created_at > now - LIFETIME,
    )  # fmt: skip
    if connection.execute(challenges.delete().where(*asked)).rowcount != 1:
        raise SigninError("wrong_passkey")
    return challenge
