"""Allocation: what the authority computes of a verified year, line by line, and what was issued ahead.

The calculation is kept with every line, under the document of the authority's decision. The units themselves come in
through the area of allowances, as the national register shows them; their booking cites the same document.
"""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Final

from registry.areas.compliance.rules import formulas
from registry.areas.compliance.rules.calculations import (
    Allocation,
    AllocationLine,
    LineKind,
    PowerUnit,
    PowerUnits,
    PreAllocation,
    UnitClass,
)
from registry.areas.compliance.rules.listing import by_an_authority, require_listed
from registry.areas.compliance.rules.records import CoveredEnterprise, Sector, VerifiedEmissions
from registry.areas.participants.rules.parameters import parameter
from registry.ledger import canonical
from registry.ledger.codec import Digest, ParticipantNo, Units, Whole, Year, encode
from registry.ledger.errors import Refusal
from registry.ledger.rules import Context, Kind, Outcome, View

LOAD_FORMULA: Final = "allocation_load_formula"
ELECTRICITY: Final = "benchmark_electricity_e4"
HEAT: Final = "benchmark_heat_e4"
FLOOR: Final = "allocation_floor_percent"
PRE_SHARE: Final = "preallocation_max_percent"
INDUSTRY_FORMULA: Final = "allocation_industry_formula"
SLOPE, BAND, CAP = "industry_slope_permille", "industry_band_permille", "industry_cap_permille"
BALANCE: Final = "industry_balance_value"
_EQUAL: Final = 1


_CONVENTIONAL: Final = frozenset({UnitClass.LARGE, UnitClass.SMALL})


@dataclass(frozen=True, slots=True)
class PreAllocate:
    """The body of `compliance.pre_allocate`."""

    year: Year
    participant: ParticipantNo
    percent: Annotated[int, Whole(0, 100)]
    document: Digest


@dataclass(frozen=True, slots=True)
class Allocate:
    """The body of `compliance.allocate`: what the calculation needs beside the verified emissions.

    ``units`` for power; ``intensity`` for the others, in kg of CO2 equivalent a tonne of product, none where the quota
    equals the emissions. ``version`` is the accepted one.
    """

    year: Year
    participant: ParticipantNo
    version: Units
    units: PowerUnits
    intensity: Units | None
    document: Digest


def pre_allocate(body: PreAllocate, context: Context, view: View) -> Outcome:
    """Note what is issued ahead.

    Raises:
        Refusal: ``not_listed``, ``basis_unknown`` without verified emissions of the year before, ``share_too_high``
            with the ``limit`` in per cent, ``already_allocated``, ``parameter_not_set``.
    """
    require_listed(view, body.year, body.participant)
    before = view.get(VerifiedEmissions, body.year - 1, body.participant)
    if before is None:
        raise Refusal("basis_unknown", year=str(body.year - 1))
    limit = parameter(view, PRE_SHARE, context.recorded_at, scope=str(body.year))
    if body.percent > limit:
        raise Refusal("share_too_high", percent=body.percent, limit=limit)
    known = view.get(PreAllocation, body.year, body.participant) or view.get(Allocation, body.year, body.participant)
    if known is not None:
        raise Refusal("already_allocated", year=str(body.year), participant=body.participant)
    ahead = PreAllocation(
        year=body.year,
        participant=body.participant,
        basis_tco2e=before.tco2e,
        percent=body.percent,
        units=formulas.pre_allocation(before.tco2e, body.percent),
        document=body.document,
        set_index=context.index,
    )
    return Outcome(records=(ahead,))


def allocate(body: Allocate, context: Context, view: View) -> Outcome:
    """Compute a year's allocation; after a correction of the emissions it is computed anew.

    Raises:
        Refusal: ``not_listed``, ``emissions_unknown``, ``version_differs`` unless it rests on the accepted version,
            ``already_allocated``, ``document_used`` for a decision that another allocation rests on,
            ``parameter_not_set``, and those of `_power_lines` and `_industry_lines`.
    """
    listed = require_listed(view, body.year, body.participant)
    verified = view.get(VerifiedEmissions, body.year, body.participant)
    if verified is None:
        raise Refusal("emissions_unknown", participant=body.participant, year=str(body.year))
    if verified.version != body.version:
        raise Refusal("version_differs", version=verified.version)
    known = view.get(Allocation, body.year, body.participant)
    if known is not None and known.version == body.version:
        raise Refusal("already_allocated", year=str(body.year), participant=body.participant)
    if view.find(Allocation, "document", body.document, limit=1):
        raise Refusal("document_used")
    compute = _power_lines if listed.sector is Sector.POWER else _industry_lines
    approved, computed = compute(body, listed, verified.tco2e, context.recorded_at, view)
    ahead = view.get(PreAllocation, body.year, body.participant)
    due = approved - (ahead.units if ahead else 0)
    lines = (
        *computed,
        _firm(LineKind.APPROVED, approved),
        *((_firm(LineKind.GAP, formulas.gap_rate(verified.tco2e, approved)),) if verified.tco2e else ()),
        *((_firm(LineKind.ISSUED_AHEAD, ahead.units),) if ahead else ()),
        _firm(LineKind.DUE, due),
    )
    allocation = Allocation(
        year=body.year,
        participant=body.participant,
        version=body.version,
        approved_units=approved,
        due_units=due,
        lines=lines,
        calculation=_digest_of(body, lines),
        document=body.document,
        set_at=context.recorded_at,
        set_index=context.index,
    )
    return Outcome(records=(allocation,))


def _firm(kind: LineKind, figure: object) -> AllocationLine:
    return AllocationLine(kind, "", str(figure))


def _digest_of(body: Allocate, lines: tuple[AllocationLine, ...]) -> str:
    """Return the hash of what went in and every line that came out, as canonical JSON."""
    data = canonical.dumps({"body": encode(body), "lines": [encode(line) for line in lines]})
    return hashlib.sha256(data).hexdigest()


Computed = tuple[int, tuple[AllocationLine, ...]]


def _power_lines(body: Allocate, _listed: CoveredEnterprise, emissions: int, now: int, view: View) -> Computed:
    """Return the quota of a power company with its lines.

    Raises:
        Refusal: ``units_missing``, ``unit_twice``, ``units_do_not_sum`` if the units' emissions are not the verified
            ones.
    """
    if not body.units or body.intensity is not None:
        raise Refusal("units_missing")
    if len({one.unit for one in body.units}) != len(body.units):
        raise Refusal("unit_twice")
    total = sum(one.tco2e for one in body.units)
    if total != emissions:
        raise Refusal("units_do_not_sum", sum=total, total=emissions)
    lines: list[AllocationLine] = []
    quota = 0
    for one in body.units:
        found, own = _unit_lines(one, str(body.year), now, view)
        quota += found
        lines += own
    least = formulas.least_quota(emissions, parameter(view, FLOOR, now, scope=str(body.year)))
    if quota < least:
        quota = least
        lines.append(_firm(LineKind.LEAST, least))
    return quota, tuple(lines)


def _unit_lines(one: PowerUnit, year: str, now: int, view: View) -> Computed:
    scope = f"{year}/{one.unit_class}"
    factor = Decimal(1)
    lines = []
    if one.unit_class in _CONVENTIONAL:
        formula = parameter(view, LOAD_FORMULA, now, scope=year)
        factor = formulas.LOAD_FACTORS[formula](one.load_permyriad)
        lines.append(AllocationLine(LineKind.LOAD_FACTOR, one.unit, f"{factor:.6f}"))
    power = formulas.electricity_quota(one.mwh, parameter(view, ELECTRICITY, now, scope=scope), factor)
    heat = formulas.heat_quota(one.gj, parameter(view, HEAT, now, scope=scope))
    lines += [
        AllocationLine(LineKind.ELECTRICITY, one.unit, str(power)),
        AllocationLine(LineKind.HEAT, one.unit, str(heat)),
    ]
    if one.unit_class is UnitClass.GAS and power + heat < one.tco2e:
        lines.append(AllocationLine(LineKind.TOP_UP, one.unit, str(one.tco2e)))
        return one.tco2e, tuple(lines)
    return power + heat, tuple(lines)


def _industry_lines(body: Allocate, listed: CoveredEnterprise, emissions: int, now: int, view: View) -> Computed:
    """Return the quota of a steelworks, cement works or smelter with its lines.

    Raises:
        Refusal: ``units_not_of_sector``, ``intensity_not_used`` where the year's quota equals the emissions.
    """
    if body.units:
        raise Refusal("units_not_of_sector")
    year = str(body.year)
    if parameter(view, INDUSTRY_FORMULA, now, scope=year) == _EQUAL:
        if body.intensity is not None:
            raise Refusal("intensity_not_used", year=str(body.year))
        return emissions, ()
    if body.intensity is None:  # the special cases of the plan: white cement, carbide slag, gypsum, hydrogen
        return emissions, ()
    slope, band, cap = (parameter(view, name, now, scope=year) for name in (SLOPE, BAND, CAP))
    balance = parameter(view, BALANCE, now, scope=f"{year}/{listed.sector}")
    share = formulas.adjustment(body.intensity, balance, slope=slope, band=band, cap=cap)
    return formulas.industrial_quota(emissions, share), (_firm(LineKind.SHARE, share),)


KINDS = (
    Kind("compliance.pre_allocate", PreAllocate, by_an_authority, pre_allocate),
    Kind("compliance.allocate", Allocate, by_an_authority, allocate),
)
