"""Any unit's path from issuance to where it lies: as stations, as bands over a range, as table and as JSON."""

from dataclasses import dataclass
from typing import Final

import marshmallow as ma
from flask import url_for
from flask_babel import gettext, lazy_gettext
from markupsafe import Markup

from registry.areas.auditing.places import read_wanted
from registry.areas.auditing.queries.trace import HOPS_MAX, Hop, Piece, Place, Trace, read_trace
from registry.areas.auditing.views.base import blueprint, kind_name, reading, unknown
from registry.areas.auditing.views.drawing import bands
from registry.ledger.errors import Malformed, Refusal
from registry.ledger.serials import FINAL, Purpose
from registry.web import charts, formats
from registry.web.hooks import is_api_request
from registry.web.language import language
from registry.web.messages import sentence
from registry.web.views import view

PURPOSES: Final = {
    Purpose.ISSUANCE: lazy_gettext("签发账户"),
    Purpose.HOLDING: lazy_gettext("持有账户"),
    Purpose.TRADING: lazy_gettext("交易账户"),
    Purpose.ESCROW: lazy_gettext("托管账户"),
    Purpose.PLEDGE: lazy_gettext("质押账户"),
    Purpose.PENDING: lazy_gettext("待确认账户"),
    Purpose.SURRENDER: lazy_gettext("清缴账户"),
    Purpose.RETIREMENT: lazy_gettext("自愿使用账户"),
    Purpose.CANCELLATION: lazy_gettext("自愿注销账户"),
    Purpose.RESERVE: lazy_gettext("储备账户"),
    Purpose.BUFFER: lazy_gettext("缓冲账户"),
    Purpose.CASH: lazy_gettext("资金账户"),
}


class SerialSchema(ma.Schema):
    """What to trace."""

    serial = ma.fields.String(load_default="", validate=ma.validate.Length(max=200))


@dataclass(frozen=True, slots=True)
class TracePage:
    """A path, or the empty form; ``problem`` says why what was typed names no serials."""

    serial: str
    trace: Trace | None
    problem: str
    hops_max: int = HOPS_MAX


@view(blueprint, "/trace", template="auditing/trace.html", query=SerialSchema)
def trace(*, serial: str) -> TracePage:
    """Return the path of a serial, a range or a whole batch.

    Raises:
        Malformed: the codes of `read_wanted`, on the API; the page says it beside the field.
        Refusal: ``unknown_record``, on the API.
    """
    if not serial.strip():
        return TracePage("", None, "")
    try:
        wanted = read_wanted(serial)
        with reading() as connection:
            found = read_trace(connection, wanted)
        if found is None:
            raise unknown(serial=serial)
    except (Malformed, Refusal) as error:
        if is_api_request():
            raise
        return TracePage(serial, None, sentence(error.code, error.facts, language()))
    return TracePage(found.serial, found, "")


@blueprint.app_template_filter("purpose_name")
def purpose_name(account: str) -> str:
    """Return what an account is for, from its number."""
    return str(PURPOSES[Purpose(account[3:5])])


@blueprint.app_template_filter("is_final")
def is_final(account: str) -> bool:
    """Return if nothing leaves an account again."""
    return account[3:5] in FINAL


@blueprint.app_template_global("path_drawing")
def path_drawing(found: Trace) -> Markup:
    """Return the drawing of a path: stations if the units always moved together, bands if they parted."""
    if found.is_one_path:
        return charts.provenance(str(gettext("从签发到现在")), [_station(hop) for hop in found.hops])
    return bands(found)


def _station(hop: Hop) -> charts.Station:
    where = hop.target.name or hop.target.account
    detail = f"→ {where} · {purpose_name(hop.target.account)}" if hop.source else where
    address = url_for("auditing.receipt", entry_id=hop.id)
    title = kind_name(hop.kind) if hop.source else str(gettext("签发"))
    return charts.Station(title, hop.recorded_at, detail, hop.index, address, end=hop.is_end)


@blueprint.app_template_filter("range_figures")
def range_figures(part: Hop | Piece | Trace) -> str:
    """Return first and last serial as people read them, or the only one."""
    if part.first == part.last:
        return formats.figure(part.first)
    return f"{formats.figure(part.first)} – {formats.figure(part.last)}"


@blueprint.app_template_global("place_of")
def place_of(place: Place) -> Markup:
    """Return an account with its holder, who stands first because people look for names."""
    name = place.name or purpose_name(place.account)
    return Markup('{}<br><span class="quiet">{}</span>').format(name, formats.identifier(place.account))
