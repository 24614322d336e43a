"""The rows that a replayed state gives: records, ranges, balances and moves, in the order of their tables' keys."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from registry.ledger.book import Move
from registry.ledger.state import State
from registry.store import tables
from registry.store.audit_rows import Finding, compare, raw_rows
from registry.store.projection import mapper_of
from registry.store.tables import account_key, fork_of

Row = tuple[Any, ...]


def state_findings(
    connection: sa.Connection, state: State, balances: Mapping[tuple[str, str], int]
) -> Iterator[Finding]:
    """Yield what differs between the stored projections and a state; ``balances`` are those that ever changed."""
    for records in state.records.values():
        mapper = mapper_of(records.type.cls)
        rows = (tuple(mapper.to_row(records.by_key[key]).values()) for key in sorted(records.by_key))
        yield from compare(mapper.table, raw_rows(connection, mapper.table), rows)
    yield from compare(tables.unit_range, raw_rows(connection, tables.unit_range), range_rows(state))
    yield from compare(tables.balance, raw_rows(connection, tables.balance), balance_rows(balances))


def range_rows(state: State) -> Iterator[Row]:
    """Yield the rows of all held ranges."""
    rows = [
        (batch, last, first, account_key(account))
        for (account, _), holding in state.holdings.items()
        for batch, pieces in holding.batches.items()
        for first, last in pieces
    ]
    rows.sort()
    yield from rows


def balance_rows(balances: Mapping[tuple[str, str], int]) -> Iterator[Row]:
    """Yield the rows of balances."""
    yield from sorted((account_key(account), asset, units) for (account, asset), units in balances.items())


def move_rows(moves: Iterable[Move]) -> Iterator[Row]:
    """Yield the rows of moves in their order."""
    for move in moves:
        transfer = move.transfer
        yield (
            move.index,
            move.n,
            account_key(transfer.source),
            account_key(transfer.target),
            transfer.asset,
            transfer.batch,
            transfer.first,
            transfer.units,
            move.source_balance,
            move.target_balance,
            fork_of(transfer.first, transfer.last) if transfer.batch else 0,
        )
