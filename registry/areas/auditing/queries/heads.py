"""Signed heads as a reader checks them: who has cosigned which size and when, and what auditors said about it.

Every signature shown is verified here and now against the founded policy; a stored flag is never shown as a fact.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import sqlalchemy as sa

from registry.areas.auditing.queries.names import parties_of_representatives
from registry.areas.participants.rules.releases import Attest, Verdict
from registry.ledger import note as notes
from registry.ledger.checkpoint import SIZE_MAX, parse_checkpoint
from registry.ledger.codec import decode
from registry.ledger.decide import ACCEPTED
from registry.ledger.entry import SIGNATURES_MAX, parse
from registry.ledger.errors import LedgerError
from registry.ledger.leaf import parse as parse_leaf
from registry.ledger.merkle import root_at
from registry.ledger.policy import Policy
from registry.store.heads import kept, once, policy_of
from registry.store.log import SqlHashes, witnessed_over
from registry.store.tables import checkpoint, leaf

PAGE_ROWS = 50
ATTEST = "participants.attest"
_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Cosignature:
    """A witness of the policy and the time in microseconds UTC at which it cosigned; None if it has not."""

    witness: str
    cosigned_at: int | None


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A head with what its signatures prove.

    ``problem`` is the code of what does not hold, empty if the log's signature and all others do. ``is_kept`` heads are
    served under `/log/checkpoints/<size>`.
    """

    size: int
    root: str
    cosignatures: tuple[Cosignature, ...]
    is_witnessed: bool
    is_kept: bool
    problem: str

    @property
    def short_root(self) -> str:
        """The beginning of the root; the whole of it stands in the head's file."""
        return f"{self.root[:16]}…"

    @property
    def standing(self) -> str:
        """`witnessed`, `signed` while too few have cosigned, `broken` if a signature does not hold."""
        return "broken" if self.problem else "witnessed" if self.is_witnessed else "signed"

    @property
    def cosigned_count(self) -> int:
        """How many witnesses have cosigned."""
        return sum(one.cosigned_at is not None for one in self.cosignatures)

    @property
    def cosigned_at(self) -> int | None:
        """The time of the latest cosignature."""
        return max((one.cosigned_at for one in self.cosignatures if one.cosigned_at is not None), default=None)


@dataclass(frozen=True, slots=True)
class SignedHeads:
    """Kept heads, the largest first; ``next_after`` is the size below which the next page goes on."""

    rows: tuple[SignedHead, ...]
    next_after: str | None


@dataclass(frozen=True, slots=True)
class Attested:
    """An auditor's attestation. ``is_our_root`` says whether our tree has that root at that size."""

    index: int
    recorded_at: int
    id: str
    auditor: str
    name: str
    size: int
    root: str
    verdict: Verdict
    findings: int
    release: str
    report: str
    is_our_root: bool


@dataclass(frozen=True, slots=True)
class Attestations:
    """Attestations, the newest first; ``next_after`` is the position below which the next page goes on."""

    rows: tuple[Attested, ...]
    next_after: str | None


def founded_policy(connection: sa.Connection, origin: str) -> Policy | None:
    """Return the policy of the genesis entry, or None before it or if its lines are no policy."""
    try:
        return policy_of(connection, origin)
    except LedgerError:
        return None


def judge(note: bytes, policy: Policy | None, *, is_kept: bool) -> SignedHead:
    """Return what a head's signatures prove under a policy."""
    head, _ = parse_checkpoint(note)
    root = head.root.hex()
    if policy is None:
        return SignedHead(head.size, root, (), is_witnessed=False, is_kept=is_kept, problem="policy")
    try:
        verdict = policy.check(note)
    except LedgerError as error:
        return SignedHead(head.size, root, (), is_witnessed=False, is_kept=is_kept, problem=error.code)
    times = {name: time * _SECOND for name, time in verdict.cosigned_by.items()}
    cosignatures = tuple(Cosignature(name, times.get(name)) for name in policy.witnesses)
    return SignedHead(head.size, root, cosignatures, verdict.quorum_met, is_kept, "")


def heads_query(below: int | None, *, only_witnessed: bool) -> sa.Select[tuple[int, bytes]]:
    """Return the query for one page of kept heads. Indexes: primary key, `ix_checkpoint_witnessed`."""
    query = sa.select(checkpoint.c.size, checkpoint.c.note)
    if only_witnessed:
        query = query.where(checkpoint.c.is_witnessed)
    query = query.where(checkpoint.c.size < (SIZE_MAX if below is None else below))
    return query.order_by(checkpoint.c.size.desc()).limit(PAGE_ROWS + 1)


def read_heads(
    connection: sa.Connection, origin: str, *, below: int | None = None, only_witnessed: bool = False
) -> SignedHeads:
    """Return kept heads below a size, the largest first."""
    policy = founded_policy(connection, origin)
    rows = connection.execute(heads_query(below, only_witnessed=only_witnessed)).all()
    shown = rows[:PAGE_ROWS]
    after = str(shown[-1].size) if len(rows) > PAGE_ROWS else None
    return SignedHeads(tuple(judge(row.note, policy, is_kept=True) for row in shown), after)


def newest_note(connection: sa.Connection, signed: bytes) -> bytes:
    """Return the kept note of a signed head's size with the first signature of each key, or the head itself."""
    head, note = parse_checkpoint(signed)
    found = kept(connection, head.size)
    return once(found) if found is not None and parse_checkpoint(found)[1].text == note.text else signed


def covering(connection: sa.Connection, index: int, signed: bytes | None) -> tuple[bytes | None, bytes | None]:
    """Return the notes under which an entry is confirmed and witnessed, each None while there is none."""
    witnessed = witnessed_over(connection, index)
    if signed is not None and parse_checkpoint(signed)[0].size > index:
        return signed, witnessed
    above = sa.select(checkpoint.c.note).where(checkpoint.c.size > index).order_by(checkpoint.c.size).limit(1)
    return connection.scalar(above), witnessed


def attestations_query(below: int | None) -> sa.Select[tuple[int, bytes]]:
    """Return the query for attestations, accepted or not. Index: `ix_leaf_kind`."""
    query = sa.select(leaf.c.index.label("position"), leaf.c.data).where(leaf.c.kind == ATTEST)
    if below is not None:
        query = query.where(leaf.c.index < below)
    return query.order_by(leaf.c.index.desc()).limit(PAGE_ROWS + 1)


def read_attestations(connection: sa.Connection, origin: str, *, below: int | None = None) -> Attestations:
    """Return attestations below a position, the newest first; refused ones are left out."""
    rows = connection.execute(attestations_query(below)).all()
    shown = rows[:PAGE_ROWS]
    after = str(shown[-1].position) if len(rows) > PAGE_ROWS else None
    found = [one for row in shown for one in _attested(connection, row.data, origin)]
    return Attestations(_named(connection, found), after)


def newest_attestation(connection: sa.Connection, origin: str) -> Attested | None:
    """Return the attestation that was recorded last."""
    rows = read_attestations(connection, origin).rows
    return rows[0] if rows else None


def _attested(connection: sa.Connection, data: bytes, origin: str) -> Sequence[Attested]:
    found = parse_leaf(data, origin)
    if found.result != ACCEPTED:
        return ()
    envelope = notes.parse(found.envelope, signatures_max=SIGNATURES_MAX)
    entry = parse(envelope.text)
    body = decode(Attest, entry.body)
    is_ours = root_at(SqlHashes(connection, body.size), body.size).hex() == body.root
    return (
        Attested(
            index=found.index,
            recorded_at=found.recorded_at,
            id=str(UUID(entry.id)),
            auditor=envelope.signatures[0].name,
            name="",
            size=body.size,
            root=body.root,
            verdict=body.verdict,
            findings=body.findings,
            release=body.release,
            report=body.report,
            is_our_root=is_ours,
        ),
    )


def _named(connection: sa.Connection, found: Sequence[Attested]) -> tuple[Attested, ...]:
    names = parties_of_representatives(connection, {one.auditor for one in found})
    return tuple(replace(one, name=names[one.auditor].name) if one.auditor in names else one for one in found)
