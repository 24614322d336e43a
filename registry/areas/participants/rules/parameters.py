"""Parameters: limits, ratios, dates and delays as records, each with the article that it rests on.

What a parameter is (law or house, its bounds, which way is stricter) is itself an entry, so no release is needed for a
new one. A value is never in force before it was recorded, and what loosens a safety parameter waits.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from registry.areas.participants.rules.calendars import working_days_after
from registry.ledger.canonical import INTEGER_MAX
from registry.ledger.codec import Code, Count, Instant, Pattern, PublicText, Whole
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_authority_and_operator, by_operators
from registry.ledger.rules import Context, Index, Kind, Outcome, Requirement, View, record, require

LOOSENING_WORKING_DAYS = 5

ParameterName = Annotated[str, Pattern("[a-z][a-z0-9_]{0,63}")]
Scope = Annotated[str, Pattern("[A-Za-z0-9._/-]{0,64}")]
Figure = Annotated[int, Whole(-INTEGER_MAX, INTEGER_MAX)]
Wording = Annotated[str, PublicText(200)]


class Nature(StrEnum):
    """Whose a parameter is: the law's (authority and operator sign) or the house's (two operators sign)."""

    LAW = "law"
    HOUSE = "house"


class Stricter(StrEnum):
    """Which way a value protects more; `neither` for what is no safety parameter."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Evidence(StrEnum):
    """How well the source of a value is known: read whole, read in an excerpt, recalled, computed, decided here."""

    SOURCE = "source"
    EXCERPT = "excerpt"
    RECALLED = "recalled"
    COMPUTED = "computed"
    DECIDED = "decided"
    FICTITIOUS = "fictitious"


@record("parameter_definition", key=("name",), resident=True)
@dataclass(frozen=True, slots=True)
class ParameterDefinition:
    """What a parameter is. ``is_text`` parameters have words instead of a figure and no bounds."""

    name: ParameterName
    nature: Nature
    stricter: Stricter
    is_text: bool
    minimum: Figure
    maximum: Figure
    unit: Code
    defined_index: Count


@dataclass(frozen=True, slots=True)
class DefineParameter:
    """The body of `participants.define_parameter`. For text both bounds are 0."""

    name: ParameterName
    nature: Nature
    stricter: Stricter
    is_text: bool
    minimum: Figure
    maximum: Figure
    unit: Code


def define_parameter(body: DefineParameter, context: Context, view: View) -> Outcome:
    """Define a parameter, once and for ever.

    Raises:
        Refusal: ``parameter_defined``, ``parameter_bounds`` for bounds that admit nothing, or text with an order.
    """
    if view.get(ParameterDefinition, body.name) is not None:
        raise Refusal("parameter_defined", name=body.name)
    ordered = body.stricter is not Stricter.NEITHER or body.minimum != 0 or body.maximum != 0
    if body.minimum > body.maximum or (body.is_text and ordered):
        raise Refusal("parameter_bounds", minimum=body.minimum, maximum=body.maximum)
    new = ParameterDefinition(
        name=body.name,
        nature=body.nature,
        stricter=body.stricter,
        is_text=body.is_text,
        minimum=body.minimum,
        maximum=body.maximum,
        unit=body.unit,
        defined_index=context.index,
    )
    return Outcome(records=(new,))


@record(
    "parameter",
    key=("name", "scope", "effective_from"),
    indexes=(Index("newest", ("name", "scope"), ("age",)),),
    resident=True,
)
@dataclass(frozen=True, slots=True)
class Parameter:
    """A value from an instant (microseconds UTC) on; ``age`` is its negative, so that the newest comes first.

    ``scope`` narrows it to a class, zone, period or product; empty for all.
    """

    name: ParameterName
    scope: Scope
    effective_from: Count
    integer: Figure | None
    text: Wording | None
    article: Wording
    evidence: Evidence
    age: Figure
    set_index: Count


@dataclass(frozen=True, slots=True)
class SetParameter:
    """The body of `participants.set_parameter`; without ``effective_from`` the value acts at once."""

    name: ParameterName
    scope: Scope
    effective_from: Instant | None
    integer: Figure | None
    text: Wording | None
    article: Wording
    evidence: Evidence


def set_parameter_signers(body: SetParameter, view: View) -> Requirement:
    """Return the authority and an operator for the law's parameters, two operators for the house's."""
    definition = require(view, ParameterDefinition, body.name, "parameter_not_defined")
    return by_authority_and_operator() if definition.nature is Nature.LAW else by_operators()


def set_parameter(body: SetParameter, context: Context, view: View) -> Outcome:
    """Set a parameter's value from an instant on.

    Raises:
        Refusal: ``parameter_value`` (out of bounds, or not of its sort), ``effective_in_past``, ``parameter_taken``,
            ``loosening_waits`` with the ``earliest`` instant, ``calendar_missing``.
    """
    definition = require(view, ParameterDefinition, body.name, "parameter_not_defined")
    _check_value(body, definition)
    now = context.recorded_at
    start = now if body.effective_from is None else body.effective_from
    if start < now:
        raise Refusal("effective_in_past", name=body.name)
    if view.get(Parameter, body.name, body.scope, start) is not None:
        raise Refusal("parameter_taken", name=body.name)
    before = in_force(view, body.name, start, scope=body.scope) or in_force(view, body.name, start)
    if _loosens(body, definition, before):
        earliest = working_days_after(view, now, LOOSENING_WORKING_DAYS)
        if start < earliest:
            raise Refusal("loosening_waits", earliest=earliest, days=LOOSENING_WORKING_DAYS)
    new = Parameter(
        name=body.name,
        scope=body.scope,
        effective_from=start,
        integer=body.integer,
        text=body.text,
        article=body.article,
        evidence=body.evidence,
        age=-start,
        set_index=context.index,
    )
    return Outcome(records=(new,))


def _check_value(body: SetParameter, definition: ParameterDefinition) -> None:
    if definition.is_text:
        is_right = body.text is not None and body.integer is None
    else:
        figure = body.integer
        is_right = body.text is None and figure is not None and definition.minimum <= figure <= definition.maximum
    if not is_right:
        raise Refusal("parameter_value", minimum=definition.minimum, maximum=definition.maximum)


def _loosens(body: SetParameter, definition: ParameterDefinition, before: Parameter | None) -> bool:
    """Compare with the value it takes over from; the first value of a parameter loosens nothing."""
    if before is None or before.integer is None or body.integer is None:
        return False
    if definition.stricter is Stricter.HIGHER:
        return body.integer < before.integer
    return definition.stricter is Stricter.LOWER and body.integer > before.integer


def in_force(view: View, name: str, now: int, *, scope: str = "") -> Parameter | None:
    """Return the parameter's record in force at an instant (microseconds UTC) for exactly this scope, or None."""
    # The place of a value that would begin one microsecond later; what follows it in the index has begun.
    after = (-now - 1, name, scope, now + 1)
    return next(iter(view.find(Parameter, "newest", name, scope, after=after, limit=1)), None)


def parameter(view: View, name: str, now: int, *, scope: str = "") -> int:
    """Return the integer in force at an instant: that of the scope, else the general one.

    Raises:
        Refusal: ``parameter_not_set``; nothing that matters in law has a default.
    """
    found = in_force(view, name, now, scope=scope) or in_force(view, name, now)
    if found is None or found.integer is None:
        raise Refusal("parameter_not_set", name=name, scope=scope)
    return found.integer


KINDS = (
    Kind(
        "participants.define_parameter",
        DefineParameter,
        lambda _body, _view: by_authority_and_operator(),
        define_parameter,
    ),
    Kind("participants.set_parameter", SetParameter, set_parameter_signers, set_parameter),
)
RECORDS = (ParameterDefinition, Parameter)
