"""A view declared once answers as a page, as JSON under `/api/v1/`, and, if it shows a table, as CSV and XLSX.

The function gets the path's arguments and the query's (checked by a marshmallow schema), and returns a frozen
dataclass: the template sees it as `page`. Examples stand in `docs/pages.md`. Every JSON answer carries an `ETag`, and
a list of several pages a `Link` to its next one.
"""

import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from typing import Any, Final, cast
from urllib.parse import urlencode

import marshmallow as ma
from flask import Blueprint, Flask, Response, make_response, render_template, request
from flask.blueprints import BlueprintSetupState
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from registry.web import downloads, etags
from registry.web.formats import rfc3339
from registry.web.permissions import JSON_SUFFIX
from registry.web.tables import Table
from registry.web.words import Said

API: Final = "/api/v1"

Function = Callable[..., Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Declared:
    """What the API's description needs to know of a view; ``by_head`` says that nothing but the log changes it."""

    rule: str
    endpoint: str
    function: Function
    query: type[ma.Schema] | None = None
    table: Table | None = None
    by_head: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Posted:
    """An address under `/api/v1/` that takes bytes of one type and answers with the dataclass that it returns."""

    rule: str
    endpoint: str
    function: Function
    mimetype: str
    bytes_max: int


def view(
    blueprint: Blueprint,
    rule: str,
    *,
    template: str,
    table: Table | None = None,
    query: type[ma.Schema] | None = None,
    by_head: bool = False,
) -> Callable[[Function], Function]:
    """Return a decorator that serves a function as page and as JSON.

    With a schema the function also receives what the schema loads, as keyword arguments. With a table whose `paged`
    is true it receives `sort` and `after` (None if not given), and returns the rows in that order from there. With
    ``by_head`` the answer depends on the log and the reader alone, so its `ETag` is known before it is computed.
    """

    def declare(function: Function) -> Function:
        name = function.__name__

        def as_page(**path: object) -> Response | BaseResponse:
            result = _call(function, path, query=query, table=table)
            if table is not None and request.args.get("format") in downloads.WRITERS and not _is_answer(result):
                return _file(table, _parts(result, function, path, query=query, table=table))
            return _page(result, template, table)

        blueprint.add_url_rule(rule, name, as_page, methods=["GET"])
        return json_view(blueprint, rule, table=table, query=query, by_head=by_head, suffix=JSON_SUFFIX)(function)

    return declare


def json_view(
    blueprint: Blueprint,
    rule: str,
    *,
    table: Table | None = None,
    query: type[ma.Schema] | None = None,
    by_head: bool = False,
    suffix: str = "",
) -> Callable[[Function], Function]:
    """Return a decorator that serves a function as JSON alone; the arguments are those of `view`.

    Without the ``suffix`` of a page's twin the endpoint has a row of its own in the permission table.
    """

    def declare(function: Function) -> Function:
        def as_json(**path: object) -> Response | BaseResponse:
            tag = etags.of_head() if by_head else ""
            if tag and etags.is_held(tag):
                return etags.marked(Response(), tag)
            result = _call(function, path, query=query, table=table)
            if isinstance(result, BaseResponse):
                return result
            return etags.marked(_linked(json_response(result), result), tag)

        def add_json(state: BlueprintSetupState) -> None:
            full = f"{API}{state.url_prefix or ''}{rule}"
            endpoint = f"{blueprint.name}.{function.__name__}"
            app = cast("Flask", state.app)
            app.add_url_rule(full, endpoint + suffix, as_json, methods=["GET"])
            declared_views(app).append(Declared(full, endpoint, function, query, table, by_head))

        blueprint.record(add_json)
        return function

    return declare


def taking_view(blueprint: Blueprint, rule: str, *, mimetype: str, bytes_max: int) -> Callable[[Function], Function]:
    """Return a decorator that serves a function of the posted bytes under `/api/v1/`; it has no page of its own."""

    def declare(function: Function) -> Function:
        @wraps(function)
        def as_json() -> Response:
            return json_response(function(request.get_data(cache=False)))

        def add_json(state: BlueprintSetupState) -> None:
            full, endpoint = f"{API}{state.url_prefix or ''}{rule}", f"{blueprint.name}.{function.__name__}"
            app = cast("Flask", state.app)
            app.add_url_rule(full, endpoint, as_json, methods=["POST"])
            posted_views(app).append(Posted(full, endpoint, function, mimetype, bytes_max))

        blueprint.record(add_json)
        return function

    return declare


def _linked(response: Response, result: object) -> Response:
    """Return the answer with the address of its next page, as RFC 8288 writes it."""
    after = getattr(result, "next_after", None)
    if after is not None:
        arguments = MultiDict(request.args)
        arguments["after"] = str(after)
        query = urlencode(list(arguments.items(multi=True)))
        response.headers["Link"] = f'<{request.path}?{query}>; rel="next"'
    return response


def declared_views(app: Flask) -> list[Declared]:
    """Return all declared views of an application."""
    found: list[Declared] = app.extensions.setdefault("declared_views", [])
    return found


def posted_views(app: Flask) -> list[Posted]:
    """Return all addresses of an application that take bytes, but for the journal's own."""
    found: list[Posted] = app.extensions.setdefault("posted_views", [])
    return found


def json_response(value: object, status: int = 200) -> Response:
    """Return a dataclass as JSON; instants (`…_at`, `…_utc`) as RFC 3339, bytes as hex, figures as integers."""
    text = json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))
    return Response(text + "\n", status=status, mimetype="application/json")


def plain(value: object, name: str = "") -> object:
    """Return a value as what JSON knows."""
    if dataclasses.is_dataclass(value) and not isinstance(value, (type, Said)):
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


def _call(
    function: Function,
    path: dict[str, object],
    *,
    query: type[ma.Schema] | None,
    table: Table | None,
    after: str | None = None,
) -> Any:  # noqa: ANN401  any page's dataclass
    arguments = dict(path)
    if query is not None:
        # Whatever else stands in the address is the shell's or a filter's.
        schema = query(unknown=ma.EXCLUDE)
        given = {key: value for key, value in request.args.items() if value != ""}
        arguments |= schema.load({key: value for key, value in given.items() if key in schema.fields})
    if table is None:
        return function(**arguments)
    if table.paged:
        after = after or request.args.get("after")
        return function(**arguments, sort=table.wanted_sort(request.args), after=after)
    result = function(**arguments)
    return result if _is_answer(result) else table.arrange(result, request.args)


def _is_answer(result: object) -> bool:
    return isinstance(result, BaseResponse)


def _file(table: Table, parts: Iterator[Sequence[Any]]) -> Response:
    return downloads.response(table.name, table.columns_shown(request.args), parts, request.args["format"])


def _parts(
    result: Any, function: Function, path: dict[str, object], *, query: type[ma.Schema] | None, table: Table,  # noqa: ANN401
) -> Iterator[Sequence[Any]]:  # fmt: skip
    """Yield the rows of a page and, of a paged table, those of all pages behind it, one page at a time."""
    yield table.rows_of(result)
    after = getattr(result, "next_after", None) if table.paged else None
    while after is not None:
        result = _call(function, path, query=query, table=table, after=str(after))
        yield table.rows_of(result)
        after = result.next_after


def _page(result: Any, template: str, table: Table | None) -> Response | BaseResponse:  # noqa: ANN401
    if _is_answer(result):
        return cast("BaseResponse", result)
    if table is None:
        return make_response(render_template(template, page=result))
    return make_response(render_template(template, page=result, table=table.shown(result, request)))
