"""The pages of projects, as a reader, as a body and as an owner see them."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.app import AREAS
from registry.areas.credits import CHOICES
from registry.areas.credits.rules import RECORDS
from registry.ledger.book import Batch
from registry.ledger.parties import Participant, Representative
from tests.areas.allowances.factories import ALICE
from tests.areas.credits.projects import (
    ANSWER,
    COMMENT,
    DESIGN,
    DESIGN_STEPS,
    PERIOD_STEPS,
    PROJECT,
    VALIDATOR,
    Projects,
    changed,
)
from tests.pages import filled, make_app

OTHER = "C-00000002"
SECOND = changed(DESIGN, project=OTHER, scheme="CCER", claims=("LQ-9",), name_en="Example second", zone="35")


@pytest.fixture(scope="module")
def projects() -> Projects:
    made = Projects().take(DESIGN, COMMENT, ANSWER, *DESIGN_STEPS[1:], *PERIOD_STEPS)
    return made.take(SECOND, changed(COMMENT, project=OTHER))


def app_of(number: int, projects: Projects, folder: Path, *roles: str) -> Flask:
    engine = filled(folder, projects.made.journal, (*RECORDS, Batch, Participant, Representative))
    return make_app(engine, folder, areas=AREAS, representative=f"R-{number:08}", roles=roles)


@pytest.fixture(scope="module")
def app(projects: Projects, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return app_of(ALICE, projects, tmp_path_factory.mktemp("pages"), "enterprise", "initiator")


@pytest.fixture
def client(app: Flask, projects: Projects, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setattr("time.time_ns", lambda: projects.made.author.now_ms * 1_000_000)
    return app.test_client()


def test_everybody_reads_the_list_in_both_languages(client: FlaskClient) -> None:
    for language, number in (("zh", 0), ("en", 1)):
        page = client.get(f"/credits/projects?lang={language}")
        assert page.status_code == 200
        assert CHOICES["Stage"]["registered"][number] in page.text
        assert (DESIGN.name_zh, DESIGN.name_en)[number] in page.text


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [OTHER, PROJECT]),
        ("sort=number", [PROJECT, OTHER]),
        ("sort=-issued_units", [PROJECT, OTHER]),
        ("scheme=CCER", [OTHER]),
        ("stage=registered", [PROJECT]),
        ("zone=35", [OTHER]),
        ("text=second", [OTHER]),
        ("text=nothing", []),
    ],
)
def test_the_list_is_filtered_and_sorted_by_its_address(client: FlaskClient, query: str, numbers: list[str]) -> None:
    rows = client.get(f"/api/v1/credits/projects?{query}").json["rows"]  # type: ignore[index]

    assert [row["number"] for row in rows] == numbers


def test_a_filter_that_means_nothing_is_refused(client: FlaskClient) -> None:
    assert client.get("/api/v1/credits/projects?stage=green").status_code == 422
    assert client.get("/api/v1/credits/projects?after=x").status_code == 400


def test_the_list_is_a_file_too(client: FlaskClient) -> None:
    text = client.get("/credits/projects?format=csv&sort=number").text

    assert [line.split(",")[0] for line in text.splitlines()[1:]] == [PROJECT, OTHER]


def test_a_project_shows_its_cases_comments_issues_and_timeline(client: FlaskClient) -> None:
    for language in ("zh", "en"):
        page = client.get(f"/credits/projects/{PROJECT}?lang={language}").text
        assert COMMENT.comment in page
        assert ANSWER.answer in page
        assert "FCS-31-C00000001.1-2024-1" in page
        assert "2023: 501" in page
        assert DESIGN.claims[0] in page
        assert "LQ-9" not in page


def test_a_project_is_data_too(client: FlaskClient) -> None:
    found = client.get(f"/api/v1/credits/projects/{PROJECT}").json
    assert found is not None

    assert found["project"]["issued_units"] == 1_500
    assert [one["case"]["stage"] for one in found["cases"]] == ["registered", "issued"]
    assert [one["units"] for one in found["cases"][1]["batches"]] == [501, 999]
    assert [one["step"] for one in found["events"]][-3:] == ["answered", "commented", "published"]
    assert client.get("/api/v1/credits/projects/C-99999999").status_code == 404


def test_the_page_leads_whoever_owns_the_next_step_to_its_form(client: FlaskClient) -> None:
    address = f"/credits/projects/{OTHER}"
    assert "/credits/steps/" not in client.get(address).text
    client.post("/demo/switch", data={"login": "owner"})

    page = client.get(address).text

    assert f"/credits/steps/answer-comment?project={OTHER}&amp;case=0&amp;comment_number=1" in page
    assert "/credits/steps/comment?" not in page
    assert "/credits/steps/validate-project" not in page
    form = client.get(f"/credits/steps/answer-comment?project={OTHER}&case=0&comment_number=1").text
    assert f'value="{OTHER}"' in form
    assert "/credits/steps/publish-period" in client.get(f"/credits/projects/{PROJECT}").text


def test_a_body_is_led_to_its_opinion_when_the_notice_is_over(
    projects: Projects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = projects.made.author.now_ms * 1_000_000
    monkeypatch.setattr("time.time_ns", lambda: now)
    body = app_of(VALIDATOR, projects, tmp_path, "verifier", "initiator").test_client()
    body.post("/demo/switch", data={"login": "owner"})
    assert "validate-project" not in body.get(f"/credits/projects/{OTHER}").text

    monkeypatch.setattr("time.time_ns", lambda: now + 40 * 86_400 * 10**9)
    body.post("/demo/switch", data={"login": "owner"})

    assert f"/credits/steps/validate-project?project={OTHER}" in body.get(f"/credits/projects/{OTHER}").text


@pytest.mark.parametrize(
    ("rule", "typed"),
    [
        ("publish-period", {"years": "2024 x"}),
        ("publish-period", {"years": "2024"}),
        ("publish-period", {"years": "2024 -5"}),
    ],
)
def test_years_that_are_none_come_back_to_their_field(client: FlaskClient, rule: str, typed: dict[str, str]) -> None:
    client.post("/demo/switch", data={"login": "owner"})

    page = client.post(f"/credits/steps/{rule}", data=typed)

    assert page.status_code == 422
    assert 'id="field-years-error"' in page.text


def test_the_forms_stand_in_both_languages(client: FlaskClient) -> None:
    client.post("/demo/switch", data={"login": "owner"})
    for rule in ("projects/new", "steps/comment", "steps/publish-period", "steps/apply-registration"):
        for language in ("zh", "en"):
            assert client.get(f"/credits/{rule}?lang={language}").status_code == 200
