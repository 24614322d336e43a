"""What both sides see of pledges: lists by key, one pledge with its sales, and where its worth stands now."""

from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from registry.areas.participants.queries import batch_texts, serial_text
from registry.areas.participants.queries.places import behind, key_of
from registry.areas.pledges.rules.gates import Seams
from registry.areas.pledges.rules.keeping import first_call_day
from registry.areas.pledges.rules.records import STANDING, Pledge, PledgeSale, PledgeStatus
from registry.areas.pledges.rules.valuation import Price, lendable, margin_needed, price_of, worth
from registry.ledger.errors import Refusal
from registry.ledger.parties import Participant
from registry.ledger.rules import Catalogue
from registry.store.preview import SqlView
from registry.store.projection import mapper_of, table_of
from registry.store.tables import leaf

PAGE: Final = 50
EXPORT_MAX: Final = 1_000
RANGES_SHOWN: Final = 50
_pledges, _sales, _participants = mapper_of(Pledge), mapper_of(PledgeSale), table_of(Participant)


@dataclass(frozen=True, slots=True)
class PledgeLine:
    """A pledge as a list shows it; money in fen, ``call_until`` in microseconds UTC."""

    id: str
    offered_at: int | None
    owner: str
    owner_name: str
    lender: str
    lender_name: str
    asset: str
    units: int
    loan_fen: int
    outstanding_fen: int
    due_on: str
    status: str
    call_until: int | None


@dataclass(frozen=True, slots=True)
class PledgePage:
    """Pledges, the newest first, and the key from which the next page goes on."""

    rows: tuple[PledgeLine, ...]
    next_after: str | None


@dataclass(frozen=True, slots=True)
class Worth:
    """What pledged units are worth now, in fen, and what they have to be worth; ``refusal`` says why there is none."""

    price: Price | None
    value_fen: int
    needed_fen: int
    lendable_fen: int
    earliest: str | None
    refusal: str | None

    @property
    def is_short(self) -> bool:
        """Whether the units are worth less than the margin of what is owed."""
        return self.price is not None and self.value_fen < self.needed_fen


@dataclass(frozen=True, slots=True)
class WholePledge:
    """One pledge with the names of both sides, its serial ranges, and what was sold out of it."""

    pledge: Pledge
    owner_name: str
    lender_name: str
    ranges: tuple[str, ...]
    ranges_more: int
    sales: tuple[PledgeSale, ...]


def pledges_of(
    connection: sa.Connection, participant: str | None, *, status: str | None = None, after: str | None = None,
    limit: int = PAGE,
) -> PledgePage:  # fmt: skip
    """Return the pledges of a participant on either side, or of all, the newest first, past a key.

    Raises:
        Malformed: ``after`` if the key is none.
    """
    table = _pledges.table
    place = (table.c.offered_index,)
    given = [] if status is None else [table.c.status == status]
    given += [] if after is None else [behind(after, place, descending=True)]
    sides: list[Any] = [sa.true()]
    if participant is not None:
        sides = [table.c.owner == participant, table.c.lender == participant]
    parts = [
        sa.select(sa.select(table).where(side, *given).order_by(place[0].desc()).limit(limit + 1).subquery())
        for side in sides
    ]
    both = sa.union(*parts).subquery()
    found = connection.execute(sa.select(both).order_by(both.c.offered_index.desc()).limit(limit + 1)).all()
    shown = tuple(_pledges.from_row(row) for row in found[:limit])
    next_after = key_of(found[limit - 1], place) if len(found) > limit else None
    return PledgePage(_lines(connection, shown), next_after)


def _lines(connection: sa.Connection, shown: tuple[Pledge, ...]) -> tuple[PledgeLine, ...]:
    if not shown:
        return ()
    names = names_of(connection, *(number for one in shown for number in (one.owner, one.lender)))
    query = sa.select(leaf.c.index, leaf.c.recorded_at).where(leaf.c.index.in_([one.offered_index for one in shown]))
    times: dict[int, int] = {row[0]: row[1] for row in connection.execute(query)}
    return tuple(
        PledgeLine(
            id=one.id,
            offered_at=times.get(one.offered_index),
            owner=one.owner,
            owner_name=names.get(one.owner, one.owner),
            lender=one.lender,
            lender_name=names.get(one.lender, one.lender),
            asset=one.asset,
            units=one.units,
            loan_fen=one.loan_fen,
            outstanding_fen=one.outstanding_fen,
            due_on=one.due_on,
            status=one.status.value,
            call_until=one.call_until,
        )
        for one in shown
    )


def names_of(connection: sa.Connection, *numbers: str) -> dict[str, str]:
    """Return the names of participants by number."""
    columns = _participants.c
    query = sa.select(columns.number, columns.name).where(columns.number.in_(sorted(set(numbers))))
    return {row.number: row.name for row in connection.execute(query)}


def lenders(connection: sa.Connection) -> tuple[tuple[str, str], ...]:
    """Return number and name of those who may lend and are active. They are few. Index: `ix_participant_function`."""
    columns = _participants.c
    query = sa.select(columns.number, columns.name).where(
        columns.function.in_(("bank", "lender")), columns.status == "active"
    )
    return tuple((row.number, row.name) for row in connection.execute(query.order_by(columns.number).limit(EXPORT_MAX)))


def find_pledge(connection: sa.Connection, number: str) -> Pledge | None:
    """Return a pledge, or None. Index: the primary key."""
    table = _pledges.table
    row = connection.execute(sa.select(table).where(table.c.id == number)).one_or_none()
    return None if row is None else _pledges.from_row(row)


def whole_pledge(connection: sa.Connection, number: str) -> WholePledge | None:
    """Return a pledge with all that belongs to it, or None."""
    found = find_pledge(connection, number)
    if found is None:
        return None
    names = names_of(connection, found.owner, found.lender)
    shown = found.ranges[:RANGES_SHOWN]
    texts = batch_texts(connection, {one.batch for one in shown})
    table = _sales.table
    query = sa.select(table).where(table.c.pledge == number).order_by(table.c.sold_index).limit(EXPORT_MAX)
    return WholePledge(
        pledge=found,
        owner_name=names.get(found.owner, found.owner),
        lender_name=names.get(found.lender, found.lender),
        ranges=tuple(serial_text(texts[one.batch], one.first, one.last) for one in shown),
        ranges_more=len(found.ranges) - len(shown),
        sales=tuple(_sales.from_row(row) for row in connection.execute(query)),
    )


def worth_of(connection: sa.Connection, catalogue: Catalogue, seams: Seams, pledge: Pledge, now: int) -> Worth:
    """Return what a pledge's units are worth at an instant, as the rules see it."""
    view = SqlView(connection, catalogue, now)
    try:
        price = price_of(view, seams.closes, pledge.asset, now)
        value = worth(price.price_fen, pledge.units)
        needed = margin_needed(view, pledge.asset, pledge.outstanding_fen, now)
        most = lendable(view, pledge.asset, value, now)
    except Refusal as refusal:
        return Worth(None, 0, 0, 0, None, refusal.code)
    try:
        earliest: str | None = first_call_day(view, pledge, now)
    except Refusal:
        earliest = None
    return Worth(price, value, needed, most, earliest, None)


def waiting(
    connection: sa.Connection, participant: str, *, is_lender: bool, now: int, limit: int = PAGE
) -> tuple[PledgeLine, ...]:
    """Return the pledges that wait for one side, the oldest first.

    Offers and calls that ran out (before microseconds UTC) wait for the lender, calls for the owner. Indexes:
    `ix_pledge_waiting_...`.
    """
    table = _pledges.table
    offered, called = (table.c.status == one.value for one in (PledgeStatus.OFFERED, PledgeStatus.CALLED))
    query = sa.select(table).where(table.c.owner == participant, called)
    if is_lender:
        either = sa.or_(offered, sa.and_(called, table.c.call_until <= now))
        query = sa.select(table).where(table.c.lender == participant, either)
    found = connection.execute(query.order_by(table.c.offered_index).limit(limit))
    return _lines(connection, tuple(_pledges.from_row(row) for row in found))


def secured(connection: sa.Connection, participant: str, *, is_lender: bool) -> tuple[int, int]:
    """Return how many pledges of a side stand, of at most a thousand, and what is owed for them, in fen.

    Index: `ix_pledge_waiting_…`.
    """
    table = _pledges.table
    side = table.c.lender if is_lender else table.c.owner
    standing = [one.value for one in sorted(STANDING)]
    few = sa.select(table.c.outstanding_fen).where(side == participant, table.c.status.in_(standing)).limit(EXPORT_MAX)
    found = connection.scalars(few).all()
    return len(found), sum(found)
