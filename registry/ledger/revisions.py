"""Which revision of a kind is in force at a position: records made by genesis and by `participants.activate`."""

from dataclasses import dataclass

from registry.ledger.codec import Code, Count, Units
from registry.ledger.errors import Malformed
from registry.ledger.rules import View, record

GENESIS = "participants.genesis"


@record("activation", key=("kind",), resident=True)
@dataclass(frozen=True, slots=True)
class Activation:
    """The revision of a kind in force from `from_index` on, and the release that brought it.

    Only the newest is kept: an entry is decided at the head, and a replay passes every position in order.
    """

    kind: Code
    revision: Units
    release: Code
    from_index: Count


def revision_in_force(view: View, kind: str, index: int) -> int:
    """Return the revision in force at this index.

    Raises:
        Malformed: ``unknown_kind`` if the kind was never activated.
    """
    if index == 0 and kind == GENESIS:
        return 1
    found = view.get(Activation, kind)
    if found is None or found.from_index > index:
        raise Malformed("unknown_kind", kind=kind)
    return found.revision
