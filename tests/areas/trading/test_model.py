"""The market against an independent book: random orders, deals, cancels, halts and days; units and fen after each."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from registry.areas.trading.rules.products import EndHalt, OrderHalt
from registry.areas.trading.rules.records import Side
from registry.ledger.state import conservation
from tests.areas.allowances.factories import ALICE, BOB, BY_AUTHORITY, account
from tests.areas.trading.factories import ASSET, CAROL, Market, market
from tests.areas.trading.reference_book import ReferenceBook
from tests.world import OPERATORS

DAYS = ("2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06", "2026-03-09", "2026-03-10")
TRADERS = st.sampled_from((ALICE, BOB, CAROL))
SIDES = st.sampled_from(tuple(Side))
# Few prices, so that orders meet; one below and one above what the base allows at first.
PRICES = st.sampled_from((6_299, 6_990, 6_995, 7_000, 7_005, 7_010, 7_015, 7_020, 7_701))
UNITS = st.integers(1, 700)


class MarketMachine(RuleBasedStateMachine):
    """Each step goes to both; both answer the same, and hold the same afterwards."""

    made: Market
    book: ReferenceBook

    @initialize()
    def open(self) -> None:
        self.made = market()
        self.ids: list[tuple[int, str]] = []
        self.halts: dict[int, str] = {}
        stock = {who: self.made.stock(who) for who in (ALICE, BOB, CAROL)}
        self.book = ReferenceBook(stock, {who: self.made.money(who) for who in stock})

    @rule(who=TRADERS, side=SIDES, price=PRICES, units=UNITS)
    def place(self, who: int, side: Side, price: int, units: int) -> None:
        result = self.made.listed(who, side, price_fen=price, units=units, base_fen=self.book.base)
        assert result == self.book.place(who, side.value, price, units)
        if result == "accepted":
            self.ids.append((who, self.made.last_id()))

    @rule(who=TRADERS, side=SIDES, price=PRICES, units=UNITS)
    def take(self, who: int, side: Side, price: int, units: int) -> None:
        result = self.made.taken(who, side, price_fen=price, units=units)
        assert result == self.book.take(who, side.value, price, units)

    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        if self.ids:
            at = data.draw(st.integers(0, len(self.ids) - 1))
            who, order = self.ids[at]
            assert self.made.cancelled(who, order) == self.book.cancel(at)

    @rule(who=TRADERS)
    def halt_or_not(self, who: int) -> None:
        if who in self.halts:
            self.made.entry_id("trading.end_halt", EndHalt(self.halts.pop(who), "R"), *BY_AUTHORITY)
            self.book.halted.discard(who)
        else:
            body = OrderHalt(None, account("TR", who), "R", "art. 1", None)
            self.halts[who] = self.made.entry_id("trading.halt", body, OPERATORS[0])
            self.book.halted.add(who)

    @rule()
    def sleep(self) -> None:
        if self.book.day + 1 < len(DAYS):
            self.book.next_day()
            self.made.at(DAYS[self.book.day], "10:00")

    @invariant()
    def holds_the_same(self) -> None:
        for who, units in self.book.stock.items():
            assert (self.made.stock(who), self.made.money(who)) == (units, self.book.money[who])
            own = [order for order in self.book.orders if order.owner == who and order.live]
            assert self.made.stock(who, "ES") == sum(order.left for order in own if order.side == "sell")
            assert self.made.money(who, "ES") == sum(order.locked for order in own)
        assert self.made.units(account("CA", 99), "CNY") == self.book.fees
        for _class, asset, issued, held in conservation(self.made.state):
            assert asset not in {ASSET, "CNY"} or issued == held


MarketMachine.TestCase.settings = settings(max_examples=20, stateful_step_count=40, deadline=None)
TestMarket = MarketMachine.TestCase
