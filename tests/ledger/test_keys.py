"""Strict Ed25519: known answers, odd keys and odd signatures, and the same verdict as a second implementation."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from registry.ledger import keys
from registry.ledger.errors import Malformed
from tests.ledger import edwards

VECTORS = Path(__file__).parents[1] / "vectors" / "wycheproof-ed25519.txt"
TORSION = edwards.torsion()
SEED = bytes(range(32))


def sign(seed: bytes, message: bytes) -> bytes:
    """Sign as the second implementation does; Ed25519 leaves no choice."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def known_answers() -> Iterator[tuple[int, bytes, bytes, bytes, bool]]:
    key = b""
    for line in VECTORS.read_text().splitlines():
        match line.split():
            case ["key", text]:
                key = bytes.fromhex(text)
            case [number, result, message, signature]:
                data = [b"" if text == "-" else bytes.fromhex(text) for text in (message, signature)]
                yield int(number), key, data[0], data[1], result == "valid"


def openssl_verdict(key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def test_gives_all_known_answers_of_wycheproof() -> None:
    answers = list(known_answers())
    assert len(answers) == 151
    wrong = [
        number for number, key, message, signature, holds in answers if keys.verify(key, message, signature) != holds
    ]
    assert wrong == []


def test_accepts_as_keys_what_wycheproof_signs_with() -> None:
    for key in {answer[1] for answer in known_answers()}:
        keys.check_public_key(key)


@pytest.mark.parametrize("order", range(8))
def test_refuses_a_key_of_small_order(order: int) -> None:
    with pytest.raises(Malformed) as refused:
        keys.check_public_key(edwards.encode(TORSION[order]))
    assert refused.value.code == "weak_key"


@pytest.mark.parametrize("y", range(19))
@pytest.mark.parametrize("sign", [0, 1])
def test_refuses_every_key_with_an_ordinate_beyond_the_field(y: int, sign: int) -> None:
    with pytest.raises(Malformed) as refused:
        keys.check_public_key((edwards.P + y | sign << 255).to_bytes(32, "little"))
    assert refused.value.code == "weak_key"


@pytest.mark.parametrize("order", range(1, 8))
def test_refuses_a_key_outside_the_group_of_prime_order(order: int) -> None:
    point = edwards.add(edwards.multiply(77, edwards.BASE), TORSION[order])
    with pytest.raises(Malformed) as refused:
        keys.check_public_key(edwards.encode(point))
    assert refused.value.code == "weak_key"


def test_accepts_a_point_of_the_group_of_prime_order() -> None:
    keys.check_public_key(edwards.encode(edwards.multiply(77, edwards.BASE)))


@pytest.mark.parametrize("length", [0, 31, 33])
def test_refuses_a_key_of_wrong_length(length: int) -> None:
    with pytest.raises(Malformed) as refused:
        keys.check_public_key((keys.public_key_of(SEED) * 2)[:length])
    assert refused.value.code == "weak_key"


def test_refuses_a_key_off_the_curve() -> None:
    off = next(y for y in range(2, 99) if edwards.decode(y.to_bytes(32, "little")) is None)
    with pytest.raises(Malformed) as refused:
        keys.check_public_key(off.to_bytes(32, "little"))
    assert refused.value.code == "weak_key"


@pytest.mark.parametrize("key", range(8))
@pytest.mark.parametrize("commitment", range(8))
def test_knows_no_cofactor_and_agrees_with_openssl(key: int, commitment: int) -> None:
    message = b"m%d" % key
    public_key, signature = edwards.sign_with_torsion(12345, message, key=TORSION[key], commitment=TORSION[commitment])
    s = int.from_bytes(signature[32:], "little")
    r = edwards.decode(signature[:32])
    a = edwards.decode(public_key)
    assert r
    assert a
    hashed = edwards.challenge(signature[:32], public_key, message)
    holds = edwards.multiply(s, edwards.BASE) == edwards.add(r, edwards.multiply(hashed, a))
    assert keys.verify(public_key, message, signature) == holds
    assert openssl_verdict(public_key, message, signature) == holds


@pytest.mark.parametrize("order", range(8))
def test_refuses_a_signature_that_holds_only_because_the_key_is_of_small_order(order: int) -> None:
    key = edwards.encode(TORSION[order])
    for number in range(64):
        message = b"%d" % number
        signature = edwards.encode(TORSION[0]) + bytes(32)
        assert not keys.verify(key, message, signature)


def test_refuses_a_commitment_of_small_order() -> None:
    a, secret, message = keys.public_key_of(SEED), _secret(SEED), b"m"
    for point in TORSION:
        r = edwards.encode(point)
        s = edwards.challenge(r, a, message) * secret % edwards.L
        assert not keys.verify(a, message, r + s.to_bytes(32, "little"))


def test_refuses_a_scalar_beyond_the_order() -> None:
    signature = sign(SEED, b"m")
    s = int.from_bytes(signature[32:], "little") + edwards.L
    assert not keys.verify(keys.public_key_of(SEED), b"m", signature[:32] + s.to_bytes(32, "little"))


@pytest.mark.parametrize("length", [0, 63, 65])
def test_refuses_a_signature_of_wrong_length(length: int) -> None:
    signature = (sign(SEED, b"m") * 2)[:length]
    assert not keys.verify(keys.public_key_of(SEED), b"m", signature)
    assert not keys.verify(keys.public_key_of(SEED)[:31], b"m", sign(SEED, b"m"))


@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=80), bit=st.integers(0, 511))
def test_what_is_signed_verifies_and_nothing_else_does(seed: bytes, message: bytes, bit: int) -> None:
    key, signature = keys.public_key_of(seed), sign(seed, message)
    assert keys.verify(key, message, signature)
    assert not keys.verify(key, message + b"x", signature)
    other = (int.from_bytes(signature, "big") ^ 1 << bit).to_bytes(64, "big")
    assert not keys.verify(key, message, other)


def test_ml_dsa_signs_and_verifies() -> None:
    signer = keys.signer_of("w", keys.ML_DSA_44, seed=SEED)
    signature = signer.sign(b"m")
    assert len(signer.public_key) == keys.PUBLIC_KEY_BYTES[keys.ML_DSA_44]
    assert keys.verify_by(keys.ML_DSA_44, signer.public_key, message=b"m", signature=signature)
    assert not keys.verify_by(keys.ML_DSA_44, signer.public_key, message=b"n", signature=signature)
    assert not keys.verify_by(keys.ML_DSA_44, signer.public_key, message=b"m", signature=signature[:-1])
    assert not keys.verify_by(keys.ML_DSA_44, signer.public_key[:-1], message=b"m", signature=signature)


@pytest.mark.parametrize("algorithm", [keys.ED25519, keys.ED25519_COSIGNATURE])
def test_a_signer_signs_with_its_seed(algorithm: int) -> None:
    signer = keys.signer_of("s", algorithm, seed=SEED)
    assert (signer.algorithm, signer.public_key) == (algorithm, keys.public_key_of(SEED))
    assert signer.sign(b"m") == sign(SEED, b"m")
    assert keys.verify_by(algorithm, signer.public_key, message=b"m", signature=signer.sign(b"m"))


@pytest.mark.parametrize(
    ("algorithm", "length", "code"), [(2, 32, "key_algorithm"), (1, 31, "key_seed"), (6, 33, "key_seed")]
)
def test_makes_no_signer_of_another_kind(algorithm: int, length: int, code: str) -> None:
    with pytest.raises(Malformed) as refused:
        keys.signer_of("s", algorithm, seed=bytes(length))
    assert refused.value.code == code
    assert not keys.verify_by(2, keys.public_key_of(SEED), message=b"m", signature=sign(SEED, b"m"))


def _secret(seed: bytes) -> int:
    import hashlib

    digest = hashlib.sha512(seed).digest()[:32]
    return (int.from_bytes(digest, "little") & ((1 << 254) - 8) | 1 << 254) % edwards.L
