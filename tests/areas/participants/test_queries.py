"""Holdings, statements, ranges and parties as the pages read them, and the plans of their queries on many rows."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from registry.areas.participants import queries
from registry.areas.participants.queries.statements import moves_query
from registry.areas.participants.rules.freezes import PlaceFreeze
from registry.ledger.book import Account, Batch
from registry.ledger.errors import Malformed, Refusal
from registry.ledger.merkle import Frontier
from registry.store import tables
from registry.store.database import connect, metadata
from registry.store.migrate import load_tables
from registry.store.projection import table_of
from registry.store.tables import account_key
from tests.site import FIRST, SECOND, Site, account
from tests.world import AUTHORITY, DOCUMENT, OPERATORS

MANY = 100_000
NOW = 1_800_000_000_000_000


def freeze(
    site: Site, *, participant: str | None = None, account: str | None = None, batch: int | None = None,
    first: int = 0, last: int = 0,
) -> None:  # fmt: skip
    body = PlaceFreeze(
        participant=participant,
        account=account,
        batch=batch,
        first=first,
        last=last,
        order="ORDER-1",
        purpose="court",
        priority=1,
        ends_at=None,
        document=DOCUMENT,
    )
    site.submit(site.world.author.envelope("participants.place_freeze", body, AUTHORITY, OPERATORS[0]))


def held(site: Site) -> dict[tuple[str, str], tuple[int, int, int]]:
    with site.registry.engine.connect() as connection:
        found = queries.holdings_of(connection, "P-00000011", NOW)
    return {(one.account, one.asset): (one.units, one.available, one.frozen) for one in found}


def test_holdings_say_what_is_free(site: Site) -> None:
    assert held(site) == {
        (account(11), "CEA-2024"): (5_000, 5_000, 0),
        (account(11), "CEA-2025"): (18_500, 18_500, 0),
        (account(11), "FCS-2025"): (3_000, 3_000, 0),
    }


def test_a_frozen_account_has_nothing_free(site: Site) -> None:
    freeze(site, account=account(11))

    assert held(site)[account(11), "CEA-2025"] == (18_500, 0, 18_500)


def test_a_frozen_participant_has_nothing_free(site: Site) -> None:
    freeze(site, participant="P-00000011")

    assert {available for _, available, _ in held(site).values()} == {0}


def test_units_under_two_freezes_are_held_back_once(site: Site) -> None:
    with site.registry.engine.connect() as connection:
        batch = queries.batch_number(connection, "CEA-31-NAT-2025-1", 2_000)
    freeze(site, batch=batch, first=1_000, last=2_500)
    freeze(site, batch=batch, first=2_000, last=3_000)

    # Serials 1 to 1,500 were transferred: 1,501 to 3,000 are held back here.
    assert held(site)[account(11), "CEA-2025"] == (18_500, 17_000, 1_500)


def test_a_statement_runs_from_opening_to_closing_balance(site: Site) -> None:
    with site.registry.engine.connect() as connection:
        found = queries.statement(connection, account(11), asset="CEA-2025", oldest_first=True)

    assert [(row.units, row.balance) for row in found.rows] == [(20_000, 20_000), (-1_500, 18_500)]
    assert [(one.asset, one.opening, one.closing) for one in found.edges] == [("CEA-2025", 0, 18_500)]
    assert found.rows[1].counterpart == account(12)
    assert found.rows[1].serial.startswith("CEA-31-NAT-2025-1:1-1500-")


def test_a_period_has_its_own_edges(site: Site) -> None:
    with site.registry.engine.connect() as connection:
        rows = queries.statement(connection, account(11), asset="CEA-2025").rows
        moved_at = rows[0].recorded_at
        before = queries.statement(connection, account(11), asset="CEA-2025", until=moved_at)
        after = queries.statement(connection, account(11), asset="CEA-2025", since=moved_at)
        later = queries.statement(connection, account(11), asset="CEA-2025", since=moved_at + 1)

    assert [(one.opening, one.closing) for one in before.edges] == [(0, 20_000)]
    assert [(one.opening, one.closing) for one in after.edges] == [(20_000, 18_500)]
    assert [(one.opening, one.closing, later.rows) for one in later.edges] == [(18_500, 18_500, ())]


def test_pages_of_a_statement_join_without_a_gap(site: Site) -> None:
    for units in (1, 2, 3, 4):
        site.submit(site.world.transfer(11, 12, units=units))
    with site.registry.engine.connect() as connection:
        whole = queries.statement(connection, account(11))
        first = queries.statement(connection, account(11), limit=3)
        second = queries.statement(connection, account(11), limit=100, after=first.next_after)

    assert first.rows + second.rows == whole.rows
    assert second.next_after is None


@pytest.mark.parametrize("after", ["x", "1", "1-x", "-"])
def test_a_key_that_is_none_is_malformed(site: Site, after: str) -> None:
    with site.registry.engine.connect() as connection:
        with pytest.raises(Malformed) as malformed:
            queries.statement(connection, account(11), after=after)
        assert malformed.value.code == "after"
        with pytest.raises(Malformed):
            queries.held_ranges(connection, account(11), after=after)


def test_ranges_are_printed_with_their_check_digits(site: Site) -> None:
    with site.registry.engine.connect() as connection:
        found = queries.held_ranges(connection, account(11), "CEA-2025")

    assert [(row.first, row.last, row.units) for row in found.rows] == [(1_501, 20_000, 18_500)]
    assert found.rows[0].serial.startswith("CEA-31-NAT-2025-1:1501-20000-")


def test_a_participants_keys_say_who_vouched(site: Site) -> None:
    with site.registry.engine.connect() as connection:
        found = queries.party_page(connection, "P-00000011")

    assert [(key.representative, key.vouched_by) for key in found.keys] == [(FIRST, "R-00000004"), (SECOND, FIRST)]
    assert [one.number for one in found.representatives] == [FIRST, SECOND]


def test_what_does_not_exist_is_refused(site: Site) -> None:
    with site.registry.engine.connect() as connection:
        for ask in (queries.get_account, queries.party_page):
            with pytest.raises(Refusal):
                ask(connection, "nothing")
        assert queries.account_holder(connection, account(99)) is None
        assert queries.participant_of(connection, "R-99999999") is None


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Connection]:
    """Return a database with a hundred thousand moves and ranges."""
    load_tables()
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('many') / 'many.sqlite'}")
    metadata.create_all(engine)
    own, other = account_key(account(11)), account_key(account(12))
    with engine.begin() as connection:
        connection.execute(sa.insert(tables.leaf), [
            {"index": n, "id": n.to_bytes(16, "big"), "kind": "allowances.transfer", "participant": "P-00000011",
             "recorded_at": n * 1_000_000, "expires": 0, "result": "accepted", "data": b""} for n in range(MANY)
        ])  # fmt: skip
        connection.execute(sa.insert(tables.move), [
            {"index": n, "n": 0, "source": own if n % 2 else other, "target": other if n % 2 else own,
             "asset": "CEA-2025", "batch": 1, "first": 1, "units": 1, "source_balance": 1, "target_balance": 1,
             "fork": 1}
            for n in range(MANY)
        ])  # fmt: skip
        connection.execute(sa.insert(tables.unit_range), [
            {"batch": 1 + n % 50, "first": 2 * n + 1, "last": 2 * n + 1, "account": own if n % 10 == 0 else other}
            for n in range(MANY)
        ])  # fmt: skip
        connection.execute(sa.insert(table_of(Batch)), [
            {"number": n, "text": f"CEA-31-NAT-2025-{n}", "asset": "CEA-2025", "zone": "31", "issuer": account(1, "IS"),
             "first": 1, "last": 1_000_000, "document": ""} for n in range(1, 51)
        ])  # fmt: skip
        connection.execute(sa.insert(table_of(Account)).values(
            number=account(11), holder="P-00000011", label="x", status="active", opened_index=1
        ))  # fmt: skip
        frontier = Frontier()
        for n in range(MANY):
            frontier.append(n.to_bytes(32, "big"))
        head = {"one": 1, "origin": "x", "log_key": "x", "frontier": frontier.to_bytes(), "recorded_at": MANY}
        connection.execute(sa.insert(tables.head).values(head))
        connection.execute(sa.text("ANALYZE"))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def plan_of(connection: sa.Connection, query: sa.Select[tuple[object, ...]]) -> str:
    text = query.compile(connection.engine, compile_kwargs={"literal_binds": True})
    return "\n".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}"))


@pytest.mark.parametrize("after", [None, (50_000, 0)])
@pytest.mark.parametrize("oldest_first", [False, True])
def test_a_statement_goes_through_both_indexes_of_moves(
    many: sa.Connection, *, oldest_first: bool, after: tuple[int, int] | None
) -> None:
    query = moves_query(
        account_key(account(11)), start=100, end=90_000, asset=None, oldest_first=oldest_first, after=after, limit=51
    )

    plan = plan_of(many, query)

    assert "ix_move_source" in plan
    assert "ix_move_target" in plan
    assert "SCAN move" not in plan
    assert "SCAN leaf" not in plan


def test_a_period_of_many_entries_is_found_by_halving(many: sa.Connection) -> None:
    assert queries.size_at(many, 12_345 * 1_000_000) == 12_345
    found = queries.statement(many, account(11), since=12_345 * 1_000_000, until=12_350 * 1_000_000)
    assert [row.index for row in found.rows] == [12_349, 12_348, 12_347, 12_346, 12_345]


def test_ranges_of_an_account_go_through_their_index(many: sa.Connection) -> None:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        rows = many.connection.driver_connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[union-attr]
        statements.extend(row[3] for row in rows)

    sa.event.listen(many.engine, "before_cursor_execute", note)
    found = queries.held_ranges(many, account(11), "CEA-2025", after="21-1000")
    sa.event.remove(many.engine, "before_cursor_execute", note)

    assert len(found.rows) == queries.RANGES_PAGE
    assert any("unit_range USING INDEX" in line for line in statements), statements
    assert not any(line.startswith("SCAN unit_range") for line in statements), statements
