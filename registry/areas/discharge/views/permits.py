"""The public pages of permits: the list, and one permit with its outlets and limits; and the table of pollutants."""

from dataclasses import dataclass
from typing import Final

import marshmallow as ma
from flask import abort, request, url_for
from flask_babel import lazy_gettext

from registry.areas.discharge.queries import permits as queries
from registry.areas.discharge.queries.permits import PermitLine, state_of
from registry.areas.discharge.rules.records import LedgerUnit, Management, Medium, Permit, Pollutant, PollutantClass
from registry.areas.discharge.views.base import (
    area_choices,
    area_name,
    blueprint,
    label,
    said,
    today,
    writer,
)
from registry.areas.participants.rules.parameters import Evidence
from registry.web import own
from registry.web.downloads import WRITERS
from registry.web.offices import OfficeForm, offered
from registry.web.seam import registry
from registry.web.tables import Column, Filter, Table, Tone
from registry.web.views import view
from registry.web.words import zone_name

STATES: Final[dict[str, tuple[Tone, object]]] = {
    "valid": ("good", lazy_gettext("有效")),
    "not_yet": ("wait", lazy_gettext("尚未生效")),
    "expired": ("bad", lazy_gettext("已过期")),
    "revoked": ("quiet", lazy_gettext("已终止")),
}


class PermitsQuery(ma.Schema):
    """The area that is wanted."""

    area = ma.fields.String(load_default=None, validate=ma.validate.Length(max=6))


@dataclass(frozen=True, slots=True)
class PermitsPage:
    """A page of the list."""

    rows: tuple[PermitLine, ...]
    next_after: str | None


@dataclass(frozen=True, slots=True)
class PermitPage:
    """One permit, its holder's name, and where it stands today."""

    permit: Permit
    holder_name: str
    state: str
    forms: tuple[OfficeForm, ...]


@dataclass(frozen=True, slots=True)
class PollutantsPage:
    """All pollutants."""

    rows: tuple[Pollutant, ...]


PERMITS: Final = Table(
    name="discharge-permits",
    caption=lazy_gettext("排污许可证"),
    columns=(
        Column(
            name="number", label=label("number"), kind="identifier", sortable=False,
            link=lambda row: url_for("discharge.permit", number=row.number),
        ),
        Column(name="holder_name", label=label("holder"), sortable=False),
        Column(name="area", label=label("area"), write=area_name, sortable=False),
        Column(name="management", label=label("management"), write=writer(Management), sortable=False),
        Column(name="pollutants", label=label("pollutant"), write="、".join, sortable=False),
        Column(name="valid_until", label=label("valid_until"), sortable=False),
        Column(name="state", label=lazy_gettext("状态"), kind="badge", badges=STATES, sortable=False),
    ),
    filters=(Filter(name="area", label=label("area"), choices=area_choices),),
    paged=True,
    empty=lazy_gettext("还没有核发排污许可证。主管部门核发后显示于此。"),
)  # fmt: skip
POLLUTANTS: Final = Table(
    name="discharge-pollutants",
    caption=lazy_gettext("污染物"),
    columns=(
        Column(name="code", label=label("code"), kind="identifier"),
        Column(name="name_zh", label=label("name_zh"), sortable=False),
        Column(name="name_en", label=label("name_en"), sortable=False),
        Column(
            name="media", label=label("media"), sortable=False,
            write=lambda media: "、".join(writer(Medium)(one) for one in media),
        ),
        Column(name="pollutant_class", label=label("pollutant_class"), write=writer(PollutantClass)),
        Column(name="unit", label=label("unit"), write=writer(LedgerUnit)),
        Column(name="zone", label=label("zone"), write=lambda zone: zone_name(zone) if zone else "—"),
        Column(name="article", label=label("article"), sortable=False),
        Column(name="evidence", label=label("evidence"), write=writer(Evidence), sortable=False),
    ),
    empty=lazy_gettext("还没有登记污染物。主管部门与登记机构登记后显示于此。"),
)  # fmt: skip


@view(blueprint, "/permits", template="discharge/permits.html", table=PERMITS, query=PermitsQuery)
def permits(*, area: str | None, sort: str | None, after: str | None) -> PermitsPage:
    """Return the permits, as the law publishes them."""
    del sort
    limit = queries.EXPORT_MAX if request.args.get("format") in WRITERS else queries.PAGE
    with registry().engine.connect() as connection:
        found = queries.permits_in(connection, today=today(), area=area, after=after, limit=limit)
    return PermitsPage(found.rows, found.next_after)


@view(blueprint, "/permits/<number>", template="discharge/permit.html")
def permit(*, number: str) -> PermitPage:
    """Return one permit."""
    with registry().engine.connect() as connection:
        found = queries.permit_of(connection, number)
        if found is None:
            abort(404)
        name = queries.name_of(connection, found.holder)
    forms = offered(_FORMS, number=number, version=str(found.version)) if found.status.value == "valid" else ()
    if own.participant() == found.holder:
        forms = (*forms, *offered(_OWN, number=number, version=str(found.version)))
    return PermitPage(found, name, state_of(found, today()), forms)


_FORMS: Final = {
    kind: "discharge.office_" + kind.partition(".")[2]
    for kind in (
        "discharge.change_permit", "discharge.reissue_permit", "discharge.renew_permit", "discharge.revoke_permit",
    )
}  # fmt: skip
_OWN: Final = {"discharge.apply_renewal": "discharge.apply_renewal"}


@view(blueprint, "/pollutants", template="discharge/pollutants.html", table=POLLUTANTS)
def pollutants() -> PollutantsPage:
    """Return what rights may be of."""
    with registry().engine.connect() as connection:
        return PollutantsPage(queries.pollutants(connection))


blueprint.context_processor(lambda: {"permit_states": STATES, "said": said})
