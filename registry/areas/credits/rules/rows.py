"""The rows of an import: bringing one in, taking one back, and showing who holds what a row names."""

from dataclasses import dataclass, replace

from registry.areas.credits.rules.imports import (
    ImportedRow,
    ImportedUnits,
    ImportManifest,
    ImportRow,
    ImportStatus,
    ImportTotal,
    UnitStatus,
    check_span,
    counted,
    frozen,
    span_of,
)
from registry.areas.credits.rules.retirement import Beneficiary, Retirement, RetirementPurpose, RetirementStatus
from registry.areas.participants.rules.blocks import Block, bring_in
from registry.areas.participants.rules.holdings import NamedRange, ranges_of, require_purpose
from registry.ledger import canonical
from registry.ledger.book import OPEN_PURPOSES, Batch, asset_class_of
from registry.ledger.codec import AccountNo, Count, Digest, EntryId, Units, encode
from registry.ledger.errors import Refusal, Tampering
from registry.ledger.merkle import leaf_hash, verify_inclusion
from registry.ledger.parties import SigningKey
from registry.ledger.rules import Context, Outcome, Transfer, View, require


def row_hash(units: ImportedUnits) -> bytes:
    """Return the leaf hash of a row: RFC 6962 over its canonical JSON."""
    return leaf_hash(canonical.dumps(encode(units)))


def import_row(body: ImportRow, context: Context, view: View) -> Outcome:
    """Bring a row's serials in: active ones to the custodian, retired ones to the retirement account, for good.

    The last row completes the import, if all rows add up to what the manifest says, and ends the freeze.

    Raises:
        Refusal: ``unknown_manifest``, ``import_ended``, ``row_outside``, ``row_taken``, ``proof_differs``,
            ``class_differs``, ``status_unclear``, ``serials_known``, ``totals_differ``, and those of `blocks.bring_in`.
    """
    manifest = require(view, ImportManifest, body.manifest, "unknown_manifest")
    _check_row(body, manifest, view)
    units = body.units
    check_span(view, units)
    block = Block(
        text=units.batch,
        asset=units.asset,
        zone=manifest.zone,
        issuer=manifest.issuer,
        first=units.block_first,
        last=units.block_last,
        document=manifest.file,
    )
    target = manifest.holding if units.status is UnitStatus.ACTIVE else manifest.retirement
    brought = bring_in(block, context, view, first=units.first, last=units.last, target=target)
    row = _kept(body, context, brought.transfers)
    whole, project = counted(view, row, sign=1)
    span = span_of(row, is_live=True)
    advanced = replace(manifest, rows_in=manifest.rows_in + 1)
    ended = _completion(advanced, whole, context, view) if advanced.rows_in == manifest.rows else (advanced,)
    retired = () if units.status is UnitStatus.ACTIVE else (_retirement(units, row, context, manifest),)
    return replace(brought, records=(*brought.records, *ended, whole, project, row, span, *retired))


def _check_row(body: ImportRow, manifest: ImportManifest, view: View) -> None:
    if manifest.status is not ImportStatus.OPEN:
        raise Refusal("import_ended", manifest=manifest.id, status=manifest.status.value)
    if body.row >= manifest.rows:
        raise Refusal("row_outside", row=body.row, rows=manifest.rows)
    if view.get(ImportedRow, body.manifest, body.row) is not None:
        raise Refusal("row_taken", row=body.row)
    proof = tuple(bytes.fromhex(one) for one in body.proof)
    root = bytes.fromhex(manifest.root)
    try:
        verify_inclusion(row_hash(body.units), proof, index=body.row, size=manifest.rows, root=root)
    except Tampering:
        raise Refusal("proof_differs", row=body.row) from None
    if asset_class_of(body.units.asset) != manifest.asset_class:
        raise Refusal("class_differs", asset=body.units.asset)
    is_retired = body.units.status is UnitStatus.RETIRED
    if is_retired != (body.units.ended_on is not None) or is_retired != (body.units.purpose is not None):
        raise Refusal("status_unclear", row=body.row)
    if not body.units.block_first <= body.units.first <= body.units.last <= body.units.block_last:
        raise Refusal("serials_reversed", first=body.units.first, last=body.units.last)


def _kept(body: ImportRow, context: Context, moved: tuple[Transfer, ...]) -> ImportedRow:
    units = body.units
    return ImportedRow(
        manifest=body.manifest,
        row=body.row,
        entry=context.entry_id,
        serial=units.serial,
        asset=units.asset,
        project=units.project,
        first=units.first,
        last=units.last,
        ranges=ranges_of(moved),
        issued_on=units.issued_on,
        vintage_first=units.vintage_first,
        vintage_last=units.vintage_last,
        status=units.status,
        ended_on=units.ended_on,
        reason=units.reason,
        texts=units.texts,
        is_withdrawn=False,
        opened_index=context.index,
    )


def _completion(manifest: ImportManifest, last: ImportTotal, context: Context, view: View) -> tuple[object, ...]:
    for claimed in manifest.totals:
        found = last if claimed.status is last.status else view.get(ImportTotal, manifest.id, "", claimed.status)
        if (claimed.rows, claimed.units) != ((found.rows, found.units) if found else (0, 0)):
            raise Refusal("totals_differ", status=claimed.status.value)
    complete = replace(manifest, status=ImportStatus.COMPLETE, closed_index=context.index)
    return complete, frozen(complete, is_active=False)


def _retirement(units: ImportedUnits, row: ImportedRow, context: Context, manifest: ImportManifest) -> Retirement:
    return Retirement(
        id=context.entry_id,
        participant=manifest.custodian,
        account=manifest.retirement,
        asset=units.asset,
        units=units.units,
        ranges=row.ranges,
        beneficiary=Beneficiary(participant=None, name=None, commitment=units.texts),
        purpose=units.purpose or RetirementPurpose.OTHER,
        note=None,
        retired_on=units.ended_on,
        status=RetirementStatus.FINAL,
        opened_index=context.index,
        closed_index=context.index,
    )


@dataclass(frozen=True, slots=True)
class CloseImport:
    """The body of `credits.close_import`: an import that will not be finished."""

    manifest: EntryId
    document: Digest


def close_import(body: CloseImport, context: Context, view: View) -> Outcome:
    """Close an unfinished import; what it brought in stays frozen until `credits.withdraw_row` took every row back.

    Raises:
        Refusal: ``unknown_manifest``, ``import_ended``.
    """
    manifest = require(view, ImportManifest, body.manifest, "unknown_manifest")
    if manifest.status is not ImportStatus.OPEN:
        raise Refusal("import_ended", manifest=manifest.id, status=manifest.status.value)
    closed = replace(manifest, status=ImportStatus.CLOSED, closed_index=context.index)
    return Outcome(records=(closed, *_thawed(closed)))


@dataclass(frozen=True, slots=True)
class WithdrawRow:
    """The body of `credits.withdraw_row`: a row of a closed import goes back to where its units were issued."""

    manifest: EntryId
    row: Count


def withdraw_row(body: WithdrawRow, context: Context, view: View) -> Outcome:
    """Take back a row of an import that authority and operator closed, a retired one too: it never became usable.

    Raises:
        Refusal: ``unknown_manifest``, ``import_not_closed``, ``unknown_row``, ``row_withdrawn``.
    """
    manifest = require(view, ImportManifest, body.manifest, "unknown_manifest")
    if manifest.status is not ImportStatus.CLOSED:
        raise Refusal("import_not_closed", manifest=manifest.id, status=manifest.status.value)
    row = _row(view, body.manifest, body.row)
    if row.is_withdrawn:
        raise Refusal("row_withdrawn", row=body.row)
    source = manifest.holding if row.status is UnitStatus.ACTIVE else manifest.retirement
    moved = tuple(
        Transfer(
            source,
            require(view, Batch, item.batch, "unknown_batch").issuer,
            row.asset,
            item.last - item.first + 1,
            item.batch,
            item.first,
        )
        for item in row.ranges
    )
    left = replace(manifest, rows_in=manifest.rows_in - 1)
    retired = view.get(Retirement, row.entry)
    ended = () if retired is None else (replace(retired, status=RetirementStatus.RETURNED, closed_index=context.index),)
    gone, span = replace(row, is_withdrawn=True), span_of(row, is_live=False)
    return Outcome(records=(left, *_thawed(left), *counted(view, row, sign=-1), gone, span, *ended), transfers=moved)


def _row(view: View, manifest: str, number: int) -> ImportedRow:
    row = view.get(ImportedRow, manifest, number)
    if row is None:
        raise Refusal("unknown_row", row=number)
    return row


def _thawed(manifest: ImportManifest) -> tuple[object, ...]:
    return () if manifest.rows_in else (frozen(manifest, is_active=False),)


@dataclass(frozen=True, slots=True)
class ShowHolder:
    """The body of `credits.show_holder`: part or all of an imported row belongs to the holder of this account.

    ``document`` is the evidence, the statement of the register of title.
    """

    manifest: EntryId
    row: Count
    first: Units
    last: Units
    target: AccountNo
    document: Digest


def show_holder(body: ShowHolder, _context: Context, view: View) -> Outcome:
    """Move units whose holder was unknown to the holder that was shown.

    Raises:
        Refusal: ``unknown_manifest``, ``import_unfinished``, ``unknown_row``, ``row_final`` for retired units,
            ``custodian_can_sign`` once the holder of the account has a key, ``range_outside_row``,
            ``unknown_account``, ``purpose_not_credited``, ``units_not_held`` if a part was shown before.
    """
    manifest = require(view, ImportManifest, body.manifest, "unknown_manifest")
    if manifest.status is not ImportStatus.COMPLETE:
        raise Refusal("import_unfinished", manifest=manifest.id, status=manifest.status.value)
    row = _row(view, body.manifest, body.row)
    if row.status is UnitStatus.RETIRED:
        raise Refusal("row_final", row=body.row)
    # Whoever can sign for the units moves them by its own signature.
    if view.find(SigningKey, "participant", manifest.custodian, limit=1):
        raise Refusal("custodian_can_sign", participant=manifest.custodian)
    if not row.first <= body.first <= body.last <= row.last:
        raise Refusal("range_outside_row", first=row.first, last=row.last)
    require_purpose(view, body.target, OPEN_PURPOSES)
    cut = tuple(_clipped(item, body) for item in row.ranges if item.first <= body.last and body.first <= item.last)
    units = body.last - body.first + 1
    return Outcome(transfers=view.pick(manifest.holding, row.asset, units, into=body.target, named=cut))


def _clipped(item: NamedRange, body: ShowHolder) -> tuple[int, int, int]:
    return item.batch, max(item.first, body.first), min(item.last, body.last)
