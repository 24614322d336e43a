"""What pages read of allowances: steps that wait for the national register. SQL lives here only."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from registry.areas.participants.queries import batch_texts, serial_text
from registry.areas.participants.rules.holdings import Pending, PendingStatus
from registry.ledger.errors import Malformed
from registry.store.projection import mapper_of
from registry.store.tables import leaf

PAGE: Final = 50
_pending = mapper_of(Pending)
KINDS: Final = ("allowances.withdraw", "allowances.cancel")


@dataclass(frozen=True, slots=True)
class PendingLine:
    """A step that waits, or was settled, as lists show it."""

    id: str
    kind: str
    participant: str
    source: str
    account: str
    target: str | None
    asset: str
    units: int
    serials: tuple[str, ...]
    status: str
    reference: str | None
    opened_index: int
    opened_at: int | None


@dataclass(frozen=True, slots=True)
class PendingPage:
    """Steps in the order in which they were opened, and the key from which the next page goes on."""

    rows: tuple[PendingLine, ...]
    next_after: str | None


def pending_steps(
    connection: sa.Connection, *, participant: str | None = None, status: PendingStatus = PendingStatus.OPEN,
    after: str | None = None, limit: int = PAGE,
) -> PendingPage:  # fmt: skip
    """Return steps in one state, of one participant or of all, past the key ``after`` (`<opened index>~<id>`).

    Credits' retirements wait in the same table, so they are among them; `kind` tells.

    Raises:
        Malformed: ``after`` if the key is none.
    """
    table = _pending.table
    query = sa.select(table, leaf.c.recorded_at).outerjoin(leaf, leaf.c.index == table.c.opened_index)
    query = query.where(table.c.status == status.value)
    if participant is not None:
        query = query.where(table.c.participant == participant)
    if after is not None:
        place = sa.tuple_(table.c.opened_index, table.c.id)
        query = query.where(place > sa.tuple_(*_place(after)))
    found = connection.execute(query.order_by(table.c.opened_index, table.c.id).limit(limit + 1)).all()
    steps = [(_pending.from_row(row[:-1]), row.recorded_at) for row in found[:limit]]
    texts = batch_texts(connection, (one.batch for step, _ in steps for one in step.ranges))
    rows = tuple(_line(step, recorded_at, texts) for step, recorded_at in steps)
    return PendingPage(rows, f"{rows[-1].opened_index}~{rows[-1].id}" if len(found) > limit else None)


def _line(step: Pending, recorded_at: int | None, texts: dict[int, str]) -> PendingLine:
    return PendingLine(
        id=step.id,
        kind=step.kind,
        participant=step.participant,
        source=step.source,
        account=step.account,
        target=step.target,
        asset=step.asset,
        units=step.units,
        serials=tuple(serial_text(texts[one.batch], one.first, one.last) for one in step.ranges if one.batch in texts),
        status=step.status.value,
        reference=step.reference,
        opened_index=step.opened_index,
        opened_at=recorded_at,
    )


def _place(after: str) -> tuple[int, str]:
    index, _, entry_id = after.partition("~")
    if not index.isdecimal():
        raise Malformed("after", after=after[:80])
    return int(index), entry_id
