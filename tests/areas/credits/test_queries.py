"""A participant's retirements as lists read them, and the plan of their query on many rows."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from registry.areas.credits import queries
from registry.areas.credits.rules.retirement import Beneficiary, Retire, Retirement, RetirementPurpose, RetirementStatus
from registry.areas.participants.rules.holdings import NamedRange
from registry.ledger.errors import Malformed
from registry.store.database import connect, metadata
from registry.store.migrate import load_tables
from registry.store.projection import mapper_of
from tests.site import FIRST, Site, account

MANY = 100_000
SOMEBODY = Beneficiary(None, "示例协会", None)


def retired(site: Site, units: int) -> str:
    purpose = RetirementPurpose.EVENT
    body = Retire(account(11), None, account(11, "RT"), "FCS-2025", units, (), SOMEBODY, purpose, None)
    return str(site.registry.submit(site.world.author.envelope("credits.retire", body, FIRST)).id)


def test_retirements_are_listed_newest_first_and_page_without_a_gap(site: Site) -> None:
    ids = [retired(site, units) for units in (1, 2, 3)]

    with site.registry.engine.connect() as connection:
        first = queries.retirements_of(connection, "P-00000011", limit=2)
        second = queries.retirements_of(connection, "P-00000011", after=first.next_after)
        others = queries.retirements_of(connection, "P-00000012")
        with pytest.raises(Malformed):
            queries.retirements_of(connection, "P-00000011", after="x")

    assert [one.id for one in first.rows + second.rows] == ids[::-1]
    assert first.rows[0].beneficiary == "示例协会"
    assert first.rows[0].serials[0].startswith("FCS-31-PUER01-2025-1:")
    assert (second.next_after, others.rows) == (None, ())


def a_retirement(n: int) -> Retirement:
    return Retirement(
        id=f"{n:032x}",
        participant=f"P-{n % 100:08}",
        account="",
        asset="FCS-2025",
        units=1,
        ranges=(NamedRange(1, 1, 1),),
        beneficiary=SOMEBODY,
        purpose=RetirementPurpose.OTHER,
        note=None,
        retired_on=None,
        status=RetirementStatus.FINAL,
        opened_index=n,
        closed_index=n,
    )


def test_retirements_go_through_an_index_and_are_not_sorted(tmp_path: Path) -> None:
    load_tables()
    engine = connect(f"sqlite:///{tmp_path / 'many.sqlite'}")
    metadata.create_all(engine)
    mapper = mapper_of(Retirement)
    with engine.begin() as connection:
        rows = [mapper.to_row(a_retirement(n)) for n in range(MANY)]
        connection.execute(sa.insert(mapper.table), rows)
        connection.execute(sa.text("ANALYZE"))
    plans: list[str] = []

    def explain(_connection: object, cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        rows = cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[attr-defined]
        plans.extend(row[3] for row in rows)

    sa.event.listen(engine, "before_cursor_execute", explain)
    with engine.connect() as connection:
        found = queries.retirements_of(connection, "P-00000011", after="90000~x")
    engine.dispose()

    assert len(found.rows) == queries.PAGE
    assert any("ix_retirement_participant" in line for line in plans), plans
    assert not any(line.startswith(("SCAN retirement", "USE TEMP B-TREE FOR ORDER BY")) for line in plans), plans
