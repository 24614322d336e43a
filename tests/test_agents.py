"""A key behind an agent signs the log as a key in a file does, and what the agent does wrong is noticed."""

import os
import socket
import subprocess
import tempfile
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from registry.agents import AgentFailed, AgentSigner
from registry.ledger import keys, note
from registry.ledger.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from registry.store.opening import LOG_AGENT, LOG_SEED, log_signer, prepare
from tests.world import ORIGIN, seed_of

SEED = seed_of("log")
PUBLIC = keys.public_key_of(SEED)
HEAD = Checkpoint(ORIGIN, 3, bytes(32))


@contextmanager
def openssh_agent(folder: Path, seed: bytes) -> Iterator[Path]:
    """Run OpenSSH's agent with one key in it."""
    path = folder / "agent"
    process = subprocess.Popen(["ssh-agent", "-D", "-a", str(path)], stdout=subprocess.DEVNULL)
    try:
        while not path.exists():
            assert process.poll() is None
        private = Ed25519PrivateKey.from_private_bytes(seed)
        file = folder / "key"
        file.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
        file.chmod(0o600)
        subprocess.run(
            ["ssh-add", "-q", str(file)], check=True, env=os.environ | {"SSH_AUTH_SOCK": str(path)}, capture_output=True
        )
        file.unlink()
        yield path
    finally:
        process.terminate()
        process.wait()


@contextmanager
def answering(answer: Callable[[bytes], bytes]) -> Iterator[Path]:
    """Run an agent of our own making that gives this answer."""
    with tempfile.TemporaryDirectory(prefix="ag-") as folder, socket.socket(socket.AF_UNIX) as listener:
        path = Path(folder) / "agent"
        listener.bind(str(path))
        listener.listen()

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.sendall(answer(connection.recv(4096)))

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield path
        thread.join()


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ag-") as name:  # a socket's path must be short
        yield Path(name)


@pytest.mark.needs("ssh-agent")
def test_an_agent_signs_the_head_as_the_file_does(folder: Path) -> None:
    with openssh_agent(folder, SEED) as path:
        (folder / LOG_AGENT).write_text(f"{path}\n{b64encode(PUBLIC).decode()}\n", encoding="utf-8")
        signed = sign_checkpoint(HEAD, log_signer(folder, ORIGIN))

    own = keys.Ed25519Signer(ORIGIN, SEED)
    assert signed == sign_checkpoint(HEAD, own)
    assert open_checkpoint(signed, note.key_of(own)) == HEAD


@pytest.mark.needs("ssh-agent")
def test_an_agent_without_the_key_is_said_to_be(folder: Path) -> None:
    with openssh_agent(folder, seed_of("another")) as path, pytest.raises(AgentFailed):
        AgentSigner(ORIGIN, path, PUBLIC).sign(b"head")


def test_an_agent_that_is_away_is_an_outage_and_no_fault(folder: Path) -> None:
    with pytest.raises(AgentFailed) as failed:
        AgentSigner(ORIGIN, folder / "nobody", PUBLIC).sign(b"head")
    assert isinstance(failed.value, OSError)  # the writer answers 503 and tries again


def framed(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


@pytest.mark.parametrize(
    "answer",
    [
        framed(
            bytes([14]) + framed(framed(b"ssh-ed25519") + framed(keys.Ed25519Signer("", SEED).sign(b"another head")))
        ),
        framed(bytes([14]) + framed(framed(b"ssh-rsa") + framed(keys.Ed25519Signer("", SEED).sign(b"head")))),
        framed(bytes([14])),
        framed(bytes([5])),
        framed(b""),
        (1 << 20).to_bytes(4, "big"),
        b"\0\0",
    ],
)
def test_whatever_is_no_signature_of_these_bytes_is_refused(answer: bytes) -> None:
    with answering(lambda _request: answer) as path, pytest.raises(AgentFailed):
        AgentSigner(ORIGIN, path, PUBLIC).sign(b"head")


def test_a_registry_with_an_agent_makes_no_seed_of_its_own(folder: Path, prepared_engine: object) -> None:
    (folder / LOG_AGENT).write_text(f"{folder}/agent\n{b64encode(PUBLIC).decode()}\n", encoding="utf-8")
    prepare(prepared_engine, folder, ORIGIN)  # type: ignore[arg-type]  # the fixture's engine
    assert not (folder / LOG_SEED).exists()
    assert log_signer(folder, ORIGIN).public_key == PUBLIC
