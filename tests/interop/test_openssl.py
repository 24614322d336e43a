"""OpenSSL's command line verifies note signatures and Ed25519 cosignatures from nothing but text, key and signature."""

import subprocess
from pathlib import Path

import pytest

from registry.ledger.checkpoint import parse_checkpoint
from registry.ledger.note import parse, sign
from tests.ledger.logs import COSIGNED_AT, LOG, WITNESS, log_of

pytestmark = [pytest.mark.interop, pytest.mark.needs("openssl")]

SPKI_PREFIX = bytes.fromhex("302a300506032b6570032100")


def is_valid(folder: Path, public_key: bytes, message: bytes, signature: bytes) -> bool:
    for name, data in (("key", SPKI_PREFIX + public_key), ("message", message), ("signature", signature)):
        (folder / name).write_bytes(data)
    key = "-pubin -keyform DER -inkey key"
    command = f"openssl pkeyutl -verify -rawin {key} -in message -sigfile signature".split()
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


def test_openssl_verifies_a_note(tmp_path: Path) -> None:
    note = parse(sign('log.test/entry/v1\n{"name":"单位"}\n'.encode(), [LOG]))
    assert is_valid(tmp_path, LOG.public_key, note.text, note.signatures[0].signature)
    assert not is_valid(tmp_path, LOG.public_key, note.text + b" ", note.signatures[0].signature)


def test_openssl_verifies_a_cosignature(tmp_path: Path) -> None:
    note = parse_checkpoint(log_of(13).witnessed(WITNESS))[1]
    message = b"cosignature/v1\ntime %d\n" % COSIGNED_AT + note.text
    assert is_valid(tmp_path, WITNESS.public_key, message, note.signatures[1].signature[8:])
    assert not is_valid(tmp_path, WITNESS.public_key, note.text, note.signatures[1].signature[8:])
