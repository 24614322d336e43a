"""The rules of mirrored allowances: statements bring units in, transfers move them, final steps wait for confirmation."""

from dataclasses import dataclass
from typing import Annotated

from registry.ledger.book import ISSUANCE, OPEN_PURPOSES, Account, AssetClass, Batch, Title, asset_class_of
from registry.ledger.codec import AccountNo, Asset, Digest, Items, Pattern, Units, Zone
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_authority_and_operator, by_owner
from registry.ledger.rules import DAY_SECONDS, Context, Kind, Outcome, Requirement, Transfer, View, require


@dataclass(frozen=True, slots=True)
class MirrorBatch:
    """The body of `allowances.mirror_batch`: a block of national serials that participants here may hold.

    ``text`` is `<class>-<zone>-<origin>-<vintage>-<batch>`; the serials keep the issuer's numbers.
    """

    text: Annotated[str, Pattern("[A-Z0-9]+-[0-9]{2}-[A-Z0-9.]+-[A-Z0-9]+-[A-Z0-9]+")]
    asset: Asset
    zone: Zone
    issuer: AccountNo
    target: AccountNo
    first: Units
    last: Units
    document: Digest


def mirror_batch(body: MirrorBatch, context: Context, view: View) -> Outcome:
    """Bring a block of units into a participant's holding account, as the national statement shows it.

    Raises:
        Refusal: ``unknown_class``, ``not_a_mirror``, ``batch_taken``, ``serials_reversed``, ``unknown_account``,
            ``purpose_not_credited``.
    """
    asset_class = require(view, AssetClass, asset_class_of(body.asset), "unknown_class")
    if asset_class.title is not Title.MIRROR:
        raise Refusal("not_a_mirror", asset=body.asset)
    if view.find(Batch, "text", body.text, limit=1):
        raise Refusal("batch_taken", batch=body.text)
    if body.last < body.first:
        raise Refusal("serials_reversed", first=body.first, last=body.last)
    if require(view, Account, body.issuer, "unknown_account").purpose != ISSUANCE:
        raise Refusal("purpose_not_debited", account=body.issuer)
    if require(view, Account, body.target, "unknown_account").purpose not in OPEN_PURPOSES:
        raise Refusal("purpose_not_credited", account=body.target)
    number = context.batch_number(0)
    batch = Batch(
        number=number,
        text=body.text,
        asset=body.asset,
        zone=body.zone,
        issuer=body.issuer,
        first=body.first,
        last=body.last,
        document=body.document,
    )
    units = body.last - body.first + 1
    moved = Transfer(body.issuer, body.target, body.asset, units, number, body.first)
    return Outcome(records=(batch,), transfers=(moved,))


@dataclass(frozen=True, slots=True)
class NamedRange:
    """A range that the owner chooses: batch number, first and last serial, both included."""

    batch: Units
    first: Units
    last: Units


@dataclass(frozen=True, slots=True)
class TransferUnits:
    """The body of `allowances.transfer`. Without ``ranges`` the book picks (see `book.pick`)."""

    source: AccountNo
    target: AccountNo
    asset: Asset
    units: Units
    ranges: Annotated[tuple[NamedRange, ...], Items(0, 100)]


def transfer_signers(body: TransferUnits, view: View) -> Requirement:
    """Return who must sign for the holder of the source account."""
    source = require(view, Account, body.source, "unknown_account")
    return by_owner(view, participant=source.holder, kind="allowances.transfer")


def transfer(body: TransferUnits, _context: Context, view: View) -> Outcome:
    """Move units from one holding or trading account to another.

    Raises:
        Refusal: ``unknown_account``, ``purpose_not_credited`` if the target is neither holding nor trading account, and
            those of `View.pick`.
    """
    target = require(view, Account, body.target, "unknown_account")
    if target.purpose not in OPEN_PURPOSES:
        raise Refusal("purpose_not_credited", account=body.target)
    named = tuple((item.batch, item.first, item.last) for item in body.ranges)
    return Outcome(transfers=view.pick(body.source, body.asset, body.units, into=body.target, named=named))


KINDS = (
    Kind(
        "allowances.mirror_batch",
        MirrorBatch,
        lambda _body, _view: by_authority_and_operator(),
        mirror_batch,
        debits=frozenset({ISSUANCE}),
    ),
    Kind(
        "allowances.transfer",
        TransferUnits,
        transfer_signers,
        transfer,
        debits=OPEN_PURPOSES,
        lifetime_max=DAY_SECONDS,
    ),
)
