"""Credit grades: given for a year with article and reason, open to objection, decided.

A grade counts at once. While an objection waits the grade before it counts, so that nobody is barred by what is in
dispute. How many working days an objection may take is a parameter.
"""

from dataclasses import dataclass, replace
from typing import Final

from registry.areas.participants.rules.attesting import today_of
from registry.areas.participants.rules.calendars import day_of, nth_day_after
from registry.areas.participants.rules.parameters import parameter
from registry.areas.participants.rules.parties import standing_participant
from registry.areas.supervision.rules.records import CreditGrade, CreditStanding, Grade, GradeState
from registry.ledger.codec import Digest, Name, Note, ParticipantNo, Units, Year
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function, by_owner
from registry.ledger.rules import Context, Demand, Kind, Outcome, Requirement, View

OBJECTION_DAYS: Final = "supervision_objection_working_days"


@dataclass(frozen=True, slots=True)
class GiveGrade:
    """The body of `supervision.grade`."""

    participant: ParticipantNo
    year: Year
    grade: Grade
    article: Name | None
    reason: Note
    document: Digest


@dataclass(frozen=True, slots=True)
class ObjectToGrade:
    """The body of `supervision.object_to_grade`."""

    participant: ParticipantNo
    number: Units
    objection: Note
    document: Digest


@dataclass(frozen=True, slots=True)
class DecideObjection:
    """The body of `supervision.decide_objection`; ``grade`` is the one that counts from now on."""

    participant: ParticipantNo
    number: Units
    grade: Grade
    decision: Note
    document: Digest


def grade_of(view: View, participant: str) -> Grade | None:
    """Return the newest grade of a participant that is not in dispute, or None."""
    found = view.find(CreditGrade, "state", participant, GradeState.FINAL.value, limit=1)
    return found[0].grade if found else None


def give_grade(body: GiveGrade, context: Context, view: View) -> Outcome:
    """Grade a participant for a year.

    Raises:
        Refusal: ``unknown_participant``, ``participant_closed``, ``article_missing``, ``parameter_not_set``,
            ``calendar_missing``.
    """
    participant = standing_participant(view, body.participant)
    if body.article is None:
        raise Refusal("article_missing")
    days = parameter(view, OBJECTION_DAYS, context.recorded_at)
    until = nth_day_after(view, day_of(context.recorded_at), days).isoformat()
    before = view.get(CreditStanding, body.participant)
    number = (before.grades if before else 0) + 1
    new = CreditGrade(
        participant=body.participant,
        number=number,
        age=-number,
        year=body.year,
        zone=participant.zone,
        grade=body.grade,
        state=GradeState.FINAL,
        article=body.article,
        reason=body.reason,
        objection=None,
        decision=None,
        objections_until=until,
        document=body.document,
        graded_at=context.recorded_at,
        graded_index=context.index,
    )
    return Outcome(records=(new, CreditStanding(body.participant, number)))


def object_to_grade(body: ObjectToGrade, context: Context, view: View) -> Outcome:
    """Object to a grade; until it is decided the one before counts.

    Raises:
        Refusal: ``unknown_grade``, ``objection_made``, ``objection_late`` with the last day.
    """
    found = _grade(view, body.participant, body.number)
    if found.objection is not None:
        raise Refusal("objection_made", number=body.number)
    if today_of(context.recorded_at) > found.objections_until:
        raise Refusal("objection_late", day=found.objections_until)
    return Outcome(records=(replace(found, state=GradeState.OBJECTED, objection=body.objection),))


def decide_objection(body: DecideObjection, _context: Context, view: View) -> Outcome:
    """Decide an objection: the grade stays, or another one takes its place.

    Raises:
        Refusal: ``unknown_grade``, ``no_objection``.
    """
    found = _grade(view, body.participant, body.number)
    if found.state is not GradeState.OBJECTED:
        raise Refusal("no_objection", number=body.number)
    decided = replace(found, state=GradeState.FINAL, grade=body.grade, decision=body.decision, document=body.document)
    return Outcome(records=(decided,))


def _grade(view: View, participant: str, number: int) -> CreditGrade:
    found = view.get(CreditGrade, participant, number)
    if found is None:
        raise Refusal("unknown_grade", number=number)
    return found


def by_an_authority(_body: object, _view: View) -> Requirement:
    """Return the requirement of one representative of an authority."""
    return (Demand(function=Function.AUTHORITY),)


KINDS = (
    Kind("supervision.grade", GiveGrade, by_an_authority, give_grade),
    Kind(
        "supervision.object_to_grade",
        ObjectToGrade,
        lambda body, view: by_owner(view, participant=body.participant, kind="supervision.object_to_grade"),
        object_to_grade,
    ),
    Kind("supervision.decide_objection", DecideObjection, by_an_authority, decide_objection),
)
