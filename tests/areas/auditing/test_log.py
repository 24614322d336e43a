"""`/log/` and `/receipts/`: what other people's clients fetch."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.ledger import note
from registry.ledger.checkpoint import open_checkpoint, parse_checkpoint
from registry.ledger.merkle import Frontier, leaf_hash
from registry.ledger.policy import parse_policy
from registry.ledger.proof import parse_proof, verify_receipt
from registry.ledger.tiles import TileReader, bundles_of, parse_bundle
from tests.areas.auditing import scenes, site
from tests.store.filled import LOG, Filled, filled


@pytest.fixture(scope="module")
def journal(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """Return one journal of more than one full tile, which no test changes."""
    folder = tmp_path_factory.mktemp("journal")
    engine = site.copied(sqlite_template, folder)
    made = filled(engine, folder, trades=260)
    scenes.play(made)
    yield made
    made.close()
    engine.dispose()


@pytest.fixture
def app(journal: Filled, tmp_path: Path) -> Flask:
    return site.make_app(journal, tmp_path)


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def auditor(app: Flask) -> FlaskClient:
    return site.as_person(app, site.AUDITOR)


def entry_of(client: FlaskClient, *, kind: str, at: int) -> tuple[str, int]:
    row = client.get(f"/api/v1/journal?kind={kind}").get_json()["rows"][at]
    return row["id"], row["index"]


def test_the_checkpoint_is_the_newest_and_signed(stranger: FlaskClient, journal: Filled) -> None:
    answer = stranger.get("/log/checkpoint")

    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert open_checkpoint(answer.data, note.key_of(LOG)).size == journal.writer.size


def test_a_checkpoint_of_a_kept_size_carries_all_its_signatures(stranger: FlaskClient, journal: Filled) -> None:
    journal.cosign()

    answer = stranger.get("/log/checkpoint")

    policy = parse_policy(stranger.get("/log/policy").data)
    assert policy.check(answer.data).quorum_met
    size = parse_checkpoint(answer.data)[0].size
    assert stranger.get(f"/log/checkpoints/{size}").data == answer.data
    assert stranger.get(f"/log/checkpoints/{size + 1}").status_code == 404


def test_tiles_and_bundles_lead_to_the_root(stranger: FlaskClient, auditor: FlaskClient) -> None:
    head, _ = parse_checkpoint(stranger.get("/log/checkpoint").data)
    reader = TileReader(lambda path: bytes(stranger.get(f"/log/{path}").data), head.size, root=head.root)
    frontier = Frontier()

    for bundle in bundles_of(head.size):
        for entry in parse_bundle(auditor.get(f"/log/{bundle.path}").data, bundle.width):
            frontier.append(leaf_hash(entry))

    assert frontier.root() == head.root
    assert reader.hashes([(0, head.size - 1)])


def test_full_tiles_may_be_kept_for_ever(stranger: FlaskClient, auditor: FlaskClient) -> None:
    full, partial = stranger.get("/log/tile/0/000"), stranger.get("/log/tile/0/000.p/7")

    assert full.content_type == "application/octet-stream"
    assert "immutable" in full.headers["Cache-Control"]
    assert "immutable" not in partial.headers["Cache-Control"]
    assert len(full.data) == 256 * 32
    assert full.data.startswith(partial.data)
    assert auditor.get("/log/tile/entries/000").headers["Cache-Control"].startswith("private")


@pytest.mark.parametrize(
    "path",
    ["tile/0/002", "tile/1/000.p/9", "tile/2/000.p/1", "tile/0/000.p/0", "tile/0/000.p/256", "tile/00/000", "tile/0/0",
     "tile/64/000", "tile/-1/000", "tile/entries/009", "tile/x/000", "checkpoints/0", "nothing"],
)  # fmt: skip
def test_what_a_log_does_not_have_is_not_there(auditor: FlaskClient, path: str) -> None:
    assert auditor.get(f"/log/{path}").status_code == 404


def test_bundles_are_for_auditors(app: Flask, stranger: FlaskClient) -> None:
    assert stranger.get("/log/tile/entries/000").status_code == 401
    assert site.as_person(app, site.ENTERPRISE).get("/log/tile/entries/000").status_code == 403


def test_a_receipt_is_everybodys_who_has_the_id(stranger: FlaskClient, auditor: FlaskClient) -> None:
    policy = parse_policy(stranger.get("/log/policy").data)
    entry_id, index = entry_of(auditor, kind="participants.genesis", at=0)

    page = stranger.get(f"/api/v1/receipts/{entry_id}").get_json()
    confirmed, _ = verify_receipt(stranger.get(page["confirmed_proof"]).data, policy)
    witnessed, verdict = verify_receipt(stranger.get(page["witnessed_proof"]).data, policy)

    assert stranger.get(f"/receipts/{entry_id}").status_code == 200
    assert confirmed.index == witnessed.index == index
    assert confirmed.extra == witnessed.extra
    assert verdict.quorum_met


def test_an_entry_without_witnesses_says_so(journal: Filled, app: Flask) -> None:
    journal.submit([journal.world.transfer(11, 12, units=1)])
    client = site.as_person(app, site.AUDITOR)
    entry_id, index = entry_of(client, kind="allowances.transfer", at=0)

    page = client.get(f"/api/v1/receipts/{entry_id}").get_json()
    refused = client.get(f"{page['confirmed_proof']}?state=witnessed")

    assert page["witnessed_size"] is None
    assert parse_proof(client.get(page["confirmed_proof"]).data).index == index
    assert refused.status_code == 409


def test_an_unknown_id_has_no_receipt(stranger: FlaskClient) -> None:
    unknown = "019e8000-0000-7000-8000-000000000000"

    assert stranger.get(f"/receipts/{unknown}").status_code == 404
    assert stranger.get(f"/receipts/{unknown}.tlog-proof").status_code == 404
    assert stranger.get("/receipts/nothing").status_code == 404
