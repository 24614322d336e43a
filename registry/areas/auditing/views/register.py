"""The participants' register, open to everybody: who takes part, since when, under which number and identity."""

from typing import Final

import marshmallow as ma
from flask import render_template, url_for
from flask_babel import lazy_gettext
from markupsafe import Markup

from registry.areas.auditing.queries.register import RegisterPage, read_register
from registry.areas.auditing.views.base import blueprint, reading
from registry.ledger.parties import Function, Status
from registry.store.heads import policy_text
from registry.web.seam import registry
from registry.web.tables import Column, Filter, Table, Tone
from registry.web.views import view
from registry.web.words import choice_of, zone_choices, zone_name

_KIND: Final = "participants.register"
_TONES: Final[dict[Status, Tone]] = {Status.ACTIVE: "good", Status.SUSPENDED: "wait", Status.CLOSED: "bad"}
STANDINGS: Final = {one.value: (_TONES[one], choice_of(one, _KIND)) for one in Status}


class RegisterSchema(ma.Schema):
    """What the register can be narrowed by."""

    name = ma.fields.String(load_default="", validate=ma.validate.Length(max=60))
    zone = ma.fields.String(load_default="", validate=ma.validate.Length(max=2))
    function = ma.fields.String(load_default="", validate=ma.validate.OneOf(["", *Function]))


def functions() -> list[tuple[str, object]]:
    """Return what a participant may be, for the list of choices."""
    return [(one.value, choice_of(one, _KIND)) for one in Function if one is not Function.SYSTEM]


REGISTER: Final = Table(
    name="participants",
    caption=lazy_gettext("参与方"),
    paged=True,
    empty=lazy_gettext("还没有登记参与方。"),
    columns=(
        Column(
            name="number",
            label=lazy_gettext("编号"),
            kind="identifier",
            link=lambda row: url_for("auditing.keys", number=row.number),
        ),
        Column(name="name", label=lazy_gettext("名称")),
        Column(
            name="function",
            label=lazy_gettext("身份"),
            kind="badge",
            sortable=False,
            badges={one.value: ("quiet", choice_of(one, _KIND)) for one in Function},
        ),
        Column(name="identity", label=lazy_gettext("身份代码"), kind="identifier", sortable=False),
        Column(name="zone", label=lazy_gettext("自贸区"), sortable=False, write=zone_name),
        Column(
            name="status",
            label=lazy_gettext("状态"),
            kind="badge",
            sortable=False,
            badges=STANDINGS,
        ),
        Column(name="registered_at", label=lazy_gettext("登记日期"), kind="date", sortable=False),
    ),
    filters=(
        Filter(name="name", label=lazy_gettext("名称")),
        Filter(name="zone", label=lazy_gettext("自贸区"), choices=zone_choices),
        Filter(name="function", label=lazy_gettext("身份"), choices=functions),
    ),
)


@view(blueprint, "/participants", template="auditing/register.html", table=REGISTER, query=RegisterSchema)
def register(*, sort: str | None, after: str | None, **sought: str) -> RegisterPage:
    """Return the register of participants, by number or by name."""
    with reading() as connection:
        return read_register(connection, sort=sort, after=after, **sought)


@blueprint.app_template_global("standing_badge")
def standing_badge(status: str) -> Markup:
    """Return a participant's standing as a badge."""
    tone, label = STANDINGS[status]
    return Markup('<span class="badge {}">{}</span>').format(tone, label)


@blueprint.app_template_global("function_name")
def function_name(function: str) -> str:
    """Return what a participant is, in the reader's language."""
    return str(choice_of(Function(function), _KIND))


blueprint.app_template_global("zone_name")(zone_name)


@blueprint.get("/check")
def check() -> str:
    """Show the page on which a receipt is checked in the reader's own browser, from the file alone."""
    with reading() as connection:
        policy = policy_text(connection, registry().origin).decode()
    return render_template("auditing/check.html", policy=policy)
