"""A rebuilt database is the first one again, row by row, whatever the log holds."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from registry.catalog import CATALOGUE
from registry.ledger.errors import Malformed
from registry.store.database import connect, metadata
from registry.store.rebuild import rebuild, swap_files, swap_statements
from tests.store.filled import Filled, filled


def rows(engine: sa.Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(sa.select(table))), key=repr)
            for table in metadata.sorted_tables
        }


def test_every_row_of_every_table_is_made_again(prepared_engine: sa.Engine, second: sa.Engine, tmp_path: Path) -> None:
    filled(prepared_engine, tmp_path, trades=300)
    size = rebuild(prepared_engine, second, CATALOGUE)
    assert size > 300
    assert rows(second) == rows(prepared_engine)


def test_a_journal_goes_on_in_the_rebuilt_database(
    prepared_engine: sa.Engine, second: sa.Engine, tmp_path: Path
) -> None:
    journal = filled(prepared_engine, tmp_path, trades=250)
    rebuild(prepared_engine, second, CATALOGUE)
    journal.close()
    Filled(second, tmp_path, world=journal.world, is_founded=True).trade(20)


def test_a_drifted_projection_is_right_again(prepared_engine: sa.Engine, second: sa.Engine, tmp_path: Path) -> None:
    filled(prepared_engine, tmp_path, trades=10)
    before = rows(prepared_engine)
    with prepared_engine.begin() as connection:
        connection.execute(sa.text("UPDATE balance SET units = units + 1 WHERE units > 0"))
    rebuild(prepared_engine, second, CATALOGUE)
    assert rows(second) == before


def test_refuses_a_database_that_holds_a_log(prepared_engine: sa.Engine, second: sa.Engine, tmp_path: Path) -> None:
    filled(prepared_engine, tmp_path, trades=2)
    rebuild(prepared_engine, second, CATALOGUE)
    with pytest.raises(Malformed) as refused:
        rebuild(prepared_engine, second, CATALOGUE)
    assert refused.value.code == "target_not_empty"


def test_a_rebuilt_file_takes_the_living_ones_place(tmp_path: Path) -> None:
    living, rebuilt = tmp_path / "living.db", tmp_path / "rebuilt.db"
    for path in (living, rebuilt):
        engine = connect(f"sqlite:///{path}")
        with engine.begin() as connection:
            connection.execute(sa.text("CREATE TABLE mark (name TEXT)"))
            connection.execute(sa.text("INSERT INTO mark VALUES (:name)"), {"name": path.stem})
        engine.dispose()
    before = swap_files(living, rebuilt)
    marks = {}
    for path in (living, before):
        engine = connect(f"sqlite:///{path}")
        with engine.connect() as connection:
            marks[path.name] = connection.scalar(sa.text("SELECT name FROM mark"))
        engine.dispose()
    assert marks == {"living.db": "rebuilt", "living.db.before": "living"}
    assert not rebuilt.exists()


def test_names_the_statements_that_swap_databases() -> None:
    assert swap_statements("registry", 'new"one') == (
        'ALTER DATABASE "registry" RENAME TO "registry_before"',
        'ALTER DATABASE "new""one" RENAME TO "registry"',
    )
