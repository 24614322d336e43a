"""Months that are not measured continuously: samples by hand, a balance of materials, an emission factor.

Each stands below the one before it: what a better method has given is not put aside for a lesser one.
"""

from dataclasses import dataclass
from typing import Annotated

from registry.areas.discharge.rules.measuring import Stated, booked, measured_pollutant, outlet_of
from registry.areas.discharge.rules.measuring_devices import by_holder
from registry.areas.discharge.rules.measuring_records import RANK, Mass, Method, Month, MonthlyDischarge
from registry.areas.discharge.rules.records import OutletCode, PermitNo, PollutantCode
from registry.areas.discharge.series.methods import PERMYRIAD, by_balance, by_factor, by_samples
from registry.areas.participants.rules.parameters import Wording
from registry.ledger.codec import Code, Count, Digest, Items, Whole
from registry.ledger.errors import Refusal
from registry.ledger.rules import Context, Kind, Outcome, Requirement, View


@dataclass(frozen=True, slots=True)
class OtherMonth:
    """What the lower methods share. ``version`` is the one that stands, 0 for none; the document holds the workings."""

    permit: PermitNo
    outlet: OutletCode
    month: Month
    pollutant: PollutantCode
    version: Count
    mass_mg: Mass
    document: Digest


@dataclass(frozen=True, slots=True)
class Sample:
    """A mean concentration, in micrograms a cubic metre, and the volume that it stands for, in litres."""

    concentration: Count
    litres: Count


@dataclass(frozen=True, slots=True)
class ReportSamples(OtherMonth):
    """The body of `discharge.report_samples`."""

    samples: Annotated[tuple[Sample, ...], Items(1, 62)]


@dataclass(frozen=True, slots=True)
class ReportBalance(OtherMonth):
    """The body of `discharge.report_balance`: what came in of the pollutant, and where else it went, in milligrams."""

    brought_in_mg: Count
    in_product_mg: Count
    in_waste_mg: Count
    removed_mg: Count


@dataclass(frozen=True, slots=True)
class ReportFactor(OtherMonth):
    """The body of `discharge.report_factor`: activity by milligrams a unit, less what treatment removes."""

    activity: Count
    activity_unit: Code
    factor_mg: Count
    removal_permyriad: Annotated[int, Whole(0, PERMYRIAD)]
    factor_source: Wording


def report_signers(body: OtherMonth, view: View, kind: str) -> Requirement:
    """Return who must sign for the permit's holder."""
    return by_holder(view, body.permit, kind)


def report_samples(body: ReportSamples, context: Context, view: View) -> Outcome:
    """Report a month from samples taken by hand.

    Raises:
        Refusal: those of `_report`.
    """
    mass = by_samples([(one.concentration, one.litres) for one in body.samples])
    return _report(body, Method.SAMPLES, mass, context, view)


def report_balance(body: ReportBalance, context: Context, view: View) -> Outcome:
    """Report a month by a balance of materials.

    Raises:
        Refusal: ``balance_negative``, and those of `_report`.
    """
    mass = by_balance(
        brought_in_mg=body.brought_in_mg,
        in_product_mg=body.in_product_mg,
        in_waste_mg=body.in_waste_mg,
        removed_mg=body.removed_mg,
    )
    return _report(body, Method.BALANCE, mass, context, view)


def report_factor(body: ReportFactor, context: Context, view: View) -> Outcome:
    """Report a month by an emission factor.

    Raises:
        Refusal: those of `_report`.
    """
    mass = by_factor(activity=body.activity, factor_mg=body.factor_mg, removal_permyriad=body.removal_permyriad)
    return _report(body, Method.FACTOR, mass, context, view)


def _report(body: OtherMonth, method: Method, mass: int, context: Context, view: View) -> Outcome:
    """Return a month by a lower method.

    Raises:
        Refusal: those of `outlet_of` and `measured_pollutant`; ``better_method_stands`` with the ``method``;
            ``version_differs``; ``mass_differs`` with the mass ``computed`` from the figures.
    """
    permit = outlet_of(view, body.permit, body.outlet, month=body.month, now=context.recorded_at)
    measured_pollutant(view, permit, body.outlet, body.pollutant)
    known = view.get(MonthlyDischarge, body.permit, body.outlet, body.pollutant, body.month)
    if known is not None and RANK[known.method] < RANK[method]:
        raise Refusal("better_method_stands", method=known.method)
    version = known.version if known is not None else 0
    if body.version != version:
        raise Refusal("version_differs", version=version)
    if mass != body.mass_mg:
        raise Refusal("mass_differs", computed=mass)
    stated = Stated(body.outlet, body.pollutant, body.month, method, mass)
    return Outcome(records=booked(stated, permit, context, view))


KINDS = (
    Kind(
        "discharge.report_samples",
        ReportSamples,
        lambda body, view: report_signers(body, view, "discharge.report_samples"),
        report_samples,
    ),
    Kind(
        "discharge.report_balance",
        ReportBalance,
        lambda body, view: report_signers(body, view, "discharge.report_balance"),
        report_balance,
    ),
    Kind(
        "discharge.report_factor",
        ReportFactor,
        lambda body, view: report_signers(body, view, "discharge.report_factor"),
        report_factor,
    ),
)
