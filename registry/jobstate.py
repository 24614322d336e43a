"""What the worker did last, left as a small file in the registry's directory: read by the operator's page and metrics.

A file and not a row: it must be written while the database is away, for then it is wanted most.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

FILE: Final = "worker.json"
_ERROR_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class JobState:
    """How a job ended last: ``error`` is empty if it was done."""

    name: str
    error: str


@dataclass(frozen=True, slots=True)
class Done:
    """The worker's last interval, in microseconds UTC, with all its jobs."""

    at: int
    jobs: tuple[JobState, ...]


def save(directory: Path, at: int, errors: Mapping[str, str]) -> None:
    """Leave how each job of an interval ended; the file is whole or the one before."""
    jobs = [JobState(name, error[:_ERROR_MAX]) for name, error in errors.items()]
    part = directory / f"{FILE}.part"
    part.write_text(json.dumps({"at": at, "jobs": [asdict(job) for job in jobs]}) + "\n", encoding="utf-8")
    part.replace(directory / FILE)


def load(directory: Path) -> Done | None:
    """Return what the worker did last, or None if it left nothing that can be read."""
    try:
        value = json.loads((directory / FILE).read_text(encoding="utf-8"))
        return Done(int(value["at"]), tuple(JobState(job["name"], job["error"]) for job in value["jobs"]))
    except (FileNotFoundError, KeyError, TypeError, ValueError):
        return None
