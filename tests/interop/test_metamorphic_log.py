"""`metamorphic-log` (Rust) verifies our checkpoints, inclusion and consistency proofs."""

from typing import Any

import pytest

from registry.ledger import merkle
from registry.ledger.note import key_of, render_vkey
from tests.ledger.logs import LOG, ORIGIN, WITNESS, log_of

metamorphic_log: Any = pytest.importorskip("metamorphic_log", reason="pip install '.[interop]'")
pytestmark = pytest.mark.interop

VKEY = render_vkey(key_of(LOG))
SIZES = [1, 2, 3, 7, 8, 13, 256, 600]


@pytest.mark.parametrize("size", SIZES)
def test_opens_our_checkpoints(size: int) -> None:
    head = metamorphic_log.checkpoint_verify(log_of(size).witnessed(WITNESS).decode(), [VKEY])
    assert (head.origin, head.size, bytes(head.root)) == (ORIGIN, size, log_of(size).root)


def test_refuses_an_altered_checkpoint() -> None:
    altered = log_of(13).checkpoint().replace(b"\n13\n", b"\n14\n").decode()
    with pytest.raises(metamorphic_log.VerifyError):
        metamorphic_log.checkpoint_verify(altered, [VKEY])


@pytest.mark.parametrize("size", SIZES)
def test_accepts_our_inclusion_proofs_and_no_others(size: int) -> None:
    log = log_of(size)
    data = log.checkpoint().decode()
    for index in range(0, size, max(1, size // 20)):
        leaf = merkle.leaf_hash(log.leaves[index])
        proof = list(merkle.inclusion_proof(log.nodes, index, size))
        metamorphic_log.checkpoint_verify_inclusion(data, [VKEY], index, leaf, proof)
        with pytest.raises(metamorphic_log.VerifyError):
            metamorphic_log.checkpoint_verify_inclusion(data, [VKEY], index, bytes(32), proof)


@pytest.mark.parametrize("size", SIZES)
def test_accepts_our_consistency_proofs_and_no_others(size: int) -> None:
    log = log_of(size)
    for old in range(1, size, max(1, size // 20)):
        old_root = merkle.root_at(log.nodes, old)
        proof = list(merkle.consistency_proof(log.nodes, old, size))
        metamorphic_log.verify_consistency(old, size, proof, old_root, log.root)
        older = log.checkpoint(old).decode()
        metamorphic_log.checkpoint_verify_consistency(older, log.checkpoint().decode(), [VKEY], proof)
        with pytest.raises(metamorphic_log.VerifyError):
            metamorphic_log.verify_consistency(old, size, proof, bytes(32), log.root)
