"""Random inspections: the list, a draw with its lots and results, and the forms of the authority."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import abort, url_for
from flask_babel import gettext, lazy_gettext

from registry.areas.supervision.queries import draws as queries
from registry.areas.supervision.queries.draws import Inspection
from registry.areas.supervision.rules.draw_records import Draw, Finding
from registry.areas.supervision.views.base import blueprint
from registry.ledger.text import normalise
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.seam import registry
from registry.web.tables import Column, Filter, Table, Tone
from registry.web.views import view
from registry.web.words import choice_of, label_of, zone_choices, zone_name

_KIND: Final = "supervision.commit_draw"
STATES: Final[Mapping[str, tuple[Tone, object]]] = {
    "committed": ("wait", lazy_gettext("已承诺，待抽取")),
    "drawn": ("good", lazy_gettext("已抽取")),
    "abandoned": ("bad", lazy_gettext("已放弃")),
}
_RECUSAL: Final = re.compile(r"(R-[0-9]{8})[ ,:：]+(P-[0-9]{8})", re.ASCII)


@dataclass(frozen=True, slots=True)
class DrawsPage:
    """All draws, the newest first."""

    rows: tuple[Draw, ...]


@dataclass(frozen=True, slots=True)
class DrawPage:
    """A draw with its lots and what the inspections found; ``is_ready``: its seed can be completed now."""

    draw: Draw
    inspections: tuple[Inspection, ...]
    is_ready: bool


DRAWS: Final = Table(
    name="draws",
    caption=lazy_gettext("双随机抽查"),
    columns=(
        Column(name="number", label=label_of("number", _KIND), kind="identifier",
               link=lambda row: url_for("supervision.lots", number=row.number)),
        Column(name="name", label=label_of("name", _KIND)),
        Column(name="zone", label=label_of("zone", _KIND), write=zone_name),
        Column(name="state", label=lazy_gettext("状态"), kind="badge", badges=STATES),
        Column(name="drawn", label=label_of("drawn", _KIND), kind="figure"),
        Column(name="committed_at", label=lazy_gettext("承诺时间"), kind="time"),
        Column(name="reason", label=lazy_gettext("放弃理由")),
        Column(name="article", label=label_of("article", _KIND)),
    ),
    filters=(Filter(name="zone", label=label_of("zone", _KIND), choices=zone_choices),),
    empty=lazy_gettext("还没有抽查。主管部门承诺名单与种子后显示于此。"),
)  # fmt: skip


@view(blueprint, "/draws", template="supervision/draws.html", table=DRAWS)
def draws() -> DrawsPage:
    """Return all draws: what was committed, drawn, or given up with its reason."""
    with registry().engine.connect() as connection:
        return DrawsPage(queries.draws(connection))


@view(blueprint, "/draws/<number>", template="supervision/draw.html")
def lots(*, number: str) -> DrawPage:
    """Return a draw: population, commitment, seed, root, lots and results."""
    with registry().engine.connect() as connection:
        found = queries.draw_of(connection, number)
        if found is None:
            abort(404)
        is_ready = found.state == "committed" and queries.completion(connection, found) is not None
        return DrawPage(found, queries.inspections(connection, number), is_ready)


def _completed(name: str) -> Ask:
    """Return an answer in place of the person: what the log itself says of the draw."""

    def given(body: Mapping[str, Any]) -> Any:  # noqa: ANN401  a JSON value
        with registry().engine.connect() as connection:
            found = queries.draw_of(connection, str(body["number"]))
            done = None if found is None else queries.completion(connection, found)
        if name == "population":
            return "0" * 64 if found is None else found.population
        empty: dict[str, Any] = {"root": "0" * 64, "checkpoint": "AA==", "proof": []}
        value = empty[name] if done is None else getattr(done, name)
        return list(value) if name == "proof" else value

    return Ask(given=given)


def _recusals(text: str) -> list[dict[str, str]]:
    found = []
    for line in filter(None, (normalise(one) for one in text.splitlines())):
        match = _RECUSAL.fullmatch(line)
        if match is None:
            raise ValueError(gettext("“%(line)s”应为“检查人员编号 单位编号”。", line=line[:60]))
        found.append({"inspector": match[1], "participant": match[2]})
    return found


def _policy() -> str:
    with registry().engine.connect() as connection:
        found = queries.policy_in_force(connection)
    return str(found.number) if found else ""


_LINES: Final = lazy_gettext("每行一个编号。")
_FORMS: Final[tuple[tuple[str, dict[str, Ask]], ...]] = (
    ("name_witnesses", {"lines": Ask(help=lazy_gettext("C2SP tlog-policy，每行一条，与日志的见证策略一致。"))}),
    ("commit_draw", {
        "zone": Ask(choices=zone_choices), "policy": Ask(label=lazy_gettext("见证方版本"), start=_policy),
        "objects": Ask(help=_LINES), "inspectors": Ask(help=_LINES),
        "recusals": Ask(read=_recusals, help=lazy_gettext("每行一个：检查人员编号 单位编号。没有则留空。")),
        "commitment": Ask(
            help=lazy_gettext("在本机运行 registry draw seed --output 文件，填写其输出；种子文件自行保密。")
        ),
    }),
    ("draw", {
        **{name: _completed(name) for name in ("population", "root", "checkpoint", "proof")},
        "seed": Ask(help=lazy_gettext("种子文件中的 64 位十六进制。日志根与证明由本页补全。")),
    }),
    ("abandon_draw", {}),
    ("report_inspection", {}),
    ("follow_up", {}),
)  # fmt: skip
_CODES: Final = {
    "article_missing": "article", "number_taken": "number", "population_changed": "number", "unknown_policy": "policy",
    "too_many_drawn": "drawn", "object_twice": "objects", "object_exempt": "objects", "unknown_participant": "objects",
    "inspector_twice": "inspectors", "not_an_inspector": "inspectors", "inspector_conflict": "inspectors",
    "too_few_inspectors": "inspectors", "seed_differs": "seed", "unknown_draw": "number", "draw_over": "number",
    "checkpoint_too_early": "number", "checkpoint_unreadable": "number", "seed_not_witnessed": "number",
    "root_not_proved": "number", "not_drawn": "participant", "inspection_reported": "participant",
    "finding_without_matter": "matter", "no_penalty_matter": "penalty_fen", "nothing_to_follow": "participant",
    "in_future": "on", "policy_number": "number", "policy_unreadable": "lines",
}  # fmt: skip
for _name, _asks in _FORMS:
    entry_page(
        blueprint, f"/inspections/{_name.replace('_', '-')}", kind=f"supervision.{_name}", endpoint=_name, asks=_asks,
        codes=_CODES,
    )  # fmt: skip
NAMES: Final = tuple(name for name, _ in _FORMS)
blueprint.context_processor(
    lambda: {
        "draw_states": STATES,
        "finding_name": lambda one: choice_of(Finding(one), "supervision.report_inspection"),
    }
)
