"""The market maker of the demonstration: on every trading day somebody stands on both sides of each product's book.

Whoever tries the demonstration can so buy and sell at once. Its orders are like all others; its prices are invented.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa

from registry.areas.participants.rules.calendars import day_of, start_of
from registry.areas.trading.queries import book, product_of, standing
from registry.areas.trading.rules.records import Side
from registry.catalog import CATALOGUE
from registry.demo.author import MINUTE, Author, StoryClock
from registry.demo.controls import hands
from registry.demo.market import PRODUCTS, TRADERS, Dealt, listing
from registry.store.opening import OpenRegistry

LEVELS: Final = 5
# Between two levels, in thousandths of the base price; and what stands at the best one.
_STEP, _UNITS = 4, 300


@dataclass(slots=True)
class Maker:
    """Fills the empty sides of books, but not again on a day on which it was refused: refusals are recorded."""

    registry: OpenRegistry
    clock: Callable[[], int]
    _refused: set[tuple[str, str, Side]] = field(default_factory=set)

    def __call__(self) -> None:
        """Fill the empty sides of each product's book, while the product is dealt in."""
        now = self.clock()
        author = Author(self.registry.journal, StoryClock(now, now))
        for one in PRODUCTS:
            with self.registry.engine.connect() as connection:
                base = _base(connection, one, now)
                empty = [side for side in Side if base and not book(connection, one.code, side, now=now)]
            for side in empty:
                place = (day_of(now).isoformat(), one.code, side)
                if place in self._refused:
                    continue
                for level in range(LEVELS):
                    _list(author, one, side, base=base, level=level)
                if not author.send():
                    self._refused.add(place)


def _base(connection: sa.Connection, one: Dealt, now: int) -> int:
    """Return the base price of a product that is dealt in now, else 0."""
    product = product_of(connection, one.code)
    if product is None:
        return 0
    found = standing(connection, CATALOGUE, product, now=now)
    minute = (now - start_of(day_of(now))) // MINUTE
    is_open = found.is_trading_day and any(begin <= minute < end for begin, end in found.sessions)
    return found.base_fen or 0 if is_open else 0


def _list(author: Author, one: Dealt, side: Side, *, base: int, level: int) -> None:
    away = base * _STEP * (level + 1) // 1_000 or 1
    price = base + away if side is Side.SELL else base - away
    # Not the first of them, whom most visitors are; and who buys back what it sold would have to wait.
    traders = one.traders[1:] if side is Side.SELL else TRADERS[1:5]
    trader = traders[level % len(traders)]
    body = listing(one, trader, side, price, _UNITS + 100 * level, base)
    author.write("trading.list", body, *hands(trader), may_fail=True)
