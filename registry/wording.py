"""What people read of entries and refusals, in Chinese and English, collected from the core and all areas.

Pure: the command line shows the same sentence from the same bytes as the page does. No web and no clock here.
"""

import dataclasses
import importlib
import pkgutil
from collections.abc import Mapping
from enum import Enum
from functools import cache
from string import Formatter
from types import ModuleType
from typing import Any, Final, cast

import registry.areas
from registry import ledger_wording
from registry.catalog import CATALOGUE
from registry.ledger.codec import DataClass, FieldSpec, Moment, Pattern, Whole, fields
from registry.ledger.entry import read_body
from registry.ledger.instants import format_instant

Pair = tuple[str, str]

_CHINESE, _ENGLISH = 0, 1
_NONE: Final = ("无", "none")
_FLAGS: Final = {True: ("是", "yes"), False: ("否", "no")}
_JOINTS: Final = ("、", ", ")
_COLONS: Final = ("：", ": ")
_AT_LINE: Final = ("第 {line} 笔：", "Line {line}: ")
_HASH_SHOWN = 12


@cache
def areas() -> Mapping[str, ModuleType]:
    """Return the areas by name; those without kinds have words, too."""
    names = sorted(module.name for module in pkgutil.iter_modules(registry.areas.__path__))
    return {name: importlib.import_module(f"registry.areas.{name}") for name in names}


def words(table: str, *, area: str = "") -> dict[str, Any]:
    """Return one table of words (`SENTENCES`, `REFUSALS`, …) of all areas together, one area's winning."""
    found: dict[str, Any] = {}
    for name, module in areas().items():
        if name != area:
            found.update(getattr(module, table, {}))
    found.update(getattr(areas().get(area), table, {}))
    return found


@cache
def _words(table: str, area: str) -> dict[str, Any]:
    return words(table, area=area)


def kind_name(kind: str, language: str) -> str:
    """Return the short title of a kind, or the kind itself where nobody has named it."""
    return _pick(_words("KIND_NAMES", "").get(kind), language) or kind


def parameter_name(name: str, language: str) -> str:
    """Return what a parameter sets, in words; its name where nobody has found any."""
    return _pick(_words("PARAMETERS", "").get(name), language) or name


def field_label(name: str, language: str, *, kind: str = "") -> str:
    """Return the label of a body's field, in the words of the kind's area first; without one, the name."""
    return _pick(_words("FIELDS", kind.partition(".")[0]).get(name), language) or name


def choice_label(value: Enum, language: str, *, kind: str = "") -> str:
    """Return the label of one of a field's choices; without one, its value."""
    choices = _words("CHOICES", kind.partition(".")[0]).get(type(value).__name__, {})
    return _pick(choices.get(value.value), language) or str(value.value)


def refusal_text(code: str, facts: Mapping[str, object], language: str, *, kind: str = "") -> str:
    """Return what a code says and what to do next, in the words of the kind's area first.

    For a code without words it returns the code, so that nothing is hidden.
    """
    text = _pick(_refusal(code, kind), language)
    shown = {name: f"{value:,}" if type(value) is int else str(value) for name, value in facts.items()}
    # What bars one of many that are signed together says which.
    at = _pick(_AT_LINE, language) if "line" in shown and "{line}" not in text else ""
    return (at + text).format_map(_Dashes(shown)) if text else code


def refusal_needs(code: str, *, kind: str = "") -> frozenset[str]:
    """Return the names of the facts that a code's sentence has places for."""
    found = _refusal(code, kind) or ("", "")
    return frozenset(name for text in found for _, name, _, _ in Formatter().parse(text) if name)


def _refusal(code: str, kind: str) -> Pair | None:
    own = getattr(areas().get(kind.partition(".")[0]), "REFUSALS", {})
    return own.get(code) or ledger_wording.REFUSALS.get(code) or _words("REFUSALS", "").get(code)


def sentence(kind: str, body: object, language: str) -> str:
    """Return the sentence that is signed. `body` is a body of the kind, or the JSON value of one.

    Raises:
        Malformed: as `codec.decode`, for a value that is no body of this kind.
    """
    if kind not in CATALOGUE.kinds:
        return kind_name(kind, language)
    if isinstance(body, dict):
        _, body = read_body(CATALOGUE, kind, body)
    text = _pick(sentence_pair(kind, body), language)
    return text.format_map(_Dashes(shown_fields(body, language, kind=kind))) if text else kind_name(kind, language)


def sentence_pair(kind: str, body: object) -> Pair | None:
    """Return the sentence of a kind in both languages, with the places of the body's fields.

    Under `<kind>@<revision>` stands what an older revision with another body says, under `<kind>+<field>` what is said
    where an optional field is given.
    """
    found, revisions = _words("SENTENCES", ""), CATALOGUE.kinds.get(kind, {})
    older = [number for number, known in revisions.items() if known.body is type(body)]
    if older and max(older) < max(revisions):
        return cast("Pair | None", found.get(f"{kind}@{max(older)}") or found.get(kind))
    given = (name for name in _said_if_given(kind) if getattr(body, name, None) is not None)
    return cast("Pair | None", found.get(f"{kind}+{next(given, '')}") or found.get(kind))


@cache
def _said_if_given(kind: str) -> tuple[str, ...]:
    names = (name.partition("+") for name in _words("SENTENCES", ""))
    return tuple(field for of, plus, field in names if plus and of == kind)


def shown_fields(body: object, language: str, *, kind: str = "") -> dict[str, str]:
    """Return every field of a body as text for people, in the order of declaration."""
    specs = fields(cast("Any", type(body)))
    return {spec.name: _shown(getattr(body, spec.name), spec, language, kind) for spec in specs}


def _shown(value: Any, spec: FieldSpec, language: str, kind: str) -> str:  # noqa: ANN401  any field's value
    at = _ENGLISH if _is_english(language) else _CHINESE
    if value is None or value in ("", ()):
        return _NONE[at]
    if isinstance(value, tuple):
        item = dataclasses.replace(spec, type=spec.items, items=None, constraint=_constraint(spec.items))
        return _JOINTS[at].join(_shown(one, item, language, kind) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _shown_record(value, language, kind)
    if isinstance(value, bool):
        return _FLAGS[value][at]
    if isinstance(value, Enum):
        return choice_label(value, language, kind=kind)
    return _shown_scalar(value, spec)


def _shown_record(value: object, language: str, kind: str) -> str:
    """Return what stands inside a body, by its own words or else field by field."""
    shown = shown_fields(value, language, kind=kind)
    said = _pick(_words("ITEMS", kind.partition(".")[0]).get(type(value).__name__), language)
    if said:
        return said.format_map(shown)
    at = _ENGLISH if _is_english(language) else _CHINESE
    named = (f"{field_label(name, language, kind=kind)}{_COLONS[at]}{text}" for name, text in shown.items())
    return "(" + _JOINTS[at].join(named) + ")"


def _shown_scalar(value: int | str, spec: FieldSpec) -> str:
    constraint = spec.constraint
    if isinstance(value, int):
        if isinstance(constraint, Moment):
            return format_instant(value, 0)
        # A year is a name, not a quantity.
        figure = str(value) if spec.name.endswith("year") else f"{value:,}"
        if isinstance(constraint, Whole) and constraint.unit == "fen":
            return f"¥{value // 100:,}.{value % 100:02}"
        return f"{figure} {constraint.unit}" if isinstance(constraint, Whole) and constraint.unit else figure
    if isinstance(constraint, Pattern) and constraint.data is DataClass.COMMITMENT:
        return f"{value[:_HASH_SHOWN]}…"
    return value


def _constraint(hint: Any) -> Any:  # noqa: ANN401  a type expression
    return next(iter(getattr(hint, "__metadata__", ())), None)


def _pick(pair: Pair | None, language: str) -> str:
    return "" if pair is None else str(pair[_ENGLISH if _is_english(language) else _CHINESE])


def _is_english(language: str) -> bool:
    return language.lower().startswith("en")


class _Dashes(dict[str, str]):
    """Facts by name; one that is missing shows as a dash rather than as an error."""

    def __missing__(self, key: str) -> str:
        return "—"
