"""Whose number is this: the names of participants, and the holders of accounts, looked up for one page at a time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from registry.ledger.book import Account
from registry.ledger.parties import Participant, Representative
from registry.store.projection import table_of
from registry.store.tables import account_text

# SQLite takes more parameters than this in every release that Python 3.11 comes with.
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Party:
    """A participant as pages name it; an unknown number has an empty name and function."""

    number: str
    name: str
    function: str


def parties(connection: sa.Connection, numbers: Iterable[str]) -> Mapping[str, Party]:
    """Return the participants with these numbers, by number. Index: primary key of `participant`."""
    table = table_of(Participant).c
    rows = _by_number(connection, (table.number, table.name, table.function), numbers)
    return {number: Party(number, name, function) for number, name, function in rows}


def parties_of_representatives(connection: sa.Connection, numbers: Iterable[str]) -> Mapping[str, Party]:
    """Return each representative's participant, by the representative's number. Indexes: both primary keys."""
    table = table_of(Representative).c
    of = dict(_by_number(connection, (table.number, table.participant), numbers))
    found = parties(connection, set(of.values()))
    return {number: found[participant] for number, participant in of.items() if participant in found}


def holders(connection: sa.Connection, accounts: Iterable[int]) -> Mapping[int, Party]:
    """Return the participant behind each account, by the account's key. Indexes: both primary keys."""
    texts = {account_text(key): key for key in accounts}
    table = table_of(Account).c
    of = dict(_by_number(connection, (table.number, table.holder), texts))
    found = parties(connection, set(of.values()))
    return {texts[number]: found[participant] for number, participant in of.items() if participant in found}


def _by_number(
    connection: sa.Connection, columns: tuple[sa.Column[Any], ...], wanted: Iterable[str]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows whose first column is one of the wanted."""
    values = sorted(set(wanted))
    for start in range(0, len(values), _CHUNK):
        query = sa.select(*columns).where(columns[0].in_(values[start : start + _CHUNK]))
        yield from (tuple(row) for row in connection.execute(query))
