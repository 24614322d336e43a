"""Slows guessing without locking anybody out.

An attempt is counted before the password is looked at, so parallel guesses do not slip through, and forgotten when it
succeeds. A bucket is an account seen from one source, or from a browser that has signed in before: whoever guesses
elsewhere never slows that browser down. A second bucket counts all attempts of one source on all accounts.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from registry.signin.tables import attempts

SECOND: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Pace:
    """After `free` attempts each further one waits twice as long, up to `wait_max` seconds; `forget` clears it."""

    free: int
    wait_max: int
    forget: int

    def wait(self, count: int) -> int:
        """Return the microseconds to wait after this many attempts in a row."""
        if count < self.free:
            return 0
        return min(1 << min(count - self.free, 30), self.wait_max) * SECOND


ACCOUNT: Final = Pace(free=5, wait_max=300, forget=3600)
SOURCE: Final = Pace(free=50, wait_max=30, forget=900)


def bucket(*parts: str) -> str:
    """Return the key of a bucket; names of accounts are not readable in it."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def take(connection: sa.Connection, key: str, *, pace: Pace, now: int) -> int:
    """Count one attempt and return 0, or return the microseconds still to wait and count nothing."""
    row = connection.execute(sa.select(attempts).where(attempts.c.bucket == key)).one_or_none()
    if row is None:
        values = {"bucket": key, "tries": 1, "last_at": now, "free_at": now + pace.wait(1)}
        connection.execute(attempts.insert().values(values))
        return 0
    if row.free_at > now:
        return int(row.free_at - now)
    tries: int = 1 if now - row.last_at > pace.forget * SECOND else row.tries + 1
    # The old count in the condition lets only one of several simultaneous attempts through.
    taken = connection.execute(
        attempts.update()
        .where(attempts.c.bucket == key, attempts.c.tries == row.tries, attempts.c.last_at == row.last_at)
        .values(tries=tries, last_at=now, free_at=now + pace.wait(tries))
    )
    return 0 if taken.rowcount == 1 else SECOND


def forget(connection: sa.Connection, key: str) -> None:
    """Clear a bucket after a success."""
    connection.execute(attempts.delete().where(attempts.c.bucket == key))


def sweep(connection: sa.Connection, now: int) -> None:
    """Drop the buckets that no pace looks at any more."""
    connection.execute(attempts.delete().where(attempts.c.last_at < now - ACCOUNT.forget * SECOND))
