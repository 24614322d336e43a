"""Password hashes (argon2id) and the sealing of second-factor secrets. No tables here."""

import hashlib
import hmac
import os
from typing import Final

import argon2
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PASSWORD_MIN: Final = 12
PASSWORD_MAX: Final = 200
_NONCE_BYTES: Final = 12


class Passwords:
    """Hashes and checks passwords; an unknown account costs the same work as a known one."""

    def __init__(self, hasher: argon2.PasswordHasher | None = None) -> None:
        self._hasher = hasher or argon2.PasswordHasher()
        self._nobody = self._hasher.hash(os.urandom(16).hex())

    def hash(self, password: str) -> str:
        """Return the argon2id hash of a password."""
        return self._hasher.hash(password)

    def matches(self, password_hash: str | None, password: str) -> bool:
        """Return if the password fits; None stands for an unknown account and takes as long as any other."""
        try:
            self._hasher.verify(password_hash or self._nobody, password[:PASSWORD_MAX])
        except argon2.exceptions.VerificationError:
            return False
        return password_hash is not None

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
