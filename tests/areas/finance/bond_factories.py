"""Bodies of bonds, and a registry in which a bond's money can move: eligible projects, parameters, an issuer."""

from dataclasses import asdict, replace
from typing import Any

from registry.areas.finance.founding import FOUNDING
from registry.areas.finance.rules.bonds.proceeds import (
    AllocateProceeds,
    PlaceIdle,
    ReallocateProceeds,
    RecallIdle,
    ReceiveProceeds,
    ReturnProceeds,
)
from registry.areas.finance.rules.bonds.records import Bond, BondUse, ReportLine
from registry.areas.finance.rules.bonds.registering import RegisterBond, ReviewBond
from registry.areas.finance.rules.bonds.reporting import LinkCredits, ReportBond
from registry.areas.finance.rules.choices import BondKind, Placement
from tests.areas.finance.factories import (
    OTHER,
    OWNER,
    PROJECT,
    REVIEWER,
    Finance,
    participant,
    registration,
    representative,
    review,
)
from tests.world import AUTHORITY, DOCUMENT, OPERATORS

BOND = "B-00000001"
ISIN = "US0378331005"
SECOND = "G-00000002"
PLANNED = 100_000_000_00
ISSUED = "2025-06-18"
DAY = "2026-07-01"

TERMS = RegisterBond(
    issuer=participant(OWNER),
    zone="31",
    name_zh="示例绿色债券",
    name_en="Example Green Bond",
    bond_kind=BondKind.GREEN,
    isin=ISIN,
    approval="示例注〔2025〕1号",
    catalogue="2021",
    currency="CNY",
    planned_fen=PLANNED,
    issued_on=ISSUED,
    matures_on="2030-06-18",
    lookback_months=36,
    use_of_proceeds="全部用于绿色项目",
    selection="按目录遴选",
    management="专户管理",
    reporting="每年披露",
    framework=DOCUMENT,
    bond=BOND,
)
REVIEW = ReviewBond(BOND, participant(REVIEWER), "G1", "2027-06-30", DOCUMENT)


class Funding(Finance):
    """A registry with two eligible projects and the parameters of bonds."""

    def __init__(self, day: str = DAY) -> None:
        super().__init__(day)
        for one in FOUNDING:
            self.accept("participants.define_parameter", one.definition, AUTHORITY, OPERATORS[0])
            self.accept("participants.set_parameter", one.value, AUTHORITY, OPERATORS[0])
        for number in (PROJECT, SECOND):
            self.accept("finance.register_project", registration(project=number))
            self.accept("finance.review_project", replace(review(), project=number))

    def issued(self, **changes: Any) -> "Funding":
        """Register the bond and return the registry."""
        self.accept("finance.register_bond", replace(TERMS, **changes), BY_ISSUER)
        return self

    def funded(self, fen: int = PLANNED) -> "Funding":
        """Register the bond and let money of it come in on the day of issue."""
        self.issued()
        assert self.move("receive", fen=fen, happened_on=ISSUED) == "accepted"
        return self

    def move(self, what: str, **changes: Any) -> str:
        """Return what is recorded for a movement of proceeds."""
        body = replace(MOVES[what], **changes)
        name = {"place": "place_idle", "recall": "recall_idle"}.get(what, f"{what}_proceeds")
        return self.result(f"finance.{name}", body, BY_ISSUER)

    def report(self, *lines: ReportLine, period: str = "2025") -> str:
        """Return what is recorded for a report."""
        return self.result("finance.report_bond", ReportBond(BOND, period, lines, DOCUMENT), BY_ISSUER)

    def bond(self) -> Bond:
        """Return the bond as it stands."""
        found = self.journal.replay.state.get(Bond, BOND)
        assert found is not None
        return found

    def use(self, project: str = PROJECT) -> int:
        """Return the bond's money in a project."""
        found = self.journal.replay.state.get(BondUse, BOND, project)
        return found.fen if found else 0


BY_ISSUER = representative(OWNER)
BY_OTHER = representative(OTHER)
_SUM = {"bond": BOND, "fen": 1_000_000, "happened_on": DAY, "document": DOCUMENT}
MOVES: dict[str, Any] = {
    "receive": ReceiveProceeds(**_SUM),  # type: ignore[arg-type]
    "allocate": AllocateProceeds(project=PROJECT, **_SUM),  # type: ignore[arg-type]
    "reallocate": ReallocateProceeds(project=PROJECT, target=None, **_SUM),  # type: ignore[arg-type]
    "place": PlaceIdle(placement=Placement.TREASURY, **_SUM),  # type: ignore[arg-type]
    "recall": RecallIdle(**_SUM),  # type: ignore[arg-type]
    "return": ReturnProceeds(**_SUM),  # type: ignore[arg-type]
}
LINE = ReportLine(PROJECT, "ghg_avoided", "tCO2e/yr", 118_000, 0, 0, "EF-2025")
LINK = LinkCredits(PROJECT, "C-00000001", DOCUMENT)


def changed_line(**changes: Any) -> ReportLine:
    """Return the report's line with these changed."""
    return ReportLine(**asdict(LINE) | changes)
