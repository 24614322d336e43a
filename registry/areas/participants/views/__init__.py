"""The pages of participants: the overview, holdings, one account with its statement, representatives and keys.

The operator's entries that bring participants in and hold them back stand in `office`, a representative's own keys in
`keys`; the public way in and the desk behind it in `applying` and `applications`, how representatives come in in
`joining`; powers of attorney, conflicts, succession and reversal in `rights`, lists of staff in
`staffing`; transfers under controls in
`controls` and `control_forms`; how many must sign, and recovery, in `signing`.
"""

from typing import Final

from flask_babel import lazy_gettext

from registry.areas.participants.views import (
    applications,
    applying,
    control_forms,
    controls,
    joining,
    keys,
    office,
    party,
    rights,
    signing,
    staffing,
)
from registry.areas.participants.views.invitations import UPLOADS
from registry.areas.participants.views.pages import blueprint
from registry.web import own
from registry.web.navigation import Item
from registry.web.permissions import PUBLIC, SIGNED_IN, Access, related, roles

__all__ = ["NAVIGATION", "PERMISSIONS", "RELATIONS", "UPLOADS", "blueprint"]

NAVIGATION: Final = {
    "overview": (
        Item(
            "participants.holdings",
            lazy_gettext("持有与对账"),
            "wallet-cards",
            ("participants.account", "participants.serials"),
            useful=own.has_accounts,
        ),
        Item(
            "participants.delayed",
            lazy_gettext("延时转让"),
            "timer",
            tuple(f"participants.{verb}_transfer" for verb in ("withdraw", "refuse", "accept", "settle")),
            useful=lambda: own.is_holder() or own.oversees(),
        ),
        Item(
            "participants.trusted",
            lazy_gettext("受信任账户与限额"),
            "shield-check",
            tuple(f"participants.{name}" for name in control_forms.FORMS if not name.endswith("_transfer")),
            useful=own.is_holder,
        ),
    ),
    "evidence": (Item("participants.party", lazy_gettext("本单位代表与密钥"), "users", keys.ENDPOINTS),),
    "operation": (
        Item("participants.office", lazy_gettext("参与方与账户"), "building-2", ("participants.office",)),
        Item(
            "participants.applications_list",
            lazy_gettext("参与方申请"),
            "inbox",
            applications.ENDPOINTS,
            count=applications.count_waiting,
        ),
    ),
}
PERMISSIONS: Final[dict[str, Access]] = {
    "participants.overview": SIGNED_IN,
    "participants.holdings": SIGNED_IN,
    **dict.fromkeys(party.ENDPOINTS, SIGNED_IN),
    "participants.account": related("own_account"),
    "participants.serials": related("own_account"),
    **dict.fromkeys(controls.PAGES, SIGNED_IN),
    "participants.office": roles("operator", "authority"),
    **dict.fromkeys(
        (f"participants.{name}" for name in control_forms.FORMS), roles("initiator", "approver", "administrator")
    ),
    **dict.fromkeys(applying.ENDPOINTS, PUBLIC),
    **dict.fromkeys(applications.ENDPOINTS, roles("operator")),
    **dict.fromkeys(joining.INVITING, roles("administrator")),
    **dict.fromkeys(joining.JOINING, SIGNED_IN),
    "participants.invite_applicant": roles("operator"),
    **dict.fromkeys(party.OVERSEEING, roles("operator", "authority", "registrar", "auditor")),
    **dict.fromkeys(rights.OWN, roles("administrator", "initiator", "approver")),
    **dict.fromkeys((f"participants.own_{name}" for name in signing.ADMINISTRATION), roles("administrator")),
    **dict.fromkeys(
        (f"participants.own_{name}" for name in signing.STOPPING),
        roles("administrator", "initiator", "approver", "viewer"),
    ),
    **dict.fromkeys(staffing.STAFF, roles("operator", "authority", "registrar", "verifier", "auditor")),
    **dict.fromkeys((f"participants.{name}" for name in rights.OFFICE.values()), roles("operator", "authority")),
    **dict.fromkeys(staffing.REGISTRAR, roles("registrar")),
    **dict.fromkeys(keys.ENDPOINTS, SIGNED_IN),
    **dict.fromkeys(office.ENDPOINTS, roles("operator", "authority", "registrar")),
}
RELATIONS: Final = {"own_account": own.is_own_account}
