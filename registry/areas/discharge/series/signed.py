"""An hourly document under a device's signature: a C2SP signed note of the day, its key name the outlet's number.

A device proves at registration that it holds its key; which keys are registered is the ledger's to say.
"""

import base64
from collections.abc import Iterable
from typing import Final

from registry.areas.discharge.series.hourly import HourlyDay, parse_day
from registry.ledger import note
from registry.ledger.errors import Malformed
from registry.ledger.keys import ED25519, Signer

DOCUMENT_MAX: Final = 16 * 1024
_SIGNATURES_MAX: Final = 1
_POSSESSION: Final = "monitoring-device/v1"


def possession_text(outlet: str, public_key: str) -> bytes:
    """Return what a device signs, bare, to show that it holds a key (in base64) for an outlet (its national number)."""
    return f"{_POSSESSION}\n{outlet}\n{public_key}\n".encode()


def sign_day(data: bytes, signer: Signer) -> bytes:
    """Return the signed note of a day's canonical bytes; the signer's name is the outlet's national number.

    Raises:
        Malformed: those of `parse_day`.
    """
    parse_day(data)
    return note.sign(data, [signer])


def is_signed(data: bytes) -> bool:
    """Return whether a document is a signed note, not yet whether its signature holds."""
    return b"\n\n" in data


def read_document(data: bytes, public_keys: Iterable[str] = ()) -> tuple[HourlyDay, str]:
    """Return the day that a kept document holds, and which of these keys has signed it; no key for none of them.

    Raises:
        Malformed: those of `parse_day` and `note.parse`; ``hourly_signer`` for another key name than the outlet's.
        Tampering: ``note_signature`` if it claims to be by one of these keys and is not.
    """
    if not is_signed(data):
        return parse_day(data), ""
    made = note.parse(data, signatures_max=_SIGNATURES_MAX)
    day = parse_day(made.text)
    if made.signatures[0].name != day.outlet:
        raise Malformed("hourly_signer", found=made.signatures[0].name[:40], expected=day.outlet)
    for public_key in public_keys:
        key = note.VerifierKey(day.outlet, ED25519, base64.b64decode(public_key))
        if note.is_signed(made, key):
            return day, public_key
    return day, ""
