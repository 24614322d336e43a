"""A registry with its pages for tests: two enterprises of which one needs two signatures, and who may sign in to it."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import argon2
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from registry.app import AREAS, Area, create_app
from registry.areas.credits.rules.titles import AdmitClass, IssueCredits
from registry.areas.participants.calendar_data import PUBLISHED
from registry.areas.participants.control_data import FOUNDING
from registry.areas.participants.rules.calendars import SetCalendar
from registry.areas.participants.rules.keys import AddRepresentative
from registry.areas.participants.rules.parameters import Nature
from registry.areas.participants.rules.parties import DefineClass
from registry.catalog import CATALOGUE
from registry.config import Config
from registry.ledger import note
from registry.ledger.book import Title
from registry.ledger.parties import Custody, Role
from registry.ledger.serials import account_number
from registry.store.database import connect, metadata
from registry.store.migrate import load_tables
from registry.store.opening import HEADS, LOG_SEED, OpenRegistry, log_signer, open_here, prepare
from registry.store.second_place import SecondPlace
from registry.store.submission import WriterThread
from registry.store.writer import Writer
from registry.web.demo import DemoPerson
from registry.web.hooks import SESSION_COOKIE
from registry.web.seam import now
from tests.world import (
    AUTHORITY,
    DOCUMENT,
    OPERATORS,
    ORIGIN,
    REGISTRAR,
    Author,
    World,
    public_key_of,
    seed_of,
    signer_of,
)

FIRST, SECOND, OTHER = "R-00000011", "R-00000211", "R-00000012"
PASSWORD = "correct horse battery"
TOTP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PEOPLE = {
    "first": (FIRST, "经办人甲"), "second": (SECOND, "复核人乙"), "other": (OTHER, "经办人丙"),
    "operator": (OPERATORS[0], "登记员一"), "operator2": (OPERATORS[1], "登记员二"),
    "authority": (AUTHORITY, "主管人员"), "registrar": (REGISTRAR, "身份核验员"), "nobody": (None, "访客"),
}  # fmt: skip
_CHEAP = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class _Demo:
    def people(self) -> list[DemoPerson]:
        return [DemoPerson(login, name, name, login) for login, (_, name) in PEOPLE.items()]

    def seed(self, representative: str) -> bytes | None:
        return bytes.fromhex("302e020100300506032b657004220420") + seed_of(representative)


def account(number: int, purpose: str = "HO") -> str:
    """Return an account of a test enterprise."""
    return account_number("31", purpose, number)


class Browser(FlaskClient):
    """Shows presence for a text before it sends the signatures, as the script of the signing page does."""

    def post(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send; `open` sends without showing anything."""
        if str(args[0]).startswith("/tasks/sign"):
            people, cookie = self.application.extensions["people"], self.get_cookie(SESSION_COOKIE)
            found = people.present(cookie.value, now()) if cookie else None
            if found is not None:
                text = kwargs.get("data", b"").partition(b"\n\n")[0] + b"\n"
                people.confirm_for_demo(found[1], digest=digest_of(text), now=now())
        return super().post(*args, **kwargs)


@dataclass
class Site:
    """An open registry with its application."""

    app: Flask
    registry: OpenRegistry
    world: World

    def client(self, login: str = "") -> FlaskClient:
        """Return a browser, signed in as somebody."""
        client = self.app.test_client()
        if login:
            assert client.post("/demo/switch", data={"login": login}).status_code == 302
        return client

    def submit(self, *envelopes: bytes) -> None:
        """Submit envelopes that must all be accepted."""
        for envelope in envelopes:
            answer = self.registry.submit(envelope)
            assert answer.result == "accepted", answer

    def head(self) -> int:
        """Return how many entries the journal holds."""
        return int(note.parse(self.registry.signed()).text.split(b"\n")[1])


@contextmanager
def open_site(
    folder: Path, *, areas: tuple[Area, ...] = AREAS, controls: bool = False, clock: Callable[[], int] | None = None
) -> Iterator[Site]:
    """Open a registry in a folder, found it, bring the enterprises in, and put pages before it.

    With ``controls`` transfers are under them; a ``clock`` takes the place of the watched one, for a story that jumps.
    """
    load_tables()
    url = f"sqlite:///{folder / 'registry.sqlite'}"
    engine = connect(url)
    metadata.create_all(engine)
    (folder / "keys").mkdir(parents=True)
    (folder / "keys" / LOG_SEED).write_text(f"{seed_of('log').hex()}\n", encoding="ascii")  # the genesis names it
    (folder / "keys" / LOG_SEED).chmod(0o600)
    prepare(engine, folder / "keys", ORIGIN)
    registry, close = _opened(engine, folder / "keys", clock)
    world = World(Author(ORIGIN, now_ms=time.time_ns() // 1_000_000), controls=controls)
    for envelope in (*founding(world), *(under_controls(world) if controls else ())):
        answer = registry.submit(envelope)
        assert answer.result == "accepted", answer
    config = Config(
        database=url, secret="s" * 40, directory=folder, origin=ORIGIN, demo=True, debug=False,
        requests_per_minute=10_000, proxies=0,
    )  # fmt: skip
    app = create_app(config, registry, areas=areas, passwords=_CHEAP, demo_offer=_Demo())
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = Browser
    people = app.extensions["people"]
    for login, (representative, name) in PEOPLE.items():
        people.create_person(
            login, name=name, password=PASSWORD, now=1, representative=representative, totp_secret=TOTP
        )
    try:
        yield Site(app, registry, world)
    finally:
        close()
        engine.dispose()


def _opened(
    engine: sa.Engine, folder: Path, clock: Callable[[], int] | None
) -> tuple[OpenRegistry, Callable[[], None]]:
    if clock is None:
        return open_here(engine, folder, catalogue=CATALOGUE)
    place = SecondPlace(folder / HEADS)
    writer = Writer(engine, log_signer(folder, ORIGIN), catalogue=CATALOGUE, clock=clock, second_place=place)
    registry = OpenRegistry(engine, WriterThread(writer), origin=ORIGIN, catalogue=CATALOGUE)

    def close() -> None:
        registry.close()
        place.close()

    return registry, close


def under_controls(world: World) -> Iterator[bytes]:
    """Yield what transfers under controls rest on: calendars, parameters, and where units wait."""
    author, law = world.author, (AUTHORITY, OPERATORS[0])
    year = datetime.fromtimestamp(author.now_ms / 1000, UTC).year
    for one in (year, year + 1):
        known = PUBLISHED.get(one)
        days = (known.holidays, known.workdays) if known else ((), ())
        calendar = SetCalendar(one, *days, "NOTICE", DOCUMENT)
        yield author.envelope("participants.set_calendar", calendar, *law)
    for founding_value in FOUNDING:
        yield author.envelope("participants.define_parameter", founding_value.definition, *law)
        signers = law if founding_value.definition.nature is Nature.LAW else OPERATORS
        yield author.envelope("participants.set_parameter", founding_value.value, *signers)
    for number in (11, 12):
        yield world.open_account(number, "ES", number)


def founding(world: World) -> Iterator[bytes]:
    """Yield what founds the registry: enterprise 11 with two representatives, 12 with one, allowances and credits."""
    author = world.author
    yield from world.founding()
    yield from world.enterprise(11)
    second = AddRepresentative(
        participant="P-00000011", representative=SECOND, roles=(Role.APPROVER, Role.ADMINISTRATOR),
        public_key=public_key_of(SECOND), custody=Custody.BROWSER,
    )  # fmt: skip
    yield author.envelope("participants.add_representative", second, FIRST, SECOND)
    yield from world.enterprise(12)
    for purpose in ("PE", "CX", "RT"):
        yield world.open_account(11, purpose, 11)
    yield world.mirrored(11, units=20_000, vintage=2025)
    yield world.mirrored(11, units=5_000, vintage=2024, batch=2)
    define = DefineClass("FCS", "地方林业碳汇", "tCO2e", Title.OWN, "本登记簿", has_serials=True)
    yield author.envelope("participants.define_class", define, AUTHORITY, OPERATORS[0])
    yield author.envelope("credits.admit_class", AdmitClass("FCS", "地方林业", DOCUMENT), AUTHORITY, OPERATORS[0])
    issue = IssueCredits("FCS-31-PUER01-2025-1", "FCS-2025", "31", account(1, "IS"), account(11), 3_000, DOCUMENT)
    yield author.envelope("credits.issue", issue, AUTHORITY, OPERATORS[0])
    if not world.controls:
        yield world.transfer(11, 12, units=1_500)


def need_two(site: Site) -> None:
    """Let enterprise 11 move units only with two signatures."""
    from registry.areas.participants.rules.policies import SetApprovals

    body = SetApprovals("P-00000011", 2, offline_required=False)
    site.submit(site.world.author.envelope("participants.set_approvals", body, FIRST))


def text_on(page: str) -> bytes:
    """Return the exact text that a page offers for signature."""
    return _area(page, "data-text readonly").encode()


def envelope_on(page: str) -> bytes:
    """Return the envelope so far that a page offers for signature."""
    return _area(page, "data-envelope hidden").encode()


def _area(page: str, mark: str) -> str:
    import html

    start = page.index(">\n", page.index(mark)) + 2
    return html.unescape(page[start : page.index("</textarea>", start)])


def signed_by(page: str, representative: str) -> bytes:
    """Return what the browser of a representative sends from a page to sign."""
    text, before = text_on(page), envelope_on(page)
    signature = note.sign_text(text, signer_of(representative))
    signatures = note.parse(before).signatures if before else ()
    return note.render(note.Note(text, (*signatures, signature)))


def id_of(text: bytes) -> str:
    """Return an entry's id."""
    return str(json.loads(text.split(b"\n")[1])["id"])


def digest_of(text: bytes) -> str:
    """Return the digest that the page shows."""
    return hashlib.sha256(text).hexdigest()


def count_rows(engine: sa.Engine, table: sa.Table) -> int:
    """Return how many rows a table has."""
    with engine.connect() as connection:
        return int(connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0)
