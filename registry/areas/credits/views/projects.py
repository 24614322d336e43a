"""What everybody may read of projects: the list, and one project with its timeline, cases, comments and issues."""

from dataclasses import dataclass
from typing import Any, Final

from flask import request, url_for
from flask_babel import lazy_gettext

from registry.areas.credits import queries
from registry.areas.credits.queries import EXPORT_MAX, PAGE, CaseLine, ProjectHistory, ProjectRow
from registry.areas.credits.rules.records import DESIGN, Stage, Step
from registry.areas.credits.schemas import ProjectsWanted
from registry.areas.credits.views.base import KIND, STAGES, blueprint
from registry.areas.credits.views.steps import METHODOLOGIES, SCHEMES
from registry.areas.participants.rules.parameters import Evidence
from registry.web import own
from registry.web.downloads import WRITERS
from registry.web.language import language
from registry.web.navigation import may_open
from registry.web.seam import now, person, registry
from registry.web.tables import Column, Filter, Table
from registry.web.views import view
from registry.web.words import choice_of, kind_title, label_of, zone_choices, zone_name


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list in the reader's words, with the codes beside them for machines."""

    number: str
    name: str
    scheme: str
    methodology: str
    owner: str
    owner_number: str
    zone: str
    zone_code: str
    stage: str
    units_expected: int
    issued_units: int
    changed_at: int


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of the list."""

    rows: tuple[Listed, ...]
    next_after: str | None


def _choices_of_stages() -> list[tuple[str, object]]:
    return [(one.value, choice_of(one, KIND)) for one in Stage if one is not Stage.ISSUED]


PROJECTS: Final = Table(
    name="credit-projects",
    caption=lazy_gettext("减排与碳汇项目"),
    paged=True,
    columns=(
        Column(
            name="number", label=label_of("project", KIND), kind="identifier",
            link=lambda row: url_for("credits.project", number=row.number),
        ),
        Column(name="name", label=lazy_gettext("名称"), sortable=False),
        Column(name="stage", label=lazy_gettext("状态"), kind="badge", badges=STAGES),
        Column(name="scheme", label=lazy_gettext("机制")),
        Column(name="methodology", label=label_of("methodology", KIND), sortable=False),
        Column(name="zone", label=lazy_gettext("自贸区")),
        Column(name="units_expected", label=lazy_gettext("年均预计"), kind="figure", unit=lazy_gettext("吨")),
        Column(name="issued_units", label=lazy_gettext("已签发"), kind="figure", unit=lazy_gettext("吨")),
        Column(name="owner", label=label_of("owner", KIND), sortable=False),
        Column(name="changed_at", label=lazy_gettext("最近变更"), kind="time"),
    ),
    filters=(
        Filter(name="text", label=lazy_gettext("名称或编号")),
        Filter(name="scheme", label=lazy_gettext("机制"), choices=SCHEMES),
        Filter(name="stage", label=lazy_gettext("状态"), choices=_choices_of_stages),
        Filter(name="methodology", label=label_of("methodology", KIND), choices=METHODOLOGIES),
        Filter(name="zone", label=lazy_gettext("自贸区"), choices=zone_choices),
    ),
    empty=lazy_gettext("还没有减排项目。业主公示设计文件后，项目列于此处。"),
)  # fmt: skip


@view(blueprint, "/projects", template="credits/projects.html", table=PROJECTS, query=ProjectsWanted)
def projects(*, sort: str | None, after: str | None, **given: Any) -> ListPage:  # noqa: ANN401  what the schema loads
    """Return the list; a download holds all that the filters leave, the page fifty of them."""
    limit = EXPORT_MAX if request.args.get("format") in WRITERS else PAGE
    with registry().engine.connect() as connection:
        wanted = queries.ProjectFilter(**given)
        found = queries.list_projects(connection, wanted, sort=sort, after=after, limit=limit)
    return ListPage(tuple(_listed(row) for row in found.rows), found.next_after)


def _listed(row: ProjectRow) -> Listed:
    return Listed(
        number=row.number,
        name=row.name_en if language() == "en" else row.name_zh,
        scheme=row.scheme,
        methodology=row.methodology,
        owner=row.owner_name or row.owner,
        owner_number=row.owner,
        zone=zone_name(row.zone),
        zone_code=row.zone,
        stage=row.stage.value,
        units_expected=row.units_expected,
        issued_units=row.issued_units,
        changed_at=row.changed_at,
    )


@view(blueprint, "/projects/<number>", template="credits/project.html")
def project(*, number: str) -> ProjectHistory:
    """Return a project with its history."""
    with registry().engine.connect() as connection:
        return queries.get_project(connection, number)


def next_steps(page: ProjectHistory, line: CaseLine) -> list[tuple[str, object]]:
    """Return where the person at hand may go on with a case: the forms' addresses and names."""
    case, one = line.case, page.project
    if one.stage is Stage.CANCELLED or person() is None:
        return []
    is_owner = own.participant() == one.owner
    mine = own.participant() == case.body
    is_over = now() >= case.notice_ends_at
    opinion = "validate_project" if case.number == DESIGN else "verify_reductions"
    wanted: dict[Stage, tuple[tuple[str, bool], ...]] = {
        Stage.PUBLISHED: (
            ("comment", not is_owner and not is_over),
            ("answer_comment", is_owner and bool(case.comments_open)),
            (opinion, mine and is_over),
        ),
        Stage.ENDORSED: (("apply_registration", is_owner),),
        Stage.APPLIED: (("decide_registration", True),),
        Stage.REGISTERED: (("publish_period", is_owner),) if case.number == DESIGN else (("issue_verified", True),),
    }
    return [
        (url_for(f"credits.{name}", **_known(name, line)), kind_title(f"credits.{name}"))
        for name, is_due in wanted.get(case.stage, ())
        if is_due and may_open(f"credits.{name}")
    ]


def _known(name: str, line: CaseLine) -> dict[str, Any]:
    case = line.case
    known: dict[str, Any] = {"project": case.project}
    if name not in ("validate_project", "publish_period"):
        known["case"] = case.number
    if name == "apply_registration":
        known["units"] = case.verified_units or 0
    if name == "answer_comment":
        known["comment_number"] = next((one.number for one in line.comments if one.answer is None), 1)
    return known


TEMPLATE_WORDS: Final = {
    "next_steps": next_steps,
    "credit_stage": lambda stage: STAGES[stage.value],
    "credit_step": lambda step: choice_of(Step(step), KIND),
    "credit_label": lambda name: label_of(name, KIND),
    "credit_evidence": lambda code: choice_of(Evidence(code), "participants.set_parameter"),
    "may_publish": lambda: own.is_holder() and may_open("credits.publish_design"),
    "owns_project": lambda one: own.participant() == one.owner and may_open("forestry.add_plot"),
    "owns": lambda one: own.participant() == one.owner and may_open("credits.replace_units"),
    "is_over": lambda instant: now() >= instant,
}
blueprint.context_processor(lambda: dict(TEMPLATE_WORDS))
