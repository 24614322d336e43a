"""What pledged units are worth: the mean of the market's last closes, and what may be lent against it.

A class that is not dealt in here (its venue is the national exchange) has no closes; for it the authority may state a
reference price as a parameter of the asset. Without either there is no value, and what needs one is refused.
Haircut, margin and ages are parameters: no source sets them for these rights.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.parameters import in_force, parameter
from registry.areas.pledges.rules.gates import Closes
from registry.areas.pledges.rules.records import Pledge
from registry.ledger.book import asset_class_of
from registry.ledger.canonical import INTEGER_MAX
from registry.ledger.errors import Refusal
from registry.ledger.rules import View

CLOSES: Final = "pledge_closes"
PRICE_AGE: Final = "pledge_price_age_days"
REFERENCE: Final = "pledge_reference_price_fen"
HAIRCUT: Final = "pledge_haircut_permyriad"
MARGIN: Final = "pledge_margin_permyriad"
FLOOR: Final = "pledge_sale_floor_permyriad"
PERMYRIAD: Final = 10_000


@dataclass(frozen=True, slots=True)
class Price:
    """What a unit is worth in fen, and the newest day that it rests on."""

    price_fen: int
    day: str


def price_of(view: View, closes: Closes, asset: str, now: int) -> Price:
    """Return the mean of an asset's last closes, floored to the fen; else the reference price of the asset.

    How many closes count is the parameter ``pledge_closes``; the newest may be ``pledge_price_age_days`` days old.

    Raises:
        Refusal: ``price_missing``, ``price_too_old`` with the ``day``, ``parameter_not_set``.
    """
    scope = asset_class_of(asset)
    found = closes(view, asset, now, parameter(view, CLOSES, now, scope=scope))
    if found:
        price = Price(sum(one.price_fen for one in found) // len(found), found[0].day)
    else:
        stated = in_force(view, REFERENCE, now, scope=asset)
        if stated is None or not stated.integer:
            raise Refusal("price_missing", asset=asset)
        price = Price(stated.integer, day_of(stated.effective_from).isoformat())
    days = parameter(view, PRICE_AGE, now, scope=scope)
    if (day_of(now) - date.fromisoformat(price.day)).days > days:
        raise Refusal("price_too_old", asset=asset, day=price.day, days=days)
    return price


def worth(price_fen: int, units: int) -> int:
    """Return price times units in fen.

    Raises:
        Refusal: ``turnover_overflow`` past what an integer of the ledger may be.
    """
    found = price_fen * units
    if found > INTEGER_MAX:
        raise Refusal("turnover_overflow", limit_fen=INTEGER_MAX)
    return found


def lendable(view: View, asset: str, value_fen: int, now: int) -> int:
    """Return what may be lent against units of this worth: the worth less the haircut of the class, floored."""
    haircut = parameter(view, HAIRCUT, now, scope=asset_class_of(asset))
    return value_fen * (PERMYRIAD - haircut) // PERMYRIAD


def margin_needed(view: View, asset: str, outstanding_fen: int, now: int) -> int:
    """Return what pledged units must be worth while so much is owed: the margin of the class, rounded up."""
    margin = parameter(view, MARGIN, now, scope=asset_class_of(asset))
    return -(-outstanding_fen * margin // PERMYRIAD)


def is_covered(view: View, closes: Closes, pledge: Pledge, now: int) -> bool:
    """Return whether the pledged units are worth the margin of what is owed; without a price they are not."""
    try:
        price = price_of(view, closes, pledge.asset, now)
        value = worth(price.price_fen, pledge.units)
        return value >= margin_needed(view, pledge.asset, pledge.outstanding_fen, now)
    except Refusal:
        return False


def check_shown(price: Price, price_fen: int, day: str) -> None:
    """Return if an author was shown the price that counts now.

    Raises:
        Refusal: ``price_differs`` with the price and day that count.
    """
    if (price.price_fen, price.day) != (price_fen, day):
        raise Refusal("price_differs", price_fen=price.price_fen, day=price.day)
