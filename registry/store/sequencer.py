"""The writer as a process of its own, behind a Unix socket that only this user may open.

One thread reads what all connections have sent, decides it as one batch, and answers. Web processes have checked the
signatures; the socket carries who signed and the envelope's exact bytes, and nothing else is believed. Frames in both
directions: four bytes of length, big-endian, then JSON; an envelope travels as text, which it is.
"""

import hashlib
import json
import os
import selectors
import socket
import struct
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import structlog

from registry.ledger import note
from registry.ledger.entry import ENVELOPE_MAX, SIGNATURES_MAX, Checked, Signer, parse, read_body
from registry.ledger.errors import LedgerError
from registry.ledger.rules import Catalogue
from registry.store.answers import Answer, NotWritten
from registry.store.submission import Decider, Job, rank_of, run_batch
from registry.store.writer import BATCH_MAX

_LENGTH = struct.Struct(">I")
# JSON may write a byte of text in six.
FRAME_MAX = BATCH_MAX * ENVELOPE_MAX * 6
RECEIVED_MAX = 1 << 18
PEER_SECONDS = 10
ANSWER_SECONDS = 120
_SIGNED = "signed"

log = structlog.get_logger("sequencer")


def pack(checked: Checked) -> dict[str, Any]:
    """Return the JSON value that stands for a checked envelope between the processes of one registry."""
    signers = [[signer.representative, signer.public_key] for signer in checked.signers]
    return {"envelope": checked.envelope.decode(), "signers": signers}


def unpack(value: dict[str, Any], catalogue: Catalogue) -> Checked:
    """Return the checked envelope of a value that `pack` made; its signatures were verified by who packed it."""
    envelope = value["envelope"].encode()
    text = note.parse(envelope, signatures_max=SIGNATURES_MAX).text
    entry = parse(text)
    kind, body = read_body(catalogue, entry.kind, entry.body)
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
    """A connection: what has come in and is not whole yet, and whether it was closed."""

    connection: socket.socket
    received: bytearray = field(default_factory=bytearray)
    is_gone: bool = False

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

    def __init__(self, writer: Decider, path: Path) -> None:
        """Bind the socket, readable and writable by this user alone."""
        self._writer = writer
        self._path = path
        path.unlink(missing_ok=True)
        self._listener = socket.socket(socket.AF_UNIX)
        before = os.umask(0o177)
        try:
            self._listener.bind(str(path))
        finally:
            os.umask(before)
        self._listener.listen(128)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._wake, self._woken = socket.socketpair()
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._is_stopping = False

    def run(self) -> None:
        """Serve until `stop`; everything that has arrived whole is answered first."""
        try:
            waiting: list[tuple[_Peer, Job]] = []
            while waiting or not self._is_stopping:
                # Between two batches it listens again, so that what overtakes is not kept waiting by a long line.
                for key, _ in self._selector.select(0 if waiting else None):
                    if key.fileobj is self._listener:
                        self._accept()
                    elif key.fileobj is not self._woken:
                        waiting += self._read(key.data)
                waiting.sort(key=lambda one: rank_of(one[1].waiting, self._writer.catalogue))
                some, waiting = _cut(waiting)
                self._answer(some)
        finally:
            self._close()

    def stop(self) -> None:
        """End `run` from another thread or a signal handler."""
        self._is_stopping = True
        with suppress(OSError):  # `run` may have seen the flag and ended before it is woken
            self._wake.send(b"x")

    def _close(self) -> None:
        for key in list(self._selector.get_map().values()):
            cast("socket.socket", key.fileobj).close()
        self._selector.close()
        self._wake.close()
        self._path.unlink(missing_ok=True)

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError as error:  # it went away, or this process has no descriptor left
            log.warning("connection not taken", error=repr(error))
            return
        connection.settimeout(PEER_SECONDS)  # whoever does not read its answers must not hold up the others
        self._selector.register(connection, selectors.EVENT_READ, _Peer(connection))

    def _drop(self, peer: _Peer) -> None:
        if not peer.is_gone:
            peer.is_gone = True
            self._selector.unregister(peer.connection)
            peer.connection.close()

    def _read(self, peer: _Peer) -> list[tuple[_Peer, Job]]:
        """Return the peer's whole requests. What is not one ends the connection: its other side is not one of ours."""
        jobs = []
        try:
            data = peer.connection.recv(RECEIVED_MAX)
            peer.received += data
            for frame in peer.frames():
                value: Any = json.loads(frame)
                if value == _SIGNED:
                    _send(peer.connection, {"signed": self._writer.signed.decode(), "closed": self._writer.closed})
                else:
                    jobs.append((peer, Job([unpack(item, self._writer.catalogue) for item in value], Future())))
        except (OSError, LedgerError, ValueError, TypeError, LookupError, RecursionError) as error:
            log.warning("connection dropped", error=repr(error))
            data = b""
        if not data:
            self._drop(peer)
        return jobs

    def _answer(self, jobs: list[tuple[_Peer, Job]]) -> None:
        if jobs:
            run_batch(self._writer.process, [job for _, job in jobs])
        for peer, job in jobs:
            self._reply(peer, job)

    def _reply(self, peer: _Peer, job: Job) -> None:
        if peer.is_gone:
            return  # Its entries stand, and sending again finds them.
        error = job.answers.exception()
        value = {"error": str(error)} if error else {"answers": [pack_answer(one) for one in job.answers.result()]}
        try:
            _send(peer.connection, value)
        except OSError:
            self._drop(peer)


def _cut(jobs: list[tuple[_Peer, Job]]) -> tuple[list[tuple[_Peer, Job]], list[tuple[_Peer, Job]]]:
    count = 0
    for n, (_, job) in enumerate(jobs):
        count += len(job.waiting)
        if count > BATCH_MAX and n:
            return jobs[:n], jobs[n:]
    return jobs, []


def _send(connection: socket.socket, value: object) -> None:
    data = json.dumps(value, separators=(",", ":")).encode()
    connection.sendall(_LENGTH.pack(len(data)) + data)


class SequencerLine:
    """The client side, a `Line`: one connection a thread, made again after a break."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()

    def submit(self, waiting: Sequence[Checked]) -> list[Answer]:
        """See `Line.submit`."""
        answers: list[Answer] = []
        for start in range(0, len(waiting), BATCH_MAX):
            value = self._ask([pack(checked) for checked in waiting[start : start + BATCH_MAX]])
            if "error" in value:
                raise NotWritten(value["error"])
            answers += [Answer(**item) for item in value["answers"]]
        return answers

    def signed(self) -> bytes:
        """See `Line.signed`."""
        signed: str = self._ask(_SIGNED)["signed"]
        return signed.encode()

    def closed(self) -> str:
        """See `Line.closed`."""
        return str(self._ask(_SIGNED)["closed"])

    def close(self) -> None:
        """Close this thread's connection."""
        connection = self._local.__dict__.pop("connection", None)
        if connection is not None:
            connection.close()

    def _ask(self, value: object) -> dict[str, Any]:
        # The sequencer may have been started again since the last request. Entries may be sent twice without harm.
        if getattr(self._local, "connection", None) is not None:
            with suppress(NotWritten):
                return self._ask_once(value)
        return self._ask_once(value)

    def _ask_once(self, value: object) -> dict[str, Any]:
        try:
            connection = self._connection()
            _send(connection, value)
            answer: dict[str, Any] = json.loads(_receive(connection.recv))
        except (OSError, ValueError) as error:
            self.close()
            raise NotWritten(f"sequencer: {error!r}") from error
        return answer

    def _connection(self) -> socket.socket:
        connection: socket.socket | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(ANSWER_SECONDS)
            try:
                connection.connect(str(self._path))
            except OSError:
                connection.close()
                raise
            self._local.connection = connection
        return connection


def _receive(read: Callable[[int], bytes]) -> bytes:
    data = bytearray()
    while len(data) < _LENGTH.size or len(data) < _LENGTH.size + _LENGTH.unpack_from(data)[0]:
        part = read(RECEIVED_MAX)
        if not part:
            raise ConnectionError("closed")
        data += part
    return bytes(data[_LENGTH.size :])
