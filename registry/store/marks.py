"""Following the log: a job's work and how far it has come are written in one transaction, so nothing is done twice."""

from collections.abc import Callable

import sqlalchemy as sa

from registry.store.log import read_head
from registry.store.tables_marks import mark

# Told the last position that was dealt with, does its work in the transaction and returns the new one.
Work = Callable[[sa.Connection, int], int]


def follow(engine: sa.Engine, name: str, work: Work) -> int:
    """Let a job work from where it stands; return the position it has come to.

    A job that is new begins at the log's end: what lies before it is no news. Of two that run at once one changes
    nothing.
    """
    with engine.begin() as connection:
        last = connection.scalar(sa.select(mark.c.position).where(mark.c.name == name).with_for_update())
        if last is None:
            head = read_head(connection)
            newest = -1 if head is None else head.size - 1
            connection.execute(sa.insert(mark).values(name=name, position=newest))
            return newest
        reached = work(connection, last)
        if reached != last:
            moved = sa.update(mark).where(mark.c.name == name).values(position=reached)
            connection.execute(moved)
        return reached


def begin_at(engine: sa.Engine, name: str, position: int) -> None:
    """Let a job that has not begun yet go on from a position before the log's end."""
    with engine.begin() as connection:
        connection.execute(sa.insert(mark).values(name=name, position=position))
