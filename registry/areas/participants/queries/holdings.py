"""What accounts hold: balances by asset, what of them is frozen, and the serial ranges behind them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import sqlalchemy as sa

from registry.areas.participants.queries.parties import AccountLine, accounts_of
from registry.ledger.book import AssetClass, Batch, Freeze, asset_class_of
from registry.ledger.errors import Malformed
from registry.ledger.serials import Serial
from registry.store.projection import mapper_of
from registry.store.tables import account_key, account_text, balance, unit_range

RANGES_PAGE: Final = 50
FREEZES_MAX: Final = 1000
_BATCH_PARTS: Final = 5
_AVAILABLE = frozenset({"HO", "TR", "CA"})
_PENDING = frozenset({"PE", "ES", "PL"})
_FINAL = frozenset({"RT", "CX", "SU"})

_batch = mapper_of(Batch).table
_freeze = mapper_of(Freeze)
_class = mapper_of(AssetClass).table


@dataclass(frozen=True, slots=True)
class Holding:
    """What one account holds of one asset; ``available`` is what no freeze forbids to move."""

    account: str
    label: str
    purpose: str
    asset: str
    asset_class: str
    vintage: str
    unit: str
    units: int
    available: int
    frozen: int


@dataclass(frozen=True, slots=True)
class Overview:
    """An asset over all accounts of a participant: free, frozen, on the way to somewhere, and used for good."""

    asset: str
    asset_class: str
    vintage: str
    class_name: str
    unit: str
    available: int
    frozen: int
    pending: int
    final: int


@dataclass(frozen=True, slots=True)
class HeldRange:
    """Consecutive serials in one account."""

    serial: str
    asset: str
    units: int
    batch: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class RangePage:
    """Ranges in the order of batches and serials, and the key from which the next page goes on."""

    rows: tuple[HeldRange, ...]
    next_after: str | None


def class_units(connection: sa.Connection) -> dict[str, tuple[str, str]]:
    """Return the name and the unit of every class."""
    rows = connection.execute(sa.select(_class.c.code, _class.c.name, _class.c.unit))
    return {row.code: (row.name, row.unit) for row in rows}


def holdings_of(connection: sa.Connection, participant: str, now: int) -> tuple[Holding, ...]:
    """Return what a participant's accounts hold, by account and asset; empty holdings are left out.

    ``now`` in microseconds UTC decides which freezes stand.
    """
    accounts = {account_key(one.number): one for one in accounts_of(connection, participant)}
    if not accounts:
        return ()
    rows = connection.execute(
        sa.select(balance.c.account, balance.c.asset, balance.c.units)
        .where(balance.c.account.in_(accounts), balance.c.units != 0)
        .order_by(balance.c.account, balance.c.asset)
    ).all()
    units = class_units(connection)
    frozen = _frozen(connection, participant, [accounts[row.account] for row in rows], now=now)
    found = []
    for row in rows:
        line = accounts[row.account]
        held = min(frozen.get((line.number, row.asset), row.units if line.number in frozen else 0), row.units)
        found.append(_holding(line, row.asset, row.units, frozen=held, units=units))
    return tuple(found)


def _holding(line: AccountLine, asset: str, held: int, *, frozen: int, units: dict[str, tuple[str, str]]) -> Holding:
    code = asset_class_of(asset)
    return Holding(
        account=line.number,
        label=line.label,
        purpose=line.purpose,
        asset=asset,
        asset_class=code,
        vintage=asset.partition("-")[2],
        unit=units.get(code, ("", ""))[1],
        units=held,
        available=held - frozen if line.purpose in _AVAILABLE and line.status == "active" else 0,
        frozen=frozen,
    )


def _frozen(
    connection: sa.Connection, participant: str, lines: Sequence[AccountLine], *, now: int
) -> dict[str | tuple[str, str], int]:
    """Return what freezes hold back: an account's number alone if all of it, else the units by account and asset."""
    table = _freeze.table
    numbers = sorted({line.number for line in lines})
    of = sa.or_(
        sa.and_(table.c.participant == participant, table.c.is_active),
        sa.and_(table.c.account.in_(numbers), table.c.is_active),
    )
    found: dict[str | tuple[str, str], int] = {}
    for row in connection.execute(sa.select(table).where(of).limit(FREEZES_MAX)):
        freeze: Freeze = _freeze.from_row(row)
        if freeze.holds(now):
            found.update(dict.fromkeys(numbers if freeze.participant else [freeze.account], 0))
    return found | _frozen_ranges(connection, [one for one in numbers if one not in found], now=now)


def _frozen_ranges(connection: sa.Connection, accounts: Iterable[str], *, now: int) -> dict[str | tuple[str, str], int]:
    keys = [account_key(one) for one in accounts]
    freeze = _freeze.table
    # Freezes are few and name their batch; the ranges of that batch are looked up from there.
    query = (
        sa.select(unit_range.c.account, _batch.c.asset, unit_range.c.first, unit_range.c.last, freeze)
        .join_from(freeze, unit_range, unit_range.c.batch == freeze.c.batch)
        .join(_batch, _batch.c.number == unit_range.c.batch)
        .where(
            freeze.c.is_active,
            freeze.c.batch > 0,
            unit_range.c.account.in_(keys),
            unit_range.c.last >= freeze.c.first,
            unit_range.c.first <= freeze.c.last,
        )
        .order_by(unit_range.c.account, _batch.c.asset, unit_range.c.batch, unit_range.c.first)
    )
    cuts: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
    for row in connection.execute(query):
        account, asset, first, last = row[:4]
        one: Freeze = _freeze.from_row(row[4:])
        if one.holds(now):
            cut = (one.batch, max(first, one.first), min(last, one.last))
            cuts.setdefault((account_text(account), asset), []).append(cut)
    return {pair: _covered(found) for pair, found in cuts.items()}


def _covered(cuts: list[tuple[int, int, int]]) -> int:
    """Return how many serials lie in at least one of these ranges: two freezes of one unit hold it once."""
    total, at = 0, (0, 0)
    for batch, first, last in sorted(cuts):
        start = max(first, at[1] + 1) if at[0] == batch else first
        total += max(0, last - start + 1)
        at = (batch, max(last, at[1]) if at[0] == batch else last)
    return total


def sum_up(holdings: Iterable[Holding], names: dict[str, tuple[str, str]]) -> tuple[Overview, ...]:
    """Return holdings summed over accounts, by asset."""
    found: dict[str, Overview] = {}
    for one in holdings:
        name, unit = names.get(one.asset_class, (one.asset_class, ""))
        sums = found.get(one.asset) or Overview(one.asset, one.asset_class, one.vintage, name, unit, 0, 0, 0, 0)
        found[one.asset] = replace(
            sums,
            available=sums.available + one.available,
            frozen=sums.frozen + one.frozen,
            pending=sums.pending + (one.units - one.frozen if one.purpose in _PENDING else 0),
            final=sums.final + (one.units if one.purpose in _FINAL else 0),
        )
    return tuple(found[asset] for asset in sorted(found))


def held_ranges(
    connection: sa.Connection, account: str, asset: str | None = None, *, after: str | None = None,
    limit: int = RANGES_PAGE,
) -> RangePage:  # fmt: skip
    """Return the serial ranges of an account, of one asset or all, past the key ``after`` (`<batch>-<last>`).

    Raises:
        Malformed: ``after`` if the key is none.
    """
    query = (
        sa.select(unit_range.c.batch, unit_range.c.first, unit_range.c.last, _batch.c.text, _batch.c.asset)
        .join(_batch, _batch.c.number == unit_range.c.batch)
        .where(unit_range.c.account == account_key(account))
    )
    if asset is not None:
        query = query.where(_batch.c.asset == asset)
    if after is not None:
        batch, last = _place(after)
        query = query.where(
            unit_range.c.batch >= batch, sa.tuple_(unit_range.c.batch, unit_range.c.last) > sa.tuple_(batch, last)
        )
    query = query.order_by(unit_range.c.batch, unit_range.c.last).limit(limit + 1)
    found = connection.execute(query).all()
    rows = tuple(
        HeldRange(serial_text(row.text, row.first, row.last), row.asset, row.last - row.first + 1, *row[:3])
        for row in found[:limit]
    )
    return RangePage(rows, f"{rows[-1].batch}-{rows[-1].last}" if len(found) > limit else None)


def batch_texts(connection: sa.Connection, numbers: Iterable[int]) -> dict[int, str]:
    """Return the texts of batches by their numbers."""
    rows = connection.execute(
        sa.select(_batch.c.number, _batch.c.text).where(_batch.c.number.in_(sorted(set(numbers))))
    )
    return {row.number: row.text for row in rows}


def batch_number(connection: sa.Connection, text: str, serial: int) -> int | None:
    """Return the number of the batch with this text that holds a serial, or None."""
    holds = sa.and_(_batch.c.text == text, _batch.c.first <= serial, _batch.c.last >= serial)
    return connection.scalar(sa.select(_batch.c.number).where(holds))


def serial_text(batch: str, first: int, last: int) -> str:
    """Return the serial range of a batch's text as it is printed."""
    parts = batch.split("-")
    if len(parts) != _BATCH_PARTS or not parts[4].isdecimal():
        return f"{batch}:{first}-{last}"
    return Serial(parts[0], parts[1], parts[2], parts[3], int(parts[4]), first, last).render()


def _place(after: str) -> tuple[int, int]:
    batch, _, last = after.partition("-")
    if not (batch.isdecimal() and last.isdecimal()):
        raise Malformed("after", after=after[:80])
    return int(batch), int(last)
