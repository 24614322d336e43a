"""Pages of books of attested records: for each book a list and a form, for each record a page, from its declaration.

An area says which books it has, what their lists are called, and where its records and measures are kept; everything
else follows from the book's body. What a list shows beside that is the area's own page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, make_dataclass
from functools import partial
from types import GenericAlias
from typing import Any, Final

import marshmallow as ma
from flask import Blueprint, abort, request, url_for
from flask_babel import lazy_gettext

from registry.areas.participants.queries.attested import EXPORT_MAX, PAGE, entries_of, entry_of, measures_of
from registry.areas.participants.rules.attested import Attested, Book, Measured, RecordState
from registry.areas.participants.rules.attesting import own_fields, today_of
from registry.ledger.codec import fields
from registry.ledger.rules import record_type
from registry.web import own
from registry.web.bodies import Ask
from registry.web.book_rows import (
    STATES,
    Register,
    column_of,
    in_language,
    is_figure,
    measure_label,
    said,
    shown_fact,
    state_choices,
    state_of,
    value_of,
)
from registry.web.downloads import WRITERS
from registry.web.entryform import entry_page
from registry.web.formats import figure
from registry.web.navigation import may_open
from registry.web.permissions import PUBLIC, Access, roles
from registry.web.seam import now, registry
from registry.web.tables import Filter, Table
from registry.web.views import view
from registry.web.words import kind_title, label_of, zone_choices, zone_name

# What a refusal is about, where its facts do not say it.
CODES: Final = {
    "about_missing": "about", "zone_suspended": "zone", "article_missing": "article",
    "attester_not_independent": "by", "credit_grade_bars": "participant", "ends_before_it_begins": "on",
    "high_energy_listed": "about", "in_future": "on", "member_twice": "members", "more_than_due": "value",
    "not_a_member": "of", "not_an_attester": "by", "not_measured": "what", "number_taken": "number",
    "part_missing": "of", "participant_missing": "participant", "record_ended": "number",
    "renewed_after_end": "number", "shares_do_not_sum": "benefiting_permille", "stored_exceeds_captured": "value",
    "target_before_base": "target_year", "term_missing": "until_on", "term_reversed": "until_on",
    "unit_of_other_zone": "zone", "unknown_participant": "participant", "unknown_project": "about",
    "unknown_record": "number", "unknown_unit": "unit", "until_not_later": "until_on",
}  # fmt: skip


class BookQuery(ma.Schema):
    """What a list is narrowed to."""

    zone = ma.fields.String(load_default=None)
    state = ma.fields.String(load_default=None, validate=ma.validate.OneOf([one.value for one in RecordState]))
    participant = ma.fields.String(load_default=None)


@dataclass(frozen=True, slots=True)
class BookLine:
    """A book of the index: what its list is called, what it is for, and where it is."""

    title: str
    lead: str
    url: str


@dataclass(frozen=True, slots=True)
class BookGroup:
    """Books that belong together."""

    title: str
    books: tuple[BookLine, ...]


@dataclass(frozen=True, slots=True)
class IndexPage:
    """All books of an area."""

    groups: tuple[BookGroup, ...]


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A record of a book with its measures, the newest first."""

    record: Attested
    participant_name: str | None
    shown_state: str
    measures: tuple[Measured, ...]


def serve(blueprint: Blueprint, of: Register, *, asks: Mapping[str, Mapping[str, Ask]] | None = None) -> None:
    """Put the lists, the forms and the record pages of an area's books on its blueprint."""
    for book in of.books:
        _serve_list(blueprint, of, book)
        _serve_form(blueprint, book.kind, f"open_{book.name}", f"/{_slug(book.name)}/new", (asks or {}).get(book.name))
    for name in ("renew", "end", "measure"):
        _serve_form(blueprint, f"{of.area}.{name}", name, f"/{name}", None)
    _serve_index(blueprint, of)
    _serve_record(blueprint, of)


def permissions_of(of: Register) -> dict[str, Access]:
    """Return the rows of the permission table: lists and records are public, forms are for those whose word counts."""
    table = {f"{of.area}.record": PUBLIC, f"{of.area}.index": PUBLIC}
    everyone: set[str] = set()
    for book in of.books:
        may = {one.value for one in book.attesters}
        may |= {"initiator", "approver"} if book.is_own or book.both else set()
        table |= {f"{of.area}.{book.name}": PUBLIC, f"{of.area}.open_{book.name}": roles(*sorted(may))}
        everyone |= may
        for measure in book.measures.values():
            everyone |= {one.value for one in measure.attesters} | ({"initiator"} if measure.is_own else set())
    return table | dict.fromkeys(
        (f"{of.area}.{name}" for name in ("renew", "end", "measure")), roles(*sorted(everyone))
    )


def _slug(name: str) -> str:
    return name.replace("_", "-")


def _serve_form(blueprint: Blueprint, kind: str, endpoint: str, rule: str, asks: Mapping[str, Ask] | None) -> None:
    shared = {
        "by": Ask(start=lambda: own.participant() or ""),
        "zone": Ask(choices=zone_choices),
        "number": Ask(help=lazy_gettext("字母、数字与 - . / _，登记后不变，例如 ZS-2026-0001。")),
    }
    entry_page(
        blueprint, rule, kind=kind, endpoint=endpoint, asks={**shared, **(asks or {})}, codes=CODES,
        intro=lazy_gettext("所填内容公开且永久保存；证明文件只在日志中留下加盐哈希。"),
    )  # fmt: skip


def _serve_list(blueprint: Blueprint, of: Register, book: Book) -> None:
    specs = {spec.name: spec for spec in fields(book.body)}
    made = _row_fields(book)
    row_of, page_of = _classes(blueprint, book, made)

    def listing(**given: Any) -> Any:  # noqa: ANN401  a page made above
        limit = EXPORT_MAX if request.args.get("format") in WRITERS else PAGE
        narrowed = {name: given[name] for name in ("zone", "state", "participant")}
        with registry().engine.connect() as connection:
            found = entries_of(connection, of.record, book.name, after=given["after"], limit=limit, **narrowed)
        today = today_of(now())
        rows = tuple(row_of(*[value_of(one, name, book, today) for name, _ in made]) for one in found.rows)
        return page_of(book.name, rows, found.next_after)

    listing.__name__ = book.name
    listing.__doc__ = f"Return the records of one book, the newest first: {of.titles[book.name][1]}."
    listing.__annotations__["return"] = page_of
    table = Table(
        name=_slug(book.name),
        caption=said(of.titles[book.name]),
        columns=tuple(column_of(of, book, name, specs) for name, _ in made if name != "participant"),
        filters=(
            Filter(name="zone", label=label_of("zone", book.kind), choices=zone_choices),
            Filter(name="state", label=lazy_gettext("状态"), choices=state_choices),
        ),
        paged=True,
        empty=lazy_gettext("还没有记录。有权机构登记后显示于此。"),
    )
    view(blueprint, f"/{_slug(book.name)}", template="books/list.html", table=table, query=BookQuery)(listing)


def _row_fields(book: Book) -> list[tuple[str, Any]]:
    """Return the fields of a row of a book's list, with their types."""
    specs = {spec.name: spec for spec in fields(book.body)}
    made: list[tuple[str, Any]] = [("number", str), ("name", str)]
    if "participant" in specs:
        made += [("participant_name", str | None), ("participant", str | None)]
    made += [("about", str | None)] if "about" in specs else []
    made += [("zone", str), ("state", str)]
    made += [(name, int | None if is_figure(specs[name]) else str) for name in own_fields(book)]
    made += [(f"total_{name}", int) for name in book.measures]
    return made + [(name, str | None) for name in ("from_on", "until_on", "article", "attested_by")]


def _classes(blueprint: Blueprint, book: Book, made: list[tuple[str, Any]]) -> tuple[Any, Any]:
    """Return the dataclasses of a row and of a page, under names of their own in the API's description."""
    title = "".join(part.title() for part in book.name.split("_"))
    dataclass_of = partial(make_dataclass, frozen=True, namespace={"__module__": blueprint.import_name})
    row = dataclass_of(f"{title}Row", made)
    row.__doc__ = "A record of this book; figures are integers in the unit that the field names."
    page = dataclass_of(
        f"{title}Page", [("book", str), ("rows", GenericAlias(tuple, (row, ...))), ("next_after", str | None)]
    )
    page.__doc__ = "A page of the records of one book, the newest first."
    return row, page


def _serve_index(blueprint: Blueprint, of: Register) -> None:
    def line(name: str) -> BookLine:
        return BookLine(in_language(of.titles[name]), in_language(of.leads[name]), url_for(f"{of.area}.{name}"))

    def index() -> IndexPage:
        """Return all books of this area with what each is for."""
        return IndexPage(tuple(BookGroup(in_language(title), tuple(map(line, names))) for title, names in of.groups))

    view(blueprint, "", template="books/index.html")(index)


def _serve_record(blueprint: Blueprint, of: Register) -> None:
    by_name = {book.name: book for book in of.books}

    def record(*, number: str) -> RecordPage:
        """Return one record with what was measured, paid or reported under it."""
        with registry().engine.connect() as connection:
            found = entry_of(connection, of.record, number)
            if found is None:
                abort(404)
            measures = measures_of(connection, of.measure, number)
        book = by_name[found.record.book]
        state = state_of(found.record, today_of(now()), due=book.due)
        return RecordPage(found.record, found.participant_name, state, measures)

    view(blueprint, "/records/<number>", template="books/record.html")(record)
    blueprint.context_processor(lambda: words_of(of))


def words_of(of: Register) -> dict[str, Any]:
    """Return what the templates of books need of an area."""
    by_name = {book.name: book for book in of.books}

    def facts(record: Attested) -> list[tuple[object, object]]:
        book = by_name[record.book]
        specs = {spec.name: spec for spec in fields(book.body)}
        return [(label_of(name, book.kind), shown_fact(record, specs[name], book.kind)) for name in own_fields(book)]

    def actions(record: Attested) -> list[tuple[object, str]]:
        names = [("measure", lazy_gettext("记入数据"))] if by_name[record.book].measures else []
        names += [("renew", lazy_gettext("延续"))] if record.until_on else []
        names += [("end", lazy_gettext("撤销或终止"))]
        return [
            (label, url_for(f"{of.area}.{name}", number=record.number))
            for name, label in names
            if record.state is RecordState.STANDING and may_open(f"{of.area}.{name}")
        ]

    def opening(name: str) -> str | None:
        endpoint = f"{of.area}.open_{name}"
        return url_for(endpoint) if may_open(endpoint) else None

    return {
        "book_actions": actions,
        "book_facts": facts,
        "book_opening": opening,
        "book_title": lambda name: in_language(of.titles[name]),
        "book_area": of.area,
        "book_index_title": lambda: in_language(of.title),
        "book_label": lambda name: label_of(name, f"{of.area}.end"),
        "book_lead": lambda name: in_language(of.leads[name]),
        "book_opens": lambda name: kind_title(by_name[name].kind),
        "book_record_type": record_type(of.record).name,
        "measure_label": lambda what: measure_label(of, what),
        "measured_value": _measured,
        "record_states": STATES,
        "zone_name": zone_name,
    }


def _measured(value: int, unit: str) -> str:
    return f"¥{value // 100:,}.{value % 100:02}" if unit == "fen" else figure(value)
