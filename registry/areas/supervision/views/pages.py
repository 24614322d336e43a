"""The pages of supervision beside its books: credit grades, who is not insured, progress to targets, a green island."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import marshmallow as ma
from flask import request, url_for
from flask_babel import gettext, lazy_gettext
from markupsafe import Markup

from registry.areas.participants.rules.attesting import today_of
from registry.areas.supervision.queries.credit import EXPORT_MAX, PAGE, GradeLine, GradeLines, grades
from registry.areas.supervision.queries.insured import Missing, uninsured
from registry.areas.supervision.queries.targets import Progress, progress
from registry.areas.supervision.rules.bodies import Intensity
from registry.areas.supervision.rules.records import Grade, GradeState
from registry.areas.supervision.views.base import blueprint
from registry.web import own
from registry.web.bodies import Ask
from registry.web.downloads import WRITERS
from registry.web.entryform import entry_page
from registry.web.seam import now, registry
from registry.web.tables import Column, Filter, Table, Tone
from registry.web.tiles import tile_grid
from registry.web.views import view
from registry.web.words import choice_of, label_of, zone_choices, zone_name

_KIND: Final = "supervision.grade"
TONES: Final[Mapping[Grade, Tone]] = {Grade.GREEN: "good", Grade.BLUE: "info", Grade.YELLOW: "wait", Grade.RED: "bad"}
_STATES: Final[Mapping[str, tuple[Tone, object]]] = {
    GradeState.FINAL.value: ("quiet", lazy_gettext("生效")),
    GradeState.OBJECTED.value: ("wait", lazy_gettext("有异议，暂不适用")),
}


class GradeQuery(ma.Schema):
    """What the list of grades is narrowed to."""

    year = ma.fields.Integer(load_default=None, validate=ma.validate.Range(1990, 2199))
    participant = ma.fields.String(load_default=None)


def _party(row: GradeLine | Missing) -> str:
    return url_for("auditing.keys", number=row.participant)


GRADES: Final = Table(
    name="credit-grades",
    caption=lazy_gettext("环境信用等级"),
    columns=(
        Column(name="participant_name", label=label_of("participant", _KIND), link=_party, sortable=False),
        Column(name="participant", label=lazy_gettext("编号"), kind="identifier", sortable=False),
        Column(name="year", label=label_of("year", _KIND), sortable=False),
        Column(name="grade", label=label_of("grade", _KIND), kind="badge", sortable=False,
               badges={one.value: (TONES[one], choice_of(one, _KIND)) for one in Grade}),
        Column(name="state", label=lazy_gettext("状态"), kind="badge", badges=_STATES, sortable=False),
        Column(name="reason", label=label_of("reason", _KIND), sortable=False),
        Column(name="article", label=label_of("article", _KIND), sortable=False),
        Column(name="objection", label=label_of("objection", _KIND), sortable=False),
        Column(name="decision", label=label_of("decision", _KIND), sortable=False),
        Column(name="objections_until", label=lazy_gettext("异议截止"), sortable=False),
        Column(name="number", label=lazy_gettext("第几次评定"), kind="figure", sortable=False),
    ),
    filters=(
        Filter(name="year", label=label_of("year", _KIND)),
        Filter(name="participant", label=lazy_gettext("编号")),
    ),
    paged=True,
    empty=lazy_gettext("还没有评定。主管部门评定后显示于此。"),
)  # fmt: skip


@view(blueprint, "/credit", template="supervision/credit.html", table=GRADES, query=GradeQuery)
def credit(*, year: int | None, participant: str | None, sort: str | None, after: str | None) -> GradeLines:
    """Return environmental credit grades with reason, article, objection and decision."""
    del sort
    limit = EXPORT_MAX if request.args.get("format") in WRITERS else PAGE
    with registry().engine.connect() as connection:
        return grades(connection, year=year, participant=participant, after=after, limit=limit)


@dataclass(frozen=True, slots=True)
class UninsuredPage:
    """Who has to be insured and is not, today."""

    day: str
    rows: tuple[Missing, ...]


UNINSURED: Final = Table(
    name="uninsured",
    caption=lazy_gettext("未足额投保的单位"),
    columns=(
        Column(name="participant_name", label=label_of("participant", _KIND), link=_party),
        Column(name="participant", label=lazy_gettext("编号"), kind="identifier"),
        Column(name="zone", label=label_of("zone", _KIND), write=zone_name),
        Column(name="cover_min_fen", label=lazy_gettext("最低保险金额"), kind="money"),
        Column(name="cover_fen", label=lazy_gettext("现有保险金额"), kind="money"),
        Column(name="last_until", label=lazy_gettext("最近保单到期日")),
        Column(name="duty", label=lazy_gettext("义务编号"), kind="identifier",
               link=lambda row: url_for("supervision.record", number=row.duty)),
    ),
    filters=(Filter(name="zone", label=label_of("zone", _KIND), choices=zone_choices),),
    empty=lazy_gettext("应投保的单位今天都已足额投保。"),
)  # fmt: skip


@view(blueprint, "/uninsured", template="supervision/uninsured.html", table=UNINSURED)
def missing() -> UninsuredPage:
    """Return who has to be insured and is not, or not enough, today."""
    today = today_of(now())
    with registry().engine.connect() as connection:
        return UninsuredPage(today, uninsured(connection, today))


class TargetQuery(ma.Schema):
    """Which intensity."""

    intensity = ma.fields.Enum(Intensity, by_value=True, load_default=Intensity.CO2)


@dataclass(frozen=True, slots=True)
class TargetsPage:
    """The zones' targets of one intensity and how far each has come."""

    intensity: Intensity
    rows: tuple[Progress, ...]


TARGETS: Final = Table(
    name="zone-targets",
    caption=lazy_gettext("目标与进展"),
    columns=(
        Column(name="zone", label=label_of("zone", _KIND), write=zone_name),
        Column(name="base_year", label=lazy_gettext("基期")),
        Column(name="base_milli", label=lazy_gettext("基期值（千分之一）"), kind="figure"),
        Column(name="target_year", label=lazy_gettext("目标年")),
        Column(name="target_milli", label=lazy_gettext("目标值（千分之一）"), kind="figure"),
        Column(name="measured_milli", label=lazy_gettext("最近值（千分之一）"), kind="figure"),
        Column(name="progress_permille", label=lazy_gettext("完成进度"), kind="figure", unit="‰"),
        Column(name="number", label=lazy_gettext("编号"), kind="identifier",
               link=lambda row: url_for("supervision.record", number=row.number)),
    ),
    empty=lazy_gettext("还没有这项指标的目标。主管部门设定后显示于此。"),
)  # fmt: skip


@view(blueprint, "/progress", template="supervision/progress.html", table=TARGETS, query=TargetQuery)
def targets(*, intensity: Intensity) -> TargetsPage:
    """Return the zones' targets of one intensity with the newest measure and the part of the way that is done."""
    with registry().engine.connect() as connection:
        return TargetsPage(intensity, progress(connection, intensity.value))


@blueprint.app_template_global("target_tiles")
def target_tiles(page: TargetsPage) -> Markup:
    """Return the zones as tiles, darker the further they have come."""
    done = {one.zone: max(one.progress_permille or 0, 0) // 10 for one in page.rows}
    return tile_grid(str(gettext("各地区完成目标的百分比")), done)


blueprint.app_template_global("intensity_name")(lambda one: str(choice_of(one, "supervision.set_target")))
_GRADE_CODES: Final = {
    "article_missing": "article", "unknown_participant": "participant", "participant_closed": "participant",
    "unknown_grade": "number", "objection_made": "number", "objection_late": "number", "no_objection": "number",
}  # fmt: skip
for _kind, _rule, _endpoint, _asks in (
    ("supervision.grade", "/credit/new", "grade", {}),
    ("supervision.object_to_grade", "/credit/object", "object_to_grade", {
        "participant": Ask(start=lambda: own.participant() or ""), "number": Ask(label=lazy_gettext("第几次评定")),
    }),
    ("supervision.decide_objection", "/credit/decide", "decide_objection", {
        "number": Ask(label=lazy_gettext("第几次评定")),
    }),
):  # fmt: skip
    entry_page(blueprint, _rule, kind=_kind, endpoint=_endpoint, asks=_asks, codes=_GRADE_CODES)
