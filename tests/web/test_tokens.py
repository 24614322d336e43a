"""API tokens and one-time links as programs and browsers meet them."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.signin import People, Person
from registry.signin.accounts import Origin
from registry.web.presence import ACCOUNT
from registry.web.seam import now
from tests.web.conftest import LOGIN, PASSWORD

PERSON = Person(1, LOGIN, "R-00000318", "经办人甲", enrolled=True, roles=frozenset())
HOME = Origin("192.0.2.1")


def token_of(app: Flask, *scopes: str) -> str:
    people: People = app.extensions["people"]
    name = "-".join(scopes)
    return people.tokens.make(PERSON, name=name, scopes=scopes, days=1, origin=HOME, now=now())


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_token_opens_the_json_that_its_person_may_open(app: Flask, client: FlaskClient) -> None:
    head = bearer(token_of(app, "read"))

    assert client.get("/api/v1/sample/journal", headers=head).status_code == 200
    assert client.get("/api/v1/sample/audit", headers=head).status_code == 403
    app.extensions["registry"].roles_of["R-00000318"] = ("auditor",)
    assert client.get("/api/v1/sample/audit", headers=head).status_code == 200


@pytest.mark.parametrize("address", ["/sample/journal", "/account", "/account/tokens/new"])
def test_a_token_opens_no_page(app: Flask, client: FlaskClient, address: str) -> None:
    answer = client.get(address, headers=bearer(token_of(app, "read", "submit", "log")))

    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in")


def test_a_token_without_the_scope_is_refused(app: Flask, client: FlaskClient) -> None:
    reads, submits = bearer(token_of(app, "read")), bearer(token_of(app, "submit"))

    assert client.get("/api/v1/sample/journal", headers=submits).status_code == 403
    assert client.post("/api/v1/entries", data=b"entry", headers=reads).status_code == 403
    assert client.post("/api/v1/entries", data=b"entry", headers=submits).status_code == 201


def test_what_everybody_may_read_needs_no_scope(app: Flask, client: FlaskClient) -> None:
    assert client.get("/api/v1/sample/holdings", headers=bearer(token_of(app, "submit"))).status_code == 200


@pytest.mark.parametrize("address", ["/api/v1/sample/holdings", "/api/v1/sample/journal", "/log/checkpoint"])
def test_a_dead_token_is_said_to_be_dead(client: FlaskClient, address: str) -> None:
    answer = client.get(address, headers=bearer("rgs_unknown"))

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer error=invalid_token"


def test_strangers_are_told_what_to_send(client: FlaskClient) -> None:
    assert client.get("/api/v1/sample/journal").headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_does_not_ride_on_a_session(app: Flask, signed_in: FlaskClient) -> None:
    assert signed_in.get("/api/v1/sample/journal").status_code == 200
    assert signed_in.get("/api/v1/sample/journal", headers=bearer("rgs_unknown")).status_code == 401


def test_a_token_is_made_only_by_somebody_who_is_present(signed_in: FlaskClient) -> None:
    form = {"name": "nightly", "read": "yes", "days": "30"}

    for answer in (signed_in.get("/account/tokens/new"), signed_in.post("/account/tokens/new", data=form)):
        assert answer.location == f"/account/step-up/{ACCOUNT}?next=/account/tokens/new"


def test_a_token_is_made_shown_once_listed_and_revoked(signed_in: FlaskClient, app: Flask) -> None:
    signed_in.post(f"/demo/confirm/{ACCOUNT}")
    shown = signed_in.post("/account/tokens/new", data={"name": "nightly", "read": "yes", "days": "30"})
    token = re.findall(r"rgs_[\w-]{43}", shown.text)[0]
    fresh = app.test_client()
    assert fresh.get("/api/v1/sample/journal", headers=bearer(token)).status_code == 200
    listed = signed_in.get("/account").text
    assert "nightly" in listed
    assert token not in listed
    address = re.findall(r"/account/tokens/\d+/revoke", listed)[0]

    assert signed_in.post(address).status_code == 302

    assert fresh.get("/api/v1/sample/journal", headers=bearer(token)).status_code == 401
    assert "nightly" not in signed_in.get("/account").text.partition("安全记录")[0]


@pytest.mark.parametrize("form", [{}, {"name": "x", "days": "30"}, {"name": "x", "read": "yes", "days": "4000"}])
def test_a_form_for_a_token_comes_back_with_what_is_missing(signed_in: FlaskClient, form: dict[str, str]) -> None:
    signed_in.post(f"/demo/confirm/{ACCOUNT}")
    answer = signed_in.post("/account/tokens/new", data=form)

    assert answer.status_code == 422
    assert "rgs_" not in answer.text


def test_an_invitation_is_accepted_from_its_link(app: Flask, client: FlaskClient) -> None:
    people: People = app.extensions["people"]
    token = people.invite("new@example.com", name="新人", representative=None, by=LOGIN, now=now())
    assert "new@example.com" in client.get(f"/links/{token}").text
    assert client.post(f"/links/{token}", data={"password": "password123456"}).status_code == 422

    assert client.post(f"/links/{token}", data={"password": PASSWORD}).location == "/sign-in"

    assert client.get(f"/links/{token}").status_code == 404
    done = client.post("/sign-in", data={"login": "new@example.com", "password": PASSWORD})
    assert client.get(done.location).location == "/account/second-factor"


def test_an_unknown_link_says_so(client: FlaskClient) -> None:
    assert client.get("/links/unknown").status_code == 404
    assert client.post("/links/unknown", data={"password": PASSWORD}).status_code == 404
