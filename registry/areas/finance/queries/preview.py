"""What a registration would do if it were sent now: the rule itself, run over the database.

A preview decides nothing. It lets the form say before anything is signed what the rules would refuse, and what the
screening will answer.
"""

from typing import Final

import sqlalchemy as sa

from registry.areas.finance.rules.projects import RegisterProject
from registry.areas.finance.rules.records import Project
from registry.areas.finance.tables import participants, representatives
from registry.ledger.parties import Participant
from registry.ledger.rules import Catalogue, Context
from registry.store.preview import SqlView
from registry.store.projection import mapper_of

_KIND: Final = "finance.register_project"


def preview_registration(
    connection: sa.Connection, body: RegisterProject, *, now: int, catalogue: Catalogue
) -> Project:
    """Return the project as it would stand after its registration at this instant (microseconds UTC).

    Raises:
        Refusal: the codes of `register_project`.
    """
    context = Context(index=0, recorded_at=now, entry_id="", kind=_KIND, signatories=())
    rule = catalogue.revisions(_KIND)[0].rule
    outcome = rule(body, context, SqlView(connection, catalogue, now))
    return next(item for item in outcome.records if isinstance(item, Project))


def participant_of(connection: sa.Connection, representative: str) -> Participant | None:
    """Return the participant that a representative acts for, or None."""
    mine = sa.select(representatives.c.participant).where(representatives.c.number == representative)
    found = connection.execute(sa.select(participants).where(participants.c.number.in_(mine))).first()
    return None if found is None else mapper_of(Participant).from_row(found)
