"""The auditor's walk: every leaf decided again at its recorded position and time, and compared with what was recorded.

A replay starts empty or from a state that an earlier one wrote, and keeps only the live state: records, holdings, the
tree's frontier, and the ids that could still come back. No files and no network here.
"""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from registry.ledger import canonical
from registry.ledger import leaf as leaves
from registry.ledger.codec import decode, encode
from registry.ledger.decide import ACCEPTED, Unrecorded, decide
from registry.ledger.entry import Checked, Entry, Keyring, check, offered_keys
from registry.ledger.errors import Malformed, Tampering
from registry.ledger.instants import UUID7_RANDOM_BYTES, uuid7, uuid7_ms
from registry.ledger.leaf import Leaf
from registry.ledger.merkle import Frontier, leaf_hash
from registry.ledger.rules import LIFETIME_MAX, Catalogue
from registry.ledger.state import State

STATE_FORMAT = "state/v1"


def oldest_live_id(now: int) -> str:
    """Return the lowest id that an entry recorded at this instant (microseconds UTC) can carry.

    Its time bounds how long any entry under it may live, whatever another one under it said of its own expiry.
    """
    return uuid7(max(-((LIFETIME_MAX * 1_000_000 - now) // 1000), 0), bytes(UUID7_RANDOM_BYTES))


class LiveIds:
    """The used ids that another entry could still carry. Older ones are refused by their time."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        # Ids sort by the time that they carry.
        self._heap: list[str] = []

    def __contains__(self, entry_id: str) -> bool:
        """Return whether the id was used and is still live."""
        return entry_id in self._ids

    def __iter__(self) -> Iterator[str]:
        """Yield the ids in order."""
        return iter(sorted(self._ids))

    def add(self, entry_id: str) -> None:
        """Remember a used id."""
        self._ids.add(entry_id)
        heapq.heappush(self._heap, entry_id)

    def forget(self, now: int) -> None:
        """Drop the ids that no entry recorded from `now` on can carry."""
        oldest = oldest_live_id(now)
        while self._heap and self._heap[0] < oldest:
            self._ids.remove(heapq.heappop(self._heap))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A leaf with its hash and its checked envelope: all that needs no state and can be made in parallel."""

    leaf: Leaf
    hash: bytes
    checked: Checked


def prepare(data: bytes, *, origin: str, catalogue: Catalogue, keyring: Keyring) -> Prepared:
    """Return a prepared leaf; the keyring holds every key offered up to here.

    Raises:
        Malformed: if a recorded envelope is not what an honest server records.
    """
    leaf = leaves.parse(data, origin)
    checked = check(leaf.envelope, origin=origin, catalogue=catalogue, find_key=keyring.find)
    return Prepared(leaf, leaf_hash(data), checked)


class Replay:
    """A whole state that grows by one leaf at a time; see the module's text."""

    def __init__(self, origin: str, catalogue: Catalogue) -> None:
        self.origin = origin
        self.catalogue = catalogue
        self.state = State(catalogue.record_types)
        self.frontier = Frontier()
        self.keyring = Keyring()
        self.ids = LiveIds()
        self.recorded_at = 0

    @property
    def size(self) -> int:
        """The number of leaves replayed."""
        return self.frontier.size

    def feed(self, data: bytes) -> None:
        """Replay one leaf from its bytes.

        Raises:
            Tampering: see `step`; ``not_recordable`` for a leaf that is malformed.
        """
        try:
            prepared = prepare(data, origin=self.origin, catalogue=self.catalogue, keyring=self.keyring)
        except Malformed as error:
            raise Tampering("not_recordable", index=self.size, reason=error.code, **error.facts) from None
        self.step(prepared)

    def step(self, prepared: Prepared) -> None:
        """Decide a leaf again and apply it.

        Raises:
            Tampering: with the ``index`` and ``leaf_index`` (not this position), ``time_goes_back``,
                ``not_recordable`` (its signers or times do not allow a record), ``result_differs`` (``recorded`` and
                ``replayed``).
        """
        leaf, index = prepared.leaf, self.size
        if leaf.index != index:
            raise Tampering("leaf_index", index=index, found=leaf.index)
        if leaf.recorded_at < self.recorded_at:
            raise Tampering("time_goes_back", index=index)
        self.ids.forget(leaf.recorded_at)
        try:
            decision = decide(
                prepared.checked,
                index,
                now=leaf.recorded_at,
                state=self.state,
                catalogue=self.catalogue,
                is_known=self._known,
            )
        except Unrecorded as answer:
            raise Tampering("not_recordable", index=index, reason=answer.reason.code) from None
        if decision.result != leaf.result:
            raise Tampering("result_differs", index=index, recorded=leaf.result, replayed=decision.result)
        if decision.result == ACCEPTED:
            self.state.apply(index, decision.outcome)
        self._remember(prepared)

    def _known(self, entry: Entry) -> bool:
        return entry.id in self.ids

    def _remember(self, prepared: Prepared) -> None:
        entry = prepared.checked.entry
        self.ids.add(entry.id)
        for representative, public_key in offered_keys(entry.body):
            self.keyring.add(representative, public_key)
        self.frontier.append(prepared.hash)
        self.recorded_at = prepared.leaf.recorded_at


@dataclass(frozen=True, slots=True)
class Position:
    """Where a state stands: what binds a dump to one point of one log."""

    origin: str
    size: int
    root: bytes
    recorded_at: int


def dump(
    position: Position,
    *,
    records: Iterable[tuple[str, object]],
    holdings: Iterable[tuple[str, str, int, list[list[int]]]],
    ids: Iterable[str],
) -> Iterator[bytes]:
    """Yield the canonical lines of a state: equal states give equal bytes, from memory and from a database.

    ``records`` come as `(type name, record)` ordered by name and key; ``holdings`` as `(account, asset, balance,
    [[batch, first, last], …])` ordered, without empty ones; ``ids`` are the live ones, ordered.
    """
    head = {"format": STATE_FORMAT, "origin": position.origin, "size": position.size, "root": position.root.hex()}
    yield _line({**head, "recorded_at": position.recorded_at})
    for name, record in records:
        yield _line({"record": name, "value": encode(record)})
    for account, asset, balance, ranges in holdings:
        yield _line({"account": account, "asset": asset, "balance": balance, "ranges": ranges})
    for entry_id in ids:
        yield _line({"id": entry_id})


def _line(value: object) -> bytes:
    return canonical.dumps(value) + b"\n"


def dump_replay(replay: Replay) -> Iterator[bytes]:
    """Yield the canonical lines of a replay's state."""
    state = replay.state
    by_name = sorted(state.records.values(), key=lambda records: records.type.name)
    records = ((r.type.name, r.by_key[key]) for r in by_name for key in sorted(r.by_key))
    holdings = (
        (
            account,
            asset,
            held.balance,
            [[b, first, last] for b in sorted(held.batches) for first, last in held.batches[b]],
        )
        for (account, asset), held in sorted(state.holdings.items())
        if held.balance or held.batches
    )
    replay.ids.forget(replay.recorded_at)
    position = Position(replay.origin, replay.size, replay.frontier.root(), replay.recorded_at)
    return dump(position, records=records, holdings=holdings, ids=replay.ids)


def load_replay(lines: Iterable[bytes], *, frontier: Frontier, catalogue: Catalogue) -> Replay:
    """Return a replay that goes on from a dumped state; the frontier is kept beside the dump and checked against it.

    Raises:
        Malformed: ``state_format``; Tampering: ``state_root`` if the frontier is not that of the state's head.
    """
    try:
        return _loaded(lines, frontier, catalogue)
    except (KeyError, TypeError, ValueError):
        raise Malformed("state_format") from None


def _loaded(lines: Iterable[bytes], frontier: Frontier, catalogue: Catalogue) -> Replay:
    values = (_value(line) for line in lines)
    head = next(values, {})
    if head.get("format") != STATE_FORMAT:
        raise Malformed("state_format")
    if frontier.size != head["size"] or frontier.root().hex() != head["root"]:
        raise Tampering("state_root", size=head["size"])
    replay = Replay(head["origin"], catalogue)
    replay.frontier = frontier
    replay.recorded_at = head["recorded_at"]
    classes = {of.name: of.cls for of in catalogue.record_types}
    for value in values:
        _load(replay, value, classes)
    return replay


def _value(line: bytes) -> dict[str, Any]:
    value = canonical.loads(line.rstrip(b"\n"))
    if not isinstance(value, dict):
        raise Malformed("state_format")
    return value


def _load(replay: Replay, value: dict[str, Any], classes: dict[str, type]) -> None:
    if "record" in value:
        cls = classes[value["record"]]
        replay.state.records[cls].put(decode(cls, value["value"]))
        for representative, public_key in offered_keys(value["value"]):
            replay.keyring.add(representative, public_key)
    elif "account" in value:
        holding = replay.state.holding(value["account"], value["asset"])
        holding.balance = value["balance"]
        for batch, first, last in value["ranges"]:
            holding.pieces(batch).add(first, last)
    else:
        replay.ids.add(_id_of(value))


def _id_of(value: dict[str, Any]) -> str:
    try:
        uuid7_ms(value["id"])
    except Malformed:
        raise Malformed("state_format") from None
    return str(value["id"])
