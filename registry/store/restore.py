"""Lost entries brought back from a mirror: its tiles up to its signed head, replayed and posted behind what is left.

A mirror is any copy of the log's files: an export, an auditor's folder, or an address that serves it. It is trusted no
further than its checkpoint's signature by the log's own key.
"""

from collections.abc import Callable

import sqlalchemy as sa

from registry.ledger.checkpoint import parse_checkpoint
from registry.ledger.errors import Malformed, Tampering
from registry.ledger.keys import ED25519
from registry.ledger.note import render_vkey
from registry.ledger.policy import Policy, parse_policy
from registry.ledger.rules import Catalogue
from registry.store.dump import load_state
from registry.store.log import SqlHashes, read_head
from registry.store.posting import found
from registry.store.replaying import Projector
from registry.verify.signed import Trust, find_trust, judge
from registry.verify.source import CHECKPOINT, Source, read
from registry.verify.tree import TreeCheck
from registry.verify.walk import keys_of
from registry.verify.workers import KeyScan, batches


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
    data = read(mirror, CHECKPOINT)
    with engine.begin() as connection:
        head = read_head(connection)
        if head is None:
            trust = find_trust(mirror, None)
        else:
            trust = Trust(parse_policy(f"log {head.log_key}\nquorum none\n".encode()), is_own=True)
        checkpoint = judge(data, trust, CHECKPOINT).verdict.checkpoint
        if head is None:
            found(connection, checkpoint.origin, log_key(trust.policy, checkpoint.origin))
    with engine.connect() as connection:
        replay = load_state(connection, catalogue)
        before = replay.size
        tree = TreeCheck(mirror, checkpoint.size, checkpoint.root, since=before)
        tree.start(replay.frontier.root())
        for _ in tree.bundles():  # once through to the signed root, before anything is written
            pass
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
