"""The public notice of a case: how long it lasts, comments in it, and their answers."""

import pytest

from registry.ledger.decide import ACCEPTED
from tests.areas.allowances.factories import ALICE, BOB
from tests.areas.credits.projects import (
    ANSWER,
    COMMENT,
    DESIGN,
    VALIDATE,
    Projects,
    changed,
)


@pytest.fixture
def projects() -> Projects:
    return Projects()


def test_the_notice_lasts_twenty_working_days_the_first_counted(projects: Projects) -> None:
    # 公示 20260717..20260813 in the live system: both ends counted.
    projects.go_to("2026-07-17")
    projects.take(DESIGN)
    projects.go_to("2026-08-13", "23:59:00")
    assert projects.result(VALIDATE) == "notice_running"
    assert projects.result(COMMENT) == ACCEPTED
    projects.go_to("2026-08-14", "00:00:00")
    assert projects.result(COMMENT) == "notice_over"
    assert projects.result(ANSWER) == ACCEPTED
    assert projects.result(VALIDATE) == ACCEPTED


def test_a_notice_that_begins_on_a_free_day_counts_from_the_next_working_day(projects: Projects) -> None:
    projects.go_to("2026-07-18")
    projects.take(DESIGN)
    projects.go_to("2026-08-14", "23:59:00")
    assert projects.result(VALIDATE) == "notice_running"
    projects.go_to("2026-08-15", "00:00:00")
    assert projects.result(VALIDATE) == ACCEPTED


def test_a_comment_is_answered_before_the_opinion(projects: Projects) -> None:
    projects.take(DESIGN, COMMENT)
    assert projects.result(changed(ANSWER, comment_number=2)) == "unknown_comment"
    projects.go_to("2026-08-30")
    assert projects.result(VALIDATE) == "comments_unanswered"

    projects.take(ANSWER)

    assert projects.result(ANSWER) == "comment_answered"
    assert projects.result(VALIDATE) == ACCEPTED


def test_the_owner_answers_and_does_not_comment(projects: Projects) -> None:
    projects.take(DESIGN)

    own = changed(COMMENT, author=f"P-{ALICE:08}")
    assert projects.result(own, f"R-{ALICE:08}") == "own_project"
    assert projects.result(COMMENT) == ACCEPTED
    assert projects.unrecorded(ANSWER, f"R-{BOB:08}") == "not_enough_signatures"
