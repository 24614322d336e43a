"""Whose staff may not trade: a body publishes its list, and a registrar attests that a representative is on none.

Identity numbers become keyed hashes here; the ledger holds the salted hash of a list, and nothing of a person.
"""

from collections.abc import Mapping
from typing import Any, Final

from flask import request
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from registry.areas.participants.queries.acting import staff_lists
from registry.areas.participants.rules.conflicts import PublishStaffList
from registry.areas.participants.views.pages import blueprint
from registry.catalog import CATALOGUE
from registry.ledger.errors import LedgerError
from registry.store import joining
from registry.web import own
from registry.web.bodies import Ask
from registry.web.entryform import entry_page, new_draft
from registry.web.forms import Field, Filled, Form, form_page, refused
from registry.web.seam import config, now, registry
from registry.web.signing import sign_page

STAFF: Final = ("participants.own_publish_staff_list",)
REGISTRAR: Final = ("participants.attest_staff",)
_PEOPLE: Final = Form(
    title=lazy_gettext("公布受限人员名单"),
    intro=lazy_gettext(
        "贵单位人员不得参与交易。名单只存带密钥的哈希，日志只记名单的加盐哈希与人数；新名单取代旧名单。"
    ),
    fields=(
        Field(
            name="people",
            label=lazy_gettext("证件号码"),
            kind="long",
            help=lazy_gettext("每行一个，共 1 至 5,000 个。"),
        ),
    ),
    fields_of_codes={"staff_list_length": "people"},
)
_PEOPLE_BYTES_MAX: Final = 300_000


@blueprint.route("/participant/staff-list", methods=["GET", "POST"])
def own_publish_staff_list() -> Response:
    """Keep the hashes of a body's staff, and lead to the entry that publishes the list's own hash."""
    if request.method == "GET":
        return form_page(Filled(_PEOPLE, {}, {}, {}), "form.html")
    lines = request.form.get("people", "")[:_PEOPLE_BYTES_MAX].splitlines()
    tags = [joining.tag_of(config().secret, line) for line in lines if line.strip()]
    filled = Filled(_PEOPLE, {"people": ""}, {}, {})
    try:
        people, staff = joining.keep_staff(registry().engine, own.participant() or "", tags, now=now())
        body = PublishStaffList(own.participant() or "", people, staff)
        return sign_page(new_draft(CATALOGUE.kinds["participants.publish_staff_list"][1], body))
    except LedgerError as error:
        return refused(filled, error, "form.html")


def _newest_lists(_body: Mapping[str, Any]) -> list[str]:
    with registry().engine.connect() as connection:
        return [one.staff for one in staff_lists(connection)]


def _declaration(body: Mapping[str, Any]) -> str:
    """Return the declaration of whoever is to be attested, if it is on no list now.

    Raises:
        Refusal: ``conflict_of_interest``, ``not_declared``.
    """
    with registry().engine.connect() as connection:
        return joining.declaration_of(connection, body["representative"])


entry_page(
    blueprint,
    "/office/participants/attest-staff-check",
    kind="participants.attest_staff_check",
    endpoint="attest_staff",
    intro=lazy_gettext("本人声明的证件号码（带密钥的哈希）会与现行各名单再次核对；在名单之中则不能证明。"),
    asks={"lists": Ask(given=_newest_lists), "document": Ask(given=_declaration)},
)
