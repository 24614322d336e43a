"""Conflicts of interest: who may not hold or trade, which participants are related, and whose staff was looked up.

An entry names no person. So the bodies whose staff may not trade are barred as participants and as attorneys of others,
which every replay checks. That a new representative is on nobody's staff is checked outside, against lists of which the
ledger holds salted hashes, and a registrar attests the check under the representative's number.

Sources: REG-2024 art. 20 (allowances); CCER-MEAS art. 37 and CCER-TRADE art. 47 (credits). That the rule reaches
holding accounts, registrars and auditors of this registry is decided here.
"""

from dataclasses import dataclass, replace
from typing import Annotated

from registry.areas.participants.rules.mandates import by_administration
from registry.ledger.book import OPEN_PURPOSES
from registry.ledger.codec import Code, Count, Digest, Items, ParticipantNo, RepresentativeNo, Units
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function, Participant, Representative, by_authority_and_operator
from registry.ledger.rules import Context, Demand, Index, Kind, Outcome, Requirement, View, record, require

BARRED = frozenset(
    {
        Function.OPERATOR,
        Function.AUTHORITY,
        Function.REGISTRAR,
        Function.VERIFIER,
        Function.AUDITOR,
        Function.SYSTEM,
    }
)
LISTS_MAX = 50


def check_may_trade(participant: Participant) -> None:
    """Return if a participant may hold and trade, and its staff sign for others who do.

    Raises:
        Refusal: ``conflict_of_interest`` with its ``function``.
    """
    if participant.function in BARRED:
        raise Refusal("conflict_of_interest", function=participant.function)


def check_may_open(holder: Participant, purpose: str) -> None:
    """Return if a participant may have an account of this purpose.

    Raises:
        Refusal: ``conflict_of_interest`` for what units are held in or traded from.
    """
    if purpose in OPEN_PURPOSES:
        check_may_trade(holder)


@record("relation", key=("first", "second"), indexes=(Index("second", ("second",)),), resident=True)
@dataclass(frozen=True, slots=True)
class Relation:
    """That two participants are related, by control, shares or common management; the lower number stands first."""

    first: ParticipantNo
    second: ParticipantNo
    ground: Code
    is_active: bool
    since_index: Count


@dataclass(frozen=True, slots=True)
class DeclareRelation:
    """The body of `participants.declare_relation` and `end_relation`; ``document`` is the proof's salted hash."""

    participant: ParticipantNo
    related: ParticipantNo
    ground: Code
    document: Digest


def declare_signers(body: DeclareRelation, view: View) -> Requirement:
    """Return the administration of the participant that declares it."""
    return by_administration(view, body.participant)


def declare_relation(body: DeclareRelation, context: Context, view: View) -> Outcome:
    """Note that two participants are related: neither may verify or review for the other.

    Raises:
        Refusal: ``unknown_participant``, ``related_to_itself``, ``relation_standing``.
    """
    found = _relation(body, view)
    if found is not None and found.is_active:
        raise Refusal("relation_standing", participant=body.related)
    first, second = sorted((body.participant, body.related))
    return Outcome(records=(Relation(first, second, body.ground, is_active=True, since_index=context.index),))


def end_relation(body: DeclareRelation, context: Context, view: View) -> Outcome:
    """Note that two participants are related no longer; an authority and an operator have seen the proof.

    Raises:
        Refusal: ``unknown_participant``, ``related_to_itself``, ``no_such_relation``.
    """
    found = _relation(body, view)
    if found is None or not found.is_active:
        raise Refusal("no_such_relation", participant=body.related)
    return Outcome(records=(replace(found, is_active=False, ground=body.ground, since_index=context.index),))


def _relation(body: DeclareRelation, view: View) -> Relation | None:
    if body.participant == body.related:
        raise Refusal("related_to_itself")
    for number in (body.participant, body.related):
        require(view, Participant, number, "unknown_participant")
    return view.get(Relation, *sorted((body.participant, body.related)))


def are_related(view: View, one: str, other: str) -> bool:
    """Return whether a relation of two participants stands."""
    found = view.get(Relation, *sorted((one, other)))
    return found is not None and found.is_active


@record("staff_list", key=("participant",), resident=True)
@dataclass(frozen=True, slots=True)
class StaffList:
    """The newest list of a body's staff who may not trade: how many, and the salted hash of the list kept outside."""

    participant: ParticipantNo
    people: Units
    staff: Digest
    published_index: Count


@dataclass(frozen=True, slots=True)
class PublishStaffList:
    """The body of `participants.publish_staff_list`."""

    participant: ParticipantNo
    people: Units
    staff: Digest


def publish_signers(body: PublishStaffList, view: View) -> Requirement:
    """Return the administration of the body whose staff it is."""
    return by_administration(view, body.participant)


def publish_staff_list(body: PublishStaffList, context: Context, view: View) -> Outcome:
    """Put a new list in the place of the body's last one.

    Raises:
        Refusal: ``unknown_participant``; ``staff_may_trade`` for a participant whose staff nobody bars.
    """
    found = require(view, Participant, body.participant, "unknown_participant")
    if found.function not in BARRED:
        raise Refusal("staff_may_trade", function=found.function)
    return Outcome(records=(StaffList(body.participant, body.people, body.staff, context.index),))


@record("staff_check", key=("representative",), indexes=(Index("participant", ("participant",)),), resident=True)
@dataclass(frozen=True, slots=True)
class StaffCheck:
    """That a representative stood on none of these lists, and who attests it."""

    representative: RepresentativeNo
    participant: ParticipantNo
    lists: Annotated[tuple[Digest, ...], Items(1, LISTS_MAX)]
    attested_by: RepresentativeNo
    checked_index: Count


@dataclass(frozen=True, slots=True)
class AttestStaffCheck:
    """The body of `participants.attest_staff_check`; ``document`` is the signed declaration's salted hash."""

    representative: RepresentativeNo
    lists: Annotated[tuple[Digest, ...], Items(1, LISTS_MAX)]
    document: Digest


def attest_staff_check(body: AttestStaffCheck, context: Context, view: View) -> Outcome:
    """Note that a representative was looked up in the newest lists of all bodies, and is on none.

    Raises:
        Refusal: ``unknown_representative``, ``conflict_of_interest`` for whoever represents such a body itself,
            ``staff_lists_outdated`` if a list is missing or is not the newest.
    """
    found = require(view, Representative, body.representative, "unknown_representative")
    check_may_trade(require(view, Participant, found.participant, "unknown_participant"))
    if set(body.lists) != {one.staff for one in staff_lists(view)}:
        raise Refusal("staff_lists_outdated")
    attested_by = context.signatories[0].representative
    return Outcome(records=(StaffCheck(found.number, found.participant, body.lists, attested_by, context.index),))


def staff_lists(view: View) -> tuple[StaffList, ...]:
    """Return the newest list of every body that has published one."""
    bodies = [one for function in sorted(BARRED) for one in view.find(Participant, "function", function)]
    found = [view.get(StaffList, one.number) for one in bodies]
    return tuple(one for one in found if one is not None)


KINDS = (
    Kind("participants.declare_relation", DeclareRelation, declare_signers, declare_relation),
    Kind(
        "participants.end_relation",
        DeclareRelation,
        lambda _body, _view: by_authority_and_operator(),
        end_relation,
    ),
    Kind("participants.publish_staff_list", PublishStaffList, publish_signers, publish_staff_list),
    Kind(
        "participants.attest_staff_check",
        AttestStaffCheck,
        lambda _body, _view: (Demand(function=Function.REGISTRAR),),
        attest_staff_check,
    ),
)
RECORDS = (Relation, StaffList, StaffCheck)
