"""Reminding issuers of a bond's yearly report, a month before its day. It follows the clock, not the log."""

from datetime import date
from typing import Final

import sqlalchemy as sa

from registry.areas.finance.queries.bonds import unreported
from registry.areas.finance.rules.bonds.reporting import due_on
from registry.areas.participants.queries import representatives_of
from registry.areas.participants.rules.calendars import DAY, day_of, start_of
from registry.catalog import CATALOGUE
from registry.ledger.errors import Refusal
from registry.store.marks import follow
from registry.store.notices import Recipient, notify
from registry.store.preview import SqlView

NAME: Final = "bond reports"
AHEAD: Final = 30 * DAY


def remind_of_reports(engine: sa.Engine, now: int) -> int:
    """Tell issuers whose report on the last year is due in a month; return the instant that was reached."""

    def work(connection: sa.Connection, last: int) -> int:
        period = f"{day_of(now).year - 1}"
        try:
            day = due_on(SqlView(connection, CATALOGUE, now), period, now)
        except Refusal:  # no day is set by which a year is reported
            return now
        if max(last + AHEAD, now) < start_of(date.fromisoformat(day)) <= now + AHEAD:
            for bond, issuer in unreported(connection, period):
                to = [Recipient(representative=one.number) for one in representatives_of(connection, issuer)]
                facts = {"bond": bond, "period": period, "day": day}
                notify(connection, event="bond_report_due", to=to, facts=facts, now=now, link=f"/finance/bonds/{bond}")
        return now

    return follow(engine, NAME, work)
