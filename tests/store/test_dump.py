"""The dump from SQL is the dump from a replay, byte for byte."""

from pathlib import Path

import sqlalchemy as sa

from registry.catalog import CATALOGUE
from registry.ledger.replay import Replay, dump_replay
from registry.ledger.rules import LIFETIME_MAX
from registry.store.dump import dump_sql, load_state
from registry.store.log import leaf_data
from tests.store.filled import Filled, filled
from tests.world import ORIGIN


def replayed(engine: sa.Engine) -> Replay:
    replay = Replay(ORIGIN, CATALOGUE)
    with engine.connect() as connection:
        for data in leaf_data(connection, 0, 10_000):
            replay.feed(data)
    return replay


def test_gives_the_bytes_of_a_replay(prepared_engine: sa.Engine, tmp_path: Path) -> None:
    filled(prepared_engine, tmp_path, trades=30)
    with prepared_engine.connect() as connection:
        dumped = list(dump_sql(connection, CATALOGUE))
    assert dumped == list(dump_replay(replayed(prepared_engine)))
    assert sum(line.startswith(b'{"account"') for line in dumped) > 2


def test_leaves_out_ids_that_no_entry_can_carry_any_more(prepared_engine: sa.Engine, tmp_path: Path) -> None:
    journal = filled(prepared_engine, tmp_path, trades=10)
    journal.world.author.now_ms += LIFETIME_MAX * 1000
    journal.trade(2)
    with prepared_engine.connect() as connection:
        dumped = list(dump_sql(connection, CATALOGUE))
    assert dumped == list(dump_replay(replayed(prepared_engine)))
    assert sum(line.startswith(b'{"id"') for line in dumped) == 2


def test_an_empty_log_has_a_head_line_only(prepared_engine: sa.Engine, tmp_path: Path) -> None:
    Filled(prepared_engine, tmp_path)
    with prepared_engine.connect() as connection:
        assert list(dump_sql(connection, CATALOGUE)) == list(dump_replay(Replay(ORIGIN, CATALOGUE)))


def test_a_state_from_the_database_dumps_like_it(prepared_engine: sa.Engine, tmp_path: Path) -> None:
    filled(prepared_engine, tmp_path, trades=12)
    with prepared_engine.connect() as connection:
        assert list(dump_replay(load_state(connection, CATALOGUE))) == list(dump_sql(connection, CATALOGUE))
