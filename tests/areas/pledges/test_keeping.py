"""While a pledge stands: calls, top-ups, repayments and releases, and who may not do them."""

from dataclasses import replace

import pytest

from registry.areas.participants.rules.freezes import PlaceFreeze
from registry.areas.pledges.rules.records import PledgeStatus
from registry.ledger.decide import ACCEPTED
from tests.areas.allowances.factories import ALICE, BOB, BY_AUTHORITY, account
from tests.areas.pledges.factories import (
    BY_ALICE,
    BY_BOB,
    BY_LENDER,
    LOAN,
    PLEDGED,
    SOURCE,
    UNITS,
    Pledging,
    calling,
    pledging,
    releasing,
    repaying,
    topping,
)
from tests.areas.trading.factories import BASE
from tests.world import DOCUMENT


@pytest.fixture
def registry() -> Pledging:
    return pledging()


# What 500 units at 70 yuan are worth is 35 000 yuan, which is 14 583 parts in ten thousand of the loan.
@pytest.mark.parametrize(("margin", "result"), [(14_583, "margin_kept"), (14_584, ACCEPTED)])
def test_a_call_is_for_what_has_fallen_below_the_margin(registry: Pledging, margin: int, result: str) -> None:
    pledge = registry.accepted()
    registry.set_parameter("pledge_margin_permyriad", margin)
    assert registry.result("pledges.call", calling(pledge), *BY_LENDER) == result


# Three working days after a Friday end on Wednesday.
@pytest.mark.parametrize(("until", "result"), [("2026-03-10", "call_too_short"), ("2026-03-11", ACCEPTED)])
def test_a_call_leaves_the_working_days_of_the_parameter(registry: Pledging, until: str, result: str) -> None:
    pledge = registry.accepted()
    registry.set_parameter("pledge_margin_permyriad", 15_000)
    assert registry.result("pledges.call", calling(pledge, until=until), *BY_LENDER) == result


def test_a_call_names_the_price_that_counts_and_is_made_once(registry: Pledging) -> None:
    pledge = registry.called()
    assert registry.result("pledges.call", calling(pledge), *BY_LENDER) == "pledge_status"
    other = registry.accepted(units=400, loan_fen=1_900_000)
    assert registry.result("pledges.call", calling(other, price_fen=1), *BY_LENDER) == "price_differs"
    assert registry.unrecorded("pledges.call", calling(other), *BY_ALICE) == "not_enough_signatures"


def test_a_top_up_meets_the_call_when_the_units_are_worth_the_margin(registry: Pledging) -> None:
    pledge = registry.called()  # 36 000 yuan are needed, 35 000 are there
    assert registry.result("pledges.top_up", topping(pledge, units=14), *BY_ALICE) == ACCEPTED
    assert registry.pledge(pledge).status is PledgeStatus.CALLED

    assert registry.result("pledges.top_up", topping(pledge, units=1), *BY_ALICE) == ACCEPTED

    found = registry.pledge(pledge)
    assert (found.status, found.call_until, found.units) == (PledgeStatus.ACTIVE, None, UNITS + 15)
    assert registry.units(PLEDGED) == UNITS + 15


def test_a_repayment_meets_the_call_as_well(registry: Pledging) -> None:
    pledge = registry.called()  # at 15 000 parts 35 000 yuan cover 23 333.33
    assert registry.result("pledges.note_repayment", repaying(pledge, 66_666), *BY_LENDER) == ACCEPTED
    assert registry.pledge(pledge).status is PledgeStatus.CALLED
    assert registry.result("pledges.note_repayment", repaying(pledge, 1), *BY_LENDER) == ACCEPTED
    assert registry.pledge(pledge).status is PledgeStatus.ACTIVE


def test_a_top_up_is_of_the_same_asset_and_owner(registry: Pledging) -> None:
    pledge = registry.accepted()
    assert registry.result("pledges.top_up", topping(pledge, asset="CEA-2024"), *BY_ALICE) == "asset_differs"
    others = topping(pledge, source=account("TR", BOB))
    assert registry.result("pledges.top_up", others, *BY_BOB) == "holder_differs"
    assert registry.result("pledges.top_up", topping(pledge, source=PLEDGED), *BY_ALICE) == "purpose_not_debited"
    assert registry.result("pledges.top_up", topping(pledge, units=501), *BY_ALICE) == "units_not_held"
    assert registry.result("pledges.top_up", topping(pledge, units=500), *BY_ALICE) == ACCEPTED


def test_without_a_price_a_top_up_is_taken_and_the_call_stays(registry: Pledging) -> None:
    pledge = registry.called()
    registry.at("2026-05-06", "10:00")
    assert registry.result("pledges.top_up", topping(pledge, units=500), *BY_ALICE) == ACCEPTED
    assert registry.pledge(pledge).status is PledgeStatus.CALLED


def test_only_the_lender_notes_repayments_and_releases(registry: Pledging) -> None:
    pledge = registry.accepted()
    for signers in (BY_ALICE, BY_BOB, BY_AUTHORITY):
        assert registry.unrecorded("pledges.release", releasing(pledge), *signers) == "not_enough_signatures"
        assert registry.unrecorded("pledges.note_repayment", repaying(pledge), *signers) == "not_enough_signatures"
    both = registry.unrecorded("pledges.release", releasing(pledge), *BY_LENDER, *BY_ALICE)
    assert both == "signer_not_concerned"
    assert registry.result("pledges.release", releasing(pledge), *BY_LENDER) == ACCEPTED
    assert (registry.units(SOURCE), registry.units(PLEDGED)) == (1_000, 0)


def test_a_release_comes_once(registry: Pledging) -> None:
    pledge = registry.accepted()
    assert registry.result("pledges.release", releasing(pledge, 501), *BY_LENDER) == "more_than_pledged"
    assert registry.result("pledges.release", releasing(pledge, 200), *BY_LENDER) == ACCEPTED
    assert registry.pledge(pledge).status is PledgeStatus.ACTIVE
    assert registry.result("pledges.release", releasing(pledge, 300), *BY_LENDER) == ACCEPTED
    assert registry.pledge(pledge).status is PledgeStatus.RELEASED
    assert registry.result("pledges.release", releasing(pledge, 1), *BY_LENDER) == "pledge_status"
    assert registry.result("pledges.note_repayment", repaying(pledge), *BY_LENDER) == "pledge_status"


@pytest.mark.parametrize(
    ("target", "result"),
    [
        (account("HO", ALICE), ACCEPTED),
        (account("HO", BOB), "holder_differs"),
        (account("ES", ALICE), "purpose_not_credited"),
        (account("HO", 77), "unknown_account"),
    ],
)
def test_a_release_may_go_to_another_account_of_the_owner(registry: Pledging, target: str, result: str) -> None:
    pledge = registry.accepted()
    assert registry.result("pledges.release", releasing(pledge, UNITS, target), *BY_LENDER) == result


def test_the_last_fen_ends_the_pledge_and_one_more_is_refused(registry: Pledging) -> None:
    pledge = registry.accepted()
    assert registry.result("pledges.note_repayment", repaying(pledge, LOAN + 1), *BY_LENDER) == "more_than_outstanding"
    assert registry.result("pledges.note_repayment", repaying(pledge, LOAN - 1), *BY_LENDER) == ACCEPTED
    assert registry.pledge(pledge).status is PledgeStatus.ACTIVE
    assert registry.result("pledges.note_repayment", repaying(pledge, 1), *BY_LENDER) == ACCEPTED
    assert registry.pledge(pledge).status is PledgeStatus.RELEASED
    assert (registry.units(SOURCE), registry.units(PLEDGED)) == (1_000, 0)


def test_a_court_may_freeze_what_is_pledged_and_then_nobody_releases_it(registry: Pledging) -> None:
    pledge = registry.accepted()
    freeze = PlaceFreeze(None, PLEDGED, None, 0, 0, "ZX-1", "court-order", 1, None, DOCUMENT)
    assert registry.result("participants.place_freeze", freeze, *BY_AUTHORITY) == ACCEPTED
    assert registry.result("pledges.release", releasing(pledge), *BY_LENDER) == "account_frozen"


def test_calls_of_a_stale_price_are_refused(registry: Pledging) -> None:
    pledge = registry.accepted()
    registry.set_parameter("pledge_margin_permyriad", 15_000)
    registry.at("2026-05-06", "10:00")
    late = replace(calling(pledge), until="2026-05-20", price_fen=BASE)
    assert registry.result("pledges.call", late, *BY_LENDER) == "price_too_old"
