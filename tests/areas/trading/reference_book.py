"""A second, independent account of what the listed market does: plain dictionaries, nothing of the registry computes.

It knows the rules as a trader reads them: five best prices, price then time, all or nothing, no deal with oneself, what
was bought today stays today, everything sold or paid for must be there.
"""

from dataclasses import dataclass, field

RATE, BASE, LEVELS = 30, 7_000, 5


def fee(fen: int) -> int:
    return fen * RATE // 10_000


@dataclass
class Resting:
    owner: int
    side: str
    price: int
    left: int
    locked: int
    live: bool = True


@dataclass
class ReferenceBook:
    stock: dict[int, int]
    money: dict[int, int]
    orders: list[Resting] = field(default_factory=list)
    bought: dict[int, int] = field(default_factory=dict)
    fees: int = 0
    day: int = 0
    order_days: list[int] = field(default_factory=list)
    halted: set[int] = field(default_factory=set)
    sums: tuple[int, int] = (0, 0)
    base: int = BASE

    def free(self, who: int) -> int:
        return max(self.stock[who] - self.bought.get(who, 0), 0)

    def place(self, who: int, side: str, price: int, units: int) -> str:
        if who in self.halted:
            return "account_halted"
        if abs(price - self.base) * 10 > self.base:
            return "price_over_limit"
        cost = price * units + fee(price * units) if side == "buy" else 0
        if side == "sell" and units > self.stock[who]:
            return "units_not_held"
        if side == "sell" and units > self.free(who):
            return "resale_waits"
        if cost > self.money[who]:
            return "units_not_held"
        if side == "sell":
            self.stock[who] -= units
        self.money[who] -= cost
        self.orders.append(Resting(who, side, price, units, cost))
        self.order_days.append(self.day)
        return "accepted"

    def cancel(self, at: int) -> str:
        order = self.orders[at]
        if not order.live:
            return "order_ended"
        self.stock[order.owner] += order.left if order.side == "sell" else 0
        self.money[order.owner] += order.locked
        order.live, order.locked = False, 0
        return "accepted"

    def levels(self, side: str) -> list[int]:
        there = {
            order.price
            for order, day in zip(self.orders, self.order_days, strict=True)
            if order.live and order.side == side and day == self.day
        }
        return sorted(there, reverse=side == "buy")[:LEVELS]

    def take(self, who: int, side: str, price: int, units: int) -> str:
        other = "sell" if side == "buy" else "buy"
        fills, left = self.matched(other, price, units)
        costs = sum(price * n + fee(price * n) for _, n in fills)
        reasons = {
            "account_halted": who in self.halted,
            "level_not_offered": price not in self.levels(other),
            "units_not_held": side == "sell" and units > self.stock[who],
            "resale_waits": side == "sell" and units > self.free(who),
            "level_short": left > 0,
            "own_order": any(order.owner == who for order, _ in fills),
        }
        reason = next((name for name, holds in reasons.items() if holds), "")
        if reason or (side == "buy" and costs > self.money[who]):
            return reason or "units_not_held"
        for order, n in fills:
            self.fill(who, side, order, n)
        return "accepted"

    def matched(self, side: str, price: int, units: int) -> tuple[list[tuple[Resting, int]], int]:
        fills: list[tuple[Resting, int]] = []
        left = units
        for order, day in zip(self.orders, self.order_days, strict=True):
            is_there = order.live and order.side == side and order.price == price and day == self.day
            if is_there and left and order.owner not in self.halted:
                fills.append((order, min(left, order.left)))
                left -= fills[-1][1]
        return fills, left

    def fill(self, who: int, side: str, order: Resting, n: int) -> None:
        fen, cut = order.price * n, fee(order.price * n)
        buyer, seller = (who, order.owner) if side == "buy" else (order.owner, who)
        if side == "buy":
            self.money[who] -= fen + cut
        else:
            order.locked -= fen + cut
            self.stock[who] -= n
        self.stock[buyer] += n
        self.money[seller] += fen - cut
        self.fees += 2 * cut
        self.bought[buyer] = self.bought.get(buyer, 0) + n
        self.sums = (self.sums[0] + n, self.sums[1] + fen)
        order.left -= n
        if not order.left:
            order.live = False
            self.money[order.owner] += order.locked
            order.locked = 0

    def next_day(self) -> None:
        units, fen = self.sums
        if units:
            self.base = (2 * fen + units) // (2 * units)
        self.day, self.bought, self.sums = self.day + 1, {}, (0, 0)
