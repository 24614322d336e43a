"""The pages of supervision: its books, credit grades, who is not insured, progress to targets."""

from typing import Final

from flask_babel import lazy_gettext

from registry.areas.supervision.views import draws, pages
from registry.areas.supervision.views.base import REGISTER, blueprint
from registry.web.books import permissions_of
from registry.web.navigation import Item
from registry.web.permissions import PUBLIC, Access, roles

__all__ = ["NAVIGATION", "PERMISSIONS", "blueprint"]
# Importing these modules puts their routes on the blueprint.
_MODULES = (draws, pages)

NAVIGATION: Final = {
    "supervision": (
        Item(
            "supervision.index", lazy_gettext("名录与登记"), "list-checks",
            ("supervision.record", *(f"supervision.{book.name}" for book in REGISTER.books)),
        ),
        Item("supervision.draws", lazy_gettext("双随机抽查"), "dices", ("supervision.lots",)),
        Item("supervision.credit", lazy_gettext("信用等级"), "badge-check"),
        Item("supervision.missing", lazy_gettext("未投保单位"), "shield-alert"),
        Item("supervision.targets", lazy_gettext("地区目标进展"), "target"),
    ),
}  # fmt: skip
PERMISSIONS: Final[dict[str, Access]] = {
    **permissions_of(REGISTER),
    **dict.fromkeys((f"supervision.{name}" for name in draws.NAMES), roles("authority")),
    "supervision.name_witnesses": roles("authority", "operator"),
    "supervision.draws": PUBLIC,
    "supervision.lots": PUBLIC,
    "supervision.credit": PUBLIC,
    "supervision.missing": PUBLIC,
    "supervision.targets": PUBLIC,
    "supervision.grade": roles("authority"),
    "supervision.object_to_grade": roles("initiator", "approver"),
    "supervision.decide_objection": roles("authority"),
}
