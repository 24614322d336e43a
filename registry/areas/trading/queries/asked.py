"""Entries that want to deal, as they stand in the journal: accepted or refused, whatever became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from registry.areas.participants.queries import holders_of
from registry.areas.trading.queries.paging import PAGE, before
from registry.areas.trading.rules.records import Side
from registry.ledger import leaf as leaves
from registry.ledger import note
from registry.ledger.decide import ACCEPTED
from registry.ledger.entry import SIGNATURES_MAX, Entry, parse, read_body
from registry.ledger.leaf import Leaf
from registry.ledger.rules import Catalogue
from registry.store.log import index_of
from registry.store.tables import leaf

LISTED: Final = frozenset({"trading.list", "trading.take"})
BLOCK: Final = frozenset({"trading.offer_block", "trading.accept_block"})
DEALING: Final = LISTED | BLOCK


@dataclass(frozen=True, slots=True)
class Asked:
    """An entry that wants to deal, as it stands in the journal. ``order`` is the one that an acceptance names."""

    id: str
    index: int
    recorded_at: int
    kind: str
    result: str
    participant: str
    product: str
    side: Side
    price_fen: int
    units: int
    order: str

    @property
    def is_listed(self) -> bool:
        """Whether it deals in listed orders, and not in blocks."""
        return self.kind in LISTED

    @property
    def is_resting(self) -> bool:
        """Whether it waits for others, and does not pick what waits."""
        return self.kind in {"trading.list", "trading.offer_block"}

    @property
    def rank(self) -> int:
        """Its place among its own side's prices: see `Order.rank`."""
        return self.price_fen if self.side is Side.SELL else -self.price_fen


@dataclass(frozen=True, slots=True)
class AskedPage:
    """Entries that want to deal and the key from which the next page goes on."""

    rows: tuple[Asked, ...]
    next_after: str | None


def asked(connection: sa.Connection, catalogue: Catalogue, entry_id: str, *, origin: str) -> Asked | None:
    """Return the entry with this id that wants to deal, accepted or not; None for every other."""
    index = index_of(connection, entry_id)
    if index is None:
        return None
    row = connection.execute(sa.select(leaf.c.kind, leaf.c.data).where(leaf.c.index == index)).one()
    return _asked(connection, catalogue, [row.data], origin=origin)[0] if row.kind in DEALING else None


def _asked(connection: sa.Connection, catalogue: Catalogue, found: Sequence[bytes], *, origin: str) -> list[Asked]:
    read = [body_of(catalogue, data, origin=origin) for data in found]
    holders = holders_of(connection, (body.account for _, _, body in read))
    return [_one(at, entry, body, participant=holders.get(body.account, "")) for at, entry, body in read]


def _one(read: Leaf, entry: Entry, body: Any, *, participant: str) -> Asked:  # noqa: ANN401  one of four kinds'
    return Asked(
        id=entry.id,
        index=read.index,
        recorded_at=read.recorded_at,
        kind=entry.kind,
        result=read.result,
        participant=participant,
        product=body.product,
        side=body.side,
        price_fen=body.price_fen,
        units=body.units,
        order=getattr(body, "order", ""),
    )


def body_of(catalogue: Catalogue, data: bytes, *, origin: str) -> tuple[Leaf, Entry, Any]:
    """Return a leaf with its entry and the body, in the newest revision that can read it."""
    read = leaves.parse(data, origin)
    entry = parse(note.parse(read.envelope, signatures_max=SIGNATURES_MAX).text)
    return read, entry, read_body(catalogue, entry.kind, entry.body)[1]


def refused_of(
    connection: sa.Connection,
    catalogue: Catalogue,
    participant: str,
    *,
    origin: str,
    after: str | None = None,
    limit: int = PAGE,
) -> AskedPage:
    """Return what a participant's entries wanted to deal in and were refused, the newest first.

    Raises:
        Malformed: ``after`` if it is no number.
    """
    query = sa.select(leaf.c.index, leaf.c.data).where(
        leaf.c.participant == participant,
        leaf.c.kind.in_(DEALING),
        leaf.c.result != ACCEPTED,
        *before(leaf.c.index, after),
    )
    found = connection.execute(query.order_by(leaf.c.index.desc()).limit(limit + 1)).all()
    rows = tuple(_asked(connection, catalogue, [row.data for row in found[:limit]], origin=origin))
    return AskedPage(rows, str(rows[-1].index) if len(found) > limit else None)
