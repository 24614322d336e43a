"""Each list's query has the index that serves it: plans at 100 000 rows, on both databases, as the planner chooses."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from registry.areas.auditing.queries import heads, journal, keys, trace
from registry.areas.auditing.queries.journal import Sought
from registry.ledger.parties import SigningKey
from registry.store.database import connect
from registry.store.projection import table_of
from registry.store.tables import account_key, checkpoint, fork_of, leaf, move, unit_range

ROWS = 100_000
CHUNK = 20_000
BATCH = 641
ACCOUNT = account_key("31-HO-00000011-82")


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def large(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    """Return an engine on a database with 100 000 leaves and moves, made once for all tests here."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("large") / "registry.db"
        path.write_bytes(request.getfixturevalue("sqlite_template").read_bytes())
        engine = connect(f"sqlite:///{path}")
        fill(engine)
        yield engine
        engine.dispose()
        return
    server = request.getfixturevalue("postgres_server")
    name = server.create_database(request.getfixturevalue("postgres_template"))
    engine = connect(server.url(name))
    fill(engine)
    yield engine
    engine.dispose()
    server.drop_database(name)


def fill(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        for start in range(0, ROWS, CHUNK):
            numbers = range(start, start + CHUNK)
            connection.execute(sa.insert(leaf), [leaf_row(n) for n in numbers])
            connection.execute(sa.insert(move), [move_row(n) for n in numbers])
            connection.execute(sa.insert(unit_range), [range_row(n) for n in numbers])
        connection.execute(
            sa.insert(checkpoint), [{"size": n + 1, "note": b"", "is_witnessed": n % 9 == 0} for n in range(20_000)]
        )
        connection.execute(sa.insert(table_of(SigningKey)), [key_row(n) for n in range(20_000)])
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE"))


def leaf_row(n: int) -> dict[str, Any]:
    kind = "allowances.transfer" if n % 50 else "participants.register"
    result = "units_not_held" if n % 400 == 0 else "accepted"
    return {
        "index": n, "id": n.to_bytes(16, "big"), "kind": kind, "participant": f"P-{n % 300:08}",
        "recorded_at": n * 1000, "expires": 0, "result": result, "data": b"leaf",
    }  # fmt: skip


def move_row(n: int) -> dict[str, Any]:
    first, units = n * 37 % 1_000_000 + 1, n % 90 + 1
    return {
        "index": n, "n": 0, "source": ACCOUNT + n % 500 * (n % 3 > 0), "target": ACCOUNT + n % 499 * (n % 3 < 2),
        "asset": "CEA-2025",
        "batch": BATCH + n % 4 * 64, "first": first, "units": units, "source_balance": 0, "target_balance": 0,
        "fork": fork_of(first, first + units - 1),
    }  # fmt: skip


def range_row(n: int) -> dict[str, Any]:
    return {"batch": BATCH + n % 4 * 64, "first": n * 10 + 1, "last": n * 10 + 10, "account": ACCOUNT + n % 500}


def key_row(n: int) -> dict[str, Any]:
    return {
        "representative": f"R-{n:08}", "public_key": "A" * 43 + "=", "participant": f"P-{n % 5000:08}",
        "custody": "browser", "status": "active", "active_from": 0, "vouched_by": "R-00000004", "registered_index": n,
        "ended_index": None,
    }  # fmt: skip


def plan(engine: sa.Engine, query: sa.Select[Any]) -> str:
    text = str(query.compile(engine, compile_kwargs={"literal_binds": True}))
    explain = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
    with engine.connect() as connection:
        return "\n".join(str(row[-1]) for row in connection.exec_driver_sql(f"{explain} {text.replace('%', '%%')}"))


def check(engine: sa.Engine, query: sa.Select[Any], *indexes: str) -> None:
    """Assert that the plan goes through one of the indexes, never reads a table whole, and does not sort.

    PostgreSQL sorts where it expects fewer rows than the limit; what it sorts are then the matches alone.
    """
    found = plan(engine, query)
    assert any(index in found for index in indexes), found
    assert not any(word in found for word in ("TEMP B-TREE", "SCAN ", "Seq Scan", "Incremental Sort")), found


PRIMARY = {
    "leaf": ("pk_leaf", "sqlite_autoindex_leaf_1"),
    "unit_range": ("pk_unit_range", "sqlite_autoindex_unit_range_1"),
}
HEADS = ("pk_checkpoint", "sqlite_autoindex_checkpoint_1")


@pytest.mark.parametrize(
    ("sought", "indexes"),
    [
        (Sought(), PRIMARY["leaf"]),
        (Sought(result="accepted"), PRIMARY["leaf"]),
        (Sought(kind="participants.register"), ("ix_leaf_kind",)),
        (Sought(kind="unheard.of"), ("ix_leaf_kind",)),
        (Sought(participant="P-00000017"), ("ix_leaf_participant",)),
        (Sought(participant="P-00000017", kind="allowances.transfer"), ("ix_leaf_participant",)),
        (Sought(result="refused"), ("ix_leaf_refused",)),
        (Sought(result="units_not_held"), ("ix_leaf_refused",)),
    ],
)
@pytest.mark.parametrize("high", [ROWS, ROWS // 2])
def test_the_journal_goes_through_an_index(
    large: sa.Engine, sought: Sought, indexes: tuple[str, ...], high: int
) -> None:
    for limit in (journal.PAGE_ROWS + 1, journal.STEP_ROWS):
        check(large, journal.by_leaf(sought, low=0, high=high, limit=limit), *indexes)


@pytest.mark.parametrize("side", ["source", "target"])
def test_an_accounts_entries_go_through_the_sides_index(large: sa.Engine, side: str) -> None:
    for account in (ACCOUNT, ACCOUNT + 7):
        check(large, journal.by_account(side, account, low=0, high=ROWS), f"ix_move_{side}")


def test_a_path_goes_through_the_tree_of_ranges(large: sa.Engine) -> None:
    for query in (
        trace.containing(BATCH, 500_000, first=500_000, last=500_000),
        trace.containing(BATCH, 500_000, first=500_000, last=500_400),
        trace.between(BATCH, first=500_000, last=500_400),
    ):
        check(large, query, "ix_move_fork")


def test_present_pieces_go_through_the_ranges_key(large: sa.Engine) -> None:
    check(large, trace.pieces_within(BATCH, 500_000, 900_000), *PRIMARY["unit_range"])


def test_heads_and_attestations_go_through_their_keys(large: sa.Engine) -> None:
    check(large, heads.heads_query(None, only_witnessed=False), *HEADS)
    check(large, heads.heads_query(9000, only_witnessed=True), "ix_checkpoint_witnessed", *HEADS)
    check(large, heads.attestations_query(None), "ix_leaf_kind")


def test_keys_go_through_their_participants_index(large: sa.Engine) -> None:
    check(large, keys.keys_query("P-00000017"), "ix_signing_key_participant", "ix_signing_key_standing")


def test_the_template_is_filled(large: sa.Engine) -> None:
    with large.connect() as connection:
        assert connection.scalar(sa.select(sa.func.max(leaf.c.index))) == ROWS - 1
