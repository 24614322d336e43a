"""What overseers of the demonstration's market come to see: units that went round in a circle, and a pushed close.

The three who deal have declared no relation to each other. All of it is invented; a hit is a reason to look.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from registry.areas.participants.rules.calendars import day_of, start_of
from registry.areas.trading.rules.listed import TakeListed
from registry.areas.trading.rules.records import Side
from registry.demo.author import MINUTE, Author
from registry.demo.cast import ENTERPRISES, Organisation
from registry.demo.controls import account, hands
from registry.demo.market import PRODUCTS, base_price, is_trading, listing

# So few days before a visitor comes that all of it lies within what overseers look at.
BEGINS_DAYS_LEFT: Final = 14
PRODUCT: Final = PRODUCTS[1]
CIRCLE: Final = (ENTERPRISES[1], ENTERPRISES[2], ENTERPRISES[5])
UNITS: Final = 1_200
# Below and above all that others ask, so that nobody else's order comes between; in thousandths of the base price.
LOW, HIGH = -40, 45
LATE_MINUTE: Final = 23 * 60 + 22


def carry(author: Author) -> Iterator[None]:
    """Go on by a trading day with each step: three deals of a circle, then one that moves the last price."""
    for seller, buyer in pairwise((*CIRCLE, CIRCLE[0])):
        while author.clock.days_left > BEGINS_DAYS_LEFT or not is_trading(author.clock.now):
            yield
        _deal(author, seller, buyer, UNITS, LOW)
        yield
    while not is_trading(author.clock.now):
        yield
    author.clock.forward(start_of(day_of(author.clock.now)) + LATE_MINUTE * MINUTE - author.clock.now)
    _deal(author, CIRCLE[1], CIRCLE[2], UNITS, HIGH)
    yield


def _deal(author: Author, seller: Organisation, buyer: Organisation, units: int, over: int) -> None:
    """Let one list a sale so many thousandths over the base price, and the other pick all of it, if both still can."""
    base = base_price(author, PRODUCT.code)
    price = base + base * over // 1_000
    author.write("trading.list", listing(PRODUCT, seller, Side.SELL, price, units, base), *hands(seller), may_fail=True)
    author.send()
    author.clock.forward(MINUTE)
    taken = TakeListed(
        PRODUCT.code, Side.BUY, account(buyer, "TR"), account(buyer, "CA"), price, units, orders=(), ranges=()
    )
    author.write("trading.take", taken, *hands(buyer), may_fail=True)
    author.send()
