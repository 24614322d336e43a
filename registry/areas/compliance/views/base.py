"""What the pages of compliance share: the blueprint, the words of choices, years, and who may look at a case."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, Final

from flask import Blueprint

from registry.areas.compliance import CHOICES
from registry.areas.compliance.queries import cases
from registry.areas.compliance.rules import KINDS
from registry.areas.compliance.rules.calculations import LineKind, UnitClass
from registry.areas.compliance.rules.evidence import Basis, Measure
from registry.areas.compliance.rules.records import RemovalGround, Sector, Source, Step
from registry.areas.compliance.rules.status import Standing
from registry.areas.compliance.rules.suspicions import Suspicion
from registry.areas.participants.rules.parameters import Evidence
from registry.ledger.codec import fields
from registry.signin import Person
from registry.web import own
from registry.web.language import language
from registry.web.seam import registry
from registry.web.words import Said, choice_of

blueprint = Blueprint("compliance", __name__, url_prefix="/compliance")

_KIND: Final = "compliance.set_deadline"
_CHOICES: Final[tuple[type[StrEnum], ...]] = (
    Sector,
    Step,
    Source,
    RemovalGround,
    Evidence,
    LineKind,
    UnitClass,
    Standing,
    Measure,
    Basis,
    Suspicion,
)


def said(value: StrEnum) -> Said:
    """Return the name of a choice in the reader's language."""
    return choice_of(value, _KIND)


def writer(of: type[StrEnum]) -> Callable[[str], str]:
    """Return what writes the codes of a choice in words."""
    return lambda code: str(said(of(code)))


def choices(of: type[StrEnum]) -> Callable[[], Sequence[tuple[str, object]]]:
    """Return a function that gives all choices with their names."""
    return lambda: [(one.value, said(one)) for one in of]


def year_choices() -> list[tuple[str, object]]:
    """Return the years that have a list, the newest first."""
    with registry().engine.connect() as connection:
        return [(str(year), str(year)) for year in cases.listed_years(connection)]


def may_see_case(who: Person, *, year: int, participant: str) -> bool:
    """Return whether a person may look at a case: the enterprise, its verifier, and who oversees the registry."""
    number = own.participant()
    if own.OVERSEERS & who.roles:
        return True
    if number is None:
        return False
    with registry().engine.connect() as connection:
        return cases.is_concerned(connection, year, participant, number)


def law_name(code: str) -> str:
    """Return the article of a rule set in the reader's language."""
    return CHOICES["Law"][code][1 if language() == "en" else 0]


def concerns(connection: Any, body: Any, participant: str) -> bool:  # noqa: ANN401  SQL's types stay in queries
    """Return whether an entry is of a case of this participant: what is written in a case both its sides read."""
    return cases.is_concerned(connection, body["year"], body["participant"], participant)


READERS: Final = {
    kind.name: concerns for kind in KINDS if {"year", "participant"} <= {spec.name for spec in fields(kind.body)}
}
blueprint.context_processor(
    lambda: {"law_name": law_name, "said": said, "choice": {of.__name__: writer(of) for of in _CHOICES}}
)
