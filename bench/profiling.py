"""Where the CPU of an accepted entry goes: `python -m bench.profiling [sqlite|postgresql] [batch]`.

Everything runs in this one process, so the CPU time of each step is its own and other programs on the machine change
it little. The writer's profile follows, by time spent in each function itself.
"""

import cProfile
import json
import pstats
import sys
import time
from collections.abc import Callable, Mapping

from bench.harness import cpu_of
from bench.registries import databases, founded
from registry.catalog import CATALOGUE
from registry.store import opening
from registry.store.database import connect
from registry.store.sequencer import pack, pack_answer, unpack

ENTRIES = 2_048
ACCOUNTS = 20
LINES = 30


def main() -> None:
    """Print the CPU an entry of each step, then the writer's profile."""
    kind, batch = (*sys.argv[1:], "postgresql", "64")[:2] if len(sys.argv) < 3 else sys.argv[1:3]  # noqa: PLR2004
    with databases((kind,)) as found, founded(found[kind].url, enterprises=ACCOUNTS) as bench:
        server = found[kind].process_id
        writer, fence = opening.open_writer(connect(bench.url), bench.folder, catalogue=CATALOGUE)
        journal = bench.journal()
        steps: dict[str, float] = {}

        def step(name: str, work: Callable[[], list[object]]) -> list[object]:
            began = time.process_time()
            done = work()
            steps[name] = (time.process_time() - began) / ENTRIES * 1e6
            return done

        pairs = [(n % ACCOUNTS, (n * 7 + 1 + n // ACCOUNTS) % ACCOUNTS) for n in range(3 * ENTRIES)]
        pairs = [(source, target) for source, target in pairs if source != target]
        for source in range(ACCOUNTS):  # the keys, and the writer's holdings
            writer.process([journal.check(bench.transfer(source, (source + 1) % ACCOUNTS))])
        envelopes = step("author writes and signs", lambda: [bench.transfer(*pair) for pair in pairs[:ENTRIES]])
        checked = step("front checks", lambda: [journal.check(one) for one in envelopes])  # type: ignore[arg-type]
        frames = step("front packs", lambda: [json.dumps(pack(one)) for one in checked])  # type: ignore[arg-type]
        step("sequencer unpacks", lambda: [unpack(json.loads(one), CATALOGUE) for one in frames])  # type: ignore[arg-type]
        before = cpu_of(server)
        profile = cProfile.Profile(time.process_time)
        half = ENTRIES // 2 // int(batch) * int(batch)
        began = time.process_time()
        answers = [a for at in range(0, half, int(batch)) for a in writer.process(checked[at : at + int(batch)])]  # type: ignore[arg-type]
        steps["writer decides, posts, signs"] = (time.process_time() - began) / half * 1e6
        steps["database"] = (cpu_of(server) - before) / half * 1e6
        step("sequencer answers", lambda: [json.dumps(pack_answer(one)) for one in answers])
        steps["sequencer answers"] *= ENTRIES / half
        profile.enable()
        for at in range(half, 2 * half, int(batch)):
            writer.process(checked[at : at + int(batch)])  # type: ignore[arg-type]
        profile.disable()
        fence.release()
    report(steps, profile, f"{kind}, batches of {batch}")


def report(steps: Mapping[str, float], profile: cProfile.Profile, of: str) -> None:
    """Print the steps, their sum and the profile."""
    for name, cost in steps.items():
        print(f"{cost:8.0f} µs  {name}")
    print(f"{sum(steps.values()):8.0f} µs  together, {of}")
    statistics = pstats.Stats(profile)
    statistics.sort_stats("tottime").print_stats(LINES)
    statistics.sort_stats("cumtime").print_stats(LINES)


if __name__ == "__main__":
    main()
