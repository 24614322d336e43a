"""Opening and closing products, and halts: what authority and operator decide about the market.

A product opens only under a named approval with dates (venue `own`), or as a mirror of what is dealt in elsewhere
(venue `national`), and then no order is taken here. Its figures are parameters under its code: see `limits`.
"""

from dataclasses import dataclass, replace

from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.holdings import class_of, require_purpose
from registry.areas.trading.rules.records import (
    Fen,
    Halt,
    Product,
    ProductCode,
    Venue,
)
from registry.ledger.book import Account
from registry.ledger.codec import AccountNo, Asset, Code, Day, Digest, EntryId, Instant, Name
from registry.ledger.errors import Refusal
from registry.ledger.rules import Context, Outcome, View, require
from registry.ledger.serials import Purpose

_CASH = frozenset({Purpose.CASH.value})


@dataclass(frozen=True, slots=True)
class OpenProduct:
    """The body of `trading.open_product`; again for a code it renews approval and dates, never the asset."""

    code: ProductCode
    name: Name
    asset: Asset
    venue: Venue
    approval: Name
    approval_document: Digest
    opens_on: Day
    closes_on: Day | None
    base_fen: Fen | None
    fee_account: AccountNo


def open_product(body: OpenProduct, context: Context, view: View) -> Outcome:
    """Open a product under an approval, or renew one.

    Raises:
        Refusal: ``unknown_class``, ``class_without_serials``, ``unknown_account``, ``purpose_not_credited`` for the
            account of fees, ``approval_dates``, ``product_differs`` if the code stands for another asset.
    """
    class_of(view, body.asset)
    require_purpose(view, body.fee_account, _CASH)
    if body.closes_on is not None and body.closes_on < body.opens_on:
        raise Refusal("approval_dates", opens_on=body.opens_on, closes_on=body.closes_on)
    known = view.get(Product, body.code)
    if known is not None and known.asset != body.asset:
        raise Refusal("product_differs", product=body.code, asset=known.asset)
    product = Product(
        code=body.code,
        name=body.name,
        asset=body.asset,
        venue=body.venue,
        approval=body.approval,
        approval_document=body.approval_document,
        opens_on=body.opens_on,
        closes_on=body.closes_on,
        base_fen=known.base_fen if known is not None and known.base_fen is not None else body.base_fen,
        fee_account=body.fee_account,
        is_open=True,
        opened_index=context.index if known is None else known.opened_index,
    )
    return Outcome(records=(product,))


@dataclass(frozen=True, slots=True)
class CloseProduct:
    """The body of `trading.close_product`."""

    code: ProductCode
    article: Name


def close_product(body: CloseProduct, _context: Context, view: View) -> Outcome:
    """Close a product for orders and deals. Resting orders can still be cancelled.

    Raises:
        Refusal: ``unknown_product``, ``product_closed``.
    """
    known = require(view, Product, body.code, "unknown_product")
    if not known.is_open:
        raise Refusal("product_closed", product=body.code)
    return Outcome(records=(replace(known, is_open=False),))


def require_open(view: View, code: str, now: int) -> Product:
    """Return a product in which orders are taken here at this instant.

    Raises:
        Refusal: ``unknown_product``, ``engine_closed`` for one that is dealt in elsewhere, ``product_closed`` also
            outside the dates of its approval, ``product_halted``.
    """
    product = require(view, Product, code, "unknown_product")
    if product.venue is not Venue.OWN:
        raise Refusal("engine_closed", product=code)
    today = day_of(now).isoformat()
    is_approved = product.opens_on <= today and (product.closes_on is None or today <= product.closes_on)
    if not product.is_open or not is_approved:
        raise Refusal("product_closed", product=code)
    for halt in view.find(Halt, "product", code, True):
        if halt.holds(now):
            raise Refusal("product_halted", product=code, reason=halt.reason)
    return product


@dataclass(frozen=True, slots=True)
class OrderHalt:
    """The body of `trading.halt`: exactly one of product and account."""

    product: ProductCode | None
    account: AccountNo | None
    reason: Code
    article: Name
    ends_at: Instant | None


def halt(body: OrderHalt, context: Context, view: View) -> Outcome:
    """Stop dealing in a product, or by an account.

    Raises:
        Refusal: ``halt_unclear``, ``unknown_product``, ``unknown_account``, ``end_in_past``.
    """
    if (body.product is None) == (body.account is None):
        raise Refusal("halt_unclear")
    if body.product is not None:
        require(view, Product, body.product, "unknown_product")
    if body.account is not None:
        require(view, Account, body.account, "unknown_account")
    if body.ends_at is not None and body.ends_at <= context.recorded_at:
        raise Refusal("end_in_past", ends_at=body.ends_at)
    made = Halt(
        id=context.entry_id,
        product=body.product or "",
        account=body.account or "",
        reason=body.reason,
        article=body.article,
        ends_at=body.ends_at or 0,
        is_active=True,
        ordered_index=context.index,
    )
    return Outcome(records=(made,))


@dataclass(frozen=True, slots=True)
class EndHalt:
    """The body of `trading.end_halt`."""

    halt: EntryId
    reason: Code


def end_halt(body: EndHalt, _context: Context, view: View) -> Outcome:
    """End a halt before its time.

    Raises:
        Refusal: ``unknown_halt``, ``halt_ended``.
    """
    known = require(view, Halt, body.halt, "unknown_halt")
    if not known.is_active:
        raise Refusal("halt_ended", halt=body.halt)
    return Outcome(records=(replace(known, is_active=False),))
