"""The calculation of an afforestation: given vectors, every step, and what is refused."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.areas.credits.methods import decimals, floor, number_of
from registry.areas.forestry.afforestation import (
    QUESTIONS,
    RISK,
    STRATA_MAX,
    Stratum,
    compute,
    read_strata,
    species,
)
from registry.ledger.errors import Refusal

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "forestry.json").read_text(encoding="utf-8"))
NONE = Fraction(0)


def computed(vector: dict[str, Any]) -> Any:
    lines = "\n".join(",".join(map(str, stratum)) for stratum in vector["strata"])
    return compute(
        read_strata(lines),
        baseline=Fraction(str(vector["baseline"])),
        emissions=Fraction(str(vector["emissions"])),
        risk=Fraction(vector["k_risk"]),
        risk_on_loss=True,
    )


def step(report: Any, symbol: str) -> Fraction:
    found: Fraction = next(one.value for one in report.steps if one.symbol == symbol)
    return found


@pytest.mark.parametrize("vector", VECTORS, ids=[one["name"] for one in VECTORS])
def test_gives_the_known_answers_to_the_last_digit(vector: dict[str, Any]) -> None:
    report = computed(vector)

    assert decimals(step(report, "ΣdC")).replace(",", "") == vector["dC"]
    assert decimals(step(report, "gross")).replace(",", "") == vector["gross"]
    assert Fraction(decimals(report.net).replace(",", "")) == Fraction(vector["net"])
    assert floor(report.net) == vector["floor"]
    assert report.units == max(vector["floor"], 0)


def test_a_loss_is_carried_whole_unless_the_plain_formula_is_wanted() -> None:
    strata = read_strata("桉树,80,90,60")

    assert floor(compute(strata, baseline=NONE, emissions=Fraction(120)).net) == -4239
    assert floor(compute(strata, baseline=NONE, emissions=Fraction(120), risk_on_loss=True).net) == -3815


def test_every_step_and_parameter_is_in_the_report() -> None:
    report = compute(read_strata("杉木,100,20,65"), baseline=NONE, emissions=NONE)

    assert [one.symbol for one in report.steps] == ["dV", "dB", "dCha", "dC", "ΣdC", "BSL", "GHG", "gross", "CDR"]
    assert [(one.symbol, decimals(one.value)) for one in report.factors] == [
        ("SVD", "0.307"), ("BEF", "1.634"), ("RSR", "0.246"), ("CF", "0.52"), ("K_RISK", "0.1"),
    ]  # fmt: skip
    assert (report.units, report.is_verified) == (4_826, False)
    assert decimals(step(report, "dB")) == "28.126843"


def test_what_nobody_confirmed_stands_in_the_report() -> None:
    strata = read_strata("杉木,1,0,1")
    met = frozenset(one.code for one in QUESTIONS)

    assert compute(strata, baseline=NONE, emissions=NONE, met=met).unmet == ()
    open_ones = compute(strata, baseline=NONE, emissions=NONE, met=met - {"dry"}).unmet
    assert [one.code for one in open_ones] == ["dry"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "strata_missing"),
        ("\n  \n", "strata_missing"),
        ("杉木,1,2", "stratum_syntax"),
        ("杉木,1,2,3,4", "stratum_syntax"),
        ("神木,1,2,3", "unknown_species"),
        ("杉木,-1,2,3", "number_syntax"),
        ("杉木,1e3,2,3", "number_syntax"),
        ("杉木,１,2,3", "number_syntax"),
        ("杉木,1.1234567,2,3", "number_syntax"),
        ("杉木,1234567890,2,3", "number_syntax"),
        ("杉木,0,2,3", "area_missing"),
        ("杉木,1,2,3\n杉木,1.0,2,3", "stratum_twice"),
        ("\n".join(f"杉木,{n + 1},2,3" for n in range(STRATA_MAX + 1)), "too_many_strata"),
    ],
)
def test_refuses_inputs_that_are_none(text: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_strata(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("杉木, 1 ,2，3", 1),
        ("杉木,0.000001,2,3", 1),
        ("杉木,123456789.123456,2,3", 1),
        ("杉木,1,2,3\n\n杉木,1,2,4", 2),
        ("\n".join(f"杉木,{n + 1},2,3" for n in range(STRATA_MAX)), STRATA_MAX),
    ],
)
def test_reads_what_is_just_within_the_limits(text: str, count: int) -> None:
    assert len(read_strata(text)) == count


def test_the_table_of_species_keeps_to_what_is_plausible() -> None:
    assert len(species()) == 50
    for one in species().values():
        assert Fraction("0.2") <= one.density <= Fraction("0.8")
        assert 1 <= one.expansion <= 3
        assert Fraction("0.1") <= one.roots <= Fraction("0.7")
        assert Fraction("0.4") <= one.carbon <= Fraction("0.55")


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(1, 10**9))
def test_two_strata_come_to_what_each_comes_to_and_no_gain_is_credited_whole(
    before: int, after: int, area: int
) -> None:
    kind = species()["杨树"]
    one = Stratum(kind, Fraction(area, 1000), Fraction(before, 1000), Fraction(after, 1000))

    single = compute((one,), baseline=NONE, emissions=NONE)
    double = compute((one, one), baseline=NONE, emissions=NONE)

    assert double.net == 2 * single.net
    assert single.net == step(single, "gross") * (1 - RISK if after > before else 1)
    assert single.units == max(floor(single.net), 0)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(-1, 10**7), "0"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(12345, 10), "1,234.5"),
        (Fraction(5, 10**7), "0.000001"),
        (Fraction(2, 3), "0.666667"),
    ],
)
def test_values_are_rounded_where_they_are_shown(value: Fraction, text: str) -> None:
    assert decimals(value) == text


def test_a_number_is_exact() -> None:
    assert number_of("0.1", at="x") == Fraction(1, 10)
