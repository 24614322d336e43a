import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from registry.ledger.entry import Checked
from registry.store.answers import Answer, NotWritten
from registry.store.submission import Job, WriterThread, run_batch
from tests.store.checks import audit
from tests.store.filled import Filled


def test_answers_each_caller_with_its_own(begun: Filled) -> None:
    line = WriterThread(begun.writer)
    jobs = [[begun.journal.check(begun.world.transfer(11, 12, units=n + 1)) for n in range(k)] for k in (1, 3, 2)]
    begun.world.author.now_ms += 1000
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(line.submit, jobs))
    line.close()
    assert [len(some) for some in answers] == [1, 3, 2]
    assert sorted(one.index or 0 for some in answers for one in some) == list(
        range(begun.writer.size - 6, begun.writer.size)
    )
    assert line.signed() == begun.signed
    audit(begun.engine, begun.signed)


def test_what_was_handed_over_before_the_end_is_answered(begun: Filled) -> None:
    line = WriterThread(begun.writer)
    waiting = [[begun.journal.check(begun.world.transfer(11, 12, units=1))] for _ in range(20)]
    begun.world.author.now_ms += 1000
    with ThreadPoolExecutor(20) as pool:
        futures = [pool.submit(line.submit, one) for one in waiting]
        time.sleep(0.01)
        line.close()
        results = [future.exception() or future.result()[0].result for future in futures]
    assert all(one == "accepted" or isinstance(one, NotWritten) for one in results)
    audit(begun.engine, begun.signed)


def test_nothing_is_taken_after_the_end(begun: Filled) -> None:
    line = WriterThread(begun.writer)
    line.close()
    line.close()
    with pytest.raises(NotWritten):
        line.submit([])


class Slow:
    """A writer that waits at the gate, so that what comes meanwhile makes one batch."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.batches: list[int] = []
        self.signed = b""

    def process(self, waiting: Sequence[Checked]) -> list[Answer]:
        self.batches.append(len(waiting))
        self.gate.wait(10)
        return [Answer("accepted") for _ in waiting]


def test_what_waits_is_taken_as_one_batch() -> None:
    slow = Slow()
    line = WriterThread(slow)  # type: ignore[arg-type]
    with ThreadPoolExecutor(9) as pool:
        futures = [pool.submit(line.submit, [None] * 2) for _ in range(9)]  # type: ignore[list-item]
        while not slow.batches or line._jobs.qsize() < 8:
            time.sleep(0.001)
        slow.gate.set()
        assert all(len(future.result(10)) == 2 for future in futures)
    line.close()
    assert slow.batches == [2, 16]


def test_any_error_of_a_batch_reaches_every_caller() -> None:
    def process(_waiting: Sequence[Checked]) -> list[Answer]:
        raise ZeroDivisionError

    jobs = [Job([], Future()) for _ in range(3)]
    run_batch(process, jobs)
    assert all(isinstance(job.answers.exception(), NotWritten) for job in jobs)
