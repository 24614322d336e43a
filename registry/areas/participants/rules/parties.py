"""Bringing a participant in: registration, its first representative and key, classes of assets, accounts.

The first key is the door through which units could be stolen, so it takes four hands: the new key's own signature, two
operators, and a registrar outside the operator, who saw the signed document that prints the key's fingerprint.
"""

import base64
from dataclasses import dataclass
from typing import Annotated

from registry.areas.participants.identifiers import is_identity
from registry.areas.participants.rules.conflicts import check_may_open
from registry.areas.participants.rules.mandates import OFFICES, by_registrar
from registry.ledger import keys
from registry.ledger.book import Account, AssetClass, Title
from registry.ledger.codec import (
    AccountNo,
    Code,
    Digest,
    Name,
    ParticipantNo,
    Pattern,
    PublicKey,
    RepresentativeNo,
    Whole,
    Zone,
)
from registry.ledger.errors import Malformed, Refusal
from registry.ledger.parties import (
    Custody,
    Function,
    KeyStatus,
    Participant,
    Representative,
    Role,
    Roles,
    SigningKey,
    Status,
    by_authority_and_operator,
    by_operators,
)
from registry.ledger.rules import Context, Kind, Outcome, Possession, Requirement, View, require
from registry.ledger.serials import parse_account


@dataclass(frozen=True, slots=True)
class RegisterParticipant:
    """The body of `participants.register`."""

    participant: ParticipantNo
    function: Function
    scheme: Code
    identity: Code
    name: Name
    zone: Zone
    approvals: Annotated[int, Whole(1, 8)]
    offline_required: bool
    document: Digest


def register_signers(body: RegisterParticipant, _view: View) -> Requirement:
    """Return two operators; for an office of the registry itself the authority and an operator."""
    return by_authority_and_operator() if body.function in OFFICES else by_operators()


def register(body: RegisterParticipant, context: Context, view: View) -> Outcome:
    """Register an organisation.

    Raises:
        Refusal: ``identity_check`` for an unknown scheme or wrong check digits, ``number_taken``, ``identity_taken``.
    """
    if not is_identity(body.scheme, body.identity):
        raise Refusal("identity_check", scheme=body.scheme, identity=body.identity)
    if view.get(Participant, body.participant) is not None:
        raise Refusal("number_taken", number=body.participant)
    known = view.find(Participant, "identity", body.scheme, body.identity)
    if any(one.status is not Status.CLOSED for one in known):
        raise Refusal("identity_taken", scheme=body.scheme, identity=body.identity)
    new = Participant(
        number=body.participant,
        function=body.function,
        scheme=body.scheme,
        identity=body.identity,
        name=body.name,
        zone=body.zone,
        status=Status.ACTIVE,
        approvals=body.approvals,
        offline_required=body.offline_required,
        opened_index=context.index,
    )
    return Outcome(records=(new,))


@dataclass(frozen=True, slots=True)
class RegisterFirstKey:
    """The body of `participants.register_first_key`. ``document`` is the signed paper's salted hash."""

    participant: ParticipantNo
    representative: RepresentativeNo
    roles: Roles
    public_key: PublicKey
    custody: Custody
    document: Digest


def register_first_key_signers(body: RegisterFirstKey, view: View) -> Requirement:
    """Return the new key, two operators, and a registrar."""
    return (Possession(body.representative, body.public_key), *by_registrar(view, body.participant))


def register_first_key(body: RegisterFirstKey, context: Context, view: View) -> Outcome:
    """Register a representative and its key for a participant that never had one.

    Once there was a key, whatever became of it, another comes only from that participant's keys or by a recovery, which
    waits and can be stopped: else a key could be brought in at once by first revoking the others.

    Raises:
        Refusal: ``unknown_participant``, ``participant_closed``, ``has_keys``, ``number_taken``, ``roles_doubled``, and
            those of `check_new_key`.
    """
    standing_participant(view, body.participant)
    if view.find(SigningKey, "participant", body.participant, limit=1):
        raise Refusal("has_keys", participant=body.participant)
    check_roles(body.roles)
    if view.get(Representative, body.representative) is not None:
        raise Refusal("number_taken", number=body.representative)
    check_new_key(view, public_key=body.public_key)
    return Outcome(
        records=(
            Representative(body.representative, body.participant, body.roles, Status.ACTIVE, context.index),
            SigningKey(
                representative=body.representative,
                public_key=body.public_key,
                participant=body.participant,
                custody=body.custody,
                status=KeyStatus.ACTIVE,
                active_from=context.recorded_at,
                vouched_by=vouching_from_outside(context),
                registered_index=context.index,
                ended_index=None,
            ),
        )
    )


def standing_participant(view: View, number: str) -> Participant:
    """Return a participant that has not been closed.

    Raises:
        Refusal: ``unknown_participant``, ``participant_closed``.
    """
    found = require(view, Participant, number, "unknown_participant")
    if found.status is Status.CLOSED:
        raise Refusal("participant_closed", participant=number)
    return found


def vouching_from_outside(context: Context) -> str:
    """Return the registrar that signed, or the authority where that stands in for it."""
    found = {signatory.function: signatory.representative for signatory in context.signatories}
    return found.get(Function.REGISTRAR) or found[Function.AUTHORITY]


def check_roles(roles: tuple[Role, ...]) -> None:
    """Return if no role is named twice.

    Raises:
        Refusal: ``roles_doubled``.
    """
    if len(set(roles)) != len(roles):
        raise Refusal("roles_doubled")


def check_new_key(view: View, *, public_key: str) -> None:
    """Return if a key may be registered: a canonical point of full order that nobody has registered before.

    Raises:
        Refusal: ``weak_key``, ``key_taken``.
    """
    try:
        keys.check_public_key(base64.b64decode(public_key))
    except Malformed:
        raise Refusal("weak_key") from None
    if view.find(SigningKey, "public_key", public_key, limit=1):
        raise Refusal("key_taken")


@dataclass(frozen=True, slots=True)
class DefineClass:
    """The body of `participants.define_class`: a new kind of right needs no release."""

    code: Annotated[str, Pattern("[A-Z][A-Z0-9]{1,7}")]
    name: Name
    unit: Code
    title: Title
    title_register: Name
    has_serials: bool


def define_class(body: DefineClass, _context: Context, view: View) -> Outcome:
    """Define an asset class and open it.

    Raises:
        Refusal: ``class_taken``.
    """
    if view.get(AssetClass, body.code) is not None:
        raise Refusal("class_taken", code=body.code)
    new = AssetClass(
        code=body.code,
        name=body.name,
        unit=body.unit,
        title=body.title,
        title_register=body.title_register,
        has_serials=body.has_serials,
        is_open=True,
    )
    return Outcome(records=(new,))


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """The body of `participants.open_account`."""

    account: AccountNo
    holder: ParticipantNo
    label: Name


def open_account(body: OpenAccount, context: Context, view: View) -> Outcome:
    """Open an account for a participant under a number that carries zone, purpose and check digits.

    Raises:
        Refusal: ``unknown_participant``, ``participant_closed``, ``account_check`` (check digits), ``number_taken``,
            ``zone_differs``, ``conflict_of_interest`` for one that may not hold or trade.
    """
    holder = standing_participant(view, body.holder)
    try:
        number = parse_account(body.account)
    except Malformed:
        raise Refusal("account_check", account=body.account) from None
    if number.zone != holder.zone:
        raise Refusal("zone_differs", zone=holder.zone)
    check_may_open(holder, number.purpose)
    if view.get(Account, body.account) is not None:
        raise Refusal("number_taken", number=body.account)
    return Outcome(records=(Account(body.account, body.holder, body.label, Status.ACTIVE, context.index),))


KINDS = (
    Kind("participants.register", RegisterParticipant, register_signers, register),
    Kind("participants.register_first_key", RegisterFirstKey, register_first_key_signers, register_first_key),
    Kind("participants.define_class", DefineClass, lambda _body, _view: by_authority_and_operator(), define_class),
    Kind("participants.open_account", OpenAccount, lambda _body, _view: by_operators(), open_account),
)
