import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from registry.areas.finance.queries import (
    ProjectFilter,
    catalogue_in_force,
    category_path,
    due_projects,
    find_categories,
    get_project,
    list_catalogues,
    list_categories,
    list_projects,
    list_subtree,
    next_project_number,
)
from registry.areas.finance.queries.projects import _rows
from registry.areas.finance.rules.choices import EventKind, Instrument, PermitScheme, Stage
from registry.areas.finance.rules.records import RECORDS, Project
from registry.areas.finance.tables import SORTS, projects
from registry.ledger.errors import Malformed, Refusal
from registry.ledger.parties import Participant
from registry.store.database import connect
from registry.store.projection import mapper_of
from tests.areas.finance.factories import OWNER, PERMIT, Finance, flag, participant, registration, review

TODAY = "2026-07-01"
NUMBERS = [f"G-{number:08}" for number in range(1, 8)]
CHANGES: list[dict[str, Any]] = [
    {"zone": "31", "green_finance_fen": 300, "name_zh": "临港海上风电"},
    {
        "zone": "13",
        "green_finance_fen": 100,
        "category": "3.2.2.2",
        "stage": Stage.OPERATING,
        "instrument": Instrument.LOAN,
    },
    {"zone": "46", "green_finance_fen": 200, "category": "4.2.2.3", "name_en": "100% Mangrove_Carbon"},
    {"zone": "31", "green_finance_fen": 300, "category": "4.2.1.14"},
    {
        "zone": "31",
        "green_finance_fen": 250,
        "catalogue": "2025",
        "category": "4",
        "financing_approved_on": None,
    },
    {
        "zone": "13",
        "green_finance_fen": 250,
        "stage": Stage.OPERATING,
        "permit_scheme": PermitScheme.PERMIT,
        "permit": PERMIT,
        "permit_expires_on": "2026-07-31",
    },
    {"zone": "44", "green_finance_fen": 50, "category": "4.2.2"},
]


def fill(connection: sa.Connection, finance: Finance) -> None:
    for cls in (*RECORDS, Participant):
        mapper_of(cls).table.create(connection)
    state = finance.journal.replay.state
    for cls in (*RECORDS, Participant):
        mapper = mapper_of(cls)
        rows = [mapper.to_row(record) for record in state.records[cls].by_key.values()]
        if rows:
            connection.execute(sa.insert(mapper.table), rows)


@pytest.fixture(scope="module")
def finance() -> Finance:
    finance = Finance(TODAY)
    for number, changes in zip(NUMBERS, CHANGES, strict=True):
        finance.author.now_ms += 1000
        finance.accept("finance.register_project", registration(project=number, **changes))
    finance.accept("finance.review_project", review())
    finance.accept("finance.review_project", dataclasses.replace(review(), project=NUMBERS[5]))
    finance.accept("finance.flag_project", dataclasses.replace(flag(), project=NUMBERS[1]))
    return finance


@pytest.fixture(scope="module")
def connection(finance: Finance) -> Iterator[sa.Connection]:
    engine = connect("sqlite://")
    with engine.connect() as made:
        fill(made, finance)
        yield made
    engine.dispose()


def numbers(connection: sa.Connection, *, sort: str | None = "number", **wanted: Any) -> list[int]:
    page = list_projects(connection, ProjectFilter(**wanted), today=TODAY, sort=sort)
    return [int(row.number[2:]) for row in page.rows]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, [1, 2, 3, 4, 5, 6, 7]),
        ({"zone": "31"}, [1, 4, 5]),
        ({"category": "3"}, [1, 2, 6]),
        ({"category": "4.2.1"}, [4]),
        ({"category": "4.2.2"}, [3, 7]),
        ({"category": "4", "catalogue": "2025"}, [5]),
        ({"category": "4.2.1.1"}, []),
        ({"stage": Stage.OPERATING}, [2, 6]),
        ({"instrument": Instrument.LOAN}, [2]),
        ({"eligibility": "eligible"}, [1, 6]),
        ({"eligibility": "not_eligible"}, [2]),
        ({"reason": "category_too_broad"}, [7]),
        ({"finance_min_fen": 250}, [1, 4, 5, 6]),
        ({"finance_max_fen": 100}, [2, 7]),
        ({"finance_min_fen": 101, "finance_max_fen": 250}, [3, 5, 6]),
        ({"text": "临港"}, [1]),
        ({"text": "mangrove"}, [3]),
        ({"text": "%"}, [3]),
        ({"text": "_"}, [3]),
        ({"text": "00000004"}, [4]),
        ({"owner": participant(OWNER), "zone": "13"}, [2, 6]),
    ],
)
def test_the_list_is_narrowed(connection: sa.Connection, wanted: dict[str, Any], found: list[int]) -> None:
    assert numbers(connection, **wanted) == found


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("-number", [7, 6, 5, 4, 3, 2, 1]),
        ("green_finance_fen", [7, 2, 3, 5, 6, 1, 4]),
        ("-green_finance_fen", [4, 1, 6, 5, 3, 2, 7]),
        ("category", [1, 6, 2, 5, 4, 7, 3]),
        ("zone", [2, 6, 1, 4, 5, 7, 3]),
        (None, [2, 6, 1, 7, 5, 4, 3]),
        ("drop table", [2, 6, 1, 7, 5, 4, 3]),
    ],
)
def test_the_list_is_sorted(connection: sa.Connection, sort: str | None, found: list[int]) -> None:
    expected = numbers(connection, sort=sort)

    assert sorted(expected) == sorted(found)
    if sort in SORTS or (sort or "").removeprefix("-") in SORTS:
        assert expected == found


@pytest.mark.parametrize("sort", [f"{sign}{name}" for name in SORTS for sign in ("", "-")])
def test_pages_join_without_gap_or_repetition(connection: sa.Connection, sort: str) -> None:
    whole = numbers(connection, sort=sort)
    found: list[int] = []
    after: str | None = None
    while True:
        page = list_projects(connection, ProjectFilter(), today=TODAY, sort=sort, after=after, limit=2)
        found += [int(row.number[2:]) for row in page.rows]
        after = page.next_after
        if after is None:
            break

    assert found == whole


@pytest.mark.parametrize("after", ["", "x", "G-00000001~x", "G-00000001~" + "9" * 40, "a~b~c", "~"])
def test_a_key_of_another_order_is_malformed(connection: sa.Connection, after: str) -> None:
    with pytest.raises(Malformed) as caught:
        list_projects(connection, ProjectFilter(), today=TODAY, sort="green_finance_fen", after=after)
    assert caught.value.code == "after"


def test_the_list_reads_alike_on_every_database(connection: sa.Connection, engine: sa.Engine, finance: Finance) -> None:
    with engine.connect() as other:
        fill(other, finance)
        for sort in (f"{sign}{name}" for name in SORTS for sign in ("", "-")):
            wanted = ProjectFilter(text="a")
            here = list_projects(connection, wanted, today=TODAY, sort=sort, limit=3)
            there = list_projects(other, wanted, today=TODAY, sort=sort, limit=3)
            assert there == here
            after = here.next_after
            more = list_projects(other, wanted, today=TODAY, sort=sort, after=after, limit=3)
            assert more == list_projects(connection, wanted, today=TODAY, sort=sort, after=after, limit=3)
        assert get_project(other, NUMBERS[1], today=TODAY) == get_project(connection, NUMBERS[1], today=TODAY)
        assert due_projects(other, today="2026-08-01") == (NUMBERS[5],)
        assert len(find_categories(other, "2021", "energy")) == len(find_categories(connection, "2021", "energy"))


def test_a_row_shows_titles_owner_and_the_first_reason(connection: sa.Connection) -> None:
    row = list_projects(connection, ProjectFilter(text="00000002"), today=TODAY).rows[0]

    assert (row.category_title_zh, row.owner_name) == ("太阳能利用设施建设和运营", f"Participant {OWNER}")
    assert (row.eligibility, row.reason) == ("not_eligible", "penalty")


def test_what_time_has_changed_is_shown_as_due(connection: sa.Connection) -> None:
    assert due_projects(connection, today="2026-07-31") == ()
    assert due_projects(connection, today="2026-08-01") == (NUMBERS[5],)
    rows = list_projects(connection, ProjectFilter(), today="2026-08-01").rows
    assert [row.number for row in rows if row.is_due] == [NUMBERS[5]]
    assert get_project(connection, NUMBERS[5], today="2026-08-01").is_due


def test_a_replaced_catalogue_makes_what_is_not_approved_due(connection: sa.Connection) -> None:
    changed = (
        projects.update().where(projects.c.number == NUMBERS[4]).values(catalogue="2021", screened_on="2025-09-30")
    )
    with connection.begin_nested() as saved:
        connection.execute(changed)
        found = due_projects(connection, today="2025-09-30"), due_projects(connection, today="2025-10-01")
        saved.rollback()

    assert found == ((), (NUMBERS[4],))


def test_a_project_is_shown_with_its_history(connection: sa.Connection) -> None:
    found = get_project(connection, NUMBERS[1], today=TODAY)

    assert isinstance(found.project, Project)
    assert found.project.impacts == registration().impacts
    assert [one.code for one in found.path] == ["3", "3.2", "3.2.2", "3.2.2.2"]
    assert [event.kind for event in found.events] == [EventKind.FLAGGED, EventKind.REGISTERED]
    assert [one.reference for one in found.flags] == ["示例环罚〔2026〕7号"]
    assert (found.catalogue.version, found.is_due, found.reviews) == ("2021", False, ())


def test_an_unknown_project_is_refused(connection: sa.Connection) -> None:
    with pytest.raises(Refusal) as caught:
        get_project(connection, "G-99999999", today=TODAY)
    assert caught.value.code == "unknown_project"


def test_the_next_number_follows_the_last(connection: sa.Connection) -> None:
    assert next_project_number(connection) == "G-00000008"


def test_the_catalogue_is_read_as_a_tree(connection: sa.Connection) -> None:
    assert [one.version for one in list_catalogues(connection)] == ["2025", "2021"]
    assert [one.code for one in list_categories(connection, "2021")] == ["1", "2", "3", "4", "5", "6"]
    assert [one.code for one in list_categories(connection, "2021", "4.2.1")][-2:] == ["4.2.1.13", "4.2.1.14"]
    assert len(list_subtree(connection, "2021")) == 281
    assert [one.code for one in list_subtree(connection, "2021", "4.2.2")][:2] == ["4.2.2", "4.2.2.1"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("碳汇林", "4.2.2.3"), ("4.2.2.3", "4.2.2.3"), ("Clean energy", "3"), ("100%", None), ("_", None)],
)
def test_the_catalogue_is_searched(connection: sa.Connection, text: str, code: str | None) -> None:
    found = [one.code for one in find_categories(connection, "2021", text)]

    assert (code in found) if code else found == []


def test_the_path_to_an_unknown_entry_is_refused(connection: sa.Connection) -> None:
    with pytest.raises(Refusal) as caught:
        category_path(connection, "2021", "3.2.2.99")
    assert caught.value.code == "unknown_category"


@pytest.mark.parametrize(("day", "version"), [("2021-06-30", None), ("2025-09-30", "2021"), ("2025-10-01", "2025")])
def test_the_query_and_the_rule_agree_on_the_catalogue(
    connection: sa.Connection, day: str, version: str | None
) -> None:
    assert catalogue_in_force(connection, day) == version


def test_each_order_of_a_long_list_walks_an_index(connection: sa.Connection) -> None:
    count = 100_000
    names = [column.name for column in projects.c]
    copies = ", ".join("printf('G-%08d', 1000 + n)" if name == "number" else f'"{name}"' for name in names)
    with connection.begin_nested() as saved:
        connection.exec_driver_sql(
            f"WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {count}) "
            f"INSERT INTO green_project SELECT {copies} FROM green_project, c WHERE number = 'G-00000001'"
        )
        plans = {name: plan_of(connection, name) for name in SORTS}
        saved.rollback()

    for name, plan in plans.items():
        assert "TEMP B-TREE" not in plan, (name, plan)
        assert "green_project USING" in plan, (name, plan)


def plan_of(connection: sa.Connection, name: str) -> str:
    place = [SORTS[name], projects.c.number] if name != "number" else [projects.c.number]
    statement = _rows(connection, TODAY).order_by(*(column.desc() for column in place)).limit(50)
    text = str(statement.compile(connection.engine, compile_kwargs={"literal_binds": True}))
    return " ".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}"))
