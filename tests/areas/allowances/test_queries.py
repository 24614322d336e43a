"""Steps that wait for the national register, as lists read them, and the plan of their query on many rows."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from registry.areas.allowances import queries
from registry.areas.allowances.rules import Cancel, SettlePending
from registry.areas.participants.rules.holdings import NamedRange, Pending, PendingStatus
from registry.ledger.errors import Malformed
from registry.store.database import connect, metadata
from registry.store.migrate import load_tables
from registry.store.projection import mapper_of
from tests.site import FIRST, Site, account
from tests.world import AUTHORITY, DOCUMENT, OPERATORS

MANY = 100_000


def cancelled(site: Site, units: int) -> str:
    body = Cancel(account(11), account(11, "PE"), account(11, "CX"), "CEA-2025", units, (), None)
    envelope = site.world.author.envelope("allowances.cancel", body, FIRST)
    return str(site.registry.submit(envelope).id)


def test_a_step_waits_until_it_is_settled(site: Site) -> None:
    first, second = cancelled(site, 10), cancelled(site, 20)
    settle = SettlePending(first, "NAT-1", DOCUMENT)
    site.submit(site.world.author.envelope("allowances.confirm_cancellation", settle, AUTHORITY, OPERATORS[0]))

    with site.registry.engine.connect() as connection:
        waiting = queries.pending_steps(connection, participant="P-00000011")
        done = queries.pending_steps(connection, participant="P-00000011", status=PendingStatus.CONFIRMED)
        others = queries.pending_steps(connection, participant="P-00000012")

    assert [(one.id, one.units) for one in waiting.rows] == [(second, 20)]
    assert [(one.id, one.reference) for one in done.rows] == [(first, "NAT-1")]
    assert waiting.rows[0].serials[0].startswith("CEA-31-NAT-2025-1:")
    assert others.rows == ()


def test_pages_of_steps_join_without_a_gap(site: Site) -> None:
    ids = [cancelled(site, units) for units in (1, 2, 3)]

    with site.registry.engine.connect() as connection:
        first = queries.pending_steps(connection, limit=2)
        second = queries.pending_steps(connection, after=first.next_after)
        with pytest.raises(Malformed):
            queries.pending_steps(connection, after="x")

    assert [one.id for one in first.rows + second.rows] == ids
    assert second.next_after is None


def a_step(n: int) -> Pending:
    return Pending(
        id=f"{n:032x}",
        kind="allowances.cancel",
        participant=f"P-{n % 100:08}",
        source="",
        account="",
        target=None,
        asset="CEA-2025",
        units=1,
        ranges=(NamedRange(1, 1, 1),),
        status=PendingStatus.OPEN if n % 3 else PendingStatus.CONFIRMED,
        reference=None,
        document=None,
        opened_index=n,
        closed_index=None,
    )


@pytest.mark.parametrize("participant", [None, "P-00000011"])
def test_steps_go_through_an_index_and_are_not_sorted(tmp_path: Path, participant: str | None) -> None:
    load_tables()
    engine = connect(f"sqlite:///{tmp_path / 'many.sqlite'}")
    metadata.create_all(engine)
    mapper = mapper_of(Pending)
    with engine.begin() as connection:
        rows = [mapper.to_row(a_step(n)) for n in range(MANY)]
        connection.execute(sa.insert(mapper.table), rows)
        connection.execute(sa.text("ANALYZE"))
    plans: list[str] = []

    def explain(_connection: object, cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        rows = cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[attr-defined]
        plans.extend(row[3] for row in rows)

    sa.event.listen(engine, "before_cursor_execute", explain)
    with engine.connect() as connection:
        found = queries.pending_steps(connection, participant=participant, after="5000~x")
    engine.dispose()

    assert len(found.rows) == queries.PAGE
    assert any("ix_pending_" in line for line in plans), plans
    assert not any(line.startswith(("SCAN pending", "USE TEMP B-TREE FOR ORDER BY")) for line in plans), plans
