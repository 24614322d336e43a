"""Series of documents, one a day: kept in versions, so that a correction takes nothing away, and never twice.

What a document means is its area's business. The newest version of a day counts; the earlier ones stay.
"""

import secrets
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import sqlalchemy as sa

from registry.store.documents import SALT_BYTES, digest_of, read
from registry.store.tables_documents import document
from registry.store.tables_series import series_day

MEDIA_TYPE: Final = "text/csv"


@dataclass(frozen=True, slots=True)
class Brought:
    """One day as it came in: its bytes, the key that signed them, or who brought them unsigned."""

    day: str
    data: bytes
    signed_by: str = ""
    brought_by: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """One day as it is kept. ``is_new`` says that this very call kept it."""

    day: str
    version: int
    digest: str
    signed_by: str
    brought_by: str
    received_at: int
    is_new: bool = False


def keep_days(engine: sa.Engine, series: str, days: Sequence[Brought], *, now: int) -> tuple[Kept, ...]:
    """Keep days of a series, all or none, and return each as it is kept; what is here already stays as it was.

    ``now`` in microseconds UTC.
    """
    try:
        return _keep(engine, series, days, now=now)
    except sa.exc.IntegrityError:  # another call kept one of them meanwhile: now it is here already
        return _keep(engine, series, days, now=now)


def _keep(engine: sa.Engine, series: str, days: Sequence[Brought], *, now: int) -> tuple[Kept, ...]:
    hashes = [sha256(one.data).hexdigest() for one in days]
    with engine.begin() as connection:
        known = _by_hash(connection, series, hashes)
        versions = {one.day: one.version for one in newest(connection, series, [one.day for one in days])}
        papers: list[dict[str, object]] = []
        rows: list[dict[str, Any]] = []
        for one, text_hash in zip(days, hashes, strict=True):
            if text_hash in known:
                continue
            salt = secrets.token_bytes(SALT_BYTES)
            made = Kept(
                one.day,
                versions.get(one.day, 0) + 1,
                digest_of(salt, one.data),
                one.signed_by,
                one.brought_by,
                now,
                True,
            )
            known[text_hash], versions[one.day] = made, made.version
            paper = {"digest": made.digest, "salt": salt, "data": one.data, "media_type": MEDIA_TYPE}
            papers.append(paper | {"stored_at": now, "name": f"{series}-{one.day}.csv", "brought_by": one.brought_by})
            rows.append({"series": series, "text_hash": text_hash} | {name: getattr(made, name) for name in _KEPT})
        if rows:
            connection.execute(sa.insert(document), papers)
            connection.execute(sa.insert(series_day), rows)
    return tuple(known[text_hash] for text_hash in hashes)


_KEPT: Final = ("day", "version", "digest", "signed_by", "brought_by", "received_at")
_COLUMNS: Final = tuple(series_day.c[name] for name in _KEPT)


def _by_hash(connection: sa.Connection, series: str, hashes: Sequence[str]) -> dict[str, Kept]:
    table = series_day.c
    query = sa.select(table.text_hash, *_COLUMNS).where(table.series == series, table.text_hash.in_(hashes))
    return {row[0]: Kept(*row[1:]) for row in connection.execute(query)}


def newest(connection: sa.Connection, series: str, days: Sequence[str]) -> tuple[Kept, ...]:
    """Return the newest version of these days of a series, as far as they are here. Index: primary key."""
    return _newest(connection, series_day.c.series == series, series_day.c.day.in_(days))


def between(connection: sa.Connection, series: str, first: str, last: str) -> tuple[Kept, ...]:
    """Return the newest version of each day from one to another that is here, in order. Index: primary key."""
    return _newest(connection, series_day.c.series == series, series_day.c.day.between(first, last))


def _newest(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> tuple[Kept, ...]:
    query = sa.select(*_COLUMNS).where(*where).order_by(series_day.c.day, series_day.c.version)
    found = {row.day: Kept(*row) for row in connection.execute(query)}
    return tuple(found.values())


def versions_of(connection: sa.Connection, series: str, day: str) -> tuple[Kept, ...]:
    """Return all versions of a day, the first one first. Index: primary key."""
    query = sa.select(*_COLUMNS).where(series_day.c.series == series, series_day.c.day == day)
    return tuple(Kept(*row) for row in connection.execute(query.order_by(series_day.c.version)))


def texts(connection: sa.Connection, days: Sequence[Kept]) -> Iterator[bytes]:
    """Yield the bytes of kept days in their order, one at a time; those that were erased are left out.

    Raises:
        Malformed: ``document_changed``.
    """
    for one in days:
        found = read(connection, one.digest)
        if found is not None:
            yield found[1]


def in_series(connection: sa.Connection, digests: Collection[str]) -> set[str]:
    """Return which of these documents are a day of some series. Index: `ix_series_day_digest`."""
    query = sa.select(series_day.c.digest).where(series_day.c.digest.in_(digests))
    return set(connection.scalars(query)) if digests else set()
