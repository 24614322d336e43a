"""C2SP tlog-checkpoint and tlog-cosignature: a signed size and root, and who else has seen them.

    <origin>
    <size>
    <base64 of the root>
    <extension lines, which we never write>

The log signs the text (type 0x01). Witnesses sign it together with a time: Ed25519 (0x04) over a text, ML-DSA-44 (0x06)
over a binary structure that leaves extension lines out. A time is in seconds since the epoch, UTC.
"""

import re
from binascii import Error as Base64Error
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from registry.ledger.errors import Malformed, Tampering
from registry.ledger.keys import ED25519, ED25519_COSIGNATURE, ML_DSA_44, SIGNATURE_BYTES, Signer, verify_by
from registry.ledger.merkle import HASH_BYTES
from registry.ledger.note import Note, Signature, VerifierKey, is_signed, key_of, parse, render, sign, signatures_of

SIGNATURES_MAX: Final = 64
SIZE_MAX: Final = 2**63 - 1
_TIME_BYTES: Final = 8
_LINES_MIN: Final = 3
_NAME_BYTES_MAX: Final = 255
_DECIMAL: Final = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: its origin, the number of leaves, and the root over them."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()


def render_text(checkpoint: Checkpoint) -> bytes:
    """Return the text that the log signs.

    Raises:
        Malformed: ``checkpoint``.
    """
    lines = (checkpoint.origin, str(checkpoint.size), encode_hash(checkpoint.root), *checkpoint.extensions)
    text = "".join(f"{line}\n" for line in lines).encode()
    if parse_text(text) != checkpoint:
        raise Malformed("checkpoint")
    return text


def parse_text(text: bytes) -> Checkpoint:
    """Return the head of a checkpoint's text. Extension lines of other logs are kept; nothing vouches for them.

    Raises:
        Malformed: ``checkpoint``.
    """
    try:
        lines = text.decode().split("\n")
    except UnicodeDecodeError:
        raise Malformed("checkpoint") from None
    if lines.pop() or len(lines) < _LINES_MIN or not all(lines):
        raise Malformed("checkpoint")
    origin, size, root, *extensions = lines
    return Checkpoint(origin, decode_decimal(size), decode_hash(root), tuple(extensions))


def decode_decimal(text: str) -> int:
    """Return a number below 2^63 from ASCII decimal without leading zeros.

    Raises:
        Malformed: ``checkpoint_number``.
    """
    if not _DECIMAL.fullmatch(text) or int(text) > SIZE_MAX:
        raise Malformed("checkpoint_number", text=text[:40])
    return int(text)


def encode_hash(data: bytes) -> str:
    """Return a hash as base64."""
    return b2a_base64(data, newline=False).decode()


def decode_hash(text: str) -> bytes:
    """Return the 32 bytes of a hash in base64.

    Raises:
        Malformed: ``checkpoint_hash``.
    """
    try:
        data = a2b_base64(text.encode(), strict_mode=True)
    except Base64Error:
        raise Malformed("checkpoint_hash", text=text[:60]) from None
    if len(data) != HASH_BYTES or encode_hash(data) != text:
        raise Malformed("checkpoint_hash", text=text[:60])
    return data


def parse_checkpoint(data: bytes) -> tuple[Checkpoint, Note]:
    """Return head and note of a checkpoint, of which nothing has been verified.

    Raises:
        Malformed: the codes of `note.parse` and `parse_text`.
    """
    note = parse(data, signatures_max=SIGNATURES_MAX)
    return parse_text(note.text), note


def sign_checkpoint(checkpoint: Checkpoint, signer: Signer) -> bytes:
    """Return the checkpoint as a note signed by the log's Ed25519 key.

    Raises:
        Malformed: ``checkpoint``, ``key_algorithm``.
    """
    return sign(render_text(checkpoint), [signer])


def open_checkpoint(data: bytes, key: VerifierKey) -> Checkpoint:
    """Return the head that the log with this key (type 0x01, or 0x06 by tlog-cosignature) has signed.

    Raises:
        Malformed: the codes of `parse_checkpoint`.
        Tampering: ``checkpoint_origin`` if the key's name is not the origin; ``checkpoint_unsigned`` if no line is of
            this key; ``note_signature`` or ``cosignature`` if one is and does not verify.
    """
    checkpoint, note = parse_checkpoint(data)
    if key.name != checkpoint.origin:
        raise Tampering("checkpoint_origin", origin=checkpoint.origin, expected=key.name)
    if not is_signed_by_log(note, key):
        raise Tampering("checkpoint_unsigned", origin=checkpoint.origin)
    return checkpoint


def is_signed_by_log(note: Note, key: VerifierKey) -> bool:
    """Return whether a log's key of type 0x01 or 0x06 has signed a checkpoint.

    Raises:
        Tampering: ``note_signature`` or ``cosignature`` if a line claims so and does not verify.
    """
    return is_signed(note, key) if key.algorithm == ED25519 else cosigned_at(note, key) is not None


def cosign(data: bytes, signer: Signer, timestamp: int) -> Signature:
    """Return a cosignature of a checkpoint at a time in seconds; checking consistency first is the caller's duty.

    Raises:
        Malformed: the codes of `parse_checkpoint`; ``key_algorithm``, ``cosignature_time``, ``cosignature_name``.
    """
    checkpoint, note = parse_checkpoint(data)
    message = cosigned_message(checkpoint, note.text, key=key_of(signer), timestamp=timestamp)
    return Signature(signer.name, key_of(signer).key_id, timestamp.to_bytes(_TIME_BYTES, "big") + signer.sign(message))


def attach(data: bytes, signatures: Iterable[Signature]) -> bytes:
    """Return a note with further signatures after its own; a line that stands there already is not repeated."""
    note = parse(data, signatures_max=SIGNATURES_MAX)
    return render(Note(note.text, tuple(dict.fromkeys((*note.signatures, *signatures)))))


def cosigned_at(note: Note, key: VerifierKey) -> int | None:
    """Return the latest time in seconds at which a key has cosigned a checkpoint; None if no line is of this key.

    Raises:
        Malformed: the codes of `parse_text`.
        Tampering: ``cosignature`` if a line claims to be of this key and does not verify.
    """
    times = [_verified_time(note.text, key, claim=claim.signature) for claim in signatures_of(note, key)]
    return max(times, default=None)


def cosigned_message(checkpoint: Checkpoint, text: bytes, *, key: VerifierKey, timestamp: int) -> bytes:
    """Return the bytes that a cosigner of type 0x04 or 0x06 signs.

    Raises:
        Malformed: ``key_algorithm`` for another type; ``cosignature_time`` beyond 2^63; ``cosignature_name`` for a name
            or origin of more than 255 bytes.
    """
    if not 0 <= timestamp <= SIZE_MAX:
        raise Malformed("cosignature_time", timestamp=timestamp)
    if key.algorithm == ED25519_COSIGNATURE:
        return b"cosignature/v1\ntime %d\n%b" % (timestamp, text)
    if key.algorithm != ML_DSA_44:
        raise Malformed("key_algorithm", algorithm=key.algorithm)
    parts = (
        b"subtree/v1\n\0",
        _short(key.name),
        timestamp.to_bytes(_TIME_BYTES, "big"),
        _short(checkpoint.origin),
        bytes(_TIME_BYTES),  # the subtree begins at leaf 0
        checkpoint.size.to_bytes(_TIME_BYTES, "big"),
        checkpoint.root,
    )
    return b"".join(parts)


def _verified_time(text: bytes, key: VerifierKey, *, claim: bytes) -> int:
    timestamp = int.from_bytes(claim[:_TIME_BYTES], "big")
    bare = claim[_TIME_BYTES:]
    if len(bare) != SIGNATURE_BYTES.get(key.algorithm) or timestamp > SIZE_MAX:
        raise Tampering("cosignature", name=key.name)
    message = cosigned_message(parse_text(text), text, key=key, timestamp=timestamp)
    if not verify_by(key.algorithm, key.public_key, message=message, signature=bare):
        raise Tampering("cosignature", name=key.name)
    return timestamp


def _short(text: str) -> bytes:
    data = text.encode()
    if not 1 <= len(data) <= _NAME_BYTES_MAX:
        raise Malformed("cosignature_name", length=len(data))
    return bytes([len(data)]) + data
