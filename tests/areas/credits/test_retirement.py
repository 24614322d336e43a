"""Retirement: final at once for own titles, in two steps for mirrored ones."""

from dataclasses import replace

import pytest

from registry.areas.credits.rules.retirement import Beneficiary, Retirement, RetirementStatus
from registry.ledger.decide import ACCEPTED
from tests.areas.allowances.factories import ALICE, BOB, BY_ALICE, BY_AUTHORITY, BY_BOB, PAPER, account, settle
from tests.areas.credits.factories import RETIRE, RETIRE_MIRRORED, credit_registry

GONE, WAITING, HOME = account("RT", ALICE), account("PE", ALICE), account("HO", ALICE)
NOBODY = Beneficiary(participant=None, name=None, commitment=None)


def test_an_own_title_is_retired_at_once() -> None:
    made = credit_registry()
    entry = made.entry_id("credits.retire", RETIRE, *BY_ALICE)
    kept = made.state.get(Retirement, entry)
    assert (made.units(HOME, "FCS-2025"), made.units(GONE, "FCS-2025")) == (70, 30)
    assert (kept.status, kept.units, kept.beneficiary.participant) == (RetirementStatus.FINAL, 30, f"P-{BOB:08}")
    assert [(item.first, item.last) for item in kept.ranges] == [(1, 30)]


def test_a_mirrored_title_waits_and_is_retired_when_confirmed() -> None:
    made = credit_registry()
    entry = made.entry_id("credits.retire", RETIRE_MIRRORED, *BY_ALICE)
    assert (made.units(WAITING, "CCER-2025"), made.units(GONE, "CCER-2025")) == (30, 0)
    assert made.state.get(Retirement, entry).status is RetirementStatus.PENDING
    assert made.result("credits.confirm_retirement", settle(entry), *BY_AUTHORITY) == ACCEPTED
    assert (made.units(WAITING, "CCER-2025"), made.units(GONE, "CCER-2025")) == (0, 30)
    assert made.state.get(Retirement, entry).status is RetirementStatus.FINAL


def test_a_refused_retirement_returns_the_units() -> None:
    made = credit_registry()
    entry = made.entry_id("credits.retire", RETIRE_MIRRORED, *BY_ALICE)
    assert made.result("credits.return_pending", settle(entry), *BY_AUTHORITY) == ACCEPTED
    assert (made.units(HOME, "CCER-2025"), made.units(GONE, "CCER-2025")) == (100, 0)
    assert made.state.get(Retirement, entry).status is RetirementStatus.RETURNED


@pytest.mark.parametrize("kind", ["credits.confirm_retirement", "credits.return_pending"])
def test_a_retirement_is_settled_once_by_authority_and_operator(kind: str) -> None:
    made = credit_registry()
    entry = made.entry_id("credits.retire", RETIRE_MIRRORED, *BY_ALICE)
    assert made.unrecorded(kind, settle(entry), *BY_ALICE) == "not_enough_signatures"
    assert made.result(kind, settle("019e7044-8800-7000-8000-000000000000"), *BY_AUTHORITY) == "unknown_pending"
    assert made.result("allowances.return_pending", settle(entry), *BY_AUTHORITY) == "pending_differs"
    assert made.result(kind, settle(entry), *BY_AUTHORITY) == ACCEPTED
    assert made.result(kind, settle(entry), *BY_AUTHORITY) == "pending_closed"


def test_a_pending_account_is_named_for_mirrored_titles_and_only_for_them() -> None:
    made = credit_registry()
    assert made.result("credits.retire", replace(RETIRE, pending=WAITING), *BY_ALICE) == "pending_not_used"
    assert made.result("credits.retire", replace(RETIRE_MIRRORED, pending=None), *BY_ALICE) == "pending_required"
    other = replace(RETIRE_MIRRORED, pending=account("PE", BOB))
    assert made.result("credits.retire", other, *BY_ALICE) == "holder_differs"


@pytest.mark.parametrize(
    ("beneficiary", "result"),
    [
        (NOBODY, "beneficiary_unclear"),
        (replace(NOBODY, name="某活动组委会", commitment=PAPER), "beneficiary_unclear"),
        (replace(NOBODY, participant=f"P-{BOB:08}", name="Bob"), "beneficiary_unclear"),
        (replace(NOBODY, participant="P-00000099"), "unknown_participant"),
        (replace(NOBODY, participant=f"P-{BOB:08}"), ACCEPTED),
        (replace(NOBODY, name="某活动组委会"), ACCEPTED),
        (replace(NOBODY, commitment=PAPER), ACCEPTED),
    ],
)
def test_names_the_beneficiary_in_exactly_one_way(beneficiary: Beneficiary, result: str) -> None:
    made = credit_registry()
    assert made.result("credits.retire", replace(RETIRE, beneficiary=beneficiary), *BY_ALICE) == result


def test_ends_in_a_retirement_account_of_the_same_holder() -> None:
    made = credit_registry()
    for target, code in (
        (account("TR", ALICE), "purpose_not_credited"),
        (account("RT", BOB), "holder_differs"),
        (account("RT", 99), "unknown_account"),
        (GONE, ACCEPTED),
    ):
        assert made.result("credits.retire", replace(RETIRE, target=target), *BY_ALICE) == code


def test_retires_credits_that_the_signer_holds_and_nothing_else() -> None:
    made = credit_registry()
    made.accept(made.world.mirrored(ALICE, units=100))
    assert made.unrecorded("credits.retire", RETIRE, *BY_BOB) == "not_enough_signatures"
    assert made.result("credits.retire", replace(RETIRE, asset="CEA-2025"), *BY_ALICE) == "not_a_credit"
    assert made.result("credits.retire", replace(RETIRE, units=101), *BY_ALICE) == "units_not_held"
    assert made.result("credits.retire", replace(RETIRE, units=100), *BY_ALICE) == ACCEPTED


def test_nothing_leaves_a_retirement_account() -> None:
    made = credit_registry()
    made.send("credits.retire", RETIRE, *BY_ALICE)
    assert made.result("credits.retire", replace(RETIRE, source=GONE, units=1), *BY_ALICE) == "account_final"
