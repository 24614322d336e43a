"""The parameters that the compliance year rests on: what each is, a founding value, its source and evidence mark.

A registry defines and sets them by entries; nothing here decides. Values of the plan for 2025 and 2026 come from a
consultation draft, as their article says: the authority confirms or changes them.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from registry.areas.compliance.rules import (
    allocation,
    calculations,
    evidence,
    listing,
    penalties,
    pledging,
    surrender,
    suspicions,
)
from registry.areas.participants.rules.parameters import DefineParameter, Evidence, Nature, SetParameter, Stricter

_MEASURES: Final = "碳排放权交易管理办法（试行）第八条；关于做好2026年全国碳排放权交易市场有关工作的通知"
_SCOPE: Final = "关于做好2026年全国碳排放权交易市场有关工作的通知"
_PLAN_2324: Final = "2023、2024年度全国碳排放权交易发电行业配额总量和分配方案"
_PLAN_24: Final = "2024、2025年度钢铁、水泥、铝冶炼行业配额总量和分配方案（摘录）"
_DRAFT: Final = "2025、2026年度配额总量和分配方案（征求意见稿，尚未定稿）"
_HERE: Final = "本登记簿的疑点界限，不影响登记效力"
# By class of unit, in 1e-4 tCO2 a MWh and a GJ.
_BENCHMARKS: Final = {
    "2023": ((7_950, 1_038), (8_090, 1_038), (8_285, 1_038), (3_305, 536)),
    "2024": ((7_910, 1_033), (8_049, 1_033), (8_244, 1_033), (3_288, 533)),
    "2025": ((7_902, 1_027), (8_017, 1_027), (8_162, 1_027), (3_288, 533)),
    "2026": ((7_894, 1_021), (7_985, 1_021), (8_080, 1_021), (3_288, 533)),
}


def _article(year: str) -> str:
    return _PLAN_2324 if year < "2025" else _DRAFT


def _define(name: str, unit: str, *, maximum: int, stricter: Stricter = Stricter.NEITHER) -> DefineParameter:
    return DefineParameter(name, Nature.LAW, stricter, is_text=False, minimum=0, maximum=maximum, unit=unit)


def _values(name: str, values: Mapping[str, int], article: str, evidence: Evidence) -> tuple[SetParameter, ...]:
    return tuple(SetParameter(name, scope, None, value, None, article, evidence) for scope, value in values.items())


def _benchmarks() -> Iterator[SetParameter]:
    for year, classes in _BENCHMARKS.items():
        for place, unit_class in enumerate(calculations.UnitClass):
            for name, value in zip((allocation.ELECTRICITY, allocation.HEAT), classes[place], strict=True):
                yield from _values(name, {f"{year}/{unit_class}": value}, _article(year), Evidence.SOURCE)


def _by_year(name: str, values: Mapping[str, int]) -> Iterator[SetParameter]:
    for year, value in values.items():
        yield from _values(name, {year: value}, _article(year), Evidence.SOURCE)


DEFINITIONS: Final = (
    _define(listing.THRESHOLD, "tCO2e", maximum=10**9, stricter=Stricter.LOWER),
    _define(listing.FIRST_YEAR, "year", maximum=2199),
    _define(allocation.ELECTRICITY, "1e-4.tCO2/MWh", maximum=20_000),
    _define(allocation.HEAT, "1e-4.tCO2/GJ", maximum=20_000),
    _define(allocation.LOAD_FORMULA, "formula", maximum=2),
    _define(allocation.FLOOR, "percent", maximum=100),
    _define(allocation.PRE_SHARE, "percent", maximum=100, stricter=Stricter.LOWER),
    _define(allocation.INDUSTRY_FORMULA, "formula", maximum=2),
    _define(allocation.SLOPE, "permille", maximum=1_000),
    _define(allocation.BAND, "permille", maximum=1_000),
    _define(allocation.CAP, "permille", maximum=1_000),
    # The platform publishes it each year; none was found, so none is set.
    _define(allocation.BALANCE, "kgCO2e/t", maximum=10**9),
    _define(surrender.VINTAGE_FIRST, "year", maximum=2199),
    _define(surrender.VINTAGE_LAST, "year", maximum=2199),
    _define(surrender.OFFSET_SHARE, "percent", maximum=100, stricter=Stricter.LOWER),
    _define(surrender.REGISTERED_AFTER, "yyyymmdd", maximum=21_991_231, stricter=Stricter.HIGHER),
    _define(evidence.DAYS, "days", maximum=366),
    # From which figures on evidence is looked at again; nothing is refused for them.
    _define(suspicions.JUMP, "permille", maximum=10_000),
    _define(suspicions.SAMPLES, "samples", maximum=1_000),
    _define(suspicions.SPAN, "days", maximum=31),
    _define(suspicions.NCV_MIN, "kJ", maximum=10**6),
    _define(suspicions.NCV_MAX, "kJ", maximum=10**6),
    # By month, as `2026-11`; the exchange publishes it.
    _define(penalties.PRICE, "fen", maximum=10**9),
    _define(pledging.PLEDGE_OWED, "flag", maximum=1, stricter=Stricter.LOWER),
)
VALUES: Final = (
    *_values(listing.THRESHOLD, {"": 26_000}, _MEASURES, Evidence.SOURCE),
    *_values(
        listing.FIRST_YEAR,
        {"power": 2021, "steel": 2024, "cement": 2024, "aluminium": 2024},
        _SCOPE,
        Evidence.SOURCE,
    ),
    *_benchmarks(),
    *_by_year(allocation.LOAD_FORMULA, {"2023": 1, "2024": 1, "2025": 2, "2026": 2}),
    *_by_year(allocation.FLOOR, {"2023": 80, "2024": 80, "2025": 80, "2026": 80}),
    *_by_year(allocation.PRE_SHARE, {"2023": 70, "2024": 70, "2025": 50, "2026": 50}),
    *_values(allocation.INDUSTRY_FORMULA, {"2024": 1}, _PLAN_24, Evidence.EXCERPT),
    *_by_year(allocation.INDUSTRY_FORMULA, {"2025": 2, "2026": 2}),
    *_values(allocation.SLOPE, {"": 150}, _DRAFT, Evidence.SOURCE),
    *_values(allocation.BAND, {"": 200}, _DRAFT, Evidence.SOURCE),
    # Arrears of up to 2024 may be paid with all vintages so far; later years have their own.
    *_values(
        surrender.VINTAGE_FIRST, {"2023": 2019, "2024": 2019, "2025": 2025, "2026": 2025}, _DRAFT, Evidence.SOURCE
    ),
    *_values(surrender.VINTAGE_LAST, {"2023": 2026, "2024": 2026, "2025": 2026, "2026": 2026}, _DRAFT, Evidence.SOURCE),
    *_values(surrender.OFFSET_SHARE, {"CEA": 5}, "碳排放权交易管理办法（试行）第二十九条", Evidence.SOURCE),
    *_values(surrender.REGISTERED_AFTER, {"": 20_240_122}, _DRAFT, Evidence.SOURCE),
    *_values(allocation.CAP, {"": 30}, _DRAFT, Evidence.SOURCE),
    *_values(evidence.DAYS, {"": 40}, _SCOPE, Evidence.SOURCE),
    *_values(suspicions.JUMP, {"": 100}, _HERE, Evidence.DECIDED),
    *_values(suspicions.SAMPLES, {"": 20}, _HERE, Evidence.DECIDED),
    *_values(suspicions.SPAN, {"": 20}, _HERE, Evidence.DECIDED),
    *_values(suspicions.NCV_MIN, {"kg": 6_000, "m3": 3_000}, _HERE, Evidence.DECIDED),
    *_values(suspicions.NCV_MAX, {"kg": 56_000, "m3": 60_000}, _HERE, Evidence.DECIDED),
    *_values(pledging.PLEDGE_OWED, {"": 0}, "本登记簿业务规则", Evidence.DECIDED),
)
