import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from registry.catalog import CATALOGUE
from registry.ledger.entry import Checked, Entry
from registry.store.answers import Answer, NotWritten
from registry.store.submission import AHEAD, IN_TURN, WriterThread, rank_of, run_batch
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
        self.kinds: list[str] = []
        self.signed = b""
        self.catalogue = CATALOGUE
        self.closed = ""

    def process(self, waiting: Sequence[Checked]) -> list[Answer]:
        self.batches.append(len(waiting))
        self.kinds += [checked.entry.kind for checked in waiting]
        self.gate.wait(10)
        return [Answer("accepted") for _ in waiting]


def checked(kind: str) -> Checked:
    return Checked(b"", b"", Entry("", "", 0, 0, kind, {}), None, 1, ())


def test_what_waits_is_taken_as_one_batch() -> None:
    slow = Slow()
    line = WriterThread(slow)
    with ThreadPoolExecutor(9) as pool:
        futures = [pool.submit(line.submit, [checked("allowances.transfer")] * 2)]
        while not slow.batches:  # it is alone, whatever comes now waits behind it
            time.sleep(0.001)
        futures += [pool.submit(line.submit, [checked("allowances.transfer")] * 2) for _ in range(8)]
        while line._jobs.qsize() < 8:
            time.sleep(0.001)
        slow.gate.set()
        assert all(len(future.result(10)) == 2 for future in futures)
    line.close()
    assert slow.batches == [2, 16]


def test_what_holds_back_overtakes_all_that_waits_and_the_rest_keeps_its_order() -> None:
    slow = Slow()
    line = WriterThread(slow)
    kinds = ["allowances.transfer", "credits.transfer", "allowances.withdraw", "participants.place_freeze"]
    with ThreadPoolExecutor(len(kinds) + 1) as pool:
        futures = [pool.submit(line.submit, [checked("finance.register")])]
        for n, kind in enumerate(kinds):
            while not slow.batches or line._jobs.qsize() < n:
                time.sleep(0.001)
            futures.append(pool.submit(line.submit, [checked(kind)]))
        while line._jobs.qsize() < len(kinds):
            time.sleep(0.001)
        slow.gate.set()
        assert all(future.result(10) for future in futures)
    line.close()
    assert slow.kinds == ["finance.register", kinds[-1], *kinds[:-1]]


@pytest.mark.parametrize(
    "kind",
    [
        "place_freeze", "freeze_now", "suspend_account", "suspend_participant", "suspend_representative", "revoke_key",
        "stop_recovery", "distrust_account", "withdraw_transfer",
    ],
)  # fmt: skip
def test_every_kind_that_holds_back_goes_ahead(kind: str) -> None:
    assert rank_of([checked("allowances.transfer"), checked(f"participants.{kind}")], CATALOGUE) == AHEAD


@pytest.mark.parametrize("kind", ["participants.lift_freeze", "allowances.transfer", "unknown.kind"])
def test_nothing_else_does(kind: str) -> None:
    assert rank_of([checked(kind)], CATALOGUE) == IN_TURN


def test_any_error_of_a_batch_reaches_every_caller() -> None:
    def process(_waiting: Sequence[Checked]) -> list[Answer]:
        raise ZeroDivisionError

    with pytest.raises(NotWritten, match="ZeroDivisionError"):
        run_batch(process, [[], [], []])
