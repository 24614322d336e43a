"""`tlog-scales` reads our tiles, checks our checkpoints, proofs and cosignatures, and writes the same files."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from registry.ledger import merkle
from registry.ledger.checkpoint import cosigned_at, open_checkpoint
from registry.ledger.note import key_of, parse, render_vkey
from registry.ledger.proof import parse_proof
from registry.ledger.tiles import bundles_of, tiles_of
from tests.ledger.logs import LOG, LOG_LONG_LIVED, ORIGIN, STRANGER, WITNESS, WITNESS_LONG_LIVED, log_of

reader: Any = pytest.importorskip("tlog_scales.reader", reason="pip install '.[interop]'")
signing: Any = pytest.importorskip("tlog_scales.signing")
tlog: Any = pytest.importorskip("tlog_scales.tlog")
writer: Any = pytest.importorskip("tlog_scales.writer")
backend: Any = pytest.importorskip("tlog_scales.backend")
pytestmark = pytest.mark.interop

SIZES = [1, 2, 13, 255, 256, 257, 600, 66_000]


def command(*arguments: str) -> bytes:
    program = str(Path(sys.executable).with_name("tlog-tiles"))
    return subprocess.run([program, *arguments], capture_output=True, check=True).stdout


@pytest.mark.parametrize("size", [13, 600])
def test_the_command_line_reads_a_leaf_and_checks_it(tmp_path: Path, size: int) -> None:
    log_of(size).write_to(tmp_path)
    for index in (0, size - 1):
        assert command("get-leaf", "--check", str(tmp_path), str(index)) == log_of(size).leaves[index]


def test_the_command_line_makes_the_receipt_that_we_make(tmp_path: Path) -> None:
    log = log_of(600)
    log.write_to(tmp_path)
    theirs = parse_proof(command("gen-proof", str(tmp_path), "300"))
    ours = log.receipt(300)
    assert (theirs.index, theirs.path, theirs.checkpoint) == (ours.index, ours.path, ours.checkpoint)


@pytest.mark.parametrize("size", SIZES)
def test_reads_our_tiles_to_our_root_and_our_proofs(tmp_path: Path, size: int) -> None:
    log = log_of(size)
    log.write_to(tmp_path)
    theirs = reader.TilesReader(backend.make_backend(str(tmp_path)))
    head = theirs.get_checkpoint()
    head.verify(signing.Vkey.from_string(render_vkey(key_of(LOG))))
    theirs.set_size(size)
    assert theirs.calculate_root_hash() == head.root_hash == log.root
    for index in {0, size // 3, size - 1}:
        path = merkle.inclusion_proof(log.nodes, index, size)
        assert tuple(theirs.get_inclusion_proof(index, size).node_hashes) == path
        tlog.InclusionProof(index, size, list(path)).check(merkle.leaf_hash(log.leaves[index]), log.root)
    for old in {1, size // 2 or 1, size}:
        proof = list(merkle.consistency_proof(log.nodes, old, size))
        if old < size:
            tlog.ConsistencyProof(old, size, proof).check(merkle.root_at(log.nodes, old), log.root)


def test_checks_both_kinds_of_our_cosignatures() -> None:
    data = log_of(13).witnessed(WITNESS, WITNESS_LONG_LIVED)
    known = [signing.Vkey.from_string(render_vkey(key_of(one))) for one in (LOG, WITNESS, WITNESS_LONG_LIVED, STRANGER)]
    head = tlog.Checkpoint.from_text(data.decode())
    valid = signing.VkeySet(*known).verify(head.signatures, head)
    assert {vkey.name for vkey, _ in valid} == {ORIGIN, WITNESS.name, WITNESS_LONG_LIVED.name}
    assert head.serialize().encode() == data


def test_writes_the_log_that_we_write(tmp_path: Path) -> None:
    log = log_of(600)
    other = writer.TilesWriter.create(tmp_path / "theirs", ORIGIN)
    for leaf in log.leaves:
        other.add_leaf(leaf)
    signers = [
        signing.PlainEd25519Signer(ORIGIN, b"log".ljust(32, b".")),
        signing.MLDSA44CosignatureSigner(ORIGIN, b"log".ljust(32, b".")),
    ]
    other.commit(signers)
    files = log.files()
    for tile in (*tiles_of(600), *bundles_of(600)):
        assert (tmp_path / "theirs" / tile.path).read_bytes() == files[tile.path]
    data = (tmp_path / "theirs" / "checkpoint").read_bytes()
    assert open_checkpoint(data, key_of(LOG)).root == log.root
    assert cosigned_at(parse(data), key_of(LOG_LONG_LIVED)) is not None
