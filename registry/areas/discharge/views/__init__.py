"""The pages of discharge rights: permits, pollutants, and the authority's forms."""

from typing import Final

from flask_babel import lazy_gettext

from registry.areas.discharge.views import (
    discharges,
    forms,
    indicators,
    measuring,
    measuring_forms,
    permits,
    reserve,
    trading,
    trading_forms,
)
from registry.areas.discharge.views.base import blueprint
from registry.areas.discharge.views.forms import NAMES
from registry.web import own
from registry.web.navigation import Item
from registry.web.permissions import PUBLIC, SIGNED_IN, Access, roles

__all__ = ["NAVIGATION", "PERMISSIONS", "blueprint"]
# Importing these modules puts their routes on the blueprint.
_MODULES = (discharges, forms, indicators, measuring, measuring_forms, permits, reserve, trading, trading_forms)

NAVIGATION: Final = {
    "discharge": (
        Item("discharge.permits", lazy_gettext("排污许可证"), "file-badge", ("discharge.permit",)),
        Item(
            "discharge.discharges",
            lazy_gettext("实际排放"),
            "activity",
            ("discharge.permit_discharge", "discharge.month", "discharge.bring_hourly"),
            useful=own.is_holder,
        ),
        Item(
            "discharge.rights",
            lazy_gettext("我的排污权"),
            "wallet-cards",
            ("discharge.buyers", "discharge.sell"),
            useful=own.is_holder,
        ),
        Item("discharge.trades", lazy_gettext("排污权成交"), "arrow-right-left"),
        Item("discharge.reserve", lazy_gettext("排污权储备"), "archive"),
        Item("discharge.indicators", lazy_gettext("总量控制指标"), "gauge"),
        Item("discharge.pollutants", lazy_gettext("污染物"), "flask-conical"),
    ),
    "operation": (Item("discharge.office", lazy_gettext("排污权管理"), "factory", ("discharge.office",)),),
}
PERMISSIONS: Final[dict[str, Access]] = {
    "discharge.permits": PUBLIC,
    "discharge.permit": PUBLIC,
    "discharge.pollutants": PUBLIC,
    # What is discharged is published (Code, art. 140 and 185); rights are shown to whom they concern.
    "discharge.permit_discharge": PUBLIC,
    "discharge.discharges": SIGNED_IN,
    "discharge.trades": PUBLIC,
    "discharge.indicators": PUBLIC,
    "discharge.reserve": PUBLIC,
    "discharge.rights": SIGNED_IN,
    "discharge.buyers": SIGNED_IN,
    "discharge.sell": roles("initiator", "approver"),
    "discharge.attest_surplus": roles("authority"),
    "discharge.agree_route": roles("authority"),
    **dict.fromkeys(
        ("discharge.take_back", "discharge.repurchase", "discharge.release_reserve"), roles("operator", "authority")
    ),
    # A device's proof is its signature.
    "discharge.take_hourly": Access(public=True, scope="submit"),
    **dict.fromkeys(
        (f"discharge.{name}" for name in ("bring_hourly", "keep_hourly", "month", *measuring_forms.OWN)),
        roles("initiator", "approver"),
    ),
    **dict.fromkeys((f"discharge.{name}" for name in measuring_forms.OFFICE), roles("authority")),
    "discharge.apply_renewal": roles("initiator", "approver"),
    "discharge.link_account": roles("initiator", "approver"),
    "discharge.pay_fee": roles("initiator", "approver"),
    "discharge.office": roles("operator", "authority"),
    **dict.fromkeys((f"discharge.{name}" for name in NAMES.values()), roles("operator", "authority")),
}
