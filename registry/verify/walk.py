"""The walk: every entry of a log decided again in order, and each thing that the log says about itself compared.

What a replay cannot know is checked here as well: the checkpoints that were kept on the way, what authors had been
shown, and the times at which witnesses had seen how far the log was.
"""

from base64 import b64decode
from collections import Counter, deque
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field

from registry.ledger.checkpoint import Checkpoint
from registry.ledger.entry import Seen
from registry.ledger.errors import Tampering
from registry.ledger.merkle import Frontier, root_at
from registry.ledger.note import VerifierKey
from registry.ledger.parties import SigningKey
from registry.ledger.replay import Prepared, Replay
from registry.ledger.rules import Catalogue
from registry.ledger.tiles import TileReader
from registry.relay import Relayed, read_list, say, silent
from registry.verify.report import Report
from registry.verify.signed import (
    Clockwork,
    Trust,
    bounds,
    check_later_keys,
    check_log_key,
    find_trust,
    judge,
    signing_keys,
)
from registry.verify.source import CHECKPOINT, CHECKPOINTS, Source, read
from registry.verify.tree import TreeCheck
from registry.verify.workers import PARALLEL_FROM, Batch, KeyScan, batches

#: How many recent sizes keep their tree's edge at hand; authors have mostly seen one of these.
_EDGES_KEPT = 4096
#: How many entries with a wrong time are named; their number is counted in full.
_NAMED_MAX = 20

Progress = Callable[[int, int], None]


@dataclass
class Tally:
    """What is counted on the way and goes on from run to run."""

    first_recorded_at: int = 0
    results: Counter[str] = field(default_factory=Counter)
    outside: list[int] = field(default_factory=list)
    outside_count: int = 0
    witnessed_size: int = 0
    #: Entries whose author names a size and root that this log never had: a split view, or a false word.
    other_views: list[int] = field(default_factory=list)
    #: Of the entries that were asked for, by the hash of their text, those that stand in the log.
    appeared: set[bytes] = field(default_factory=set)


class Walker:
    """A replay that also checks what leaves say about the log; `root_of` gives the root of an older, verified size."""

    def __init__(
        self, replay: Replay, clockwork: Clockwork, *, tally: Tally, root_of: Callable[[int], bytes],
        asked: Container[bytes] = (),
    ) -> None:  # fmt: skip
        self.replay = replay
        self.tally = tally
        self._clockwork = clockwork
        self._root_of = root_of
        self._asked = asked
        self._edges: deque[tuple[bytes, ...]] = deque(maxlen=_EDGES_KEPT)
        self._edges.append(replay.frontier.hashes)

    def step(self, prepared: Prepared) -> None:
        """Replay one leaf and check what it says.

        Raises:
            Tampering: of `Replay.step`; ``kept_root_differs`` if the checkpoint that was kept at this size has another
                root, ``log_key_differs`` if another key of the log has signed it.
        """
        replay, index = self.replay, self.replay.size
        seen = prepared.checked.entry.seen
        is_other = seen is not None and (seen.size > index or not self._is_ours(seen))
        replay.step(prepared)
        if is_other:
            self.tally.other_views.append(index)
        self._count(index, prepared)
        self._edges.append(replay.frontier.hashes)
        kept = self._clockwork.root(replay.size)
        if kept is not None and kept != replay.frontier.root():
            raise Tampering("kept_root_differs", index=index, path=f"{CHECKPOINTS}/{replay.size}")
        if kept is not None:
            check_log_key(replay, self._clockwork.signed_by(replay.size), f"{CHECKPOINTS}/{replay.size}")

    def _count(self, index: int, prepared: Prepared) -> None:
        leaf, tally = prepared.leaf, self.tally
        tally.results[leaf.result] += 1
        if prepared.checked.text_hash in self._asked:
            tally.appeared.add(prepared.checked.text_hash)
        tally.first_recorded_at = tally.first_recorded_at or leaf.recorded_at
        if self._clockwork.is_outside(index, leaf.recorded_at):
            tally.outside_count += 1
            if len(tally.outside) < _NAMED_MAX:
                tally.outside.append(index)

    def _is_ours(self, seen: Seen) -> bool:
        back = self.replay.size - seen.size
        if back < len(self._edges):
            return Frontier(seen.size, self._edges[-1 - back]).root() == seen.root
        return self._root_of(seen.size) == seen.root


def walk(walker: Walker, batch: Batch) -> None:
    """Step through a batch.

    Raises:
        Tampering: of `Walker.step` and ``not_recordable``, with the path and offset of the entry.
    """
    index = walker.replay.size
    try:
        for prepared in batch.prepared:
            walker.step(prepared)
            index += 1
        if batch.malformed is not None:
            raise Tampering("not_recordable", index=index, reason=batch.malformed.code)
    except Tampering as error:
        offset = batch.bundle.offset_of(index)
        raise Tampering(error.code, **{"path": batch.bundle.path, "offset": offset, **error.facts}) from None


def keys_of(replay: Replay) -> list[tuple[str, bytes]]:
    """Return the representatives' public keys that a replay's records hold."""
    records = replay.state.records.get(SigningKey)
    keys = records.by_key.values() if records else ()
    return [(key.representative, b64decode(key.public_key)) for key in keys]


@dataclass(frozen=True, slots=True)
class Begin:
    """Where to go on: a verified state and what had been counted."""

    replay: Replay
    tally: Tally


def verify(
    source: Source,
    catalogue: Catalogue,
    *,
    policy: bytes | None = None,
    begin: Begin | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
    relayed: bytes | None = None,
    relay_key: VerifierKey | None = None,
) -> tuple[Report, Begin]:
    """Return the report on a whole log, and the state to go on from next time.

    ``relayed`` is a witness's list of entries that were handed to it, which ``relay_key`` must have signed if given.

    Raises:
        Tampering: the first thing that does not hold; Unreachable.
    """
    trust = find_trust(source, policy)
    head = judge(read(source, CHECKPOINT), trust, CHECKPOINT)
    size, root, origin = _named(head.verdict.checkpoint)
    started = begin or Begin(Replay(origin, catalogue), Tally())
    replay = started.replay
    if replay.origin != origin:
        raise Tampering("foreign_ledger", origin=origin, verified=replay.origin)
    since, verified_at = replay.size, replay.recorded_at
    sizes = source.sizes()
    clockwork = Clockwork(bounds(source, trust, sizes=_within(sizes, since, size), origin=origin))
    tree = TreeCheck(source, size, root, since=since)
    tree.start(replay.frontier.root())
    reader = TileReader(lambda path: read(source, path), size, root=root)
    asked = {one.text_hash: one for one in read_list(relayed, origin, relay_key)} if relayed else {}
    walker = Walker(replay, clockwork, tally=started.tally, root_of=lambda old: root_at(reader, old), asked=asked)
    jobs = jobs if size - since >= PARALLEL_FROM else 1
    for batch in batches(tree.bundles(), KeyScan(keys_of(replay)), origin=origin, catalogue=catalogue, jobs=jobs):
        walk(walker, batch)
        if progress is not None:
            progress(replay.size - since, size - since)
    check_log_key(replay, signing_keys(head.verdict), CHECKPOINT)
    check_later_keys(replay, trust)
    report = Report.of(replay, started.tally, head=head, trust=trust, since=since)
    _report_silence(report, asked, started, since_us=verified_at)
    report.kept = None if sizes is None else len(sizes)
    started.tally.witnessed_size = max(started.tally.witnessed_size, clockwork.witnessed_size)
    report.witnessed_size = size if head.verdict.quorum_met else started.tally.witnessed_size
    _report_quorum(report, trust, size)
    return report, started


def _named(checkpoint: Checkpoint) -> tuple[int, bytes, str]:
    return checkpoint.size, checkpoint.root, checkpoint.origin


def _report_quorum(report: Report, trust: Trust, size: int) -> None:
    if trust.is_own and size and not report.witnessed_size and not trust.policy.is_met(frozenset()):
        report.findings.append("no checkpoint meets the quorum of the given policy")


def _report_silence(report: Report, asked: Mapping[bytes, Relayed], end: Begin, *, since_us: int) -> None:
    # What may stand in the part that was verified before, and was not read again, is no silence.
    new = {key: one for key, one in asked.items() if one.earliest_at > since_us}
    missing = silent(new, frozenset(end.tally.appeared), until=end.replay.recorded_at)
    report.relayed, report.silent = len(asked), [say(one) for one in missing]


def _within(sizes: tuple[int, ...] | None, since: int, size: int) -> list[int]:
    """Return the kept sizes that bound the new entries: the last one before them too, for its time."""
    before = [one for one in sizes or () if one <= since]
    return before[-1:] + [one for one in sizes or () if since < one <= size]
