"""A registry without a writer: pages and sign-in work, every entry is answered with ``not_ready``."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from registry.ledger.errors import Refusal
from registry.web.seam import Answer, Standing


@dataclass(frozen=True, slots=True)
class ReadOnly:
    """What the pages need where nothing may be written: a replica for reports, a server during a restore, tests."""

    engine: sa.Engine
    origin: str

    def submit(self, envelope: bytes) -> Answer:
        """Refuse.

        Raises:
            Refusal: ``not_ready``.
        """
        raise Refusal("not_ready", size=len(envelope))

    def submit_many(self, envelopes: Sequence[bytes]) -> Sequence[Standing]:
        """Refuse.

        Raises:
            Refusal: ``not_ready``.
        """
        raise Refusal("not_ready", size=len(envelopes))

    def roles(self, representative: str | None) -> Iterable[str]:
        """Return no role."""
        del representative
        return ()

    def signed(self) -> bytes:
        """Return no head: what is written here will not be sent."""
        return b""

    def ready(self) -> str | None:
        """Return why writes are not served."""
        return "read-only"
