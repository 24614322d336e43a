"""The one search box: whatever number somebody pastes leads to its page; words look among participants' names."""

import re
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from registry.areas.participants.queries.names import Named, named_like
from registry.ledger.text import normalise
from registry.web.navigation import Item
from registry.web.permissions import PUBLIC, Access
from registry.web.seam import registry

blueprint = Blueprint("search", __name__)
PERMISSIONS: Final[dict[str, Access]] = {"search.find": PUBLIC}
NAVIGATION: Final[dict[str, tuple[Item, ...]]] = {}
QUERY_MAX: Final = 200
FOUND_MAX: Final = 20


@dataclass(frozen=True, slots=True)
class Way:
    """A form of number, and the page that it leads to."""

    pattern: re.Pattern[str]
    endpoint: str
    argument: str


def _way(pattern: str, endpoint: str, argument: str) -> Way:
    return Way(re.compile(pattern, re.ASCII), endpoint, argument)


WAYS: Final = (
    _way(r"([0-9]{2}-[A-Z]{2}-[0-9]{8}-[0-9]{2})", "participants.account", "number"),
    _way(r"(P-[0-9]{8})", "auditing.keys", "number"),
    _way(r"(G-[0-9]{8})", "finance.project", "number"),
    _way(r"(?i:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))", "auditing.receipt", "entry_id"),
    _way(r"#?([0-9]{1,15})", "auditing.entry", "index"),
    _way(
        r"([A-Z][A-Z0-9]{1,7}-[0-9]{2}-[A-Z0-9.]+-[A-Z0-9.]+-[A-Z0-9]+:[0-9]+(?:-[0-9]+)*)", "auditing.trace", "serial"
    ),
)


@blueprint.get("/search")
def find() -> Response:
    """Lead to what a number names; else show the participants whose name, number or identity holds the words."""
    sought = normalise(request.args.get("q", ""))[:QUERY_MAX]
    for way in WAYS:
        match = way.pattern.fullmatch(sought)
        if match:
            values: dict[str, Any] = {way.argument: _value(way, match.group(1))}
            return redirect(url_for(way.endpoint, **values))
    found: tuple[Named, ...] = ()
    if sought:
        with registry().engine.connect() as connection:
            found = named_like(connection, sought, limit=FOUND_MAX)
    return make_response(render_template("search.html", sought=sought, found=found))


def _value(way: Way, text: str) -> str | int:
    return int(text) if way.argument == "index" else text
