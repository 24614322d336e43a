"""The journal as a list, and one entry in full."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import marshmallow as ma
from flask import url_for
from flask_babel import lazy_gettext

from registry import wording
from registry.areas.auditing.queries.entry import EntryShown, is_party, read_entry
from registry.areas.auditing.queries.journal import REFUSED, Line, Sought, read_lines
from registry.areas.auditing.queries.names import holders
from registry.areas.auditing.views.base import (
    blueprint,
    is_overseer,
    kind_name,
    reading,
    result_text,
    signed_head,
    unknown,
)
from registry.catalog import CATALOGUE
from registry.ledger.decide import ACCEPTED
from registry.ledger.errors import Refusal
from registry.ledger.serials import parse_account
from registry.store.tables import account_key
from registry.web.documents import Cited, cited_by
from registry.web.formats import BEIJING
from registry.web.language import language
from registry.web.own import participant as own_participant
from registry.web.seam import registry
from registry.web.tables import Column, Filter, Table
from registry.web.views import view

NOBODY: Final = "-"
_POSITION_MAX: Final = 2**53
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_is_day = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class SoughtSchema(ma.Schema):
    """What the list can be narrowed by; days are Beijing's, both included."""

    kind = ma.fields.String(load_default="", validate=ma.validate.Length(max=64))
    participant = ma.fields.String(load_default="", validate=ma.validate.Length(max=40))
    account = ma.fields.String(load_default="", validate=ma.validate.Length(max=40))
    result = ma.fields.String(load_default="", validate=ma.validate.Length(max=64))
    since = ma.fields.String(load_default="", validate=ma.validate.Regexp(_is_day))
    until = ma.fields.String(load_default="", validate=ma.validate.Regexp(_is_day))
    position = ma.fields.Integer(load_default=None, validate=ma.validate.Range(0, _POSITION_MAX))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list; ``state`` is `accepted` or `refused`, ``result`` the sentence of it."""

    index: int
    recorded_at: int
    kind: str
    title: str
    participant: str
    name: str
    state: str
    result: str
    id: str


@dataclass(frozen=True, slots=True)
class JournalPage:
    """One page of the journal of `size` entries; ``own`` names the participant whose entries alone are shown."""

    rows: tuple[Row, ...]
    next_after: str | None
    examined: int
    size: int
    own: str


def kinds() -> list[tuple[str, str]]:
    """Return the kinds with their titles, for the list of choices."""
    return sorted(((kind, kind_name(kind)) for kind in CATALOGUE.kinds), key=lambda pair: pair[1])


JOURNAL: Final = Table(
    name="journal",
    caption=lazy_gettext("日志条目"),
    paged=True,
    empty=lazy_gettext("日志中还没有条目。"),
    columns=(
        Column(
            name="index",
            label=lazy_gettext("日志位置"),
            kind="figure",
            sortable=False,
            link=lambda row: url_for("auditing.entry", index=row.index),
        ),
        Column(name="recorded_at", label=lazy_gettext("记录时间"), kind="time", sortable=False),
        Column(name="title", label=lazy_gettext("事项"), sortable=False),
        Column(name="name", label=lazy_gettext("提交方"), sortable=False),
        Column(
            name="participant",
            label=lazy_gettext("编号"),
            kind="identifier",
            sortable=False,
            link=lambda row: url_for("auditing.keys", number=row.participant) if row.participant else None,
        ),
        Column(
            name="state",
            label=lazy_gettext("结果"),
            kind="badge",
            sortable=False,
            badges={ACCEPTED: ("good", lazy_gettext("已接受")), REFUSED: ("bad", lazy_gettext("未接受"))},
        ),
    ),
    filters=(
        Filter(name="kind", label=lazy_gettext("事项"), choices=kinds),
        Filter(
            name="result",
            label=lazy_gettext("结果"),
            choices=lambda: ((ACCEPTED, lazy_gettext("已接受")), (REFUSED, lazy_gettext("未接受"))),
        ),
        Filter(name="participant", label=lazy_gettext("提交方编号")),
        Filter(name="account", label=lazy_gettext("账户")),
        Filter(name="since", label=lazy_gettext("自（年-月-日）")),
        Filter(name="until", label=lazy_gettext("至（年-月-日）")),
        Filter(name="position", label=lazy_gettext("位置不大于")),
    ),
)


@view(blueprint, "/journal", template="auditing/journal.html", table=JOURNAL, query=SoughtSchema, by_head=True)
def journal(  # the other arguments are the fields of the schema that `Sought` has as well
    *,
    sort: str | None,
    after: str | None,
    since: str,
    until: str,
    **given: Any,  # noqa: ANN401
) -> JournalPage:
    """Return the newest entries that are sought; who does not oversee the registry sees the own participant's.

    Raises:
        Malformed: the codes of `parse_account`.
    """
    del sort
    with reading() as connection:
        own = "" if is_overseer() else own_participant() or NOBODY
        sought = Sought(since=_day(since), until=_day(until, after=1), **given)
        if sought.account:
            parse_account(sought.account)
        if own and not _is_own(connection, sought.account, own):
            sought = replace(sought, participant=own)
        below = int(after) if after and after.isdecimal() else None
        found = read_lines(connection, sought, below=below)
    return JournalPage(tuple(map(_row, found.rows)), found.next_after, found.examined, found.size, own)


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One entry, and the sentence that its signers read; `is_whole` says that all its moves are listed."""

    entry: EntryShown
    sentence: str
    documents: tuple[Cited, ...]
    is_whole: bool


@view(blueprint, "/journal/<int:index>", template="auditing/entry.html")
def entry(*, index: int) -> EntryPage:
    """Return one entry in full, to overseers and to those whom it concerns; these see what it moved of their own.

    Raises:
        Refusal: ``unknown_record``, ``not_permitted``.
    """
    own = None if is_overseer() else own_participant() or NOBODY
    with reading() as connection:
        found = read_entry(connection, index, origin=registry().origin, signed=signed_head(connection), moved_of=own)
        if found is None:
            raise unknown(index=index)
        if own is not None and not is_party(connection, index, own):
            raise Refusal("not_permitted", index=index)
        documents = cited_by(connection, found.kind, found.body)
    return EntryPage(found, wording.sentence(found.kind, found.body, language()), documents, own is None)


def _row(line: Line) -> Row:
    state = ACCEPTED if line.result == ACCEPTED else REFUSED
    return Row(
        line.index,
        line.recorded_at,
        line.kind,
        kind_name(line.kind),
        line.participant,
        line.name,
        state,
        result_text(line.result),
        line.id,
    )


def _is_own(connection: Any, account: str, own: str) -> bool:  # noqa: ANN401  SQL's types stay in queries
    found = holders(connection, [account_key(account)] if account else [])
    return any(one.number == own for one in found.values())


def _day(text: str, *, after: int = 0) -> int | None:
    if not text:
        return None
    try:
        day = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=BEIJING) + timedelta(days=after)
    except ValueError:
        raise ma.ValidationError({"since" if not after else "until": [text]}) from None
    return (day - _EPOCH) // timedelta(microseconds=1)
