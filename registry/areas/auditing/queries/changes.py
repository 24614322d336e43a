"""The journal as a feed of changes, oldest first from a position on: what was recorded, and which records it names.

A program that follows the registry asks from the last position that it knows. No page costs more than `EXAMINED_MAX`
rows, whoever asks; so one that shows few or none still leads on.
"""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_type_hints
from uuid import UUID

import sqlalchemy as sa

from registry.areas.auditing.queries.names import holders
from registry.ledger import note
from registry.ledger.codec import Constraint, decode, fields
from registry.ledger.coders import split_constraint, split_optional
from registry.ledger.decide import ACCEPTED
from registry.ledger.entry import SIGNATURES_MAX, Entry, parse
from registry.ledger.errors import Malformed
from registry.ledger.leaf import parse as parse_leaf
from registry.ledger.rules import Catalogue, RecordType
from registry.store.log import read_head
from registry.store.tables import account_text, leaf, move

EXAMINED_MAX = 500
Numbered = Mapping[Constraint | str | None, str]
_POSITION_MAX = 2**53


@dataclass(frozen=True, slots=True)
class Touched:
    """A record that an accepted entry names or whose units it moved: the record's name and its number."""

    record: str
    number: str


@dataclass(frozen=True, slots=True)
class Change:
    """One entry. ``id`` and ``participant`` are None for who may know of it and not read it."""

    index: int
    id: str | None
    kind: str
    participant: str | None
    recorded_at: int
    result: str
    touched: tuple[Touched, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes after a position, of a journal of ``size``; ``next_after`` is from where to go on, None at the end.

    ``last`` is the last position that was looked at: what to ask from next time.
    """

    changes: tuple[Change, ...]
    next_after: int | None
    last: int
    size: int


def read_changes(
    connection: sa.Connection,
    *,
    after: int,
    kind: str,
    limit: int,
    may_read: Callable[[Any, frozenset[str]], bool],
    may_know: Callable[[Any], bool],
    origin: str,
    catalogue: Catalogue,
) -> Changes:
    """Return the changes after a position that somebody may read, or may know of.

    ``may_read`` is asked of a row and the holders of the accounts that its entry moved, ``may_know`` of the row alone.
    Indexes: the primary key, `ix_leaf_kind`, the primary key of `move`.
    """
    head = read_head(connection)
    size = head.size if head else 0
    rows = connection.execute(following(after=after, kind=kind).limit(min(limit, EXAMINED_MAX))).all()
    moved = _moved(connection, [row.position for row in rows])
    owners = holders(connection, {key for keys in moved.values() for key in keys})
    known = numbered(catalogue.record_types)
    found = []
    for row in rows:
        accounts = moved.get(row.position, ())
        concerned = frozenset(owners[key].number for key in accounts if key in owners)
        is_read = may_read(row, concerned)
        if is_read or may_know(row):
            touched = _touched(row, accounts, origin=origin, catalogue=catalogue, known=known)
            found.append(_change(row, touched, is_read=is_read))
    is_over = len(rows) < min(limit, EXAMINED_MAX)
    last = size - 1 if is_over else rows[-1].position
    return Changes(tuple(found), None if is_over else last, max(last, after), size)


def following(*, after: int, kind: str) -> sa.Select[Any]:
    """Return the query for the rows after a position, of one kind or of all."""
    position = leaf.c.index.label("position")
    query = sa.select(
        position, leaf.c.id, leaf.c.kind, leaf.c.participant, leaf.c.recorded_at, leaf.c.result, leaf.c.data
    )
    if not kind:
        return query.where(leaf.c.index > after).order_by(leaf.c.index)
    place = sa.tuple_(leaf.c.kind, leaf.c.index)
    within = query.where(place > sa.tuple_(kind, after), place < sa.tuple_(kind, _POSITION_MAX))
    return within.order_by(leaf.c.kind, leaf.c.index)


def _moved(connection: sa.Connection, positions: Sequence[int]) -> Mapping[int, tuple[int, ...]]:
    found: dict[int, dict[int, None]] = {}
    query = sa.select(move.c.index.label("position"), move.c.source, move.c.target).where(move.c.index.in_(positions))
    for row in connection.execute(query):
        found.setdefault(row.position, {}).update({row.source: None, row.target: None})
    return {position: tuple(accounts) for position, accounts in found.items()}


def _change(row: Any, touched: tuple[Touched, ...], *, is_read: bool) -> Change:  # noqa: ANN401  a row
    return Change(
        index=row.position,
        id=str(UUID(bytes=row.id)) if is_read else None,
        kind=row.kind,
        participant=row.participant if is_read else None,
        recorded_at=row.recorded_at,
        result=row.result,
        touched=touched,
    )


def _touched(
    row: Any,  # noqa: ANN401  a row
    accounts: Sequence[int],
    *,
    origin: str,
    catalogue: Catalogue,
    known: Numbered,
) -> tuple[Touched, ...]:
    """Return what an accepted entry named or moved, each once; a refused one has touched nothing."""
    if row.result != ACCEPTED:
        return ()
    entry = parse(note.parse(parse_leaf(row.data, origin).envelope, signatures_max=SIGNATURES_MAX).text)
    named = [one for body in _bodies(entry, catalogue) for one in touched_by(body, known)]
    named += [Touched("account", account_text(key)) for key in accounts]
    return tuple(dict.fromkeys(named))


def _bodies(entry: Entry, catalogue: Catalogue) -> Iterator[object]:
    """Yield the body as the newest revision that it fits reads it; the names of numbers are the same in all."""
    revisions = catalogue.kinds.get(entry.kind, {})
    for revision in sorted(revisions, reverse=True):
        try:
            yield decode(revisions[revision].body, entry.body)
        except Malformed:
            continue
        return


def touched_by(body: object, known: Numbered) -> Iterator[Touched]:
    """Yield the records that a body names by their number, in the order of its fields, nested bodies included."""
    cls: Any = type(body)
    for spec in fields(cls):
        value = getattr(body, spec.name)
        items = value if isinstance(value, tuple) else (value,)
        for item in items:
            if dataclasses.is_dataclass(item):
                yield from touched_by(item, known)
            elif isinstance(item, str) and not isinstance(value, tuple):
                record = known.get(spec.constraint) or known.get(spec.name)
                if record is not None and item:
                    yield Touched(record, item)


def numbered(types: Sequence[RecordType]) -> Numbered:
    """Return the record that a number belongs to: by the number's form where no two records share it, or by name."""
    found: dict[Constraint | str | None, list[str]] = {}
    for one in types:
        if len(one.key) != 1:
            continue
        bare, _ = split_optional(get_type_hints(one.cls, include_extras=True)[one.key[0]])
        inner, constraint = split_constraint(bare)
        if inner is str:
            found.setdefault(constraint, []).append(one.name)
            found.setdefault(one.name, []).append(one.name)
    return {form: names[0] for form, names in found.items() if len(names) == 1}
