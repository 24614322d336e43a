"""The parameters by which hourly readings are judged, with a founding value, its source and evidence mark.

None was found in a text at hand: what is recalled of the technical rules for continuous monitoring (HJ 75-2017 for air,
HJ 356-2019 for water) is marked so, the rest is this registry's own choice. An authority confirms or changes them.
"""

from collections.abc import Iterator
from typing import Final

from registry.areas.discharge.rules import measuring, settling
from registry.areas.participants.rules.parameters import DefineParameter, Evidence, Nature, SetParameter, Stricter

_RECALLED: Final = "HJ 75-2017、HJ 356-2019（未核对原文）"
_CHOSEN: Final = "登记簿自定，待主管部门确认"
# By medium and pollutant: highest, smallest and drift, in micrograms (nanograms for heavy metals).
_RANGES: Final = {
    "air/SO2": (1_000_000, 100, 10_000),
    "air/NOX": (1_000_000, 100, 10_000),
    "air/PM": (500_000, 10, 5_000),
    "air/VOCS": (1_000_000, 10, 5_000),
    "air/HG": (1_000_000, 10, 1_000),
    "air/CD": (1_000_000, 10, 1_000),
    "air/AS": (1_000_000, 10, 1_000),
    "air/PB": (10_000_000, 10, 1_000),
    "water/COD": (2_000_000, 500, 5_000),
    "water/NH3N": (300_000, 10, 500),
    "water/TP": (100_000, 5, 100),
    "water/TN": (300_000, 20, 500),
    "water/HG": (1_000_000, 5, 100),
    "water/CD": (10_000_000, 5, 100),
    "water/CR": (10_000_000, 5, 100),
    "water/AS": (10_000_000, 5, 100),
    "water/PB": (10_000_000, 5, 100),
}


def _define(name: str, unit: str, *, minimum: int = 0, maximum: int = 10**9) -> DefineParameter:
    return DefineParameter(
        name, Nature.LAW, Stricter.NEITHER, is_text=False, minimum=minimum, maximum=maximum, unit=unit
    )


def _value(name: str, value: int, article: str, evidence: Evidence, *, scope: str = "") -> SetParameter:
    return SetParameter(name, scope, None, value, None, article, evidence)


def _ranges() -> Iterator[SetParameter]:
    for scope, figures in _RANGES.items():
        for name, value in zip((measuring.HIGHEST, measuring.SMALLEST, measuring.DRIFT), figures, strict=True):
            yield _value(name, value, _CHOSEN, Evidence.DECIDED, scope=scope)


DEFINITIONS: Final = (
    _define(measuring.JUDGED_BY["stuck_hours"], "hour", minimum=2, maximum=744),
    _define(measuring.JUDGED_BY["gap_short_hours"], "hour", maximum=744),
    _define(measuring.JUDGED_BY["gap_window_hours"], "hour", minimum=1, maximum=744),
    _define(measuring.JUDGED_BY["valid_share_percent"], "percent", maximum=100),
    _define(measuring.JUDGED_BY["flow_max"], "m3/h", minimum=1),
    _define(measuring.HIGHEST, "ug", minimum=1),
    _define(measuring.SMALLEST, "ug"),
    _define(measuring.DRIFT, "ug"),
    _define(settling.MAKE_UP_DAYS, "day", maximum=366),
)
VALUES: Final = (
    _value(measuring.JUDGED_BY["stuck_hours"], 12, _CHOSEN, Evidence.DECIDED),
    _value(measuring.JUDGED_BY["gap_short_hours"], 24, _RECALLED, Evidence.RECALLED),
    _value(measuring.JUDGED_BY["gap_window_hours"], 180, _RECALLED, Evidence.RECALLED),
    _value(measuring.JUDGED_BY["valid_share_percent"], 75, _RECALLED, Evidence.RECALLED),
    _value(measuring.JUDGED_BY["flow_max"], 10_000_000, _CHOSEN, Evidence.DECIDED),
    _value(settling.MAKE_UP_DAYS, 30, _CHOSEN, Evidence.DECIDED),
    *_ranges(),
)
