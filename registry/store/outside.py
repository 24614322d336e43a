"""What others say when the writer starts: how long the witnesses know the log to be, and what time they have.

The database and the second place may both come from one old backup, and a wrong clock looks right from within. So the
head is shown to every witness before anything is written. One that has cosigned a longer log, or another one, stops
the writer; so do their clocks, if most of those that answered are more than two seconds from ours. A witness that does
not answer proves nothing and stops nothing.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median_low

import sqlalchemy as sa
import structlog

from registry.ledger.checkpoint import cosigned_at, parse_checkpoint
from registry.ledger.errors import LedgerError, Refusal
from registry.ledger.note import Note
from registry.ledger.policy import Party
from registry.store.answers import RolledBack, WrongClock
from registry.store.heads import Ask, policy_of
from registry.store.log import consistency, read_head

APART_MAX_S = 2
_CONFLICT, _UNPROVEN = 409, 422
_THREADS = 8
_SECOND = 1_000_000

log = structlog.get_logger("outside")


@dataclass(frozen=True, slots=True)
class _Said:
    """What one witness said: what is wrong with the head, or how many seconds its clock is ahead of ours."""

    name: str
    contradiction: str | None = None
    ahead_s: int | None = None


def check_outside(engine: sa.Engine, signed: bytes, ask: Ask, *, clock: Callable[[], int]) -> None:
    """Return if nobody outside contradicts a signed head or the clock (microseconds UTC).

    Raises:
        RolledBack: if a witness knows a longer log, or another of this length. WrongClock: if the clock is behind the
            last entry, or away from most witnesses' clocks.
    """
    head, note = parse_checkpoint(signed)
    with engine.connect() as connection:
        stored = read_head(connection)
        policy = policy_of(connection, head.origin)
    if stored is not None and clock() < stored.recorded_at - APART_MAX_S * _SECOND:
        raise WrongClock(f"{(stored.recorded_at - clock()) // _SECOND} s behind the last entry")
    if head.size == 0 or not policy.witnesses:
        return

    def question(named: tuple[str, Party]) -> _Said:
        name, party = named

        def prove(old: int) -> Sequence[bytes]:
            with engine.connect() as connection:
                return consistency(connection, old, head.size)

        before = clock()
        try:
            lines = ask(signed, party, prove)
        except Refusal as refusal:
            return _Said(name, _contradiction(refusal))
        except (LedgerError, LookupError, OSError) as error:
            log.warning("witness not heard", witness=name, error=repr(error))
            return _Said(name)
        return _Said(name, None, _ahead(cosigned_at(Note(note.text, lines), party.key), before, clock()))

    with ThreadPoolExecutor(_THREADS) as pool:
        said = list(pool.map(question, policy.witnesses.items()))
    for one in said:
        if one.contradiction is not None:
            raise RolledBack(f"witness {one.name}: {one.contradiction}")
    _check_clock([one for one in said if one.ahead_s is not None])


def _contradiction(refusal: Refusal) -> str | None:
    """Return what a witness's refusal says against the head; None if it is about something else."""
    facts = refusal.facts
    if refusal.code == "witness_ahead":
        return f"has cosigned size {facts['witness_size']}, signed size {facts['size']}"
    if refusal.code == "witness_refused" and facts["status"] in {_CONFLICT, _UNPROVEN}:
        return "has cosigned another log"
    log.warning("witness not heard", code=refusal.code, url=facts.get("url"))
    return None


def _ahead(cosigned_s: int | None, before: int, after: int) -> int | None:
    """Return by how many whole seconds a time lies outside those of a question and its answer."""
    if cosigned_s is None:
        return None
    return max(cosigned_s - after // _SECOND, 0) or min(cosigned_s - before // _SECOND, 0)


def _check_clock(said: Sequence[_Said]) -> None:
    ahead = median_low([one.ahead_s for one in said if one.ahead_s is not None] or [0])
    if abs(ahead) > APART_MAX_S:
        names = " ".join(one.name for one in said)
        raise WrongClock(f"witnesses are {ahead} s ahead: {names}" if ahead > 0 else f"{-ahead} s ahead of {names}")
