"""The one way to write: `submit` checks an envelope and hands it to the one writer.

Forms, API, command line, imports and scheduled jobs all end in this module.
"""

import base64
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from registry.ledger.entry import Checked, Keyring, Signer, check
from registry.ledger.errors import Malformed, Refusal
from registry.ledger.parties import SigningKey
from registry.ledger.rules import Catalogue
from registry.store.answers import Answer
from registry.store.projection import table_of
from registry.store.submission import Line

_MINUTE = 60 * 1_000_000


class Quota:
    """At most so many envelopes a minute from one representative, and from one participant.

    What is beyond is answered 429 and goes no further. Authors whose key nobody has registered share one allowance, so
    a stranger who signs under another's number uses up nothing of the other's.
    """

    def __init__(self, per_minute: int, clock: Callable[[], int], *, per_participant: int | None = None) -> None:
        """Take the limits; a participant's is four times a representative's unless it is given."""
        self._limit = per_minute
        self._limit_of_all = 4 * per_minute if per_participant is None else per_participant
        self._clock = clock
        self._lock = threading.Lock()
        self._times: dict[str, deque[int]] = {}

    def spend(self, representative: str, participant: str = "") -> None:
        """Count one envelope.

        Raises:
            Refusal: ``quota_exceeded`` with the seconds to wait.
        """
        now = self._clock()
        with self._lock:
            pairs = [(self._recent(representative, now), self._limit)]
            if participant:
                pairs.append((self._recent(participant, now), self._limit_of_all))
            for times, limit in pairs:
                if len(times) >= limit:
                    seconds = (times[0] + _MINUTE - now) // 1_000_000 + 1 if times else 60
                    raise Refusal("quota_exceeded", limit=limit, seconds=seconds)
            for times, _ in pairs:
                times.append(now)

    def _recent(self, who: str, now: int) -> deque[int]:
        times = self._times.setdefault(who, deque())
        while times and times[0] <= now - _MINUTE:
            times.popleft()
        return times


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of an envelope that stands in the journal: `result` is ``accepted`` or the refusal's code."""

    id: str
    index: int
    result: str
    facts: dict[str, object]
    recorded_at: int


class Journal:
    """The journal as web, command line and jobs see it."""

    def __init__(
        self, engine: sa.Engine, line: Line, *, origin: str, catalogue: Catalogue, quota: Quota | None = None
    ) -> None:
        self.engine = engine
        self.line = line
        self.origin = origin
        self.catalogue = catalogue
        self._quota = quota
        self._keys = _StoredKeys(engine)

    def submit(self, envelope: bytes) -> Answer:
        """Return the answer to one envelope, once it is durable and signed.

        Raises:
            Malformed: it is not what it claims to be, or a signature is not valid; nothing was recorded.
            Refusal: ``quota_exceeded``.
            NotWritten: sending again resolves it.
        """
        return self.line.submit([self.check(envelope)])[0]

    def submit_recorded(self, envelope: bytes) -> Submitted:
        """Return what became of an envelope that stands in the journal now, accepted or refused.

        Raises:
            Malformed: as `submit`. Refusal: it was answered and not recorded, with the answer's code.
            NotWritten: sending again resolves it.
        """
        checked = self.check(envelope)
        answer = self.line.submit([checked])[0]
        if answer.index is None or answer.recorded_at is None:
            raise Refusal(answer.result, **answer.facts)
        return Submitted(checked.entry.id, answer.index, answer.result, answer.facts, answer.recorded_at)

    def submit_many(self, envelopes: Sequence[bytes]) -> list[Answer]:
        """Return the answers to many envelopes in order; what is malformed is answered so and does not stop the rest.

        Raises:
            NotWritten: sending again resolves it.
        """
        answers: list[Answer | None] = []
        waiting: list[Checked] = []
        for envelope in envelopes:
            try:
                waiting.append(self.check(envelope))
                answers.append(None)
            except (Malformed, Refusal) as error:
                answers.append(Answer(error.code, error.facts))
        written = iter(self.line.submit(waiting) if waiting else [])
        return [answer if answer is not None else next(written) for answer in answers]

    def check(self, envelope: bytes) -> Checked:
        """Return the checked envelope, counted against its author's quota.

        Raises:
            Malformed: as `submit`. Refusal: ``quota_exceeded``.
        """
        checked = check(envelope, origin=self.origin, catalogue=self.catalogue, find_key=self._keys.find)
        if self._quota is not None and checked.signers:
            author = checked.signers[0]
            participant = self._keys.participants.get(author)
            self._quota.spend(author.representative if participant else "", participant or "")
        return checked


class _StoredKeys:
    """A keyring that reads a representative's keys from the database when it does not know a signature's key."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._ring = Keyring()
        self.participants: dict[Signer, str] = {}

    def find(self, representative: str, key_id: bytes) -> tuple[bytes, ...]:
        known = self._ring.find(representative, key_id)
        if known:
            return known
        table = table_of(SigningKey).c
        query = sa.select(table.public_key, table.participant).where(table.representative == representative)
        with self._engine.connect() as connection:
            for public_key, participant in connection.execute(query):
                self.participants[Signer(representative, public_key)] = participant
                self._ring.add(representative, base64.b64decode(public_key))
        return self._ring.find(representative, key_id)
