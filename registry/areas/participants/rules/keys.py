"""Later keys: a participant's own keys vouch for new representatives and keys, replace them and end them.

Each new key signs its own registration. Whoever has no key that counts is helped by `recovery`.
"""

from dataclasses import dataclass, replace

from registry.areas.participants.rules.mandates import Mandate, by_administration, signers_by, takes_offline
from registry.areas.participants.rules.parties import check_new_key, check_roles
from registry.ledger.codec import Code, ParticipantNo, PublicKey, RepresentativeNo
from registry.ledger.errors import Refusal
from registry.ledger.parties import Custody, KeyStatus, Representative, Role, Roles, SigningKey, Status
from registry.ledger.rules import Context, Demand, Kind, Outcome, Possession, Requirement, View, require

REPRESENTATIVES_MAX = 200
KEYS_MAX = 200


@dataclass(frozen=True, slots=True)
class AddRepresentative:
    """The body of `participants.add_representative`."""

    participant: ParticipantNo
    representative: RepresentativeNo
    roles: Roles
    public_key: PublicKey
    custody: Custody


def add_representative_signers(body: AddRepresentative, view: View) -> Requirement:
    """Return the new key and the participant's administration."""
    offline = takes_offline(view, body.participant, body.custody)
    possession = Possession(body.representative, body.public_key)
    return (possession, *by_administration(view, body.participant, offline=offline))


def add_representative(body: AddRepresentative, context: Context, view: View) -> Outcome:
    """Add a representative with its first key, vouched for by the participant's administration.

    Raises:
        Refusal: ``number_taken``, ``too_many_representatives``, ``roles_doubled``, ``recovery_pending``, and those of
            `check_new_key`.
    """
    if view.get(Representative, body.representative) is not None:
        raise Refusal("number_taken", number=body.representative)
    check_roles(body.roles)
    if len(view.find(Representative, "participant", body.participant)) >= REPRESENTATIVES_MAX:
        raise Refusal("too_many_representatives", limit=REPRESENTATIVES_MAX)
    check_no_recovery(view, body.participant, now=context.recorded_at)
    new = Representative(body.representative, body.participant, body.roles, Status.ACTIVE, context.index)
    return Outcome(records=(new, new_key(body, context, view, participant=body.participant)))


@dataclass(frozen=True, slots=True)
class AddKey:
    """The body of `participants.add_key`. ``by`` is `self` or `participant`."""

    representative: RepresentativeNo
    public_key: PublicKey
    custody: Custody
    by: Mandate


def add_key_signers(body: AddKey, view: View) -> Requirement:
    """Return the new key, and the representative under an older one or the participant's administration."""
    owner = require(view, Representative, body.representative, "unknown_representative")
    offline = takes_offline(view, owner.participant, body.custody)
    possession = Possession(body.representative, body.public_key)
    if body.by is Mandate.SELF:
        return (possession, Demand(representative=owner.number, role=Role.VIEWER, offline=offline))
    if body.by is not Mandate.PARTICIPANT:
        raise Refusal("mandate_not_admitted", by=body.by)
    return (possession, *by_administration(view, owner.participant, offline=offline))


def add_key(body: AddKey, context: Context, view: View) -> Outcome:
    """Add a key of a representative.

    Raises:
        Refusal: ``signer_suspended``, ``recovery_pending``, and those of `check_new_key`.
    """
    owner = require(view, Representative, body.representative, "unknown_representative")
    if owner.status is not Status.ACTIVE:
        raise Refusal("signer_suspended", signer=owner.number)
    check_no_recovery(view, owner.participant, now=context.recorded_at)
    return Outcome(records=(new_key(body, context, view, participant=owner.participant),))


@dataclass(frozen=True, slots=True)
class RotateKey:
    """The body of `participants.rotate_key`: `public_key` takes the place of `replaced`."""

    representative: RepresentativeNo
    replaced: PublicKey
    public_key: PublicKey
    custody: Custody


def rotate_key_signers(body: RotateKey, view: View) -> Requirement:
    """Return the new key, and the representative under an older one."""
    return add_key_signers(AddKey(body.representative, body.public_key, body.custody, Mandate.SELF), view)


def rotate_key(body: RotateKey, context: Context, view: View) -> Outcome:
    """Replace a key by a new one; the old one ends with this entry.

    Raises:
        Refusal: ``recovery_pending``, and those of `standing_key` and `check_new_key`.
    """
    old = standing_key(view, body.representative, body.replaced)
    check_no_recovery(view, old.participant, now=context.recorded_at)
    new = new_key(body, context, view, participant=old.participant)
    return Outcome(records=(replace(old, status=KeyStatus.REVOKED, ended_index=context.index), new))


@dataclass(frozen=True, slots=True)
class RevokeKey:
    """The body of `participants.revoke_key`. ``by`` is `self`, `participant` or `registrar`."""

    representative: RepresentativeNo
    public_key: PublicKey
    ground: Code
    by: Mandate


def revoke_key_signers(body: RevokeKey, view: View) -> Requirement:
    """Return the representative itself, one administrator of its participant, or who vouches from outside."""
    owner = require(view, Representative, body.representative, "unknown_representative")
    if body.by is Mandate.SELF:
        return (Demand(representative=owner.number, role=Role.VIEWER),)
    admitted = frozenset({Mandate.PARTICIPANT, Mandate.REGISTRAR})
    return signers_by(body.by, view, participant=owner.participant, admitted=admitted)


def revoke_key(body: RevokeKey, context: Context, view: View) -> Outcome:
    """End a key for ever. While a recovery waits only the participant may: it could stop that one with this very key.

    Raises:
        Refusal: ``recovery_pending``, and those of `standing_key`.
    """
    key = standing_key(view, body.representative, body.public_key)
    if body.by is Mandate.REGISTRAR:
        check_no_recovery(view, key.participant, now=context.recorded_at)
    return Outcome(records=(replace(key, status=KeyStatus.REVOKED, ended_index=context.index),))


def standing_key(view: View, representative: str, public_key: str) -> SigningKey:
    """Return a key that counts, or will after a recovery's delay.

    Raises:
        Refusal: ``no_such_key``, ``key_ended``.
    """
    key = view.get(SigningKey, representative, public_key)
    if key is None:
        raise Refusal("no_such_key", representative=representative)
    if key.status not in (KeyStatus.ACTIVE, KeyStatus.RECOVERY):
        raise Refusal("key_ended", representative=representative)
    return key


def pending_recovery(view: View, participant: str, *, now: int) -> SigningKey | None:
    """Return the key whose recovery waits at this participant, or None."""
    found = view.find(SigningKey, "standing", participant, KeyStatus.RECOVERY)
    return next((key for key in found if now < key.active_from), None)


def check_no_recovery(view: View, participant: str, *, now: int) -> None:
    """Return if no recovery waits: until it is over or stopped, the participant's keys stay as they are.

    Raises:
        Refusal: ``recovery_pending``.
    """
    if pending_recovery(view, participant, now=now) is not None:
        raise Refusal("recovery_pending", participant=participant)


def new_key(
    body: AddRepresentative | AddKey | RotateKey, context: Context, view: View, *, participant: str
) -> SigningKey:
    """Return the record of a new key that counts from now, vouched for by the entry's first signer.

    Raises:
        Refusal: ``too_many_keys``, and those of `check_new_key`.
    """
    if len(view.find(SigningKey, "standing", participant, KeyStatus.ACTIVE)) >= KEYS_MAX:
        raise Refusal("too_many_keys", limit=KEYS_MAX)
    check_new_key(view, public_key=body.public_key)
    return SigningKey(
        representative=body.representative,
        public_key=body.public_key,
        participant=participant,
        custody=body.custody,
        status=KeyStatus.ACTIVE,
        active_from=context.recorded_at,
        vouched_by=context.signatories[0].representative,
        registered_index=context.index,
        ended_index=None,
    )


KINDS = (
    Kind("participants.add_representative", AddRepresentative, add_representative_signers, add_representative),
    Kind("participants.add_key", AddKey, add_key_signers, add_key),
    Kind("participants.rotate_key", RotateKey, rotate_key_signers, rotate_key),
    Kind("participants.revoke_key", RevokeKey, revoke_key_signers, revoke_key, overtakes=True),
)
