"""The rules of credits: classes, projects from design to issue, transfer, retirement, and imports of public lists."""

from registry.areas.credits.rules import (
    bans,
    comments,
    designs,
    duties,
    imports,
    issuing,
    opinions,
    outside,
    periods,
    programmes,
    records,
    registering,
    retirement,
    rows,
    suspensions,
    titles,
)
from registry.areas.participants.rules.blocks import MirrorBatch
from registry.areas.participants.rules.delays import OrderTransfer
from registry.areas.participants.rules.holdings import CreditClass, SettlePending, TransferUnits, by_source_owner
from registry.areas.participants.rules.many import ManyTransfers
from registry.ledger.book import ISSUANCE, OPEN_PURPOSES
from registry.ledger.parties import by_authority_and_operator, by_operators
from registry.ledger.rules import DAY_SECONDS, Kind, Requirement, View
from registry.ledger.serials import Purpose

_ISSUED = frozenset({ISSUANCE})
_SET_ASIDE = frozenset({Purpose.PENDING.value})
_UNKNOWN_HOLDER = frozenset({Purpose.HOLDING.value})
_IMPORTED = frozenset({Purpose.HOLDING.value, Purpose.RETIREMENT.value})


def _by_authority(_body: object, _view: View) -> Requirement:
    return by_authority_and_operator()


def _by_operator(_body: object, _view: View) -> Requirement:
    return by_operators(1)


KINDS = (
    Kind("credits.admit_class", titles.AdmitClass, _by_authority, titles.admit_class),
    Kind("credits.issue", titles.IssueCredits, _by_authority, titles.issue, debits=_ISSUED, lifetime_max=DAY_SECONDS),
    Kind(
        "credits.mirror_batch",
        MirrorBatch,
        _by_authority,
        titles.mirror_batch,
        debits=_ISSUED,
        lifetime_max=DAY_SECONDS,
    ),
    Kind(
        "credits.transfer",
        TransferUnits,
        by_source_owner("credits.transfer"),
        titles.transfer_credits,
        debits=OPEN_PURPOSES,
        lifetime_max=DAY_SECONDS,
    ),
    Kind(
        "credits.transfer",
        OrderTransfer,
        by_source_owner("credits.transfer"),
        titles.order_credits,
        revision=2,
        debits=OPEN_PURPOSES,
        lifetime_max=DAY_SECONDS,
    ),
    # The policy and the powers of attorney for single transfers hold for many: else many would be the way round them.
    Kind(
        "credits.transfer_many",
        ManyTransfers,
        by_source_owner("credits.transfer"),
        titles.order_many_credits,
        debits=OPEN_PURPOSES,
        lifetime_max=DAY_SECONDS,
    ),
    Kind(
        "credits.retire",
        retirement.Retire,
        by_source_owner("credits.retire"),
        retirement.retire,
        debits=OPEN_PURPOSES,
        lifetime_max=DAY_SECONDS,
    ),
    Kind(
        "credits.confirm_retirement",
        SettlePending,
        _by_authority,
        retirement.confirm_retirement,
        debits=_SET_ASIDE,
        lifetime_max=DAY_SECONDS,
    ),
    Kind(
        "credits.return_pending",
        SettlePending,
        _by_authority,
        retirement.return_pending,
        debits=_SET_ASIDE,
        lifetime_max=DAY_SECONDS,
    ),
    Kind("credits.import_manifest", imports.OpenImport, _by_authority, imports.open_import, lifetime_max=DAY_SECONDS),
    Kind(
        "credits.import_row",
        imports.ImportRow,
        _by_operator,
        rows.import_row,
        debits=_ISSUED,
        lifetime_max=DAY_SECONDS,
    ),
    Kind("credits.close_import", rows.CloseImport, _by_authority, rows.close_import),
    # What it takes back was never usable: authority and operator closed the import that brought it in.
    Kind(
        "credits.withdraw_row",
        rows.WithdrawRow,
        _by_operator,
        rows.withdraw_row,
        debits=_IMPORTED,
        reverses=True,
        enforces=True,
        lifetime_max=DAY_SECONDS,
    ),
    Kind(
        "credits.show_holder",
        rows.ShowHolder,
        _by_authority,
        rows.show_holder,
        debits=_UNKNOWN_HOLDER,
        lifetime_max=DAY_SECONDS,
    ),
    *programmes.KINDS,
    *designs.KINDS,
    *comments.KINDS,
    *periods.KINDS,
    *opinions.KINDS,
    *registering.KINDS,
    *issuing.KINDS,
    *suspensions.KINDS,
    *bans.KINDS,
    *duties.KINDS,
    *outside.KINDS,
)
RECORDS = (
    CreditClass,
    retirement.Retirement,
    imports.ImportManifest,
    imports.ImportTotal,
    imports.ImportedRow,
    imports.SerialSpan,
    *records.RECORDS,
    *comments.RECORDS,
    *issuing.RECORDS,
    *suspensions.RECORDS,
    *bans.RECORDS,
    *duties.RECORDS,
    *outside.RECORDS,
)
