"""What credits keep of projects: methodologies, bodies, projects, their cases, comments, claims, and their history.

A **case** is what is laid before the public, then before a body, then before the office: of a project's design (case 0)
and of each monitoring period (case 1, 2, …). All cases take the same steps. Days are days in Beijing. No rule here.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from registry.ledger.codec import (
    Code,
    Count,
    Day,
    Digest,
    Items,
    Name,
    Note,
    ParticipantNo,
    Pattern,
    Units,
    Whole,
    Year,
    Zone,
)
from registry.ledger.rules import Index, record

ProjectNo = Annotated[str, Pattern("C-[0-9]{8}")]
Scheme = Annotated[str, Pattern("[A-Z][A-Z0-9]{1,7}")]
MethodologyNo = Annotated[str, Pattern("[A-Z][A-Z0-9]{1,7}-[0-9]{2}-[0-9]{3}-V[0-9]{2}")]
Field = Annotated[str, Pattern("[0-9]{2}")]
NationalNo = Annotated[str, Pattern("[A-Za-z0-9][A-Za-z0-9._/-]{0,63}|")]
PerMille = Annotated[int, Whole(0, 1000, "per-mille")]
Claims = Annotated[tuple[Code, ...], Items(1, 20)]
DESIGN = 0


class Stage(StrEnum):
    """Where a case stands, and with its design's case the project; only a period's case is issued."""

    PUBLISHED = "published"
    ENDORSED = "endorsed"
    REJECTED = "rejected"
    APPLIED = "applied"
    REGISTERED = "registered"
    DECLINED = "declined"
    ISSUED = "issued"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What happened to a project."""

    PUBLISHED = "published"
    COMMENTED = "commented"
    ANSWERED = "answered"
    ENDORSED = "endorsed"
    REJECTED = "rejected"
    APPLIED = "applied"
    REGISTERED = "registered"
    DECLINED = "declined"
    ISSUED = "issued"
    CANCELLED = "cancelled"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    REPLACEMENT_ORDERED = "replacement_ordered"
    REPLACED = "replaced"
    LOSS_REPORTED = "loss_reported"
    LOSS_ASSESSED = "loss_assessed"
    DOUBLE_CLAIM = "double_claim"
    CLAIM_SETTLED = "claim_settled"


@dataclass(frozen=True, slots=True)
class YearUnits:
    """The reductions of one calendar year, in whole units of the scheme's class (tCO2e)."""

    year: Year
    units: Units


Years = Annotated[tuple[YearUnits, ...], Items(1, 12)]


@record(
    "credit_methodology",
    key=("scheme", "methodology"),
    resident=True,
    indexes=(Index("scheme", ("scheme",), ("methodology",)),),
)
@dataclass(frozen=True, slots=True)
class Methodology:
    """A methodology that a scheme admits: its field, its crediting period in years, and what goes to the buffer.

    ``evidence`` says how well these figures are known.
    """

    scheme: Scheme
    methodology: MethodologyNo
    name_zh: Name
    name_en: Name
    field: Field
    crediting_years_min: Annotated[int, Whole(1, 100)]
    crediting_years_max: Annotated[int, Whole(1, 100)]
    buffer_permille: PerMille
    article: Name
    evidence: Code
    document: Digest
    admitted_index: Count


@record("credit_body", key=("participant", "field"), resident=True)
@dataclass(frozen=True, slots=True)
class Accreditation:
    """That a body may validate and verify in a field, up to and on a day."""

    participant: ParticipantNo
    field: Field
    until: Day
    is_active: bool
    document: Digest
    since_index: Count


@record("credit_project", key=("number",))
@dataclass(frozen=True, slots=True)
class CreditProject:
    """A project under one scheme. ``claims`` are what it reduces by, under their official numbers: titles, meters."""

    number: ProjectNo
    scheme: Scheme
    owner: ParticipantNo
    zone: Zone
    name_zh: Name
    name_en: Name
    methodology: MethodologyNo
    started_on: Day
    crediting_first: Day
    crediting_last: Day
    units_expected: Units
    claims: Claims
    validator: ParticipantNo
    stage: Stage
    national_number: NationalNo
    periods: Count
    issued_units: Count
    events: Count
    published_at: Count
    changed_at: Count
    changed_index: Count


@record("credit_claim", key=("code",))
@dataclass(frozen=True, slots=True)
class Claim:
    """Which project reduces by this title or meter: for ever, unless it is cancelled before it is applied for."""

    code: Code
    project: ProjectNo


@record("credit_national_number", key=("scheme", "number"))
@dataclass(frozen=True, slots=True)
class NationalNumber:
    """Which case the national register knows under this number."""

    scheme: Scheme
    number: Code
    project: ProjectNo
    case: Count


@record("credit_case", key=("project", "number"))
@dataclass(frozen=True, slots=True)
class Case:
    """A design or a monitoring period on its way. ``body`` is who validates or verifies; ``report`` is its report.

    ``notice_ends_at`` is the instant from which comments come too late, ``due_at`` that by which the office decides.
    ``years`` and what follows from them are those of the owner until the verifier has given its own; ``batches`` are
    the numbers of what was issued. A design has no period and no years.
    """

    project: ProjectNo
    number: Count
    stage: Stage
    body: ParticipantNo
    document: Digest
    report: Digest | None
    calculator: Code | None
    period_first: Day | None
    period_last: Day | None
    years: Annotated[tuple[YearUnits, ...], Items(0, 12)]
    claimed_units: Count
    verified_units: Count | None
    notice_ends_at: Count
    due_at: Count | None
    comments: Count
    comments_open: Count
    national_number: NationalNo
    batches: Annotated[tuple[Units, ...], Items(0, 12)]
    published_at: Count
    changed_index: Count


@record("credit_comment", key=("project", "case", "number"))
@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody says of a published case, and what the owner answers."""

    project: ProjectNo
    case: Count
    number: Units
    author: ParticipantNo
    text: Note
    answer: Note | None
    commented_at: Count
    commented_index: Count
    answered_index: Count | None


@record("credit_event", key=("project", "number"))
@dataclass(frozen=True, slots=True)
class CreditEvent:
    """One step of a project: which entry made it, of which case, and for whom it was signed first."""

    project: ProjectNo
    number: Units
    case: Count
    step: Step
    participant: ParticipantNo
    document: Digest | None
    index: Count
    happened_at: Count


RECORDS = (Methodology, Accreditation, CreditProject, Claim, NationalNumber, Case, Comment, CreditEvent)
