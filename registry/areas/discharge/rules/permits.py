"""Permits: issued, changed, issued anew, and revoked by the authority. A permit is never sold; the right is.

Sources: CODE-2026 182 (five years; anew where place, outlets, mode, destination, kinds, concentration or amount change
or rise), PERMIT-REG 13–15, HJ 608-2017 for the number.
"""

from dataclasses import dataclass, fields, replace
from typing import Any, Final

from registry.areas.discharge.rules.areas import chain_of
from registry.areas.discharge.rules.pollutants import pollutant_in
from registry.areas.discharge.rules.records import (
    Level,
    Medium,
    Permit,
    PermitFacts,
    PermitNo,
    PermitStatus,
    RevocationGround,
    SourceSort,
    medium_of,
)
from registry.areas.participants.identifiers import Scheme, is_permit
from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.parties import standing_participant
from registry.ledger.codec import Day, Digest, ParticipantNo, Units
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function
from registry.ledger.rules import Context, Demand, Kind, Outcome, Requirement, View, require

VALID_YEARS: Final = 5
_POWER: Final = frozenset({"4411", "4412"})


@dataclass(frozen=True, slots=True)
class IssuePermit(PermitFacts):
    """The body of `discharge.issue_permit`."""

    number: PermitNo
    holder: ParticipantNo
    issued_on: Day
    valid_from: Day
    valid_until: Day


@dataclass(frozen=True, slots=True)
class ChangePermit(PermitFacts):
    """The body of `discharge.change_permit`: all that it says anew. ``version`` is the one that stands."""

    number: PermitNo
    version: Units


@dataclass(frozen=True, slots=True)
class ReissuePermit(PermitFacts):
    """The body of `discharge.reissue_permit`: what a new application brought, under the old number."""

    number: PermitNo
    version: Units
    issued_on: Day
    valid_from: Day
    valid_until: Day


@dataclass(frozen=True, slots=True)
class RevokePermit:
    """The body of `discharge.revoke_permit`."""

    number: PermitNo
    ground: RevocationGround
    document: Digest


def by_an_authority(_body: object, _view: View) -> Requirement:
    """Return the requirement of one representative of an authority."""
    return (Demand(function=Function.AUTHORITY),)


def issue_permit(body: IssuePermit, context: Context, view: View) -> Outcome:
    """Issue a permit to an enterprise.

    Raises:
        Refusal: ``permit_check`` for a number with a wrong check character, ``number_taken``, ``not_an_enterprise``,
            ``permit_holder_differs`` if the number holds another's code, those of `standing_participant`,
            `check_validity` and `check_facts`.
    """
    if not is_permit(body.number):
        raise Refusal("permit_check", permit=body.number)
    if view.get(Permit, body.number) is not None:
        raise Refusal("number_taken", number=body.number)
    holder = standing_participant(view, body.holder)
    if holder.function is not Function.ENTERPRISE:
        raise Refusal("not_an_enterprise", participant=body.holder)
    if holder.scheme == Scheme.USCC and not body.number.startswith(holder.identity):
        raise Refusal("permit_holder_differs", participant=body.holder)
    check_validity(body, context)
    zone = check_facts(body, view)
    new = Permit(
        **facts_of(body),
        number=body.number,
        holder=body.holder,
        zone=zone,
        version=1,
        status=PermitStatus.VALID,
        ground=None,
        issued_on=body.issued_on,
        valid_from=body.valid_from,
        valid_until=body.valid_until,
        renewal_applied_on=None,
        issued_index=context.index,
        changed_index=context.index,
    )
    return Outcome(records=(new,))


def change_permit(body: ChangePermit, context: Context, view: View) -> Outcome:
    """Change what a permit says, as long as nothing rises and no outlet moves.

    Raises:
        Refusal: those of `standing_permit`; ``nothing_changed``; ``new_permit_needed`` with the ``field`` that may only
            change with a new permit; those of `check_facts`.
    """
    old = standing_permit(view, body.number, body.version)
    if facts_of(body) == facts_of(old):
        raise Refusal("nothing_changed", permit=body.number)
    zone = check_facts(body, view)
    found = what_rises(old, body)
    if found is not None:
        raise Refusal("new_permit_needed", what=found)
    return Outcome(records=(_next(old, context, zone=zone, **facts_of(body)),))


def reissue_permit(body: ReissuePermit, context: Context, view: View) -> Outcome:
    """Issue a permit anew under its number.

    Raises:
        Refusal: those of `standing_permit`, `check_validity` and `check_facts`.
    """
    old = standing_permit(view, body.number, body.version)
    check_validity(body, context)
    zone = check_facts(body, view)
    dates = {name: getattr(body, name) for name in ("issued_on", "valid_from", "valid_until")}
    return Outcome(records=(_next(old, context, zone=zone, renewal_applied_on=None, **dates, **facts_of(body)),))


def revoke_permit(body: RevokePermit, context: Context, view: View) -> Outcome:
    """End a permit before its day.

    Raises:
        Refusal: ``unknown_permit``, ``permit_revoked``.
    """
    old = require(view, Permit, body.number, "unknown_permit")
    if old.status is PermitStatus.REVOKED:
        raise Refusal("permit_revoked", permit=body.number)
    ended = {"status": PermitStatus.REVOKED, "ground": body.ground, "document": body.document}
    return Outcome(records=(_next(old, context, **ended),))


def _next(old: Permit, context: Context, **changes: Any) -> Permit:  # noqa: ANN401  any field
    return replace(old, version=old.version + 1, changed_index=context.index, **changes)


def standing_permit(view: View, number: str, version: int) -> Permit:
    """Return a permit that has not been revoked, in the version that the author saw.

    Raises:
        Refusal: ``unknown_permit``, ``permit_revoked``, ``version_differs``.
    """
    found = require(view, Permit, number, "unknown_permit")
    if found.status is PermitStatus.REVOKED:
        raise Refusal("permit_revoked", permit=number)
    if found.version != version:
        raise Refusal("version_differs", version=found.version)
    return found


def check_validity(body: IssuePermit | ReissuePermit, context: Context) -> None:
    """Return if a permit's days are in order and its time is no longer than the law's.

    Raises:
        Refusal: ``issued_in_future``, ``dates_reversed``, ``validity_too_long`` with the ``last`` day possible.
    """
    if body.issued_on > day_of(context.recorded_at).isoformat():
        raise Refusal("issued_in_future", day=body.issued_on)
    if body.valid_until < body.valid_from or body.valid_from < body.issued_on:
        raise Refusal("dates_reversed", starts_on=body.valid_from)
    check_length(body.valid_from, body.valid_until)


def check_length(first: str, last: str) -> None:
    """Return if a permit from one day to another is valid for five years at most.

    Raises:
        Refusal: ``validity_too_long`` with the day before which it has to end.
    """
    # Compared as text: 29 February four years on is simply later than 28 February.
    ends = f"{int(first[:4]) + VALID_YEARS}{first[4:]}"
    if last >= ends:
        raise Refusal("validity_too_long", ends=ends)


def check_facts(facts: PermitFacts, view: View) -> str:
    """Return the province of a permit whose facts agree with each other.

    Raises:
        Refusal: ``unknown_area``, ``area_level`` for a city or water that is none, ``water_unit_missing``,
            ``source_differs`` for power plants, ``outlet_twice``, ``facility_twice``, ``limit_twice``,
            ``unknown_outlet``, ``outlet_without_limit``, ``pollutant_not_of_medium``, and those of `pollutant_in`.
    """
    area = chain_of(view, facts.area)[0]
    if area.zone is None or area.level not in (Level.CITY, Level.PROVINCE):
        raise Refusal("area_level", area=facts.area)
    if facts.water_unit is not None:
        water = chain_of(view, facts.water_unit)[0]
        if water.level not in (Level.CONTROL_UNIT, Level.BASIN):
            raise Refusal("area_level", area=facts.water_unit)
    elif any(medium_of(one.code) is Medium.WATER for one in facts.outlets):
        raise Refusal("water_unit_missing")
    if facts.industry in _POWER and facts.source not in (SourceSort.THERMAL_POWER, SourceSort.CHP_HEAT):
        raise Refusal("source_differs", industry=facts.industry)
    _check_outlets(facts, area.zone, view)
    return area.zone


def _check_outlets(facts: PermitFacts, zone: str, view: View) -> None:
    codes = [one.code for one in facts.outlets]
    if len(set(codes)) != len(codes):
        raise Refusal("outlet_twice")
    if len({one.code for one in facts.facilities}) != len(facts.facilities):
        raise Refusal("facility_twice")
    pairs = {(one.outlet, one.pollutant) for one in facts.limits}
    if len(pairs) != len(facts.limits):
        raise Refusal("limit_twice")
    for limit in facts.limits:
        if limit.outlet not in codes:
            raise Refusal("unknown_outlet", outlet=limit.outlet)
        if medium_of(limit.outlet) not in pollutant_in(view, limit.pollutant, zone).media:
            raise Refusal("pollutant_not_of_medium", pollutant=limit.pollutant, outlet=limit.outlet)
    bare = sorted(set(codes) - {outlet for outlet, _ in pairs})
    if bare:
        raise Refusal("outlet_without_limit", outlet=bare[0])


def what_rises(old: PermitFacts, new: PermitFacts) -> str | None:
    """Return the first field of a permit that may not change so without a new one, or None (CODE-2026 182)."""
    if (new.area, new.water_unit, new.site) != (old.area, old.water_unit, old.site):
        return "site"
    before = {one.code: (one.lon, one.lat, one.mode, one.destination) for one in old.outlets}
    after = {one.code: (one.lon, one.lat, one.mode, one.destination) for one in new.outlets}
    if any(before.get(code) != place for code, place in after.items()):
        return "outlets"
    limits = {(one.outlet, one.pollutant): one for one in old.limits}
    for one in new.limits:
        known = limits.get((one.outlet, one.pollutant))
        if known is None or one.concentration_ug > known.concentration_ug or one.units > known.units:
            return "limits"
    return None


def facts_of(stated: PermitFacts) -> dict[str, Any]:
    """Return what a permit or a body says of the permit's contents, by field."""
    return {field.name: getattr(stated, field.name) for field in fields(PermitFacts)}


KINDS = (
    Kind("discharge.issue_permit", IssuePermit, by_an_authority, issue_permit),
    Kind("discharge.change_permit", ChangePermit, by_an_authority, change_permit),
    Kind("discharge.reissue_permit", ReissuePermit, by_an_authority, reissue_permit),
    Kind("discharge.revoke_permit", RevokePermit, by_an_authority, revoke_permit),
)
