"""The forms of actual discharge: devices, months by other methods, the settlement, and what makes it up."""

from typing import Final

from flask_babel import gettext, lazy_gettext

from registry.areas.discharge.queries.permits import permits_of
from registry.areas.discharge.views.base import blueprint, pollutant_choices
from registry.ledger.text import normalise
from registry.web import own
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.seam import registry


def _permits() -> list[tuple[str, object]]:
    """Return the own permits to choose from."""
    number = own.participant()
    with registry().engine.connect() as connection:
        found = permits_of(connection, number) if number else ()
    return [(one.number, f"{one.number} {one.site}") for one in found]


def read_samples(text: str) -> list[dict[str, int]]:
    """Return samples, one a line: micrograms a cubic metre, litres."""
    found = []
    for line in filter(None, (normalise(one) for one in text.splitlines())):
        cells = line.replace(",", " ").split()
        if len(cells) != len(_CELLS) or not all(one.isdecimal() for one in cells):
            raise ValueError(gettext("“%(line)s”应为两个整数：浓度（µg/m³） 体积（升）。", line=line[:60]))
        found.append(dict(zip(_CELLS, map(int, cells), strict=True)))
    return found


_CELLS: Final = ("concentration", "litres")
_OWN: Final = {"permit": Ask(choices=_permits)}
_MONTH: Final = _OWN | {
    "pollutant": Ask(choices=pollutant_choices),
    "version": Ask(start=lambda: "0", help=lazy_gettext("首次报告填 0，更正时填现行版本。")),
}
_CODES: Final = {
    "mass_differs": "mass_mg", "month_not_over": "month", "version_differs": "version",
    "outlet_not_in_permit": "outlet", "pollutant_not_of_medium": "pollutant", "better_method_stands": "month",
    "balance_negative": "brought_in_mg", "device_proof": "proof", "device_known": "public_key",
    "weak_key": "public_key", "key_taken": "public_key", "device_ended": "public_key",
    "unknown_device": "public_key",
}  # fmt: skip
_METHOD: Final = lazy_gettext("只在没有更可靠方法的数据时使用：自动监测优先于手工监测，其次物料衡算，再次排污系数。")
OWN: Final = ("register_device", "revoke_device", "report_samples", "report_balance", "report_factor", "make_up")
OFFICE: Final = ("bar_device", "settle_year")

entry_page(
    blueprint, "/devices/register", kind="discharge.register_device", endpoint="register_device", asks=_OWN,
    intro=lazy_gettext(
        "设备自己生成密钥，并对三行文字签名：monitoring-device/v1、排放口全编号、公钥。此后每日文件以该密钥签名上传。"
    ),
    codes=_CODES,
)  # fmt: skip
entry_page(
    blueprint, "/devices/revoke", kind="discharge.revoke_device", endpoint="revoke_device", codes=_CODES,
    intro=lazy_gettext("注销后，以该密钥签名的数据不再接收；此前已收的仍有效。"),
)  # fmt: skip
entry_page(
    blueprint, "/months/samples", kind="discharge.report_samples", endpoint="report_samples", intro=_METHOD,
    asks=_MONTH | {
        "samples": Ask(read=read_samples, help=lazy_gettext("每行一次：平均浓度（µg/m³） 代表的体积（升）。"))
    },
    codes=_CODES,
)  # fmt: skip
entry_page(
    blueprint, "/months/balance", kind="discharge.report_balance", endpoint="report_balance", intro=_METHOD,
    asks=_MONTH, codes=_CODES,
)  # fmt: skip
entry_page(
    blueprint, "/months/factor", kind="discharge.report_factor", endpoint="report_factor", intro=_METHOD,
    asks=_MONTH, codes=_CODES,
)  # fmt: skip
entry_page(
    blueprint, "/settlements/make-up", kind="discharge.make_up", endpoint="make_up",
    asks=_OWN | {"pollutant": Ask(choices=pollutant_choices)},
    intro=lazy_gettext("许可证账户持有的排污权达到已清算的排放量后，在期限内确认。"),
)  # fmt: skip
entry_page(
    blueprint, "/office/bar-device", kind="discharge.bar_device", endpoint="bar_device", codes=_CODES,
    intro=lazy_gettext("禁用后，以该密钥签名的数据不再接收。"),
)  # fmt: skip
entry_page(
    blueprint, "/office/settle-year", kind="discharge.settle_year", endpoint="settle_year",
    asks={
        "pollutant": Ask(choices=pollutant_choices),
        "version": Ask(start=lambda: "0", help=lazy_gettext("首次清算填 0，重新清算时填现行版本。")),
        "first_month": Ask(start=lambda: "1"),
        "last_month": Ask(start=lambda: "12"),
    },
    codes={"months_missing": "first_month", "year_not_over": "year", "version_differs": "version"},
    intro=lazy_gettext("各排放口各月都已报告后清算：与许可证账户持有的排污权和许可排放量比较，不足的限期补足。"),
)  # fmt: skip
