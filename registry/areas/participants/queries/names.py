"""Finding participants by words: part of a name, a number, or an identity in full."""

from dataclasses import dataclass

import sqlalchemy as sa

from registry.ledger.parties import Participant
from registry.store.projection import table_of


@dataclass(frozen=True, slots=True)
class Named:
    """A participant as a list of names shows it."""

    number: str
    name: str
    identity: str


def named_like(connection: sa.Connection, words: str, *, limit: int) -> tuple[Named, ...]:
    """Return the first participants, by number, whose name holds the words or whose identity they are.

    The register of participants is small beside the journal (thousands, not millions), so it is read through.
    """
    table = table_of(Participant).c
    query = (
        sa.select(table.number, table.name, table.identity)
        .where(sa.or_(table.name.contains(words, autoescape=True), table.identity == words.upper()))
        .order_by(table.number)
        .limit(limit)
    )
    return tuple(Named(*row) for row in connection.execute(query))
