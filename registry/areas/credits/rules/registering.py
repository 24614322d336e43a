"""Registration of projects and of reductions, and the issue that follows.

Of a scheme whose title another register holds, registration waits until that register's number is cited; of an own one
it is final here. Sources: CCER-MEAS art. 14, 15 (projects), 17, 21, 22 (reductions; the units equal those verified).
"""

from dataclasses import dataclass, replace

from registry.areas.credits.rules.bans import require_unbanned
from registry.areas.credits.rules.cases import (
    AGE_YEARS,
    DECISION_DAYS,
    anniversary,
    by_project_owner,
    case_of,
    live_project,
    ordinal_of,
    require_stage,
    stepped,
    today_of,
)
from registry.areas.credits.rules.outside import check_outside
from registry.areas.credits.rules.records import (
    DESIGN,
    Case,
    CreditProject,
    NationalNumber,
    ProjectNo,
    Stage,
    Step,
)
from registry.areas.credits.rules.suspensions import require_unsuspended
from registry.areas.credits.rules.titles import credit_class
from registry.areas.participants.rules.calendars import working_days_after
from registry.areas.participants.rules.parameters import parameter
from registry.ledger.book import Title
from registry.ledger.codec import Code, Count, Digest, Note
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_authority_and_operator
from registry.ledger.rules import Context, Kind, Outcome, View


@dataclass(frozen=True, slots=True)
class ApplyRegistration:
    """The body of `credits.apply_registration`; ``units`` is 0 for a design, else what was verified."""

    project: ProjectNo
    case: Count
    units: Count
    document: Digest


def apply_registration(body: ApplyRegistration, context: Context, view: View) -> Outcome:
    """Ask the office to register a validated design or verified reductions; it has some working days to decide.

    Raises:
        Refusal: ``units_differ``, ``period_too_old``, and those of `live_project`, `require_unsuspended`,
            `require_unbanned`, `check_outside`, `case_of` and `require_stage`.
    """
    project = live_project(view, body.project)
    require_unsuspended(view, project, context.recorded_at)
    require_unbanned(view, context, project.owner)
    case = require_stage(case_of(view, body.project, body.case), Stage.ENDORSED)
    if body.units != (case.verified_units or 0):
        raise Refusal("units_differ", verified=case.verified_units or 0)
    now = context.recorded_at
    if case.period_first is not None and case.period_last is not None:
        check_outside(view, project.claims, first=case.period_first, last=case.period_last)
        years = parameter(view, AGE_YEARS, now, scope=project.scheme)
        if ordinal_of(today_of(context)) > anniversary(case.period_first, years):
            raise Refusal("period_too_old", first=case.period_first, years=years)
    due_at = working_days_after(view, now, parameter(view, DECISION_DAYS, now, scope=project.scheme))
    applied = replace(case, stage=Stage.APPLIED, due_at=due_at)
    return stepped(project, applied, Step.APPLIED, context, document=body.document)


@dataclass(frozen=True, slots=True)
class DecideRegistration:
    """The body of `credits.decide_registration`; ``decline_reason`` stands where it is declined.

    ``national_number`` is cited where another register holds title and the case is granted, and is null otherwise.
    """

    project: ProjectNo
    case: Count
    granted: bool
    national_number: Code | None
    decline_reason: Note | None
    document: Digest


def decide_registration(body: DecideRegistration, context: Context, view: View) -> Outcome:
    """Register or decline what was applied for.

    Raises:
        Refusal: ``reason_missing``, ``reason_unexpected``, ``national_number_missing``,
            ``national_number_unexpected``, ``national_number_taken``, and those of `live_project`, `case_of` and
            `require_stage`.
    """
    project = live_project(view, body.project)
    case = require_stage(case_of(view, body.project, body.case), Stage.APPLIED)
    if body.granted == (body.decline_reason is not None):
        raise Refusal("reason_unexpected" if body.granted else "reason_missing")
    is_mirror = credit_class(view, project.scheme).title is Title.MIRROR
    if (body.national_number is not None) != (is_mirror and body.granted):
        raise Refusal("national_number_missing" if is_mirror and body.granted else "national_number_unexpected")
    if not body.granted:
        return stepped(project, replace(case, stage=Stage.DECLINED), Step.DECLINED, context, document=body.document)
    number = body.national_number or ""
    registered = replace(case, stage=Stage.REGISTERED, national_number=number)
    cited = _cited(project, registered, view)
    if case.number == DESIGN:
        project = replace(project, national_number=number)
    kept = stepped(project, registered, Step.REGISTERED, context, document=body.document)
    return replace(kept, records=(*kept.records, *cited))


def _cited(project: CreditProject, case: Case, view: View) -> tuple[NationalNumber, ...]:
    if not case.national_number:
        return ()
    known = view.get(NationalNumber, project.scheme, case.national_number)
    if known is not None:
        raise Refusal("national_number_taken", number=case.national_number, project=known.project)
    return (NationalNumber(project.scheme, case.national_number, project.number, case.number),)


KINDS = (
    Kind(
        "credits.apply_registration",
        ApplyRegistration,
        lambda body, view: by_project_owner(view, body.project, "credits.apply_registration"),
        apply_registration,
    ),
    Kind(
        "credits.decide_registration",
        DecideRegistration,
        lambda _body, _view: by_authority_and_operator(),
        decide_registration,
    ),
)
