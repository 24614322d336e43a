"""A worked year of one enterprise, from the list to the late rest of its surrender."""

from dataclasses import replace

from registry.areas.compliance.rules.allocation import Allocate
from registry.areas.compliance.rules.calculations import PowerUnit, UnitClass
from registry.areas.compliance.rules.records import EmissionPart, Source
from registry.areas.compliance.rules.surrender import SurrenderUnits
from tests.areas.allowances.factories import ALICE, account, settle
from tests.areas.compliance.factories import (
    ACCEPT,
    ASSIGN,
    BY_ALICE,
    BY_AUTHORITY,
    BY_OFFICE,
    BY_VERIFIER,
    LIST,
    OPINION,
    REPORT,
    YEAR,
    Compliance,
    compliance_registry,
    number,
)
from tests.world import DOCUMENT

SURRENDER = SurrenderUnits(YEAR, account("HO", ALICE), account("PE", ALICE), account("SU", ALICE), "CEA-2025", 700, ())


def lived_year() -> Compliance:
    """Return a registry in January 2027, after a year of 1 100 t that was met late."""
    made = compliance_registry("", "power", "2025", "2025/II", "CEA")
    made.must("compliance.list_enterprise", LIST, *BY_AUTHORITY)
    made.must("compliance.report_emissions", REPORT, *BY_ALICE)
    made.must("compliance.assign_verifier", ASSIGN, *BY_AUTHORITY)
    refused = replace(OPINION, is_confirmed=False, findings=("缺少化验报告编号",))
    made.must("compliance.give_opinion", refused, *BY_VERIFIER)
    corrected = replace(REPORT, version=2, parts=(EmissionPart(Source.FUEL, 1_100),), total_tco2e=1_100)
    made.must("compliance.report_emissions", corrected, *BY_ALICE)
    made.must("compliance.give_opinion", replace(OPINION, version=2), *BY_VERIFIER)
    made.must("compliance.accept_emissions", replace(ACCEPT, version=2), *BY_AUTHORITY)
    unit = PowerUnit("1", UnitClass.SMALL, 1_200, 900, 4_500, 1_100)
    allocate = Allocate(YEAR, number(ALICE), 2, (unit,), None, DOCUMENT)
    made.must("compliance.allocate", allocate, *BY_AUTHORITY)
    made.accept(made.world.mirrored(ALICE, units=1_175))
    made.at("2026-12-20 10:00:00")
    first = made.entry_id("compliance.surrender", SURRENDER, *BY_ALICE)
    made.must("compliance.confirm_surrender", settle(first), *BY_OFFICE)
    back = made.entry_id("compliance.surrender", replace(SURRENDER, units=400), *BY_ALICE)
    made.must("compliance.return_surrender", settle(back), *BY_OFFICE)
    assert made.result("compliance.surrender", replace(SURRENDER, units=401), *BY_ALICE) == "more_than_owed"
    made.at("2027-01-05 10:00:00")
    rest = made.entry_id("compliance.surrender", replace(SURRENDER, units=400), *BY_ALICE)
    made.must("compliance.confirm_surrender", settle(rest), *BY_OFFICE)
    return made
