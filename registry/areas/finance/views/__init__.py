"""The pages of green finance: the list that a finance team works with, a project, the catalogue, the registration."""

from typing import Final

from flask_babel import lazy_gettext

from registry.areas.finance.views import bond_forms, bonds, changes, comparing, forms, pages
from registry.areas.finance.views.pages import blueprint
from registry.web import own
from registry.web.navigation import Item
from registry.web.permissions import PUBLIC, SIGNED_IN, Access, roles

__all__ = ["NAVIGATION", "PERMISSIONS", "blueprint", "bond_forms", "bonds", "changes", "comparing", "forms", "pages"]

blueprint.context_processor(lambda: {"may_register": own.is_holder, "forms_of": changes.forms_of})
NAVIGATION: Final = {
    "finance": (
        Item("finance.projects", lazy_gettext("绿色项目"), "leaf", ("finance.project", "finance.compare")),
        Item("finance.bonds", lazy_gettext("绿色债券"), "landmark", ("finance.bond", "finance.register_bond")),
        Item("finance.catalogue", lazy_gettext("支持项目目录"), "list-tree"),
        Item("finance.register", lazy_gettext("登记项目"), "file-plus", useful=own.is_holder),
    )
}
PERMISSIONS: Final[dict[str, Access]] = {
    "finance.projects": PUBLIC,
    "finance.project": PUBLIC,
    "finance.compare": PUBLIC,
    "finance.catalogue": PUBLIC,
    "finance.bonds": PUBLIC,
    "finance.bond": PUBLIC,
    "finance.register_bond": roles("initiator", "approver"),
    **dict.fromkeys(
        (f"finance.{name}" for name in bond_forms.FORMS.values() if name != "review_bond"),
        roles("initiator", "approver"),
    ),
    "finance.link_credits": roles("initiator", "approver"),
    "finance.review_bond": roles("verifier", "authority"),
    "finance.register": SIGNED_IN,
    "finance.update": roles("initiator", "approver"),
    "finance.rescreen": roles("initiator"),
    "finance.review": roles("verifier", "authority"),
    "finance.flag": roles("authority"),
    "finance.lift_flag": roles("authority"),
}
