"""What supervision keeps: records of its books with their measures, credit grades, draws and what they found."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from registry.areas.participants.rules.attested import INDEXES, Attested, Measured
from registry.ledger.codec import Count, Day, Digest, Name, Note, ParticipantNo, Units, Whole, Year, Zone
from registry.ledger.rules import Index, record

GradeRank = Annotated[int, Whole(1, 4)]


@record("supervision_record", key=("number",), indexes=INDEXES)
@dataclass(frozen=True, slots=True)
class SupervisionRecord(Attested):
    """A record of one of the books of supervision."""


@record("supervision_measure", key=("number", "n"))
@dataclass(frozen=True, slots=True)
class SupervisionMeasure(Measured):
    """A measure, payment or report under a record of supervision."""


class Grade(StrEnum):
    """Environmental credit: trustworthy, good, warned, bad; green, blue, yellow and red in public."""

    GREEN = "green"
    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"


# From best to worst; a parameter names the rank from which on something is barred.
RANKS = {grade: rank for rank, grade in enumerate(Grade, start=1)}


class GradeState(StrEnum):
    """Whether a grade counts: final, objected to and not yet decided, or replaced by the decision."""

    FINAL = "final"
    OBJECTED = "objected"


@record(
    "credit_grade",
    key=("participant", "number"),
    indexes=(Index("state", ("participant", "state"), ("age",)), Index("year", ("year",))),
)
@dataclass(frozen=True, slots=True)
class CreditGrade:
    """A participant's grade of a year. ``age`` counts down with each grade, so that the newest comes first."""

    participant: ParticipantNo
    number: Units
    age: Annotated[int, Whole(-(2**53 - 1), 0)]
    year: Year
    zone: Zone
    grade: Grade
    state: GradeState
    article: Name
    reason: Note
    objection: Note | None
    decision: Note | None
    objections_until: Day
    document: Digest
    graded_at: Count
    graded_index: Count


@record("credit_standing", key=("participant",))
@dataclass(frozen=True, slots=True)
class CreditStanding:
    """How many grades a participant has had."""

    participant: ParticipantNo
    grades: Count
