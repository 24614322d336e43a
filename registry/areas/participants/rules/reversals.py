"""Reversals: units booked wrongly, or taken back by a ruling, return from where an entry brought them.

Nothing else leaves a final account. A reversal names the entry that it reverses, and none is reversed twice. The rule
sees accounts and serials and not the entry itself: that it moved these very units is for those to check who sign.

Sources: CCER-REG arts. 14 and 16 (rulings); registration rule of the national market, arts. 20-21 (recalled). The body
names the article.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from registry.areas.participants.rules.holdings import NamedRange
from registry.areas.participants.rules.keys import check_no_recovery
from registry.areas.participants.rules.mandates import by_administration
from registry.ledger.book import ISSUANCE, Account, Freeze
from registry.ledger.codec import AccountNo, Asset, Code, Count, Digest, EntryId, Items, Name, Units
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function, by_operators
from registry.ledger.rules import Context, Demand, Index, Kind, Outcome, Requirement, View, record, require

LEAVING = frozenset({"HO", "TR", "SU", "RT", "CX", "RS", "BF"})


class ReversalCase(StrEnum):
    """What allows a reversal: a registration in error, an effective ruling, an authority that revokes its decision."""

    REGISTRATION_ERROR = "registration_error"
    RULING = "ruling"
    REVOCATION = "revocation"


@dataclass(frozen=True, slots=True)
class Reverse:
    """The body of `participants.reverse`: the units named go from `source` back to `target`.

    ``freeze`` is one that kept them for this very order, and ends with it; ``document`` is the order's salted hash.
    """

    entry: EntryId
    case: ReversalCase
    article: Name
    order: Code
    source: AccountNo
    target: AccountNo
    asset: Asset
    units: Units
    ranges: Annotated[tuple[NamedRange, ...], Items(1, 100)]
    freeze: EntryId | None
    document: Digest


@record("reversal", key=("reversed_id",), indexes=(Index("source", ("source",), ("recorded_index",)),))
@dataclass(frozen=True, slots=True)
class Reversal:
    """That an entry was reversed, by which entry, in which case and under which article."""

    reversed_id: EntryId
    id: EntryId
    case: ReversalCase
    article: Name
    source: AccountNo
    target: AccountNo
    asset: Asset
    units: Units
    recorded_index: Count


def reverse_signers(body: Reverse, view: View) -> Requirement:
    """Return the authority and two operators; for an error also whoever holds the units and gives them back."""
    source = require(view, Account, body.source, "unknown_account")
    offices = (Demand(function=Function.AUTHORITY), *by_operators())
    if body.case is ReversalCase.REGISTRATION_ERROR:
        return (*offices, *by_administration(view, source.holder))
    return offices


def reverse(body: Reverse, context: Context, view: View) -> Outcome:
    """Bring units back to where an entry took them from.

    Raises:
        Refusal: ``already_reversed``, ``unknown_account``, ``purpose_not_debited``, ``purpose_not_credited`` (an
            issuance account is credited by withdrawals alone), ``unknown_freeze``, ``freeze_over``,
            ``units_frozen`` or ``account_frozen`` by another order, ``recovery_pending`` where the holder's word is
            asked for, and those of `View.pick`.
    """
    known = view.get(Reversal, body.entry)
    if known is not None:
        raise Refusal("already_reversed", entry=body.entry, by=known.id)
    source, target = (require(view, Account, number, "unknown_account") for number in (body.source, body.target))
    if source.purpose not in LEAVING:
        raise Refusal("purpose_not_debited", account=source.number, kind=context.kind)
    if target.purpose == ISSUANCE:
        raise Refusal("purpose_not_credited", account=target.number, purposes=sorted(LEAVING))
    if body.case is ReversalCase.REGISTRATION_ERROR:
        check_no_recovery(view, source.holder, now=context.recorded_at)
    kept = _own_freeze(body, view)
    _check_other_freezes(body, source, view)
    named = tuple((one.batch, one.first, one.last) for one in body.ranges)
    moved = view.pick(body.source, body.asset, body.units, into=body.target, named=named)
    done = Reversal(
        reversed_id=body.entry,
        id=context.entry_id,
        case=body.case,
        article=body.article,
        source=body.source,
        target=body.target,
        asset=body.asset,
        units=body.units,
        recorded_index=context.index,
    )
    return Outcome(records=(done, *kept), transfers=moved)


def _own_freeze(body: Reverse, view: View) -> tuple[Freeze, ...]:
    if body.freeze is None:
        return ()
    found = require(view, Freeze, body.freeze, "unknown_freeze")
    if not found.holds(view.now):
        raise Refusal("freeze_over", freeze=body.freeze)
    return (replace(found, is_active=False),)


def _check_other_freezes(body: Reverse, source: Account, view: View) -> None:
    """Refuse what another order keeps: `decide` passes over freezes for this kind, because of the one it may end."""
    whole = (
        *view.find(Freeze, "account", source.number, True),
        *view.find(Freeze, "participant", source.holder, True),
    )
    for one in whole:
        if one.id != body.freeze and one.holds(view.now):
            raise Refusal("account_frozen", account=source.number, order=one.order)
    for item in body.ranges:
        for one in view.find(Freeze, "batch", item.batch, True):
            overlaps = one.first <= item.last and item.first <= one.last
            if one.id != body.freeze and overlaps and one.holds(view.now):
                raise Refusal("units_frozen", order=one.order)


KINDS = (Kind("participants.reverse", Reverse, reverse_signers, reverse, debits=LEAVING, reverses=True, enforces=True),)
RECORDS = (Reversal,)
