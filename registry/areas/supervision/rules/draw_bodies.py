"""What entries of random inspection say: witnesses, the commitment, the draw, giving it up."""

from dataclasses import dataclass
from typing import Annotated

from registry.areas.supervision.rules.draw_records import InspectorNo, PolicyLines, Recusal, Sha256
from registry.ledger.codec import Code, Digest, Items, Name, Note, ParticipantNo, Pattern, Units, Whole, Zone

Base64 = Annotated[str, Pattern("[A-Za-z0-9+/]+={0,2}")]


@dataclass(frozen=True, slots=True)
class NameWitnesses:
    """The body of `supervision.name_witnesses`: the lines of a C2SP tlog-policy; ``number`` follows the last one's."""

    number: Units
    lines: PolicyLines
    article: Name | None


@dataclass(frozen=True, slots=True)
class CommitDraw:
    """The body of `supervision.commit_draw`. ``drawn`` objects get ``inspectors_each`` inspectors."""

    number: Code
    name: Name
    zone: Zone
    article: Name | None
    policy: Units
    objects: Annotated[tuple[ParticipantNo, ...], Items(1, 600)]
    inspectors: Annotated[tuple[InspectorNo, ...], Items(1, 100)]
    recusals: Annotated[tuple[Recusal, ...], Items(0, 100)]
    drawn: Units
    inspectors_each: Annotated[int, Whole(1, 10)]
    commitment: Sha256
    document: Digest


@dataclass(frozen=True, slots=True)
class DrawLots:
    """The body of `supervision.draw`: the population drawn from, the seed, the root, and what proves the root."""

    number: Code
    population: Sha256
    seed: Sha256
    root: Sha256
    checkpoint: Base64
    proof: Annotated[tuple[Base64, ...], Items(0, 64)]


@dataclass(frozen=True, slots=True)
class AbandonDraw:
    """The body of `supervision.abandon_draw`."""

    number: Code
    reason: Note
