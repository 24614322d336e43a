"""The steps in `migrations/` make what the tables in the code declare, and take it away again."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from registry.store.database import connect, metadata
from registry.store.migrate import SCRIPTS, current, differences, downgrade, load_tables, upgrade
from tests.databases import PostgresServer

TRIGGERS = {
    "sqlite": ("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",),
    "postgresql": (
        "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
        "SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    ),
}


def head() -> str | None:
    return ScriptDirectory(str(SCRIPTS)).get_current_head()


def triggers(engine: sa.Engine) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        found = [row for query in TRIGGERS[engine.dialect.name] for row in connection.exec_driver_sql(query)]
    return sorted((name, " ".join(text.split())) for name, text in found)


def checks(engine: sa.Engine) -> dict[str, list[tuple[Any, ...]]]:
    inspector = sa.inspect(engine)
    return {
        table: sorted((check["name"], check["sqltext"]) for check in inspector.get_check_constraints(table))
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


@pytest.fixture
def migrated(engine: sa.Engine) -> sa.Engine:
    upgrade(engine)
    return engine


def test_all_the_way_up_gives_the_tables_of_the_code(migrated: sa.Engine) -> None:
    assert current(migrated) == head()
    assert differences(migrated) == []


def test_steps_and_code_agree_on_triggers_and_checks(migrated: sa.Engine, prepared_engine: sa.Engine) -> None:
    assert triggers(migrated) == triggers(prepared_engine)
    assert checks(migrated) == checks(prepared_engine)


def test_going_up_twice_changes_nothing(migrated: sa.Engine) -> None:
    upgrade(migrated)
    assert current(migrated) == head()


def test_all_the_way_down_leaves_nothing(migrated: sa.Engine) -> None:
    downgrade(migrated)
    assert current(migrated) is None
    assert set(sa.inspect(migrated).get_table_names()) <= {"alembic_version"}
    assert triggers(migrated) == []


def test_every_step_can_be_taken_down_and_up_again(migrated: sa.Engine) -> None:
    for step in ScriptDirectory(str(SCRIPTS)).walk_revisions():
        below = step.down_revision
        assert below is None or isinstance(below, str)
        downgrade(migrated, below or "base")
        assert current(migrated) == below
    upgrade(migrated)
    assert differences(migrated) == []


def test_every_constraint_has_a_name() -> None:
    load_tables()
    nameless = [
        f"{table.name}: {constraint}"
        for table in metadata.tables.values()
        for constraint in table.constraints
        if constraint.name is None
    ]
    assert nameless == []


def test_tables_that_nobody_migrated_are_found(migrated: sa.Engine) -> None:
    with migrated.begin() as connection:
        connection.execute(sa.text("CREATE TABLE stray (id INTEGER PRIMARY KEY)"))
    assert len(differences(migrated)) == 1


@pytest.mark.postgresql
@pytest.mark.faults
def test_the_server_for_tests_survives_its_own_death(tmp_path: Path) -> None:
    server = PostgresServer()
    try:
        server.start()
        engine = connect(server.url("postgres"))
        with engine.begin() as connection:
            connection.execute(sa.text("CREATE TABLE kept (id INTEGER)"))
        server.kill()
        server.start()
        engine.dispose()
        assert sa.inspect(engine).get_table_names() == ["kept"]
        engine.dispose()
    finally:
        server.remove()
