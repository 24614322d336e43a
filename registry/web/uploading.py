"""A bulk upload, declared: which columns, how one row is checked, and what becomes of it.

An area declares an `Adapter` in its `Area`, as it declares its navigation. With `entry` each row becomes an entry that
the person signs; with `bundle` all rows together become one; with `carry_out` a row is carried out at once. `of_kind`
makes the adapter of any kind from the form that `entry_page` has made for it, so a row is checked by what checks the
form.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from flask import current_app

from registry.imports.csvfile import clean
from registry.ledger.entry import Entry, compose
from registry.ledger.rules import Kind
from registry.signin import Person
from registry.store.uploads import Upload
from registry.web.bodies import BodyForm
from registry.web.entryform import LIFETIME_MAX
from registry.web.seam import registry

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class UploadColumn:
    """A column: its name, its heading in the reader's language, and what the template shows below it."""

    name: str
    label: object
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """One kind of upload. `check` returns what is wrong with a row, by column, in the reader's language."""

    name: str
    title: object
    intro: object
    columns: tuple[UploadColumn, ...]
    check: Callable[[Cells], Mapping[str, str]]
    entry: Callable[[Cells], tuple[Kind, Any]] | None = None
    bundle: Callable[[Sequence[Cells]], tuple[Kind, Any]] | None = None
    carry_out: Callable[[Cells], None] | None = None
    # How many rows a file may have, where that is less than any file may.
    rows_max: int | None = None
    # Who may use it: those with one of these roles, or everybody who signs for somebody.
    roles: frozenset[str] = frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def labels(self) -> tuple[str, ...]:
        """Return the headings in the reader's language."""
        return tuple(str(column.label) for column in self.columns)

    def is_for(self, who: Person) -> bool:
        """Return whether a person may use it."""
        return bool(self.roles & who.roles) if self.roles else who.representative is not None


def of_kind(
    name: str, made: BodyForm, *, intro: object, examples: Mapping[str, str], roles: frozenset[str] = frozenset()
) -> Adapter:
    """Return the adapter of a kind: a column for each field of its form, a row for each entry."""

    def read(cells: Cells) -> tuple[Any, dict[str, str]]:
        return made.read(made.form.read(cells))

    return Adapter(
        name=name,
        title=made.form.title,
        intro=intro,
        columns=tuple(UploadColumn(one.name, one.label, examples.get(one.name, "")) for one in made.form.fields),
        check=lambda cells: read(cells)[1],
        entry=lambda cells: (made.kind, read(cells)[0]),
        roles=roles,
    )


def adapters() -> tuple[Adapter, ...]:
    """Return the adapters of all areas."""
    return cast("tuple[Adapter, ...]", current_app.extensions["upload_adapters"])


def entry_of(upload: Upload, line: int, kind: Kind, body: object) -> Entry:
    """Return the entry of a row, or of all rows as line 0: the same bytes whenever it is asked for.

    So signing twice counts once.
    """
    chance = hashlib.sha256(f"{upload.id} {line}".encode()).digest()[:_CHANCE]
    seconds = min(kind.lifetime_max, LIFETIME_MAX)
    return compose(
        kind.name, body, origin=registry().origin, at_ms=upload.made_at // 1000, seconds=seconds, random=chance
    )


def heading(adapter: Adapter, *more: str) -> Sequence[str]:
    """Return the first row of a file that we hand out."""
    return (*(clean(label) for label in adapter.labels()), *more)


_CHANCE: Final = 10
