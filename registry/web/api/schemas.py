"""JSON Schema (2020-12, as OpenAPI 3.1 uses it) from the declarations that serve and check: pages and bodies.

A page's dataclass says what its JSON twin answers, a body's fields what the strict codec reads. Neither is written
twice. Schemas of dataclasses stand under their names in `components`, so one that is used twice is described once.
"""

import dataclasses
import inspect
import types
import typing
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, Final
from uuid import UUID

from werkzeug.wrappers import Response as BaseResponse

from registry.ledger.codec import CalendarDay, FieldSpec, Items, Moment, Pattern, PublicText, Whole
from registry.ledger.coders import split_constraint, split_optional
from registry.web.words import Said

Schema = dict[str, Any]

INSTANT: Final = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"
_INTEGER_MAX: Final = 2**53 - 1
_SCALARS: Final[dict[object, Schema]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": -_INTEGER_MAX, "maximum": _INTEGER_MAX},
    bytes: {"type": "string", "contentEncoding": "base16"},
    UUID: {"type": "string", "format": "uuid"},
    Any: {},
    object: {},
}
_LISTS: Final = (tuple, list, set, frozenset, Sequence)


class Schemas:
    """The schemas of one document: `components` grows as types are asked for."""

    def __init__(self) -> None:
        self.components: dict[str, Schema] = {}
        self._names: dict[type, str] = {}

    def answer(self, hint: object, name: str = "") -> Schema:
        """Return the schema of what `views.plain` makes of a value of this type, held by a field of this name."""
        members, optional = _members(hint)
        made = [self._answer(split_constraint(one)[0], name) for one in members]
        schema = made[0] if len(made) == 1 else {"anyOf": made}
        return _or_null(schema) if optional else schema

    def body(self, cls: type) -> Schema:
        """Return the schema of a body as the strict codec reads it: every field present, none besides."""
        return self._reference(cls, self._body_of)

    def _answer(self, inner: Any, name: str) -> Schema:  # noqa: ANN401  a type expression
        origin = typing.get_origin(inner)
        if origin in _LISTS:
            return self._list(inner, name)
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": self.answer(typing.get_args(inner)[1])}
        if dataclasses.is_dataclass(inner) and inner is not Said:
            return self._reference(typing.cast("type", inner), self._answer_of)
        return _scalar(inner, name)

    def _list(self, inner: Any, name: str) -> Schema:  # noqa: ANN401
        arguments = [one for one in typing.get_args(inner) if one is not Ellipsis]
        if len(arguments) == 1:
            return {"type": "array", "items": self.answer(arguments[0], name)}
        items = [self.answer(one, name) for one in arguments]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}

    def _reference(self, cls: type, describe: Any) -> Schema:  # noqa: ANN401
        if cls not in self._names:
            self._names[cls] = name_of(cls)
            self.components[name_of(cls)] = {}  # so that a type that holds itself ends
            self.components[name_of(cls)] = describe(cls)
        return {"$ref": f"#/components/schemas/{self._names[cls]}"}

    def _answer_of(self, cls: Any) -> Schema:  # noqa: ANN401
        hints = typing.get_type_hints(cls, include_extras=True)
        names = [field.name for field in dataclasses.fields(cls)]
        properties = {name: self.answer(hints[name], name) for name in names}
        return _object(cls, properties)

    def _body_of(self, cls: Any) -> Schema:  # noqa: ANN401
        hints = typing.get_type_hints(cls, include_extras=True)
        names = [field.name for field in dataclasses.fields(cls)]
        return _object(cls, {name: self._body_field(hints[name]) for name in names}) | {"additionalProperties": False}

    def _body_field(self, hint: object) -> Schema:
        bare, optional = split_optional(hint)
        inner, constraint = split_constraint(bare)
        made = self._body_type(inner, constraint)
        return _or_null(made) if optional else made

    def _body_type(self, inner: Any, constraint: object) -> Schema:  # noqa: ANN401
        if isinstance(constraint, Items):
            item = self._body_field(typing.get_args(inner)[0])
            return {"type": "array", "items": item, "minItems": constraint.minimum, "maxItems": constraint.maximum}
        if dataclasses.is_dataclass(inner) and isinstance(inner, type):
            return self._reference(inner, self._body_of)
        if isinstance(inner, type) and issubclass(inner, Enum):
            return {"type": "string", "enum": [str(one.value) for one in inner]}
        return {"type": "boolean"} if constraint is None else bounds(constraint)


def _scalar(inner: Any, name: str) -> Schema:  # noqa: ANN401
    if inner is int and name.endswith(("_at", "_utc")):
        return {"type": "string", "format": "date-time"}
    if isinstance(inner, type) and issubclass(inner, Enum):
        return {"type": "string", "enum": sorted(str(one.value) for one in inner)}
    return dict(_SCALARS.get(inner, {"type": "string"}))


def bounds(constraint: object) -> Schema:
    """Return what a field's constraint allows."""
    if isinstance(constraint, Whole):
        found: Schema = {"type": "integer", "minimum": constraint.minimum, "maximum": constraint.maximum}
        return found | ({"x-unit": constraint.unit} if constraint.unit else {})
    if isinstance(constraint, Pattern):
        return {"type": "string", "pattern": f"^(?:{constraint.pattern})$"}
    if isinstance(constraint, PublicText):
        lengths = {"minLength": constraint.length_min, "maxLength": constraint.length_max}
        return {"type": "string", "x-public": True, **lengths}
    if isinstance(constraint, Moment):
        return {"type": "string", "format": "date-time", "pattern": INSTANT}
    if isinstance(constraint, CalendarDay):
        return {"type": "string", "format": "date"}
    raise TypeError(constraint)


def name_of(cls: type) -> str:
    """Return a dataclass's name in the document: its area and its own."""
    parts = cls.__module__.split(".")
    return f"{parts[2] if parts[1:2] == ['areas'] else parts[-1]}.{cls.__name__}"


def limits_of(spec: FieldSpec) -> str:
    """Return a field's bounds in figures, for a table that people read."""
    constraint = spec.constraint
    if isinstance(constraint, Whole):
        return f"{constraint.minimum:,} – {constraint.maximum:,}"
    if isinstance(constraint, PublicText):
        return f"{constraint.length_min} – {constraint.length_max}"
    if isinstance(constraint, Items):
        return f"{constraint.minimum} – {constraint.maximum} ×"
    return constraint.pattern if isinstance(constraint, Pattern) else ""


def _object(cls: type, properties: dict[str, Schema]) -> Schema:
    made: Schema = {"type": "object", "properties": properties, "required": list(properties)}
    said = inspect.getdoc(cls)
    return made | ({"description": said} if said and not said.startswith(f"{cls.__name__}(") else {})


def _or_null(schema: Schema) -> Schema:
    if isinstance(schema.get("type"), str):
        made = {**schema, "type": [schema["type"], "null"]}
        return made | ({"enum": [*schema["enum"], None]} if "enum" in schema else {})
    return {"anyOf": [schema, {"type": "null"}]} if schema else schema


def _members(hint: object) -> tuple[list[object], bool]:
    """Return what a value may be, and whether it may be null; a page that leads on instead answers no JSON."""
    if not isinstance(hint, types.UnionType) and typing.get_origin(hint) is not typing.Union:
        return [hint], False
    found = [one for one in typing.get_args(hint) if one is not types.NoneType]
    kept = [one for one in found if not (isinstance(one, type) and issubclass(one, BaseResponse))]
    return kept, len(found) < len(typing.get_args(hint))
