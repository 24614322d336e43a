"""What bounds a declared field: one constraint in `Annotated`, and the class of data that it stands for.

The same declarations give the strict codec, forms, schemas and docs/privacy.md. No reading or writing here.
"""

import dataclasses
from enum import StrEnum

from registry.ledger.canonical import INTEGER_MAX


class DataClass(StrEnum):
    """What kind of data a field holds, for docs/privacy.md. None of them is a natural person's data."""

    NUMBER = "number"
    CODE = "code"
    TIME = "time"
    KEY = "public key"
    COMMITMENT = "salted hash"
    PUBLIC_TEXT = "public text"


@dataclasses.dataclass(frozen=True, slots=True)
class Whole:
    """An integer between two bounds, both included."""

    minimum: int = 0
    maximum: int = INTEGER_MAX
    unit: str = ""
    data = DataClass.NUMBER


@dataclasses.dataclass(frozen=True, slots=True)
class Pattern:
    """A text that matches a regular expression of ASCII classes as a whole."""

    pattern: str
    data: DataClass = DataClass.CODE


@dataclasses.dataclass(frozen=True, slots=True)
class PublicText:
    """Free text that is public and permanent; the form says so. Length in code points."""

    length_max: int
    length_min: int = 1
    data = DataClass.PUBLIC_TEXT


@dataclasses.dataclass(frozen=True, slots=True)
class Moment:
    """An instant in whole seconds UTC; in code integer microseconds since the epoch."""

    data = DataClass.TIME


@dataclasses.dataclass(frozen=True, slots=True)
class CalendarDay:
    """A date that exists, `YYYY-MM-DD`; compared as text."""

    data = DataClass.TIME


@dataclasses.dataclass(frozen=True, slots=True)
class Items:
    """How many items a list holds."""

    minimum: int
    maximum: int


Constraint = Whole | Pattern | PublicText | Moment | CalendarDay | Items
