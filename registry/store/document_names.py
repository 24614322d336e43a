"""Which documents are named, and where: by entries in fields declared as salted hashes, and by what waits outside.

What somebody brought for an entry that never came is forgotten after a hundred days, which is longer than any draft
or unfinished form lives.
"""

import dataclasses
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

import sqlalchemy as sa

from registry.ledger import note
from registry.ledger.codec import DataClass, fields
from registry.ledger.entry import SIGNATURES_MAX, parse
from registry.ledger.rules import Catalogue
from registry.store.hashes import positions_of
from registry.store.log import read_head
from registry.store.series import in_series
from registry.store.tables import leaf
from registry.store.tables_applications import application, application_document
from registry.store.tables_documents import document
from registry.store.tables_drafts import draft, saved_form
from registry.store.tables_finding import hash_key
from registry.store.tables_joining import joining

UNNAMED_KEPT: Final = 100 * 24 * 3600 * 1_000_000
# A sealed bid's hash hides figures, which come with the reveal; no document stands behind it.
_NO_DOCUMENT: Final = frozenset({("trading.seal_bid", "commitment")})
_DIGEST: Final = re.compile(r"\b[0-9a-f]{64}\b")
_POSITIONS_MAX: Final = 50
Path = tuple[str, ...]


def named_by(catalogue: Catalogue, kind: str, body: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  a JSON value
    """Yield the documents that an entry's body, as JSON, names: the field, and the digest."""
    revisions = catalogue.kinds.get(kind, {})
    for path in dict.fromkeys(path for one in revisions.values() for path in document_paths(kind, one.body)):
        for digest in _values(body, path):
            yield path[-1], digest


def bodies_at(connection: sa.Connection, positions: Sequence[int]) -> dict[int, tuple[str, Any]]:
    """Return kind and body, as JSON, of entries by position. Index: primary key of `leaf`."""
    query = sa.select(leaf.c.index.label("position"), leaf.c.kind, leaf.c.data).where(leaf.c.index.in_(positions))
    rows = connection.execute(query).all() if positions else []
    return {row.position: (row.kind, body_in(row.data)) for row in rows}


def body_in(data: bytes) -> Any:  # noqa: ANN401  a JSON value
    """Return the body, as JSON, of the entry in a leaf.

    Raises:
        LedgerError: if the leaf holds none.
    """
    envelope = data.partition(b"\n")[2].partition(b"\n")[2]
    return parse(note.parse(envelope, signatures_max=SIGNATURES_MAX).text).body


@cache
def document_paths(kind: str, body: type) -> tuple[Path, ...]:
    """Return the paths of the fields of a kind's body that name documents; a list's items lie at its own path."""
    return tuple(path for path in _paths(body, ()) if (kind, path[-1]) not in _NO_DOCUMENT)


def _paths(body: type, prefix: Path) -> Iterator[Path]:
    for spec in fields(body):
        inner, constraint = spec.type, spec.constraint
        if spec.items is not None:
            inner = getattr(spec.items, "__origin__", spec.items)
            constraint = next(iter(getattr(spec.items, "__metadata__", ())), None)
        if dataclasses.is_dataclass(inner) and isinstance(inner, type):
            yield from _paths(inner, (*prefix, spec.name))
        elif getattr(constraint, "data", None) is DataClass.COMMITMENT:
            yield (*prefix, spec.name)


def _values(value: Any, path: Path) -> Iterator[str]:  # noqa: ANN401
    if isinstance(value, list):
        for one in value:
            yield from _values(one, path)
    elif not path:
        if isinstance(value, str):
            yield value
    elif isinstance(value, dict):
        yield from _values(value.get(path[0]), path[1:])


def first_named(connection: sa.Connection, digest: str) -> tuple[int, str] | None:
    """Return position and kind of the first accepted entry in which a digest stands, or None.

    Only the first one says whose document it is: whoever has read the digest there could name it again. Index: primary
    keys of `hash_key` and `leaf`.
    """
    positions = positions_of(connection, bytes.fromhex(digest), limit=_POSITIONS_MAX)
    accepted = sa.and_(leaf.c.index.in_(positions), leaf.c.result == "accepted")
    query = sa.select(leaf.c.index.label("position"), leaf.c.kind).where(accepted).order_by(leaf.c.index).limit(1)
    row = connection.execute(query).first()
    return None if row is None else (row.position, row.kind)


def named_outside(connection: sa.Connection) -> set[str]:
    """Return the digests that applications, declarations, drafts and unfinished forms name."""
    found: set[str] = set()
    for column in (application_document.c.digest, application.c.dossier, joining.c.declaration):
        found.update(one for one in connection.scalars(sa.select(column)) if one)
    for text in connection.scalars(sa.select(saved_form.c.answers)):
        found.update(_DIGEST.findall(text))
    for data in connection.scalars(sa.select(draft.c.text).where(draft.c.state == "open")):
        found.update(_DIGEST.findall(data.decode()))
    return found


def forget_unnamed(engine: sa.Engine, now: int) -> int:
    """Delete what was brought long ago and nothing names; return how many. It waits until all hashes are indexed."""
    with engine.begin() as connection:
        head, indexed = read_head(connection), connection.scalar(sa.select(sa.func.max(hash_key.c.index)))
        if head is None or indexed is None or indexed < head.size - 1:
            return 0
        old = sa.and_(document.c.stored_at < now - UNNAMED_KEPT, document.c.erased_at.is_(None))
        brought = sa.and_(old, document.c.brought_by != "")
        digests = list(connection.scalars(sa.select(document.c.digest).where(brought)))
        unnamed = _without_entry(connection, digests) if digests else set()
        unnamed -= named_outside(connection) | in_series(connection, unnamed)
        for digest in unnamed:
            connection.execute(sa.delete(document).where(document.c.digest == digest))
    return len(unnamed)


def _without_entry(connection: sa.Connection, digests: Sequence[str]) -> set[str]:
    return {one for one in digests if not positions_of(connection, bytes.fromhex(one), limit=1)}
