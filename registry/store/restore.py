"""Lost entries brought back from a mirror: its tiles up to its signed head, replayed and posted behind what is left.

A mirror is any copy of the log's files: an export, an auditor's folder, or an address that serves it. It is trusted no
further than its checkpoint's signature by the log's own key.
"""

from collections.abc import Callable

import sqlalchemy as sa

from registry.ledger import leaf as leaves
from registry.ledger import note
from registry.ledger.checkpoint import parse_checkpoint
from registry.ledger.decide import ACCEPTED
from registry.ledger.entry import parse, read_body
from registry.ledger.errors import Malformed, Refusal, Tampering
from registry.ledger.keys import ED25519
from registry.ledger.note import render_vkey
from registry.ledger.parties import LogKey
from registry.ledger.policy import Policy, Verdict
from registry.ledger.replay import Replay
from registry.ledger.rules import Catalogue, Context, record_type
from registry.ledger.state import State
from registry.store.dump import load_state
from registry.store.heads import log_keys
from registry.store.log import SqlHashes, read_head
from registry.store.posting import found
from registry.store.replaying import Projector
from registry.verify.signed import find_trust, judge, log_key_at, signing_keys
from registry.verify.source import CHECKPOINT, Source, read
from registry.verify.tree import Bundle, TreeCheck
from registry.verify.walk import keys_of
from registry.verify.workers import KeyScan, batches

ROTATION = "participants.rotate_log_key"  # the area's; its rule comes with the catalogue
_ROTATION = f'"kind":"{ROTATION}"'.encode()


def restore(
    engine: sa.Engine,
    mirror: Source,
    catalogue: Catalogue,
    *,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[int, int]:
    """Post what a mirror has beyond the database; return the sizes before and after. Nobody else may write meanwhile.

    An empty database takes the log's key from the mirror's first entry.

    Raises:
        Tampering: ``not_continued`` if the mirror is not a continuation of the database, ``checkpoint``, and whatever
            a verification finds.
    """
    with engine.begin() as connection:
        verdict = _judged(connection, mirror)
    checkpoint = verdict.checkpoint
    with engine.connect() as connection:
        replay = load_state(connection, catalogue)
        before = replay.size
        tree = TreeCheck(mirror, checkpoint.size, checkpoint.root, since=before)
        tree.start(replay.frontier.root())
        known = _known(connection, replay)
        for bundle in tree.bundles():  # once through to the signed root, before anything is written
            _hand_over(bundle, checkpoint.origin, catalogue, known=known)
        if log_key_at(known, checkpoint.origin, checkpoint.size) not in {None, *signing_keys(verdict)}:
            raise Tampering("log_key_differs", path=CHECKPOINT, size=checkpoint.size)
        tree = TreeCheck(mirror, checkpoint.size, checkpoint.root, since=before)
        tree.start(replay.frontier.root())
        projector = Projector(replay, SqlHashes(connection, before).open_tiles(), replay.step)
        connection.rollback()
        scan = KeyScan(keys_of(replay))
        for batch in batches(tree.bundles(), scan, origin=checkpoint.origin, catalogue=catalogue, jobs=jobs):
            for prepared, leaf in zip(batch.prepared, batch.bundle.entries, strict=False):
                projector.step(prepared, leaf)
            if batch.malformed is not None:
                raise Tampering("not_recordable", index=replay.size, reason=batch.malformed.code)
            projector.write(connection)
            connection.commit()
            if progress is not None:
                progress(replay.size - before, checkpoint.size - before)
    return before, replay.size


def _judged(connection: sa.Connection, mirror: Source) -> Verdict:
    """Return what the database's own keys say of the mirror's head; an empty database takes the mirror's key."""
    data, head = read(mirror, CHECKPOINT), read_head(connection)
    if head is None:
        trust = find_trust(mirror, None)
        verdict = judge(data, trust, CHECKPOINT).verdict
        origin = verdict.checkpoint.origin
        found(connection, origin, log_key(trust.policy, origin))
        return verdict
    own = dict.fromkeys((head.log_key, *log_keys(connection, head.origin)))
    lines = "".join(f"log {vkey}\n" for vkey in own)
    return judge(data, find_trust(mirror, f"{lines}quorum none\n".encode()), CHECKPOINT).verdict


def _known(connection: sa.Connection, replay: Replay) -> State:
    """Return the keys of the log as a state; before its first entry the one that it is founded with."""
    head, state = read_head(connection), State((record_type(LogKey),))
    keys = replay.state.find(LogKey, "origin", replay.origin)
    if replay.size == 0 and head is not None:
        keys = (LogKey(head.origin, 0, head.log_key),)
    for key in keys:
        state.records[LogKey].put(key)
    return state


def _hand_over(bundle: Bundle, origin: str, catalogue: Catalogue, *, known: State) -> None:
    """Take in the keys to which the log's key was handed over in a bundle, as the kind's own rule allows.

    The entries' signatures, and all else, are checked as they are replayed.

    Raises:
        Tampering: ``log_key_differs``.
    """
    for index, data in enumerate(bundle.entries, bundle.start):
        if _ROTATION not in data:
            continue
        leaf = leaves.parse(data, origin)
        entry = parse(note.parse(leaf.envelope).text)
        if entry.kind == ROTATION and leaf.result == ACCEPTED:
            kind, body = read_body(catalogue, entry.kind, entry.body)
            try:
                (key,) = kind.rule(body, Context(index, leaf.recorded_at, entry.id, entry.kind, ()), known).records
            except Refusal as refusal:
                raise Tampering("log_key_differs", path=CHECKPOINT, size=index, reason=refusal.code) from None
            known.records[LogKey].put(key)


def log_key(policy: Policy, origin: str) -> str:
    """Return the vkey of the key that signs every head of a log.

    Raises:
        Malformed: ``no_log_key``.
    """
    for log in policy.logs:
        if log.key.name == origin and log.key.algorithm == ED25519:
            return render_vkey(log.key)
    raise Malformed("no_log_key", origin=origin)


def still_missing(signed: bytes | None, size: int) -> int:
    """Return how many leaves the last signed head covers beyond a size."""
    return max(0, parse_checkpoint(signed)[0].size - size) if signed else 0
