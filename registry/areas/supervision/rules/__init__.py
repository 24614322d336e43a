"""The rules of supervision: lists and other books, credit grades, draws; and what they forbid below."""

from registry.areas.supervision.rules import books, grades
from registry.areas.supervision.rules.gates import gate, guarded, pledge_gate
from registry.areas.supervision.rules.lists import screen
from registry.areas.supervision.rules.records import CreditGrade, CreditStanding, SupervisionMeasure, SupervisionRecord

KINDS = (*books.KINDS, *grades.KINDS)
RECORDS = (SupervisionRecord, SupervisionMeasure, CreditGrade, CreditStanding)

__all__ = ["KINDS", "RECORDS", "gate", "guarded", "pledge_gate", "screen"]
