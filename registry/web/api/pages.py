"""The pages for those who write programs: what there is to read and send, the kinds of entries, the codes."""

import dataclasses
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from flask import Blueprint, Response, current_app, make_response, render_template, url_for
from flask_babel import lazy_gettext

from registry.catalog import CATALOGUE
from registry.ledger.codec import FieldSpec, fields
from registry.ledger.errors import Refusal
from registry.web.api.document import document
from registry.web.api.problems import PROBLEMS
from registry.web.api.problems import problems as all_problems
from registry.web.api.schemas import limits_of
from registry.web.permissions import PUBLIC, Access
from registry.web.tables import Column, Table
from registry.web.views import json_response, view
from registry.web.words import Said, kind_title, label_of

blueprint = Blueprint("developers", __name__)
PERMISSIONS: Final[dict[str, Access]] = {
    "developers.index": PUBLIC,
    "developers.openapi": PUBLIC,
    "developers.problems": PUBLIC,
    "developers.kinds": PUBLIC,
    "developers.kind": PUBLIC,
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the page shows it; `parameters` hold name, place and what the document says of each."""

    method: str
    path: str
    summary: str
    description: str
    roles: tuple[str, ...]
    is_public: bool
    codes: tuple[str, ...]
    parameters: tuple[tuple[str, str, str], ...]
    answer: str


@blueprint.get("/developers")
def index() -> Response:
    """Show every operation, from the same document that programs read."""
    groups = [(tag, list(found)) for tag, found in groupby(sorted(_operations(), key=_tag_of), key=_tag_of)]
    page = render_template(
        "developers/index.html",
        groups=[(tag, [operation for _, operation in found]) for tag, found in groups],
    )
    return make_response(page)


@blueprint.get("/api/v1/openapi.json")
def openapi() -> Response:
    """Return the OpenAPI 3.1 document of this server."""
    response = json_response(document(current_app))
    response.add_etag()
    return response


view(blueprint, "/developers/problems", template="developers/problems.html", table=PROBLEMS)(all_problems)


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind of entry in the list, in its newest revision here."""

    kind: str
    title: str
    revision: int
    lifetime_max_seconds: int


@dataclass(frozen=True, slots=True)
class KindList:
    """All kinds that this release knows."""

    kinds: tuple[KindLine, ...]


@dataclass(frozen=True, slots=True)
class BodyField:
    """A field of a body: its name on the wire, what it is called, its type and its bounds."""

    name: str
    label: str
    type: str
    limits: str
    may_be_null: bool
    is_public_text: bool


@dataclass(frozen=True, slots=True)
class KindPage:
    """A kind with the fields of its body and the rule's own words."""

    kind: str
    title: str
    revision: int
    rule: str
    fields: tuple[BodyField, ...]


KINDS: Final = Table(
    name="kinds",
    caption=lazy_gettext("条目种类"),
    rows="kinds",
    columns=(
        Column(
            name="kind", label=lazy_gettext("种类"), kind="identifier",
            link=lambda row: url_for("developers.kind", name=row.kind),
        ),
        Column(name="title", label=lazy_gettext("名称")),
        Column(name="revision", label=lazy_gettext("版本"), kind="figure"),
        Column(name="lifetime_max_seconds", label=lazy_gettext("最长有效（秒）"), kind="figure"),
    ),
)  # fmt: skip
FIELDS: Final = Table(
    name="fields",
    caption=lazy_gettext("内容的字段"),
    rows="fields",
    columns=(
        Column(name="name", label=lazy_gettext("字段"), kind="identifier", sortable=False),
        Column(name="label", label=lazy_gettext("名称"), sortable=False),
        Column(name="type", label=lazy_gettext("类型"), sortable=False),
        Column(name="limits", label=lazy_gettext("范围或格式"), sortable=False),
        Column(
            name="may_be_null", label=lazy_gettext("可为 null"), kind="badge", sortable=False,
            badges={"True": ("info", lazy_gettext("可以")), "False": ("quiet", lazy_gettext("必须有值"))},
        ),
    ),
)  # fmt: skip


@view(blueprint, "/developers/kinds", template="developers/kinds.html", table=KINDS)
def kinds() -> KindList:
    """Return every kind of entry."""
    found = ((name, revisions[max(revisions)]) for name, revisions in sorted(CATALOGUE.kinds.items()))
    lines = (KindLine(name, str(kind_title(name)), kind.revision, kind.lifetime_max) for name, kind in found)
    return KindList(tuple(lines))


@view(blueprint, "/developers/kinds/<name>", template="developers/kind.html", table=FIELDS)
def kind(*, name: str) -> KindPage:
    """Return what the body of a kind holds, field by field.

    Raises:
        Refusal: ``unknown_record``.
    """
    known = CATALOGUE.latest(name)
    if known is None:
        raise Refusal("unknown_record", kind=name)
    lines = tuple(_fields(known.body, name, ""))
    return KindPage(name, str(kind_title(name)), known.revision, (known.rule.__doc__ or "").strip(), lines)


def _fields(cls: Any, kind_name: str, prefix: str) -> Iterator[BodyField]:  # noqa: ANN401  any body
    """Yield the fields, those of nested bodies after the field that holds them."""
    for spec in fields(cls):
        name = prefix + spec.name
        label: Said = label_of(spec.name, kind_name)
        is_public = getattr(spec.constraint, "data", None) == "public text"
        yield BodyField(name, str(label), _type_of(spec), limits_of(spec), spec.optional, is_public)
        inner = spec.items if spec.type is tuple else spec.type
        if dataclasses.is_dataclass(inner):
            yield from _fields(inner, kind_name, f"{name}[]." if spec.type is tuple else f"{name}.")


def _type_of(spec: FieldSpec) -> str:
    """Return a field's type in the words of JSON, with the choices of an enumeration."""
    if spec.type is tuple:
        return "array"
    if dataclasses.is_dataclass(spec.type):
        return "object"
    members: Any = getattr(spec.type, "__members__", None)
    if members is not None:
        return " | ".join(str(one.value) for one in members.values())
    name = type(spec.constraint).__name__
    return {"Moment": "instant", "CalendarDay": "date"}.get(
        name, {bool: "boolean", int: "integer"}.get(spec.type, "string")
    )


def _tag_of(pair: tuple[str, Operation]) -> str:
    return pair[0]


def _operations() -> Iterator[tuple[str, Operation]]:
    made = document(current_app)
    for path, methods in sorted(made["paths"].items()):
        for method, operation in methods.items():
            yield operation["tags"][0], _operation(method, path, operation)


def _operation(method: str, path: str, said: dict[str, Any]) -> Operation:
    parameters = tuple((one["name"], one["in"], _said_of(one)) for one in said["parameters"])
    answers = [code for code in ("200", "201") if code in said["responses"]]
    content = said["responses"][answers[0]]["content"]
    (mimetype, body), *_ = content.items()
    schema = typing.cast("dict[str, str]", body["schema"])
    return Operation(
        method=method.upper(),
        path=path,
        summary=said["summary"],
        description=said.get("description", "").partition("Raises:")[0].strip(),
        roles=tuple(said.get("x-roles", ())),
        is_public=not said["security"],
        codes=tuple(said.get("x-codes", ())),
        parameters=parameters,
        answer=schema.get("$ref", mimetype).rpartition("/")[2] if "$ref" in schema else mimetype,
    )


def _said_of(parameter: dict[str, Any]) -> str:
    schema = parameter.get("schema", {})
    parts = [parameter.get("description", ""), str(schema.get("format") or schema.get("type") or "")]
    return " ".join(part for part in parts if part)
