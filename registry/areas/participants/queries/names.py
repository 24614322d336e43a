"""Finding participants by an identity in full; by name and by initials they are found through `store.finding`."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from registry.areas.participants.identifiers import Scheme
from registry.ledger.parties import Participant
from registry.store.projection import table_of

_FOUND_MAX: Final = 20
# A person's identity is a commitment, and nobody is found by it.
_SCHEMES: Final = (Scheme.USCC.value, Scheme.LEI.value, Scheme.FOREIGN.value)


@dataclass(frozen=True, slots=True)
class Named:
    """A participant as a list of names shows it."""

    number: str
    name: str
    identity: str


def identified_by(connection: sa.Connection, identity: str) -> tuple[Named, ...]:
    """Return the participants with this identity, in whatever scheme. Index: `ix_participant_identity`."""
    table = table_of(Participant).c
    query = (
        sa.select(table.number, table.name, table.identity)
        .where(table.scheme.in_(_SCHEMES), table.identity.in_((identity, identity.upper())))
        .order_by(table.number)
        .limit(_FOUND_MAX)
    )
    return tuple(Named(*row) for row in connection.execute(query))
