"""The book of units: accounts, asset classes, batches and freezes, and how serial ranges are picked, split and merged.

Every unit of a batch lies in exactly one account from the moment the batch exists: first in its issuance account. So
conservation is not a computation but a shape. No storage here.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from registry.ledger.codec import (
    AccountNo,
    Asset,
    Code,
    Count,
    EntryId,
    Name,
    ParticipantNo,
    Pattern,
    Units,
    Whole,
    Zone,
)
from registry.ledger.errors import Refusal
from registry.ledger.parties import Status
from registry.ledger.rules import Index, Transfer, record

RANGES_MAX = 1000
ISSUANCE = "IS"
FINAL_PURPOSES = frozenset({"SU", "RT", "CX"})
OPEN_PURPOSES = frozenset({"HO", "TR"})


class Title(StrEnum):
    """Whose register holds the final title of a class: this one, or a national one that is mirrored here."""

    OWN = "own"
    MIRROR = "mirror"


@record("asset_class", key=("code",), resident=True)
@dataclass(frozen=True, slots=True)
class AssetClass:
    """A kind of right. ``unit`` is the ledger's smallest unit (tCO2e, kg/a, g/a, fen); money has no serials."""

    code: Annotated[str, Pattern("[A-Z][A-Z0-9]{1,7}")]
    name: Name
    unit: Code
    title: Title
    title_register: Name
    has_serials: bool
    is_open: bool


@record("account", key=("number",), indexes=(Index("holder", ("holder",), ("number",)),))
@dataclass(frozen=True, slots=True)
class Account:
    """An account of a participant; its purpose is part of its number."""

    number: AccountNo
    holder: ParticipantNo
    label: Name
    status: Status
    opened_index: Count

    @property
    def purpose(self) -> str:
        """The two letters that say what the account is for."""
        return self.number[3:5]


@record("batch", key=("number",), indexes=(Index("text", ("text",)), Index("asset", ("asset",), ("number",))))
@dataclass(frozen=True, slots=True)
class Batch:
    """Units issued together: `text` is `<class>-<zone>-<origin>-<vintage>-<batch>`, serials `first` to `last`.

    A new batch puts all its units into `issuer`, an issuance account, and they leave it by transfers.
    """

    number: Units
    text: Annotated[str, Pattern("[A-Z0-9]+-[0-9]{2}-[A-Z0-9.]+-[A-Z0-9]+-[A-Z0-9]+")]
    asset: Asset
    zone: Zone
    issuer: AccountNo
    first: Units
    last: Units
    document: Annotated[str, Pattern("[0-9a-f]{64}|")]


@record(
    "freeze",
    key=("id",),
    indexes=(
        Index("account", ("account", "is_active"), ("priority", "placed_index")),
        Index("batch", ("batch", "is_active"), ("priority", "placed_index")),
        Index("participant", ("participant", "is_active"), ("priority", "placed_index")),
    ),
    resident=True,
)
@dataclass(frozen=True, slots=True)
class Freeze:
    """An order that forbids debits of a participant, an account, or a range of a batch wherever it lies.

    Several may queue; ``priority`` 0 goes first. ``ends_at`` is in microseconds UTC, 0 for no end.
    """

    id: EntryId
    participant: Annotated[str, Pattern("P-[0-9]{8}|")]
    account: Annotated[str, Pattern("[0-9]{2}-[A-Z]{2}-[0-9]{8}-[0-9]{2}|")]
    batch: Count
    first: Count
    last: Count
    order: Code
    purpose: Code
    priority: Annotated[int, Whole(0, 99)]
    ends_at: Count
    is_active: bool
    placed_index: Count

    def holds(self, now: int) -> bool:
        """Return whether the freeze is in force at this instant."""
        return self.is_active and (self.ends_at == 0 or now < self.ends_at)


class Pieces:
    """The ranges that one account holds of one batch, disjoint and never adjacent, findable by size and by serial."""

    __slots__ = ("_by_size", "_firsts", "_last_of")

    def __init__(self) -> None:
        self._by_size: list[tuple[int, int]] = []
        self._firsts: list[int] = []
        self._last_of: dict[int, int] = {}

    def __len__(self) -> int:
        """Return the number of ranges."""
        return len(self._firsts)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Yield `(first, last)` in the order of serials."""
        return ((first, self._last_of[first]) for first in self._firsts)

    def around(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the one held range that contains all serials from first to last, or None."""
        at = bisect_left(self._firsts, first + 1) - 1
        if at < 0:
            return None
        start = self._firsts[at]
        end = self._last_of[start]
        return (start, end) if end >= last else None

    def smallest_holding(self, units: int) -> tuple[int, int] | None:
        """Return `(units, first)` of the smallest range of at least this size, the lowest serial among equals."""
        at = bisect_left(self._by_size, (units, 0))
        return self._by_size[at] if at < len(self._by_size) else None

    def by_size_descending(self) -> Iterator[tuple[int, int]]:
        """Yield `(units, first)`, the largest first and among equals the lowest serial first."""
        end = len(self._by_size)
        while end:
            start = bisect_left(self._by_size, (self._by_size[end - 1][0], 0))
            yield from self._by_size[start:end]
            end = start

    def add(self, first: int, last: int) -> None:
        """Put in a range that neither overlaps nor touches another."""
        insort(self._firsts, first)
        self._last_of[first] = last
        insort(self._by_size, (last - first + 1, first))

    def remove(self, first: int) -> int:
        """Take out the range that starts here, and return its last serial."""
        last = self._last_of.pop(first)
        del self._firsts[bisect_left(self._firsts, first)]
        del self._by_size[bisect_left(self._by_size, (last - first + 1, first))]
        return last

    def ending_at(self, last: int) -> int | None:
        """Return the first serial of the range that ends here, or None."""
        at = bisect_left(self._firsts, last + 1) - 1
        if at < 0:
            return None
        first = self._firsts[at]
        return first if self._last_of[first] == last else None

    def starts_at(self, first: int) -> bool:
        """Return whether a range starts with this serial."""
        return first in self._last_of


class Holding:
    """What one account holds of one asset: the balance, and the ranges by batch number."""

    __slots__ = ("balance", "batches")

    def __init__(self, balance: int = 0) -> None:
        self.balance = balance
        self.batches: dict[int, Pieces] = {}

    def pieces(self, batch: int) -> Pieces:
        """Return the ranges of a batch, made empty on first use."""
        found = self.batches.get(batch)
        if found is None:
            found = self.batches[batch] = Pieces()
        return found


Range = tuple[int, int, int]


def pick(holding: Holding, units: int, *, barred: tuple[Range, ...] = ()) -> tuple[Range, ...]:
    """Return the `(batch, first, last)` ranges that make up `units`, in a fixed order.

    The oldest batch goes first; in it the smallest range that holds what is still wanted, else the largest, ties by
    lowest serial. ``barred`` ranges (freezes) are cut out before. Taking the lowest serials instead breaks a batch into
    ever more pieces; this order keeps them whole.

    Raises:
        Refusal: ``units_not_held``, ``units_frozen`` (enough units, but not free), ``too_fragmented`` with the units
            that the largest thousand ranges would move.
    """
    if holding.balance < units:
        raise Refusal("units_not_held", held=holding.balance, wanted=units)
    wanted = units
    taken: list[Range] = []
    for batch in sorted(holding.batches):
        for first, last in _taken_from(_free(holding.batches[batch], batch, barred), wanted):
            taken.append((batch, first, last))
            wanted -= last - first + 1
            if len(taken) > RANGES_MAX:
                moved = sum(end - start + 1 for _, start, end in taken[:RANGES_MAX])
                raise Refusal("too_fragmented", limit=RANGES_MAX, units=moved)
        if not wanted:
            return tuple(taken)
    raise Refusal("units_frozen", free=units - wanted, wanted=units)


def _taken_from(pieces: Pieces, wanted: int) -> Iterator[tuple[int, int]]:
    whole = pieces.smallest_holding(wanted)
    if whole is not None:
        yield whole[1], whole[1] + wanted - 1
        return
    for size, first in pieces.by_size_descending():
        # Ranges already taken are at least this large, so only a smaller one can be nearer to what is wanted.
        nearest = pieces.smallest_holding(wanted) if wanted < size else None
        start = nearest[1] if nearest and nearest[0] < size else first
        yield start, start + min(size, wanted) - 1
        wanted -= min(size, wanted)
        if not wanted:
            return


def _free(pieces: Pieces, batch: int, barred: tuple[Range, ...]) -> Pieces:
    cuts = sorted((first, last) for number, first, last in barred if number == batch)
    if not cuts:
        return pieces
    free = Pieces()
    for first, last in pieces:
        start = first
        for cut_first, cut_last in cuts:
            if cut_last < start or cut_first > last:
                continue
            if cut_first > start:
                free.add(start, cut_first - 1)
            start = max(start, cut_last + 1)
        if start <= last:
            free.add(start, last)
    return free


@dataclass(frozen=True, slots=True)
class Move:
    """A posted transfer: its position, the transfer, and both balances after it."""

    index: int
    n: int
    transfer: Transfer
    source_balance: int
    target_balance: int


def asset_class_of(asset: str) -> str:
    """Return the class code of an asset: `CEA` of `CEA-2025`."""
    return asset.partition("-")[0]
