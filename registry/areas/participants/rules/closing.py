"""The end of a participant: it holds nothing any more, nothing can come to it, and its number is never given again."""

from dataclasses import dataclass, replace

from registry.areas.participants.rules.holdings import Pending, PendingStatus
from registry.areas.participants.rules.keys import check_no_recovery
from registry.areas.participants.rules.mandates import OFFICES, Mandate, by_administration, by_registrar
from registry.ledger.book import FINAL_PURPOSES, Account, Freeze
from registry.ledger.codec import Code, Digest, ParticipantNo
from registry.ledger.errors import Refusal
from registry.ledger.parties import Participant, PowerOfAttorney, Status, by_operators
from registry.ledger.rules import FIND_MAX, Context, Kind, Outcome, Requirement, View, require


@dataclass(frozen=True, slots=True)
class CloseParticipant:
    """The body of `participants.close_participant`; ``by`` is `participant`, or `registrar` for one that is no more.

    ``document`` is the salted hash of the application, or of the proof that the organisation has ended.
    """

    participant: ParticipantNo
    ground: Code
    by: Mandate
    document: Digest


def close_participant_signers(body: CloseParticipant, view: View) -> Requirement:
    """Return the participant's administration and two operators; for one that is no more a registrar and these."""
    if body.by is Mandate.PARTICIPANT:
        return (*by_administration(view, body.participant), *by_operators())
    if body.by is not Mandate.REGISTRAR:
        raise Refusal("mandate_not_admitted", by=body.by)
    return by_registrar(view, body.participant)


def close_participant(body: CloseParticipant, context: Context, view: View) -> Outcome:
    """Close a participant; its final accounts keep what was used, all others were closed before.

    Raises:
        Refusal: ``unknown_participant``, ``participant_closed``, ``office_protected``, ``recovery_pending``,
            ``account_still_open`` with its number, ``participant_frozen``, ``steps_open`` while another register's word
            is awaited.
    """
    found = require(view, Participant, body.participant, "unknown_participant")
    if found.status is Status.CLOSED:
        raise Refusal("participant_closed", participant=found.number)
    if found.function in OFFICES:
        raise Refusal("office_protected", function=found.function)
    check_no_recovery(view, found.number, now=context.recorded_at)
    accounts = view.find(Account, "holder", found.number)
    still = [one for one in accounts if one.status is not Status.CLOSED and one.purpose not in FINAL_PURPOSES]
    if still or len(accounts) == FIND_MAX:  # with more than may be looked at, any could be open
        raise Refusal("account_still_open", account=(still or accounts)[-1].number)
    if any(one.holds(context.recorded_at) for one in view.find(Freeze, "participant", found.number, True)):
        raise Refusal("participant_frozen", participant=found.number)
    if view.find(Pending, "participant", found.number, PendingStatus.OPEN, limit=1):
        raise Refusal("steps_open", participant=found.number)
    powers = view.find(PowerOfAttorney, "standing", found.number, True)
    return Outcome(
        records=(
            replace(found, status=Status.CLOSED),
            *(replace(one, is_active=False) for one in powers),
        )
    )


KINDS = (Kind("participants.close_participant", CloseParticipant, close_participant_signers, close_participant),)
