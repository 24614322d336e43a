"""The pages of sign-in: what the browser sees of it."""

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.signin import People, Person
from registry.web.account import local_path
from registry.web.hooks import DEVICE_COOKIE, SESSION_COOKIE
from registry.web.seam import now
from tests.web.conftest import LOGIN, PASSWORD, SECRET

PERSON = Person(1, LOGIN, "R-00000318", "经办人甲", enrolled=True, roles=frozenset())


def _fill(code: str = "") -> dict[str, str]:
    return {"login": LOGIN, "password": PASSWORD, "code": code or pyotp.TOTP(SECRET).now()}


def test_signing_in_leads_to_the_wanted_page(client: FlaskClient) -> None:
    response = client.post("/sign-in", data=_fill() | {"next": "/sample/journal?sort=units"})

    assert response.location == "/sample/journal?sort=units"
    assert client.get("/sample/journal").status_code == 200
    assert client.get_cookie(DEVICE_COOKIE)


def test_wrong_credentials_come_back_to_the_form(client: FlaskClient) -> None:
    response = client.post("/sign-in", data=_fill(code="000000"))

    assert response.status_code == 422
    assert f'value="{LOGIN}"' in response.text
    assert PASSWORD not in response.text


def test_guessing_gets_429_with_the_wait(client: FlaskClient) -> None:
    answers = [client.post("/sign-in", data=_fill(code="000000")) for _ in range(7)]

    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1


def test_a_copied_cookie_is_dead_after_logout(app: Flask, client: FlaskClient) -> None:
    client.post("/sign-in", data=_fill())
    cookie = client.get_cookie(SESSION_COOKIE)
    assert cookie
    thief = app.test_client()
    thief.set_cookie(SESSION_COOKIE, cookie.value)
    assert thief.get("/account").status_code == 200

    client.post("/sign-out")

    assert thief.get("/account").status_code == 302
    assert client.get("/account").status_code == 302


def test_a_copied_cookie_is_dead_after_a_password_change(app: Flask, client: FlaskClient) -> None:
    client.post("/sign-in", data=_fill())
    cookie = client.get_cookie(SESSION_COOKIE)
    assert cookie
    thief = app.test_client()
    thief.set_cookie(SESSION_COOKIE, cookie.value)

    response = client.post("/account/password", data={"old": PASSWORD, "new": "a new long sentence"})

    assert response.status_code == 302
    assert thief.get("/account").status_code == 302


def test_sessions_are_listed_and_ended(app: Flask, signed_in: FlaskClient) -> None:
    other = app.test_client()
    other.post("/demo/switch", data={"login": LOGIN}, headers={"User-Agent": "the other browser"})
    assert "the other browser" in signed_in.get("/account").text
    people: People = app.extensions["people"]
    found = next(one for one in people.list_sessions(PERSON.id, now()) if one.agent == "the other browser")

    signed_in.post(f"/account/sessions/{found.id}/end")

    assert other.get("/account").status_code == 302
    assert signed_in.get("/account").status_code == 200


def test_an_account_without_second_factor_can_only_get_one(app: Flask) -> None:
    people: People = app.extensions["people"]
    people.create_person("new@example.com", name="新人", password=PASSWORD, now=1)
    client = app.test_client()
    client.post("/sign-in", data={"login": "new@example.com", "password": PASSWORD})
    assert client.get("/account").location == "/account/second-factor"
    assert client.get("/sample/holdings").location == "/account/second-factor"
    page = client.get("/account/second-factor").text
    with client.session_transaction() as state:
        secret = state["totp"]
    assert secret in page

    shown = client.post("/account/second-factor", data={"code": pyotp.TOTP(secret).now()})

    assert shown.text.count("<li><code>") == 10
    assert client.get("/account").status_code == 200


def test_step_up_leads_back_only_with_a_fresh_code(signed_in: FlaskClient) -> None:
    address = f"/account/step-up/{'ab' * 32}"
    assert signed_in.get(address).status_code == 200
    assert signed_in.post(address, data={"code": "000000", "next": "/x"}).status_code == 422
    assert signed_in.post(address, data={"code": pyotp.TOTP(SECRET).now(), "next": "/x"}).location == "/x"


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", "", "/a\r\nb"]
)
def test_nobody_is_led_off_the_site(target: str) -> None:
    assert local_path(target) == "/"


def test_the_demo_offers_only_its_own_people(client: FlaskClient) -> None:
    assert client.post("/demo/switch", data={"login": "root"}).status_code == 404


def test_the_demo_key_is_the_persons_own(client: FlaskClient) -> None:
    client.post("/demo/switch", data={"login": LOGIN})
    assert client.get("/demo/key").get_json()["representative"] == "R-00000318"
    client.post("/demo/switch", data={"login": "auditor"})
    assert client.get("/demo/key").status_code == 404
