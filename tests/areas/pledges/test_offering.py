"""Offers, acceptance and their ends: what is refused, each a single step inside and outside its edge."""

from dataclasses import replace

import pytest

from registry.areas.allowances.rules import Cancel, TransferUnits
from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.rules.standing import ChangeParticipant
from registry.areas.pledges.rules.offering import EndOffer
from registry.areas.pledges.rules.records import PledgeStatus
from registry.ledger.decide import ACCEPTED
from tests.areas.allowances.factories import ALICE, BOB, BY_AUTHORITY, account
from tests.areas.pledges.factories import (
    BY_ALICE,
    BY_BOB,
    BY_LENDER,
    CASH,
    DAY,
    ESCROW,
    LENDER,
    LOAN,
    OFFER,
    PLEDGED,
    SOURCE,
    UNITS,
    YESTERDAY,
    Pledging,
    accepting,
    pledging,
)
from tests.areas.trading.factories import ASSET, BANK, BASE


@pytest.fixture
def registry() -> Pledging:
    return pledging()


def test_units_wait_in_escrow_and_lie_in_the_pledge_account_once_accepted(registry: Pledging) -> None:
    pledge = registry.offered()
    assert (registry.units(SOURCE), registry.units(ESCROW), registry.units(PLEDGED)) == (500, 500, 0)

    assert registry.result("pledges.accept", accepting(pledge), *BY_LENDER) == ACCEPTED

    found = registry.pledge(pledge)
    assert (registry.units(ESCROW), registry.units(PLEDGED)) == (0, UNITS)
    assert (found.status, found.outstanding_fen, found.price_fen) == (PledgeStatus.ACTIVE, LOAN, BASE)


@pytest.mark.parametrize(("kind", "signers"), [("withdraw", BY_ALICE), ("decline", BY_LENDER)])
def test_an_offer_ends_once_and_gives_its_units_back(registry: Pledging, kind: str, signers: tuple[str, ...]) -> None:
    pledge = registry.offered()
    assert registry.result(f"pledges.{kind}", EndOffer(pledge), *signers) == ACCEPTED

    assert (registry.units(SOURCE), registry.units(ESCROW)) == (1_000, 0)
    assert registry.result(f"pledges.{kind}", EndOffer(pledge), *signers) == "pledge_status"
    assert registry.result("pledges.accept", accepting(pledge), *BY_LENDER) == "pledge_status"


def test_each_side_signs_for_itself_alone(registry: Pledging) -> None:
    assert registry.unrecorded("pledges.offer", OFFER, *BY_BOB) == "not_enough_signatures"
    pledge = registry.offered()
    assert registry.unrecorded("pledges.accept", accepting(pledge), *BY_ALICE) == "not_enough_signatures"
    assert registry.unrecorded("pledges.decline", EndOffer(pledge), *BY_ALICE) == "not_enough_signatures"
    assert registry.unrecorded("pledges.withdraw", EndOffer(pledge), *BY_LENDER) == "not_enough_signatures"


def test_nothing_is_withdrawn_once_it_is_accepted(registry: Pledging) -> None:
    pledge = registry.accepted()
    assert registry.result("pledges.withdraw", EndOffer(pledge), *BY_ALICE) == "pledge_status"


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"units": 1_000}, ACCEPTED),
        ({"units": 1_001}, "units_not_held"),
        ({"due_on": "2026-03-07"}, ACCEPTED),
        ({"due_on": DAY}, "due_in_past"),
        ({"lender": f"P-{BANK:08}"}, ACCEPTED),
        ({"lender": f"P-{BOB:08}"}, "not_a_lender"),
        ({"lender": "P-00000077"}, "unknown_participant"),
        ({"escrow": account("ES", BOB)}, "holder_differs"),
        ({"pledge_account": account("PL", BOB)}, "holder_differs"),
        ({"pledge_account": SOURCE}, "purpose_not_credited"),
        ({"asset": "CNY"}, "class_without_serials"),
    ],
)
def test_an_offer_keeps_its_edges(registry: Pledging, changes: dict[str, object], result: str) -> None:
    assert registry.offer_result(**changes) == result


def test_a_bank_does_not_pledge_to_itself(registry: Pledging) -> None:
    registry.open(LENDER, "TR")
    for purpose in ("ES", "PL"):
        registry.open(LENDER, purpose)
    own = replace(
        OFFER, source=account("TR", LENDER), escrow=account("ES", LENDER), pledge_account=account("PL", LENDER)
    )
    assert registry.result("pledges.offer", own, *BY_LENDER) == "own_pledge"


def test_pledged_units_cannot_be_pledged_moved_traded_or_cancelled(registry: Pledging) -> None:
    registry.accepted()
    again = replace(OFFER, source=PLEDGED, units=1)
    assert registry.result("pledges.offer", again, *BY_ALICE) == "already_pledged"
    move = TransferUnits(PLEDGED, account("HO", BOB), ASSET, 1, ())
    assert registry.result("allowances.transfer", move, *BY_ALICE) == "purpose_not_debited"
    back = replace(move, target=SOURCE)
    assert registry.result("allowances.transfer", back, *BY_ALICE) == "purpose_not_debited"
    registry.open(ALICE, "CX")
    cancel = Cancel(PLEDGED, account("PE", ALICE), account("CX", ALICE), ASSET, 1, (), None)
    assert registry.result("allowances.cancel", cancel, *BY_ALICE) == "purpose_not_debited"
    assert registry.listed(ALICE, account=PLEDGED, units=1) == "purpose_not_credited"


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({}, ACCEPTED),
        ({"loan_fen": LOAN + 1}, "loan_differs"),
        ({"price_fen": BASE + 1}, "price_differs"),
        ({"price_day": DAY}, "price_differs"),
        ({"cash": account("CA", ALICE)}, "holder_differs"),
        ({"cash": SOURCE}, "purpose_not_credited"),
    ],
)
def test_an_acceptance_keeps_its_edges(registry: Pledging, changes: dict[str, object], result: str) -> None:
    assert registry.result("pledges.accept", accepting(registry.offered(), **changes), *BY_LENDER) == result


def test_nobody_accepts_what_was_never_offered(registry: Pledging) -> None:
    nothing = accepting("00000000-0000-7000-8000-000000000000")
    assert registry.unrecorded("pledges.accept", nothing, *BY_LENDER) == "unknown_pledge"


@pytest.mark.parametrize(("loan", "result"), [(2_450_000, ACCEPTED), (2_450_001, "loan_over_value")])
def test_no_more_is_lent_than_the_value_less_the_haircut(registry: Pledging, loan: int, result: str) -> None:
    pledge = registry.offered(loan_fen=loan)
    assert registry.result("pledges.accept", accepting(pledge, loan_fen=loan), *BY_LENDER) == result


def test_a_class_may_want_a_number_of_its_registration(registry: Pledging) -> None:
    registry.set_parameter("pledge_registration_required", 1, scope="CEA")
    pledge = registry.offered()
    assert registry.result("pledges.accept", accepting(pledge), *BY_LENDER) == "registration_missing"
    named = accepting(pledge, registration="ZDW-2026-1")
    assert registry.result("pledges.accept", named, *BY_LENDER) == ACCEPTED


def test_the_loan_is_still_to_come_when_it_is_accepted(registry: Pledging) -> None:
    pledge = registry.offered(due_on="2026-03-09")
    registry.at("2026-03-09", "10:00")
    assert registry.result("pledges.accept", accepting(pledge), *BY_LENDER) == "due_in_past"


def test_the_price_is_the_mean_of_the_last_closes_floored(registry: Pledging) -> None:
    registry.dealt_on(DAY, 7_301)
    registry.at("2026-03-09", "10:00")
    pledge = registry.offered()
    shown = accepting(pledge, price_fen=(BASE + 7_301) // 2, price_day=DAY)
    assert registry.result("pledges.accept", replace(shown, price_fen=shown.price_fen + 1), *BY_LENDER) == (
        "price_differs"
    )
    assert registry.result("pledges.accept", shown, *BY_LENDER) == ACCEPTED


@pytest.mark.parametrize(("day", "result"), [("2026-04-04", ACCEPTED), ("2026-04-05", "price_too_old")])
def test_a_price_is_good_for_so_many_days(registry: Pledging, day: str, result: str) -> None:
    pledge = registry.offered()
    registry.at(day, "10:00")
    assert registry.result("pledges.accept", accepting(pledge), *BY_LENDER) == result


def test_what_nobody_deals_in_has_no_value_until_the_authority_states_one(registry: Pledging) -> None:
    registry.accept(registry.world.mirrored(ALICE, units=100, vintage=2024, batch=9))
    pledge = registry.offered(asset="CEA-2024", source=account("HO", ALICE), units=100, loan_fen=1_000)
    body = accepting(pledge, loan_fen=1_000, price_fen=5_000, price_day=DAY)
    assert registry.result("pledges.accept", body, *BY_LENDER) == "price_missing"

    registry.define("pledge_reference_price_fen", 1)
    assert registry.result("pledges.accept", body, *BY_LENDER) == "price_missing"
    registry.set_parameter("pledge_reference_price_fen", 5_000, scope="CEA-2024")
    assert registry.result("pledges.accept", body, *BY_LENDER) == ACCEPTED


def test_todays_deals_are_no_close_yet(registry: Pledging) -> None:
    registry.dealt_on(DAY, 7_500)
    pledge = registry.offered()
    assert registry.result("pledges.accept", accepting(pledge), *BY_LENDER) == ACCEPTED
    assert registry.pledge(pledge).price_day == YESTERDAY


def test_without_its_parameters_nothing_is_valued() -> None:
    registry = pledging(without="pledge_haircut_permyriad")
    assert registry.result("pledges.accept", accepting(registry.offered()), *BY_LENDER) == "parameter_not_set"


def test_a_lender_that_was_suspended_takes_nothing(registry: Pledging) -> None:
    pledge = registry.offered()
    body = ChangeParticipant(f"P-{LENDER:08}", "order", Mandate.AUTHORITY)
    assert registry.result("participants.suspend_participant", body, BY_AUTHORITY[0]) == ACCEPTED
    assert registry.unrecorded("pledges.accept", accepting(pledge, cash=CASH), *BY_LENDER) == "participant_suspended"
