"""A signer whose key never enters this process: it asks an agent over a Unix socket, by the SSH agent protocol.

The protocol (draft-ietf-sshm-ssh-agent) is spoken by OpenSSH's own agent and by those that stand before tokens and
HSMs. An agent signs with `ssh-ed25519` exactly the bytes that it is given, so its signatures are the log's own. Every
signature is verified here before it is used: an agent that signs something else is noticed at once. ML-DSA is in no
agent yet; that key stays in its file.
"""

import socket
import struct
from pathlib import Path
from typing import Final

from registry.ledger import keys

_SIGN_REQUEST: Final = 13
_SIGN_RESPONSE: Final = 14
_KEY_TYPE: Final = b"ssh-ed25519"
_ANSWER_MAX: Final = 4096
_SECONDS: Final = 10
_LENGTH: Final = struct.Struct(">I")


class AgentFailed(OSError):  # noqa: N818  a state: the agent may be back at the next batch
    """The agent is away, does not hold the key, or gave another signature."""


class AgentSigner:
    """An Ed25519 signer behind an agent's socket; one short connection a signature, of which there is one a batch."""

    __slots__ = ("_path", "algorithm", "name", "public_key")

    def __init__(self, name: str, path: Path, public_key: bytes) -> None:
        """Take the key name, the agent's socket, and which of its keys to use."""
        self._path = path
        self.name = name
        self.algorithm = keys.ED25519
        self.public_key = public_key

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of the signature.

        Raises:
            AgentFailed: naming what went wrong.
        """
        body = _text(_text(_KEY_TYPE) + _text(self.public_key)) + _text(message) + _LENGTH.pack(0)
        answer = self._ask(bytes([_SIGN_REQUEST]) + body)
        if not answer or answer[0] != _SIGN_RESPONSE:
            raise AgentFailed(f"agent {self._path}: it does not sign with this key")
        blob, _ = _read(answer[1:])
        kind, rest = _read(blob)
        signature, _ = _read(rest)
        if kind != _KEY_TYPE or not keys.verify(self.public_key, message, signature):
            raise AgentFailed(f"agent {self._path}: the signature does not hold")
        return signature

    def _ask(self, request: bytes) -> bytes:
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(_SECONDS)
                connection.connect(str(self._path))
                connection.sendall(_text(request))
                (length,) = _LENGTH.unpack(_exactly(connection, _LENGTH.size))
                if length > _ANSWER_MAX:
                    raise AgentFailed(f"agent {self._path}: an answer of {length} bytes")
                return _exactly(connection, length)
        except AgentFailed:
            raise
        except OSError as error:
            raise AgentFailed(f"agent {self._path}: {error}") from error


def _exactly(connection: socket.socket, count: int) -> bytes:
    found = bytearray()
    while len(found) < count:
        part = connection.recv(count - len(found))
        if not part:
            raise ConnectionError("closed")
        found += part
    return bytes(found)


def _text(data: bytes) -> bytes:
    return _LENGTH.pack(len(data)) + data


def _read(data: bytes) -> tuple[bytes, bytes]:
    """Return the first string of some bytes and what follows it; what is cut short gives what there is."""
    if len(data) < _LENGTH.size:
        return b"", b""
    (length,) = _LENGTH.unpack_from(data)
    end = _LENGTH.size + length
    return data[_LENGTH.size : end], data[end:]
