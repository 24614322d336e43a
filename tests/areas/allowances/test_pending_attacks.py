"""What would leave units where nobody can move them, or balances where no integer can say them."""

from dataclasses import replace

import pytest

from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.rules.standing import CloseAccount
from registry.ledger.canonical import INTEGER_MAX
from registry.ledger.decide import ACCEPTED
from registry.ledger.replay import dump_replay
from tests.areas.allowances.factories import (
    ALICE,
    BOB,
    BY_ALICE,
    BY_AUTHORITY,
    CANCEL,
    MIRROR,
    TRANSFER,
    WITHDRAW,
    account,
    registry,
    settle,
)
from tests.world import OPERATORS

HOME, GONE = account("HO", ALICE), account("CX", ALICE)


@pytest.mark.parametrize(("by", "signers"), [(Mandate.PARTICIPANT, BY_ALICE), (Mandate.OPERATORS, OPERATORS)])
def test_an_account_stays_open_while_units_may_come_back_to_it(by: Mandate, signers: tuple[str, ...]) -> None:
    made = registry()
    pending = made.entry_id("allowances.withdraw", replace(WITHDRAW, units=100), *BY_ALICE)
    assert made.units(HOME) == 0
    assert made.result("participants.close_account", CloseAccount(HOME, by), *signers) == "account_not_empty"
    assert made.result("allowances.return_pending", settle(pending), *BY_AUTHORITY) == ACCEPTED
    assert made.units(HOME) == 100
    made.result("allowances.transfer", replace(TRANSFER, units=100), *BY_ALICE)
    assert made.result("participants.close_account", CloseAccount(HOME, by), *signers) == ACCEPTED


def test_an_account_stays_open_while_units_are_on_their_way_to_it() -> None:
    made = registry()
    pending = made.entry_id("allowances.cancel", CANCEL, *BY_ALICE)
    close = CloseAccount(GONE, Mandate.OPERATORS)
    assert made.result("participants.close_account", close, *OPERATORS) == "account_not_empty"
    assert made.result("allowances.confirm_cancellation", settle(pending), *BY_AUTHORITY) == ACCEPTED
    other = CloseAccount(account("CX", BOB), Mandate.OPERATORS)
    assert made.result("participants.close_account", other, *OPERATORS) == ACCEPTED


def test_no_balance_passes_what_an_integer_may_be() -> None:
    made = registry()
    most = replace(MIRROR, last=INTEGER_MAX - 100)
    assert (
        made.result("allowances.mirror_batch", replace(most, last=INTEGER_MAX - 99), *BY_AUTHORITY) == "units_overflow"
    )
    assert made.result("allowances.mirror_batch", most, *BY_AUTHORITY) == ACCEPTED
    one = replace(MIRROR, text="CEA-31-NAT-2025-3", last=1, target=account("HO", BOB))
    assert made.result("allowances.mirror_batch", one, *BY_AUTHORITY) == "units_overflow"
    assert list(dump_replay(made.journal.replay))


def test_a_block_number_that_no_serial_can_carry_is_refused() -> None:
    made = registry()
    for digits in (5000, 200):
        body = replace(MIRROR, text="CEA-31-NAT-2025-" + "9" * digits)
        assert made.result("allowances.mirror_batch", body, *BY_AUTHORITY) == "batch_text"
