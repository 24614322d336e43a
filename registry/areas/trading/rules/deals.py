"""Dealing: from fills of resting orders to what moves, whatever the mode in which they were found."""

from dataclasses import dataclass
from datetime import date

from registry.areas.participants.rules.holdings import NamedRange, ranges_of
from registry.areas.participants.rules.parameters import parameter
from registry.areas.participants.rules.ranges import cut
from registry.areas.trading.rules.prices import base_price, fee_of, with_trades
from registry.areas.trading.rules.records import Mode, Order, Product, Side
from registry.areas.trading.rules.settlement import AccountDays, Deal, after_fill, moves_of, trade_of
from registry.areas.trading.rules.traders import Trader
from registry.ledger.rules import Context, Outcome, Transfer, View

Fill = tuple[Order, int]


@dataclass(frozen=True, slots=True)
class Taking:
    """Who deals with resting orders: which way, and with which ranges if the seller chose some."""

    trader: Trader
    side: Side
    ranges: tuple[NamedRange, ...]
    mode: Mode


def dealt(
    taking: Taking, fills: tuple[Fill, ...], product: Product, context: Context, view: View, *, day: date
) -> Outcome:
    """Return what follows when these units of resting orders are dealt in: trades, units, money, and the day's sums.

    Raises:
        Refusal: those of `View.pick` where the taker sells; ``turnover_overflow``.
    """
    deals = _deals(taking, fills, product, view, now=context.recorded_at)
    records: list[object] = []
    transfers: list[Transfer] = []
    for deal, (order, _units) in zip(deals, fills, strict=True):
        changed, returned = after_fill(order, deal, context)
        records.append(changed)
        transfers += [*moves_of(deal, product), *returned]
    records += booked(deals, product, context, view, day=day)
    return Outcome(records=tuple(records), transfers=tuple(transfers))


def booked(deals: tuple[Deal, ...], product: Product, context: Context, view: View, *, day: date) -> tuple[object, ...]:
    """Return what is remembered of deals: a trade each, the accounts' days, and the product's day; nothing for none."""
    if not deals:
        return ()
    key = day.isoformat()
    trades = tuple(trade_of(deal, product, context, n=n, day=key) for n, deal in enumerate(deals, 1))
    tick = parameter(view, "trading_tick_fen", context.recorded_at, scope=product.code)
    base = base_price(view, product, day, tick=tick)
    market = with_trades(view, product, day, trades, base_fen=base or trades[0].price_fen)
    return (*trades, *AccountDays(view, product.code, key).count(deals), market)


def _deals(taking: Taking, fills: tuple[Fill, ...], product: Product, view: View, *, now: int) -> tuple[Deal, ...]:
    is_buying = taking.side is Side.BUY
    left: tuple[NamedRange, ...] = ()
    if not is_buying:
        named = tuple((item.batch, item.first, item.last) for item in taking.ranges)
        units = sum(wanted for _, wanted in fills)
        left = ranges_of(view.pick(taking.trader.account, product.asset, units, into=fills[0][0].account, named=named))
    deals: list[Deal] = []
    for order, units in fills:
        owner = Trader(order.participant, order.account, order.cash)
        ranges, left = (cut(order.ranges, units)[0], left) if is_buying else cut(left, units)
        deals.append(
            Deal(
                buyer=taking.trader if is_buying else owner,
                seller=owner if is_buying else taking.trader,
                paying=taking.trader.cash if is_buying else order.escrow,
                delivering=order.escrow if is_buying else taking.trader.account,
                ranges=ranges,
                price_fen=order.price_fen,
                fee_fen=fee_of(view, product, order.price_fen * units, now),
                resting=order.id,
                is_buyer_taking=is_buying,
                mode=taking.mode,
            )
        )
    return tuple(deals)
