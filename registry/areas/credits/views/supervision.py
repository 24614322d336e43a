"""Supervision in public: who is held, banned or in debt, and what is claimed twice."""

from dataclasses import dataclass
from typing import Final

from flask import url_for
from flask_babel import lazy_gettext

from registry.areas.credits.queries import supervision as queries
from registry.areas.credits.queries.supervision import ProjectName
from registry.areas.credits.rules.duties import Cause
from registry.areas.credits.rules.outside import Nature
from registry.areas.credits.views.base import blueprint
from registry.areas.participants.rules.calendars import day_of
from registry.web.language import language
from registry.web.seam import now, registry
from registry.web.tables import Column, Table
from registry.web.views import view
from registry.web.words import choice_of, label_of

_KIND: Final = "credits.record_outside_claim"
_UNITS: Final = lazy_gettext("吨")


@dataclass(frozen=True, slots=True)
class Held:
    """A suspension in force; ``batches`` is how many batches it holds."""

    id: str
    project: str
    name: str
    order: str
    ground: str
    batches: int
    placed_at: int
    ends_at: int | None


@dataclass(frozen=True, slots=True)
class SuspensionsPage:
    """The suspensions in force."""

    rows: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Barred:
    """A ban in force; without ``until`` it is for good."""

    id: str
    subject: str
    name: str
    ground: str
    article: str
    placed_at: int
    until: str | None


@dataclass(frozen=True, slots=True)
class BansPage:
    """The bans in force."""

    rows: tuple[Barred, ...]


@dataclass(frozen=True, slots=True)
class Owed:
    """An open duty, in units of its scheme."""

    id: str
    project: str
    name: str
    cause: str
    debtor: str
    units: int
    missing: int
    due_at: int
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class DutiesPage:
    """The open duties."""

    rows: tuple[Owed, ...]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim of another register that met one of our projects."""

    code: str
    project: str
    name: str
    register: str
    reference: str
    nature: str
    first: str
    last: str
    units: int
    recorded_at: int


@dataclass(frozen=True, slots=True)
class DoublePage:
    """The double claims that stand."""

    rows: tuple[Claimed, ...]


_PROJECT: Final = (
    Column(
        name="project", label=label_of("project", _KIND), kind="identifier",
        link=lambda row: url_for("credits.project", number=row.project),
    ),
    Column(name="name", label=lazy_gettext("名称")),
)  # fmt: skip
SUSPENSIONS: Final = Table(
    name="credit-suspensions",
    caption=lazy_gettext("暂停中的项目"),
    columns=(
        *_PROJECT,
        Column(name="order", label=lazy_gettext("文书号")),
        Column(name="ground", label=lazy_gettext("理由")),
        Column(name="batches", label=lazy_gettext("涉及批次"), kind="figure"),
        Column(name="placed_at", label=lazy_gettext("自"), kind="time"),
        Column(name="ends_at", label=lazy_gettext("截止"), kind="time"),
        Column(
            name="id", label=lazy_gettext("业务编号"), kind="identifier", sortable=False,
            link=lambda row: url_for("credits.lift_suspension", suspension=row.id),
        ),
    ),
    empty=lazy_gettext("没有暂停中的项目。"),
)  # fmt: skip
BANS: Final = Table(
    name="credit-bans",
    caption=lazy_gettext("禁入名单"),
    columns=(
        Column(name="subject", label=label_of("subject", "credits.ban"), kind="identifier"),
        Column(name="name", label=lazy_gettext("名称")),
        Column(name="ground", label=lazy_gettext("理由")),
        Column(name="article", label=lazy_gettext("依据条款")),
        Column(name="placed_at", label=lazy_gettext("自"), kind="time"),
        Column(name="until", label=lazy_gettext("至（含当日；空为长期）"), kind="date"),
        Column(
            name="id", label=lazy_gettext("业务编号"), kind="identifier", sortable=False,
            link=lambda row: url_for("credits.lift_ban", ban=row.id),
        ),
    ),
    empty=lazy_gettext("没有人被禁入。"),
)  # fmt: skip
DUTIES: Final = Table(
    name="credit-duties",
    caption=lazy_gettext("未履行的补足义务"),
    columns=(
        *_PROJECT,
        Column(
            name="cause", label=lazy_gettext("原因"), kind="badge",
            badges={one.value: ("wait", choice_of(one, "credits.order_replacement")) for one in Cause},
        ),
        Column(name="debtor", label=lazy_gettext("义务人"), kind="identifier"),
        Column(name="units", label=lazy_gettext("应补足"), kind="figure", unit=_UNITS, total=True),
        Column(name="missing", label=lazy_gettext("尚缺"), kind="figure", unit=_UNITS, total=True),
        Column(name="due_at", label=lazy_gettext("期限"), kind="time"),
        Column(
            name="id", label=lazy_gettext("业务编号"), kind="identifier", sortable=False,
            link=lambda row: url_for("credits.replace_units", duty=row.id),
        ),
    ),
    empty=lazy_gettext("没有未履行的补足义务。"),
)  # fmt: skip
DOUBLES: Final = Table(
    name="double-claims",
    caption=lazy_gettext("与其他登记系统重复的主张"),
    columns=(
        Column(name="code", label=label_of("claim_code", _KIND), kind="identifier"),
        *_PROJECT,
        Column(name="register", label=label_of("register", _KIND)),
        Column(name="reference", label=lazy_gettext("外部编号")),
        Column(
            name="nature", label=lazy_gettext("性质"), kind="badge",
            badges={one.value: ("bad", choice_of(one, _KIND)) for one in Nature},
        ),
        Column(name="first", label=lazy_gettext("自"), kind="date"),
        Column(name="last", label=lazy_gettext("至"), kind="date"),
        Column(name="units", label=lazy_gettext("外部数量"), kind="figure"),
        Column(name="recorded_at", label=lazy_gettext("登记时间"), kind="time"),
    ),
    empty=lazy_gettext("没有发现重复的主张。"),
)  # fmt: skip


@view(blueprint, "/suspensions", template="credits/suspensions.html", table=SUSPENSIONS)
def suspensions() -> SuspensionsPage:
    """Return the suspensions in force."""
    with registry().engine.connect() as connection:
        found = [one for one in queries.suspensions(connection) if one.holds(now())]
        names = queries.names_of(connection, {one.project for one in found})
    return SuspensionsPage(
        tuple(
            Held(
                id=one.id,
                project=one.project,
                name=_said(names.get(one.project)),
                order=one.order,
                ground=one.ground,
                batches=len(one.batches),
                placed_at=one.placed_at,
                ends_at=one.ends_at or None,
            )
            for one in found
        )
    )


@view(blueprint, "/bans", template="credits/bans.html", table=BANS)
def bans() -> BansPage:
    """Return the bans in force."""
    today = day_of(now()).isoformat()
    with registry().engine.connect() as connection:
        found = queries.bans(connection)
    return BansPage(
        tuple(
            Barred(one.id, one.subject, name, one.ground, one.article, one.placed_at, one.until)
            for one, name in found
            if one.holds(today)
        )
    )


@view(blueprint, "/duties", template="credits/duties.html", table=DUTIES)
def duties() -> DutiesPage:
    """Return the open duties, the newest first."""
    with registry().engine.connect() as connection:
        found = queries.open_duties(connection)
        names = queries.names_of(connection, {one.project for one in found})
    return DutiesPage(
        tuple(
            Owed(
                id=one.id,
                project=one.project,
                name=_said(names.get(one.project)),
                cause=one.cause.value,
                debtor=one.debtor,
                units=one.units,
                missing=one.missing,
                due_at=one.due_at,
                is_overdue=now() >= one.due_at,
            )
            for one in found
        )
    )


@view(blueprint, "/double-claims", template="credits/double_claims.html", table=DOUBLES)
def double_claims() -> DoublePage:
    """Return the claims of other registers that met a project here and stand."""
    with registry().engine.connect() as connection:
        found = queries.double_claims(connection)
        names = queries.names_of(connection, {one.project for one in found})
    return DoublePage(
        tuple(
            Claimed(
                code=one.code,
                project=one.project,
                name=_said(names.get(one.project)),
                register=one.register,
                reference=one.reference,
                nature=one.nature.value,
                first=one.first,
                last=one.last,
                units=one.units,
                recorded_at=one.recorded_at,
            )
            for one in found
        )
    )


def _said(name: ProjectName | None) -> str:
    if name is None:
        return ""
    return name.name_en if language() == "en" else name.name_zh
