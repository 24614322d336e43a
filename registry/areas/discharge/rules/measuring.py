"""A month of continuous measurement: the holder signs what the documents of its days come to.

The entry carries the masses, the figures by which hours were judged, and the salted hashes of the days; a replay takes
the masses as they stand, and an audit of the documents computes them again.
Sources: PERMIT-REG 21 and 22, CODE-2026 183 and 184; how missing hours are stood in for is a parameter.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Annotated, Final

from registry.areas.discharge.rules.measuring_devices import by_holder
from registry.areas.discharge.rules.measuring_records import (
    Mass,
    Method,
    MonitoringDevice,
    Month,
    MonthlyDischarge,
    OutletMonth,
    OutletYear,
)
from registry.areas.discharge.rules.pollutants import pollutant_in
from registry.areas.discharge.rules.records import (
    Medium,
    OutletCode,
    Permit,
    PermitNo,
    Pollutant,
    PollutantClass,
    PollutantCode,
    medium_of,
)
from registry.areas.discharge.series.hourly import HOURS
from registry.areas.discharge.series.judging import VERSION, Judging, Range, days_of, judge_month
from registry.areas.discharge.series.signed import read_document
from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.parameters import parameter
from registry.ledger.codec import Code, Count, Digest, Items, Pattern, PublicKey, Units, Whole
from registry.ledger.errors import Refusal
from registry.ledger.rules import Context, Kind, Outcome, View, require

HIGHEST: Final = "monitoring_range_highest"
SMALLEST: Final = "monitoring_range_smallest"
DRIFT: Final = "monitoring_drift"
# The parameter of each figure by which hours are judged.
JUDGED_BY: Final = {
    "stuck_hours": "monitoring_stuck_hours",
    "gap_short_hours": "monitoring_gap_short_hours",
    "gap_window_hours": "monitoring_gap_window_hours",
    "valid_share_percent": "monitoring_valid_share_percent",
    "flow_max": "monitoring_flow_max",
}
_UNITS: Final = {
    (Medium.AIR, PollutantClass.CONVENTIONAL): "mg/m3",
    (Medium.AIR, PollutantClass.HEAVY_METAL): "ug/m3",
    (Medium.WATER, PollutantClass.CONVENTIONAL): "mg/L",
    (Medium.WATER, PollutantClass.HEAVY_METAL): "ug/L",
}
Hours = Annotated[int, Whole(0, 31 * HOURS)]


@dataclass(frozen=True, slots=True)
class MeasuredLine:
    """One pollutant's month. ``highest`` and ``drift`` are in thousandths of the unit, as the instrument's range."""

    pollutant: PollutantCode
    unit: Annotated[str, Pattern("mg/m3|ug/m3|mg/L|ug/L")]
    highest: Count
    drift: Count
    hours_valid: Hours
    hours_stopped: Hours
    hours_stood_in: Hours
    mass_mg: Mass


@dataclass(frozen=True, slots=True)
class ReportMonth:
    """The body of `discharge.report_month`. ``version`` is the one that stands, 0 before the first.

    ``flow_max`` is in cubic metres an hour. ``devices`` are the keys under which ``days_signed`` of the days are
    signed; the others were brought by hand.
    """

    permit: PermitNo
    outlet: OutletCode
    month: Month
    version: Count
    calculator: Code
    stuck_hours: Annotated[int, Whole(2)]
    gap_short_hours: Count
    gap_window_hours: Units
    valid_share_percent: Annotated[int, Whole(0, 100)]
    flow_max: Units
    lines: Annotated[tuple[MeasuredLine, ...], Items(1, 20)]
    devices: Annotated[tuple[PublicKey, ...], Items(0, 8)]
    days_signed: Annotated[int, Whole(0, 31)]
    days: Annotated[tuple[Digest, ...], Items(1, 31)]


def judging_of(view: View, now: int) -> Judging:
    """Return the figures by which hours are judged at an instant.

    Raises:
        Refusal: ``parameter_not_set``.
    """
    return Judging(**{name: parameter(view, of, now) for name, of in JUDGED_BY.items()})


def range_of(view: View, pollutant: Pollutant, medium: Medium, now: int) -> Range:
    """Return what an instrument can read of a pollutant in air or water.

    Raises:
        Refusal: ``parameter_not_set``.
    """
    scope = f"{medium.value}/{pollutant.code}"
    return Range(
        code=pollutant.code,
        unit=_UNITS[medium, pollutant.pollutant_class],
        highest=parameter(view, HIGHEST, now, scope=scope),
        smallest=parameter(view, SMALLEST, now, scope=scope),
        drift=parameter(view, DRIFT, now, scope=scope),
    )


def report_month(body: ReportMonth, context: Context, view: View) -> Outcome:
    """Report an outlet's month from its hourly documents, or report it anew.

    Raises:
        Refusal: those of `outlet_of`, ``version_differs``, ``unknown_calculator``, ``day_twice``, ``devices_differ``,
            ``judging_differs`` with the ``name`` of the figure that is another now, and those of `_check_line`.
    """
    permit = outlet_of(view, body.permit, body.outlet, month=body.month, now=context.recorded_at)
    known = view.get(OutletMonth, body.permit, body.outlet, body.month)
    version = known.version if known is not None else 0
    if body.version != version:
        raise Refusal("version_differs", version=version)
    if body.calculator != VERSION:
        raise Refusal("unknown_calculator", expected=VERSION)
    _check_days(body, view)
    judging = judging_of(view, context.recorded_at)
    for one in fields(Judging):
        if getattr(body, one.name) != getattr(judging, one.name):
            raise Refusal("judging_differs", name=one.name, expected=getattr(judging, one.name))
    made: list[object] = []
    for line in body.lines:
        _check_line(line, body, permit, view, context)
        hours = (line.hours_valid, line.hours_stopped, line.hours_stood_in)
        stated = Stated(body.outlet, line.pollutant, body.month, Method.CONTINUOUS, line.mass_mg, hours)
        made += booked(stated, permit, context, view)
    month = OutletMonth(
        permit=body.permit,
        outlet=body.outlet,
        month=body.month,
        version=version + 1,
        days=len(body.days),
        days_signed=body.days_signed,
        reported_at=context.recorded_at,
        reported_index=context.index,
    )
    return Outcome(records=(month, *made))


def outlet_of(view: View, permit: str, outlet: str, *, month: str, now: int) -> Permit:
    """Return the permit of an outlet whose month is over. A permit that has ended owes its last months, too.

    Raises:
        Refusal: ``unknown_permit``, ``outlet_not_in_permit``, ``month_not_over``.
    """
    found = require(view, Permit, permit, "unknown_permit")
    if outlet not in {one.code for one in found.outlets}:
        raise Refusal("outlet_not_in_permit", outlet=outlet)
    if day_of(now).isoformat()[:7] <= month:
        raise Refusal("month_not_over", month=month)
    return found


def _check_days(body: ReportMonth, view: View) -> None:
    if len(set(body.days)) != len(body.days) or len(body.days) > days_of(body.month):
        raise Refusal("day_twice", day=body.month)
    if body.days_signed > len(body.days) or bool(body.days_signed) != bool(body.devices):
        raise Refusal("devices_differ")
    for key in body.devices:
        device = require(view, MonitoringDevice, key, "unknown_device")
        if (device.permit, device.outlet) != (body.permit, body.outlet):
            raise Refusal("devices_differ")


def _check_line(line: MeasuredLine, body: ReportMonth, permit: Permit, view: View, context: Context) -> None:
    """Return if a line's figures agree with each other and with the parameters.

    Raises:
        Refusal: ``pollutant_twice``, ``judging_differs``, ``hours_do_not_sum``, ``too_few_valid_hours``, those of
            `measured_pollutant` and `range_of`.
    """
    if sum(1 for one in body.lines if one.pollutant == line.pollutant) > 1:
        raise Refusal("pollutant_twice", pollutant=line.pollutant)
    pollutant = measured_pollutant(view, permit, body.outlet, line.pollutant)
    limits = range_of(view, pollutant, medium_of(body.outlet), context.recorded_at)
    for name in ("unit", "highest", "drift"):
        if getattr(line, name) != getattr(limits, name):
            raise Refusal("judging_differs", name=name, expected=getattr(limits, name))
    hours = days_of(body.month) * HOURS
    if line.hours_valid + line.hours_stopped + line.hours_stood_in != hours:
        raise Refusal("hours_do_not_sum", pollutant=line.pollutant, hours=hours)
    wanted = hours - line.hours_stopped
    if line.hours_valid * 100 < wanted * body.valid_share_percent:
        raise Refusal(
            "too_few_valid_hours",
            pollutant=line.pollutant,
            valid=line.hours_valid,
            hours=wanted,
            percent=body.valid_share_percent,
        )


def measured_pollutant(view: View, permit: Permit, outlet: str, code: str) -> Pollutant:
    """Return a pollutant that an outlet may let out as far as its medium goes; whether it is permitted, is not asked.

    Raises:
        Refusal: ``pollutant_not_of_medium``, and those of `pollutant_in`.
    """
    found = pollutant_in(view, code, permit.zone)
    if medium_of(outlet) not in found.media:
        raise Refusal("pollutant_not_of_medium", pollutant=code, outlet=outlet)
    return found


@dataclass(frozen=True, slots=True)
class Stated:
    """What is reported of one pollutant: hours are valid, stopped and stood in for."""

    outlet: str
    pollutant: str
    month: str
    method: Method
    mass_mg: int
    hours: tuple[int, int, int] = (0, 0, 0)


def booked(stated: Stated, permit: Permit, context: Context, view: View) -> tuple[MonthlyDischarge, OutletYear]:
    """Return a month as it stands now, and the year's running total with it in the place of what stood before."""
    known = view.get(MonthlyDischarge, permit.number, stated.outlet, stated.pollutant, stated.month)
    year = int(stated.month[:4])
    total = view.get(OutletYear, permit.number, stated.outlet, stated.pollutant, year) or OutletYear(
        permit.number, stated.outlet, stated.pollutant, year, permit.holder, 0, 0
    )
    valid, stopped, stood_in = stated.hours
    month = MonthlyDischarge(
        permit=permit.number,
        outlet=stated.outlet,
        pollutant=stated.pollutant,
        month=stated.month,
        method=stated.method,
        version=known.version + 1 if known is not None else 1,
        mass_mg=stated.mass_mg,
        hours_valid=valid,
        hours_stopped=stopped,
        hours_stood_in=stood_in,
        reported_at=context.recorded_at,
        reported_index=context.index,
    )
    before = known.mass_mg if known is not None else 0
    bit = 1 << int(stated.month[5:]) - 1
    return month, replace(total, months=total.months | bit, mass_mg=total.mass_mg - before + stated.mass_mg)


def recompute_month(body: ReportMonth, documents: Mapping[str, bytes]) -> Iterator[tuple[str, object, object]]:
    """Yield what a reported month and its documents do not agree on: the field, what is stated, what they give.

    Raises:
        LedgerError: if a document is not an hourly one, or the month is not measured by them.
    """
    read = [read_document(documents[digest], body.devices) for digest in body.days]
    outlets = {day.outlet for day, _ in read}
    if outlets != {body.permit + body.outlet}:
        yield "outlet", body.permit + body.outlet, " ".join(sorted(outlets))
    signed = sum(1 for _, key in read if key)
    if signed != body.days_signed:
        yield "days_signed", body.days_signed, signed
    judging = Judging(**{name: getattr(body, name) for name in JUDGED_BY})
    ranges = {one.pollutant: Range(one.pollutant, one.unit, one.highest, 0, one.drift) for one in body.lines}
    computed = {
        one.code: one for one in judge_month((day for day, _ in read), body.month, judging=judging, ranges=ranges)
    }
    for line in body.lines:
        for name in ("hours_valid", "hours_stopped", "hours_stood_in", "mass_mg"):
            stated, found = getattr(line, name), getattr(computed[line.pollutant], name)
            if stated != found:
                yield f"{line.pollutant} {name}", stated, found


KINDS = (
    Kind(
        "discharge.report_month",
        ReportMonth,
        lambda body, view: by_holder(view, body.permit, "discharge.report_month"),
        report_month,
        recompute=recompute_month,
    ),
)
