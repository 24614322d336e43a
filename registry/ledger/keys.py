"""Signing keys: strict Ed25519, and ML-DSA-44 for evidence that must last for decades.

Ed25519 is checked by the one rule on which libsodium, OpenSSL, Go and the browsers agree: A and R canonical and not of
small order, S < L, no cofactor. What a signature is made over is decided in `note` and `checkpoint`; where private keys
are kept is not decided here.
"""

from typing import Final, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey
from nacl.bindings import (
    crypto_core_ed25519_is_valid_point,
    crypto_sign,
    crypto_sign_open,
    crypto_sign_seed_keypair,
)
from nacl.exceptions import BadSignatureError

from registry.ledger.errors import Malformed

# Signature types of C2SP signed-note and tlog-cosignature.
ED25519: Final = 0x01
ED25519_COSIGNATURE: Final = 0x04
ML_DSA_44: Final = 0x06

SEED_BYTES: Final = 32
PUBLIC_KEY_BYTES: Final = {ED25519: 32, ED25519_COSIGNATURE: 32, ML_DSA_44: 1312}
SIGNATURE_BYTES: Final = {ED25519: 64, ED25519_COSIGNATURE: 64, ML_DSA_44: 2420}


class Signer(Protocol):
    """Whoever holds a private key: a seed in memory, or a device behind the same three facts."""

    @property
    def name(self) -> str:
        """Return the key name that its signature lines carry."""

    @property
    def algorithm(self) -> int:
        """Return the signature type byte."""

    @property
    def public_key(self) -> bytes:
        """Return the raw public key."""

    def sign(self, message: bytes) -> bytes:
        """Return the bare signature over exactly these bytes."""


def check_public_key(public_key: bytes) -> None:
    """Refuse an Ed25519 key that could make a signature mean more than one thing.

    Raises:
        Malformed: ``weak_key`` for a wrong length, a non-canonical encoding, a point off the curve, of small order, or
            outside the group of prime order (no honest key is).
    """
    if len(public_key) != PUBLIC_KEY_BYTES[ED25519] or not crypto_core_ed25519_is_valid_point(public_key):
        raise Malformed("weak_key", public_key=public_key.hex())


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Return whether an Ed25519 signature holds under the strict rule."""
    if len(public_key) != 32 or len(signature) != 64:  # noqa: PLR2004  the lengths of RFC 8032
        return False
    try:
        crypto_sign_open(signature + message, public_key)
    except BadSignatureError:
        return False
    return True


def public_key_of(seed: bytes) -> bytes:
    """Return the 32 bytes of the Ed25519 public key that belongs to a seed."""
    return crypto_sign_seed_keypair(seed)[0]


def verify_ml_dsa_44(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Return whether an ML-DSA-44 signature (FIPS 204, empty context) holds."""
    if len(public_key) != PUBLIC_KEY_BYTES[ML_DSA_44]:
        return False
    try:
        MLDSA44PublicKey.from_public_bytes(public_key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def verify_by(algorithm: int, public_key: bytes, *, message: bytes, signature: bytes) -> bool:
    """Return whether a bare signature of a signature type holds over exactly these bytes."""
    if algorithm == ML_DSA_44:
        return verify_ml_dsa_44(public_key, message, signature)
    return algorithm in PUBLIC_KEY_BYTES and verify(public_key, message, signature)


class Ed25519Signer:
    """An Ed25519 seed in memory; as a witness it takes the type `ED25519_COSIGNATURE`."""

    __slots__ = ("_private", "algorithm", "name", "public_key")

    def __init__(self, name: str, seed: bytes, *, algorithm: int = ED25519) -> None:
        """Take the seed of 32 bytes; key and type never change afterwards."""
        self.public_key, self._private = crypto_sign_seed_keypair(seed)
        self.name = name
        self.algorithm = algorithm

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of the signature (RFC 8032, deterministic)."""
        return crypto_sign(message, self._private)[: SIGNATURE_BYTES[ED25519]]


class MlDsaSigner:
    """An ML-DSA-44 seed in memory. FIPS 204 derives the whole key pair from these 32 bytes."""

    __slots__ = ("_private", "algorithm", "name", "public_key")

    def __init__(self, name: str, seed: bytes) -> None:
        """Take the seed of 32 bytes."""
        self._private = MLDSA44PrivateKey.from_seed_bytes(seed)
        self.name = name
        self.algorithm = ML_DSA_44
        self.public_key = self._private.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Return the 2420 bytes of the signature; hedged, so two are never equal."""
        return self._private.sign(message)


def signer_of(name: str, algorithm: int, *, seed: bytes) -> Signer:
    """Return the signer of a seed (32 bytes) for one of the three signature types.

    Raises:
        Malformed: ``key_algorithm``, ``key_seed``.
    """
    if algorithm not in PUBLIC_KEY_BYTES:
        raise Malformed("key_algorithm", algorithm=algorithm)
    if len(seed) != SEED_BYTES:
        raise Malformed("key_seed", length=len(seed))
    return MlDsaSigner(name, seed) if algorithm == ML_DSA_44 else Ed25519Signer(name, seed, algorithm=algorithm)
