"""What only the demo has: changing the person with one click, and each person's key offered to the browser.

The blueprint is registered in demo mode and nowhere else; a real registry has neither route.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from flask import Blueprint, Response, abort, current_app, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from registry.signin import SigninError
from registry.web.account import local_path
from registry.web.hooks import DEVICE_COOKIE, set_session_cookie
from registry.web.keeping import after_sign_in
from registry.web.seam import now, origin_of_request, people, registry, require_person
from registry.web.views import json_response

blueprint = Blueprint("demo", __name__, url_prefix="/demo")


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody whom a visitor may become: login, name, and what that person does here, in both languages."""

    login: str
    name: str
    does_zh: str
    does_en: str


class Demo(Protocol):
    """What the seeded demo offers."""

    def people(self) -> Sequence[DemoPerson]:
        """Return whom a visitor may become, in the order of the menu."""

    def seed(self, representative: str) -> bytes | None:
        """Return the PKCS8 of a demo representative's key; it is public by nature."""


def demo() -> Demo | None:
    """Return what the demo offers, or None outside the demo."""
    return cast("Demo | None", current_app.extensions.get("demo"))


@blueprint.post("/switch")
def switch() -> BaseResponse:
    """Become somebody else without a password."""
    offered = demo()
    login = request.form.get("login", "")
    if offered is None or login not in {one.login for one in offered.people()}:
        abort(404)
    try:
        token = people().start_session(login, origin=origin_of_request(DEVICE_COOKIE), now=now())
    except SigninError:
        abort(404)
    response = redirect(after_sign_in(token, local_path(request.form.get("next", ""))))
    set_session_cookie(response, token)
    return response


@blueprint.post("/confirm/<digest>")
def confirm(digest: str) -> BaseResponse:
    """Show presence for one digest without any proof, as everything in the demonstration is to be had."""
    people().confirm_for_demo(require_person()[1], digest=digest, now=now())
    return redirect(local_path(request.form.get("next", "")))


@blueprint.get("/key")
def key() -> Response:
    """Give the signed-in person's demo key to the browser, which keeps it as non-extractable."""
    who, _ = require_person()
    offered = demo()
    seed = offered.seed(who.representative) if offered and who.representative else None
    if seed is None:
        abort(404)
    body = {"origin": registry().origin, "representative": who.representative, "pkcs8": base64.b64encode(seed).decode()}
    return json_response(body)
