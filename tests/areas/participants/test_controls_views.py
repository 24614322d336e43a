from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from registry.areas.participants import queries
from registry.store.preview import revision_in_force
from tests.site import FIRST, OTHER, Site, account, open_site, signed_by

TRANSFER = {"source": account(11), "target": account(12), "asset": "CEA-2025", "units": "100", "ranges": ""}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(tmp_path_factory.mktemp("controls"), controls=True) as made:
        yield made


def send(site: Site, login: str, path: str, form: dict[str, str], signer: str) -> int:
    client = site.client(login)
    page = client.post(path, data=form)
    assert page.status_code == 200, page.text
    return client.post("/tasks/sign", data=signed_by(page.text, signer)).status_code


def test_a_transfer_says_when_it_arrives_waits_and_is_refused_by_its_receiver(site: Site) -> None:
    first = site.client("first")
    page = first.post("/allowances/transfer", data=TRANSFER)
    assert account(11, "ES") in page.text
    assert first.post("/tasks/sign", data=signed_by(page.text, FIRST)).status_code == 201
    sent = first.get("/api/v1/delayed").json["rows"]  # type: ignore[index]
    assert [(one["state"], one["reason"], one["may_withdraw"]) for one in sent] == [("waiting", "first_of_key", True)]
    assert first.get("/delayed").status_code == 200
    received = site.client("other").get("/api/v1/delayed?side=received").json["rows"]  # type: ignore[index]
    assert [one["id"] for one in received] == [sent[0]["id"]]
    assert send(site, "other", "/delayed/refuse", {"transfer": sent[0]["id"]}, OTHER) == 201
    refused = site.client("other").get("/api/v1/delayed?side=received&status=refused").json["rows"]  # type: ignore[index]
    assert [one["state"] for one in refused] == ["refused"]
    assert site.client("other").get("/delayed?side=received&status=refused").status_code == 200


def test_nobody_sees_the_transfers_of_others_but_who_oversees(site: Site) -> None:
    send(site, "first", "/allowances/transfer", TRANSFER, FIRST)
    assert site.client("other").get("/api/v1/delayed?side=all").json["rows"] == []  # type: ignore[index]
    assert len(site.client("operator").get("/api/v1/delayed?side=all").json["rows"]) == 1  # type: ignore[index]
    assert site.client("nobody").get("/api/v1/delayed").json["rows"] == []  # type: ignore[index]


def test_the_list_shows_when_an_addition_takes_effect(site: Site) -> None:
    assert send(site, "first", "/trusted/add", {"account": account(12)}, FIRST) == 201
    page = site.client("first").get("/api/v1/trusted").json
    assert page is not None
    assert [(one["account"], one["state"]) for one in page["rows"]] == [(account(12), "waits")]
    assert site.client("first").get("/trusted").status_code == 200
    assert send(site, "first", "/trusted/remove", {"account": account(12)}, FIRST) == 201
    assert site.client("first").get("/api/v1/trusted").json["rows"] == []  # type: ignore[index]


def test_an_own_limit_is_the_nearest(site: Site) -> None:
    assert send(site, "first", "/trusted/limits", {"asset_class": "CEA", "per_transfer": "150"}, FIRST) == 201
    refused = site.client("first").post("/allowances/transfer", data=TRANSFER | {"units": "151"})
    assert refused.status_code == 409
    assert "150" in site.client("first").post("/allowances/transfer", data=TRANSFER).text


def test_a_form_is_that_of_the_revision_in_force(tmp_path: Path, site: Site) -> None:
    with open_site(tmp_path) as without, without.registry.engine.connect() as connection:
        assert revision_in_force(connection, "allowances.transfer") == 1
        page = without.client("first").post("/allowances/transfer", data=TRANSFER)
        assert without.client("first").post("/tasks/sign", data=signed_by(page.text, FIRST)).status_code == 201
    with site.registry.engine.connect() as connection:
        assert revision_in_force(connection, "allowances.transfer") == 2
        assert revision_in_force(connection, "nothing.known") is None


def test_a_missing_calendar_of_next_year_is_an_alarm_in_time(site: Site) -> None:
    with site.registry.engine.connect() as connection:
        assert queries.missing_years(connection, date(2050, 11, 14)) == (2050,)
        assert queries.missing_years(connection, date(2050, 11, 15)) == (2050, 2051)
