"""Relaying: an author who gets no answer hands the envelope to a witness, who writes down its hash and the time.

The witness publishes what it was given, as a signed note of its own. Whoever verifies the log holds the list against
it: an entry that was relayed in time and never appeared was dropped, or answered without being recorded. The witness
keeps no envelope, knows no representatives' keys, and vouches only for having seen these bytes at this time.
"""

import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

from registry.ledger import note
from registry.ledger.entry import SIGNATURES_MAX, parse
from registry.ledger.errors import LedgerError, Malformed, Refusal, Tampering
from registry.ledger.instants import format_instant, parse_instant, uuid7_ms
from registry.ledger.keys import Signer
from registry.witness import TEXT_TYPE, Answer

PATH: Final = "/relay"
LIST_PATH: Final = "/relayed"
ENVELOPE_MAX: Final = 20 * 1024
LISTED_MAX: Final = 50_000
A_DAY_MAX: Final = 10_000
SECOND: Final = 1_000_000
AHEAD_MAX: Final = 300 * SECOND
_DAY_S: Final = 86_400
_HEAD: Final = "{origin}/relayed/v1"
_LINE: Final = re.compile(r"([0-9a-f]{64}) ([0-9a-f-]{36}) (\S+) (\S+)", re.ASCII)
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS relayed (hash TEXT PRIMARY KEY, origin TEXT NOT NULL, id TEXT NOT NULL,
expires INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS relayed_at ON relayed (origin, at);
"""


@dataclass(frozen=True, slots=True)
class Relayed:
    """One entry that was handed in: the SHA-256 of its text, its id, when it expires and when it came (µs UTC)."""

    text_hash: bytes
    id: str
    expires: int
    at: int

    @property
    def earliest_at(self) -> int:
        """The earliest time at which a log could have recorded it: its author's clock may be so much ahead (µs UTC)."""
        return uuid7_ms(self.id) * 1000 - AHEAD_MAX


class Relays:
    """What a witness was given, in a SQLite file of its own."""

    def __init__(self, path: Path, origins: frozenset[str], *, signer: Signer) -> None:
        """Take the file, the logs by origin, and who signs the list; the file is made if it is not there."""
        self._path = path
        self._origins = origins
        self._signer = signer
        with closing(self._connect()) as connection:
            connection.executescript(_TABLES)

    def take(self, envelope: bytes, now_s: int) -> Relayed:
        """Write down an envelope's hash and the time; the same text again keeps its first time.

        Raises:
            Malformed: ``envelope_long``, and the codes of reading a note and an entry. Refusal: ``unknown_origin``,
                ``relay_expired``, ``relay_busy`` beyond ten thousand a day.
        """
        if len(envelope) > ENVELOPE_MAX:
            raise Malformed("envelope_long", limit=ENVELOPE_MAX)
        text = note.parse(envelope, signatures_max=SIGNATURES_MAX).text
        entry = parse(text)
        if entry.origin not in self._origins:
            raise Refusal("unknown_origin", origin=entry.origin)
        if entry.expires <= now_s * SECOND:
            raise Refusal("relay_expired", id=entry.id)
        digest = hashlib.sha256(text).digest()
        with self._write() as connection:
            known = connection.execute("SELECT at FROM relayed WHERE hash = ?", (digest.hex(),)).fetchone()
            if known is not None:
                return Relayed(digest, entry.id, entry.expires, known[0])
            since = (entry.origin, (now_s - _DAY_S) * SECOND)
            (count,) = connection.execute("SELECT count(*) FROM relayed WHERE origin = ? AND at > ?", since).fetchone()
            if count >= A_DAY_MAX:
                raise Refusal("relay_busy", limit=A_DAY_MAX)
            row = (digest.hex(), entry.origin, entry.id, entry.expires, now_s * SECOND)
            connection.execute("INSERT INTO relayed VALUES (?, ?, ?, ?, ?)", row)
        return Relayed(digest, entry.id, entry.expires, now_s * SECOND)

    def published(self, origin: str) -> bytes:
        """Return the signed list of what was relayed for a log, the newest last.

        Raises:
            Refusal: ``unknown_origin``.
        """
        if origin not in self._origins:
            raise Refusal("unknown_origin", origin=origin)
        query = "SELECT hash, id, expires, at FROM relayed WHERE origin = ? ORDER BY at DESC, hash LIMIT ?"
        with closing(self._connect()) as connection:
            rows = connection.execute(query, (origin, LISTED_MAX)).fetchall()
        found = [Relayed(bytes.fromhex(digest), id_, expires, at) for digest, id_, expires, at in reversed(rows)]
        return note.sign(render(origin, found), [self._signer])

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with closing(self._connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except LedgerError:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=10, isolation_level=None)
        connection.execute("PRAGMA synchronous = EXTRA")
        return connection


def answers(relays: Relays) -> Callable[[str, str, bytes, int], Answer | None]:
    """Return what a witness's server says to `POST /relay` and `GET /relayed?origin=…`, and None to all else."""

    def answer(method: str, target: str, body: bytes, now_s: int) -> Answer | None:
        parts = urlsplit(target)
        try:
            if (method, parts.path) == ("POST", PATH):
                taken = relays.take(body, now_s)
                text = f"{taken.text_hash.hex()} {format_instant(taken.at, 0)}\n"
                return Answer(200, text.encode(), TEXT_TYPE)
            if (method, parts.path) == ("GET", LIST_PATH):
                return Answer(200, relays.published(parse_qs(parts.query).get("origin", [""])[0]), TEXT_TYPE)
        except LedgerError as error:
            status = 429 if error.code == "relay_busy" else 404 if error.code == "unknown_origin" else 400
            return Answer(status, f"{error.code}\n".encode(), TEXT_TYPE)
        except sqlite3.Error:
            return Answer(503, b"not stored\n", TEXT_TYPE)
        return None

    return answer


def render(origin: str, relayed: list[Relayed]) -> bytes:
    """Return the text of a list."""
    lines = [_HEAD.format(origin=origin)]
    lines += [
        f"{one.text_hash.hex()} {one.id} {format_instant(one.expires, 3)} {format_instant(one.at, 0)}"
        for one in relayed
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def read_list(data: bytes, origin: str, key: note.VerifierKey | None = None) -> tuple[Relayed, ...]:
    """Return what a witness's list says of a log; with a key, only if that key has signed it.

    Raises:
        Malformed: ``relay_list``, and the codes of reading a note. Tampering: ``relay_list_unsigned``.
    """
    parsed = note.parse(data)
    if key is not None and not note.is_signed(parsed, key):
        raise Tampering("relay_list_unsigned", key=key.name)
    head, *lines = parsed.text.decode().splitlines()
    if head != _HEAD.format(origin=origin):
        raise Malformed("relay_list", line=1)
    return tuple(_line(number, line) for number, line in enumerate(lines, 2))


def silent(relayed: Mapping[bytes, Relayed], found: frozenset[bytes], *, until: int) -> tuple[Relayed, ...]:
    """Return what was relayed and had expired when the log was last written (µs UTC), without ever appearing in it."""
    return tuple(one for key, one in sorted(relayed.items()) if key not in found and one.expires <= until)


def say(one: Relayed) -> str:
    """Return a relayed entry as a line for people."""
    times = f"came {format_instant(one.at, 0)}, expired {format_instant(one.expires, 3)}"
    return f"{one.id} {one.text_hash.hex()} {times}"


def _line(number: int, line: str) -> Relayed:
    match = _LINE.fullmatch(line)
    if match is None:
        raise Malformed("relay_list", line=number)
    digest, id_, expires, at = match.groups()
    return Relayed(bytes.fromhex(digest), id_, parse_instant(expires), parse_instant(at))
