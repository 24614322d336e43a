"""Tables by declaration: columns and filters once, and from them the HTML, the sort links, CSV and XLSX.

A table whose rows are all there (`paged=False`) is sorted and filtered here. A paged table's query does both by key:
it receives `sort` and `after`, returns one page of rows and, in `next_after`, the key from which the next page goes on.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal
from urllib.parse import urlencode

from flask import Request
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from registry.web import formats

Kind = Literal["text", "identifier", "figure", "quantity", "money", "time", "date", "badge"]
Tone = Literal["good", "wait", "bad", "info", "quiet"]
RIGHT: Final = ("figure", "quantity", "money")
# The argument that names a column to show; without one all are shown.
SHOW: Final = "show"
# A table with more rows than this scrolls in its own frame, under heads that stay.
TALL: Final = 16


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: the row's attribute, its label, and how it is written; a quantity is one of the row's asset."""

    name: str
    label: object
    kind: Kind = "text"
    # A unit for the whole column stands in its head; `unit_from` names the attribute that holds each row's unit.
    unit: object = ""
    unit_from: str = ""
    link: Callable[[Any], str | None] | None = None
    # How a value is written where its kind does not say it, such as a code's name.
    write: Callable[[Any], str] | None = None
    badges: Mapping[str, tuple[Tone, object]] = dataclasses.field(default_factory=dict)
    sortable: bool = True
    total: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One filter above the table; with `choices` a list, else a text that the cell must contain."""

    name: str
    label: object
    choices: Callable[[], Sequence[tuple[str, object]]] | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the template draws it."""

    text: str | Markup
    kind: Kind
    href: str | None
    unit: str
    tone: Tone | None


@dataclasses.dataclass(frozen=True, slots=True)
class Head:
    """A column's head: the sort it leads to, and the one in force."""

    label: str
    unit: str
    right: bool
    sort_url: str | None
    sorted: Literal["ascending", "descending", "none"]


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """A table as the macro `components.table` draws it."""

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[Cell, ...]
    filters: tuple[tuple[Filter, str, Sequence[tuple[str, object]]], ...]
    kept: tuple[tuple[str, str], ...]
    filtered: bool
    next_url: str | None
    first_url: str | None
    downloads: tuple[tuple[str, str], ...]
    empty: str
    # Each column's name and label, and whether it is shown; what the form for that keeps of the address.
    choices: tuple[tuple[str, str, bool], ...]
    chosen_kept: tuple[tuple[str, str], ...]
    is_tall: bool
    query: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A declared table; `name` names its downloads, `rows` the page's attribute that holds the rows."""

    name: str
    caption: object
    columns: tuple[Column, ...]
    rows: str = "rows"
    filters: tuple[Filter, ...] = ()
    paged: bool = False
    empty: object = ""

    def rows_of(self, page: object) -> Sequence[Any]:
        """Return the page's rows."""
        found: Sequence[Any] = getattr(page, self.rows)
        return found

    def columns_shown(self, arguments: MultiDict[str, str]) -> tuple[Column, ...]:
        """Return the columns that the address asks for, in their order; the first one, which names the row, stays."""
        wanted = set(arguments.getlist(SHOW))
        if not wanted & {column.name for column in self.columns}:
            return self.columns
        return tuple(column for place, column in enumerate(self.columns) if place == 0 or column.name in wanted)

    def wanted_sort(self, arguments: Mapping[str, str]) -> str | None:
        """Return the wanted order, such as `units` or `-units`, or None if no column allows it."""
        sort = arguments.get("sort", "")
        allowed = {column.name for column in self.columns if column.sortable}
        return sort if sort.removeprefix("-") in allowed else None

    def arrange(self, page: Any, arguments: Mapping[str, str]) -> Any:  # noqa: ANN401  any page's dataclass
        """Return the page with its rows filtered and sorted as the address asks."""
        rows = [row for row in self.rows_of(page) if all(_passes(one, row, arguments) for one in self.filters)]
        sort = self.wanted_sort(arguments)
        if sort:
            name = sort.removeprefix("-")
            # None goes last in both directions: an unknown figure is neither small nor large.
            known = [row for row in rows if getattr(row, name) is not None]
            known.sort(key=lambda row: getattr(row, name), reverse=sort.startswith("-"))
            rows = known + [row for row in rows if getattr(row, name) is None]
        return dataclasses.replace(page, **{self.rows: tuple(rows)})

    def shown(self, page: object, request: Request) -> Shown:
        """Return the table with its links, for the present address."""
        rows = self.rows_of(page)
        after = getattr(page, "next_after", None) if self.paged else None
        names = {one.name for one in self.filters}
        values = request.args
        columns = self.columns_shown(values)
        return Shown(
            caption=str(self.caption),
            heads=tuple(self._head(column, request) for column in columns),
            rows=tuple(tuple(_cell(column, row) for column in columns) for row in rows),
            totals=_totals(columns, rows) if not self.paged and rows else (),
            filters=tuple(
                (one, values.get(one.name, ""), one.choices() if one.choices else ()) for one in self.filters
            ),
            kept=_kept(values, names | {"after", "format", "lang"}),
            filtered=any(values.get(name) for name in names),
            next_url=_address(request, after=str(after)) if after else None,
            first_url=_address(request, after=None) if values.get("after") else None,
            downloads=tuple((label, _address(request, format=label.lower())) for label in ("CSV", "XLSX")),
            empty=str(self.empty),
            choices=tuple((column.name, str(column.label), column in columns) for column in self.columns),
            chosen_kept=_kept(values, {SHOW, "format", "lang"}),
            is_tall=len(rows) > TALL,
            query=urlencode(_kept(values, {"after", "format", "lang"})),
        )

    def _head(self, column: Column, request: Request) -> Head:
        sort = self.wanted_sort(request.args) or ""
        state: Literal["ascending", "descending", "none"] = "none"
        if sort.removeprefix("-") == column.name:
            state = "descending" if sort.startswith("-") else "ascending"
        # Figures are asked for from the largest down, names from the first up.
        first, second = (f"-{column.name}", column.name) if column.kind in RIGHT else (column.name, f"-{column.name}")
        url = _address(request, sort=second if sort == first else first, after=None) if column.sortable else None
        return Head(str(column.label), str(column.unit), column.kind in RIGHT, url, state)


def _totals(columns: Sequence[Column], rows: Sequence[Any]) -> tuple[Cell, ...]:
    if not any(column.total for column in columns):
        return ()
    return tuple(
        _cell(column, None, sum(getattr(row, column.name) or 0 for row in rows))
        if column.total
        else Cell("", column.kind, None, "", None)
        for column in columns
    )


def _kept(values: MultiDict[str, str], without: set[str]) -> tuple[tuple[str, str], ...]:
    return tuple((key, value) for key, value in values.items(multi=True) if key not in without)


def write(kind: Kind, value: Any) -> str | Markup:  # noqa: ANN401  any column's value
    """Return a value as its column writes it."""
    if value is None or value == "":
        return "—"
    writers: dict[Kind, Callable[[Any], str | Markup]] = {
        "identifier": formats.identifier, "figure": formats.figure, "money": formats.money,
        "time": formats.time_element, "date": formats.beijing_date,
    }  # fmt: skip
    return writers.get(kind, str)(value)


def _cell(column: Column, row: object, value: Any = None) -> Cell:  # noqa: ANN401  any column's value
    value = getattr(row, column.name) if row is not None else value
    tone: Tone | None = None
    text = column.write(value) if column.write and value is not None else write(column.kind, value)
    if column.kind == "quantity":
        text = formats.quantity(value, asset_of(row))
    if column.kind == "badge" and value is not None:
        tone, label = column.badges.get(str(value), ("quiet", value))
        text = str(label)
    unit = formats.unit(str(getattr(row, column.unit_from))) if column.unit_from and row is not None else ""
    href = column.link(row) if column.link and row is not None else None
    return Cell(text, "figure" if column.kind == "quantity" else column.kind, href, unit, tone)


def asset_of(row: object) -> str:
    """Return the asset, or the class, that a row counts."""
    return str(getattr(row, "asset", "") or getattr(row, "asset_class", ""))


def _passes(one: Filter, row: object, arguments: Mapping[str, str]) -> bool:
    wanted = arguments.get(one.name, "").strip()
    if not wanted:
        return True
    found = str(getattr(row, one.name))
    return found == wanted if one.choices else wanted.casefold() in found.casefold()


def _address(request: Request, **changes: str | None) -> str:
    """Return the present address with some arguments changed; None takes one away."""
    arguments = MultiDict(
        (key, value) for key, value in request.args.items(multi=True) if key not in (*changes, "format")
    )
    arguments.update({key: value for key, value in changes.items() if value is not None})
    query = urlencode(list(arguments.items(multi=True)))
    return f"{request.path}?{query}" if query else request.path
