"""What is owed is not pledged: up to the last tonne that is free, and not one more; pledged units surrender nothing."""

from dataclasses import replace

import pytest

from registry.areas.compliance.founding import VALUES
from registry.areas.compliance.rules.pledging import PLEDGE_OWED
from registry.areas.compliance.rules.surrender import SurrenderUnits
from registry.areas.pledges.rules.offering import OfferPledge
from registry.ledger.decide import ACCEPTED
from registry.ledger.parties import Function
from tests.areas.allowances.factories import ALICE, account
from tests.areas.compliance import factories
from tests.areas.compliance.factories import (
    BY_ALICE,
    BY_AUTHORITY,
    LIST,
    YEAR,
    Compliance,
    compliance_registry,
    number,
)
from tests.world import DOCUMENT

LENDER = 31
HO, PE, SU = (account(purpose, ALICE) for purpose in ("HO", "PE", "SU"))
OFFER = OfferPledge(
    HO, account("ES", ALICE), account("PL", ALICE), number(LENDER), "CEA-2025", 90, (), 1_000, "2027-06-30", DOCUMENT
)


def owing() -> Compliance:
    """Return a registry in which Alice owes 1 000 t for 2025 and holds 1 090 allowances that may be used for it."""
    made = compliance_registry()
    made.must("compliance.list_enterprise", LIST, *BY_AUTHORITY)
    made.verified()
    for vintage, units in ((2024, 600), (2025, 990), (2026, 100)):
        made.accept(made.world.mirrored(ALICE, units=units, vintage=vintage))
    made.body(Function.LENDER, LENDER)
    for purpose in ("ES", "PL"):
        made.open(ALICE, purpose)
    return made


@pytest.fixture
def registry() -> Compliance:
    return owing()


@pytest.mark.parametrize(("units", "result"), [(90, ACCEPTED), (91, "owed_units")])
def test_what_is_owed_is_not_pledged(registry: Compliance, units: int, result: str) -> None:
    assert registry.result("pledges.offer", replace(OFFER, units=units), *BY_ALICE) == result


def test_every_vintage_that_may_be_used_counts_and_no_other(registry: Compliance) -> None:
    assert registry.result("pledges.offer", replace(OFFER, asset="CEA-2026", units=91), *BY_ALICE) == "owed_units"
    assert registry.result("pledges.offer", replace(OFFER, asset="CEA-2026", units=90), *BY_ALICE) == ACCEPTED
    assert registry.result("pledges.offer", replace(OFFER, units=1), *BY_ALICE) == "owed_units"
    assert registry.result("pledges.offer", replace(OFFER, asset="CEA-2024", units=600), *BY_ALICE) == ACCEPTED


def test_what_was_surrendered_is_owed_no_more(registry: Compliance) -> None:
    registry.must("compliance.surrender", SurrenderUnits(YEAR, HO, PE, SU, "CEA-2025", 900, ()), *BY_ALICE)
    newest = replace(OFFER, asset="CEA-2026")
    assert registry.result("pledges.offer", replace(newest, units=91), *BY_ALICE) == "owed_units"
    assert registry.result("pledges.offer", newest, *BY_ALICE) == ACCEPTED


def test_the_parameter_may_allow_it(monkeypatch: pytest.MonkeyPatch) -> None:
    lax = tuple(replace(one, integer=1) if one.name == PLEDGE_OWED else one for one in VALUES)
    monkeypatch.setattr(factories, "VALUES", lax)
    made = owing()
    made.must("pledges.offer", replace(OFFER, units=990), *BY_ALICE)
    assert made.result("compliance.surrender", SurrenderUnits(YEAR, HO, PE, SU, "CEA-2025", 1, ()), *BY_ALICE) == (
        "units_not_held"
    )


def test_units_of_a_pledge_account_surrender_nothing(registry: Compliance) -> None:
    registry.must("pledges.offer", OFFER, *BY_ALICE)
    for source in (OFFER.pledge_account, OFFER.escrow):
        body = SurrenderUnits(YEAR, source, PE, SU, "CEA-2025", 1, ())
        refused = registry.result("compliance.surrender", body, *BY_ALICE)
        assert refused in {"units_not_held", "purpose_not_debited"}
