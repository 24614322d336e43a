"""The log's key handed over to a new one: the old key, the new key, the authority and an operator all sign.

    <origin>/log-key/v1
    <vkey of the old key>
    <vkey of the new key>

Old and new key both sign this text as a C2SP signed note; the entry carries the two bare signatures and is itself
signed by the authority and an operator. Heads of all sizes above the entry's index are by the new key.
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Annotated

from registry.ledger.codec import DataClass, Pattern
from registry.ledger.errors import Malformed, Refusal
from registry.ledger.keys import ED25519, Signer, check_public_key, verify
from registry.ledger.note import VerifierKey, key_of, parse_vkey, render_vkey, sign_text
from registry.ledger.parties import LogKey, by_authority_and_operator
from registry.ledger.rules import Context, Kind, Outcome, View

ROTATION = "participants.rotate_log_key"
Vkey = Annotated[str, Pattern("[!-*,-~]+[+][0-9a-f]{8}[+][A-Za-z0-9+/]{44}", DataClass.KEY)]
BareSignature = Annotated[str, Pattern("[A-Za-z0-9+/]{86}==")]


@dataclass(frozen=True, slots=True)
class RotateLogKey:
    """The body of `participants.rotate_log_key`; the signatures, in base64, are over the text above."""

    old_key: Vkey
    new_key: Vkey
    old_signature: BareSignature
    new_signature: BareSignature


def read_log_key(vkey: str) -> VerifierKey:
    """Return the Ed25519 key of a vkey.

    Raises:
        Malformed: of `parse_vkey`; ``key_algorithm``, ``weak_key``.
    """
    key = parse_vkey(vkey)
    if key.algorithm != ED25519:
        raise Malformed("key_algorithm", algorithm=key.algorithm)
    check_public_key(key.public_key)
    return key


def hand_over(old: Signer, new: Signer) -> RotateLogKey:
    """Return the body of a handover, signed by both keys."""
    keys = render_vkey(key_of(old)), render_vkey(key_of(new))
    text = handover_text(*keys)
    signed = [b64encode(sign_text(text, one).signature).decode() for one in (old, new)]
    return RotateLogKey(*keys, signed[0], signed[1])


def handover_text(old_key: str, new_key: str) -> bytes:
    """Return the text that both keys sign."""
    return f"{old_key.partition('+')[0]}/log-key/v1\n{old_key}\n{new_key}\n".encode()


def rotate_log_key(body: RotateLogKey, context: Context, view: View) -> Outcome:
    """Have every head that covers this entry signed by the new key.

    Raises:
        Refusal: ``log_key_form`` for keys that are none, or of two logs; ``log_key_not_in_force`` if the old one is not
            the log's; ``log_key_reused`` if the new one ever was; ``log_key_unsigned`` if one of the two has not
            signed the handover.
    """
    try:
        old, new = read_log_key(body.old_key), read_log_key(body.new_key)
    except Malformed as error:
        raise Refusal("log_key_form", reason=error.code) from None
    if old.name != new.name:
        raise Refusal("log_key_form", reason="note_name")
    known = [key.vkey for key in view.find(LogKey, "origin", old.name)]
    if not known or known[-1] != body.old_key:
        raise Refusal("log_key_not_in_force", key=body.old_key)
    if body.new_key in known:
        raise Refusal("log_key_reused", key=body.new_key)
    text = handover_text(body.old_key, body.new_key)
    for key, signature in ((old, body.old_signature), (new, body.new_signature)):
        if not verify(key.public_key, text, b64decode(signature)):
            raise Refusal("log_key_unsigned", key=render_vkey(key))
    return Outcome(records=(LogKey(old.name, context.index + 1, body.new_key),))


KINDS = (Kind(ROTATION, RotateLogKey, lambda _body, _view: by_authority_and_operator(), rotate_log_key),)
RECORDS = (LogKey,)
