"""The pages that read: the list of projects, one project with its history, the catalogue."""

from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, request, url_for
from flask_babel import lazy_gettext

from registry.areas.finance.queries import (
    EXPORT_MAX,
    PAGE,
    ProjectHistory,
    ProjectRow,
    catalogue_in_force,
    category_path,
    find_categories,
    get_project,
    list_catalogues,
    list_categories,
    list_projects,
)
from registry.areas.finance.rules.changes import beijing_day
from registry.areas.finance.rules.choices import Eligibility, Instrument, Stage
from registry.areas.finance.rules.records import FinanceCatalogue, FinanceCategory
from registry.areas.finance.schemas import CatalogueWanted, ProjectsWanted, filter_of
from registry.areas.finance.views import words
from registry.web.downloads import WRITERS
from registry.web.seam import now, registry
from registry.web.tables import Column, Filter, Table
from registry.web.views import view
from registry.web.words import zone_choices, zone_name

blueprint = Blueprint("finance", __name__, url_prefix="/finance")
blueprint.context_processor(lambda: dict(words.TEMPLATE_WORDS))


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list in the reader's words, with the codes beside them for machines."""

    number: str
    name: str
    owner: str
    zone: str
    zone_code: str
    catalogue: str
    category: str
    category_code: str
    instrument: str
    stage: str
    total_investment_fen: int
    green_finance_fen: int
    grade: str | None
    eligibility: str
    reason: str
    reason_code: str
    changed_at: int


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of the list."""

    rows: tuple[Listed, ...]
    next_after: str | None


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """A place in a catalogue: the way there, and the entries below it or those that a search found."""

    catalogues: tuple[FinanceCatalogue, ...]
    version: str | None
    in_force: str | None
    path: tuple[FinanceCategory, ...]
    categories: tuple[FinanceCategory, ...]
    text: str | None


COLUMNS: Final = (
    Column(
        name="number",
        label=words.label("project"),
        kind="identifier",
        link=lambda row: url_for("finance.project", number=row.number),
    ),
    Column(name="name", label=lazy_gettext("名称"), sortable=False),
    Column(name="eligibility", label=words.label("eligibility"), kind="badge", badges=words.badges(Eligibility)),
    Column(name="reason", label=words.label("reason"), sortable=False),
    Column(name="zone", label=words.label("zone")),
    Column(name="category", label=words.label("category")),
    Column(name="total_investment_fen", label=words.label("total_investment_fen"), kind="money"),
    Column(name="green_finance_fen", label=words.label("green_finance_fen"), kind="money"),
    Column(
        name="instrument",
        label=words.label("instrument"),
        kind="badge",
        badges=words.badges(Instrument),
        sortable=False,
    ),
    Column(name="stage", label=words.label("stage"), kind="badge", badges=words.badges(Stage), sortable=False),
    Column(name="grade", label=words.label("grade"), sortable=False),
    Column(name="owner", label=words.label("owner"), sortable=False),
    Column(name="changed_at", label=lazy_gettext("最近变更"), kind="time"),
)
FILTERS: Final = (
    Filter(name="text", label=lazy_gettext("名称或编号")),
    Filter(name="eligibility", label=words.label("eligibility"), choices=words.choices(Eligibility)),
    Filter(name="reason", label=words.label("reason"), choices=words.reason_choices),
    Filter(name="zone", label=words.label("zone"), choices=zone_choices),
    Filter(name="category", label=lazy_gettext("条目编码（含下级）")),
    Filter(name="stage", label=words.label("stage"), choices=words.choices(Stage)),
    Filter(name="instrument", label=words.label("instrument"), choices=words.choices(Instrument)),
    Filter(name="finance_min", label=lazy_gettext("拟融资金不低于（万元）")),
    Filter(name="finance_max", label=lazy_gettext("拟融资金不高于（万元）")),
)
PROJECTS: Final = Table(
    name="green-projects",
    caption=lazy_gettext("绿色项目"),
    columns=COLUMNS,
    filters=FILTERS,
    paged=True,
    empty=lazy_gettext("还没有登记的绿色项目。"),
)


@view(blueprint, "/projects", template="finance/projects.html", table=PROJECTS, query=ProjectsWanted)
def projects(*, sort: str | None, after: str | None, **given: Any) -> ListPage:  # noqa: ANN401  what the schema loads
    """Return the list; a download holds all that the filters leave, the page fifty of them."""
    limit = EXPORT_MAX if request.args.get("format") in WRITERS else PAGE
    with registry().engine.connect() as connection:
        found = list_projects(
            connection, filter_of(given), today=beijing_day(now()), sort=sort, after=after, limit=limit
        )
    return ListPage(tuple(_listed(row) for row in found.rows), found.next_after)


@view(blueprint, "/projects/<number>", template="finance/project.html")
def project(*, number: str) -> ProjectHistory:
    """Return a project with its history."""
    with registry().engine.connect() as connection:
        return get_project(connection, number, today=beijing_day(now()))


@view(blueprint, "/catalogue", template="finance/catalogue.html", query=CatalogueWanted)
def catalogue(*, version: str | None, under: str, text: str | None) -> CataloguePage:
    """Return a place in the catalogue, of the version in force if none is named."""
    with registry().engine.connect() as connection:
        in_force = catalogue_in_force(connection, beijing_day(now()))
        wanted = version or in_force or ""
        return CataloguePage(
            catalogues=list_catalogues(connection),
            version=wanted or None,
            in_force=in_force,
            path=category_path(connection, wanted, under) if under else (),
            categories=find_categories(connection, wanted, text)
            if text
            else list_categories(connection, wanted, under),
            text=text,
        )


def _listed(row: ProjectRow) -> Listed:
    title = words.in_language((row.category_title_zh or "", row.category_title_en or row.category_title_zh or ""))
    due = str(lazy_gettext("（须按今日规则重新判定）")) if row.is_due else ""
    return Listed(
        number=row.number,
        name=words.in_language((row.name_zh, row.name_en)),
        owner=row.owner_name or row.owner,
        zone=zone_name(row.zone),
        zone_code=row.zone,
        catalogue=row.catalogue,
        category=f"{row.category} {title} ({row.catalogue})",
        category_code=row.category,
        instrument=row.instrument.value,
        stage=row.stage.value,
        total_investment_fen=row.total_investment_fen,
        green_finance_fen=row.green_finance_fen,
        grade=row.grade,
        eligibility=row.eligibility.value,
        reason=words.reason_text(row.reason) + due,
        reason_code=row.reason,
        changed_at=row.changed_at,
    )
