"""Surrender over the write path: pending first, final with the confirmation, oldest first, and nothing too much."""

from dataclasses import replace

import pytest

from registry.areas.compliance.rules.status import Obligation
from registry.areas.compliance.rules.surrender import OffsetUnits, SurrenderUnits
from registry.areas.credits.rules.titles import AdmitClass
from registry.areas.participants.rules.blocks import MirrorBatch
from registry.areas.participants.rules.freezes import PlaceFreeze
from tests.areas.allowances.factories import ALICE, BOB, account, settle
from tests.areas.compliance.factories import (
    BY_ALICE,
    BY_AUTHORITY,
    BY_BOB,
    BY_OFFICE,
    LIST,
    YEAR,
    Compliance,
    compliance_registry,
    number,
)
from tests.world import DOCUMENT

HO, PE, SU = (account(purpose, ALICE) for purpose in ("HO", "PE", "SU"))
SURRENDER = SurrenderUnits(YEAR, HO, PE, SU, "CEA-2025", 900, ())
OFFSET = OffsetUnits(YEAR, HO, PE, SU, "CCER-2025", 50, (), "CCER-P1", "2024-01-23", is_inside_quota=False)


@pytest.fixture
def registry() -> Compliance:
    """Return a registry in which Alice owes 1 000 t for 2025 and holds allowances of three vintages and credits."""
    made = compliance_registry()
    made.must("compliance.list_enterprise", LIST, *BY_AUTHORITY)
    made.verified()
    for vintage, units in ((2024, 600), (2025, 990), (2026, 100)):
        made.accept(made.world.mirrored(ALICE, units=units, vintage=vintage))
    made.define_class("CCER")
    made.must("credits.admit_class", AdmitClass("CCER", "自愿减排", DOCUMENT), *BY_OFFICE)
    block = MirrorBatch("CCER-31-P1-2025-1", "CCER-2025", "31", account("IS", 1), HO, 1, 100, DOCUMENT)
    made.must("credits.mirror_batch", block, *BY_OFFICE)
    return made


def done(registry: Compliance) -> Obligation:
    found: Obligation = registry.state.get(Obligation, YEAR, number(ALICE))
    return found


def test_units_wait_and_are_final_with_the_confirmation(registry: Compliance) -> None:
    step = registry.entry_id("compliance.surrender", SURRENDER, *BY_ALICE)
    assert (done(registry).pending_units, done(registry).final, registry.units(PE)) == (900, 0, 900)

    registry.must("compliance.confirm_surrender", settle(step), *BY_OFFICE)

    assert (done(registry).pending_units, done(registry).final) == (0, 900)
    assert (registry.units(PE), registry.units(SU)) == (0, 900)
    assert registry.result("compliance.confirm_surrender", settle(step), *BY_OFFICE) == "pending_closed"


def test_what_the_register_refuses_comes_back_and_is_owed_again(registry: Compliance) -> None:
    step = registry.entry_id("compliance.surrender", SURRENDER, *BY_ALICE)
    registry.must("compliance.return_surrender", settle(step), *BY_OFFICE)

    assert (done(registry).taken, registry.units(HO)) == (0, 990)
    registry.must("compliance.surrender", SURRENDER, *BY_ALICE)


def test_another_areas_office_forms_do_not_settle_it(registry: Compliance) -> None:
    step = registry.entry_id("compliance.surrender", SURRENDER, *BY_ALICE)

    assert registry.result("allowances.confirm_cancellation", settle(step), *BY_OFFICE) == "pending_differs"


@pytest.mark.parametrize(
    ("asset", "result"),
    [("CEA-2024", "vintage_not_eligible"), ("CEA-2025", "accepted"), ("CEA-2026", "older_vintage_first")],
)
def test_only_eligible_vintages_are_used_and_the_oldest_first(registry: Compliance, asset: str, result: str) -> None:
    body = replace(SURRENDER, asset=asset, units=10)

    assert registry.result("compliance.surrender", body, *BY_ALICE) == result


def test_the_next_vintage_follows_when_the_older_is_used_up_or_frozen(registry: Compliance) -> None:
    registry.must("compliance.surrender", replace(SURRENDER, units=990), *BY_ALICE)
    registry.must("compliance.surrender", replace(SURRENDER, asset="CEA-2026", units=10), *BY_ALICE)
    assert done(registry).taken == 1_000


def test_frozen_units_do_not_hold_up_what_is_free(registry: Compliance) -> None:
    batch = next(one.batch for one in registry.state.pick(HO, "CEA-2025", 1, into=PE))
    freeze = PlaceFreeze(None, None, batch, 1, 990, "ZX-1", "court-order", 1, None, DOCUMENT)
    registry.must("participants.place_freeze", freeze, *BY_OFFICE)

    registry.must("compliance.surrender", replace(SURRENDER, asset="CEA-2026", units=10), *BY_ALICE)


def test_no_more_is_taken_than_is_owed(registry: Compliance) -> None:
    registry.must("compliance.offset", OFFSET, *BY_ALICE)
    over = replace(SURRENDER, units=951)

    assert registry.result("compliance.surrender", over, *BY_ALICE) == "more_than_owed"
    registry.must("compliance.surrender", replace(SURRENDER, units=950), *BY_ALICE)


@pytest.mark.parametrize(("units", "result"), [(50, "accepted"), (51, "offset_share_exceeded")])
def test_credits_cover_a_twentieth_and_not_one_more(registry: Compliance, units: int, result: str) -> None:
    assert registry.result("compliance.offset", replace(OFFSET, units=units), *BY_ALICE) == result


def test_the_share_counts_what_waits_and_what_is_final(registry: Compliance) -> None:
    step = registry.entry_id("compliance.offset", replace(OFFSET, units=30), *BY_ALICE)
    registry.must("compliance.confirm_surrender", settle(step), *BY_OFFICE)
    registry.must("compliance.offset", replace(OFFSET, units=20), *BY_ALICE)

    assert (done(registry).offset_units, done(registry).pending_offset_units) == (30, 20)
    assert registry.result("compliance.offset", replace(OFFSET, units=1), *BY_ALICE) == "offset_share_exceeded"


@pytest.mark.parametrize(("day", "result"), [("2024-01-22", "registered_too_early"), ("2024-01-23", "accepted")])
def test_credits_are_of_projects_registered_after_the_day(registry: Compliance, day: str, result: str) -> None:
    assert registry.result("compliance.offset", replace(OFFSET, registered_on=day), *BY_ALICE) == result


def test_credits_from_inside_the_market_or_of_another_programme_offset_nothing(registry: Compliance) -> None:
    registry.define_class("VCU")
    registry.must("credits.admit_class", AdmitClass("VCU", "Verra", DOCUMENT), *BY_OFFICE)

    inside = replace(OFFSET, is_inside_quota=True)
    assert registry.result("compliance.offset", inside, *BY_ALICE) == "inside_quota"
    assert registry.result("compliance.offset", replace(OFFSET, asset="VCU-2025"), *BY_ALICE) == "not_an_offset"
    assert registry.result("compliance.offset", replace(OFFSET, asset="CEA-2025"), *BY_ALICE) == "not_a_credit"
    assert (
        registry.result("compliance.surrender", replace(SURRENDER, asset="CCER-2025"), *BY_ALICE) == "not_an_allowance"
    )


def test_nobody_surrenders_before_emissions_are_accepted_or_from_others_accounts(registry: Compliance) -> None:
    foreign = replace(SURRENDER, target=account("SU", BOB))

    assert registry.result("compliance.surrender", replace(SURRENDER, year=2024), *BY_ALICE) == "emissions_unknown"
    assert registry.result("compliance.surrender", foreign, *BY_ALICE) == "holder_differs"
    assert registry.unrecorded("compliance.surrender", SURRENDER, *BY_BOB) == "not_enough_signatures"
