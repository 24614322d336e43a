"""Enforcement: when it may begin, to whom units go, at what price, and who receives which fen."""

from dataclasses import replace

import pytest

from registry.areas.participants.rules.conflicts import DeclareRelation
from registry.areas.pledges.rules.enforcing import EnforcePledge
from registry.areas.pledges.rules.records import MONEY, Ground, PledgeStatus, Way
from registry.ledger.decide import ACCEPTED
from tests.areas.allowances.factories import ALICE, BOB, account
from tests.areas.pledges.factories import (
    BY_ALICE,
    BY_LENDER,
    CASH,
    LENDER,
    LOAN,
    PLEDGED,
    RESERVE,
    SOURCE,
    UNITS,
    Pledging,
    listed_sale,
    pledging,
    releasing,
    repaying,
    selling,
    topping,
)
from tests.areas.trading.factories import BASE, BY_CAROL, CAROL
from tests.world import AUTHORITY, DOCUMENT

BOTH = (*BY_LENDER, *BY_CAROL)


@pytest.fixture
def registry() -> Pledging:
    return pledging()


def enforce(registry: Pledging, pledge: str, ground: Ground) -> str:
    return registry.result("pledges.enforce", EnforcePledge(pledge, ground, DOCUMENT), *BY_LENDER)


@pytest.mark.parametrize(("day", "result"), [("2026-06-30", "loan_not_due"), ("2026-07-01", ACCEPTED)])
def test_a_loan_is_overdue_from_the_day_after(registry: Pledging, day: str, result: str) -> None:
    pledge = registry.accepted()
    registry.at(day, "00:00")
    assert enforce(registry, pledge, Ground.DEFAULT) == result


def test_a_call_is_missed_when_its_last_day_is_over(registry: Pledging) -> None:
    calm = registry.accepted(units=400, loan_fen=1_900_000)
    assert enforce(registry, calm, Ground.MARGIN) == "no_open_call"
    pledge = registry.called("2026-03-11")
    registry.at("2026-03-11", "23:59:59")
    assert enforce(registry, pledge, Ground.MARGIN) == "call_still_open"
    registry.at("2026-03-12", "00:00")
    assert enforce(registry, pledge, Ground.MARGIN) == ACCEPTED
    assert enforce(registry, pledge, Ground.MARGIN) == "pledge_status"


def test_what_the_market_has_mended_is_not_enforced(registry: Pledging) -> None:
    pledge = registry.called("2026-03-11")
    registry.dealt_on("2026-03-09", 7_600)  # with 7 000 before it the mean is 7 300, worth 36 500 yuan
    registry.at("2026-03-12", "10:00")
    assert enforce(registry, pledge, Ground.MARGIN) == "margin_kept"


def test_only_the_lender_enforces_and_nothing_is_put_in_afterwards(registry: Pledging) -> None:
    pledge = registry.accepted()
    registry.at("2026-07-01", "10:00")
    body = EnforcePledge(pledge, Ground.DEFAULT, DOCUMENT)
    assert registry.unrecorded("pledges.enforce", body, *BY_ALICE) == "not_enough_signatures"
    assert registry.result("pledges.enforce", body, *BY_LENDER) == ACCEPTED
    assert registry.result("pledges.top_up", topping(pledge), *BY_ALICE) == "pledge_status"


def test_the_owner_may_still_repay_while_it_is_enforced(registry: Pledging) -> None:
    pledge = registry.enforcing()
    assert registry.result("pledges.note_repayment", repaying(pledge), *BY_LENDER) == ACCEPTED
    assert registry.pledge(pledge).status is PledgeStatus.RELEASED
    assert registry.units(SOURCE) == 1_000


def test_a_buyer_pays_the_lender_up_to_the_debt_and_the_owner_the_rest(registry: Pledging) -> None:
    pledge = registry.enforcing()
    before = registry.money(ALICE)
    part = selling(pledge, units=300)
    assert registry.result("pledges.sell", part, *BOTH) == ACCEPTED
    assert registry.units(CASH, MONEY) == 300 * BASE
    assert registry.pledge(pledge).outstanding_fen == LOAN - 300 * BASE

    # 300 000 fen are still owed, and 100 units bring 700 000.
    assert registry.result("pledges.sell", selling(pledge, units=100), *BOTH) == ACCEPTED

    found = registry.pledge(pledge)
    assert (found.status, found.outstanding_fen, found.units) == (PledgeStatus.ENFORCED, 0, 0)
    assert (registry.units(CASH, MONEY), registry.money(ALICE) - before) == (LOAN, 400 * BASE - LOAN)
    assert (registry.units(PLEDGED), registry.units(SOURCE)) == (0, 600)
    assert [(one.units, one.lender_fen, one.owner_fen) for one in registry.sales(pledge)] == [
        (300, 300 * BASE, 0),
        (100, 300_000, 400_000),
    ]
    assert registry.result("pledges.sell", selling(pledge, units=1), *BOTH) == "pledge_status"
    assert registry.result("pledges.release", releasing(pledge, 1), *BY_LENDER) == "pledge_status"


def test_when_all_is_sold_and_something_is_owed_the_pledge_is_over_all_the_same(registry: Pledging) -> None:
    pledge = registry.enforcing()
    low = selling(pledge, units=UNITS, price_fen=4_900)
    assert registry.result("pledges.sell", replace(low, price_fen=4_899), *BOTH) == "price_under_floor"
    assert registry.result("pledges.note_repayment", repaying(pledge, 1), *BY_LENDER) == ACCEPTED
    assert registry.result("pledges.release", releasing(pledge, 100), *BY_LENDER) == ACCEPTED
    assert registry.result("pledges.sell", replace(low, units=401), *BOTH) == "more_than_pledged"
    assert registry.result("pledges.sell", replace(low, units=400), *BOTH) == ACCEPTED
    found = registry.pledge(pledge)
    assert (found.status, found.outstanding_fen) == (PledgeStatus.ENFORCED, LOAN - 1 - 400 * 4_900)


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"target": account("TR", ALICE)}, "buyer_is_party"),
        ({"target": account("ES", CAROL)}, "purpose_not_credited"),
        ({"cash": account("CA", BOB)}, "holder_differs"),
        ({"cash": None}, "payment_missing"),
        ({"cash": None, "payment": DOCUMENT}, "payment_missing"),
        ({"units": UNITS, "owner_cash": None}, "payment_missing"),
        ({"units": UNITS, "owner_cash": account("CA", BOB)}, "holder_differs"),
        ({"units": 342, "owner_cash": None}, ACCEPTED),
        ({"price_fen": 10**9}, "units_not_held"),
    ],
)
def test_a_sale_keeps_its_edges(registry: Pledging, changes: dict[str, object], result: str) -> None:
    pledge = registry.enforcing()
    signers = (*BY_LENDER, *BY_ALICE) if changes.get("target") == account("TR", ALICE) else BOTH
    assert registry.result("pledges.sell", selling(pledge, **changes), *signers) == result


def test_the_lender_does_not_buy_and_the_buyer_signs(registry: Pledging) -> None:
    registry.open(LENDER, "TR")
    pledge = registry.enforcing()
    own = selling(pledge, target=account("TR", LENDER), cash=CASH)
    assert registry.result("pledges.sell", own, *BY_LENDER) == "buyer_is_party"
    assert registry.unrecorded("pledges.sell", selling(pledge), *BY_LENDER) == "not_enough_signatures"
    assert registry.unrecorded("pledges.sell", selling(pledge), *BY_CAROL) == "not_enough_signatures"


def test_nothing_is_sold_before_it_is_enforced(registry: Pledging) -> None:
    pledge = registry.accepted()
    assert registry.result("pledges.sell", selling(pledge), *BOTH) == "pledge_status"
    assert registry.result("trading.sell_pledged", listed_sale(pledge), *BY_LENDER) == "pledge_status"


def test_a_sale_without_a_fresh_price_is_refused(registry: Pledging) -> None:
    pledge = registry.enforcing()
    registry.at("2026-08-03", "10:00")
    assert registry.result("pledges.sell", selling(pledge), *BOTH) == "price_too_old"


def test_a_reserve_may_pay_outside_and_shows_the_paper(registry: Pledging) -> None:
    pledge = registry.enforcing()
    signers = (*BY_LENDER, AUTHORITY)
    body = selling(pledge, target=RESERVE, units=UNITS, cash=None, owner_cash=None)
    assert registry.result("pledges.sell", body, *signers) == "payment_missing"
    assert registry.result("pledges.sell", replace(body, payment=DOCUMENT), *signers) == ACCEPTED
    (sale,) = registry.sales(pledge)
    assert (sale.way, sale.is_paid_here, sale.lender_fen) == (Way.RESERVE, False, LOAN)
    assert (registry.units(RESERVE), registry.units(CASH, MONEY)) == (UNITS, 0)


def test_the_market_pays_the_lender_through_the_owner(registry: Pledging) -> None:
    pledge = registry.enforcing()
    registry.bids(CAROL, BASE, 400)
    before = registry.money(ALICE)

    assert registry.result("trading.sell_pledged", listed_sale(pledge, units=400), *BY_LENDER) == ACCEPTED

    fee = 400 * BASE * 30 // 10_000
    found = registry.pledge(pledge)
    assert (found.status, found.outstanding_fen) == (PledgeStatus.ENFORCED, 0)
    assert registry.units(CASH, MONEY) == LOAN
    assert registry.money(ALICE) - before == 400 * BASE - fee - LOAN
    assert (registry.units(PLEDGED), registry.units(SOURCE)) == (0, 600)
    trade = registry.trades()[-1]
    assert (trade.seller, trade.seller_account, trade.units) == (f"P-{ALICE:08}", PLEDGED, 400)
    assert registry.sales(pledge)[0].way is Way.MARKET


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"units": 400}, ACCEPTED),
        ({"units": 401}, "level_short"),
        ({"units": 501}, "more_than_pledged"),
        ({"price_fen": BASE + 1}, "level_not_offered"),
        ({"product": "CEA24"}, "unknown_product"),
        ({"owner_cash": account("CA", BOB)}, "holder_differs"),
    ],
)
def test_a_sale_in_the_market_keeps_its_edges(registry: Pledging, changes: dict[str, object], result: str) -> None:
    pledge = registry.enforcing()
    registry.bids(CAROL, BASE, 400)
    assert registry.result("trading.sell_pledged", listed_sale(pledge, **changes), *BY_LENDER) == result


def test_the_market_is_closed_to_it_as_to_all(registry: Pledging) -> None:
    pledge = registry.enforcing()
    registry.bids(CAROL, BASE, 400)
    registry.at("2026-07-01", "12:00")
    assert registry.result("trading.sell_pledged", listed_sale(pledge), *BY_LENDER) == "session_closed"


def test_the_owner_and_those_related_to_the_lender_do_not_buy_it_back(registry: Pledging) -> None:
    pledge = registry.enforcing()
    registry.bids(ALICE, BASE, 100)
    assert registry.result("trading.sell_pledged", listed_sale(pledge), *BY_LENDER) == "own_order"
    related = DeclareRelation(f"P-{LENDER:08}", f"P-{CAROL:08}", "shares", DOCUMENT)
    assert registry.result("participants.declare_relation", related, *BY_LENDER) == ACCEPTED
    registry.bids(CAROL, BASE + 1, 100)
    higher = listed_sale(pledge, price_fen=BASE + 1)
    assert registry.result("trading.sell_pledged", higher, *BY_LENDER) == "related_parties"
