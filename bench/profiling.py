"""Where the work of an accepted entry goes: `python -m bench.profiling [sqlite|postgresql] [batch]`.

Everything runs in this one process, so what each step takes is its own. Instructions in user mode say it best where
the system counts them: CPU time grows with every other program on the machine. The writer's profile follows.
"""

import cProfile
import pstats
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

from bench.counting import counter, counter_of_children
from bench.harness import cpu_of
from bench.registries import databases, founded
from registry.catalog import CATALOGUE
from registry.store import opening
from registry.store.database import connect
from registry.store.sequencer import read_reply, read_request, reply, request

ENTRIES = 2_048
ACCOUNTS = 20
LINES = 30

Read = Callable[[], int]


class Meter:
    """What steps have taken: microseconds of CPU and thousands of instructions, an entry each."""

    def __init__(self) -> None:
        self.steps: dict[str, tuple[float, float]] = {}
        self._instructions: Read = counter() or (lambda: 0)

    def step(self, name: str, entries: int, work: Callable[[], list[Any]]) -> list[Any]:
        """Do the work and count it."""
        began, count = time.process_time(), self._instructions()
        done = work()
        count = self._instructions() - count
        self.steps[name] = ((time.process_time() - began) / entries * 1e6, count / entries / 1e3)
        return done


def main() -> None:
    """Print what each step takes, then the writer's profile."""
    kind, size = (*sys.argv[1:], "postgresql", "64")[:2] if len(sys.argv) < 3 else sys.argv[1:3]  # noqa: PLR2004
    batch, meter, profile = int(size), Meter(), cProfile.Profile(time.process_time)
    with databases((kind,)) as found, founded(found[kind].url, enterprises=ACCOUNTS) as bench:
        writer, fence = opening.open_writer(connect(bench.url), bench.folder, catalogue=CATALOGUE)
        journal = bench.journal()
        for source in range(ACCOUNTS):  # the keys, and the writer's holdings
            writer.process([journal.check(bench.transfer(source, (source + 1) % ACCOUNTS))])
        envelopes = meter.step("author writes and signs", ENTRIES, lambda: [bench.transfer(*pair) for pair in pairs()])
        checked = meter.step("front checks", ENTRIES, lambda: [journal.check(one) for one in envelopes])
        frames = meter.step("front packs", ENTRIES, lambda: [request([one]) for one in checked])
        checked = meter.step(
            "sequencer unpacks", ENTRIES, lambda: [one for data in frames for one in read_request(data, CATALOGUE)]
        )
        half = ENTRIES // 2 // batch * batch

        def process(start: int) -> list[Any]:
            return [a for at in range(start, start + half, batch) for a in writer.process(checked[at : at + batch])]

        server = found[kind].process_id
        cpu, counted = cpu_of(server), counter_of_children(server)
        answers = meter.step("writer decides, posts, signs", half, lambda: process(0))
        meter.steps["database"] = ((cpu_of(server) - cpu) / half * 1e6, counted() / half / 1e3)
        meter.step("answers, written and read", half, lambda: [read_reply(reply([one])) for one in answers])
        profile.runcall(process, half)
        fence.release()
    report(meter.steps, profile, f"{kind}, batches of {batch}")


def pairs() -> list[tuple[int, int]]:
    """Return who transfers to whom."""
    found = [(n % ACCOUNTS, (n * 7 + 1 + n // ACCOUNTS) % ACCOUNTS) for n in range(3 * ENTRIES)]
    return [(source, target) for source, target in found if source != target][:ENTRIES]


def report(steps: Mapping[str, tuple[float, float]], profile: cProfile.Profile, of: str) -> None:
    """Print the steps, their sum and the profile."""
    print(f"| {of} | µs of CPU | thousand instructions |\n|---|---|---|")
    for name, (cpu, instructions) in steps.items():
        print(f"| {name} | {cpu:.0f} | {instructions:.0f} |")
    print(f"| together | {sum(c for c, _ in steps.values()):.0f} | {sum(i for _, i in steps.values()):.0f} |\n")
    statistics = pstats.Stats(profile)
    statistics.sort_stats("tottime").print_stats(LINES)
    statistics.sort_stats("cumtime").print_stats(LINES)


if __name__ == "__main__":
    main()
