"""Many transfers, one will: an entry that lists them all, signed once, and done whole or not at all.

Each line is under the controls of a transfer of its own (`delays.send`): a trusted receiver's arrives at once, others
wait in escrow, each with an id, a clock and a withdrawal of its own. Limits per transfer hold for each line, limits per
day for all lines together. No kinds here: allowances and credits declare theirs.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Final

from registry.areas.participants.rules import limits
from registry.areas.participants.rules.delays import OrderTransfer, SendingKey, Take, Will, send, will_of
from registry.areas.participants.rules.holdings import require_purpose
from registry.ledger.book import OPEN_PURPOSES, RANGES_MAX, Account, Range, asset_class_of
from registry.ledger.codec import AccountNo, Asset, Items, Units
from registry.ledger.errors import Refusal
from registry.ledger.instants import UUID7_RANDOM_BYTES, uuid7
from registry.ledger.rules import Context, Outcome, Transfer, View, require

# With eight signatures they fill two thirds of what an entry may be.
LINES_MAX: Final = 100


@dataclass(frozen=True, slots=True)
class TransferLine:
    """One of many transfers: how many units of what go to which account. The book picks the ranges."""

    target: AccountNo
    asset: Asset
    units: Units


@dataclass(frozen=True, slots=True)
class ManyTransfers:
    """The body of many transfers out of one account; ``escrow`` is where the units of lines lie that have to wait."""

    source: AccountNo
    escrow: AccountNo | None
    transfers: Annotated[tuple[TransferLine, ...], Items(1, LINES_MAX)]


def order_many(body: ManyTransfers, context: Context, view: View, *, admits: Callable[[View, str], object]) -> Outcome:
    """Move units to many accounts. What bars one line bars all; its number, from 1, is the fact ``line``.

    Raises:
        Refusal: ``line_doubled`` for the same asset to the same account again, ``same_account``, what ``admits``
            refuses of an asset, ``units_not_held``, ``units_frozen``, ``too_fragmented``, ``transfer_limit``,
            ``day_limit``, and those of `delays.send`.
    """
    source = require(view, Account, body.source, "unknown_account")
    will = will_of(view, source.holder, context.signatories, now=context.recorded_at)
    receivers = _receivers(body, view, admits)
    counts = _counted(body, receivers, will, view)
    shares = _shares(body, view)
    records: dict[object, object] = {}
    moved: list[Transfer] = []
    for number, line in enumerate(body.transfers, 1):
        order = OrderTransfer(body.source, line.target, line.asset, line.units, (), body.escrow, None)
        own = replace(context, entry_id=line_id(context.entry_id, number))
        try:
            sent = send(order, will, own, view, take=_taker(body.source, line.asset, shares[number - 1]))
        except Refusal as refusal:
            raise _at(number, refusal) from None
        moved += sent.transfers
        for one in sent.records:
            _put(records, one)
    return Outcome(records=(*counts, *records.values()), transfers=tuple(moved))


def line_id(entry_id: str, number: int) -> str:
    """Return the id of a line's transfer: like an entry's, but with the line's number where an entry has its time.

    Entries are of this century, so no entry's id is like it, and nobody can write one that takes its place.
    """
    return uuid7(number, hashlib.sha256(entry_id.encode()).digest()[:UUID7_RANDOM_BYTES])


def _receivers(body: ManyTransfers, view: View, admits: Callable[[View, str], object]) -> tuple[str, ...]:
    """Return who holds the account of each line."""
    holders: list[str] = []
    named: set[tuple[str, str]] = set()
    for number, line in enumerate(body.transfers, 1):
        if (line.target, line.asset) in named:
            raise Refusal("line_doubled", line=number, account=line.target, asset=line.asset)
        named.add((line.target, line.asset))
        if line.target == body.source:
            raise Refusal("same_account", line=number, account=line.target)
        try:
            admits(view, line.asset)
            holders.append(require_purpose(view, line.target, OPEN_PURPOSES).holder)
        except Refusal as refusal:
            raise _at(number, refusal) from None
    return tuple(holders)


def _counted(body: ManyTransfers, receivers: tuple[str, ...], will: Will, view: View) -> tuple[limits.DayCount, ...]:
    """Return the day's counts with all lines on them that go to others."""
    parts: dict[str, dict[int, int]] = {}
    for number, (line, receiver) in enumerate(zip(body.transfers, receivers, strict=True), 1):
        if receiver != will.participant:
            parts.setdefault(asset_class_of(line.asset), {})[number] = line.units
    return tuple(_counted_of(code, units, body, will, view) for code, units in parts.items())


def _counted_of(code: str, units: dict[int, int], body: ManyTransfers, will: Will, view: View) -> limits.DayCount:
    try:
        return limits.counted(
            view,
            participant=will.participant,
            zone=body.source[:2],
            asset_class=code,
            parts=tuple(units.values()),
            now=will.now,
        )
    except Refusal as refusal:
        if refusal.code != "transfer_limit":
            raise
        raise _at(max(units, key=lambda number: units[number]), refusal) from None


def _shares(body: ManyTransfers, view: View) -> list[tuple[Range, ...]]:
    """Return the ranges of each line: all that the lines take of an asset is picked at once, and cut in their order.

    All lines together move no more ranges than one transfer may.
    """
    wanted: dict[str, int] = {}
    for line in body.transfers:
        wanted[line.asset] = wanted.get(line.asset, 0) + line.units
    left = {
        asset: [
            (one.batch, one.first, one.first + one.units - 1)
            for one in view.pick(body.source, asset, units, into=body.source)
        ]
        for asset, units in wanted.items()
    }
    shares = [tuple(_cut(left[line.asset], line.units)) for line in body.transfers]
    ranges = [one for share in shares for one in share]
    if len(ranges) > RANGES_MAX:
        units = sum(last - first + 1 for _, first, last in ranges[:RANGES_MAX])
        raise Refusal("too_fragmented", limit=RANGES_MAX, units=units)
    return shares


def _cut(left: list[Range], units: int) -> list[Range]:
    """Take ranges of so many units off the front."""
    taken: list[Range] = []
    while units:
        batch, first, last = left.pop(0)
        end = min(last, first + units - 1)
        taken.append((batch, first, end))
        units -= end - first + 1
        if end < last:
            left.insert(0, (batch, end + 1, last))
    return taken


def _taker(source: str, asset: str, share: tuple[Range, ...]) -> Take:
    return lambda into: tuple(
        Transfer(source, into, asset, last - first + 1, batch, first) for batch, first, last in share
    )


def _put(records: dict[object, object], one: object) -> None:
    """Keep a record once; a key that several lines send with counts as proven when the last of them arrives."""
    key: object = (one.representative, one.public_key) if isinstance(one, SendingKey) else one
    known = records.get(key)
    if isinstance(one, SendingKey) and isinstance(known, SendingKey):
        one = replace(one, proven_at=max(one.proven_at, known.proven_at))
    records[key] = one


def _at(number: int, refusal: Refusal) -> Refusal:
    return Refusal(refusal.code, **{**refusal.facts, "line": number})
