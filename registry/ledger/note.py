"""The signed note of C2SP (signed-note@v1.0.0): text, an empty line, and one line for each signature.

    <text, ends in a newline>
    <empty line>
    — <key name> <base64 of key id (4 bytes) and signature>

The one container for every signature of the registry. `parse` accepts only what `render` would write. What a signature
of a type is made over stands here for type 0x01 (the text itself), and in `checkpoint` for cosignatures.
"""

import re
from binascii import Error as Base64Error
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Final

from registry.ledger.errors import Malformed, Tampering
from registry.ledger.keys import ED25519, PUBLIC_KEY_BYTES, Signer, check_public_key, verify

SIGNATURES_MAX: Final = 16
_DASH: Final = "— ".encode()
_NAME: Final = re.compile(rb"[^\x00-\x20+]+")
_CONTROLS: Final = bytes(byte for byte in range(ord(" ")) if byte != ord("\n"))
# Unicode's White_Space property beyond ASCII, fixed here so that no library's table decides.
_SPACES: Final = frozenset("\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {chr(c) for c in range(0x2000, 0x200B)}
_KEY_ID_BYTES: Final = 4
_VKEY_PARTS: Final = 3


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who says to have signed, by which key, and the bytes as the type lays them out."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """Text and signatures, not yet checked against any key."""

    text: bytes
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with its name and signature type; `key_id` is what its signature lines carry."""

    name: str
    algorithm: int
    public_key: bytes
    key_id: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Derive the key id once: signatures are looked up by it."""
        object.__setattr__(self, "key_id", key_id(self.name, self.algorithm, public_key=self.public_key))


@lru_cache(maxsize=16_384)
def key_id(name: str, algorithm: int, *, public_key: bytes) -> bytes:
    """Return the first 4 bytes of SHA-256 over name, newline, type byte and public key."""
    return sha256(b"%b\n%c%b" % (name.encode(), algorithm, public_key)).digest()[:_KEY_ID_BYTES]


def key_of(signer: Signer) -> VerifierKey:
    """Return the public side of a signer."""
    return VerifierKey(signer.name, signer.algorithm, signer.public_key)


def render(note: Note) -> bytes:
    """Return the bytes of a note.

    Raises:
        Malformed: ``note_text``, ``note_name``, ``note_signatures`` (none), ``note_signature`` (no signature bytes).
    """
    _check_text(note.text)
    return _render(note)


def _render(note: Note) -> bytes:
    if not note.signatures:
        raise Malformed("note_signatures")
    return note.text + b"\n" + b"".join(map(render_signature, note.signatures))


def render_signature(signature: Signature) -> bytes:
    """Return one signature line with its newline.

    Raises:
        Malformed: ``note_name``, ``note_signature``.
    """
    name = _encoded(signature.name)
    _check_name(name)
    if len(signature.key_id) != _KEY_ID_BYTES or not signature.signature:
        raise Malformed("note_signature")
    return b"%b%b %b\n" % (_DASH, name, b2a_base64(signature.key_id + signature.signature, newline=False))


def parse(data: bytes, *, signatures_max: int = SIGNATURES_MAX) -> Note:
    """Return the note that these bytes are, if they are exactly what `render` writes for it.

    Raises:
        Malformed: ``note_encoding`` for invalid UTF-8 or a control character other than newline; ``note_layout`` if
            text and signature lines are not told apart by an empty line; ``note_signatures`` for too many; and
            ``note_signature`` or ``note_name`` for a line that is not one.
    """
    _check_encoding(data)
    end = data.rfind(b"\n\n")
    if end < 0:
        raise Malformed("note_layout")
    return Note(data[: end + 1], _parse_lines(data[end + 2 :], signatures_max))


def parse_signatures(data: bytes, *, signatures_max: int = SIGNATURES_MAX) -> tuple[Signature, ...]:
    """Return the signatures of one or more signature lines, as a witness sends them or as they end a note.

    Raises:
        Malformed: as `parse`.
    """
    _check_encoding(data)
    return _parse_lines(data, signatures_max)


def sign(text: bytes, signers: Iterable[Signer]) -> bytes:
    """Return the note of a text that each signer of type 0x01 has signed, in their order.

    Raises:
        Malformed: ``note_text``, ``note_name``; ``key_algorithm`` for a signer of another type.
    """
    return _render(Note(text, tuple([sign_text(text, signer) for signer in signers])))


def sign_text(text: bytes, signer: Signer) -> Signature:
    """Return one signature of type 0x01 over a text.

    Raises:
        Malformed: ``note_text``; ``key_algorithm`` if the signer is of a type that signs something else.
    """
    if signer.algorithm != ED25519:
        raise Malformed("key_algorithm", algorithm=signer.algorithm)
    _check_text(text)
    return Signature(signer.name, key_id(signer.name, ED25519, public_key=signer.public_key), signer.sign(text))


def signatures_of(note: Note, key: VerifierKey) -> tuple[Signature, ...]:
    """Return the signatures that claim to be of this key: its name and its key id, both."""
    return tuple(one for one in note.signatures if one.key_id == key.key_id and one.name == key.name)


def is_signed(note: Note, key: VerifierKey) -> bool:
    """Return whether a key of type 0x01 has signed the text.

    Raises:
        Tampering: ``note_signature`` if a line claims so and does not verify.
    """
    claims = signatures_of(note, key)
    for claim in claims:
        if key.algorithm != ED25519 or not verify(key.public_key, note.text, claim.signature):
            raise Tampering("note_signature", name=key.name)
    return bool(claims)


def render_vkey(key: VerifierKey) -> str:
    """Return `<name>+<key id in hexadecimal>+<base64 of type and key>`.

    Raises:
        Malformed: ``note_name``, ``key_algorithm``, ``weak_key``.
    """
    _check_key(key)
    encoded = b2a_base64(bytes([key.algorithm]) + key.public_key, newline=False).decode()
    return f"{key.name}+{key.key_id.hex()}+{encoded}"


def parse_vkey(text: str) -> VerifierKey:
    """Return the key of a `vkey` line of type 0x01, 0x04 or 0x06.

    Raises:
        Malformed: ``vkey`` if it is not what `render_vkey` writes, and the codes of `render_vkey`.
    """
    parts = text.split("+", _VKEY_PARTS - 1)
    if len(parts) != _VKEY_PARTS or not parts[2].isascii():
        raise Malformed("vkey")
    try:
        data = a2b_base64(parts[2], strict_mode=True)
    except Base64Error:
        raise Malformed("vkey") from None
    if not data:
        raise Malformed("vkey")
    _check_name(_encoded(parts[0]))
    key = VerifierKey(parts[0], data[0], data[1:])
    if render_vkey(key) != text:
        raise Malformed("vkey")
    return key


def _check_key(key: VerifierKey) -> None:
    _check_name(_encoded(key.name))
    if key.algorithm not in PUBLIC_KEY_BYTES:
        raise Malformed("key_algorithm", algorithm=key.algorithm)
    if len(key.public_key) != PUBLIC_KEY_BYTES[key.algorithm]:
        raise Malformed("weak_key", public_key=key.public_key.hex())
    if PUBLIC_KEY_BYTES[key.algorithm] == PUBLIC_KEY_BYTES[ED25519]:
        check_public_key(key.public_key)


def _check_encoding(data: bytes) -> None:
    try:
        data.decode()
    except UnicodeDecodeError:
        raise Malformed("note_encoding") from None
    if len(data.translate(None, _CONTROLS)) != len(data):
        raise Malformed("note_encoding")


def _parse_lines(data: bytes, signatures_max: int) -> tuple[Signature, ...]:
    lines = data.split(b"\n")
    if lines.pop() or not lines:
        raise Malformed("note_layout")
    if len(lines) > signatures_max:
        raise Malformed("note_signatures", limit=signatures_max)
    return tuple([_parse_line(line) for line in lines])


def _parse_line(line: bytes) -> Signature:
    name, space, encoded = line[len(_DASH) :].partition(b" ")
    if not space or not line.startswith(_DASH):
        raise Malformed("note_signature")
    try:
        data = a2b_base64(encoded, strict_mode=True)
    except Base64Error:
        raise Malformed("note_signature") from None
    if len(data) <= _KEY_ID_BYTES or b2a_base64(data, newline=False) != encoded:
        raise Malformed("note_signature")
    _check_name(name)
    return Signature(name.decode(), data[:_KEY_ID_BYTES], data[_KEY_ID_BYTES:])


def _check_text(text: bytes) -> None:
    try:
        text.decode()
    except UnicodeDecodeError:
        raise Malformed("note_text") from None
    if text[-1:] != b"\n" or len(text.translate(None, _CONTROLS)) != len(text):
        raise Malformed("note_text")


def _encoded(name: str) -> bytes:
    try:
        return name.encode()
    except UnicodeEncodeError:
        raise Malformed("note_name") from None


def _check_name(name: bytes) -> None:
    if not _NAME.fullmatch(name) or (not name.isascii() and not _SPACES.isdisjoint(name.decode())):
        raise Malformed("note_name")
