"""The formulas of allocation, each with its own places of rounding; nothing here reads a parameter or the ledger.

Sources: ALLOC-2324 for 2023 and 2024, ALLOC-2526-DRAFT (a consultation draft) for 2025 and 2026. Exact fractions and
decimals of 50 digits; what is not said to be rounded is not.
"""

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Final

_CONTEXT: Final = Context(prec=50)
_ONE: Final = Decimal(1)
_SIX: Final = Decimal("0.000001")
_TWO: Final = Decimal("0.01")
PERMYRIAD: Final = 10_000


def load_factor_2324(load_permyriad: int) -> Decimal:
    """Return the correction of 2023 and 2024, unrounded: 1.015^(16 - 20F) below a load of 65 %, else 1."""
    load = _CONTEXT.divide(Decimal(load_permyriad), PERMYRIAD)
    if load_permyriad >= 6_500:  # noqa: PLR2004  65 %
        return _ONE
    return _CONTEXT.power(Decimal("1.015"), 16 - 20 * load)


def load_factor_2526(load_permyriad: int) -> Decimal:
    """Return the correction of the draft for 2025 and 2026, half-up to six places; 1 from a load of 50 % on."""
    if load_permyriad >= 5_000:  # noqa: PLR2004  50 %
        return _ONE
    load = _CONTEXT.divide(Decimal(load_permyriad), 100)
    slow = _CONTEXT.multiply(Decimal("0.633"), 1 - _CONTEXT.exp(_CONTEXT.divide(-load, Decimal("29.822"))))
    fast = _CONTEXT.multiply(Decimal("5.643"), 1 - _CONTEXT.exp(_CONTEXT.divide(-load, Decimal("6.871"))))
    return (Decimal("7.254") - slow - fast).quantize(_SIX, rounding=ROUND_HALF_UP, context=_CONTEXT)


LOAD_FACTORS: Final[Mapping[int, Callable[[int], Decimal]]] = {1: load_factor_2324, 2: load_factor_2526}


def electricity_quota(mwh: int, benchmark_e4: int, factor: Decimal) -> int:
    """Return a unit's quota for power in tCO2e, floored; the benchmark in 1e-4 tCO2/MWh."""
    return int(_CONTEXT.divide(_CONTEXT.multiply(Decimal(mwh * benchmark_e4), factor), PERMYRIAD))


def heat_quota(gj: int, benchmark_e4: int) -> int:
    """Return a unit's quota for heat in tCO2e, floored; the benchmark in 1e-4 tCO2/GJ."""
    return gj * benchmark_e4 // PERMYRIAD


def least_quota(emissions: int, floor_percent: int) -> int:
    """Return the quota below which no firm's is set, floored: its gap is bounded."""
    return emissions * floor_percent // 100


def gap_rate(emissions: int, quota: int) -> Decimal:
    """Return the gap in per cent of the emissions, half-up to two places; negative for a surplus."""
    rate = _CONTEXT.divide(Decimal((emissions - quota) * 100), Decimal(emissions))
    return rate.quantize(_TWO, rounding=ROUND_HALF_UP, context=_CONTEXT)


def pre_allocation(basis: int, percent: int) -> int:
    """Return what is issued ahead of the year's end in tCO2e, floored."""
    return basis * percent // 100


def adjustment(intensity: int, balance: int, *, slope: int, band: int, cap: int) -> Fraction:
    """Return by which share an industrial quota differs from the emissions; the last three in thousandths.

    X = (BP - I)/BP; within the band the slope times X, at the band and beyond the cap.
    """
    x = Fraction(balance - intensity, balance)
    if x >= Fraction(band, 1_000):
        return Fraction(cap, 1_000)
    if x <= -Fraction(band, 1_000):
        return -Fraction(cap, 1_000)
    return x * Fraction(slope, 1_000)


def industrial_quota(emissions: int, share: Fraction) -> int:
    """Return an industrial quota in tCO2e, floored."""
    return int(emissions * (1 + share))


def carry_over(holding: int, sold: int, bought: int) -> int:
    """Return how many old units become units of 2025: 10 000 and half as many again as the net sales, floored.

    At most what is held. Source: ALLOC-2324 annex 5; the window of that plan closed on 2026-06-10.
    """
    net = max(0, sold - bought)
    return min(10_000 + net * 3 // 2, holding)
