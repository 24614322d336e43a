"""Delivery against payment: what a deal moves. Units, money and fees move in one outcome, or nothing does."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from registry.areas.participants.rules.holdings import NamedRange
from registry.areas.participants.rules.ranges import cut
from registry.areas.trading.rules.records import MONEY, AccountDay, Mode, Order, OrderStatus, Product, Side, Trade
from registry.areas.trading.rules.traders import Trader, account_day, counted
from registry.ledger.rules import Context, Transfer, View

TRADES_PER_ENTRY = 1_000


@dataclass(frozen=True, slots=True)
class Deal:
    """One fill about to be settled: who pays, who delivers which ranges out of where, at what price."""

    buyer: Trader
    seller: Trader
    # Where the money comes from and the units come from: an escrow account where they were locked.
    paying: str
    delivering: str
    ranges: tuple[NamedRange, ...]
    price_fen: int
    fee_fen: int
    resting: str
    is_buyer_taking: bool
    mode: Mode

    @property
    def units(self) -> int:
        """The units that change hands."""
        return sum(item.last - item.first + 1 for item in self.ranges)

    @property
    def turnover_fen(self) -> int:
        """What they cost."""
        return self.price_fen * self.units


def moves_of(deal: Deal, product: Product) -> tuple[Transfer, ...]:
    """Return the transfers of one deal: units to the buyer, money to the seller, both fees to their account."""
    moved = [
        Transfer(deal.delivering, deal.buyer.account, product.asset, item.last - item.first + 1, item.batch, item.first)
        for item in deal.ranges
    ]
    if deal.turnover_fen > deal.fee_fen:
        moved.append(Transfer(deal.paying, deal.seller.cash, MONEY, deal.turnover_fen - deal.fee_fen))
    if deal.fee_fen:
        moved.append(Transfer(deal.paying, product.fee_account, MONEY, 2 * deal.fee_fen))
    return tuple(moved)


def trade_of(deal: Deal, product: Product, context: Context, *, n: int, day: str) -> Trade:
    """Return the record of one deal, the n-th of its entry, from 1."""
    return Trade(
        number=context.index * TRADES_PER_ENTRY + n,
        product=product.code,
        mode=deal.mode,
        buyer=deal.buyer.participant,
        seller=deal.seller.participant,
        buyer_account=deal.buyer.account,
        seller_account=deal.seller.account,
        price_fen=deal.price_fen,
        units=deal.units,
        turnover_fen=deal.turnover_fen,
        buyer_fee_fen=deal.fee_fen,
        seller_fee_fen=deal.fee_fen,
        resting=deal.resting,
        taking=context.entry_id,
        is_buyer_taking=deal.is_buyer_taking,
        day=day,
        at=context.recorded_at,
    )


def after_fill(order: Order, deal: Deal, context: Context) -> tuple[Order, tuple[Transfer, ...]]:
    """Return a resting order after a deal, and what it gives back when nothing of it is left to deal in."""
    left = order.left_units - deal.units
    spent = deal.turnover_fen + deal.fee_fen if order.side is Side.BUY else 0
    rest = order.locked_fen - spent
    changed = replace(
        order,
        left_units=left,
        locked_fen=rest if left else 0,
        ranges=cut(order.ranges, deal.units)[1] if order.side is Side.SELL else (),
        status=order.status if left else OrderStatus.FILLED,
        ended_index=None if left else context.index,
    )
    if left or not rest:
        return changed, ()
    return changed, (Transfer(order.escrow, order.cash, MONEY, rest),)


@dataclass(slots=True)
class AccountDays:
    """The days of all accounts that an entry's deals touch, each counted once."""

    view: View
    product: str
    day: str
    found: dict[str, AccountDay] = field(default_factory=dict)

    def count(self, deals: Iterable[Deal]) -> tuple[AccountDay, ...]:
        """Return the days with these deals in them, in the order of accounts."""
        for deal in deals:
            self._add(deal.buyer.account, Side.BUY, deal.units)
            self._add(deal.seller.account, Side.SELL, deal.units)
        return tuple(self.found[account] for account in sorted(self.found))

    def _add(self, account: str, side: Side, units: int) -> None:
        known = self.found.get(account) or account_day(self.view, account, self.product, self.day)
        self.found[account] = counted(known, side, units)
