"""The journal as a list, newest first, by kind, author, account, result, time and position.

One condition leads and has its index; the others are asked of the rows that it gives, of at most `EXAMINED_MAX` rows
for one page. A rarer combination therefore comes in several pages, each of which says how far it has looked, and no
page costs more than that. `recorded_at` never goes back, so a time is a position, found by a search over the primary
key.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from registry.areas.auditing.queries.names import parties
from registry.ledger.book import Account, Freeze
from registry.ledger.decide import ACCEPTED
from registry.store.log import read_head
from registry.store.projection import table_of
from registry.store.tables import account_key, leaf, move

PAGE_ROWS = 50
STEP_ROWS = 512
PROBES = 32
EXAMINED_MAX = 5000
REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What to look for; empty parts do not narrow.

    ``result`` is ``accepted``, ``refused``, or a refusal's code. ``since`` (included) and ``until`` (excluded) are in
    microseconds UTC; ``position`` is the highest position wanted.
    """

    kind: str = ""
    participant: str = ""
    account: str = ""
    result: str = ""
    since: int | None = None
    until: int | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the list shows it; `participant` is the author's."""

    index: int
    recorded_at: int
    kind: str
    participant: str
    name: str
    result: str
    id: str


@dataclass(frozen=True, slots=True)
class Lines:
    """One page, of a journal of `size`.

    ``next_after`` is the position below which the next page looks, ``examined`` how many rows this one has looked at.
    """

    rows: tuple[Line, ...]
    next_after: str | None
    examined: int
    size: int


def read_lines(connection: sa.Connection, sought: Sought, *, below: int | None = None) -> Lines:
    """Return the newest entries below a position that are what is sought."""
    head = read_head(connection)
    size = head.size if head else 0
    low, high = _bounds(connection, sought, size=size)
    high = high if below is None else min(high, below)
    found: list[Line] = []
    examined = 0
    for line in _candidates(connection, sought, low=low, high=high):
        if examined == EXAMINED_MAX or len(found) == PAGE_ROWS:
            return _page(connection, found, next_after=high, examined=examined, size=size)
        examined += 1
        high = line.index
        if _is_sought(line, sought):
            found.append(line)
    return _page(connection, found, next_after=None, examined=examined, size=size)


def position_at(connection: sa.Connection, instant: int, *, size: int) -> int:
    """Return the first position recorded at this instant or later, or `size`.

    Index: primary key; a round reads `PROBES` rows, and four rounds search a million.
    """
    low, high = 0, size
    while low < high:
        step = -(-(high - low) // PROBES)
        probes = range(low, high, step)
        query = sa.select(sa.func.min(leaf.c.index)).where(leaf.c.index.in_(probes), leaf.c.recorded_at >= instant)
        found = connection.scalar(query)
        low, high = (found - step + 1, found) if found is not None else (probes[-1] + 1, high)
        low = max(low, probes[0])
    return low


def by_leaf(sought: Sought, *, low: int, high: int, limit: int = STEP_ROWS) -> sa.Select[Any]:
    """Return the query for the next rows of the condition that leads.

    Indexes: `ix_leaf_participant`, `ix_leaf_kind`, `ix_leaf_refused`, the primary key.
    """
    if sought.participant:
        return _along(
            _select_lines(), leaf.c.participant, sought.participant, at=leaf.c.index, low=low, high=high
        ).limit(limit)
    if sought.kind:
        return _along(_select_lines(), leaf.c.kind, sought.kind, at=leaf.c.index, low=low, high=high).limit(limit)
    query = _select_lines().where(leaf.c.index >= low, leaf.c.index < high)
    if sought.result not in ("", ACCEPTED):
        # Written out, not bound: so both databases see that the partial index applies.
        query = query.where(sa.text("result <> 'accepted'"))
    return query.order_by(leaf.c.index.desc()).limit(limit)


def by_account(side: str, account: int, *, low: int, high: int, limit: int = STEP_ROWS) -> sa.Select[Any]:
    """Return the query for the newest positions at which an account was `source` or `target`.

    Indexes: `ix_move_source`, `ix_move_target`.
    """
    query = sa.select(move.c[side], move.c.index.label("position")).distinct()
    return _along(query, move.c[side], account, at=move.c.index, low=low, high=high).limit(limit)


def _along(
    query: sa.Select[Any], column: sa.Column[Any], value: object, *, at: sa.Column[int], low: int, high: int
) -> sa.Select[Any]:
    """Return the newest rows with a value, asked for as a stretch of the index `(column, position)`.

    Asked for by equality, a planner may walk the positions backward and look for the value: fast while it is frequent,
    and a walk over the whole journal for one that was frequent long ago.
    """
    place = sa.tuple_(column, at)
    within = query.where(place >= sa.tuple_(value, low), place < sa.tuple_(value, high))
    return within.order_by(column.desc(), at.desc())


def _select_lines() -> sa.Select[Any]:
    # A row of SQLAlchemy has a method named `index`, so the column needs another name.
    position = leaf.c.index.label("position")
    return sa.select(position, leaf.c.recorded_at, leaf.c.kind, leaf.c.participant, leaf.c.result, leaf.c.id)


def _bounds(connection: sa.Connection, sought: Sought, *, size: int) -> tuple[int, int]:
    low = position_at(connection, sought.since, size=size) if sought.since is not None else 0
    high = position_at(connection, sought.until, size=size) if sought.until is not None else size
    return low, high if sought.position is None else min(high, sought.position + 1)


def _candidates(connection: sa.Connection, sought: Sought, *, low: int, high: int) -> Iterator[Line]:
    limit = PAGE_ROWS + 1
    while low < high:
        if sought.account:
            rows = _touching(connection, sought.account, low=low, high=high, limit=limit)
        else:
            rows = connection.execute(by_leaf(sought, low=low, high=high, limit=limit)).all()
        for row in rows:
            entry_id = str(UUID(bytes=row.id))
            yield Line(row.position, row.recorded_at, row.kind, row.participant, "", row.result, entry_id)
        if len(rows) < limit:
            return
        high = rows[-1].position
        limit = min(limit * 4, STEP_ROWS)


def _touching(connection: sa.Connection, number: str, *, low: int, high: int, limit: int) -> Sequence[Any]:
    """Return the newest entries that moved units in or out of an account, opened it, or froze it."""
    key = account_key(number)
    positions: set[int] = set()
    for side in ("source", "target"):
        rows = connection.execute(by_account(side, key, low=low, high=high, limit=limit))
        positions.update(row.position for row in rows)
    positions.update(_set_up(connection, number, low=low, high=high))
    newest = sorted(positions, reverse=True)[:limit]
    return connection.execute(_select_lines().where(leaf.c.index.in_(newest)).order_by(leaf.c.index.desc())).all()


def _set_up(connection: sa.Connection, number: str, *, low: int, high: int) -> Iterable[int]:
    account, freeze = table_of(Account).c, table_of(Freeze).c
    opened = connection.scalars(sa.select(account.opened_index).where(account.number == number)).all()
    frozen = connection.scalars(sa.select(freeze.placed_index).where(freeze.account == number).limit(STEP_ROWS)).all()
    return [position for position in (*opened, *frozen) if low <= position < high]


def _is_sought(line: Line, sought: Sought) -> bool:
    is_result = line.result != ACCEPTED if sought.result == REFUSED else sought.result in ("", line.result)
    return is_result and sought.kind in ("", line.kind) and sought.participant in ("", line.participant)


def _page(connection: sa.Connection, found: list[Line], *, next_after: int | None, examined: int, size: int) -> Lines:
    names = parties(connection, {line.participant for line in found})
    rows = tuple(
        replace(line, name=names[line.participant].name) if line.participant in names else line for line in found
    )
    return Lines(rows, None if next_after is None else str(next_after), examined, size)
