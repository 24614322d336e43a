"""The history of any record, for the part of its page that all records share (`ui.history` in `components.html`)."""

from dataclasses import dataclass

from registry.areas.auditing.queries.names import parties
from registry.store import finding
from registry.web import own
from registry.web.documents import Cited, cited_at
from registry.web.seam import person, registry
from registry.web.words import kind_title


@dataclass(frozen=True, slots=True)
class Line:
    """One entry that touched the record. Who may not read the entry gets neither its id nor the documents it cites."""

    index: int
    recorded_at: int
    title: str
    author: str
    entry: str
    documents: tuple[Cited, ...]


def record_history(record: str, *key: object) -> tuple[Line, ...]:
    """Return the entries that made and changed a record, the newest first."""
    with registry().engine.connect() as connection:
        rows = finding.history(connection, record, *key).rows
        names = parties(connection, {row.participant for row in rows})
        readable = {row.index for row in rows if _may_read(row.participant)}
        cited = cited_at(connection, sorted(readable))
    return tuple(
        Line(
            row.index,
            row.recorded_at,
            str(kind_title(row.kind)),
            names[row.participant].name if row.participant in names else row.participant,
            row.entry if row.index in readable else "",
            cited.get(row.index, ()),
        )
        for row in rows
    )


def _may_read(author: str) -> bool:
    who = person()
    return who is not None and (bool(own.OVERSEERS & who.roles) or author == own.participant())
