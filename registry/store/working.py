"""The writer's working set: the part of the state that it has read, which says so when a rule asks for more.

Resident records are whole in memory. Other records, and holdings, are cached and loaded before a batch is decided; a
row missing all the same raises `Missing`, is loaded, and the pure rule is asked again. The journal's database is only
read here.
"""

from collections.abc import Iterable
from dataclasses import is_dataclass
from functools import cache
from typing import Any, TypeVar, get_args

import sqlalchemy as sa

from registry.ledger.book import Account, Batch, Holding
from registry.ledger.codec import AccountNo, Asset, fields
from registry.ledger.rules import FIND_MAX, Outcome, RecordType, values_of
from registry.ledger.state import Changes, Key, Missing, Records, State
from registry.store.projection import mapper_of
from registry.store.tables import PURPOSES, account_key, account_text, balance, unit_range

R = TypeVar("R")

Wanted = tuple[Any, ...]
Search = tuple[type, str, Key, Key | None, int]

CACHED_MAX = 200_000
# Of records other than accounts, which most entries name: an import writes rows by the hundred thousand, once.
OTHERS_MAX = 20_000
# A search is read with room for the rows of this batch that may replace some of its results.
_SPARE = 256
_PARAMETERS_MAX = 400


class WorkingSet(State):
    """A partial state over a database; see the module's text."""

    def __init__(self, types: Iterable[RecordType]) -> None:
        #: What has been applied since the last `begin`.
        self.pending = Changes()
        super().__init__((), changes=self.pending)
        self.records = {of.cls: Records(of, self.memo, is_whole=of.resident) for of in types}
        self._bounded = [
            (records.by_key, CACHED_MAX if cls is Account else min(CACHED_MAX, OTHERS_MAX))
            for cls, records in self.records.items()
            if not records.is_whole
        ]
        self._searches: dict[Search, tuple[Any, ...]] = {}
        # Searches of which only the first rows were read.
        self._cut: set[Search] = set()
        # Accounts of which every holding has been read in this batch.
        self._whole: set[str] = set()

    def begin(self) -> None:
        """Start a new batch: nothing pending, no search remembered, caches within their bound."""
        self.changes = self.pending = Changes()
        self._searches.clear()
        self._cut.clear()
        self._whole.clear()
        if len(self.holdings) > CACHED_MAX:
            for pair in list(self.holdings)[: CACHED_MAX // 2]:
                del self.holdings[pair]
        for by_key, limit in self._bounded:
            if len(by_key) > limit:
                for key in list(by_key)[: limit // 2]:
                    del by_key[key]

    def get(self, cls: type[R], *key: object) -> R | None:
        """See `View.get`."""
        records = self.records[cls]
        found: R | None = records.by_key.get(key)
        if found is None and not records.is_whole and key not in records.by_key:
            raise Missing(("record", cls, key))
        return found

    def find(
        self, cls: type[R], index: str, *by: object, after: tuple[object, ...] | None = None, limit: int = FIND_MAX
    ) -> tuple[R, ...]:
        """See `View.find`: rows read, less those changed since, with the changed ones in their places."""
        records = self.records[cls]
        if records.is_whole:
            return State.find(self, cls, index, *by, after=after, limit=limit) if by in records.indexes[index] else ()
        limit = min(limit, FIND_MAX)
        search = (cls, index, by, after, limit)
        if search not in self._searches:
            raise Missing(("search", search, 0))
        changed = {key: item for (of, key), item in self.pending.records.items() if of is cls}
        read = self._searches[search]
        if not changed:
            return read[:limit]
        kept = [item for item in read if records.type.key_of(item) not in changed]
        if len(kept) < limit and search in self._cut:
            raise Missing(("search", search, len(changed)))
        return self._merged(search, kept, changed)

    def _merged(self, search: Search, kept: list[Any], changed: dict[Key, object]) -> tuple[Any, ...]:
        cls, name, by, after, limit = search
        of = self.records[cls].type
        index = of.indexes[name]
        place = values_of((*index.order, *of.key))
        found = values_of(index.by)
        kept += [item for item in changed.values() if found(item) == by and (after is None or place(item) > after)]
        return tuple(sorted(kept, key=place)[:limit])

    def holding(self, account: str, asset: str) -> Holding:
        """Return what an account holds of an asset."""
        found = self.holdings.get((account, asset))
        if found is None:
            raise Missing(("holding", account, asset))
        return found

    def assets(self, account: str) -> tuple[str, ...]:
        """See `View.assets`."""
        if account not in self._whole:
            raise Missing(("assets", account))
        return super().assets(account)

    def prepare(self, outcome: Outcome) -> None:
        """See `State.prepare`; what an outcome of many records lacks is asked for at once."""
        absent = [
            (type(item), self.records[type(item)].type.key_of(item))
            for item in outcome.records
            if not self.records[type(item)].is_whole
        ]
        absent = [(cls, key) for cls, key in absent if key not in self.records[cls].by_key]
        if absent:
            raise Missing(("records", *absent))
        super().prepare(outcome)

    def foreseen(self, bodies: Iterable[object]) -> list[Wanted]:
        """Return what bodies name and most rules will ask for: the accounts, and what they hold of the asset.

        Only a saving of rounds; a rule that asks for more says so.
        """
        accounts = self.records[Account].by_key
        wanted: list[Wanted] = []
        for body in bodies:
            numbers, pairs = _named_by(body)
            wanted += [("record", Account, (number,)) for number in numbers if (number,) not in accounts]
            wanted += [("holding", *pair) for pair in pairs if pair not in self.holdings]
        return wanted

    def load_residents(self, connection: sa.Connection) -> None:
        """Read every resident record; done once, when a writer starts."""
        for records in self.records.values():
            if records.type.resident:
                mapper = mapper_of(records.type.cls)
                for row in connection.execute(sa.select(mapper.table)):
                    records.put(mapper.from_row(row))

    def load(self, connection: sa.Connection, wanted: Iterable[Wanted]) -> None:
        """Read what rules have asked for. What the database does not hold is remembered as absent."""
        by_class: dict[type, list[Key]] = {}
        pairs: list[tuple[str, str]] = []
        for want in set(wanted):
            if want[0] == "record":
                by_class.setdefault(want[1], []).append(want[2])
            elif want[0] == "records":
                for cls, key in want[1:]:
                    by_class.setdefault(cls, []).append(key)
            elif want[0] == "holding":
                pairs.append((want[1], want[2]))
            elif want[0] == "assets":
                pairs += self._unread(connection, want[1])
            else:
                self._load_search(connection, want[1])
        for cls, keys in by_class.items():
            for start in range(0, len(keys), _PARAMETERS_MAX):
                self._load_records(connection, cls, keys[start : start + _PARAMETERS_MAX])
        for start in range(0, len(pairs), _PARAMETERS_MAX):
            self._load_holdings(connection, pairs[start : start + _PARAMETERS_MAX])

    def _load_records(self, connection: sa.Connection, cls: type, keys: list[Key]) -> None:
        mapper = mapper_of(cls)
        columns = [mapper.table.c[name] for name in mapper.of.key]
        is_single = len(columns) == 1
        condition = columns[0].in_([key[0] for key in keys]) if is_single else sa.tuple_(*columns).in_(keys)
        store = self.records[cls].by_key
        for key in keys:
            store.setdefault(key, None)
        for row in connection.execute(sa.select(mapper.table).where(condition)):
            item = mapper.from_row(row)
            store[mapper.of.key_of(item)] = item

    def _load_search(self, connection: sa.Connection, search: Search) -> None:
        cls, name, by, after, limit = search
        mapper = mapper_of(cls)
        index = mapper.of.indexes[name]
        order = [mapper.table.c[column] for column in (*index.order, *mapper.of.key)]
        query = sa.select(mapper.table).where(*(mapper.table.c[c] == v for c, v in zip(index.by, by, strict=True)))
        if after is not None:
            # As tuples compare in memory: a shorter position stands before everything that begins with it.
            place, position = sa.tuple_(*order[: len(after)]), sa.tuple_(*after)
            query = query.where(place > position if len(after) == len(order) else place >= position)
        spare = max(_SPARE, len(self.pending.records))  # what is pending may take the place of as many rows
        rows = connection.execute(query.order_by(*order).limit(limit + spare)).all()
        self._searches[search] = tuple(mapper.from_row(row) for row in rows)
        if len(rows) == limit + spare:
            self._cut.add(search)
        else:
            self._cut.discard(search)

    def _unread(self, connection: sa.Connection, account: str) -> list[tuple[str, str]]:
        self._whole.add(account)
        number, batch = account_key(account), mapper_of(Batch).table
        ranges = sa.select(batch.c.asset).join(unit_range, unit_range.c.batch == batch.c.number)
        held = (
            sa.select(balance.c.asset)
            .where(balance.c.account == number)
            .union(ranges.where(unit_range.c.account == number))
        )
        return [(account, asset) for (asset,) in connection.execute(held) if (account, asset) not in self.holdings]

    def _load_holdings(self, connection: sa.Connection, pairs: list[tuple[str, str]]) -> None:
        made = {pair: Holding() for pair in pairs}
        # A body may name an account of a purpose that does not exist; it holds nothing.
        accounts = sorted({account_key(account) for account, _ in pairs if account[3:5] in PURPOSES})
        assets = sorted({asset for _, asset in pairs})
        balances = sa.select(balance).where(balance.c.account.in_(accounts), balance.c.asset.in_(assets))
        for account, asset, units in connection.execute(balances):
            holding = made.get((account_text(account), asset))
            if holding is not None:
                holding.balance = units
        batch = mapper_of(Batch).table
        ranges = (
            sa.select(unit_range.c.account, batch.c.asset, unit_range.c.batch, unit_range.c.first, unit_range.c.last)
            .join(batch, batch.c.number == unit_range.c.batch)
            .where(unit_range.c.account.in_(accounts), batch.c.asset.in_(assets))
        )
        for account, asset, number, first, last in connection.execute(ranges):
            holding = made.get((account_text(account), asset))
            if holding is not None:
                holding.pieces(number).add(first, last)
        self.holdings.update(made)


def _named_by(body: object) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the accounts that a body and its lines name, each with the assets that are named beside it or below."""
    cls: Any = type(body)
    accounts, assets, lists = _named_in(cls)
    numbers = [getattr(body, name) for name in accounts]
    named = {getattr(body, name) for name in assets}
    inner = [_named_by(line) for name in lists for line in getattr(body, name)]
    named |= {asset for _, pairs in inner for _, asset in pairs}
    pairs = [(number, asset) for number in numbers for asset in sorted(named)]
    return numbers + [one for found, _ in inner for one in found], pairs + [one for _, found in inner for one in found]


@cache
def _named_in(cls: type) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the fields of a body that name accounts, those that name assets, and its lists of lines that do."""
    account, asset = get_args(AccountNo)[1], get_args(Asset)[1]
    given: Any = fields(cls)
    plain = [spec for spec in given if not spec.optional and spec.items is None]
    lines = [spec for spec in given if isinstance(spec.items, type) and is_dataclass(spec.items)]
    return (
        tuple(spec.name for spec in plain if spec.constraint == account),
        tuple(spec.name for spec in plain if spec.constraint == asset),
        tuple(spec.name for spec in lines if any(_named_in(spec.items))),
    )
