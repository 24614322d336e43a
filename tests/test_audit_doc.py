"""Every command of docs/audit.md runs as it stands, in order, on a log that this test writes."""

import importlib.util
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import sqlalchemy as sa

from registry.ledger.merkle import inclusion_proof, leaf_hash
from registry.ledger.proof import LogProof, render_proof
from registry.store.database import connect, metadata
from registry.store.documents import keep_all
from registry.store.migrate import load_tables
from registry.store.tables_documents import document
from tests.hashes import MemoryHashes
from tests.logfiles import LOG, checkpoint_of, traded, write_log
from tests.store.filled import filled
from tests.world import DOCUMENT, PAPER, SALT, START_MS

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "audit.md"
TOKEN = "rgs_" + "t" * 43
PACKAGES = ("metamorphic_log", "proofbundle", "tlog_scales")

pytestmark = [pytest.mark.interop, pytest.mark.needs("openssl", "go")]


def commands() -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    leaves = traded(40).leaves
    time = START_MS // 1000 + 41
    write_log(tmp_path / "log", leaves, cosigned={len(leaves) - 10: time - 10, len(leaves): time})
    tree = MemoryHashes(map(leaf_hash, leaves))
    checkpoint = checkpoint_of(leaves, LOG, cosigned_s=time)
    receipt = LogProof(20, inclusion_proof(tree, 20, len(leaves)), checkpoint, leaves[20])
    (tmp_path / "receipt.tlog-proof").write_bytes(render_proof(receipt))
    (tmp_path / "paper.pdf").write_bytes(PAPER)
    (tmp_path / "paper.pdf.salt.txt").write_text(f"{SALT.hex()}\n", encoding="ascii")
    make_server(tmp_path / "server")
    (tmp_path / "auditor.token").write_text(TOKEN, encoding="ascii")
    (tmp_path / "auditor.token").chmod(0o600)
    with served(tmp_path) as address:
        (tmp_path / "address").write_text(address, encoding="ascii")
        yield tmp_path


class Guarded(SimpleHTTPRequestHandler):
    """Gives files away, entries only to who brings the token."""

    def do_GET(self) -> None:
        if "/entries/" in self.path and self.headers["Authorization"] != f"Bearer {TOKEN}":
            self.send_error(401)
        else:
            super().do_GET()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder at an address of this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Guarded, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def make_server(folder: Path) -> None:
    """Make a registry's directory and database in which the paper is kept that the entries name."""
    folder.mkdir()
    load_tables()
    engine = connect(f"sqlite:///{folder / 'registry.sqlite'}")
    metadata.create_all(engine)
    filled(engine, folder, trades=4).close()
    keep_all(engine, [("", SALT, PAPER)], media_type="application/pdf", now=1)
    engine.dispose()


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    programs = str(Path(sys.executable).parent)
    settings = {"PATH": os.pathsep.join((programs, os.environ["PATH"])), "SOURCE": str(ROOT)}
    settings |= {"REGISTRY_DIRECTORY": str(folder / "server"), "REGISTRY": (folder / "address").read_text("ascii")}
    script = ["bash", "-euo", "pipefail", "-c", command]
    return subprocess.run(script, cwd=folder, env=os.environ | settings, capture_output=True, text=True, check=False)


def test_the_commands_of_the_page_find_an_honest_log_honest(folder: Path) -> None:
    for package in PACKAGES:
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"pip install '.[interop]': {package}")
    assert len(commands()) == 10
    for command in commands():
        done = run(command, folder)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
    assert (folder / "report.json").stat().st_size > 0


def test_the_audit_of_the_page_finds_a_changed_document(folder: Path) -> None:
    engine = connect(f"sqlite:///{folder / 'server' / 'registry.sqlite'}")
    with engine.begin() as connection:
        connection.execute(sa.update(document).values(data=PAPER + b"!"))
    engine.dispose()
    done = run(commands()[-1], folder)
    assert done.returncode == 1
    assert f'document.data {{"digest": "{DOCUMENT}"}}: altered' in done.stdout


@pytest.mark.parametrize(("path", "block"), [("tile/entries/000.p/51", 0), ("checkpoint", 2), ("tile/0/000.p/51", 3)])
def test_the_commands_of_the_page_find_a_changed_byte(folder: Path, path: str, block: int) -> None:
    file = folder / "log" / path
    data = bytearray(file.read_bytes())
    data[len(data) // 3] ^= 1
    file.write_bytes(data)
    assert run(commands()[block], folder).returncode != 0
