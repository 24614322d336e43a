"""Tables of records, made from the records' own declarations: one table a record type, columns named like the fields.

A projection can be dropped and rebuilt from the journal, so nothing is declared twice and nothing can drift. Texts,
integers, booleans and choices are columns; tuples and nested values are canonical JSON text.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, get_type_hints

import sqlalchemy as sa

from registry.ledger import canonical
from registry.ledger.codec import FieldSpec, coder, fields
from registry.ledger.rules import RecordType, record_type
from registry.store.database import metadata

R = TypeVar("R")


@cache
def table_of(cls: type) -> sa.Table:
    """Return the table of a record class, with its key and its declared indexes."""
    of = record_type(cls)
    specs = fields(cls)
    columns = [_column(spec, is_key=spec.name in of.key) for spec in specs]
    indexes = [
        sa.Index(f"ix_{of.name}_{index.name}", *(*index.by, *index.order, *_rest(of, (*index.by, *index.order))))
        for index in of.indexes.values()
    ]
    return sa.Table(of.name, metadata, *columns, *indexes)


def _rest(of: RecordType, used: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in of.key if name not in used)


def _column(spec: FieldSpec, *, is_key: bool) -> sa.Column[Any]:
    kinds: dict[type, sa.types.TypeEngine[Any]] = {int: sa.BigInteger(), bool: sa.Boolean(create_constraint=False)}
    # Keys are compared bytewise on both databases, as the rules compare them.
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    return sa.Column(
        spec.name,
        kinds.get(spec.type, text),
        primary_key=is_key,
        nullable=spec.optional,
        autoincrement=False,
    )


def _is_plain(spec: FieldSpec) -> bool:
    return spec.type in (int, bool, str)


@dataclasses.dataclass(frozen=True, slots=True)
class Mapper:
    """How records of one class become rows and come back."""

    table: sa.Table
    of: RecordType
    to_row: Callable[[Any], dict[str, Any]]
    from_row: Callable[[Sequence[Any]], Any]


@cache
def mapper_of(cls: type) -> Mapper:
    """Return the mapper of a record class, made once."""
    specs = fields(cls)
    writers = [(spec.name, _writer(spec, cls)) for spec in specs]
    readers = [_reader(spec, cls) for spec in specs]

    def to_row(item: Any) -> dict[str, Any]:  # noqa: ANN401
        return {name: write(getattr(item, name)) for name, write in writers}

    def from_row(row: Sequence[Any]) -> Any:  # noqa: ANN401
        return cls(*[read(value) for read, value in zip(readers, row, strict=True)])

    return Mapper(table_of(cls), record_type(cls), to_row, from_row)


def _writer(spec: FieldSpec, cls: type) -> Callable[[Any], Any]:
    if _is_plain(spec):
        return _same
    if isinstance(spec.type, type) and issubclass(spec.type, StrEnum):
        return lambda value: None if value is None else value.value
    write = coder(_hint(cls, spec.name)).encode
    return lambda value: None if value is None else canonical.dumps(write(value)).decode()


def _reader(spec: FieldSpec, cls: type) -> Callable[[Any], Any]:
    if _is_plain(spec):
        return bool_or_none if spec.type is bool else _same
    if isinstance(spec.type, type) and issubclass(spec.type, StrEnum):
        choice = spec.type
        return lambda value: None if value is None else choice(value)
    read = coder(_hint(cls, spec.name)).decode
    return lambda value: None if value is None else read(canonical.loads(value.encode()))


@cache
def _hints(cls: type) -> Mapping[str, Any]:
    return get_type_hints(cls, include_extras=True)


def _hint(cls: type, name: str) -> Any:  # noqa: ANN401
    return _hints(cls)[name]


def bool_or_none(value: object) -> bool | None:
    """Return a stored flag as a bool; SQLite's driver gives integers when a statement bypasses the column's type."""
    return None if value is None else bool(value)


def _same(value: Any) -> Any:  # noqa: ANN401
    return value
