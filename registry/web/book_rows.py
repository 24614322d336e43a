"""How records of books are written on pages: their columns, values and states, from the declaration of the book."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

from flask import url_for
from flask_babel import lazy_gettext

from registry.areas.participants.queries.attested import Entry
from registry.areas.participants.rules.attested import Attested, Book, Measured, RecordState
from registry.areas.participants.rules.attesting import own_fields, today_of
from registry.catalog import CATALOGUE
from registry.ledger.codec import FieldSpec, Whole, fields
from registry.web.formats import figure
from registry.web.language import language
from registry.web.tables import Column, Tone
from registry.web.words import Said, choice_of, label_of, zone_name

Pair = tuple[str, str]

STATES: Final[Mapping[str, tuple[Tone, object]]] = {
    "standing": ("good", lazy_gettext("有效")),
    "waiting": ("wait", lazy_gettext("尚未开始")),
    "over": ("quiet", lazy_gettext("已到期")),
    "ended": ("bad", lazy_gettext("已撤销或终止")),
    "late": ("bad", lazy_gettext("逾期未报")),
    "late_done": ("wait", lazy_gettext("逾期报送")),
    "done": ("good", lazy_gettext("按期报送")),
}


class Register(NamedTuple):
    """An area's books: what their lists are called and for, their groups, and where their records are kept."""

    area: str
    title: Pair
    books: tuple[Book, ...]
    titles: Mapping[str, Pair]
    leads: Mapping[str, Pair]
    groups: tuple[tuple[Pair, tuple[str, ...]], ...]
    record: type[Attested]
    measure: type[Measured]


def state_of(record: Attested, today: str, *, due: str = "") -> str:
    """Return how a record stands on a day, in one word of `STATES`."""
    if record.state is RecordState.ENDED:
        return "ended"
    if due:
        if not record.measures:
            return "late" if record.fact(due) < today else "standing"
        return "done" if today_of(record.changed_at) <= record.fact(due) else "late_done"
    if record.from_on > today:
        return "waiting"
    return "over" if record.until_on is not None and record.until_on < today else "standing"


def in_language(pair: Pair) -> str:
    """Return the Chinese or the English text of a pair."""
    return pair[1] if language() == "en" else pair[0]


def said(pair: Pair) -> Said:
    """Return a text that is chosen when it is shown."""
    return Said(lambda code: pair[1] if code.startswith("en") else pair[0])


def state_choices() -> Sequence[tuple[str, object]]:
    """Return the states that a list can be narrowed to."""
    return [(one.value, STATES[one.value][1]) for one in RecordState]


def is_figure(spec: FieldSpec) -> bool:
    """Return whether a field is a quantity; a year is a name."""
    return spec.type is int and not spec.name.endswith("year")


def value_of(entry: Entry, name: str, book: Book, today: str) -> Any:  # noqa: ANN401  any column's
    """Return what a list shows of a record in one column."""
    record = entry.record
    if name == "participant_name":
        return entry.participant_name or record.participant
    if name == "state":
        return state_of(record, today, due=book.due)
    if name.startswith("total_"):
        return record.total(name.removeprefix("total_"))
    if name in own_fields(book):
        spec = next(one for one in fields(book.body) if one.name == name)
        return _fact(record, spec)
    return getattr(record, name)


def _fact(record: Attested, spec: FieldSpec) -> Any:  # noqa: ANN401
    if is_figure(spec):
        return int(record.fact(spec.name)) if record.fact(spec.name) else None
    return ", ".join(record.values(spec.name))


def column_of(of: Register, book: Book, name: str, specs: Mapping[str, FieldSpec]) -> Column:
    """Return a column of a book's list; ``specs`` are the fields of its body by name."""
    if name == "number":
        return Column(
            name=name, label=label_of(name, book.kind), kind="identifier", sortable=False,
            link=lambda row: url_for(f"{of.area}.record", number=row.number),
        )  # fmt: skip
    if name == "participant_name":
        return Column(
            name=name, label=label_of("participant", book.kind), sortable=False,
            link=lambda row: url_for("auditing.keys", number=row.participant) if row.participant else None,
        )  # fmt: skip
    if name == "state":
        return Column(name=name, label=lazy_gettext("状态"), kind="badge", badges=STATES, sortable=False)
    if name.startswith("total_"):
        return _total_column(of, book, name)
    write = zone_name if name == "zone" else None
    spec = specs.get(name)
    kind: Any = "text"
    if spec is not None and name not in {"number", "name"}:
        kind, write = _kind_of(spec, book.kind, write)
    return Column(name=name, label=label_of("by" if name == "attested_by" else name, book.kind), kind=kind,
                  write=write, sortable=False)  # fmt: skip


def _total_column(of: Register, book: Book, name: str) -> Column:
    what = name.removeprefix("total_")
    is_money = book.measures[what].unit == "fen"
    return Column(
        name=name, label=measure_label(of, what), kind="money" if is_money else "figure", sortable=False
    )  # fmt: skip


def measure_label(of: Register, what: str) -> Said:
    """Return the name of what is measured."""
    kind = CATALOGUE.revisions(f"{of.area}.measure")[0]
    spec = next(one for one in fields(kind.body) if one.name == "what")
    return choice_of(spec.type(what), kind.name)


def _kind_of(spec: FieldSpec, kind: str, write: Callable[[str], str] | None) -> tuple[str, Any]:
    if isinstance(spec.type, type) and issubclass(spec.type, StrEnum):
        choice = spec.type
        return "text", lambda code: str(choice_of(choice(code), kind)) if code else "—"
    if is_figure(spec):
        is_money = isinstance(spec.constraint, Whole) and spec.constraint.unit == "fen"
        return ("money" if is_money else "figure"), None
    return "text", write


def shown_fact(record: Attested, spec: FieldSpec, kind: str) -> object:
    """Return a field of a book's own as a record's page shows it."""
    values = record.values(spec.name)
    if not values:
        return "—"
    if isinstance(spec.type, type) and issubclass(spec.type, StrEnum):
        return choice_of(spec.type(values[0]), kind)
    if is_figure(spec):
        is_money = isinstance(spec.constraint, Whole) and spec.constraint.unit == "fen"
        value = int(values[0])
        return f"¥{value // 100:,}.{value % 100:02}" if is_money else figure(value)
    return ", ".join(values) if language() == "en" else "、".join(values)
