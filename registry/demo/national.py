"""A product of the demonstration that is dealt in elsewhere: some fills are imported, and its engine stays closed.

All of it is invented.
"""

from typing import Final

from registry.areas.participants.rules.calendars import day_of
from registry.areas.trading.rules.fills import Fill, ImportFills
from registry.areas.trading.rules.products import OpenProduct
from registry.areas.trading.rules.records import Side, Venue
from registry.demo.author import APPROVED, Author
from registry.demo.market import APPROVAL, FEES, TRADERS

PRODUCT: Final = "CEA23"
BASE_FEN: Final = 6_650


def mirror_national(author: Author, *, office: tuple[str, ...]) -> None:
    """Open a product under the national exchange's name, and bring in two files of what companies dealt in there."""
    today = day_of(author.clock.now).isoformat()
    product = OpenProduct(
        PRODUCT, "碳排放配额 2023 年度（全国）", "CEA-2023", Venue.NATIONAL, APPROVAL, APPROVED, today, None,
        BASE_FEN, FEES,
    )  # fmt: skip
    author.write("trading.open_product", product, *office)
    author.send()
    for n, size in enumerate((3, 2)):
        fills = tuple(_fill(10 * n + row, today) for row in range(1, size + 1))
        author.write("trading.import_fills", ImportFills(PRODUCT, sum(one.units for one in fills), fills), *office)
        author.send()


def _fill(number: int, day: str) -> Fill:
    trader = TRADERS[number % len(TRADERS)]
    side = (Side.BUY, Side.SELL)[number % 2]
    return Fill(f"NAT-DEMO-{number:06}", day, trader.participant, side, BASE_FEN + 5 * number, 500 + 100 * number)
