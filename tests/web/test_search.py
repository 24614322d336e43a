from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.app import AREAS
from registry.ledger.parties import Function, Participant, Status
from registry.store.finding import pinyin_of
from registry.store.projection import mapper_of
from registry.store.tables_finding import hash_key, name_key
from tests.web.conftest import make_app

ENTRY = "0193a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b"
TEXT, LEAF, DOCUMENT = "ab" * 32, "cd" * 32, "ef" * 32
HASHES = ((TEXT, DOCUMENT), (LEAF, DOCUMENT))


@pytest.fixture
def whole(tmp_path: Path) -> Flask:
    app = make_app(tmp_path, areas=AREAS)
    one = Participant(
        number="P-00000011", function=Function.ENTERPRISE, scheme="foreign", identity="DE-1234",
        name="示例能源有限公司", zone="31", status=Status.ACTIVE, approvals=1, offline_required=False, opened_index=1,
    )  # fmt: skip
    mapper = mapper_of(Participant)
    with app.extensions["registry"].engine.begin() as connection:
        connection.execute(mapper.table.insert().values(mapper.to_row(one)))
        initials, pinyin = pinyin_of(one.name)
        row = {"record": "participant", "key": one.number, "name": one.name, "initials": initials, "pinyin": pinyin}
        connection.execute(name_key.insert().values(row))
        for index, digests in enumerate(HASHES):
            rows = [{"hash": bytes.fromhex(digest), "index": index} for digest in digests]
            connection.execute(hash_key.insert(), rows)
    return app


@pytest.fixture
def client(whole: Flask) -> FlaskClient:
    return whole.test_client()


@pytest.mark.parametrize(
    ("sought", "page"),
    [
        ("31-HO-00000011-82", "/accounts/31-HO-00000011-82"),
        ("３１-HO-00000011-82", "/accounts/31-HO-00000011-82"),
        ("P-00000011", "/participants/P-00000011/keys"),
        ("G-00000001", "/finance/projects/G-00000001"),
        (ENTRY, f"/receipts/{ENTRY}"),
        ("#300", "/journal/300"),
        ("300", "/journal/300"),
        ("CEA-31-NAT-2025-1:1204001", "/trace?serial=CEA-31-NAT-2025-1:1204001"),
        ("cea-31-nat-2025-1 : 1,204,001 – 1,204,009", "/trace?serial=CEA-31-NAT-2025-1:1204001-1204009"),
        ("CEA-31-NAT-2025-1", "/trace?serial=CEA-31-NAT-2025-1"),
        (TEXT, "/journal/0"),
        (LEAF.upper(), "/journal/1"),
        ("SHA-256 " + " ".join(LEAF[at : at + 4] for at in range(0, 64, 4)), "/journal/1"),
    ],
)
def test_leads_from_a_number_to_its_page(client: FlaskClient, sought: str, page: str) -> None:
    assert client.get("/search", query_string={"q": sought}).location == page


@pytest.mark.parametrize("sought", ["能源", "slny", "NYYX", "shilineng", "DE-1234", "de-1234"])
def test_finds_a_participant_by_its_name_or_its_initials_or_its_identity(client: FlaskClient, sought: str) -> None:
    assert "P-00000011" in client.get("/search", query_string={"q": sought}).text


@pytest.mark.parametrize("sought", ["", "%", "_", "钢铁", "x" * 500, "<script>"])
def test_says_what_can_be_searched_when_nothing_is_found(client: FlaskClient, sought: str) -> None:
    response = client.get("/search", query_string={"q": sought})
    assert response.status_code == 200
    assert "31-HO-00000011-82" in response.text
    assert f"“{sought}”" not in response.text or "<" not in sought


def test_lists_the_entries_in_which_a_documents_hash_stands(client: FlaskClient) -> None:
    page = client.get("/search", query_string={"q": DOCUMENT}).text
    assert "/journal/0" in page
    assert "/journal/1" in page
