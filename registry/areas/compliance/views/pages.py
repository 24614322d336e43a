"""The pages that read: the public list of covered enterprises, the cases of whoever is at hand, and one case."""

from dataclasses import dataclass
from typing import Final

import marshmallow as ma
from flask import abort, request, url_for
from flask_babel import lazy_gettext

from registry.areas.compliance.queries import cases as queries
from registry.areas.compliance.queries.cases import Case, CoveredLine
from registry.areas.compliance.queries.owed import Owed, owed_of
from registry.areas.compliance.rules.records import Deadline, RemovalGround, Sector
from registry.areas.compliance.rules.status import Standing
from registry.areas.compliance.views.base import blueprint, choices, said, writer, year_choices
from registry.catalog import CATALOGUE
from registry.ledger.parties import Function
from registry.web import own
from registry.web.downloads import WRITERS
from registry.web.seam import now, registry, require_person
from registry.web.tables import Column, Filter, Table, Tone
from registry.web.views import view
from registry.web.words import zone_name

TONNES: Final = lazy_gettext("吨")
_STATES: Final[dict[str, tuple[Tone, object]]] = {
    "listed": ("good", lazy_gettext("在名录内")),
    **{ground.value: ("quiet", said(ground)) for ground in RemovalGround},
}

TONES: Final[dict[str, Tone]] = {
    "unknown": "quiet", "open": "wait", "waiting": "wait", "met": "good", "met_late": "wait", "overdue": "bad",
}  # fmt: skip
STANDINGS: Final[dict[str, tuple[Tone, object]]] = {one.value: (TONES[one], said(one)) for one in Standing}


class ListQuery(ma.Schema):
    """The year and the sector that are wanted; without a year the newest."""

    year = ma.fields.Integer(load_default=None, validate=ma.validate.Range(1990, 2199))
    sector = ma.fields.Enum(Sector, by_value=True, load_default=None)


@dataclass(frozen=True, slots=True)
class ListPage:
    """The list of a year; ``year`` is None before there is any."""

    year: int | None
    rows: tuple[CoveredLine, ...]
    next_after: str | None


@dataclass(frozen=True, slots=True)
class CasesPage:
    """The years of the person's enterprise, or what its service body reviews."""

    rows: tuple[CoveredLine, ...]
    next_after: str | None
    is_enterprise: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """One enterprise's year, with the deadlines of its sector."""

    case: Case
    deadlines: tuple[Deadline, ...]
    owed: Owed | None
    is_own: bool
    is_verifier: bool
    is_authority: bool


def _case_url(row: CoveredLine) -> str:
    return url_for("compliance.case", year=row.year, participant=row.participant)


_LISTED: Final = (
    Column(name="participant", label=lazy_gettext("编号"), kind="identifier", sortable=False),
    Column(name="name", label=lazy_gettext("重点排放单位"), sortable=False),
    Column(name="sector", label=lazy_gettext("行业"), write=writer(Sector), sortable=False),
    Column(name="zone", label=lazy_gettext("地区"), write=zone_name, sortable=False),
    Column(
        name="basis_tco2e", label=lazy_gettext("列入依据的排放量"), kind="figure", unit=TONNES, sortable=False
    ),
    Column(name="verified_tco2e", label=lazy_gettext("核定排放量"), kind="figure", unit=TONNES, sortable=False),
    Column(name="surrendered_units", label=lazy_gettext("已清缴"), kind="figure", unit=TONNES, sortable=False),
    Column(name="standing", label=lazy_gettext("清缴状态"), kind="badge", badges=STANDINGS, sortable=False),
    Column(name="state", label=lazy_gettext("名录状态"), kind="badge", badges=_STATES, sortable=False),
)  # fmt: skip
ENTERPRISES: Final = Table(
    name="covered-enterprises",
    caption=lazy_gettext("名录与清缴情况"),
    columns=_LISTED,
    filters=(
        Filter(name="year", label=lazy_gettext("履约年度"), choices=year_choices),
        Filter(name="sector", label=lazy_gettext("行业"), choices=choices(Sector)),
    ),
    paged=True,
    empty=lazy_gettext("还没有公布名录。主管部门公布后显示于此。"),
)
CASES: Final = Table(
    name="compliance-cases",
    caption=lazy_gettext("履约事项"),
    columns=(
        Column(name="year", label=lazy_gettext("履约年度"), link=_case_url, sortable=False),
        *_LISTED[:3],
        Column(name="version", label=lazy_gettext("报告版本"), kind="figure", sortable=False),
        *_LISTED[5:],
    ),
    paged=True,
    empty=lazy_gettext("没有履约事项。列入重点排放单位名录，或被指派核查后，会显示在这里。"),
)


@view(blueprint, "/enterprises", template="compliance/enterprises.html", table=ENTERPRISES, query=ListQuery)
def enterprises(*, year: int | None, sector: Sector | None, sort: str | None, after: str | None) -> ListPage:
    """Return who is covered in a year, as the authority has published it."""
    del sort
    limit = queries.EXPORT_MAX if request.args.get("format") in WRITERS else queries.PAGE
    with registry().engine.connect() as connection:
        wanted = year or next(iter(queries.listed_years(connection)), None)
        if wanted is None:
            return ListPage(None, (), None)
        found = queries.covered_in(connection, wanted, now=now(), sector=sector, after=after, limit=limit)
    return ListPage(wanted, found.rows, found.next_after)


@view(blueprint, "/cases", template="compliance/cases.html", table=CASES, query=ListQuery)
def cases(*, year: int | None, sector: Sector | None, sort: str | None, after: str | None) -> CasesPage:
    """Return the years of the own enterprise, what the own body reviews, or a whole year to whoever oversees."""
    del sort
    with registry().engine.connect() as connection:
        if own.oversees():
            wanted = year or next(iter(queries.listed_years(connection)), 0)
            found = queries.covered_in(connection, wanted, now=now(), sector=sector, after=after)
            return CasesPage(found.rows, found.next_after, is_enterprise=False)
        number = own.participant()
        if number is None:
            return CasesPage((), None, is_enterprise=False)
        found = queries.cases_of(connection, number, now=now(), after=after)
    return CasesPage(found.rows, found.next_after, is_enterprise=own.is_holder())


@view(blueprint, "/cases/<int:year>/<participant>", template="compliance/case.html")
def case(*, year: int, participant: str) -> CasePage:
    """Return an enterprise's year: its reports, opinions, and what was accepted."""
    with registry().engine.connect() as connection:
        found = queries.case_of(connection, year, participant)
        if found is None:
            abort(404)
        all_ = queries.deadlines_of(connection, year)
        number = own.participant()
        # A verifier sees what is reported, not what the enterprise holds.
        owed = owed_of(connection, found, CATALOGUE, now()) if number == participant or own.oversees() else None
    mine = {one.step for one in all_ if one.sector == found.covered.sector}
    return CasePage(
        case=found,
        deadlines=tuple(
            one for one in all_ if one.sector == found.covered.sector or (not one.sector and one.step not in mine)
        ),
        owed=owed,
        is_own=number == participant,
        is_verifier=number is not None and number == found.covered.verifier,
        is_authority=Function.AUTHORITY in require_person()[0].roles,
    )
