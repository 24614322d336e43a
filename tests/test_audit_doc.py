"""Every command of docs/audit.md runs as it stands, in order, on a log that this test writes."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from registry.ledger.merkle import inclusion_proof, leaf_hash
from registry.ledger.proof import LogProof, render_proof
from tests.hashes import MemoryHashes
from tests.logfiles import LOG, checkpoint_of, traded, write_log
from tests.world import START_MS

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "audit.md"
PACKAGES = ("metamorphic_log", "proofbundle", "tlog_scales")

pytestmark = [pytest.mark.interop, pytest.mark.needs("openssl", "go")]


def commands() -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    leaves = traded(40).leaves
    time = START_MS // 1000 + 41
    write_log(tmp_path / "log", leaves, cosigned={len(leaves) - 10: time - 10, len(leaves): time})
    tree = MemoryHashes(map(leaf_hash, leaves))
    checkpoint = checkpoint_of(leaves, LOG, cosigned_s=time)
    receipt = LogProof(20, inclusion_proof(tree, 20, len(leaves)), checkpoint, leaves[20])
    (tmp_path / "receipt.tlog-proof").write_bytes(render_proof(receipt))
    return tmp_path


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    programs = str(Path(sys.executable).parent)
    settings = {"PATH": os.pathsep.join((programs, os.environ["PATH"])), "SOURCE": str(ROOT)}
    script = ["bash", "-euo", "pipefail", "-c", command]
    return subprocess.run(script, cwd=folder, env=os.environ | settings, capture_output=True, text=True, check=False)


def test_the_commands_of_the_page_find_an_honest_log_honest(folder: Path) -> None:
    for package in PACKAGES:
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"pip install '.[interop]': {package}")
    assert len(commands()) == 7
    for command in commands():
        done = run(command, folder)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
    assert (folder / "report.json").stat().st_size > 0


@pytest.mark.parametrize(("path", "block"), [("tile/entries/000.p/51", 0), ("checkpoint", 1), ("tile/0/000.p/51", 2)])
def test_the_commands_of_the_page_find_a_changed_byte(folder: Path, path: str, block: int) -> None:
    file = folder / "log" / path
    data = bytearray(file.read_bytes())
    data[len(data) // 3] ^= 1
    file.write_bytes(data)
    assert run(commands()[block], folder).returncode != 0
