"""The pages of credits: units (transfer, retire, the office's entries) and projects (public; a form for each step)."""

from typing import Final

from flask_babel import lazy_gettext

from registry.areas.credits.views import projects, supervision, units
from registry.areas.credits.views.base import blueprint
from registry.areas.credits.views.measures import SUPERVISION
from registry.areas.credits.views.steps import ANYBODYS_STEPS, BODIES_STEPS, OFFICE_STEPS, OWNERS_STEPS
from registry.areas.credits.views.units import NAMES, UPLOADS
from registry.web import own
from registry.web.navigation import Item
from registry.web.permissions import PUBLIC, SIGNED_IN, Access, roles

__all__ = ["NAVIGATION", "PERMISSIONS", "UPLOADS", "blueprint", "projects", "supervision", "units"]

NAVIGATION: Final = {
    "reduction": (
        Item("credits.projects", lazy_gettext("减排与碳汇项目"), "trees", ("credits.project",)),
        Item(
            "credits.suspensions",
            lazy_gettext("监管措施"),
            "shield-alert",
            ("credits.bans", "credits.duties", "credits.double_claims"),
        ),
        Item("credits.publish_design", lazy_gettext("公示新项目"), "file-plus", useful=own.is_holder),
        Item(
            "credits.transfer",
            lazy_gettext("转让碳信用"),
            "arrow-right-left",
            ("credits.transfer_many",),
            useful=own.is_holder,
        ),
        Item("credits.retire", lazy_gettext("使用碳信用"), "sprout", useful=own.is_holder),
        Item("credits.retirements", lazy_gettext("使用记录"), "list-checks", useful=own.is_holder),
    ),
    "operation": (Item("credits.office", lazy_gettext("碳信用登记"), "stamp", ("credits.office",)),),
}
_TRADERS: Final = roles("initiator", "approver")
_OFFICE: Final = roles("operator", "authority", "registrar")
PERMISSIONS: Final[dict[str, Access]] = {
    "credits.projects": PUBLIC,
    "credits.project": PUBLIC,
    "credits.suspensions": PUBLIC,
    "credits.bans": PUBLIC,
    "credits.duties": PUBLIC,
    "credits.double_claims": PUBLIC,
    "credits.replace_units": _TRADERS,
    "credits.transfer": _TRADERS,
    "credits.transfer_many": _TRADERS,
    "credits.retire": _TRADERS,
    "credits.retirements": SIGNED_IN,
    "credits.office": roles("operator", "authority"),
    **dict.fromkeys((f"credits.{name}" for name in NAMES.values()), _OFFICE),
    **dict.fromkeys((f"credits.{name}" for name in (OWNERS_STEPS | ANYBODYS_STEPS).values()), _TRADERS),
    **dict.fromkeys((f"credits.{name}" for name in BODIES_STEPS.values()), roles("verifier")),
    **dict.fromkeys((f"credits.{name}" for name in OFFICE_STEPS.values()), roles("operator", "authority")),
    **dict.fromkeys((f"credits.{name}" for name in SUPERVISION.values()), roles("operator", "authority")),
}
