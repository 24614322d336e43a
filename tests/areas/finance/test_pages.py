"""The pages over a filled database, as a reader and as an owner's representative see them."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient

from registry.app import Area
from registry.areas.finance import REASONS, REFUSALS
from registry.areas.finance.demo import projects as told
from registry.areas.finance.rules.projects import RegisterProject
from registry.areas.finance.rules.records import RECORDS
from registry.areas.finance.views import NAVIGATION, PERMISSIONS, blueprint
from registry.ledger.codec import decode
from registry.ledger.parties import Participant, Representative
from tests.areas.finance.factories import OTHER, OWNER, REVIEWER, Finance, participant, representative
from tests.pages import filled, make_app
from tests.world import AUTHORITY

DAY = "2026-11-22"
AREA = Area(blueprint=blueprint, permissions=PERMISSIONS, sentences=REFUSALS, navigation=NAVIGATION)


@pytest.fixture(scope="module")
def finance() -> Finance:
    finance = Finance(DAY)
    for step in told(
        (participant(OWNER), participant(OTHER)), reviewer=participant(REVIEWER), authority="P-00000002", today=DAY
    ):
        signer = AUTHORITY if step.participant == "P-00000002" else f"R{step.participant[1:]}"
        finance.accept(step.kind, step.body, signer)
    return finance


@pytest.fixture
def client(finance: Finance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    monkeypatch.setattr("time.time_ns", lambda: finance.author.now_ms * 1_000_000)
    engine = filled(tmp_path, finance.journal, (*RECORDS, Participant, Representative))
    app = make_app(engine, tmp_path, areas=(AREA,), representative=representative(OWNER))
    yield app.test_client()
    engine.dispose()


@pytest.fixture
def owner(client: FlaskClient) -> FlaskClient:
    assert client.post("/demo/switch", data={"login": "owner"}).status_code == 302
    return client


def test_the_list_gives_a_reason_beside_each_project_that_is_not_eligible(client: FlaskClient) -> None:
    rows = client.get("/api/v1/finance/projects").json["rows"]  # type: ignore[index]

    assert len(rows) == 40
    assert all(bool(row["reason"]) == (row["eligibility"] != "eligible") for row in rows)


def test_the_page_of_the_list_reads_in_both_languages(client: FlaskClient) -> None:
    for language, number in (("zh", 0), ("en", 1)):
        page = client.get(f"/finance/projects?lang={language}&reason=penalty")
        assert page.status_code == 200
        assert REASONS["penalty"][number] in page.text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("eligibility=not_eligible", 8),
        ("zone=31", 2),
        ("category=4.2.2", 2),
        ("finance_min=400000", 2),
        ("text=wind", 1),
    ],
)
def test_the_list_is_filtered_by_its_address(client: FlaskClient, query: str, count: int) -> None:
    assert len(client.get(f"/api/v1/finance/projects?{query}").json["rows"]) == count  # type: ignore[index]


def test_a_filter_that_means_nothing_is_refused(client: FlaskClient) -> None:
    assert client.get("/api/v1/finance/projects?eligibility=green").status_code == 422


def test_downloads_hold_every_row_that_the_filters_leave(client: FlaskClient) -> None:
    text = client.get("/finance/projects?format=csv&sort=-green_finance_fen").text
    book = openpyxl.load_workbook(io.BytesIO(client.get("/finance/projects?format=xlsx&eligibility=eligible").data))

    assert len(text.strip().splitlines()) == 41
    assert "G-00000040" in text.splitlines()[1]
    assert book.worksheets[0].max_row == 21


def test_every_project_has_its_page(client: FlaskClient) -> None:
    for number in range(1, 41):
        for language in ("zh", "en"):
            assert client.get(f"/finance/projects/G-{number:08}?lang={language}").status_code == 200


def test_a_page_of_no_project_is_answered_with_its_code(client: FlaskClient) -> None:
    answer = client.get("/api/v1/finance/projects/G-99999999")

    assert answer.status_code == 404
    assert json.loads(answer.data)["code"] == "unknown_project"


@pytest.mark.parametrize(
    "query", ["", "?version=2021", "?version=2021&under=4.2.2", "?version=2021&text=碳汇", "?version=2021&text=zzz"]
)
def test_the_catalogue_is_shown_and_searched(client: FlaskClient, query: str) -> None:
    for language in ("zh", "en"):
        assert client.get(f"/finance/catalogue{query or '?version=2025'}&lang={language}").status_code == 200


ANSWERS: dict[str, str] = {
    "name_zh": "示例新项目",
    "name_en": "Example New Project",
    "zone": "31",
    "catalogue": "2025",
    "category": "4",
    "instrument": "loan",
    "stage": "planned",
    "total_investment_fen": "1,000,000.00",
    "green_finance_fen": "600000",
    "starts_on": "2027-01-01",
    "operates_from": "2028-01-01",
    "eia_route": "approval",
    "permit_scheme": "none",
    "metric_1": "ghg_avoided",
    "value_1": "12000",
    "unit_1": "tCO2e/yr",
    "method_1": "DEMO-1",
    "factor_version_1": "DEMO-2025",
}


def test_the_form_leads_to_the_sentence_that_is_signed(owner: FlaskClient) -> None:
    assert owner.get("/finance/projects/new").status_code == 200

    page = owner.post("/finance/projects/new", data=ANSWERS)

    assert page.status_code == 200
    assert "G-00000041" in page.text
    assert REASONS["review_missing"][0] in page.text
    text = page.text.split('spellcheck="false">')[1].split("</textarea>")[0]
    body: Any = json.loads(text.replace("&#34;", '"').strip().splitlines()[1])["body"]
    stated = decode(RegisterProject, body)
    assert (stated.owner, stated.total_investment_fen, stated.green_finance_fen) == (
        participant(OWNER),
        100_000_000,
        60_000_000,
    )
    assert len(stated.impacts) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"green_finance_fen": "1000000.01"}, "green_finance_fen"),
        ({"category": "4.99"}, "category"),
        ({"catalogue": "2021"}, "catalogue"),
        ({"operates_from": "2026-12-31"}, "operates_from"),
        ({"unit_1": ""}, "unit_1"),
        ({"document": "abc"}, "document"),
        ({"name_en": ""}, "name_en"),
    ],
)
def test_what_the_rules_would_refuse_is_said_at_its_field(
    owner: FlaskClient, changes: dict[str, str], field: str
) -> None:
    page = owner.post("/finance/projects/new", data=ANSWERS | changes)

    assert page.status_code in (409, 422)
    assert f'id="field-{field}-error"' in page.text


def test_only_those_who_represent_somebody_register(client: FlaskClient) -> None:
    assert client.get("/finance/projects/new").status_code in (302, 401, 403)


def test_up_to_five_projects_stand_side_by_side(client: FlaskClient) -> None:
    numbers = " ".join(f"G-{number:08}" for number in (1, 2, 99, 3, 4, 5, 6))

    found = client.get("/api/v1/finance/projects/compare", query_string={"numbers": numbers}).json
    assert found is not None

    assert found["numbers"] == [f"G-{number:08}" for number in (1, 2, 3, 4)]
    assert (found["unknown"], found["too_many"]) == (["G-00000099"], True)
    first = found["projects"][0]
    project = first["history"]["project"]
    tonnes = [one["value"] for one in project["impacts"] if one["metric"] in {"ghg_avoided", "removal"}]
    assert first["tonnes_per_million"] == sum(tonnes) * 100_000_000 // project["total_investment_fen"]
    for language in ("zh", "en"):
        page = client.get(
            "/finance/projects/compare", query_string={"numbers": "g-00000001,G-00000002", "lang": language}
        )
        assert page.status_code == 200
        assert page.text.count('scope="col"') == 2
    assert client.get("/finance/projects/compare").status_code == 200
