"""The figures of conservation, and the file in which an audit leaves those that it recomputed from the log.

No SQL and no web: `registry verify` and `registry audit` use this with a replayed state. The file `audit.json` in the
registry's directory is one canonical JSON object `{"at","root","size","sums"}`; `sums` lists `[asset, purpose, units]`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from registry.ledger import canonical
from registry.ledger.book import asset_class_of
from registry.ledger.errors import Malformed
from registry.ledger.instants import format_instant, parse_instant
from registry.ledger.replay import Replay
from registry.ledger.serials import Purpose
from registry.ledger.state import State

FILE: Final = "audit.json"
Sum = tuple[str, Purpose, int]

_COLUMN_OF: Final[Mapping[Purpose, str]] = {
    Purpose.HOLDING: "holding",
    Purpose.TRADING: "holding",
    Purpose.CASH: "holding",
    Purpose.ESCROW: "escrow",
    Purpose.PLEDGE: "pledge",
    Purpose.PENDING: "pending",
    Purpose.SURRENDER: "surrendered",
    Purpose.RETIREMENT: "retired",
    Purpose.CANCELLATION: "cancelled",
    Purpose.RESERVE: "reserve",
    Purpose.BUFFER: "buffer",
}


@dataclass(frozen=True, slots=True)
class Held:
    """Units of one asset by what they are kept for; `issued` is what left the issuance accounts and did not return."""

    issued: int = 0
    holding: int = 0
    escrow: int = 0
    pledge: int = 0
    pending: int = 0
    surrendered: int = 0
    retired: int = 0
    cancelled: int = 0
    reserve: int = 0
    buffer: int = 0

    @property
    def difference(self) -> int:
        """Issued less all that is held: zero, or units appeared or vanished."""
        total: int = sum(getattr(self, one.name) for one in fields(self))
        return 2 * self.issued - total


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What an audit found by replaying the log up to a size; ``at`` in microseconds UTC, whole milliseconds."""

    size: int
    root: str
    at: int
    sums: tuple[Sum, ...]


def replayed(state: State) -> tuple[Sum, ...]:
    """Return the units of a replayed state by asset and purpose."""
    found: dict[tuple[str, Purpose], int] = {}
    for (account, asset), holding in state.holdings.items():
        at = (asset, Purpose(account[3:5]))
        found[at] = found.get(at, 0) + holding.balance
    return tuple((asset, purpose, units) for (asset, purpose), units in sorted(found.items()) if units)


def recomputed(replay: Replay, *, at: int) -> Recomputed:
    """Return the figures of a replay that found nothing wrong; ``at`` in microseconds UTC, whole milliseconds."""
    return Recomputed(replay.size, replay.frontier.root().hex(), at, replayed(replay.state))


def by_asset(sums: Iterable[Sum]) -> dict[str, Held]:
    """Return the figures of each asset that has or had any units, in the order of assets."""
    figures: dict[str, dict[str, int]] = {}
    for asset, purpose, units in sums:
        of = figures.setdefault(asset, {})
        name, sign = ("issued", -1) if purpose is Purpose.ISSUANCE else (_COLUMN_OF[purpose], 1)
        of[name] = of.get(name, 0) + sign * units
    return {asset: Held(**figures[asset]) for asset in sorted(figures) if any(figures[asset].values())}


def asset_parts(asset: str) -> tuple[str, str]:
    """Return class and vintage of an asset; the vintage is empty for a class without."""
    return asset_class_of(asset), asset.partition("-")[2]


def save(directory: Path, found: Recomputed) -> None:
    """Leave what an audit found in the registry's directory."""
    value = {
        "at": format_instant(found.at, 3),
        "root": found.root,
        "size": found.size,
        "sums": [[asset, purpose.value, units] for asset, purpose, units in found.sums],
    }
    part = directory / f"{FILE}.part"
    part.write_bytes(canonical.dumps(value) + b"\n")
    part.replace(directory / FILE)


def load(directory: Path) -> Recomputed | None:
    """Return what the last audit found, or None if there was none.

    Raises:
        Malformed: ``audit_file``, and the codes of `canonical.loads`.
    """
    try:
        data = (directory / FILE).read_bytes()
    except FileNotFoundError:
        return None
    value: Any = canonical.loads(data.removesuffix(b"\n"))
    try:
        sums = tuple((str(asset), Purpose(purpose), int(units)) for asset, purpose, units in value["sums"])
        return Recomputed(int(value["size"]), str(value["root"]), parse_instant(value["at"]), sums)
    except (KeyError, TypeError, ValueError):
        raise Malformed("audit_file") from None
