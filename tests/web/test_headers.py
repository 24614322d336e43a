"""What browsers are told to enforce, and what the server refuses before any page is asked."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.signin.passwords import PASSWORD_MIN, require_strong
from registry.web.hooks import CONTENT_SECURITY_POLICY
from tests.signin.conftest import code_of
from tests.web.conftest import PASSWORD, make_app

PAGES = ("/", "/sign-in", "/sample/holdings", "/api/v1/sample/holdings", "/nowhere", "/healthz", "/links/unknown")
ERRORS = {"/nowhere": 404, "/sample/not-declared": 403, "/sample/fails": 500}


@pytest.fixture
def real(tmp_path: Path) -> Flask:
    """Return the application as it runs outside the demonstration."""
    return make_app(tmp_path, demo=False)


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_carries_the_headers(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers

    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Cache-Control" in headers
    assert "Access-Control-Allow-Origin" not in headers


def test_the_policy_allows_nothing_inline_and_no_frame() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    for part in ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in CONTENT_SECURITY_POLICY


def test_pages_of_people_are_kept_by_no_cache(signed_in: FlaskClient) -> None:
    assert signed_in.get("/account").headers["Cache-Control"] == "no-store"


def test_real_cookies_are_bound_to_host_and_tls(real: Flask) -> None:
    answer = real.test_client().get("/sign-in", base_url="https://localhost")
    cookies = answer.headers.getlist("Set-Cookie")

    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert part in cookie
    assert "max-age=31536000; includeSubDomains" in answer.headers["Strict-Transport-Security"]


def test_an_unknown_host_is_not_answered(real: Flask) -> None:
    assert real.test_client().get("/sign-in", base_url="https://evil.example").status_code == 400
    assert real.test_client().get("/sign-in", base_url="https://localhost").status_code == 200


def test_a_session_begins_with_a_token_of_its_own(app: Flask, client: FlaskClient) -> None:
    client.set_cookie("registry_session", "chosen by somebody else")
    client.post("/demo/switch", data={"login": "auditor"})

    cookie = client.get_cookie("registry_session")
    assert cookie
    assert cookie.value != "chosen by somebody else"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("address", ERRORS)
def test_every_error_has_a_page_in_both_languages(signed_in: FlaskClient, address: str, language: str) -> None:
    answer = signed_in.get(f"{address}?lang={language}")

    assert answer.status_code == ERRORS[address]
    assert f'data-language="{language}"' in answer.text
    assert "Traceback" not in answer.text


def test_a_body_that_is_too_large_is_refused_with_a_page(signed_in: FlaskClient) -> None:
    answer = signed_in.post("/sample/transfer", data={"target": "x" * (5 * 1024 * 1024)})

    assert answer.status_code == 413
    assert "data-language" in answer.text


def test_a_header_is_not_to_be_split_by_what_is_typed(client: FlaskClient) -> None:
    answer = client.post("/demo/switch", data={"login": "auditor", "next": "/x\r\nSet-Cookie: a=b"})

    assert answer.location == "/"
    assert not any(one.startswith("a=b") for one in answer.headers.getlist("Set-Cookie"))


def test_common_passwords_that_are_long_enough_are_all_refused() -> None:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    long = [one for one in FREQUENCY_LISTS["passwords"] if len(one) >= PASSWORD_MIN]

    assert len(long) > 200
    passed = [one for one in long if code_of_password(one) != "common_password"]
    assert passed == []
    require_strong(PASSWORD, "r-00000318")


@pytest.mark.parametrize("password", ["registry carbon", "zimaoqu dengji", "tanpaifang123", "示例能源示例能源示例能源"])
def test_words_of_this_registry_and_of_the_person_are_soon_guessed(password: str) -> None:
    assert code_of_password(password) == "common_password"


def code_of_password(password: str) -> str:
    return code_of(lambda: require_strong(password, "r-00000318", "示例能源"))
