"""The writer as a process of its own, behind a Unix socket that only this user may open.

One thread reads what all connections have sent, decides it as one batch, and answers. Web processes have checked the
envelopes; the socket carries each one's exact bytes and, as `handover` says, what they have read from them. Frames in
both directions: four bytes of length, big-endian, then plain values as `marshal` writes them. It believes what it
reads, so a request begins with the name of its format: what does not is of another release, or none of ours.
"""

import marshal
import os
import selectors
import socket
import struct
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import structlog

from registry.ledger.entry import ENVELOPE_MAX, Checked
from registry.ledger.errors import LedgerError
from registry.ledger.handover import pack, unpack
from registry.ledger.rules import Catalogue
from registry.store.answers import Answer, NotWritten
from registry.store.submission import Decider, rank_of, run_batch
from registry.store.writer import BATCH_MAX

_LENGTH = struct.Struct(">I")
# A body travels beside its text, and a digit of it as five bytes.
FRAME_MAX = BATCH_MAX * ENVELOPE_MAX * 6
# What is larger costs a mapping of memory for every call.
RECEIVED_MAX = 1 << 16
PEER_SECONDS = 10
ANSWER_SECONDS = 120
_SIGNED = b"signed/v1\n"
_CLOSED = b"closed/v1\n"
_ENTRIES = b"entries/v1\n"

log = structlog.get_logger("sequencer")


def request(waiting: Sequence[Checked]) -> bytes:
    """Return the frame's content that hands these envelopes over."""
    return _ENTRIES + marshal.dumps([(checked.envelope, pack(checked)) for checked in waiting])


def read_request(data: bytes, catalogue: Catalogue) -> list[Checked]:
    """Return the envelopes of a `request`; their signatures were verified by who made it."""
    if not data.startswith(_ENTRIES):
        raise ValueError(data[: len(_ENTRIES)])
    value: Any = marshal.loads(memoryview(data)[len(_ENTRIES) :])  # noqa: S302  from a process of this user
    return [unpack(packed, envelope, catalogue) for envelope, packed in value]


def reply(answers: Sequence[Answer]) -> bytes:
    """Return the frame's content that carries answers; facts that are neither number nor text travel as text."""
    return marshal.dumps([(a.result, _plain(a.facts), a.index, a.recorded_at, a.size) for a in answers])


def _plain(facts: Mapping[str, object]) -> dict[str, Any]:
    # `marshal` takes the types themselves and none derived from them, as a role's is from text.
    return {name: value if type(value) in (int, bool) else str(value) for name, value in facts.items()}


def read_reply(data: bytes) -> list[Answer]:
    """Return the answers of a `reply`.

    Raises:
        NotWritten: if it carries an error instead.
    """
    value: Any = marshal.loads(data)  # noqa: S302  from a process of this user
    if isinstance(value, str):
        raise NotWritten(value)
    return [Answer(*item) for item in value]


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
            waiting: list[_Asked] = []
            while waiting or not self._is_stopping:
                # Between two batches it listens again, so that what overtakes is not kept waiting by a long line.
                for key, _ in self._selector.select(0 if waiting else None):
                    if key.fileobj is self._listener:
                        self._accept()
                    elif key.fileobj is not self._woken:
                        waiting += self._read(key.data)
                waiting.sort(key=lambda one: rank_of(one[1], self._writer.catalogue))
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
        _limit(connection, PEER_SECONDS)  # whoever does not read its answers must not hold up the others
        self._selector.register(connection, selectors.EVENT_READ, _Peer(connection))

    def _drop(self, peer: _Peer) -> None:
        if not peer.is_gone:
            peer.is_gone = True
            self._selector.unregister(peer.connection)
            peer.connection.close()

    def _read(self, peer: _Peer) -> "list[_Asked]":
        """Return the peer's whole requests. What is not one ends the connection: its other side is not one of ours."""
        asked = []
        try:
            data = peer.connection.recv(RECEIVED_MAX)
            peer.received += data
            for frame in peer.frames():
                if frame == _SIGNED:
                    _send(peer.connection, self._writer.signed)
                elif frame == _CLOSED:
                    _send(peer.connection, self._writer.closed.encode())
                else:
                    asked.append((peer, read_request(frame, self._writer.catalogue)))
        except (OSError, LedgerError, EOFError, ValueError, TypeError, LookupError, AttributeError) as error:
            log.warning("connection dropped", error=repr(error))
            data = b""
        if not data:
            self._drop(peer)
        return asked

    def _answer(self, asked: "list[_Asked]") -> None:
        if not asked:
            return
        try:
            replies = [reply(answers) for answers in run_batch(self._writer.process, [one for _, one in asked])]
        except NotWritten as error:
            replies = [marshal.dumps(str(error))] * len(asked)
        for (peer, _), data in zip(asked, replies, strict=True):
            self._reply(peer, data)

    def _reply(self, peer: _Peer, data: bytes) -> None:
        if peer.is_gone:
            return  # Its entries stand, and sending again finds them.
        try:
            _send(peer.connection, data)
        except OSError:
            self._drop(peer)


_Asked = tuple[_Peer, list[Checked]]


def _cut(asked: list[_Asked]) -> tuple[list[_Asked], list[_Asked]]:
    count = 0
    for n, (_, waiting) in enumerate(asked):
        count += len(waiting)
        if count > BATCH_MAX and n:
            return asked[:n], asked[n:]
    return asked, []


def _send(connection: socket.socket, data: bytes) -> None:
    connection.sendall(_LENGTH.pack(len(data)) + data)


def _limit(connection: socket.socket, seconds: int) -> None:
    """Bound each call in the kernel; a socket's own timeout would cost a further call before each one."""
    for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
        connection.setsockopt(socket.SOL_SOCKET, option, struct.pack("@ll", seconds, 0))


class SequencerLine:
    """The client side, a `Line`: one connection a thread, made again after a break."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()

    def submit(self, waiting: Sequence[Checked]) -> list[Answer]:
        """See `Line.submit`."""
        answers: list[Answer] = []
        for start in range(0, len(waiting), BATCH_MAX):
            answers += read_reply(self._ask(request(waiting[start : start + BATCH_MAX])))
        return answers

    def signed(self) -> bytes:
        """See `Line.signed`."""
        return self._ask(_SIGNED)

    def closed(self) -> str:
        """See `Line.closed`."""
        return self._ask(_CLOSED).decode()

    def close(self) -> None:
        """Close this thread's connection."""
        connection = self._local.__dict__.pop("connection", None)
        if connection is not None:
            connection.close()

    def _ask(self, data: bytes) -> bytes:
        # The sequencer may have been started again since the last request. Entries may be sent twice without harm.
        if getattr(self._local, "connection", None) is not None:
            with suppress(NotWritten):
                return self._ask_once(data)
        return self._ask_once(data)

    def _ask_once(self, data: bytes) -> bytes:
        try:
            connection = self._connection()
            _send(connection, data)
            return _receive(connection.recv)
        except OSError as error:
            self.close()
            raise NotWritten(f"sequencer: {error!r}") from error

    def _connection(self) -> socket.socket:
        connection: socket.socket | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = socket.socket(socket.AF_UNIX)
            _limit(connection, ANSWER_SECONDS)
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
