"""The rules of supervision: lists and other books, credit grades, draws; and what they forbid below."""

from registry.areas.supervision.rules import books, draws, grades, inspections
from registry.areas.supervision.rules.draw_records import Draw, Drawn, DrawPolicy
from registry.areas.supervision.rules.gates import gate, guarded, pledge_gate
from registry.areas.supervision.rules.lists import screen
from registry.areas.supervision.rules.records import CreditGrade, CreditStanding, SupervisionMeasure, SupervisionRecord

KINDS = (*books.KINDS, *grades.KINDS, *draws.KINDS, *inspections.KINDS)
RECORDS = (SupervisionRecord, SupervisionMeasure, CreditGrade, CreditStanding, DrawPolicy, Draw, Drawn)

__all__ = ["KINDS", "RECORDS", "gate", "guarded", "pledge_gate", "screen"]
