"""What allocation keeps: a year's calculation line by line, and what was issued ahead. No rule stands here."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

from registry.ledger.codec import Code, Count, DataClass, Digest, Items, ParticipantNo, Pattern, Units, Whole, Year
from registry.ledger.rules import Index, record

DUE_MAX: Final = 10**12


class UnitClass(StrEnum):
    """The classes of generating units: coal above and up to 300 MW class, unconventional coal, gas."""

    LARGE = "I"
    SMALL = "II"
    UNCONVENTIONAL = "III"
    GAS = "IV"


class LineKind(StrEnum):
    """What a line of a calculation is."""

    LOAD_FACTOR = "load_factor"
    ELECTRICITY = "electricity"
    HEAT = "heat"
    TOP_UP = "top_up"
    LEAST = "least"
    SHARE = "share"
    APPROVED = "approved"
    GAP = "gap"
    ISSUED_AHEAD = "issued_ahead"
    DUE = "due"


Figure = Annotated[str, Pattern("-?[0-9]{1,20}(/[0-9]{1,20}|[.][0-9]{1,20})?", DataClass.NUMBER)]


@dataclass(frozen=True, slots=True)
class PowerUnit:
    """A generating unit's year: MWh supplied, GJ of heat, its load in 1/10 000, and its verified emissions."""

    unit: Code
    unit_class: UnitClass
    mwh: Count
    gj: Count
    load_permyriad: Annotated[int, Whole(0, 10_000)]
    tco2e: Count


PowerUnits = Annotated[tuple[PowerUnit, ...], Items(0, 40)]


@dataclass(frozen=True, slots=True)
class AllocationLine:
    """One figure of a calculation; ``unit`` is empty for what concerns the whole firm."""

    kind: LineKind
    unit: Annotated[str, Pattern("([A-Za-z0-9][A-Za-z0-9._/-]{0,63})?")]
    figure: Figure


@record("pre_allocation", key=("year", "participant"))
@dataclass(frozen=True, slots=True)
class PreAllocation:
    """What was issued ahead for a year: a share of the verified emissions of the year before."""

    year: Year
    participant: ParticipantNo
    basis_tco2e: Count
    percent: Annotated[int, Whole(0, 100)]
    units: Count
    document: Digest
    set_index: Count


@record("allocation", key=("year", "participant"), indexes=(Index("document", ("document",)),))
@dataclass(frozen=True, slots=True)
class Allocation:
    """The calculation of a year. ``due_units`` are still to be issued; a negative figure is to be given back.

    ``calculation`` is the hash of what went in and of every line; ``document`` is what the booking cites.
    """

    year: Year
    participant: ParticipantNo
    version: Units
    approved_units: Count
    due_units: Annotated[int, Whole(-DUE_MAX, DUE_MAX)]
    lines: Annotated[tuple[AllocationLine, ...], Items(1, 200)]
    calculation: Digest
    document: Digest
    set_at: Count
    set_index: Count


RECORDS = (PreAllocation, Allocation)
