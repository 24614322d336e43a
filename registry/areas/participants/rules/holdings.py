"""What areas share about units in accounts: a transfer, and a step that waits in a pending account.

Allowances and credits are siblings and differ in who may ask and in where units end; how units move between accounts is
the same for both and stands here. No kinds here: each area declares its own.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, Protocol

from registry.ledger.book import OPEN_PURPOSES, RANGES_MAX, Account, AssetClass, Batch, asset_class_of
from registry.ledger.codec import (
    AccountNo,
    Asset,
    Code,
    Count,
    Digest,
    EntryId,
    Items,
    Name,
    ParticipantNo,
    Pattern,
    Units,
)
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_owner
from registry.ledger.rules import (
    Context,
    Index,
    Outcome,
    Requirement,
    Transfer,
    View,
    record,
    require,
)
from registry.ledger.serials import Purpose

NAMED_RANGES_MAX = 100


@dataclass(frozen=True, slots=True)
class NamedRange:
    """A range that the owner chooses: batch number, first and last serial, both included."""

    batch: Units
    first: Units
    last: Units


NamedRanges = Annotated[tuple[NamedRange, ...], Items(0, NAMED_RANGES_MAX)]


@record("credit_class", key=("code",), resident=True)
@dataclass(frozen=True, slots=True)
class CreditClass:
    """An asset class whose units are credits of a programme: it can be retired, and it is no allowance."""

    code: Annotated[str, Pattern("[A-Z][A-Z0-9]{1,7}")]
    programme: Name
    document: Digest
    admitted_index: Count


class PendingStatus(StrEnum):
    """Where a step that waits for another register stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    RETURNED = "returned"


@record(
    "pending",
    key=("id",),
    indexes=(
        Index("participant", ("participant", "status"), ("opened_index",)),
        Index("status", ("status",), ("opened_index",)),
    ),
)
@dataclass(frozen=True, slots=True)
class Pending:
    """Units set aside until the register that holds title confirms or refuses; `id` is that of the first entry.

    ``target`` is where they end if it confirms; empty if each range goes back to the account that issued its batch.
    ``reference`` is the other register's number of what it did.
    """

    id: EntryId
    kind: Code
    participant: ParticipantNo
    source: AccountNo
    account: AccountNo
    target: AccountNo | None
    asset: Asset
    units: Units
    ranges: Annotated[tuple[NamedRange, ...], Items(1, RANGES_MAX)]
    status: PendingStatus
    reference: Code | None
    document: Digest | None
    opened_index: Count
    closed_index: Count | None


class Sourced(Protocol):
    """A body that names the account that units leave."""

    @property
    def source(self) -> str:
        """The account that the units leave."""


class Debit(Sourced, Protocol):
    """What every body that takes units of one asset from an account says."""

    @property
    def asset(self) -> str:
        """What they are."""

    @property
    def units(self) -> int:
        """How many."""

    @property
    def ranges(self) -> tuple[NamedRange, ...]:
        """The ranges that the owner chose; none for the book's choice."""


@dataclass(frozen=True, slots=True)
class TransferUnits:
    """The body of a transfer. Without ``ranges`` the book picks (see `book.pick`)."""

    source: AccountNo
    target: AccountNo
    asset: Asset
    units: Units
    ranges: NamedRanges


@dataclass(frozen=True, slots=True)
class SettlePending:
    """The body of every second step: what the register that holds title answered, by its number and its document."""

    pending: EntryId
    reference: Code
    document: Digest


def by_source_owner(kind: str) -> Callable[[Sourced, View], Requirement]:
    """Return the function that says who must sign for the holder of a body's `source`, by the policy for a kind.

    That function refuses ``unknown_account``.
    """

    def signers(body: Sourced, view: View) -> Requirement:
        source = require(view, Account, body.source, "unknown_account")
        return by_owner(view, participant=source.holder, kind=kind, account=body.source)

    return signers


def class_of(view: View, asset: str) -> AssetClass:
    """Return the class of an asset that lies in serials.

    Raises:
        Refusal: ``unknown_class``; ``class_without_serials`` for money.
    """
    found = require(view, AssetClass, asset_class_of(asset), "unknown_class")
    if not found.has_serials:
        raise Refusal("class_without_serials", asset=asset)
    return found


def transfer(body: TransferUnits, view: View) -> Outcome:
    """Move units from one holding or trading account to another.

    Raises:
        Refusal: ``unknown_account``, ``purpose_not_credited`` if the target is neither holding nor trading account, and
            those of `View.pick`.
    """
    require_purpose(view, body.target, OPEN_PURPOSES)
    return Outcome(transfers=picked(view, body, into=body.target))


def picked(view: View, body: Debit, *, into: str) -> tuple[Transfer, ...]:
    """Return the transfers that take a body's units, or the ranges it names, into an account.

    Raises:
        Refusal: those of `View.pick`.
    """
    named = tuple((item.batch, item.first, item.last) for item in body.ranges)
    return view.pick(body.source, body.asset, body.units, into=into, named=named)


def require_purpose(view: View, number: str, purposes: frozenset[str]) -> Account:
    """Return an account that may receive units because of what it is for.

    Raises:
        Refusal: ``unknown_account``, ``purpose_not_credited``.
    """
    account = require(view, Account, number, "unknown_account")
    if account.purpose not in purposes:
        raise Refusal("purpose_not_credited", account=number, purposes=sorted(purposes))
    return account


def require_own(view: View, number: str, *, purpose: Purpose, source: str) -> Account:
    """Return an account of this purpose that belongs to the holder of the source.

    Raises:
        Refusal: ``unknown_account``, ``purpose_not_credited``, ``holder_differs``.
    """
    account = require_purpose(view, number, frozenset({purpose.value}))
    if account.holder != require(view, Account, source, "unknown_account").holder:
        raise Refusal("holder_differs", account=number)
    return account


def set_aside(
    body: Debit, context: Context, view: View, *, account: str, target: str | None
) -> tuple[Pending, tuple[Transfer, ...]]:
    """Return the record and the transfers that bring units into a pending account of the same holder.

    Raises:
        Refusal: ``unknown_account``, ``purpose_not_credited``, ``holder_differs``, and those of `View.pick`.
    """
    holder = require_own(view, account, purpose=Purpose.PENDING, source=body.source).holder
    moved = picked(view, body, into=account)
    opened = Pending(
        id=context.entry_id,
        kind=context.kind,
        participant=holder,
        source=body.source,
        account=account,
        target=target,
        asset=body.asset,
        units=body.units,
        ranges=ranges_of(moved),
        status=PendingStatus.OPEN,
        reference=None,
        document=None,
        opened_index=context.index,
        closed_index=None,
    )
    return opened, moved


def ranges_of(moved: tuple[Transfer, ...]) -> tuple[NamedRange, ...]:
    """Return the ranges that transfers move, to be moved again exactly."""
    return tuple(NamedRange(one.batch, one.first, one.last) for one in moved)


def require_open(view: View, pending_id: str, *, kinds: frozenset[str]) -> Pending:
    """Return a step that still waits and was begun by one of these kinds.

    Raises:
        Refusal: ``unknown_pending``, ``pending_differs``, ``pending_closed``.
    """
    found = require(view, Pending, pending_id, "unknown_pending")
    if found.kind not in kinds:
        raise Refusal("pending_differs", pending=pending_id, kind=found.kind)
    if found.status is not PendingStatus.OPEN:
        raise Refusal("pending_closed", pending=pending_id, status=found.status.value)
    return found


def confirm(opened: Pending, body: SettlePending, context: Context, view: View) -> Outcome:
    """Move exactly the units that were set aside to where they end: the target, or back to where they were issued."""

    def end_of(item: NamedRange) -> str:
        return opened.target or require(view, Batch, item.batch, "unknown_batch").issuer

    return _settled(opened, body, context, status=PendingStatus.CONFIRMED, end_of=end_of)


def give_back(opened: Pending, body: SettlePending, context: Context) -> Outcome:
    """Move exactly the units that were set aside back to the account that they came from."""
    return _settled(opened, body, context, status=PendingStatus.RETURNED, end_of=lambda _item: opened.source)


def _settled(
    opened: Pending,
    body: SettlePending,
    context: Context,
    *,
    status: PendingStatus,
    end_of: Callable[[NamedRange], str],
) -> Outcome:
    closed = replace(
        opened, status=status, reference=body.reference, document=body.document, closed_index=context.index
    )
    moved = tuple(
        Transfer(opened.account, end_of(item), opened.asset, item.last - item.first + 1, item.batch, item.first)
        for item in opened.ranges
    )
    return Outcome(records=(closed,), transfers=moved)
