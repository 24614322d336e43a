"""A checked envelope between two processes of one operator, as plain values: what one has read no other parses again.

Who unpacks believes who packed, about the signatures and about what the text says. The tree takes in the envelope's own
bytes, so a replay of the log finds whatever the two do not agree on.
"""

from functools import lru_cache
from typing import Any

from registry.ledger.entry import Checked, Entry, Seen, Signer, read_body
from registry.ledger.rules import Catalogue

Packed = tuple[Any, ...]

# The same few sign again and again.
_signer = lru_cache(maxsize=16_384)(Signer)


def pack(checked: Checked) -> Packed:
    """Return what stands for a checked envelope beside its bytes: texts, bytes, integers and JSON values."""
    entry = checked.entry
    seen = (entry.seen.size, entry.seen.root) if entry.seen else None
    signers = [(one.representative, one.public_key) for one in checked.signers]
    return checked.text_hash, signers, (entry.origin, entry.id, entry.at, entry.expires, entry.kind, entry.body, seen)


def unpack(packed: Packed, envelope: bytes, catalogue: Catalogue) -> Checked:
    """Return the checked envelope that was packed; its body is read anew by this catalogue.

    Raises:
        Malformed: as `read_body`.
    """
    text_hash, signers, (origin, entry_id, at, expires, name, value, seen) = packed
    kind, body = read_body(catalogue, name, value)
    entry = Entry(origin, entry_id, at, expires, name, value, Seen(*seen) if seen else None)
    return Checked(envelope, text_hash, entry, body, kind.revision, tuple([_signer(*one) for one in signers]))
