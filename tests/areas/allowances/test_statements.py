"""What the national register states, beside what the mirror shows."""

from dataclasses import replace

import pytest

from registry.areas.allowances.rules import HoldingStatement, StatedHolding
from registry.areas.allowances.rules.statements import ACCOUNTS_MAX
from registry.ledger.decide import ACCEPTED
from tests.areas.allowances.factories import (
    ALICE,
    BY_ALICE,
    BY_AUTHORITY,
    BY_BOB,
    STATEMENT,
    WITHDRAW,
    Registry,
    registry,
    settle,
)
from tests.world import OPERATORS

SIGNERS = (*BY_ALICE, OPERATORS[0])


def state(made: Registry, **changes: object) -> str:
    return made.result("allowances.statement", replace(STATEMENT, **changes), *SIGNERS)  # type: ignore[arg-type]


def last(made: Registry) -> HoldingStatement:
    found: HoldingStatement = made.state.find(HoldingStatement, "participant", STATEMENT.participant)[-1]
    return found


@pytest.mark.parametrize(("stated", "difference"), [(100, 0), (99, -1), (101, 1), (0, -100)])
def test_keeps_the_difference_to_the_mirror(stated: int, difference: int) -> None:
    made = registry()
    assert state(made, lines=(StatedHolding("CEA-2025", stated),)) == ACCEPTED
    kept = last(made)
    assert (kept.lines[0].mirrored, kept.lines[0].difference, kept.differs) == (100, difference, difference != 0)


def test_pending_units_are_still_the_participants_until_confirmed() -> None:
    made = registry()
    pending = made.entry_id("allowances.withdraw", WITHDRAW, *BY_ALICE)
    assert state(made) == ACCEPTED
    assert not last(made).differs
    made.send("allowances.confirm_withdrawal", settle(pending), *BY_AUTHORITY)
    assert state(made, as_of=STATEMENT.as_of + 1_000_000) == ACCEPTED
    assert last(made).lines[0].difference == 30


def test_reads_every_line() -> None:
    made = registry()
    lines = (StatedHolding("CEA-2025", 100), StatedHolding("CEA-2024", 7))
    assert state(made, lines=lines) == ACCEPTED
    assert [line.difference for line in last(made).lines] == [0, 7]


def test_names_each_asset_once() -> None:
    made = registry()
    assert state(made, lines=(StatedHolding("CEA-2025", 100),) * 2) == "asset_twice"
    assert state(made) == ACCEPTED


def test_names_allowances_only() -> None:
    made = registry()
    assert state(made, lines=(StatedHolding("XYZ-2025", 1),)) == "unknown_class"


def test_speaks_of_no_time_ahead() -> None:
    made = registry()
    now = made.author.now_ms * 1000
    assert state(made, as_of=now + 1_000_000) == "as_of_ahead"
    assert state(made, as_of=now) == ACCEPTED


def test_speaks_of_a_known_participant() -> None:
    made = registry()
    unknown = replace(STATEMENT, participant="P-00000099")
    assert made.unrecorded("allowances.statement", unknown, *SIGNERS) == "not_enough_signatures"


def test_is_signed_by_the_participant_and_an_operator() -> None:
    made = registry()
    assert made.unrecorded("allowances.statement", STATEMENT, *BY_ALICE) == "not_enough_signatures"
    assert made.unrecorded("allowances.statement", STATEMENT, *BY_BOB, OPERATORS[0]) == "not_enough_signatures"


def test_compares_at_most_so_many_accounts() -> None:
    made = registry()
    for number in range(ACCOUNTS_MAX - 4):  # Alice has four of them
        made.open(ALICE, "HO", 1000 + number)
    assert state(made) == ACCEPTED
    made.open(ALICE, "HO", 2000)
    assert state(made) == "too_many_accounts"
