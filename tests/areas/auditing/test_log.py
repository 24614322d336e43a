"""`/log/` and `/receipts/`: what other people's clients fetch."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from registry.cli import main
from registry.cli.bearing import bearer_of
from registry.cli.saying import Stop
from registry.ledger import note
from registry.ledger.checkpoint import open_checkpoint, parse_checkpoint
from registry.ledger.merkle import Frontier, leaf_hash
from registry.ledger.policy import parse_policy
from registry.ledger.proof import parse_proof, verify_receipt
from registry.ledger.tiles import TileReader, bundles_of, parse_bundle
from registry.signin import Person
from registry.signin.accounts import Origin
from registry.web.seam import now
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


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve the pages at an address of this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/log"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def token_file(app: Flask, folder: Path, *scopes: str) -> Path:
    people = app.extensions["people"]
    with people.engine.connect() as connection:
        row = connection.execute(sa.text("SELECT id FROM signin_person WHERE login = 'auditor'")).one()
    who = Person(row.id, "auditor", "R-00000090", "auditor", enrolled=True, roles=frozenset({"auditor"}))
    origin = Origin("127.0.0.1", "test", "")
    token = people.tokens.make(who, name="".join(scopes), scopes=scopes, days=1, origin=origin, now=now())
    path = folder / "token"
    path.write_text(f"{token}\n", encoding="ascii")
    path.chmod(0o600)
    return path


def test_an_auditor_verifies_the_served_log_with_a_token(
    app: Flask, journal: Filled, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with served(app) as address:
        token = token_file(app, tmp_path, "log")
        assert main(["verify", address, "--jobs", "1", "--token-file", str(token)]) == 0
        assert f"{journal.writer.size}" in capfd.readouterr().out
        assert main(["verify", address, "--jobs", "1"]) == 2
        assert "--token-file" in capfd.readouterr().err
        token = token_file(app, tmp_path, "read")  # a token made for something else opens no entries
        assert main(["verify", address, "--jobs", "1", "--token-file", str(token)]) == 2


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620])
def test_a_token_that_others_can_read_is_not_sent(
    tmp_path: Path, mode: int, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "token"
    path.write_text("rgs_" + "a" * 43, encoding="ascii")
    path.chmod(mode)
    assert main(["verify", "https://log.example/log", "--token-file", str(path)]) == 2
    assert "chmod 600" in capsys.readouterr().err
    path.chmod(0o600)
    assert bearer_of("https://log.example/log", path) == {"Authorization": f"Bearer rgs_{'a' * 43}"}


@pytest.mark.parametrize(
    "address", ["http://log.example/log", "http://127.0.0.1.example/log", "ftp://a.example", "log"]
)
def test_a_token_is_not_sent_in_the_clear_nor_to_a_folder(tmp_path: Path, address: str) -> None:
    path = tmp_path / "token"
    path.write_text("rgs_" + "a" * 43, encoding="ascii")
    path.chmod(0o600)
    with pytest.raises(Stop):
        bearer_of(address, path)
    for own in ("http://127.0.0.1:8000/log", "http://[::1]:8000/log", "http://localhost/log"):
        assert bearer_of(own, path)


@pytest.mark.parametrize("text", ["", "\n", "two words of a token", "tokén" * 5, "a" * 2000, "line\nbreak" * 4])
def test_a_file_without_a_token_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "token"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(Stop):
        bearer_of("https://log.example/log", path)
