"""How every change of a project ends: screened again under the law of the day, counted, and noted in its history."""

from dataclasses import replace
from datetime import date, timedelta

from registry.areas.finance.rules.catalogues import in_force
from registry.areas.finance.rules.choices import EventKind, Stage
from registry.areas.finance.rules.records import FinanceCatalogue, FinanceCategory, Project, ProjectEvent, ProjectFlag
from registry.areas.finance.rules.screening import Facts, Listed, Screen, Screening, screen, with_lists
from registry.ledger.errors import Refusal
from registry.ledger.rules import Context, Outcome, View, require

Screens = tuple[Screen, ...]
_BEIJING = 8 * 3600
_SECOND = 1_000_000
_DAY = 24 * 3600


def beijing_day(instant: int) -> str:
    """Return the day in Beijing of microseconds since the epoch, `YYYY-MM-DD`."""
    return (date(1970, 1, 1) + timedelta(days=(instant // _SECOND + _BEIJING) // _DAY)).isoformat()


def known_project(view: View, number: str, version: int) -> Project:
    """Return a project in the version that the author saw.

    Raises:
        Refusal: ``unknown_project``, ``version_differs``, ``project_withdrawn``.
    """
    project = require(view, Project, number, "unknown_project")
    if project.version != version:
        raise Refusal("version_differs", version=project.version)
    if project.stage is Stage.WITHDRAWN:
        raise Refusal("project_withdrawn", project=number)
    return project


def screened(
    project: Project, flags: tuple[ProjectFlag, ...], *, today: str, view: View, screens: Screens
) -> Screening:
    """Return the screening of a project with these flags under the catalogues, the law and the lists of a day."""
    applicable = in_force(view, project.financing_approved_on or today)
    facts = Facts(
        today=today,
        catalogue=require(view, FinanceCatalogue, project.catalogue, "unknown_catalogue"),
        in_force=applicable.version if applicable else None,
        has_narrower=bool(view.find(FinanceCategory, "parent", project.catalogue, project.category, limit=1)),
        flags=flags,
    )
    answers = [ask(project, today, view) for ask in screens]
    bars = tuple(reason for one in answers for reason in one.bars)
    waived = frozenset(code for one in answers for code in one.waived)
    return with_lists(screen(project, facts), Listed(bars, waived))


def active_flags(view: View, project: str) -> tuple[ProjectFlag, ...]:
    """Return the flags that stand against a project, in the order in which they were raised."""
    return view.find(ProjectFlag, "active", project, True)


def changed(
    project: Project,
    kind: EventKind,
    *,
    context: Context,
    view: View,
    flags: tuple[ProjectFlag, ...],
    screens: Screens,
    participant: str | None = None,
) -> Outcome:
    """Return the outcome of a change: the project screened with ``flags``, and its line of history.

    ``participant`` is on whose behalf it happened, the first signer's if not given.
    """
    today = beijing_day(context.recorded_at)
    screening = screened(project, flags, today=today, view=view, screens=screens)
    new = replace(
        project,
        eligibility=screening.result,
        reason=screening.reason,
        reasons=screening.reasons,
        screened_on=today,
        events=project.events + 1,
        changed_at=context.recorded_at,
        changed_index=context.index,
    )
    event = ProjectEvent(
        project=new.number,
        number=new.events,
        kind=kind,
        index=context.index,
        changed_at=context.recorded_at,
        participant=participant or context.participant,
        project_version=new.version,
        eligibility=new.eligibility,
        reason=new.reason,
    )
    return Outcome(records=(new, event))
