"""Deadlines are data: a running one is put off, never brought forward, and one that is over stays."""

from dataclasses import replace

import pytest

from registry.areas.compliance.rules.deadlines import SetDeadline, find_deadline
from registry.areas.compliance.rules.records import Sector, Step
from registry.areas.participants.rules.parameters import Evidence
from tests.areas.compliance.factories import BY_ALICE, BY_OFFICE, LIST, REPORT, YEAR, Compliance, compliance_registry

BODY = SetDeadline(YEAR, Step.REPORT, None, "2026-07-31", "Art. 1", Evidence.SOURCE)


@pytest.fixture
def registry() -> Compliance:
    return compliance_registry()


@pytest.mark.parametrize(("day", "result"), [("2026-07-30", "deadline_shortened"), ("2026-08-01", "accepted")])
def test_a_running_deadline_is_only_put_off(registry: Compliance, day: str, result: str) -> None:
    assert registry.result("compliance.set_deadline", replace(BODY, day=day), *BY_OFFICE) == result


@pytest.mark.parametrize(
    ("now", "result"), [("2026-07-31 23:59:59", "accepted"), ("2026-08-01 00:00:00", "deadline_over")]
)
def test_a_deadline_that_is_over_stays(registry: Compliance, now: str, result: str) -> None:
    registry.at(now)

    assert registry.result("compliance.set_deadline", replace(BODY, day="2026-08-31"), *BY_OFFICE) == result


@pytest.mark.parametrize(("day", "result"), [("2026-05-31", "deadline_past"), ("2026-06-01", "accepted")])
def test_no_deadline_is_set_into_the_past(registry: Compliance, day: str, result: str) -> None:
    assert registry.result("compliance.set_deadline", replace(BODY, year=2024, day=day), *BY_OFFICE) == result


def test_a_sectors_own_deadline_goes_before_the_one_of_all(registry: Compliance) -> None:
    own = replace(BODY, sector=Sector.STEEL, day="2026-09-30")
    registry.must("compliance.set_deadline", own, *BY_OFFICE)

    found = [find_deadline(registry.state, YEAR, Step.REPORT, sector) for sector in (Sector.STEEL, Sector.POWER, None)]

    assert [one and one.day for one in found] == ["2026-09-30", "2026-07-31", "2026-07-31"]


def test_without_a_deadline_nothing_is_reported(registry: Compliance) -> None:
    registry.must("compliance.list_enterprise", replace(LIST, year=2024), BY_OFFICE[0])

    assert registry.result("compliance.report_emissions", replace(REPORT, year=2024), *BY_ALICE) == "deadline_not_set"
