"""Where a list goes on: the key of a row in an order of columns, as text in an address, and back."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from registry.ledger.canonical import INTEGER_MAX
from registry.ledger.errors import Malformed

_DIGITS_MAX = 20


def key_of(row: sa.Row[Any], place: Sequence[sa.Column[Any]]) -> str:
    """Return the key behind which the next page begins: the values of the order, the last one first."""
    return "~".join(str(getattr(row, column.name)) for column in reversed(place))


def behind(after: str, place: Sequence[sa.Column[Any]], *, descending: bool) -> sa.ColumnElement[bool]:
    """Return the condition of rows behind a key of this order.

    Raises:
        Malformed: ``after`` if the key is not one of this order.
    """
    parts = after.split("~")
    if len(parts) != len(place):
        raise Malformed("after", after=after[:80])
    values = [_value_of(part, column) for part, column in zip(reversed(parts), place, strict=True)]
    here, there = sa.tuple_(*place), sa.tuple_(*values)
    return here < there if descending else here > there


def _value_of(text: str, column: sa.Column[Any]) -> object:
    if not isinstance(column.type, sa.BigInteger):
        return text
    if not (text.isascii() and text.isdigit() and int(text[:_DIGITS_MAX]) <= INTEGER_MAX):
        raise Malformed("after", after=text[:80])
    return int(text)
