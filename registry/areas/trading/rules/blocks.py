"""Block agreements: an offer to one or several named counterparties, counter-offers, acceptance. Both sides sign.

An offer locks what it would cost or deliver, like a listed order, and is good for its trading day. A counter-offer is
an offer of its own that names what it answers. Sources: ets-rules §11, CCER-TRADE 12-16.
"""

from dataclasses import dataclass, replace
from typing import Annotated

from registry.areas.participants.rules.holdings import NamedRanges
from registry.areas.participants.rules.parameters import parameter
from registry.areas.trading.rules.book import is_dealable
from registry.areas.trading.rules.deals import Taking, dealt
from registry.areas.trading.rules.gates import Gates, Intent, Stage, ask
from registry.areas.trading.rules.orders import placed
from registry.areas.trading.rules.products import require_open
from registry.areas.trading.rules.records import (
    COUNTERPARTIES_MAX,
    Fen,
    Invitation,
    Mode,
    Order,
    OrderStatus,
    Product,
    ProductCode,
    Side,
)
from registry.areas.trading.rules.sessions import require_session
from registry.areas.trading.rules.traders import Trader, check_holding, check_parties, check_resale, require_trader
from registry.ledger.codec import AccountNo, EntryId, Items, ParticipantNo, Units
from registry.ledger.errors import Refusal
from registry.ledger.parties import Participant
from registry.ledger.rules import Context, Outcome, View, require

BLOCK_SESSIONS = "block_sessions"


@dataclass(frozen=True, slots=True)
class OfferBlock:
    """The body of `trading.offer_block`. ``answers`` names the offer to which this one is the counter-offer."""

    product: ProductCode
    side: Side
    account: AccountNo
    escrow: AccountNo
    cash: AccountNo
    price_fen: Fen
    units: Units
    base_fen: Fen | None
    ranges: NamedRanges
    counterparties: Annotated[tuple[ParticipantNo, ...], Items(1, COUNTERPARTIES_MAX)]
    answers: EntryId | None


def offer_block(body: OfferBlock, context: Context, view: View, *, gates: Gates) -> Outcome:
    """Offer a block for the rest of the trading day.

    Raises:
        Refusal: ``units_under_block_min``, ``off_lot``, ``counterparties_doubled``, ``unknown_participant``,
            ``own_order``, ``related_parties``, those of `require_open`, `require_session`, `placed`, `_check_answer`.
    """
    now = context.recorded_at
    product = require_open(view, body.product, now)
    day = require_session(view, BLOCK_SESSIONS, product.code, now)
    _check_size(view, product, body.units, now)
    limit = parameter(view, "block_limit_permyriad", now, scope=product.code)
    made = placed(body, product, context, view, day=day, limit=limit, gates=gates, mode=Mode.BLOCK)
    order = next(one for one in made.records if isinstance(one, Order))
    _check_counterparties(body, order, view)
    _check_answer(body, order, view)
    offered = replace(order, counterparties=body.counterparties, answers=body.answers)
    invited = tuple(Invitation(order.id, one) for one in body.counterparties)
    return Outcome(records=(offered, *invited), transfers=made.transfers)


def _check_size(view: View, product: Product, units: int, now: int) -> None:
    lot = parameter(view, "trading_lot_units", now, scope=product.code)
    if units % lot:
        raise Refusal("off_lot", lot=lot)
    least = parameter(view, "block_units_min", now, scope=product.code)
    if units < least:
        raise Refusal("units_under_block_min", limit=least)


def _check_counterparties(body: OfferBlock, order: Order, view: View) -> None:
    if len(set(body.counterparties)) != len(body.counterparties):
        raise Refusal("counterparties_doubled")
    for one in body.counterparties:
        require(view, Participant, one, "unknown_participant")
        check_parties(view, order.participant, one)


def _check_answer(body: OfferBlock, order: Order, view: View) -> None:
    """Return if a counter-offer answers an offer that was made to its author, in the same product, the other way.

    Raises:
        Refusal: ``unknown_order``, ``not_invited``, ``order_differs``.
    """
    if body.answers is None:
        return
    first = require(view, Order, body.answers, "unknown_order")
    if order.participant not in first.counterparties or first.participant not in body.counterparties:
        raise Refusal("not_invited", order=first.id)
    if (first.product, first.side) != (order.product, order.side.other):
        raise Refusal("order_differs", product=first.product, price_fen=first.price_fen)


@dataclass(frozen=True, slots=True)
class AcceptBlock:
    """The body of `trading.accept_block`. It repeats price and units, so that both sides have signed the same."""

    product: ProductCode
    order: EntryId
    side: Side
    account: AccountNo
    cash: AccountNo
    price_fen: Fen
    units: Units
    ranges: NamedRanges


def accept_block(body: AcceptBlock, context: Context, view: View, *, gates: Gates) -> Outcome:
    """Deal with a block that was offered, as a whole.

    Raises:
        Refusal: ``unknown_order``, ``order_differs``, ``order_ended``, ``order_held``, ``not_invited``,
            ``ranges_of_purchase``, those of `require_open`, `require_session`, `require_trader`, `check_parties`,
            `check_resale`, `check_holding`, of the class's gate, and of `View.pick`.
    """
    now = context.recorded_at
    product = require_open(view, body.product, now)
    day = require_session(view, BLOCK_SESSIONS, product.code, now)
    taker = require_trader(view, body.account, body.cash, now)
    order = _accepted(body, product, view, taker=taker, day=day.isoformat(), now=now)
    check_parties(view, taker.participant, order.participant)
    check_resale(view, product, body.account, day, side=body.side, units=body.units, now=now)
    if body.side is Side.BUY:
        if body.ranges:
            raise Refusal("ranges_of_purchase")
        check_holding(view, product, taker.participant, units=body.units, now=now)
    for side, participant, account in (
        (body.side, taker.participant, body.account),
        (order.side, order.participant, order.account),
    ):
        ask(gates, Intent(Stage.MATCH, side, participant, account, product.asset, body.units), context, view)
    taking = Taking(taker, body.side, body.ranges, Mode.BLOCK)
    return dealt(taking, ((order, body.units),), product, context, view, day=day)


def _accepted(body: AcceptBlock, product: Product, view: View, *, taker: Trader, day: str, now: int) -> Order:
    order = require(view, Order, body.order, "unknown_order")
    signed = (Mode.BLOCK, body.product, body.side.other, body.price_fen, body.units)
    if (order.mode, order.product, order.side, order.price_fen, order.units) != signed:
        raise Refusal("order_differs", product=order.product, price_fen=order.price_fen)
    if taker.participant not in order.counterparties:
        raise Refusal("not_invited", order=order.id)
    if order.status is not OrderStatus.OPEN or order.day != day:
        raise Refusal("order_ended", order=order.id, status=order.status.value)
    if not is_dealable(view, product, order, now):
        raise Refusal("order_held", order=order.id)
    return order
