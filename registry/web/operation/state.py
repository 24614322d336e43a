"""The state of this server and its log, read when somebody asks: for the page, its JSON, the metrics, readiness."""

import shutil
from dataclasses import dataclass
from typing import Any, Final

from registry import jobstate
from registry.areas.auditing import figures
from registry.areas.participants.queries.rulings import calendar_lines, closed_classes
from registry.jobstate import JobState
from registry.store import migrate
from registry.store.condition import Condition, DatabaseAway, read_condition
from registry.web.etags import RELEASE
from registry.web.seam import config, now, registry

# With less than this the next batch may find no room.
DISK_MIN: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class State:
    """Everything an operator wants to know first. Sizes are entries, times microseconds UTC, disk in bytes.

    ``not_ready`` is why no entry is taken now, empty while they are.
    """

    read_at: int
    release: str
    database: str
    not_ready: str
    schema_behind: bool
    size: int
    recorded_at: int | None
    signed_size: int
    kept_size: int
    witnessed_size: int
    unwitnessed_since: int | None
    has_witnesses: bool
    drafts_open: int
    other_views: int
    other_view_at: int | None
    mails_waiting: int
    mails_since: int | None
    worker_at: int | None
    jobs: tuple[JobState, ...]
    audited_at: int | None
    audited_size: int | None
    disk_free: int
    disk_total: int
    calendar_years: tuple[int, ...]
    closed_classes: tuple[str, ...]


def not_ready() -> str:
    """Return why no entry is taken now: the writer or the database away, rolled back, or no room on the disk."""
    reason = registry().ready()
    if reason is None and shutil.disk_usage(config().directory).free < DISK_MIN:
        return "DiskFull"
    return reason or ""


def read_state() -> State:
    """Return the present state.

    Raises:
        DatabaseAway: if the database does not answer; `not_ready` says so without one.
    """
    instant = now()
    with registry().engine.connect() as connection:
        condition = read_condition(connection, registry().origin, now=instant)
        years = tuple(one.year for one in calendar_lines(connection))
        closed = closed_classes(connection)
    disk = shutil.disk_usage(config().directory)
    done = jobstate.load(config().directory)
    audited = figures.load(config().directory)
    return State(
        read_at=instant,
        release=RELEASE,
        database=registry().engine.dialect.name,
        not_ready=not_ready(),
        schema_behind=_schema_behind(),
        signed_size=_signed_size(),
        worker_at=done.at if done else None,
        jobs=done.jobs if done else (),
        audited_at=audited.at if audited else None,
        audited_size=audited.size if audited else None,
        disk_free=disk.free,
        disk_total=disk.total,
        calendar_years=years,
        closed_classes=closed,
        **_fields(condition),
    )


def _fields(condition: Condition) -> dict[str, Any]:
    return {name: getattr(condition, name) for name in Condition.__slots__}


def _signed_size() -> int:
    try:
        signed = registry().signed()
    except RuntimeError:
        return 0
    return int(signed.split(b"\n")[1]) if signed else 0


def _schema_behind() -> bool:
    try:
        return migrate.current(registry().engine) not in (None, migrate.newest())
    except DatabaseAway:
        return False
