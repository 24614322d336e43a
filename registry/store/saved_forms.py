"""Forms that somebody left half-way: what was typed, kept for the person alone, and forgotten after ninety days."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from registry.ledger.errors import Refusal
from registry.store.tables_drafts import saved_form

KEPT: Final = 90 * 24 * 3600 * 1_000_000
FORMS_MAX: Final = 50


@dataclass(frozen=True, slots=True)
class SavedForm:
    """A form that waits to be finished."""

    id: str
    path: str
    title: str
    answers: dict[str, str]
    saved_at: int


def save(
    engine: sa.Engine, person: int, *, key: str, path: str, title: str, answers: Mapping[str, str], now: int
) -> None:
    """Keep what was typed under a key; the same key of the same person again takes its place.

    Raises:
        Refusal: ``saved_forms_full`` beyond fifty.
    """
    kept = {"path": path, "title": title, "answers": json.dumps(dict(answers), ensure_ascii=False), "saved_at": now}
    make = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
    statement = make(saved_form).values(id=key, person_id=person, **kept)
    with engine.begin() as connection:
        own = saved_form.c.person_id == person
        others = sa.select(saved_form.c.id).where(own, saved_form.c.id != key).limit(FORMS_MAX)
        if len(connection.execute(others).all()) >= FORMS_MAX:
            raise Refusal("saved_forms_full", limit=FORMS_MAX)
        connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=kept, where=own))


def of_person(engine: sa.Engine, person: int) -> tuple[SavedForm, ...]:
    """Return the forms that a person left, the last one first."""
    query = sa.select(saved_form).where(saved_form.c.person_id == person).order_by(saved_form.c.saved_at.desc())
    with engine.connect() as connection:
        return tuple(_form(row) for row in connection.execute(query))


def find(engine: sa.Engine, person: int, key: str) -> SavedForm | None:
    """Return a form of a person, or None."""
    query = sa.select(saved_form).where(saved_form.c.id == key, saved_form.c.person_id == person)
    with engine.connect() as connection:
        row = connection.execute(query).first()
    return None if row is None else _form(row)


def forget(engine: sa.Engine, person: int, key: str) -> None:
    """Delete a form of a person."""
    with engine.begin() as connection:
        connection.execute(sa.delete(saved_form).where(saved_form.c.id == key, saved_form.c.person_id == person))


def forget_old(engine: sa.Engine, now: int) -> int:
    """Delete what nobody came back to; return how many."""
    with engine.begin() as connection:
        return connection.execute(sa.delete(saved_form).where(saved_form.c.saved_at < now - KEPT)).rowcount


def _form(row: sa.Row[tuple[object, ...]]) -> SavedForm:
    return SavedForm(row.id, row.path, row.title, json.loads(row.answers), row.saved_at)
