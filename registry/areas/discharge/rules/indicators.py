"""Total-quantity indicators: how much an area may hold of a pollutant in a period, and what it holds.

What is held is a running total: every entry that brings rights into an area or out of it changes the totals of that
area and of those around it. A lowered indicator is always accepted; it leaves the area over, and then nothing comes in.
Nothing comes into an area under suspension of approvals either. Sources: CODE-2026 155–158, 167.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from registry.areas.discharge.rules.areas import chain_of
from registry.areas.discharge.rules.permits import by_an_authority
from registry.areas.discharge.rules.records import AreaCode, Medium, Permit, Pollutant, PollutantCode
from registry.ledger.codec import Count, Digest, Year
from registry.ledger.errors import Refusal
from registry.ledger.rules import Context, Index, Kind, Outcome, View, record, require

PERIOD_YEARS_MAX: Final = 5
# What R10 looks at is measured, but no right is ever of it.
PM25: Final = "PM25"


class IndicatorState(StrEnum):
    """Whether more may come into an area."""

    OPEN = "open"
    FULL = "full"
    OVER = "over"


@record(
    "discharge_indicator",
    key=("area", "pollutant", "last_year"),
    indexes=(Index("pollutant", ("pollutant", "last_year"), ("area",)),),
)
@dataclass(frozen=True, slots=True)
class Indicator:
    """An area's limit of a pollutant in a period, units a year, and what is held there; without a limit only that."""

    area: AreaCode
    pollutant: PollutantCode
    last_year: Year
    first_year: Year
    limit_units: Count | None
    held_units: Count
    document: Digest | None
    set_index: Count

    @property
    def state(self) -> IndicatorState:
        """Whether more may come in."""
        if self.limit_units is None or self.held_units < self.limit_units:
            return IndicatorState.OPEN
        return IndicatorState.FULL if self.held_units == self.limit_units else IndicatorState.OVER


@record("discharge_attainment", key=("area", "pollutant"), indexes=(Index("pollutant", ("pollutant",), ("area",)),))
@dataclass(frozen=True, slots=True)
class Attainment:
    """Whether an area met its target of environmental quality for a pollutant in a year."""

    area: AreaCode
    pollutant: PollutantCode
    year: Year
    is_met: bool
    document: Digest
    set_index: Count


@record("discharge_suspension", key=("area",))
@dataclass(frozen=True, slots=True)
class Suspension:
    """Whether approvals of new projects are suspended in an area (CODE-2026 158)."""

    area: AreaCode
    is_suspended: bool
    document: Digest
    set_index: Count


@dataclass(frozen=True, slots=True)
class SetIndicator:
    """The body of `discharge.set_indicator`: the limit of a period, again to raise or lower it."""

    area: AreaCode
    pollutant: PollutantCode
    first_year: Year
    last_year: Year
    units: Count
    document: Digest


@dataclass(frozen=True, slots=True)
class SetAttainment:
    """The body of `discharge.set_attainment`; ``pollutant`` may be PM25, of which there are no rights."""

    area: AreaCode
    pollutant: PollutantCode
    year: Year
    is_met: bool
    document: Digest


@dataclass(frozen=True, slots=True)
class SetSuspension:
    """The body of `discharge.set_suspension`."""

    area: AreaCode
    is_suspended: bool
    document: Digest


def set_indicator(body: SetIndicator, context: Context, view: View) -> Outcome:
    """Set an area's limit. One below what is held is accepted, too: it leaves the area over.

    Raises:
        Refusal: ``unknown_area``, ``unknown_pollutant``, ``period_reversed``, ``period_too_long``, ``period_differs``
            if the period's last year stands with another first year.
    """
    chain_of(view, body.area)
    require(view, Pollutant, body.pollutant, "unknown_pollutant")
    if body.last_year < body.first_year:
        raise Refusal("period_reversed")
    if body.last_year - body.first_year >= PERIOD_YEARS_MAX:
        raise Refusal("period_too_long", years=PERIOD_YEARS_MAX)
    known = indicator_of(view, body.area, body.pollutant, body.last_year)
    if known.limit_units is not None and known.first_year != body.first_year:
        raise Refusal("period_differs", first=str(known.first_year))
    new = replace(
        known,
        first_year=body.first_year,
        limit_units=body.units,
        document=body.document,
        set_index=context.index,
    )
    return Outcome(records=(new,))


def indicator_of(view: View, area: str, pollutant: str, last_year: int) -> Indicator:
    """Return what is known of an area's limit and holding; one without a limit where nothing is."""
    found = view.get(Indicator, area, pollutant, last_year)
    return found or Indicator(area, pollutant, last_year, last_year, None, 0, None, 0)


def set_attainment(body: SetAttainment, context: Context, view: View) -> Outcome:
    """Say whether an area met its target in a year.

    Raises:
        Refusal: ``unknown_area``, ``unknown_pollutant``, ``year_older`` if a later year stands.
    """
    chain_of(view, body.area)
    if body.pollutant != PM25:
        require(view, Pollutant, body.pollutant, "unknown_pollutant")
    known = view.get(Attainment, body.area, body.pollutant)
    if known is not None and body.year < known.year:
        raise Refusal("year_older", year=str(known.year))
    new = Attainment(body.area, body.pollutant, body.year, body.is_met, body.document, context.index)
    return Outcome(records=(new,))


def set_suspension(body: SetSuspension, context: Context, view: View) -> Outcome:
    """Suspend approvals in an area, or end that.

    Raises:
        Refusal: ``unknown_area``, ``nothing_changed``.
    """
    chain_of(view, body.area)
    known = view.get(Suspension, body.area)
    if (known is not None and known.is_suspended) == body.is_suspended:
        raise Refusal("nothing_changed", area=body.area)
    return Outcome(records=(Suspension(body.area, body.is_suspended, body.document, context.index),))


def areas_of(permit: Permit, medium: Medium, view: View) -> tuple[str, ...]:
    """Return the areas in which a permit's rights count, the smaller first: for water the basin's as well."""
    chains = chain_of(view, permit.area)
    if medium is Medium.WATER and permit.water_unit is not None:
        chains = (*chains, *chain_of(view, permit.water_unit))
    return tuple(one.code for one in chains)


def first_suspended(view: View, areas: Iterable[str]) -> str | None:
    """Return the first of these areas in which approvals are suspended, or None."""
    suspended = (view.get(Suspension, area) for area in areas)
    return next((one.area for one in suspended if one is not None and one.is_suspended), None)


def first_missed(view: View, areas: Iterable[str], pollutants: Iterable[str]) -> Attainment | None:
    """Return the first assessment of these areas and pollutants that missed its target, or None."""
    wanted = tuple(pollutants)
    found = (view.get(Attainment, area, one) for area in areas for one in wanted)
    return next((one for one in found if one is not None and not one.is_met), None)


@dataclass(slots=True)
class Totals:
    """What one entry changes in the totals of areas, gathered before anything is checked: only the net counts.

    ``limits`` are changes of the areas' limits that come with it, where they have one.
    """

    pollutant: str
    last_year: int
    changes: dict[str, int] = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=dict)

    def add(self, areas: Iterable[str], units: int) -> "Totals":
        """Count units that come into areas, or leave them if negative."""
        for area in areas:
            self.changes[area] = self.changes.get(area, 0) + units
        return self

    def growing(self) -> tuple[str, ...]:
        """Return the areas of which the total grows."""
        return tuple(area for area, change in self.changes.items() if change > 0)

    def changed(self, view: View, *, needs_limit: bool = True) -> tuple[Indicator, ...]:
        """Return the totals as they become.

        Raises:
            Refusal: ``area_suspended``; ``indicator_not_set`` if units come in and none of the areas has a limit;
                ``indicator_short`` if a limit would have to give up more than it is;
                ``over_indicator`` with the area, its limit and what it would hold.
        """
        growing = self.growing()
        barred = first_suspended(view, growing)
        if barred is not None:
            raise Refusal("area_suspended", area=barred)
        known = {area: indicator_of(view, area, self.pollutant, self.last_year) for area in self.changes}
        if needs_limit and growing and all(known[area].limit_units is None for area in growing):
            raise Refusal("indicator_not_set", area=growing[0], pollutant=self.pollutant, year=str(self.last_year))
        # A total below zero cannot be written: the record's own type forbids it.
        made = tuple(
            replace(one, held_units=one.held_units + self.changes[area], limit_units=self._limit(one))
            for area, one in known.items()
        )
        for one in made:
            if one.area in growing and one.state is IndicatorState.OVER:
                raise Refusal("over_indicator", area=one.area, limit=one.limit_units, units=one.held_units)
        return tuple(one for one in made if self.changes[one.area])

    def _limit(self, one: Indicator) -> int | None:
        if one.limit_units is None:
            return None
        left = one.limit_units + self.limits.get(one.area, 0)
        if left < 0:
            raise Refusal("indicator_short", area=one.area, limit=one.limit_units)
        return left


KINDS = (
    Kind("discharge.set_indicator", SetIndicator, by_an_authority, set_indicator),
    Kind("discharge.set_attainment", SetAttainment, by_an_authority, set_attainment),
    Kind("discharge.set_suspension", SetSuspension, by_an_authority, set_suspension),
)
RECORDS = (Indicator, Attainment, Suspension)
