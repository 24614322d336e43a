"""The strict codec between canonical JSON and the frozen dataclasses of bodies and records.

A field's type says everything: its Python type, and in `Annotated` one constraint that bounds it. The same
declarations give forms, schemas and the table of data classes (docs/privacy.md). What is not declared is refused, and
every declared field is present: absence is written as null.
"""

import dataclasses
from functools import cache
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from registry.ledger.coders import coder, split_constraint, split_optional
from registry.ledger.constraints import CalendarDay, Constraint, DataClass, Items, Moment, Pattern, PublicText, Whole

# Whoever declares a body or a record imports from here alone.
__all__ = ["CalendarDay", "Constraint", "DataClass", "Items", "Moment", "Pattern", "PublicText", "Whole", "coder"]

T = TypeVar("T")


Units = Annotated[int, Whole(minimum=1)]
Count = Annotated[int, Whole()]
Instant = Annotated[int, Moment()]
Day = Annotated[str, CalendarDay()]
Year = Annotated[int, Whole(1990, 2199)]
AccountNo = Annotated[str, Pattern("[0-9]{2}-[A-Z]{2}-[0-9]{8}-[0-9]{2}")]
ParticipantNo = Annotated[str, Pattern("P-[0-9]{8}")]
RepresentativeNo = Annotated[str, Pattern("R-[0-9]{8}")]
Asset = Annotated[str, Pattern("[A-Z][A-Z0-9]{1,7}(-[A-Z0-9]{1,15})?")]
Code = Annotated[str, Pattern("[A-Za-z0-9][A-Za-z0-9._/-]{0,63}")]
Zone = Annotated[str, Pattern("[0-9]{2}")]
EntryId = Annotated[str, Pattern("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")]
Digest = Annotated[str, Pattern("[0-9a-f]{64}", DataClass.COMMITMENT)]
PublicKey = Annotated[str, Pattern("[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=", DataClass.KEY)]
Name = Annotated[str, PublicText(120)]
Note = Annotated[str, PublicText(500)]


@dataclasses.dataclass(frozen=True, slots=True)
class FieldSpec:
    """One declared field, for whatever is derived from a body: forms, schemas, documentation."""

    name: str
    type: Any
    constraint: Constraint | None
    optional: bool
    items: Any = None


def decode(cls: type[T], value: object) -> T:
    """Return the dataclass that a JSON value stands for.

    Raises:
        Malformed: ``field`` with its ``path`` and the ``problem``: ``missing``, ``unknown``, ``type``, ``range``,
            ``length``, ``characters``, ``choice`` or ``date``.
    """
    return coder(cls).decode(value)  # type: ignore[no-any-return]


def encode(instance: object) -> Any:  # noqa: ANN401  a JSON value
    """Return the JSON value of a dataclass instance; `decode` of it gives the instance again."""
    return coder(type(instance)).encode(instance)


@cache
def fields(cls: type) -> tuple[FieldSpec, ...]:
    """Return the declared fields of a body or record, in order."""
    hints = get_type_hints(cls, include_extras=True)
    return tuple(_spec(field.name, hints[field.name]) for field in dataclasses.fields(cls))


def _spec(name: str, hint: Any) -> FieldSpec:  # noqa: ANN401  a type expression
    bare, optional = split_optional(hint)
    inner, constraint = split_constraint(bare)
    if get_origin(inner) is tuple:
        return FieldSpec(name, tuple, constraint, optional, items=get_args(inner)[0])
    return FieldSpec(name, inner, constraint, optional)
