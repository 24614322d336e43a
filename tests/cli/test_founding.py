"""A real registry from nothing by its commands alone, as docs/running.md tells it, on both databases."""

import json
import secrets
import shutil
import sqlite3
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from registry.areas.participants.rules.parties import DefineClass
from registry.ledger.book import Title
from registry.ledger.checkpoint import open_checkpoint
from registry.ledger.entry import compose, write
from registry.ledger.errors import Tampering
from registry.ledger.keys import ED25519
from registry.ledger.note import parse_vkey
from registry.store.database import connect
from registry.store.documents import digest_of, keep_all, read
from tests.cli.commands import Done, children, end, first_line, free_port, registry, running

ORIGIN = "registry.example/log"
WITNESS = "witness.example/one"
FOUNDERS = (
    (1, "operator", "R-00000001"),
    (1, "operator", "R-00000002"),
    (2, "authority", "R-00000003"),
    (3, "registrar", "R-00000004"),
)


@dataclass
class Office:
    """A folder with everybody's files, and the settings of the registry."""

    folder: Path
    settings: dict[str, str]

    def run(self, *words: object) -> Done:
        return registry(*words, settings=self.settings)

    def do(self, *words: object) -> str:
        done = self.run(*words)
        assert done.returncode == 0, (words, done.stdout, done.stderr)
        return done.stdout

    def file(self, name: str) -> Path:
        return self.folder / name

    def sign(self, name: str, *signers: str) -> Path:
        """Sign a file by each signer in turn."""
        source = self.file(name)
        for number in signers:
            output = self.file(f"{name}.note")
            self.do("sign", source, "--key", self.file(number), "--name", number, "--yes", "--output", output)
            source = output
        return source

    def entry(self, code: str, *signers: str) -> Path:
        """Write an entry that defines an asset class, signed as its kind demands or by others."""
        body = DefineClass(code, "碳排放配额", "tCO2e", Title.MIRROR, "national", has_serials=True)
        now = time.time_ns() // 1_000_000
        made = compose(
            "participants.define_class", body, origin=ORIGIN, at_ms=now, seconds=3600, random=secrets.token_bytes(10)
        )
        self.file(code).write_bytes(write(made))
        return self.sign(code, *(signers or ("R-00000003", "R-00000001")))


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    folder = Path(tempfile.mkdtemp(prefix="reg-"))  # a socket's path must be short
    settings = {
        "REGISTRY_SECRET": "a secret of the registry, long enough",
        "REGISTRY_ORIGIN": ORIGIN,
        "REGISTRY_DIRECTORY": str(folder / "data"),
        "REGISTRY_DATABASE": database_url,
    }
    yield Office(folder, settings)
    shutil.rmtree(folder)


def founders(office: Office) -> list[dict[str, Any]]:
    """Make a key for each founder, and return what each says of itself."""
    found: list[dict[str, Any]] = []
    for participant, function, number in FOUNDERS:
        said = office.do("keys", "make", office.file(number), "--name", number)
        public_key = next(line.split()[-1] for line in said.splitlines() if line.startswith("public key"))
        found.append({
            "participant": f"P-{participant:08}", "function": function, "scheme": "foreign",
            "identity": f"XX-FOUNDER{participant}", "name": f"Founder {participant}", "zone": "31",
            "representative": number, "roles": ["administrator", "approver"], "public_key": public_key,
            "custody": "offline",
        })  # fmt: skip
    return found


def found(office: Office, *witnesses: str) -> None:
    """Found the registry, every founder signing in turn."""
    given = {"founders": founders(office), "witnesses": witnesses}
    office.file("founders.json").write_text(json.dumps(given), encoding="utf-8")
    office.do("init", "--prepare", office.file("founders.json"), "--output", office.file("genesis"))
    envelope = office.sign("genesis", *(number for _, _, number in FOUNDERS))
    assert "accepted #0" in office.do("init", "--genesis", envelope)


def refused(office: Office, code: int, *words: object, **settings: str) -> str:
    """Run a command that must end with this code, and return what it says."""
    done = registry(*words, settings=office.settings | settings)
    assert done.returncode == code, (words, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done.stderr


def status(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def check_refusals(office: Office, url: str) -> None:
    """Ask the running registry what it must refuse, each time in words."""
    assert "InUse" in refused(office, 1, "sequencer")
    assert "already" in refused(office, 1, "init", "--genesis", office.file("genesis.note"))
    assert "registry.example/log" in refused(office, 2, "worker", REGISTRY_ORIGIN="other.example/log")
    assert "first password" in office.do("people", "add", "olga", "--name", "Olga", "--representative", "R-00000001")
    assert "taken" in refused(office, 1, "people", "add", "olga", "--name", "Olga")
    refused(office, 1, "people", "add", "otto", "--name", "Otto", "--representative", "R-99999999")
    refused(office, 1, "submit", office.entry("BLC", "R-00000002", "R-00000001"), "--url", url)  # no authority


@pytest.mark.faults
def test_founds_serves_witnesses_exports_and_outlives_its_writer(office: Office) -> None:
    port = free_port()
    witness = ("witness", "--name", WITNESS, "--directory", office.file("witness"), "--port", port)
    line = office.do(*witness, "--show-key", "--url", f"http://127.0.0.1:{port}").strip()
    found(office, line, f"quorum {line.split()[1]}")
    with running("serve", "--port", 0, settings=office.settings) as server:
        url = first_line(server).rstrip("/")
        assert "accepted #1" in office.do("submit", office.entry("CEA"), "--url", url)
        assert status(f"{url}/readyz")[0] == 200

        check_refusals(office, url)

        log_key = next(line for line in status(f"{url}/log/policy")[1].splitlines() if line.startswith("log"))
        with running(*witness, "--log", log_key.split()[1]) as other:
            first_line(other)
            assert "cosigned by" in office.do("worker", "--once")
            assert "no news" in office.do("worker", "--once")
        assert WITNESS in status(f"{url}/log/checkpoints/2")[1]

        office.do("export", office.file("export"))
        assert "2" in office.do("verify", office.file("export"))
        assert office.run("verify", f"{url}/log").returncode == 2  # bundles are for auditors who have signed in

        (writer,) = children(server)
        end(writer)
        entry = office.entry("CCER")
        answer = refused(office, 1, "submit", entry, "--url", url)
        assert "503 not_written" in answer
        assert "没有写入" in answer
        assert status(f"{url}/readyz")[0] == 503
        assert [status(f"{url}{path}")[0] for path in ("/healthz", "/log/checkpoint", "/")] == [200, 200, 200]
        with running("sequencer", settings=office.settings):
            for _ in range(100):
                if status(f"{url}/readyz")[0] == 200:
                    break
                time.sleep(0.1)
            assert "accepted #2" in office.do("submit", entry, "--url", url)
    assert "0 findings" in office.run("audit").stderr


@pytest.mark.faults
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)  # PostgreSQL is copied by tools of its own
def test_a_backup_comes_back_whole_with_what_a_mirror_has_beyond_it(office: Office) -> None:
    found(office, "quorum none")
    database = office.settings["REGISTRY_DATABASE"]
    path, backup = Path(database.removeprefix("sqlite:///")), office.file("backup.sqlite")
    with closing(sqlite3.connect(path)) as one, closing(sqlite3.connect(backup)) as other:
        one.backup(other)
    with running("serve", "--port", 0, settings=office.settings) as server:
        url = first_line(server).rstrip("/")
        office.do("submit", office.entry("CEA"), "--url", url)
    office.do("export", office.file("mirror"))

    for name in (path, *path.parent.glob(f"{path.name}-*")):
        name.unlink()
    shutil.copyfile(backup, path)
    with running("serve", "--port", 0, settings=office.settings) as server:
        url = first_line(server).rstrip("/")
        refused(office, 1, "submit", office.entry("CCER"), "--url", url)
        assert status(f"{url}/readyz")[0] == 503
    assert "1 leaves brought back, 2 in all" in office.do("restore", "--from", office.file("mirror"))
    with running("serve", "--port", 0, settings=office.settings) as server:
        url = first_line(server).rstrip("/")
        assert "accepted #2" in office.do("submit", office.entry("CCER"), "--url", url)
    assert "0 findings" in office.run("audit").stderr


def test_brings_the_schema_up_and_leaves_it_there(office: Office) -> None:
    assert "— → " in office.do("upgrade")
    assert "— → " not in office.do("upgrade")


def test_erases_a_document_once_and_leaves_the_log_as_it_was(office: Office) -> None:
    found(office, "quorum none")
    engine = connect(office.settings["REGISTRY_DATABASE"])
    keep_all(engine, [("", bytes(16), b"a paper")], media_type="application/pdf", now=1)
    digest = digest_of(bytes(16), b"a paper")

    assert digest in office.do("erase-document", digest)
    assert "erased before" in refused(office, 1, "erase-document", digest)
    assert "64 hexadecimal" in refused(office, 2, "erase-document", "x")
    with engine.connect() as connection:
        assert read(connection, digest) is None
    engine.dispose()
    done = office.run("audit", "--documents")
    assert "0 findings" in done.stderr
    assert "1 erased" in done.stderr


def log_seeds(office: Office) -> list[Path]:
    return sorted(office.file("data").glob("log-????????.seed"))


def newest_key(url: str) -> str:
    """Return the last key of the log that its policy names, other than the lasting one."""
    keys = [line.split()[1] for line in status(f"{url}/log/policy")[1].splitlines() if line.startswith("log ")]
    return next(one for one in reversed(keys) if parse_vkey(one).algorithm == ED25519)


def is_signed_by(url: str, vkey: str) -> bool:
    try:
        open_checkpoint(status(f"{url}/log/checkpoint")[1].encode(), parse_vkey(vkey))
    except Tampering:
        return False
    return True


@pytest.mark.faults
def test_hands_the_logs_key_over_while_it_runs_and_goes_on_with_the_new_one(office: Office) -> None:
    assert "registry init" in refused(office, 2, "rotate-log-key", "--output", office.file("rotation"))
    found(office, "quorum none")
    with running("serve", "--port", 0, settings=office.settings) as server:
        url = first_line(server).rstrip("/")
        old = newest_key(url)
        office.do("submit", office.entry("CEA"), "--url", url)
        new = office.do("rotate-log-key", "--output", office.file("rotation")).splitlines()[1]
        (seed,) = log_seeds(office)
        assert seed.stat().st_mode & 0o077 == 0
        assert (newest_key(url), is_signed_by(url, old)) == (old, True)  # nothing has changed before the entry

        refused(office, 1, "submit", office.sign("rotation", "R-00000001", "R-00000002"), "--url", url)  # no authority
        assert "accepted #2" in office.do("submit", office.sign("rotation", "R-00000003", "R-00000001"), "--url", url)
        assert newest_key(url) == new
        assert (is_signed_by(url, new), is_signed_by(url, old)) == (True, False)
    with running("serve", "--port", 0, settings=office.settings) as server:
        url = first_line(server).rstrip("/")
        assert "accepted #3" in office.do("submit", office.entry("CCER"), "--url", url)
        assert is_signed_by(url, new)

    office.do("export", office.file("export"))
    office.file("policy").write_text(f"log {old}\nquorum none\n", encoding="ascii")
    office.do("verify", office.file("export"), "--policy", office.file("policy"))  # the first key leads to the new one
    office.file("policy").write_text(f"log {new}\nquorum none\n", encoding="ascii")
    assert office.run("verify", office.file("export"), "--policy", office.file("policy")).returncode != 0
    seed.rename(office.file("lost"))
    assert "not here" in refused(office, 1, "rotate-log-key", "--output", office.file("rotation"))
    assert log_seeds(office) == []
