"""Pages by key: what both lists of the market share."""

from typing import Any

import sqlalchemy as sa

from registry.ledger.errors import Malformed

PAGE = 50
_DIGITS_MAX = 16


def before(column: sa.ColumnElement[Any], after: str | None) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the condition of rows that stand after a key in falling order.

    Raises:
        Malformed: ``after`` if the key is no number.
    """
    if after is None:
        return ()
    if not after.isdecimal() or len(after) > _DIGITS_MAX:
        raise Malformed("after", after=after[:80])
    return (column < int(after),)
