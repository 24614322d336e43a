"""One filled journal for each database, read by all tests of this area that do not write."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.store.filled import Filled, filled


@pytest.fixture
def journal(prepared_engine: sa.Engine, tmp_path: Path) -> Iterator[Filled]:
    """Return a journal with founders, three enterprises, 43 transfers and two kept heads."""
    made = filled(prepared_engine, tmp_path)
    yield made
    made.close()


@pytest.fixture
def connection(journal: Filled) -> Iterator[sa.Connection]:
    """Return a connection to it."""
    with journal.engine.connect() as made:
        yield made
