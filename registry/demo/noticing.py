"""What people of the demonstration have been told: of the story's last days, by the job that tells them ever after."""

import sqlalchemy as sa

from registry import news
from registry.alerting import NAME, tell_alerts
from registry.demo.author import DAY
from registry.store.marks import begin_at
from registry.store.tables import leaf

RECENT_DAYS = 30


def tell_recent(engine: sa.Engine, now: int) -> None:
    """Tell of what the last days brought, refused transfers and those that wait among it."""
    with engine.connect() as connection:
        before = connection.scalar(
            sa.select(sa.func.max(leaf.c.index)).where(leaf.c.recorded_at < now - RECENT_DAYS * DAY)
        )
    position = -1 if before is None else before
    for name, tell in ((NAME, tell_alerts), (news.NAME, news.tell_news)):
        begin_at(engine, name, position)
        tell(engine, now)
