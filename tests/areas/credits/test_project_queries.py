"""The list of projects: by key through its indexes, at any size, every project once."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from registry.areas.credits.queries import ProjectFilter, list_projects
from registry.areas.credits.rules import RECORDS
from registry.areas.credits.rules.records import Stage
from registry.areas.credits.tables import SORTS, projects
from registry.ledger.errors import Malformed
from registry.ledger.parties import Participant
from tests.areas.credits.projects import DESIGN, PROJECT, Projects
from tests.pages import filled

ROWS = 100_000
OWN_KEY = f"printf('C-%08d', n + {int(PROJECT[2:])})"


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Connection]:
    made = Projects().take(DESIGN)
    engine = filled(tmp_path_factory.mktemp("list"), made.made.journal, (*RECORDS, Participant))
    copies = ", ".join(
        {"number": OWN_KEY, "changed_at": "changed_at + n % 7"}.get(column.name, f'"{column.name}"')
        for column in projects.columns
    )
    with engine.connect() as found:
        found.exec_driver_sql(
            f"WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {ROWS}) "
            f"INSERT INTO credit_project SELECT {copies} FROM credit_project, c WHERE number = '{PROJECT}'"
        )
        yield found
    engine.dispose()


@pytest.mark.parametrize(
    ("sort", "wanted"),
    [
        *((f"-{name}", ProjectFilter()) for name in SORTS),
        (None, ProjectFilter(owner=DESIGN.owner)),
        (None, ProjectFilter(zone="31")),
        (None, ProjectFilter(scheme="FCS")),
        (None, ProjectFilter(methodology=DESIGN.methodology)),
        (None, ProjectFilter(stage=Stage.PUBLISHED)),
    ],
)
def test_the_list_is_read_in_its_order_from_an_index(
    connection: sa.Connection, sort: str | None, wanted: ProjectFilter
) -> None:
    sent: list[tuple[str, Any]] = []

    def note(_c: object, _k: object, statement: str, parameters: Any, *_rest: object) -> None:
        sent.append((statement, parameters))

    sa.event.listen(connection, "before_cursor_execute", note)
    list_projects(connection, wanted, sort=sort)
    sa.event.remove(connection, "before_cursor_execute", note)

    statement, parameters = sent[0]
    plan = " ".join(str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters))
    assert "TEMP B-TREE" not in plan, plan
    assert "credit_project USING" in plan, plan


@pytest.mark.parametrize("sort", ["changed_at", "-changed_at", "number", "-units_expected"])
def test_pages_by_key_give_every_project_once(connection: sa.Connection, sort: str) -> None:
    seen: list[str] = []
    after = None
    for _ in range(3):
        page = list_projects(connection, ProjectFilter(), sort=sort, after=after, limit=1_000)
        seen += [row.number for row in page.rows]
        after = page.next_after

    assert len(seen) == len(set(seen)) == 3_000


@pytest.mark.parametrize("after", ["x", "C-00000001~y", "C-00000001~1~2", "C-00000001~99999999999999999999"])
def test_a_key_of_another_order_is_refused(connection: sa.Connection, after: str) -> None:
    with pytest.raises(Malformed) as caught:
        list_projects(connection, ProjectFilter(), sort="changed_at", after=after)
    assert caught.value.code == "after"
