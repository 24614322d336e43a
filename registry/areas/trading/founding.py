"""The parameters that the market rests on: what each is, a founding value, its source and evidence mark.

A registry defines and sets them by entries; nothing here decides. What is marked recalled was not read in a source: the
authority confirms or changes it. The holding limit of allowances was not found, so none is set.
"""

from typing import Final

from registry.areas.participants.control_data import Founding
from registry.areas.participants.rules.parameters import DefineParameter, Evidence, Nature, SetParameter, Stricter

UNITS_MAX: Final = 10**12
_EXCHANGE: Final = "全国碳市场交易规则（交易机构公告 2021-06-22 摘录）"
_RECALLED: Final = "碳排放权交易管理规则（凭记忆，未核对）"
_CCER: Final = "温室气体自愿减排交易和结算规则（试行）"
_HOUSE: Final = "本登记簿业务规则"
_OVERSIGHT: Final = "本登记簿业务规则（监察筛查，自定）"


def _number(
    name: str, value: int, unit: str, *, stricter: Stricter, maximum: int, article: str, evidence: Evidence
) -> Founding:
    definition = DefineParameter(name, Nature.LAW, stricter, is_text=False, minimum=0, maximum=maximum, unit=unit)
    return Founding(definition, SetParameter(name, "", None, value, None, article, evidence))


def _house(name: str, value: int, unit: str, *, maximum: int) -> Founding:
    """Return a parameter of the house's oversight: what overseers are shown, and nothing that a rule asks."""
    definition = DefineParameter(
        name, Nature.HOUSE, Stricter.NEITHER, is_text=False, minimum=1, maximum=maximum, unit=unit
    )
    return Founding(definition, SetParameter(name, "", None, value, None, _OVERSIGHT, Evidence.DECIDED))


def _sessions(name: str, value: str, article: str, evidence: Evidence) -> Founding:
    definition = DefineParameter(
        name, Nature.LAW, Stricter.NEITHER, is_text=True, minimum=0, maximum=0, unit="beijing-time"
    )
    return Founding(definition, SetParameter(name, "", None, None, value, article, evidence))


FOUNDING: Final = (
    _sessions("listed_sessions", "09:30-11:30,13:00-15:00", _EXCHANGE, Evidence.SOURCE),
    _sessions("block_sessions", "13:00-15:00", _EXCHANGE, Evidence.SOURCE),
    _number(
        "trading_lot_units", 1, "units", stricter=Stricter.NEITHER, maximum=UNITS_MAX, article=_EXCHANGE,
        evidence=Evidence.EXCERPT,
    ),
    _number(
        "trading_tick_fen", 1, "fen", stricter=Stricter.NEITHER, maximum=10_000, article=_EXCHANGE,
        evidence=Evidence.EXCERPT,
    ),
    _number(
        "listed_units_max", 99_999, "units", stricter=Stricter.LOWER, maximum=UNITS_MAX, article=_EXCHANGE,
        evidence=Evidence.EXCERPT,
    ),
    _number(
        "block_units_min", 100_000, "units", stricter=Stricter.HIGHER, maximum=UNITS_MAX, article=_RECALLED,
        evidence=Evidence.RECALLED,
    ),
    _number(
        "listed_limit_permyriad", 1_000, "permyriad", stricter=Stricter.LOWER, maximum=10_000, article=_EXCHANGE,
        evidence=Evidence.EXCERPT,
    ),
    _number(
        "block_limit_permyriad", 3_000, "permyriad", stricter=Stricter.LOWER, maximum=10_000, article=_RECALLED,
        evidence=Evidence.RECALLED,
    ),
    _number(
        "listed_levels", 5, "levels", stricter=Stricter.NEITHER, maximum=20, article=_EXCHANGE,
        evidence=Evidence.EXCERPT,
    ),
    _number(
        "listed_by_time", 1, "flag", stricter=Stricter.NEITHER, maximum=1, article=_EXCHANGE,
        evidence=Evidence.EXCERPT,
    ),
    _number(
        "resale_trading_days", 1, "trading-days", stricter=Stricter.HIGHER, maximum=60, article=_RECALLED,
        evidence=Evidence.RECALLED,
    ),
    _number(
        "round_trip_both_ways", 0, "flag", stricter=Stricter.HIGHER, maximum=1, article=_RECALLED,
        evidence=Evidence.RECALLED,
    ),
    _number(
        "trading_fee_permyriad", 5, "permyriad", stricter=Stricter.NEITHER, maximum=1_000, article=_HOUSE,
        evidence=Evidence.FICTITIOUS,
    ),
    _house("circular_trading_days", 5, "trading-days", maximum=20),
    _house("circular_likeness_permyriad", 8_000, "permyriad", maximum=10_000),
    _house("close_minutes", 15, "minutes", maximum=240),
    _house("close_share_permyriad", 5_000, "permyriad", maximum=10_000),
    _house("close_shift_permyriad", 200, "permyriad", maximum=10_000),
    _house("large_holder_units", 50_000, "units", maximum=UNITS_MAX),
)  # fmt: skip


def of_ccer(product: str) -> tuple[SetParameter, ...]:
    """Return what differs for a product of national credits: five trading days between purchase and sale, both ways."""
    article = f"{_CCER}第二十九条"
    return (
        SetParameter("resale_trading_days", product, None, 5, None, article, Evidence.SOURCE),
        SetParameter("round_trip_both_ways", product, None, 1, None, article, Evidence.SOURCE),
        SetParameter("block_sessions", product, None, None, "09:30-11:30,13:00-15:00", _CCER, Evidence.SOURCE),
    )
