"""What inspections found, and what became of it: published, object by object."""

from dataclasses import dataclass, replace
from typing import Annotated

from registry.areas.participants.rules.attesting import standing, today_of
from registry.areas.supervision.rules.draw_records import Drawn, Finding
from registry.areas.supervision.rules.grades import by_an_authority
from registry.areas.supervision.rules.lists import NO_PENALTY
from registry.areas.supervision.rules.records import SupervisionRecord
from registry.ledger.codec import Code, Day, Digest, Note, ParticipantNo, Whole
from registry.ledger.errors import Refusal
from registry.ledger.rules import Context, Kind, Outcome, View


@dataclass(frozen=True, slots=True)
class ReportInspection:
    """The body of `supervision.report_inspection`; ``matter`` is the code of what was found."""

    number: Code
    participant: ParticipantNo
    on: Day
    finding: Finding
    matter: Code | None
    result: Note
    penalty_fen: Annotated[int, Whole(unit="fen")]
    document: Digest


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The body of `supervision.follow_up`: what became of a finding."""

    number: Code
    participant: ParticipantNo
    on: Day
    outcome: Note
    closes: bool
    document: Digest


def report_inspection(body: ReportInspection, context: Context, view: View) -> Outcome:
    """Publish what an inspection found.

    Raises:
        Refusal: ``not_drawn``, ``inspection_reported``, ``in_future``, ``finding_without_matter``,
            ``no_penalty_matter`` for a fine on what the no-penalty list names.
    """
    found = _drawn(view, body.number, body.participant)
    if found.finding is not None:
        raise Refusal("inspection_reported", participant=body.participant)
    today = today_of(context.recorded_at)
    if body.on > today:
        raise Refusal("in_future", day=body.on)
    if (body.matter is None) != (body.finding is Finding.COMPLIANT) or (body.matter is None and body.penalty_fen):
        raise Refusal("finding_without_matter")
    if body.penalty_fen and standing(view, SupervisionRecord, "about", NO_PENALTY, str(body.matter), today=today):
        raise Refusal("no_penalty_matter", matter=body.matter)
    reported = replace(
        found, finding=body.finding, matter=body.matter, result=body.result, penalty_fen=body.penalty_fen,
        inspected_on=body.on, is_closed=body.finding is Finding.COMPLIANT,
    )  # fmt: skip
    return Outcome(records=(reported,))


def follow_up(body: FollowUp, context: Context, view: View) -> Outcome:
    """Publish what became of a finding.

    Raises:
        Refusal: ``not_drawn``, ``nothing_to_follow`` before a finding and after its end, ``in_future``.
    """
    found = _drawn(view, body.number, body.participant)
    if found.finding is None or found.is_closed:
        raise Refusal("nothing_to_follow", participant=body.participant)
    if body.on > today_of(context.recorded_at):
        raise Refusal("in_future", day=body.on)
    return Outcome(records=(replace(found, outcome=body.outcome, is_closed=body.closes),))


def _drawn(view: View, number: str, participant: str) -> Drawn:
    found = view.get(Drawn, number, participant)
    if found is None:
        raise Refusal("not_drawn", participant=participant)
    return found


KINDS = (
    Kind("supervision.report_inspection", ReportInspection, by_an_authority, report_inspection),
    Kind("supervision.follow_up", FollowUp, by_an_authority, follow_up),
)
