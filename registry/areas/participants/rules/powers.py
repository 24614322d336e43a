"""Powers of attorney: a representative of another participant signs for the principal, within kinds, accounts and time.

What such a power lets its holder sign is asked for in `parties.by_owner`; here it is given and taken back. Keys,
representatives and policies stay with the principal: they are in no power's scope.
"""

from dataclasses import dataclass, replace
from typing import Annotated

from registry.areas.participants.rules.conflicts import check_may_trade
from registry.areas.participants.rules.mandates import Mandate, by_administration, signers_by
from registry.ledger.book import Account
from registry.ledger.codec import AccountNo, Code, Digest, EntryId, Instant, Items, ParticipantNo, RepresentativeNo
from registry.ledger.errors import Refusal
from registry.ledger.parties import Participant, PowerOfAttorney, Representative, Role, Status
from registry.ledger.revisions import Activation
from registry.ledger.rules import Context, Demand, Kind, Outcome, Requirement, View, require

# Every signature asked for by an owner reads all that stand.
POWERS_MAX = 50
_NOT_DELEGABLE = "participants."


@dataclass(frozen=True, slots=True)
class GrantPower:
    """The body of `participants.grant_power`; ``role`` is initiator or approver, ``document`` the signed paper's hash.

    Without ``accounts`` the power holds for all accounts.
    """

    principal: ParticipantNo
    attorney: RepresentativeNo
    role: Role
    kinds: Annotated[tuple[Code, ...], Items(1, 20)]
    accounts: Annotated[tuple[AccountNo, ...], Items(0, 20)]
    ends_at: Instant
    document: Digest


def grant_power_signers(body: GrantPower, view: View) -> Requirement:
    """Return the principal's administration: as many hands as any of its policies asks for."""
    return by_administration(view, body.principal)


def grant_power(body: GrantPower, context: Context, view: View) -> Outcome:
    """Give a power of attorney under the entry's id; those of the principal whose time has come are marked as over.

    Raises:
        Refusal: ``unknown_participant``, ``unknown_representative``, ``own_attorney`` for a representative of the
            principal, ``signer_suspended``, ``conflict_of_interest`` for staff of bodies that may not trade,
            ``role_not_delegable``, ``kind_not_delegable``, ``kind_not_active``, ``unknown_account``,
            ``holder_differs``, ``ends_in_past``, ``too_many_powers``.
    """
    require(view, Participant, body.principal, "unknown_participant")
    _check_attorney(body, view)
    _check_scope(body, view)
    now = context.recorded_at
    if body.ends_at <= now:
        raise Refusal("ends_in_past", ends_at=body.ends_at)
    standing = view.find(PowerOfAttorney, "standing", body.principal, True)
    over = tuple(replace(one, is_active=False) for one in standing if one.ends_at <= now)
    if len(standing) - len(over) >= POWERS_MAX:
        raise Refusal("too_many_powers", limit=POWERS_MAX)
    new = PowerOfAttorney(
        id=context.entry_id,
        principal=body.principal,
        attorney=body.attorney,
        role=body.role,
        kinds=body.kinds,
        accounts=body.accounts,
        ends_at=body.ends_at,
        is_active=True,
        granted_index=context.index,
    )
    return Outcome(records=(new, *over))


def _check_attorney(body: GrantPower, view: View) -> None:
    attorney = require(view, Representative, body.attorney, "unknown_representative")
    if attorney.participant == body.principal:
        raise Refusal("own_attorney", representative=body.attorney)
    if attorney.status is not Status.ACTIVE:
        raise Refusal("signer_suspended", signer=body.attorney)
    check_may_trade(require(view, Participant, attorney.participant, "unknown_participant"))


def _check_scope(body: GrantPower, view: View) -> None:
    if body.role not in (Role.INITIATOR, Role.APPROVER):
        raise Refusal("role_not_delegable", role=body.role)
    for kind in body.kinds:
        if kind.startswith(_NOT_DELEGABLE):
            raise Refusal("kind_not_delegable", kind=kind)
        require(view, Activation, kind, "kind_not_active")
    for number in body.accounts:
        if require(view, Account, number, "unknown_account").holder != body.principal:
            raise Refusal("holder_differs", account=number)


@dataclass(frozen=True, slots=True)
class RevokePower:
    """The body of `participants.revoke_power`; ``by`` is `participant` (the principal), `self` or `authority`."""

    power: EntryId
    ground: Code
    by: Mandate


def revoke_power_signers(body: RevokePower, view: View) -> Requirement:
    """Return one administrator of the principal, the attorney itself, or the authority."""
    found = require(view, PowerOfAttorney, body.power, "unknown_power")
    if body.by is Mandate.SELF:
        return (Demand(representative=found.attorney, role=Role.VIEWER),)
    if body.by is Mandate.PARTICIPANT:
        return (Demand(participant=found.principal, role=Role.ADMINISTRATOR),)
    return signers_by(body.by, view, participant=found.principal, admitted=frozenset({Mandate.AUTHORITY}))


def revoke_power(body: RevokePower, context: Context, view: View) -> Outcome:
    """Take a power of attorney back; what was signed under it stands.

    Raises:
        Refusal: ``unknown_power``, ``power_over``.
    """
    found = require(view, PowerOfAttorney, body.power, "unknown_power")
    if not found.is_active or found.ends_at <= context.recorded_at:
        raise Refusal("power_over", power=body.power)
    return Outcome(records=(replace(found, is_active=False),))


KINDS = (
    Kind("participants.grant_power", GrantPower, grant_power_signers, grant_power),
    Kind("participants.revoke_power", RevokePower, revoke_power_signers, revoke_power),
)
RECORDS = (PowerOfAttorney,)
