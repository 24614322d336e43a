"""Writing the demonstration's entries: a clock that can stand in the past, and signed envelopes in its time."""

import hashlib

from registry.demo.cast import ORIGIN, signer_for
from registry.ledger import note
from registry.ledger.entry import compose, parse, write
from registry.papers import digest_of_paper
from registry.store.journal import Journal

MINUTE = 60 * 1_000_000
DAY = 24 * 60 * MINUTE
BEIJING = 8 * 60 * MINUTE
MORNING = 9 * 60 * MINUTE + 30 * MINUTE
BATCH = 200
# One paper for many entries, and one for each sort that everybody may read.
PAPERS = ("papers", "admission of a class", "approval of a product", "audit report", "notice of the calendar")
DOCUMENT, ADMISSION, APPROVED, AUDIT_REPORT, CALENDAR_NOTICE = map(digest_of_paper, PAPERS)
SINK_PAPERS = (
    "methodology",
    "accreditation",
    "design",
    "accounting report",
    "validation report",
    "verification report",
)
METHOD, ACCREDITED, DESIGN, ACCOUNTED, VALIDATED, VERIFIED = map(digest_of_paper, SINK_PAPERS)


class StoryClock:
    """A clock that the story moves, up to the day on which it is told; microseconds UTC."""

    def __init__(self, start: int, end: int) -> None:
        self.now = start
        self._end = end

    def __call__(self) -> int:
        """Return the story's time."""
        return self.now

    @property
    def days_left(self) -> int:
        """Return how many whole days lie between now and the end."""
        return (self._end - self.now) // DAY

    def to_morning(self, days: int = 1) -> None:
        """Go on to half past nine in Beijing, so many days later."""
        day = (self.now + BEIJING) // DAY + days
        self.forward(day * DAY - BEIJING + MORNING - self.now)

    def forward(self, microseconds: int) -> None:
        """Let time pass, but never beyond the end."""
        self.now = min(self.now + microseconds, self._end)


class StoryError(RuntimeError):
    """An entry of the story was not accepted where the story needs it: the story is wrong."""


class Author:
    """Collects signed envelopes and submits them in the order in which they were written."""

    def __init__(self, journal: Journal, clock: StoryClock) -> None:
        self.journal = journal
        self.clock = clock
        self.count = 0
        self._waiting: list[tuple[bytes, bool]] = []

    def write(self, kind: str, body: object, *signers: str, may_fail: bool = False) -> str:
        """Write an entry signed by these representatives, and return its id. It is sent with the next `send`."""
        self.count += 1
        at_ms = self.clock.now // 1000
        random = hashlib.sha256(f"{ORIGIN}{self.count}".encode()).digest()[:10]
        entry = compose(kind, body, origin=ORIGIN, at_ms=at_ms, seconds=3600, random=random)
        envelope = note.sign(write(entry), [signer_for(number) for number in dict.fromkeys(signers)])
        self._waiting.append((envelope, may_fail))
        return entry.id

    def send(self) -> bool:
        """Submit what has been written, and return whether all of it was accepted.

        Raises:
            StoryError: if something was not accepted that should have been.
        """
        waiting, self._waiting = self._waiting, []
        is_whole = True
        for start in range(0, len(waiting), BATCH):
            part = waiting[start : start + BATCH]
            answers = self.journal.submit_many([envelope for envelope, _ in part])
            for (envelope, may_fail), answer in zip(part, answers, strict=True):
                is_whole &= answer.is_accepted
                if not answer.is_accepted and not may_fail:
                    kind = parse(note.parse(envelope).text).kind
                    raise StoryError(f"{kind}: {answer.result} {answer.facts}")
        return is_whole
