"""Up to five projects side by side: what a finance team lays next to each other before it chooses."""

from dataclasses import dataclass
from typing import Final

import marshmallow as ma
from flask_babel import gettext

from registry.areas.finance.queries import ProjectHistory, get_project
from registry.areas.finance.rules.bonds.reporting import TONNES
from registry.areas.finance.rules.changes import beijing_day
from registry.areas.finance.rules.records import Project
from registry.areas.finance.views.pages import blueprint
from registry.ledger.errors import Refusal
from registry.ledger.text import normalise
from registry.web.seam import now, registry
from registry.web.views import view

AT_ONCE: Final = 5
MILLION_YUAN_FEN: Final = 100_000_000


class Compared(ma.Schema):
    """The numbers of the projects, with blanks or commas between."""

    numbers = ma.fields.String(load_default="", validate=ma.validate.Length(max=120))


@dataclass(frozen=True, slots=True)
class Beside:
    """One project of the comparison; tonnes a year for a million yuan of investment, floored, None without any."""

    history: ProjectHistory
    tonnes_per_million: int | None


@dataclass(frozen=True, slots=True)
class ComparePage:
    """The projects in the order asked for, and what could not be found."""

    projects: tuple[Beside, ...]
    numbers: tuple[str, ...]
    unknown: tuple[str, ...]
    too_many: bool


@view(blueprint, "/projects/compare", template="finance/compare.html", query=Compared)
def compare(*, numbers: str) -> ComparePage:
    """Return up to five projects side by side."""
    wanted = tuple(dict.fromkeys(normalise(numbers).upper().replace(",", " ").split()))
    found, unknown = [], []
    with registry().engine.connect() as connection:
        for number in wanted[:AT_ONCE]:
            try:
                history = get_project(connection, number, today=beijing_day(now()))
            except Refusal:
                unknown.append(number)
            else:
                found.append(Beside(history, tonnes_per_million(history.project)))
    known = tuple(one.history.project.number for one in found)
    return ComparePage(tuple(found), known, tuple(unknown), len(wanted) > AT_ONCE)


def tonnes_per_million(project: Project) -> int | None:
    """Return the tonnes of CO2 equivalent a year that a million yuan of the total investment is expected to save."""
    tonnes = [one.value for one in project.impacts if one.metric in TONNES]
    return sum(tonnes) * MILLION_YUAN_FEN // project.total_investment_fen if tonnes else None


def without_number(numbers: tuple[str, ...], number: str) -> str:
    """Return the numbers of a comparison without one."""
    return " ".join(one for one in numbers if one != number)


def heading(count: int) -> str:
    """Return what the page says first."""
    return str(gettext("%(n)s 个项目对比", n=count)) if count else str(gettext("项目对比"))


blueprint.context_processor(lambda: {"compare_heading": heading, "without_number": without_number, "at_once": AT_ONCE})
