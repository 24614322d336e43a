"""What a body finds of a case: the validation of a design, the verification of a period's reductions.

Sources: CCER-MEAS art. 13, 20; both follow the notice, and the owner's answers to what was said in it.
"""

from dataclasses import dataclass, replace
from typing import Annotated

from registry.areas.credits.rules.bans import require_unbanned
from registry.areas.credits.rules.cases import (
    by_case_body,
    case_of,
    check_body,
    live_project,
    methodology_of,
    require_heard,
    require_stage,
    stepped,
    today_of,
)
from registry.areas.credits.rules.periods import units_of
from registry.areas.credits.rules.records import DESIGN, Case, CreditProject, ProjectNo, Stage, Step, YearUnits
from registry.ledger.codec import Digest, Items, Units
from registry.ledger.errors import Refusal
from registry.ledger.rules import Context, Kind, Outcome, View


@dataclass(frozen=True, slots=True)
class ValidateProject:
    """The body of `credits.validate_project`; ``document`` is the validation report."""

    project: ProjectNo
    endorsed: bool
    document: Digest


def validate_project(body: ValidateProject, context: Context, view: View) -> Outcome:
    """Endorse or reject a design.

    Raises:
        Refusal: those of `_examined`.
    """
    project, case = _examined(body.project, DESIGN, context, view)
    return _found(project, case, body.document, context, endorsed=body.endorsed)


@dataclass(frozen=True, slots=True)
class VerifyReductions:
    """The body of `credits.verify_reductions`; ``years`` is what the verifier found, nothing where it rejects."""

    project: ProjectNo
    case: Units
    endorsed: bool
    years: Annotated[tuple[YearUnits, ...], Items(0, 12)]
    document: Digest


def verify_reductions(body: VerifyReductions, context: Context, view: View) -> Outcome:
    """Endorse a period's reductions, at most as many as the owner claims for each year, or reject them.

    Raises:
        Refusal: ``years_differ``, ``verified_above_claimed``, and those of `_examined`.
    """
    project, case = _examined(body.project, body.case, context, view)
    if body.endorsed != bool(body.years):
        raise Refusal("years_differ")
    if not body.endorsed:
        return _found(project, case, body.document, context, endorsed=False)
    if [one.year for one in body.years] != [one.year for one in case.years]:
        raise Refusal("years_differ")
    for found, claimed in zip(body.years, case.years, strict=True):
        if found.units > claimed.units:
            raise Refusal("verified_above_claimed", year=found.year, claimed=claimed.units)
    verified = replace(case, years=body.years, verified_units=units_of(body.years))
    return _found(project, verified, body.document, context, endorsed=True)


def _examined(number: str, case_number: int, context: Context, view: View) -> tuple[CreditProject, Case]:
    """Return what a body may give its opinion of now.

    Raises:
        Refusal: those of `live_project`, `require_unbanned`, `case_of`, `require_stage`, `require_heard` and
            `check_body`.
    """
    project = live_project(view, number)
    case = require_stage(case_of(view, number, case_number), Stage.PUBLISHED)
    require_unbanned(view, context, project.owner, case.body)
    require_heard(case, context.recorded_at)
    field = methodology_of(view, project.scheme, project.methodology).field
    check_body(view, case.body, owner=project.owner, field=field, today=today_of(context))
    return project, case


def _found(project: CreditProject, case: Case, report: str, context: Context, *, endorsed: bool) -> Outcome:
    stage, step = (Stage.ENDORSED, Step.ENDORSED) if endorsed else (Stage.REJECTED, Step.REJECTED)
    return stepped(project, replace(case, stage=stage, report=report), step, context, document=report)


KINDS = (
    Kind(
        "credits.validate_project",
        ValidateProject,
        lambda body, view: by_case_body(view, body.project, DESIGN, "credits.validate_project"),
        validate_project,
    ),
    Kind(
        "credits.verify_reductions",
        VerifyReductions,
        lambda body, view: by_case_body(view, body.project, body.case, "credits.verify_reductions"),
        verify_reductions,
    ),
)
