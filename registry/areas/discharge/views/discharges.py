"""My discharge against my rights: the own permits' year, and one permit's months, devices and settlement."""

from dataclasses import dataclass
from typing import Final

import marshmallow as ma
from flask import abort, url_for
from flask_babel import gettext, lazy_gettext
from markupsafe import Markup

from registry.areas.discharge import CHOICES
from registry.areas.discharge.queries.discharges import DischargeLine, permit_year
from registry.areas.discharge.queries.measuring import devices_at, years_of
from registry.areas.discharge.queries.permits import permit_of, permits_of
from registry.areas.discharge.rules.measuring_records import DeviceStatus, Method, MonitoringDevice, MonthlyDischarge
from registry.areas.discharge.rules.records import Medium, Permit
from registry.areas.discharge.rules.settling import Settled
from registry.areas.discharge.rules.settling_penalties import Penalty, penalties
from registry.areas.discharge.views.base import (
    blueprint,
    known_pollutants,
    label,
    pollutant_name,
    said,
    today,
    writer,
)
from registry.areas.discharge.views.measuring_chart import against
from registry.catalog import CATALOGUE
from registry.store.preview import SqlView
from registry.web import own
from registry.web.formats import figure
from registry.web.language import language
from registry.web.navigation import may_open
from registry.web.seam import now, registry
from registry.web.tables import Column, Table, Tone
from registry.web.views import view

_TONES: Final[dict[Settled, Tone]] = {
    Settled.MET: "good", Settled.SHORT: "wait", Settled.MADE_UP: "good", Settled.MADE_UP_LATE: "wait",
    Settled.OVERDUE: "bad",
}  # fmt: skip
STATES: Final[dict[str, tuple[Tone, object]]] = {
    "within": ("good", lazy_gettext("在排污权以内")),
    "above_rights": ("bad", lazy_gettext("超出排污权")),
    "above_permit": ("bad", lazy_gettext("超出许可排放量")),
    **{one.value: (tone, said(one)) for one, tone in _TONES.items()},
}


class YearQuery(ma.Schema):
    """The year that is wanted, and of one permit the pollutant and medium."""

    year = ma.fields.Integer(load_default=None, validate=ma.validate.Range(1990, 2199))
    pollutant = ma.fields.String(load_default=None, validate=ma.validate.Length(max=6))
    medium = ma.fields.Enum(Medium, by_value=True, load_default=None)


@dataclass(frozen=True, slots=True)
class DischargesPage:
    """The own permits' discharge of a year."""

    year: int
    rows: tuple[DischargeLine, ...]
    first_permit: str | None


@dataclass(frozen=True, slots=True)
class PermitDischarge:
    """One permit's discharge of a year; ``chosen`` is the line that is drawn. Rights are shown to whom they concern."""

    permit: Permit
    year: int
    years: tuple[int, ...]
    lines: tuple[DischargeLine, ...]
    chosen: DischargeLine | None
    months: tuple[MonthlyDischarge, ...]
    devices: tuple[MonitoringDevice, ...]
    penalties: tuple[Penalty, ...]
    shows_rights: bool
    is_own: bool


def amount(mass_mg: int, unit: str) -> str:
    """Return a mass in kilograms or grams with its decimals."""
    scale, places = (10**6, 6) if unit == "kg" else (10**3, 3)
    whole, rest = divmod(mass_mg, scale)
    return figure(whole) + (f".{rest:0{places}}".rstrip("0") if rest else "")


def mass_of(pollutant: str, mass_mg: int) -> str:
    """Return a mass in the pollutant's own unit, with it."""
    unit = known_pollutants()[pollutant].unit.value
    return f"{amount(mass_mg, unit)} {unit}"


def _line_url(row: DischargeLine) -> str:
    return url_for(
        "discharge.permit_discharge", number=row.permit, year=row.year, pollutant=row.pollutant, medium=row.medium
    )


DISCHARGES: Final = Table(
    name="discharges",
    caption=lazy_gettext("实际排放与排污权"),
    columns=(
        Column(name="permit", label=label("permit"), kind="identifier", link=_line_url),
        Column(name="pollutant", label=label("pollutant"), write=pollutant_name),
        Column(name="medium", label=label("medium"), write=writer(Medium)),
        Column(name="units", label=lazy_gettext("已排放"), kind="figure", unit_from="unit"),
        Column(name="held_units", label=lazy_gettext("持有排污权"), kind="figure", unit_from="unit"),
        Column(name="permitted_units", label=lazy_gettext("许可排放量"), kind="figure", unit_from="unit"),
        Column(name="short_units", label=lazy_gettext("尚缺排污权"), kind="figure", unit_from="unit"),
        Column(name="months_reported", label=lazy_gettext("已报月数"), kind="figure"),
        Column(name="state", label=lazy_gettext("状态"), kind="badge", badges=STATES),
    ),
    empty=lazy_gettext("没有排污许可证。主管部门核发后，这里显示各污染物的实际排放与排污权。"),
)


@view(blueprint, "/actual", template="discharge/discharges.html", table=DISCHARGES, query=YearQuery)
def discharges(*, year: int | None, pollutant: str | None, medium: Medium | None) -> DischargesPage:
    """Return what the own permits discharged in a year, beside the rights and limits of each pollutant."""
    wanted, instant = year or int(today()[:4]), now()
    holder = own.participant()
    with registry().engine.connect() as connection:
        permits = permits_of(connection, holder) if holder is not None else ()
        state = SqlView(connection, CATALOGUE, instant)
        lines = [
            line
            for one in permits
            for line in permit_year(connection, state, one, wanted, pollutants=known_pollutants(), now=instant).lines
            if pollutant in (None, line.pollutant) and medium in (None, line.medium)
        ]
    return DischargesPage(wanted, tuple(lines), permits[0].number if permits else None)


@view(blueprint, "/permits/<number>/discharge", template="discharge/permit_discharge.html", query=YearQuery)
def permit_discharge(*, number: str, year: int | None, pollutant: str | None, medium: Medium | None) -> PermitDischarge:
    """Return what one permit discharged in a year, month by month, as the law has it published."""
    instant = now()
    with registry().engine.connect() as connection:
        permit = permit_of(connection, number)
        if permit is None:
            abort(404)
        years = years_of(connection, number)
        wanted = year or next(iter(years), int(today()[:4]))
        state = SqlView(connection, CATALOGUE, instant)
        found = permit_year(connection, state, permit, wanted, pollutants=known_pollutants(), now=instant)
        devices = devices_at(connection, number)
    is_own = own.participant() == permit.holder
    fitting = [one for one in found.lines if pollutant in (None, one.pollutant) and medium in (None, one.medium)]
    chosen = next(iter(fitting), None)
    settled = chosen.settlement if chosen is not None else None
    shows_rights = is_own or own.oversees()
    return PermitDischarge(
        permit=permit,
        year=wanted,
        years=tuple(sorted({*years, wanted}, reverse=True)),
        lines=found.lines,
        chosen=chosen,
        months=tuple(one for one in found.months if chosen is not None and one.pollutant == chosen.pollutant),
        devices=devices,
        penalties=penalties(settled, instant) if settled is not None and shows_rights else (),
        shows_rights=shows_rights,
        is_own=is_own and may_open("discharge.bring_hourly"),
    )


@blueprint.app_template_global("discharge_chart")
def discharge_chart(line: DischargeLine, *, shows_rights: bool) -> Markup:
    """Return a line's year drawn: what was discharged so far in each month, under the rights and the permit's limit."""
    scale = 10**6 if line.unit == "kg" else 10**3
    total = 0
    points: list[tuple[int, int | None]] = []
    for month, mass in enumerate(line.months_mg, 1):
        if mass is None:
            points.append((month, None))
            continue
        total += mass
        points.append((month, -(-total // scale)))
    levels = [(str(gettext("许可排放量")), line.permitted_units)]
    if shows_rights:
        levels.insert(0, (str(gettext("持有排污权")), line.held_units))
    title = str(gettext("%(year)s 年累计排放", year=line.year))
    return against(title, points, levels, unit=line.unit)


def law_name(code: str) -> str:
    """Return the article of a rule set in the reader's language."""
    return CHOICES["PenaltyLaw"][code][1 if language() == "en" else 0]


blueprint.context_processor(
    lambda: {
        "amount": amount,
        "mass_of": mass_of,
        "breach": lambda one: str(said(one)),
        "discharge_states": STATES,
        "device_state": lambda one: str(said(DeviceStatus(one))),
        "method_name": lambda one: str(said(Method(one))),
        "medium_name": lambda one: str(said(Medium(one))),
        "penalty_law": law_name,
    }
)
