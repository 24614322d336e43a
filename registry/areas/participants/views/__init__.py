"""The pages of participants: the overview, holdings, one account with its statement, representatives and keys.

The operator's entries that bring participants in and hold them back stand in `office`, a representative's own keys in
`keys`, transfers under controls in `controls` and `control_forms`.
"""

from typing import Final

from flask_babel import lazy_gettext

from registry.areas.participants.views import control_forms, controls, keys, office
from registry.areas.participants.views.invitations import UPLOADS
from registry.areas.participants.views.pages import blueprint
from registry.web import own
from registry.web.navigation import Item
from registry.web.permissions import SIGNED_IN, Access, related, roles

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
    "operation": (Item("participants.office", lazy_gettext("参与方与账户"), "building-2", ("participants.office",)),),
}
PERMISSIONS: Final[dict[str, Access]] = {
    "participants.overview": SIGNED_IN,
    "participants.holdings": SIGNED_IN,
    "participants.party": SIGNED_IN,
    "participants.account": related("own_account"),
    "participants.serials": related("own_account"),
    **dict.fromkeys(controls.PAGES, SIGNED_IN),
    "participants.office": roles("operator", "authority"),
    **dict.fromkeys(
        (f"participants.{name}" for name in control_forms.FORMS), roles("initiator", "approver", "administrator")
    ),
    **dict.fromkeys(keys.ENDPOINTS, SIGNED_IN),
    **dict.fromkeys(office.ENDPOINTS, roles("operator", "authority", "registrar")),
}
RELATIONS: Final = {"own_account": own.is_own_account}
