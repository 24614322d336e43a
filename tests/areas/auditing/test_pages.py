"""The pages of auditing through the application: what they say, whom they let in, what machines get."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from registry.areas.auditing.figures import Recomputed, replayed, save
from registry.catalog import CATALOGUE
from registry.ledger.policy import parse_policy
from registry.ledger.proof import verify_receipt
from registry.ledger.replay import Replay
from registry.ledger.serials import account_number
from registry.store.log import leaf_data, read_head
from tests.areas.auditing import scenes, site
from tests.store.filled import Filled, filled
from tests.world import ORIGIN

API = "/api/v1"
BATCH = "CEA-31-NAT-2023-3"


@pytest.fixture(scope="module")
def journal(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """Return one journal that all tests of this file read and none changes."""
    folder = tmp_path_factory.mktemp("journal")
    engine = site.copied(sqlite_template, folder)
    made = filled(engine, folder)
    scenes.play(made)
    yield made
    made.close()
    engine.dispose()


@pytest.fixture
def app(journal: Filled, tmp_path: Path) -> Flask:
    return site.make_app(journal, tmp_path)


def positions(answer: object) -> list[int]:
    return [row["index"] for row in answer.get_json()["rows"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "path",
    ["/journal", "/journal/0", "/journal/20", "/trace", f"/trace?serial={BATCH}", "/trace?serial=CEA-31-NAT-2025-1",
     "/conservation", "/checkpoints", "/attestations", "/participants/P-00000091/keys"],
)  # fmt: skip
def test_every_page_answers_an_auditor_in_both_languages(app: Flask, path: str, language: str) -> None:
    client = site.as_person(app, site.AUDITOR)

    answer = client.get(f"{path}{'&' if '?' in path else '?'}lang={language}")

    assert answer.status_code == 200
    assert client.get(API + path).status_code == 200


@pytest.mark.parametrize("path", ["/journal", "/journal/3", "/trace"])
def test_strangers_are_sent_to_sign_in(app: Flask, path: str) -> None:
    client = app.test_client()

    assert client.get(path).status_code == 302
    assert client.get(API + path).status_code == 401


@pytest.mark.parametrize("path", ["/conservation", "/checkpoints", "/attestations", "/participants/P-00000011/keys"])
def test_what_everybody_may_check_needs_no_account(app: Flask, path: str) -> None:
    assert app.test_client().get(path).status_code == 200


def test_an_enterprise_sees_its_own_entries_only(app: Flask) -> None:
    client = site.as_person(app, site.ENTERPRISE)
    rows = client.get(f"{API}/journal?participant=P-00000012").get_json()["rows"]

    assert {row["participant"] for row in rows} == {"P-00000011"}


def test_an_enterprise_sees_who_moved_units_of_its_own_account(app: Flask) -> None:
    client = site.as_person(app, site.ENTERPRISE)
    own, foreign = account_number("31", "HO", 11), account_number("31", "HO", 12)

    rows = client.get(f"{API}/journal?account={own}&kind=allowances.transfer").get_json()["rows"]
    others = client.get(f"{API}/journal?account={foreign}&kind=allowances.transfer").get_json()["rows"]

    assert {row["participant"] for row in rows} == {"P-00000011", "P-00000012"}
    assert {row["participant"] for row in others} == {"P-00000011"}


def test_an_entry_is_shown_to_those_whom_it_concerns(app: Flask, journal: Filled) -> None:
    enterprise, auditor = site.as_person(app, site.ENTERPRISE), site.as_person(app, site.AUDITOR)
    transfer = positions(auditor.get(f"{API}/journal?kind=allowances.transfer&participant=P-00000012"))[0]

    assert enterprise.get(f"{API}/journal/{transfer}").status_code == 200
    assert enterprise.get(f"{API}/journal/0").status_code == 403
    assert site.as_person(app, "guest").get(f"{API}/journal/{transfer}").status_code == 403
    assert auditor.get(f"{API}/journal/{10**6}").status_code == 404


def test_the_journal_is_filtered_by_day_in_beijing(app: Flask) -> None:
    client = site.as_person(app, site.AUDITOR)
    everything = positions(client.get(f"{API}/journal"))

    assert positions(client.get(f"{API}/journal?since=2026-01-01&until=2026-12-31")) == everything
    assert positions(client.get(f"{API}/journal?until=2026-01-01")) == []
    assert client.get(f"{API}/journal?since=2026-02-31").status_code == 422
    assert client.get(f"{API}/journal?account=31-HO-00000011-00").get_json()["code"] == "account_check"


def test_an_entry_names_signers_keys_and_vouchers(app: Flask) -> None:
    client = site.as_person(app, site.AUDITOR)
    index = positions(client.get(f"{API}/journal?kind=allowances.transfer&result=accepted"))[0]

    entry = client.get(f"{API}/journal/{index}").get_json()["entry"]

    (signer,) = entry["signers"]
    assert signer["is_valid"]
    assert signer["counted"]
    assert signer["vouched_by"] == "R-00000004"
    assert entry["confirmed"]["holds"]
    assert entry["moves"][0]["units"] == entry["body"]["units"]


def test_a_first_key_counts_in_the_entry_that_registers_it(app: Flask) -> None:
    client = site.as_person(app, site.AUDITOR)
    index = positions(client.get(f"{API}/journal?kind=participants.register_first_key"))[-1]

    signers = client.get(f"{API}/journal/{index}").get_json()["entry"]["signers"]

    assert all(one["is_valid"] and one["counted"] for one in signers)


def test_forty_hops_have_forty_proofs_that_hold(app: Flask) -> None:
    client = site.as_person(app, site.AUDITOR)
    policy = parse_policy(client.get("/log/policy").data)

    trace = client.get(f"{API}/trace?serial={BATCH}:7").get_json()["trace"]

    assert len(trace["hops"]) == 41
    for hop in trace["hops"]:
        proof, _ = verify_receipt(client.get(hop["proof"]).data, policy)
        assert proof.index == hop["index"]


def test_what_names_no_serials_is_said_beside_the_field(app: Flask) -> None:
    client = site.as_person(app, site.AUDITOR)

    assert client.get("/trace?serial=nonsense").status_code == 200
    assert client.get(f"{API}/trace?serial=nonsense").get_json()["code"] == "serial_syntax"
    assert client.get(f"{API}/trace?serial=CEA-31-NAT-2025-9:1").status_code == 404


def test_units_at_their_end_say_so(app: Flask) -> None:
    client = site.as_person(app, site.AUDITOR)

    pieces = client.get(f"{API}/trace?serial=CEA-31-NAT-2025-1").get_json()["trace"]["pieces"]

    assert sum(piece["units"] for piece in pieces if piece["place"]["account"][3:5] == "CX") == 300


def test_conservation_is_whole_and_equal_to_a_replay(app: Flask, journal: Filled) -> None:
    client = app.test_client()
    before = {row["asset"]: row for row in client.get(f"{API}/conservation").get_json()["rows"]}
    with journal.engine.connect() as connection:
        head = read_head(connection)
        assert head is not None
        replay = Replay(ORIGIN, CATALOGUE)
        for data in leaf_data(connection, 0, head.size):
            replay.feed(data)
    found = Recomputed(head.size, head.root.hex(), journal.world.author.now_ms * 1000, replayed(replay.state))
    save(app.extensions["config"].directory, found)

    after = {row["asset"]: row for row in client.get(f"{API}/conservation").get_json()["rows"]}

    assert {row["difference"] for row in before.values()} == {0}
    assert {row["from_log"] for row in before.values()} == {"none"}
    assert {row["from_log"] for row in after.values()} == {"equal"}
    assert after["CEA-2025"]["cancelled"] == 300
    assert client.get("/conservation?format=xlsx").status_code == 200


def test_an_audit_that_found_otherwise_is_shown(app: Flask, journal: Filled) -> None:
    with journal.engine.connect() as connection:
        head = read_head(connection)
    assert head is not None
    save(app.extensions["config"].directory, Recomputed(head.size, head.root.hex(), 1_780_000_000_000_000, ()))

    client = app.test_client()

    assert {row["from_log"] for row in client.get(f"{API}/conservation").get_json()["rows"]} == {"differs"}
    assert 'role="alert"' in client.get("/conservation").get_data(as_text=True)


def test_attestations_are_compared_with_our_tree(app: Flask) -> None:
    rows = app.test_client().get(f"{API}/attestations").get_json()["rows"]

    assert [(row["findings"], row["is_our_root"]) for row in rows] == [(2, False), (0, True)]
    assert rows[0]["name"] == "示例审计事务所"


def test_heads_name_their_witnesses(app: Flask) -> None:
    rows = app.test_client().get(f"{API}/checkpoints").get_json()["rows"]

    assert [row["size"] for row in rows] == sorted((row["size"] for row in rows), reverse=True)
    assert all(row["is_witnessed"] and not row["problem"] for row in rows)
    assert {one["witness"] for one in rows[0]["cosignatures"]} == {"north", "south"}


def test_keys_that_came_from_outside_are_marked(app: Flask) -> None:
    rows = app.test_client().get(f"{API}/participants/P-00000011/keys").get_json()["rows"]

    assert [(row["vouched_by"], row["came_alone"]) for row in rows] == [("R-00000004", True)]
    assert app.test_client().get(f"{API}/participants/P-99999999/keys").status_code == 404


def test_an_empty_journal_has_pages_that_say_what_to_do(prepared_engine: object, tmp_path: Path) -> None:
    empty = Filled(prepared_engine, tmp_path)  # type: ignore[arg-type]
    client = site.as_person(site.make_app(empty, tmp_path), site.AUDITOR)

    for path in ("/journal", "/trace", "/conservation", "/checkpoints", "/attestations"):
        assert client.get(path).status_code == 200
    assert client.get("/journal/0").status_code == 404
    assert client.get("/log/policy").status_code == 200
    assert client.get("/log/tile/0/000.p/1").status_code == 404
    empty.close()


def test_an_auditor_finds_the_newest_head_filled_in(app: Flask) -> None:
    client = site.as_person(app, site.AUDITOR)
    assert 'href="/attestations/sign"' in client.get("/attestations").text
    page = client.get("/attestations/sign").text
    filled_in = dict(re.findall(r'id="field-(size|root)"[^>]* value="([^"]*)"', page))
    newest = client.get(f"{API}/checkpoints").get_json()["rows"][0]
    assert int(filled_in["size"]) >= newest["size"]
    assert re.fullmatch("[0-9a-f]{64}", filled_in["root"])


def test_only_an_auditor_is_offered_the_form_of_its_word(app: Flask) -> None:
    assert 'href="/attestations/sign"' not in app.test_client().get("/attestations").text
    assert app.test_client().get("/attestations/sign").status_code in (302, 401, 403)
