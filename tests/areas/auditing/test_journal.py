"""The list of entries: what each filter finds, how pages go on, and which index serves them."""

import pytest
import sqlalchemy as sa

from registry.areas.auditing.queries import journal as listing
from registry.areas.auditing.queries.journal import Lines, Sought, position_at, read_lines
from registry.ledger.serials import account_number
from registry.store.tables import leaf
from tests.store.filled import Filled


def pages(connection: sa.Connection, sought: Sought) -> list[Lines]:
    found = [read_lines(connection, sought)]
    while found[-1].next_after is not None:
        found.append(read_lines(connection, sought, below=int(found[-1].next_after)))
    return found


def positions(connection: sa.Connection, sought: Sought) -> list[int]:
    return [row.index for page in pages(connection, sought) for row in page.rows]


def all_rows(connection: sa.Connection) -> list[sa.Row[tuple[int, str, str, int, str]]]:
    query = sa.select(leaf.c.index.label("at"), leaf.c.kind, leaf.c.participant, leaf.c.recorded_at, leaf.c.result)
    return list(connection.execute(query.order_by(leaf.c.index.desc())))


def test_without_a_filter_everything_is_listed_newest_first(connection: sa.Connection) -> None:
    assert positions(connection, Sought()) == [row.at for row in all_rows(connection)]


def test_a_page_holds_fifty_and_names_where_the_next_begins(connection: sa.Connection) -> None:
    first, second = pages(connection, Sought())[:2]

    assert len(first.rows) == listing.PAGE_ROWS
    assert first.next_after == str(first.rows[-1].index)
    assert second.rows[0].index == first.rows[-1].index - 1


def test_each_filter_finds_what_a_scan_finds(connection: sa.Connection) -> None:
    rows = all_rows(connection)

    assert positions(connection, Sought(kind="allowances.transfer")) == [
        row.at for row in rows if row.kind == "allowances.transfer"
    ]
    assert positions(connection, Sought(participant="P-00000011")) == [
        row.at for row in rows if row.participant == "P-00000011"
    ]
    assert positions(connection, Sought(result="refused")) == [row.at for row in rows if row.result != "accepted"]
    narrow = Sought(result="units_not_held", kind="allowances.transfer", participant="P-00000011")
    assert positions(connection, narrow) == [
        row.at for row in rows if row.result == "units_not_held" and row.participant == "P-00000011"
    ]


def test_an_account_is_found_where_it_gave_got_or_was_opened(connection: sa.Connection) -> None:
    found = positions(connection, Sought(account=account_number("31", "HO", 11)))

    kinds = {row.at: row.kind for row in all_rows(connection)}
    assert {kinds[at] for at in found} == {
        "participants.open_account",
        "allowances.mirror_batch",
        "allowances.transfer",
    }
    assert found == sorted(set(found), reverse=True)


def test_a_time_is_a_position(connection: sa.Connection) -> None:
    rows = all_rows(connection)[::-1]
    size = len(rows)

    for row in (rows[0], rows[size // 2], rows[-1]):
        expected = min(one.at for one in rows if one.recorded_at == row.recorded_at)
        assert position_at(connection, row.recorded_at, size=size) == expected
    assert position_at(connection, rows[-1].recorded_at + 1, size=size) == size


def test_times_and_positions_bound_the_list(connection: sa.Connection) -> None:
    rows = all_rows(connection)
    since, until = rows[-5].recorded_at, rows[10].recorded_at

    found = positions(connection, Sought(since=since, until=until, position=30))

    assert found == [row.at for row in rows if since <= row.recorded_at < until and row.at <= 30]


def test_a_rare_combination_stops_after_its_budget_and_goes_on(
    connection: sa.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    rare = Sought(participant="P-00000011", result="units_not_held")
    expected = positions(connection, rare)
    monkeypatch.setattr(listing, "EXAMINED_MAX", 7)

    found = pages(connection, rare)

    assert [row.index for page in found for row in page.rows] == expected
    assert all(page.examined <= 7 for page in found)
    assert len(found) > 1


def test_authors_are_named(journal: Filled, connection: sa.Connection) -> None:
    newest = read_lines(connection, Sought(kind="allowances.transfer")).rows[0]

    assert newest.name.startswith("Enterprise ")
    assert newest.id.startswith("019")
