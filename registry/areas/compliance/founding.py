"""The parameters that the compliance year rests on: what each is, a founding value, its source and evidence mark.

A registry defines and sets them by entries; nothing here decides. Values of the plan for 2025 and 2026 come from a
consultation draft, as their article says: the authority confirms or changes them.
"""

from collections.abc import Mapping
from typing import Final

from registry.areas.compliance.rules import listing
from registry.areas.participants.rules.parameters import DefineParameter, Evidence, Nature, SetParameter, Stricter

_MEASURES: Final = "碳排放权交易管理办法（试行）第八条；关于做好2026年全国碳排放权交易市场有关工作的通知"
_SCOPE: Final = "关于做好2026年全国碳排放权交易市场有关工作的通知"


def _define(name: str, unit: str, *, maximum: int, stricter: Stricter = Stricter.NEITHER) -> DefineParameter:
    return DefineParameter(name, Nature.LAW, stricter, is_text=False, minimum=0, maximum=maximum, unit=unit)


def _values(name: str, values: Mapping[str, int], article: str, evidence: Evidence) -> tuple[SetParameter, ...]:
    return tuple(SetParameter(name, scope, None, value, None, article, evidence) for scope, value in values.items())


DEFINITIONS: Final = (
    _define(listing.THRESHOLD, "tCO2e", maximum=10**9, stricter=Stricter.LOWER),
    _define(listing.FIRST_YEAR, "year", maximum=2199),
)
VALUES: Final = (
    *_values(listing.THRESHOLD, {"": 26_000}, _MEASURES, Evidence.SOURCE),
    *_values(
        listing.FIRST_YEAR,
        {"power": 2021, "steel": 2024, "cement": 2024, "aluminium": 2024},
        _SCOPE,
        Evidence.SOURCE,
    ),
)
