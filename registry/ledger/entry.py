"""Entries and envelopes: what somebody asks for, as exact bytes, and the signatures over them.

Entry text: line 1 `<origin>/entry/v1`, line 2 one canonical JSON object with `at`, `body`, `expires`, `id`, `kind`,
`seen`. The id is a UUIDv7 whose time is `at`. An envelope is a C2SP signed note over that text; each key name is a
representative's number. What is checked here needs no state, so it can run in any process.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from registry.ledger import canonical, keys, note
from registry.ledger.codec import decode, encode
from registry.ledger.errors import Malformed
from registry.ledger.instants import format_instant, parse_instant, uuid7, uuid7_ms
from registry.ledger.rules import Catalogue, Kind

TEXT_MAX = 16 * 1024
SIGNATURES_MAX = 8
ENVELOPE_MAX = TEXT_MAX + SIGNATURES_MAX * 256

# `parse_instant` reads three forms; entries use the one with milliseconds.
_INSTANT_LENGTH = len("2026-11-22T08:00:00.123Z")
_FIELDS = {"at", "body", "expires", "id", "kind", "seen"}
_TEXT = rb'"([ !#-\[\]-~]*)"'
_LINE = re.compile(
    rb'\{"at":%b,"body":(\{.*\}),"expires":%b,"id":%b,"kind":%b,"seen":(null|\{.*\})\}\n' % (_TEXT, _TEXT, _TEXT, _TEXT)
)


@dataclass(frozen=True, slots=True)
class Seen:
    """The checkpoint that an author was shown when the entry was written."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody asks for. Times in microseconds UTC, whole milliseconds; ``body`` is a JSON value."""

    origin: str
    id: str
    at: int
    expires: int
    kind: str
    body: Any
    seen: Seen | None = None


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that signed: the representative's number that it signed under, and the public key in base64."""

    representative: str
    public_key: str


@dataclass(frozen=True, slots=True)
class Checked:
    """An envelope that is what it claims to be: parsed, its body read by a revision, its signatures valid."""

    envelope: bytes
    text_hash: bytes
    entry: Entry
    body: Any
    revision: int
    signers: tuple[Signer, ...]


KeyFinder = Callable[[str, bytes], Iterable[bytes]]


class Keyring:
    """Public keys by the representative's number and the key id that a signature line prints.

    It says which key a signature may be by, not whether that key counts: `decide` asks the records for that. A 4-byte
    id can be shared, so it answers with every candidate.
    """

    def __init__(self) -> None:
        self._keys: dict[tuple[str, bytes], tuple[bytes, ...]] = {}

    def add(self, representative: str, public_key: bytes) -> None:
        """Put in a key; the same key twice changes nothing."""
        at = (representative, note.VerifierKey(representative, keys.ED25519, public_key).key_id)
        known = self._keys.get(at, ())
        if public_key not in known:
            self._keys[at] = (*known, public_key)

    def find(self, representative: str, key_id: bytes) -> tuple[bytes, ...]:
        """Return the keys that this signature line may be by."""
        return self._keys.get((representative, key_id), ())


def offered_keys(body: object) -> tuple[tuple[str, bytes], ...]:
    """Return the `(representative, public key)` pairs that an entry's body offers for registration.

    By convention they stand in `representative` and `public_key`, at the top or in the items of `founders`.
    """
    if not isinstance(body, dict) or ("public_key" not in body and "founders" not in body):
        return ()
    found = []
    founders = body.get("founders")
    items: list[object] = [body, *(founders if isinstance(founders, list) else ())]
    for item in items:
        if not isinstance(item, dict) or not isinstance(item.get("representative"), str):
            continue
        try:
            found.append((item["representative"], base64.b64decode(item["public_key"], validate=True)))
        except (KeyError, TypeError, ValueError):
            continue
    return tuple(found)


def compose(
    kind: str, body: object, *, origin: str, at_ms: int, seconds: int, random: bytes, seen: Seen | None = None
) -> Entry:
    """Return a new entry of a body, valid for so many seconds; ten random bytes make its id unique.

    ``at_ms`` in milliseconds UTC.
    """
    at = at_ms * 1000
    return Entry(origin, uuid7(at_ms, random), at, at + seconds * 1_000_000, kind, encode(body), seen)


def write(entry: Entry) -> bytes:
    """Return the entry's text, which is what gets signed.

    Raises:
        Malformed: ``entry_too_long`` beyond 16 KiB, or a code of `canonical.dumps`.
    """
    seen = b"null"
    if entry.seen is not None:
        seen = b'{"root":"%b","size":%d}' % (base64.b64encode(entry.seen.root), entry.seen.size)
    # The same text as `canonical.dumps` gives for the whole; written out because every entry passes here.
    text = b'%b/entry/v1\n{"at":"%b","body":%b,"expires":"%b","id":%b,"kind":%b,"seen":%b}\n' % (
        entry.origin.encode(),
        format_instant(entry.at, 3).encode(),
        canonical.dumps(entry.body, canonical.DEPTH_MAX - 1),
        format_instant(entry.expires, 3).encode(),
        canonical.dumps(entry.id),
        canonical.dumps(entry.kind),
        seen,
    )
    if len(text) > TEXT_MAX:
        raise Malformed("entry_too_long", limit=TEXT_MAX, size=len(text))
    return text


def parse(text: bytes) -> Entry:
    """Return the entry that a text stands for; only what `write` would write is accepted.

    Raises:
        Malformed: ``entry_too_long``, ``entry_text``, ``entry_field``, ``entry_id``, ``entry_time``, and the codes of
            `canonical.loads`.
    """
    if len(text) > TEXT_MAX:
        raise Malformed("entry_too_long", limit=TEXT_MAX, size=len(text))
    head, _, tail = text.partition(b"\n")
    if not head.endswith(b"/entry/v1") or not tail.endswith(b"\n"):
        raise Malformed("entry_text")
    value = _plain_fields(tail) or _fields_of(tail)
    at, expires = _instant(value["at"]), _instant(value["expires"])
    if uuid7_ms(value["id"]) * 1000 != at:
        raise Malformed("entry_id")
    try:
        origin = head[: -len(b"/entry/v1")].decode("ascii")
    except UnicodeDecodeError:
        raise Malformed("entry_text") from None
    return Entry(origin, value["id"], at, expires, value["kind"], value["body"], _seen(value["seen"]))


def _plain_fields(tail: bytes) -> dict[str, Any] | None:
    """Return the fields of a line of the common form. What matches is canonical if its two inner values are."""
    match = _LINE.fullmatch(tail)
    if match is None:
        return None
    inner = canonical.DEPTH_MAX - 1
    body = canonical.loads_plain(match[2], inner)
    seen = None if match[6] == b"null" else canonical.loads_plain(match[6], inner)
    if type(body) is not dict or (seen is None and match[6] != b"null"):
        return None
    at, _, expires, entry_id, kind, _ = match.groups()
    texts = {"at": at.decode(), "expires": expires.decode(), "id": entry_id.decode(), "kind": kind.decode()}
    return {**texts, "body": body, "seen": seen}


def _fields_of(tail: bytes) -> dict[str, Any]:
    value: Any = canonical.loads(tail[:-1])
    if type(value) is not dict or value.keys() != _FIELDS:
        raise Malformed("entry_field", expected=sorted(_FIELDS))
    if type(value["kind"]) is not str or type(value["id"]) is not str or type(value["body"]) is not dict:
        raise Malformed("entry_field", expected=["kind", "id", "body"])
    return value


def _instant(value: object) -> int:
    if type(value) is not str or len(value) != _INSTANT_LENGTH:
        raise Malformed("entry_time")
    try:
        return parse_instant(value)
    except Malformed:
        raise Malformed("entry_time", value=value) from None


def _seen(value: object) -> Seen | None:
    if value is None:
        return None
    if type(value) is not dict or value.keys() != {"size", "root"}:
        raise Malformed("entry_field", expected=["seen"])
    size, root = value["size"], value["root"]
    if type(size) is not int or size < 0 or type(root) is not str:
        raise Malformed("entry_field", expected=["seen"])
    try:
        raw = base64.b64decode(root, validate=True)
    except ValueError:
        raise Malformed("entry_field", expected=["seen.root"]) from None
    if len(raw) != hashlib.sha256().digest_size or base64.b64encode(raw).decode() != root:
        raise Malformed("entry_field", expected=["seen.root"])
    return Seen(size, raw)


def read_body(catalogue: Catalogue, name: str, value: object) -> tuple[Kind, object]:
    """Return a body and the newest revision of its kind that can read it.

    Which revision is in force is decided at the position: until a new one is, and in every history from before, bodies
    are those of an older one.

    Raises:
        Malformed: ``unknown_kind``, or what the newest revision says of the body.
    """
    problem = Malformed("unknown_kind", kind=name)
    for n, kind in enumerate(catalogue.revisions(name)):
        try:
            return kind, decode(kind.body, value)
        except Malformed as error:
            problem = problem if n else error
    raise problem


def check(envelope: bytes, *, origin: str, catalogue: Catalogue, find_key: KeyFinder) -> Checked:
    """Return the checked envelope. `find_key(representative, key id)` gives candidate keys, whatever their status.

    Every signature line must be by a known key and valid: a line that proves nothing has no place in the record.

    Raises:
        Malformed: ``envelope_too_long``, ``foreign_ledger``, ``unknown_kind``, ``unknown_key``, ``invalid_signature``,
            ``too_many_signatures``, ``duplicate_signature``, and the codes of `note.parse`, `parse` and `codec.decode`.
    """
    if len(envelope) > ENVELOPE_MAX:
        raise Malformed("envelope_too_long", limit=ENVELOPE_MAX)
    parsed = note.parse(envelope, signatures_max=SIGNATURES_MAX)
    entry = parse(parsed.text)
    if entry.origin != origin:
        raise Malformed("foreign_ledger", origin=entry.origin, expected=origin)
    kind, body = read_body(catalogue, entry.kind, entry.body)
    offered = offered_keys(entry.body)
    signers = tuple(_signer(parsed.text, signature, offered, find_key) for signature in parsed.signatures)
    if len(signers) > 1 and len(set(signers)) != len(signers):
        raise Malformed("duplicate_signature")
    return Checked(envelope, hashlib.sha256(parsed.text).digest(), entry, body, kind.revision, signers)


def _signer(
    text: bytes, signature: note.Signature, offered: tuple[tuple[str, bytes], ...], find_key: KeyFinder
) -> Signer:
    name = signature.name
    candidates = (*find_key(name, signature.key_id), *_offered_here(signature, offered))
    if not candidates:
        raise Malformed("unknown_key", signer=name, key_id=signature.key_id.hex())
    for public_key in candidates:
        if keys.verify(public_key, text, signature.signature):
            return _signer_of(name, public_key)
    raise Malformed("invalid_signature", signer=name)


# The same few sign again and again.
@lru_cache(maxsize=16_384)
def _signer_of(name: str, public_key: bytes) -> Signer:
    return Signer(name, base64.b64encode(public_key).decode())


def _offered_here(signature: note.Signature, offered: tuple[tuple[str, bytes], ...]) -> Iterator[bytes]:
    for owner, public_key in offered:
        if owner == signature.name and note.key_id(owner, keys.ED25519, public_key=public_key) == signature.key_id:
            yield public_key
