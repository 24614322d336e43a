"""The pages of forestry: the calculation of a sink, and the plots of a project."""

from typing import Final

from flask_babel import lazy_gettext

from registry.areas.forestry.views import calculation, plots
from registry.areas.forestry.views.base import blueprint
from registry.web.navigation import Item
from registry.web.permissions import PUBLIC, Access, roles

__all__ = ["NAVIGATION", "PERMISSIONS", "blueprint", "calculation", "plots"]

NAVIGATION: Final = {"reduction": (Item("forestry.calculation", lazy_gettext("造林碳汇计算"), "calculator"),)}
PERMISSIONS: Final[dict[str, Access]] = {
    "forestry.add_plot": roles("initiator", "approver"),
    "forestry.calculation": PUBLIC,
    "forestry.plots": PUBLIC,
}
