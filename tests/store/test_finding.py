"""The history of a record and the hashes of entries, from the log that a small market has written."""

import hashlib
from pathlib import Path

import sqlalchemy as sa

from registry.ledger import note
from registry.ledger.merkle import leaf_hash
from registry.store.finding import history, named_like, pinyin_of
from registry.store.hashes import index_hashes, positions_of
from registry.store.log import leaf_data
from tests.store.filled import filled


def test_a_records_history_names_the_entries_that_touched_it(prepared_engine: sa.Engine, tmp_path: Path) -> None:
    filled(prepared_engine, tmp_path, trades=3)
    with prepared_engine.connect() as connection:
        opened = connection.execute(sa.text("SELECT number, opened_index FROM account ORDER BY number")).all()
        for number, index in opened:
            assert [one.index for one in history(connection, "account", number).rows][-1] == index
        found = history(connection, "participant", "P-00000011")
        assert found.rows[-1].kind == "participants.register"
        assert found.next_below is None
        assert history(connection, "participant", "P-99999999").rows == ()


def test_a_long_history_goes_on_below_its_last_row(prepared_engine: sa.Engine, tmp_path: Path) -> None:
    filled(prepared_engine, tmp_path, trades=3)
    with prepared_engine.begin() as connection:
        for index in range(5, 10):
            connection.execute(
                sa.text("INSERT INTO record_history VALUES ('participant', 'P-00000077', :at)"), {"at": index}
            )
        first = history(connection, "participant", "P-00000077", limit=3)
        rest = history(connection, "participant", "P-00000077", below=first.next_below, limit=3)
    assert [one.index for one in (*first.rows, *rest.rows)] == [9, 8, 7, 6, 5]
    assert rest.next_below is None


def test_every_hash_of_an_entry_leads_to_it(prepared_engine: sa.Engine, tmp_path: Path) -> None:
    filled(prepared_engine, tmp_path, trades=3)
    while index_hashes(prepared_engine, most=7):
        pass
    with prepared_engine.connect() as connection:
        size = connection.scalar(sa.text("SELECT count(*) FROM leaf")) or 0
        for index, data in enumerate(leaf_data(connection, 0, size)):
            text = note.parse(data.split(b"\n", 2)[2], signatures_max=8).text
            for digest in (leaf_hash(data), hashlib.sha256(text).digest()):
                assert positions_of(connection, digest, limit=9) == (index,)
        assert positions_of(connection, bytes(32), limit=9) == ()


def test_names_are_found_by_initials_pinyin_and_words(prepared_engine: sa.Engine, tmp_path: Path) -> None:
    filled(prepared_engine, tmp_path, trades=1)
    with prepared_engine.connect() as connection:
        name = connection.scalar(sa.text("SELECT name FROM participant WHERE number = 'P-00000011'")) or ""
        initials, pinyin = pinyin_of(name)
        for words in (name, initials, initials.upper(), pinyin[:6]):
            keys = [one.key for one in named_like(connection, words, records=("participant",), limit=99)]
            assert "P-00000011" in keys
        assert named_like(connection, "%", records=("participant",), limit=9) == ()


def test_initials_are_those_that_a_chinese_reader_types() -> None:
    assert pinyin_of("华能海南发电") == ("hnhnfd", "huanenghainanfadian")
    assert pinyin_of("重庆 No. 1")[0] == "cqno1"
