"""Who may sign: participants, representatives, keys and policies, as records that every decision needs.

The kinds that change them live in the area `participants`. Representatives are numbers; no record names a person.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Annotated

from registry.ledger.codec import (
    AccountNo,
    Code,
    Count,
    DataClass,
    EntryId,
    Items,
    Name,
    ParticipantNo,
    Pattern,
    PublicKey,
    RepresentativeNo,
    Whole,
    Zone,
)
from registry.ledger.rules import Demand, Index, Requirement, View, record


class Function(StrEnum):
    """What a participant is in this registry. A `bank` settles the market's money, a `lender` only lends."""

    ENTERPRISE = "enterprise"
    OPERATOR = "operator"
    AUTHORITY = "authority"
    REGISTRAR = "registrar"
    VERIFIER = "verifier"
    BANK = "bank"
    LENDER = "lender"
    AUDITOR = "auditor"
    SYSTEM = "system"


class Role(StrEnum):
    """What a representative may do for its participant."""

    INITIATOR = "initiator"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"
    VIEWER = "viewer"


class Status(StrEnum):
    """Whether a participant, representative or account may act now."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class Custody(StrEnum):
    """Where a key lives: in a browser's store, or on a machine or device that is not online."""

    BROWSER = "browser"
    OFFLINE = "offline"


class KeyStatus(StrEnum):
    """The states of a key; a key in `recovery` counts only from `active_from` and can be stopped until then."""

    ACTIVE = "active"
    RECOVERY = "recovery"
    STOPPED = "stopped"
    REVOKED = "revoked"


Roles = Annotated[tuple[Role, ...], Items(1, 4)]


@record(
    "participant",
    key=("number",),
    indexes=(Index("identity", ("scheme", "identity")), Index("function", ("function",))),
    resident=True,
)
@dataclass(frozen=True, slots=True)
class Participant:
    """An organisation. ``approvals`` is how many of its representatives must sign what moves its units."""

    number: ParticipantNo
    function: Function
    scheme: Code
    identity: Code
    name: Name
    zone: Zone
    status: Status
    approvals: Annotated[int, Whole(1, 8)]
    offline_required: bool
    opened_index: Count


@record("representative", key=("number",), indexes=(Index("participant", ("participant",)),), resident=True)
@dataclass(frozen=True, slots=True)
class Representative:
    """A person's number within a participant, with what it may do. Who the person is stands outside the ledger."""

    number: RepresentativeNo
    participant: ParticipantNo
    roles: Roles
    status: Status
    opened_index: Count


@record(
    "signing_key",
    key=("representative", "public_key"),
    indexes=(
        Index("participant", ("participant",), ("registered_index",)),
        Index("standing", ("participant", "status"), ("registered_index",)),
        Index("public_key", ("public_key",)),
    ),
    resident=True,
)
@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key of a representative. ``vouched_by`` is a registrar's number, or the older key's owner's.

    ``active_from`` is in microseconds UTC and lies in the future only while a recovery waits.
    """

    representative: RepresentativeNo
    public_key: PublicKey
    participant: ParticipantNo
    custody: Custody
    status: KeyStatus
    active_from: Count
    vouched_by: RepresentativeNo
    registered_index: Count
    ended_index: Count | None


@record("signing_policy", key=("participant", "kind"), indexes=(Index("participant", ("participant",)),), resident=True)
@dataclass(frozen=True, slots=True)
class SigningPolicy:
    """How many representatives of a participant must sign one kind, where that differs from its general number."""

    participant: ParticipantNo
    kind: Code
    approvals: Annotated[int, Whole(1, 8)]
    offline_required: bool


@record(
    "power_of_attorney",
    key=("id",),
    indexes=(
        Index("standing", ("principal", "is_active"), ("granted_index",)),
        Index("attorney", ("attorney", "is_active"), ("granted_index",)),
    ),
    resident=True,
)
@dataclass(frozen=True, slots=True)
class PowerOfAttorney:
    """What a representative of another participant may sign for the principal, until `ends_at` (microseconds UTC).

    ``role`` is the one that it acts in. Without ``accounts`` it holds for all of the principal's; with some it does not
    hold for what concerns no account.
    """

    id: EntryId
    principal: ParticipantNo
    attorney: RepresentativeNo
    role: Role
    kinds: Annotated[tuple[Code, ...], Items(1, 20)]
    accounts: Annotated[tuple[AccountNo, ...], Items(0, 20)]
    ends_at: Count
    is_active: bool
    granted_index: Count


@record("log_key", key=("origin", "from_size"), indexes=(Index("origin", ("origin",), ("from_size",)),), resident=True)
@dataclass(frozen=True, slots=True)
class LogKey:
    """A key of the log, as vkey. It signs the heads from this size on, until a later one does.

    The first comes with genesis, the others by the kind `participants.rotate_log_key`.
    """

    origin: Annotated[str, Pattern("[!-*,-~]+")]
    from_size: Count
    vkey: Annotated[str, Pattern("[!-*,-~]+[+][0-9a-f]{8}[+][A-Za-z0-9+/]{44}", DataClass.KEY)]


def by_owner(view: View, *, participant: str, kind: str, account: str = "") -> Requirement:
    """Return who must sign for a participant: under its policy one approver, the others initiators or approvers.

    Whoever holds its power of attorney for the kind, and for the account concerned, may stand in.
    """
    policy: SigningPolicy | Participant | None = view.get(SigningPolicy, participant, kind)
    policy = policy or view.get(Participant, participant)
    if policy is None:
        return (Demand(participant=participant, role=Role.INITIATOR),)
    standing = view.find(PowerOfAttorney, "standing", participant, True)
    powers = tuple([one for one in standing if view.now < one.ends_at and _covers(one, kind, account)])
    initiators = _attorneys(view, participant, powers)
    approvers = _attorneys(view, participant, tuple([one for one in powers if one.role is Role.APPROVER]))
    return _demands(participant, policy.approvals, initiators, approvers, offline=policy.offline_required)


# The same few answers for every entry.
@lru_cache(maxsize=16_384)
def _demands(participant: str, approvals: int, *attorneys: tuple[str, ...], offline: bool) -> Requirement:
    initiators, approvers = attorneys
    if approvals == 1:
        return (Demand(participant=participant, role=Role.INITIATOR, offline=offline, attorneys=initiators),)
    return (
        Demand(participant=participant, role=Role.APPROVER, offline=offline, attorneys=approvers),
        Demand(participant=participant, role=Role.INITIATOR, count=approvals - 1, attorneys=initiators),
    )


def _covers(power: PowerOfAttorney, kind: str, account: str) -> bool:
    return kind in power.kinds and (not power.accounts or account in power.accounts)


def _attorneys(view: View, principal: str, powers: tuple[PowerOfAttorney, ...]) -> tuple[str, ...]:
    # Whose principal is suspended or closed does not act either.
    owner = view.get(Participant, principal) if powers else None
    acts = owner is not None and owner.status is Status.ACTIVE
    return tuple(dict.fromkeys(one.attorney for one in powers)) if acts else ()


def by_administrator(participant: str) -> Requirement:
    """Return the requirement of one administrator of a participant."""
    return (Demand(participant=participant, role=Role.ADMINISTRATOR),)


def by_operators(count: int = 2) -> Requirement:
    """Return the requirement of this many operators' representatives."""
    return (Demand(function=Function.OPERATOR, count=count),)


def by_authority_and_operator() -> Requirement:
    """Return the requirement for parameters of law: the authority and one operator."""
    return (Demand(function=Function.AUTHORITY), Demand(function=Function.OPERATOR))
