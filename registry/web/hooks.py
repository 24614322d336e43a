"""What happens around every request: who is it, may they, and the headers that browsers enforce for us."""

import logging
import secrets
from typing import Final, NoReturn

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response as BaseResponse

from registry.signin import People
from registry.web.keeping import typed
from registry.web.language import choose_language
from registry.web.permissions import Permissions
from registry.web.seam import cookie_name, now

# Refused access and failed sign-ins; sign-ins that succeed are rows of sessions and of security events.
SECURITY_LOG: Final = logging.getLogger("registry.security")
SESSION_COOKIE: Final = "registry_session"
DEVICE_COOKIE: Final = "registry_device"

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; object-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'"
)

_HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def install(app: Flask, people: People, permissions: Permissions, *, secure: bool) -> None:
    """Put the hooks around every request of the application."""

    @app.before_request
    def recognise() -> None:
        g.request_id = secrets.token_hex(8)
        choose_language()
        g.person = g.session = g.token = None
        if request.endpoint == "assets":
            return
        bearer = _bearer()
        if bearer is not None:
            g.person, g.token = people.tokens.present(bearer, source=request.remote_addr or "", now=now()) or _unknown()
        elif token := request.cookies.get(cookie_name(SESSION_COOKIE)):
            g.person, g.session = people.present(token, now()) or (None, None)

    @app.before_request
    def permit() -> BaseResponse | None:
        return _permit(permissions)

    @app.after_request
    def guard(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.endpoint != "assets":
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _permit(permissions: Permissions) -> BaseResponse | None:
    if request.endpoint is None:  # no such page; the router's answer stands
        return None
    row = permissions.row(request.endpoint)
    if g.person and not g.person.enrolled and not (row and row.before_enrolment):
        return redirect(url_for("account.second_factor"))
    if g.token and not permissions.covers(request.endpoint, g.token):
        refuse()
    if permissions.allows(request.endpoint, g.person, dict(request.view_args or {})):
        return None
    if g.person is not None or row is None:
        refuse()
    if is_program_request():
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer"))
    if request.method not in ("GET", "HEAD"):
        kept = typed()
        if not kept:
            abort(401)
        page = render_template("signin/sign_in.html", next=request.path, login="", error=None, kept=kept)
        return make_response(page, 401)
    return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")))


def is_api_request() -> bool:
    """Return if the answer should be JSON: by address, not by header, so that a page's address always shows a page."""
    return request.path.startswith("/api/")


def refuse() -> NoReturn:
    """Answer 403 and say in the log who asked for what."""
    who = g.person.id if g.person else None
    SECURITY_LOG.warning("refused person=%s endpoint=%s source=%s", who, request.endpoint, request.remote_addr)
    abort(403)


def is_program_request() -> bool:
    """Return if the request is for what programs read, where an API token counts: the JSON and the log's files."""
    return is_api_request() or request.path.startswith("/log/")


def _bearer() -> str | None:
    """Return the API token of the request; on pages none is looked at."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.casefold() == "bearer" and is_program_request() else None


def _unknown() -> NoReturn:
    raise Unauthorized(www_authenticate=WWWAuthenticate("bearer", {"error": "invalid_token"}))


def set_session_cookie(response: BaseResponse, token: str | None) -> None:
    """Give the browser its session, or take it away; the state of forms and messages starts afresh either way."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    _set_cookie(response, SESSION_COOKIE, token, max_age=None)


def set_device_cookie(response: BaseResponse, value: str) -> None:
    """Let the browser prove later that this account was signed in from it before."""
    _set_cookie(response, DEVICE_COOKIE, value, max_age=180 * 24 * 3600)


def _set_cookie(response: BaseResponse, name: str, value: str | None, *, max_age: int | None) -> None:
    secure, name = bool(current_app.config["SESSION_COOKIE_SECURE"]), cookie_name(name)
    if value is None:
        response.delete_cookie(name, httponly=True, secure=secure, samesite="Lax")
    else:
        response.set_cookie(name, value, max_age=max_age, httponly=True, secure=secure, samesite="Lax")


def is_asset_request() -> bool:
    """Return if the request is for a static file or for the log's files, all of which an audit reads: never limited."""
    return request.endpoint == "assets" or request.path.startswith("/log/")
