"""What pages read of buffers: each scheme's account, what it was given and used, holds, and what losses ask of it."""

from dataclasses import dataclass

import sqlalchemy as sa

from registry.areas.credits.rules.duties import Cause, Duty
from registry.areas.credits.rules.issuing import BUFFER_ACCOUNT, BufferCount
from registry.areas.participants.queries.rulings import parameter_lines
from registry.ledger.book import asset_class_of
from registry.store.projection import mapper_of
from registry.store.tables import account_key, balance

_counts = mapper_of(BufferCount)
_duties = mapper_of(Duty)


@dataclass(frozen=True, slots=True)
class BufferLine:
    """A scheme's buffer, in units: ever given, used, held now, and what open losses still ask of it."""

    scheme: str
    account: str
    contributed: int
    used: int
    held: int
    asked: int

    @property
    def left(self) -> int:
        """What would be left if every open loss were covered; below zero the buffer is not solvent."""
        return self.held - self.asked


def buffers(connection: sa.Connection, *, now: int) -> tuple[BufferLine, ...]:
    """Return the buffer of every scheme that has an account for it, by scheme."""
    counts = {row.scheme: row for row in connection.execute(sa.select(_counts.table))}
    asked = _asked(connection)
    found = []
    for line in parameter_lines(connection, now=now, name=BUFFER_ACCOUNT):
        if line.state != "in_force" or not line.scope:
            continue
        count = counts.get(line.scope)
        found.append(
            BufferLine(
                scheme=line.scope,
                account=line.value,
                contributed=count.contributed if count else 0,
                used=count.used if count else 0,
                held=_held(connection, line.value, line.scope),
                asked=asked.get(line.scope, 0),
            )
        )
    return tuple(found)


def _held(connection: sa.Connection, account: str, scheme: str) -> int:
    statement = sa.select(balance.c.asset, balance.c.units).where(balance.c.account == account_key(account))
    return sum(row.units for row in connection.execute(statement) if asset_class_of(row.asset) == scheme)


def _asked(connection: sa.Connection) -> dict[str, int]:
    table = _duties.table
    statement = sa.select(table).where(table.c.is_open, table.c.cause == Cause.NATURAL_LOSS.value)
    asked: dict[str, int] = {}
    for row in connection.execute(statement):
        duty: Duty = _duties.from_row(row)
        asked[duty.scheme] = asked.get(duty.scheme, 0) + duty.missing
    return asked
