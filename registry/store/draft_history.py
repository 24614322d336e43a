"""What happened to a draft and what was said about it: kept beside it, outside the ledger, and erased with it."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from registry.store.log import entry_key
from registry.store.tables_drafts import draft_event

LISTED_MAX: Final = 500


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of a draft's history. `action` is a word of ours; `said` is what a person wrote, or a result."""

    at: int
    who: str
    action: str
    said: str


def note_event(
    connection: sa.Connection, entry_id: str, *, once: str, who: str, action: str, at: int, said: str = ""
) -> bool:
    """Add a line to the history of a draft; return whether it is new. The same `once` again changes nothing."""
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    row = {"draft_id": entry_key(entry_id), "once": once, "at": at, "who": who, "action": action, "said": said}
    done = connection.execute(make(draft_event).values(row).on_conflict_do_nothing())
    return done.rowcount == 1


def history(engine: sa.Engine, entry_id: str) -> tuple[Happened, ...]:
    """Return what happened to a draft, the oldest first."""
    query = sa.select(draft_event).where(draft_event.c.draft_id == entry_key(entry_id))
    with engine.connect() as connection:
        rows = connection.execute(query.order_by(draft_event.c.at, draft_event.c.once).limit(LISTED_MAX))
        return tuple(Happened(row.at, row.who, row.action, row.said) for row in rows)
