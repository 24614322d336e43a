"""The operator's pages: how the registry stands, what it was ruled to do, and the switch of each asset class."""

import dataclasses
from dataclasses import dataclass, replace
from typing import Final

import marshmallow as ma
from flask import Blueprint, current_app, url_for
from flask_babel import lazy_gettext

from registry.areas.participants.queries import rulings
from registry.areas.participants.queries.rulings import (
    CalendarLine,
    ClassLine,
    ParameterLine,
    SuspensionLine,
    Switch,
)
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.language import language
from registry.web.navigation import Item, may_open
from registry.web.operation import alarms as alarming
from registry.web.operation import lists
from registry.web.operation.alarms import Alarm
from registry.web.operation.state import State, read_state
from registry.web.permissions import Access, roles
from registry.web.seam import now, registry
from registry.web.views import view
from registry.web.words import class_name, kind_title
from registry.wording import parameter_name

blueprint = Blueprint("operation", __name__, url_prefix="/operation")
_OVERSEERS: Final = roles("operator", "authority", "auditor")
_OFFICE: Final = roles("operator", "authority")
PERMISSIONS: Final[dict[str, Access]] = {
    "operation.state": _OVERSEERS,
    "operation.parameters": _OVERSEERS,
    "operation.calendars": _OVERSEERS,
    "operation.classes": _OVERSEERS,
    "operation.suspensions": _OVERSEERS,
    "operation.close_class": _OFFICE,
    "operation.reopen_class": _OFFICE,
}
# The badge stands on every page of those who see it, so its figure is kept for so long.
_KEPT_US: Final = 30_000_000


def count_grave() -> int:
    """Return how many alarms are grave, as of at most half a minute ago, for the badge in the navigation."""
    kept: tuple[int, int] | None = current_app.extensions.get("grave_alarms")
    if kept is None or now() - kept[0] > _KEPT_US:
        found = sum(one.grave == "bad" for one in alarming.alarms(read_state(), now=now()))
        kept = current_app.extensions["grave_alarms"] = (now(), found)
    return kept[1]


NAVIGATION: Final = {
    "operation": (
        Item("operation.state", lazy_gettext("运行与告警"), "activity", count=count_grave),
        Item("operation.parameters", lazy_gettext("参数"), "sliders-horizontal"),
        Item("operation.calendars", lazy_gettext("日历"), "calendar-days"),
        Item(
            "operation.classes",
            lazy_gettext("类别开关"),
            "power",
            ("operation.close_class", "operation.reopen_class"),
        ),
        Item("operation.suspensions", lazy_gettext("暂停"), "circle-pause"),
    ),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A page elsewhere that an administrator needs."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class StatePage:
    """The alarms, and the state that they were read from."""

    alarms: tuple[Alarm, ...]
    state: State


# Pages of others for those who administer people, security and audits; shown to whom they are open, where they are.
_ELSEWHERE: Final = (
    ("participants.office", lazy_gettext("参与方与账户")),
    ("accounts.index", lazy_gettext("人员与登录")),
    ("auditing.journal", lazy_gettext("日志")),
    ("auditing.checkpoints", lazy_gettext("检查点与见证")),
    ("auditing.attestations", lazy_gettext("审计意见")),
    ("auditing.conservation", lazy_gettext("守恒")),
)


@blueprint.app_template_global()
def elsewhere() -> list[Link]:
    """Return the pages of others that the person at hand may open."""
    return [Link(url_for(name), str(title)) for name, title in _ELSEWHERE if may_open(name)]


@view(blueprint, "", template="operation/state.html")
def state() -> StatePage:
    """Return the alarms and the state of log, witnesses, queue, jobs and disk."""
    found = read_state()
    return StatePage(alarming.alarms(found, now=now()), found)


class ParametersSchema(ma.Schema):
    """Which parameter, and whether its past is wanted."""

    name = ma.fields.String(load_default="", validate=ma.validate.Length(max=64))
    state = ma.fields.String(load_default="", validate=ma.validate.OneOf(["", "in_force", "coming", "past"]))


@dataclass(frozen=True, slots=True)
class NamedParameter(ParameterLine):
    """A value of a parameter, with what it sets in words."""

    title: str


@dataclass(frozen=True, slots=True)
class ParametersPage:
    """Values of parameters, by name and scope, the newest first."""

    parameters: tuple[NamedParameter, ...]


@view(blueprint, "/parameters", template="operation/parameters.html", table=lists.PARAMETERS, query=ParametersSchema)
def parameters(*, name: str, state: str) -> ParametersPage:
    """Return what every parameter is, was and will be, with the article that it rests on."""
    with registry().engine.connect() as connection:
        found = rulings.parameter_lines(connection, now=now(), name=name)
    return ParametersPage(tuple(_named(one) for one in found if state in ("", one.state)))


def _named(one: ParameterLine) -> NamedParameter:
    facts = {spec.name: getattr(one, spec.name) for spec in dataclasses.fields(one)}
    return NamedParameter(**facts, title=parameter_name(one.name, language()))


@dataclass(frozen=True, slots=True)
class CalendarsPage:
    """The years that have a calendar, and the alarms about those that have none."""

    calendars: tuple[CalendarLine, ...]
    alarms: tuple[Alarm, ...]


@view(blueprint, "/calendars", template="operation/calendars.html", table=lists.CALENDARS)
def calendars() -> CalendarsPage:
    """Return the calendars of working days, and which year lacks one."""
    with registry().engine.connect() as connection:
        found = rulings.calendar_lines(connection)
    raised = alarming.alarms(read_state(), now=now())
    return CalendarsPage(found, tuple(one for one in raised if one.code.startswith("calendar")))


@dataclass(frozen=True, slots=True)
class SwitchLine:
    """An entry that switched a class, as the page shows it."""

    index: int
    id: str
    title: str
    recorded_at: int
    result: str


@dataclass(frozen=True, slots=True)
class ClassesPage:
    """Every asset class, open or closed, and who switched any of them."""

    classes: tuple[ClassLine, ...]
    switches: tuple[SwitchLine, ...]


@view(blueprint, "/classes", template="operation/classes.html", table=lists.CLASSES)
def classes() -> ClassesPage:
    """Return which asset classes are open, and the history of their switches."""
    with registry().engine.connect() as connection:
        found = rulings.class_lines(connection)
        switched = rulings.switches(connection)
    named = tuple(replace(one, name=class_name(one.code, one.name)) for one in found)
    return ClassesPage(named, tuple(map(_switch_line, switched)))


def _switch_line(one: Switch) -> SwitchLine:
    return SwitchLine(one.index, one.id, str(kind_title(one.kind)), one.recorded_at, one.result)


@dataclass(frozen=True, slots=True)
class SuspensionsPage:
    """The suspensions that stand."""

    suspensions: tuple[SuspensionLine, ...]


@view(blueprint, "/suspensions", template="operation/suspensions.html", table=lists.SUSPENSIONS)
def suspensions() -> SuspensionsPage:
    """Return which representatives, participants and accounts are suspended, by whom and on what ground."""
    with registry().engine.connect() as connection:
        return SuspensionsPage(rulings.suspension_lines(connection))


def _classes(*, is_open: bool) -> list[tuple[str, object]]:
    with registry().engine.connect() as connection:
        found = rulings.class_lines(connection)
    return [(one.code, f"{one.code} · {class_name(one.code, one.name)}") for one in found if one.is_open == is_open]


_ORDER: Final = Ask(help=lazy_gettext("作出决定的文书号。"))
_CLOSING: Final = lazy_gettext(
    "关闭后，该类别的任何单位都不能由任何条目移动：签发、转让、清缴、使用、注销一律回答 class_not_open。"
    "已经记录的不变，等待中的继续等待；待签文件可以保留，重新开放后再提交。"
)
_REOPENING: Final = lazy_gettext("重新开放后，各项业务立即恢复。")
for _kind, _rule, _is_open, _intro in (
    ("participants.close_class", "/classes/close", True, _CLOSING),
    ("participants.reopen_class", "/classes/reopen", False, _REOPENING),
):
    entry_page(
        blueprint, _rule, kind=_kind, endpoint=_kind.partition(".")[2], intro=_intro,
        asks={"code": Ask(choices=lambda is_open=_is_open: _classes(is_open=is_open)), "order": _ORDER},  # type: ignore[misc]
        codes={"class_closed": "code", "class_open": "code", "unknown_class": "code"},
    )  # fmt: skip
