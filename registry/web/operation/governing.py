"""Forms for what all rules rest on: parameters and their definitions, calendars, releases and revisions of kinds.

They are entries of the authority and the operators like all others; each page only says what may be chosen.
"""

import hashlib
import re
from importlib.metadata import version
from typing import Any, Final

from flask import request
from flask_babel import gettext, lazy_gettext

from registry.areas.participants.queries import rulings
from registry.ledger.text import normalise
from registry.web.assets import FOLDER
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.language import language
from registry.web.operation.pages import blueprint
from registry.web.seam import registry
from registry.web.words import kind_choices
from registry.wording import parameter_name

FORMS: Final = {
    "participants.set_parameter": "set_parameter",
    "participants.define_parameter": "define_parameter",
    "participants.set_calendar": "set_calendar",
    "participants.release": "record_release",
    "participants.activate": "activate",
}
_IMPORTED: Final = re.compile(r'from "\./([a-z-]+\.js)"')
_DISTRIBUTION: Final = "registry"
_SIGNING: Final = "signing-page.js"
_DAYS: Final = lazy_gettext("每行一个日期，例如 2026-10-01；从早到晚。")


def _parameters() -> list[tuple[str, object]]:
    with registry().engine.connect() as connection:
        names = rulings.parameter_names(connection)
    return [(one, f"{parameter_name(one, language())} · {one}") for one in names]


def _release() -> str:
    return version(_DISTRIBUTION)


def _days(which: str) -> str:
    """Return the days of the year that the address names, as they stand, to be changed."""
    with registry().engine.connect() as connection:
        found = rulings.calendar_lines(connection)
    named = next((one for one in found if str(one.year) == request.args.get("year", "")), None)
    return "\n".join(getattr(named, which)) if named else ""


def _modules() -> str:
    """Return the files of the signing page as this server gives them, each with its SHA-256."""
    names, waiting = [], [_SIGNING]
    while waiting:
        name = waiting.pop(0)
        if name not in names:
            names.append(name)
            waiting += _IMPORTED.findall((FOLDER / name).read_text(encoding="utf-8"))
    return "\n".join(f"{name} {hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()}" for name in names)


def _read_modules(text: str) -> list[dict[str, Any]]:
    found = []
    for line in filter(None, (normalise(one) for one in text.splitlines())):
        name, _, digest = line.partition(" ")
        if not digest:
            raise ValueError(gettext("“%(line)s”应为“文件名 哈希”。", line=line[:60]))
        found.append({"name": name, "sha256": digest.lower()})
    return found


_ASKS: Final[dict[str, dict[str, Ask]]] = {
    "participants.set_parameter": {
        "name": Ask(choices=_parameters),
        "scope": Ask(help=lazy_gettext("类别、地区、时期或产品的代码；留空适用于全部。")),
        "effective_from": Ask(
            help=lazy_gettext("留空立即生效；放宽安全参数须等五个工作日。北京时间，例如 2026-03-02 09:30")
        ),
        "integer": Ask(help=lazy_gettext("数值参数填写此项；金额以分计。")),
        "text": Ask(help=lazy_gettext("文字参数填写此项。")),
    },
    "participants.define_parameter": {
        "minimum": Ask(start=lambda: "0"),
        "maximum": Ask(help=lazy_gettext("文字参数的上下限都填 0。")),
    },
    "participants.set_calendar": {
        "holidays": Ask(start=lambda: _days("holidays"), help=_DAYS),
        "workdays": Ask(start=lambda: _days("workdays"), help=_DAYS),
        "article": Ask(help=lazy_gettext("通知的文号，字母、数字与 . _ / -。")),
    },
    "participants.release": {
        "release": Ask(start=_release),
        "modules": Ask(
            start=_modules,
            read=_read_modules,
            help=lazy_gettext("每行“文件名 哈希”。已填入本服务器所提供的签名页文件，请与发布方公布的核对。"),
        ),
    },
    "participants.activate": {
        "kind": Ask(choices=kind_choices),
        "revision": Ask(help=lazy_gettext("须比现行修订大一；新事项从 1 开始。")),
        "release": Ask(start=_release),
    },
}
_INTROS: Final = {
    "participants.set_parameter": lazy_gettext(
        "法规参数由主管部门与一名登记员签名，本登记簿的参数由两名登记员签名。从不追溯。"
    ),
    "participants.define_parameter": lazy_gettext("定义一次，不能更改；数值另行设定。"),
    "participants.set_calendar": lazy_gettext("法定节假日与调休上班日。已过去的日子不能更改；没有日历的年份视为关闭。"),
    "participants.release": lazy_gettext("登记一次发布的签名页由哪些文件组成，任何人可据此比对浏览器得到的脚本。"),
    "participants.activate": lazy_gettext("从下一个条目起按新的修订办理该事项；此前的条目仍按当时的修订核验。"),
}
_CODES: Final = {
    "parameter_value": "integer", "effective_in_past": "effective_from", "loosening_waits": "effective_from",
    "revision_not_next": "revision", "release_taken": "release", "calendar_past": "holidays",
}  # fmt: skip

for _kind, _endpoint in FORMS.items():
    entry_page(
        blueprint, f"/governing/{_endpoint.replace('_', '-')}", kind=_kind, endpoint=_endpoint, asks=_ASKS[_kind],
        intro=_INTROS[_kind], codes=_CODES,
    )  # fmt: skip
