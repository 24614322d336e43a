"""Saved views: a table's address under a name of one's own, kept for the person who saved it."""

from typing import Final
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from registry.ledger.errors import Malformed
from registry.ledger.text import normalise
from registry.store.views import SavedView, forget_view, save_view, views_of
from registry.web.account import local_path
from registry.web.seam import person, registry, require_person

blueprint = Blueprint("saved", __name__)
NAME_MAX: Final = 60
QUERY_MAX: Final = 1000
PATH_MAX: Final = 200


@blueprint.post("/saved-views")
def save() -> Response:
    """Keep the address that the form carries under the name that it gives.

    Raises:
        Malformed: ``view_name``.
        Refusal: ``too_many_views``.
    """
    who, _ = require_person()
    name = normalise(request.form.get("name", "")).strip()
    path, query = local_path(request.form.get("path", "")), _plain(request.form.get("query", ""))
    if not name or len(name) > NAME_MAX or len(path) > PATH_MAX or len(query) > QUERY_MAX:
        raise Malformed("view_name", limit=NAME_MAX)
    save_view(registry().engine, who.id, path, name=name, query=query)
    return redirect(f"{path}?{query}" if query else path)


@blueprint.post("/saved-views/<int:view>/forget")
def forget(view: int) -> Response:
    """Forget one of the own views."""
    who, _ = require_person()
    path = forget_view(registry().engine, who.id, view)
    return redirect(path) if path else abort(404)


def saved_views() -> tuple[SavedView, ...] | None:
    """Return the reader's views of the page at hand; None for a stranger, who can keep none."""
    who = person()
    if who is None:
        return None
    with registry().engine.connect() as connection:
        return views_of(connection, who.id, request.path)


def _plain(query: str) -> str:
    """Return a query as we would write it, so that nothing but arguments is kept."""
    return urlencode(parse_qsl(query))
