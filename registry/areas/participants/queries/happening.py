"""What has happened since somebody last looked, for those who tell people of it: entries by kind, and recoveries."""

from collections.abc import Sequence

import sqlalchemy as sa

from registry.ledger.decide import ACCEPTED
from registry.ledger.parties import KeyStatus, PowerOfAttorney, SigningKey
from registry.store.projection import mapper_of
from registry.store.tables import leaf


def accepted_news(connection: sa.Connection, kinds: Sequence[str], *, after: int, limit: int = 200) -> tuple[int, ...]:
    """Return the positions of accepted entries of some kinds past one, in order. It reads what is new, by its key."""
    query = sa.select(leaf.c.index).where(leaf.c.index > after, leaf.c.kind.in_(kinds), leaf.c.result == ACCEPTED)
    return tuple(connection.scalars(query.order_by(leaf.c.index).limit(limit)))


def recovered_between(connection: sa.Connection, begin: int, end: int) -> tuple[SigningKey, ...]:
    """Return the keys whose recovery took effect after ``begin``, at ``end`` at the latest. Keys are few."""
    mapper = mapper_of(SigningKey)
    key = mapper.table.c
    query = sa.select(mapper.table).where(
        key.status == KeyStatus.RECOVERY, key.active_from > begin, key.active_from <= end
    )
    return tuple(mapper.from_row(row) for row in connection.execute(query.order_by(key.active_from)))


def powers_ending(connection: sa.Connection, begin: int, end: int) -> tuple[PowerOfAttorney, ...]:
    """Return the powers of attorney that end after ``begin``, at ``end`` at the latest, and stand. They are few."""
    mapper = mapper_of(PowerOfAttorney)
    power = mapper.table.c
    query = sa.select(mapper.table).where(power.is_active == sa.true(), power.ends_at > begin, power.ends_at <= end)
    return tuple(mapper.from_row(row) for row in connection.execute(query.order_by(power.ends_at, power.id)))
