"""The shell's own pages: the start page and the keys of this browser."""

from flask import Blueprint, current_app, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from registry.web.seam import person, registry, require_person

blueprint = Blueprint("pages", __name__)
keys = Blueprint("keys", __name__)


@blueprint.get("/")
def home() -> Response:
    """Show where to go from here; whoever signs for a participant is led to its overview."""
    who = person()
    if who is not None and who.representative and "participants.overview" in current_app.view_functions:
        return redirect(url_for("participants.overview"))
    return make_response(render_template("home.html", who=who, origin=registry().origin))


@keys.get("/keys/this-browser")
def this_browser() -> Response:
    """Show, make or export the public half of the key that this browser keeps for the person."""
    who, _ = require_person()
    page = render_template(
        "keys.html",
        representative=who.representative,
        origin=registry().origin,
        known=_address("participants.party_json"),
        register=_address("participants.register_key"),
        all_keys=_address("participants.party"),
    )
    return make_response(page)


def _address(endpoint: str) -> str:
    """Return the address of an area's page, or nothing where the area is not there."""
    return url_for(endpoint) if endpoint in current_app.view_functions else ""
