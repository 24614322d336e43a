"""Go's own note and tlog packages (Debian: golang-golang-x-mod-dev) audit our files and make the proofs we make."""

import os
import subprocess
from pathlib import Path

import pytest

from registry.ledger import merkle
from registry.ledger.note import key_of, render_vkey
from tests.ledger.logs import LOG, ORIGIN, WITNESS, log_of

pytestmark = [pytest.mark.interop, pytest.mark.needs("go")]

VKEY = render_vkey(key_of(LOG))


@pytest.fixture(scope="session")
def gocheck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the checking program, built without any network."""
    folder = tmp_path_factory.mktemp("gocheck")
    settings = {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": str(folder / "cache"), "GOFLAGS": ""}
    command = ["go", "build", "-o", str(folder / "gocheck"), "."]
    subprocess.run(command, cwd=Path(__file__).parent / "gocheck", env=os.environ | settings, check=True)
    return folder / "gocheck"


def run(program: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(program), str(folder), VKEY], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("size", [1, 2, 13, 256, 257, 600])
def test_go_audits_our_files_and_proves_as_we_do(gocheck: Path, tmp_path: Path, size: int) -> None:
    log = log_of(size)
    log.write_to(tmp_path)
    (tmp_path / "checkpoint").write_bytes(log.witnessed(WITNESS))
    done = run(gocheck, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    found = {(kind, int(at)): rest for kind, at, *rest in map(str.split, done.stdout.splitlines())}
    for index in range(size):
        proof = merkle.inclusion_proof(log.nodes, index, size)
        assert found["inclusion", index] == [one.hex() for one in proof]
    for old in range(1, size):
        proof = merkle.consistency_proof(log.nodes, old, size)
        assert found["consistency", old] == [one.hex() for one in proof]


@pytest.mark.parametrize("path", ["checkpoint", "tile/0/000", "tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/001"])
def test_go_refuses_a_changed_file(gocheck: Path, tmp_path: Path, path: str) -> None:
    log_of(600).write_to(tmp_path)
    data = bytearray((tmp_path / path).read_bytes())
    data[len(ORIGIN) + 2] ^= 1
    (tmp_path / path).write_bytes(data)
    assert run(gocheck, tmp_path).returncode != 0
