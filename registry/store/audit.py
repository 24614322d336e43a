"""The database against its own log: every leaf replayed, and every row of every projection compared with what follows.

It reads one snapshot, changes nothing, and names each wrong value by table, key and column. Where a leaf itself does
not hold, the replay ends there: what follows from it cannot be told, and the finding says which leaf. Nothing is
believed of a stored value, not even its type: whatever stands in a column is a finding at worst, never an error.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from typing import Any

import sqlalchemy as sa

from registry.ledger import leaf as leaves
from registry.ledger.errors import LedgerError, Tampering
from registry.ledger.merkle import root_at
from registry.ledger.parties import LogKey
from registry.ledger.policy import parse_policy
from registry.ledger.replay import Replay
from registry.ledger.rules import Catalogue
from registry.store import tables
from registry.store.audit_rows import MISSING, SUSPECT, Finding, compare, found, is_same, raw_rows, undecoded
from registry.store.audit_seen import Audit
from registry.store.audit_state import move_rows, state_findings
from registry.store.audit_tree import ReplayedHashes, tile_findings, tree_findings
from registry.store.posting import LeafRow
from registry.store.projection import table_of
from registry.store.replaying import Projector
from registry.verify.signed import Bound, Clockwork, Trust, extended, founded_policy, judge, later_keys
from registry.verify.tree import Bundle, leaf_hashes
from registry.verify.walk import Tally, Walker
from registry.verify.workers import PARALLEL_FROM, Batch, KeyScan, batches

_ROWS = 256


def audit(
    engine: sa.Engine,
    catalogue: Catalogue,
    *,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Audit:
    """Return what is wrong in a database; its `findings` are empty if nothing is."""
    with snapshot(engine) as connection:
        heads = [tuple(row) for row in raw_rows(connection, tables.head)]
        first = next((row[-1] for row in raw_rows(connection, tables.leaf, tables.leaf.c.index == 0)), None)
        origin = _origin(first) or (str(heads[0][1]) if heads else "")
        made = Audit(Replay(origin, catalogue), Tally(), trust=_trust(connection, first))
        _walk(connection, made, jobs=jobs, progress=progress)
        if made.is_whole:
            rest = list(tree_findings(connection, made, heads))
            made.findings += rest
            made.findings += state_findings(connection, made.replay.state, made.balances)
        else:
            # A changed column alone stops no replay, so where one stopped, the leaf's bytes were changed.
            made.findings += [found(tables.leaf, (index,), "data", SUSPECT) for index, _ in made.suspects]
        return made


@contextmanager
def snapshot(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open a connection whose every read is of one moment, with SQLite's own values."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection
        else:
            connection.exec_driver_sql("BEGIN")
            with undecoded(connection):
                yield connection
        connection.rollback()


def _trust(connection: sa.Connection, first: object) -> Trust | None:
    """Return the policy that the log was founded on, if its first leaf still says one.

    The keys that are stored as later ones are taken for now: what the replay says of them is compared afterwards.
    """
    try:
        founded = Trust(parse_policy(founded_policy(first)), is_own=False) if isinstance(first, bytes) else None
    except LedgerError:
        return None
    stored = [row[-1] for row in raw_rows(connection, table_of(LogKey)) if isinstance(row[-1], str)]
    return founded and extended(founded, later_keys("".join(f"log {vkey}\n" for vkey in stored).encode()))


def _origin(first: object) -> str | None:
    line = first.partition(b"\n")[0] if isinstance(first, bytes) else b""
    return line.removesuffix(b"/leaf/v1").decode("ascii", "replace") if line.endswith(b"/leaf/v1") else None


def _walk(connection: sa.Connection, made: Audit, *, jobs: int, progress: Callable[[int, int], None] | None) -> None:
    replay = made.replay
    total = connection.scalar(sa.select(sa.func.count()).select_from(tables.leaf)) or 0
    clockwork = Clockwork(_bounds(connection, made.trust))
    walker = Walker(
        replay,
        clockwork,
        tally=made.tally,
        root_of=lambda size: root_at(ReplayedHashes(connection, size, made.roots), size),
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
        if trust and verdict is not None and verdict.checkpoint.size == size:
            yield Bound.of(data, trust.policy, verdict)


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
        if error.code in {"kept_root_differs", "log_key_differs"}:
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
        made.roots[tile.level, tile.index] = tile.root
        made.findings += tile_findings(connection, (tile.level, tile.index, tile.root, tile.data))
    made.balances.update(projector.changes.balances)
