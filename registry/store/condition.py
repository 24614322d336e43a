"""How the registry stands: what the log holds, what is witnessed of it, what waits, and what was noticed.

A handful of rows by primary key or by an index that knows only what is open; asked by the operator's page, by the
metrics and by readiness, so it must cost nothing. The machine itself (disk, clock) is not looked at here.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from registry.ledger.checkpoint import parse_checkpoint
from registry.ledger.policy import NONE
from registry.store import drafts, heads
from registry.store.log import read_head
from registry.store.outbox import backlog
from registry.store.tables import leaf
from registry.store.tables_alarms import alarm
from registry.store.tables_drafts import draft

# What everything here raises while the database does not answer; pages catch it without knowing SQL.
DatabaseAway = sa.exc.SQLAlchemyError


@dataclass(frozen=True, slots=True)
class Condition:
    """Sizes are numbers of entries, times microseconds UTC.

    ``unwitnessed_since`` is when the first entry beyond the witnessed head was recorded, None if there is none or if
    the founded policy asks for no witness. ``mails_waiting`` have waited for the worker since ``mails_since``.
    """

    size: int
    recorded_at: int | None
    kept_size: int
    witnessed_size: int
    unwitnessed_since: int | None
    has_witnesses: bool
    drafts_open: int
    other_views: int
    other_view_at: int | None
    mails_waiting: int
    mails_since: int | None


def read_condition(connection: sa.Connection, origin: str, *, now: int) -> Condition:
    """Return the present condition. Indexes: primary keys, `ix_checkpoint_witnessed`, `ix_draft_expires`."""
    head = read_head(connection)
    size = head.size if head else 0
    has_witnesses = heads.policy_of(connection, origin).quorum != NONE
    witnessed = _size(heads.witnessed(connection))
    since = None
    if has_witnesses and witnessed < size:
        since = connection.scalar(sa.select(leaf.c.recorded_at).where(leaf.c.index == witnessed))
    waiting = sa.select(sa.func.count()).where(draft.c.expires_at > now, draft.c.state == drafts.OPEN)
    views = connection.execute(sa.select(sa.func.count(), sa.func.max(alarm.c.noticed_at))).one()
    mails = backlog(connection.engine)
    return Condition(
        size=size,
        recorded_at=head.recorded_at if head else None,
        kept_size=_size(heads.newest(connection)),
        witnessed_size=witnessed,
        unwitnessed_since=since,
        has_witnesses=has_witnesses,
        drafts_open=int(connection.scalar(waiting) or 0),
        other_views=views[0],
        other_view_at=views[1],
        mails_waiting=mails.waiting,
        mails_since=mails.oldest_at,
    )


def _size(signed: bytes | None) -> int:
    return parse_checkpoint(signed)[0].size if signed else 0
