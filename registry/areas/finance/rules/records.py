"""What finance keeps: catalogues and their entries, projects, reviews, flags, and one line of history per change.

The facts of a project are declared once, in `ProjectFacts`; the bodies that state them and the record that keeps them
share the declaration. Money is in fen, days are days in Beijing. No rule stands here.
"""

from dataclasses import dataclass
from typing import Annotated

from registry.areas.finance.rules.choices import (
    EiaRoute,
    Eligibility,
    EventKind,
    FlagKind,
    Instrument,
    PermitScheme,
    ReviewReason,
    ReviewState,
    Stage,
)
from registry.ledger.codec import (
    Code,
    Count,
    DataClass,
    Day,
    Digest,
    Items,
    Name,
    Note,
    ParticipantNo,
    Pattern,
    Units,
    Whole,
    Zone,
)
from registry.ledger.rules import Index, record

ProjectNo = Annotated[str, Pattern("G-[0-9]{8}")]
CatalogueVersion = Annotated[str, Pattern("[0-9]{4}[a-z]?")]
CategoryCode = Annotated[str, Pattern("[1-9][0-9]?([.][1-9][0-9]?){0,4}")]
ParentCode = Annotated[str, Pattern("[1-9][0-9]?([.][1-9][0-9]?){0,3}|")]
SortKey = Annotated[str, Pattern("[0-9]{2}([.][0-9]{2}){0,4}")]
PermitNo = Annotated[str, Pattern("[0-9A-HJ-NPQRTUWXY]{18}[0-9]{3}[A-Z]")]
Sha256 = Annotated[str, Pattern("[0-9a-f]{64}", DataClass.CODE)]
Fen = Annotated[int, Whole(minimum=1)]  # the unit stands in each field's name
Grade = Annotated[str, Pattern("[A-Z][A-Z0-9+-]{0,7}")]


@record(
    "finance_catalogue", key=("version",), resident=True, indexes=(Index("used", ("is_used",), ("effective_from",)),)
)
@dataclass(frozen=True, slots=True)
class FinanceCatalogue:
    """One version of the catalogue of what counts as green, in force from a day until the next version's.

    ``parts`` are the SHA-256 of the canonical JSON of each part's entries; ``parts_loaded`` of them are here. It
    ``is_used`` from the moment its first list is complete. ``depth`` is the number of its levels.
    """

    version: CatalogueVersion
    title_zh: Name
    title_en: Name
    source: Name
    effective_from: Day
    depth: Annotated[int, Whole(1, 5)]
    out_of_scope: Annotated[tuple[Instrument, ...], Items(0, 10)]
    parts: Annotated[tuple[Sha256, ...], Items(1, 200)]
    parts_loaded: Count
    entries: Count
    is_used: bool
    announced_index: Count


@record(
    "finance_category",
    key=("version", "code"),
    indexes=(Index("parent", ("version", "parent"), ("sort_key",)),),
)
@dataclass(frozen=True, slots=True)
class FinanceCategory:
    """One entry of a catalogue. ``sort_key`` orders codes by their numbers; ``condition`` is an excerpt, or null."""

    version: CatalogueVersion
    code: CategoryCode
    parent: ParentCode
    sort_key: SortKey
    level: Annotated[int, Whole(1, 5)]
    title_zh: Name
    title_en: Name | None
    condition: Note | None
    evidence: Name


@dataclass(frozen=True, slots=True)
class Impact:
    """One expected effect of a year of operation, of the whole project: an integer in its unit.

    ``method`` is the method's code, ``factor_version`` that of the emission factors; ``baseline`` is the figure without
    the project in the same unit, null where the method has none.
    """

    metric: Code
    value: Count
    unit: Code
    baseline: Count | None
    method: Code
    factor_version: Code


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """What an owner states of a project. ``financing_approved_on`` decides which catalogue applies, null if open."""

    zone: Zone
    name_zh: Name
    name_en: Name
    catalogue: CatalogueVersion
    category: CategoryCode
    instrument: Instrument
    stage: Stage
    total_investment_fen: Fen
    green_finance_fen: Fen
    financing_approved_on: Day | None
    starts_on: Day
    operates_from: Day
    eia_route: EiaRoute
    eia_reference: Name | None
    permit_scheme: PermitScheme
    permit: PermitNo | None
    permit_expires_on: Day | None
    impacts: Annotated[tuple[Impact, ...], Items(0, 12)]
    documents: Annotated[tuple[Digest, ...], Items(0, 20)]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a project is not eligible, and the source that says so; the wording of both stands in the area."""

    code: Code
    source: Code


@record("green_project", key=("number",))
@dataclass(frozen=True, slots=True)
class Project(ProjectFacts):
    """A green project in its newest version, with the result of its screening.

    ``reason`` is the first reason's code, empty if it is eligible. ``screened_on`` is the day whose law was applied.
    """

    number: ProjectNo
    owner: ParticipantNo
    version: Units
    category_key: SortKey
    review: ReviewState
    review_reason: ReviewReason | None
    grade: Grade | None
    eligibility: Eligibility
    reason: Annotated[str, Pattern("[a-z_]{1,40}|")]
    reasons: Annotated[tuple[Reason, ...], Items(0, 20)]
    screened_on: Day
    reviews: Count
    flags: Count
    events: Count
    registered_at: Count
    changed_at: Count
    registered_index: Count
    changed_index: Count


@record("green_project_review", key=("project", "number"))
@dataclass(frozen=True, slots=True)
class ProjectReview:
    """What an external reviewer or an authority found of one version of a project."""

    project: ProjectNo
    number: Units
    project_version: Units
    reviewer: ParticipantNo
    confirmed: bool
    reason: ReviewReason | None
    grade: Grade | None
    document: Digest
    index: Count
    reviewed_at: Count


@record(
    "green_project_flag",
    key=("project", "number"),
    indexes=(Index("active", ("project", "is_active"), ("number",)),),
)
@dataclass(frozen=True, slots=True)
class ProjectFlag:
    """What an authority holds against a project, under the reference of its decision."""

    project: ProjectNo
    number: Units
    kind: FlagKind
    reference: Name
    document: Digest
    authority: ParticipantNo
    is_active: bool
    raised_index: Count
    raised_at: Count
    lifted_reference: Name | None
    lifted_index: Count | None
    lifted_at: Count | None


@record("green_project_event", key=("project", "number"))
@dataclass(frozen=True, slots=True)
class ProjectEvent:
    """One change of a project: which entry made it, who signed, and what the screening said afterwards."""

    project: ProjectNo
    number: Units
    kind: EventKind
    index: Count
    changed_at: Count
    participant: ParticipantNo
    project_version: Units
    eligibility: Eligibility
    reason: Annotated[str, Pattern("[a-z_]{1,40}|")]


def sort_key_of(code: str) -> str:
    """Return the key that orders catalogue codes by their numbers: `03.02.02.10` for `3.2.2.10`."""
    return ".".join(part.zfill(2) for part in code.split("."))


def parent_of(code: str) -> str:
    """Return the code one level up, empty for a top level."""
    return code.rpartition(".")[0]


RECORDS = (FinanceCatalogue, FinanceCategory, Project, ProjectReview, ProjectFlag, ProjectEvent)
