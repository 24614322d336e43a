"""The parameters that supervision rests on: founding values, each with its source and how well that is known."""

from typing import Final

from registry.areas.participants.rules.parameters import DefineParameter, Evidence, Nature, SetParameter, Stricter
from registry.areas.supervision.rules.grades import OBJECTION_DAYS
from registry.areas.supervision.rules.lists import CREDIT_BAR, ENFORCEMENT_POSITIVE, PLEDGE, SCREENING

_MORTGAGE: Final = "排污权抵押贷款管理规定（湖南，摘录）：环境信用等级不良者不得抵押"
_OPINION: Final = "关于加强自由贸易试验区生态环境保护推动高质量发展的指导意见（十六）信用监管和失信惩戒"


def _bar(scope: str, rank: int, article: str, evidence: Evidence) -> SetParameter:
    return SetParameter(CREDIT_BAR, scope, None, rank, None, article, evidence)


DEFINITIONS: Final = (
    DefineParameter(CREDIT_BAR, Nature.LAW, Stricter.LOWER, is_text=False, minimum=1, maximum=5, unit="grade"),
    DefineParameter(OBJECTION_DAYS, Nature.LAW, Stricter.HIGHER, is_text=False, minimum=1, maximum=60, unit="days"),
)
VALUES: Final = (
    # Whoever has to surrender allowances must be able to buy them, so no grade bars that.
    _bar("PDR", 4, _OPINION, Evidence.DECIDED),
    _bar(PLEDGE, 4, _MORTGAGE, Evidence.EXCERPT),
    _bar(SCREENING, 4, _OPINION, Evidence.DECIDED),
    _bar(ENFORCEMENT_POSITIVE, 3, _OPINION, Evidence.DECIDED),
    SetParameter(OBJECTION_DAYS, "", None, 10, None, "企业环境信用评价办法（试行）", Evidence.RECALLED),
)
