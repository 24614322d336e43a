"""The database against its own log: every leaf replayed, and every row of every projection compared with what follows.

It reads one snapshot, changes nothing, and names each wrong value by table, key and column. Where a leaf itself does
not hold, the replay ends there: what follows from it cannot be told, and the finding says which leaf.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from registry.ledger import leaf as leaves
from registry.ledger.errors import LedgerError, Tampering
from registry.ledger.merkle import Frontier, root_at
from registry.ledger.policy import parse_policy
from registry.ledger.replay import Replay
from registry.ledger.rules import Catalogue
from registry.store import tables
from registry.store.audit_rows import DIFFERS, MISSING, Finding, compare, found, is_same, raw_rows
from registry.store.audit_state import move_rows, state_findings
from registry.store.log import SqlHashes
from registry.store.posting import LeafRow
from registry.store.replaying import Projector
from registry.store.restore import log_key
from registry.verify.signed import Bound, Clockwork, Trust, founded_policy, judge
from registry.verify.tree import Bundle, leaf_hashes
from registry.verify.walk import Tally, Walker
from registry.verify.workers import PARALLEL_FROM, Batch, KeyScan, batches

_SUSPECT = "differs from the leaf"
_ROWS = 256


@dataclass
class Audit:
    """What an audit has seen: the findings, the replay as far as it came, and where a leaf stopped it."""

    replay: Replay
    tally: Tally
    findings: list[Finding] = field(default_factory=list)
    is_whole: bool = True
    trust: Trust | None = None
    #: Columns of leaves that differ from the leaf's own bytes: one of the two was changed, the hashes say which.
    suspects: list[tuple[int, str]] = field(default_factory=list)
    balances: dict[tuple[str, str], int] = field(default_factory=dict)


def audit(
    engine: sa.Engine,
    catalogue: Catalogue,
    *,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Audit:
    """Return what is wrong in a database; its `findings` are empty if nothing is."""
    with _snapshot(engine) as connection:
        heads = [tuple(row) for row in raw_rows(connection, tables.head)]
        first = connection.execute(sa.select(tables.leaf.c.data).order_by(tables.leaf.c.index).limit(1)).scalar()
        origin = _origin(first) or (str(heads[0][1]) if heads else "")
        made = Audit(Replay(origin, catalogue), Tally(), trust=_trust(first))
        _walk(connection, made, jobs=jobs, progress=progress)
        if made.is_whole:
            rest = list(_tree_findings(connection, made, heads))
            made.findings += rest
            made.findings += state_findings(connection, made.replay.state, made.balances)
        else:
            # A changed column alone stops no replay, so where one stopped, the leaf's bytes were changed.
            made.findings += [found(tables.leaf, (index,), "data", _SUSPECT) for index, _ in made.suspects]
        return made


@contextmanager
def _snapshot(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open a connection whose every read is of one moment."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        else:
            connection.exec_driver_sql("BEGIN")
        yield connection
        connection.rollback()


def _trust(first: object) -> Trust | None:
    """Return the policy that the log was founded on, if its first leaf still says one."""
    try:
        return Trust(parse_policy(founded_policy(first)), is_own=False) if isinstance(first, bytes) else None
    except LedgerError:
        return None


def _origin(first: object) -> str | None:
    line = first.partition(b"\n")[0] if isinstance(first, bytes) else b""
    return line.removesuffix(b"/leaf/v1").decode("ascii", "replace") if line.endswith(b"/leaf/v1") else None


def _walk(connection: sa.Connection, made: Audit, *, jobs: int, progress: Callable[[int, int], None] | None) -> None:
    replay = made.replay
    total = (connection.scalar(sa.select(sa.func.max(tables.leaf.c.index))) or 0) + 1
    clockwork = Clockwork(_bounds(connection, made.trust))
    walker = Walker(
        replay, clockwork, tally=made.tally, root_of=lambda size: root_at(SqlHashes(connection, size), size)
    )
    projector = Projector(replay, [], walker.step)
    rows: dict[int, tuple[Any, ...]] = {}
    jobs = jobs if total >= PARALLEL_FROM else 1
    with closing(_bundles(connection, rows, made)) as bundles:
        for batch in batches(bundles, KeyScan(), origin=replay.origin, catalogue=replay.catalogue, jobs=jobs):
            start = replay.size
            finding = _step(made, projector, batch)
            _compare_batch(connection, made, projector, rows, start=start)
            projector.forget()
            if finding is not None:
                made.findings.append(finding)
                made.is_whole = False
                return
            if progress is not None:
                progress(replay.size, total)
    made.findings += [
        found(tables.leaf, (index,), "recorded_at", "outside the cosigned times") for index in made.tally.outside
    ]
    made.findings += [found(tables.leaf, (index,), "data", "other_view") for index in made.tally.other_views]


def _bounds(connection: sa.Connection, trust: Trust | None) -> Iterator[Bound]:
    for size, data, _ in raw_rows(connection, tables.checkpoint):
        try:
            verdict = judge(data, trust, "checkpoint").verdict if trust else None
        except (LedgerError, TypeError, AttributeError):
            continue  # named with its row
        if verdict is not None and verdict.checkpoint.size == size:
            yield Bound.of(verdict)


def _bundles(connection: sa.Connection, rows: dict[int, tuple[Any, ...]], made: Audit) -> Generator[Bundle, None, None]:
    """Yield the leaves in order up to a gap, with their rows in `rows`; name the gap and what lies behind it."""
    waiting: list[bytes] = []
    start = 0
    for row in raw_rows(connection, tables.leaf):
        index, data = row[0], row[-1]
        if made.is_whole and index == start + len(waiting) and isinstance(data, bytes):
            rows[index] = tuple(row)
            waiting.append(data)
        else:
            made.findings += _out_of_place(index, data, start + len(waiting), made)
            made.is_whole = False
        if len(waiting) == _ROWS:
            yield Bundle("leaf", start, waiting, leaf_hashes(waiting))
            start, waiting = start + _ROWS, []
    if waiting:
        yield Bundle("leaf", start, waiting, leaf_hashes(waiting))


def _out_of_place(index: Any, data: object, place: int, made: Audit) -> Iterator[Finding]:  # noqa: ANN401
    if not isinstance(data, bytes):
        yield found(tables.leaf, (index,), "data", "no bytes")
        return
    if made.is_whole:
        yield found(tables.leaf, (place,), None, MISSING)
    try:
        says = leaves.parse(data, made.replay.origin).index
    except LedgerError as error:
        yield found(tables.leaf, (index,), "data", str(error))
        return
    if says != index:
        yield found(tables.leaf, (index,), "index", f"the leaf says {says}")


def _step(made: Audit, projector: Projector, batch: Batch) -> Finding | None:
    replay = made.replay
    try:
        for prepared, data in zip(batch.prepared, batch.bundle.entries, strict=False):
            projector.step(prepared, data)
    except Tampering as error:
        if error.code == "kept_root_differs":
            return found(tables.checkpoint, (replay.size,), "note", str(error))
        return found(tables.leaf, (replay.size,), "data", str(error))
    if batch.malformed is not None:
        return found(tables.leaf, (replay.size,), "data", str(batch.malformed))
    return None


def _compare_batch(
    connection: sa.Connection, made: Audit, projector: Projector, rows: dict[int, tuple[Any, ...]], *, start: int
) -> None:
    for leaf in projector.leaves:
        stored = rows.pop(leaf.index)
        columns = zip(LeafRow.__slots__, stored, strict=True)
        made.suspects += [(leaf.index, name) for name, value in columns if not is_same(value, getattr(leaf, name))]
    end = made.replay.size
    at = tables.move.c.index
    stored_moves = raw_rows(connection, tables.move, at >= start, at < end)
    made.findings += compare(tables.move, stored_moves, move_rows(projector.changes.moves))
    for tile in projector.tiles:
        made.findings += _tile_findings(connection, (tile.level, tile.index, tile.root, tile.data))
    made.balances.update(projector.changes.balances)


def _tile_findings(connection: sa.Connection, want: tuple[int, int, bytes, bytes]) -> Iterator[Finding]:
    table = tables.tile
    stored = raw_rows(connection, table, table.c.level == want[0], table.c.index == want[1])
    return compare(table, stored, [want])


def _tree_findings(connection: sa.Connection, made: Audit, heads: list[tuple[Any, ...]]) -> Iterator[Finding]:
    replay = made.replay
    yield from compare(tables.move, raw_rows(connection, tables.move, tables.move.c.index >= replay.size), ())
    yield from _odd_tiles(connection, replay.size)
    if not heads:
        yield found(tables.head, (1,), None, MISSING)
        return
    vkey = log_key(made.trust.policy, replay.origin) if made.trust else heads[0][2]
    want = (1, replay.origin, vkey, replay.frontier.to_bytes(), replay.recorded_at)
    yield from _blame(made, list(compare(tables.head, heads, [want])), heads[0])
    if made.trust is not None:
        yield from _checkpoint_findings(connection, made.trust, replay.size)


def _odd_tiles(connection: sa.Connection, size: int) -> Iterator[Finding]:
    table = tables.tile.c
    for level, index in connection.execute(sa.select(table.level, table.index)):
        if level < 0 or index < 0 or (index + 1) << 8 * (level + 1) > size:
            yield found(tables.tile, (level, index), None, "unexpected")


def _blame(made: Audit, wrong: list[Finding], head: tuple[Any, ...]) -> Iterator[Finding]:
    """Say of each leaf that contradicts its columns which of the two was changed: hashes hold the leaf alone."""
    is_other = any(finding.column == "frontier" for finding in wrong)
    tiles = {dict(f.pk)["index"] for f in made.findings if f.table == "tile" and dict(f.pk)["level"] == 0}
    changed = {index for index, _ in made.suspects if is_other or index >> 8 in tiles}
    for index, column in made.suspects:
        yield found(tables.leaf, (index,), "data" if index in changed else column, _SUSPECT)
    if changed:
        made.findings = [finding for finding in made.findings if finding.table != "tile"]
        wrong = [finding for finding in wrong if finding.column not in {"frontier", "recorded_at"}]
    elif is_other and isinstance(head[3], bytes) and Frontier.from_bytes(head[3]).size != made.replay.size:
        yield found(tables.leaf, (made.replay.size,), None, "the head counts other leaves than there are")
    yield from wrong


def _checkpoint_findings(connection: sa.Connection, trust: Trust, last: int) -> Iterator[Finding]:
    table = tables.checkpoint
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
        if not is_same(is_witnessed, verdict.quorum_met):
            yield found(table, (size,), "is_witnessed", DIFFERS)
