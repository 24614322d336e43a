"""What keeps a second writer away, and a writer with a wrong clock."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa

from registry.ledger.errors import Refusal
from registry.store.answers import NotWritten

_ADVISORY_LOCK = 0x5245_4749
_JUMP_MAX = 2_000_000


class InUse(RuntimeError):  # noqa: N818  a state, not a mistake of the caller
    """Another writer holds this registry."""


def wall() -> int:
    """Return the machine's time in microseconds UTC."""
    return time.time_ns() // 1000


def elapsed() -> int:
    """Return microseconds since the machine started, which no administrator and no time server sets."""
    return time.clock_gettime_ns(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)) // 1000


class Watch:
    """A clock that a writer may trust: the machine's time, as long as it goes as fast as the machine's own counter.

    Once the two have come more than two seconds apart, somebody has set the time, and the watch refuses until the
    writer is started again, by an operator who has looked.
    """

    def __init__(self, clock: Callable[[], int] = wall, counter: Callable[[], int] = elapsed) -> None:
        self._clock = clock
        self._counter = counter
        self._offset = clock() - counter()
        self._jump = 0

    def __call__(self) -> int:
        """Return the time in microseconds UTC.

        Raises:
            Refusal: ``clock_jumped`` with the milliseconds that the clock has jumped ahead (or, negative, back).
        """
        now = self._clock()
        jump = now - self._counter() - self._offset
        if not self._jump and abs(jump) > _JUMP_MAX:
            self._jump = jump
        if self._jump:
            raise Refusal("clock_jumped", milliseconds=self._jump // 1000)
        return now


class Fence:
    """The right to write: a lock on a file of the directory and, in PostgreSQL, an advisory lock as well.

    The advisory lock belongs to the session that the writer writes through, so whoever has lost it cannot write.
    """

    def __init__(self, engine: sa.Engine, directory: Path) -> None:
        """Take both.

        Raises:
            InUse: if another writer lives.
        """
        self._engine = engine
        self._connection: sa.Connection | None = None
        self._file = (directory / "writer.lock").open("w")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._connection = self._locked()
        except BaseException as error:
            self._file.close()
            if isinstance(error, BlockingIOError):
                raise InUse(str(directory)) from None
            raise

    @contextmanager
    def session(self) -> Iterator[sa.Connection]:
        """Return the connection to write through; it is in autocommit."""
        if self._connection is None:
            raise NotWritten("the session with the lock is lost")
        yield self._connection

    def renew(self) -> None:
        """Take the lock again in a new session.

        Raises:
            NotWritten: another writer has it now; perhaps it is this one's old session, which the server has not yet
                noticed to be gone.
        """
        self._drop()
        try:
            self._connection = self._locked()
        except InUse as error:
            raise NotWritten(str(error)) from error

    def release(self) -> None:
        """Let the next writer in: at once, since the server notices a closed connection only some time later."""
        if self._connection is not None and self._connection.dialect.name == "postgresql":
            with suppress(sa.exc.SQLAlchemyError):
                self._connection.execute(sa.select(sa.func.pg_advisory_unlock(_ADVISORY_LOCK)))
        self._drop()
        self._file.close()

    def _locked(self) -> sa.Connection:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        # Its own from now on: back in the pool it would keep the lock.
        connection.detach()
        if connection.dialect.name == "postgresql":
            try:
                has_lock = connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_ADVISORY_LOCK)))
            except BaseException:
                connection.close()
                raise
            if not has_lock:
                connection.close()
                raise InUse("advisory lock")
        return connection

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sa.exc.SQLAlchemyError):  # it may be lost already
                connection.close()
