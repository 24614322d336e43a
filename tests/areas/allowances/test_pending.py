"""Withdrawal and voluntary cancellation: set aside by the owner, settled with the national register's answer."""

from dataclasses import replace

import pytest

from registry.areas.participants.rules.holdings import NamedRange, Pending, PendingStatus
from registry.ledger.book import Batch
from registry.ledger.decide import ACCEPTED
from registry.ledger.state import conservation
from tests.areas.allowances.factories import (
    ALICE,
    BOB,
    BY_ALICE,
    BY_AUTHORITY,
    BY_BOB,
    CANCEL,
    PAPER,
    WITHDRAW,
    Registry,
    account,
    registry,
    settle,
)
from tests.world import OPERATORS

HOME, WAITING, GONE = account("HO", ALICE), account("PE", ALICE), account("CX", ALICE)
ISSUER = account("IS", 1)


def held(made: Registry) -> tuple[int, int, int, int]:
    """Return what lies in the holding, pending, cancellation and issuance accounts."""
    home, waiting, gone, issued = (made.units(number) for number in (HOME, WAITING, GONE, ISSUER))
    return home, waiting, gone, issued


def withdrawn(made: Registry) -> str:
    return made.entry_id("allowances.withdraw", WITHDRAW, *BY_ALICE)


def cancelled(made: Registry) -> str:
    return made.entry_id("allowances.cancel", CANCEL, *BY_ALICE)


def test_withdrawn_units_wait_and_leave_the_mirror_when_confirmed() -> None:
    made = registry()
    pending = withdrawn(made)
    assert held(made) == (70, 30, 0, -100)
    assert made.result("allowances.confirm_withdrawal", settle(pending), *BY_AUTHORITY) == ACCEPTED
    assert held(made) == (70, 0, 0, -70)
    assert all(issued == elsewhere for _, _, issued, elsewhere in conservation(made.state))


def test_cancelled_units_wait_and_end_in_the_named_account_when_confirmed() -> None:
    made = registry()
    pending = cancelled(made)
    assert held(made) == (70, 30, 0, -100)
    assert made.result("allowances.confirm_cancellation", settle(pending), *BY_AUTHORITY) == ACCEPTED
    assert held(made) == (70, 0, 30, -100)


@pytest.mark.parametrize("begin", [withdrawn, cancelled])
def test_refused_units_return_to_where_they_came_from(begin: object) -> None:
    made = registry()
    pending = begin(made)  # type: ignore[operator]
    assert made.result("allowances.return_pending", settle(pending), *BY_AUTHORITY) == ACCEPTED
    assert held(made) == (100, 0, 0, -100)


def test_the_record_says_what_waited_and_how_it_ended() -> None:
    made = registry()
    pending = withdrawn(made)
    waiting = made.state.get(Pending, pending)
    assert (waiting.status, waiting.units, waiting.participant) == (PendingStatus.OPEN, 30, f"P-{ALICE:08}")
    assert [(item.first, item.last) for item in waiting.ranges] == [(1, 30)]
    assert made.state.find(Pending, "status", PendingStatus.OPEN) == (waiting,)
    made.send("allowances.confirm_withdrawal", settle(pending), *BY_AUTHORITY)
    closed = made.state.get(Pending, pending)
    assert (closed.status, closed.reference, closed.document) == (PendingStatus.CONFIRMED, "NR-2026-0001", PAPER)
    assert closed.closed_index == made.journal.replay.size - 1


def test_each_final_step_moves_exactly_the_units_of_its_first_one() -> None:
    made = registry()
    number = made.state.find(Batch, "text", "CEA-31-NAT-2025-1")[0].number
    first = replace(WITHDRAW, units=10, ranges=(NamedRange(number, 41, 50),))
    second = replace(CANCEL, units=10, ranges=(NamedRange(number, 51, 60),))
    one = made.entry_id("allowances.withdraw", first, *BY_ALICE)
    two = made.entry_id("allowances.cancel", second, *BY_ALICE)
    assert made.result("allowances.confirm_cancellation", settle(two), *BY_AUTHORITY) == ACCEPTED
    assert list(made.state.holding(GONE, "CEA-2025").pieces(number)) == [(51, 60)]
    assert made.result("allowances.return_pending", settle(one), *BY_AUTHORITY) == ACCEPTED
    assert list(made.state.holding(HOME, "CEA-2025").pieces(number)) == [(1, 50), (61, 100)]


@pytest.mark.parametrize(
    ("kind", "begin"),
    [
        ("allowances.confirm_withdrawal", withdrawn),
        ("allowances.confirm_cancellation", cancelled),
        ("allowances.return_pending", withdrawn),
    ],
)
def test_a_step_is_settled_once(kind: str, begin: object) -> None:
    made = registry()
    pending = begin(made)  # type: ignore[operator]
    assert made.result(kind, settle(pending), *BY_AUTHORITY) == ACCEPTED
    assert made.result(kind, settle(pending), *BY_AUTHORITY) == "pending_closed"


def test_a_step_is_settled_by_the_kind_that_fits() -> None:
    made = registry()
    pending = withdrawn(made)
    assert made.result("allowances.confirm_cancellation", settle(pending), *BY_AUTHORITY) == "pending_differs"
    assert made.result("allowances.confirm_withdrawal", settle(pending), *BY_AUTHORITY) == ACCEPTED


def test_a_step_must_exist_to_be_settled() -> None:
    made = registry()
    other = settle("019e7044-8800-7000-8000-000000000000")
    for kind in ("confirm_withdrawal", "confirm_cancellation", "return_pending"):
        assert made.result(f"allowances.{kind}", other, *BY_AUTHORITY) == "unknown_pending"


def test_the_owner_begins_and_authority_and_operator_settle() -> None:
    made = registry()
    assert made.unrecorded("allowances.withdraw", WITHDRAW, *BY_BOB) == "not_enough_signatures"
    assert made.unrecorded("allowances.cancel", CANCEL, *BY_AUTHORITY) == "not_enough_signatures"
    pending = withdrawn(made)
    assert made.unrecorded("allowances.confirm_withdrawal", settle(pending), *OPERATORS) == "not_enough_signatures"
    assert made.unrecorded("allowances.return_pending", settle(pending), *BY_ALICE) == "not_enough_signatures"


def test_units_wait_in_a_pending_account_of_the_same_holder() -> None:
    made = registry()
    for pending, code in (
        (account("TR", ALICE), "purpose_not_credited"),
        (account("PE", BOB), "holder_differs"),
        (account("PE", 99), "unknown_account"),
        (WAITING, ACCEPTED),
    ):
        assert made.result("allowances.withdraw", replace(WITHDRAW, pending=pending), *BY_ALICE) == code


def test_cancelled_units_end_in_a_cancellation_account_of_the_same_holder() -> None:
    made = registry()
    for target, code in (
        (account("TR", ALICE), "purpose_not_credited"),
        (account("CX", BOB), "holder_differs"),
        (account("CX", 99), "unknown_account"),
        (GONE, ACCEPTED),
    ):
        assert made.result("allowances.cancel", replace(CANCEL, target=target), *BY_ALICE) == code


def test_no_more_waits_than_is_held() -> None:
    made = registry()
    assert made.result("allowances.cancel", replace(CANCEL, units=101), *BY_ALICE) == "units_not_held"
    assert made.result("allowances.cancel", replace(CANCEL, units=100), *BY_ALICE) == ACCEPTED


def test_units_that_wait_can_neither_be_transferred_nor_withdrawn_again() -> None:
    made = registry()
    withdrawn(made)
    again = replace(WITHDRAW, source=WAITING, pending=WAITING)
    assert made.result("allowances.withdraw", again, *BY_ALICE) == "purpose_not_debited"


def test_nothing_leaves_a_cancellation_account() -> None:
    made = registry()
    pending = cancelled(made)
    made.send("allowances.confirm_cancellation", settle(pending), *BY_AUTHORITY)
    assert made.result("allowances.withdraw", replace(WITHDRAW, source=GONE), *BY_ALICE) == "account_final"
