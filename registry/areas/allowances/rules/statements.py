"""Statements of the national register, per participant, kept beside what the mirror shows."""

from dataclasses import dataclass
from typing import Annotated

from registry.areas.allowances.rules.mirror import allowance_class
from registry.ledger.book import OPEN_PURPOSES, Account
from registry.ledger.canonical import INTEGER_MAX
from registry.ledger.codec import Asset, Count, Digest, EntryId, Instant, Items, ParticipantNo, Whole
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_operators, by_owner
from registry.ledger.rules import Context, Index, Outcome, Requirement, View, record
from registry.ledger.serials import Purpose

MIRRORED_PURPOSES = OPEN_PURPOSES | {Purpose.ESCROW.value, Purpose.PLEDGE.value, Purpose.PENDING.value}
ACCOUNTS_MAX = 64
LINES_MAX = 40


@dataclass(frozen=True, slots=True)
class StatedHolding:
    """What the national register says that a participant holds of one asset; zero is said too."""

    asset: Asset
    units: Count


@dataclass(frozen=True, slots=True)
class RecordStatement:
    """The body of `allowances.statement`: a statement of the national register as of an instant."""

    participant: ParticipantNo
    as_of: Instant
    lines: Annotated[tuple[StatedHolding, ...], Items(1, LINES_MAX)]
    document: Digest


@dataclass(frozen=True, slots=True)
class ReconciledHolding:
    """One asset of a statement beside the mirror; ``difference`` is stated less mirrored."""

    asset: Asset
    stated: Count
    mirrored: Count
    difference: Annotated[int, Whole(-INTEGER_MAX)]


@record(
    "holding_statement",
    key=("id",),
    indexes=(
        Index("participant", ("participant",), ("as_of",)),
        Index("differs", ("differs",), ("recorded_index",)),
    ),
)
@dataclass(frozen=True, slots=True)
class HoldingStatement:
    """What the national register stated for a participant, compared with the mirror at the position of its entry."""

    id: EntryId
    participant: ParticipantNo
    as_of: Count
    lines: Annotated[tuple[ReconciledHolding, ...], Items(1, LINES_MAX)]
    differs: bool
    document: Digest
    recorded_index: Count


def statement_signers(body: RecordStatement, view: View) -> Requirement:
    """Return the participant and one operator."""
    return (*by_owner(view, participant=body.participant, kind="allowances.statement"), *by_operators(1))


def record_statement(body: RecordStatement, context: Context, view: View) -> Outcome:
    """Keep a statement beside what the mirror shows now. It moves nothing.

    Mirrored is what lies in the participant's holding, trading, escrow, pledge and pending accounts: units that wait
    for confirmation are still the participant's in the national register.

    Raises:
        Refusal: ``as_of_ahead``, ``asset_twice``, ``too_many_accounts``, and those of
            `allowance_class`.
    """
    if body.as_of > context.recorded_at:
        raise Refusal("as_of_ahead", as_of=body.as_of)
    if len({line.asset for line in body.lines}) != len(body.lines):
        raise Refusal("asset_twice")
    accounts = view.find(Account, "holder", body.participant, limit=ACCOUNTS_MAX + 1)
    if len(accounts) > ACCOUNTS_MAX:
        raise Refusal("too_many_accounts", limit=ACCOUNTS_MAX)
    numbers = tuple(account.number for account in accounts if account.purpose in MIRRORED_PURPOSES)
    lines = tuple(_reconciled(line, numbers, view) for line in body.lines)
    kept = HoldingStatement(
        id=context.entry_id,
        participant=body.participant,
        as_of=body.as_of,
        lines=lines,
        differs=any(line.difference for line in lines),
        document=body.document,
        recorded_index=context.index,
    )
    return Outcome(records=(kept,))


def _reconciled(line: StatedHolding, accounts: tuple[str, ...], view: View) -> ReconciledHolding:
    allowance_class(view, line.asset)
    mirrored = sum(view.balance(account, line.asset) for account in accounts)
    return ReconciledHolding(line.asset, line.units, mirrored, line.units - mirrored)
