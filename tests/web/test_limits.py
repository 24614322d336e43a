"""Allowances: what is left stands in every answer, a person's is not a neighbour's, and 429 says how long to wait."""

import re
from pathlib import Path

from tests.web.conftest import LOGIN, make_app


def test_every_answer_says_what_is_left(tmp_path: Path) -> None:
    client = make_app(tmp_path, requests_per_minute=5).test_client()
    first, second = (client.get("/api/v1/sample/holdings").headers for _ in range(2))

    assert first["RateLimit-Policy"] == '"minute";q=5;w=60'
    assert [re.findall(r"r=(\d+);t=\d+$", one["RateLimit"]) for one in (first, second)] == [["4"], ["3"]]
    assert "Retry-After" not in second


def test_beyond_the_allowance_the_answer_says_how_long_to_wait(tmp_path: Path) -> None:
    client = make_app(tmp_path, requests_per_minute=2).test_client()
    answer = [client.get("/api/v1/sample/holdings") for _ in range(3)][-1]

    assert answer.status_code == 429
    assert answer.get_json()["code"] == "http_429"
    assert 1 <= int(answer.headers["Retry-After"]) <= 61


def test_a_person_has_an_allowance_beside_the_addresses(tmp_path: Path) -> None:
    app = make_app(tmp_path, requests_per_minute=3)
    app.config["WTF_CSRF_ENABLED"] = False
    stranger, known = app.test_client(), app.test_client()
    known.post("/demo/switch", data={"login": LOGIN})
    while stranger.get("/api/v1/sample/holdings").status_code == 200:
        pass

    assert known.get("/api/v1/sample/holdings").status_code == 200


def test_static_files_count_nothing(tmp_path: Path) -> None:
    client = make_app(tmp_path, requests_per_minute=1).test_client()

    assert "RateLimit" not in client.get("/assets/x/registry.css", buffered=True).headers
    assert client.get("/").status_code == 200
