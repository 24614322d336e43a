"""Conservation: what was issued of each class and vintage, and where all of it lies.

The figures are summed over the kept balances, never over moves: one statement, so one moment, together with the head
whose size it is as of. Its cost grows with the number of accounts, not of entries, and is still no work for every
request: `Kept` spends at most a twentieth of one core on it and says as of which size its answer is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Final

import sqlalchemy as sa

from registry.areas.auditing.figures import Held, by_asset
from registry.areas.auditing.opendata import Figure, OpenData, in_order
from registry.ledger.book import AssetClass
from registry.ledger.merkle import Frontier
from registry.ledger.serials import Purpose
from registry.store.log import read_head
from registry.store.projection import table_of
from registry.store.tables import balance, head

_PURPOSES: Final = tuple(Purpose)
_REST: Final = 20
_ATTEMPTS: Final = 5
_PURPOSE: Final = 100_000_000
_ZONE: Final = 100 * _PURPOSE


@dataclass(frozen=True, slots=True)
class Conserved:
    """The figures of all assets as of a journal of this size, in all zones together and in each."""

    size: int
    root: str
    assets: dict[str, Held]
    zones: dict[str, dict[str, Held]]
    figures: tuple[Figure, ...]


def sums_query() -> sa.Select[tuple[str, int, int, int, bytes]]:
    """Return the query for all units by asset, zone and purpose, with the frontier of the same moment."""
    zone = (balance.c.account // _ZONE).label("zone")
    purpose = (balance.c.account // _PURPOSE % 100).label("purpose")
    units = sa.func.sum(balance.c.units).label("units")
    frontier = sa.select(head.c.frontier).scalar_subquery().label("frontier")
    return sa.select(balance.c.asset, zone, purpose, units, frontier).group_by(balance.c.asset, zone, purpose)


def read_conserved(connection: sa.Connection) -> Conserved:
    """Return the figures of all assets, summed over the balances in one statement."""
    rows = connection.execute(sums_query()).all()
    figures = in_order((row.asset, f"{row.zone:02}", _PURPOSES[row.purpose], int(row.units)) for row in rows)
    at = Frontier.from_bytes(rows[0].frontier) if rows else Frontier()
    zones = {
        code: by_asset((asset, purpose, units) for asset, zone, purpose, units in figures if zone == code)
        for code in sorted({zone for _, zone, _, _ in figures})
    }
    return Conserved(at.size, at.root().hex(), _all_zones(figures), zones, figures)


def _all_zones(figures: tuple[Figure, ...]) -> dict[str, Held]:
    sums: dict[tuple[str, Purpose], int] = {}
    for asset, _, purpose, units in figures:
        sums[asset, purpose] = sums.get((asset, purpose), 0) + units
    return by_asset((*at, units) for at, units in sums.items())


def read_open_data(connection: sa.Connection, origin: str) -> OpenData | None:
    """Return the open data as of one moment, or None while the journal grew at each attempt to read it."""
    for _ in range(_ATTEMPTS):
        before = read_head(connection)
        classes = _classes(connection)
        found = read_conserved(connection)
        if before is not None and found.size in (before.size, 0):
            return OpenData(origin, before.size, before.root.hex(), classes, found.figures)
    return None


def _classes(connection: sa.Connection) -> tuple[tuple[str, str, str], ...]:
    table = table_of(AssetClass).c
    rows = connection.execute(sa.select(table.code, table.unit, table.title).order_by(table.code))
    return tuple((code, unit, title) for code, unit, title in rows)


def units_of_classes(connection: sa.Connection) -> dict[str, str]:
    """Return each asset class's unit by its code; classes are few."""
    table = table_of(AssetClass).c
    return {row.code: row.unit for row in connection.execute(sa.select(table.code, table.unit))}


def classes_by_code(connection: sa.Connection) -> dict[str, tuple[str, str]]:
    """Return each asset class's name and unit by its code."""
    table = table_of(AssetClass).c
    return {row.code: (row.name, row.unit) for row in connection.execute(sa.select(table.code, table.name, table.unit))}


class Kept:
    """The figures as they were read last, read again when the journal has grown and the last reading is paid off."""

    def __init__(self, clock: Callable[[], int]) -> None:
        """Take the clock, in microseconds."""
        self._clock = clock
        self._lock = Lock()
        self._found: Conserved | None = None
        self._next = 0

    def read(self, connection: sa.Connection) -> Conserved:
        """Return the figures as of the present size, or as of an earlier one that they name."""
        with self._lock:
            now = read_head(connection)
            found = self._found
            if found is not None and (self._clock() < self._next or now is None or now.size == found.size):
                return found
            started = self._clock()
            self._found = read_conserved(connection)
            ended = self._clock()
            self._next = ended + _REST * (ended - started)
            return self._found
