"""My discharge against my rights, hourly data by a device and by hand, and a month on its way to a signature."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient

from registry.app import AREAS
from registry.areas.discharge.rules import RECORDS
from registry.areas.participants.rules.parameters import Parameter, ParameterDefinition
from registry.ledger.parties import Participant, Representative
from registry.store.tables_series import series_day
from tests.areas.discharge.factories import BY_ALICE
from tests.areas.discharge.measuring import (
    AIR_OUTLET,
    PERMIT,
    REPORT,
    SO2,
    device,
    ending,
    june,
    measured,
    note_of,
    registration,
)
from tests.areas.discharge.series import day_of
from tests.pages import filled, make_app

DAY = june()[0]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[FlaskClient, sa.Engine]:
    made = measured()
    for number in (1, 2):
        made.must("discharge.register_device", registration(device(number)), *BY_ALICE)
    made.must("discharge.revoke_device", ending(device(2)), *BY_ALICE)
    made.must("discharge.report_month", REPORT, *BY_ALICE)
    folder = tmp_path_factory.mktemp("measured")
    records = (*RECORDS, Parameter, ParameterDefinition, Participant, Representative)
    engine = filled(folder, made.journal, records)
    app = make_app(engine, folder, areas=AREAS, representative=BY_ALICE[0], roles=("enterprise", "initiator"))
    return app.test_client(), engine


@pytest.fixture
def reader(site: tuple[FlaskClient, sa.Engine]) -> Iterator[FlaskClient]:
    with time_machine.travel("2026-07-02T01:00:00Z", tick=True):
        yield site[0]


@pytest.fixture
def owner(reader: FlaskClient) -> FlaskClient:
    assert reader.post("/demo/switch", data={"login": "owner"}).status_code == 302
    return reader


def test_a_device_sends_its_day_and_again_gets_the_same_answer(reader: FlaskClient) -> None:
    answers = [reader.post("/api/v1/discharge/hourly", data=note_of(DAY)) for _ in range(2)]

    assert [one.status_code for one in answers] == [200, 200]
    assert answers[0].json == answers[1].json
    assert (answers[0].json or {})["outlet"] == AIR_OUTLET


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (note_of(DAY, device(2)), 409, "device_ended"),
        (note_of(DAY, device(3)), 409, "unknown_device"),
        (note_of(DAY).replace(b"30.000", b"29.000", 1), 400, "note_signature"),
        (b"", 400, "hourly_empty"),
        (b"x" * 20_000, 400, "hourly_long"),
    ],
)
def test_what_no_counting_key_has_signed_is_refused_with_words(
    reader: FlaskClient, data: bytes, status: int, code: str
) -> None:
    answer = reader.post("/api/v1/discharge/hourly", data=data)

    assert (answer.status_code, (answer.json or {})["code"]) == (status, code)
    assert (answer.json or {})["detail"]


def test_a_permits_discharge_is_public_and_its_rights_are_not(site: tuple[FlaskClient, sa.Engine]) -> None:
    stranger = site[0].application.test_client()
    address = f"/discharge/permits/{PERMIT}/discharge?year=2026&pollutant=SO2"

    page = stranger.get(f"{address}&lang=en").text

    assert "Sulphur dioxide" in page
    assert "Shown to the holder" in page
    assert "<svg" in page
    assert stranger.get("/discharge/permits/nothing/discharge").status_code == 404
    assert stranger.get("/discharge/actual").status_code in (302, 401)


def test_the_holder_sees_discharge_beside_rights_and_limits(owner: FlaskClient) -> None:
    for language, word in (("zh", "超出排污权"), ("en", "above the rights")):
        assert word in owner.get(f"/discharge/actual?lang={language}").text
    rows = (owner.get("/api/v1/discharge/actual?year=2026").json or {})["rows"]
    found = {one["pollutant"]: (one["units"], one["held_units"], one["permitted_units"]) for one in rows}
    assert found["SO2"] == (2_161, 0, 8_000)
    assert found["COD"] == (0, 0, 12_000)
    page = owner.get(f"/discharge/permits/{PERMIT}/discharge?pollutant=SO2&lang=en").text
    assert "2,160.828 kg" in page
    assert "2026-06" in page


def test_a_file_is_looked_at_before_it_is_kept(owner: FlaskClient, site: tuple[FlaskClient, sa.Engine]) -> None:
    with site[1].begin() as connection:
        connection.execute(sa.delete(series_day))
    data = june()[1].data + b"".join(one.data.partition(b"\n")[2] for one in june()[4:])
    checked = owner.post("/discharge/hourly?lang=en", data={"file": (io.BytesIO(data), "june.csv")})
    assert checked.status_code == 200
    assert "27 days can be kept" in checked.text
    assert "2026-06-03 to 2026-06-04 are missing" in checked.text
    with site[1].connect() as connection:
        assert connection.execute(sa.select(series_day)).first() is None

    key = re.search(r'name="key" value="([0-9a-f]{64})"', checked.text)
    assert key is not None
    kept = owner.post("/discharge/hourly/keep", data={"key": key[1]})

    assert kept.status_code == 302
    month = owner.get(kept.location + "&lang=en").text
    assert "Data of 27 days came in" in month
    assert "not checked against a source" in month
    assert owner.post("/discharge/hourly/keep", data={"key": key[1]}).status_code == 422


def test_a_file_that_is_wrong_says_where(owner: FlaskClient) -> None:
    wrong = DAY.data.replace(b"run", b"ran", 1)
    answer = owner.post("/discharge/hourly?lang=en", data={"file": (io.BytesIO(wrong), "x.csv")})
    assert answer.status_code == 400
    assert "Line 2" in answer.text or "line 2" in answer.text
    litre = day_of(DAY.day, outlet=AIR_OUTLET, columns=SO2, reading=lambda hour: 30 + hour)
    mixed = owner.post("/discharge/hourly?lang=zh", data={"file": (io.BytesIO(litre.data), "x.csv")})
    assert "mg/L 与 mg/m³" in mixed.text
    assert owner.post("/discharge/hourly").status_code == 400


def test_a_month_without_data_says_what_to_do(owner: FlaskClient) -> None:
    assert owner.get(f"/discharge/month?outlet={AIR_OUTLET}&month=2026-13").status_code == 404
    page = owner.get(f"/discharge/month?outlet={AIR_OUTLET}&month=2026-05&lang=en").text
    assert "There is no hourly data of this month" in page
    assert replace(REPORT).month == "2026-06"
