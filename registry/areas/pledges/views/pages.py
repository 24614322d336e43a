"""The pages of pledges: the list of both sides, and one pledge with what can be done about it."""

from dataclasses import dataclass
from typing import Final

import marshmallow as ma
from flask import abort, request, url_for
from flask_babel import lazy_gettext

from registry.areas.participants.queries import accounts_of
from registry.areas.participants.rules.calendars import day_of
from registry.areas.pledges import queries
from registry.areas.pledges.queries import PledgeLine, WholePledge, Worth
from registry.areas.pledges.rules.records import STANDING, PledgeStatus
from registry.areas.pledges.views.base import LENDING, STATES, blueprint, said
from registry.catalog import CATALOGUE, PLEDGE_SEAMS
from registry.web import own
from registry.web.downloads import WRITERS
from registry.web.seam import now, registry, require_person
from registry.web.tables import Column, Filter, Table
from registry.web.views import view


class ListQuery(ma.Schema):
    """Which pledges are wanted."""

    status = ma.fields.Enum(PledgeStatus, by_value=True, load_default=None)


@dataclass(frozen=True, slots=True)
class Sum:
    """How many pledges of one side stand, and what is owed for them, in fen."""

    count: int
    outstanding_fen: int


@dataclass(frozen=True, slots=True)
class PledgesPage:
    """The own pledges on both sides, or all of them for who oversees the registry."""

    rows: tuple[PledgeLine, ...]
    next_after: str | None
    is_lender: bool
    as_owner: Sum
    as_lender: Sum


@dataclass(frozen=True, slots=True)
class PledgePage:
    """One pledge, what it is worth now, and on which side the reader stands."""

    whole: WholePledge
    worth: Worth | None
    is_owner: bool
    is_lender: bool
    owner_cash: str | None
    is_overdue: bool


PLEDGES: Final = Table(
    name="pledges",
    caption=lazy_gettext("质押"),
    paged=True,
    columns=(
        Column(
            name="offered_at", label=lazy_gettext("申请时间"), kind="time", sortable=False,
            link=lambda row: url_for("pledges.pledge", pledge=row.id),
        ),
        Column(name="owner_name", label=lazy_gettext("出质人"), sortable=False),
        Column(name="lender_name", label=lazy_gettext("质权人"), sortable=False),
        Column(name="asset", label=lazy_gettext("标的"), sortable=False),
        Column(name="units", label=lazy_gettext("质押数量"), kind="figure", sortable=False),
        Column(name="loan_fen", label=lazy_gettext("贷款"), kind="money", sortable=False),
        Column(name="outstanding_fen", label=lazy_gettext("贷款余额"), kind="money", sortable=False),
        Column(name="due_on", label=lazy_gettext("到期日"), sortable=False),
        Column(name="status", label=lazy_gettext("状态"), kind="badge", badges=STATES, sortable=False),
        Column(name="call_until", label=lazy_gettext("追加期限"), kind="time", sortable=False),
    ),
    filters=(
        Filter(
            name="status", label=lazy_gettext("状态"),
            choices=lambda: [(one.value, said(one)) for one in PledgeStatus],
        ),
    ),
    empty=lazy_gettext("没有质押。持有单位的企业可以申请质押，由银行接受后生效。"),
)  # fmt: skip


@view(blueprint, "", template="pledges/index.html", table=PLEDGES, query=ListQuery)
def index(*, status: PledgeStatus | None, sort: str | None, after: str | None) -> PledgesPage:
    """Return the own pledges as owner and as lender, or all of them to who oversees the registry."""
    del sort
    number = own.participant()
    nothing = Sum(0, 0)
    if number is None and not own.oversees():
        return PledgesPage((), None, is_lender=False, as_owner=nothing, as_lender=nothing)
    limit = queries.EXPORT_MAX if request.args.get("format") in WRITERS else queries.PAGE
    wanted = None if status is None else status.value
    whose = None if own.oversees() else number
    with registry().engine.connect() as connection:
        found = queries.pledges_of(connection, whose, status=wanted, after=after, limit=limit)
        sums = [
            Sum(*queries.secured(connection, number, is_lender=is_lender)) if number else nothing
            for is_lender in (False, True)
        ]
    is_lender = bool(LENDING & require_person()[0].roles)
    return PledgesPage(found.rows, found.next_after, is_lender, *sums)


@view(blueprint, "/<uuid:pledge>", template="pledges/pledge.html")
def pledge(*, pledge: object) -> PledgePage:
    """Return a pledge with what secures it, what it is worth now, and what was sold out of it."""
    number = own.participant()
    with registry().engine.connect() as connection:
        whole = queries.whole_pledge(connection, str(pledge))
        if whole is None:
            abort(404)
        one = whole.pledge
        stands = one.status in {*STANDING, PledgeStatus.OFFERED}
        worth = queries.worth_of(connection, CATALOGUE, PLEDGE_SEAMS, one, now()) if stands else None
        cash = [line for line in accounts_of(connection, one.owner) if line.purpose == "CA" and line.status == "active"]
    return PledgePage(
        whole=whole,
        worth=worth,
        is_owner=number == one.owner,
        is_lender=number == one.lender,
        owner_cash=cash[0].number if cash else None,
        is_overdue=bool(one.outstanding_fen) and today() > one.due_on,
    )


def today() -> str:
    """Return the Beijing day of now."""
    return day_of(now()).isoformat()
