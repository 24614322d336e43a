"""Allocation over the write path: line by line, with exemptions, pre-allocation and what is refused."""

from dataclasses import replace

import pytest

from registry.areas.compliance.rules.allocation import BALANCE, Allocate, PreAllocate
from registry.areas.compliance.rules.calculations import Allocation, PowerUnit, UnitClass
from registry.areas.compliance.rules.records import Sector
from registry.areas.participants.rules.parameters import Evidence, SetParameter
from tests.areas.allowances.factories import ALICE
from tests.areas.compliance.factories import (
    BY_ALICE,
    BY_AUTHORITY,
    BY_OFFICE,
    LIST,
    YEAR,
    Compliance,
    compliance_registry,
    listed,
    number,
)
from tests.world import DOCUMENT

COAL = PowerUnit("1", UnitClass.LARGE, 3_000_000, 2_000_000, 6_000, 2_800_000)
ALLOCATE = Allocate(2024, number(ALICE), 1, (COAL,), None, DOCUMENT)


def of_2024(units: int = 2_800_000, sector: Sector = Sector.POWER, year: int = 2024) -> Compliance:
    registry = compliance_registry()
    if year != YEAR:
        registry.deadlines(year=year)
    registry.must("compliance.list_enterprise", replace(LIST, year=year, sector=sector), *BY_AUTHORITY)
    registry.verified(units=units, year=year)
    return registry


def figures(registry: Compliance, year: int = 2024) -> dict[str, str]:
    found: Allocation = registry.state.get(Allocation, year, number(ALICE))
    return {line.kind.value: line.figure for line in found.lines}


def test_the_worked_example_comes_out_line_by_line() -> None:
    registry = of_2024()
    registry.must("compliance.allocate", ALLOCATE, *BY_AUTHORITY)

    assert figures(registry) == {
        "load_factor": "1.061364",
        "electricity": "2518615",
        "heat": "206600",
        "approved": "2725215",
        "gap": "2.67",
        "due": "2725215",
    }


def test_a_gas_unit_is_raised_to_its_emissions_and_no_further() -> None:
    gas = PowerUnit("g", UnitClass.GAS, 1_000_000, 0, 4_000, 400_000)
    registry = of_2024(400_000)
    registry.must("compliance.allocate", replace(ALLOCATE, units=(gas,)), *BY_AUTHORITY)
    assert (figures(registry)["electricity"], figures(registry)["approved"]) == ("328800", "400000")

    enough = replace(gas, tco2e=328_800)
    other = of_2024(328_800)
    other.must("compliance.allocate", replace(ALLOCATE, units=(enough,)), *BY_AUTHORITY)
    assert "top_up" not in figures(other)


@pytest.mark.parametrize(
    ("emissions", "approved"), [(3_406_519, 2_725_215), (3_406_520, 2_725_216), (3_500_000, 2_800_000)]
)
def test_no_firms_gap_is_above_a_fifth(emissions: int, approved: int) -> None:
    registry = of_2024(emissions)
    body = replace(ALLOCATE, units=(replace(COAL, tco2e=emissions),))
    registry.must("compliance.allocate", body, *BY_AUTHORITY)

    assert figures(registry)["approved"] == str(approved)


def test_what_was_issued_ahead_is_taken_off() -> None:
    registry = of_2024()
    registry.must("compliance.list_enterprise", LIST, *BY_AUTHORITY)
    ahead = PreAllocate(YEAR, number(ALICE), 50, DOCUMENT)
    above = replace(ahead, percent=51)
    assert registry.result("compliance.pre_allocate", above, *BY_AUTHORITY) == "share_too_high"
    registry.must("compliance.pre_allocate", ahead, *BY_AUTHORITY)
    assert registry.result("compliance.pre_allocate", ahead, *BY_AUTHORITY) == "already_allocated"
    registry.verified(units=1_000_000)
    unit = PowerUnit("1", UnitClass.LARGE, 1_000_000, 0, 8_000, 1_000_000)
    registry.must("compliance.allocate", replace(ALLOCATE, year=YEAR, units=(unit,)), *BY_AUTHORITY)

    assert figures(registry, YEAR)["issued_ahead"] == "1400000"
    assert figures(registry, YEAR)["due"] == str(800_000 - 1_400_000)


def test_ahead_of_nothing_known_nothing_is_issued() -> None:
    registry = listed()

    result = registry.result("compliance.pre_allocate", PreAllocate(YEAR, number(ALICE), 50, DOCUMENT), *BY_AUTHORITY)

    assert result == "basis_unknown"


def test_in_2024_an_industrial_quota_equals_the_emissions() -> None:
    registry = of_2024(50_000, Sector.STEEL)
    body = replace(ALLOCATE, units=())

    assert registry.result("compliance.allocate", replace(body, intensity=1_000), *BY_AUTHORITY) == "intensity_not_used"
    registry.must("compliance.allocate", body, *BY_AUTHORITY)
    assert figures(registry)["approved"] == "50000"


def test_from_2025_an_industrial_quota_follows_the_intensity() -> None:
    registry = of_2024(50_000, Sector.STEEL, YEAR)
    body = replace(ALLOCATE, year=YEAR, units=(), intensity=900)
    assert registry.result("compliance.allocate", body, *BY_AUTHORITY) == "parameter_not_set"
    balance = SetParameter(BALANCE, "2025/steel", None, 1_000, None, "Platform", Evidence.FICTITIOUS)
    registry.must("participants.set_parameter", balance, *BY_OFFICE)
    registry.must("compliance.allocate", body, *BY_AUTHORITY)

    assert figures(registry, YEAR) == {"share": "3/200", "approved": "50750", "gap": "-1.50", "due": "50750"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"units": ()}, "units_missing"),
        ({"intensity": 5}, "units_missing"),
        ({"units": (COAL, COAL)}, "unit_twice"),
        ({"units": (replace(COAL, tco2e=2_799_999),)}, "units_do_not_sum"),
        ({"version": 2}, "version_differs"),
        ({"year": 2023}, "not_listed"),
    ],
)
def test_what_does_not_fit_is_refused(change: dict[str, object], code: str) -> None:
    assert of_2024().result("compliance.allocate", replace(ALLOCATE, **change), *BY_AUTHORITY) == code  # type: ignore[arg-type]


def test_a_steelworks_has_no_generating_units_and_nobody_an_allocation_before_acceptance() -> None:
    assert (
        of_2024(2_800_000, Sector.STEEL).result("compliance.allocate", ALLOCATE, *BY_AUTHORITY) == "units_not_of_sector"
    )
    body = replace(ALLOCATE, year=YEAR)
    assert listed().result("compliance.allocate", body, *BY_AUTHORITY) == "emissions_unknown"


def test_a_calculation_stands_until_corrected_emissions_are_accepted() -> None:
    registry = of_2024()
    registry.must("compliance.allocate", ALLOCATE, *BY_AUTHORITY)
    first = registry.state.get(Allocation, 2024, number(ALICE)).calculation
    assert registry.result("compliance.allocate", ALLOCATE, *BY_AUTHORITY) == "already_allocated"
    registry.verified(units=2_900_000, version=2, year=2024)
    registry.must(
        "compliance.allocate",
        replace(ALLOCATE, version=2, units=(replace(COAL, tco2e=2_900_000),), document="1" * 64),
        *BY_AUTHORITY,
    )

    assert registry.state.get(Allocation, 2024, number(ALICE)).calculation != first


def test_a_decision_is_one_allocations_alone() -> None:
    registry = of_2024()
    registry.must("compliance.allocate", ALLOCATE, *BY_AUTHORITY)
    registry.verified(units=2_900_000, version=2, year=2024)
    again = replace(ALLOCATE, version=2, units=(replace(COAL, tco2e=2_900_000),))

    assert registry.result("compliance.allocate", again, *BY_AUTHORITY) == "document_used"


def test_nobody_allocates_to_itself() -> None:
    assert of_2024().unrecorded("compliance.allocate", ALLOCATE, *BY_ALICE) == "not_enough_signatures"
