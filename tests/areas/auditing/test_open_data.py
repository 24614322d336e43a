"""The open data and its signed snapshot: anybody recomputes them from the log, byte for byte."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from registry.areas.auditing import opendata
from registry.areas.auditing.queries.conservation import read_open_data
from registry.catalog import CATALOGUE
from registry.ledger import note
from registry.ledger.errors import Tampering
from registry.ledger.keys import ED25519, signer_of
from registry.ledger.replay import Replay
from registry.store import snapshots
from registry.store.log import leaf_data
from tests.areas.auditing import scenes, site
from tests.store.filled import Filled, filled
from tests.world import ORIGIN

LOG = signer_of(ORIGIN, ED25519, seed=bytes(range(32)))
DAY = 24 * 3600 * 1_000_000
MADE = 1_780_000_000_000_000


@pytest.fixture(scope="module")
def journal(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """Return one journal with a snapshot of it."""
    folder = tmp_path_factory.mktemp("journal")
    engine = site.copied(sqlite_template, folder)
    made = filled(engine, folder)
    scenes.play(made)
    with engine.connect() as connection:
        data = read_open_data(connection, ORIGIN)
    assert data is not None
    snapshots.keep(engine, data.size, data=data.to_bytes(), signed=opendata.sign(data, LOG), now=MADE)
    yield made
    made.close()
    engine.dispose()


@pytest.fixture
def app(journal: Filled, tmp_path: Path) -> Flask:
    return site.make_app(journal, tmp_path)


def test_a_replay_of_the_log_gives_the_snapshot_byte_for_byte(app: Flask, journal: Filled) -> None:
    client = app.test_client()
    size = client.get("/api/v1/open-data").get_json()["rows"][0]["size"]
    published = client.get(f"/open-data/snapshots/{size}.json").data
    signed = client.get(f"/open-data/snapshots/{size}.note").data
    bound = opendata.check(published, signed, note.key_of(LOG))
    replay = Replay(ORIGIN, CATALOGUE)
    with journal.engine.connect() as connection:
        for data in leaf_data(connection, 0, size):
            replay.feed(data)
    root = replay.frontier.root().hex()
    assert bound == (size, root)
    assert opendata.from_state(ORIGIN, size, root, replay.state).to_bytes() == published


def test_the_lines_of_each_asset_add_up_to_zero(app: Flask) -> None:
    found = json.loads(app.test_client().get("/open-data/figures.json").data)
    sums: dict[str, int] = {}
    for line in found["figures"]:
        sums[line["asset"]] = sums.get(line["asset"], 0) + line["units"]
    assert sums
    assert set(sums.values()) == {0}
    assert found["schema"] == "open-data/v1"


def test_csv_and_json_say_the_same(app: Flask) -> None:
    client = app.test_client()
    lines = client.get("/open-data/figures.csv").text.splitlines()
    found = client.get("/open-data/figures.json").get_json()["figures"]
    assert lines[0] == "asset,class,vintage,zone,purpose,units,unit"
    assert [line.split(",")[5] for line in lines[1:]] == [str(one["units"]) for one in found]


def test_a_changed_snapshot_or_a_strangers_signature_does_not_hold(app: Flask) -> None:
    client = app.test_client()
    size = client.get("/api/v1/open-data").get_json()["rows"][0]["size"]
    published = client.get(f"/open-data/snapshots/{size}.json").data
    signed = client.get(f"/open-data/snapshots/{size}.note").data
    with pytest.raises(Tampering) as changed:
        opendata.check(published.replace(b'"units":', b'"units":1', 1), signed, note.key_of(LOG))
    assert changed.value.code == "snapshot_hash"
    stranger = note.key_of(signer_of(ORIGIN, ED25519, seed=bytes(32)))
    with pytest.raises(Tampering) as unsigned:
        opendata.check(published, signed, stranger)
    assert unsigned.value.code == "snapshot_signature"


def test_a_snapshot_is_due_once_a_day(journal: Filled) -> None:
    with journal.engine.connect() as connection:
        assert not snapshots.is_due(connection, MADE + DAY - 1)
        assert snapshots.is_due(connection, MADE + DAY)


def test_there_is_no_snapshot_of_another_size(app: Flask) -> None:
    assert app.test_client().get("/open-data/snapshots/1.json").status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "path",
    ["/", "/figures", "/figures?class=CEA", "/participants", "/participants?sort=-name", "/participants?zone=31",
     "/participants/P-00000011/keys", "/check", "/open-data"],
)  # fmt: skip
def test_every_public_page_answers_a_stranger_in_both_languages(app: Flask, path: str, language: str) -> None:
    answer = app.test_client().get(f"{path}{'&' if '?' in path else '?'}lang={language}")
    assert answer.status_code == 200


def test_the_register_narrows_and_orders_by_pinyin(app: Flask) -> None:
    client = app.test_client()
    rows = client.get("/api/v1/participants?sort=name").get_json()["rows"]
    backwards = client.get("/api/v1/participants?sort=-name").get_json()["rows"]
    assert [one["number"] for one in rows] == [one["number"] for one in reversed(backwards)]
    assert {one["function"] for one in client.get("/api/v1/participants?function=auditor").get_json()["rows"]} == {
        "auditor"
    }
    assert client.get("/api/v1/participants?name=no-such-name").get_json()["rows"] == []


def test_a_strangers_history_of_a_participant_holds_no_receipt(app: Flask) -> None:
    page = app.test_client().get("/participants/P-00000011/keys").text
    assert "/journal/" in page
    assert "/receipts/" not in page
    assert "/receipts/" in site.as_person(app, site.AUDITOR).get("/participants/P-00000011/keys").text


def test_the_figures_of_zones_and_years_add_up_to_those_of_the_class(app: Flask) -> None:
    found = app.test_client().get("/api/v1/figures?class=CEA").get_json()
    line = next(one for one in found["classes"] if one["code"] == "CEA")
    assert sum(one["issued"] for one in found["rows"]) == line["issued"]
    assert sum(one["held"] for one in found["zones"]) == line["held"]
    assert line["issued"] == line["held"] + line["used"] + line["cancelled"]
