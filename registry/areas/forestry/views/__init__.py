"""The pages of forestry: the calculation of a sink, the plots of a project, losses and buffers."""

from typing import Final

from flask_babel import lazy_gettext

from registry.areas.forestry.views import calculation, losses, plots
from registry.areas.forestry.views.base import blueprint
from registry.web.navigation import Item
from registry.web.permissions import PUBLIC, Access, roles

__all__ = ["NAVIGATION", "PERMISSIONS", "blueprint", "calculation", "losses", "plots"]

NAVIGATION: Final = {
    "reduction": (
        Item("forestry.calculation", lazy_gettext("造林碳汇计算"), "calculator"),
        Item("forestry.buffer", lazy_gettext("缓冲与损失"), "flame", ("forestry.report_loss", "forestry.cover_loss")),
    )
}
PERMISSIONS: Final[dict[str, Access]] = {
    "forestry.add_plot": roles("initiator", "approver"),
    "forestry.calculation": PUBLIC,
    "forestry.plots": PUBLIC,
    "forestry.buffer": PUBLIC,
    "forestry.report_loss": roles("initiator", "approver", "operator", "authority"),
    "forestry.assess_loss": roles("verifier"),
    "forestry.cover_loss": roles("operator", "authority"),
}
