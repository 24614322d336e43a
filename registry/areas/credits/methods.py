"""What every methodology's module has: questions of applicability, parameters with evidence, steps, and a report.

Arithmetic is exact, in fractions; a value is rounded only where it is shown, and the units are rounded down at the end.
A module computes outside the ledger: an entry carries its version and the integers that follow, and whoever has the
inputs computes them again. Which modules there are says the area of each.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from registry.areas.participants.rules.parameters import Evidence
from registry.ledger.errors import Refusal

Pair = tuple[str, str]
_NUMBER: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,6})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Question:
    """What has to hold of a project for the methodology to apply, in both languages, and where that is said."""

    code: str
    text: Pair
    source: str


@dataclass(frozen=True, slots=True)
class Factor:
    """A parameter that a calculation used: what it is, of what, its value, unit, and how well it is known."""

    symbol: str
    of: str
    value: Fraction
    unit: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Step:
    """An intermediate value: what it is and of what, the formula that gave it, and its unit."""

    symbol: str
    of: str
    text: Pair
    formula: str
    value: Fraction
    unit: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a module found. ``units`` may be claimed, none of a loss; ``unmet`` are questions that nobody confirmed."""

    version: str
    unmet: tuple[Question, ...]
    factors: tuple[Factor, ...]
    steps: tuple[Step, ...]
    net: Fraction
    units: int

    @property
    def is_verified(self) -> bool:
        """Whether every parameter was read in its source."""
        return all(one.evidence in (Evidence.SOURCE, Evidence.EXCERPT) for one in self.factors)


def number_of(text: str, *, at: str) -> Fraction:
    """Return a number that is typed with at most six decimals, exactly.

    Raises:
        Refusal: ``number_syntax`` with where it stands.
    """
    if not _NUMBER.fullmatch(text):
        raise Refusal("number_syntax", at=at, text=text[:40])
    return Fraction(text)


def floor(value: Fraction) -> int:
    """Return the largest integer that is not above a value."""
    return value.numerator // value.denominator


def decimals(value: Fraction, places: int = 6) -> str:
    """Return a value as people read it: rounded half up in its size, without zeros at the end beyond the first."""
    scaled = floor(abs(value) * 10**places + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**places)
    text = f"{whole:,}.{rest:0{places}d}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 and scaled else text
