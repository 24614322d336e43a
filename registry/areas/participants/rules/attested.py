"""What somebody attests: one shape for the many small registers that areas keep beside units and money.

A *book* is one register (certificates, policies, cases): the body that opens a record of it, whose word counts, and
what may be measured later. A record names its article and its days; it is renewed, ended, and measured by the same
three bodies in every book. Areas declare their books as data; `attesting` makes kinds of them. No rule stands here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any, Final

from registry.ledger.codec import Code, Count, Day, Digest, Items, Name, Note, ParticipantNo, Zone
from registry.ledger.parties import Function
from registry.ledger.rules import Context, Index, View

VALUES_MAX: Final = 40


class RecordState(StrEnum):
    """Whether a record stands, or was ended by whoever may."""

    STANDING = "standing"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of a book's own, as text."""

    name: Code
    values: Annotated[tuple[Note, ...], Items(0, VALUES_MAX)]


@dataclass(frozen=True, slots=True)
class Total:
    """What all measures of one sort come to."""

    what: Code
    value: Count


@dataclass(frozen=True, slots=True)
class Attest:
    """What every body that opens a record says. ``by`` is who attests it; ``article`` the source that allows it."""

    number: Code
    by: ParticipantNo
    zone: Zone
    name: Name
    article: Name | None
    from_on: Day
    until_on: Day | None
    document: Digest


@dataclass(frozen=True, slots=True)
class Attested:
    """A record of a book. ``about`` is what it is about, where that is no participant: a project, a unit, a record."""

    number: Code
    book: Code
    participant: ParticipantNo | None
    about: Code | None
    zone: Zone
    name: Name
    article: Name
    from_on: Day
    until_on: Day | None
    state: RecordState
    facts: Annotated[tuple[Fact, ...], Items(0, 30)]
    totals: Annotated[tuple[Total, ...], Items(0, 20)]
    measures: Count
    attested_by: ParticipantNo
    document: Digest
    opened_at: Count
    opened_index: Count
    changed_at: Count
    ended_on: Day | None
    ended_reason: Name | None

    def fact(self, name: str) -> str:
        """Return a fact of one value as text, empty where it was left open."""
        return next((one.values[0] for one in self.facts if one.name == name and one.values), "")

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values of a fact."""
        return next((one.values for one in self.facts if one.name == name), ())

    def figure(self, name: str) -> int:
        """Return a fact that is an integer, 0 where it was left open."""
        return int(self.fact(name) or 0)

    def total(self, what: str) -> int:
        """Return what the measures of one sort come to."""
        return next((one.value for one in self.totals if one.what == what), 0)

    def holds_on(self, day: str) -> bool:
        """Return whether the record stands and covers a day."""
        is_over = self.until_on is not None and self.until_on < day
        return self.state is RecordState.STANDING and self.from_on <= day and not is_over


INDEXES: Final = (
    Index("book", ("book",), ("opened_index",)),
    Index("participant", ("book", "participant", "state"), ("opened_index",)),
    Index("about", ("book", "about", "state"), ("opened_index",)),
    Index("zone", ("book", "zone", "state"), ("opened_index",)),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure, payment or report under a record; ``of`` is the part that it speaks of, where it has parts."""

    number: Code
    n: Count
    what: Code
    of: Code | None
    on: Day
    value: Count
    unit: Code
    by: ParticipantNo
    document: Digest
    is_late: bool
    measured_at: Count
    measured_index: Count


@dataclass(frozen=True, slots=True)
class EndRecord:
    """The body that ends a record: revoked, lifted, closed."""

    number: Code
    by: ParticipantNo
    on: Day
    article: Name | None
    reason: Name
    document: Digest


@dataclass(frozen=True, slots=True)
class RenewRecord:
    """The body that gives a record a later last day."""

    number: Code
    by: ParticipantNo
    until_on: Day
    article: Name | None
    document: Digest


@dataclass(frozen=True, slots=True)
class MeasureRecord:
    """The body that notes a measure. An area's own subclass says ``what`` may be measured."""

    number: Code
    by: ParticipantNo
    of: Code | None
    on: Day
    value: Count
    document: Digest


AUTHORITIES: Final = frozenset({Function.AUTHORITY})
VERIFIERS: Final = frozenset({Function.AUTHORITY, Function.VERIFIER})


@dataclass(frozen=True, slots=True)
class Measure:
    """What may be measured: its unit and whose word counts; ``is_own``: also that of the record's participant.

    A level takes the place of the one before; everything else is added up.
    """

    unit: str
    attesters: frozenset[Function] = AUTHORITIES
    is_own: bool = False
    is_level: bool = False


@dataclass(frozen=True)
class Book:
    """A register: its kind, its body, whose word opens a record, what is measured, and what else must hold.

    ``both``: the participant of the record signs as well. ``check`` refuses what the shape alone admits, ``fits`` a
    measure that does not fit the record; ``due`` names the fact that holds a report's last day; ``after`` returns what
    else changes when a record of this book is opened or ended.
    """

    name: str
    kind: str
    body: type
    attesters: frozenset[Function] = AUTHORITIES
    is_own: bool = False
    both: bool = False
    measures: Mapping[str, Measure] = field(default_factory=dict)
    check: Callable[[Any, Context, View], None] | None = None
    fits: Callable[[Attested, Any], None] | None = None
    due: str = ""
    after: Callable[[Attested, Context, View], tuple[object, ...]] | None = None
