"""The methods below continuous measurement: samples by hand, a balance of materials, and emission factors.

Each gives whole milligrams, rounded half up, from integers that stand in the entry, so a rule recomputes them.
"""

from collections.abc import Sequence
from typing import Final

from registry.ledger.errors import Refusal

PERMYRIAD: Final = 10_000
_MILLION: Final = 10**6


def by_samples(samples: Sequence[tuple[int, int]]) -> int:
    """Return the mass of samples, each a mean concentration in micrograms a cubic metre and the volume in litres."""
    return _rounded(sum(concentration * litres for concentration, litres in samples), _MILLION)


def by_balance(*, brought_in_mg: int, in_product_mg: int, in_waste_mg: int, removed_mg: int) -> int:
    """Return what a balance of materials leaves for the outlet.

    Raises:
        Refusal: ``balance_negative`` if more leaves otherwise than came in.
    """
    left = brought_in_mg - in_product_mg - in_waste_mg - removed_mg
    if left < 0:
        raise Refusal("balance_negative", missing=-left)
    return left


def by_factor(*, activity: int, factor_mg: int, removal_permyriad: int) -> int:
    """Return activity (in whole units) by milligrams a unit, less the share that treatment removes.

    Raises:
        Refusal: ``removal_above_all`` for a share above the whole.
    """
    if not 0 <= removal_permyriad <= PERMYRIAD:
        raise Refusal("removal_above_all", limit=PERMYRIAD)
    return _rounded(activity * factor_mg * (PERMYRIAD - removal_permyriad), PERMYRIAD)


def _rounded(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)
