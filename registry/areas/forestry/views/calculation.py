"""The calculation of a sink: strata in, and a report that prints with every step, its unit and its evidence."""

from dataclasses import dataclass
from typing import Any, Final

import marshmallow as ma

from registry.areas.credits.methods import Report, decimals, number_of
from registry.areas.forestry import afforestation
from registry.areas.forestry.afforestation import QUESTIONS, VERSION
from registry.areas.forestry.views.base import blueprint
from registry.areas.participants.rules.parameters import Evidence
from registry.ledger.errors import Refusal
from registry.web.language import language
from registry.web.messages import sentence
from registry.web.views import view
from registry.web.words import choice_of

TEXT_MAX: Final = 4_000
NUMBER_MAX: Final = 20
_GOOD: Final = frozenset({Evidence.SOURCE, Evidence.EXCERPT})


class SinkWanted(ma.Schema):
    """The inputs of a calculation; nothing is computed without strata."""

    strata = ma.fields.String(load_default="", validate=ma.validate.Length(max=TEXT_MAX))
    baseline = ma.fields.String(load_default="0", validate=ma.validate.Length(max=NUMBER_MAX))
    emissions = ma.fields.String(load_default="0", validate=ma.validate.Length(max=NUMBER_MAX))
    met = ma.fields.String(load_default="", validate=ma.validate.Length(max=200))


@dataclass(frozen=True, slots=True)
class FactorLine:
    """A parameter as the report shows it."""

    symbol: str
    of: str
    value: str
    unit: str
    evidence: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """An intermediate value as the report shows it."""

    symbol: str
    of: str
    text: str
    formula: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question of applicability, and whether it was confirmed."""

    code: str
    text: str
    source: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class SinkPage:
    """The inputs and, if there are any, the report; ``problem`` says what is wrong with them."""

    version: str
    strata: str
    baseline: str
    emissions: str
    questions: tuple[QuestionLine, ...]
    species: tuple[str, ...]
    problem: str | None
    factors: tuple[FactorLine, ...]
    steps: tuple[StepLine, ...]
    net: str | None
    units: int | None
    is_applicable: bool
    is_verified: bool


@view(blueprint, "/afforestation", template="forestry/afforestation.html", query=SinkWanted)
def calculation(*, strata: str, baseline: str, emissions: str, met: str) -> SinkPage:
    """Return the calculation of these inputs; the address holds them all, so it gives the same report for ever."""
    confirmed = frozenset(met.split(","))
    report, problem = _computed(strata, baseline, emissions, confirmed) if strata.strip() else (None, None)
    return SinkPage(
        version=VERSION,
        strata=strata,
        baseline=baseline,
        emissions=emissions,
        questions=tuple(
            QuestionLine(one.code, _said(one.text), one.source, one.code in confirmed) for one in QUESTIONS
        ),
        species=tuple(afforestation.species()),
        problem=problem,
        is_applicable=all(one.code in confirmed for one in QUESTIONS),
        **_shown(report),
    )


def _computed(
    strata: str, baseline: str, emissions: str, confirmed: frozenset[str]
) -> tuple[Report | None, str | None]:
    try:
        return (
            afforestation.compute(
                afforestation.read_strata(strata),
                baseline=number_of(baseline, at="BSL"),
                emissions=number_of(emissions, at="GHG"),
                met=confirmed,
            ),
            None,
        )
    except Refusal as refusal:
        return None, sentence(refusal.code, refusal.facts, language())


def _shown(report: Report | None) -> dict[str, Any]:
    if report is None:
        return {"factors": (), "steps": (), "net": None, "units": None, "is_verified": False}
    return {
        "factors": tuple(
            FactorLine(
                one.symbol,
                one.of,
                decimals(one.value),
                one.unit,
                str(choice_of(one.evidence, "participants.set_parameter")),
                one.evidence in _GOOD,
            )
            for one in report.factors
        ),
        "steps": tuple(
            StepLine(one.symbol, one.of, _said(one.text), one.formula, decimals(one.value), one.unit)
            for one in report.steps
        ),
        "net": decimals(report.net),
        "units": report.units,
        "is_verified": report.is_verified,
    }


def _said(pair: tuple[str, str]) -> str:
    return pair[1] if language() == "en" else pair[0]
