"""In whose name a participant's keys, representatives and accounts are changed, and who must sign for that.

Bodies say it themselves (`by`), so what must be signed follows from the entry alone. No kinds here.
"""

from enum import StrEnum

from registry.ledger.errors import Refusal
from registry.ledger.parties import (
    Custody,
    Function,
    KeyStatus,
    Participant,
    Representative,
    Role,
    SigningKey,
    SigningPolicy,
    Status,
    by_administrator,
    by_operators,
)
from registry.ledger.rules import Demand, Requirement, View, require

OFFICES = frozenset(
    {Function.OPERATOR, Function.AUTHORITY, Function.REGISTRAR, Function.AUDITOR, Function.SYSTEM},
)
OFFICE_HANDS = 2


class Mandate(StrEnum):
    """Who asks: a representative for itself, its participant, two operators, these with a registrar, the authority."""

    SELF = "self"
    PARTICIPANT = "participant"
    OPERATORS = "operators"
    REGISTRAR = "registrar"
    AUTHORITY = "authority"


def signers_by(mandate: Mandate, view: View, *, participant: str, admitted: frozenset[Mandate]) -> Requirement:
    """Return who signs under a mandate for one participant; `SELF` is the caller's own matter.

    Raises:
        Refusal: ``mandate_not_admitted``, ``unknown_participant``.
    """
    if mandate not in admitted:
        raise Refusal("mandate_not_admitted", by=mandate)
    if mandate is Mandate.PARTICIPANT:
        is_office = require(view, Participant, participant, "unknown_participant").function in OFFICES
        return by_administration(view, participant) if is_office else by_administrator(participant)
    if mandate is Mandate.OPERATORS:
        return by_operators()
    if mandate is Mandate.AUTHORITY:
        return (Demand(function=Function.AUTHORITY),)
    return by_registrar(view, participant)


def by_registrar(view: View, participant: str) -> Requirement:
    """Return who vouches from outside for a participant that cannot vouch for itself: two operators and a registrar.

    Nobody vouches for its own office: for an operator the authority stands in for the operators, for a registrar the
    authority stands in for the registrar.
    """
    function = require(view, Participant, participant, "unknown_participant").function
    if function is Function.OPERATOR:
        return (Demand(function=Function.REGISTRAR), Demand(function=Function.AUTHORITY))
    if function is Function.REGISTRAR:
        return (*by_operators(), Demand(function=Function.AUTHORITY))
    return (*by_operators(), Demand(function=Function.REGISTRAR))


def hands(view: View, participant: str) -> int:
    """Return how many must sign what lets somebody new sign: the most that any policy of the participant asks for.

    Were it fewer, one administrator could make the second signer up. An office always takes two, for the same reason.
    """
    found = require(view, Participant, participant, "unknown_participant")
    policies = view.find(SigningPolicy, "participant", participant)
    least = OFFICE_HANDS if found.function in OFFICES else 1
    return max(least, found.approvals, *(policy.approvals for policy in policies))


def able(view: View, participant: str, *, but: str = "") -> tuple[Representative, ...]:
    """Return the representatives of a participant that may do more than look on, one left out on demand.

    The suspended count too: else one administrator could suspend the others and then act alone.
    """
    return tuple(
        one
        for one in view.find(Representative, "participant", participant)
        if one.status is not Status.CLOSED and one.number != but and any(role is not Role.VIEWER for role in one.roles)
    )


def by_administration(view: View, participant: str, *, but: str = "", offline: bool = False) -> Requirement:
    """Return an administrator and as many others as `hands` asks for, of those the participant has.

    An operator's second hand is never waived: two operators' signatures stand for each other's control.
    """
    wanted = hands(view, participant)
    if require(view, Participant, participant, "unknown_participant").function is not Function.OPERATOR:
        wanted = min(wanted, len(able(view, participant, but=but)))
    administrator = Demand(participant=participant, role=Role.ADMINISTRATOR, offline=offline)
    others = (Demand(participant=participant, count=wanted - 1),) if wanted > 1 else ()
    return (administrator, *others)


def standing_keys(view: View, participant: str) -> tuple[SigningKey, ...]:
    """Return the keys of a participant that count, or will after a recovery's delay."""
    recovered = view.find(SigningKey, "standing", participant, KeyStatus.RECOVERY)
    return (*view.find(SigningKey, "standing", participant, KeyStatus.ACTIVE), *recovered)


def takes_offline(view: View, participant: str, custody: Custody) -> bool:
    """Return whether an offline key must vouch for a new key: where that one is offline and the participant has one.

    Else a browser's key could register a second one as offline and so do what only an offline key may.
    """
    keys = standing_keys(view, participant) if custody is Custody.OFFLINE else ()
    return any(key.custody is Custody.OFFLINE for key in keys)
