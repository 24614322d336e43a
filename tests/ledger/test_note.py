"""Signed notes: one text for one note, and nothing else is read."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.ledger import note
from registry.ledger.errors import Malformed, Tampering
from registry.ledger.keys import ED25519_COSIGNATURE, ML_DSA_44, Ed25519Signer, MlDsaSigner
from registry.ledger.note import Note, Signature, VerifierKey
from tests.ledger import edwards

# From the documentation of golang.org/x/mod/sumdb/note.
NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NEUMANN_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
).encode()
# From the text of signed-note.
SALVATORE_NOTE = (
    "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n"
    "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3Z"
    "ekRwNtIc=\n"
).encode()
ALICE = Ed25519Signer("R-00000001", b"a" * 32)
BOB = Ed25519Signer("R-00000002", b"b" * 32)
TEXT = b"log.test/entry/v1\n{}\n"

names = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], exclude_characters="+"), min_size=1)
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n")).map(
    lambda s: f"{s}\n".encode()
)
signatures = st.builds(Signature, names, st.binary(min_size=4, max_size=4), st.binary(min_size=1, max_size=90))
notes = st.builds(Note, texts, st.lists(signatures, min_size=1, max_size=16).map(tuple))


def code_of(data: bytes, signatures_max: int = 16) -> str:
    with pytest.raises(Malformed) as refused:
        note.parse(data, signatures_max=signatures_max)
    return refused.value.code


def test_verifies_the_note_of_the_reference_implementation() -> None:
    key = note.parse_vkey(NEUMANN)
    assert note.is_signed(note.parse(NEUMANN_NOTE), key)
    assert note.render_vkey(key) == NEUMANN


def test_reads_the_note_of_the_specification() -> None:
    parsed = note.parse(SALVATORE_NOTE)
    assert parsed.text.count(b"\n\n") == 1
    assert parsed.signatures[0].key_id == bytes.fromhex("367ba04b")
    assert note.render(parsed) == SALVATORE_NOTE


@given(notes)
def test_reads_back_what_it_writes(value: Note) -> None:
    assert note.parse(note.render(value)) == value


@given(st.binary(max_size=60), st.integers(0, 400), st.integers(0, 3))
def test_reads_nothing_that_it_would_write_otherwise(piece: bytes, at: int, cut: int) -> None:
    data = note.sign(TEXT, [ALICE])
    changed = data[:at] + piece + data[at + cut :]
    try:
        parsed = note.parse(changed)
    except Malformed:
        return
    assert note.render(parsed) == changed


@pytest.mark.parametrize("byte", [*range(0x0A), *range(0x0B, 0x20)])
def test_refuses_control_characters(byte: int) -> None:
    assert code_of(note.sign(TEXT, [ALICE]).replace(b"{}", bytes([byte]))) == "note_encoding"
    with pytest.raises(Malformed) as refused:
        note.sign(bytes([byte]) + TEXT, [ALICE])
    assert refused.value.code == "note_text"


@pytest.mark.parametrize("piece", [b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"])
def test_refuses_what_is_not_utf8(piece: bytes) -> None:
    assert code_of(note.sign(TEXT, [ALICE]).replace(b"{}", piece)) == "note_encoding"
    with pytest.raises(Malformed) as refused:
        note.sign(piece + TEXT, [ALICE])
    assert refused.value.code == "note_text"


def test_reads_signature_lines_by_themselves() -> None:
    parsed = note.parse(note.sign(TEXT, [ALICE, BOB]))
    lines = b"".join(map(note.render_signature, parsed.signatures))
    assert note.parse_signatures(lines) == parsed.signatures
    for changed, code in (
        (lines[:-1], "note_layout"),
        (b"", "note_layout"),
        (lines.replace(b"R", b"\xff"), "note_encoding"),
        (lines.replace(b"R", b"\t"), "note_encoding"),
        (lines * 9, "note_signatures"),
    ):
        with pytest.raises(Malformed) as refused:
            note.parse_signatures(changed)
        assert refused.value.code == code


def test_knows_every_unicode_space() -> None:
    spaces = {chr(number) for number in range(0x80, 0x110000) if chr(number).isspace()}
    assert spaces == note._SPACES


def test_signs_text_only_with_its_newline() -> None:
    for text in (b"", b"a"):
        with pytest.raises(Malformed) as refused:
            note.sign(text, [ALICE])
        assert refused.value.code == "note_text"
    assert note.parse(note.sign(b"\n", [ALICE])).text == b"\n"


@pytest.mark.parametrize("data", [b"", b"a\n", TEXT, TEXT + b"\n", b"a\n\n\xe2\x80\x94 n AAAAAAA="])
def test_refuses_bytes_without_text_or_signature_lines(data: bytes) -> None:
    assert code_of(data) == "note_layout"


def test_refuses_a_note_without_signatures() -> None:
    with pytest.raises(Malformed) as refused:
        note.render(Note(TEXT, ()))
    assert refused.value.code == "note_signatures"


def test_refuses_one_signature_more_than_the_limit() -> None:
    data = note.sign(TEXT, [ALICE] * 3)
    assert len(note.parse(data, signatures_max=3).signatures) == 3
    assert code_of(data, signatures_max=2) == "note_signatures"
    assert len(note.parse(note.sign(TEXT, [ALICE] * 16)).signatures) == 16
    assert code_of(note.sign(TEXT, [ALICE] * 17)) == "note_signatures"


@pytest.mark.parametrize(
    "line",
    [
        "- n AAAAAAA=",
        "—n AAAAAAA=",
        "— n",
        "— n ",
        "— n AAAAAAA",
        "— n AAAAAAB=",  # bits that no byte holds
        "— n AAAAAA==",  # a key id and no signature
        "— n AAAAAAA= ",
        "— n  AAAAAAA=",
        "— n AAAA-_A=",
        "— n AAAAAAA=AAAA",
        "— n AAA AAA=",
        "— n é",
        " — n AAAAAAA=",
    ],
)
def test_refuses_a_line_that_is_no_signature(line: str) -> None:
    assert code_of(TEXT + f"\n{line}\n".encode()) == "note_signature"


@pytest.mark.parametrize("name", ["a+b", "", "a\u3000b", "a\xa0", "\u2003", "a\x85b"])
def test_refuses_a_name_with_spaces_or_plus(name: str) -> None:
    assert code_of(TEXT + f"\n— {name} AAAAAAA=\n".encode()) == "note_name"
    with pytest.raises(Malformed) as refused:
        note.render(Note(TEXT, (Signature(name, bytes(4), b"s"),)))
    assert refused.value.code == "note_name"


@pytest.mark.parametrize("name", ["a b", "a\nb", "a\tb", "\ud800"])
def test_writes_no_name_that_breaks_the_line(name: str) -> None:
    with pytest.raises(Malformed) as refused:
        note.render(Note(TEXT, (Signature(name, bytes(4), b"s"),)))
    assert refused.value.code == "note_name"


@pytest.mark.parametrize("signature", [Signature("n", bytes(3), b"s"), Signature("n", bytes(4), b"")])
def test_writes_no_signature_without_bytes(signature: Signature) -> None:
    with pytest.raises(Malformed) as refused:
        note.render_signature(signature)
    assert refused.value.code == "note_signature"


def test_finds_each_signer_of_a_text() -> None:
    parsed = note.parse(note.sign(TEXT, [ALICE, BOB]))
    assert note.is_signed(parsed, note.key_of(ALICE))
    assert note.is_signed(parsed, note.key_of(BOB))


def test_ignores_unknown_keys_though_they_share_name_or_id() -> None:
    parsed = note.parse(note.sign(TEXT, [ALICE]))
    assert not note.is_signed(parsed, note.key_of(BOB))
    assert not note.is_signed(parsed, note.key_of(Ed25519Signer(ALICE.name, b"c" * 32)))
    one = parsed.signatures[0]
    renamed = Note(TEXT, (Signature("R-00000009", one.key_id, one.signature),))
    assert not note.is_signed(renamed, note.key_of(ALICE))


def test_reports_a_known_key_whose_signature_fails() -> None:
    data = note.sign(TEXT, [ALICE, BOB]).replace(b"{}", b"{ }")
    with pytest.raises(Tampering) as refused:
        note.is_signed(note.parse(data), note.key_of(BOB))
    assert refused.value.code == "note_signature"


def test_signs_texts_with_type_one_only() -> None:
    for signer in (Ed25519Signer("w", b"w" * 32, algorithm=ED25519_COSIGNATURE), MlDsaSigner("w", b"w" * 32)):
        with pytest.raises(Malformed) as refused:
            note.sign(TEXT, [signer])
        assert refused.value.code == "key_algorithm"


@pytest.mark.parametrize(
    "signer", [ALICE, Ed25519Signer("w", b"w" * 32, algorithm=ED25519_COSIGNATURE), MlDsaSigner("w", b"w" * 32)]
)
def test_reads_back_the_vkey_that_it_writes(signer: Ed25519Signer | MlDsaSigner) -> None:
    key = note.key_of(signer)
    assert note.parse_vkey(note.render_vkey(key)) == key


def test_derives_the_key_id_from_name_type_and_key() -> None:
    key = note.key_of(ALICE)
    assert VerifierKey(key.name, ED25519_COSIGNATURE, key.public_key).key_id != key.key_id
    assert VerifierKey("R-00000003", key.algorithm, key.public_key).key_id != key.key_id


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "vkey"),
        ("PeterNeumann", "vkey"),
        ("PeterNeumann+c74f20a3", "vkey"),
        ("PeterNeumann+c74f20a3+", "vkey"),
        (NEUMANN.replace("c74f20a3", "c74f20a4"), "vkey"),
        (NEUMANN.replace("c74f20a3", "C74F20A3"), "vkey"),
        (NEUMANN + "\n", "vkey"),
        (NEUMANN[:-1], "vkey"),
        (NEUMANN.replace("ARpc", "Aé"), "vkey"),
        (NEUMANN.replace("Peter", "Peter "), "note_name"),
        (NEUMANN[len("PeterNeumann") :], "note_name"),
        (NEUMANN.replace("+ARpc", "+Ahpc"), "key_algorithm"),
        (NEUMANN[:-4], "weak_key"),
        ("w+00000000+" + b64encode(bytes([ML_DSA_44]) + bytes(1311)).decode(), "weak_key"),
        ("w+00000000+" + b64encode(b"\x01" + edwards.encode(edwards.torsion()[4])).decode(), "weak_key"),
    ],
)
def test_refuses_a_vkey_that_it_would_not_write(text: str, code: str) -> None:
    with pytest.raises(Malformed) as refused:
        note.parse_vkey(text)
    assert refused.value.code == code
