"""Checkpoints and cosignatures: the bytes of the specifications, and nothing that was not signed."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.ledger import checkpoint as checkpoints
from registry.ledger import note
from registry.ledger.checkpoint import Checkpoint
from registry.ledger.errors import Malformed, Tampering
from registry.ledger.keys import ED25519_COSIGNATURE, Ed25519Signer, MlDsaSigner, verify, verify_ml_dsa_44
from registry.ledger.note import Note, Signature, VerifierKey, key_of
from tests.ledger.logs import COSIGNED_AT, LOG, LOG_LONG_LIVED, ORIGIN, STRANGER, WITNESS, WITNESS_LONG_LIVED, log_of

# The example of tlog-cosignature.
EXAMPLE = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 "
    "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
).encode()
ROOT = log_of(5).root

lines = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)
heads = st.builds(
    Checkpoint,
    lines,
    st.integers(0, 2**63 - 1),
    st.binary(min_size=32, max_size=32),
    st.lists(lines, max_size=2).map(tuple),
)


def code_of_text(text: bytes) -> str:
    with pytest.raises(Malformed) as refused:
        checkpoints.parse_text(text)
    return refused.value.code


@given(heads)
def test_reads_back_what_it_writes(head: Checkpoint) -> None:
    assert checkpoints.parse_text(checkpoints.render_text(head)) == head


def test_writes_origin_size_and_root() -> None:
    assert checkpoints.render_text(Checkpoint("o", 0, bytes(32))) == b"o\n0\n" + b"A" * 43 + b"=\n"


def test_reads_the_example_of_the_specification() -> None:
    head, parsed = checkpoints.parse_checkpoint(EXAMPLE)
    assert (head.origin, head.size, head.extensions) == ("example.com/behind-the-sofa", 20852163, ())
    assert int.from_bytes(parsed.signatures[1].signature[:8], "big") == 1679315147
    assert len(parsed.signatures[1].signature) == 72
    assert note.render(parsed) == EXAMPLE


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "checkpoint"),
        (b"o\n5\n", "checkpoint"),
        (b"o\n5\n" + b"A" * 43 + b"=", "checkpoint"),
        (b"\n5\n" + b"A" * 43 + b"=\n", "checkpoint"),
        (b"o\n5\n" + b"A" * 43 + b"=\n\n", "checkpoint"),
        (b"o\n5\n" + b"A" * 43 + b"=\n\nx\n", "checkpoint"),
        (b"\xff\n5\n" + b"A" * 43 + b"=\n", "checkpoint"),
        (b"o\n05\n" + b"A" * 43 + b"=\n", "checkpoint_number"),
        (b"o\n+5\n" + b"A" * 43 + b"=\n", "checkpoint_number"),
        (b"o\n 5\n" + b"A" * 43 + b"=\n", "checkpoint_number"),
        ("o\n٥\n".encode() + b"A" * 43 + b"=\n", "checkpoint_number"),
        (b"o\n%d\n" % 2**63 + b"A" * 43 + b"=\n", "checkpoint_number"),
        (b"o\n5\n" + b"A" * 43 + b"\n", "checkpoint_hash"),
        (b"o\n5\n" + b"A" * 42 + b"B=\n", "checkpoint_hash"),
        (b"o\n5\n" + b"A" * 44 + b"\n", "checkpoint_hash"),
        ("o\n5\n" + "é" * 44 + "\n", "checkpoint_hash"),
    ],
)
def test_refuses_a_text_that_it_would_not_write(text: bytes | str, code: str) -> None:
    assert code_of_text(text if isinstance(text, bytes) else text.encode()) == code


@pytest.mark.parametrize(
    "head", [Checkpoint("", 1, ROOT), Checkpoint("a\nb", 1, ROOT), Checkpoint("o", 1, ROOT, ("",))]
)
def test_writes_no_text_that_it_would_read_otherwise(head: Checkpoint) -> None:
    with pytest.raises(Malformed) as refused:
        checkpoints.render_text(head)
    assert refused.value.code.startswith("checkpoint")


def test_opens_what_the_log_has_signed() -> None:
    assert checkpoints.open_checkpoint(log_of(5).checkpoint(), key_of(LOG)) == Checkpoint(ORIGIN, 5, ROOT)


def test_opens_what_the_log_has_signed_for_decades() -> None:
    data = checkpoints.attach(
        log_of(5).checkpoint(), [checkpoints.cosign(log_of(5).checkpoint(), LOG_LONG_LIVED, COSIGNED_AT)]
    )
    assert checkpoints.open_checkpoint(data, key_of(LOG_LONG_LIVED)).size == 5


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (VerifierKey("other.test", 1, LOG.public_key), "checkpoint_origin"),
        (key_of(Ed25519Signer(ORIGIN, b"x" * 32)), "checkpoint_unsigned"),
        (key_of(LOG_LONG_LIVED), "checkpoint_unsigned"),
    ],
)
def test_does_not_open_what_this_key_has_not_signed(key: VerifierKey, code: str) -> None:
    with pytest.raises(Tampering) as refused:
        checkpoints.open_checkpoint(log_of(5).checkpoint(), key)
    assert refused.value.code == code


def test_does_not_open_an_altered_head() -> None:
    with pytest.raises(Tampering) as refused:
        checkpoints.open_checkpoint(log_of(5).checkpoint().replace(b"\n5\n", b"\n6\n"), key_of(LOG))
    assert refused.value.code == "note_signature"


def test_an_ed25519_cosignature_signs_the_bytes_of_the_specification() -> None:
    data = log_of(5).checkpoint()
    cosignature = checkpoints.cosign(data, WITNESS, COSIGNED_AT)
    message = b"cosignature/v1\ntime 1780000000\n" + note.parse(data).text
    assert cosignature.signature[:8] == struct.pack(">Q", COSIGNED_AT)
    assert verify(WITNESS.public_key, message, cosignature.signature[8:])


def test_an_ml_dsa_cosignature_signs_the_bytes_of_the_specification() -> None:
    cosignature = checkpoints.cosign(log_of(5).checkpoint(), WITNESS_LONG_LIVED, COSIGNED_AT)
    name, origin = b"witness.test/two", ORIGIN.encode()
    message = b"subtree/v1\n\0" + struct.pack(
        f">B{len(name)}sQB{len(origin)}sQQ32s", len(name), name, COSIGNED_AT, len(origin), origin, 0, 5, ROOT
    )
    assert len(cosignature.signature) == 8 + 2420
    assert verify_ml_dsa_44(WITNESS_LONG_LIVED.public_key, message, cosignature.signature[8:])


@pytest.mark.parametrize("witness", [WITNESS, WITNESS_LONG_LIVED])
def test_finds_the_latest_time_of_a_cosigner(witness: Ed25519Signer | MlDsaSigner) -> None:
    data = log_of(5).checkpoint()
    times = [COSIGNED_AT, COSIGNED_AT + 9, COSIGNED_AT + 1]
    cosigned = checkpoints.attach(data, [checkpoints.cosign(data, witness, time) for time in times])
    assert checkpoints.cosigned_at(note.parse(cosigned), key_of(witness)) == COSIGNED_AT + 9
    assert checkpoints.cosigned_at(note.parse(cosigned), key_of(STRANGER)) is None
    assert checkpoints.cosigned_at(note.parse(data), key_of(witness)) is None


@pytest.mark.parametrize("witness", [WITNESS, WITNESS_LONG_LIVED])
@pytest.mark.parametrize("place", [0, 7, 8, -1])
def test_refuses_an_altered_cosignature(witness: Ed25519Signer | MlDsaSigner, place: int) -> None:
    data = log_of(5).checkpoint()
    good = checkpoints.cosign(data, witness, COSIGNED_AT)
    changed = bytearray(good.signature)
    changed[place] ^= 0x80
    for signature in (bytes(changed), good.signature[:-1], good.signature + b"x", good.signature[:5]):
        with pytest.raises(Tampering) as refused:
            checkpoints.cosigned_at(
                Note(note.parse(data).text, (Signature(good.name, good.key_id, signature),)), key_of(witness)
            )
        assert refused.value.code == "cosignature"


def test_a_cosignature_holds_for_its_own_head_only() -> None:
    moved = checkpoints.attach(
        log_of(6).checkpoint(), [checkpoints.cosign(log_of(5).checkpoint(), WITNESS, COSIGNED_AT)]
    )
    with pytest.raises(Tampering) as refused:
        checkpoints.cosigned_at(note.parse(moved), key_of(WITNESS))
    assert refused.value.code == "cosignature"


@pytest.mark.parametrize(
    ("signer", "timestamp", "code"),
    [
        (LOG, COSIGNED_AT, "key_algorithm"),
        (WITNESS, -1, "cosignature_time"),
        (WITNESS, 2**63, "cosignature_time"),
        (MlDsaSigner("w" * 256, b"w" * 32), COSIGNED_AT, "cosignature_name"),
    ],
)
def test_makes_no_cosignature_that_nobody_could_check(
    signer: Ed25519Signer | MlDsaSigner, timestamp: int, code: str
) -> None:
    with pytest.raises(Malformed) as refused:
        checkpoints.cosign(log_of(5).checkpoint(), signer, timestamp)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("signer", "timestamp"),
    [(WITNESS, 0), (WITNESS, 2**63 - 1), (MlDsaSigner("w" * 255, b"w" * 32), 1)],
)
def test_makes_cosignatures_up_to_the_limits(signer: Ed25519Signer | MlDsaSigner, timestamp: int) -> None:
    data = log_of(5).checkpoint()
    cosigned = checkpoints.attach(data, [checkpoints.cosign(data, signer, timestamp)])
    assert checkpoints.cosigned_at(note.parse(cosigned), key_of(signer)) == timestamp


def test_ed25519_cosignatures_cover_extension_lines() -> None:
    text = b"o\n5\n" + b"A" * 43 + b"=\nmore\n"
    data = note.sign(text, [LOG])
    cosigned = checkpoints.attach(data, [checkpoints.cosign(data, WITNESS, 7)])
    assert checkpoints.cosigned_at(note.parse(cosigned), key_of(WITNESS)) == 7
    with pytest.raises(Tampering):
        checkpoints.cosigned_at(note.parse(cosigned.replace(b"\nmore\n", b"\nless\n")), key_of(WITNESS))


def test_attaches_a_line_once() -> None:
    data = log_of(5).checkpoint()
    line = checkpoints.cosign(data, WITNESS, COSIGNED_AT)
    once = checkpoints.attach(data, [line])
    assert checkpoints.attach(once, [line, line]) == once


def test_a_type_of_cosignature_is_part_of_the_key_id() -> None:
    plain = Ed25519Signer(WITNESS.name, b"one".ljust(32, b"."))
    assert plain.public_key == WITNESS.public_key
    assert key_of(plain).key_id != key_of(WITNESS).key_id
    assert WITNESS.algorithm == ED25519_COSIGNATURE
