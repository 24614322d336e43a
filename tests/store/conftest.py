"""A journal with the small world's beginning, on each database in turn."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from registry.store.database import connect
from tests.databases import PostgresServer  # noqa: TC001  as the other annotations here
from tests.store.filled import Filled


@pytest.fixture
def begun(prepared_engine: sa.Engine, tmp_path: Path) -> Iterator[Filled]:
    """Return a journal in which the enterprises 11, 12 and 13 hold accounts, and 11 holds 5 000 units."""
    made = Filled(prepared_engine, tmp_path)
    made.begin()
    yield made
    made.close()


@pytest.fixture
def second(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    """Return an engine on another fresh database of the same kind, with every table and no row."""
    if backend == "sqlite":
        path = tmp_path / "second.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        made = connect(f"sqlite:///{path}")
        yield made
        made.dispose()
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.create_database(request.getfixturevalue("postgres_template"))
    made = connect(server.url(name))
    yield made
    made.dispose()
    server.drop_database(name)
