"""Bonds: terms and review, proceeds to the last fen, reports and what they may not hide. Each edge from both sides."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.areas.finance.rules.bonds.records import BondMove, ProjectMoney
from registry.areas.finance.rules.choices import BondKind, FlagKind
from registry.ledger.decide import ACCEPTED, Unrecorded
from tests.areas.finance.bond_factories import (
    BOND,
    BY_ISSUER,
    BY_OTHER,
    DAY,
    ISSUED,
    MOVES,
    PLANNED,
    REVIEW,
    SECOND,
    TERMS,
    Funding,
)
from tests.areas.finance.factories import OWNER, PROJECT, REVIEWER, flag, participant, representative

BY_REVIEWER = representative(REVIEWER)
TOTAL = 500_000_000_00


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({}, ACCEPTED),
        ({"isin": "US0378331006"}, "isin_check"),
        ({"isin": None}, "isin_missing"),
        ({"isin": None, "bond_kind": BondKind.LOAN}, ACCEPTED),
        ({"bond_kind": BondKind.EQUITY_FUND}, "isin_unexpected"),
        ({"currency": "USD"}, "currency_differs"),
        ({"issued_on": DAY, "catalogue": "2025"}, ACCEPTED),
        ({"issued_on": "2026-07-02", "catalogue": "2025"}, "issued_in_future"),
        ({"matures_on": "2025-06-19"}, ACCEPTED),
        ({"matures_on": ISSUED}, "matures_too_early"),
        ({"catalogue": "2025"}, "catalogue_not_in_force"),
        ({"catalogue": "2030"}, "unknown_catalogue"),
    ],
)
def test_terms_agree_with_each_other_and_with_the_catalogue(changes: dict[str, Any], result: str) -> None:
    assert Funding().result("finance.register_bond", replace(TERMS, **changes), BY_ISSUER) == result


def test_a_number_and_an_isin_are_used_once() -> None:
    made = Funding().issued()

    assert made.result("finance.register_bond", TERMS, BY_ISSUER) == "bond_number_taken"
    assert made.result("finance.register_bond", replace(TERMS, bond="B-00000002"), BY_ISSUER) == "isin_taken"


@pytest.mark.parametrize(
    ("until", "result"), [("2026-07-02", ACCEPTED), (DAY, "review_expired"), ("2026-06-30", "review_expired")]
)
def test_an_opinion_counts_at_least_until_tomorrow(until: str, result: str) -> None:
    assert Funding().issued().result("finance.review_bond", replace(REVIEW, until=until), BY_REVIEWER) == result


def test_only_an_independent_reviewer_states_an_opinion() -> None:
    made = Funding().issued()
    own = replace(REVIEW, reviewer=participant(OWNER))

    assert made.result("finance.review_bond", own, BY_ISSUER) == "not_a_reviewer"
    assert made.result("finance.review_bond", replace(REVIEW, bond="B-00000009"), BY_REVIEWER) == "unknown_bond"


def test_nothing_is_allocated_after_the_opinion_has_run_out() -> None:
    made = Funding().funded()
    made.accept("finance.review_bond", replace(REVIEW, until="2026-07-02"), BY_REVIEWER)
    made.go_to("2026-07-02")
    assert made.move("allocate") == ACCEPTED
    made.go_to("2026-07-03")

    assert made.move("allocate") == "review_expired"
    assert made.move("reallocate", target=SECOND) == "review_expired"
    assert made.move("reallocate") == ACCEPTED


@pytest.mark.parametrize(
    ("what", "changes", "result"),
    [
        ("receive", {"fen": PLANNED, "happened_on": ISSUED}, ACCEPTED),
        ("receive", {"fen": PLANNED + 1, "happened_on": ISSUED}, "more_than_planned"),
        ("receive", {"happened_on": "2025-06-17"}, "before_issue"),
        ("receive", {"happened_on": "2026-07-02"}, "day_in_future"),
    ],
)
def test_never_more_comes_in_than_was_to_be_raised(what: str, changes: dict[str, Any], result: str) -> None:
    assert Funding().issued().move(what, **changes) == result


def test_a_bond_that_nobody_issued_has_nobody_to_sign_for_it() -> None:
    with pytest.raises(Unrecorded, match="unknown_bond"):
        Funding().move("receive")


@pytest.mark.parametrize(
    ("what", "fen", "result"),
    [
        ("allocate", PLANNED, ACCEPTED),
        ("allocate", PLANNED + 1, "more_than_idle"),
        ("place", PLANNED, ACCEPTED),
        ("place", PLANNED + 1, "more_than_idle"),
        ("return", PLANNED, ACCEPTED),
        ("return", PLANNED + 1, "more_than_idle"),
        ("recall", 1, "more_than_placed"),
        ("reallocate", 1, "more_than_allocated"),
    ],
)
def test_never_more_leaves_than_lies_there(what: str, fen: int, result: str) -> None:
    assert Funding().funded().move(what, fen=fen) == result


def test_placed_money_is_idle_but_not_free() -> None:
    made = Funding().funded()
    assert made.move("place", fen=PLANNED - 10) == ACCEPTED

    assert made.move("allocate", fen=11) == "more_than_idle"
    assert made.move("allocate", fen=10) == ACCEPTED
    assert made.move("recall", fen=PLANNED - 9) == "more_than_placed"
    assert made.move("recall", fen=PLANNED - 10) == ACCEPTED
    assert (made.bond().idle_fen, made.bond().free_fen, made.bond().placed_fen) == (PLANNED - 10, PLANNED - 10, 0)


def test_a_project_that_is_not_eligible_today_gets_nothing() -> None:
    made = Funding().funded()
    assert made.move("allocate") == ACCEPTED
    made.accept("finance.flag_project", flag(FlagKind.PENALTY))

    assert made.move("allocate") == "project_not_eligible"
    assert made.move("allocate", project=SECOND) == ACCEPTED
    assert made.move("reallocate", project=SECOND, target=PROJECT) == "project_not_eligible"
    assert made.move("reallocate", target=SECOND) == ACCEPTED


def test_a_project_of_another_catalogue_gets_nothing() -> None:
    made = Funding()
    made.issued(issued_on=DAY, catalogue="2025")
    assert made.move("receive") == ACCEPTED

    assert made.move("allocate") == "catalogue_differs"
    assert made.move("allocate", project="G-00000009") == "unknown_project"


@pytest.mark.parametrize(
    ("day", "result"),
    [("2022-06-18", ACCEPTED), ("2022-06-17", "lookback_exceeded"), (DAY, ACCEPTED), ("2026-07-02", "day_in_future")],
)
def test_refinancing_looks_back_only_so_far(day: str, result: str) -> None:
    assert Funding().funded().move("allocate", happened_on=day) == result


def test_a_project_never_takes_more_than_it_costs_from_all_bonds_together() -> None:
    made = Funding()
    made.accept("finance.register_bond", replace(TERMS, planned_fen=2 * TOTAL), BY_ISSUER)
    assert made.move("receive", fen=2 * TOTAL) == ACCEPTED

    assert made.move("allocate", fen=TOTAL + 1) == "more_than_invested"
    assert made.move("allocate", fen=TOTAL) == ACCEPTED
    assert made.move("allocate", fen=1) == "more_than_invested"
    assert made.move("reallocate", fen=1, target=SECOND) == ACCEPTED
    assert made.move("allocate", fen=1) == ACCEPTED
    assert made.move("reallocate", fen=1, target=PROJECT) == "same_project"


def test_only_the_issuer_moves_the_money() -> None:
    made = Funding().funded()

    with pytest.raises(Unrecorded, match="not_enough_signatures"):
        made.result("finance.return_proceeds", MOVES["return"], BY_OTHER)


_WHAT = st.sampled_from(("receive", "allocate", "reallocate", "place", "recall", "return"))
_STEP = st.tuples(_WHAT, st.sampled_from((PROJECT, SECOND)), st.integers(1, 40), st.booleans())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_STEP, min_size=1, max_size=12))
def test_received_is_allocated_and_idle_and_returned_after_every_step(steps: list[tuple[str, str, int, bool]]) -> None:
    made = Funding()
    made.issued(planned_fen=50)
    for what, project, fen, has_target in steps:
        changes: dict[str, Any] = {"fen": fen}
        if what in {"allocate", "reallocate"}:
            changes["project"] = project
        if what == "reallocate" and has_target:
            changes["target"] = SECOND if project == PROJECT else PROJECT
        before = made.bond()
        result = made.move(what, **changes)
        bond = made.bond()

        assert bond.received_fen == bond.allocated_fen + bond.idle_fen + bond.returned_fen
        assert bond.idle_fen >= bond.placed_fen >= 0
        assert made.use(PROJECT) + made.use(SECOND) == bond.allocated_fen
        state = made.journal.replay.state
        money = (state.get(ProjectMoney, one) for one in (PROJECT, SECOND))
        assert sum(one.allocated_fen for one in money if one) == bond.allocated_fen
        assert (bond == before) == (result != ACCEPTED)
        assert state.get(BondMove, BOND, bond.moves + 1) is None
