"""`python -m bench`: run the benchmarks; print the machine and one table a suite, as docs/performance.md has them."""

import argparse
import fcntl
import os
import platform
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from bench.harness import FULL, HEADER, QUICK, Figure, Scale, sync_ms

SUITES: Mapping[str, str] = {
    "submissions": "signed transfers against bare commits; hot accounts; CPU an entry",
    "hordak": "the same against django-hordak on the same server",
    "caches": "cold caches against warm",
    "growth": "ranges after many random transfers; verification of that log, its memory, and going on from a state",
    "web": "entries over HTTP against hello-world, and against the ledger without HTTP",
    "market": "order entries against transfers; one order in a full book; the market's pages at a million trades",
    "discharge": "an outlet-year of hourly values against parsing its file; memory of many outlets over years",
    "reads": "statement, trace, journal and project list of a large log against a small one",
}


def main() -> None:
    """Print the machine, then each suite's table with a row for each figure, as soon as it is known."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="short rounds, small logs (the default)")
    size.add_argument("--full", action="store_true", help="what docs/performance.md quotes")
    parser.add_argument("--only", action="append", choices=list(SUITES), help="; ".join(map(": ".join, SUITES.items())))
    arguments = parser.parse_args()
    with alone():
        print(machine(), flush=True)
        for name in arguments.only or SUITES:
            print(f"\n{name}: {SUITES[name]}", HEADER, sep="\n\n", flush=True)
            suite: Callable[[Scale], Iterator[Figure]] = import_module(f"bench.{name}").run
            for figure in suite(FULL if arguments.full else QUICK):
                print(figure.row(), flush=True)


@contextmanager
def alone() -> Iterator[None]:
    """Wait until no other run measures on this machine: two at once would measure each other."""
    with (Path(tempfile.gettempdir()) / "registry-bench.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def machine() -> str:
    """Return the processors, their load, and how long the disk takes to make four kilobytes durable."""
    with tempfile.TemporaryDirectory(prefix="bench-sync-") as folder:
        sync = sync_ms(Path(folder))
    cores = len(os.sched_getaffinity(0))
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"{cores} cores ({platform.machine()}), Python {platform.python_version()}, load before {load}; one sync of"
        f" 4 KiB takes {sync:.2f} ms (median of 50); clients in processes of their own on the same cores."
    )


if __name__ == "__main__":
    main()
