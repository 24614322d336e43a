"""Headers, cookies, errors, languages, static files, and the settings that the server refuses."""

import json
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.config import DEMO_SECRET, WeakConfig, from_environment
from registry.web.assets import FOLDER, folder_hash
from registry.web.language import LANGUAGES
from tests.web.conftest import make_app

PAGES = ["/", "/sign-in", "/sample/holdings", "/nope", "/healthz", "/api/v1/sample/holdings", "/api/v1/nope"]


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_carries_the_guarding_headers(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "address", ["/", "/sign-in", "/sample/holdings", "/nope", "/account", "/keys/this-browser", "/sample/transfer"]
)
def test_no_page_has_inline_script_or_style(signed_in: FlaskClient, address: str) -> None:
    text = signed_in.get(address).text

    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


def test_outside_the_demo_cookies_travel_encrypted_only(tmp_path: Path) -> None:
    app = make_app(tmp_path, demo=False)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()

    response = client.get("/?lang=en", base_url="https://localhost")

    for cookie in response.headers.getlist("Set-Cookie"):
        assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax"))
    assert "max-age" in response.headers["Strict-Transport-Security"]
    assert client.post("/demo/switch", data={"login": "r-00000318"}, base_url="https://localhost").status_code == 404


def test_a_form_without_its_token_is_refused(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    response = app.test_client().post("/sign-in", data={"login": "r-00000318"})

    assert response.status_code == 400
    assert "form_expired" in response.text


@pytest.mark.parametrize(("address", "status"), [("/nope", 404), ("/sample/fails", 500), ("/sample/account/x", 404)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_errors_are_pages_in_both_languages(client: FlaskClient, address: str, status: int, language: str) -> None:
    response = client.get(f"{address}?lang={language}")

    assert response.status_code == status
    assert f'lang="{"en" if language == "en" else "zh-Hans-CN"}"' in response.text
    heading = re.search(r"<h1>(.*?)</h1>", response.text)
    assert heading
    assert heading[1].isascii() == (language == "en")


@pytest.mark.parametrize(
    ("address", "status"), [("/api/v1/nope", 404), ("/api/v1/sample/fails", 500), ("/api/v1/sample/account/x", 404)]
)
def test_errors_of_the_api_are_problems(client: FlaskClient, address: str, status: int) -> None:
    response = client.get(address)

    assert response.mimetype == "application/problem+json"
    assert json.loads(response.text)["status"] == response.status_code == status


def test_a_fault_inside_shows_nothing_of_the_inside(client: FlaskClient) -> None:
    assert "ZeroDivision" not in client.get("/sample/fails").text


def test_405_keeps_allow(client: FlaskClient) -> None:
    response = client.delete("/sign-in")

    assert response.status_code == 405
    assert {"GET", "POST"} <= set(response.headers["Allow"].split(", "))


def test_too_many_requests_are_answered_429_with_the_wait(tmp_path: Path) -> None:
    client = make_app(tmp_path, requests_per_minute=3).test_client()
    answers = [client.get("/").status_code for _ in range(4)]

    assert answers == [200, 200, 200, 429]


def test_wrong_query_arguments_name_the_field(client: FlaskClient) -> None:
    response = client.get("/api/v1/sample/holdings?limit=0")

    assert response.status_code == 422
    assert "limit" in json.loads(response.text)["facts"]["fields"]
    assert client.get("/sample/holdings?limit=x").status_code == 422


def test_chinese_is_the_default_whatever_the_browser_prefers(client: FlaskClient) -> None:
    assert "zh-Hans-CN" in client.get("/", headers={"Accept-Language": "en"}).text


def test_a_chosen_language_stays(client: FlaskClient) -> None:
    client.get("/?lang=en")

    assert 'lang="en"' in client.get("/sample/holdings").text


def test_the_language_link_keeps_the_page_and_its_filters(client: FlaskClient) -> None:
    assert 'href="/sample/holdings?vintage=2025&amp;lang=en"' in client.get("/sample/holdings?vintage=2025").text


def test_static_files_are_kept_for_ever_under_their_hash(client: FlaskClient) -> None:
    version = folder_hash(FOLDER)
    response = client.get(f"/assets/{version}/registry.css", buffered=True)
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert f"/assets/{version}/registry.css" in client.get("/").text

    assert "no-cache" in client.get("/assets/older/registry.css", buffered=True).headers["Cache-Control"]


def test_static_files_stay_in_their_folder(client: FlaskClient) -> None:
    assert client.get(f"/assets/x/{'../' * 3}pyproject.toml").status_code == 404


def test_modules_are_served_as_javascript(client: FlaskClient) -> None:
    assert client.get(f"/assets/{folder_hash(FOLDER)}/sign.js", buffered=True).mimetype == "text/javascript"


def test_health_and_readiness(client: FlaskClient) -> None:
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"REGISTRY_SECRET": "short"},
        {"REGISTRY_SECRET": DEMO_SECRET},
        {"REGISTRY_SECRET": "s" * 40, "REGISTRY_DEBUG": "1"},
    ],
)
def test_weak_settings_are_refused_outside_the_demo(environ: dict[str, str]) -> None:
    with pytest.raises(WeakConfig):
        from_environment(environ)


def test_own_settings_and_the_demo_are_accepted() -> None:
    assert not from_environment({"REGISTRY_SECRET": "s" * 32}).demo
    assert from_environment({"REGISTRY_DEMO": "1"}).demo
