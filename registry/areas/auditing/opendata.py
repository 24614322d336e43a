"""Open data: every figure of the registry by asset, zone and purpose, as one canonical JSON object and as CSV.

The schema is `open-data/v1` and stable: a field may come, none goes or changes (`docs/open-data.md`). No SQL and no
web: whoever has the log replays it to the size that the snapshot names and makes the same bytes with `from_state`.
The operator signs the SHA-256 of those bytes as a signed note whose first line separates it from every checkpoint.
"""

import csv
import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from registry.ledger import canonical, note
from registry.ledger.book import AssetClass, asset_class_of
from registry.ledger.errors import Malformed, Tampering
from registry.ledger.keys import Signer
from registry.ledger.note import VerifierKey
from registry.ledger.serials import Purpose
from registry.ledger.state import State

SCHEMA: Final = "open-data/v1"
CSV_HEAD: Final = ("asset", "class", "vintage", "zone", "purpose", "units", "unit")
# Asset, the account's zone, what the account is for, and the units in all such accounts; issuance counts below zero.
Figure = tuple[str, str, Purpose, int]


@dataclass(frozen=True, slots=True)
class OpenData:
    """The figures as of a log of this size and root; ``classes`` are code, unit and who holds title, by code."""

    origin: str
    size: int
    root: str
    classes: tuple[tuple[str, str, str], ...]
    figures: tuple[Figure, ...]

    def to_bytes(self) -> bytes:
        """Return the canonical JSON."""
        return canonical.dumps(self.to_json()) + b"\n"

    def to_json(self) -> dict[str, Any]:
        """Return the object that `docs/open-data.md` describes."""
        return {
            "schema": SCHEMA,
            "origin": self.origin,
            "size": self.size,
            "root": self.root,
            "classes": [{"code": code, "unit": unit, "title": title} for code, unit, title in self.classes],
            "figures": [
                {"asset": asset, "zone": zone, "purpose": purpose.value, "units": units}
                for asset, zone, purpose, units in self.figures
            ],
        }

    def to_csv(self) -> bytes:
        """Return the figures as CSV, one a line."""
        units_of = {code: unit for code, unit, _ in self.classes}
        file = io.StringIO(newline="")
        writer = csv.writer(file)
        writer.writerow(CSV_HEAD)
        for asset, zone, purpose, units in self.figures:
            code = asset_class_of(asset)
            writer.writerow((asset, code, asset.partition("-")[2], zone, purpose.value, units, units_of.get(code, "")))
        return file.getvalue().encode()


def in_order(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Return the figures that are not zero, ordered by asset, zone and purpose."""
    return tuple(sorted(one for one in figures if one[3]))


def from_state(origin: str, size: int, root: str, state: State) -> OpenData:
    """Return the open data of a replayed state."""
    sums: dict[tuple[str, str, Purpose], int] = {}
    for (account, asset), holding in state.holdings.items():
        at = (asset, account[:2], Purpose(account[3:5]))
        sums[at] = sums.get(at, 0) + holding.balance
    classes = sorted(state.records[AssetClass].by_key.values(), key=lambda one: one.code)
    named = tuple((one.code, one.unit, one.title.value) for one in classes)
    return OpenData(origin, size, root, named, in_order((*at, units) for at, units in sums.items()))


def sign(data: OpenData, signer: Signer) -> bytes:
    """Return the signed note over the hash of the data, bound to the log's size and root."""
    return note.sign(_text(data.origin, data.size, data.root, data.to_bytes()), [signer])


def check(data: bytes, signed: bytes, key: VerifierKey) -> tuple[int, str]:
    """Return the size and the root to which a snapshot is bound, if the log's key signed exactly these bytes.

    Raises:
        Malformed: ``open_data``. Tampering: ``snapshot_signature``, ``snapshot_hash``.
    """
    value: Any = canonical.loads(data.removesuffix(b"\n"))
    try:
        origin, size, root = str(value["origin"]), int(value["size"]), str(value["root"])
    except (KeyError, TypeError, ValueError):
        raise Malformed("open_data") from None
    found = note.parse(signed)
    if not note.is_signed(found, key):
        raise Tampering("snapshot_signature")
    if found.text != _text(origin, size, root, data):
        raise Tampering("snapshot_hash")
    return size, root


def _text(origin: str, size: int, root: str, data: bytes) -> bytes:
    return f"{origin}/{SCHEMA}\n{size}\n{root}\n{hashlib.sha256(data).hexdigest()}\n".encode()
