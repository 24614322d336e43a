"""Every document that the log names against what is kept of it, read and hashed again. Nothing here decides on units.

An erased document is no finding: its row says when it went. One that was brought and is named nowhere is an orphan
once it should have been forgotten. A kind may say what its documents come to (`Kind.recompute`): then each accepted
entry is held against its documents, one entry at a time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa

from registry.ledger.decide import ACCEPTED
from registry.ledger.entry import read_body
from registry.ledger.errors import LedgerError
from registry.ledger.rules import Catalogue
from registry.store.audit import snapshot
from registry.store.audit_rows import MISSING, Finding, found
from registry.store.document_names import UNNAMED_KEPT, body_in, document_paths, named_by, named_outside
from registry.store.documents import digest_of
from registry.store.dump import streamed
from registry.store.series import in_series
from registry.store.tables import leaf
from registry.store.tables_documents import document

ALTERED: Final = "altered: salt and bytes do not give this digest"
ORPHANED: Final = "orphaned: no entry names it"
RECOMPUTED: Final = "differs from its documents"
_AT_ONCE: Final = 16


@dataclass
class Documents:
    """What the documents' audit has seen: findings, how many documents entries name, how many of those were erased.

    ``recomputed`` entries came to what they say or stand among the findings; of ``uncomputed`` ones a document is gone.
    """

    findings: list[Finding] = field(default_factory=list)
    named: int = 0
    erased: int = 0
    recomputed: int = 0
    uncomputed: int = 0


def audit_documents(engine: sa.Engine, catalogue: Catalogue, *, now: int) -> Documents:
    """Return what is missing, altered or orphaned among the documents. ``now`` in microseconds UTC."""
    made = Documents()
    with snapshot(engine) as connection:
        named = named_documents(connection, catalogue)
        needed = {digest: position for digest, position in named.items() if position is not None}
        made.named = len(needed)
        known = [row.digest for row in streamed(connection, sa.select(document.c.digest).order_by(document.c.digest))]
        outside = named_outside(connection)
        for start in range(0, len(known), _AT_ONCE):
            some = document.c.digest.in_(known[start : start + _AT_ONCE])
            rows = connection.execute(sa.select(document).where(some).order_by(document.c.digest)).all()
            serial = in_series(connection, [row.digest for row in rows])
            for row in rows:
                made.erased += row.erased_at is not None
                is_named = row.digest in named or row.digest in outside or row.digest in serial
                made.findings += _judge(row, is_named=is_named, now=now)
        gone = needed.keys() - set(known)
        _recompute(connection, catalogue, made)
    for digest in sorted(gone, key=lambda one: (needed[one], one)):
        made.findings.append(found(document, (digest,), None, f"{MISSING}: entry {needed[digest]} names it"))
    return made


def named_documents(connection: sa.Connection, catalogue: Catalogue) -> dict[str, int | None]:
    """Return the documents that entries name, with the first accepted one's position; None if all were refused."""
    kinds = [
        name
        for name, revisions in catalogue.kinds.items()
        if any(document_paths(name, one.body) for one in revisions.values())
    ]
    named: dict[str, int | None] = {}
    columns = leaf.c.index.label("position"), leaf.c.kind, leaf.c.result, leaf.c.data
    query = sa.select(*columns).where(leaf.c.kind.in_(kinds)).order_by(leaf.c.index)
    for row in streamed(connection, query):
        try:
            digests = [digest for _, digest in named_by(catalogue, row.kind, body_in(row.data))]
        except (LedgerError, TypeError, AttributeError):  # the audit of the log itself names this leaf
            continue
        for digest in digests:
            if named.get(digest) is None:
                named[digest] = row.position if row.result == ACCEPTED else None
    return named


def _recompute(connection: sa.Connection, catalogue: Catalogue, made: Documents) -> None:
    """Hold the accepted entries of kinds that say how against what their documents come to."""
    kinds = [name for name, revisions in catalogue.kinds.items() if any(one.recompute for one in revisions.values())]
    accepted = sa.and_(leaf.c.kind.in_(kinds), leaf.c.result == ACCEPTED)
    query = sa.select(leaf.c.index.label("position"), leaf.c.kind, leaf.c.data).where(accepted).order_by(leaf.c.index)
    for row in streamed(connection, query) if kinds else ():
        try:
            value = body_in(row.data)
            kind, body = read_body(catalogue, row.kind, value)
        except (LedgerError, TypeError, AttributeError):  # the audit of the log itself names this leaf
            continue
        digests = {digest for _, digest in named_by(catalogue, row.kind, value)}
        table = document.c
        kept = sa.and_(table.digest.in_(digests), table.data.is_not(None))
        rows = connection.execute(sa.select(table.digest, table.data).where(kept)).all()
        papers = {one.digest: one.data for one in rows if isinstance(one.data, bytes)}
        if kind.recompute is None:
            continue
        if papers.keys() != digests:
            made.uncomputed += 1
            continue
        made.recomputed += 1
        made.findings += _differing(row.position, kind.recompute(body, papers))


def _differing(position: int, differences: Iterable[tuple[str, object, object]]) -> Iterator[Finding]:
    try:
        for name, stated, computed in differences:
            reason = f"{RECOMPUTED}: {name} is stated as {stated}, the documents give {computed}"
            yield found(leaf, (position,), "data", reason)
    except LedgerError as error:
        yield found(leaf, (position,), "data", f"{RECOMPUTED}: {error}")


def _judge(row: Any, *, is_named: bool, now: int) -> Iterator[Finding]:  # noqa: ANN401  any row
    if row.erased_at is not None:
        return
    has_bytes = isinstance(row.salt, bytes) and isinstance(row.data, bytes)
    if not has_bytes or digest_of(row.salt, row.data) != row.digest:
        yield found(document, (row.digest,), "data", ALTERED)
    if not is_named and isinstance(row.stored_at, int) and row.stored_at < now - UNNAMED_KEPT:
        yield found(document, (row.digest,), None, ORPHANED)
