"""Who signs the log's heads: the key that the log was founded with, and those that later followed it.

The directory keeps each later key's seed as `log-<key id>.seed`; they are read when they are asked for, so that a key
may be made while the registry runs.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from registry.ledger.keys import ED25519, Signer, signer_of
from registry.ledger.note import VerifierKey, key_of, parse_vkey, render_vkey
from registry.ledger.parties import LogKey
from registry.ledger.rules import View
from registry.seeds import read_seed
from registry.verify.signed import log_key_at

Find = Callable[[str], Signer | None]


def seed_path(directory: Path, vkey: str) -> Path:
    """Return where the seed of a later key lies."""
    return directory / f"log-{parse_vkey(vkey).key_id.hex()}.seed"


def finder(directory: Path) -> Find:
    """Return what finds the signer of a later key by its vkey."""

    def find(vkey: str) -> Signer | None:
        path = seed_path(directory, vkey)
        signer = signer_of(vkey.partition("+")[0], ED25519, seed=read_seed(path)) if path.exists() else None
        return signer if signer is not None and render_vkey(key_of(signer)) == vkey else None

    return find


class LogSigners:
    """The keys of one log by the size of the head."""

    def __init__(self, founding: Signer, find: Find) -> None:
        self._founding = founding
        self._found = {render_vkey(key_of(founding)): founding}
        self._find = find

    def key_at(self, view: View, size: int) -> VerifierKey:
        """Return the key under which a head of this size counts."""
        vkey = self._later(view, size)
        return parse_vkey(vkey) if vkey else key_of(self._founding)

    def at(self, view: View, size: int) -> Signer:
        """Return who signs a head of this size.

        Raises:
            LookupError: if that key's seed is not here.
        """
        vkey = self._later(view, size)
        signer = self._of(vkey) if vkey else self._founding
        if signer is None:
            raise LookupError(f"the seed of the log's key {vkey} is not here")
        return signer

    def missing(self, records: Iterable[object]) -> str | None:
        """Return the vkey among new records under which nobody here could sign."""
        vkeys = (record.vkey for record in records if isinstance(record, LogKey) and record.from_size)
        return next((vkey for vkey in vkeys if self._of(vkey) is None), None)

    def _later(self, view: View, size: int) -> str | None:
        origin = self._founding.name
        vkey = log_key_at(view, origin, size)
        return vkey if vkey != log_key_at(view, origin, 0) else None

    def _of(self, vkey: str) -> Signer | None:
        found = self._found.get(vkey) or self._find(vkey)
        if found is not None:
            self._found[vkey] = found
        return found
