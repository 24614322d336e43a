"""Interleaved rounds, clients in processes of their own, and the CPU that all of them used together."""

import multiprocessing
import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from registry.memory import settle

_FORK = multiprocessing.get_context("fork")
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Scale:
    """How much a run measures: rounds of so many seconds, and how large the large things are."""

    rounds: int
    seconds: float
    clients: tuple[int, ...]
    cold_accounts: int
    random_transfers: int
    verified: tuple[int, int]
    entries: int


QUICK = Scale(2, 2, (1, 8, 64), 400, 20_000, (2_000, 20_000), 100_000)
FULL = Scale(5, 5, (1, 8, 64), 2_000, 200_000, (10_000, 100_000), 1_000_000)


@dataclass(slots=True)
class Figure:
    """One measured figure beside its peer: a ratio of medians, what the peer is, and the machine's load meanwhile."""

    name: str
    ours: list[float] = field(default_factory=list)
    peer: list[float] = field(default_factory=list)
    unit: str = "/s"
    aim: str = ""
    against: str = ""
    loads: list[float] = field(default_factory=list)

    def add(self, ours: float, peer: float | None = None) -> None:
        """Take one round."""
        self.ours.append(ours)
        if peer is not None:
            self.peer.append(peer)
        self.loads.append(os.getloadavg()[0])

    @property
    def ratio(self) -> float:
        """The ratio of medians."""
        return statistics.median(self.ours) / statistics.median(self.peer) if self.peer else float("nan")

    def row(self) -> str:
        """Return a row of the table in docs/performance.md."""
        peer = f"{_spread(self.peer)}; {self.against}" if self.peer else self.against
        ratio = f"**{self.ratio:.3f}**" if self.peer else ""
        load = f"{statistics.median(self.loads):.1f}" if self.loads else ""
        return f"| {self.name} | {_spread(self.ours)} {self.unit} | {peer} | {ratio} | {self.aim} | {load} |"


def _spread(values: Sequence[float]) -> str:
    middle = _short(statistics.median(values))
    return middle if len(values) == 1 else f"{middle} ({_short(min(values))}–{_short(max(values))})"


def _short(value: float) -> str:
    """Return three figures that count, or all figures of what is larger."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"  # noqa: PLR2004


HEADER = (
    "| what | ours, median (min–max) | peer, median (min–max); what it is | ratio | aim | load |\n"
    "|---|---|---|---|---|---|"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a crowd did in its time: completed calls, seconds, CPU seconds of the crowd's processes."""

    done: int
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        """Completed calls a second."""
        return self.done / self.seconds


Call = Callable[[], int]
Make = Callable[[int], Call]


def crowd(clients: int, seconds: float, make: Make) -> Outcome:
    """Run so many client processes for so many seconds; `make(n)` gives client n's call, which returns what it did.

    A client whose call returns 0 has nothing left to do and stops.
    """
    settle()  # as every process of the registry that serves; the clients are forked from here
    ready, go = _FORK.Barrier(clients + 1), _FORK.Event()
    results: Any = _FORK.Queue()
    given = {"results": results}
    workers = [_FORK.Process(target=_client, args=(n, seconds, make, ready, go), kwargs=given) for n in range(clients)]
    for worker in workers:
        worker.start()
    ready.wait(timeout=300)
    go.set()
    counts = [results.get(timeout=seconds + 120) for _ in workers]
    took = max(elapsed for _, elapsed, _ in counts)
    for worker in workers:
        worker.join()
    return Outcome(sum(done for done, _, _ in counts), took, sum(cpu for _, _, cpu in counts))


def _client(n: int, seconds: float, make: Make, ready: Any, go: Any, *, results: Any) -> None:  # noqa: ANN401
    call = make(n)
    ready.wait()
    go.wait()
    began, cpu, done = time.perf_counter(), time.process_time(), 0
    while (elapsed := time.perf_counter() - began) < seconds:
        made = call()
        if not made:
            break
        done += made
    elapsed = time.perf_counter() - began
    results.put((done, elapsed, time.process_time() - cpu))


def cpu_of(process: int) -> float:
    """Return the CPU seconds that a process and its living and finished children have used; 0 for no process."""
    total = 0.0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(entry.name) == process:
            total += sum(int(ticks) for ticks in fields[11:15]) / _TICKS
        elif int(fields[1]) == process:
            total += sum(int(ticks) for ticks in fields[11:13]) / _TICKS
    return total


def sync_ms(folder: Path) -> float:
    """Return the median time of one fdatasync of 4 KiB in a folder, in milliseconds."""
    path = folder / "sync"
    with path.open("wb") as file:
        times = []
        for _ in range(50):
            file.write(b"x" * 4096)
            file.flush()
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append((time.perf_counter() - began) * 1000)
    path.unlink()
    return statistics.median(times)
