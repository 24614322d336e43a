"""An audit names any changed value of journal, tree and projections by table, key and column."""

import random
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from registry.catalog import CATALOGUE
from registry.store import tables
from registry.store.audit import audit
from registry.store.audit_rows import Finding
from registry.store.projection import table_of
from tests.store.filled import Filled, filled

FIXED = (
    tables.leaf,
    tables.tile,
    tables.head,
    tables.checkpoint,
    tables.unit_range,
    tables.balance,
    tables.move,
)
TRIGGERS = {
    "sqlite": "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT 'DROP TRIGGER ' || tgname || ' ON ' || tgrelid::regclass FROM pg_trigger"
    " WHERE NOT tgisinternal",
}


def audited() -> tuple[sa.Table, ...]:
    return (*FIXED, *(table_of(of.cls) for of in CATALOGUE.record_types))


@pytest.fixture
def journal(prepared_engine: sa.Engine, tmp_path: Path) -> Iterator[Filled]:
    """Return a journal with a full tile whose database no longer defends itself."""
    made = filled(prepared_engine, tmp_path, trades=262)
    with prepared_engine.begin() as connection:
        for (statement,) in connection.execute(sa.text(TRIGGERS[prepared_engine.dialect.name])).all():
            connection.execute(sa.text(statement))
    yield made
    made.close()


def changed(value: Any, column: sa.Column[Any], chance: random.Random) -> Any:
    """Return another value of the same kind."""
    if isinstance(value, bool) or isinstance(column.type, sa.Boolean):
        return not value
    if isinstance(value, int):
        return value + chance.choice((1, 1_000_000))
    if isinstance(value, bytes):
        place = chance.randrange(len(value))
        return value[:place] + bytes([value[place] ^ chance.randrange(1, 256)]) + value[place + 1 :]
    if isinstance(value, str) and value:
        place = chance.randrange(len(value))
        return value[:place] + chance.choice("xyz".replace(value[place], "")) + value[place + 1 :]
    return 7 if isinstance(column.type, sa.BigInteger) else "x"


def same_row(table: sa.Table, row: Any) -> sa.ColumnElement[bool]:
    return sa.and_(*(column == row[column.name] for column in table.primary_key))


def spoil(engine: sa.Engine, table: sa.Table, column: sa.Column[Any], chance: random.Random) -> tuple[Any, Any] | None:
    """Change one value of one random row; return the row before and after, or None where the database refuses."""
    with engine.connect() as connection:
        rows = list(connection.execute(sa.select(table)).mappings())
        if not rows:
            return None
        row = dict(chance.choice(rows))
        value = changed(row[column.name], column, chance)
        try:
            connection.execute(sa.update(table).where(same_row(table, row)).values({column.name: value}))
            connection.commit()
        except sa.exc.DBAPIError:
            return None
        return row, {**row, column.name: value}


def mend(engine: sa.Engine, table: sa.Table, before: Any, after: Any) -> None:
    with engine.begin() as connection:
        connection.execute(sa.update(table).where(same_row(table, after)).values(before))


def names(finding: Finding, table: sa.Table, column: sa.Column[Any], rows: tuple[Any, Any]) -> bool:
    """Return whether a finding is of this table, of the row under its old or new key, and of this column."""
    keys = [tuple((key.name, row[key.name]) for key in table.primary_key) for row in rows]
    is_key = column.primary_key
    return finding.table == table.name and finding.pk in keys and (is_key or finding.column == column.name)


def test_finds_nothing_in_an_honest_database(journal: Filled) -> None:
    made = audit(journal.engine, CATALOGUE)
    assert made.findings == []
    assert made.replay.size == journal.writer.size


def test_any_changed_value_is_named_by_table_key_and_column(journal: Filled) -> None:
    seed = secrets.randbits(32)
    print("seed", seed)  # noqa: T201  shown when it fails
    chance = random.Random(seed)
    refused = []
    for table in audited():
        for column in table.columns:
            rows = spoil(journal.engine, table, column, chance)
            if rows is None:
                refused.append(f"{table.name}.{column.name}")
                continue
            findings = audit(journal.engine, CATALOGUE).findings
            assert any(names(finding, table, column, rows) for finding in findings), (
                table.name,
                column.name,
                rows,
                findings,
            )
            mend(journal.engine, table, *rows)
    assert audit(journal.engine, CATALOGUE).findings == []
    assert {"head.one", "leaf.data"} & set(refused) <= {"head.one"}


def test_any_changed_byte_of_a_leaf_is_named(journal: Filled) -> None:
    seed = secrets.randbits(32)
    print("seed", seed)  # noqa: T201  shown when it fails
    chance = random.Random(seed)
    column = tables.leaf.c.data
    for _ in range(25):
        rows = spoil(journal.engine, tables.leaf, column, chance)
        assert rows is not None
        findings = audit(journal.engine, CATALOGUE).findings
        assert any(names(finding, tables.leaf, column, rows) for finding in findings), (rows, findings)
        mend(journal.engine, tables.leaf, *rows)


@pytest.mark.parametrize("table", FIXED, ids=lambda table: table.name)
def test_a_row_taken_away_is_named(journal: Filled, table: sa.Table) -> None:
    if table is tables.checkpoint:  # nothing says that a head was kept
        return
    with journal.engine.begin() as connection:
        row = connection.execute(sa.select(table)).mappings().first()
        assert row is not None
        connection.execute(sa.delete(table).where(same_row(table, row)))
    key = tuple((column.name, row[column.name]) for column in table.primary_key)
    assert (table.name, key, None) in {(f.table, f.pk, f.column) for f in audit(journal.engine, CATALOGUE).findings}


def test_findings_are_json(journal: Filled) -> None:
    rows = spoil(journal.engine, tables.balance, tables.balance.c.units, random.Random(1))
    assert rows is not None
    (finding,) = audit(journal.engine, CATALOGUE).findings
    assert finding.to_json() == {
        "table": "balance",
        "pk": {"account": rows[0]["account"], "asset": rows[0]["asset"]},
        "column": "units",
        "reason": "differs from the replay",
    }
