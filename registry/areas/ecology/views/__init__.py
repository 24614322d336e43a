"""The pages of ecology: GEP accounts, and its books."""

from typing import Final

from flask_babel import lazy_gettext

from registry.areas.ecology.views import accounts
from registry.areas.ecology.views.base import REGISTER, blueprint
from registry.web.books import permissions_of
from registry.web.navigation import Item
from registry.web.permissions import PUBLIC, Access, roles

__all__ = ["NAVIGATION", "PERMISSIONS", "accounts", "blueprint"]

NAVIGATION: Final = {
    "ecology": (
        Item("ecology.accounts", lazy_gettext("生态产品总值"), "trees", ("ecology.account",)),
        Item(
            "ecology.index", lazy_gettext("产品、补偿与示范"), "leaf",
            ("ecology.record", *(f"ecology.{book.name}" for book in REGISTER.books)),
        ),
    ),
}  # fmt: skip
PERMISSIONS: Final[dict[str, Access]] = {
    **permissions_of(REGISTER),
    "ecology.accounts": PUBLIC,
    "ecology.account": PUBLIC,
    "ecology.set_prices": roles("authority"),
    "ecology.publish_account": roles("authority"),
}
