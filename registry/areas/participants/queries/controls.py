"""What pages and jobs read of transfers under controls: what waits, what is due, lists, limits, calendars, alerts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa

from registry.areas.participants.rules.calendars import Calendar
from registry.areas.participants.rules.delays import DelayedTransfer, DelayStatus
from registry.areas.participants.rules.freezes import Thaw
from registry.areas.participants.rules.holdings import NamedRange
from registry.areas.participants.rules.limits import OwnLimit
from registry.areas.participants.rules.trusted import Receiving, TrustedAccount
from registry.ledger.book import Account, Freeze
from registry.ledger.errors import Malformed
from registry.ledger.parties import Participant
from registry.store.projection import mapper_of, table_of
from registry.store.tables import leaf

PAGE: Final = 50
# From this day of the year on, next year's missing calendar is an alarm: the notice comes out in November.
ALARM_FROM: Final = (11, 15)
_delayed = mapper_of(DelayedTransfer)


@dataclass(frozen=True, slots=True)
class DelayedPage:
    """Delayed transfers by when they are due, and the key from which the next page goes on."""

    rows: tuple[DelayedTransfer, ...]
    next_after: str | None


def delayed_transfers(
    connection: sa.Connection, *, sender: str | None = None, receiver: str | None = None,
    status: DelayStatus = DelayStatus.WAITING, after: str | None = None, limit: int = PAGE,
) -> DelayedPage:  # fmt: skip
    """Return the delayed transfers of a sender, of a receiver, or of all, in one state, the next due first.

    Raises:
        Malformed: ``after`` if the key is none.
    """
    table = _delayed.table
    query = sa.select(table).where(table.c.status == status.value)
    if sender is not None:
        query = query.where(table.c.participant == sender)
    if receiver is not None:
        query = query.where(table.c.receiver == receiver)
    if after is not None:
        due, _, entry_id = after.partition("~")
        if not due.isdecimal():
            raise Malformed("after", after=after[:80])
        query = query.where(sa.tuple_(table.c.due_at, table.c.id) > sa.tuple_(int(due), entry_id))
    found = connection.execute(query.order_by(table.c.due_at, table.c.id).limit(limit + 1)).all()
    rows = tuple(_delayed.from_row(row) for row in found[:limit])
    return DelayedPage(rows, f"{rows[-1].due_at}~{rows[-1].id}" if len(found) > limit else None)


def delayed_transfer(connection: sa.Connection, transfer: str) -> DelayedTransfer | None:
    """Return one delayed transfer."""
    table = _delayed.table
    row = connection.execute(sa.select(table).where(table.c.id == transfer)).first()
    return None if row is None else _delayed.from_row(row)


def due_transfers(connection: sa.Connection, now: int, *, limit: int) -> tuple[str, ...]:
    """Return the ids of those that wait and whose time has come, the longest due first (``now`` in microseconds UTC).

    What a freeze or a receiver's silence holds up is among them: only the rule can tell.
    """
    table = _delayed.table
    query = sa.select(table.c.id).where(table.c.status == DelayStatus.WAITING.value, table.c.due_at <= now)
    return tuple(connection.scalars(query.order_by(table.c.due_at, table.c.id).limit(limit)))


def due_between(connection: sa.Connection, begin: int, end: int) -> Iterator[int]:
    """Yield when waiting transfers are due, after one instant and up to another; microseconds UTC."""
    table = _delayed.table.c
    query = sa.select(table.due_at).where(table.status == DelayStatus.WAITING.value)
    yield from connection.scalars(query.where(table.due_at > begin, table.due_at <= end).distinct())


@dataclass(frozen=True, slots=True)
class TrustedLine:
    """An account on a list, with its holder's name; times in microseconds UTC."""

    account: str
    holder: str
    name: str
    added_at: int | None
    effective_from: int
    added_index: int


def trusted_accounts(connection: sa.Connection, participant: str) -> tuple[TrustedLine, ...]:
    """Return a participant's list, the newest first."""
    one, account, holder = table_of(TrustedAccount), table_of(Account), table_of(Participant)
    query = (
        sa.select(one, account.c.holder, holder.c.name, leaf.c.recorded_at)
        .join(account, account.c.number == one.c.account)
        .join(holder, holder.c.number == account.c.holder)
        .outerjoin(leaf, leaf.c.index == one.c.added_index)
        .where(one.c.participant == participant, one.c.is_active)
        .order_by(one.c.added_index.desc())
    )
    return tuple(
        TrustedLine(row.account, row.holder, row.name, row.recorded_at, row.effective_from, row.added_index)
        for row in connection.execute(query)
    )


def asking_accounts(connection: sa.Connection, participant: str) -> frozenset[str]:
    """Return the accounts of a participant that ask first."""
    one, account = table_of(Receiving), table_of(Account)
    query = sa.select(one.c.account).join(account, account.c.number == one.c.account)
    return frozenset(connection.scalars(query.where(account.c.holder == participant, one.c.asks_first)))


def own_limits(connection: sa.Connection, participant: str) -> tuple[OwnLimit, ...]:
    """Return what a participant allows itself, by class."""
    table = table_of(OwnLimit)
    query = sa.select(table).where(table.c.participant == participant).order_by(table.c.asset_class)
    return tuple(mapper_of(OwnLimit).from_row(row) for row in connection.execute(query))


def missing_years(connection: sa.Connection, today: date) -> tuple[int, ...]:
    """Return the years whose calendar is missing and should be there: this one, and the next from mid-November on.

    Without them nothing that waits can be counted, so an operator's page shows this as an alarm.
    """
    wanted = {today.year} | ({today.year + 1} if (today.month, today.day) >= ALARM_FROM else set())
    known = set(connection.scalars(sa.select(table_of(Calendar).c.year)))
    return tuple(sorted(wanted - known))


@dataclass(frozen=True, slots=True)
class Barriers:
    """What bars or barred debits: the freezes that nobody lifted, and the things of which one was lifted."""

    freezes: tuple[Freeze, ...]
    thawed: frozenset[str]

    def bar(self, delayed: DelayedTransfer, now: int) -> bool:
        """Return whether a freeze holds a delayed transfer up now (microseconds UTC)."""
        return any(one.holds(now) for one in self.concerning(delayed))

    def concerning(self, delayed: DelayedTransfer) -> tuple[Freeze, ...]:
        """Return the freezes of its sender, its accounts and its ranges, those that have ended by themselves too."""
        return tuple(
            one
            for one in self.freezes
            if one.participant == delayed.participant
            or one.account in (delayed.source, delayed.escrow)
            or any(_overlaps(one, item) for item in delayed.ranges)
        )

    def touched(self, delayed: DelayedTransfer) -> bool:
        """Return whether its time has to be asked of the rule, because something barred it or still does."""
        subjects = {delayed.participant, delayed.source, delayed.escrow, delayed.target}
        subjects |= {str(item.batch) for item in delayed.ranges}
        return bool(self.concerning(delayed)) or bool(subjects & self.thawed)


def _overlaps(freeze: Freeze, item: NamedRange) -> bool:
    return freeze.batch == item.batch and freeze.first <= item.last and item.first <= freeze.last


def barriers(connection: sa.Connection) -> Barriers:
    """Return what bars or barred debits; both are few."""
    freeze = mapper_of(Freeze)
    active = connection.execute(sa.select(freeze.table).where(freeze.table.c.is_active))
    thawed = connection.scalars(sa.select(table_of(Thaw).c.subject))
    return Barriers(tuple(freeze.from_row(row) for row in active), frozenset(thawed))


@dataclass(frozen=True, slots=True)
class Alert:
    """An entry that people have to hear of at once; ``result`` is `accepted`, or why it was refused."""

    index: int
    kind: str
    result: str
    participant: str
    recorded_at: int


WATCHED: Final = (
    "allowances.transfer",
    "allowances.transfer_many",
    "credits.transfer",
    "credits.transfer_many",
    "participants.add_key",
    "participants.add_representative",
    "participants.ask_first",
    "participants.freeze_now",
    "participants.set_own_limit",
    "participants.trust_account",
)


def alerts(connection: sa.Connection, *, after: int, limit: int = 200) -> tuple[Alert, ...]:
    """Return the entries past a position that a thief would have to send, refused ones too, in their order.

    ``participant`` is that of the author. Whoever tells people goes on from the last one's index.
    """
    query = sa.select(leaf.c.index, leaf.c.kind, leaf.c.result, leaf.c.participant, leaf.c.recorded_at)
    query = query.where(leaf.c.index > after, leaf.c.kind.in_(WATCHED)).order_by(leaf.c.index).limit(limit)
    return tuple(Alert(*row) for row in connection.execute(query))
