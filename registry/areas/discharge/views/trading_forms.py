"""The forms of trade in rights: a verified surplus, an agreement between provinces, and the sale itself."""

from typing import Final

from flask import request
from flask_babel import lazy_gettext

from registry.areas.discharge.views.base import blueprint, pollutant_choices
from registry.web import own
from registry.web.bodies import Ask
from registry.web.entryform import entry_page

_SELLER: Final = Ask(start=lambda: request.args.get("seller", ""))
entry_page(
    blueprint, "/office/attest-surplus", kind="discharge.attest_surplus", endpoint="attest_surplus",
    asks={"pollutant": Ask(choices=pollutant_choices)},
    codes={
        "over_permit": "units", "pollutant_not_permitted": "pollutant", "unknown_permit": "permit",
        "permit_not_in_force": "permit",
    },
    intro=lazy_gettext("富余须来自真实减排并经核实，每一份只能转让一次。"),
)  # fmt: skip
entry_page(
    blueprint, "/office/agree-route", kind="discharge.agree_route", endpoint="agree_route",
    codes={"not_an_authority": "buyer_authority", "same_zone": "buyer_zone", "dates_reversed": "last_day"},
    intro=lazy_gettext("两地主管部门各自签名后生效。成交时两地总量指标随之调整，到达数量向下取整。"),
)  # fmt: skip
entry_page(
    blueprint, "/rights/sell", kind="discharge.trade", endpoint="sell",
    asks={
        "seller": _SELLER,
        "price_fen": Ask(kind="money", unit=lazy_gettext("元")),
        "seller_cash": Ask(choices=own.account_choices("CA"), start=own.first_account("CA")),
        "receives": Ask(help=lazy_gettext("按替代系数与跨省比例计算，见“谁可以受让”。")),
    },
    codes={
        "received_differs": "receives", "nothing_received": "units", "no_surplus": "surplus", "over_surplus": "units",
        "free_right": "asset", "fee_unpaid": "asset", "right_expired": "asset", "unknown_right": "asset",
        "over_permit": "units", "over_indicator": "units", "cash_short": "buyer_cash", "same_permit": "buyer",
        "water_differs": "buyer", "power_apart": "buyer", "farms_apart": "buyer", "no_agreement": "buyer",
        "quality_missed": "buyer", "area_suspended": "buyer", "region_closed": "buyer",
        "pollutant_not_permitted": "buyer", "unknown_permit": "buyer", "permit_not_in_force": "buyer",
    },
    intro=lazy_gettext("受让方与主管部门随后签名。规则 R1 至 R11 在签名前与成交时各核对一次。"),
)  # fmt: skip
entry_page(
    blueprint, "/office/take-back", kind="discharge.take_back", endpoint="take_back",
    codes={"paid_right": "asset", "unknown_right": "asset", "unknown_permit": "permit", "account_not_linked": "permit"},
    intro=lazy_gettext("无偿取得的富余，或因违法被关停的单位，其排污权收回储备。收回的去向公开。"),
)  # fmt: skip
entry_page(
    blueprint, "/office/repurchase", kind="discharge.repurchase", endpoint="repurchase",
    asks={"price_fen": Ask(kind="money", unit=lazy_gettext("元"))},
    codes={"free_right": "asset", "holder_differs": "cash", "cash_short": "price_fen", "unknown_right": "asset"},
    intro=lazy_gettext("持证单位随后签名。价款由有偿使用费账户支付。"),
)  # fmt: skip
entry_page(
    blueprint, "/office/release-reserve", kind="discharge.release_reserve", endpoint="release_reserve",
    asks={"price_fen": Ask(kind="money", unit=lazy_gettext("元"))},
    codes={
        "cash_missing": "cash", "holder_differs": "cash", "cash_short": "cash", "over_permit": "units",
        "over_indicator": "units", "zone_differs": "asset", "water_differs": "asset", "right_expired": "asset",
        "unknown_right": "asset", "unknown_permit": "permit", "permit_not_in_force": "permit",
    },
    intro=lazy_gettext("投放给重点项目的许可证，持证单位随后签名。投放公开，并计入区域指标。"),
)  # fmt: skip
