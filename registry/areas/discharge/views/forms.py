"""The forms: what the authority decides about pollutants, areas and permits, and what a holder asks for."""

from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext

from registry.areas.discharge.rules.records import Medium
from registry.areas.discharge.views import reading
from registry.areas.discharge.views.base import area_choices, blueprint, pollutant_choices, said
from registry.ledger.text import normalise
from registry.web import own
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.offices import OfficeForm, offered
from registry.web.views import view
from registry.web.words import zone_choices


def _media(text: str) -> list[str]:
    names = {name.casefold(): one.value for one in Medium for name in (one.value, said(one).say("zh"))}
    return [names.get(word.casefold(), word) for word in normalise(text).replace("、", " ").split()]


_ZONE: Final = Ask(choices=zone_choices)
_AREA: Final = Ask(choices=area_choices)
_POLLUTANT: Final = Ask(choices=pollutant_choices)
_FACTS: Final = {
    "area": Ask(choices=area_choices, help=lazy_gettext("市；直辖市可填省级区域。")),
    "water_unit": Ask(choices=area_choices, help=lazy_gettext("有废水排放口时填写。")),
    "processes": Ask(help=lazy_gettext("每行一项。")),
    "facilities": Ask(read=reading.facilities, help=lazy_gettext("每行一个：编号, 名称。例如 TW001, 生化处理")),
    "outlets": Ask(
        read=reading.outlets,
        help=lazy_gettext(
            "每行一个：编号, 名称, 经度, 纬度, 方式（continuous 连续、intermittent 间断、indirect 间接）, 去向。"
        ),
    ),
    "limits": Ask(
        read=reading.limits,
        help=lazy_gettext(
            "每行一个：排放口, 污染物, 浓度（mg/L 或 mg/m³，至多三位小数）, 年许可量（千克，重金属为克）。"
        ),
    ),
}
_CODES: Final = {
    "permit_check": "number", "number_taken": "number", "permit_holder_differs": "holder",
    "not_an_enterprise": "holder",
    "issued_in_future": "issued_on", "dates_reversed": "valid_until", "validity_too_long": "valid_until",
    "area_level": "area", "water_unit_missing": "water_unit", "source_differs": "source", "outlet_twice": "outlets",
    "facility_twice": "facilities", "limit_twice": "limits", "unknown_outlet": "limits",
    "outlet_without_limit": "limits", "pollutant_not_of_medium": "limits", "version_differs": "version",
}  # fmt: skip
_OFFICE: Final[dict[str, dict[str, Ask]]] = {
    "discharge.issue_permit": dict(_FACTS),
    "discharge.change_permit": dict(_FACTS),
    "discharge.reissue_permit": dict(_FACTS),
    "discharge.renew_permit": {},
    "discharge.revoke_permit": {},
    "discharge.set_indicator": {"area": _AREA, "pollutant": _POLLUTANT},
    "discharge.set_attainment": {
        "area": _AREA,
        "pollutant": Ask(help=lazy_gettext("污染物代码；细颗粒物写 PM25。")),
    },
    "discharge.set_suspension": {"area": _AREA},
    "discharge.allot": {
        "pollutant": _POLLUTANT,
        "instalments": Ask(
            read=reading.instalments, help=lazy_gettext("每行一期：日期, 元。例如 2026-12-31, 40000；无偿取得留空。")
        ),
    },
    "discharge.define_pollutant": {
        "media": Ask(read=_media, help=lazy_gettext("水、大气，或两者，以空格分开。")),
        "zone": _ZONE,
    },
    "discharge.define_area": {"parent": Ask(choices=area_choices), "zone": _ZONE},
}
NAMES: Final = {kind: "office_" + kind.partition(".")[2] for kind in _OFFICE}
for _kind, _asks in _OFFICE.items():
    entry_page(
        blueprint,
        f"/office/{_kind.partition('.')[2].replace('_', '-')}",
        kind=_kind,
        endpoint=NAMES[_kind],
        asks=_asks,
        codes=_CODES,
    )
entry_page(
    blueprint, "/permits/renewal", kind="discharge.apply_renewal", endpoint="apply_renewal",
    intro=lazy_gettext("延续须在有效期届满前的规定天数之前申请，由主管部门决定。"),
    codes={"version_differs": "version", "renewal_too_late": "number", "renewal_applied": "number"},
)  # fmt: skip
entry_page(
    blueprint, "/permits/account", kind="discharge.link_account", endpoint="link_account",
    asks={"account": Ask(choices=own.account_choices("HO"), start=own.first_account("HO"))},
    intro=lazy_gettext("许可证的排污权存放在一个专用的持有账户中，指定后不再更改。"),
    codes={"account_linked": "account", "holder_differs": "account"},
)  # fmt: skip
entry_page(
    blueprint, "/fees/pay", kind="discharge.pay_fee", endpoint="pay_fee",
    asks={"cash": Ask(choices=own.account_choices("CA"), start=own.first_account("CA"))},
    intro=lazy_gettext("费用全额缴入国库；缴纳不免除环境保护税。"),
    codes={"instalment_differs": "fen", "cash_short": "cash", "fee_settled": "allotment"},
)  # fmt: skip


_OTHER: Final = (
    "discharge.settle_year",
    "discharge.bar_device",
    "discharge.attest_surplus",
    "discharge.agree_route",
    "discharge.take_back",
    "discharge.repurchase",
    "discharge.release_reserve",
)


@dataclass(frozen=True, slots=True)
class OfficePage:
    """The office's forms."""

    forms: tuple[OfficeForm, ...]


@view(blueprint, "/office", template="discharge/office.html")
def office() -> OfficePage:
    """Return the office's forms."""
    return OfficePage(
        offered({kind: f"discharge.{name}" for kind, name in NAMES.items()} | {kind: kind for kind in _OTHER})
    )
