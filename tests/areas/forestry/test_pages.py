"""The page of the calculation: what it shows, in both languages, and what it says of wrong inputs."""

import pytest
from flask.testing import FlaskClient

from registry.app import AREAS
from registry.areas.forestry import REFUSALS
from registry.areas.forestry.afforestation import QUESTIONS
from registry.ledger.parties import Participant, Representative
from tests.pages import filled, make_app
from tests.world import Author, MemoryJournal, World

ADDRESS = "/forestry/afforestation"
STRATA = {"strata": "马尾松,50,10,42.5\n杨树,30.5,5,60", "baseline": "25", "emissions": "3.2"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("forestry")
    author = Author()
    journal = MemoryJournal(author)
    journal.submit_all(World(author).founding())
    engine = filled(folder, journal, (Participant, Representative))
    return make_app(engine, folder, areas=AREAS, representative="R-00000001").test_client()


def test_everybody_computes_in_both_languages_and_is_told_what_is_recalled(client: FlaskClient) -> None:
    for language, word in (("zh", "凭记忆录入"), ("en", "are recalled")):
        page = client.get(ADDRESS, query_string=STRATA | {"lang": language})
        assert page.status_code == 200
        assert "3,453.906287" in page.text
        assert word in page.text


def test_the_same_inputs_are_data_too(client: FlaskClient) -> None:
    met = ",".join(one.code for one in QUESTIONS)
    found = client.get(f"/api/v1{ADDRESS}", query_string=STRATA | {"met": met}).json
    assert found is not None

    assert (found["units"], found["is_applicable"], found["is_verified"]) == (3_453, True, False)
    assert {one["unit"] for one in found["steps"]} >= {"m3/ha", "t C/ha", "tCO2e"}
    assert len(found["factors"]) == 9


def test_nothing_is_computed_without_strata(client: FlaskClient) -> None:
    found = client.get(f"/api/v1{ADDRESS}").json
    assert found is not None
    assert (found["units"], found["problem"], found["is_applicable"]) == (None, None, False)


@pytest.mark.parametrize(("language", "number"), [("zh", 0), ("en", 1)])
def test_wrong_inputs_are_said_in_words(client: FlaskClient, language: str, number: int) -> None:
    page = client.get(ADDRESS, query_string={"strata": "杉木,1,2", "lang": language})

    assert page.status_code == 200
    assert REFUSALS["stratum_syntax"][number].format(line=1) in page.text


def test_inputs_that_are_too_long_are_refused(client: FlaskClient) -> None:
    assert client.get(f"/api/v1{ADDRESS}", query_string={"strata": "x" * 4_001}).status_code == 422
    assert client.get(f"/api/v1{ADDRESS}", query_string={"strata": "x" * 4_000}).status_code == 200
