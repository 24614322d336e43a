"""Surrender: allowances, and within a share credits, are used against a year's verified emissions.

Title lies in the national registers: what is surrendered waits in a pending account and is final with the entry that
cites their confirmation; else it returns. The oldest vintage that may be used goes first.

Sources: REG-2024 art. 24 and CODE-2026 art. 1226 (the duty), ALLOC-2324 VII and ALLOC-2526-DRAFT V (vintages; a draft),
MEAS-2020 art. 29 (credits up to 5 %, none from inside the market), CCER-MEAS art. 28 (cancelled in their own register).
"""

from dataclasses import dataclass, replace
from typing import Final

from registry.areas.allowances.rules.mirror import allowance_class
from registry.areas.compliance.rules.records import VerifiedEmissions
from registry.areas.compliance.rules.status import Obligation
from registry.areas.credits.rules.titles import credit_class
from registry.areas.participants.rules.holdings import (
    Debit,
    NamedRanges,
    Pending,
    SettlePending,
    by_source_owner,
    confirm,
    give_back,
    require_open,
    require_own,
    set_aside,
)
from registry.areas.participants.rules.parameters import parameter
from registry.ledger.book import OPEN_PURPOSES, Account, asset_class_of
from registry.ledger.codec import AccountNo, Asset, Code, Count, Day, EntryId, ParticipantNo, Units, Year
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_authority_and_operator
from registry.ledger.rules import DAY_SECONDS, Context, Index, Kind, Outcome, Requirement, View, record, require
from registry.ledger.serials import Purpose

VINTAGE_FIRST: Final = "vintage_first"
VINTAGE_LAST: Final = "vintage_last"
OFFSET_SHARE: Final = "offset_share_max_percent"
REGISTERED_AFTER: Final = "offset_registered_after"
OFFSET_CLASS: Final = "CCER"
SURRENDER, OFFSET = "compliance.surrender", "compliance.offset"
_KINDS: Final = frozenset({SURRENDER, OFFSET})


@dataclass(frozen=True, slots=True)
class SurrenderUnits:
    """The body of `compliance.surrender`; ``target`` is the surrender account where the units will end."""

    year: Year
    source: AccountNo
    pending: AccountNo
    target: AccountNo
    asset: Asset
    units: Units
    ranges: NamedRanges


@dataclass(frozen=True, slots=True)
class OffsetUnits:
    """The body of `compliance.offset`: national credits of a project registered on a day, used against a year."""

    year: Year
    source: AccountNo
    pending: AccountNo
    target: AccountNo
    asset: Asset
    units: Units
    ranges: NamedRanges
    project: Code
    registered_on: Day
    is_inside_quota: bool


@record("surrender", key=("id",), indexes=(Index("year", ("year", "participant"), ("asked_at",)),))
@dataclass(frozen=True, slots=True)
class Surrender:
    """One use of units against a year; its `pending` of the same id says where it stands."""

    id: EntryId
    year: Year
    participant: ParticipantNo
    asset: Asset
    units: Units
    is_offset: bool
    project: Code | None
    registered_on: Day | None
    asked_at: Count
    asked_index: Count


def surrender(body: SurrenderUnits, context: Context, view: View) -> Outcome:
    """Set allowances aside for a year until the national register has surrendered them.

    Raises:
        Refusal: those of `_require_owed`, ``vintage_not_eligible`` with the ``first`` and ``last`` that are,
            ``older_vintage_first`` with the ``asset`` that goes first, and those of `allowance_class` and `_aside`.
    """
    allowance_class(view, body.asset)
    verified, done = _require_owed(body, view)
    _check_vintage(body, context.recorded_at, view)
    taken = replace(done, pending_units=done.pending_units + body.units, newest_at=context.recorded_at)
    return _aside(body, context, view, verified=verified, taken=taken)


def _check_vintage(body: SurrenderUnits, now: int, view: View) -> None:
    first, last = vintages(view, body.year, now)
    cls, _, vintage = body.asset.partition("-")
    if not (vintage.isdecimal() and first <= int(vintage) <= last):
        raise Refusal("vintage_not_eligible", asset=body.asset, first=str(first), last=str(last))
    for older in range(first, int(vintage)):
        asset = f"{cls}-{older}"
        if view.balance(body.source, asset) > 0 and _is_free(view, body, asset):
            raise Refusal("older_vintage_first", asset=asset)


def _is_free(view: View, body: SurrenderUnits, asset: str) -> bool:
    """Return whether a unit of an asset could be used: what is frozen does not hold up what is not."""
    try:
        view.pick(body.source, asset, 1, into=body.pending)
    except Refusal:
        return False
    return True


def vintages(view: View, year: int, now: int) -> tuple[int, int]:
    """Return the first and last vintage that may be surrendered for a year, under the rules in force at an instant.

    Raises:
        Refusal: ``parameter_not_set``.
    """
    scope = str(year)
    return parameter(view, VINTAGE_FIRST, now, scope=scope), parameter(view, VINTAGE_LAST, now, scope=scope)


def offset(body: OffsetUnits, context: Context, view: View) -> Outcome:
    """Set national credits aside for a year until they are cancelled in their own register.

    Raises:
        Refusal: those of `_require_owed`, ``not_an_offset``, ``inside_quota``, ``registered_too_early`` unless the
            project was registered after the day of the parameter, ``offset_share_exceeded`` with the units ``left``,
            ``parameter_not_set``, and those of `credit_class` and `_aside`.
    """
    credit_class(view, body.asset)
    if asset_class_of(body.asset) != OFFSET_CLASS:
        raise Refusal("not_an_offset", asset=body.asset)
    if body.is_inside_quota:
        raise Refusal("inside_quota", project=body.project)
    now = context.recorded_at
    after = parameter(view, REGISTERED_AFTER, now)
    if int(body.registered_on.replace("-", "")) <= after:
        raise Refusal("registered_too_early", day=body.registered_on)
    verified, done = _require_owed(body, view)
    left = offset_cap(verified.tco2e, parameter(view, OFFSET_SHARE, now, scope="CEA")) - done.offsets
    if body.units > left:
        raise Refusal("offset_share_exceeded", left=max(left, 0))
    taken = replace(done, pending_offset_units=done.pending_offset_units + body.units, newest_at=now)
    return _aside(body, context, view, verified=verified, taken=taken)


def offset_cap(owed: int, percent: int) -> int:
    """Return how many credits may be used against what is owed, floored."""
    return owed * percent // 100


def _require_owed(body: SurrenderUnits | OffsetUnits, view: View) -> tuple[VerifiedEmissions, Obligation]:
    """Return what a year owes and what was done, if the body's units are owed.

    Raises:
        Refusal: ``unknown_account``, ``emissions_unknown``, ``more_than_owed`` with the units ``left``.
    """
    participant = require(view, Account, body.source, "unknown_account").holder
    verified = view.get(VerifiedEmissions, body.year, participant)
    if verified is None:
        raise Refusal("emissions_unknown", participant=participant, year=str(body.year))
    done = view.get(Obligation, body.year, participant) or Obligation(body.year, participant, 0, 0, 0, 0, 0, 0)
    left = verified.tco2e - done.taken
    if body.units > left:
        raise Refusal("more_than_owed", left=max(left, 0))
    return verified, done


def _aside(
    body: SurrenderUnits | OffsetUnits, context: Context, view: View, *, verified: VerifiedEmissions, taken: Obligation
) -> Outcome:
    """Return the records and transfers that set units aside.

    Raises:
        Refusal: those of `holdings.require_own` for the target and of `holdings.set_aside`.
    """
    require_own(view, body.target, purpose=Purpose.SURRENDER, source=body.source)
    debit: Debit = body
    opened, moved = set_aside(debit, context, view, account=body.pending, target=body.target)
    is_offset = isinstance(body, OffsetUnits)
    kept = Surrender(
        id=context.entry_id,
        year=body.year,
        participant=verified.participant,
        asset=body.asset,
        units=body.units,
        is_offset=is_offset,
        project=body.project if isinstance(body, OffsetUnits) else None,
        registered_on=body.registered_on if isinstance(body, OffsetUnits) else None,
        asked_at=context.recorded_at,
        asked_index=context.index,
    )
    return Outcome(records=(opened, kept, taken), transfers=moved)


def confirm_surrender(body: SettlePending, context: Context, view: View) -> Outcome:
    """Move the units to the surrender account: the national register has surrendered or cancelled them.

    Raises:
        Refusal: those of `holdings.require_open`.
    """
    opened = require_open(view, body.pending, kinds=_KINDS)
    settled = confirm(opened, body, context, view)
    kept, released = _released(opened, view)
    name = "offset_units" if kept.is_offset else "surrendered_units"
    done = replace(
        released,
        **{name: getattr(released, name) + kept.units},
        asked_at=max(released.asked_at, kept.asked_at),
    )
    return replace(settled, records=(*settled.records, done))


def return_surrender(body: SettlePending, context: Context, view: View) -> Outcome:
    """Return the units to the account that they came from: the national register refused.

    Raises:
        Refusal: those of `holdings.require_open`.
    """
    opened = require_open(view, body.pending, kinds=_KINDS)
    settled = give_back(opened, body, context)
    return replace(settled, records=(*settled.records, _released(opened, view)[1]))


def _released(opened: Pending, view: View) -> tuple[Surrender, Obligation]:
    """Return a surrender, and its obligation without the units that were waiting."""
    kept = require(view, Surrender, opened.id, "unknown_pending")
    done = view.get(Obligation, kept.year, kept.participant)
    assert done is not None  # made with the surrender  # noqa: S101
    name = "pending_offset_units" if kept.is_offset else "pending_units"
    return kept, replace(done, **{name: getattr(done, name) - kept.units})


def _by_office(_body: object, _view: View) -> Requirement:
    return by_authority_and_operator()


_SET_ASIDE: Final = frozenset({Purpose.PENDING.value})
KINDS = (
    Kind(
        SURRENDER, SurrenderUnits, by_source_owner(SURRENDER), surrender, debits=OPEN_PURPOSES, lifetime_max=DAY_SECONDS
    ),
    Kind(OFFSET, OffsetUnits, by_source_owner(OFFSET), offset, debits=OPEN_PURPOSES, lifetime_max=DAY_SECONDS),
    Kind(
        "compliance.confirm_surrender",
        SettlePending,
        _by_office,
        confirm_surrender,
        debits=_SET_ASIDE,
        lifetime_max=DAY_SECONDS,
    ),
    Kind(
        "compliance.return_surrender",
        SettlePending,
        _by_office,
        return_surrender,
        debits=_SET_ASIDE,
        lifetime_max=DAY_SECONDS,
    ),
)
RECORDS = (Obligation, Surrender)
