"""What random inspection keeps: the witnesses that complete seeds, draws, and what was drawn and found."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from registry.areas.participants.rules.genesis import PolicyLine
from registry.ledger.codec import (
    Code,
    Count,
    DataClass,
    Day,
    Digest,
    Items,
    Name,
    Note,
    ParticipantNo,
    Pattern,
    RepresentativeNo,
    Units,
    Whole,
    Zone,
)
from registry.ledger.rules import Index, record

InspectorNo = RepresentativeNo
Sha256 = Annotated[str, Pattern("[0-9a-f]{64}", DataClass.CODE)]
PolicyLines = Annotated[tuple[PolicyLine, ...], Items(2, 40)]


class DrawState(StrEnum):
    """Where a draw stands."""

    COMMITTED = "committed"
    DRAWN = "drawn"
    ABANDONED = "abandoned"


class Finding(StrEnum):
    """What an inspection found."""

    COMPLIANT = "compliant"
    MINOR = "minor"
    VIOLATION = "violation"


@dataclass(frozen=True, slots=True)
class Recusal:
    """That an inspector does not inspect a participant."""

    inspector: InspectorNo
    participant: ParticipantNo


@record("draw_policy", key=("number",), resident=True)
@dataclass(frozen=True, slots=True)
class DrawPolicy:
    """The witnesses of draws, as lines of a C2SP tlog-policy."""

    number: Units
    lines: PolicyLines
    article: Name
    is_current: bool
    named_index: Count


@record("inspection_draw", key=("number",), indexes=(Index("zone", ("zone",), ("committed_index",)),))
@dataclass(frozen=True, slots=True)
class Draw:
    """A draw: what was committed, and after it the seed and the root of the log at ``target_size``."""

    number: Code
    name: Name
    zone: Zone
    article: Name
    policy: Units
    objects: Annotated[tuple[ParticipantNo, ...], Items(1, 600)]
    inspectors: Annotated[tuple[InspectorNo, ...], Items(1, 100)]
    recusals: Annotated[tuple[Recusal, ...], Items(0, 100)]
    drawn: Units
    inspectors_each: Units
    commitment: Sha256
    population: Sha256
    state: DrawState
    target_size: Units
    seed: Sha256 | None
    root: Sha256 | None
    reason: Note | None
    document: Digest
    committed_at: Count
    committed_index: Count
    drawn_index: Count | None


@record("inspection", key=("number", "participant"))
@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn object, its inspectors, and what the inspection found."""

    number: Code
    participant: ParticipantNo
    place: Units
    inspectors: Annotated[tuple[InspectorNo, ...], Items(1, 10)]
    finding: Finding | None
    matter: Code | None
    result: Note | None
    penalty_fen: Annotated[int, Whole(unit="fen")]
    inspected_on: Day | None
    outcome: Note | None
    is_closed: bool
    drawn_index: Count
