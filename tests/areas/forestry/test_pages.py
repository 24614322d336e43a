"""The page of the calculation: what it shows, in both languages, and what it says of wrong inputs."""

import pytest
from flask.testing import FlaskClient

from registry.app import AREAS
from registry.areas.credits.rules import RECORDS
from registry.areas.forestry import REFUSALS
from registry.areas.forestry.afforestation import QUESTIONS
from registry.areas.forestry.rules import RECORDS as PLOT_RECORDS
from registry.ledger.decide import ACCEPTED
from registry.ledger.parties import Participant, Representative
from tests.areas.allowances.factories import ALICE
from tests.areas.credits.projects import DESIGN, PROJECT, Projects
from tests.areas.forestry.test_plots import plot, square
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


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    projects = Projects().take(DESIGN)
    for n in range(2):
        body = plot(square(20_000 * n, 0, 20_000))
        assert projects.made.result("forestry.add_plot", body, f"R-{ALICE:08}") == ACCEPTED
    folder = tmp_path_factory.mktemp("plots")
    engine = filled(folder, projects.made.journal, (*RECORDS, *PLOT_RECORDS, Participant, Representative))
    roles = ("enterprise", "initiator")
    return make_app(engine, folder, areas=AREAS, representative=f"R-{ALICE:08}", roles=roles).test_client()


def test_a_projects_plots_are_drawn_and_listed_in_both_languages(reader: FlaskClient) -> None:
    for language, word in (("zh", "平方米"), ("en", "m²")):
        page = reader.get(f"/forestry/projects/{PROJECT}/plots?lang={language}").text
        assert page.count("<polygon ") == 2
        assert "118.2020000, 26.2000000" in page
        assert word in page


def test_plots_are_data_too_and_unknown_projects_are_not_found(reader: FlaskClient) -> None:
    found = reader.get(f"/api/v1/forestry/projects/{PROJECT}/plots").json
    assert found is not None

    assert [one["number"] for one in found["plots"]] == [1, 2]
    assert found["area_m2"] == sum(one["area_m2"] for one in found["plots"])
    assert reader.get("/api/v1/forestry/projects/C-99999999/plots").status_code == 404


def test_the_form_says_what_is_wrong_with_a_polygon(reader: FlaskClient) -> None:
    reader.post("/demo/switch", data={"login": "owner"})
    assert f"/forestry/plots/new?project={PROJECT}" in reader.get(f"/credits/projects/{PROJECT}").text

    page = reader.post("/forestry/plots/new", data={"project": PROJECT, "corners": '{"type":"Point"}'})

    assert page.status_code == 422
    assert 'id="field-corners-error"' in page.text
