"""The lists of supervision and what being on one does: to trade, to screening, to other lists and to inspections.

Effects reach lower areas through what the catalogue composes: a gate of the market, a screen of green finance. What a
credit grade bars, and from which grade on, is a parameter by class of rights, for pledges and for screening.
"""

from collections.abc import Sequence
from typing import Any, Final

from registry.areas.discharge.rules.rights import Series
from registry.areas.finance.rules.changes import active_flags, changed
from registry.areas.finance.rules.choices import EventKind
from registry.areas.finance.rules.records import Project, Reason
from registry.areas.finance.rules.screening import Listed
from registry.areas.participants.rules.attested import Attested, Book
from registry.areas.participants.rules.attesting import standing, today_of
from registry.areas.participants.rules.parameters import in_force
from registry.areas.supervision.rules.bodies import EnterList
from registry.areas.supervision.rules.grades import grade_of
from registry.areas.supervision.rules.records import RANKS, SupervisionRecord
from registry.ledger.book import asset_class_of
from registry.ledger.errors import Refusal
from registry.ledger.rules import Context, View, require

EIA_POSITIVE: Final = "eia_positive"
ENFORCEMENT_POSITIVE: Final = "enforcement_positive"
NO_PENALTY: Final = "no_penalty"
HIGH_ENERGY: Final = "high_energy"
SUSPENSION: Final = "suspension"
CREDIT_BAR: Final = "supervision_credit_bar"
SCREENING: Final = "screening"
PLEDGE: Final = "pledge"
# What suspensions and units call all discharge rights, and the approval of impact assessments.
RIGHTS: Final = "PDR"
EIA: Final = "EIA"


def credit_bars(view: View, participant: str, purpose: str, *, now: int) -> bool:
    """Return whether a participant's grade bars it from a purpose: a class of rights, `pledge` or `screening`."""
    bar = in_force(view, CREDIT_BAR, now, scope=purpose)
    if bar is None or bar.integer is None:
        return False
    grade = grade_of(view, participant)
    return grade is not None and RANKS[grade] >= bar.integer


def is_high_energy(view: View, participant: str, *, today: str) -> bool:
    """Return whether a participant as a whole is on the list of high-energy, high-emission projects."""
    found = standing(view, SupervisionRecord, "participant", HIGH_ENERGY, participant, today=today)
    return any(one.about is None for one in found)


def rights_of(view: View, asset: str) -> tuple[str, ...]:
    """Return what lists may call an asset: its class, and for a discharge right `PDR` and its pollutant as well."""
    series = view.get(Series, asset)
    return (asset_class_of(asset),) if series is None else (asset_class_of(asset), RIGHTS, series.pollutant)


def check_incoming(view: View, participant: str, zone: str, rights: Sequence[str], *, now: int) -> None:
    """Return if nothing stands against a participant's getting rights into a zone. CODE-2026 art. 158.

    Raises:
        Refusal: ``zone_suspended``, ``credit_grade_bars``, ``unit_bars`` where the control unit of a site of the
            participant admits no such rights.
    """
    today = today_of(now)
    check_zone(view, zone, rights, today=today)
    if any(credit_bars(view, participant, one, now=now) for one in rights):
        raise Refusal("credit_grade_bars", participant=participant)
    for site in standing(view, SupervisionRecord, "participant", "site", participant, today=today):
        unit = view.get(SupervisionRecord, site.fact("unit"))
        barred = set(unit.values("barred")) & set(rights) if unit is not None and unit.holds_on(today) else ()
        if barred:
            raise Refusal("unit_bars", unit=site.fact("unit"), barred=min(barred))


def check_zone(view: View, zone: str, rights: Sequence[str], *, today: str) -> None:
    """Return if no suspension keeps new rights of these names out of a zone.

    Raises:
        Refusal: ``zone_suspended``.
    """
    for one in standing(view, SupervisionRecord, "zone", SUSPENSION, zone, today=today):
        if one.about in rights:
            raise Refusal("zone_suspended", zone=zone, article=one.article)


def check_pledge(view: View, participant: str, *, now: int) -> None:
    """Return if a participant's credit does not bar it from pledging.

    Raises:
        Refusal: ``credit_grade_bars``.
    """
    if credit_bars(view, participant, PLEDGE, now=now):
        raise Refusal("credit_grade_bars", participant=participant)


def screen(project: Project, today: str, view: View) -> Listed:
    """Return what lists, grades, damage cases and control units hold for or against a green project."""
    listed = standing(view, SupervisionRecord, "about", HIGH_ENERGY, project.number, today=today)
    bars = []
    if listed or is_high_energy(view, project.owner, today=today):
        bars.append(Reason("high_emission", "opinion-2021/10"))
    if credit_bars(view, project.owner, SCREENING, now=view.now):
        bars.append(Reason("credit_record", "opinion-2021/16"))
    cases = standing(view, SupervisionRecord, "participant", "damage", project.owner, today=today)
    if any(one.total("paid") < one.figure("due_fen") for one in cases):
        bars.append(Reason("damage", "opinion-2021/18"))
    if _unit_bars(project, today, view):
        bars.append(Reason("unit_bars", "opinion-2021/4"))
    waived = standing(view, SupervisionRecord, "about", EIA_POSITIVE, project.number, today=today)
    return Listed(tuple(bars), frozenset({"eia_missing"} if waived else ()))


def _unit_bars(project: Project, today: str, view: View) -> bool:
    for site in standing(view, SupervisionRecord, "about", "site", project.number, today=today):
        unit = view.get(SupervisionRecord, site.fact("unit"))
        barred = unit.values("barred") if unit is not None and unit.holds_on(today) else ()
        if any(project.category == one or project.category.startswith(f"{one}.") for one in barred):
            return True
    return False


def rescreened(record: Attested, context: Context, view: View) -> tuple[object, ...]:
    """Return the project that a record is about as it stands with it, and the line of its history."""
    project = None if record.about is None else view.get(Project, record.about)
    if project is None:
        return ()
    flags = active_flags(view, project.number)
    return changed(project, EventKind.RESCREENED, context=context, view=view, flags=flags, screens=(screen,)).records


def _check_project(body: EnterList, context: Context, view: View) -> None:
    if body.about is None:
        raise Refusal("about_missing")
    project = require(view, Project, body.about, "unknown_project")
    today = today_of(context.recorded_at)
    listed = standing(view, SupervisionRecord, "about", HIGH_ENERGY, project.number, today=today)
    if listed or is_high_energy(view, project.owner, today=today):
        raise Refusal("high_energy_listed", project=project.number)
    check_zone(view, project.zone, (EIA,), today=today)


def _check_trusted(body: EnterList, context: Context, view: View) -> None:
    if body.participant is None:
        raise Refusal("participant_missing")
    if is_high_energy(view, body.participant, today=today_of(context.recorded_at)):
        raise Refusal("high_energy_listed", project=body.participant)
    if credit_bars(view, body.participant, ENFORCEMENT_POSITIVE, now=context.recorded_at):
        raise Refusal("credit_grade_bars", participant=body.participant)


def _check_matter(body: EnterList, _context: Context, _view: View) -> None:
    if body.about is None:
        raise Refusal("about_missing")


def _check_high_energy(body: EnterList, _context: Context, view: View) -> None:
    if body.participant is None and body.about is None:
        raise Refusal("about_missing")
    if body.about is not None:
        require(view, Project, body.about, "unknown_project")


def _list(name: str, check: Any, *, kind: str = "", after: Any = None) -> Book:  # noqa: ANN401  a book's own functions
    return Book(name, f"supervision.{kind or f'list_{name}'}", EnterList, check=check, after=after)


LIST_BOOKS: Final = (
    _list(EIA_POSITIVE, _check_project, after=rescreened),
    _list(ENFORCEMENT_POSITIVE, _check_trusted),
    _list(NO_PENALTY, _check_matter),
    _list(HIGH_ENERGY, _check_high_energy, after=rescreened),
    _list(SUSPENSION, _check_matter, kind="suspend_area"),
)
