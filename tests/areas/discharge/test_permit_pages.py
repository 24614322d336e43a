"""The pages of permits in both languages, as data, and the form that leads to a signature."""

import pytest
from flask.testing import FlaskClient

from registry.app import AREAS
from registry.areas.discharge.rules import RECORDS
from registry.areas.discharge.views import reading
from registry.ledger.parties import Participant, Representative
from tests.areas.allowances.factories import ALICE
from tests.areas.discharge.factories import ISSUE, LIMITS, OUTLETS, discharge_registry, permit_number
from tests.pages import filled, make_app

NUMBER = permit_number(ALICE)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    made = discharge_registry()
    made.issue(ALICE)
    folder = tmp_path_factory.mktemp("permits")
    engine = filled(folder, made.journal, (*RECORDS, Participant, Representative))
    roles = ("enterprise", "initiator", "authority")
    return make_app(engine, folder, areas=AREAS, representative=f"R-{ALICE:08}", roles=roles).test_client()


def test_permits_are_public_in_both_languages_as_files_and_as_data(reader: FlaskClient) -> None:
    for language, word in (("zh", "天津"), ("en", "Tianjin")):
        page = reader.get(f"/discharge/permits?lang={language}").text
        assert NUMBER in page
        assert word in page
    rows = (reader.get("/api/v1/discharge/permits?area=120000").json or {})["rows"]
    assert [(one["number"], one["pollutants"]) for one in rows] == [(NUMBER, ["COD", "NH3N", "SO2"])]
    assert (reader.get("/api/v1/discharge/permits?area=130200").json or {})["rows"] == []
    assert NUMBER in reader.get("/discharge/permits?format=csv").get_data().decode()


def test_a_permit_shows_limits_in_the_units_of_their_medium(reader: FlaskClient) -> None:
    page = reader.get(f"/discharge/permits/{NUMBER}?lang=en").text

    assert "50 mg/L" in page
    assert "35 mg/m³" in page
    assert "12,000 kg/a" in page
    assert reader.get("/discharge/permits/nothing").status_code == 404


def test_pollutants_say_how_well_their_source_is_known(reader: FlaskClient) -> None:
    assert "未核对" in reader.get("/discharge/pollutants?lang=zh").text
    assert len((reader.get("/api/v1/discharge/pollutants").json or {})["rows"]) == 13


def test_the_authoritys_form_marks_what_cannot_be_read(reader: FlaskClient) -> None:
    reader.post("/demo/switch", data={"login": "owner"})
    page = reader.post("/discharge/office/issue-permit", data={"number": NUMBER, "limits": "DW001, COD, 50"})

    assert page.status_code == 422
    assert 'id="field-limits-error"' in page.text
    assert reader.get("/discharge/office").status_code == 200


def test_reads_the_lines_of_a_permit_to_the_last_digit() -> None:
    outlets = "DW001, 总排口, 117.2, 39.1, continuous, 海河\nda001 | 锅炉烟囱 | 117.2 | 39.10000 | Continuous | 大气\n"
    assert [tuple(one.values()) for one in reading.outlets(outlets)] == [
        (one.code, one.name, one.lon, one.lat, one.mode.value, one.destination) for one in OUTLETS
    ]
    limits = "DW001，COD，50，12000\nDW001, nh3n, 5.000, 1200\nDA001, SO2, 35, 8000"
    assert [tuple(one.values()) for one in reading.limits(limits)] == [
        (one.outlet, one.pollutant, one.concentration_ug, one.units) for one in LIMITS
    ]
    assert reading.facilities("TW001, 生化处理") == [
        {"code": ISSUE.facilities[0].code, "name": ISSUE.facilities[0].name}
    ]


@pytest.mark.parametrize(
    "text", ["DW001, COD, 50", "DW001, COD, x, 1", "DW001, COD, 0.0001, 1", "DW001, COD, 1, 1.5", "DW001, COD, -, 1"]
)
def test_refuses_lines_that_say_something_else(text: str) -> None:
    with pytest.raises(ValueError, match=r"“"):
        reading.limits(text)
