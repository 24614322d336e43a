"""The one decision: what a checked envelope does at a position of the journal. Server and auditor both call `decide`.

Order of questions, fixed: kind and revision, times, id, signers, who had to sign; up to here an answer is *unrecorded*
and takes no id, so a subset of signatures sent first never changes what the full envelope gets. Then the rule, freezes
and holdings: their refusals are recorded.
"""

from collections.abc import Callable
from dataclasses import dataclass

from registry.ledger.book import FINAL_PURPOSES, ISSUANCE, Account, AssetClass, Freeze, asset_class_of
from registry.ledger.codec import decode
from registry.ledger.entry import Checked, Entry, Signer
from registry.ledger.errors import Malformed, Refusal
from registry.ledger.parties import KeyStatus, Participant, Representative, Role, SigningKey, Status
from registry.ledger.revisions import revision_in_force
from registry.ledger.rules import (
    Catalogue,
    Context,
    Demand,
    Kind,
    Outcome,
    Possession,
    Requirement,
    Signatory,
    Transfer,
)
from registry.ledger.state import State

AHEAD_MAX = 5 * 60 * 1_000_000
ACCEPTED = "accepted"
_LOOKING_ON = frozenset({Role.VIEWER.value})


@dataclass(frozen=True, slots=True)
class Decision:
    """What a leaf records: `accepted` with its outcome, or a refusal's code with facts for the answer alone."""

    result: str
    outcome: Outcome
    facts: dict[str, object]


class Unrecorded(Exception):  # noqa: N818  an answer, not a mistake
    """The envelope is answered with this refusal or malformation and leaves no trace in the journal."""

    def __init__(self, reason: Refusal | Malformed) -> None:
        super().__init__(str(reason))
        self.reason = reason


def decide(
    checked: Checked, index: int, *, now: int, state: State, catalogue: Catalogue, is_known: Callable[[Entry], bool]
) -> Decision:
    """Return what the envelope does at this index and time (microseconds UTC). Changes nothing.

    Raises:
        Unrecorded: with ``unknown_kind``, ``expired``, ``not_yet_valid``, ``lifetime_too_long``, ``id_taken``,
            ``unknown_signer``, ``signer_suspended``, ``key_not_active``, ``participant_suspended``,
            ``possession_not_shown``, ``duplicate_signature`` (two keys of one representative),
            ``not_enough_signatures``, ``signer_not_concerned``, ``offline_key_required``, or what the kind's `signers`
            refuse.
        Missing: from a partial state; load the row and ask again.
    """
    state.now = now
    entry = checked.entry
    try:
        kind, body = _in_force(checked, index, state, catalogue)
        _check_times(entry, kind, now)
        if is_known(entry):
            raise Refusal("id_taken", id=entry.id)
        signatories = _signatories(checked, kind, body, now=now, state=state)
    except (Refusal, Malformed) as reason:
        raise Unrecorded(reason) from None
    context = Context(index, now, entry.id, entry.kind, signatories)
    try:
        outcome = outcome_of(kind, body, context, state)
    except Refusal as refusal:
        return Decision(refusal.code, Outcome(), refusal.facts)
    state.prepare(outcome)
    return Decision(ACCEPTED, outcome, {})


def outcome_of(kind: Kind, body: object, context: Context, state: State) -> Outcome:
    """Return what a kind's rule does, held against accounts, freezes and holdings. Changes nothing.

    Raises:
        Refusal: those of the rule, of accounts and freezes, and of `State.check`.
    """
    outcome = kind.rule(body, context, state)
    for transfer in outcome.transfers:
        _check_transfer(transfer, outcome, kind, state)
    state.check(outcome)
    return outcome


def _in_force(checked: Checked, index: int, state: State, catalogue: Catalogue) -> tuple[Kind, object]:
    name = checked.entry.kind
    revision = revision_in_force(state, name, index)
    kind = catalogue.kinds.get(name, {}).get(revision)
    if kind is None:
        raise Malformed("unknown_kind", kind=name, revision=revision)
    if revision == checked.revision:
        return kind, checked.body
    return kind, decode(kind.body, checked.entry.body)


def _check_times(entry: Entry, kind: Kind, now: int) -> None:
    if entry.at > now + AHEAD_MAX:
        raise Refusal("not_yet_valid", at=entry.at)
    if entry.expires < now:
        raise Refusal("expired", expires=entry.expires)
    if entry.expires - entry.at > kind.lifetime_max * 1_000_000 or entry.expires <= entry.at:
        raise Refusal("lifetime_too_long", limit_seconds=kind.lifetime_max)


def _signatories(checked: Checked, kind: Kind, body: object, *, now: int, state: State) -> tuple[Signatory, ...]:
    requirement = kind.signers(body, state)
    possessions = {(p.representative, p.public_key) for p in requirement if isinstance(p, Possession)}
    found: list[Signatory] = []
    for signer in checked.signers:
        if (signer.representative, signer.public_key) in possessions:
            possessions.discard((signer.representative, signer.public_key))
        else:
            found.append(signatory_of(signer, now, state))
    if possessions:
        raise Refusal("possession_not_shown", representative=min(possessions)[0])
    if len(found) > 1 and len({signatory.representative for signatory in found}) != len(found):
        raise Malformed("duplicate_signature")
    _match(requirement, found)
    return tuple(found)


def signatory_of(signer: Signer, now: int, state: State) -> Signatory:
    """Return who a signer is at this time.

    Raises:
        Refusal: ``unknown_signer``, ``key_not_active``, ``signer_suspended``, ``participant_suspended``.
    """
    at = (signer.representative, signer.public_key)
    found: tuple[int, Signatory] | None = state.memo.get(at)
    if found is None or now < found[0]:
        found = state.memo[at] = _standing(signer, now, state)
    return found[1]


def _standing(signer: Signer, now: int, state: State) -> tuple[int, Signatory]:
    """Return who a signer is, and from when on that holds as long as no record changes."""
    representative = state.get(Representative, signer.representative)
    key = state.get(SigningKey, signer.representative, signer.public_key)
    if representative is None or key is None:
        raise Refusal("unknown_signer", signer=signer.representative)
    if key.status not in (KeyStatus.ACTIVE, KeyStatus.RECOVERY) or now < key.active_from:
        raise Refusal("key_not_active", signer=signer.representative)
    if representative.status is not Status.ACTIVE:
        raise Refusal("signer_suspended", signer=signer.representative)
    participant = state.get(Participant, representative.participant)
    if participant is None or participant.status is not Status.ACTIVE:
        raise Refusal("participant_suspended", participant=representative.participant)
    roles = frozenset(role.value for role in representative.roles)
    is_offline = key.custody == "offline"
    signatory = Signatory(
        representative.number, participant.number, participant.function, roles, signer.public_key, is_offline
    )
    return key.active_from, signatory


def _match(requirement: Requirement, found: list[Signatory]) -> None:
    left = list(found)
    for demand in requirement:
        if isinstance(demand, Possession):
            continue
        fitting = [signatory for signatory in left if fits(signatory, demand)]
        if len(fitting) < demand.count:
            raise Refusal("not_enough_signatures", needed=demand.count, found=len(fitting), role=demand.role or "any")
        if len(fitting) > demand.count:
            fitting.sort(key=lambda signatory: order_of(signatory, demand))
        for signatory in fitting[: demand.count]:
            left.remove(signatory)
        if demand.offline and not any(s.offline for s in found if _is_of(s, demand)):
            raise Refusal("offline_key_required", participant=demand.participant)
    if left:
        raise Refusal("signer_not_concerned", signer=left[0].representative)


def order_of(signatory: Signatory, demand: Demand) -> tuple[bool, int, str]:
    """Return by what those who fit a demand are taken in turn.

    Whoever can do least goes first, so that an approver is still there for a demand that only it can meet; attorneys go
    last, since they may be wanted for their own participant.
    """
    return signatory.representative in demand.attorneys, len(signatory.roles), signatory.representative


def _is_of(signatory: Signatory, demand: Demand) -> bool:
    return signatory.representative in demand.attorneys or (
        demand.participant in (None, signatory.participant)
        and demand.function in (None, signatory.function)
        and demand.representative in (None, signatory.representative)
    )


def fits(signatory: Signatory, demand: Demand) -> bool:
    """Return whether a signer can meet a demand, its kind of key left aside."""
    roles, role = signatory.roles, demand.role
    if signatory.representative in demand.attorneys:
        return True
    if role is None:
        may = not roles <= _LOOKING_ON
    else:
        may = role in roles or role == Role.VIEWER or (role == Role.INITIATOR and Role.APPROVER in roles)
    return may and _is_of(signatory, demand)


def _check_transfer(transfer: Transfer, outcome: Outcome, kind: Kind, state: State) -> None:
    """Hold every transfer against accounts, purposes, classes and freezes; holdings come after, for all at once."""
    source = _account(state, transfer.source, outcome)
    target = _account(state, transfer.target, outcome)
    purpose = transfer.source[3:5]
    if purpose in FINAL_PURPOSES and not kind.reverses:
        raise Refusal("account_final", account=source.number)
    if purpose not in kind.debits:
        raise Refusal("purpose_not_debited", account=source.number, kind=kind.name)
    if source.number == target.number:
        raise Refusal("same_account", account=source.number)
    asset_class = state.get(AssetClass, asset_class_of(transfer.asset))
    if asset_class is None or not asset_class.is_open:
        raise Refusal("class_not_open", asset=transfer.asset)
    if purpose != ISSUANCE and not kind.enforces:
        _check_freezes(transfer, source, state)


def _account(state: State, number: str, outcome: Outcome) -> Account:
    account = state.get(Account, number)
    if account is None:
        account = next((a for a in outcome.records if isinstance(a, Account) and a.number == number), None)
    if account is None:
        raise Refusal("unknown_account", account=number)
    if account.status is Status.CLOSED:
        raise Refusal("account_closed", account=number)
    if account.status is Status.SUSPENDED:
        raise Refusal("account_suspended", account=number)
    return account


def _check_freezes(transfer: Transfer, source: Account, state: State) -> None:
    orders = (
        *state.find(Freeze, "account", source.number, True),
        *state.find(Freeze, "participant", source.holder, True),
    )
    for freeze in orders:
        if freeze.holds(state.now):
            raise Refusal("account_frozen", account=source.number, order=freeze.order)
    if transfer.batch:
        for freeze in state.find(Freeze, "batch", transfer.batch, True):
            if freeze.holds(state.now) and freeze.first <= transfer.last and transfer.first <= freeze.last:
                raise Refusal("units_frozen", order=freeze.order)
    recovering = state.find(SigningKey, "standing", source.holder, KeyStatus.RECOVERY)
    if recovering and any(state.now < key.active_from for key in recovering):
        raise Refusal("recovery_pending", participant=source.holder)
