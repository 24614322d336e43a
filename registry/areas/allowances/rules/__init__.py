"""The rules of allowances whose title lies in the national register.

Title stays there. What is final here (withdrawn, cancelled) takes two entries: the owner's, which sets the units aside,
and that of authority and operator, which cites what the national register did or why it refused.
"""

from registry.areas.allowances.rules.mirror import (
    Cancel,
    Withdraw,
    cancel,
    confirm_cancellation,
    confirm_withdrawal,
    mirror_batch,
    mirror_stated_signers,
    order_allowances,
    order_many_allowances,
    return_pending,
    transfer_allowances,
    withdraw,
)
from registry.areas.allowances.rules.statements import (
    HoldingStatement,
    RecordStatement,
    StatedHolding,
    record_statement,
    statement_signers,
)
from registry.areas.participants.rules.blocks import MirrorBatch
from registry.areas.participants.rules.delays import OrderTransfer
from registry.areas.participants.rules.holdings import (
    NamedRange,
    Pending,
    PendingStatus,
    SettlePending,
    TransferUnits,
    by_source_owner,
)
from registry.areas.participants.rules.many import ManyTransfers
from registry.ledger.book import ISSUANCE, OPEN_PURPOSES
from registry.ledger.parties import by_authority_and_operator
from registry.ledger.rules import DAY_SECONDS, Kind, Requirement, View
from registry.ledger.serials import Purpose

__all__ = [
    "KINDS",
    "RECORDS",
    "Cancel",
    "HoldingStatement",
    "MirrorBatch",
    "NamedRange",
    "OrderTransfer",
    "Pending",
    "PendingStatus",
    "RecordStatement",
    "SettlePending",
    "StatedHolding",
    "TransferUnits",
    "Withdraw",
]

_ISSUED = frozenset({ISSUANCE})
_SET_ASIDE = frozenset({Purpose.PENDING.value})


def _by_authority(_body: object, _view: View) -> Requirement:
    return by_authority_and_operator()


KINDS = (
    Kind("allowances.mirror_batch", MirrorBatch, _by_authority, mirror_batch, debits=_ISSUED, lifetime_max=DAY_SECONDS),
    Kind(
        "allowances.mirror_stated",
        MirrorBatch,
        mirror_stated_signers,
        mirror_batch,
        debits=_ISSUED,
        lifetime_max=DAY_SECONDS,
    ),
    Kind(
        "allowances.transfer",
        TransferUnits,
        by_source_owner("allowances.transfer"),
        transfer_allowances,
        debits=OPEN_PURPOSES,
        lifetime_max=DAY_SECONDS,
    ),
    Kind(
        "allowances.transfer",
        OrderTransfer,
        by_source_owner("allowances.transfer"),
        order_allowances,
        revision=2,
        debits=OPEN_PURPOSES,
        lifetime_max=DAY_SECONDS,
    ),
    # The policy and the powers of attorney for single transfers hold for many: else many would be the way round them.
    Kind(
        "allowances.transfer_many",
        ManyTransfers,
        by_source_owner("allowances.transfer"),
        order_many_allowances,
        debits=OPEN_PURPOSES,
        lifetime_max=DAY_SECONDS,
    ),
    Kind(
        "allowances.withdraw",
        Withdraw,
        by_source_owner("allowances.withdraw"),
        withdraw,
        debits=OPEN_PURPOSES,
        lifetime_max=DAY_SECONDS,
    ),
    Kind(
        "allowances.confirm_withdrawal",
        SettlePending,
        _by_authority,
        confirm_withdrawal,
        debits=_SET_ASIDE,
        lifetime_max=DAY_SECONDS,
    ),
    Kind(
        "allowances.cancel",
        Cancel,
        by_source_owner("allowances.cancel"),
        cancel,
        debits=OPEN_PURPOSES,
        lifetime_max=DAY_SECONDS,
    ),
    Kind(
        "allowances.confirm_cancellation",
        SettlePending,
        _by_authority,
        confirm_cancellation,
        debits=_SET_ASIDE,
        lifetime_max=DAY_SECONDS,
    ),
    Kind(
        "allowances.return_pending",
        SettlePending,
        _by_authority,
        return_pending,
        debits=_SET_ASIDE,
        lifetime_max=DAY_SECONDS,
    ),
    Kind("allowances.statement", RecordStatement, statement_signers, record_statement),
)
RECORDS = (Pending, HoldingStatement)  # Pending is shared with credits and listed once
