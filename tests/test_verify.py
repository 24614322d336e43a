"""What an auditor's program says of honest logs, of dishonest ones, and of those that it cannot read."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from registry import cli
from registry.areas.allowances.rules import TransferUnits
from registry.catalog import CATALOGUE
from registry.ledger import leaf
from registry.ledger.entry import Seen, compose, write
from registry.ledger.errors import Malformed, Tampering
from registry.ledger.keys import Ed25519Signer
from registry.ledger.leaf import Leaf
from registry.ledger.merkle import Frontier, leaf_hash
from registry.ledger.note import sign
from registry.ledger.replay import dump_replay
from registry.ledger.serials import account_number
from registry.verify import walk
from registry.verify.saved import load, save
from registry.verify.source import Folder, open_source
from registry.verify.walk import verify
from tests.logfiles import WITNESSED, traded, write_log
from tests.world import ORIGIN, START_MS, MemoryJournal, signer_of

START_S = START_MS // 1000


@pytest.fixture(scope="module")
def journal() -> MemoryJournal:
    return traded(300)


@pytest.fixture
def log(journal: MemoryJournal, tmp_path: Path) -> Path:
    leaves = journal.leaves
    return write_log(tmp_path / "log", leaves, cosigned={111: START_S + 101, len(leaves): START_S + 301})


def tampering(folder: Path, **options: bytes) -> Tampering:
    with pytest.raises(Tampering) as found:
        verify(Folder(folder), CATALOGUE, **options)  # type: ignore[arg-type]
    return found.value


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address(log: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(log)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_replays_a_log_to_the_state_of_its_journal(journal: MemoryJournal, log: Path) -> None:
    report, end = verify(Folder(log), CATALOGUE)
    assert list(dump_replay(end.replay)) == list(dump_replay(journal.replay))
    assert (report.size, report.findings) == (len(journal.leaves), [])
    assert report.refused == {"units_not_held": 36}
    assert report.quorum_met
    assert (report.policy, report.witnessed_size, report.kept) == ("first entry", report.size, 2)
    assert [key.vouched_by for key in report.keys[-2:]] == ["R-00000004", "R-00000004"]
    assert {(row.asset, row.issued, row.held) for row in report.conservation} == {
        ("CEA-2024", 700, 700),
        ("CEA-2025", 5000, 5000),
    }


def test_says_the_same_of_a_url(log: Path, address: str) -> None:
    at_url, _ = verify(open_source(address), CATALOGUE)
    in_folder, _ = verify(Folder(log), CATALOGUE)
    assert at_url.kept is None  # this server lists no kept heads, and the report says so
    at_url.kept, at_url.witnessed_size = in_folder.kept, in_folder.witnessed_size
    assert at_url == in_folder


def test_several_processes_say_the_same(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone, _ = verify(Folder(log), CATALOGUE)
    monkeypatch.setattr(walk, "PARALLEL_FROM", 1)
    together, _ = verify(Folder(log), CATALOGUE, jobs=2)
    assert together == alone


def test_names_the_entry_whose_result_was_changed_under_a_new_signature(journal: MemoryJournal, tmp_path: Path) -> None:
    leaves = list(journal.leaves)
    old = leaf.parse(leaves[100], ORIGIN)
    leaves[100] = leaf.write(Leaf(100, old.recorded_at, "units_frozen", old.envelope), ORIGIN)
    found = tampering(write_log(tmp_path, leaves))
    assert (found.code, found.facts["index"], found.facts["path"]) == ("result_differs", 100, "tile/entries/000")
    assert found.facts["offset"] == sum(2 + len(one) for one in leaves[:100])


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_first_of_two_changed_entries_is_named(
    journal: MemoryJournal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr(walk, "PARALLEL_FROM", 1)
    leaves = [
        data.replace(b'"result":"accepted"', b'"result":"expired"') if n in (70, 280) else data
        for n, data in enumerate(journal.leaves)
    ]
    with pytest.raises(Tampering) as found:
        verify(Folder(write_log(tmp_path, leaves)), CATALOGUE, jobs=jobs)
    assert found.value.facts["index"] == 70


def test_an_entry_left_out_is_found(journal: MemoryJournal, tmp_path: Path) -> None:
    assert tampering(write_log(tmp_path, journal.leaves[:50] + journal.leaves[51:])).code == "leaf_index"


def test_a_key_that_the_policy_does_not_name_counts_for_nothing(journal: MemoryJournal, tmp_path: Path) -> None:
    found = tampering(write_log(tmp_path, journal.leaves, signer=Ed25519Signer(ORIGIN, bytes(32))))
    assert (found.code, found.facts["path"]) == ("checkpoint", "checkpoint")


def test_a_policy_of_ones_own_is_used_and_its_quorum_demanded(journal: MemoryJournal, tmp_path: Path) -> None:
    policy = "".join(f"{line}\n" for line in WITNESSED).encode()
    report, _ = verify(Folder(write_log(tmp_path / "bare", journal.leaves)), CATALOGUE, policy=policy)
    assert (report.policy, report.findings) == ("given", ["no checkpoint meets the quorum of the given policy"])
    cosigned = write_log(tmp_path / "cosigned", journal.leaves, cosigned={150: START_S + 141})
    report, _ = verify(Folder(cosigned), CATALOGUE, policy=policy)
    assert report.findings == []


def test_times_outside_the_cosigned_ones_are_reported(journal: MemoryJournal, tmp_path: Path) -> None:
    # The first 111 leaves were there by 101 s; cosigned ten minutes later, all later leaves would be back-dated.
    late = write_log(tmp_path / "late", journal.leaves, cosigned={111: START_S + 701})
    report, _ = verify(Folder(late), CATALOGUE)
    assert report.outside_cosigned_times == len(journal.leaves) - 111
    early = write_log(tmp_path / "early", journal.leaves, cosigned={300: START_S})
    report, _ = verify(Folder(early), CATALOGUE)
    assert report.first_outside[0] == 131
    assert report.findings == ["recorded_at outside the cosigned times"]


@pytest.mark.parametrize(("size", "offset", "code"), [(20, 0, ""), (20, 1, "other_view"), (320, 0, "other_view")])
def test_what_an_author_had_been_shown_must_be_this_log(tmp_path: Path, size: int, offset: int, code: str) -> None:
    journal = traded(30)
    root = leaf_root(journal.leaves[: min(size, 30)])
    root = bytes([root[0] ^ offset]) + root[1:]
    author = journal.author
    body = TransferUnits(account_number("31", "HO", 11), account_number("31", "HO", 12), "CEA-2025", 1, ())
    entry = compose(
        "allowances.transfer",
        body,
        origin=ORIGIN,
        at_ms=author.now_ms,
        seconds=60,
        random=bytes(10),
        seen=Seen(size, root),
    )
    journal.submit(sign(write(entry), [signer_of("R-00000011")]))
    folder = write_log(tmp_path, journal.leaves)
    report, _ = verify(Folder(folder), CATALOGUE)
    assert [finding.partition(":")[0] for finding in report.findings] == ([code] if code else [])


def leaf_root(leaves: list[bytes]) -> bytes:
    frontier = Frontier()
    for data in leaves:
        frontier.append(leaf_hash(data))
    return frontier.root()


@pytest.mark.parametrize("size", [20, 255, 256, 257, 311])
def test_goes_on_from_a_saved_state_to_the_same_end(
    journal: MemoryJournal, log: Path, tmp_path: Path, size: int
) -> None:
    earlier = write_log(tmp_path / "earlier", journal.leaves[:size], cosigned={15: START_S + 10})
    _, end = verify(Folder(earlier), CATALOGUE)
    save(end, tmp_path / "state")
    report, end = verify(Folder(log), CATALOGUE, begin=load(tmp_path / "state", CATALOGUE))
    whole, whole_end = verify(Folder(log), CATALOGUE)
    assert report.verified_before == size
    report.verified_before = 0
    assert report == whole
    assert list(dump_replay(end.replay)) == list(dump_replay(whole_end.replay))


def test_a_saved_state_reads_only_new_bundles(journal: MemoryJournal, log: Path, tmp_path: Path) -> None:
    _, end = verify(Folder(write_log(tmp_path / "earlier", journal.leaves[:300])), CATALOGUE)
    save(end, tmp_path / "state")
    asked: list[str] = []

    class Watched(Folder):
        def find(self, path: str) -> bytes | None:
            asked.append(path)
            return super().find(path)

    policy = (log / "policy").read_bytes()
    verify(Watched(log), CATALOGUE, begin=load(tmp_path / "state", CATALOGUE), policy=policy)
    assert "tile/entries/000" not in asked


def test_another_log_does_not_continue_a_saved_state(journal: MemoryJournal, tmp_path: Path) -> None:
    _, end = verify(Folder(write_log(tmp_path / "one", journal.leaves[:280])), CATALOGUE)
    save(end, tmp_path / "state")
    other = list(journal.leaves)
    other[30] = other[30].replace(b"accepted", b"expired", 1)
    for leaves in (other, journal.leaves[:279]):
        folder = write_log(tmp_path / str(len(leaves)), leaves)
        with pytest.raises(Tampering) as found:
            verify(Folder(folder), CATALOGUE, begin=load(tmp_path / "state", CATALOGUE))
        assert found.value.code == "not_continued"


def test_a_changed_state_file_is_refused(log: Path, tmp_path: Path) -> None:
    _, end = verify(Folder(log), CATALOGUE)
    path = tmp_path / "state"
    save(end, path)
    data = bytearray(path.read_bytes())
    data[-5] ^= 1
    path.write_bytes(data)
    with pytest.raises(Malformed) as refused:
        load(path, CATALOGUE)
    assert refused.value.code == "state_changed"


def test_the_command_says_by_its_exit_code_what_it_found(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state = str(tmp_path / "state")
    assert cli.main(["verify", str(log), "--state", state, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["verified_before"] == 0
    assert cli.main(["verify", str(log), "--state", state]) == 0
    assert "went on from" in capsys.readouterr().out
    assert cli.main(["verify", str(tmp_path / "nowhere")]) == 2
    (log / "tile/0/000").write_bytes(bytes(8192))
    assert cli.main(["verify", str(log), "--json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["code"], finding["path"], finding["offset"]) == ("tile_changed", "tile/0/000", 0)


def test_loads_no_web_no_sql_and_no_schemas() -> None:
    program = (
        "import sys; from registry.cli import main; main(['verify', 'nowhere']);"
        "print(sorted({name.split('.')[0] for name in sys.modules}"
        " & {'flask', 'sqlalchemy', 'marshmallow', 'werkzeug', 'psycopg'}))"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
