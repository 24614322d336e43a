"""The second factor: time-based codes (RFC 6238), each accepted once, and recovery codes, each used once."""

import secrets
from typing import Final

import pyotp
import sqlalchemy as sa

from registry.signin.passwords import Sealer
from registry.signin.tables import people, recovery_codes

STEP_SECONDS: Final = 30
STEPS_AROUND: Final = 1
RECOVERY_CODES: Final = 10
_ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
# 118 bits, so that a plain keyed hash keeps them (ASVS 6.5.2).
_RECOVERY_LENGTH: Final = 24


def new_secret() -> str:
    """Return a fresh secret in base32."""
    return pyotp.random_base32()


def provisioning_uri(secret: str, login: str, *, issuer: str) -> str:
    """Return the `otpauth:` address that an authenticator reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def code_at(secret: str, now: int) -> str:
    """Return the code of a moment; for enrolment checks, the demo and tests."""
    return pyotp.TOTP(secret).at(now // 1_000_000)


def matching_step(secret: str, code: str, now: int) -> int | None:
    """Return the time step that the code belongs to, or None; all steps around now are compared."""
    totp = pyotp.TOTP(secret)
    middle = now // 1_000_000 // STEP_SECONDS
    found = None
    for step in range(middle - STEPS_AROUND, middle + STEPS_AROUND + 1):
        if secrets.compare_digest(totp.generate_otp(step).encode(), code.encode()):
            found = step
    return found


def accept_code(connection: sa.Connection, person_id: int, *, secret: str, code: str, now: int) -> bool:
    """Return if the code is right and neither it nor a later one was accepted before; it counts as used now."""
    step = matching_step(secret, code, now)
    if step is None:
        return False
    used = connection.execute(
        people.update().where(people.c.id == person_id, people.c.totp_step < step).values(totp_step=step)
    )
    return used.rowcount == 1


def new_recovery_codes(connection: sa.Connection, person_id: int, sealer: Sealer) -> tuple[str, ...]:
    """Replace a person's recovery codes and return the new ones, which are shown this once."""
    codes = tuple("".join(secrets.choice(_ALPHABET) for _ in range(_RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES))
    connection.execute(recovery_codes.delete().where(recovery_codes.c.person_id == person_id))
    rows = [{"person_id": person_id, "code_hash": _hashed(sealer, person_id, code)} for code in codes]
    connection.execute(recovery_codes.insert(), rows)
    return tuple("-".join(code[at : at + 4] for at in range(0, _RECOVERY_LENGTH, 4)) for code in codes)


def accept_recovery_code(connection: sa.Connection, person_id: int, *, code: str, sealer: Sealer) -> bool:
    """Return if this is an unused recovery code of the person; it counts as used now."""
    plain = code.replace("-", "").upper()
    used = connection.execute(
        recovery_codes.delete().where(
            recovery_codes.c.person_id == person_id, recovery_codes.c.code_hash == _hashed(sealer, person_id, plain)
        )
    )
    return used.rowcount == 1


def _hashed(sealer: Sealer, person_id: int, code: str) -> str:
    return sealer.tag("recovery", str(person_id), code)
