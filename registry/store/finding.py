"""Finding records: the history of one by its key, and those whose name holds the words or has the initials.

The rows are written with the batch that changes the records (`posting`), so a rebuild makes them again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from registry.ledger.rules import record_type
from registry.ledger.state import Changes
from registry.store.tables import leaf
from registry.store.tables_finding import name_key, record_history

HISTORY_MAX: Final = 100
# What a record is called stands in its fields of these names.
_NAMES: Final = ("name", "name_zh", "name_en", "label")


@dataclass(frozen=True, slots=True)
class Touch:
    """An entry that made or changed a record; `participant` is its author's number."""

    index: int
    recorded_at: int
    kind: str
    participant: str
    entry: str


@dataclass(frozen=True, slots=True)
class History:
    """The entries that touched a record, the newest first; ``next_below`` is where the older ones go on, or None."""

    rows: tuple[Touch, ...]
    next_below: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """A record by what it is called."""

    record: str
    key: str
    name: str


def history(
    connection: sa.Connection, record: str, *key: object, below: int | None = None, limit: int = HISTORY_MAX
) -> History:
    """Return the entries that touched a record, by its type's name. Index: primary key of `record_history`."""
    columns = record_history.c
    position = columns.index.label("position")
    query = (
        sa.select(position, leaf.c.recorded_at, leaf.c.kind, leaf.c.participant, leaf.c.id)
        .join(leaf, leaf.c.index == columns.index)
        .where(columns.record == record, columns.key == key_text(key))
        .order_by(columns.index.desc())
        .limit(limit + 1)
    )
    if below is not None:
        query = query.where(columns.index < below)
    found = connection.execute(query).all()
    rows = tuple(
        Touch(row.position, row.recorded_at, row.kind, row.participant, str(UUID(bytes=row.id)))
        for row in found[:limit]
    )
    return History(rows, rows[-1].index if len(found) > limit else None)


def named_like(connection: sa.Connection, words: str, *, records: Sequence[str], limit: int) -> tuple[Found, ...]:
    """Return records of these types whose name holds the words, or has them as pinyin or as its initials' beginning.

    Initials and pinyin go through their index; names are read through, of which there are thousands, not millions.
    """
    columns = name_key.c
    plain = "".join(words.split()).lower()
    matches = [columns.name.contains(words, autoescape=True)]
    if plain.isascii() and plain.isalnum():
        matches += [columns.initials.contains(plain), columns.pinyin.startswith(plain)]
    rank = sa.case({name: place for place, name in enumerate(records)}, value=columns.record)
    query = (
        sa.select(columns.record, columns.key, columns.name)
        .where(columns.record.in_(records), sa.or_(*matches))
        .order_by(rank, columns.pinyin, columns.key)
        .limit(limit)
    )
    return tuple(Found(*row) for row in connection.execute(query))


def key_text(key: Sequence[object]) -> str:
    """Return a record's key as one text: its fields with a slash between them."""
    return "/".join(str(part) for part in key)


def touched_rows(changes: Changes) -> list[tuple[Any, ...]]:
    """Return the rows of the history for what a batch changed."""
    return [(record_type(cls).name, key_text(key), index) for cls, key, index in changes.touched]


def name_rows(changes: Changes) -> list[tuple[Any, ...]]:
    """Return the rows of the names for what a batch changed."""
    rows = []
    for (cls, key), item in changes.records.items():
        fields = _name_fields(cls)
        if fields:
            name = " ".join(str(getattr(item, field)) for field in fields if getattr(item, field))
            rows.append((record_type(cls).name, key_text(key), name, *pinyin_of(name)))
    return rows


def pinyin_of(name: str) -> tuple[str, str]:
    """Return the initials of a name and its whole pinyin, in small letters; what is not Chinese stands as it is."""
    from pypinyin import Style, lazy_pinyin  # a large table, and only who writes a name needs it

    parts = [lazy_pinyin(name, style=style) for style in (Style.FIRST_LETTER, Style.NORMAL)]
    initials, whole = ("".join(one for part in found for one in part.lower() if one.isalnum()) for found in parts)
    return initials, whole


@cache
def _name_fields(cls: type) -> tuple[str, ...]:
    return tuple(name for name in _NAMES if name in cls.__dataclass_fields__)  # type: ignore[attr-defined]
