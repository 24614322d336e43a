"""An audit names any changed value of journal, tree and projections by table, key and column."""

import json
import os
import random
import secrets
from collections.abc import Callable, Iterator
from itertools import zip_longest
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
Another = Callable[[Any, "sa.Column[Any]", random.Random], Any]
TRIGGERS = {
    "sqlite": "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT 'DROP TRIGGER ' || tgname || ' ON ' || tgrelid::regclass FROM pg_trigger"
    " WHERE NOT tgisinternal",
}


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


def drawn() -> random.Random:
    """Return chance itself, with its seed shown when the test fails; AUDIT_SEED repeats one."""
    seed = int(os.environ.get("AUDIT_SEED") or secrets.randbits(32))
    print("seed", seed)  # noqa: T201
    return random.Random(seed)


class NotText(bytes):
    """Bytes that stand in a column as text, and are no UTF-8."""

    __slots__ = ()


def odd(value: Any, column: sa.Column[Any], chance: random.Random) -> Any:
    """Return what no program of ours would write there: of another type, cut off, of another sign, huge, or nothing."""
    values: list[Any] = [None, b"", b"\xff\x00", 0.5, -1, 2**62, -(2**63)]
    if isinstance(column.type, sa.LargeBinary):
        values += ["text", *((value[: chance.randrange(len(value))], value + b"\x00") if value else ())]
    elif isinstance(column.type, sa.Text):
        values = [None, "", b"", NotText(b"\xff\xfe"), "\uffff", "9" * 100_000, *((value[:-1],) if value else ())]
    else:
        values += [7, "", "text", NotText(b"\xff\xfe")]
    return chance.choice([one for one in values if type(one) is not type(value) or one != value])


class Raw(sa.types.UserDefinedType[Any]):
    """The type of a value that goes to the driver as it is."""

    cache_ok = True


def literal(value: Any) -> sa.ColumnElement[Any]:
    """Return a value as the driver takes it, past every conversion."""
    if isinstance(value, NotText):
        return sa.cast(sa.literal(bytes(value)), sa.Text)
    return sa.literal(value, Raw())


def same_row(table: sa.Table, row: Any) -> sa.ColumnElement[bool]:
    return sa.and_(*(column == literal(row[column.name]) for column in table.primary_key))


def spoil(
    engine: sa.Engine, column: sa.Column[Any], chance: random.Random, another: Another = changed
) -> tuple[Any, Any] | None:
    """Change one value of one random row; return the row before and after, or None where the database refuses."""
    table = column.table
    with engine.connect() as connection:
        rows = list(connection.execute(sa.select(table)).mappings())
        if not rows:
            return None
        row = dict(chance.choice(rows))
        value = another(row[column.name], column, chance)
        if engine.dialect.name == "postgresql" and not isinstance(value, (column.type.python_type, type(None))):
            return None  # what the server casts, it casts to an odd value of the column's own type
        try:
            connection.execute(sa.update(table).where(same_row(table, row)).values({column.name: literal(value)}))
            connection.commit()
        except (sa.exc.DBAPIError, TypeError):  # PostgreSQL's driver refuses what is of another type
            return None
        return row, {**row, column.name: value}


def mend(engine: sa.Engine, table: sa.Table, before: Any, after: Any) -> None:
    with engine.begin() as connection:
        connection.execute(
            sa.update(table).where(same_row(table, after)).values({k: literal(v) for k, v in before.items()})
        )


def names(finding: Finding, column: sa.Column[Any], rows: tuple[Any, Any]) -> bool:
    """Return whether a finding is of this column's table, of the row under its old or new key, and of this column."""
    table = column.table
    keys = [tuple((key.name, row[key.name]) for key in table.primary_key) for row in rows]
    is_key = column.primary_key
    return finding.table == table.name and finding.pk in keys and (is_key or finding.column == column.name)


def test_finds_nothing_in_an_honest_database(journal: Filled) -> None:
    made = audit(journal.engine, CATALOGUE)
    assert made.findings == []
    assert made.replay.size == journal.writer.size


def places() -> Iterator[list[sa.Column[Any]]]:
    """Yield columns to spoil at once: each of journal and book alone, those of all records' tables side by side."""
    yield from ([column] for table in FIXED for column in table.columns)
    columns = [list(table_of(of.cls).columns) for of in CATALOGUE.record_types]
    yield from ([one for one in row if one is not None] for row in zip_longest(*columns))


@pytest.mark.parametrize("another", [changed, odd], ids=["changed", "odd"])
def test_any_changed_value_is_named_by_table_key_and_column(journal: Filled, another: Another) -> None:
    chance = drawn()
    refused = set()
    for columns in places():
        spoiled = [(column, spoil(journal.engine, column, chance, another)) for column in columns]
        refused |= {str(column) for column, rows in spoiled if rows is None}
        done = [(column, rows) for column, rows in spoiled if rows is not None]
        findings = audit(journal.engine, CATALOGUE).findings if done else []
        json.dumps([finding.to_json() for finding in findings], allow_nan=False)
        for column, rows in done:
            assert any(names(finding, column, rows) for finding in findings), (column, rows, findings)
            mend(journal.engine, column.table, *rows)
    assert audit(journal.engine, CATALOGUE).findings == []
    assert another is odd or {"head.one", "leaf.data"} & refused <= {"head.one"}


def test_any_changed_byte_of_a_leaf_is_named(journal: Filled) -> None:
    chance = drawn()
    column = tables.leaf.c.data
    for _ in range(25):
        rows = spoil(journal.engine, column, chance)
        assert rows is not None
        findings = audit(journal.engine, CATALOGUE).findings
        assert any(names(finding, column, rows) for finding in findings), (rows, findings)
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
    rows = spoil(journal.engine, tables.balance.c.units, random.Random(1))
    assert rows is not None
    (finding,) = audit(journal.engine, CATALOGUE).findings
    assert finding.to_json() == {
        "table": "balance",
        "pk": {"account": rows[0]["account"], "asset": rows[0]["asset"]},
        "column": "units",
        "reason": "differs from the replay",
    }
