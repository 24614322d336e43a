from collections import Counter

import pytest

from registry.areas.finance.demo import projects
from registry.areas.finance.demo_rows import ROWS
from registry.areas.finance.rules.choices import Eligibility
from registry.areas.finance.rules.records import Project
from tests.areas.finance.factories import OTHER, OWNER, REVIEWER, Finance, participant
from tests.world import AUTHORITY

OWNERS = (participant(OWNER), participant(OTHER))


def told(today: str) -> list[Project]:
    finance = Finance(today)
    steps = projects(OWNERS, reviewer=participant(REVIEWER), authority="P-00000002", today=today)
    for step in steps:
        signer = AUTHORITY if step.participant == "P-00000002" else f"R{step.participant[1:]}"
        finance.accept(step.kind, step.body, signer)
    return list(finance.journal.replay.state.records[Project].by_key.values())


@pytest.mark.parametrize("today", ["2025-09-30", "2025-10-01", "2026-11-22", "2029-02-28"])
def test_the_story_is_accepted_on_any_day(today: str) -> None:
    found = told(today)

    assert len(found) == len(ROWS) == 40
    counted = Counter(project.eligibility for project in found)
    assert min(counted[result] for result in Eligibility) >= 5


def test_the_story_shows_most_reasons_and_many_zones() -> None:
    found = told("2026-11-22")

    assert len({project.reason for project in found}) >= 15
    assert len({project.zone for project in found}) >= 18
    assert {project.catalogue for project in found} == {"2021", "2025"}


def test_the_story_is_the_same_each_time() -> None:
    first, second = (
        list(projects(OWNERS, reviewer="P-00000009", authority="P-00000002", today="2026-11-22")) for _ in range(2)
    )

    assert first == second


def test_every_name_says_that_it_is_invented() -> None:
    assert all(row.name_zh.startswith("示例") and row.name_en.startswith("Example") for row in ROWS)
