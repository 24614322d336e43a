"""What overseers read of the market: trades of a span of days, days' bases, and who holds how much of an asset."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa

from registry.areas.participants.rules.conflicts import Relation
from registry.areas.trading.queries.clearing import COUNTED, Span, span_of
from registry.areas.trading.queries.market import products
from registry.areas.trading.rules.records import MarketDay, Trade
from registry.areas.trading.rules.sessions import last_trading_days
from registry.areas.trading.rules.settlement import TRADES_PER_ENTRY
from registry.ledger.book import Account, AssetClass
from registry.ledger.parties import Participant
from registry.ledger.rules import View
from registry.store.projection import mapper_of, table_of
from registry.store.tables import account_text, balance

TRADES_MAX: Final = 20_000
# How many trading days back overseers look at once.
DAYS: Final = 20
_trades = mapper_of(Trade)
_accounts, _parties, _relations = table_of(Account).c, table_of(Participant).c, table_of(Relation).c


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked at: trading days, the oldest first, and of each product the trades on them; whether all."""

    days: tuple[str, ...]
    trades: dict[str, tuple[Trade, ...]]
    is_whole: bool

    def edges(self, until: date) -> tuple[str, str]:
        """Return the first and the last day; the day asked for where there is none."""
        return (self.days[0], self.days[-1]) if self.days else (until.isoformat(), until.isoformat())


@dataclass(frozen=True, slots=True)
class Holder:
    """What a participant holds of an asset, over all accounts whose units it could still sell or get back."""

    number: str
    name: str
    units: int


@dataclass(frozen=True, slots=True)
class HolderGroup:
    """Participants whose relation is declared, directly or through others, and what they hold together."""

    members: tuple[Holder, ...]

    @property
    def units(self) -> int:
        """The units of all members."""
        return sum(one.units for one in self.members)


def look(connection: sa.Connection, view: View, until: date, *, now: int) -> Looked:
    """Return the trades of all products on the last trading days up to a day."""
    days = tuple(reversed(last_trading_days(view, until, DAYS)))
    if not days:
        return Looked((), {}, is_whole=True)
    first, last = (span_of(connection, date.fromisoformat(day)) for day in (days[0], days[-1]))
    span = Span(first.start, last.end)
    read = {one.code: trades_between(connection, one.code, span) for one in products(connection, now=now)}
    found = {code: trades for code, (trades, _) in read.items()}
    return Looked(days, found, all(is_whole for _, is_whole in read.values()))


def trades_between(connection: sa.Connection, product: str, span: Span) -> tuple[tuple[Trade, ...], bool]:
    """Return the trades of a product in a span of the log in order of time, and whether these are all.

    At most `TRADES_MAX`, the newest. Index: `product` of trades.
    """
    table = _trades.table
    query = sa.select(table).where(
        table.c.product == product,
        table.c.number >= span.start * TRADES_PER_ENTRY,
        table.c.number < span.end * TRADES_PER_ENTRY,
    )
    found = connection.execute(query.order_by(table.c.number.desc()).limit(TRADES_MAX + 1)).all()
    read = [_trades.from_row(row) for row in found[:TRADES_MAX]]
    return tuple(reversed(read)), len(found) <= TRADES_MAX


def bases_of(connection: sa.Connection, product: str, first: date, last: date) -> dict[str, int]:
    """Return the base prices in fen of a product's days with trades, both ends included. Index: the days' key."""
    table = table_of(MarketDay).c
    within = (table.product == product, table.day >= first.isoformat(), table.day <= last.isoformat())
    return {row.day: row.base_fen for row in connection.execute(sa.select(table.day, table.base_fen).where(*within))}


def holder_groups(connection: sa.Connection, of: str) -> tuple[HolderGroup, ...]:
    """Return who holds any of an asset, or of a class, by group, the largest first.

    It reads the balances of all accounts, as the conservation page does.
    """
    is_of = balance.c.asset.startswith(f"{of}-", autoescape=True) | (balance.c.asset == of)
    query = sa.select(balance.c.account, sa.func.sum(balance.c.units).label("units")).where(is_of, balance.c.units > 0)
    counted = {
        account_text(row.account): int(row.units) for row in connection.execute(query.group_by(balance.c.account))
    }
    held: dict[str, int] = defaultdict(int)
    for row in connection.execute(sa.select(_accounts.number, _accounts.holder)):
        if row.number[3:5] in COUNTED:
            held[row.holder] += counted.get(row.number, 0)
    holders = {number: units for number, units in held.items() if units}
    names = {row.number: row.name for row in connection.execute(sa.select(_parties.number, _parties.name))}
    groups = (
        HolderGroup(tuple(Holder(one, names[one], holders[one]) for one in sorted(members & holders.keys())))
        for members in _groups(connection, set(holders))
    )
    return tuple(sorted(groups, key=lambda group: (-group.units, group.members[0].number)))


def _groups(connection: sa.Connection, holders: set[str]) -> list[set[str]]:
    """Return the holders in groups: whoever is related to a member belongs to it, even through one that holds none."""
    group = {one: {one} for one in holders}
    query = sa.select(_relations.first, _relations.second).where(_relations.is_active)
    for first, second in connection.execute(query):
        joint = group.get(first, {first}) | group.get(second, {second})
        group |= dict.fromkeys(joint, joint)
    distinct = {min(members): members for members in group.values()}
    return [members for members in distinct.values() if members & holders]


def classes(connection: sa.Connection) -> tuple[str, ...]:
    """Return the classes whose units have serials."""
    table = table_of(AssetClass).c
    return tuple(connection.scalars(sa.select(table.code).where(table.has_serials).order_by(table.code)))
