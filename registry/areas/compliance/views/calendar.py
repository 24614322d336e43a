"""Deadlines for all: the table, and the same as an iCalendar feed (RFC 5545) that calendars subscribe to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from flask import Response
from flask_babel import gettext, lazy_gettext

from registry.areas.compliance.queries import cases
from registry.areas.compliance.rules.records import Deadline, Sector, Step
from registry.areas.compliance.views.base import blueprint, choices, writer
from registry.areas.participants.rules.parameters import Evidence
from registry.ledger.instants import SECOND, format_instant
from registry.web.seam import now, registry
from registry.web.tables import Column, Filter, Table
from registry.web.views import view

REMIND_DAYS: Final = (30, 7)
_LINE_OCTETS: Final = 73


@dataclass(frozen=True, slots=True)
class DeadlinesPage:
    """All deadlines, the soonest first."""

    rows: tuple[Deadline, ...]


def _sector(code: str) -> str:
    return writer(Sector)(code) if code else str(gettext("所有行业"))


DEADLINES: Final = Table(
    name="compliance-deadlines",
    caption=lazy_gettext("各步期限"),
    columns=(
        Column(name="day", label=lazy_gettext("截止日")),
        Column(name="year", label=lazy_gettext("履约年度")),
        Column(name="step", label=lazy_gettext("事项"), write=writer(Step)),
        Column(name="sector", label=lazy_gettext("行业"), write=_sector),
        Column(name="article", label=lazy_gettext("依据")),
        Column(name="evidence", label=lazy_gettext("依据的可靠程度"), write=writer(Evidence)),
    ),
    filters=(Filter(name="step", label=lazy_gettext("事项"), choices=choices(Step)),),
    empty=lazy_gettext("还没有设定期限。主管部门设定后显示于此。"),
)


@view(blueprint, "/deadlines", template="compliance/deadlines.html", table=DEADLINES)
def deadlines() -> DeadlinesPage:
    """Return the last day of each step of each year, with what sets it."""
    with registry().engine.connect() as connection:
        return DeadlinesPage(cases.deadlines_of(connection))


@blueprint.get("/deadlines.ics")
def feed() -> Response:
    """Return the deadlines as a calendar, each with two reminders."""
    with registry().engine.connect() as connection:
        found = cases.deadlines_of(connection)
    text = "".join(f"{part}\r\n" for line in _lines(found, now(), registry().origin) for part in _folded(line))
    return Response(text, mimetype="text/calendar")


def _lines(found: tuple[Deadline, ...], instant: int, origin: str) -> Iterator[str]:
    stamp = format_instant(instant - instant % SECOND, 0).replace("-", "").replace(":", "")
    host = origin.partition("/")[0]
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{host}//compliance//ZH", "CALSCALE:GREGORIAN")
    yield f"X-WR-CALNAME:{_escaped(gettext('履约期限'))}"
    for one in found:
        day = date.fromisoformat(one.day)
        title = gettext("%(year)s 年度：%(step)s", year=one.year, step=writer(Step)(one.step))
        yield from ("BEGIN:VEVENT", f"UID:{one.year}-{one.step}-{one.sector or 'all'}@{host}", f"DTSTAMP:{stamp}")
        yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
        yield f"SUMMARY:{_escaped(f'{title} ({_sector(one.sector)})')}"
        yield f"DESCRIPTION:{_escaped(one.article)}"
        for days in REMIND_DAYS:
            yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-P{days}D", f"DESCRIPTION:{_escaped(title)}")
            yield "END:VALARM"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def _escaped(text: str) -> str:
    for one in ("\\", ";", ","):
        text = text.replace(one, f"\\{one}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Yield a line in parts of at most 75 octets; all but the first begin with a space."""
    part = ""
    for letter in line:
        if len((part + letter).encode()) > _LINE_OCTETS:
            yield part
            part = " "
        part += letter
    yield part
