"""What the demonstration registers: invented green projects and what reviewers and an authority say of them.

Deterministic and without input or output: the same owners and day give the same bodies. Whoever tells the story signs
each step for the participant that it names and sends the steps in order, after both catalogues are loaded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, Final

from registry.areas.finance.demo_rows import ROWS, Effect, Fate, Row
from registry.areas.finance.rules.choices import (
    EiaRoute,
    FlagKind,
    Instrument,
    PermitScheme,
    ReviewReason,
    Stage,
)
from registry.areas.finance.rules.projects import RegisterProject, UpdateProject
from registry.areas.finance.rules.records import Impact, ProjectFacts
from registry.areas.finance.rules.reviews import FlagProject, LiftFlag, ReviewProject
from registry.areas.participants.identifiers import uscc_check
from registry.papers import digest_of_paper

CATALOGUE_2025_FROM: Final = "2025-10-01"
FEN_IN_10000_YUAN: Final = 1_000_000
PAPERS: Final = ("application", "correction", "flag", "review")
GRADES: Final = ("G1", "G2", "G1", "G3")
UNREVIEWED: Final = frozenset({Fate.OPEN, Fate.WITHDRAWN})
NEEDS_PERMIT: Final = frozenset({Fate.PERMIT_ENDING, Fate.PERMIT_EXPIRED, Fate.PERMIT_MISSING, Fate.PENALTY})
DENIALS: Final = {
    Fate.DENIED: ReviewReason.CONDITIONS_NOT_MET,
    Fate.HARMFUL: ReviewReason.SIGNIFICANT_HARM,
    Fate.EVIDENCE: ReviewReason.EVIDENCE_MISSING,
    Fate.UNSUPPORTED: ReviewReason.IMPACT_NOT_SUPPORTED,
}
FLAGS: Final = {
    Fate.PENALTY: FlagKind.PENALTY,
    Fate.LIFTED: FlagKind.PENALTY,
    Fate.HIGH_EMISSION: FlagKind.HIGH_EMISSION,
    Fate.DAMAGE: FlagKind.DAMAGE,
}

Body = RegisterProject | UpdateProject | ReviewProject | FlagProject | LiftFlag


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the story and the participant for which it is signed."""

    kind: str
    body: Body
    participant: str


def projects(owners: Sequence[str], *, reviewer: str, authority: str, today: str) -> Iterator[Step]:
    """Yield the steps of forty projects, spread over the owners, as they could have been by a day.

    All participants are given by number; the reviewer is a verifier or an authority, and owns none of the projects.
    """
    for number, row in enumerate(ROWS, start=1):
        project, owner = f"G-{number:08}", owners[number % len(owners)]
        facts = _facts(row, number, today)
        yield Step("finance.register_project", RegisterProject(**facts, project=project, owner=owner), owner)
        if row.fate not in UNREVIEWED:
            yield Step("finance.review_project", _review(row, project, reviewer), reviewer)
        if row.fate in FLAGS:
            flag = FlagProject(project, FLAGS[row.fate], f"示例环决〔2026〕{number}号", document(project, "flag"))
            yield Step("finance.flag_project", flag, authority)
        if row.fate is Fate.LIFTED:
            yield Step("finance.lift_flag", LiftFlag(project, 1, f"示例环复〔2026〕{number}号"), authority)
        changes = _changes(row, number)
        if changes:
            update = UpdateProject(**facts | changes, project=project, version=1)
            yield Step("finance.update_project", update, owner)


def document(project: str, name: str) -> str:
    """Return the digest of a project's paper."""
    return digest_of_paper(f"{name} {project}")


def papers() -> Iterator[str]:
    """Yield what all papers are called that the steps could name."""
    return (f"{name} G-{number:08}" for number in range(1, len(ROWS) + 1) for name in PAPERS)


def _facts(row: Row, number: int, today: str) -> dict[str, Any]:
    version = "2021" if row.old or today < CATALOGUE_2025_FROM else "2025"
    permit, expires = _permit(row, number, today)
    facts = ProjectFacts(
        zone=row.zone,
        name_zh=row.name_zh,
        name_en=row.name_en,
        catalogue=version,
        category=row.category if version == "2021" else row.list_2025,
        instrument=row.instrument,
        stage=row.stage,
        total_investment_fen=row.total * FEN_IN_10000_YUAN,
        green_finance_fen=row.finance * FEN_IN_10000_YUAN,
        financing_approved_on=min(f"202{2 + number % 3}-0{1 + number % 9}-15", today) if row.old else None,
        starts_on=f"202{4 + number % 2}-0{1 + number % 9}-01",
        operates_from=f"202{6 + number % 3}-0{1 + number % 9}-01",
        eia_route=EiaRoute.FILING if row.category.startswith("6") else EiaRoute.APPROVAL,
        eia_reference=None if row.fate is Fate.EIA_MISSING else f"示例环审〔2024〕{number}号",
        permit_scheme=PermitScheme.PERMIT if row.fate in NEEDS_PERMIT else PermitScheme.NONE,
        permit=permit,
        permit_expires_on=expires,
        impacts=() if row.fate is Fate.IMPACT_MISSING else tuple(_impact(effect) for effect in row.effects),
        documents=(document(f"G-{number:08}", "application"),),
    )
    return {field.name: getattr(facts, field.name) for field in fields(ProjectFacts)}


def _permit(row: Row, number: int, today: str) -> tuple[str | None, str | None]:
    if row.fate not in NEEDS_PERMIT or row.fate is Fate.PERMIT_MISSING:
        return None, None
    days = {Fate.PERMIT_EXPIRED: -20, Fate.PERMIT_ENDING: 30}.get(row.fate, 900)
    holder = f"91990000{number:09}"
    return f"{holder}{uscc_check(holder)}001P", (date.fromisoformat(today) + timedelta(days=days)).isoformat()


def _impact(effect: Effect) -> Impact:
    return Impact(effect.metric, effect.value, effect.unit, None, "DEMO-METHOD-1", "DEMO-FACTORS-2025")


def _review(row: Row, project: str, reviewer: str) -> ReviewProject:
    reason = DENIALS.get(row.fate)
    grade = GRADES[int(project[2:]) % len(GRADES)] if reason is None else None
    return ReviewProject(project, 1, reviewer, reason is None, reason, grade, document(project, "review"))


def _changes(row: Row, number: int) -> dict[str, Any]:
    """Return what a later statement of the owner changes, if the story has one."""
    if row.fate is Fate.OUTDATED:
        return {"impacts": (_impact(row.effects[0]),), "documents": (document(f"G-{number:08}", "correction"),)}
    if row.fate is Fate.WITHDRAWN:
        return {"stage": Stage.WITHDRAWN}
    if row.fate is Fate.CONFIRMED and row.instrument is not Instrument.LOAN and number % 5 == 0:
        return {"green_finance_fen": row.finance * FEN_IN_10000_YUAN * 9 // 10}
    return {}
