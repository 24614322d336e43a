"""What a registry begins with for forestry: how long a loss may go unreported. No source that was read names it."""

from typing import Final

from registry.areas.forestry.rules.losses import REPORT_DAYS
from registry.areas.participants.control_data import Founding
from registry.areas.participants.rules.parameters import DefineParameter, Evidence, Nature, SetParameter, Stricter

FOUNDING: Final = (
    Founding(
        DefineParameter(
            REPORT_DAYS, Nature.LAW, Stricter.LOWER, is_text=False, minimum=1, maximum=60, unit="working-days"
        ),
        SetParameter(REPORT_DAYS, "", None, 10, None, "本登记簿自定", Evidence.DECIDED),
    ),
)
