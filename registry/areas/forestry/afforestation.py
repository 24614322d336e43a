"""CCER-14-001-V01, afforestation: biomass by volume, expansion and root ratio, its carbon, and what is credited.

Per stratum and hectare: dV * SVD * BEF * (1 + RSR) dry matter, times CF carbon, times 44/12 carbon dioxide, times the
area; less what the baseline would have removed and what fires emitted; less the share for non-permanence of a gain. A
loss is not made smaller by that share. The form of the sum is the methodology's; symbols, the share of 10 % and the
species' values are recalled and not read in its annex, and every report says so.
"""

import csv
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Final

from registry.areas.credits.methods import Factor, Question, Report, Step, floor, number_of
from registry.areas.participants.rules.parameters import Evidence
from registry.ledger.errors import Refusal

CODE: Final = "CCER-14-001-V01"
VERSION: Final = f"{CODE}/1"
STRATA_MAX: Final = 200
CARBON_TO_CO2: Final = Fraction(44, 12)
RISK: Final = Fraction(1, 10)
_COLUMNS: Final = ("species", "area", "before", "after")
_SAID: Final = "CCER-14-001-V01 摘录 / excerpt"
_RECALLED: Final = "凭记忆 / recalled"

_QUESTIONS: Final = (
    ("bare", "开始前至少三年为不符合森林定义的规划造林地", "Planned for afforestation, no forest for 3 years", _SAID),
    ("title", "土地权属清晰", "Clear title to the land", _SAID),
    (
        "size",
        "每个地块连续，面积不小于 400 平方米（2019 年及以前开始的 667）",
        "Each plot contiguous, at least 400 m2 (667 if begun by 2019)",
        _SAID,
    ),
    ("dry", "不属于湿地", "No wetland", _SAID),
    (
        "kept",
        "不移除原有散生木竹；灌木与胸径 2 厘米以下竹的清理不超过 20%",
        "Scattered trees and bamboo stay; at most 20 % of shrubs and thin bamboo cleared",
        _SAID,
    ),
    ("soil", "除造林整地外不再扰动土壤", "No repeated disturbance of the soil", _RECALLED),
    ("fire", "不火烧，病木除外", "No burning but of diseased wood", _RECALLED),
    ("farming", "不使农业活动转移", "No farming displaced", _RECALLED),
)
QUESTIONS: Final = tuple(Question(code, (zh, en), source) for code, zh, en, source in _QUESTIONS)


@dataclass(frozen=True, slots=True)
class Species:
    """A species or group: carbon t/t, expansion, wood density t/m3, root to shoot."""

    name: str
    carbon: Fraction
    expansion: Fraction
    density: Fraction
    roots: Fraction


@dataclass(frozen=True, slots=True)
class Stratum:
    """Stands measured together: area in hectares, stem volume in m3 per hectare before and after the period."""

    species: Species
    area: Fraction
    before: Fraction
    after: Fraction


@cache
def species() -> dict[str, Species]:
    """Return the table of species by name."""
    text = (files("registry.areas.forestry") / "data" / "species.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {
        row["species_zh"]: Species(
            row["species_zh"],
            Fraction(row["CF_tC_per_tdm"]),
            Fraction(row["BEF"]),
            Fraction(row["SVD_tdm_per_m3"]),
            Fraction(row["RSR"]),
        )
        for row in rows
    }


def read_strata(text: str) -> tuple[Stratum, ...]:
    """Return the strata that lines name: `杉木,100,20,65` is species, hectares, and stock before and after.

    Raises:
        Refusal: ``strata_missing``, ``too_many_strata``, ``stratum_syntax``, ``unknown_species``, ``number_syntax``,
            ``area_missing``, ``stratum_twice``.
    """
    found: list[Stratum] = []
    lines = [(n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not lines:
        raise Refusal("strata_missing")
    if len(lines) > STRATA_MAX:
        raise Refusal("too_many_strata", limit=STRATA_MAX)
    for n, line in lines:
        parts = [one.strip() for one in line.replace("，", ",").split(",")]
        if len(parts) != len(_COLUMNS):
            raise Refusal("stratum_syntax", line=n)
        kind = species().get(parts[0])
        if kind is None:
            raise Refusal("unknown_species", line=n, species=parts[0][:40])
        made = Stratum(kind, *(number_of(one, at=str(n)) for one in parts[1:]))
        if not made.area:
            raise Refusal("area_missing", line=n)
        if made in found:
            raise Refusal("stratum_twice", line=n)
        found.append(made)
    return tuple(found)


def compute(
    strata: tuple[Stratum, ...],
    *,
    baseline: Fraction,
    emissions: Fraction,
    risk: Fraction = RISK,
    risk_on_loss: bool = False,
    met: frozenset[str] = frozenset(),
) -> Report:
    """Return what a period's growth comes to. ``baseline`` and ``emissions`` in tCO2e, ``risk`` a share of a gain.

    With ``risk_on_loss`` the share makes a loss smaller too, as the plain formula has it.
    """
    steps = [step for one in strata for step in _steps_of(one)]
    grown = sum((one.value for one in steps if one.symbol == "dC"), Fraction(0))
    gross = grown - baseline - emissions
    share = risk if gross > 0 or risk_on_loss else Fraction(0)
    net = gross * (1 - share)
    total = (
        Step("ΣdC", "", ("全部碳层", "All strata"), "Σ dC", grown, "tCO2e"),
        Step("BSL", "", ("基准线清除量", "Removals of the baseline"), "", baseline, "tCO2e"),
        Step("GHG", "", ("火灾等排放", "Emissions of fires"), "", emissions, "tCO2e"),
        Step("gross", "", ("扣减前", "Before the deduction"), "ΣdC - BSL - GHG", gross, "tCO2e"),
        Step("CDR", "", ("扣减后", "After the deduction"), "gross × (1 - K_RISK)", net, "tCO2e"),
    )
    factors = (*_factors(strata), Factor("K_RISK", "", share, "", Evidence.RECALLED))
    unmet = tuple(one for one in QUESTIONS if one.code not in met)
    return Report(VERSION, unmet, factors, (*steps, *total), net, max(floor(net), 0))


def _steps_of(one: Stratum) -> tuple[Step, ...]:
    kind, name = one.species, one.species.name
    volume = one.after - one.before
    matter = volume * kind.density * kind.expansion * (1 + kind.roots)
    carbon = matter * kind.carbon
    whole = one.area * carbon * CARBON_TO_CO2
    return (
        Step("dV", name, ("每公顷蓄积变化", "Change of stock per hectare"), "V₂ - V₁", volume, "m3/ha"),
        Step("dB", name, ("每公顷生物量变化", "Change of biomass"), "dV × SVD × BEF × (1 + RSR)", matter, "t d.m./ha"),
        Step("dCha", name, ("每公顷碳储量变化", "Change of carbon"), "dB × CF", carbon, "t C/ha"),
        Step("dC", name, ("碳层清除量", "Removals of the stratum"), "A × dCha × 44/12", whole, "tCO2e"),
    )


def _factors(strata: tuple[Stratum, ...]) -> tuple[Factor, ...]:
    kinds = {one.species.name: one.species for one in strata}.values()
    return tuple(
        Factor(symbol, one.name, value, unit, Evidence.RECALLED)
        for one in kinds
        for symbol, value, unit in (
            ("SVD", one.density, "t d.m./m3"),
            ("BEF", one.expansion, ""),
            ("RSR", one.roots, ""),
            ("CF", one.carbon, "t C/t d.m."),
        )
    )
