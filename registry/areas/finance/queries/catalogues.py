"""The catalogues and their entries, as a tree and by search."""

from typing import Any, Final

import sqlalchemy as sa

from registry.areas.finance.rules.records import FinanceCatalogue, FinanceCategory, sort_key_of
from registry.areas.finance.tables import catalogues, categories
from registry.ledger.errors import Refusal
from registry.store.projection import mapper_of

FOUND_MAX: Final = 50


def list_catalogues(connection: sa.Connection) -> tuple[FinanceCatalogue, ...]:
    """Return all versions, the newest first."""
    found = connection.execute(sa.select(catalogues).order_by(catalogues.c.effective_from.desc()))
    return tuple(mapper_of(FinanceCatalogue).from_row(row) for row in found)


def catalogue_in_force(connection: sa.Connection, day: str) -> str | None:
    """Return the version in force on a day, as the rules see it, or None before the first."""
    begun = sa.and_(catalogues.c.is_used, catalogues.c.effective_from <= day)
    statement = sa.select(catalogues.c.version).where(begun).order_by(catalogues.c.effective_from.desc()).limit(1)
    return connection.scalar(statement)


def list_categories(connection: sa.Connection, version: str, parent: str = "") -> tuple[FinanceCategory, ...]:
    """Return the entries right below another, or the top level, in the order of their numbers."""
    statement = sa.select(categories).where(categories.c.version == version, categories.c.parent == parent)
    return _categories(connection, statement.order_by(categories.c.sort_key))


def list_subtree(connection: sa.Connection, version: str, code: str = "") -> tuple[FinanceCategory, ...]:
    """Return an entry and all below it, or the whole version, in the order of their numbers."""
    statement = sa.select(categories).where(categories.c.version == version)
    if code:
        statement = statement.where(below(categories.c.sort_key, code))
    return _categories(connection, statement.order_by(categories.c.sort_key))


def find_categories(connection: sa.Connection, version: str, text: str) -> tuple[FinanceCategory, ...]:
    """Return at most fifty entries whose code begins with a text or whose title or condition contains it."""
    holds = [
        column.icontains(text, autoescape=True)
        for column in (categories.c.title_zh, categories.c.title_en, categories.c.condition)
    ]
    wanted = sa.or_(categories.c.code.startswith(text, autoescape=True), *holds)
    statement = sa.select(categories).where(categories.c.version == version, wanted)
    return _categories(connection, statement.order_by(categories.c.sort_key).limit(FOUND_MAX))


def category_path(connection: sa.Connection, version: str, code: str) -> tuple[FinanceCategory, ...]:
    """Return the entries from the top level down to this one.

    Raises:
        Refusal: ``unknown_category``.
    """
    parts = code.split(".")
    codes = [".".join(parts[: depth + 1]) for depth in range(len(parts))]
    statement = sa.select(categories).where(categories.c.version == version, categories.c.code.in_(codes))
    found = _categories(connection, statement.order_by(categories.c.sort_key))
    if len(found) != len(codes):
        raise Refusal("unknown_category", category=code, version=version)
    return found


def _categories(connection: sa.Connection, statement: sa.Select[Any]) -> tuple[FinanceCategory, ...]:
    return tuple(mapper_of(FinanceCategory).from_row(row) for row in connection.execute(statement))


def below(column: sa.Column[Any], code: str) -> sa.ColumnElement[bool]:
    """Return that a sort key is that of a code or lies below it: a range, so that an index can serve it."""
    key = sort_key_of(code)
    return sa.or_(column == key, sa.and_(column > f"{key}.", column < f"{key}/"))  # "/" follows "." in ASCII
