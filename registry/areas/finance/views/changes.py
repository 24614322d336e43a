"""Forms for what follows a project's registration: its change, a review, an authority's flag, and screening it again.

Each is reached from the project's page and begins with the project as it stands.
"""

from collections.abc import Callable
from dataclasses import fields
from typing import Any, Final

from flask import request
from flask_babel import gettext, lazy_gettext

from registry.areas.finance.queries import get_project
from registry.areas.finance.rules.changes import beijing_day
from registry.areas.finance.rules.records import Impact, Project
from registry.areas.finance.views.pages import blueprint
from registry.ledger.errors import Refusal
from registry.ledger.text import normalise
from registry.web import own
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.offices import OfficeForm, offered
from registry.web.seam import now, registry
from registry.web.words import zone_choices

FORMS: Final = {
    "finance.update_project": "update",
    "finance.review_project": "review",
    "finance.flag_project": "flag",
    "finance.lift_flag": "lift_flag",
    "finance.rescreen_project": "rescreen",
}
_PARTS: Final = tuple(one.name for one in fields(Impact))
_COPIED: Final = (
    "zone", "name_zh", "name_en", "catalogue", "category", "instrument", "stage", "financing_approved_on", "starts_on",
    "operates_from", "eia_route", "eia_reference", "permit_scheme", "permit", "permit_expires_on", "version",
)  # fmt: skip


def forms_of(project: str) -> tuple[OfficeForm, ...]:
    """Return the forms about a project that the person at hand may open."""
    served = {**FORMS, "finance.link_credits": "link_credits"}
    return offered({kind: f"finance.{name}" for kind, name in served.items()}, project=project)


def _project() -> Project | None:
    number = request.values.get("project", "")
    try:
        with registry().engine.connect() as connection:
            return get_project(connection, number, today=beijing_day(now())).project
    except Refusal:
        return None


def _as_it_is(name: str) -> Callable[[], str]:
    def start() -> str:
        found = _project()
        value = getattr(found, name) if found else None
        return "" if value is None else str(getattr(value, "value", value))

    return start


def _yuan(name: str) -> Callable[[], str]:
    def start() -> str:
        found = _project()
        return f"{getattr(found, name) // 100}.{getattr(found, name) % 100:02}" if found else ""

    return start


def _impacts() -> str:
    found = _project()
    lines = found.impacts if found else ()
    return "\n".join("; ".join("-" if part is None else str(part) for part in _values(one)) for one in lines)


def _values(impact: Impact) -> tuple[object, ...]:
    return tuple(getattr(impact, name) for name in _PARTS)


def _read_impacts(text: str) -> list[dict[str, Any]]:
    found = []
    for line in filter(None, (normalise(one) for one in text.splitlines())):
        parts = [one.strip() for one in line.split(";")]
        if len(parts) != len(_PARTS) or not parts[1].isdecimal() or not (parts[3] == "-" or parts[3].isdecimal()):
            raise ValueError(
                gettext(
                    "“%(line)s”应为六项，以分号分开：指标; 数值; 单位; 基准值或 -; 方法; 因子版本。", line=line[:60]
                )
            )
        value: dict[str, Any] = dict(zip(_PARTS, parts, strict=True))
        found.append(value | {"value": int(parts[1]), "baseline": None if parts[3] == "-" else int(parts[3])})
    return found


def _read_documents(text: str) -> list[str]:
    """Return the documents that the project names already, and a new one behind them."""
    found = _project()
    known = list(found.documents) if found else []
    return known + [one for one in (text.strip(),) if one and one not in known]


def _own(_body: Any) -> str:  # noqa: ANN401  whatever is filled in
    return own.participant() or ""


_PROJECT: Final = {
    "project": Ask(start=lambda: request.args.get("project", ""), help=lazy_gettext("例如 G-00000012。"))
}
_ASKS: Final[dict[str, dict[str, Ask]]] = {
    "finance.update_project": _PROJECT
    | {name: Ask(start=_as_it_is(name)) for name in _COPIED}
    | {
        "zone": Ask(start=_as_it_is("zone"), choices=zone_choices),
        "total_investment_fen": Ask(kind="money", start=_yuan("total_investment_fen")),
        "green_finance_fen": Ask(kind="money", start=_yuan("green_finance_fen")),
        "impacts": Ask(
            start=_impacts,
            read=_read_impacts,
            help=lazy_gettext("每行一项，以分号分开：指标; 数值; 单位; 基准值或 -; 方法; 因子版本。"),
        ),
        "documents": Ask(kind="document", read=_read_documents, label=lazy_gettext("补充材料")),
    },
    "finance.review_project": _PROJECT | {"version": Ask(start=_as_it_is("version")), "reviewer": Ask(given=_own)},
    "finance.flag_project": _PROJECT,
    "finance.lift_flag": _PROJECT | {"flag": Ask(help=lazy_gettext("标注的序号，见项目页。"))},
    "finance.rescreen_project": _PROJECT | {"sender": Ask(given=_own)},
}
_CODES: Final = {"unknown_project": "project", "version_differs": "version", "review_reason_missing": "reason",
                 "review_reason_unexpected": "reason"}  # fmt: skip

for _kind, _name in FORMS.items():
    entry_page(
        blueprint, f"/projects/{_name.replace('_', '-')}", kind=_kind, endpoint=_name, asks=_ASKS[_kind], codes=_CODES
    )
