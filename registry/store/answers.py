"""What the writer says: answers to those who submit, why it may not write, and the right to write that it holds."""

import hashlib
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

import sqlalchemy as sa

from registry.ledger import leaf as leaves
from registry.ledger import note
from registry.ledger.decide import ACCEPTED
from registry.ledger.entry import SIGNATURES_MAX, Checked
from registry.ledger.errors import Refusal


class RolledBack(RuntimeError):  # noqa: N818  a state, not a mistake of the caller
    """The database is behind the last signed head: writing on would be a split view. The server only reads."""


class WrongClock(RuntimeError):  # noqa: N818  a state, not a mistake of the caller
    """The machine's time is not that of others, or lies before the last entry: what is written now would lie."""


class NotWritten(RuntimeError):  # noqa: N818  a state, not a mistake of the caller
    """The batch could not be written; sending again resolves what became durable all the same."""


@dataclass(slots=True)
class Answer:
    """What a submitter gets. With an ``index`` the entry stands in the journal, and ``result`` is its leaf's.

    Without one ``result`` is the code of an unrecorded answer. ``size`` is that of a signed head over the entry; the
    writer puts it in once there is one, and nothing changes afterwards.
    """

    result: str
    facts: dict[str, object] = field(default_factory=dict)
    index: int | None = None
    recorded_at: int | None = None
    size: int = 0

    @property
    def is_accepted(self) -> bool:
        """Whether the entry stands in the journal as accepted."""
        return self.index is not None and self.result == ACCEPTED


class Guard(Protocol):
    """The right to write, and the database session that holds it; see `opening.Fence`."""

    def session(self) -> AbstractContextManager[sa.Connection]:
        """Return a connection in autocommit to write through."""

    def renew(self) -> None:
        """Take the right again after the session may have been lost."""


def first_answer(data: bytes, checked: Checked, origin: str) -> Answer:
    """Return the answer that the id got before; another text under the same id is refused and not recorded."""
    leaf = leaves.parse(data, origin)
    text = note.parse(leaf.envelope, signatures_max=SIGNATURES_MAX).text
    if hashlib.sha256(text).digest() != checked.text_hash:
        refusal = Refusal("id_taken", id=checked.entry.id)
        return Answer(refusal.code, refusal.facts)
    return Answer(leaf.result, {}, leaf.index, leaf.recorded_at)
