"""Receipts: printed and read one way, and true only for one leaf at one place under one policy."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.ledger import proof as proofs
from registry.ledger.errors import LedgerError, Malformed, Tampering
from registry.ledger.policy import Policy, parse_policy
from registry.ledger.proof import LogProof
from tests.ledger.logs import WITNESS, WITNESS_LONG_LIVED, log_of, policy_text

SIZE = 13


def policy_of(quorum: str) -> Policy:
    return parse_policy(policy_text(quorum).encode())


def receipt(index: int = 5) -> LogProof:
    return log_of(SIZE).receipt(index, log_of(SIZE).witnessed(WITNESS, WITNESS_LONG_LIVED))


def code_of(data: bytes) -> str:
    with pytest.raises(Malformed) as refused:
        proofs.parse_proof(data)
    return refused.value.code


def test_prints_the_layout_of_the_specification() -> None:
    proof = receipt()
    lines = proofs.render_proof(proof).decode().split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[1].startswith("extra ")
    assert lines[2] == "index 5"
    assert lines[3 + len(proof.path)] == ""
    assert proofs.render_proof(proof).endswith(b"\n\n" + proof.checkpoint)


@pytest.mark.parametrize("index", range(SIZE))
def test_a_receipt_shows_its_leaf(index: int) -> None:
    proof, verdict = proofs.verify_receipt(proofs.render_proof(receipt(index)), policy_of("both"))
    assert proof.extra == log_of(SIZE).leaves[index]
    assert verdict.quorum_met
    assert verdict.checkpoint.size == SIZE


def test_a_receipt_is_confirmed_before_it_is_witnessed() -> None:
    data = proofs.render_proof(log_of(SIZE).receipt(5))
    assert not proofs.verify_receipt(data, policy_of("both"))[1].quorum_met
    assert proofs.verify_receipt(data, policy_of("none"))[1].quorum_met


def test_a_leaf_may_come_from_elsewhere() -> None:
    bare = replace(receipt(), extra=b"")
    assert b"extra" not in proofs.render_proof(bare)
    assert proofs.parse_proof(proofs.render_proof(bare)) == bare
    assert proofs.verify_proof(bare, policy_of("both"), leaf=log_of(SIZE).leaves[5]).quorum_met
    with pytest.raises(Malformed) as refused:
        proofs.verify_receipt(proofs.render_proof(bare), policy_of("both"))
    assert refused.value.code == "proof_extra"


def test_a_log_of_one_leaf_needs_no_path() -> None:
    alone = log_of(1).receipt(0)
    assert alone.path == ()
    assert proofs.verify_receipt(proofs.render_proof(alone), policy_of("none"))[0] == alone


@pytest.mark.parametrize(
    "changed",
    [
        replace(receipt(), index=6),
        replace(receipt(), index=SIZE),
        replace(receipt(), extra=b"another leaf"),
        replace(receipt(), path=receipt().path[:-1]),
        replace(receipt(), path=receipt().path[::-1]),
        replace(receipt(), checkpoint=log_of(SIZE + 1).checkpoint()),
    ],
)
def test_refuses_a_proof_of_something_else(changed: LogProof) -> None:
    with pytest.raises(Tampering) as refused:
        proofs.verify_receipt(proofs.render_proof(changed), policy_of("none"))
    assert refused.value.code == "inclusion_proof"


@given(st.data())
def test_no_changed_byte_goes_unseen(data: st.DataObject) -> None:
    printed = proofs.render_proof(log_of(SIZE).receipt(5))
    at = data.draw(st.integers(0, len(printed) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda one: one != printed[at]))
    changed = printed[:at] + bytes([byte]) + printed[at + 1 :]
    with pytest.raises(LedgerError):
        proofs.verify_receipt(changed, policy_of("none"))


HEAD = b"c2sp.org/tlog-proof@v1\n"
TAIL = b"\n" + log_of(1).checkpoint()
HASH = b"A" * 43 + b"=\n"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "proof_header"),
        (HEAD, "proof_header"),
        (HEAD.replace(b"v1", b"v2") + b"index 0\n" + TAIL, "proof_header"),
        (HEAD.replace(b"\n", b"\r\n") + b"index 0\n" + TAIL, "proof_header"),
        (HEAD + "index 0\né\n".encode() + TAIL, "proof_header"),
        (HEAD + TAIL, "proof_index"),
        (HEAD + b"index\n" + TAIL, "proof_index"),
        (HEAD + b"extra YQ==\n" + TAIL, "proof_index"),
        (HEAD + b"index 0\nextra YQ==\n" + TAIL, "checkpoint_hash"),
        (HEAD + b"index 00\n" + TAIL, "checkpoint_number"),
        (HEAD + b"index -1\n" + TAIL, "checkpoint_number"),
        (HEAD + b"index 0 \n" + TAIL, "checkpoint_number"),
        (HEAD + b"extra \nindex 0\n" + TAIL, "proof_extra"),
        (HEAD + b"extra YQ\nindex 0\n" + TAIL, "proof_extra"),
        (HEAD + b"extra YR==\nindex 0\n" + TAIL, "proof_extra"),
        (HEAD + b"index 0\n" + HASH[:-3] + b"\n" + TAIL, "checkpoint_hash"),
        (HEAD + b"index 0\n" + HASH * 64 + TAIL, "proof_path"),
        (HEAD + b"index 0\n\n" + TAIL, "checkpoint"),
        (HEAD + b"index 0\n\nlog.test\n", "note_layout"),
    ],
)
def test_refuses_a_text_that_it_would_not_print(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_reads_up_to_63_hashes() -> None:
    data = HEAD + b"index 0\n" + HASH * 63 + TAIL
    assert proofs.render_proof(proofs.parse_proof(data)) == data
    with pytest.raises(Malformed) as refused:
        proofs.render_proof(replace(proofs.parse_proof(data), path=(bytes(32),) * 64))
    assert refused.value.code == "proof_path"


def test_prints_no_proof_that_it_would_not_read() -> None:
    with pytest.raises(Malformed) as refused:
        proofs.render_proof(replace(receipt(), index=-1))
    assert refused.value.code == "checkpoint_number"
    with pytest.raises(Malformed) as refused:
        proofs.render_proof(replace(receipt(), checkpoint=b"none\n"))
    assert refused.value.code == "note_layout"
