"""Monthly evidence: what an enterprise burnt in a month and how it knows, a short time after the month.

One entry is one stream of fuel in one month. A correction is a new version and never an edit. The time counts in
calendar days from the month's end, as many as the parameter said when the month ended, so that a later change shortens
nobody's. Workbooks and laboratory reports are documents outside the ledger.

Source: NOTICE-2026 (evidence of each month within 40 calendar days).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Final

from registry.areas.compliance.rules.deadlines import end_of
from registry.areas.compliance.rules.listing import require_listed
from registry.areas.participants.rules.calendars import start_of
from registry.areas.participants.rules.parameters import Parameter, parameter
from registry.ledger.codec import Code, Count, Day, Digest, ParticipantNo, Whole, Year
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_owner
from registry.ledger.rules import Context, Kind, Outcome, Requirement, View, record

DAYS: Final = "evidence_calendar_days"
CARBON_MAX: Final = 1_000_000  # mg in a kg
Month = Annotated[int, Whole(1, 12)]
EvidenceVersion = Annotated[int, Whole(1, 99)]


class Measure(StrEnum):
    """In what a fuel is measured: by mass, or as a gas under standard conditions."""

    KG = "kg"
    M3 = "m3"


class Basis(StrEnum):
    """What a month's carbon content rests on: one sample made of daily ones, the tests of each batch, or a default."""

    MONTHLY = "monthly"
    BATCH = "batch"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class FileEvidence:
    """The body of `compliance.file_evidence`.

    ``ncv_kj`` is the net calorific value and ``carbon_mg`` the carbon in one kg or cubic metre; ``laboratory`` is the
    number of its accreditation, ``test_report`` that of its report.
    """

    year: Year
    month: Month
    participant: ParticipantNo
    stream: Code
    version: EvidenceVersion
    measure: Measure
    amount: Count
    ncv_kj: Count
    carbon_mg: Count
    basis: Basis
    samples: Count
    sampled_from: Day | None
    sampled_to: Day | None
    tested_on: Day | None
    laboratory: Code | None
    test_report: Code | None
    document: Digest


@record("monthly_evidence", key=("year", "participant", "month", "stream", "version"))
@dataclass(frozen=True, slots=True)
class MonthlyEvidence:
    """One version of a stream's month; it is as late as its first version was."""

    year: Year
    participant: ParticipantNo
    month: Month
    stream: Code
    version: EvidenceVersion
    measure: Measure
    amount: Count
    ncv_kj: Count
    carbon_mg: Count
    basis: Basis
    samples: Count
    sampled_from: Day | None
    sampled_to: Day | None
    tested_on: Day | None
    laboratory: Code | None
    test_report: Code | None
    is_late: bool
    document: Digest
    filed_at: Count
    filed_index: Count


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def evidence_due(view: View, year: int, month: int) -> str:
    """Return the last day, in Beijing, on which the evidence of a month is in time.

    Raises:
        Refusal: ``parameter_not_set``.
    """
    last = month_end(year, month)
    ended = start_of(last + timedelta(days=1))
    # A month that ended before there was any value has the time of the first.
    first = view.find(Parameter, "newest", DAYS, "")[-1:]
    days = parameter(view, DAYS, max(ended, *(one.effective_from for one in first)) if first else ended)
    return (last + timedelta(days=days)).isoformat()


def file_evidence(body: FileEvidence, context: Context, view: View) -> Outcome:
    """Keep the evidence of a month, or correct it with a new version.

    Raises:
        Refusal: ``not_listed``, ``month_not_over``, ``version_differs`` with the ``version`` that comes next,
            ``carbon_above_mass`` for more carbon than a kilogram holds, ``parameter_not_set``.
    """
    require_listed(view, body.year, body.participant)
    if context.recorded_at < start_of(month_end(body.year, body.month) + timedelta(days=1)):
        raise Refusal("month_not_over", year=str(body.year), month=body.month)
    following = _next_version(body, view)
    if body.version != following:
        raise Refusal("version_differs", version=following)
    if body.measure is Measure.KG and body.carbon_mg > CARBON_MAX:
        raise Refusal("carbon_above_mass", figure=body.carbon_mg, limit=CARBON_MAX)
    first = view.get(MonthlyEvidence, body.year, body.participant, body.month, body.stream, 1)
    is_late = first.is_late if first else context.recorded_at >= end_of(evidence_due(view, body.year, body.month))
    new = MonthlyEvidence(
        year=body.year,
        participant=body.participant,
        month=body.month,
        stream=body.stream,
        version=body.version,
        measure=body.measure,
        amount=body.amount,
        ncv_kj=body.ncv_kj,
        carbon_mg=body.carbon_mg,
        basis=body.basis,
        samples=body.samples,
        sampled_from=body.sampled_from,
        sampled_to=body.sampled_to,
        tested_on=body.tested_on,
        laboratory=body.laboratory,
        test_report=body.test_report,
        is_late=is_late,
        document=body.document,
        filed_at=context.recorded_at,
        filed_index=context.index,
    )
    return Outcome(records=(new,))


def _next_version(body: FileEvidence, view: View) -> int:
    """Return the version that a stream's month gets next; there are few of each."""
    version = 1
    while view.get(MonthlyEvidence, body.year, body.participant, body.month, body.stream, version) is not None:
        version += 1
    return version


def _by_enterprise(body: FileEvidence, view: View) -> Requirement:
    return by_owner(view, participant=body.participant, kind="compliance.file_evidence")


KINDS = (Kind("compliance.file_evidence", FileEvidence, _by_enterprise, file_evidence),)
RECORDS = (MonthlyEvidence,)
