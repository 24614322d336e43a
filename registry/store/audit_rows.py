"""Rows of a table against the rows that a replay gives: both in the order of the key, compared value by value.

Values are read as the driver gives them, past every conversion, so that a flag of 2 is not taken for true.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from registry.store.dump import bytewise, streamed

MISSING = "missing"
UNEXPECTED = "unexpected"
DIFFERS = "differs from the replay"
SUSPECT = "differs from the leaf"

Row = Sequence[Any]
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One value that is not what the log says: where it stands, and why it is wrong. No column: the row itself."""

    table: str
    pk: tuple[tuple[str, Any], ...]
    column: str | None
    reason: str

    def to_json(self) -> dict[str, Any]:
        """Return the finding as a JSON value; bytes in hexadecimal, and a fraction, which no key holds, as text."""
        pk = {name: _shown(value) for name, value in self.pk}
        return {"table": self.table, "pk": pk, "column": self.column, "reason": self.reason}


def _shown(value: object) -> object:
    if isinstance(value, bytes):
        return value.hex()
    return str(value) if isinstance(value, float) else value


def keys_of(table: sa.Table) -> list[str]:
    """Return the names of a table's key columns."""
    return [column.name for column in table.primary_key]


def found(table: sa.Table, key: Key, column: str | None, reason: str) -> Finding:
    """Return a finding in a table's row."""
    return Finding(table.name, tuple(zip(keys_of(table), key, strict=True)), column, reason)


def raw_rows(connection: sa.Connection, table: sa.Table, *where: sa.ColumnElement[bool]) -> Iterator[Row]:
    """Yield a table's rows in the order of its key, with the driver's own values."""
    columns: list[sa.ColumnElement[Any]] = [
        sa.literal_column(f'"{table.name}"."{column.name}"') for column in table.columns
    ]
    order = [
        bytewise(connection, column) if isinstance(column.type, sa.Text) else column for column in table.primary_key
    ]
    # An audit may stop before the last row; the server's cursor must not stay open then.
    with streamed(connection, sa.select(*columns).select_from(table).where(*where).order_by(*order)) as rows:
        yield from rows


@contextmanager
def undecoded(connection: sa.Connection) -> Iterator[None]:
    """Have SQLite's driver give bytes for a text that is not UTF-8, which it would refuse to read."""
    driver: Any = connection.connection.driver_connection
    driver.text_factory = _text
    try:
        yield
    finally:
        driver.text_factory = str


def _text(data: bytes) -> str | bytes:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data


def compare(table: sa.Table, stored: Iterable[Row], expected: Iterable[Row]) -> Iterator[Finding]:
    """Yield what differs between stored and expected rows, both ordered by key."""
    names = [column.name for column in table.columns]
    places = [names.index(name) for name in keys_of(table)]
    left, right = iter(stored), iter(expected)
    have, want = next(left, None), next(right, None)
    while have is not None or want is not None:
        have_key = None if have is None else tuple(have[place] for place in places)
        want_key = None if want is None else tuple(want[place] for place in places)
        if have_key == want_key and have is not None and want is not None and want_key is not None:
            yield from differences(table, want_key, have, want)
            have, want = next(left, None), next(right, None)
        elif want_key is None or (have_key is not None and _order(have_key) < _order(want_key)):
            yield found(table, have_key or (), None, UNEXPECTED)
            have = next(left, None)
        else:
            yield found(table, want_key, None, MISSING)
            want = next(right, None)


def differences(table: sa.Table, key: Key, have: Row, want: Row) -> Iterator[Finding]:
    """Yield the columns in which two rows of one key differ."""
    for column, one, other in zip(table.columns, have, want, strict=True):
        if not is_same(one, other):
            yield found(table, key, column.name, DIFFERS)


def is_same(stored: object, expected: object) -> bool:
    """Return whether a stored value is the expected one; SQLite has 0 and 1 for flags, and nothing else is taken."""
    if isinstance(expected, bool) and type(stored) is int:
        return stored == int(expected)
    return type(stored) is type(expected) and stored == expected


def _order(key: Key) -> list[tuple[int, Any]]:
    """Return what sorts as SQLite sorts values of any type."""
    ranks: dict[type, int] = {bool: 1, int: 1, float: 1, str: 2, bytes: 3}
    return [(ranks.get(type(value), 0), value if type(value) in ranks else 0) for value in key]
