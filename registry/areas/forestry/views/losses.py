"""Losses and the buffers that answer for them: is the buffer solvent, what was lost, and the forms of who acts."""

from dataclasses import dataclass
from typing import Final

from flask import url_for
from flask_babel import lazy_gettext

from registry.areas.credits.queries import BufferLine, buffers
from registry.areas.forestry.queries import losses
from registry.areas.forestry.rules.losses import LossKind
from registry.areas.forestry.views.base import blueprint
from registry.web import own
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.seam import now, registry
from registry.web.tables import Column, Table
from registry.web.views import view
from registry.web.words import choice_of, label_of

_KIND: Final = "forestry.report_loss"
_TONNES: Final = lazy_gettext("吨")


@dataclass(frozen=True, slots=True)
class LossLine:
    """A loss; ``units`` are those that a body assessed, and the owner's estimate until then."""

    id: str
    project: str
    loss_kind: str
    happened_on: str
    area_m2: int
    units: int
    is_assessed: bool
    is_late: bool
    state: str
    reported_at: int


@dataclass(frozen=True, slots=True)
class BufferPage:
    """The buffers by scheme, and the losses, the newest first."""

    buffers: tuple[BufferLine, ...]
    rows: tuple[LossLine, ...]


LOSSES: Final = Table(
    name="losses",
    caption=lazy_gettext("碳汇损失"),
    columns=(
        Column(
            name="project", label=label_of("project", _KIND), kind="identifier",
            link=lambda row: url_for("credits.project", number=row.project),
        ),
        Column(
            name="loss_kind", label=label_of("loss_kind", _KIND), kind="badge",
            badges={one.value: ("bad", choice_of(one, _KIND)) for one in LossKind},
        ),
        Column(name="happened_on", label=label_of("happened_on", _KIND), kind="date"),
        Column(name="area_m2", label=label_of("area_m2", _KIND), kind="figure"),
        Column(name="units", label=lazy_gettext("涉及已签发"), kind="figure", unit=_TONNES),
        Column(
            name="state", label=lazy_gettext("状态"), kind="badge",
            badges={
                "estimated": ("wait", lazy_gettext("业主估计，待核定")),
                "assessed": ("info", lazy_gettext("已核定")),
                "late": ("bad", lazy_gettext("逾期报告，待核定")),
            },
        ),
        Column(name="reported_at", label=lazy_gettext("报告时间"), kind="time"),
        Column(
            name="id", label=lazy_gettext("业务编号"), kind="identifier", sortable=False,
            link=lambda row: url_for(
                "forestry.cover_loss" if row.is_assessed else "forestry.assess_loss", loss=row.id
            ),
        ),
    ),
    empty=lazy_gettext("没有报告过损失。"),
)  # fmt: skip


@view(blueprint, "/buffer", template="forestry/buffer.html", table=LOSSES)
def buffer() -> BufferPage:
    """Return what every scheme's buffer holds and owes, and the losses."""
    with registry().engine.connect() as connection:
        lines = buffers(connection, now=now())
        found = losses(connection)
    return BufferPage(
        lines,
        tuple(
            LossLine(
                id=one.id,
                project=one.project,
                loss_kind=one.kind.value,
                happened_on=one.happened_on,
                area_m2=one.area_m2,
                units=one.units_estimated if one.units_assessed is None else one.units_assessed,
                is_assessed=one.units_assessed is not None,
                is_late=one.is_late,
                state="assessed" if one.units_assessed is not None else "late" if one.is_late else "estimated",
                reported_at=one.reported_at,
            )
            for one in found
        ),
    )


entry_page(
    blueprint, "/losses/new", kind=_KIND, endpoint="report_loss",
    asks={"units_estimated": Ask(unit=_TONNES)},
    intro=lazy_gettext("损失须在规定的工作日内报告；补足之前，项目不予签发。"),
    codes={
        "loss_to_come": "happened_on", "loss_before_start": "happened_on", "duty_above_issued": "units_estimated",
    },
)  # fmt: skip
entry_page(
    blueprint, "/losses/assess", kind="forestry.assess_loss", endpoint="assess_loss",
    asks={"assessor": Ask(given=lambda _body: own.participant()), "units": Ask(unit=_TONNES)},
    codes={"loss_above_issued": "units", "loss_below_met": "units", "loss_assessed": "loss"},
)  # fmt: skip
entry_page(
    blueprint, "/losses/cover", kind="forestry.cover_loss", endpoint="cover_loss",
    asks={
        "units": Ask(unit=_TONNES),
        "ranges": Ask(read=own.named_ranges, help=lazy_gettext("一般留空：系统从最早的批次取整段。")),
    },
    codes={"duty_exceeded": "units", "loss_willed": "loss", "loss_unassessed": "loss"},
)  # fmt: skip
