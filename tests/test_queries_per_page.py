"""How many statements each page of the demonstration may send to its database, so that none grows unseen."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from registry.app import create_app
from registry.demo.cast import ENTERPRISES
from registry.demo.running import Demonstration, open_demo
from registry.ledger.serials import account_number

HOLDING = account_number(ENTERPRISES[0].zone, "HO", ENTERPRISES[0].number)
# Statements at most, by person and page; what a session, its roles and the navigation ask is in it.
LIMITS = {
    (None, "/"): 5,
    (None, "/figures"): 5,
    (None, "/participants"): 3,
    (None, "/participants/P-00000011/keys"): 9,
    (None, "/open-data"): 3,
    (None, "/check"): 3,
    (None, "/conservation"): 9,
    (None, "/search?q=slny"): 4,
    (None, "/finance/bonds"): 4,
    (None, "/finance/bonds/B-00000001"): 20,
    (None, "/discharge/trades"): 3,
    (None, "/discharge/indicators?pollutant=COD"): 4,
    ("lender", "/pledges"): 17,
    ("energy", "/discharge/rights"): 15,
    ("energy", "/overview"): 22,
    ("energy", "/holdings"): 16,
    ("energy", f"/accounts/{HOLDING}"): 16,
    ("energy", "/tasks"): 11,
    ("energy", "/allowances/transfer"): 17,
    ("energy", "/journal"): 13,
    ("energy", "/finance/projects"): 11,
    ("auditor", "/journal"): 13,
    ("auditor", "/journal/300"): 22,
    ("auditor", "/trace?serial=CEA-31-NAT-2025-1"): 20,
    ("auditor", "/checkpoints"): 12,
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    made = open_demo(tmp_path_factory.mktemp("told") / "demo", reset=False, say=lambda _: None)
    made.worker.run_once()
    yield made
    made.close()
    made.registry.engine.dispose()


@contextmanager
def counted(engine: sa.Engine) -> Iterator[list[str]]:
    """Yield the statements that the engine sends meanwhile."""
    sent: list[str] = []

    def note(*arguments: object) -> None:
        sent.append(str(arguments[2]))

    sa.event.listen(engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(engine, "before_cursor_execute", note)


def as_person(app: Flask, login: str | None) -> FlaskClient:
    client = app.test_client()
    if login is not None:
        assert client.post("/demo/switch", data={"login": login}).status_code == 302
    return client


def test_no_page_sends_more_statements_than_its_limit(demo: Demonstration) -> None:
    app = create_app(demo.config, demo.registry, demo_offer=demo)
    app.config["WTF_CSRF_ENABLED"] = False
    over, clients = {}, {login: as_person(app, login) for login, _ in LIMITS}
    for (login, path), limit in LIMITS.items():
        clients[login].get(path)  # what a process reads once is not the page's
        with counted(demo.registry.engine) as sent:
            answer = clients[login].get(path)
        assert answer.status_code == 200, path
        if len(sent) > limit:
            over[login, path] = (len(sent), limit)
    assert over == {}
