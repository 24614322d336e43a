"""What a registry begins with for credits' projects: parameters by scheme, and methodologies that schemes admit.

A registry defines and sets them by entries; nothing here decides. What is marked recalled was not read in a source: the
authority confirms or changes it. What the demonstration's own schemes have is fictitious and says so.
"""

from typing import Final

from registry.areas.credits.rules.cases import AGE_YEARS, DECISION_DAYS, GENERATED_AFTER, NOTICE_DAYS, STARTED_AFTER
from registry.areas.credits.rules.duties import REPLACEMENT_DAYS
from registry.areas.credits.rules.issuing import BUFFER_ACCOUNT
from registry.areas.credits.rules.programmes import AdmitMethodology
from registry.areas.participants.control_data import Founding
from registry.areas.participants.rules.parameters import DefineParameter, Evidence, Nature, SetParameter, Stricter

_MEASURES: Final = "温室气体自愿减排交易管理办法（试行）"


def _number(
    name: str, value: int, unit: str, *, stricter: Stricter, maximum: int, article: str,
    evidence: Evidence = Evidence.SOURCE,
) -> Founding:  # fmt: skip
    definition = DefineParameter(name, Nature.LAW, stricter, is_text=False, minimum=1, maximum=maximum, unit=unit)
    return Founding(definition, SetParameter(name, "", None, value, None, _MEASURES + article, evidence))


def _day(name: str, value: str, article: str) -> Founding:
    definition = DefineParameter(name, Nature.LAW, Stricter.NEITHER, is_text=True, minimum=0, maximum=0, unit="text")
    return Founding(definition, SetParameter(name, "", None, None, value, _MEASURES + article, Evidence.SOURCE))


FOUNDING: Final = (
    _number(NOTICE_DAYS, 20, "working-days", stricter=Stricter.HIGHER, maximum=60, article="第十二条、第十九条"),
    _number(DECISION_DAYS, 15, "working-days", stricter=Stricter.LOWER, maximum=60, article="第十五条、第二十二条"),
    _number(AGE_YEARS, 5, "years", stricter=Stricter.LOWER, maximum=50, article="第十七条"),
    # Article 43 names no period; the days were decided here.
    _number(
        REPLACEMENT_DAYS,
        30,
        "working-days",
        stricter=Stricter.LOWER,
        maximum=250,
        article="第四十三条",
        evidence=Evidence.DECIDED,
    ),
    _day(STARTED_AFTER, "2012-11-08", "第十条"),
    _day(GENERATED_AFTER, "2020-09-22", "第十七条"),
)
BUFFER: Final = DefineParameter(
    BUFFER_ACCOUNT, Nature.HOUSE, Stricter.NEITHER, is_text=True, minimum=0, maximum=0, unit="text"
)


def buffer_of(scheme: str, account: str, article: str, evidence: Evidence) -> SetParameter:
    """Return the entry that names a scheme's buffer account."""
    return SetParameter(BUFFER_ACCOUNT, scheme, None, None, account, article, evidence)


def afforestation(scheme: str, *, buffer_permille: int, evidence: Evidence, document: str) -> AdmitMethodology:
    """Return the admission of CCER-14-001-V01; its crediting period of 20 to 40 years is recalled, not read."""
    return AdmitMethodology(
        scheme=scheme,
        methodology="CCER-14-001-V01",
        name_zh="造林碳汇",
        name_en="Afforestation carbon sink",
        field="14",
        crediting_years_min=20,
        crediting_years_max=40,
        buffer_permille=buffer_permille,
        article="CCER-14-001-V01",
        evidence=evidence,
        document=document,
    )
