"""Registering a green project, stating it anew, and screening it again when time alone has changed the answer.

The owner states facts; the registry checks that they agree with each other and with the catalogue in force, and the
screening says what follows. The catalogue's version is kept with the project: another one comes only by the owner's own
signed statement.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any, Final

from registry.areas.finance.rules.catalogues import in_force
from registry.areas.finance.rules.changes import Screens, active_flags, beijing_day, changed, known_project, screened
from registry.areas.finance.rules.choices import Eligibility, EventKind, ReviewState, Stage
from registry.areas.finance.rules.records import (
    FinanceCatalogue,
    FinanceCategory,
    Impact,
    Project,
    ProjectFacts,
    ProjectNo,
    sort_key_of,
)
from registry.areas.participants.identifiers import is_permit
from registry.ledger.codec import ParticipantNo, Units
from registry.ledger.errors import Refusal
from registry.ledger.parties import Role, by_owner
from registry.ledger.rules import Context, Demand, Kind, Outcome, Requirement, View, require

# Indicators of the ICMA Handbook's chapters and of the Chinese disclosure standard, each with the units it may have.
METRICS: Final[Mapping[str, tuple[str, ...]]] = {
    "gen_mwh": ("MWh/yr",),
    "capacity_mw": ("MW", "kW"),
    "ghg_avoided": ("tCO2e/yr",),
    "energy_saved": ("tce/yr", "MWh/yr", "GJ/yr"),
    "so2_cut": ("kg/yr", "t/yr"),
    "nox_cut": ("kg/yr", "t/yr"),
    "voc_cut": ("kg/yr", "t/yr"),
    "pm_cut": ("kg/yr", "t/yr"),
    "cod_cut": ("kg/yr", "t/yr"),
    "nh3n_cut": ("kg/yr", "t/yr"),
    "tn_cut": ("kg/yr", "t/yr"),
    "tp_cut": ("kg/yr", "t/yr"),
    "wastewater_treated": ("m3/yr",),
    "water_saved": ("m3/yr",),
    "waste_reduced": ("t/yr",),
    "passenger_km": ("passenger-km/yr",),
    "shore_power_kwh": ("kWh/yr",),
    "green_area": ("m2",),
    "energy_intensity": ("kWh/m2.yr",),
    "area_restored": ("m2", "ha"),
    "species_protected": ("count",),
    "removal": ("tCO2e/yr",),
    "people_protected": ("persons",),
    "recycled_share": ("per-mille",),
}
# A review speaks of these; when one of them changes, it no longer speaks of the project.
REVIEWED: Final = ("catalogue", "category", "instrument", "eia_route", "permit_scheme", "impacts", "documents")


@dataclass(frozen=True, slots=True)
class RegisterProject(ProjectFacts):
    """The body of `finance.register_project`."""

    project: ProjectNo
    owner: ParticipantNo


@dataclass(frozen=True, slots=True)
class UpdateProject(ProjectFacts):
    """The body of `finance.update_project`: all facts anew. ``version`` is the one that the author saw."""

    project: ProjectNo
    version: Units


@dataclass(frozen=True, slots=True)
class RescreenProject:
    """The body of `finance.rescreen_project`. Any participant may send it: time has already decided."""

    project: ProjectNo
    sender: ParticipantNo


def register_project(body: RegisterProject, context: Context, view: View, *, screens: Screens) -> Outcome:
    """Register a project under the catalogue in force.

    Raises:
        Refusal: ``number_taken``, ``project_withdrawn`` (nothing is registered as such), those of `check_facts`, and
            ``catalogue_not_in_force``.
    """
    if view.get(Project, body.project) is not None:
        raise Refusal("number_taken", number=body.project)
    if body.stage is Stage.WITHDRAWN:
        raise Refusal("project_withdrawn", project=body.project)
    today = beijing_day(context.recorded_at)
    check_facts(body, today=today, view=view)
    _check_in_force(body, today=today, view=view)
    new = Project(
        **_facts_of(body),
        number=body.project,
        owner=body.owner,
        version=1,
        category_key=sort_key_of(body.category),
        review=ReviewState.NONE,
        review_reason=None,
        grade=None,
        eligibility=Eligibility.NOT_YET,
        reason="",
        reasons=(),
        screened_on=today,
        reviews=0,
        flags=0,
        events=0,
        registered_at=context.recorded_at,
        changed_at=context.recorded_at,
        registered_index=context.index,
        changed_index=context.index,
    )
    return changed(
        new, EventKind.REGISTERED, context=context, view=view, flags=(), screens=screens, participant=body.owner
    )


def update_project_signers(body: UpdateProject, view: View) -> Requirement:
    """Return who must sign for the project's owner."""
    project = require(view, Project, body.project, "unknown_project")
    return by_owner(view, participant=project.owner, kind="finance.update_project")


def update_project(body: UpdateProject, context: Context, view: View, *, screens: Screens) -> Outcome:
    """State a project's facts anew; a review of what changed no longer counts.

    Raises:
        Refusal: ``version_differs``, ``project_withdrawn``, ``nothing_changed``, those of `check_facts`;
            ``catalogue_not_in_force`` if it changes to a catalogue other than the one in force.
    """
    old = known_project(view, body.project, body.version)
    stated = _facts_of(body)
    if stated == _facts_of(old):
        raise Refusal("nothing_changed", project=body.project)
    today = beijing_day(context.recorded_at)
    check_facts(body, today=today, view=view)
    if body.catalogue != old.catalogue:
        _check_in_force(body, today=today, view=view)
    review = old.review
    if review is not ReviewState.NONE and any(stated[name] != getattr(old, name) for name in REVIEWED):
        review = ReviewState.OUTDATED
    new = replace(old, **stated, version=old.version + 1, category_key=sort_key_of(body.category), review=review)
    flags = active_flags(view, old.number)
    return changed(
        new, EventKind.UPDATED, context=context, view=view, flags=flags, screens=screens, participant=old.owner
    )


def rescreen_project(body: RescreenProject, context: Context, view: View, *, screens: Screens) -> Outcome:
    """Screen a project under the law of today.

    Raises:
        Refusal: ``unknown_project``, ``not_due`` if the answer would be the one that stands.
    """
    project = require(view, Project, body.project, "unknown_project")
    flags = active_flags(view, project.number)
    screening = screened(project, flags, today=beijing_day(context.recorded_at), view=view, screens=screens)
    if screening.reasons == project.reasons:
        raise Refusal("not_due", project=body.project)
    return changed(project, EventKind.RESCREENED, context=context, view=view, flags=flags, screens=screens)


def check_facts(facts: ProjectFacts, *, today: str, view: View) -> None:
    """Return if the stated facts agree with each other and with the catalogue that they name.

    Raises:
        Refusal: ``approved_in_future``, ``unknown_catalogue``, ``catalogue_incomplete``, ``unknown_category``,
            ``finance_exceeds_investment``, ``dates_reversed``, ``permit_incomplete``, ``permit_check`` (the check
            character of its holder), and those of impacts: ``unknown_metric``, ``unit_differs``, ``metric_twice``.
    """
    if facts.financing_approved_on is not None and facts.financing_approved_on > today:
        raise Refusal("approved_in_future", today=today)
    catalogue = require(view, FinanceCatalogue, facts.catalogue, "unknown_catalogue")
    if not catalogue.is_used:
        raise Refusal("catalogue_incomplete", version=facts.catalogue)
    if view.get(FinanceCategory, facts.catalogue, facts.category) is None:
        raise Refusal("unknown_category", category=facts.category, version=facts.catalogue)
    if facts.green_finance_fen > facts.total_investment_fen:
        raise Refusal("finance_exceeds_investment", total_fen=facts.total_investment_fen)
    if facts.operates_from < facts.starts_on:
        raise Refusal("dates_reversed", starts_on=facts.starts_on)
    if (facts.permit is None) != (facts.permit_expires_on is None):
        raise Refusal("permit_incomplete")
    if facts.permit is not None and not is_permit(facts.permit):
        raise Refusal("permit_check", permit=facts.permit)
    _check_impacts(facts.impacts)


def _check_impacts(impacts: tuple[Impact, ...]) -> None:
    for impact in impacts:
        units = METRICS.get(impact.metric)
        if units is None:
            raise Refusal("unknown_metric", metric=impact.metric)
        if impact.unit not in units:
            raise Refusal("unit_differs", metric=impact.metric, units=", ".join(units))
    if len({impact.metric for impact in impacts}) != len(impacts):
        raise Refusal("metric_twice")


def _check_in_force(facts: ProjectFacts, *, today: str, view: View) -> None:
    day = facts.financing_approved_on or today
    applicable = in_force(view, day)
    if applicable is None or applicable.version != facts.catalogue:
        raise Refusal("catalogue_not_in_force", day=day, version=applicable.version if applicable else None)


def _facts_of(stated: ProjectFacts) -> dict[str, Any]:
    return {field.name: getattr(stated, field.name) for field in fields(ProjectFacts)}


def kinds(screens: Screens) -> tuple[Kind, ...]:
    """Return the kinds of projects, screened with what higher areas answer, too."""
    return (
        Kind(
            "finance.register_project",
            RegisterProject,
            lambda body, view: by_owner(view, participant=body.owner, kind="finance.register_project"),
            partial(register_project, screens=screens),
        ),
        Kind("finance.update_project", UpdateProject, update_project_signers, partial(update_project, screens=screens)),
        Kind(
            "finance.rescreen_project",
            RescreenProject,
            lambda body, _view: (Demand(participant=body.sender, role=Role.INITIATOR),),
            partial(rescreen_project, screens=screens),
        ),
    )
