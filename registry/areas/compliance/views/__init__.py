"""The pages of compliance: the public list, cases, reports, opinions, and the authority's forms."""

from typing import Final

from flask_babel import lazy_gettext

from registry.areas.compliance.views import base, calendar, evidence, forms, pages, watching
from registry.areas.compliance.views.base import READERS, blueprint
from registry.areas.compliance.views.forms import NAMES
from registry.ledger.parties import Function
from registry.web import own
from registry.web.navigation import Item
from registry.web.permissions import PUBLIC, SIGNED_IN, Access, related, roles
from registry.web.seam import person

__all__ = ["NAVIGATION", "PERMISSIONS", "READERS", "RELATIONS", "UPLOADS", "blueprint"]
# Importing these modules puts their routes on the blueprint.
_MODULES = (calendar, evidence, forms, pages, watching)
UPLOADS: Final = (*forms.UPLOADS, evidence.UPLOAD)


def _has_cases() -> bool:
    who = person()
    return own.is_holder() or own.oversees() or (who is not None and Function.VERIFIER in who.roles)


_OF_A_CASE: Final = tuple(
    f"compliance.{name}" for name in ("case", "report", "opinion", "surrender", "offset", "evidence", "file_evidence")
)
NAVIGATION: Final = {
    "compliance": (
        Item(
            "compliance.cases",
            lazy_gettext("履约事项"),
            "clipboard-check",
            _OF_A_CASE,
            useful=_has_cases,
        ),
        Item("compliance.enterprises", lazy_gettext("重点排放单位"), "factory"),
        Item("compliance.deadlines", lazy_gettext("履约期限"), "calendar-days"),
        Item("compliance.watching", lazy_gettext("履约监督"), "siren"),
    ),
    "operation": (Item("compliance.office", lazy_gettext("履约管理"), "gavel", ("compliance.office",)),),
}
RELATIONS: Final = {"own_case": base.may_see_case}
PERMISSIONS: Final[dict[str, Access]] = {
    "compliance.enterprises": PUBLIC,
    "compliance.deadlines": PUBLIC,
    "compliance.feed": PUBLIC,
    "compliance.watching": roles("operator", "authority", "auditor"),
    "compliance.cases": SIGNED_IN,
    "compliance.case": related("own_case"),
    "compliance.evidence": related("own_case"),
    "compliance.file_evidence": roles("initiator", "approver"),
    "compliance.report": roles("initiator", "approver"),
    "compliance.opinion": roles("initiator", "approver"),
    "compliance.surrender": roles("initiator", "approver"),
    "compliance.offset": roles("initiator", "approver"),
    "compliance.office": roles("operator", "authority"),
    **dict.fromkeys((f"compliance.{name}" for name in NAMES.values()), roles("operator", "authority")),
}
