"""`proofbundle verify-proof` checks our receipts: log signature, both kinds of cosignature, and inclusion."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from registry.ledger.note import key_of, render_vkey
from registry.ledger.proof import render_proof
from tests.ledger.logs import LOG, ORIGIN, STRANGER, WITNESS, WITNESS_LONG_LIVED, log_of

pytest.importorskip("proofbundle", reason="pip install '.[interop]'")
pytestmark = pytest.mark.interop

VKEYS = [render_vkey(key_of(signer)) for signer in (WITNESS, WITNESS_LONG_LIVED, STRANGER)]


def verdict(folder: Path, receipt: bytes, leaf: bytes, *, threshold: int) -> tuple[int, dict[str, Any]]:
    (folder / "receipt.tlog-proof").write_bytes(receipt)
    (folder / "leaf").write_bytes(leaf)
    command = [
        str(Path(sys.executable).with_name("proofbundle")),
        *("verify-proof", str(folder / "receipt.tlog-proof"), "--payload-file", str(folder / "leaf"), "--json"),
        *("--log-vkey", render_vkey(key_of(LOG)), "--expected-origin", ORIGIN, "--threshold", str(threshold)),
        *(part for vkey in VKEYS for part in ("--witness-vkey", vkey)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout)


@pytest.mark.parametrize(("index", "size"), [(0, 1), (5, 13), (12, 13), (256, 600)])
def test_proofbundle_accepts_a_witnessed_receipt(tmp_path: Path, index: int, size: int) -> None:
    log = log_of(size)
    receipt = render_proof(log.receipt(index, log.witnessed(WITNESS, WITNESS_LONG_LIVED)))
    code, found = verdict(tmp_path, receipt, log.leaves[index], threshold=2)
    assert (code, found["ok"]) == (0, True)


def test_proofbundle_misses_a_third_witness(tmp_path: Path) -> None:
    log = log_of(13)
    receipt = render_proof(log.receipt(5, log.witnessed(WITNESS, WITNESS_LONG_LIVED)))
    code, found = verdict(tmp_path, receipt, log.leaves[5], threshold=3)
    assert (code, found["ok"]) != (0, True)


def test_proofbundle_refuses_another_leaf(tmp_path: Path) -> None:
    log = log_of(13)
    code, found = verdict(tmp_path, render_proof(log.receipt(5)), log.leaves[6], threshold=0)
    assert (code, found["ok"]) != (0, True)
