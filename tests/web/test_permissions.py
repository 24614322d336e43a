"""The permission table is the URL map, and what is not in it is denied."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.app import AREAS
from registry.signin import Person
from registry.web.permissions import JSON_SUFFIX, PUBLIC, Access, Permissions, one_table, related, roles
from tests.web.conftest import make_app
from tests.web.sample import ROWS

NOT_IN_TABLE = {"sample.not_declared"}  # the sample area leaves one out on purpose


def _person(*names: str) -> Person:
    return Person(1, "r-00000318", "R-00000318", "经办人甲", enrolled=True, roles=frozenset(names))


def _table(app: Flask) -> dict[str, Access]:
    permissions: Permissions = app.extensions["permissions"]
    return permissions.table


def test_every_route_stands_in_the_table(app: Flask) -> None:
    endpoints = {rule.endpoint.removesuffix(JSON_SUFFIX) for rule in app.url_map.iter_rules()}

    assert endpoints - _table(app).keys() == NOT_IN_TABLE


def test_every_row_of_the_table_has_a_route(app: Flask) -> None:
    assert _table(app).keys() <= {rule.endpoint for rule in app.url_map.iter_rules()}


@pytest.mark.parametrize("address", ["/sample/not-declared", "/api/v1/sample/not-declared"])
def test_a_route_outside_the_table_is_denied_to_everybody(signed_in: FlaskClient, address: str) -> None:
    assert signed_in.get(address).status_code == 403


def test_strangers_are_led_to_sign_in_and_back(client: FlaskClient) -> None:
    response = client.get("/sample/journal?sort=-units")

    assert response.status_code == 302
    assert response.location == "/sign-in?next=/sample/journal?sort%3D-units"


def test_strangers_get_401_from_the_api(client: FlaskClient) -> None:
    response = client.get("/api/v1/sample/journal")

    assert response.status_code == 401
    assert response.mimetype == "application/problem+json"


def test_a_role_is_needed(app: Flask, signed_in: FlaskClient) -> None:
    assert signed_in.get("/sample/audit").status_code == 403

    app.extensions["registry"].roles_of["R-00000318"] = ("auditor",)

    assert signed_in.get("/sample/audit").status_code == 200


def test_a_relation_is_asked_with_the_paths_arguments(signed_in: FlaskClient) -> None:
    assert signed_in.get(f"/sample/mine/{ROWS[0].account}").status_code == 200
    assert signed_in.get(f"/sample/mine/{ROWS[2].account}").status_code == 403
    assert signed_in.get(f"/api/v1/sample/mine/{ROWS[2].account}").status_code == 403


def test_a_row_whose_relation_nobody_knows_stops_the_start() -> None:
    with pytest.raises(KeyError):
        Permissions({"x": related("unknown")}, {})


def test_a_row_given_twice_stops_the_start() -> None:
    with pytest.raises(KeyError):
        one_table({"x": PUBLIC}, {"x": roles("auditor")})


def test_every_area_of_the_application_is_in_the_table(tmp_path: Path) -> None:
    app = make_app(tmp_path, areas=AREAS)
    endpoints = {rule.endpoint.removesuffix(JSON_SUFFIX) for rule in app.url_map.iter_rules()}

    assert endpoints == _table(app).keys()


def test_rows_are_read_as_they_are_written() -> None:
    permissions = Permissions({"all": PUBLIC, "some": roles("auditor", "operator")}, {})

    assert permissions.allows("all", None, {})
    assert not permissions.allows("some", None, {})
    assert not permissions.allows("some", _person("holder"), {})
    assert permissions.allows("some", _person("operator"), {})
    assert permissions.allows("some_json", _person("operator"), {})
    assert not permissions.allows("other", _person("operator"), {})


def test_the_navigation_shows_only_what_may_be_opened(client: FlaskClient) -> None:
    assert "/sample/transfer" not in client.get("/").text
    client.post("/demo/switch", data={"login": "r-00000318"})
    assert "/sample/transfer" in client.get("/").text
