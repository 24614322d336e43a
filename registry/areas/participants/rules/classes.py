"""The switch of an asset class: closed, no unit of it moves by any entry, until it is opened again.

Closing is for the day on which something is wrong and nobody knows yet what. Nothing is lost or cancelled by it: what
waits goes on waiting, and what was recorded stands. Who closed a class and why stands in the journal.
"""

from dataclasses import dataclass, replace
from typing import Annotated

from registry.ledger.book import AssetClass
from registry.ledger.codec import Code, Note, Pattern
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_authority_and_operator
from registry.ledger.rules import Context, Kind, Outcome, View, require

ClassCode = Annotated[str, Pattern("[A-Z][A-Z0-9]{1,7}")]


@dataclass(frozen=True, slots=True)
class SwitchClass:
    """The body of `participants.close_class` and `participants.reopen_class`: under which order, and why."""

    code: ClassCode
    order: Code
    reason: Note


def close_class(body: SwitchClass, _context: Context, view: View) -> Outcome:
    """Close a class: from the next position on every transfer of its assets is refused with ``class_not_open``.

    Raises:
        Refusal: ``unknown_class``, ``class_closed``.
    """
    found = require(view, AssetClass, body.code, "unknown_class")
    if not found.is_open:
        raise Refusal("class_closed", code=body.code)
    return Outcome(records=(replace(found, is_open=False),))


def reopen_class(body: SwitchClass, _context: Context, view: View) -> Outcome:
    """Open a closed class again.

    Raises:
        Refusal: ``unknown_class``, ``class_open``.
    """
    found = require(view, AssetClass, body.code, "unknown_class")
    if found.is_open:
        raise Refusal("class_open", code=body.code)
    return Outcome(records=(replace(found, is_open=True),))


KINDS = (
    Kind(
        "participants.close_class",
        SwitchClass,
        lambda _body, _view: by_authority_and_operator(),
        close_class,
        overtakes=True,
    ),
    Kind("participants.reopen_class", SwitchClass, lambda _body, _view: by_authority_and_operator(), reopen_class),
)
