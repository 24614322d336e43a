"""Prices of a product: the base that limits count from, the close, and what a day amounts to.

The base of a day is the close of the last day with listed trades; the close is the mean of that day's listed trades
weighted by units, half up to the tick; without listed trades the base goes on. Sources: ets-rules §11 (recalled),
CCER-TRADE 16-17.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.parameters import parameter
from registry.areas.pledges.rules import Close
from registry.areas.trading.rules.records import MarketDay, Mode, Product, Trade
from registry.ledger.canonical import INTEGER_MAX
from registry.ledger.errors import Refusal
from registry.ledger.rules import View

PERMYRIAD = 10_000
# How many days of blocks and auctions alone are passed over in search of closes.
_WITHOUT_DEALS = 30


def base_price(view: View, product: Product, day: date, *, tick: int) -> int | None:
    """Return the price in fen that a day's limits count from; None before the first seller has named one."""
    # The place of a day after this one; what follows it in the index is this day or an earlier one.
    after = (-day.toordinal() - 1, "~", "")
    newest = next(iter(view.find(MarketDay, "newest", product.code, after=after, limit=1)), None)
    if newest is None:
        return product.base_fen
    return newest.base_fen if newest.day == day.isoformat() else close_of(newest, tick=tick)


def close_of(day: MarketDay, *, tick: int) -> int:
    """Return a day's close in fen: the weighted mean of its listed trades, half up to the tick, else its base."""
    if not day.listed_units:
        return day.base_fen
    return (2 * day.listed_fen + day.listed_units * tick) // (2 * day.listed_units * tick) * tick


def closes(view: View, asset: str, now: int, count: int) -> tuple[Close, ...]:
    """Return the last closes of an asset that is dealt in here, of past days with listed trades, the newest first.

    Of several products of the asset those of the one that dealt last count.
    """
    today = day_of(now).isoformat()
    found: tuple[Close, ...] = ()
    for product in view.find(Product, "asset", asset):
        tick = parameter(view, "trading_tick_fen", now, scope=product.code)
        days = view.find(MarketDay, "newest", product.code, limit=count + _WITHOUT_DEALS)
        past = [one for one in days if one.day < today and one.listed_units][:count]
        own = tuple(Close(one.day, close_of(one, tick=tick)) for one in past)
        if own and (not found or own[0].day > found[0].day):
            found = own
    return found


def check_price(price_fen: int, base_fen: int, *, tick: int, limit: int) -> None:
    """Return if a price lies on the tick and within so many ten-thousandths of the base, both ends included.

    Raises:
        Refusal: ``off_tick``, ``price_over_limit`` with the lowest and highest price that are allowed.
    """
    if price_fen % tick:
        raise Refusal("off_tick", tick_fen=tick)
    if abs(price_fen - base_fen) * PERMYRIAD > base_fen * limit:
        span = base_fen * limit // PERMYRIAD
        raise Refusal("price_over_limit", lowest_fen=base_fen - span, highest_fen=base_fen + span)


def turnover_of(price_fen: int, units: int) -> int:
    """Return price times units in fen.

    Raises:
        Refusal: ``turnover_overflow`` past what an integer of the ledger may be.
    """
    turnover = price_fen * units
    if turnover > INTEGER_MAX:
        raise Refusal("turnover_overflow", limit_fen=INTEGER_MAX)
    return turnover


def fee_of(view: View, product: Product, turnover_fen: int, now: int) -> int:
    """Return one side's fee in fen, rounded down, so that the fees of parts never exceed that of the whole."""
    return turnover_fen * parameter(view, "trading_fee_permyriad", now, scope=product.code) // PERMYRIAD


def with_trades(view: View, product: Product, day: date, trades: Iterable[Trade], *, base_fen: int) -> MarketDay:
    """Return the product's day with further trades in it."""
    key = day.isoformat()
    known = view.get(MarketDay, product.code, key)
    found = known or MarketDay(product.code, key, base_fen, 0, 0, 0, 0, 0, 0, 0, 0, 0, -day.toordinal())
    for trade in trades:
        found = _with_listed(found, trade) if trade.mode is Mode.LISTED else _with_other(found, trade)
    if max(found.listed_fen, found.other_fen) > INTEGER_MAX:
        raise Refusal("turnover_overflow", limit_fen=INTEGER_MAX)
    return found


def _with_listed(day: MarketDay, trade: Trade) -> MarketDay:
    return replace(
        day,
        open_fen=day.open_fen or trade.price_fen,
        high_fen=max(day.high_fen, trade.price_fen),
        low_fen=min(day.low_fen or trade.price_fen, trade.price_fen),
        last_fen=trade.price_fen,
        listed_units=day.listed_units + trade.units,
        listed_fen=day.listed_fen + trade.turnover_fen,
        trades=day.trades + 1,
    )


def _with_other(day: MarketDay, trade: Trade) -> MarketDay:
    return replace(
        day,
        other_units=day.other_units + trade.units,
        other_fen=day.other_fen + trade.turnover_fen,
        trades=day.trades + 1,
    )
