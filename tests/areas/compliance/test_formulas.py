"""The formulas against the given vectors, at both sides of each edge, and as properties."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.areas.compliance.rules import formulas

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[2] / "vectors" / "allocation.json").read_text())


@pytest.mark.parametrize(("load", "expected"), VECTORS["load_factor_2324"].items())
def test_the_correction_of_2023_and_2024(load: str, expected: str) -> None:
    found = formulas.load_factor_2324(int(load))

    assert f"{found:.6f}" == f"{Decimal(expected):.6f}"


@pytest.mark.parametrize(("load", "expected"), VECTORS["load_factor_2526"].items())
def test_the_correction_of_the_draft_for_2025_and_2026(load: str, expected: str) -> None:
    assert formulas.load_factor_2526(int(load)) == Decimal(expected)


def test_only_the_later_correction_is_rounded_and_the_quota_shows_it() -> None:
    one = VECTORS["allocation_2024_I"]
    exact = formulas.load_factor_2324(one["load_permyriad"])
    rounded = exact.quantize(Decimal("0.000001"))
    heat = formulas.heat_quota(one["gj"], one["heat_e4"])

    quotas = [
        formulas.electricity_quota(one["mwh"], one["electricity_e4"], factor) + heat for factor in (exact, rounded)
    ]

    assert quotas == [2_725_215, 2_725_216]


@pytest.mark.parametrize(("holding", "sold", "bought", "expected"), VECTORS["carry_over"])
def test_carry_over(holding: int, sold: int, bought: int, expected: int) -> None:
    assert formulas.carry_over(holding, sold, bought) == expected


@pytest.mark.parametrize(
    ("intensity", "share"),
    [
        (800, Fraction(30, 1_000)),  # X = 20 %
        (801, Fraction(199, 1_000) * Fraction(150, 1_000)),
        (1_000, Fraction(0)),
        (1_199, -Fraction(199, 1_000) * Fraction(150, 1_000)),
        (1_200, -Fraction(30, 1_000)),  # X = -20 %
        (5_000, -Fraction(30, 1_000)),
    ],
)
def test_an_industrial_quota_follows_its_intensity_within_the_band(intensity: int, share: Fraction) -> None:
    assert formulas.adjustment(intensity, 1_000, slope=150, band=200, cap=30) == share


@given(st.integers(0, 10**9), st.integers(1, 10**6), st.integers(1, 10**6))
def test_an_industrial_quota_is_within_the_cap_of_the_emissions(emissions: int, intensity: int, balance: int) -> None:
    quota = formulas.industrial_quota(emissions, formulas.adjustment(intensity, balance, slope=150, band=200, cap=30))

    assert emissions * 970 // 1_000 <= quota <= emissions * 1_030 // 1_000


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
def test_nothing_is_carried_over_that_is_not_held(holding: int, sold: int, bought: int) -> None:
    assert 0 <= formulas.carry_over(holding, sold, bought) <= holding


@pytest.mark.parametrize(("quota", "rate"), [(800, "20.00"), (1_000, "0.00"), (1_100, "-10.00"), (667, "33.30")])
def test_the_gap_is_said_in_per_cent(quota: int, rate: str) -> None:
    assert str(formulas.gap_rate(1_000, quota)) == rate
