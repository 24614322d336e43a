"""What the steps of a project share: who may examine it, how long a notice lasts, and how a step is kept."""

from calendar import isleap
from dataclasses import replace
from datetime import date
from typing import Final

from registry.areas.credits.rules.records import (
    DESIGN,
    Accreditation,
    Case,
    CreditEvent,
    CreditProject,
    Methodology,
    Stage,
    Step,
)
from registry.areas.participants.rules.calendars import day_of, is_working_day, working_days_after
from registry.areas.participants.rules.conflicts import are_related
from registry.areas.participants.rules.parameters import in_force, parameter
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function, Participant, by_owner
from registry.ledger.rules import Context, Outcome, Requirement, View, require

NOTICE_DAYS: Final = "credit_notice_working_days"
DECISION_DAYS: Final = "credit_decision_working_days"
AGE_YEARS: Final = "credit_age_years_max"
STARTED_AFTER: Final = "credit_started_after"
GENERATED_AFTER: Final = "credit_generated_after"
_LEAP_DAY: Final = (2, 29)


def by_project_owner(view: View, number: str, kind: str) -> Requirement:
    """Return who must sign for a project's owner.

    Raises:
        Refusal: ``unknown_credit_project``.
    """
    project = require(view, CreditProject, number, "unknown_credit_project")
    return by_owner(view, participant=project.owner, kind=kind)


def by_case_body(view: View, number: str, case: int, kind: str) -> Requirement:
    """Return who must sign for the body that the owner named in a case.

    Raises:
        Refusal: ``unknown_case``.
    """
    return by_owner(view, participant=case_of(view, number, case).body, kind=kind)


def live_project(view: View, number: str) -> CreditProject:
    """Return a project that is not cancelled.

    Raises:
        Refusal: ``unknown_credit_project``; ``credit_project_cancelled``, for ever (CCER-MEAS art. 16).
    """
    project = require(view, CreditProject, number, "unknown_credit_project")
    if project.stage is Stage.CANCELLED:
        raise Refusal("credit_project_cancelled", project=number)
    return project


def case_of(view: View, project: str, number: int) -> Case:
    """Return a case of a project.

    Raises:
        Refusal: ``unknown_case``.
    """
    found = view.get(Case, project, number)
    if found is None:
        raise Refusal("unknown_case", project=project, case=number)
    return found


def require_stage(case: Case, stage: Stage) -> Case:
    """Return the case if it stands where a step begins.

    Raises:
        Refusal: ``case_elsewhere`` with the stage that it stands at.
    """
    if case.stage is not stage:
        raise Refusal("case_elsewhere", stage=case.stage.value)
    return case


def require_heard(case: Case, now: int) -> None:
    """Return if the public has had its time and every comment has its answer (CCER-MEAS art. 12, 13, 19, 20).

    Raises:
        Refusal: ``notice_running``, ``comments_unanswered``.
    """
    if now < case.notice_ends_at:
        raise Refusal("notice_running", ends_at=case.notice_ends_at)
    if case.comments_open:
        raise Refusal("comments_unanswered", comments=case.comments_open)


def methodology_of(view: View, scheme: str, code: str) -> Methodology:
    """Return a methodology that the scheme admits.

    Raises:
        Refusal: ``methodology_not_admitted``.
    """
    found = view.get(Methodology, scheme, code)
    if found is None:
        raise Refusal("methodology_not_admitted", scheme=scheme, methodology=code)
    return found


def check_body(view: View, body: str, *, owner: str, field: str, today: str) -> None:
    """Return if a body may examine for this owner in this field (CCER-MEAS art. 30-32, 37).

    Raises:
        Refusal: ``not_a_verification_body``, ``body_not_accredited``, ``body_not_independent``.
    """
    found = view.get(Participant, body)
    if found is None or found.function is not Function.VERIFIER:
        raise Refusal("not_a_verification_body", participant=body)
    accredited = view.get(Accreditation, body, field)
    if accredited is None or not accredited.is_active or accredited.until < today:
        raise Refusal("body_not_accredited", participant=body, field=field)
    if are_related(view, body, owner):
        raise Refusal("body_not_independent", participant=body)


def day_parameter(view: View, name: str, now: int, *, scope: str) -> str:
    """Return the day that a parameter of text names, for this scope or in general.

    Raises:
        Refusal: ``parameter_not_set``.
    """
    found = in_force(view, name, now, scope=scope) or in_force(view, name, now)
    if found is None or found.text is None:
        raise Refusal("parameter_not_set", name=name, scope=scope)
    return found.text


def notice_end(view: View, now: int, scheme: str) -> int:
    """Return when a notice published now ends; the day of publication counts if it is a working day."""
    days = parameter(view, NOTICE_DAYS, now, scope=scheme) - is_working_day(view, day_of(now))
    return working_days_after(view, now, max(days, 1))


def today_of(context: Context) -> str:
    """Return the Beijing day of an entry."""
    return day_of(context.recorded_at).isoformat()


def ordinal_of(day: str) -> int:
    """Return a day as a number that counts days."""
    return date.fromisoformat(day).toordinal()


def anniversary(day: str, years: int) -> int:
    """Return the ordinal of the same day so many years later; of 29 February it may be 1 March."""
    year, month, of_month = int(day[:4]) + years, int(day[5:7]), int(day[8:])
    if year > date.max.year:
        return date.max.toordinal() + 2  # after the end of the last day there is
    if (month, of_month) == _LEAP_DAY and not isleap(year):
        return date(year, 3, 1).toordinal()
    return date(year, month, of_month).toordinal()


def stepped(
    project: CreditProject, case: Case, step: Step, context: Context, *, document: str | None = None
) -> Outcome:
    """Return the project and its case after a step, and the line of history; a design's stage is the project's."""
    moved = replace(
        project,
        stage=case.stage if case.number == DESIGN else project.stage,
        events=project.events + 1,
        changed_at=context.recorded_at,
        changed_index=context.index,
    )
    event = CreditEvent(
        project=project.number,
        number=moved.events,
        case=case.number,
        step=step,
        participant=context.participant,
        document=document,
        index=context.index,
        happened_at=context.recorded_at,
    )
    return Outcome(records=(moved, replace(case, changed_index=context.index), event))
