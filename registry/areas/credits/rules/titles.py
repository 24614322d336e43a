"""Credit classes, and how credits come to be: issued here for own titles, brought in for mirrored ones; transfers."""

from dataclasses import dataclass
from typing import Annotated

from registry.areas.credits.rules.records import Methodology
from registry.areas.participants.rules.blocks import (
    BatchText,
    Block,
    MirrorBatch,
    bring_in_batch,
    check_batch_text,
    new_batch,
)
from registry.areas.participants.rules.delays import OrderTransfer, order
from registry.areas.participants.rules.holdings import (
    CreditClass,
    TransferUnits,
    class_of,
    require_purpose,
    transfer,
)
from registry.areas.participants.rules.many import ManyTransfers, order_many
from registry.ledger.book import ISSUANCE, OPEN_PURPOSES, Account, AssetClass, Batch, Title, asset_class_of
from registry.ledger.codec import AccountNo, Asset, Digest, Name, Pattern, Units, Zone
from registry.ledger.errors import Refusal
from registry.ledger.rules import Context, Outcome, Transfer, View, require


@dataclass(frozen=True, slots=True)
class AdmitClass:
    """The body of `credits.admit_class`: units of this class are credits of a programme."""

    code: Annotated[str, Pattern("[A-Z][A-Z0-9]{1,7}")]
    programme: Name
    document: Digest


def admit_class(body: AdmitClass, context: Context, view: View) -> Outcome:
    """Declare an asset class to be a class of credits.

    Raises:
        Refusal: ``unknown_class``, ``class_without_serials``, ``class_admitted``.
    """
    class_of(view, body.code)
    if view.get(CreditClass, body.code) is not None:
        raise Refusal("class_admitted", code=body.code)
    return Outcome(records=(CreditClass(body.code, body.programme, body.document, context.index),))


def credit_class(view: View, asset: str) -> AssetClass:
    """Return the class of a credit.

    Raises:
        Refusal: ``unknown_class``, ``class_without_serials``, ``not_a_credit``.
    """
    found = class_of(view, asset)
    if view.get(CreditClass, found.code) is None:
        raise Refusal("not_a_credit", asset=asset)
    return found


@dataclass(frozen=True, slots=True)
class IssueCredits:
    """The body of `credits.issue`: a new batch of an own title, with serials from 1, to the project's owner."""

    text: BatchText
    asset: Asset
    zone: Zone
    issuer: AccountNo
    target: AccountNo
    units: Units
    document: Digest


def issue(body: IssueCredits, context: Context, view: View) -> Outcome:
    """Issue a batch into the project owner's account.

    Raises:
        Refusal: ``issued_by_project`` once the class admits methodologies; ``not_an_own_title``, ``batch_taken``,
            ``batch_text``, ``unknown_account``, ``purpose_not_debited``,
            ``purpose_not_credited``, and those of `credit_class`.
    """
    if credit_class(view, body.asset).title is not Title.OWN:
        raise Refusal("not_an_own_title", asset=body.asset)
    if view.find(Methodology, "scheme", asset_class_of(body.asset), limit=1):
        raise Refusal("issued_by_project", asset=body.asset)
    if view.find(Batch, "text", body.text, limit=1):
        raise Refusal("batch_taken", batch=body.text)
    check_batch_text(body.text, asset=body.asset, zone=body.zone, last=body.units)
    if require(view, Account, body.issuer, "unknown_account").purpose != ISSUANCE:
        raise Refusal("purpose_not_debited", account=body.issuer)
    require_purpose(view, body.target, OPEN_PURPOSES)
    block = Block(
        text=body.text,
        asset=body.asset,
        zone=body.zone,
        issuer=body.issuer,
        first=1,
        last=body.units,
        document=body.document,
    )
    batch = new_batch(block, context.batch_number(0))
    moved = Transfer(body.issuer, body.target, body.asset, body.units, batch.number, batch.first)
    return Outcome(records=(batch,), transfers=(moved,))


def mirror_batch(body: MirrorBatch, context: Context, view: View) -> Outcome:
    """Bring in credits whose title another register holds, under its serials.

    Raises:
        Refusal: ``not_a_mirror``, and those of `credit_class` and `blocks.bring_in_batch`.
    """
    if credit_class(view, body.asset).title is not Title.MIRROR:
        raise Refusal("not_a_mirror", asset=body.asset)
    return bring_in_batch(body, context, view)


def transfer_credits(body: TransferUnits, _context: Context, view: View) -> Outcome:
    """Move credits from one holding or trading account to another; revision 1, without controls.

    Raises:
        Refusal: those of `credit_class` and `holdings.transfer`.
    """
    credit_class(view, body.asset)
    return transfer(body, view)


def order_credits(body: OrderTransfer, context: Context, view: View) -> Outcome:
    """Move credits under the controls of transfers; revision 2.

    Raises:
        Refusal: those of `credit_class` and `delays.order`.
    """
    credit_class(view, body.asset)
    return order(body, context, view)


def order_many_credits(body: ManyTransfers, context: Context, view: View) -> Outcome:
    """Move credits to many accounts under one signature.

    Raises:
        Refusal: those of `credit_class` and `many.order_many`.
    """
    return order_many(body, context, view, admits=credit_class)
