"""What a participant looks at: what it holds, what waits, what has moved. GET only."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import marshmallow as ma
from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from registry.areas.participants import queries
from registry.areas.participants.queries import (
    AccountLine,
    Edge,
    HeldRange,
    Holding,
    Overview,
    StatementRow,
)
from registry.areas.participants.views.lists import HOLDINGS, MOVES, PURPOSES, SERIALS, STATEMENT
from registry.ledger.errors import Refusal
from registry.ledger.parties import Participant
from registry.ledger.serials import Purpose
from registry.store import drafts, joining
from registry.web import own, worklist
from registry.web.formats import BEIJING, MICROSECONDS
from registry.web.seam import now, registry, require_person
from registry.web.views import view
from registry.web.words import class_name, kind_title

blueprint = Blueprint("participants", __name__)
RECENT: Final = 8
_KIND: Final = "participants.register"


@dataclass(frozen=True, slots=True)
class ClassFigure:
    """What is free of one class, with the vintages that it consists of."""

    asset_class: str
    is_credit: bool
    name: str
    unit: str
    available: int
    held_back: int
    vintages: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class RecentMove:
    """A move of an own account, as the overview lists it."""

    recorded_at: int
    account: str
    title: str
    counterpart: str
    asset: str
    units: int
    entry: str


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A move as a statement lists it; `title` is its kind's in the reader's language."""

    recorded_at: int
    index: int
    kind: str
    title: str
    counterpart: str
    asset: str
    units: int
    balance: int
    serial: str
    entry: str


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """The start page of a participant's person."""

    participant: Participant | None
    figures: tuple[ClassFigure, ...]
    tasks: int
    begun: int
    rows: tuple[RecentMove, ...]


@dataclass(frozen=True, slots=True)
class HoldingsPage:
    """All holdings of a participant, by account and asset, and their sums by asset."""

    rows: tuple[Holding, ...]
    sums: tuple[Overview, ...]
    figures: tuple[ClassFigure, ...]
    accounts: tuple[AccountLine, ...]


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One account: its holder, the balances at both edges of the period, the moves in between."""

    account: AccountLine
    holder: str
    edges: tuple[Edge, ...]
    rows: tuple[StatementLine, ...]
    next_after: str | None
    since: str
    until: str
    asset: str


@dataclass(frozen=True, slots=True)
class SerialsPage:
    """The serial ranges of one account."""

    account: AccountLine
    asset: str | None
    rows: tuple[HeldRange, ...]
    next_after: str | None


class PeriodQuery(ma.Schema):
    """The period of a statement, in Beijing days with both ends included, and the asset."""

    since = ma.fields.Date(load_default=None)
    until = ma.fields.Date(load_default=None)
    asset = ma.fields.String(load_default=None, validate=ma.validate.Length(max=40))


class AssetQuery(ma.Schema):
    """The asset whose ranges are wanted; none for all."""

    asset = ma.fields.String(load_default=None, validate=ma.validate.Length(max=40))


@view(blueprint, "/overview", template="participants/overview.html", table=MOVES)
def overview() -> OverviewPage | Response:
    """Return what the person came for: what is free, what waits, what has moved. Who is expected is led to join."""
    person = require_person()[0]
    number, who = own.participant(), person.representative
    engine = registry().engine
    if number is None and who and _is_expected(who):
        return redirect(url_for("participants.join"))
    waiting = worklist.count(person, now()) if who else 0
    begun = len(drafts.begun_by(engine, who, now())) if who else 0
    if number is None:
        return OverviewPage(None, (), waiting, begun, ())
    with engine.connect() as connection:
        sums = queries.sum_up(_held(connection, number), queries.class_units(connection))
        open_accounts = [one.number for one in queries.accounts_of(connection, number) if one.purpose in own.OPEN]
        moved = queries.recent_moves(connection, open_accounts, RECENT)
        participant = queries.get_participant(connection, number)
        figures = _figures(sums, queries.credit_classes(connection))
    return OverviewPage(participant, figures, waiting, begun, tuple(_recent(*one) for one in moved))


def _is_expected(representative: str) -> bool:
    with registry().engine.connect() as connection:
        return joining.expected(connection, representative) is not None


def _held(connection: object, number: str) -> tuple[Holding, ...]:
    """Return what a participant holds. An issuance account holds nothing: it counts what was issued, below zero."""
    found = queries.holdings_of(connection, number, now())  # type: ignore[arg-type]  # SQL's types stay in queries
    return tuple(one for one in found if one.purpose != Purpose.ISSUANCE)


def _figures(sums: tuple[Overview, ...], of_credits: Container[str]) -> tuple[ClassFigure, ...]:
    by_class: dict[str, list[Overview]] = {}
    for one in sums:
        by_class.setdefault(one.asset_class, []).append(one)
    return tuple(
        ClassFigure(
            asset_class=code,
            is_credit=code in of_credits,
            name=class_name(code, ones[0].class_name),
            unit=ones[0].unit,
            available=sum(one.available for one in ones),
            held_back=sum(one.frozen + one.pending for one in ones),
            vintages=tuple((one.vintage, one.available) for one in ones if one.available),
        )
        for code, ones in by_class.items()
    )


def _recent(account: str, row: StatementRow) -> RecentMove:
    return RecentMove(
        row.recorded_at, account, str(kind_title(row.kind)), row.counterpart, row.asset, row.units, row.entry
    )


@view(blueprint, "/holdings", template="participants/holdings.html", table=HOLDINGS)
def holdings() -> HoldingsPage:
    """Return what each account holds."""
    number = own.participant()
    if number is None:
        return HoldingsPage((), (), (), ())
    with registry().engine.connect() as connection:
        rows = _held(connection, number)
        sums = queries.sum_up(rows, queries.class_units(connection))
        return HoldingsPage(
            rows, sums, _figures(sums, queries.credit_classes(connection)), queries.accounts_of(connection, number)
        )


@view(blueprint, "/accounts/<number>", template="participants/account.html", table=STATEMENT, query=PeriodQuery)
def account(
    *, number: str, since: date | None, until: date | None, asset: str | None, sort: str | None, after: str | None
) -> AccountPage:
    """Return the statement of one account over a period; a file holds the whole period, a page a part of it."""
    limit = queries.EXPORT_MAX if request.args.get("format") else queries.STATEMENT_PAGE
    with registry().engine.connect() as connection:
        line = _account(connection, number)
        found = queries.statement(
            connection, number, since=_start(since), until=_start(until and until + timedelta(days=1)), asset=asset,
            oldest_first=sort == "recorded_at", after=after, limit=limit,
        )  # fmt: skip
        holder = queries.account_holder(connection, number)
    dates = {name: day.isoformat() if day else "" for name, day in (("since", since), ("until", until))}
    return AccountPage(
        account=line,
        holder=holder[1] if holder else "",
        edges=found.edges,
        rows=tuple(_line(row) for row in found.rows),
        next_after=found.next_after,
        asset=asset or "",
        **dates,
    )


def _line(row: StatementRow) -> StatementLine:
    return StatementLine(
        recorded_at=row.recorded_at,
        index=row.index,
        kind=row.kind,
        title=str(kind_title(row.kind)),
        counterpart=row.counterpart,
        asset=row.asset,
        units=row.units,
        balance=row.balance,
        serial=row.serial,
        entry=row.entry,
    )


@view(blueprint, "/accounts/<number>/serials", template="participants/serials.html", table=SERIALS, query=AssetQuery)
def serials(*, number: str, asset: str | None, sort: str | None, after: str | None) -> SerialsPage:
    """Return the serial ranges of one account."""
    del sort
    limit = queries.EXPORT_MAX if request.args.get("format") else queries.RANGES_PAGE
    with registry().engine.connect() as connection:
        line = _account(connection, number)
        found = queries.held_ranges(connection, number, asset, after=after, limit=limit)
    return SerialsPage(line, asset, found.rows, found.next_after)


@blueprint.app_template_filter("account_purpose")
def account_purpose(purpose: str) -> str:
    """Return what an account is for, in the reader's language."""
    return str(PURPOSES.get(purpose, ("quiet", purpose))[1])


def _account(connection: object, number: str) -> AccountLine:
    try:
        return queries.get_account(connection, number)  # type: ignore[arg-type]  # SQL's types stay in queries
    except Refusal:
        raise Refusal("unknown_record", number=number) from None


def _start(day: date | None) -> int | None:
    """Return the instant at which a Beijing day begins, in microseconds UTC."""
    if day is None:
        return None
    midnight = datetime.combine(day, time(), tzinfo=BEIJING)
    return (midnight - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) // MICROSECONDS * MICROSECONDS
