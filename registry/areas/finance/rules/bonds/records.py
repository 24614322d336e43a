"""What is kept of bonds and other green money of the same shape: terms, proceeds, uses, reports. No rule stands here.

Money is in fen, days are days in Beijing. Of a bond's money the identity ``received = allocated + idle + returned``
holds after every entry; what is placed for a while is part of what is idle.
"""

from dataclasses import dataclass
from typing import Annotated, Final

from registry.areas.credits.rules.records import ProjectNo as CreditProjectNo
from registry.areas.finance.rules.choices import BondKind, MoveKind, Placement
from registry.areas.finance.rules.records import CatalogueVersion, Fen, Grade, ProjectNo
from registry.ledger.codec import (
    Code,
    Count,
    Day,
    Digest,
    EntryId,
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

BondNo = Annotated[str, Pattern("B-[0-9]{8}")]
Isin = Annotated[str, Pattern("[A-Z]{2}[A-Z0-9]{9}[0-9]")]
Period = Annotated[str, Pattern("(199[0-9]|20[0-9]{2}|21[0-9]{2})(H1)?")]
Months = Annotated[int, Whole(0, 120)]
LINES_MAX: Final = 40
# Those that are securities and so have an ISIN.
SECURITIES: Final = frozenset(BondKind) - {BondKind.LOAN, BondKind.EQUITY_FUND, BondKind.RIGHTS_INVESTMENT}


@dataclass(frozen=True, slots=True)
class BondTerms:
    """What an issuer states of a bond. The four notes are the core elements of its framework, ``framework`` its paper.

    ``lookback_months`` is how long before the issue an expenditure may lie to be refinanced.
    """

    issuer: ParticipantNo
    zone: Zone
    name_zh: Name
    name_en: Name
    bond_kind: BondKind
    isin: Isin | None
    approval: Name
    catalogue: CatalogueVersion
    currency: Annotated[str, Pattern("[A-Z]{3}")]
    planned_fen: Fen
    issued_on: Day
    matures_on: Day
    lookback_months: Months
    use_of_proceeds: Note
    selection: Note
    management: Note
    reporting: Note
    framework: Digest


@record(
    "green_bond",
    key=("number",),
    indexes=(Index("issuer", ("issuer",), ("registered_index",)), Index("isin", ("isin",))),
)
@dataclass(frozen=True, slots=True)
class Bond(BondTerms):
    """A bond with the sums of its proceeds; ``placed_fen`` is the part of what is idle that lies in a placement."""

    number: BondNo
    reviewer: ParticipantNo | None
    grade: Grade | None
    review_until: Day | None
    review_document: Digest | None
    received_fen: Count
    allocated_fen: Count
    placed_fen: Count
    returned_fen: Count
    moves: Count
    reports: Count
    registered_at: Count
    registered_index: Count
    changed_at: Count
    changed_index: Count

    @property
    def idle_fen(self) -> int:
        """What was received and neither allocated nor returned, placements included."""
        return self.received_fen - self.allocated_fen - self.returned_fen

    @property
    def free_fen(self) -> int:
        """What is idle and lies in no placement."""
        return self.idle_fen - self.placed_fen


@record(
    "green_bond_use",
    key=("bond", "project"),
    indexes=(Index("bond", ("bond",), ("project",)), Index("project", ("project",), ("bond",))),
)
@dataclass(frozen=True, slots=True)
class BondUse:
    """What of a bond's proceeds lies in one project now; ``refinanced_fen`` of all that ever went there."""

    bond: BondNo
    project: ProjectNo
    fen: Count
    refinanced_fen: Count
    changed_index: Count


@record("green_project_money", key=("project",))
@dataclass(frozen=True, slots=True)
class ProjectMoney:
    """What of all bonds' proceeds lies in a project: never more than its total investment."""

    project: ProjectNo
    allocated_fen: Count


@record("green_bond_move", key=("bond", "number"))
@dataclass(frozen=True, slots=True)
class BondMove:
    """One movement of proceeds. ``happened_on`` is the day of the money, not of the entry."""

    bond: BondNo
    number: Units
    kind: MoveKind
    fen: Fen
    project: ProjectNo | None
    target: ProjectNo | None
    placement: Placement | None
    happened_on: Day
    document: Digest
    moved_at: Count
    index: Count


@dataclass(frozen=True, slots=True)
class ReportLine:
    """An indicator of a project in a year: its whole ``value``, what credits were issued of it, and this bond's share.

    ``credited_units`` is in tCO2e and 0 for indicators that are none.
    """

    project: ProjectNo
    metric: Code
    unit: Code
    value: Count
    credited_units: Count
    attributed: Count
    factor_version: Code


@record("green_bond_report", key=("bond", "number"), indexes=(Index("period", ("bond", "period"), ("number",)),))
@dataclass(frozen=True, slots=True)
class BondReport:
    """A report on a period, with the sums as they stood when it came. A correction is a new one."""

    bond: BondNo
    number: Units
    period: Period
    due_on: Day
    is_late: bool
    received_fen: Count
    allocated_fen: Count
    idle_fen: Count
    returned_fen: Count
    lines: Annotated[tuple[ReportLine, ...], Items(0, LINES_MAX)]
    document: Digest
    entry: EntryId
    reported_at: Count
    index: Count


@record("green_project_credits", key=("project",), indexes=(Index("credits", ("credit_project",)),))
@dataclass(frozen=True, slots=True)
class ProjectCredits:
    """Under which number the same project earns credits, so that no tonne is told twice."""

    project: ProjectNo
    credit_project: CreditProjectNo
    document: Digest
    index: Count


RECORDS = (Bond, BondUse, ProjectMoney, BondMove, BondReport, ProjectCredits)
