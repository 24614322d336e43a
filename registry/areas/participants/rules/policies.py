"""How many of a participant's representatives must sign: in general, and for single kinds.

Whoever tightens needs one administrator. Whoever loosens needs as many hands as the stricter policy asked for, so that
nobody gets by with fewer by first lowering the number; a participant without so many asks a registrar, too.
"""

from dataclasses import dataclass, replace
from typing import Annotated

from registry.areas.participants.rules.mandates import able, standing_keys
from registry.ledger.codec import Code, ParticipantNo, Whole
from registry.ledger.errors import Refusal
from registry.ledger.parties import (
    Custody,
    Function,
    Participant,
    Representative,
    Role,
    SigningPolicy,
    Status,
    by_administrator,
)
from registry.ledger.revisions import Activation
from registry.ledger.rules import Context, Demand, Kind, Outcome, Requirement, View, require

Approvals = Annotated[int, Whole(1, 8)]


@dataclass(frozen=True, slots=True)
class SetApprovals:
    """The body of `participants.set_approvals`: the general number of a participant."""

    participant: ParticipantNo
    approvals: Approvals
    offline_required: bool


@dataclass(frozen=True, slots=True)
class SetPolicy:
    """The body of `participants.set_policy`: a number for one kind, in place of the general one."""

    participant: ParticipantNo
    kind: Code
    approvals: Approvals
    offline_required: bool


def set_approvals_signers(body: SetApprovals, view: View) -> Requirement:
    """Return one administrator, or as many hands as now if the policy gets looser."""
    return _signers(body, view, require(view, Participant, body.participant, "unknown_participant"))


def set_policy_signers(body: SetPolicy, view: View) -> Requirement:
    """Return one administrator, or as many hands as now if the policy gets looser."""
    general = require(view, Participant, body.participant, "unknown_participant")
    return _signers(body, view, view.get(SigningPolicy, body.participant, body.kind) or general)


def _signers(body: SetApprovals | SetPolicy, view: View, now: Participant | SigningPolicy) -> Requirement:
    loosens = body.approvals < now.approvals or (now.offline_required and not body.offline_required)
    if not loosens:
        return by_administrator(body.participant)
    administrator = Demand(participant=body.participant, role=Role.ADMINISTRATOR, offline=now.offline_required)
    there = len(able(view, body.participant))
    others = min(now.approvals, there) - 1
    demands: list[Demand] = [administrator]
    if others > 0:
        demands.append(Demand(participant=body.participant, count=others))
    if there < now.approvals:
        demands.append(Demand(function=Function.REGISTRAR))
    return tuple(demands)


def set_approvals(body: SetApprovals, _context: Context, view: View) -> Outcome:
    """Set how many must sign in general.

    Raises:
        Refusal: ``too_few_representatives`` if the participant has not so many who could; ``no_offline_key``.
    """
    participant = require(view, Participant, body.participant, "unknown_participant")
    _check_reachable(body, view)
    changed = replace(participant, approvals=body.approvals, offline_required=body.offline_required)
    return Outcome(records=(changed,))


def set_policy(body: SetPolicy, _context: Context, view: View) -> Outcome:
    """Set how many must sign one kind.

    Raises:
        Refusal: ``kind_not_active``, ``too_few_representatives``, ``no_offline_key``.
    """
    require(view, Activation, body.kind, "kind_not_active")
    _check_reachable(body, view)
    return Outcome(records=(SigningPolicy(body.participant, body.kind, body.approvals, body.offline_required),))


def _check_reachable(body: SetApprovals | SetPolicy, view: View) -> None:
    signing = {Role.INITIATOR, Role.APPROVER}
    found = [
        one
        for one in view.find(Representative, "participant", body.participant)
        if one.status is Status.ACTIVE and signing & set(one.roles)
    ]
    keys = standing_keys(view, body.participant) if body.offline_required else ()
    if body.offline_required and not any(key.custody is Custody.OFFLINE for key in keys):
        raise Refusal("no_offline_key", participant=body.participant)
    has_approver = body.approvals == 1 or any(Role.APPROVER in one.roles for one in found)
    if len(found) < body.approvals or not has_approver:
        raise Refusal("too_few_representatives", wanted=body.approvals, found=len(found))


KINDS = (
    Kind("participants.set_approvals", SetApprovals, set_approvals_signers, set_approvals),
    Kind("participants.set_policy", SetPolicy, set_policy_signers, set_policy),
)
