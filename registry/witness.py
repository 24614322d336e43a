"""A witness by C2SP tlog-witness: it cosigns a log's checkpoint once it has seen that the log only grew.

A small process of its own, run by somebody else than the operator; of the registry it needs the core only. `Witness` is
the protocol over bytes, `make_server` puts it behind HTTP, and `cosign` is the log's side. Signing keys and the clock
come from the caller.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from registry.ledger.checkpoint import (
    Checkpoint,
    cosigned_at,
    decode_decimal,
    decode_hash,
    encode_hash,
    is_signed_by_log,
    parse_checkpoint,
)
from registry.ledger.checkpoint import cosign as cosign_checkpoint
from registry.ledger.errors import LedgerError, Malformed, Refusal, Tampering
from registry.ledger.keys import Signer
from registry.ledger.merkle import EMPTY_ROOT, verify_consistency
from registry.ledger.note import Note, Signature, VerifierKey, parse_signatures, render_signature

PATH: Final = "/add-checkpoint"
PROOF_MAX: Final = 63
REQUEST_BYTES_MAX: Final = 512 * 1024
SIZE_TYPE: Final = "text/x.tlog.size"
TEXT_TYPE: Final = "text/plain; charset=utf-8"
_LENGTH: Final = re.compile(r"[0-9]{1,9}", re.ASCII)
_SECONDS_MAX: Final = 10
_ATTEMPTS: Final = 3
_OK, _BAD, _FORBIDDEN, _UNKNOWN, _CONFLICT, _UNPROVEN, _UNSTORED = 200, 400, 403, 404, 409, 422, 503
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS head (origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL)
WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS split (origin TEXT, size INTEGER, root BLOB, note BLOB NOT NULL, cosigned BLOB NOT NULL,
PRIMARY KEY (origin, size, root)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Request:
    """What a log sends: the size that it believes to be cosigned, the proof from there, and the new checkpoint."""

    old: int
    proof: tuple[bytes, ...]
    checkpoint: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, media type and body of an HTTP response."""

    status: int
    body: bytes
    media_type: str = TEXT_TYPE


Also = Callable[[str, str, bytes, int], Answer | None]


@dataclass(frozen=True, slots=True)
class Head:
    """The latest checkpoint that was cosigned for an origin; size 0 with an empty note if there is none."""

    size: int = 0
    root: bytes = EMPTY_ROOT
    note: bytes = b""


def render_request(request: Request) -> bytes:
    """Return the body of a request to `add-checkpoint`."""
    lines = (f"old {request.old}", *map(encode_hash, request.proof), "", "")
    return "\n".join(lines).encode() + request.checkpoint


def parse_request(data: bytes) -> Request:
    """Return the request of a body, if `render_request` would write it so; its checkpoint is not looked at.

    Raises:
        Malformed: ``witness_request``, ``checkpoint_number``, ``checkpoint_hash``.
    """
    head, end, checkpoint = data.partition(b"\n\n")
    if not end or not head.isascii() or not head.startswith(b"old "):
        raise Malformed("witness_request")
    old, *proof = head.decode().removeprefix("old ").split("\n")
    if len(proof) > PROOF_MAX:
        raise Malformed("witness_request", length=len(proof))
    return Request(decode_decimal(old), tuple(map(decode_hash, proof)), checkpoint)


def judge(request: Request, head: Head, *, checkpoint: Checkpoint) -> Answer | None:
    """Return why a signed checkpoint is not cosigned after this head, or None if it may be; in the protocol's order."""
    if request.old > checkpoint.size:
        return Answer(_BAD, b"the old size is beyond the checkpoint\n")
    if request.old != head.size:
        return Answer(_CONFLICT, b"%d\n" % head.size, SIZE_TYPE)
    if head.size == checkpoint.size and head.root != checkpoint.root:
        return Answer(_CONFLICT, b"another root was cosigned at this size\n")
    try:
        verify_consistency(request.proof, old=head.size, old_root=head.root, size=checkpoint.size, root=checkpoint.root)
    except Tampering:
        return Answer(_UNPROVEN, b"the consistency proof does not hold\n")
    return None


class Witness:
    """Trusted logs, the witness's signers, and a SQLite file that holds the latest head of each origin.

    Reading the head, judging and writing the new one is one transaction, so any number of threads and processes may
    share the file; the cosignature is made only after the new head is on disk. A checkpoint with another root at a
    cosigned size is kept beside the cosigned one: together they convict the log.
    """

    def __init__(self, path: Path, logs: Mapping[str, Sequence[VerifierKey]], *, signers: Sequence[Signer]) -> None:
        """Take the file, the keys by origin, and who signs; the file is made if it is not there."""
        self._path = path
        self._logs = logs
        self._signers = tuple(signers)
        with closing(self._connect()) as connection:
            connection.executescript(_TABLES)

    def add_checkpoint(self, body: bytes, timestamp: int) -> Answer:
        """Return the answer to one request at a time (s): cosignature lines, or a status that says what is missing."""
        try:
            request = parse_request(body)
            checkpoint, note = parse_checkpoint(request.checkpoint)
        except Malformed as malformed:
            return Answer(_BAD, f"{malformed.code}\n".encode())
        if checkpoint.origin not in self._logs:
            return Answer(_UNKNOWN, b"unknown origin\n")
        if not _is_signed(note, self._logs[checkpoint.origin]):
            return Answer(_FORBIDDEN, b"no signature of a trusted key\n")
        try:
            refused = self._advance(request, checkpoint)
        except sqlite3.Error:
            return Answer(_UNSTORED, b"the new head could not be stored\n")
        if refused:
            return refused
        cosignatures = (cosign_checkpoint(request.checkpoint, signer, timestamp) for signer in self._signers)
        return Answer(_OK, b"".join(map(render_signature, cosignatures)))

    def head(self, origin: str) -> Head:
        """Return the latest cosigned head of an origin."""
        with closing(self._connect()) as connection:
            return _read(connection, origin)

    def splits(self, origin: str) -> list[tuple[bytes, bytes]]:
        """Return each pair of notes, refused and cosigned, in which the log shows two roots of one size."""
        with closing(self._connect()) as connection:
            return connection.execute("SELECT note, cosigned FROM split WHERE origin = ?", (origin,)).fetchall()

    def _advance(self, request: Request, checkpoint: Checkpoint) -> Answer | None:
        row = (checkpoint.origin, checkpoint.size, checkpoint.root, request.checkpoint)
        with self._write() as connection:
            head = _read(connection, checkpoint.origin)
            refused = judge(request, head, checkpoint=checkpoint)
            if refused is None and (checkpoint.size, checkpoint.root) != (head.size, head.root):
                connection.execute("REPLACE INTO head VALUES (?, ?, ?, ?)", row)
            elif head.note and head.size == checkpoint.size and head.root != checkpoint.root:
                connection.execute("INSERT OR IGNORE INTO split VALUES (?, ?, ?, ?, ?)", (*row, head.note))
            return refused

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with closing(self._connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=_SECONDS_MAX, isolation_level=None)
        connection.execute("PRAGMA synchronous = EXTRA")
        return connection


def make_server(
    witness: Witness, address: tuple[str, int], *, clock: Callable[[], int], prefix: str = "", also: Also | None = None
) -> ThreadingHTTPServer:
    """Return a server, already bound, for one path: POST `<prefix>/add-checkpoint`. `clock` gives seconds, UTC.

    `also` answers requests for more than that, by method and path, and gives None for what it does not know.
    Call `serve_forever`; TLS and rate limits belong to a proxy in front of it.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "witness"
        sys_version = ""
        timeout = _SECONDS_MAX

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if not _LENGTH.fullmatch(length) or int(length) > REQUEST_BYTES_MAX:
                self.close_connection = True  # its body is not read, so nothing may follow it
                self._send(Answer(413 if length else 411, b"Content-Length is missing or too large\n"))
                return
            body = self.rfile.read(int(length))
            known = self.path == prefix + PATH
            self._send(witness.add_checkpoint(body, clock()) if known else self._also("POST", body))

        def do_GET(self) -> None:
            self._send(self._also("GET", b""))

        def _also(self, method: str, body: bytes) -> Answer:
            more = also and self.path.startswith(prefix) and also(method, self.path[len(prefix) :], body, clock())
            return more or Answer(_UNKNOWN, b"no such path\n")

        def _send(self, answer: Answer) -> None:
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.media_type)
            self.send_header("Content-Length", str(len(answer.body)))
            if self.close_connection:
                self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            """Write no line per request: the heads in the file are the record."""

    return ThreadingHTTPServer(address, Handler)


def cosign(
    checkpoint: bytes,
    url: str,
    *,
    prove: Callable[[int], Sequence[bytes]],
    keys: Sequence[VerifierKey],
    old: int = 0,
) -> tuple[Signature, ...]:
    """Return the cosignatures that a witness at a submission prefix gives to a signed checkpoint.

    `prove` makes the consistency proof from an older size to the checkpoint's; `old` is the size that the witness
    cosigned last, as far as known: the witness corrects it. Signatures of keys not among `keys` are left out.

    Raises:
        Refusal: ``witness_unreachable``; ``witness_ahead`` if it has cosigned a larger size than the checkpoint's: this
            log was set back; ``witness_refused`` with the status for any other answer without our keys' cosignature.
        Tampering: ``cosignature`` if a line claims to be of one of the keys and does not verify.
        Malformed: the codes of `parse_checkpoint` and `parse_signatures`.
    """
    head, note = parse_checkpoint(checkpoint)
    for _ in range(_ATTEMPTS):
        request = Request(old, tuple(prove(old)) if old else (), checkpoint)
        answer = _post(url, render_request(request))
        if answer.status != _CONFLICT or answer.media_type != SIZE_TYPE:
            break
        old = decode_decimal(answer.body.decode("ascii", "replace").removesuffix("\n"))
        if old > head.size:
            raise Refusal("witness_ahead", url=url, size=head.size, witness_size=old)
    if answer.status != _OK:
        raise Refusal("witness_refused", url=url, status=answer.status)
    offered = parse_signatures(answer.body)
    known = tuple(one for one in offered if any((one.name, one.key_id) == (key.name, key.key_id) for key in keys))
    times = [cosigned_at(Note(note.text, known), key) for key in keys]
    if not any(time is not None for time in times):
        raise Refusal("witness_refused", url=url, status=answer.status)
    return known


def _post(url: str, body: bytes) -> Answer:
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    try:
        with closing(kind(parts.netloc, timeout=_SECONDS_MAX)) as connection:
            connection.request("POST", parts.path.rstrip("/") + PATH, body, {"Content-Type": TEXT_TYPE})
            response = connection.getresponse()
            media_type = response.headers.get("Content-Type", "").partition(";")[0].strip()
            return Answer(response.status, response.read(REQUEST_BYTES_MAX), media_type)
    except (OSError, HTTPException, ValueError) as error:
        raise Refusal("witness_unreachable", url=url, reason=type(error).__name__) from error


def _read(connection: sqlite3.Connection, origin: str) -> Head:
    row = connection.execute("SELECT size, root, note FROM head WHERE origin = ?", (origin,)).fetchone()
    return Head(*row) if row else Head()


def _is_signed(note: Note, keys: Sequence[VerifierKey]) -> bool:
    try:
        return any(is_signed_by_log(note, key) for key in keys)
    except LedgerError:
        return False
