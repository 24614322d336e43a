"""Imports: a register's public list brought in under one manifest, row by row, each row with its proof.

The manifest is signed once by authority and operator; it says how many rows there are, what they add up to, and the
Merkle root of them all. A row needs no will of its own: its proof binds it to the manifest, and any operator sends it.
Who holds the units is unknown until shown, so they lie with a custodian who has no key, frozen until the last row came.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from registry.areas.credits.rules.retirement import RetirementPurpose
from registry.areas.credits.rules.titles import credit_class
from registry.areas.participants.rules.blocks import BatchText
from registry.areas.participants.rules.holdings import NamedRange, require_own, require_purpose
from registry.ledger.book import ISSUANCE, Account, Freeze, Title, asset_class_of
from registry.ledger.codec import (
    AccountNo,
    Asset,
    Code,
    Count,
    Day,
    Digest,
    EntryId,
    Items,
    Pattern,
    Units,
    Zone,
)
from registry.ledger.errors import Refusal
from registry.ledger.parties import SigningKey
from registry.ledger.rules import BATCHES_PER_ENTRY, Context, Index, Outcome, View, record, require
from registry.ledger.serials import Purpose

PROOF_MAX = 40
FREEZE_PRIORITY = 50

Hash = Annotated[str, Pattern("[0-9a-f]{64}")]


class UnitStatus(StrEnum):
    """What the register of title says of a row's units."""

    ACTIVE = "active"
    RETIRED = "retired"


class ImportStatus(StrEnum):
    """Where an import stands; the rows of a `closed` one are taken back, one by one."""

    OPEN = "open"
    COMPLETE = "complete"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class StatusTotal:
    """What the rows of one status add up to."""

    status: UnitStatus
    rows: Count
    units: Count


Totals = Annotated[tuple[StatusTotal, ...], Items(1, len(UnitStatus))]


@dataclass(frozen=True, slots=True)
class OpenImport:
    """The body of `credits.import_manifest`.

    ``file`` is the SHA-256 of the file, ``layout`` names its form and reader, ``root`` is over the rows (RFC 6962).
    """

    layout: Code
    file: Hash
    rows: Units
    root: Hash
    totals: Totals
    asset_class: Annotated[str, Pattern("[A-Z][A-Z0-9]{1,7}")]
    zone: Zone
    issuer: AccountNo
    holding: AccountNo
    retirement: AccountNo


@dataclass(frozen=True, slots=True)
class ImportedUnits:
    """One row: a range of serials as the register of title prints it, and what became of it.

    ``serial`` is the printed text. ``block_first`` and ``block_last`` bound what the file shows of the row's block.
    ``texts`` is the salted hash of the row's free texts (names, beneficiary, details), which may name a person.
    """

    serial: Annotated[str, Pattern("[0-9A-Z-]{1,120}")]
    batch: BatchText
    block_first: Units
    block_last: Units
    asset: Asset
    project: Code
    first: Units
    last: Units
    issued_on: Day
    vintage_first: Day
    vintage_last: Day
    status: UnitStatus
    ended_on: Day | None
    reason: Code | None
    purpose: RetirementPurpose | None
    texts: Digest

    @property
    def units(self) -> int:
        """How many units the row names."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class ImportRow:
    """The body of `credits.import_row`: the row, its place from 0, and its inclusion proof up to the root."""

    manifest: EntryId
    row: Count
    units: ImportedUnits
    proof: Annotated[tuple[Hash, ...], Items(0, PROOF_MAX)]


@record("import_manifest", key=("id",), indexes=(Index("file", ("file",), ("opened_index",)),))
@dataclass(frozen=True, slots=True)
class ImportManifest:
    """An import and how far it is; `id` is that of its manifest entry."""

    id: EntryId
    layout: Code
    file: Hash
    rows: Units
    root: Hash
    totals: Totals
    asset_class: Code
    zone: Zone
    issuer: AccountNo
    holding: AccountNo
    retirement: AccountNo
    custodian: Code
    status: ImportStatus
    rows_in: Count
    opened_index: Count
    closed_index: Count | None


@record("import_total", key=("manifest", "project", "status"))
@dataclass(frozen=True, slots=True)
class ImportTotal:
    """What the rows that are in add up to, by project and status; project `""` stands for all of them."""

    manifest: EntryId
    project: Annotated[str, Pattern("[A-Za-z0-9._/-]{0,64}")]
    status: UnitStatus
    rows: Count
    units: Count


@record(
    "imported_row",
    key=("manifest", "row"),
    indexes=(
        Index("serial", ("serial",), ("opened_index",)),
        Index("project", ("project", "status"), ("opened_index",)),
    ),
)
@dataclass(frozen=True, slots=True)
class ImportedRow:
    """A row that is in, and the ranges of batches that it became. `entry` is the id of its entry."""

    manifest: EntryId
    row: Count
    entry: EntryId
    serial: Annotated[str, Pattern("[0-9A-Z-]{1,120}")]
    asset: Asset
    project: Code
    first: Units
    last: Units
    ranges: Annotated[tuple[NamedRange, ...], Items(1, 2 * BATCHES_PER_ENTRY)]
    issued_on: Day
    vintage_first: Day
    vintage_last: Day
    status: UnitStatus
    ended_on: Day | None
    reason: Code | None
    texts: Digest
    is_withdrawn: bool
    opened_index: Count


@record("serial_span", key=("asset_class", "last"), indexes=(Index("live", ("asset_class", "is_live"), ("last",)),))
@dataclass(frozen=True, slots=True)
class SerialSpan:
    """Serials of a class that some import brought in, whatever block they were printed under then.

    A register gives its blocks new numbers when it splits them, so the same tonne could come again under another one.
    """

    asset_class: Code
    last: Units
    first: Units
    is_live: bool
    manifest: EntryId
    row: Count


def open_import(body: OpenImport, context: Context, view: View) -> Outcome:
    """Open an import and freeze the custodian's account until it is complete.

    Raises:
        Refusal: ``not_a_mirror``, ``purpose_not_debited``, ``custodian_can_sign`` if the holder of the account has a
            key, ``file_taken``, ``totals_differ``, and those of `credit_class` and `holdings.require_own`.
    """
    if credit_class(view, body.asset_class).title is not Title.MIRROR:
        raise Refusal("not_a_mirror", asset=body.asset_class)
    if require(view, Account, body.issuer, "unknown_account").purpose != ISSUANCE:
        raise Refusal("purpose_not_debited", account=body.issuer)
    custodian = require_purpose(view, body.holding, frozenset({Purpose.HOLDING.value})).holder
    require_own(view, body.retirement, purpose=Purpose.RETIREMENT, source=body.holding)
    if view.find(SigningKey, "participant", custodian, limit=1):
        raise Refusal("custodian_can_sign", participant=custodian)
    for known in view.find(ImportManifest, "file", body.file):
        if known.status is not ImportStatus.CLOSED:
            raise Refusal("file_taken", manifest=known.id)
    if sum(total.rows for total in body.totals) != body.rows or len({t.status for t in body.totals}) < len(body.totals):
        raise Refusal("totals_differ", rows=body.rows)
    opened = ImportManifest(
        id=context.entry_id,
        layout=body.layout,
        file=body.file,
        rows=body.rows,
        root=body.root,
        totals=body.totals,
        asset_class=body.asset_class,
        zone=body.zone,
        issuer=body.issuer,
        holding=body.holding,
        retirement=body.retirement,
        custodian=custodian,
        status=ImportStatus.OPEN,
        rows_in=0,
        opened_index=context.index,
        closed_index=None,
    )
    return Outcome(records=(opened, frozen(opened, is_active=True)))


def frozen(manifest: ImportManifest, *, is_active: bool) -> Freeze:
    """Return the freeze that keeps what an import brought in from being used before it is complete."""
    return Freeze(
        id=manifest.id,
        participant="",
        account=manifest.holding,
        batch=0,
        first=0,
        last=0,
        order=manifest.id,
        purpose="import",
        priority=FREEZE_PRIORITY,
        ends_at=0,
        is_active=is_active,
        placed_index=manifest.opened_index,
    )


def span_of(row: ImportedRow, *, is_live: bool) -> SerialSpan:
    """Return the span of a row's serials."""
    return SerialSpan(asset_class_of(row.asset), row.last, row.first, is_live, row.manifest, row.row)


def check_span(view: View, units: ImportedUnits) -> None:
    """Return if no import brought in any of a row's serials before.

    Raises:
        Refusal: ``serials_known`` with the manifest and row that they came with.
    """
    code = asset_class_of(units.asset)
    # Spans are disjoint, so the first that ends in or behind the row is the only one that could reach into it.
    for known in view.find(SerialSpan, "live", code, True, after=(units.first - 1, code, units.first - 1), limit=1):
        if known.first <= units.last:
            raise Refusal("serials_known", manifest=known.manifest, row=known.row)


def counted(view: View, row: ImportedRow, *, sign: int) -> tuple[ImportTotal, ImportTotal]:
    """Return the totals of all rows and of the row's project with this row added (1) or taken away (-1)."""
    units = row.last - row.first + 1

    def total(project: str) -> ImportTotal:
        known = view.get(ImportTotal, row.manifest, project, row.status)
        known = known or ImportTotal(row.manifest, project, row.status, 0, 0)
        return replace(known, rows=known.rows + sign, units=known.units + sign * units)

    return total(""), total(row.project)
