"""Recovery: a key for whoever has lost theirs. It waits some working days, and any active key of the owner stops it.

While it waits nothing leaves the participant's accounts (`decide` sees to that), its keys stay as they are, and nobody
may silence those who could stop it. How long it waits is the parameter `recovery_delay_working_days`.
"""

from dataclasses import dataclass, replace

from registry.areas.participants.rules.calendars import working_days_after
from registry.areas.participants.rules.keys import check_no_recovery
from registry.areas.participants.rules.mandates import Mandate, able, by_administration, by_registrar, takes_offline
from registry.areas.participants.rules.parameters import parameter
from registry.areas.participants.rules.parties import (
    check_new_key,
    check_roles,
    standing_participant,
    vouching_from_outside,
)
from registry.areas.participants.rules.standing import is_silenced
from registry.ledger.codec import Digest, ParticipantNo, PublicKey, RepresentativeNo
from registry.ledger.errors import Refusal
from registry.ledger.parties import (
    Custody,
    Function,
    KeyStatus,
    Representative,
    Role,
    Roles,
    SigningKey,
    Status,
)
from registry.ledger.rules import Context, Demand, Kind, Outcome, Possession, Requirement, View, require

DELAY = "recovery_delay_working_days"


@dataclass(frozen=True, slots=True)
class RecoverKey:
    """The body of `participants.recover_key`. ``by`` is `participant` or `registrar`.

    A known representative keeps its roles, which must be repeated here. ``document`` is the signed paper's salted hash.
    """

    participant: ParticipantNo
    representative: RepresentativeNo
    roles: Roles
    public_key: PublicKey
    custody: Custody
    by: Mandate
    document: Digest


def recover_key_signers(body: RecoverKey, view: View) -> Requirement:
    """Return the new key and the participant's other administration, or two operators and a registrar.

    Where the owner has stopped a recovery before, the authority has to sign the next one from outside, too.
    """
    possession = Possession(body.representative, body.public_key)
    if body.by is Mandate.PARTICIPANT:
        if not able(view, body.participant, but=body.representative):
            raise Refusal("no_other_administrator", participant=body.participant)
        offline = takes_offline(view, body.participant, body.custody)
        return (possession, *by_administration(view, body.participant, but=body.representative, offline=offline))
    if body.by is not Mandate.REGISTRAR:
        raise Refusal("mandate_not_admitted", by=body.by)
    demands = by_registrar(view, body.participant)
    authority = Demand(function=Function.AUTHORITY)
    if authority not in demands and view.find(SigningKey, "standing", body.participant, KeyStatus.STOPPED, limit=1):
        demands = (*demands, authority)
    return (possession, *demands)


def recover_key(body: RecoverKey, context: Context, view: View) -> Outcome:
    """Announce a key that will count after the delay.

    Raises:
        Refusal: ``unknown_participant``, ``participant_closed``, ``no_key_yet`` (a first key comes by
            `register_first_key`), ``recovery_pending`` (one at a time), ``owner_silenced`` while the owner's signers
            are suspended, ``own_recovery``, ``number_taken``, ``signer_suspended``, ``roles_differ``,
            ``roles_doubled``, ``parameter_not_set``, ``calendar_missing``, and those of `check_new_key`.
    """
    standing_participant(view, body.participant)
    if not view.find(SigningKey, "participant", body.participant, limit=1):
        raise Refusal("no_key_yet", participant=body.participant)
    check_no_recovery(view, body.participant, now=context.recorded_at)
    if body.by is Mandate.REGISTRAR and is_silenced(view, body.participant):
        raise Refusal("owner_silenced", participant=body.participant)
    if any(signatory.representative == body.representative for signatory in context.signatories):
        raise Refusal("own_recovery", representative=body.representative)
    opened = _representative(body, context, view)
    check_new_key(view, public_key=body.public_key)
    own = body.by is Mandate.PARTICIPANT
    delay = parameter(view, DELAY, context.recorded_at)
    key = SigningKey(
        representative=body.representative,
        public_key=body.public_key,
        participant=body.participant,
        custody=body.custody,
        status=KeyStatus.RECOVERY,
        active_from=working_days_after(view, context.recorded_at, delay),
        vouched_by=context.signatories[0].representative if own else vouching_from_outside(context),
        registered_index=context.index,
        ended_index=None,
    )
    return Outcome(records=(*opened, key))


def _representative(body: RecoverKey, context: Context, view: View) -> tuple[Representative, ...]:
    known = view.get(Representative, body.representative)
    if known is None:
        check_roles(body.roles)
        opened = Representative(body.representative, body.participant, body.roles, Status.ACTIVE, context.index)
        return (opened,)
    if known.participant != body.participant:
        raise Refusal("number_taken", number=body.representative)
    if known.status is not Status.ACTIVE:
        raise Refusal("signer_suspended", signer=body.representative)
    if known.roles != body.roles:
        raise Refusal("roles_differ", representative=body.representative)
    return ()


@dataclass(frozen=True, slots=True)
class StopRecovery:
    """The body of `participants.stop_recovery`. ``by`` is `participant` (any of its active keys) or `authority`."""

    representative: RepresentativeNo
    public_key: PublicKey
    by: Mandate


def stop_recovery_signers(body: StopRecovery, view: View) -> Requirement:
    """Return any representative of the participant, whatever its role, or the authority."""
    owner = require(view, Representative, body.representative, "unknown_representative")
    if body.by is Mandate.PARTICIPANT:
        return (Demand(participant=owner.participant, role=Role.VIEWER),)
    if body.by is not Mandate.AUTHORITY:
        raise Refusal("mandate_not_admitted", by=body.by)
    return (Demand(function=Function.AUTHORITY),)


def stop_recovery(body: StopRecovery, context: Context, view: View) -> Outcome:
    """Stop a recovery that still waits; its key never counts. A representative that came only with it is closed.

    Raises:
        Refusal: ``no_such_key``, ``recovery_over`` if nothing waits any more (the key can still be revoked).
    """
    key = view.get(SigningKey, body.representative, body.public_key)
    if key is None:
        raise Refusal("no_such_key", representative=body.representative)
    if key.status is not KeyStatus.RECOVERY or context.recorded_at >= key.active_from:
        raise Refusal("recovery_over", representative=body.representative)
    stopped = replace(key, status=KeyStatus.STOPPED, ended_index=context.index)
    owner = require(view, Representative, body.representative, "unknown_representative")
    if owner.opened_index == key.registered_index:
        return Outcome(records=(stopped, replace(owner, status=Status.CLOSED)))
    return Outcome(records=(stopped,))


KINDS = (
    Kind("participants.recover_key", RecoverKey, recover_key_signers, recover_key),
    Kind("participants.stop_recovery", StopRecovery, stop_recovery_signers, stop_recovery, overtakes=True),
)
