"""The parameters that transfers under controls rest on: what each is, a founding value, its source and evidence mark.

A registry defines and sets them by entries; nothing here decides. Without them nothing leaves for others: a transfer is
refused as `parameter_not_set`. What is marked recalled was not read in a source: the authority confirms or changes it.
"""

from dataclasses import dataclass
from typing import Final

from registry.areas.participants.rules import delays, freezes, hours, limits, trusted
from registry.areas.participants.rules.parameters import DefineParameter, Evidence, Nature, SetParameter, Stricter

DAY_MINUTES: Final = 24 * 60
UNITS_MAX: Final = 10**12


@dataclass(frozen=True, slots=True)
class Founding:
    """A parameter as a registry may begin with it."""

    definition: DefineParameter
    value: SetParameter


def _founding(
    name: str, value: int, unit: str, *, nature: Nature, stricter: Stricter, maximum: int, article: str,
    evidence: Evidence,
) -> Founding:  # fmt: skip
    definition = DefineParameter(name, nature, stricter, is_text=False, minimum=0, maximum=maximum, unit=unit)
    return Founding(definition, SetParameter(name, "", None, value, None, article, evidence))


def _days(name: str, value: int, article: str, evidence: Evidence) -> Founding:
    return _founding(
        name, value, "working-days", nature=Nature.LAW, stricter=Stricter.HIGHER, maximum=60, article=article,
        evidence=evidence,
    )  # fmt: skip


def _minutes(name: str, value: int, stricter: Stricter, article: str) -> Founding:
    return _founding(
        name, value, "minutes", nature=Nature.HOUSE, stricter=stricter, maximum=DAY_MINUTES, article=article,
        evidence=Evidence.DECIDED,
    )  # fmt: skip


def _units(name: str, value: int) -> Founding:
    return _founding(
        name, value, "units", nature=Nature.LAW, stricter=Stricter.LOWER, maximum=UNITS_MAX, article=_HOUSE,
        evidence=Evidence.DECIDED,
    )  # fmt: skip


_HOUSE: Final = "本登记簿业务规则"
_EU_TAL: Final = "参照欧盟登记系统条例 2019/1122 第35条、英国登记系统条款（凭记忆，未核对）"
FOUNDING: Final = (
    _minutes(hours.OPENING, 9 * 60, Stricter.HIGHER, _HOUSE),
    _minutes(hours.CLOSING, 17 * 60, Stricter.LOWER, _HOUSE),
    _minutes(delays.CUTOFF, 120, Stricter.NEITHER, _HOUSE),
    _days(delays.DELAY, 1, _EU_TAL, Evidence.RECALLED),
    _days(delays.FIRST_DELAY, 2, _HOUSE, Evidence.DECIDED),
    _days(delays.ANSWER_DELAY, 5, _HOUSE, Evidence.DECIDED),
    _days(trusted.TRUST_DELAY, 4, _EU_TAL, Evidence.RECALLED),
    _days(limits.OWN_LIMIT_DELAY, 2, _HOUSE, Evidence.DECIDED),
    _days(freezes.EMERGENCY_DELAY, 3, _HOUSE, Evidence.DECIDED),
    _units(limits.PER_TRANSFER, 500_000),
    _units(limits.PER_DAY, 1_000_000),
)
