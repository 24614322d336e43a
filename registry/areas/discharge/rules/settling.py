"""The yearly settlement: what a permit's outlets discharged of a pollutant against its rights and against the permit.

The authority settles a year once all its months are reported. What is short of the rights is made up within the days of
a parameter: the holder then holds rights, valid in that year, for all that was discharged. What is above the permit
cannot be made up. Masses count as whole units, any part of one as a whole.
Sources: CODE-2026 157 and 167, PERMIT-REG 21 and 22; the days are this registry's own parameter.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Final

from registry.areas.discharge.rules.measuring_devices import by_holder
from registry.areas.discharge.rules.measuring_records import OutletYear
from registry.areas.discharge.rules.permits import by_an_authority
from registry.areas.discharge.rules.pollutants import pollutant_in
from registry.areas.discharge.rules.records import (
    LedgerUnit,
    Medium,
    Permit,
    PermitNo,
    PollutantCode,
    medium_of,
)
from registry.areas.discharge.rules.rights import CLASSES, PermitAccount, series_of
from registry.areas.participants.rules.calendars import day_of, start_of
from registry.areas.participants.rules.parameters import parameter
from registry.ledger.book import asset_class_of
from registry.ledger.codec import Count, Day, Digest, ParticipantNo, Whole, Year
from registry.ledger.errors import Refusal
from registry.ledger.rules import Context, Index, Kind, Outcome, View, record, require

MAKE_UP_DAYS: Final = "settlement_make_up_days"
MILLIGRAMS: Final = {LedgerUnit.KG: 10**6, LedgerUnit.G: 10**3}
MonthOfYear = Annotated[int, Whole(1, 12)]


class Settled(StrEnum):
    """Where a settled year stands."""

    MET = "met"
    SHORT = "short"
    MADE_UP = "made_up"
    MADE_UP_LATE = "made_up_late"
    OVERDUE = "overdue"


@record(
    "discharge_settlement",
    key=("permit", "pollutant", "medium", "year"),
    indexes=(Index("holder", ("holder",), ("year",)), Index("year", ("year",), ("permit",))),
)
@dataclass(frozen=True, slots=True)
class Settlement:
    """A settled year of a permit, pollutant and medium, in whole ledger units of the pollutant.

    ``deadline`` is the last day to make up what was short; without a shortfall there is none.
    """

    permit: PermitNo
    pollutant: PollutantCode
    medium: Medium
    year: Year
    holder: ParticipantNo
    version: Count
    first_month: MonthOfYear
    last_month: MonthOfYear
    mass_mg: Count
    units: Count
    permitted_units: Count
    held_units: Count
    excess_units: Count
    shortfall_units: Count
    deadline: Day | None
    document: Digest
    settled_at: Count
    settled_index: Count
    made_up_at: Count | None

    def state(self, now: int) -> Settled:
        """Return where it stands at an instant, microseconds UTC."""
        if self.deadline is None:
            return Settled.MET
        end = start_of(date.fromisoformat(self.deadline) + timedelta(days=1))
        if self.made_up_at is not None:
            return Settled.MADE_UP if self.made_up_at < end else Settled.MADE_UP_LATE
        return Settled.SHORT if now < end else Settled.OVERDUE


@dataclass(frozen=True, slots=True)
class SettleYear:
    """The body of `discharge.settle_year`; the months are those in which the site worked. ``version`` stands, or 0."""

    permit: PermitNo
    pollutant: PollutantCode
    medium: Medium
    year: Year
    first_month: MonthOfYear
    last_month: MonthOfYear
    version: Count
    document: Digest


@dataclass(frozen=True, slots=True)
class MakeUp:
    """The body of `discharge.make_up`, by the holder, once the rights are there."""

    permit: PermitNo
    pollutant: PollutantCode
    medium: Medium
    year: Year


def settle_year(body: SettleYear, context: Context, view: View) -> Outcome:
    """Settle a year, or settle it anew after months were corrected.

    Raises:
        Refusal: ``unknown_permit``, ``year_not_over``, ``months_reversed``, ``version_differs``, those of
            `pollutant_in`, of `_discharged`, and ``parameter_not_set``.
    """
    permit = require(view, Permit, body.permit, "unknown_permit")
    if context.recorded_at < start_of(date(body.year + 1, 1, 1)):
        raise Refusal("year_not_over", year=str(body.year))
    if body.first_month > body.last_month:
        raise Refusal("months_reversed")
    known = view.get(Settlement, body.permit, body.pollutant, body.medium, body.year)
    version = known.version if known is not None else 0
    if body.version != version:
        raise Refusal("version_differs", version=version)
    pollutant = pollutant_in(view, body.pollutant, permit.zone)
    mass = _discharged(body, permit, view)
    units = -(-mass // MILLIGRAMS[pollutant.unit])
    permitted = permitted_units(permit, body.pollutant, body.medium)
    held = held_units(view, body.permit, body.pollutant, body.medium, body.year)
    short = max(units - held, 0)
    new = Settlement(
        permit=body.permit,
        pollutant=body.pollutant,
        medium=body.medium,
        year=body.year,
        holder=permit.holder,
        version=version + 1,
        first_month=body.first_month,
        last_month=body.last_month,
        mass_mg=mass,
        units=units,
        permitted_units=permitted,
        held_units=held,
        excess_units=max(units - permitted, 0),
        shortfall_units=short,
        deadline=_deadline(known, short, permit, context.recorded_at, view) if short else None,
        document=body.document,
        settled_at=context.recorded_at,
        settled_index=context.index,
        made_up_at=None,
    )
    return Outcome(records=(new,))


def _discharged(body: SettleYear, permit: Permit, view: View) -> int:
    """Return the mass of all outlets into a medium, in milligrams, if each that has a limit reported all months.

    Raises:
        Refusal: ``nothing_reported``, ``months_missing`` with the ``outlet`` and the ``months``.
    """
    found = view.find(OutletYear, "permit", body.permit, body.pollutant, body.year)
    totals = {one.outlet: one for one in found if medium_of(one.outlet) is body.medium}
    limited = {one.outlet for one in permit.limits if one.pollutant == body.pollutant}
    outlets = sorted({*totals, *(one for one in limited if medium_of(one) is body.medium)})
    if not outlets:
        raise Refusal("nothing_reported", pollutant=body.pollutant, year=str(body.year))
    for outlet in outlets:
        bits = totals[outlet].months if outlet in totals else 0
        wanted = range(body.first_month, body.last_month + 1)
        missing = [f"{body.year}-{month:02}" for month in wanted if not bits >> month - 1 & 1]
        # Of what no permit allows, the months that were reported are all that is known.
        if missing and outlet in limited:
            raise Refusal("months_missing", outlet=outlet, months=" ".join(missing))
    return sum(one.mass_mg for one in totals.values())


def permitted_units(permit: Permit, pollutant: str, medium: Medium) -> int:
    """Return the units a year that a permit allows into a medium, 0 for what it does not name."""
    return sum(one.units for one in permit.limits if one.pollutant == pollutant and medium_of(one.outlet) is medium)


def held_units(view: View, permit: str, pollutant: str, medium: Medium, year: int) -> int:
    """Return the units of a pollutant into a medium that a permit's account holds now and that are valid in a year."""
    linked = view.find(PermitAccount, "permit", permit, limit=1)
    if not linked:
        return 0
    account, total = linked[0].account, 0
    for asset in view.assets(account):
        if asset_class_of(asset) not in CLASSES.values():
            continue
        right = series_of(view, asset)
        if (right.pollutant, right.medium) == (pollutant, medium) and right.last_year >= year:
            total += view.balance(account, asset)
    return total


def _deadline(known: Settlement | None, short: int, permit: Permit, now: int, view: View) -> str:
    """Return the last day to make up a shortfall; settled anew, one that is no larger keeps its day."""
    if known is not None and known.deadline is not None and short <= known.shortfall_units:
        return known.deadline
    days = parameter(view, MAKE_UP_DAYS, now, scope=permit.zone)
    return (day_of(now) + timedelta(days=days)).isoformat()


def make_up(body: MakeUp, context: Context, view: View) -> Outcome:
    """Note that a permit holds rights now for all that it discharged in a settled year.

    Raises:
        Refusal: ``not_settled``, ``no_shortfall``, ``already_made_up``, ``still_short`` with the units ``left``.
    """
    known = view.get(Settlement, body.permit, body.pollutant, body.medium, body.year)
    if known is None:
        raise Refusal("not_settled", year=str(body.year))
    if known.deadline is None:
        raise Refusal("no_shortfall", year=str(body.year))
    if known.made_up_at is not None:
        raise Refusal("already_made_up", year=str(body.year))
    held = held_units(view, body.permit, body.pollutant, body.medium, body.year)
    if held < known.units:
        raise Refusal("still_short", left=known.units - held)
    return Outcome(records=(replace(known, made_up_at=context.recorded_at),))


KINDS = (
    Kind("discharge.settle_year", SettleYear, by_an_authority, settle_year),
    Kind(
        "discharge.make_up",
        MakeUp,
        lambda body, view: by_holder(view, body.permit, "discharge.make_up"),
        make_up,
    ),
)
RECORDS = (Settlement,)
