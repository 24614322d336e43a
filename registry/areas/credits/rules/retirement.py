"""Retirement: the permanent voluntary use of credits, for whom and to what end.

Of an own title it is final at once. Of a mirrored one the units wait in a pending account until the register that holds
title has confirmed, and come back if it refuses. Who benefits is a participant, a public name of an organisation, or
the salted hash of what is known of a person.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from registry.areas.credits.rules.titles import credit_class
from registry.areas.participants.rules.holdings import (
    NamedRange,
    NamedRanges,
    SettlePending,
    confirm,
    give_back,
    picked,
    ranges_of,
    require_open,
    require_own,
    set_aside,
)
from registry.ledger.book import RANGES_MAX, Title
from registry.ledger.codec import AccountNo, Asset, Count, Day, Digest, EntryId, Items, Name, Note, ParticipantNo, Units
from registry.ledger.errors import Refusal
from registry.ledger.parties import Participant
from registry.ledger.rules import Context, Index, Outcome, View, record, require
from registry.ledger.serials import Purpose

RETIRE = frozenset({"credits.retire"})


class RetirementPurpose(StrEnum):
    """To what end credits are used."""

    OWN_FOOTPRINT = "own_footprint"
    EVENT = "event"
    ON_BEHALF = "on_behalf"
    PUBLIC_BENEFIT = "public_benefit"
    OTHER = "other"


class RetirementStatus(StrEnum):
    """Whether the units are in the retirement account, wait for another register, or came back."""

    PENDING = "pending"
    FINAL = "final"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Beneficiary:
    """For whom, said in exactly one of three ways; ``commitment`` is the salted hash of what is kept outside."""

    participant: ParticipantNo | None
    name: Name | None
    commitment: Digest | None


@dataclass(frozen=True, slots=True)
class Retire:
    """The body of `credits.retire`. ``pending`` is named for mirrored titles and null for own ones."""

    source: AccountNo
    pending: AccountNo | None
    target: AccountNo
    asset: Asset
    units: Units
    ranges: NamedRanges
    beneficiary: Beneficiary
    purpose: RetirementPurpose
    note: Note | None


@record(
    "retirement",
    key=("id",),
    indexes=(
        Index("participant", ("participant",), ("opened_index",)),
        Index("asset", ("asset", "status"), ("opened_index",)),
    ),
)
@dataclass(frozen=True, slots=True)
class Retirement:
    """Credits used for good, or on their way there; ``retired_on`` is set for those that another register retired."""

    id: EntryId
    participant: ParticipantNo
    account: AccountNo
    asset: Asset
    units: Units
    ranges: Annotated[tuple[NamedRange, ...], Items(1, RANGES_MAX)]
    beneficiary: Beneficiary
    purpose: RetirementPurpose
    note: Note | None
    retired_on: Day | None
    status: RetirementStatus
    opened_index: Count
    closed_index: Count | None


def retire(body: Retire, context: Context, view: View) -> Outcome:
    """Use credits for good, or set them aside to be used when the register that holds title confirms.

    Raises:
        Refusal: ``beneficiary_unclear``, ``unknown_participant`` for the beneficiary, ``pending_required`` for a
            mirrored title, ``pending_not_used`` for an own one, and those of `credit_class`, `holdings.require_own` for
            the target, `holdings.set_aside` and `View.pick`.
    """
    asset_class = credit_class(view, body.asset)
    _check_beneficiary(body.beneficiary, view)
    account = require_own(view, body.target, purpose=Purpose.RETIREMENT, source=body.source)
    if asset_class.title is Title.OWN:
        if body.pending is not None:
            raise Refusal("pending_not_used", asset=body.asset)
        moved = picked(view, body, into=body.target)
        kept = _retirement(body, context, participant=account.holder, ranges=ranges_of(moved))
        return Outcome(records=(kept,), transfers=moved)
    if body.pending is None:
        raise Refusal("pending_required", asset=body.asset)
    opened, moved = set_aside(body, context, view, account=body.pending, target=body.target)
    kept = _retirement(body, context, participant=account.holder, ranges=opened.ranges)
    waiting = replace(kept, status=RetirementStatus.PENDING, closed_index=None)
    return Outcome(records=(opened, waiting), transfers=moved)


def _check_beneficiary(beneficiary: Beneficiary, view: View) -> None:
    said = (beneficiary.participant, beneficiary.name, beneficiary.commitment)
    if sum(one is not None for one in said) != 1:
        raise Refusal("beneficiary_unclear")
    if beneficiary.participant is not None:
        require(view, Participant, beneficiary.participant, "unknown_participant")


def _retirement(body: Retire, context: Context, *, participant: str, ranges: tuple[NamedRange, ...]) -> Retirement:
    return Retirement(
        id=context.entry_id,
        participant=participant,
        account=body.target,
        asset=body.asset,
        units=body.units,
        ranges=ranges,
        beneficiary=body.beneficiary,
        purpose=body.purpose,
        note=body.note,
        retired_on=None,
        status=RetirementStatus.FINAL,
        opened_index=context.index,
        closed_index=context.index,
    )


def confirm_retirement(body: SettlePending, context: Context, view: View) -> Outcome:
    """Move the units to the retirement account that their owner named.

    Raises:
        Refusal: those of `holdings.require_open`.
    """
    settled = confirm(require_open(view, body.pending, kinds=RETIRE), body, context, view)
    return _with_retirement(settled, body, context, view, status=RetirementStatus.FINAL)


def return_pending(body: SettlePending, context: Context, view: View) -> Outcome:
    """Return the units to the account that they came from, because the register that holds title refused.

    Raises:
        Refusal: those of `holdings.require_open`.
    """
    settled = give_back(require_open(view, body.pending, kinds=RETIRE), body, context)
    return _with_retirement(settled, body, context, view, status=RetirementStatus.RETURNED)


def _with_retirement(
    settled: Outcome, body: SettlePending, context: Context, view: View, *, status: RetirementStatus
) -> Outcome:
    waiting = require(view, Retirement, body.pending, "unknown_pending")
    closed = replace(waiting, status=status, closed_index=context.index)
    return replace(settled, records=(*settled.records, closed))
