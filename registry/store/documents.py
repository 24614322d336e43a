"""Documents that entries name by their salted hash: kept outside the ledger, erasable; no replay needs them.

A file's kind is told from its bytes, and its name is shown but never trusted. What is erased leaves its hash and the
time, so that an audit can tell it from what was lost.
"""

import hashlib
import hmac
import io
import secrets
import struct
import zipfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from registry.ledger.errors import Malformed, Refusal
from registry.store.tables_documents import document

SALT_BYTES = 16
BYTES_MAX: Final = 3 * 1024 * 1024
PER_DAY_MAX: Final = 200
_DAY: Final = 86_400_000_000
_NAME_MAX: Final = 100
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# By their first bytes, what a browser shows without running anything in it; and by what is packed in it, two more.
PAPERS: Final = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_PACKED: Final = {"OFD.xml": "application/ofd", "xl/workbook.xml": XLSX}
ENDINGS: Final = {
    "application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "application/ofd": ".ofd", XLSX: ".xlsx",
    "application/json": ".json",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in; `kind` is told from its bytes, not from its name."""

    name: str
    data: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Document:
    """What is known of a document. `brought_by` is a representative; an erased one has no name and no bytes."""

    digest: str
    media_type: str
    name: str
    size: int
    brought_by: str
    erased_at: int | None


def read_upload(name: str, data: bytes, *, takes_more: bool = False) -> Upload:
    """Return a file that may be kept: PDF, PNG, JPEG, and with ``takes_more`` OFD and XLSX without macros.

    Raises:
        Malformed: ``document_empty``, ``document_size``, ``document_kind``; ``document_format`` with ``takes_more``.
    """
    shown = "".join(one for one in name if one.isprintable() and one not in '/\\"')[-_NAME_MAX:] or "document"
    if not data:
        raise Malformed("document_empty", name=shown)
    if len(data) > BYTES_MAX:
        raise Malformed("document_size", name=shown, limit=BYTES_MAX)
    kind = next((kind for head, kind in PAPERS.items() if data.startswith(head)), None)
    if takes_more:
        kind = kind or _packed_kind(data)
    if kind is None:
        raise Malformed("document_format" if takes_more else "document_kind", name=shown)
    return Upload(shown, data, kind)


def _packed_kind(data: bytes) -> str | None:
    """Return the kind of a packed document by the names in it; nothing is unpacked, and macros are not taken."""
    if not data.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError):
        return None
    if any("vbaproject" in one.lower() for one in names):
        return None
    return next((kind for name, kind in _PACKED.items() if name in names), None)


def digest_of(salt: bytes, data: bytes) -> str:
    """Return the name under which entries know a document: SHA-256 of a 16-byte salt and the bytes, in hex."""
    return hashlib.sha256(salt + data).hexdigest()


def keep(
    connection: sa.Connection, *, salt: bytes, data: bytes, media_type: str, now: int, name: str = "", by: str = ""
) -> str:
    """Store a document and return its digest; the same one again changes nothing. ``now`` in microseconds UTC.

    Raises:
        Malformed: ``salt_length``.
    """
    if len(salt) != SALT_BYTES:
        raise Malformed("salt_length", expected=SALT_BYTES)
    digest = digest_of(salt, data)
    if find(connection, digest) is None:
        row = {"digest": digest, "salt": salt, "media_type": media_type, "data": data, "stored_at": now}
        connection.execute(sa.insert(document).values(row | {"name": name, "brought_by": by}))
    return digest


def keep_all(engine: sa.Engine, papers: Iterable[tuple[str, bytes, bytes]], *, media_type: str, now: int) -> None:
    """Store many documents, each with its name and salt, in one transaction; see `keep`."""
    with engine.begin() as connection:
        for name, salt, data in papers:
            keep(connection, salt=salt, data=data, media_type=media_type, now=now, name=name)


def keep_new(engine: sa.Engine, upload: Upload, *, by: str, now: int) -> str:
    """Store what a representative has brought under a fresh salt and return its digest.

    The same file twice gets two digests, so that the log does not say that it is the same.

    Raises:
        Refusal: ``document_quota`` beyond what one may bring within a day.
    """
    table, salt = document.c, secrets.token_bytes(SALT_BYTES)
    recent = sa.select(table.digest).where(table.brought_by == by, table.stored_at > now - _DAY)
    with engine.begin() as connection:
        if len(connection.execute(recent.limit(PER_DAY_MAX)).all()) >= PER_DAY_MAX:
            raise Refusal("document_quota", limit=PER_DAY_MAX)
        return keep(connection, salt=salt, data=upload.data, media_type=upload.kind, now=now, name=upload.name, by=by)


def find(connection: sa.Connection, digest: str) -> Document | None:
    """Return what is known of a document, or None if it was never here."""
    return find_all(connection, [digest]).get(digest)


def find_all(connection: sa.Connection, digests: Collection[str]) -> dict[str, Document]:
    """Return what is known of documents, by digest; those that were never here are left out. Index: primary key."""
    table = document.c
    size = sa.func.coalesce(sa.func.length(table.data), 0)
    query = sa.select(table.digest, table.media_type, table.name, size, table.brought_by, table.erased_at)
    rows = connection.execute(query.where(table.digest.in_(digests))).all() if digests else []
    return {row.digest: Document(*row) for row in rows}


def read(connection: sa.Connection, digest: str) -> tuple[bytes, bytes, str] | None:
    """Return salt, bytes and media type of a document, or None if it was never here or was erased.

    Raises:
        Malformed: ``document_changed`` if what is stored is not what the digest names.
    """
    table = document.c
    kept = sa.and_(table.digest == digest, table.erased_at.is_(None))
    row = connection.execute(sa.select(table.salt, table.data, table.media_type).where(kept)).first()
    if row is None:
        return None
    if not hmac.compare_digest(digest_of(row.salt, row.data), digest):
        raise Malformed("document_changed", digest=digest)
    return row.salt, row.data, row.media_type


def erase(engine: sa.Engine, digest: str, *, now: int) -> bool:
    """Erase a document with its salt and name, after which its digest says nothing; return whether it was here."""
    kept = sa.and_(document.c.digest == digest, document.c.erased_at.is_(None))
    gone = {"salt": None, "data": None, "name": "", "brought_by": "", "erased_at": now}
    with engine.begin() as connection:
        return connection.execute(sa.update(document).where(kept).values(gone)).rowcount > 0
