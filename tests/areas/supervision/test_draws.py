"""A draw cannot be steered: population, seed and root are held to the commitment, and anybody draws it again."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from registry.areas.participants.rules.conflicts import DeclareRelation
from registry.areas.supervision.rules.draw_bodies import AbandonDraw, NameWitnesses
from registry.areas.supervision.rules.draw_records import Drawn, Finding, Recusal
from registry.areas.supervision.rules.inspections import FollowUp, ReportInspection
from registry.areas.supervision.rules.selection import commitment_of, lots, population_of
from registry.cli import main
from registry.ledger.decide import ACCEPTED
from tests.areas.supervision.drawing import COMMIT, OBJECTS, SEED, committed, drawing, ready
from tests.areas.supervision.factories import (
    ARTICLE,
    BY_OFFICE,
    OFFICE,
    OWNER,
    Supervision,
    participant,
    representative,
)
from tests.logfiles import WITNESSED, write_log
from tests.world import AUTHORITY, DOCUMENT


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({}, ACCEPTED),
        ({"article": None}, "article_missing"),
        ({"policy": 2}, "unknown_policy"),
        ({"drawn": 3}, "too_many_drawn"),
        ({"drawn": 2}, ACCEPTED),
        ({"objects": OBJECTS[:1] * 2}, "object_twice"),
        ({"objects": ("P-00009999",)}, "unknown_participant"),
        ({"inspectors": (AUTHORITY, AUTHORITY)}, "inspector_twice"),
        ({"inspectors": (representative(OWNER),)}, "not_an_inspector"),
        ({"objects": (*OBJECTS, OFFICE)}, "inspector_conflict"),
        ({"recusals": (Recusal(AUTHORITY, OBJECTS[0]),)}, "too_few_inspectors"),
        ({"inspectors_each": 2}, "too_few_inspectors"),
    ],
)
def test_a_commitment_names_who_may_be_drawn_and_who_may_inspect(changes: dict[str, Any], result: str) -> None:
    assert ready().office("supervision.commit_draw", replace(COMMIT, **changes)) == result


def test_an_inspector_whose_office_is_related_to_an_object_is_refused() -> None:
    made = ready()
    made.accept(
        "participants.declare_relation", DeclareRelation(participant(OWNER), OFFICE, "kin", DOCUMENT),
        representative(OWNER),
    )  # fmt: skip
    assert made.office("supervision.commit_draw", COMMIT) == "inspector_conflict"
    assert made.office("supervision.commit_draw", replace(COMMIT, objects=OBJECTS[1:])) == ACCEPTED


def test_who_is_on_the_positive_list_is_not_drawn() -> None:
    made = ready()
    made.listed("list_enforcement_positive")
    assert made.office("supervision.commit_draw", COMMIT) == "object_exempt"


def test_witnesses_are_named_one_version_after_the_other() -> None:
    made = ready()
    second = NameWitnesses(2, WITNESSED, ARTICLE)
    for body, result in (
        (replace(second, article=None), "article_missing"),
        (replace(second, number=3), "policy_number"),
        (replace(second, number=1), "policy_number"),
        (replace(second, lines=("log nothing", "quorum none")), "policy_unreadable"),
        (second, ACCEPTED),
    ):
        assert made.result("supervision.name_witnesses", body, *BY_OFFICE) == result
    assert made.office("supervision.commit_draw", COMMIT) == "unknown_policy"


def test_a_population_cannot_change_after_the_commitment() -> None:
    made = committed()
    assert made.office("supervision.commit_draw", COMMIT) == "number_taken"
    assert made.office("supervision.commit_draw", replace(COMMIT, objects=OBJECTS[:1])) == "population_changed"
    other = population_of(OBJECTS[:1], COMMIT.inspectors, ())
    assert made.office("supervision.draw", replace(drawing(made), population=other)) == "population_changed"
    assert made.office("supervision.draw", drawing(made)) == ACCEPTED


def test_a_seed_that_is_not_witnessed_draws_nothing() -> None:
    made = committed()
    assert made.office("supervision.draw", drawing(made, is_cosigned=False)) == "seed_not_witnessed"
    broken = drawing(made)
    assert made.office("supervision.draw", replace(broken, checkpoint="AA==")) == "checkpoint_unreadable"
    early = len(made.journal.leaves) - 3
    assert made.office("supervision.draw", drawing(made, size=early - 1)) == "checkpoint_too_early"
    assert made.office("supervision.draw", drawing(made)) == ACCEPTED


def test_neither_seed_nor_root_can_be_chosen() -> None:
    made = committed()
    body = drawing(made)
    assert made.office("supervision.draw", replace(body, seed="ab" * 32)) == "seed_differs"
    assert made.office("supervision.draw", replace(body, root="ab" * 32)) == "root_not_proved"
    assert made.office("supervision.draw", replace(body, number="CJ-2")) == "unknown_draw"
    assert made.office("supervision.draw", body) == ACCEPTED
    assert made.office("supervision.draw", body) == "draw_over"
    assert made.office("supervision.abandon_draw", AbandonDraw("CJ-1", "x")) == "draw_over"


def test_a_commitment_is_given_up_with_a_reason_only() -> None:
    made = committed()
    assert made.office("supervision.abandon_draw", AbandonDraw("CJ-1", "示例理由")) == ACCEPTED
    assert made.office("supervision.draw", drawing(made)) == "draw_over"


def test_the_lots_depend_on_seed_and_root_and_not_on_the_order_of_the_lists() -> None:
    objects = [f"P-{n:08}" for n in range(1, 41)]
    inspectors = [f"R-{n:08}" for n in range(1, 9)]
    recusals = {("R-00000001", one) for one in objects}
    given: dict[str, Any] = {"recusals": recusals, "counts": (5, 2)}
    made = lots(SEED, SEED, objects=objects, inspectors=inspectors, **given)
    again = lots(SEED, SEED, objects=objects[::-1], inspectors=inspectors[::-1], **given)
    other = lots(SEED, bytes(32), objects=objects, inspectors=inspectors, **given)
    assert made == again != other
    assert [len(set(one.inspectors)) for one in made] == [2] * 5
    assert not any("R-00000001" in one.inspectors for one in made)


def drawn(made: Supervision) -> str:
    assert made.office("supervision.draw", drawing(made)) == ACCEPTED
    return next(one for one in OBJECTS if made.journal.replay.state.get(Drawn, "CJ-1", one))


def test_results_are_published_once_and_followed_up_to_the_end() -> None:
    made = committed()
    who = drawn(made)
    other = next(one for one in OBJECTS if one != who)
    body = ReportInspection("CJ-1", who, "2026-07-01", Finding.VIOLATION, "outlet", "示例结果", 100, DOCUMENT)
    follow = FollowUp("CJ-1", who, "2026-07-01", "示例整改", False, DOCUMENT)
    assert made.office("supervision.follow_up", follow) == "nothing_to_follow"
    for changes, result in (
        ({"participant": other}, "not_drawn"),
        ({"on": "2026-07-02"}, "in_future"),
        ({"matter": None}, "finding_without_matter"),
        ({"finding": Finding.COMPLIANT}, "finding_without_matter"),
        ({"matter": "ledger", "penalty_fen": 1}, "no_penalty_matter"),
        ({"matter": "ledger", "penalty_fen": 0}, ACCEPTED),
    ):
        assert made.office("supervision.report_inspection", replace(body, **changes)) == result
    assert made.office("supervision.report_inspection", body) == "inspection_reported"
    assert made.office("supervision.follow_up", replace(follow, on="2026-07-02")) == "in_future"
    assert made.office("supervision.follow_up", follow) == ACCEPTED
    assert made.office("supervision.follow_up", replace(follow, closes=True)) == ACCEPTED
    assert made.office("supervision.follow_up", follow) == "nothing_to_follow"


def test_anybody_draws_again_from_the_export_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = committed()
    folder = write_log(tmp_path / "before", made.journal.leaves)
    assert main(["draw", "check", str(folder), "CJ-1"]) == 1
    who = drawn(made)
    folder = write_log(tmp_path / "after", made.journal.leaves)
    capsys.readouterr()
    assert main(["draw", "check", str(folder), "CJ-1"]) == 0
    assert capsys.readouterr().out.split() == ["1", who, AUTHORITY]
    assert main(["draw", "check", str(folder), "CJ-9"]) != 0


def test_a_seed_is_kept_from_others_and_its_hash_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "seed"
    assert main(["draw", "seed", "--output", str(place)]) == 0
    assert place.stat().st_mode & 0o077 == 0
    assert capsys.readouterr().out.strip() == commitment_of(bytes.fromhex(place.read_text(encoding="ascii").strip()))
    assert main(["draw", "seed", "--output", str(place)]) != 0
