"""What compliance keeps: who is covered in a year, deadlines, reports, opinions, services, and verified emissions.

A year is the compliance year whose emissions are counted. All emissions are whole tonnes of CO2 equivalent, direct
emissions only. No rule stands here.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from registry.areas.participants.rules.parameters import Evidence, Wording
from registry.ledger.codec import Count, Day, Digest, Items, Note, ParticipantNo, Pattern, Units, Year, Zone
from registry.ledger.rules import Index, record


class Sector(StrEnum):
    """The sectors that the national market covers."""

    POWER = "power"
    STEEL = "steel"
    CEMENT = "cement"
    ALUMINIUM = "aluminium"


class Step(StrEnum):
    """The steps of a compliance year that have a last day."""

    REPORT = "report"
    VERIFY = "verify"
    ALLOCATE = "allocate"
    SURRENDER = "surrender"


class RemovalGround(StrEnum):
    """Why an enterprise leaves the list of a year."""

    CLOSED = "closed"
    MISTAKEN = "mistaken"


class Source(StrEnum):
    """Where direct emissions come from; the fluorocarbons only in aluminium smelting."""

    FUEL = "fuel"
    PROCESS = "process"
    CF4 = "cf4"
    C2F6 = "c2f6"


class Side(StrEnum):
    """What a technical service body does in a province and year; it may not do both."""

    WRITES = "writes"
    REVIEWS = "reviews"


SectorOrAll = Annotated[str, Pattern("power|steel|cement|aluminium|")]


@record("compliance_deadline", key=("year", "step", "sector"), resident=True)
@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day, in Beijing, of a step of a year; ``sector`` is empty where all share it."""

    year: Year
    step: Step
    sector: SectorOrAll
    day: Day
    article: Wording
    evidence: Evidence
    set_index: Count


@record(
    "covered_enterprise",
    key=("year", "participant"),
    indexes=(
        Index("participant", ("participant",), ("year",)),
        Index("verifier", ("verifier",), ("year",)),
    ),
)
@dataclass(frozen=True, slots=True)
class CoveredEnterprise:
    """An enterprise on the list of a year: its sector, the emissions that put it there, and where its report stands.

    ``version`` is that of its newest report, 0 before the first. Off the list it keeps its ``removed`` ground.
    """

    year: Year
    participant: ParticipantNo
    sector: Sector
    zone: Zone
    basis_tco2e: Count
    is_listed: bool
    removed: RemovalGround | None
    version: Count
    verifier: ParticipantNo | None
    document: Digest
    listed_index: Count


@dataclass(frozen=True, slots=True)
class EmissionPart:
    """Direct emissions of one source, tCO2e."""

    source: Source
    tco2e: Count


Parts = Annotated[tuple[EmissionPart, ...], Items(1, 4)]


@record("emissions_report", key=("year", "participant", "version"))
@dataclass(frozen=True, slots=True)
class EmissionsReport:
    """One version of an annual report. ``writer`` is the service body that wrote it; ``document`` is the workbook."""

    year: Year
    participant: ParticipantNo
    version: Units
    parts: Parts
    total_tco2e: Count
    writer: ParticipantNo | None
    is_late: bool
    document: Digest
    reported_at: Count
    reported_index: Count


Findings = Annotated[tuple[Note, ...], Items(0, 20)]


@record("verification_opinion", key=("year", "participant", "version"))
@dataclass(frozen=True, slots=True)
class VerificationOpinion:
    """What the assigned verifier found of one version of a report; findings are public."""

    year: Year
    participant: ParticipantNo
    version: Units
    verifier: ParticipantNo
    is_confirmed: bool
    findings: Findings
    document: Digest
    given_at: Count
    given_index: Count


@record("technical_service", key=("body", "zone", "year"))
@dataclass(frozen=True, slots=True)
class TechnicalService:
    """What a service body does in a province and year: it writes reports there or reviews them."""

    body: ParticipantNo
    zone: Zone
    year: Year
    side: Side
    since_index: Count


@record("verified_emissions", key=("year", "participant"), indexes=(Index("participant", ("participant",), ("year",)),))
@dataclass(frozen=True, slots=True)
class VerifiedEmissions:
    """What the authority accepted of a report's version; ``tco2e`` is what is owed for the year."""

    year: Year
    participant: ParticipantNo
    version: Units
    tco2e: Count
    document: Digest
    accepted_at: Count
    accepted_index: Count


RECORDS = (
    Deadline,
    CoveredEnterprise,
    EmissionsReport,
    VerificationOpinion,
    TechnicalService,
    VerifiedEmissions,
)
