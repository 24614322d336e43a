"""One application with the sample area, on a fresh SQLite file for each test."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import argon2
import pyotp
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from registry.app import Area, create_app
from registry.config import Config
from registry.ledger.errors import Malformed
from registry.store.answers import NotWritten
from registry.store.database import connect, metadata
from registry.web.demo import DemoPerson
from tests.web import sample

CHEAP = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "correct horse battery"
SECRET = pyotp.random_base32()
LOGIN = "r-00000318"


@dataclass(frozen=True, slots=True)
class Answered:
    id: str
    index: int | None
    result: str
    facts: dict[str, object]


@dataclass
class FakeRegistry:
    """A log that keeps envelopes in a list and accepts whatever is not called otherwise."""

    engine: sa.Engine
    origin: str = "demo.registry.invalid"
    envelopes: list[bytes] = field(default_factory=list)
    roles_of: dict[str | None, tuple[str, ...]] = field(default_factory=dict)

    def submit(self, envelope: bytes) -> Answered:
        if envelope.startswith(b"garbage"):
            raise Malformed("note_layout")
        if envelope.startswith(b"power cut"):
            raise NotWritten
        self.envelopes.append(envelope)
        result = "units_not_held" if b"too many" in envelope else "accepted"
        return Answered("0193-id", len(self.envelopes) - 1, result, {"held": 7})

    def submit_many(self, envelopes: Sequence[bytes]) -> list[Answered]:
        return [self.submit(envelope) for envelope in envelopes]

    def roles(self, representative: str | None) -> Iterable[str]:
        return self.roles_of.get(representative, ())

    def signed(self) -> bytes:
        return b""

    def ready(self) -> str | None:
        return None


class FakeDemo:
    def people(self) -> Sequence[DemoPerson]:
        return (
            DemoPerson(LOGIN, "经办人甲 · 示例能源", "发起转让", "starts transfers"),
            DemoPerson("auditor", "审计员", "查看全部日志", "reads the whole log"),
        )

    def seed(self, representative: str) -> bytes | None:
        head = bytes.fromhex("302e020100300506032b657004220420")
        return head + bytes(32) if representative == "R-00000318" else None


_databases = itertools.count()


def make_app(
    folder: Path, *, demo: bool = True, requests_per_minute: int = 10_000, areas: tuple[Area, ...] = (sample.AREA,)
) -> Flask:
    url = f"sqlite:///{folder / f'{next(_databases)}.sqlite'}"
    config = Config(
        database=url, secret="s" * 40, directory=folder, origin="demo.registry.invalid", demo=demo, debug=False,
        requests_per_minute=requests_per_minute, proxies=0,
    )  # fmt: skip
    engine = connect(url)
    metadata.create_all(engine)
    registry = FakeRegistry(engine)
    app = create_app(config, registry, areas=areas, passwords=CHEAP, demo_offer=FakeDemo())
    app.jinja_env.globals["drawings"] = _Drawings()
    create_person = app.extensions["people"].create_person
    create_person(LOGIN, name="经办人甲", password=PASSWORD, now=1, representative="R-00000318", totp_secret=SECRET)
    create_person("auditor", name="审计员", password=PASSWORD, now=1, totp_secret=SECRET)
    return app


class _Drawings:
    """Drawn when the template asks, within the request whose language they speak."""

    def __getattr__(self, name: str) -> object:
        return sample.drawings()[name]


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    made = make_app(tmp_path)
    made.config["WTF_CSRF_ENABLED"] = False  # its own test turns it on
    yield made
    made.extensions["registry"].engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def signed_in(client: FlaskClient) -> FlaskClient:
    assert client.post("/demo/switch", data={"login": LOGIN}).status_code == 302
    return client
