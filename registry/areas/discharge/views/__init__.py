"""The pages of discharge rights: permits, pollutants, and the authority's forms."""

from typing import Final

from flask_babel import lazy_gettext

from registry.areas.discharge.views import forms, permits
from registry.areas.discharge.views.base import blueprint
from registry.areas.discharge.views.forms import NAMES
from registry.web.navigation import Item
from registry.web.permissions import PUBLIC, Access, roles

__all__ = ["NAVIGATION", "PERMISSIONS", "blueprint"]
# Importing these modules puts their routes on the blueprint.
_MODULES = (forms, permits)

NAVIGATION: Final = {
    "discharge": (
        Item("discharge.permits", lazy_gettext("排污许可证"), "file-badge", ("discharge.permit",)),
        Item("discharge.pollutants", lazy_gettext("污染物"), "flask-conical"),
    ),
    "operation": (Item("discharge.office", lazy_gettext("排污权管理"), "factory", ("discharge.office",)),),
}
PERMISSIONS: Final[dict[str, Access]] = {
    "discharge.permits": PUBLIC,
    "discharge.permit": PUBLIC,
    "discharge.pollutants": PUBLIC,
    "discharge.apply_renewal": roles("initiator", "approver"),
    "discharge.link_account": roles("initiator", "approver"),
    "discharge.pay_fee": roles("initiator", "approver"),
    "discharge.office": roles("operator", "authority"),
    **dict.fromkeys((f"discharge.{name}" for name in NAMES.values()), roles("operator", "authority")),
}
