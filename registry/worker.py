"""The worker: at each interval it does its jobs (see `registry.jobs`) and has the newest head cosigned.

It decides nothing.
"""

import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import structlog
from sqlalchemy.exc import SQLAlchemyError

from registry import deadlines, jobstate
from registry.ledger.errors import LedgerError
from registry.ledger.instants import SECOND
from registry.ledger.keys import Signer
from registry.ledger.note import Signature, parse_signatures
from registry.ledger.policy import Party
from registry.store.heads import Ask, Prove, Round, cosign_head, policy_of
from registry.store.opening import OpenRegistry
from registry.witness import Request, Witness, cosign, render_request

log = structlog.get_logger("worker")


def ask_by_http(signed: bytes, party: Party, prove: Prove) -> tuple[Signature, ...]:
    """Ask a witness at the address that the policy names."""
    return cosign(signed, party.url or "", prove=prove, keys=[party.key])


def ask_here(witnesses: Mapping[str, Witness]) -> Ask:
    """Return a way to ask witnesses that live in this process, by key name; the demonstration has such."""

    def ask(signed: bytes, party: Party, prove: Prove) -> tuple[Signature, ...]:
        witness = witnesses[party.key.name]
        old = witness.head(signed.partition(b"\n")[0].decode()).size
        answer = witness.add_checkpoint(render_request(Request(old, tuple(prove(old)) if old else (), signed)), now_s())
        return parse_signatures(answer.body)

    return ask


def now_us() -> int:
    """Return the time in microseconds UTC."""
    return time.time_ns() // 1000


def now_s() -> int:
    """Return the time in seconds UTC."""
    return int(time.time())


class Worker:
    """The loop; `start` runs it on a thread, `run_once` does one interval."""

    def __init__(
        self, registry: OpenRegistry, lasting: Signer, *, ask: Ask, interval_s: int,
        jobs: Mapping[str, Callable[[], object]], directory: Path | None = None,
    ) -> None:  # fmt: skip
        """Take the jobs by name; how they ended is left in the ``directory``, if one is given."""
        self._registry = registry
        self._lasting = lasting
        self._ask = ask
        self._interval_s = interval_s
        self._jobs = jobs
        self._directory = directory
        self._stopping = threading.Event()

    def run_once(self) -> Round | None:
        """Do every job, and have the newest head cosigned if it is news, or if a deadline is near."""
        registry = self._registry
        self._do_jobs()
        with registry.engine.connect() as connection:
            policy = policy_of(connection, registry.origin)
            since = deadlines.cosigned_since(connection, now_us()) // SECOND
        signed = registry.line.signed()
        return cosign_head(
            registry.engine, signed, policy=policy, lasting=self._lasting, ask=self._ask, timestamp=now_s(), since=since
        )

    def _do_jobs(self) -> None:
        errors = {}
        for name, job in self._jobs.items():
            try:
                job()
                errors[name] = ""
            except (LedgerError, OSError, RuntimeError, SQLAlchemyError) as error:
                log.warning("job failed", job=name, error=repr(error))
                errors[name] = type(error).__name__
        if self._directory is not None:
            jobstate.save(self._directory, now_us(), errors)

    def run(self) -> None:
        """Go on until `stop`; a failed interval is logged and the next one tries again."""
        while not self._stopping.wait(self._interval_s):
            try:
                done = self.run_once()
            except (LedgerError, OSError, RuntimeError, SQLAlchemyError) as error:
                log.warning("interval failed", error=repr(error))
                continue
            if done is not None and done.failures:
                log.warning("witness failed", size=done.size, failures=done.failures)

    def start(self) -> None:
        """Run the loop on a thread."""
        threading.Thread(target=self.run, name="worker", daemon=True).start()

    def stop(self) -> None:
        """End the loop."""
        self._stopping.set()
