"""What discharge rights begin with: the pollutants, and the parameters with a founding value, article and evidence.

A registry defines and sets them by entries; nothing here decides. Where facts were only recalled, the evidence says
so and the authority confirms or changes the value.
"""

from typing import Final

from registry.areas.discharge import measuring_founding
from registry.areas.discharge.rules import allotting, renewals, rights, trade_rules
from registry.areas.discharge.rules.pollutants import DefinePollutant
from registry.areas.discharge.rules.records import LedgerUnit, Medium, PollutantClass
from registry.areas.participants.rules.parameters import DefineParameter, Evidence, Nature, SetParameter, Stricter

_WATER, _AIR, _BOTH = (Medium.WATER,), (Medium.AIR,), (Medium.WATER, Medium.AIR)
_197: Final = "环发〔2014〕197号"
_REFERENCE: Final = "环发〔2014〕197号（参照执行）"
_LOCAL: Final = "生态环境法典第一百五十六条（地方增加的总量控制污染物）"


def _conventional(
    code: str, names: tuple[str, str], media: tuple[Medium, ...], article: str, evidence: Evidence
) -> DefinePollutant:
    zh, en = names
    return DefinePollutant(code, zh, en, media, PollutantClass.CONVENTIONAL, LedgerUnit.KG, None, article, evidence)


def _metal(code: str, names: tuple[str, str], media: tuple[Medium, ...]) -> DefinePollutant:
    zh, en = names
    return DefinePollutant(
        code, zh, en, media, PollutantClass.HEAVY_METAL, LedgerUnit.G, None, _REFERENCE, Evidence.RECALLED
    )


POLLUTANTS: Final = (
    _conventional("COD", ("化学需氧量", "Chemical oxygen demand"), _WATER, _197, Evidence.EXCERPT),
    _conventional("NH3N", ("氨氮", "Ammonia nitrogen"), _WATER, _197, Evidence.EXCERPT),
    _conventional("TP", ("总磷", "Total phosphorus"), _WATER, _LOCAL, Evidence.RECALLED),
    _conventional("TN", ("总氮", "Total nitrogen"), _WATER, f"{_197}（沿海城市，参照执行）", Evidence.EXCERPT),
    _conventional("SO2", ("二氧化硫", "Sulphur dioxide"), _AIR, _197, Evidence.EXCERPT),
    _conventional("NOX", ("氮氧化物", "Nitrogen oxides"), _AIR, _197, Evidence.EXCERPT),
    _conventional("VOCS", ("挥发性有机物", "Volatile organic compounds"), _AIR, _REFERENCE, Evidence.EXCERPT),
    _conventional("PM", ("烟粉尘", "Smoke and dust"), _AIR, _REFERENCE, Evidence.EXCERPT),
    _metal("HG", ("总汞", "Mercury"), _BOTH),
    _metal("CD", ("总镉", "Cadmium"), _BOTH),
    _metal("CR", ("总铬", "Chromium"), _WATER),
    _metal("AS", ("总砷", "Arsenic"), _BOTH),
    _metal("PB", ("总铅", "Lead"), _BOTH),
)


def _define(name: str, unit: str, *, maximum: int, stricter: Stricter = Stricter.NEITHER) -> DefineParameter:
    return DefineParameter(name, Nature.LAW, stricter, is_text=False, minimum=0, maximum=maximum, unit=unit)


def _value(name: str, value: int, article: str, evidence: Evidence, *, zone: str = "") -> SetParameter:
    return SetParameter(name, zone, None, value, None, article, evidence)


# The accounts that a province, or all together, use; without values, for they are opened first.
ACCOUNTS: Final = tuple(
    DefineParameter(name, Nature.LAW, Stricter.NEITHER, is_text=True, minimum=0, maximum=0, unit="account")
    for name in (rights.ISSUER, rights.RESERVE, rights.CANCELLATION, rights.TREASURY)
)
_38: Final = "国办发〔2014〕38号"
DEFINITIONS: Final = (
    *ACCOUNTS,
    _define(renewals.DAYS, "day", maximum=366, stricter=Stricter.HIGHER),
    _define(allotting.FIRST_SHARE, "percent", maximum=100, stricter=Stricter.HIGHER),
    _define(allotting.YEARS, "year", maximum=20, stricter=Stricter.LOWER),
    _define(trade_rules.SAME_UNIT, "flag", maximum=1, stricter=Stricter.HIGHER),
    _define(trade_rules.AIR_OPEN, "flag", maximum=1, stricter=Stricter.LOWER),
    _define(trade_rules.KEY_METALS, "flag", maximum=1, stricter=Stricter.HIGHER),
    *measuring_founding.DEFINITIONS,
)
VALUES: Final = (
    _value(renewals.DAYS, 60, "排污许可管理条例第十四条", Evidence.SOURCE),
    _value(allotting.FIRST_SHARE, 40, _38, Evidence.RECALLED),
    _value(allotting.YEARS, 5, _38, Evidence.RECALLED),
    _value(trade_rules.SAME_UNIT, 0, f"{_38}（九）：同一流域", Evidence.RECALLED),
    _value(trade_rules.AIR_OPEN, 0, "省级规定，默认不允许区域外流入", Evidence.DECIDED),
    _value(trade_rules.KEY_METALS, 0, "环固体〔2022〕17号（重点区域 1.2:1）", Evidence.RECALLED),
    *measuring_founding.VALUES,
)
