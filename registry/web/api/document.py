"""The OpenAPI 3.1 document, made from the same declarations that serve: views, their schemas, bodies, permissions.

Nothing of an operation is written here but how a declaration reads in OpenAPI; what is written by hand is the one way
to write, `POST /api/v1/entries`, whose body is bytes that were signed.
"""

import inspect
import re
import typing
from typing import Any, Final

import apispec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask

from registry.catalog import CATALOGUE
from registry.ledger.entry import SIGNATURES_MAX
from registry.web.api.problems import STATUSES
from registry.web.api.schemas import Schema, Schemas
from registry.web.entries import ENVELOPE_MAX, ENVELOPES_MAX, submit
from registry.web.permissions import Permissions
from registry.web.tables import Table
from registry.web.views import API, Declared, Posted, declared_views, posted_views

OPENAPI: Final = "3.1.0"
VERSION: Final = "1"
# Files that stand outside `/api/v1/`, because the C2SP specifications or the receipt's page fix their addresses.
FILES: Final = {
    "auditing.checkpoint": "text/plain",
    "auditing.checkpoint_sizes": "text/plain",
    "auditing.checkpoint_of": "text/plain",
    "auditing.policy": "text/plain",
    "auditing.tile": "application/octet-stream",
    "auditing.entries": "application/octet-stream",
    "auditing.proof": "text/plain",
    "auditing.certificate_proof": "text/plain",
}
_RULE: Final = re.compile(r"<(?:(\w+):)?(\w+)>")
_CODES: Final = re.compile(r"``([a-z0-9_]+)``")
_CONVERTERS: Final[dict[str, Schema]] = {
    "int": {"type": "integer", "minimum": 0, "maximum": 2**53 - 1},
    "uuid": {"type": "string", "format": "uuid"},
}
_PROBLEM: Final = {"$ref": "#/components/schemas/Problem"}
_LANGUAGE: Final[Schema] = {
    "name": "lang", "in": "query", "required": False, "schema": {"type": "string", "enum": ["zh", "en"]},
    "description": "The language of sentences and titles in the answer; Chinese without it.",
}  # fmt: skip
_RATE: Final = {
    name: {"description": said, "schema": {"type": "string"}}
    for name, said in (
        ("RateLimit", "What is left of the allowance and when it is whole again."),
        ("RateLimit-Policy", "The allowance: so many requests in so many seconds."),
    )
}


def document(app: Flask) -> dict[str, Any]:
    """Return the document of an application, made once and kept."""
    made: dict[str, Any] | None = app.extensions.get("openapi")
    if made is None:
        made = app.extensions["openapi"] = _document(app)
    return made


def _document(app: Flask) -> dict[str, Any]:
    permissions: Permissions = app.extensions["permissions"]
    schemas = Schemas()
    spec = apispec.APISpec(
        title="Registry", version=VERSION, openapi_version=OPENAPI, plugins=[MarshmallowPlugin()],
        info={"description": inspect.getdoc(inspect.getmodule(document)) or ""}, servers=[{"url": "/"}],
    )  # fmt: skip
    for one in declared_views(app):
        spec.path(_path(one.rule), operations={"get": _reading(one, schemas, permissions)})
    for rule in app.url_map.iter_rules():
        if rule.endpoint in FILES:
            spec.path(_path(rule.rule), operations={"get": _file(app, rule.endpoint, rule.rule, permissions)})
    for taking in posted_views(app):
        spec.path(_path(taking.rule), operations={"post": _taking(taking, schemas, permissions)})
    spec.path(f"{API}/entries", operations={"post": _submitting()})
    _add_components(spec, schemas)
    return spec.to_dict()


def _add_components(spec: apispec.APISpec, schemas: Schemas) -> None:
    bodies = {}
    for name, revisions in sorted(CATALOGUE.kinds.items()):
        bodies[name] = schemas.body(revisions[max(revisions)].body)
    spec.components.schema("Entry", _entry(bodies))
    spec.components.schema("Problem", _problem())
    for name, schema in sorted(schemas.components.items()):
        spec.components.schema(name, schema)
    spec.components.security_scheme("session", {"type": "apiKey", "in": "cookie", "name": "registry_session"})
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})


def _reading(one: Declared, schemas: Schemas, permissions: Permissions) -> dict[str, Any]:
    hints = typing.get_type_hints(one.function, include_extras=True)
    content = {"application/json": {"schema": schemas.answer(hints.get("return", object))}}
    headers = {"ETag": {"description": "Send it back as If-None-Match.", "schema": {"type": "string"}}} | _RATE
    if one.table is not None and one.table.paged:
        headers |= {"Link": {"description": "The next page, if there is one.", "schema": {"type": "string"}}}
    return {
        **_about(one.endpoint, one.function, permissions),
        "parameters": [*_in_path(one.rule), *_in_query(one), _LANGUAGE],
        "responses": {
            "200": {"description": "The answer.", "content": content, "headers": headers},
            "304": {"description": "The reader holds this answer."},
            **_problems(),
        },
    }


def _taking(one: Posted, schemas: Schemas, permissions: Permissions) -> dict[str, Any]:
    sent: Schema = {"type": "string", "minLength": 1, "maxLength": one.bytes_max}
    return {
        **_about(one.endpoint, one.function, permissions),
        "parameters": [_LANGUAGE],
        "requestBody": {"required": True, "content": {one.mimetype: {"schema": sent}}},
        "responses": {
            "200": _json("What was kept.", schemas.answer(typing.get_type_hints(one.function)["return"])),
            **_problems(),
        },
    }


def _file(app: Flask, endpoint: str, rule: str, permissions: Permissions) -> dict[str, Any]:
    content = {FILES[endpoint]: {"schema": {"type": "string"}}}
    return {
        **_about(endpoint, app.view_functions[endpoint], permissions),
        "parameters": _in_path(rule),
        "responses": {"200": {"description": "The file.", "content": content}, **_problems("text/html")},
    }


def _about(endpoint: str, function: object, permissions: Permissions) -> dict[str, Any]:
    said = inspect.getdoc(function) or endpoint
    summary, _, rest = said.partition("\n")
    row = permissions.row(endpoint)
    made: dict[str, Any] = {
        "operationId": endpoint,
        "tags": [endpoint.partition(".")[0]],
        "summary": summary,
        "security": [] if row is None or row.public else [{"session": []}, {"token": [row.scope]}],
    }
    if rest.strip():
        made["description"] = rest.strip()
        made["x-codes"] = sorted(set(_CODES.findall(rest.partition("Raises:")[2])))
    if row is not None and row.roles:
        made["x-roles"] = sorted(row.roles)
    return made


def _path(rule: str) -> str:
    return _RULE.sub(r"{\2}", rule)


def _in_path(rule: str) -> list[Schema]:
    return [
        {"name": name, "in": "path", "required": True, "schema": dict(_CONVERTERS.get(converter, {"type": "string"}))}
        for converter, name in _RULE.findall(rule)
    ]


def _in_query(one: Declared) -> list[Any]:
    found: list[Any] = [{"in": "query", "schema": one.query}] if one.query is not None else []
    if one.table is not None:
        taken = set(one.query().fields) if one.query is not None else set()
        found += _of_table(one.table, taken)
    return found


def _of_table(table: Table, taken: set[str]) -> list[Schema]:
    found = [] if table.paged else [_text(f.name, "Narrows the list.") for f in table.filters if f.name not in taken]
    sortable = [column.name for column in table.columns if column.sortable]
    if sortable:
        orders = [order for name in sortable for order in (name, f"-{name}")]
        found.append(_text("sort", f"The order, with - for falling: {', '.join(orders)}."))
    if table.paged:
        found.append(_text("after", "The key from which to go on: `next_after` of the page before."))
    return found


def _text(name: str, said: str) -> Schema:
    return {"name": name, "in": "query", "required": False, "schema": {"type": "string"}, "description": said}


def _submitting() -> dict[str, Any]:
    summary, _, rest = (inspect.getdoc(submit) or "").partition("\n")
    envelope: Schema = {"type": "string", "minLength": 1, "maxLength": ENVELOPE_MAX}
    many = _closed(envelopes={"type": "array", "items": envelope, "minItems": 1, "maxItems": ENVELOPES_MAX})
    number: Schema = {"type": "integer", "minimum": 0}
    recorded = _closed(id={"type": "string"}, index=number, result={"const": "accepted"}, receipt={"type": "string"})
    answer = _closed(index={"type": ["integer", "null"]}, result={"type": "string"})
    return {
        "operationId": "entries.submit",
        "tags": ["entries"],
        "summary": summary,
        "description": rest.strip(),
        "x-codes": sorted(set(_CODES.findall(rest.partition("Raises:")[2]))),
        "security": [],
        "parameters": [_LANGUAGE],
        "requestBody": {
            "required": True,
            "content": {"text/plain": {"schema": envelope}, "application/json": {"schema": many}},
        },
        "responses": {
            "200": _json("Each envelope's answer, in order.", _closed(answers={"type": "array", "items": answer})),
            "201": _json("Recorded and accepted.", recorded),
            **_problems(),
        },
    }


def _problems(mimetype: str = "application/problem+json") -> dict[str, Any]:
    content = {mimetype: {"schema": _PROBLEM if mimetype.endswith("json") else {"type": "string"}}}
    return {
        str(status): {"description": said, "content": content, "headers": _RATE} for status, said in STATUSES.items()
    }


def _json(said: str, schema: Schema) -> dict[str, Any]:
    return {"description": said, "content": {"application/json": {"schema": schema}}, "headers": _RATE}


def _closed(**properties: Schema) -> Schema:
    names = list(properties)
    return {"type": "object", "properties": properties, "required": names, "additionalProperties": False}


def _problem() -> Schema:
    text: Schema = {"type": "string"}
    made = _closed(type=text, title=text, status={"type": "integer"}, code=text, detail=text)
    made["properties"]["facts"] = {"type": "object", "description": "What the sentence is about, by name."}
    return made | {"description": "RFC 9457. `code` is stable; `type` leads to its sentence in both languages."}


def _entry(bodies: dict[str, Schema]) -> Schema:
    """Return the schema of an entry's second line, one alternative a kind."""
    alternatives = [
        {"title": kind, "properties": {"kind": {"const": kind}, "body": body}} for kind, body in bodies.items()
    ]
    instant: Schema = {"type": "string", "format": "date-time"}
    seen: Schema = {"type": ["object", "null"], "description": "A size and root of the log that the author was shown."}
    made = _closed(
        at=instant, body={"type": "object"}, expires=instant, id={"type": "string", "format": "uuid"},
        kind={"type": "string"}, seen=seen,
    )  # fmt: skip
    said = (
        "Line 2 of an entry's text, in canonical JSON (RFC 8785); line 1 is `<origin>/entry/v1`. The text with up to "
        f"{SIGNATURES_MAX} signature lines (C2SP signed note) is the envelope that `POST {API}/entries` takes."
    )
    return made | {"description": said, "oneOf": alternatives}
