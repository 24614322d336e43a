"""The one search box: a pasted number, serial or hash leads to its page; words and initials to a list."""

import re
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from registry.areas.participants.queries.names import Named, identified_by
from registry.ledger.text import normalise
from registry.store import drafts
from registry.store.finding import Found, named_like
from registry.store.hashes import positions_of
from registry.web.navigation import Item, may_open
from registry.web.permissions import PUBLIC, Access
from registry.web.seam import registry

blueprint = Blueprint("search", __name__)
PERMISSIONS: Final[dict[str, Access]] = {"search.find": PUBLIC}
NAVIGATION: Final[dict[str, tuple[Item, ...]]] = {}
QUERY_MAX: Final = 200
FOUND_MAX: Final = 60
_HASH: Final = re.compile(r"(?:sha-?256[: ]?)?([0-9a-f]{64})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Way:
    """A form of number, and the page that it leads to."""

    pattern: re.Pattern[str]
    endpoint: str
    argument: str


def _way(pattern: str, endpoint: str, argument: str) -> Way:
    return Way(re.compile(pattern, re.ASCII | re.IGNORECASE), endpoint, argument)


_BATCH: Final = r"[A-Z][A-Z0-9]{1,7}-[0-9]{2}-[A-Z0-9.]+-[A-Z0-9.]+-[A-Z0-9]+"
WAYS: Final = (
    _way(r"([0-9]{2}-[A-Z]{2}-[0-9]{8}-[0-9]{2})", "participants.account", "number"),
    _way(r"(P-[0-9]{8})", "auditing.keys", "number"),
    _way(r"(G-[0-9]{8})", "finance.project", "number"),
    _way(r"(C-[0-9]{8})", "credits.project", "number"),
    _way(r"#?([0-9]{1,15})", "auditing.entry", "index"),
    _way(rf"({_BATCH}(?::[0-9]+(?:-[0-9]+)*)?)", "auditing.trace", "serial"),
)
_ENTRY: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Group:
    """The records of one type that were found by what they are called."""

    label: object
    endpoint: str
    argument: str
    rows: tuple[Found, ...]

    def address(self, key: str) -> str:
        """Return where a record's page is."""
        values: dict[str, Any] = {self.argument: key}
        return url_for(self.endpoint, **values)


# What has a page of its own, in the order in which people look for it.
_NAMED: Final = {
    "participant": (lazy_gettext("参与方"), "auditing.keys", "number"),
    "credit_project": (lazy_gettext("减排与碳汇项目"), "credits.project", "number"),
    "green_project": (lazy_gettext("绿色项目"), "finance.project", "number"),
    "supervision_record": (lazy_gettext("监督名录与登记"), "supervision.record", "number"),
    "inspection_draw": (lazy_gettext("双随机抽查"), "supervision.lots", "number"),
    "gep_account": (lazy_gettext("生态产品总值"), "ecology.account", "number"),
    "ecology_record": (lazy_gettext("产品、补偿与示范"), "ecology.record", "number"),
    "account": (lazy_gettext("账户"), "participants.account", "number"),
}


@blueprint.get("/search")
def find() -> Response:
    """Lead to what a number or a hash names; else show the records that are called so, as far as the reader may."""
    sought = normalise(request.args.get("q", ""))[:QUERY_MAX]
    address = _address_of(sought) if sought else None
    if address:
        return redirect(address)
    groups, positions, owners = _found(sought) if sought else ((), (), ())
    count = sum(len(group.rows) for group in groups) + len(positions) + len(owners)
    page = render_template(
        "search.html", sought=sought, groups=groups, positions=positions, owners=owners, count=count, most=FOUND_MAX
    )
    return make_response(page)


def _address_of(sought: str) -> str | None:
    # People copy serials with the spaces, separators and long dashes that a page shows.
    plain = re.sub(r"[‐-―−]", "-", sought)
    for way in WAYS:
        match = way.pattern.fullmatch(plain) or way.pattern.fullmatch(re.sub(r"[ ,]", "", plain))
        if match:
            text = match.group(1).upper()
            values: dict[str, Any] = {way.argument: int(text) if way.argument == "index" else text}
            return url_for(way.endpoint, **values)
    return _address_of_entry(plain.lower()) if _ENTRY.fullmatch(plain) else _address_of_hash(plain)


def _address_of_entry(entry_id: str) -> str:
    """Return the page of the task that waits for signatures under this id, else the receipt's."""
    waiting = drafts.find(registry().engine, entry_id)
    if waiting is not None and waiting.state == drafts.OPEN and "tasks.show" in current_app.view_functions:
        return url_for("tasks.show", task=entry_id)
    return url_for("auditing.receipt", entry_id=entry_id)


def _address_of_hash(sought: str) -> str | None:
    """Return the one entry that a hash names; the hash of a document may stand in several."""
    positions = _positions(sought)
    return url_for("auditing.entry", index=positions[0]) if len(positions) == 1 else None


def _positions(sought: str) -> tuple[int, ...]:
    match = _HASH.fullmatch(re.sub(r"\s", "", sought))
    if match is None:
        return ()
    with registry().engine.connect() as connection:
        return positions_of(connection, bytes.fromhex(match.group(1)), limit=FOUND_MAX)


def _found(sought: str) -> tuple[tuple[Group, ...], tuple[int, ...], tuple[Named, ...]]:
    with registry().engine.connect() as connection:
        owners = identified_by(connection, sought)
        rows = named_like(connection, sought, records=tuple(_NAMED), limit=FOUND_MAX)
    known = current_app.view_functions
    groups = []
    for record, (label, endpoint, argument) in _NAMED.items():
        if endpoint not in known:
            continue
        mine = tuple(row for row in rows if row.record == record and may_open(endpoint, **{argument: row.key}))
        if mine:
            groups.append(Group(label, endpoint, argument, mine))
    return tuple(groups), _positions(sought), owners
