"""R1 to R11 as a decision table: whether rights may go from one permit to another, rule by rule, each with its source.

The same table refuses a trade and tells beforehand who may buy. National rules stand here; what a province may tighten
is a parameter by its code. Sources: document 38 of 2014 of the State Council Office, document 197 of 2014 of the
Ministry of Environmental Protection, CODE-2026 155-158 and 167; their titles stand in the area's words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from registry.areas.discharge.rules.areas import chain_of
from registry.areas.discharge.rules.indicators import (
    PM25,
    Indicator,
    Totals,
    areas_of,
    first_missed,
    first_suspended,
)
from registry.areas.discharge.rules.records import Medium, Permit, Pollutant, PollutantClass, SourceSort
from registry.areas.discharge.rules.rights import Series
from registry.areas.discharge.rules.trade_records import PERMILLE, Route, Surplus, TradeUse
from registry.areas.participants.rules.parameters import in_force
from registry.ledger.errors import Refusal
from registry.ledger.rules import View

# Of a province: whether water stays in a control unit, its air is open to other regions, it is a key area of metals.
SAME_UNIT, AIR_OPEN, KEY_METALS = "trade_same_control_unit", "trade_air_region_open", "metal_key_area"
TWOFOLD, METAL = 2 * PERMILLE, 1_200
# Where the fine dust of the air misses its target, these are replaced twofold as well.
_OF_DUST: Final = frozenset({"SO2", "NOX", "PM", "VOCS"})


@dataclass(frozen=True, slots=True)
class Deal:
    """What the rules are asked about: both permits, what goes, for what, and what stands behind it."""

    seller: Permit
    buyer: Permit
    series: Series
    pollutant: Pollutant
    use: TradeUse
    units: int
    surplus: Surplus | None
    route: Route | None
    today: str
    now: int

    @property
    def is_air(self) -> bool:
        """Whether it is about the air."""
        return self.series.medium is Medium.AIR

    @property
    def is_cross(self) -> bool:
        """Whether the permits stand in two provinces."""
        return self.seller.zone != self.buyer.zone


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says of a deal: its name, its source, and the refusal, None if it lets it through."""

    rule: str
    source: str
    refusal: Refusal | None


Check = Callable[[Deal, View], None]
_38, _197 = "state-council-2014/38", "mep-2014/197"


def _same_pollutant(deal: Deal, _view: View) -> None:
    """R1: rights of a pollutant serve for this one alone, so the buyer's permit has a limit of it."""
    if not deal.buyer.limit_of(deal.series.pollutant):
        raise Refusal("pollutant_not_permitted", pollutant=deal.series.pollutant, permit=deal.buyer.number)


def _same_water(deal: Deal, view: View) -> None:
    """R2: water pollutants stay in their basin, and in their control unit where a province says so."""
    if deal.is_air:
        return
    ours, theirs = deal.seller.water_unit or "", deal.buyer.water_unit or ""
    is_strict = _flag(view, SAME_UNIT, deal)
    if not theirs or (ours != theirs if is_strict else _basin(ours) != _basin(theirs)):
        raise Refusal("water_differs", seller=ours, buyer=theirs or "—")


def _power_apart(deal: Deal, _view: View) -> None:
    """R3: thermal power trades air pollutants with itself alone; the heat part of cogeneration is no power."""
    powers = [one.source is SourceSort.THERMAL_POWER for one in (deal.seller, deal.buyer)]
    if deal.is_air and powers[0] != powers[1]:
        raise Refusal("power_apart")


def _quality_met(deal: Deal, view: View) -> None:
    """R4: nothing comes into an area that misses the target of this pollutant."""
    missed = first_missed(view, _totals(deal, view).growing(), (deal.series.pollutant,))
    if missed is not None:
        raise Refusal("quality_missed", area=missed.area, year=str(missed.year))


def _farms_apart(deal: Deal, _view: View) -> None:
    """R5: industrial and agricultural sources do not trade with each other."""
    farms = [one.source is SourceSort.AGRICULTURAL for one in (deal.seller, deal.buyer)]
    if farms[0] != farms[1]:
        raise Refusal("farms_apart")


def _agreed(deal: Deal, _view: View) -> None:
    """R6: across provinces only under an agreement that is in force."""
    route = deal.route
    if deal.is_cross and (route is None or not route.first_day <= deal.today <= route.last_day):
        raise Refusal("no_agreement", seller=deal.seller.zone, buyer=deal.buyer.zone)


def _under_ceiling(deal: Deal, view: View) -> None:
    """R7: the buyer's areas hold no more than their indicators."""
    moved(deal, view)


def _surplus_real(deal: Deal, _view: View) -> None:
    """R8: only a verified surplus is sold, and once."""
    found = deal.surplus
    fits = found is not None and (found.permit, found.pollutant, found.medium) == (
        deal.seller.number,
        deal.series.pollutant,
        deal.series.medium,
    )
    if found is None or not fits:
        raise Refusal("no_surplus", permit=deal.seller.number, pollutant=deal.series.pollutant)
    if deal.units > found.left_units:
        raise Refusal("over_surplus", left=found.left_units)


def _not_suspended(deal: Deal, view: View) -> None:
    """R9: no new project under suspension of approvals gets rights."""
    barred = first_suspended(view, areas_of(deal.buyer, deal.series.medium, view))
    if barred is not None:
        raise Refusal("area_suspended", area=barred)


def _replaced(deal: Deal, view: View) -> None:
    """R10: a new project replaces by a factor; what is left of a small purchase may be nothing."""
    if received(deal, view) < 1:
        raise Refusal("nothing_received", factor=factor(deal, view), ratio=ratio(deal))


def _region_closed(deal: Deal, view: View) -> None:
    """R11: nothing comes into a key region of the air from outside, unless its province opens it."""
    regions = [chain_of(view, one.area)[0].region for one in (deal.seller, deal.buyer)]
    if deal.is_air and regions[1] and regions[0] != regions[1] and not _flag(view, AIR_OPEN, deal):
        raise Refusal("region_closed", region=regions[1])


RULES: Final[tuple[tuple[str, str, Check], ...]] = (
    ("R1", _38, _same_pollutant),
    ("R2", _38, _same_water),
    ("R3", _38, _power_apart),
    ("R4", _38, _quality_met),
    ("R5", _38, _farms_apart),
    ("R6", _38, _agreed),
    ("R8", "zhejiang-repurchase", _surplus_real),
    ("R9", "code-2026/158", _not_suspended),
    ("R10", _197, _replaced),
    ("R11", "provincial", _region_closed),
    ("R7", "code-2026/167", _under_ceiling),
)


def verdicts(deal: Deal, view: View) -> tuple[Verdict, ...]:
    """Return what each rule says of a deal, in the order in which they refuse."""
    return tuple(Verdict(name, source, _asked(check, deal, view)) for name, source, check in RULES)


def check(deal: Deal, view: View) -> None:
    """Return if every rule lets a deal through.

    Raises:
        Refusal: that of the first rule, with the fact ``rule``.
    """
    for name, _, one in RULES:
        found = _asked(one, deal, view)
        if found is not None:
            raise Refusal(found.code, **found.facts | {"rule": name})


def _asked(one: Check, deal: Deal, view: View) -> Refusal | None:
    try:
        one(deal, view)
    except Refusal as refusal:
        return refusal
    return None


def factor(deal: Deal, view: View) -> int:
    """Return how many permille a new project buys for a thousand that it may discharge; others buy one to one."""
    if deal.use is TradeUse.EXISTING:
        return PERMILLE
    areas = areas_of(deal.buyer, deal.series.medium, view)
    if deal.pollutant.pollutant_class is PollutantClass.HEAVY_METAL:
        return METAL if _flag(view, KEY_METALS, deal) else PERMILLE
    wanted = (deal.series.pollutant, PM25) if deal.series.pollutant in _OF_DUST else (deal.series.pollutant,)
    return TWOFOLD if first_missed(view, areas, wanted) else PERMILLE


def ratio(deal: Deal) -> int:
    """Return how many permille leave the seller's province for a thousand that arrive."""
    return deal.route.ratio if deal.is_cross and deal.route else PERMILLE


def received(deal: Deal, view: View) -> int:
    """Return what reaches the buyer, floored once."""
    return deal.units * PERMILLE * PERMILLE // (factor(deal, view) * ratio(deal))


def _totals(deal: Deal, view: View) -> Totals:
    medium = deal.series.medium
    totals = Totals(deal.series.pollutant, deal.series.last_year)
    totals.add(areas_of(deal.seller, medium, view), -deal.units)
    return totals.add(areas_of(deal.buyer, medium, view), received(deal, view))


def moved(deal: Deal, view: View) -> tuple[Indicator, ...]:
    """Return the totals of all areas as they become; between provinces the limits move with what is held.

    Raises:
        Refusal: those of `Totals.changed`.
    """
    totals = _totals(deal, view)
    if not deal.is_cross:
        return totals.changed(view)
    totals.limits = dict(totals.changes)
    return totals.changed(view)


def _basin(unit: str) -> str:
    return unit.rstrip("0123456789")


def _flag(view: View, name: str, deal: Deal) -> bool:
    """Return whether a buyer's province has switched something on; without its own word, what stands for all."""
    found = in_force(view, name, deal.now, scope=deal.buyer.zone) or in_force(view, name, deal.now)
    return found is not None and bool(found.integer)
