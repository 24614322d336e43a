"""A view declared once answers as a page, as JSON under `/api/v1/`, and, if it shows a table, as CSV and XLSX.

The function gets the path's arguments and the query's (checked by a marshmallow schema), and returns a frozen
dataclass: the template sees it as `page`. Examples stand in `docs/pages.md`.
"""

import dataclasses
import json
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

import marshmallow as ma
from flask import Blueprint, Flask, Response, make_response, render_template, request
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response as BaseResponse

from registry.web import downloads
from registry.web.formats import rfc3339
from registry.web.permissions import JSON_SUFFIX
from registry.web.tables import Table

API: Final = "/api/v1"
# Names that the shell itself reads from the query.
_SHELL_ARGUMENTS: Final = ("lang", "format", "sort", "after")

Function = Callable[..., Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Declared:
    """What the API's description needs to know of a view."""

    rule: str
    endpoint: str
    function: Function
    query: type[ma.Schema] | None


def view(
    blueprint: Blueprint, rule: str, *, template: str, table: Table | None = None, query: type[ma.Schema] | None = None
) -> Callable[[Function], Function]:
    """Return a decorator that serves a function as page and as JSON.

    With a schema the function also receives what the schema loads, as keyword arguments. With a table whose `paged`
    is true it receives `sort` and `after` (None if not given), and returns the rows in that order from there.
    """

    def declare(function: Function) -> Function:
        name = function.__name__

        def as_page(**path: object) -> Response | BaseResponse:
            return _page(_call(function, path, query=query, table=table), template, table)

        def as_json(**path: object) -> Response | BaseResponse:
            result = _call(function, path, query=query, table=table)
            return result if isinstance(result, BaseResponse) else json_response(result)

        def add_json(state: BlueprintSetupState) -> None:
            full = f"{state.url_prefix or ''}{rule}"
            endpoint = f"{blueprint.name}.{name}"
            app = cast("Flask", state.app)
            app.add_url_rule(API + full, f"{endpoint}{JSON_SUFFIX}", as_json, methods=["GET"])
            declared_views(app).append(Declared(API + full, endpoint, function, query))

        blueprint.add_url_rule(rule, name, as_page, methods=["GET"])
        blueprint.record(add_json)
        return function

    return declare


def declared_views(app: Flask) -> list[Declared]:
    """Return all declared views of an application."""
    found: list[Declared] = app.extensions.setdefault("declared_views", [])
    return found


def json_response(value: object, status: int = 200) -> Response:
    """Return a dataclass as JSON; instants (`…_at`, `…_utc`) as RFC 3339, bytes as hex, figures as integers."""
    text = json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))
    return Response(text + "\n", status=status, mimetype="application/json")


def plain(value: object, name: str = "") -> object:
    """Return a value as what JSON knows."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name), field.name) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item, str(key)) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value) if isinstance(value, (set, frozenset)) else value
        return [plain(item, name) for item in items]
    if isinstance(value, bytes):
        return value.hex()
    if type(value) is int and name.endswith(("_at", "_utc")):
        return rfc3339(value)
    return value if isinstance(value, (bool, int, str)) or value is None else str(value)


def _call(function: Function, path: dict[str, object], *, query: type[ma.Schema] | None, table: Table | None) -> Any:  # noqa: ANN401  any page's dataclass
    arguments = dict(path)
    if query is not None:
        given = {key: value for key, value in request.args.items() if key not in _SHELL_ARGUMENTS and value != ""}
        arguments |= query(unknown=ma.EXCLUDE).load(given)
    if table is None:
        return function(**arguments)
    if table.paged:
        return function(**arguments, sort=table.wanted_sort(request.args), after=request.args.get("after"))
    result = function(**arguments)
    return result if isinstance(result, BaseResponse) else table.arrange(result, request.args)


def _page(result: Any, template: str, table: Table | None) -> Response | BaseResponse:  # noqa: ANN401
    if isinstance(result, BaseResponse):
        return result
    if table is None:
        return make_response(render_template(template, page=result))
    wanted = request.args.get("format")
    if wanted in downloads.WRITERS:
        return downloads.response(table, table.rows_of(result), wanted)
    return make_response(render_template(template, page=result, table=table.shown(result, request)))
