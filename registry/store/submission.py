"""How checked envelopes reach the writer: on a thread of this process, or through the sequencer's socket.

Both are a `Line`: hand over a list, get the answers in the same order. The writer takes whatever waits as one batch, so
the cost of a commit is shared and nobody waits for a timer. What holds something back (a suspension, a revocation, a
freeze) overtakes all that waits; the rest keeps its order.
"""

import itertools
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

from registry.ledger.entry import Checked
from registry.ledger.rules import Catalogue
from registry.store.answers import Answer, NotWritten
from registry.store.writer import BATCH_MAX


class Line(Protocol):
    """The way to the one writer."""

    def submit(self, waiting: Sequence[Checked]) -> list[Answer]:
        """Return the answers in order, once durable and signed.

        Raises:
            NotWritten: sending again resolves it.
        """

    def signed(self) -> bytes:
        """Return the newest signed head."""

    def closed(self) -> str:
        """Return the code with which every entry is answered, where nothing may be written; else nothing."""

    def close(self) -> None:
        """Stop; whatever was handed over is answered first."""


class Decider(Protocol):
    """What a line ends in: the writer, or what stands in its place."""

    @property
    def catalogue(self) -> Catalogue:
        """The kinds that it knows."""

    @property
    def signed(self) -> bytes:
        """The newest signed head."""

    @property
    def closed(self) -> str:
        """The code with which every entry is answered, where nothing may be written; else empty."""

    def process(self, waiting: Sequence[Checked]) -> list[Answer]:
        """See `Writer.process`."""


@dataclass(frozen=True, slots=True)
class Closed:
    """Stands in the writer's place where nothing may be written, and answers every entry with the same code."""

    catalogue: Catalogue
    signed: bytes
    reason: str
    closed: str

    def process(self, waiting: Sequence[Checked]) -> list[Answer]:
        """Say why, and record nothing."""
        return [Answer(self.closed, {"reason": self.reason}) for _ in waiting]


@dataclass(slots=True)
class Job:
    """Envelopes of one caller, and where their answers go."""

    waiting: Sequence[Checked]
    answers: "Future[list[Answer]]"


AHEAD, IN_TURN, END = range(3)


def rank_of(waiting: Sequence[Checked], catalogue: Catalogue) -> int:
    """Return whether a job goes ahead of what waits: one that holds an entry of an overtaking kind does."""
    for checked in waiting:
        kind = catalogue.latest(checked.entry.kind)
        if kind is not None and kind.overtakes:
            return AHEAD
    return IN_TURN


class WriterThread:
    """The writer on a thread of this process, for the demonstration, tests and small registries."""

    def __init__(self, writer: Decider) -> None:
        self._writer = writer
        # By rank, then in the order of arrival: the second number is never the same twice.
        self._jobs: queue.PriorityQueue[tuple[int, int, Job | None]] = queue.PriorityQueue()
        self._arrivals = itertools.count()
        self._is_closed = False
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def submit(self, waiting: Sequence[Checked]) -> list[Answer]:
        """See `Line.submit`."""
        job, rank = Job(waiting, Future()), rank_of(waiting, self._writer.catalogue)
        with self._lock:  # so that nothing is put in behind the end
            if self._is_closed:
                raise NotWritten("the writer has stopped")
            self._jobs.put((rank, next(self._arrivals), job))
        return job.answers.result()

    def signed(self) -> bytes:
        """See `Line.signed`."""
        return self._writer.signed

    def closed(self) -> str:
        """See `Line.closed`."""
        return self._writer.closed

    def close(self) -> None:
        """See `Line.close`."""
        with self._lock:
            if not self._is_closed:
                self._is_closed = True
                self._jobs.put((END, 0, None))
        self._thread.join()

    def _run(self) -> None:
        is_last = False
        while not is_last:
            _, _, first = self._jobs.get()
            if first is None:
                return
            jobs, is_last = self._gather(first)
            try:
                answers = run_batch(self._writer.process, [job.waiting for job in jobs])
            except NotWritten as error:
                for job in jobs:
                    job.answers.set_exception(error)
                continue
            for job, own in zip(jobs, answers, strict=True):
                job.answers.set_result(own)

    def _gather(self, first: Job) -> tuple[list[Job], bool]:
        jobs, count = [first], len(first.waiting)
        while count < BATCH_MAX:
            try:
                _, _, job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                return jobs, True
            jobs.append(job)
            count += len(job.waiting)
        return jobs, False


def run_batch(
    process: Callable[[Sequence[Checked]], list[Answer]], jobs: Sequence[Sequence[Checked]]
) -> list[list[Answer]]:
    """Return the answers to each of several jobs, processed as one batch.

    Raises:
        NotWritten: whatever went wrong; it is every job's error.
    """
    try:
        answers = iter(process([checked for waiting in jobs for checked in waiting]))
    except NotWritten:
        raise
    except Exception as error:
        raise NotWritten(f"{type(error).__name__}: {error}") from error
    return [[next(answers) for _ in waiting] for waiting in jobs]
