"""Every page that somebody can come to: along the links, one address of each kind, and the forms beside them."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

_LINK = re.compile(r'<a [^>]*?href="([^"#]+)')
# What answers with a file or with one line, or belongs to no page.
_NO_PAGES = ("/assets/", "/log/", "/api/", "/healthz", "/readyz", "/metrics", "/demo/", "/open-data/")
# Nor is the same page in another language, order or part another page.
_FILES = re.compile(r"[?&](format|lang|sort|after|next)=|\.tlog-proof|\.(csv|xlsx|json|pdf|txt)($|\?)|\bdownload\b")


def pages_of(app: Flask, login: str | None, *, each: int = 1) -> list[str]:
    """Return the addresses that somebody of the demonstration comes to, None being a stranger: `each` of every kind."""
    client = app.test_client()
    if login is not None:
        switched = client.post("/demo/switch", data={"login": login, "csrf_token": _token(client)})
        assert switched.status_code == 302, switched.text
    waiting, seen, found = ["/", *_plain_addresses(app)], set[str](), dict[str, list[str]]()
    for path in _drain(waiting):
        kind = kind_of(app, path)
        if path in seen or kind is None or len(found.get(kind, ())) >= each:
            continue
        seen.add(path)
        answer = client.get(path)
        if answer.status_code in (301, 302, 303):
            waiting.append(answer.headers["Location"])
        elif answer.status_code == 200 and answer.mimetype == "text/html":
            found.setdefault(kind, []).append(path)
            waiting += [unescape(one) for one in _LINK.findall(answer.text)]
    return sorted(one for of_kind in found.values() for one in of_kind)


def _drain(waiting: list[str]) -> Iterator[str]:
    while waiting:
        yield waiting.pop(0)


def _token(client: FlaskClient) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    return found[1] if found else ""


def _plain_addresses(app: Flask) -> list[str]:
    """Return every address without arguments, so that a form to which nothing links is found too."""
    rules = app.url_map.iter_rules()
    return sorted(rule.rule for rule in rules if "GET" in (rule.methods or ()) and not rule.arguments)


def kind_of(app: Flask, address: str) -> str | None:
    """Return which kind of page an address is: the endpoint, and whether it was asked something; None for no page."""
    parts = urlsplit(address)
    if parts.netloc or not parts.path.startswith("/") or parts.path.startswith(_NO_PAGES) or _FILES.search(address):
        return None
    try:
        endpoint, _ = app.url_map.bind("localhost").match(parts.path, method="GET")
    except HTTPException:
        return None
    return f"{endpoint}{'?' if parts.query else ''}"
