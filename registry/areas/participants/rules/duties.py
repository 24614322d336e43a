"""Duties at the operator's desk that one person must not unite: administration of the system, of security, of audit.

They let a person look after settings, accounts and the watch over both; none of them signs for anybody. They stand in
the ledger so that each appointment is signed and seen, and a replay finds no person with two.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from registry.ledger.codec import Code, Count, Digest, RepresentativeNo
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function, Participant, Representative, Status, by_authority_and_operator
from registry.ledger.rules import Context, Kind, Outcome, View, record, require


class DutyKind(StrEnum):
    """What is looked after; the values are roles in the pages."""

    SYSTEM = "system_administrator"
    SECURITY = "security_administrator"
    AUDIT = "audit_administrator"


_FUNCTIONS = {
    DutyKind.SYSTEM: frozenset({Function.OPERATOR}),
    DutyKind.SECURITY: frozenset({Function.OPERATOR}),
    DutyKind.AUDIT: frozenset({Function.OPERATOR, Function.AUDITOR}),
}


@record("duty", key=("representative",), resident=True)
@dataclass(frozen=True, slots=True)
class Duty:
    """The one duty of a representative, or its last one."""

    representative: RepresentativeNo
    duty: DutyKind
    is_active: bool
    since_index: Count


@dataclass(frozen=True, slots=True)
class AssignDuty:
    """The body of `participants.assign_duty`; ``document`` is the appointment's salted hash."""

    representative: RepresentativeNo
    duty: DutyKind
    document: Digest


def assign_duty(body: AssignDuty, context: Context, view: View) -> Outcome:
    """Appoint a representative.

    Raises:
        Refusal: ``unknown_representative``, ``signer_suspended``, ``duty_function`` for one of another body,
            ``own_duty`` for one that signs its own appointment, ``duty_excluded`` while it has one of the three.
    """
    found = require(view, Representative, body.representative, "unknown_representative")
    if found.status is not Status.ACTIVE:
        raise Refusal("signer_suspended", signer=found.number)
    if require(view, Participant, found.participant, "unknown_participant").function not in _FUNCTIONS[body.duty]:
        raise Refusal("duty_function", duty=body.duty)
    if any(signatory.representative == body.representative for signatory in context.signatories):
        raise Refusal("own_duty", representative=body.representative)
    known = view.get(Duty, body.representative)
    if known is not None and known.is_active:
        raise Refusal("duty_excluded", duty=known.duty)
    return Outcome(records=(Duty(body.representative, body.duty, is_active=True, since_index=context.index),))


@dataclass(frozen=True, slots=True)
class EndDuty:
    """The body of `participants.end_duty`."""

    representative: RepresentativeNo
    ground: Code


def end_duty(body: EndDuty, context: Context, view: View) -> Outcome:
    """End a representative's duty.

    Raises:
        Refusal: ``no_duty``.
    """
    known = view.get(Duty, body.representative)
    if known is None or not known.is_active:
        raise Refusal("no_duty", representative=body.representative)
    return Outcome(records=(replace(known, is_active=False, since_index=context.index),))


KINDS = (
    Kind("participants.assign_duty", AssignDuty, lambda _body, _view: by_authority_and_operator(), assign_duty),
    Kind("participants.end_duty", EndDuty, lambda _body, _view: by_authority_and_operator(), end_duty),
)
RECORDS = (Duty,)
