"""What the database holds by itself, whoever writes to it."""

import pytest
import sqlalchemy as sa

from registry.ledger.serials import account_number
from registry.ledger.state import Changes
from registry.store import tables
from registry.store.log import read_head
from registry.store.posting import LeafRow, Posting, commit, post
from registry.store.tables import account_key, account_text, fork_of, forks_over
from tests.store.checks import leaves_of
from tests.store.filled import Filled

HOLDING = account_key(account_number("31", "HO", 11))
ISSUANCE = account_key(account_number("31", "IS", 1))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE leaf SET result = 'accepted'",
        'UPDATE leaf SET data = data WHERE "index" = 3',
        'DELETE FROM leaf WHERE "index" = 5',
        "DELETE FROM leaf",
    ],
)
def test_the_journal_refuses_to_be_changed(begun: Filled, statement: str) -> None:
    before = leaves_of(begun.engine)
    with pytest.raises(sa.exc.DBAPIError, match="the journal only grows"), begun.engine.begin() as connection:
        connection.execute(sa.text(statement))
    assert leaves_of(begun.engine) == before


def test_the_journal_refuses_to_be_replaced_or_cut(begun: Filled) -> None:
    names = '"index", id, kind, participant, recorded_at, expires, result, data'
    by_dialect = {
        "sqlite": f'REPLACE INTO leaf ({names}) SELECT {names} FROM leaf WHERE "index" = 3',
        "postgresql": "TRUNCATE leaf",
    }
    with pytest.raises(sa.exc.DBAPIError, match="the journal only grows"), begun.engine.begin() as connection:
        connection.execute(sa.text(by_dialect[begun.engine.dialect.name]))


def test_an_id_is_unique_for_ever(begun: Filled) -> None:
    with begun.engine.begin() as connection:
        row = connection.execute(sa.select(tables.leaf).where(tables.leaf.c.index == 3)).mappings().one()
        with pytest.raises(sa.exc.DBAPIError):
            connection.execute(sa.insert(tables.leaf).values({**row, "index": 10_000}))


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [(5001, 6000, True), (5000, 6000, False), (1, 1, False), (4000, 4500, False), (2500, 9000, False)],
)
def test_ranges_of_a_batch_never_overlap(begun: Filled, first: int, last: int, *, fits: bool) -> None:
    with begun.engine.connect() as connection:
        batch = connection.scalar(sa.select(tables.unit_range.c.batch).where(tables.unit_range.c.last == 5000))
        insert = sa.insert(tables.unit_range).values(batch=batch, first=first, last=last, account=HOLDING)
        if fits:
            connection.execute(insert)
        else:
            with pytest.raises(sa.exc.DBAPIError, match=r"ranges overlap|unit_range"):
                connection.execute(insert)


def test_a_range_cannot_grow_into_another(begun: Filled) -> None:
    begun.submit([begun.world.transfer(11, 12, units=10)])
    with begun.engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="ranges"):
        connection.execute(sa.update(tables.unit_range).values(first=1))


@pytest.mark.parametrize(("first", "last"), [(0, 5), (9, 8)])
def test_a_range_has_an_order(begun: Filled, first: int, last: int) -> None:
    with begun.engine.connect() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(sa.insert(tables.unit_range).values(batch=1, first=first, last=last, account=HOLDING))


@pytest.mark.parametrize(("account", "units", "fits"), [(HOLDING, -1, False), (HOLDING, 0, True), (ISSUANCE, -1, True)])
def test_no_balance_but_issuance_stands_below_zero(begun: Filled, account: int, units: int, *, fits: bool) -> None:
    insert = sa.insert(tables.balance).values(account=account, asset="XYZ-2030", units=units)
    with begun.engine.connect() as connection:
        if fits:
            connection.execute(insert)
        else:
            with pytest.raises(sa.exc.IntegrityError):
                connection.execute(insert)


def test_what_fails_half_way_leaves_nothing(begun: Filled) -> None:
    with begun.engine.connect() as connection:
        before = read_head(connection)
    row = LeafRow(begun.writer.size, bytes(16), "test.kind", "", 1, 2, "accepted", b"x")
    posting = Posting([row, row], Changes(), [], {"frontier": b"", "recorded_at": 0})
    alone = begun.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    with alone as connection, pytest.raises(begun.engine.dialect.loaded_dbapi.Error):
        commit(connection, posting)
    with begun.engine.connect() as connection:
        assert read_head(connection) == before
        assert connection.scalar(sa.select(sa.func.count()).select_from(tables.leaf)) == begun.writer.size


def test_posting_waits_for_its_caller_to_commit(begun: Filled) -> None:
    row = LeafRow(begun.writer.size, bytes(16), "test.kind", "", 1, 2, "accepted", b"x")
    with begun.engine.connect() as connection:
        post(connection, [row], Changes(), tiles=[], head={"frontier": b"f", "recorded_at": 0})
        connection.rollback()
        post(connection, [row], Changes(), tiles=[], head={"frontier": b"g", "recorded_at": 0})
        connection.commit()
    with begun.engine.connect() as connection:
        assert connection.scalar(sa.select(tables.head.c.frontier)) == b"g"


@pytest.mark.parametrize("purpose", ["IS", "HO", "PE", "RT", "CX", "CA"])
def test_an_account_number_comes_back_from_its_integer(purpose: str) -> None:
    number = account_number("44", purpose, 99_999_999)
    assert account_text(account_key(number)) == number


@pytest.mark.parametrize(("first", "last"), [(1, 1), (1, 2), (3, 4), (5, 1000), (1, 2**53 - 1), (2**52, 2**53 - 1)])
def test_the_fork_of_a_range_lies_over_each_of_its_serials(first: int, last: int) -> None:
    for serial in {first, last, (first + last) // 2, min(first + 1, last)}:
        assert fork_of(first, last) in forks_over(serial)
    assert len(forks_over(last)) <= 107
