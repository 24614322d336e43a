"""What trade shows: my rights, who may buy and why others may not, trades with prices, and the areas' indicators."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient

from registry.app import AREAS
from registry.areas.discharge.rules import RECORDS
from registry.areas.discharge.rules.reserve import TakeBack, TakeBackGround
from registry.areas.participants.rules.parameters import Parameter, ParameterDefinition
from registry.ledger.decide import ACCEPTED
from registry.ledger.parties import Participant, Representative
from registry.store.tables import account_key, balance
from tests.areas.allowances.factories import ALICE, BOB, account
from tests.areas.discharge.factories import BY_OFFICE, COD, permit_number
from tests.areas.discharge.trading import PRICE, UNITS, Trading, trading
from tests.pages import filled, make_app
from tests.world import DOCUMENT

CAROL = 13


@pytest.fixture(scope="module")
def made() -> Trading:
    made = trading()
    made.accept(*made.world.enterprise(CAROL))
    made.enter(CAROL, area="130200")
    assert made.trade()[0] == ACCEPTED
    back = TakeBack(permit_number(BOB), COD, 50, TakeBackGround.UNLAWFUL, DOCUMENT)
    assert made.result("discharge.take_back", back, *BY_OFFICE) == ACCEPTED
    return made


@pytest.fixture(scope="module")
def site(made: Trading, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("traded")
    records = (*RECORDS, Parameter, ParameterDefinition, Participant, Representative)
    engine = filled(folder, made.journal, records)
    with engine.begin() as connection:
        row = {"account": account_key(account("HO", ALICE)), "asset": COD, "units": made.held(ALICE)}
        connection.execute(sa.insert(balance), [row])
    app = make_app(engine, folder, areas=AREAS, representative=f"R-{ALICE:08}", roles=("enterprise", "initiator"))
    return app.test_client()


@pytest.fixture
def reader(site: FlaskClient) -> Iterator[FlaskClient]:
    with time_machine.travel("2026-06-01T02:00:00Z", tick=True):
        yield site


@pytest.fixture
def owner(reader: FlaskClient) -> FlaskClient:
    assert reader.post("/demo/switch", data={"login": "owner"}).status_code == 302
    return reader


def test_trades_are_public_with_their_price_a_unit(reader: FlaskClient) -> None:
    (row,) = reader.get("/api/v1/discharge/trades").json["rows"]  # type: ignore[index]

    assert (row["units"], row["received"], row["unit_price_fen"]) == (UNITS, UNITS, PRICE // UNITS)
    assert (row["seller"], row["buyer"]) == (permit_number(ALICE), permit_number(BOB))
    assert reader.get("/api/v1/discharge/trades?pollutant=SO2").json["rows"] == []  # type: ignore[index]
    assert reader.get("/discharge/trades").status_code == 200
    assert reader.get("/discharge/trades?format=csv").status_code == 200


def test_each_move_of_the_reserve_is_public(reader: FlaskClient) -> None:
    (row,) = reader.get("/api/v1/discharge/reserve").json["rows"]  # type: ignore[index]

    assert (row["kind"], row["units"], row["permit"]) == ("unlawful", 50, permit_number(BOB))
    assert "50" in reader.get("/discharge/reserve?lang=en").text


def test_indicators_say_what_is_left(reader: FlaskClient) -> None:
    rows = reader.get("/api/v1/discharge/indicators?pollutant=COD").json["rows"]  # type: ignore[index]
    tianjin = next(row for row in rows if row["area_code"] == "120000")

    assert (tianjin["limit_units"], tianjin["held_units"], tianjin["left_units"]) == (40_000, 3_950, 36_050)
    assert tianjin["state"] == "open"
    assert 'class="tiles"' in reader.get("/discharge/indicators?pollutant=COD&lang=en").text


def test_my_rights_say_what_may_be_sold(owner: FlaskClient, made: Trading) -> None:
    (right,) = owner.get("/api/v1/discharge/rights").json["rights"]  # type: ignore[index]

    assert (right["units"], right["unpaid"], right["permit"]) == (3_000, 0, permit_number(ALICE))
    assert [one["left_units"] for one in right["surplus"]] == [made.left()]
    page = owner.get("/discharge/rights")
    assert "/discharge/rights/buyers?permit=" in page.text
    assert "3,000" in page.text


def test_buyers_are_told_with_the_rule_that_stands_against_each(owner: FlaskClient, made: Trading) -> None:
    wanted = f"permit={permit_number(ALICE)}&asset={COD}&units=100&surplus={made.surplus}"

    rows = owner.get(f"/api/v1/discharge/rights/buyers?{wanted}").json["rows"]  # type: ignore[index]

    found = {row["permit"]: (row["rule"], row["code"], row["arrives"]) for row in rows}
    assert found == {
        permit_number(BOB): (None, None, 100),
        permit_number(CAROL): ("R6", "no_agreement", 100),
    }
    page = owner.get(f"/discharge/rights/buyers?{wanted}&lang=en").text
    assert "/discharge/rights/sell?" in page
    assert "R6" in page


def test_nobody_looks_at_the_sale_of_anothers_rights(owner: FlaskClient) -> None:
    assert owner.get(f"/discharge/rights/buyers?permit={permit_number(BOB)}&asset={COD}").status_code == 404
    assert owner.get(f"/discharge/rights/buyers?permit={permit_number(ALICE)}&asset=PDR-NONE").status_code == 404


def test_the_form_begins_with_what_was_chosen(owner: FlaskClient) -> None:
    page = owner.get(f"/discharge/rights/sell?seller={permit_number(ALICE)}&buyer={permit_number(BOB)}&units=100")

    assert page.status_code == 200
    assert permit_number(BOB) in page.text
