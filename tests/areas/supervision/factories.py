"""A registry in memory with parameters of supervision, an owner and a verifier; bodies for its books."""

from dataclasses import replace
from typing import Any

from registry.areas.participants.calendar_data import PUBLISHED
from registry.areas.participants.rules.attested import EndRecord, RenewRecord
from registry.areas.participants.rules.calendars import SetCalendar
from registry.areas.supervision.founding import DEFINITIONS, VALUES
from registry.areas.supervision.rules import bodies
from registry.areas.supervision.rules.bodies import Measurable, MeasureSupervised
from registry.areas.supervision.rules.grades import GiveGrade
from registry.areas.supervision.rules.records import Grade, SupervisionRecord
from tests.areas.finance.factories import OTHER, OWNER, PROJECT, REVIEWER, Finance, participant, representative
from tests.world import AUTHORITY, DOCUMENT, OPERATORS

OFFICE = "P-00000002"
BY_OFFICE = (AUTHORITY, OPERATORS[0])
ARTICLE = "示例文件第一条"
BASE: dict[str, Any] = {
    "number": "X-1", "by": OFFICE, "zone": "31", "name": "示例", "article": ARTICLE, "from_on": "2026-01-01",
    "until_on": None, "document": DOCUMENT,
}  # fmt: skip


class Supervision(Finance):
    """The world of green finance with what supervision needs."""

    def __init__(self, day: str = "2026-07-01", *, catalogues: bool = False) -> None:
        super().__init__(day, catalogues=catalogues)
        known = PUBLISHED[2026]
        calendar = SetCalendar(2026, known.holidays, known.workdays, "NOTICE", DOCUMENT)
        self.accept("participants.set_calendar", calendar, *BY_OFFICE)
        for definition in DEFINITIONS:
            self.accept("participants.define_parameter", definition, *BY_OFFICE)
        for value in VALUES:
            self.accept("participants.set_parameter", value, *BY_OFFICE)

    def record(self, number: str = "X-1") -> SupervisionRecord:
        """Return a record as it stands."""
        found = self.journal.replay.state.get(SupervisionRecord, number)
        assert found is not None
        return found

    def office(self, kind: str, body: object) -> str:
        """Return what the journal records for an entry of the authority."""
        return self.result(kind, body, AUTHORITY)

    def listed(self, kind: str, **changes: Any) -> None:
        """Enter a list."""
        self.accept(f"supervision.{kind}", entering(**changes), AUTHORITY)

    def graded(self, grade: Grade, of: int = OWNER) -> None:
        """Grade a participant."""
        self.accept("supervision.grade", grading(grade, of), AUTHORITY)


def entering(**changes: Any) -> bodies.EnterList:
    """Return the body that enters a list."""
    stated = bodies.EnterList(**BASE, participant=participant(OWNER), about=None, reason="示例理由")
    return replace(stated, **changes)


def certificate(**changes: Any) -> bodies.Certify:
    """Return the body of a certificate that a verifier attests."""
    stated = bodies.Certify(
        **BASE | {"until_on": "2026-12-31", "by": participant(REVIEWER)},
        participant=participant(OWNER), scheme=bodies.Scheme.GREEN_FACTORY, scope="示例范围", grade="AAA",
    )  # fmt: skip
    return replace(stated, **changes)


def grading(grade: Grade, of: int = OWNER) -> GiveGrade:
    """Return the body of a grade."""
    return GiveGrade(participant(of), 2025, grade, ARTICLE, "示例理由", DOCUMENT)


def ending(number: str = "X-1", **changes: Any) -> EndRecord:
    """Return the body that ends a record."""
    return replace(EndRecord(number, OFFICE, "2026-06-30", ARTICLE, "示例理由", DOCUMENT), **changes)


def renewal(number: str = "X-1", **changes: Any) -> RenewRecord:
    """Return the body that renews a record."""
    return replace(RenewRecord(number, OFFICE, "2027-12-31", ARTICLE, DOCUMENT), **changes)


def measure(what: Measurable, value: int, **changes: Any) -> MeasureSupervised:
    """Return the body of a measure by the authority."""
    return replace(MeasureSupervised("X-1", OFFICE, None, "2026-06-30", value, DOCUMENT, what), **changes)


__all__ = ["OTHER", "OWNER", "PROJECT", "REVIEWER", "participant", "representative"]
