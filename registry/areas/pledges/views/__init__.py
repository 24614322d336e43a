"""The pages of pledges, for owners, lenders, and who oversees the registry."""

from typing import Final

from flask_babel import lazy_gettext

from registry.areas.pledges.rules import kinds
from registry.areas.pledges.views import forms, pages, work
from registry.areas.pledges.views.base import blueprint, concerns, is_party
from registry.catalog import PLEDGE_SEAMS
from registry.ledger.codec import fields
from registry.web import own
from registry.web.navigation import Item
from registry.web.permissions import SIGNED_IN, Access, Relation, related, roles
from registry.web.seam import person

__all__ = ["NAVIGATION", "PERMISSIONS", "READERS", "RELATIONS", "WORK", "blueprint", "forms", "pages", "work"]


def _is_useful() -> bool:
    who = person()
    return who is not None and (own.is_holder() or own.oversees() or bool({"bank", "lender"} & who.roles))


NAVIGATION: Final = {
    "finance": (Item("pledges.index", lazy_gettext("质押"), "hand-coins", ("pledges.",), useful=_is_useful),),
}
PERMISSIONS: Final[dict[str, Access]] = {
    "pledges.index": SIGNED_IN,
    "pledges.pledge": related("pledge_party"),
    **dict.fromkeys(("pledges.offer", "pledges.withdraw", "pledges.top_up"), roles("initiator", "approver")),
    **dict.fromkeys(
        (
            "pledges.accept",
            "pledges.decline",
            "pledges.call",
            "pledges.note_repayment",
            "pledges.release",
            "pledges.enforce",
            "pledges.sell",
        ),
        roles("bank", "lender"),
    ),
}
RELATIONS: Final[dict[str, Relation]] = {"pledge_party": is_party}
WORK: Final = work.WORK
READERS: Final = {
    kind.name: concerns for kind in kinds(PLEDGE_SEAMS) if "pledge" in {spec.name for spec in fields(kind.body)}
}
