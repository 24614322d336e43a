"""Which passwords are good enough, their hashes (argon2id), and the sealing of second-factor secrets. No tables here.

Length counts, composition does not. What stands on lists of common passwords, or is made of such words, of the
registry's own words or of the person's login and name, is refused: `zxcvbn` brings the lists and the estimate.
"""

import hashlib
import hmac
import os
from typing import Final

import argon2
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from zxcvbn import zxcvbn

from registry.signin.errors import SigninError

PASSWORD_MIN: Final = 12
PASSWORD_MAX: Final = 200
_NONCE_BYTES: Final = 12
# Fewer guesses than this (as a power of ten) and a password counts as common: just above any two words of the lists.
_GUESSES_MIN: Final = 8.01
# The estimate looks at so many characters; what comes after can only add to it.
_ESTIMATED: Final = 72
# Words that somebody who attacks this registry would try first.
CONTEXT_WORDS: Final = (
    "registry", "carbon", "allowance", "credit", "emission", "shanghai", "zimaoqu", "dengji", "tanpaifang", "peie",
    "lvse", "dengjibu",
)  # fmt: skip


def require_strong(password: str, *own: str) -> None:
    """Return if a new password will do; `own` are the person's login and name.

    Raises:
        SigninError: ``weak_password`` for its length or the login in it, ``common_password`` if it is soon guessed.
    """
    folded = password.casefold()
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX or any(one and one.casefold() in folded for one in own[:1]):
        raise SigninError("weak_password")
    estimate = zxcvbn(password[:_ESTIMATED], user_inputs=[*CONTEXT_WORDS, *own])
    if float(estimate["guesses_log10"]) < _GUESSES_MIN:
        raise SigninError("common_password")


class Passwords:
    """Hashes and checks passwords; an unknown account costs the same work as a known one."""

    def __init__(self, hasher: argon2.PasswordHasher | None = None) -> None:
        self._hasher = hasher or argon2.PasswordHasher()
        self._nobody = self._hasher.hash(os.urandom(16).hex())

    def hash(self, password: str) -> str:
        """Return the argon2id hash of a password."""
        return self._hasher.hash(password)

    def matches(self, password_hash: str | None, password: str) -> bool:
        """Return if the password fits; without a hash (nobody, or not yet set) it takes as long as any other."""
        try:
            self._hasher.verify(password_hash or self._nobody, password[:PASSWORD_MAX])
        except argon2.exceptions.VerificationError:
            return False
        return bool(password_hash) and len(password) <= PASSWORD_MAX

    def outdated(self, password_hash: str) -> bool:
        """Return if the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(password_hash)


class Sealer:
    """Keeps second-factor secrets unreadable in a copy of the database that comes without the server's secret."""

    def __init__(self, secret: str) -> None:
        self._root = secret.encode()
        self._cipher = AESGCM(hmac.digest(self._root, b"registry/signin/seal/v1", "sha256"))

    def seal(self, plain: str) -> bytes:
        """Return the nonce and the encrypted text."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain.encode(), None)

    def open(self, sealed: bytes) -> str | None:
        """Return the text, or None if it was sealed under another secret."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None).decode()
        except InvalidTag:
            return None

    def tag(self, *parts: str) -> str:
        """Return a keyed hash, for recovery codes and device cookies; the first part names the purpose."""
        return hmac.new(self._root, "\n".join(parts).encode(), hashlib.sha256).hexdigest()
