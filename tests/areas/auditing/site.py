"""The pages of auditing over a filled journal: an application, and people who look at it."""

import contextlib
import shutil
from pathlib import Path

import argon2
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from registry.app import Area, create_app
from registry.areas.auditing import views
from registry.catalog import CATALOGUE
from registry.config import Config
from registry.signin import SigninError
from registry.store.database import connect
from registry.store.opening import OpenRegistry
from registry.web.demo import DemoPerson
from tests.store.filled import Direct, Filled
from tests.world import ORIGIN

AREA = Area(
    blueprint=views.blueprint, permissions=views.PERMISSIONS, sentences=views.SENTENCES, navigation=views.NAVIGATION
)
CHEAP = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
AUDITOR, ENTERPRISE = "auditor", "enterprise"
REPRESENTATIVES = {AUDITOR: "R-00000090", ENTERPRISE: "R-00000011", "operator": "R-00000001", "guest": None}


class Offer:
    """Lets a test become anybody by one request."""

    def people(self) -> tuple[DemoPerson, ...]:
        return tuple(DemoPerson(login, login, login, login) for login in REPRESENTATIVES)

    def seed(self, representative: str) -> bytes | None:
        del representative
        return None


def make_app(journal: Filled, folder: Path) -> Flask:
    """Return the application over a journal, with people of different functions."""
    config = Config(
        database=str(journal.engine.url), secret="s" * 40, directory=folder, origin=ORIGIN, demo=True, debug=False,
        requests_per_minute=100_000, proxies=0,
    )  # fmt: skip
    registry = OpenRegistry(journal.engine, Direct(journal.writer), origin=ORIGIN, catalogue=CATALOGUE)
    app = create_app(config, registry, areas=(AREA,), passwords=CHEAP, demo_offer=Offer())
    app.config["WTF_CSRF_ENABLED"] = False
    people = app.extensions["people"]
    for login, representative in REPRESENTATIVES.items():
        with contextlib.suppress(SigninError):  # a journal that several tests read keeps its people
            people.create_person(
                login,
                name=login,
                password="correct horse battery",
                now=1,
                representative=representative,
                totp_secret="A" * 32,
            )
    return app


def as_person(app: Flask, login: str) -> FlaskClient:
    """Return a client that is signed in."""
    client = app.test_client()
    assert client.post("/demo/switch", data={"login": login}).status_code == 302
    return client


def copied(template: Path, folder: Path) -> sa.Engine:
    """Return an engine on a copy of an empty database."""
    path = folder / "registry.db"
    shutil.copy(template, path)
    return connect(f"sqlite:///{path}")
