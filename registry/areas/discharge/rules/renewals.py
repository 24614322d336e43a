"""Renewal of a permit: the holder applies in time, the authority decides.

Source: PERMIT-REG 14 (sixty days before the end; decided within twenty). The days are a parameter.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from registry.areas.discharge.rules.permits import by_an_authority, check_length, standing_permit
from registry.areas.discharge.rules.records import Permit, PermitNo
from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.parameters import parameter
from registry.ledger.codec import Day, Digest, Units
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_owner
from registry.ledger.rules import Context, Kind, Outcome, Requirement, View, require

DAYS: Final = "permit_renewal_days"


@dataclass(frozen=True, slots=True)
class ApplyRenewal:
    """The body of `discharge.apply_renewal`, by the holder."""

    number: PermitNo
    version: Units
    document: Digest


@dataclass(frozen=True, slots=True)
class RenewPermit:
    """The body of `discharge.renew_permit`: it goes on from the day after its last until another."""

    number: PermitNo
    version: Units
    issued_on: Day
    valid_until: Day
    document: Digest


def renewal_signers(body: ApplyRenewal, view: View) -> Requirement:
    """Return who must sign for the permit's holder."""
    permit = require(view, Permit, body.number, "unknown_permit")
    return by_owner(view, participant=permit.holder, kind="discharge.apply_renewal")


def apply_renewal(body: ApplyRenewal, context: Context, view: View) -> Outcome:
    """Ask for a permit to go on.

    Raises:
        Refusal: those of `standing_permit`; ``renewal_applied``; ``renewal_too_late`` with the ``last`` day on which it
            could be asked for; ``parameter_not_set``.
    """
    permit = standing_permit(view, body.number, body.version)
    if permit.renewal_applied_on is not None:
        raise Refusal("renewal_applied", permit=body.number)
    today = day_of(context.recorded_at).isoformat()
    days = parameter(view, DAYS, context.recorded_at, scope=permit.zone)
    last = (date.fromisoformat(permit.valid_until) - timedelta(days=days)).isoformat()
    if today > last:
        raise Refusal("renewal_too_late", last=last)
    return Outcome(records=(replace(permit, renewal_applied_on=today),))


def renew_permit(body: RenewPermit, context: Context, view: View) -> Outcome:
    """Let a permit go on for whom asked in time.

    Raises:
        Refusal: those of `standing_permit`; ``renewal_not_applied``, ``issued_in_future``, ``dates_reversed``,
            ``validity_too_long``.
    """
    permit = standing_permit(view, body.number, body.version)
    if permit.renewal_applied_on is None:
        raise Refusal("renewal_not_applied", permit=body.number)
    if body.issued_on > day_of(context.recorded_at).isoformat():
        raise Refusal("issued_in_future", day=body.issued_on)
    first = (date.fromisoformat(permit.valid_until) + timedelta(days=1)).isoformat()
    if body.valid_until < first:
        raise Refusal("dates_reversed", starts_on=first)
    check_length(first, body.valid_until)
    renewed = replace(
        permit,
        version=permit.version + 1,
        issued_on=body.issued_on,
        valid_until=body.valid_until,
        renewal_applied_on=None,
        document=body.document,
        changed_index=context.index,
    )
    return Outcome(records=(renewed,))


KINDS = (
    Kind("discharge.apply_renewal", ApplyRenewal, renewal_signers, apply_renewal),
    Kind("discharge.renew_permit", RenewPermit, by_an_authority, renew_permit),
)
