"""Selling pledged units in the market: the lender deals with a listed purchase, straight out of the pledge account.

The owner is the seller, so the deal stands on its statements; what it brings passes through the owner's cash account to
the lender, up to what is owed, in the same outcome. Resale waits do not hold: nothing here was bought to be sold again.
"""

from dataclasses import dataclass

from registry.areas.participants.rules.ranges import cut
from registry.areas.pledges.rules.enforcing import require_cash_of, sold
from registry.areas.pledges.rules.offering import require_status
from registry.areas.pledges.rules.records import PledgeStatus, Way
from registry.areas.trading.rules.deals import Taking, dealt
from registry.areas.trading.rules.gates import Gates, Intent, Stage, ask
from registry.areas.trading.rules.listed import TakeListed, check_level, fills_of
from registry.areas.trading.rules.orders import LISTED_SESSIONS, check_size
from registry.areas.trading.rules.products import require_open
from registry.areas.trading.rules.records import MONEY, Fen, Mode, ProductCode, Side, Trade
from registry.areas.trading.rules.sessions import require_session
from registry.areas.trading.rules.traders import Trader, check_parties
from registry.ledger.codec import AccountNo, EntryId, Units
from registry.ledger.errors import Refusal
from registry.ledger.rules import Context, Outcome, Transfer, View

SELL_PLEDGED = "trading.sell_pledged"
_ENFORCING = frozenset({PledgeStatus.ENFORCING})


@dataclass(frozen=True, slots=True)
class SellPledgedListed:
    """The body of `trading.sell_pledged`: how many units of a pledge, at a price at which others list to buy."""

    product: ProductCode
    pledge: EntryId
    price_fen: Fen
    units: Units
    owner_cash: AccountNo


def sell_pledged(body: SellPledgedListed, context: Context, view: View, *, gates: Gates) -> Outcome:
    """Sell units of an enforced pledge to those who list to buy, for the lender and the owner.

    Raises:
        Refusal: ``unknown_pledge``, ``pledge_status``, ``more_than_pledged``, ``asset_differs``, ``own_order``,
            ``related_parties`` with owner or lender, those of `require_open`, `require_session`, `check_size`,
            `check_level`, `fills_of`, `require_cash_of`, of the class's gate, and of `View.pick`.
    """
    now = context.recorded_at
    pledge = require_status(view, body.pledge, _ENFORCING)
    product = require_open(view, body.product, now)
    day = require_session(view, LISTED_SESSIONS, product.code, now)
    if product.asset != pledge.asset:
        raise Refusal("asset_differs", asset=pledge.asset)
    if body.units > pledge.units:
        raise Refusal("more_than_pledged", units=pledge.units)
    check_size(view, product, body.units, now)
    cash = require_cash_of(view, body.owner_cash, pledge.owner)
    taking = Trader(pledge.owner, pledge.account, cash)
    named = cut(pledge.ranges, body.units)[0]
    wanted = TakeListed(body.product, Side.SELL, pledge.account, cash, body.price_fen, body.units, (), named)
    check_level(wanted, product, view, day=day.isoformat(), now=now)
    intent = Intent(Stage.MATCH, Side.SELL, pledge.owner, pledge.account, product.asset, body.units)
    ask(gates, intent, context, view)
    fills = fills_of(wanted, product, view, day=day.isoformat(), now=now)
    for order, units in fills:
        for party in (pledge.owner, pledge.lender):
            check_parties(view, party, order.participant)
        other = Intent(Stage.MATCH, order.side, order.participant, order.account, product.asset, units)
        ask(gates, other, context, view)
    made = dealt(Taking(taking, Side.SELL, named, Mode.LISTED), fills, product, context, view, day=day)
    fees = sum(one.seller_fee_fen for one in made.records if isinstance(one, Trade))
    done = sold(pledge, context, way=Way.MARKET, units=body.units, price_fen=body.price_fen, buyer=None, costs_fen=fees)
    passed = (Transfer(cash, pledge.lender_cash or cash, MONEY, done.sale.lender_fen),)
    return Outcome(
        records=(*made.records, done.pledge, done.sale), transfers=(*made.transfers, *passed, *done.returned)
    )
