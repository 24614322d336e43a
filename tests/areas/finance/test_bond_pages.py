"""The pages of bonds over a filled database: the list, a bond's money and reports, and the issuer's forms."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from registry.areas.credits.rules.records import Case, CreditProject
from registry.areas.finance.rules import RECORDS
from registry.areas.participants.rules.parameters import Parameter, ParameterDefinition
from registry.ledger.parties import Participant, Representative, SigningKey
from tests.areas.finance.bond_factories import BOND, DAY, PLANNED, REVIEW, TERMS, Funding, changed_line
from tests.areas.finance.factories import OWNER, REVIEWER, representative
from tests.areas.finance.test_pages import AREA
from tests.pages import filled, make_app

KEPT = (*RECORDS, CreditProject, Case, Participant, Representative, SigningKey, Parameter, ParameterDefinition)
ALLOCATED = 40_000_000_00


@pytest.fixture(scope="module")
def funding() -> Funding:
    made = Funding().funded()
    made.accept("finance.review_bond", REVIEW, representative(REVIEWER))
    assert made.move("allocate", fen=ALLOCATED) == "accepted"
    assert made.move("place", fen=5_000_000_00) == "accepted"
    assert made.report(changed_line(attributed=118_000 * ALLOCATED // 500_000_000_00)) == "accepted"
    second = replace(TERMS, bond="B-00000002", isin="US5949181045", zone="44", issued_on="2024-03-01")
    made.accept("finance.register_bond", second, representative(OWNER))
    return made


@pytest.fixture
def client(funding: Funding, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    monkeypatch.setattr("time.time_ns", lambda: funding.author.now_ms * 1_000_000)
    engine = filled(tmp_path, funding.journal, KEPT)
    app = make_app(
        engine, tmp_path, areas=(AREA,), representative=representative(OWNER), roles=("initiator", "enterprise")
    )
    yield app.test_client()
    engine.dispose()


@pytest.fixture
def owner(client: FlaskClient) -> FlaskClient:
    assert client.post("/demo/switch", data={"login": "owner"}).status_code == 302
    return client


def test_the_list_says_what_lies_where_and_which_years_are_late(client: FlaskClient) -> None:
    rows = {row["number"]: row for row in client.get("/api/v1/finance/bonds").json["rows"]}  # type: ignore[index]

    assert rows[BOND]["received_fen"] == PLANNED
    assert rows[BOND]["idle_fen"] == PLANNED - ALLOCATED
    assert (rows[BOND]["late"], rows["B-00000002"]["late"]) == ("", "2024, 2025")
    assert [row["number"] for row in client.get("/api/v1/finance/bonds?zone=44").json["rows"]] == ["B-00000002"]  # type: ignore[index]
    assert client.get("/api/v1/finance/bonds?bond_kind=blue").json["rows"] == []  # type: ignore[index]
    assert client.get("/finance/bonds?format=xlsx").status_code == 200


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_bond_shows_its_money_and_its_report(client: FlaskClient, language: str) -> None:
    page = client.get(f"/finance/bonds/{BOND}?lang={language}")

    assert page.status_code == 200
    assert 'class="sankey"' in page.text
    assert f"{118_000 * ALLOCATED // 500_000_000_00:,}" in page.text
    assert "style=" not in page.text


def test_an_unknown_bond_is_not_found(client: FlaskClient) -> None:
    assert client.get("/finance/bonds/B-00000009").status_code in {404, 409}


def test_money_that_lay_idle_for_a_year_raises_an_alarm(
    client: FlaskClient, funding: Funding, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stale(day_ms: int) -> object:
        monkeypatch.setattr("time.time_ns", lambda: day_ms * 1_000_000)
        return client.get(f"/api/v1/finance/bonds/{BOND}").json["whole"]["stale_fen"]  # type: ignore[index]

    day = 24 * 3600 * 1000
    assert stale(funding.author.now_ms - 14 * day) == 0
    assert stale(funding.author.now_ms) == PLANNED - ALLOCATED
    assert DAY == "2026-07-01"


def test_the_issuer_sees_what_it_can_do_and_the_form_computes_the_share(owner: FlaskClient) -> None:
    assert f"/finance/bonds/allocate?bond={BOND}" in owner.get(f"/finance/bonds/{BOND}").text
    form = owner.get(f"/finance/bonds/report?bond={BOND}&period=2025")

    assert "G-00000001; ghg_avoided; 120000" in form.text


@pytest.mark.parametrize("lines", ["nonsense", "G-00000001; ghg_avoided; 1.5", "G-00000002; ghg_avoided; 5"])
def test_a_wrong_line_of_a_report_is_named(owner: FlaskClient, lines: str) -> None:
    typed = {"bond": BOND, "period": "2025", "lines": lines, "document": "0" * 64}

    answer = owner.post("/finance/bonds/report", data=typed)

    assert answer.status_code == 422
    assert lines.split(";", maxsplit=1)[0] in answer.text
