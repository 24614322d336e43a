"""Heads that outlast: at each interval with news one signed head gets the log's ML-DSA signature and its witnesses'.

Around a deadline a head is cosigned that is no news, so that a quiet log, too, has a cosigned time on both sides of it.
Those heads are kept, and served under `/log/checkpoints/<size>`. The policy, with the witnesses' keys and addresses,
stands in the genesis entry. Asking a witness is the caller's business, so that tests and the demonstration need no net.
"""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from registry.ledger.checkpoint import SIGNATURES_MAX, attach, cosign, parse_checkpoint
from registry.ledger.entry import parse
from registry.ledger.errors import LedgerError
from registry.ledger.keys import Signer
from registry.ledger.note import Note, Signature, render
from registry.ledger.note import parse as parse_note
from registry.ledger.parties import LogKey
from registry.ledger.policy import Party, Policy, parse_policy
from registry.store import tables
from registry.store.log import consistency, read_leaf
from registry.store.projection import table_of

Prove = Callable[[int], Sequence[bytes]]
Ask = Callable[[bytes, Party, Prove], tuple[Signature, ...]]


@dataclass(frozen=True, slots=True)
class Round:
    """What one interval gave: the head's size, who cosigned, if that met the quorum, and which witness said what."""

    size: int
    cosigned_by: tuple[str, ...]
    is_witnessed: bool
    failures: tuple[tuple[str, str], ...]


def policy_text(connection: sa.Connection, origin: str) -> bytes:
    """Return the witness policy (C2SP tlog-policy) of the genesis entry, and the log's later keys after it."""
    leaf = read_leaf(connection, 0, origin)
    if leaf is None:
        return b"quorum none\n"
    body = parse(parse_note(leaf.envelope).text).body
    later = [f"log {vkey}" for vkey in log_keys(connection, origin)[1:]]
    return "".join(f"{line}\n" for line in (*body["witness_policy"], *later)).encode()


def log_keys(connection: sa.Connection, origin: str) -> tuple[str, ...]:
    """Return the vkeys that have signed the log's heads one after the other; none where none may follow the first."""
    table = table_of(LogKey).c
    return tuple(connection.scalars(sa.select(table.vkey).where(table.origin == origin).order_by(table.from_size)))


def newest(connection: sa.Connection) -> bytes | None:
    """Return the largest kept head."""
    table = tables.checkpoint.c
    return connection.scalar(sa.select(table.note).order_by(table.size.desc()).limit(1))


def witnessed(connection: sa.Connection) -> bytes | None:
    """Return the largest head whose quorum has cosigned."""
    table = tables.checkpoint.c
    return connection.scalar(sa.select(table.note).where(table.is_witnessed).order_by(table.size.desc()).limit(1))


def kept(connection: sa.Connection, size: int) -> bytes | None:
    """Return the kept head of exactly this size."""
    return connection.scalar(sa.select(tables.checkpoint.c.note).where(tables.checkpoint.c.size == size))


def kept_sizes(connection: sa.Connection) -> tuple[int, ...]:
    """Return the sizes of all kept heads, the smallest first: one an interval with news, for the auditor's list."""
    return tuple(connection.scalars(sa.select(tables.checkpoint.c.size).order_by(tables.checkpoint.c.size)))


def once(note: bytes, names: Container[str] | None = None) -> bytes:
    """Return a note with the first line alone of each key (of these names, if any are given): its earliest word."""
    parsed = parse_note(note, signatures_max=SIGNATURES_MAX)
    first: dict[object, Signature] = {}
    for number, one in enumerate(parsed.signatures):
        is_asked = names is None or one.name in names
        first.setdefault((one.name, one.key_id) if is_asked else number, one)
    return render(Note(parsed.text, tuple(first.values())))


def cosign_head(
    engine: sa.Engine, signed: bytes, *, policy: Policy, lasting: Signer, ask: Ask, timestamp: int, since: int = 0
) -> Round | None:
    """Sign a head for decades, ask every witness for its cosignature, keep the result; None if it is no news.

    Times are in seconds UTC. A witness that fails is named in the round, and asked again for the next head; so is one
    whose newest word on this head is older than ``since``: its first and its newest word are kept.
    """
    head, _ = parse_checkpoint(signed)
    with engine.connect() as connection:
        last = newest(connection)
        if head.size == 0 or (last is not None and _is_done(last, head.size, policy, since)):
            return None
        # A head that was asked about before keeps what it has: its witnesses may answer one after the other.
        earlier = kept(connection, head.size)

        def prove(old: int) -> Sequence[bytes]:
            return consistency(connection, old, head.size)

        signatures = [] if earlier else [cosign(signed, lasting, timestamp)]
        times = policy.check(earlier).cosigned_by if earlier else {}
        wanted = {name: party for name, party in policy.witnesses.items() if times.get(name, -1) < since}
        failures = []
        for name, party in wanted.items():
            try:
                signatures += ask(signed, party, prove)
            except (LedgerError, LookupError, OSError) as error:
                failures.append((name, str(error)))
    note = attach(once(earlier, {one.name for one in signatures}) if earlier else signed, signatures)
    verdict = policy.check(note)
    _keep(engine, head.size, note, is_witnessed=verdict.quorum_met)
    return Round(head.size, tuple(verdict.cosigned_by), verdict.quorum_met, tuple(failures))


def _is_done(note: bytes, size: int, policy: Policy, since: int) -> bool:
    if parse_checkpoint(note)[0].size < size:
        return False
    fresh = {name for name, time in policy.check(note).cosigned_by.items() if time >= since}
    return policy.is_met(frozenset(fresh))


def _keep(engine: sa.Engine, size: int, note: bytes, *, is_witnessed: bool) -> None:
    make = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
    row = make(tables.checkpoint).values(size=size, note=note, is_witnessed=is_witnessed)
    changed = {"note": row.excluded.note, "is_witnessed": row.excluded.is_witnessed}
    with engine.begin() as connection:
        connection.execute(row.on_conflict_do_update(index_elements=["size"], set_=changed))


def policy_of(connection: sa.Connection, origin: str) -> Policy:
    """Return that policy, parsed."""
    return parse_policy(policy_text(connection, origin))
