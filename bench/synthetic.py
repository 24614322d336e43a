"""A large log made up of rows: what lists read, written straight into the tables. No signatures, no hashes.

Every serial has seen about ten moves and every account has more than a page, whatever the number of entries, so that a
query gives as much from a large log as from a small one. One project stands for ten entries.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from typing import Any, cast

import sqlalchemy as sa

from registry.areas.finance.rules.records import Project
from registry.ledger.book import Account, Batch
from registry.ledger.parties import Participant
from registry.store import migrate, tables
from registry.store.database import connect
from registry.store.projection import mapper_of
from registry.store.tables import account_key, account_text, fork_of
from tests.areas.finance.factories import Finance
from tests.world import ORIGIN

ACCOUNTS = 20
UNITS = 1_000
SERIALS_AN_ENTRY = 100
BATCH = 64
BATCH_TEXT = "CEA-31-NAT-2025-1"
FIRST_ACCOUNT = account_key("31-HO-00000011-82")
ZONES = ("11", "13", "31", "32", "44", "46")
CHUNK = 20_000

Row = tuple[Any, ...]


def fill(url: str, entries: int) -> sa.Engine:
    """Make the tables, fill them as after so many entries, and return the engine."""
    engine = connect(url)
    migrate.upgrade(engine)
    world = Finance()
    world.register()
    records = {cls: list(held.by_key.values()) for cls, held in world.journal.replay.state.records.items()}
    account = cast("Account", records[Account][0])
    party = cast("Participant", records[Participant][0])
    records[Account] += [replace(account, number=account_text(FIRST_ACCOUNT + n)) for n in range(ACCOUNTS)]
    records[Participant] += [replace(party, number=_participant(n)) for n in range(ACCOUNTS)]
    records[Batch] = [_batch(account.number, entries)]
    records[Project] = []
    for cls, items in records.items():
        mapper = mapper_of(cls)
        put(engine, mapper.table, (tuple(mapper.to_row(item).values()) for item in items))
    row = tuple(mapper_of(Project).to_row(world.project()).values())
    names = [column.name for column in mapper_of(Project).table.columns]
    put(engine, mapper_of(Project).table, (_project(row, names, n) for n in range(entries // 10)))
    put(engine, tables.leaf, (_leaf(n) for n in range(entries)))
    put(engine, tables.move, (_move(n, entries) for n in range(entries)))
    put(engine, tables.unit_range, ((BATCH, n * 100 + 100, n * 100 + 1, _account(n)) for n in range(entries)))
    put(engine, tables.balance, ((_account(n), "CEA-2025", 10**9) for n in range(ACCOUNTS)))
    frontier = entries.to_bytes(8, "big") + bytes(32) * entries.bit_count()
    put(engine, tables.head, [(1, ORIGIN, "", frontier, entries * 1000)])
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # As autovacuum leaves a table of a living database.
        connection.execute(sa.text("ANALYZE" if engine.dialect.name == "sqlite" else "VACUUM ANALYZE"))
    return engine


def put(engine: sa.Engine, table: sa.Table, rows: Iterable[Row]) -> None:
    """Write rows, in the order of the table's columns, in the driver's quickest way."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    raw: Any = engine.raw_connection()
    cursor = raw.cursor()
    if engine.dialect.name == "postgresql":
        with cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
    else:
        marks = ", ".join("?" for _ in table.columns)
        waiting = iter(rows)
        while some := list(islice(waiting, CHUNK)):
            cursor.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', some)
    raw.commit()
    raw.close()


def _batch(issuer: str, entries: int) -> Batch:
    return Batch(BATCH, BATCH_TEXT, "CEA-2025", "31", issuer, 1, entries * SERIALS_AN_ENTRY, "")


def _participant(n: int) -> str:
    return f"P-{10_000 + n % ACCOUNTS:08}"


def _account(n: int) -> int:
    return FIRST_ACCOUNT + n % ACCOUNTS


def _leaf(n: int) -> Row:
    kind = "allowances.transfer" if n % 10 else "participants.register"
    result = "units_not_held" if n % 40 == 0 else "accepted"
    return (n, n.to_bytes(16, "big"), kind, _participant(n), n * 1000, 0, result, b"x" * 700)


def _move(n: int, entries: int) -> Row:
    # The multiplier is prime, so the places are spread evenly and look random.
    first = n * 179_424_673 % (entries * SERIALS_AN_ENTRY - UNITS) + 1
    source, target = _account(n), _account(n * 7 + 3)
    fork = fork_of(first, first + UNITS - 1)
    return (n, 0, source, target, "CEA-2025", BATCH, first, UNITS, 10**9, 10**9, fork)


def _project(row: Row, names: list[str], n: int) -> Row:
    changed = {
        "number": f"G-{1_000 + n:08}",
        "zone": ZONES[n % len(ZONES)],
        "owner": _participant(n),
        "green_finance_fen": n * 7919 % 1_000_003 * 100,
        "changed_at": 1_000_000 + n,
    }
    return tuple(changed.get(name, value) for name, value in zip(names, row, strict=True))
