"""How each declared type is read from a JSON value and written to one; made once a type. `codec` is the door to it."""

import dataclasses
import re
import types
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from registry.ledger.constraints import CalendarDay, Items, Moment, Pattern, PublicText, Whole
from registry.ledger.errors import Malformed
from registry.ledger.instants import format_instant, parse_instant
from registry.ledger.text import check_text


@dataclasses.dataclass(frozen=True, slots=True)
class Coder:
    """How one type is read from and written to a JSON value."""

    decode: Callable[[Any], Any]
    encode: Callable[[Any], Any]


def coder(hint: Any) -> Coder:  # noqa: ANN401  a type expression
    """Return the coder of a type expression, made once."""
    return _CODERS.get(hint) or _CODERS.setdefault(hint, _coder(hint))


_CODERS: dict[Any, Coder] = {}


def _coder(hint: Any) -> Coder:  # noqa: ANN401  a type expression
    bare, optional = split_optional(hint)
    made = _make(*split_constraint(bare))
    if not optional:
        return made
    return Coder(
        lambda value: None if value is None else made.decode(value),
        lambda value: None if value is None else made.encode(value),
    )


def split_optional(hint: Any) -> tuple[Any, bool]:  # noqa: ANN401  a type expression
    """Return a type expression without None, and whether it had one."""
    if get_origin(hint) in (Union, types.UnionType):
        (bare,) = (arg for arg in get_args(hint) if arg is not types.NoneType)
        return bare, True
    return hint, False


def split_constraint(hint: Any) -> tuple[Any, Any]:  # noqa: ANN401  a type expression
    """Return a type and the constraint that `Annotated` gives it, or None."""
    if get_origin(hint) is Annotated:
        inner, constraint = get_args(hint)
        return inner, constraint
    return hint, None


def _make(inner: Any, constraint: Any) -> Coder:  # noqa: ANN401
    if dataclasses.is_dataclass(inner):
        return _dataclass_coder(inner)
    if get_origin(inner) is tuple:
        return _tuple_coder(get_args(inner)[0], constraint)
    if isinstance(inner, type) and issubclass(inner, StrEnum):
        return _enum_coder(inner)
    return _SCALARS[inner, type(constraint)](constraint)


def _fail(problem: str, /, *, path: str = "", **facts: object) -> Malformed:
    return Malformed("field", path=path, problem=problem, **facts)


def _within(name: str, error: Malformed) -> Malformed:
    """Return the problem of a part as its whole tells it: the path grows on the way out, so a good value has none."""
    path = str(error.facts["path"])
    joint = "." if path and not path.startswith("[") else ""
    return Malformed("field", **{**error.facts, "path": f"{name}{joint}{path}"})


def _dataclass_coder(cls: Any) -> Coder:  # noqa: ANN401
    hints = get_type_hints(cls, include_extras=True)
    parts = [(field.name, coder(hints[field.name])) for field in dataclasses.fields(cls)]
    names = {name for name, _ in parts}
    decoders = [(name, part.decode) for name, part in parts]

    def decode_object(value: Any) -> Any:  # noqa: ANN401
        if type(value) is not dict:
            raise _fail("type", expected="object")
        if value.keys() != names:
            missing, unknown = sorted(names - value.keys()), sorted(value.keys() - names)
            raise _fail("missing" if missing else "unknown", path=(missing or unknown)[0])
        name, found = "", []
        try:
            for name, read in decoders:
                found.append(read(value[name]))
        except Malformed as error:
            raise _within(name, error) from None
        return cls(*found)

    def encode_object(instance: Any) -> Any:  # noqa: ANN401
        return {name: part.encode(getattr(instance, name)) for name, part in parts}

    return Coder(decode_object, encode_object)


def _tuple_coder(item: Any, bounds: Items) -> Coder:  # noqa: ANN401
    part = coder(item)

    def decode_list(value: Any) -> Any:  # noqa: ANN401
        if type(value) is not list:
            raise _fail("type", expected="array")
        if not bounds.minimum <= len(value) <= bounds.maximum:
            raise _fail("length", minimum=bounds.minimum, maximum=bounds.maximum)
        found: list[Any] = []
        try:
            for one in value:
                found.append(part.decode(one))  # noqa: PERF401  how far it came is the place of the problem
        except Malformed as error:
            raise _within(f"[{len(found)}]", error) from None
        return tuple(found)

    return Coder(decode_list, lambda value: [part.encode(item) for item in value])


def _enum_coder(cls: type[StrEnum]) -> Coder:
    members = {member.value: member for member in cls}

    def decode_choice(value: Any) -> Any:  # noqa: ANN401
        if type(value) is not str or value not in members:
            raise _fail("choice", choices=sorted(members))
        return members[value]

    return Coder(decode_choice, lambda value: value.value)


def _same(value: Any) -> Any:  # noqa: ANN401
    return value


def _whole_coder(bounds: Whole) -> Coder:
    low, high = bounds.minimum, bounds.maximum

    def decode_whole(value: Any) -> Any:  # noqa: ANN401
        if type(value) is not int:
            raise _fail("type", expected="integer")
        if not low <= value <= high:
            raise _fail("range", minimum=low, maximum=high)
        return value

    return Coder(decode_whole, _same)


def _pattern_coder(bounds: Pattern) -> Coder:
    matches = re.compile(bounds.pattern, re.ASCII).fullmatch

    def decode_code(value: Any) -> Any:  # noqa: ANN401
        if type(value) is not str:
            raise _fail("type", expected="string")
        if matches(value) is None:
            raise _fail("characters", pattern=bounds.pattern)
        return value

    return Coder(decode_code, _same)


def _text_coder(bounds: PublicText) -> Coder:
    def decode_text(value: Any) -> Any:  # noqa: ANN401
        if type(value) is not str:
            raise _fail("type", expected="string")
        if not bounds.length_min <= len(value) <= bounds.length_max:
            raise _fail("length", minimum=bounds.length_min, maximum=bounds.length_max)
        try:
            check_text(value)
        except Malformed as error:
            raise Malformed("field", path="", problem="characters", **error.facts) from None
        return value

    return Coder(decode_text, _same)


def _moment_coder(_bounds: Moment) -> Coder:
    def decode_moment(value: Any) -> Any:  # noqa: ANN401
        if type(value) is not str:
            raise _fail("type", expected="string")
        try:
            instant = parse_instant(value)
        except Malformed:
            raise _fail("date") from None
        if format_instant(instant, 0) != value:
            raise _fail("date")
        return instant

    return Coder(decode_moment, lambda value: format_instant(value, 0))


def _day_coder(_bounds: CalendarDay) -> Coder:
    def decode_day(value: Any) -> Any:  # noqa: ANN401
        if type(value) is not str:
            raise _fail("type", expected="string")
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise _fail("date") from None
        if day.isoformat() != value:
            raise _fail("date")
        return value

    return Coder(decode_day, _same)


def _flag_coder(_bounds: None) -> Coder:
    def decode_flag(value: Any) -> Any:  # noqa: ANN401
        if type(value) is not bool:
            raise _fail("type", expected="boolean")
        return value

    return Coder(decode_flag, _same)


_SCALARS: dict[tuple[type, type], Callable[[Any], Coder]] = {
    (int, Whole): _whole_coder,
    (int, Moment): _moment_coder,
    (str, Pattern): _pattern_coder,
    (str, PublicText): _text_coder,
    (str, CalendarDay): _day_coder,
    (bool, types.NoneType): _flag_coder,
}
