"""The path of any unit, from issuance to where it lies now; for a range, the paths of all its parts.

Index: `ix_move_fork`. Every range that contains a serial has its node on that serial's path in a binary tree over all
serials, so a serial's history is some hundred index probes whatever the size of the log. A range's history is that of
both its ends and of what lies between them. Where a range has seen more than `HOPS_MAX` moves, its present pieces are
shown instead, and each of those can be asked for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from registry.areas.auditing.places import Wanted, range_text
from registry.areas.auditing.queries.names import Party, holders
from registry.ledger.book import AssetClass, Batch, asset_class_of
from registry.ledger.rules import BATCHES_PER_ENTRY
from registry.ledger.serials import FINAL
from registry.store.projection import table_of
from registry.store.tables import account_key, account_text, forks_over, leaf, move, unit_range

HOPS_MAX = 500
PIECES_MAX = 500
# The address of a hop's proof; fixed, because exported files and mails name it too.
PROOF = "/receipts/{id}.tlog-proof"
_NOBODY = Party("", "", "")


@dataclass(frozen=True, slots=True)
class Place:
    """An account and the participant behind it."""

    account: str
    participant: str
    name: str

    @property
    def purpose(self) -> str:
        """The two letters that say what the account is for."""
        return self.account[3:5]


@dataclass(frozen=True, slots=True)
class Hop:
    """One entry that moved these serials, with the address of its proof. The first is the batch's opening: no source.

    ``is_whole`` says that it moved all serials that were asked for.
    """

    index: int
    n: int
    recorded_at: int
    kind: str
    id: str
    proof: str
    source: Place | None
    target: Place
    first: int
    last: int
    units: int
    serial: str
    is_whole: bool

    @property
    def is_end(self) -> bool:
        """Whether the units came to a final account."""
        return self.target.purpose in FINAL


@dataclass(frozen=True, slots=True)
class Piece:
    """Serials that lie together in one account now."""

    first: int
    last: int
    units: int
    serial: str
    place: Place


@dataclass(frozen=True, slots=True)
class Trace:
    """The path of the serials `first` to `last` of a batch; ``is_long`` if it has more hops than are shown (none)."""

    serial: str
    batch: str
    asset: str
    unit: str
    zone: str
    first: int
    last: int
    units: int
    batch_first: int
    batch_last: int
    hops: tuple[Hop, ...]
    pieces: tuple[Piece, ...]
    is_long: bool

    @property
    def is_one_path(self) -> bool:
        """Whether all these serials have always moved together."""
        return all(hop.is_whole for hop in self.hops)


def read_trace(connection: sa.Connection, wanted: Wanted) -> Trace | None:
    """Return the path of serials, or None if there is no such batch or it has no such serials."""
    table = table_of(Batch)
    batch = connection.execute(sa.select(table).where(table.c.text == wanted.batch).limit(1)).first()
    if batch is None:
        return None
    first, last = (wanted.first, wanted.last) if wanted.first else (batch.first, batch.last)
    if first < batch.first or last > batch.last:
        return None
    moves = _moves(connection, batch.number, first, last)
    is_long = len(moves) > HOPS_MAX
    rows = [] if is_long else moves
    pieces = _pieces(connection, batch.number, first, last)
    accounts = {row.account for row in pieces} | {one for row in rows for one in (row.source, row.target)}
    names = holders(connection, accounts | {account_key(batch.issuer)})
    classes = table_of(AssetClass).c
    unit = connection.scalar(sa.select(classes.unit).where(classes.code == asset_class_of(batch.asset)))
    return Trace(
        serial=range_text(batch.text, first, last),
        batch=batch.text,
        asset=batch.asset,
        unit=unit or "",
        zone=batch.zone,
        first=first,
        last=last,
        units=last - first + 1,
        batch_first=batch.first,
        batch_last=batch.last,
        hops=_hops(connection, batch, rows, span=(first, last), names=names),
        pieces=tuple(_piece(row, batch.text, span=(first, last), names=names) for row in pieces),
        is_long=is_long,
    )


def containing(batch: int, serial: int, *, first: int, last: int) -> sa.Select[Any]:
    """Return the query for moves of ranges that contain a serial and meet `first` to `last`. Index: `ix_move_fork`."""
    return _overlapping(batch, first=first, last=last).where(move.c.fork.in_(forks_over(serial)))


def between(batch: int, *, first: int, last: int) -> sa.Select[Any]:
    """Return the query for moves of ranges that part between two serials, and so lie between or over them.

    Index: `ix_move_fork`.
    """
    return _overlapping(batch, first=first, last=last).where(move.c.fork.between(first, last))


def _overlapping(batch: int, *, first: int, last: int) -> sa.Select[Any]:
    columns = (move.c.index.label("position"), move.c.n, move.c.source, move.c.target, move.c.first, move.c.units)
    query = sa.select(*columns).where(move.c.batch == batch, move.c.first <= last)
    return query.where(move.c.first + move.c.units > first).limit(HOPS_MAX + 1)


def _moves(connection: sa.Connection, batch: int, first: int, last: int) -> list[Any]:
    queries = [containing(batch, first, first=first, last=last)]
    if last > first:
        queries += [containing(batch, last, first=first, last=last), between(batch, first=first, last=last)]
    found = {(row.position, row.n): row for query in queries for row in connection.execute(query)}
    return [found[key] for key in sorted(found)]


def pieces_within(batch: int, first: int, last: int) -> sa.Select[Any]:
    """Return the query for the ranges that end within serials, in their order. Index: primary key of `unit_range`."""
    query = sa.select(unit_range).where(unit_range.c.batch == batch, unit_range.c.last.between(first, last))
    return query.order_by(unit_range.c.last).limit(PIECES_MAX)


def _pieces(connection: sa.Connection, batch: int, first: int, last: int) -> list[Any]:
    rows = list(connection.execute(pieces_within(batch, first, last)))
    if len(rows) == PIECES_MAX:
        return rows
    after = sa.select(unit_range).where(unit_range.c.batch == batch, unit_range.c.last > last)
    beyond = connection.execute(after.order_by(unit_range.c.last).limit(1)).first()
    return [*rows, beyond] if beyond is not None and beyond.first <= last else rows


def _hops(
    connection: sa.Connection,
    batch: sa.Row[Any],
    rows: Sequence[sa.Row[Any]],
    *,
    span: tuple[int, int],
    names: Mapping[int, Party],
) -> tuple[Hop, ...]:
    opened = (batch.number - 1) // BATCHES_PER_ENTRY
    entries = _entries(connection, {opened, *(row.position for row in rows)})
    issuer = _place(account_key(batch.issuer), names)
    start = _hop(entries[opened], n=-1, source=None, target=issuer, text=batch.text, part=span, span=span)
    hops = [start]
    for row in rows:
        part = (max(row.first, span[0]), min(row.first + row.units - 1, span[1]))
        source, target = _place(row.source, names), _place(row.target, names)
        entry = entries[row.position]
        hops.append(_hop(entry, n=row.n, source=source, target=target, text=batch.text, part=part, span=span))
    return tuple(hops)


def _hop(
    entry: sa.Row[Any],
    *,
    n: int,
    source: Place | None,
    target: Place,
    text: str,
    part: tuple[int, int],
    span: tuple[int, int],
) -> Hop:
    entry_id = str(UUID(bytes=entry.id))
    return Hop(
        index=entry.position,
        n=n,
        recorded_at=entry.recorded_at,
        kind=entry.kind,
        id=entry_id,
        proof=PROOF.format(id=entry_id),
        source=source,
        target=target,
        first=part[0],
        last=part[1],
        units=part[1] - part[0] + 1,
        serial=range_text(text, *part),
        is_whole=part == span,
    )


def _entries(connection: sa.Connection, indexes: Iterable[int]) -> dict[int, Any]:
    position = leaf.c.index.label("position")
    query = sa.select(position, leaf.c.recorded_at, leaf.c.kind, leaf.c.id)
    return {row.position: row for row in connection.execute(query.where(leaf.c.index.in_(sorted(indexes))))}


def _place(account: int, names: Mapping[int, Party]) -> Place:
    holder = names.get(account, _NOBODY)
    return Place(account_text(account), holder.number, holder.name)


def _piece(row: sa.Row[Any], text: str, *, span: tuple[int, int], names: Mapping[int, Party]) -> Piece:
    first, last = max(row.first, span[0]), min(row.last, span[1])
    return Piece(first, last, last - first + 1, range_text(text, first, last), _place(row.account, names))
