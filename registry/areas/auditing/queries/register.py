"""The public register of participants, page by page: by number, or by name in the order of its pinyin."""

from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from registry.areas.participants.identifiers import Scheme
from registry.ledger.parties import Participant
from registry.store.projection import table_of
from registry.store.tables import leaf
from registry.store.tables_finding import name_key

PAGE_ROWS: Final = 50
BY_NAME: Final = ("name", "-name")


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A participant as the law publishes it; a natural person's identity is a commitment and is not shown."""

    number: str
    name: str
    function: str
    identity: str
    zone: str
    status: str
    registered_at: int
    registered_index: int


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One page; ``next_after`` is the place from which the next one goes on."""

    rows: tuple[RegisterLine, ...]
    next_after: str | None


def read_register(
    connection: sa.Connection, *, name: str = "", zone: str = "", function: str = "", sort: str | None = None,
    after: str | None = None,
) -> RegisterPage:  # fmt: skip
    """Return participants past a place. Indexes: primary key, or `ix_name_key_pinyin` for the order by name."""
    table = table_of(Participant).c
    query = _columns()
    for column, wanted in ((table.zone, zone), (table.function, function)):
        query = query.where(column == wanted) if wanted else query
    if name:
        query = query.where(table.name.contains(name, autoescape=True))
    place = [name_key.c.pinyin, table.number] if sort in BY_NAME else [table.number]
    descending = (sort or "").startswith("-")
    if after is not None:
        here, there = sa.tuple_(*place), sa.tuple_(*after.split("~")[: len(place)])
        query = query.where(here < there if descending else here > there)
    ordered = query.order_by(*(column.desc() if descending else column for column in place))
    found = connection.execute(ordered.limit(PAGE_ROWS + 1)).all()
    rows = tuple(_line(row) for row in found[:PAGE_ROWS])
    last = found[PAGE_ROWS - 1] if len(found) > PAGE_ROWS else None
    key = None if last is None else f"{last.pinyin}~{last.number}" if sort in BY_NAME else last.number
    return RegisterPage(rows, key)


def register_line(connection: sa.Connection, number: str) -> RegisterLine | None:
    """Return one participant as the register shows it. Index: primary key."""
    found = connection.execute(_columns().where(table_of(Participant).c.number == number)).first()
    return None if found is None else _line(found)


def _line(row: sa.Row[Any]) -> RegisterLine:
    return RegisterLine(*tuple(row)[:-1])


def _columns() -> sa.Select[Any]:
    table = table_of(Participant)
    of = table.c
    shown = sa.case((of.scheme == Scheme.PERSON.value, ""), else_=of.identity).label("identity")
    named = sa.and_(name_key.c.record == table.name, name_key.c.key == of.number)
    columns = (
        *(of.number, of.name, of.function, shown, of.zone, of.status),
        *(leaf.c.recorded_at, of.opened_index, sa.func.coalesce(name_key.c.pinyin, "").label("pinyin")),
    )
    return sa.select(*columns).join(leaf, leaf.c.index == of.opened_index).outerjoin(name_key, named)
