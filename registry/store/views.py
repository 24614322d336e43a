"""Saved views: what somebody called a page with its filters, order and columns. Each person sees the own ones only."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from registry.ledger.errors import Refusal
from registry.store.tables_views import saved_view

VIEWS_MAX: Final = 30


@dataclass(frozen=True, slots=True)
class SavedView:
    """A name for an address: `query` is what follows the question mark."""

    id: int
    name: str
    query: str


def views_of(connection: sa.Connection, person: int, path: str) -> tuple[SavedView, ...]:
    """Return a person's views of a page by name. Index: `uq_saved_view_name`."""
    table = saved_view.c
    query = sa.select(table.id, table.name, table.query).where(table.person_id == person, table.path == path)
    return tuple(SavedView(*row) for row in connection.execute(query.order_by(table.name)))


def save_view(engine: sa.Engine, person: int, path: str, *, name: str, query: str) -> None:
    """Keep a view under a name; the same name again takes the new query.

    Raises:
        Refusal: ``too_many_views``.
    """
    make = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
    row = make(saved_view).values(person_id=person, path=path, name=name, query=query)
    with engine.begin() as connection:
        known = views_of(connection, person, path)
        if len(known) >= VIEWS_MAX and name not in {one.name for one in known}:
            raise Refusal("too_many_views", limit=VIEWS_MAX)
        same = ["person_id", "path", "name"]
        connection.execute(row.on_conflict_do_update(index_elements=same, set_={"query": row.excluded.query}))


def forget_view(engine: sa.Engine, person: int, view: int) -> str | None:
    """Forget a person's view and return the page's path; None if it is not this person's."""
    table = saved_view.c
    mine = sa.delete(saved_view).where(table.id == view, table.person_id == person).returning(table.path)
    with engine.begin() as connection:
        return connection.scalar(mine)
