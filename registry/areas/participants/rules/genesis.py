"""Index 0 of every journal: the log's key, its founders, its witnesses, and the kinds in force from the start.

Every founder signs with the key that the entry registers. Without two operators, an authority and a registrar from
outside the operator no registry begins.
"""

from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated

from registry.areas.participants.identifiers import is_identity
from registry.areas.participants.rules.logkeys import ROTATION, read_log_key
from registry.areas.participants.rules.parties import check_new_key, check_roles
from registry.ledger.book import Account, AssetClass, Batch, Freeze
from registry.ledger.codec import Code, Items, Name, ParticipantNo, Pattern, PublicKey, RepresentativeNo, Zone
from registry.ledger.errors import Malformed, Refusal
from registry.ledger.parties import (
    Custody,
    Function,
    KeyStatus,
    LogKey,
    Participant,
    Representative,
    Roles,
    SigningKey,
    SigningPolicy,
    Status,
)
from registry.ledger.revisions import GENESIS, Activation
from registry.ledger.rules import Context, Kind, Outcome, Possession, Requirement, View

KindRevision = Annotated[str, Pattern("[a-z_]+\\.[a-z_]+@[1-9][0-9]{0,3}")]
# No repetition inside a repetition of the same characters: bodies are read before anybody has signed for them.
PolicyLine = Annotated[str, Pattern("[!-~]+( [!-~]+)*")]


@dataclass(frozen=True, slots=True)
class Founder:
    """A participant of the first hour and one of its representatives; several founders may share a participant."""

    participant: ParticipantNo
    function: Function
    scheme: Code
    identity: Code
    name: Name
    zone: Zone
    representative: RepresentativeNo
    roles: Roles
    public_key: PublicKey
    custody: Custody


@dataclass(frozen=True, slots=True)
class Genesis:
    """The body of the genesis entry. ``witness_policy`` holds the lines of a C2SP tlog-policy, the log's among them."""

    release: Code
    founders: Annotated[tuple[Founder, ...], Items(4, 16)]
    witness_policy: Annotated[tuple[PolicyLine, ...], Items(2, 40)]
    kinds: Annotated[tuple[KindRevision, ...], Items(1, 400)]


def genesis_signers(body: Genesis, view: View) -> Requirement:
    """Return the possession of every founding key.

    Raises:
        Refusal: ``already_founded``: strangers have keys, too, and what they send is not recorded.
    """
    if view.find(Participant, "function", Function.OPERATOR, limit=1):
        raise Refusal("already_founded")
    return tuple(Possession(founder.representative, founder.public_key) for founder in body.founders)


def genesis(body: Genesis, context: Context, view: View) -> Outcome:
    """Found the registry.

    Raises:
        Refusal: ``already_founded`` after index 0; ``founders_incomplete`` without two operators' representatives, an
            authority and a registrar of other participants; ``number_taken`` for a doubled number; ``identity_check``;
            ``weak_key``; ``key_taken`` if two founders share a key, for then two signatures would be one;
            ``identity_taken`` if two participants are one organisation, or one is stated in two ways.
    """
    if context.index != 0:
        raise Refusal("already_founded")
    by_function = {function: [f for f in body.founders if f.function is function] for function in Function}
    short = [
        f
        for f, count in ((Function.OPERATOR, 2), (Function.AUTHORITY, 1), (Function.REGISTRAR, 1))
        if len(by_function[f]) < count
    ]
    if short:
        raise Refusal("founders_incomplete", missing=short[0])
    if len({founder.representative for founder in body.founders}) != len(body.founders):
        raise Refusal("number_taken")
    _check_founders(body.founders, view)
    functions = {(founder.participant, founder.function) for founder in body.founders}
    if len({participant for participant, _ in functions}) != len(functions):
        raise Refusal("founders_incomplete", missing="separate participants")
    _check_apart(body.founders)
    activations = tuple(_activation(text, body.release) for text in body.kinds)
    # A log that was founded before its key could be handed over keeps no record of it.
    log_keys = _log_keys(body) if any(one.kind == ROTATION for one in activations) else ()
    return Outcome(records=(*_parties(body.founders), *activations, *log_keys))


def _log_keys(body: Genesis) -> tuple[LogKey, ...]:
    """Return the first Ed25519 key that the policy's lines name for each log; other keys are never handed over."""
    found: dict[str, LogKey] = {}
    for words in (line.split(" ") for line in body.witness_policy):
        if words[0] == "log" and len(words) > 1:
            with suppress(Malformed):
                key = read_log_key(words[1])
                found.setdefault(key.name, LogKey(key.name, 0, words[1]))
    return tuple(found.values())


def _check_founders(founders: tuple[Founder, ...], view: View) -> None:
    for founder in founders:
        if not is_identity(founder.scheme, founder.identity):
            raise Refusal("identity_check", scheme=founder.scheme, identity=founder.identity)
        check_roles(founder.roles)
        check_new_key(view, public_key=founder.public_key)
    if len({founder.public_key for founder in founders}) != len(founders):
        raise Refusal("key_taken")


def _check_apart(founders: tuple[Founder, ...]) -> None:
    # Else the operator could vouch for itself under a second number.
    numbers = {founder.participant for founder in founders}
    identities = {(founder.scheme, founder.identity) for founder in founders}
    stated = {(one.participant, one.scheme, one.identity, one.name, one.zone) for one in founders}
    if not len(numbers) == len(identities) == len(stated):
        raise Refusal("identity_taken")


def _activation(text: str, release: str) -> Activation:
    kind, _, revision = text.partition("@")
    return Activation(kind, int(revision), release, 0)


def _parties(founders: tuple[Founder, ...]) -> tuple[object, ...]:
    participants = {
        f.participant: Participant(
            f.participant, f.function, f.scheme, f.identity, f.name, f.zone, Status.ACTIVE, 1, False, 0
        )
        for f in founders
    }
    representatives = [Representative(f.representative, f.participant, f.roles, Status.ACTIVE, 0) for f in founders]
    keys = [
        SigningKey(
            f.representative, f.public_key, f.participant, f.custody, KeyStatus.ACTIVE, 0, f.representative, 0, None
        )
        for f in founders
    ]
    return (*participants.values(), *representatives, *keys)


KINDS = (Kind(GENESIS, Genesis, genesis_signers, genesis),)
RECORDS = (
    Participant,
    Representative,
    SigningKey,
    SigningPolicy,
    Activation,
    AssetClass,
    Account,
    Batch,
    Freeze,
)
