"""Limits on what leaves a holder for others: per transfer and per day, the lowest of central, zone and own.

Central and zone limits are parameters, scoped `<class>` and `<zone>/<class>`; a limit that nobody set does not bind.
What left in a day is counted in one record per participant, class and day; what was asked for counts, whatever becomes
of it, so that trying again and again wins nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, Final

from registry.areas.participants.rules.calendars import day_of, working_days_after
from registry.areas.participants.rules.mandates import by_administration
from registry.areas.participants.rules.parameters import in_force, parameter
from registry.ledger.book import AssetClass
from registry.ledger.codec import Code, Count, Day, ParticipantNo, Pattern, Units
from registry.ledger.errors import Refusal
from registry.ledger.parties import Participant, by_administrator
from registry.ledger.rules import Context, Kind, Outcome, Requirement, View, record, require

PER_TRANSFER: Final = "transfer_units_max"
PER_DAY: Final = "transfer_units_per_day_max"
OWN_LIMIT_DELAY: Final = "own_limit_delay_working_days"

ClassCode = Annotated[str, Pattern("[A-Z][A-Z0-9]{1,7}")]


class LimitOf(StrEnum):
    """Whose limit it is."""

    CENTRAL = "central"
    ZONE = "zone"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit in force: whose, per day or per transfer, and how many units it leaves."""

    of: LimitOf
    is_daily: bool
    units: int
    left: int


@record("own_limit", key=("participant", "asset_class"), resident=True)
@dataclass(frozen=True, slots=True)
class OwnLimit:
    """What a participant allows itself of a class; null does not bind. The later pair counts from ``later_from``."""

    participant: ParticipantNo
    asset_class: ClassCode
    per_transfer: Units | None
    per_day: Units | None
    later_per_transfer: Units | None
    later_per_day: Units | None
    later_from: Count
    set_index: Count

    def at(self, now: int) -> tuple[int | None, int | None]:
        """Return what binds at an instant (microseconds UTC): per transfer, and per day."""
        if now >= self.later_from:
            return self.later_per_transfer, self.later_per_day
        return self.per_transfer, self.per_day


@record("day_count", key=("participant", "asset_class", "day"))
@dataclass(frozen=True, slots=True)
class DayCount:
    """What a participant asked to send to others of a class on a Beijing day."""

    participant: ParticipantNo
    asset_class: ClassCode
    day: Day
    units: Count
    transfers: Count


@dataclass(frozen=True, slots=True)
class SetOwnLimit:
    """The body of `participants.set_own_limit`; null does not bind."""

    participant: ParticipantNo
    asset_class: Code
    per_transfer: Units | None
    per_day: Units | None


def limits(view: View, *, participant: str, zone: str, asset_class: str, now: int, asked: int = 0) -> tuple[Limit, ...]:
    """Return the limits that bind now, the nearest first, with what each leaves; ``asked`` counts as used today."""
    count = day_count(view, participant=participant, asset_class=asset_class, now=now)
    own = view.get(OwnLimit, participant, asset_class)
    of_own = own.at(now) if own else (None, None)
    found: list[Limit] = []
    for name, is_daily in ((PER_TRANSFER, False), (PER_DAY, True)):
        used = count.units + asked if is_daily else 0
        for of, units in _set(view, name, zone=zone, asset_class=asset_class, now=now):
            found.append(Limit(of, is_daily, units, max(0, units - used)))
        mine = of_own[is_daily]
        if mine is not None:
            found.append(Limit(LimitOf.OWN, is_daily, mine, max(0, mine - used)))
    return tuple(sorted(found, key=lambda one: (one.left, one.units, one.is_daily)))


def _set(view: View, name: str, *, zone: str, asset_class: str, now: int) -> Iterator[tuple[LimitOf, int]]:
    central = in_force(view, name, now, scope=asset_class) or in_force(view, name, now)
    if central is not None and central.integer is not None:
        yield LimitOf.CENTRAL, central.integer
    of_zone = in_force(view, name, now, scope=f"{zone}/{asset_class}")
    if of_zone is not None and of_zone.integer is not None:
        yield LimitOf.ZONE, of_zone.integer


def day_count(view: View, *, participant: str, asset_class: str, now: int) -> DayCount:
    """Return what a participant asked to send to others today; zero before the first."""
    day = day_of(now).isoformat()
    return view.get(DayCount, participant, asset_class, day) or DayCount(participant, asset_class, day, 0, 0)


def counted(view: View, *, participant: str, zone: str, asset_class: str, parts: tuple[int, ...], now: int) -> DayCount:
    """Return the day's count with transfers of these units on it.

    Raises:
        Refusal: ``transfer_limit`` if one of them, ``day_limit`` if all of them are more than a limit leaves.
    """
    most, total = max(parts), sum(parts)
    for limit in limits(view, participant=participant, zone=zone, asset_class=asset_class, now=now):
        if limit.left < (total if limit.is_daily else most):
            facts = {"of": limit.of.value, "limit": limit.units, "left": limit.left}
            raise Refusal("day_limit", **facts) if limit.is_daily else Refusal("transfer_limit", **facts)
    known = day_count(view, participant=participant, asset_class=asset_class, now=now)
    return replace(known, units=known.units + total, transfers=known.transfers + len(parts))


def set_own_limit_signers(body: SetOwnLimit, view: View) -> Requirement:
    """Return one administrator to tighten, the whole administration to loosen."""
    known = view.get(OwnLimit, body.participant, body.asset_class)
    # Without the clock it is not known which pair binds, so it loosens if it is looser than either.
    pairs = () if known is None else (known.at(0), known.at(known.later_from))
    if any(looser(body.per_transfer, pair[0]) or looser(body.per_day, pair[1]) for pair in pairs):
        return by_administration(view, body.participant)
    return by_administrator(body.participant)


def set_own_limit(body: SetOwnLimit, context: Context, view: View) -> Outcome:
    """Set a participant's own limits of a class: what tightens acts at once, what loosens waits.

    Raises:
        Refusal: ``unknown_participant``, ``unknown_class``, ``nothing_changes``, ``parameter_not_set``,
            ``calendar_missing``.
    """
    require(view, Participant, body.participant, "unknown_participant")
    require(view, AssetClass, body.asset_class, "unknown_class")
    now = context.recorded_at
    known = view.get(OwnLimit, body.participant, body.asset_class)
    before = known.at(now) if known else (None, None)
    wanted = (body.per_transfer, body.per_day)
    if wanted == before and (known is None or now >= known.later_from):
        raise Refusal("nothing_changes", asset_class=body.asset_class)
    at_once = tuple(old if looser(new, old) else new for new, old in zip(wanted, before, strict=True))
    start = now
    if at_once != wanted:
        start = working_days_after(view, now, parameter(view, OWN_LIMIT_DELAY, now))
    new = OwnLimit(
        participant=body.participant,
        asset_class=body.asset_class,
        per_transfer=at_once[0],
        per_day=at_once[1],
        later_per_transfer=wanted[0],
        later_per_day=wanted[1],
        later_from=start,
        set_index=context.index,
    )
    return Outcome(records=(new,))


def looser(new: int | None, old: int | None) -> bool:
    """Return whether a limit allows more than another; null allows all."""
    return old is not None and (new is None or new > old)


KINDS = (Kind("participants.set_own_limit", SetOwnLimit, set_own_limit_signers, set_own_limit),)
RECORDS = (OwnLimit, DayCount)
