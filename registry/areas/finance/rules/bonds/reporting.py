"""Reports on a bond: what its money did in a year, and the effects that are its own.

A bond's share of an effect is the whole effect times its money in the project, over the project's total investment,
floored. Tonnes that were issued as credits come off first: they belong to whoever buys the credit.
"""

from dataclasses import dataclass, replace
from typing import Annotated, Final

from registry.areas.credits.rules.records import Case, CreditProject, Stage
from registry.areas.credits.rules.records import ProjectNo as CreditProjectNo
from registry.areas.finance.rules.bonds.records import (
    LINES_MAX,
    Bond,
    BondNo,
    BondReport,
    BondUse,
    Period,
    ProjectCredits,
    ReportLine,
)
from registry.areas.finance.rules.bonds.registering import by_issuer
from registry.areas.finance.rules.changes import beijing_day
from registry.areas.finance.rules.records import Impact, Project, ProjectNo
from registry.areas.participants.rules.parameters import parameter
from registry.ledger.codec import Digest, Items
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_owner
from registry.ledger.rules import Context, Kind, Outcome, Requirement, View, require

REPORT, LINK = "finance.report_bond", "finance.link_credits"
DUE_YEARLY, DUE_HALF = "bond_report_due_mmdd", "bond_half_report_due_mmdd"
HALF: Final = "H1"
# Indicators in tonnes of CO2 equivalent, of which credits can be issued.
TONNES: Final = frozenset({"ghg_avoided", "removal"})


@dataclass(frozen=True, slots=True)
class ReportBond:
    """The body of `finance.report_bond`: the sums and effects as the issuer signs them, and the report's paper."""

    bond: BondNo
    period: Period
    lines: Annotated[tuple[ReportLine, ...], Items(0, LINES_MAX)]
    document: Digest


@dataclass(frozen=True, slots=True)
class LinkCredits:
    """The body of `finance.link_credits`: the number under which the same project earns credits."""

    project: ProjectNo
    credit_project: CreditProjectNo
    document: Digest


def report_bond(body: ReportBond, context: Context, view: View) -> Outcome:
    """Keep a report; what comes after its day is late, and says so.

    Raises:
        Refusal: ``unknown_bond``, ``period_not_over``, ``before_issue``, ``impacts_yearly`` for effects of half a year,
            ``parameter_not_set``, ``line_twice``, and those of `_check_line`.
    """
    bond = require(view, Bond, body.bond, "unknown_bond")
    today = beijing_day(context.recorded_at)
    if today <= last_day(body.period):
        raise Refusal("period_not_over", last=last_day(body.period))
    if last_day(body.period) < bond.issued_on:
        raise Refusal("before_issue", issued_on=bond.issued_on)
    if body.lines and body.period.endswith(HALF):
        raise Refusal("impacts_yearly", period=body.period)
    if len({(line.project, line.metric) for line in body.lines}) != len(body.lines):
        raise Refusal("line_twice")
    for line in body.lines:
        _check_line(line, bond, int(body.period[:4]), view)
    due = due_on(view, body.period, context.recorded_at)
    new = replace(bond, reports=bond.reports + 1, changed_at=context.recorded_at, changed_index=context.index)
    report = BondReport(
        bond=bond.number,
        number=new.reports,
        period=body.period,
        due_on=due,
        is_late=today > due,
        received_fen=bond.received_fen,
        allocated_fen=bond.allocated_fen,
        idle_fen=bond.idle_fen,
        returned_fen=bond.returned_fen,
        lines=body.lines,
        document=body.document,
        entry=context.entry_id,
        reported_at=context.recorded_at,
        index=context.index,
    )
    return Outcome(records=(new, report))


def last_day(period: str) -> str:
    """Return the last day of a year or of its first half."""
    return f"{period[:4]}-06-30" if period.endswith(HALF) else f"{period}-12-31"


def due_on(view: View, period: str, now: int) -> str:
    """Return the day by which a period is reported: a year in the next one, its first half in the same.

    Raises:
        Refusal: ``parameter_not_set``.
    """
    is_half = period.endswith(HALF)
    mmdd = f"{parameter(view, DUE_HALF if is_half else DUE_YEARLY, now):04}"
    return f"{int(period[:4]) + (not is_half):04}-{mmdd[:2]}-{mmdd[2:]}"


def expected_line(view: View, bond: str, impact: Impact, *, project: Project, year: int, value: int) -> ReportLine:
    """Return the line that a bond may report for an indicator of a project whose whole effect was ``value``."""
    use = view.get(BondUse, bond, project.number)
    credited = credited_units(view, project.number, year) if impact.metric in TONNES else 0
    share = max(value - credited, 0) * (use.fen if use else 0) // project.total_investment_fen
    return ReportLine(project.number, impact.metric, impact.unit, value, credited, share, impact.factor_version)


def _check_line(line: ReportLine, bond: Bond, year: int, view: View) -> None:
    """Return if a line says what the records say.

    Raises:
        Refusal: ``unknown_project``, ``project_not_funded``, ``unknown_metric``, ``unit_differs``, ``factor_differs``,
            ``claim_hidden`` with the tonnes that were issued as credits, ``share_differs`` with the bond's share.
    """
    project = require(view, Project, line.project, "unknown_project")
    use = view.get(BondUse, bond.number, line.project)
    if use is None or not use.fen:
        raise Refusal("project_not_funded", project=line.project)
    impact = next((one for one in project.impacts if one.metric == line.metric), None)
    if impact is None:
        raise Refusal("unknown_metric", metric=line.metric)
    if line.unit != impact.unit:
        raise Refusal("unit_differs", metric=line.metric, units=impact.unit)
    if line.factor_version != impact.factor_version:
        raise Refusal("factor_differs", metric=line.metric, expected=impact.factor_version)
    expected = expected_line(view, bond.number, impact, project=project, year=year, value=line.value)
    if line.credited_units != expected.credited_units:
        raise Refusal("claim_hidden", project=line.project, units=expected.credited_units)
    if line.attributed != expected.attributed:
        raise Refusal("share_differs", project=line.project, attributed=expected.attributed)


def credited_units(view: View, project: str, year: int) -> int:
    """Return the tonnes of a year that were issued as credits of the same project; 0 if it earns none here."""
    return sum(one.units for case in issued_cases(view, project) for one in case.years if one.year == year)


def issued_cases(view: View, project: str) -> tuple[Case, ...]:
    """Return the monitoring periods of the linked credit project that credits were issued for."""
    link = view.get(ProjectCredits, project)
    found = view.get(CreditProject, link.credit_project) if link else None
    if found is None:
        return ()
    cases = (view.get(Case, found.number, number) for number in range(1, found.periods + 1))
    return tuple(case for case in cases if case is not None and case.stage is Stage.ISSUED)


def link_credits(body: LinkCredits, context: Context, view: View) -> Outcome:
    """Say under which number the same project earns credits. It is said once.

    Raises:
        Refusal: ``unknown_project``, ``unknown_credit_project``, ``owner_differs``, ``already_linked``.
    """
    project = require(view, Project, body.project, "unknown_project")
    credit = require(view, CreditProject, body.credit_project, "unknown_credit_project")
    if credit.owner != project.owner:
        raise Refusal("owner_differs", owner=credit.owner)
    if view.get(ProjectCredits, body.project) or view.find(ProjectCredits, "credits", body.credit_project, limit=1):
        raise Refusal("already_linked", project=body.project)
    return Outcome(records=(ProjectCredits(body.project, body.credit_project, body.document, context.index),))


def link_signers(body: LinkCredits, view: View) -> Requirement:
    """Return who must sign for the project's owner."""
    project = require(view, Project, body.project, "unknown_project")
    return by_owner(view, participant=project.owner, kind=LINK)


KINDS = (
    Kind(REPORT, ReportBond, lambda body, view: by_issuer(body, view, kind=REPORT), report_bond),
    Kind(LINK, LinkCredits, link_signers, link_credits),
)
