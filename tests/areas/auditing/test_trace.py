"""Paths of units: against a replay of all moves, for one serial, a range, and a range that was split and merged."""

import random
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from registry.areas.auditing.places import Wanted
from registry.areas.auditing.queries import trace as tracing
from registry.areas.auditing.queries.trace import Trace, read_trace
from registry.ledger.serials import account_number
from registry.store.tables import account_text, move

BATCH = "CEA-31-NAT-2025-1"


def trace(connection: sa.Connection, first: int, last: int) -> Trace:
    found = read_trace(connection, Wanted(BATCH, first, last))
    assert found is not None
    return found


def moves_over(connection: sa.Connection, first: int, last: int, batch: int) -> Iterator[tuple[int, int, str, str]]:
    for row in connection.execute(sa.select(move).where(move.c.batch == batch).order_by(move.c.index, move.c.n)):
        index, n = row[0], row[1]
        if row.first <= last and row.first + row.units - 1 >= first:
            yield index, n, account_text(row.source), account_text(row.target)


def batch_number(connection: sa.Connection) -> int:
    return int(connection.scalars(sa.select(move.c.batch).order_by(move.c.index)).first() or 0)


def test_any_serial_and_any_range_has_the_path_that_a_scan_finds(connection: sa.Connection) -> None:
    chance = random.Random(7)
    number = batch_number(connection)
    for _ in range(60):
        first = chance.randint(1, 5000)
        last = min(5000, first + chance.choice((0, 0, 1, 5, 300, 4999)))
        found = trace(connection, first, last)
        hops = [(hop.index, hop.n, hop.source and hop.source.account, hop.target.account) for hop in found.hops[1:]]
        assert hops == list(moves_over(connection, first, last, number))


def test_a_path_begins_with_the_batch_and_names_who_held_it(connection: sa.Connection) -> None:
    found = trace(connection, 1, 5000)

    first, second = found.hops[:2]
    assert first.source is None
    assert first.target.purpose == "IS"
    assert first.index == second.index
    assert first.kind == "allowances.mirror_batch"
    assert second.target.name == "Enterprise 11"
    assert found.unit == "tCO2e"


def test_pieces_cover_the_range_once_and_say_where_it_lies_now(connection: sa.Connection) -> None:
    found = trace(connection, 3, 4998)

    assert found.pieces[0].first == 3
    assert found.pieces[-1].last == 4998
    assert all(a.last + 1 == b.first for a, b in zip(found.pieces, found.pieces[1:], strict=False))
    assert {piece.place.account for piece in found.pieces} <= {account_number("31", "HO", n) for n in (11, 12)}


def test_one_serial_is_one_path_and_a_split_range_is_not(connection: sa.Connection) -> None:
    assert trace(connection, 1, 1).is_one_path
    assert not trace(connection, 1, 5000).is_one_path


def test_a_whole_batch_is_asked_for_by_its_name(connection: sa.Connection) -> None:
    found = read_trace(connection, Wanted(BATCH, 0, 0))

    assert found is not None
    assert (found.first, found.last) == (1, 5000)


@pytest.mark.parametrize(("batch", "first", "last"), [("CEA-31-NAT-2025-9", 1, 1), (BATCH, 5000, 5001)])
def test_what_is_not_there_has_no_path(connection: sa.Connection, batch: str, first: int, last: int) -> None:
    assert read_trace(connection, Wanted(batch, first, last)) is None


def test_a_history_that_is_too_long_shows_the_present_pieces_instead(
    connection: sa.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracing, "HOPS_MAX", 3)

    found = trace(connection, 1, 5000)

    assert found.is_long
    assert len(found.hops) == 1
    assert found.pieces
