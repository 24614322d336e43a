"""The writer as a process of its own, behind a Unix socket that only this user may open.

One thread reads what all connections have sent, decides it as one batch, and answers. Web processes have checked the
signatures; the socket carries who signed and the envelope's exact bytes, and nothing else is believed. Frames in both
directions: four bytes of length, big-endian, then canonical JSON; an envelope travels as base64.
"""

import base64
import hashlib
import os
import selectors
import socket
import struct
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from registry.ledger import canonical, note
from registry.ledger.codec import decode
from registry.ledger.entry import ENVELOPE_MAX, SIGNATURES_MAX, Checked, Signer, parse
from registry.ledger.errors import LedgerError
from registry.ledger.rules import Catalogue
from registry.store.submission import Job, run_batch
from registry.store.writer import BATCH_MAX, Answer, NotWritten, Writer

_LENGTH = struct.Struct(">I")
FRAME_MAX = BATCH_MAX * (ENVELOPE_MAX * 2)
_SIGNED = "signed"


def pack(checked: Checked) -> dict[str, Any]:
    """Return the JSON value that stands for a checked envelope between the processes of one registry."""
    signers = [[signer.representative, signer.public_key] for signer in checked.signers]
    return {"envelope": base64.b64encode(checked.envelope).decode(), "signers": signers}


def unpack(value: dict[str, Any], catalogue: Catalogue) -> Checked:
    """Return the checked envelope of a value that `pack` made; its signatures were verified by who packed it."""
    envelope = base64.b64decode(value["envelope"])
    text = note.parse(envelope, signatures_max=SIGNATURES_MAX).text
    entry = parse(text)
    (kind,) = (found for found in [catalogue.latest(entry.kind)] if found is not None)
    body: object = decode(kind.body, entry.body)
    signers = tuple(Signer(representative, public_key) for representative, public_key in value["signers"])
    return Checked(envelope, hashlib.sha256(text).digest(), entry, body, kind.revision, signers)


def pack_answer(answer: Answer) -> dict[str, Any]:
    """Return the JSON value of an answer; facts that JSON does not know travel as text."""
    facts = {name: value if isinstance(value, int | str) else str(value) for name, value in answer.facts.items()}
    return {
        "result": answer.result,
        "facts": facts,
        "index": answer.index,
        "recorded_at": answer.recorded_at,
        "size": answer.size,
    }


@dataclass(slots=True)
class _Peer:
    """A connection: what has come in and is not whole yet."""

    connection: socket.socket
    received: bytearray = field(default_factory=bytearray)

    def frames(self) -> list[bytes]:
        """Return the whole frames received so far."""
        found = []
        while len(self.received) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self.received)
            if length > FRAME_MAX:
                raise OSError(f"frame of {length} bytes")
            end = _LENGTH.size + length
            if len(self.received) < end:
                break
            found.append(bytes(self.received[_LENGTH.size : end]))
            del self.received[:end]
        return found


class Sequencer:
    """The server side; `run` returns after `stop`."""

    def __init__(self, writer: Writer, path: Path) -> None:
        """Bind the socket, readable and writable by this user alone."""
        self._writer = writer
        self._path = path
        path.unlink(missing_ok=True)
        self._listener = socket.socket(socket.AF_UNIX)
        before = os.umask(0o177)
        self._listener.bind(str(path))
        os.umask(before)
        self._listener.listen(128)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._wake, self._woken = socket.socketpair()
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._is_stopping = False

    def run(self) -> None:
        """Serve until `stop`; everything that has arrived whole is answered first."""
        while not self._is_stopping:
            jobs: list[tuple[_Peer, Job]] = []
            for key, _ in self._selector.select():
                if key.fileobj is self._listener:
                    self._accept()
                elif key.fileobj is not self._woken:
                    jobs += self._read(key.data)
            self._answer(jobs)
        self._listener.close()
        self._path.unlink(missing_ok=True)

    def stop(self) -> None:
        """End `run` from another thread or a signal handler."""
        self._is_stopping = True
        self._wake.send(b"x")

    def _accept(self) -> None:
        connection, _ = self._listener.accept()
        self._selector.register(connection, selectors.EVENT_READ, _Peer(connection))

    def _read(self, peer: _Peer) -> list[tuple[_Peer, Job]]:
        try:
            data = peer.connection.recv(1 << 18)
            peer.received += data
            frames = peer.frames()
        except OSError:
            data, frames = b"", []
        if not data:
            self._selector.unregister(peer.connection)
            peer.connection.close()
        jobs = []
        for frame in frames:
            value: Any = canonical.loads(frame)
            if value == _SIGNED:
                _send(peer.connection, base64.b64encode(self._writer.signed).decode())
            else:
                waiting = [unpack(item, self._writer.catalogue) for item in value]
                jobs.append((peer, Job(waiting, Future())))
        return jobs

    def _answer(self, jobs: list[tuple[_Peer, Job]]) -> None:
        while jobs:
            some, jobs = _cut(jobs)
            run_batch(self._writer.process, [job for _, job in some])
            for peer, job in some:
                error = job.answers.exception()
                try:
                    _send(peer.connection, str(error) if error else [pack_answer(a) for a in job.answers.result()])
                except OSError:
                    continue  # It went away; its entries stand, and sending again finds them.


def _cut(jobs: list[tuple[_Peer, Job]]) -> tuple[list[tuple[_Peer, Job]], list[tuple[_Peer, Job]]]:
    count = 0
    for n, (_, job) in enumerate(jobs):
        count += len(job.waiting)
        if count > BATCH_MAX and n:
            return jobs[:n], jobs[n:]
    return jobs, []


def _send(connection: socket.socket, value: object) -> None:
    data = canonical.dumps(value)
    connection.sendall(_LENGTH.pack(len(data)) + data)


class SequencerLine:
    """The client side, a `Line`: one connection a thread, made again after a break."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()

    def submit(self, waiting: Sequence[Checked]) -> list[Answer]:
        """See `Line.submit`."""
        value = self._ask([pack(checked) for checked in waiting])
        if isinstance(value, str):
            raise NotWritten(value)
        return [Answer(**item) for item in value]

    def signed(self) -> bytes:
        """See `Line.signed`."""
        return base64.b64decode(self._ask(_SIGNED))

    def close(self) -> None:
        """Close this thread's connection."""
        connection = self._local.__dict__.pop("connection", None)
        if connection is not None:
            connection.close()

    def _ask(self, value: object) -> Any:  # noqa: ANN401  a JSON value
        try:
            connection = self._connection()
            _send(connection, value)
            return canonical.loads(_receive(connection.recv))
        except (OSError, LedgerError) as error:
            self.close()
            raise NotWritten(f"sequencer: {error!r}") from error

    def _connection(self) -> socket.socket:
        connection: socket.socket | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = socket.socket(socket.AF_UNIX)
            connection.connect(str(self._path))
            self._local.connection = connection
        return connection


def _receive(read: Callable[[int], bytes]) -> bytes:
    data = bytearray()
    while len(data) < _LENGTH.size or len(data) < _LENGTH.size + _LENGTH.unpack_from(data)[0]:
        part = read(1 << 18)
        if not part:
            raise ConnectionError("closed")
        data += part
    return bytes(data[_LENGTH.size :])
