"""The state that decisions read and outcomes change: records with their indexes, and holdings.

`State` is whole: what it does not hold does not exist; a replay uses it. The writer's working set is a subclass that
holds a part and says so by raising `Missing`; both share every line that decides anything. No storage here.
"""

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from registry.ledger.book import ISSUANCE, Batch, Freeze, Holding, Move, Pieces, Range, asset_class_of, pick
from registry.ledger.canonical import INTEGER_MAX
from registry.ledger.errors import Refusal
from registry.ledger.rules import FIND_MAX, Index, Outcome, RecordType, Transfer, record_type, values_of

R = TypeVar("R")

Key = tuple[Any, ...]


class Missing(LookupError):  # noqa: N818  a state, not a mistake
    """A partial state lacks a row that a rule asked for; load it and ask again."""

    def __init__(self, wanted: tuple[Any, ...]) -> None:
        super().__init__(wanted)
        self.wanted = wanted


@dataclass(slots=True)
class Changes:
    """What has been applied since the last write: the rows that a store has to put, and the moves to add."""

    records: dict[tuple[type, Key], object] = field(default_factory=dict)
    ranges: dict[tuple[int, int], tuple[str, int] | None] = field(default_factory=dict)
    balances: dict[tuple[str, str], int] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)
    # Which entry put which record, for the history that a page shows; nothing decides on it.
    touched: list[tuple[type, Key, int]] = field(default_factory=list)


class Records:
    """All records of one class by key, and under each declared index."""

    __slots__ = ("_memo", "by_key", "indexes", "is_whole", "key_of", "type")

    def __init__(self, of: RecordType, memo: dict[Any, Any], *, is_whole: bool = True) -> None:
        self.type = of
        self.key_of = values_of(of.key)
        self._memo = memo
        self.is_whole = is_whole
        self.by_key: dict[Key, Any] = {}
        # A part of the records cannot answer a search, so it keeps no index.
        self.indexes: dict[str, dict[Key, list[Key]]] = {name: {} for name in of.indexes} if is_whole else {}

    def put(self, record: object) -> Key:
        """Insert or replace a record; return its key."""
        self._memo.clear()
        key = self.key_of(record)
        old = self.by_key.get(key)
        self.by_key[key] = record
        for index in self.type.indexes.values() if self.indexes else ():
            by = values_of(index.by)
            entry = (*values_of(index.order)(record), *key)
            if old is not None:
                if by(old) == by(record) and (*values_of(index.order)(old), *key) == entry:
                    continue
                self._unlist(index, old, key)
            insort(self.indexes[index.name].setdefault(by(record), []), entry)
        return key

    def _unlist(self, index: Index, old: object, key: Key) -> None:
        by = values_of(index.by)(old)
        entries = self.indexes[index.name][by]
        entries.remove((*values_of(index.order)(old), *key))
        if not entries:
            del self.indexes[index.name][by]

    def find(self, index: Index, by: Key, *, after: Key | None, limit: int) -> tuple[Any, ...]:
        """Return records equal in `by`, in the index's order, past `after`."""
        entries = self.indexes[index.name].get(by, ())
        start = bisect_right(entries, after) if after is not None else 0
        depth = len(index.order)
        return tuple(self.by_key[entry[depth:]] for entry in entries[start : start + limit])


class State:
    """A whole state in memory; see the module's text. Implements `View` and applies outcomes."""

    def __init__(self, types: Iterable[RecordType], *, changes: Changes | None = None) -> None:
        # What decisions have worked out from resident records alone; forgotten as soon as any record changes.
        self.memo: dict[Any, Any] = {}
        self.records: dict[type, Records] = {of.cls: Records(of, self.memo) for of in types}
        self.holdings: dict[tuple[str, str], Holding] = {}
        self.changes = changes
        self.now = 0

    def get(self, cls: type[R], *key: object) -> R | None:
        """See `View.get`."""
        found: R | None = self.records[cls].by_key.get(key)
        return found

    def find(
        self, cls: type[R], index: str, *by: object, after: tuple[object, ...] | None = None, limit: int = FIND_MAX
    ) -> tuple[R, ...]:
        """See `View.find`."""
        records = self.records[cls]
        if by not in records.indexes[index]:
            return ()
        return records.find(records.type.indexes[index], by, after=after, limit=min(limit, FIND_MAX))

    def holding(self, account: str, asset: str) -> Holding:
        """Return what an account holds of an asset; an empty holding is made on first use."""
        found = self.holdings.get((account, asset))
        if found is None:
            found = self.holdings[account, asset] = Holding()
        return found

    def balance(self, account: str, asset: str) -> int:
        """See `View.balance`."""
        return self.holding(account, asset).balance

    def assets(self, account: str) -> tuple[str, ...]:
        """See `View.assets`. Walks all holdings: only the rare end of an account asks."""
        held = self.holdings.items()
        return tuple(sorted(asset for (of, asset), one in held if of == account and (one.balance or one.batches)))

    def pick(
        self, source: str, asset: str, units: int, *, into: str, named: tuple[Range, ...] = ()
    ) -> tuple[Transfer, ...]:
        """See `View.pick`."""
        holding = self.holding(source, asset)
        ranges = _named(holding, units, named) if named else pick(holding, units, barred=self._barred(holding))
        return tuple(Transfer(source, into, asset, last - first + 1, batch, first) for batch, first, last in ranges)

    def _barred(self, holding: Holding) -> tuple[Range, ...]:
        return tuple(
            (batch, freeze.first, freeze.last)
            for batch in self._perhaps_frozen(holding.batches)
            for freeze in self.find(Freeze, "batch", batch, True)
            if freeze.holds(self.now)
        )

    def _perhaps_frozen(self, batches: Iterable[int]) -> Iterable[int]:
        """Return the batches for whose freezes it is worth searching: an account holds many, and few have any."""
        frozen = self.records[Freeze].indexes["batch"]
        return [batch for batch in batches if (batch, True) in frozen] if frozen else ()

    def check(self, outcome: Outcome) -> None:
        """Return if the transfers can be applied together, touching every holding that `apply` will touch.

        Raises:
            Refusal: ``units_not_held``, ``units_twice`` if one outcome moves a unit twice, ``units_not_positive``,
                ``units_overflow`` if a balance would pass what an integer may be.
        """
        opened = {item.number: item for item in outcome.records if isinstance(item, Batch)}
        spent: dict[tuple[str, str], int] = {}
        taken: dict[int, list[tuple[int, int]]] = {}
        after: dict[tuple[str, str], int] = {}
        for transfer in outcome.transfers:
            if transfer.units < 1:
                raise Refusal("units_not_positive", units=transfer.units)
            source = self.holding(transfer.source, transfer.asset)
            target = self.holding(transfer.target, transfer.asset)
            _count(after, (transfer.target, transfer.asset), target, transfer.units)
            if transfer.source[3:5] == ISSUANCE:
                _count(after, (transfer.source, transfer.asset), source, -transfer.units)
            if transfer.batch:
                _check_range(source, transfer, opened.get(transfer.batch), taken.setdefault(transfer.batch, []))
            elif transfer.source[3:5] != ISSUANCE:
                account = (transfer.source, transfer.asset)
                spent[account] = spent.get(account, 0) + transfer.units
                if spent[account] > source.balance:
                    raise Refusal("units_not_held", held=source.balance, wanted=spent[account])

    def prepare(self, outcome: Outcome) -> None:
        """Touch everything that applying the outcome will need, so that a partial state can say what it lacks."""
        for item in outcome.records:
            of = record_type(type(item))
            self.get(of.cls, *of.key_of(item))
            if isinstance(item, Batch):
                self.holding(item.issuer, item.asset)

    def apply(self, index: int, outcome: Outcome) -> tuple[Move, ...]:
        """Make the outcome true and return its moves. Everything was checked before; nothing here can refuse."""
        for item in outcome.records:
            self._put(index, item)
        return tuple(self._post(index, n, transfer) for n, transfer in enumerate(outcome.transfers))

    def _put(self, index: int, item: object) -> None:
        is_new_batch = isinstance(item, Batch) and self.get(Batch, item.number) is None
        key = self.records[type(item)].put(item)
        if self.changes is not None:
            self.changes.records[type(item), key] = item
            self.changes.touched.append((type(item), key, index))
        if is_new_batch:
            batch = cast("Batch", item)
            self.holding(batch.issuer, batch.asset).pieces(batch.number).add(batch.first, batch.last)
            self._ranged(batch.number, batch.last, (batch.issuer, batch.first))

    def _post(self, index: int, n: int, transfer: Transfer) -> Move:
        source = self.holdings[transfer.source, transfer.asset]
        target = self.holdings[transfer.target, transfer.asset]
        if transfer.batch:
            self._take(source.batches[transfer.batch], transfer)
            if not source.batches[transfer.batch]:
                del source.batches[transfer.batch]
            self._give(target.pieces(transfer.batch), transfer)
        source.balance -= transfer.units
        target.balance += transfer.units
        move = Move(index, n, transfer, source.balance, target.balance)
        if self.changes is not None:
            self.changes.moves.append(move)
            self.changes.balances[transfer.source, transfer.asset] = source.balance
            self.changes.balances[transfer.target, transfer.asset] = target.balance
        return move

    def _take(self, pieces: Pieces, transfer: Transfer) -> None:
        around = cast("tuple[int, int]", pieces.around(transfer.first, transfer.last))
        first, last = around
        pieces.remove(first)
        self._ranged(transfer.batch, last, None)
        if first < transfer.first:
            pieces.add(first, transfer.first - 1)
            self._ranged(transfer.batch, transfer.first - 1, (transfer.source, first))
        if last > transfer.last:
            pieces.add(transfer.last + 1, last)
            self._ranged(transfer.batch, last, (transfer.source, transfer.last + 1))

    def _give(self, pieces: Pieces, transfer: Transfer) -> None:
        first, last = transfer.first, transfer.last
        before = pieces.ending_at(first - 1)
        if before is not None:
            pieces.remove(before)
            self._ranged(transfer.batch, first - 1, None)
            first = before
        if pieces.starts_at(last + 1):
            last = pieces.remove(last + 1)
        pieces.add(first, last)
        self._ranged(transfer.batch, last, (transfer.target, first))

    def _ranged(self, batch: int, last: int, held: tuple[str, int] | None) -> None:
        if self.changes is not None:
            self.changes.ranges[batch, last] = held


def _count(after: dict[tuple[str, str], int], account: tuple[str, str], holding: Holding, units: int) -> None:
    found = after[account] = after.get(account, holding.balance) + units
    if not -INTEGER_MAX <= found <= INTEGER_MAX:
        raise Refusal("units_overflow", limit=INTEGER_MAX)


def _named(holding: Holding, units: int, named: tuple[Range, ...]) -> tuple[Range, ...]:
    if sum(last - first + 1 for _, first, last in named) != units:
        raise Refusal("ranges_differ", units=units)
    for batch, first, last in named:
        if last < first:
            raise Refusal("serials_reversed", batch=batch, first=first, last=last)
        pieces = holding.batches.get(batch)
        if pieces is None or pieces.around(first, last) is None:
            raise Refusal("units_not_held", batch=batch, first=first, last=last)
    return named


def _check_range(source: Holding, transfer: Transfer, opened: Batch | None, taken: list[tuple[int, int]]) -> None:
    pieces = source.batches.get(transfer.batch)
    if pieces is not None:
        is_held = pieces.around(transfer.first, transfer.last) is not None
    else:
        is_held = opened is not None and _is_issued_by(opened, transfer)
    if not is_held:
        raise Refusal("units_not_held", batch=transfer.batch, first=transfer.first, last=transfer.last)
    for first, last in taken:
        if first <= transfer.last and transfer.first <= last:
            raise Refusal("units_twice", batch=transfer.batch, first=transfer.first, last=transfer.last)
    taken.append((transfer.first, transfer.last))


def _is_issued_by(opened: Batch, transfer: Transfer) -> bool:
    return opened.issuer == transfer.source and opened.first <= transfer.first and transfer.last <= opened.last


def conservation(state: State) -> Iterator[tuple[str, str, int, int]]:
    """Yield `(class, asset, issued, held elsewhere)` per asset; the two figures are equal in a whole state."""
    issued: dict[str, int] = {}
    held: dict[str, int] = {}
    for (account, asset), holding in state.holdings.items():
        side = issued if account[3:5] == ISSUANCE else held
        side[asset] = side.get(asset, 0) + (-holding.balance if side is issued else holding.balance)
    for asset in sorted(issued.keys() | held.keys()):
        yield asset_class_of(asset), asset, issued.get(asset, 0), held.get(asset, 0)
