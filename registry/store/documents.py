"""Documents that entries name by their salted hash: kept outside the ledger, erasable; no replay needs them."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable

import sqlalchemy as sa

from registry.ledger.errors import Malformed
from registry.store.tables_documents import document

SALT_BYTES = 16


def digest_of(salt: bytes, data: bytes) -> str:
    """Return the name under which entries know a document: SHA-256 of a 16-byte salt and the bytes, in hex."""
    return hashlib.sha256(salt + data).hexdigest()


def keep(connection: sa.Connection, *, salt: bytes, data: bytes, media_type: str, now: int) -> str:
    """Store a document and return its digest; the same one again changes nothing. ``now`` in microseconds UTC.

    Raises:
        Malformed: ``salt_length``.
    """
    if len(salt) != SALT_BYTES:
        raise Malformed("salt_length", expected=SALT_BYTES)
    digest = digest_of(salt, data)
    if connection.scalar(sa.select(document.c.digest).where(document.c.digest == digest)) is None:
        row = {"digest": digest, "salt": salt, "media_type": media_type, "data": data, "stored_at": now}
        connection.execute(sa.insert(document).values(row))
    return digest


def keep_all(engine: sa.Engine, documents: Iterable[tuple[bytes, bytes]], *, media_type: str, now: int) -> None:
    """Store many documents, each with its salt, in one transaction; see `keep`."""
    with engine.begin() as connection:
        for salt, data in documents:
            keep(connection, salt=salt, data=data, media_type=media_type, now=now)


def keep_new(engine: sa.Engine, data: bytes, *, media_type: str, now: int) -> str:
    """Store a document under a fresh salt and return its digest."""
    salt = secrets.token_bytes(SALT_BYTES)
    with engine.begin() as connection:
        return keep(connection, salt=salt, data=data, media_type=media_type, now=now)


def read(connection: sa.Connection, digest: str) -> tuple[bytes, bytes, str] | None:
    """Return salt, bytes and media type of a document, or None if it was never here or was erased.

    Raises:
        Malformed: ``document_changed`` if what is stored is not what the digest names.
    """
    table = document.c
    row = connection.execute(sa.select(table.salt, table.data, table.media_type).where(table.digest == digest)).first()
    if row is None:
        return None
    if not hmac.compare_digest(digest_of(row.salt, row.data), digest):
        raise Malformed("document_changed", digest=digest)
    return row.salt, row.data, row.media_type


def erase(connection: sa.Connection, digest: str) -> bool:
    """Erase a document with its salt, after which its digest says nothing about it; return whether it was here."""
    return connection.execute(sa.delete(document).where(document.c.digest == digest)).rowcount > 0
