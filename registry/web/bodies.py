"""Forms from bodies: the fields of a kind's body become the fields of a form, and what was typed becomes the body.

Types give the field's kind and its check; `Ask` says where a page knows better: which accounts are the person's own,
what a field starts with, what need not be asked because it follows from the rest. Nested bodies are asked flat, as
`beneficiary.name`. Text is normalised here, at the edge, and nowhere after.
"""

import re
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, is_dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from flask_babel import gettext, lazy_gettext

from registry.ledger.codec import (
    AccountNo,
    CalendarDay,
    DataClass,
    FieldSpec,
    Moment,
    Pattern,
    PublicText,
    Whole,
    coder,
    decode,
    fields,
)
from registry.ledger.errors import Malformed
from registry.ledger.instants import format_instant
from registry.ledger.rules import Kind
from registry.ledger.serials import parse_account
from registry.ledger.text import normalise
from registry.web.documents import HELP, PUBLIC_HELP, PUBLIC_KINDS
from registry.web.formats import BEIJING, MICROSECONDS
from registry.web.forms import Field, FieldKind, Filled, Form
from registry.web.words import choice_of, kind_title, label_of

Choices = Callable[[], Sequence[tuple[str, object]]]
_ACCOUNT: Final = typing.get_args(AccountNo)[1]
_LONG_FROM: Final = 121
_YES_NO: Final = (("1", lazy_gettext("是")), ("0", lazy_gettext("否")))
_PROBLEMS: Final = {
    "characters": lazy_gettext("含有不允许的字符，或格式不符。"),
    "choice": lazy_gettext("请从列表中选择。"),
    "date": lazy_gettext("请填写有效的日期。"),
    "type": lazy_gettext("格式不符。"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """How one field is asked for. `given` is called with the JSON body so far and answers in place of the person."""

    label: object = None
    help: object = ""
    unit: object = ""
    kind: FieldKind | None = None
    choices: Choices | None = None
    start: Callable[[], str] | None = None
    read: Callable[[str], Any] | None = None
    given: Callable[[Mapping[str, Any]], Any] | None = None


@dataclass(frozen=True, slots=True)
class Leaf:
    """A field of the body that a form can ask for: its path, what it is, and how it is asked."""

    path: str
    spec: FieldSpec
    hint: Any
    ask: Ask


@dataclass(frozen=True, slots=True)
class BodyForm:
    """A form for the body of a kind."""

    kind: Kind
    form: Form
    leaves: tuple[Leaf, ...]
    asks: Mapping[str, Ask] = field(default_factory=dict)

    def start(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return what the form shows at first: what the address gives, else what the fields start with."""
        started = {leaf.path: leaf.ask.start() for leaf in self.leaves if leaf.ask.start}
        return started | {name: text for name, text in given.items() if text}

    def read(self, filled: Filled) -> tuple[Any, dict[str, str]]:
        """Return the body and no errors, or None and all that is wrong, by field."""
        errors = dict(filled.errors)
        value: dict[str, Any] = {}
        for leaf in self.leaves:
            if leaf.path in errors:
                continue
            try:
                _put(value, leaf.path, _json(leaf, filled.values[leaf.path]))
            except ValueError as error:
                errors[leaf.path] = str(error)
        if errors:
            return None, {leaf.path: errors[leaf.path] for leaf in self.leaves if leaf.path in errors}
        for path, ask in self.asks.items():
            if ask.given:
                _put(value, path, ask.given(value))
        return decode(self.kind.body, value), {}


def body_form(
    kind: Kind, *, asks: Mapping[str, Ask] | None = None, intro: object = "", codes: Mapping[str, str] | None = None
) -> BodyForm:
    """Return the form of a kind; `codes` says which field a refusal's code belongs to."""
    asked = asks or {}
    leaves = tuple(leaf for leaf in _leaves(kind.body, asked, "") if leaf.ask.given is None)
    form = Form(
        title=kind_title(kind.name),
        intro=intro,
        fields=tuple(_field(leaf, kind.name) for leaf in leaves),
        fields_of_codes=codes or {},
    )
    return BodyForm(kind, form, leaves, asked)


def _leaves(cls: type, asks: Mapping[str, Ask], prefix: str) -> Iterator[Leaf]:
    hints = typing.get_type_hints(cls, include_extras=True)
    for spec in fields(cls):
        path = prefix + spec.name
        if is_dataclass(spec.type) and isinstance(spec.type, type) and path not in asks:
            yield from _leaves(spec.type, asks, f"{path}.")
        else:
            yield Leaf(path, spec, hints[spec.name], asks.get(path, Ask()))


def _field(leaf: Leaf, kind: str) -> Field:
    spec, ask = leaf.spec, leaf.ask
    name = leaf.path.rpartition(".")[2]
    constraint = spec.constraint
    unit = ask.unit or (constraint.unit if isinstance(constraint, Whole) else "")
    help_text = ask.help or _help(leaf, kind)
    # A list that may be empty need not be filled in.
    is_list = spec.type is tuple and getattr(constraint, "minimum", 1) == 0
    may_be_empty = _may_be_empty(spec)
    return Field(
        name=leaf.path,
        label=ask.label if ask.label is not None else label_of(name, kind),
        kind=ask.kind or _kind(leaf),
        help=help_text,
        unit=unit,
        required=not (spec.optional or is_list or may_be_empty),
        public=isinstance(constraint, PublicText),
        choices=ask.choices or _choices(spec, kind),
    )


def _help(leaf: Leaf, kind: str) -> object:
    if isinstance(leaf.spec.constraint, Moment):
        return lazy_gettext("北京时间，例如 2026-03-02 09:30")
    if _kind(leaf) == "document":
        return PUBLIC_HELP if kind in PUBLIC_KINDS else HELP
    return ""


def _kind(leaf: Leaf) -> FieldKind:
    spec, constraint = leaf.spec, leaf.spec.constraint
    if leaf.ask.choices or (isinstance(spec.type, type) and issubclass(spec.type, StrEnum)):
        return "choice"
    if spec.type is bool:
        return "radio"
    if spec.type is tuple or (isinstance(constraint, PublicText) and constraint.length_max >= _LONG_FROM):
        return "long"
    if isinstance(constraint, CalendarDay):
        return "date"
    if isinstance(constraint, Pattern) and constraint.data is DataClass.COMMITMENT:
        return "document"
    return "integer" if isinstance(constraint, Whole) else "text"


def _may_be_empty(spec: FieldSpec) -> bool:
    """Return whether a code that must be there may be the empty one."""
    return (
        isinstance(spec.constraint, Pattern) and not spec.optional and bool(re.fullmatch(spec.constraint.pattern, ""))
    )


def _choices(spec: FieldSpec, kind: str) -> Choices | None:
    if spec.type is bool:
        return lambda: _YES_NO
    if isinstance(spec.type, type) and issubclass(spec.type, StrEnum):
        members = tuple((member.value, choice_of(member, kind)) for member in spec.type)
        return lambda: members
    return None


def _json(leaf: Leaf, value: Any) -> Any:  # noqa: ANN401  a JSON value
    """Return the JSON value of what was typed, checked by the codec; a `ValueError` says what is wrong with it."""
    spec = leaf.spec
    if leaf.ask.read is not None:
        found = leaf.ask.read(value or "")
    elif value is None:
        found = [] if spec.type is tuple else "" if _may_be_empty(spec) else None
    elif spec.type is tuple:
        found = [normalise(line) for line in str(value).splitlines() if line.strip()]
    elif spec.type is bool:
        found = value == "1"
    elif isinstance(spec.constraint, Moment):
        found = _instant(normalise(value))
    elif isinstance(value, str):
        found = normalise(value.replace("\n", " ").replace("\r", " "))
        found = found.upper() if spec.constraint == _ACCOUNT else found
    else:
        found = value
    try:
        coder(leaf.hint).decode(found)
    except Malformed as error:
        raise ValueError(_problem(error)) from None
    if spec.constraint == _ACCOUNT and found is not None:
        _check_account(found)
    return found


def _check_account(number: str) -> None:
    try:
        parse_account(number)
    except Malformed:
        raise ValueError(gettext("校验位不符，请核对账户号码。")) from None


def _instant(text: str) -> str:
    try:
        local = datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=BEIJING)
    except ValueError:
        raise ValueError(gettext("请按“2026-03-02 09:30”的格式填写。")) from None
    return format_instant(int(local.timestamp()) * MICROSECONDS, 0)


def _problem(error: Malformed) -> str:
    problem, facts = str(error.facts.get("problem", "")), error.facts
    bounds = {name: f"{facts[name]:,}" for name in ("minimum", "maximum") if name in facts}
    if problem == "range":
        return str(gettext("请填写 %(minimum)s 至 %(maximum)s 之间的整数。", **bounds))
    if problem == "length":
        return str(gettext("长度须为 %(minimum)s 至 %(maximum)s。", **bounds))
    return str(_PROBLEMS.get(problem, _PROBLEMS["type"]))


def _put(value: dict[str, Any], path: str, found: object) -> None:
    *parents, name = path.split(".")
    for parent in parents:
        value = value.setdefault(parent, {})
    value[name] = found
