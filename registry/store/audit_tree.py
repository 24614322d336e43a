"""The tree that an audit finds, against the one that the replay made: tiles, the head, and the heads that were kept."""

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from registry.ledger.errors import LedgerError, Malformed
from registry.ledger.merkle import Frontier, leaf_hash
from registry.ledger.parties import LogKey
from registry.ledger.replay import Replay
from registry.ledger.tiles import HEIGHT, WIDTH
from registry.store import tables
from registry.store.audit_rows import DIFFERS, MISSING, SUSPECT, UNEXPECTED, Finding, compare, found, is_same, raw_rows
from registry.store.audit_seen import Audit
from registry.store.log import SqlHashes, leaf_data
from registry.store.restore import log_key
from registry.verify.signed import Trust, extended, judge, log_key_at, signing_keys

#: No log of less than 2^63 leaves fills a tile above these levels.
_LEVELS = 8


class ReplayedHashes(SqlHashes):
    """The tree of leaves that were replayed: its inner hashes are the replay's, whatever stands in the tiles' rows."""

    def __init__(self, connection: sa.Connection, size: int, roots: Mapping[tuple[int, int], bytes]) -> None:
        super().__init__(connection, size)
        self._roots = roots

    def _read(self, level: int, index: int) -> list[bytes]:
        start, end = index * WIDTH, min((index + 1) * WIDTH, self._size >> HEIGHT * level)
        if level == 0:
            return [leaf_hash(data) for data in leaf_data(self._connection, start, end)]
        return [self._roots[level - 1, at] for at in range(start, end)]


def tile_findings(connection: sa.Connection, want: tuple[int, int, bytes, bytes]) -> Iterator[Finding]:
    """Yield what is wrong with the stored tile for one that the replay has filled."""
    table = tables.tile
    stored = raw_rows(connection, table, table.c.level == want[0], table.c.index == want[1])
    return compare(table, stored, [want])


def tree_findings(connection: sa.Connection, made: Audit, heads: list[tuple[Any, ...]]) -> Iterator[Finding]:
    """Yield what lies beyond the log, and what is wrong with its head and the heads that were kept."""
    replay, at = made.replay, tables.move.c.index
    yield from compare(tables.move, raw_rows(connection, tables.move, (at < 0) | (at >= replay.size)), ())
    yield from _odd_tiles(connection, replay.size)
    if not heads:
        yield found(tables.head, (1,), None, MISSING)
        return
    vkey = log_key(made.trust.policy, replay.origin) if made.trust else heads[0][2]
    want = (1, replay.origin, vkey, replay.frontier.to_bytes(), replay.recorded_at)
    yield from _blame(made, list(compare(tables.head, heads, [want])), heads[0])
    if made.trust is not None:
        yield from _checkpoint_findings(connection, made.trust, replay)


def _odd_tiles(connection: sa.Connection, size: int) -> Iterator[Finding]:
    for level, index, *_ in raw_rows(connection, tables.tile):
        if not (type(level) is type(index) is int and index >= 0 and _is_filled(level, index, size)):
            yield found(tables.tile, (level, index), None, UNEXPECTED)


def _is_filled(level: int, index: int, size: int) -> bool:
    return 0 <= level < _LEVELS and (index + 1) << HEIGHT * (level + 1) <= size


def _blame(made: Audit, wrong: list[Finding], head: tuple[Any, ...]) -> Iterator[Finding]:
    """Say of each leaf that contradicts its columns which of the two was changed: hashes hold the leaf alone."""
    is_other = any(finding.column == "frontier" for finding in wrong)
    tiles = {dict(f.pk)["index"] for f in made.findings if f.table == "tile" and dict(f.pk)["level"] == 0}
    changed = {index for index, _ in made.suspects if is_other or index >> 8 in tiles}
    for index, column in made.suspects:
        yield found(tables.leaf, (index,), "data" if index in changed else column, SUSPECT)
    if changed:
        made.findings = [finding for finding in made.findings if finding.table != "tile"]
        wrong = [finding for finding in wrong if finding.column not in {"frontier", "recorded_at"}]
    elif is_other and _counted(head[3]) not in {None, made.replay.size}:
        yield found(tables.leaf, (made.replay.size,), None, "the head counts other leaves than there are")
    yield from wrong


def _counted(frontier: object) -> int | None:
    """Return how many leaves a stored frontier counts, if it is one."""
    try:
        return Frontier.from_bytes(frontier).size if isinstance(frontier, bytes) else None
    except Malformed:
        return None


def _checkpoint_findings(connection: sa.Connection, founded: Trust, replay: Replay) -> Iterator[Finding]:
    table, last = tables.checkpoint, replay.size
    trust = extended(founded, [key.vkey for key in replay.state.find(LogKey, "origin", replay.origin)])
    for size, data, is_witnessed in raw_rows(connection, table):
        try:
            verdict = judge(data, trust, "checkpoint").verdict
        except (LedgerError, TypeError, AttributeError) as error:
            yield found(table, (size,), "note", str(error))
            continue
        if verdict.checkpoint.size != size:
            yield found(table, (size,), "size", f"the note is of size {verdict.checkpoint.size}")
        elif size > last:
            yield found(table, (size,), None, "the log has fewer leaves")
        elif log_key_at(replay.state, replay.origin, size) not in {None, *signing_keys(verdict)}:
            yield found(table, (size,), "note", "log_key_differs")
        if not is_same(is_witnessed, verdict.quorum_met):
            yield found(table, (size,), "is_witnessed", DIFFERS)
