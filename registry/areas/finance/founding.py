"""The parameters that bonds rest on: each with a founding value, its source and evidence mark. Nothing here decides."""

from typing import Final

from registry.areas.finance.rules.bonds import reporting
from registry.areas.participants.control_data import Founding
from registry.areas.participants.rules.parameters import DefineParameter, Evidence, Nature, SetParameter, Stricter

IDLE_MONTHS: Final = "bond_idle_months"
_PRINCIPLES: Final = "中国绿色债券原则（2022）：募集资金管理、存续期信息披露（凭记忆，未核对）"


def _of_law(name: str, value: int, unit: str, *, minimum: int, maximum: int) -> Founding:
    definition = DefineParameter(
        name, Nature.LAW, Stricter.LOWER, is_text=False, minimum=minimum, maximum=maximum, unit=unit
    )
    return Founding(definition, SetParameter(name, "", None, value, None, _PRINCIPLES, Evidence.RECALLED))


FOUNDING: Final = (
    _of_law(reporting.DUE_YEARLY, 430, "mmdd", minimum=101, maximum=1231),
    _of_law(reporting.DUE_HALF, 831, "mmdd", minimum=701, maximum=1231),
    _of_law(IDLE_MONTHS, 12, "months", minimum=1, maximum=60),
)
