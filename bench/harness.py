"""Interleaved rounds, clients in processes of their own, and the CPU that all of them used together."""

import multiprocessing
import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_FORK = multiprocessing.get_context("fork")
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Figure:
    """One measured figure beside its peer: a ratio, and what each side was."""

    name: str
    ours: list[float] = field(default_factory=list)
    peer: list[float] = field(default_factory=list)
    unit: str = "/s"
    aim: str = ""

    @property
    def ratio(self) -> float:
        """The ratio of medians."""
        return statistics.median(self.ours) / statistics.median(self.peer) if self.peer else float("nan")

    def row(self) -> str:
        """Return a row of the table in docs/performance.md."""
        ours = f"{statistics.median(self.ours):,.0f} {self.unit} ({min(self.ours):,.0f}–{max(self.ours):,.0f})"
        if not self.peer:
            return f"| {self.name} | {ours} | | | {self.aim} |"
        peer = f"{statistics.median(self.peer):,.0f} ({min(self.peer):,.0f}–{max(self.peer):,.0f})"
        return f"| {self.name} | {ours} | {peer} | **{self.ratio:.2f}** | {self.aim} |"


HEADER = "| what | ours, median (min–max) | peer | ratio | aim |\n|---|---|---|---|---|"


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


def crowd(clients: int, seconds: float, make: Callable[[int], Callable[[], int]]) -> Outcome:
    """Run so many client processes for so many seconds; `make(n)` gives client n's call, which returns what it did."""
    ready, go = _FORK.Barrier(clients + 1), _FORK.Event()
    results: Any = _FORK.Queue()
    workers = [_FORK.Process(target=_client, args=(n, seconds, make, ready, go, results)) for n in range(clients)]
    for worker in workers:
        worker.start()
    ready.wait(timeout=300)
    began = time.perf_counter()
    go.set()
    counts = [results.get(timeout=seconds + 120) for _ in workers]
    took = max(elapsed for _, elapsed, _ in counts)
    for worker in workers:
        worker.join()
    del began
    return Outcome(sum(done for done, _, _ in counts), took, sum(cpu for _, _, cpu in counts))


def _client(n: int, seconds: float, make: Any, ready: Any, go: Any, results: Any) -> None:  # noqa: ANN401, PLR0913
    call = make(n)
    ready.wait()
    go.wait()
    began, cpu, done = time.perf_counter(), time.process_time(), 0
    while (elapsed := time.perf_counter() - began) < seconds:
        done += call()
    elapsed = time.perf_counter() - began
    results.put((done, elapsed, time.process_time() - cpu))


def cpu_of(process: int) -> float:
    """Return the CPU seconds that a process and its living and finished children have used."""
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


def median(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)
