"""What the web needs from whatever keeps the log; and who and when, for the request at hand."""

import time
from collections.abc import Iterable, Sequence
from typing import Protocol, cast

import sqlalchemy as sa
from flask import current_app, g, request

from registry.config import Config
from registry.signin import People, Person, Session
from registry.signin.accounts import Origin


class Answer(Protocol):
    """What became of an envelope: `result` is ``accepted`` or the code of the refusal."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def index(self) -> int | None: ...  # noqa: D102
    @property
    def result(self) -> str: ...  # noqa: D102
    @property
    def facts(self) -> dict[str, object]: ...  # noqa: D102


class Standing(Protocol):
    """Where one of many envelopes stands: its number in the log if it is there, and its result or the answer's code."""

    @property
    def index(self) -> int | None: ...  # noqa: D102
    @property
    def result(self) -> str: ...  # noqa: D102


class Registry(Protocol):
    """The log behind the pages, as `create_app` receives it."""

    @property
    def engine(self) -> sa.Engine: ...  # noqa: D102
    @property
    def origin(self) -> str: ...  # noqa: D102

    def submit(self, envelope: bytes) -> Answer:
        """Return what became of the envelope; raises `LedgerError` for what is answered but not recorded."""

    def submit_many(self, envelopes: Sequence[bytes]) -> "Sequence[Standing]":
        """Return what became of each envelope, in order; without an `index` it was answered and not recorded."""

    def roles(self, representative: str | None) -> Iterable[str]:
        """Return the roles that the ledger gives to a representative now."""

    def signed(self) -> bytes:
        """Return the newest signed head, or nothing where there is none."""

    def ready(self) -> str | None:
        """Return None if writes are served, else the reason why not."""


def registry() -> Registry:
    """Return the log behind the present application."""
    return cast("Registry", current_app.extensions["registry"])


def people() -> People:
    """Return the accounts of the present application."""
    return cast("People", current_app.extensions["people"])


def config() -> Config:
    """Return the settings of the present application."""
    return cast("Config", current_app.extensions["config"])


def now() -> int:
    """Return the time in microseconds since the epoch, UTC."""
    return time.time_ns() // 1000


def person() -> Person | None:
    """Return who is signed in, or None."""
    return cast("Person | None", g.get("person"))


def require_person() -> tuple[Person, Session]:
    """Return who is signed in and the session, on pages that the permission table gives to signed-in people only."""
    return cast("Person", g.person), cast("Session", g.session)


def cookie_name(name: str) -> str:
    """Return a cookie's name; where cookies are secure, with the prefix that binds it to this host and to TLS."""
    return f"__Host-{name}" if current_app.config["SESSION_COOKIE_SECURE"] else name


def origin_of_request(device_cookie: str) -> Origin:
    """Return where the present request comes from; behind proxies only as far as the settings trust them."""
    agent = request.headers.get("User-Agent", "")
    return Origin(request.remote_addr or "", agent, request.cookies.get(cookie_name(device_cookie), ""))
