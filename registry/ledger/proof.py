"""C2SP tlog-proof@v1: everything that shows offline that an entry stands in the log. The registry's receipt.

    c2sp.org/tlog-proof@v1
    extra <base64>
    index <decimal>
    <base64 of each hash, from the leaf's sibling upward>
    <empty line>
    <checkpoint>

In a receipt, `extra` is the leaf itself. Nothing authenticates it until its hash has led to the checkpoint's root.
"""

from binascii import Error as Base64Error
from binascii import a2b_base64, b2a_base64
from dataclasses import dataclass
from typing import Final

from registry.ledger.checkpoint import decode_decimal, decode_hash, encode_hash, parse_checkpoint
from registry.ledger.errors import Malformed
from registry.ledger.merkle import leaf_hash, verify_inclusion
from registry.ledger.policy import Policy, Verdict

HEADER: Final = "c2sp.org/tlog-proof@v1"
PATH_MAX: Final = 63


@dataclass(frozen=True, slots=True)
class LogProof:
    """Index, inclusion path, the checkpoint's exact bytes, and data that comes along (empty: none)."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes = b""


def render_proof(proof: LogProof) -> bytes:
    """Return the bytes of a proof.

    Raises:
        Malformed: ``checkpoint_number`` for the index; ``proof_path`` for more hashes than a tree is high; the codes of
            `parse_checkpoint`.
    """
    decode_decimal(str(proof.index))
    if len(proof.path) > PATH_MAX:
        raise Malformed("proof_path", length=len(proof.path))
    parse_checkpoint(proof.checkpoint)
    extra = [f"extra {b2a_base64(proof.extra, newline=False).decode()}"] if proof.extra else []
    lines = (HEADER, *extra, f"index {proof.index}", *map(encode_hash, proof.path), "", "")
    return "\n".join(lines).encode() + proof.checkpoint


def parse_proof(data: bytes) -> LogProof:
    """Return the proof that these bytes are; nothing is verified.

    Raises:
        Malformed: ``proof_header``, ``proof_extra``, ``proof_index``, ``proof_path``, ``checkpoint_number``,
            ``checkpoint_hash``, or the codes of `parse_checkpoint`.
    """
    head, end, checkpoint = data.partition(b"\n\n")
    if not end or not head.isascii():
        raise Malformed("proof_header")
    lines = head.decode().split("\n")[::-1]
    if lines.pop() != HEADER:
        raise Malformed("proof_header")
    extra = _decode_extra(lines.pop()) if lines and lines[-1].startswith("extra ") else b""
    if not lines or not lines[-1].startswith("index "):
        raise Malformed("proof_index")
    index = decode_decimal(lines.pop().removeprefix("index "))
    if len(lines) > PATH_MAX:
        raise Malformed("proof_path", length=len(lines))
    parse_checkpoint(checkpoint)
    return LogProof(index, tuple(map(decode_hash, reversed(lines))), checkpoint, extra)


def verify_proof(proof: LogProof, policy: Policy, *, leaf: bytes) -> Verdict:
    """Return the policy's verdict on the checkpoint in which a leaf with these bytes is shown to stand.

    Whether the quorum is met is part of the verdict: a receipt is *confirmed* without it and *witnessed* with it.

    Raises:
        Malformed, Tampering: the codes of `Policy.check`.
        Tampering: ``inclusion_proof``.
    """
    verdict = policy.check(proof.checkpoint)
    head = verdict.checkpoint
    verify_inclusion(leaf_hash(leaf), proof.path, index=proof.index, size=head.size, root=head.root)
    return verdict


def verify_receipt(data: bytes, policy: Policy) -> tuple[LogProof, Verdict]:
    """Return a receipt and the verdict on it; its leaf is `extra`, shown to stand at `index`.

    Raises:
        Malformed: the codes of `parse_proof`; ``proof_extra`` if it carries no leaf.
        Tampering: the codes of `verify_proof`.
    """
    proof = parse_proof(data)
    if not proof.extra:
        raise Malformed("proof_extra")
    return proof, verify_proof(proof, policy, leaf=proof.extra)


def _decode_extra(line: str) -> bytes:
    encoded = line.removeprefix("extra ").encode()
    try:
        data = a2b_base64(encoded, strict_mode=True)
    except Base64Error:
        raise Malformed("proof_extra") from None
    if not data or b2a_base64(data, newline=False) != encoded:
        raise Malformed("proof_extra")
    return data
