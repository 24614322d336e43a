"""What looks forged or mistaken in a year's monthly evidence: pure checks, each finding with the facts that explain it.

A finding accuses nobody and books nothing: it says where to look. The patterns are those seen in the field: values that
repeat, dates that do not fit, batch samples passed as monthly ones, carbon content that jumps, laboratories without a
code, one test report used twice, and figures in another unit.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Final

from registry.areas.compliance.rules.evidence import Basis, Measure, MonthlyEvidence, month_end
from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.parameters import in_force
from registry.ledger.rules import View

JUMP: Final = "evidence_carbon_jump_permille"
SAMPLES: Final = "evidence_samples_min"
SPAN: Final = "evidence_span_days_min"
NCV_MIN, NCV_MAX = "evidence_ncv_min_kj", "evidence_ncv_max_kj"
# A thousand stands between kg and t; months of one stream do not differ by half of that.
_UNIT_RATIO: Final = 500
_KJ_A_KCAL: Final = (41_868, 10_000)


class Suspicion(StrEnum):
    """What may be wrong."""

    VALUE_REPEATED = "value_repeated"
    DATES_MISSING = "dates_missing"
    DATES_OUTSIDE = "dates_outside"
    DATES_DISORDERED = "dates_disordered"
    BATCH_AS_MONTHLY = "batch_as_monthly"
    CARBON_JUMP = "carbon_jump"
    LABORATORY_MISSING = "laboratory_missing"
    REPORT_REUSED = "report_reused"
    KCAL_FOR_KJ = "kcal_for_kj"
    VALUE_OUT_OF_RANGE = "value_out_of_range"
    UNIT_OF_AMOUNT = "unit_of_amount"


@dataclass(frozen=True, slots=True)
class Finding:
    """One suspicion about a stream's month, with the figures that explain it, as texts by name."""

    suspicion: Suspicion
    stream: str
    month: int
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """From which figures on a month is suspicious; a limit that is None is not looked at. NCV in kJ by measure."""

    jump_permille: int | None
    samples_min: int | None
    span_days_min: int | None
    ncv_kj: Mapping[Measure, tuple[int, int]]


def limits_at(view: View, now: int) -> Limits:
    """Return the limits that the parameters in force at an instant set."""

    def of(name: str, scope: str = "") -> int | None:
        found = in_force(view, name, now, scope=scope)
        return found.integer if found else None

    ranges = {}
    for measure in Measure:
        low, high = of(NCV_MIN, measure), of(NCV_MAX, measure)
        if low is not None and high is not None:
            ranges[measure] = (low, high)
    return Limits(of(JUMP), of(SAMPLES), of(SPAN), ranges)


def newest(evidence: Iterable[MonthlyEvidence]) -> tuple[MonthlyEvidence, ...]:
    """Return the newest version of each stream's month, by stream and month."""
    found: dict[tuple[str, int], MonthlyEvidence] = {}
    for one in evidence:
        known = found.get((one.stream, one.month))
        if known is None or known.version < one.version:
            found[one.stream, one.month] = one
    return tuple(found[place] for place in sorted(found))


def findings(evidence: Iterable[MonthlyEvidence], limits: Limits) -> tuple[Finding, ...]:
    """Return what looks wrong with a year's evidence of one enterprise, by stream and month; old versions do not."""
    months = newest(evidence)
    streams: dict[str, list[MonthlyEvidence]] = defaultdict(list)
    for one in months:
        streams[one.stream].append(one)
    found = [
        *(finding for one in months for finding in (*_dates(one), *_sampling(one, limits), *_values(one, limits))),
        *(finding for stream in streams.values() for finding in (*_repeated(stream), *_jumps(stream, limits))),
        *_reports(months),
    ]
    return tuple(sorted(found, key=lambda one: (one.stream, one.month, one.suspicion)))


def _finding(suspicion: Suspicion, of: MonthlyEvidence, **facts: object) -> Finding:
    return Finding(suspicion, of.stream, of.month, tuple((name, str(value)) for name, value in facts.items()))


def _dates(one: MonthlyEvidence) -> Iterator[Finding]:
    if one.basis is Basis.DEFAULT:
        return
    if one.sampled_from is None or one.sampled_to is None or one.tested_on is None:
        yield _finding(Suspicion.DATES_MISSING, one)
        return
    first, last = date(one.year, one.month, 1).isoformat(), month_end(one.year, one.month).isoformat()
    if one.sampled_from < first or one.sampled_to > last:
        yield _finding(Suspicion.DATES_OUTSIDE, one, start=one.sampled_from, end=one.sampled_to)
    filed = day_of(one.filed_at).isoformat()
    if not one.sampled_from <= one.sampled_to <= one.tested_on <= filed:
        dates = {"start": one.sampled_from, "end": one.sampled_to, "tested": one.tested_on, "filed": filed}
        yield _finding(Suspicion.DATES_DISORDERED, one, **dates)


def _sampling(one: MonthlyEvidence, limits: Limits) -> Iterator[Finding]:
    if one.basis is not Basis.DEFAULT and not (one.laboratory and one.test_report):
        yield _finding(Suspicion.LABORATORY_MISSING, one)
    if one.basis is not Basis.MONTHLY:
        return
    days = _days(one)
    few = limits.samples_min is not None and one.samples < limits.samples_min
    short = limits.span_days_min is not None and days is not None and days < limits.span_days_min
    if few or short:
        yield _finding(
            Suspicion.BATCH_AS_MONTHLY,
            one,
            samples=one.samples,
            samples_min="—" if limits.samples_min is None else limits.samples_min,
            days="—" if days is None else days,
            days_min="—" if limits.span_days_min is None else limits.span_days_min,
        )


def _days(one: MonthlyEvidence) -> int | None:
    """Return over how many days samples were taken."""
    if one.sampled_from is None or one.sampled_to is None:
        return None
    return (date.fromisoformat(one.sampled_to) - date.fromisoformat(one.sampled_from)).days + 1


def _values(one: MonthlyEvidence, limits: Limits) -> Iterator[Finding]:
    bounds = limits.ncv_kj.get(one.measure)
    if bounds is None or one.amount == 0 or bounds[0] <= one.ncv_kj <= bounds[1]:
        return
    as_kj = one.ncv_kj * _KJ_A_KCAL[0] // _KJ_A_KCAL[1]
    if bounds[0] <= as_kj <= bounds[1]:
        yield _finding(Suspicion.KCAL_FOR_KJ, one, figure=one.ncv_kj, low=bounds[0], as_kj=as_kj)
    else:
        yield _finding(Suspicion.VALUE_OUT_OF_RANGE, one, figure=one.ncv_kj, low=bounds[0], high=bounds[1])


def _repeated(stream: Sequence[MonthlyEvidence]) -> Iterator[Finding]:
    """Yield what was measured to the same last place in more than one month."""
    for name in ("carbon_mg", "ncv_kj"):
        months: dict[int, list[MonthlyEvidence]] = defaultdict(list)
        for one in stream:
            if one.basis is not Basis.DEFAULT and one.amount:
                months[getattr(one, name)].append(one)
        for figure, same in months.items():
            for one in same[1:]:
                yield _finding(Suspicion.VALUE_REPEATED, one, field=name, figure=figure, before=same[0].month)


def _jumps(stream: Sequence[MonthlyEvidence], limits: Limits) -> Iterator[Finding]:
    for before, one in pairwise(stream):
        if before.amount and one.amount:
            high, low = max(before.amount, one.amount), min(before.amount, one.amount)
            if high >= low * _UNIT_RATIO:
                yield _finding(Suspicion.UNIT_OF_AMOUNT, one, figure=one.amount, before=before.amount)
        changed = abs(one.carbon_mg - before.carbon_mg) * 1_000
        if limits.jump_permille is not None and changed > before.carbon_mg * limits.jump_permille:
            yield _finding(
                Suspicion.CARBON_JUMP, one,
                figure=one.carbon_mg, before=before.carbon_mg, month_before=before.month, permille=limits.jump_permille,
            )  # fmt: skip


def _reports(months: Sequence[MonthlyEvidence]) -> Iterator[Finding]:
    """Yield test reports that more than one month or stream rests on."""
    seen: dict[tuple[str, str], MonthlyEvidence] = {}
    for one in months:
        if one.basis is Basis.DEFAULT or one.laboratory is None or one.test_report is None:
            continue
        known = seen.setdefault((one.laboratory, one.test_report), one)
        if known is not one:
            yield _finding(Suspicion.REPORT_REUSED, one, report=one.test_report, before=known.month, other=known.stream)
