"""The parameters that pledges rest on: what each is, a founding value, its source and evidence mark.

A registry defines and sets them by entries; nothing here decides. No text that was found sets haircut or margin for
these rights, so they are the house's; that a pledge needs a number elsewhere is recalled for the national classes. The
reference price of an asset has no founding value: the authority states one where the class is not dealt in here.
"""

from typing import Final

from registry.areas.participants.control_data import Founding
from registry.areas.participants.rules.parameters import DefineParameter, Evidence, Nature, SetParameter, Stricter
from registry.areas.pledges.rules import keeping, offering, valuation

_HOUSE: Final = "本登记簿业务规则（质押，自定）"
_REGISTERED: Final = "全国登记系统或动产融资统一登记公示系统办理质押登记（凭记忆，未核对）"


def _house(name: str, value: int, unit: str, *, minimum: int = 0, maximum: int, stricter: Stricter) -> Founding:
    definition = DefineParameter(
        name, Nature.HOUSE, stricter, is_text=False, minimum=minimum, maximum=maximum, unit=unit
    )
    return Founding(definition, SetParameter(name, "", None, value, None, _HOUSE, Evidence.DECIDED))


FOUNDING: Final = (
    _house(valuation.CLOSES, 5, "closes", minimum=1, maximum=60, stricter=Stricter.NEITHER),
    _house(valuation.PRICE_AGE, 30, "days", maximum=366, stricter=Stricter.LOWER),
    _house(valuation.HAIRCUT, 3_000, "permyriad", maximum=10_000, stricter=Stricter.HIGHER),
    _house(valuation.MARGIN, 12_500, "permyriad", minimum=10_000, maximum=50_000, stricter=Stricter.HIGHER),
    _house(valuation.FLOOR, 7_000, "permyriad", maximum=10_000, stricter=Stricter.HIGHER),
    _house(keeping.CALL_DAYS, 3, "working-days", minimum=1, maximum=60, stricter=Stricter.HIGHER),
    _house(offering.REGISTRATION, 0, "flag", maximum=1, stricter=Stricter.HIGHER),
)
# Of the law, since it stands in for the market's price: the authority and an operator sign it, by asset.
REFERENCE: Final = DefineParameter(
    valuation.REFERENCE, Nature.LAW, Stricter.NEITHER, is_text=False, minimum=1, maximum=10**9, unit="fen"
)
SCOPED: Final = tuple(
    SetParameter(offering.REGISTRATION, one, None, 1, None, _REGISTERED, Evidence.RECALLED) for one in ("CEA", "CCER")
)
