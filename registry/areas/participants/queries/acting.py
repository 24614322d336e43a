"""What a participant's page shows beside its representatives and keys: powers, policies, relations, successions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from registry.areas.participants.queries.holdings import batch_texts, serial_text
from registry.areas.participants.rules.conflicts import Relation, StaffCheck, StaffList
from registry.areas.participants.rules.succession import Succession
from registry.ledger.parties import PowerOfAttorney, SigningPolicy
from registry.store.log import entry_key
from registry.store.projection import mapper_of
from registry.store.tables import account_text, leaf, move

LISTED_MAX: Final = 100
_powers, _policies = mapper_of(PowerOfAttorney), mapper_of(SigningPolicy)
_relations, _successions = mapper_of(Relation), mapper_of(Succession)
_checks, _lists = mapper_of(StaffCheck), mapper_of(StaffList)


@dataclass(frozen=True, slots=True)
class Acting:
    """Powers of attorney that a participant gave and its people hold, its policies, relations and successions."""

    given: tuple[PowerOfAttorney, ...]
    held: tuple[PowerOfAttorney, ...]
    policies: tuple[SigningPolicy, ...]
    relations: tuple[Relation, ...]
    successions: tuple[Succession, ...]
    checked: dict[str, int]


def acting(connection: sa.Connection, participant: str, representatives: Iterable[str]) -> Acting:
    """Return what concerns a participant and its representatives, what has ended too; powers the newest first."""
    powers, policies, relations = _powers.table.c, _policies.table.c, _relations.table.c
    successions, checks = _successions.table.c, _checks.table.c
    numbers = list(representatives)
    either = sa.or_(successions.predecessor == participant, successions.successor == participant)
    found = _read(connection, _checks, checks.participant == participant, checks.representative)
    return Acting(
        given=_read(connection, _powers, powers.principal == participant, powers.granted_index.desc()),
        held=_read(connection, _powers, powers.attorney.in_(numbers), powers.granted_index.desc()),
        policies=_read(connection, _policies, policies.participant == participant, policies.kind),
        relations=_read(
            connection, _relations, sa.or_(relations.first == participant, relations.second == participant),
            relations.since_index,
        ),
        successions=_read(connection, _successions, either, successions.recorded_index.desc()),
        checked={one.representative: one.checked_index for one in found},
    )  # fmt: skip


def staff_lists(connection: sa.Connection) -> tuple[StaffList, ...]:
    """Return the newest list of every body that has published one."""
    return _read(connection, _lists, sa.true(), _lists.table.c.participant)


@dataclass(frozen=True, slots=True)
class Moved:
    """A range that an entry moved; `serial` as it is printed."""

    source: str
    target: str
    asset: str
    units: int
    serial: str


def moved_by(connection: sa.Connection, entry_id: str) -> tuple[Moved, ...]:
    """Return what an entry moved, in order; nothing for one that is not there. At most a page."""
    query = (
        sa.select(move.c.source, move.c.target, move.c.asset, move.c.batch, move.c.first, move.c.units)
        .join(leaf, leaf.c.index == move.c.index)
        .where(leaf.c.id == entry_key(entry_id))
        .order_by(move.c.n)
        .limit(LISTED_MAX)
    )
    rows = connection.execute(query).all()
    texts = batch_texts(connection, (row.batch for row in rows if row.batch))
    return tuple(
        Moved(
            source=account_text(row.source),
            target=account_text(row.target),
            asset=row.asset,
            units=row.units,
            serial=serial_text(texts[row.batch], row.first, row.first + row.units - 1) if row.batch else "",
        )
        for row in rows
    )


def _read(connection: sa.Connection, mapper: Any, condition: Any, order: Any) -> tuple[Any, ...]:  # noqa: ANN401  SQL
    query = sa.select(mapper.table).where(condition).order_by(order).limit(LISTED_MAX)
    return tuple(mapper.from_row(row) for row in connection.execute(query))
